//! Reads the arguments, calls `run`, returns an exit code.

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use strict_review::cli::{panic, usage_error};
use strict_review::run::run;

fn main() -> ExitCode {
    // Beyond a limit on file sizes, a write must fail as on a full disk, and not end the program.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match usage_error::typed(&arguments) {
        Ok(cli) => cli,
        Err(exit) => return exit.into(),
    };
    panic::guarded(|| panic::report().and_then(|()| run(cli))).into()
}
