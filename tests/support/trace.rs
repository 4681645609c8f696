//! Actions of a process, as strace reports them.

use std::path::Path;

/// Calls that reach beyond the process, for `-e`.
pub(crate) const REACHING_OUT: &str = "-etrace=socket,connect,bind,execve,execveat,open,openat,openat2,creat,mkdir,mkdirat,\
    rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,truncate,chmod,fchmodat,prctl";

#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) name: &'a str,
    pub(crate) line: &'a str,
}

impl<'a> Call<'a> {
    pub(crate) fn of(line: &'a str) -> Option<Self> {
        let (_, call) = line.split_once(' ')?;
        let (name, _) = call.trim_start().split_once('(')?;
        let result = line.rsplit_once(" = ")?.1;
        (!result.starts_with('-') && !result.starts_with('?')).then_some(Self { name, line })
    }

    pub(crate) fn writes(&self) -> bool {
        let flagged =
            ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| self.line.contains(flag));
        match self.name {
            "open" | "openat" | "openat2" => flagged,
            "socket" | "connect" | "bind" | "execve" | "execveat" | "prctl" => false,
            _ => true,
        }
    }

    /// True if every path in the call is in one of these folders, or is an open file of the process.
    pub(crate) fn is_below(&self, folders: &[&Path]) -> bool {
        let paths = self.line.split('"').skip(1).step_by(2);
        let below = |path: &str| {
            path.starts_with("/proc/self/fd/")
                || folders.iter().any(|folder| Path::new(path).starts_with(folder))
        };
        let mut paths = paths.peekable();
        paths.peek().is_some() && paths.all(below)
    }
}
