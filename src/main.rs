//! Reads the arguments, calls `run`, returns an exit code.

use std::process::ExitCode;

use clap::Parser;
use strict_review::{args::Cli, run::run};

fn main() -> color_eyre::Result<ExitCode> {
    let cli = Cli::parse();
    Ok(run(cli)?.into())
}
