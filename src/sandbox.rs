//! The operating system's word that this process cannot act: walls that it builds around itself, for good.
//!
//! Two walls, because neither is enough alone: Landlock decides by file, socket and process, a seccomp filter decides by
//! system call. Behind both there is no network, no other program, no file but those that were named, and no
//! way back. A third measure keeps what is in memory in memory: no core dump, no debugger.

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod calls;
#[cfg(target_os = "linux")]
mod files;

use std::fmt;
use std::path::PathBuf;

/// What the process may still reach once the walls stand. Terminal, standard input, output and error are open already
/// and stay usable.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    paths: Vec<(PathBuf, Rights)>,
    network: Network,
    threads: Threads,
}

/// Whether more threads may be begun. They stand behind the same walls, and are no other process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Threads {
    /// None.
    #[default]
    One,
    /// As many as are wanted.
    Many,
}

/// What may be done with sockets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Network {
    /// Nothing.
    #[default]
    Silent,
    /// Clients are taken from those that listen already, and answered.
    Answering,
}

/// What may be done with a file, or with everything in and below a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Read a file; a folder of that name is not reached.
    File,
    /// Read.
    Read,
    /// Read, make files and folders, write files; no name is taken away.
    Add,
    /// Read, make and write files, and take names of files away.
    Publish,
    /// Read, write and take files and folders away.
    Remove,
}

/// How hard confinement is insisted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insist {
    /// Go on without a wall that the system does not have.
    WhereThereIs,
    /// A wall that the system does not have is an error.
    Always,
}

/// Whether a wall stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wall {
    /// It stands; its name as it is recorded.
    Stands(String),
    /// It stands, and this system's is not high enough.
    Low {
        /// Its name as it is recorded.
        by: String,
        /// What it does not keep.
        lacks: &'static str,
    },
    /// It does not, and why.
    Absent(String),
}

/// What is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confinement {
    /// Landlock: files by name, sockets, other processes.
    pub files: Wall,
    /// seccomp: system calls.
    pub calls: Wall,
    asked: bool,
}

/// A wall that should stand does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed(String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Reach {
    /// The same, and this file, or folder with everything below. A path that nothing has is no fault here: whoever
    /// opens it will say so. Something that takes its name later is not reached.
    #[must_use]
    pub fn with(mut self, path: impl Into<PathBuf>, rights: Rights) -> Self {
        self.paths.push((path.into(), rights));
        self
    }

    /// Whether any file is still to be opened.
    #[must_use]
    pub fn has_files(&self) -> bool {
        !self.paths.is_empty()
    }

    /// The same, and clients of the sockets that listen already.
    #[must_use]
    pub fn answering(mut self) -> Self {
        self.network = Network::Answering;
        self
    }

    /// The same, and more threads.
    #[must_use]
    pub fn threading(mut self) -> Self {
        self.threads = Threads::Many;
        self
    }
}

impl Confinement {
    /// No walls, because nobody wanted any.
    #[must_use]
    pub fn off() -> Self {
        let absent = || Wall::Absent("switched off".to_owned());
        Self { files: absent(), calls: absent(), asked: false }
    }

    /// Builds the walls. Everything that this process does from here on is behind them; they cannot be taken down. Call it
    /// before there is a second thread: the walls are around the calling one.
    ///
    /// # Errors
    /// [`Failed`] where a wall that the system has could not be built, or where one that is insisted on is not there.
    pub fn raise(reach: &Reach, insist: Insist) -> Result<Self, Failed> {
        let Self { files, calls, asked } = raise(reach)?;
        for (wall, name) in [(&files, "Landlock"), (&calls, "seccomp")] {
            match (wall, insist) {
                (Wall::Absent(why), Insist::Always) => return Err(Failed(format!("{name}: {why}"))),
                (Wall::Low { by, lacks }, Insist::Always) => {
                    return Err(Failed(format!("{name}: this system's {by} lets through: {lacks}")));
                }
                (Wall::Stands(_), _) | (Wall::Absent(_) | Wall::Low { .. }, Insist::WhereThereIs) => {}
            }
        }
        Ok(Self { files, calls, asked })
    }

    /// For the record: the walls that stand, `none` where the system has none, `off` where nobody wanted any.
    #[must_use]
    pub fn record(&self) -> String {
        let standing = [&self.files, &self.calls].into_iter().filter_map(Wall::name);
        let standing: Vec<&str> = standing.collect();
        match (standing.is_empty(), self.asked) {
            (false, _) => standing.join(" + "),
            (true, true) => "none".to_owned(),
            (true, false) => "off".to_owned(),
        }
    }

    /// In a word or three, for a header.
    #[must_use]
    pub fn in_short(&self) -> &'static str {
        match (&self.files, &self.calls) {
            (Wall::Stands(_), Wall::Stands(_)) => "confined",
            (Wall::Absent(_), Wall::Absent(_)) => "not confined",
            (_, _) => "confined in part",
        }
    }
}

impl Wall {
    fn name(&self) -> Option<&str> {
        match self {
            Self::Stands(by) | Self::Low { by, .. } => Some(by),
            Self::Absent(_) => None,
        }
    }
}

#[cfg(target_os = "linux")]
fn raise(reach: &Reach) -> Result<Confinement, Failed> {
    // First, because the last wall forbids it.
    nix::sys::prctl::set_dumpable(false).map_err(|error| Failed(format!("no core dumps: {error}")))?;
    Ok(Confinement {
        files: files::raise(&reach.paths)?,
        calls: raise_calls(reach.network, reach.threads)?,
        asked: true,
    })
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
fn raise_calls(network: Network, threads: Threads) -> Result<Wall, Failed> {
    calls::raise(network, threads)
}

#[cfg(all(target_os = "linux", not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
fn raise_calls(_network: Network, _threads: Threads) -> Result<Wall, Failed> {
    Ok(Wall::Absent(format!("no filter is written for {}", std::env::consts::ARCH)))
}

#[cfg(not(target_os = "linux"))]
fn raise(_reach: &Reach) -> Result<Confinement, Failed> {
    let absent = || Wall::Absent("only Linux has it".to_owned());
    Ok(Confinement { files: absent(), calls: absent(), asked: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(name: &str) -> Wall {
        Wall::Stands(name.to_owned())
    }

    fn absent() -> Wall {
        Wall::Absent("not in this kernel".to_owned())
    }

    #[test]
    fn the_record_names_the_walls_that_stand_and_tells_absent_from_unwanted() {
        let told = |files, calls| {
            let confinement = Confinement { files, calls, asked: true };
            (confinement.record(), confinement.in_short())
        };
        let both = ("landlock 7 + seccomp".to_owned(), "confined");
        assert_eq!(told(stands("landlock 7"), stands("seccomp")), both);
        assert_eq!(told(absent(), stands("seccomp")), ("seccomp".to_owned(), "confined in part"));
        assert_eq!(told(stands("landlock 1"), absent()), ("landlock 1".to_owned(), "confined in part"));
        let low = Wall::Low { by: "landlock 2".to_owned(), lacks: "truncating" };
        assert_eq!(told(low, stands("seccomp")), ("landlock 2 + seccomp".to_owned(), "confined in part"));
        assert_eq!(told(absent(), absent()), ("none".to_owned(), "not confined"));
        assert_eq!(Confinement::off().record(), "off");
    }
}
