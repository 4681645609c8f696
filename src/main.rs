//! Reads the arguments, calls `run`, returns an exit code.

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use strict_review::run::{fault, misuse, run};

fn main() -> ExitCode {
    // Beyond a limit on file sizes, a write must fail as on a full disk, and not end the program.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match misuse::typed(&arguments) {
        Ok(cli) => cli,
        Err(exit) => return exit.into(),
    };
    fault::guarded(|| fault::report().and_then(|()| run(cli))).into()
}
