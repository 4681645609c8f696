//! What the world says of itself, for `doctor`.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::settings;
use crate::args;
use crate::commands::doctor::Surroundings;
use crate::config::table::Name;

/// Looks around; a configuration file that cannot be used is told there.
pub(super) fn look() -> Surroundings {
    let settled = settings::settle(&args::Settings::default());
    let sessions = match &settled {
        Ok(in_force) => in_force.settings.folder(Name::Session).map(Path::to_owned),
        Err(_) => super::state_folder(),
    };
    Surroundings {
        config: settled.map(|in_force| in_force.file),
        sessions,
        term: std::env::var_os("TERM").map(|term| term.to_string_lossy().into_owned()),
        input: io::stdin().is_terminal(),
        output: io::stdout().is_terminal(),
        no_color: no_color(),
    }
}

/// Whether the reviewer wants no colours anywhere.
fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty())
}
