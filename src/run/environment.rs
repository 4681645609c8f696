//! The environment, for `doctor`.

use std::io::{self, IsTerminal};
use std::path::Path;

use crate::cli::args;
use crate::commands::doctor::Environment;
use crate::config::table::Name;
use crate::run::settings;

/// An unusable configuration file is a part of the result, not an error.
pub(super) fn inspect() -> Environment {
    let settled = settings::settle(&args::Settings::default());
    let sessions = match &settled {
        Ok(in_force) => in_force.settings.folder(Name::Session).map(Path::to_owned),
        Err(_) => crate::run::state_folder(),
    };
    Environment {
        config: settled.map(|in_force| in_force.file),
        sessions,
        term: std::env::var_os("TERM").map(|term| term.to_string_lossy().into_owned()),
        input: io::stdin().is_terminal(),
        output: io::stdout().is_terminal(),
        no_color: no_color(),
        preloaded: fakeroot().then_some("fakeroot"),
    }
}

/// Checks for fakeroot, which asks another process for the owner and mode of every file. The sandbox refuses the
/// calls for that, and without an answer fakeroot ends this process with 1.
pub(super) fn fakeroot() -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let preloaded = set("LD_PRELOAD").or_else(|| set("DYLD_INSERT_LIBRARIES"));
    // A statically linked program loads nothing.
    let loads = !cfg!(target_feature = "crt-static");
    loads
        && set("FAKEROOTKEY").is_some()
        && preloaded.is_some_and(|names| names.to_string_lossy().contains("fakeroot"))
}

fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty())
}
