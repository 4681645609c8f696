//! Reads the arguments, calls `run`, returns an exit code.

use std::io::{ErrorKind, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use color_eyre::config::{HookBuilder, Theme};
use strict_review::{args::Cli, exit::Exit, run::run};

fn main() -> ExitCode {
    // Beyond a limit on file sizes a write is to fail, as on a full disk, and not to end the program.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => return tell(&told),
    };
    let ended = report_faults().and_then(|()| run(cli));
    let exit = ended.unwrap_or_else(|fault| {
        let _ = writeln!(std::io::stderr(), "{fault:?}");
        Exit::Fault
    });
    exit.into()
}

/// Prints help, or what is wrong with what was typed. Help that could not be printed is no success.
fn tell(told: &clap::Error) -> ExitCode {
    let printed = told.print().and_then(|()| std::io::stdout().flush());
    match printed {
        Err(error) if !told.use_stderr() && error.kind() != ErrorKind::BrokenPipe => {
            let _ = writeln!(std::io::stderr(), "strict-review: standard output: {error}");
            Exit::Fault.into()
        }
        Ok(()) | Err(_) => u8::try_from(told.exit_code()).map_or(Exit::Fault.into(), ExitCode::from),
    }
}

/// Reports of program faults: plain where nobody sees colours, and without the environment, which may hold secrets.
fn report_faults() -> color_eyre::Result<()> {
    let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let theme = if coloured { Theme::dark() } else { Theme::new() };
    HookBuilder::default().theme(theme).display_env_section(false).install()
}
