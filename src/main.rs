//! Reads the arguments, calls `run`, returns an exit code.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use color_eyre::config::{HookBuilder, Theme};
use strict_review::{args::Cli, exit::Exit, run::run};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = report_faults().and_then(|()| run(cli));
    let exit = ended.unwrap_or_else(|fault| {
        let _ = writeln!(std::io::stderr(), "{fault:?}");
        Exit::Fault
    });
    exit.into()
}

/// Reports of program faults: plain where nobody sees colours, and without the environment, which may hold secrets.
fn report_faults() -> color_eyre::Result<()> {
    let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let theme = if coloured { Theme::dark() } else { Theme::new() };
    HookBuilder::default().theme(theme).display_env_section(false).install()
}
