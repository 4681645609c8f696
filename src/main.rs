//! Reads the arguments, calls `run`, returns an exit code.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use strict_review::exit::Exit;
use strict_review::run::{fault, misuse, run};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match misuse::typed(&arguments) {
        Ok(cli) => cli,
        Err(exit) => return exit.into(),
    };
    let ended = fault::report().and_then(|()| run(cli));
    let exit = ended.unwrap_or_else(|fault| {
        let _ = writeln!(std::io::stderr(), "{fault:?}");
        Exit::Fault
    });
    exit.into()
}
