//! What the world says of itself, for `doctor`.

use std::io::{self, IsTerminal};
use std::path::Path;

use crate::cli::args;
use crate::commands::doctor::Surroundings;
use crate::config::table::Name;
use crate::run::settings;

/// Looks around; a configuration file that cannot be used is told there.
pub(crate) fn look() -> Surroundings {
    let settled = settings::settle(&args::Settings::default());
    let sessions = match &settled {
        Ok(in_force) => in_force.settings.folder(Name::Session).map(Path::to_owned),
        Err(_) => crate::run::state_folder(),
    };
    Surroundings {
        config: settled.map(|in_force| in_force.file),
        sessions,
        term: std::env::var_os("TERM").map(|term| term.to_string_lossy().into_owned()),
        input: io::stdin().is_terminal(),
        output: io::stdout().is_terminal(),
        no_color: no_color(),
        preloaded: fakeroot().then_some("fakeroot"),
    }
}

/// Whether fakeroot is preloaded. It asks another process for the owner and mode of every file, through system calls that
/// the sandbox refuses, and ends this one with 1 where it gets no answer.
pub(crate) fn fakeroot() -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let preloaded = set("LD_PRELOAD").or_else(|| set("DYLD_INSERT_LIBRARIES"));
    // A program that is linked statically loads nothing.
    let loads = !cfg!(target_feature = "crt-static");
    loads
        && set("FAKEROOTKEY").is_some()
        && preloaded.is_some_and(|names| names.to_string_lossy().contains("fakeroot"))
}

/// Whether the reviewer wants no colours anywhere.
fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty())
}
