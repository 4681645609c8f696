//! Sandbox that the operating system enforces on this process, for good.
//!
//! Two layers, because neither is enough alone: Landlock decides by file, socket and process, a seccomp filter by
//! system call. A third measure keeps memory private: no core dump, no debugger.

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod calls;
#[cfg(target_os = "linux")]
mod files;

use std::path::PathBuf;

/// Permissions of the sandboxed process. Terminal, standard input, output and error are open already and stay usable.
#[derive(Clone, Debug, Default)]
pub struct Permissions {
    paths: Vec<(PathBuf, Rights)>,
    network: Network,
    threads: Threads,
}

/// New threads are in the sandbox too, and are no other process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Threads {
    #[default]
    One,
    Many,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Network {
    #[default]
    Silent,
    /// Accepts and answers clients of sockets that listen already.
    Answering,
}

/// Rights on a file, or on a folder and everything below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Read a file, but not a folder of that name.
    File,
    Read,
    /// Read, create files and folders, write files; remove nothing.
    Add,
    /// Read, create and write files, and remove files.
    Publish,
    /// Read, write, and remove files and folders.
    Remove,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insist {
    /// Continue without a layer that the system lacks.
    WhereThereIs,
    /// Fail if the system lacks a layer.
    Always,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layer {
    /// In force, under this name in the record.
    Active(String),
    /// In force, but this system's version lets something through.
    Partial {
        by: String,
        /// Actions that it lets through.
        gaps: &'static str,
    },
    /// Contains the reason.
    Missing(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confinement {
    /// Landlock: files by name, sockets, other processes.
    pub files: Layer,
    /// seccomp: system calls.
    pub calls: Layer,
    asked: bool,
}

/// A layer could not be built, or a required one is missing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SandboxError(String);

impl Permissions {
    /// Adds a file, or a folder with everything below it. A missing path is no error until something opens it, and a
    /// file that takes its name later is not included.
    #[must_use]
    pub fn with(mut self, path: impl Into<PathBuf>, rights: Rights) -> Self {
        self.paths.push((path.into(), rights));
        self
    }

    #[must_use]
    pub fn has_files(&self) -> bool {
        !self.paths.is_empty()
    }

    #[must_use]
    pub fn answering(mut self) -> Self {
        self.network = Network::Answering;
        self
    }

    #[must_use]
    pub fn threading(mut self) -> Self {
        self.threads = Threads::Many;
        self
    }
}

impl Confinement {
    #[must_use]
    pub fn off() -> Self {
        let absent = || Layer::Missing("switched off".to_owned());
        Self { files: absent(), calls: absent(), asked: false }
    }

    /// Builds the sandbox, which cannot be left. Call it before there is a second thread: it applies to the calling
    /// one.
    /// Fails if a layer that the system has cannot be built, or if a required one is missing.
    pub fn raise(reach: &Permissions, insist: Insist) -> Result<Self, SandboxError> {
        let Self { files, calls, asked } = raise(reach)?;
        for (layer, name) in [(&files, "Landlock"), (&calls, "seccomp")] {
            match (layer, insist) {
                (Layer::Missing(why), Insist::Always) => return Err(SandboxError(format!("{name}: {why}"))),
                (Layer::Partial { by, gaps }, Insist::Always) => {
                    return Err(SandboxError(format!("{name}: this system's {by} does not block: {gaps}")));
                }
                (Layer::Active(_), _) | (Layer::Missing(_) | Layer::Partial { .. }, Insist::WhereThereIs) => {
                }
            }
        }
        Ok(Self { files, calls, asked })
    }

    /// Layers in force, for the record; `none` if the system has none, `off` if they are switched off.
    #[must_use]
    pub fn record(&self) -> String {
        let standing = [&self.files, &self.calls].into_iter().filter_map(Layer::name);
        let standing: Vec<&str> = standing.collect();
        match (standing.is_empty(), self.asked) {
            (false, _) => standing.join(" + "),
            (true, true) => "none".to_owned(),
            (true, false) => "off".to_owned(),
        }
    }

    #[must_use]
    pub fn in_short(&self) -> &'static str {
        match (&self.files, &self.calls) {
            (Layer::Active(_), Layer::Active(_)) => "sandboxed",
            (Layer::Missing(_), Layer::Missing(_)) => "not sandboxed",
            (_, _) => "partly sandboxed",
        }
    }
}

impl Layer {
    fn name(&self) -> Option<&str> {
        match self {
            Self::Active(by) | Self::Partial { by, .. } => Some(by),
            Self::Missing(_) => None,
        }
    }
}

#[cfg(target_os = "linux")]
fn raise(reach: &Permissions) -> Result<Confinement, SandboxError> {
    // First, because the seccomp filter forbids it.
    nix::sys::prctl::set_dumpable(false).map_err(|error| SandboxError(format!("no core dumps: {error}")))?;
    Ok(Confinement {
        files: files::raise(&reach.paths)?,
        calls: raise_calls(reach.network, reach.threads)?,
        asked: true,
    })
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
fn raise_calls(network: Network, threads: Threads) -> Result<Layer, SandboxError> {
    calls::raise(network, threads)
}

#[cfg(all(target_os = "linux", not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
fn raise_calls(_network: Network, _threads: Threads) -> Result<Layer, SandboxError> {
    Ok(Layer::Missing(format!("not supported on {}", std::env::consts::ARCH)))
}

#[cfg(not(target_os = "linux"))]
fn raise(_reach: &Permissions) -> Result<Confinement, SandboxError> {
    let absent = || Layer::Missing("available on Linux only".to_owned());
    Ok(Confinement { files: absent(), calls: absent(), asked: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(name: &str) -> Layer {
        Layer::Active(name.to_owned())
    }

    fn absent() -> Layer {
        Layer::Missing("not in this kernel".to_owned())
    }

    #[test]
    fn the_record_names_the_walls_that_stand_and_tells_absent_from_unwanted() {
        let told = |files, calls| {
            let confinement = Confinement { files, calls, asked: true };
            (confinement.record(), confinement.in_short())
        };
        let both = ("landlock 7 + seccomp".to_owned(), "sandboxed");
        assert_eq!(told(stands("landlock 7"), stands("seccomp")), both);
        assert_eq!(told(absent(), stands("seccomp")), ("seccomp".to_owned(), "partly sandboxed"));
        assert_eq!(told(stands("landlock 1"), absent()), ("landlock 1".to_owned(), "partly sandboxed"));
        let low = Layer::Partial { by: "landlock 2".to_owned(), gaps: "truncating" };
        assert_eq!(told(low, stands("seccomp")), ("landlock 2 + seccomp".to_owned(), "partly sandboxed"));
        assert_eq!(told(absent(), absent()), ("none".to_owned(), "not sandboxed"));
        assert_eq!(Confinement::off().record(), "off");
    }
}
