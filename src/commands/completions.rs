//! `completions`: shell completion scripts, generated from the arguments.

use std::io::Write;

use clap::Command;
use clap_complete::generate;
use clap_complete::shells::{Bash, Fish, Zsh};

use crate::cli::args::Shell;
use crate::cli::exit::{Exit, Failure};

pub fn run(shell: Shell, program: Command, out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut program = without_hidden(program);
    let name = program.get_name().to_owned();
    // The generators cannot report a write error, so they write to memory.
    let mut script = Vec::new();
    match shell {
        Shell::Bash => generate(Bash, &mut program, &name, &mut script),
        Shell::Zsh => generate(Zsh, &mut program, &name, &mut script),
        Shell::Fish => generate(Fish, &mut program, &name, &mut script),
    }
    let script = String::from_utf8_lossy(&script);
    // The bash generator spells a hyphenated name in two ways, and then completes nothing after a subcommand.
    let (one_way, other_way) = (name.replace('-', "__subcmd__"), name.replace('-', "__"));
    out.write_all(script.replace(&one_way, &other_way).as_bytes())?;
    Ok(Exit::Ready)
}

/// Drops the arguments that only the program passes to itself; the generators would offer them.
fn without_hidden(program: Command) -> Command {
    program.mut_subcommand("doctor", |doctor| {
        let seen = doctor.get_arguments().filter(|argument| !argument.is_hide_set()).cloned();
        let about = doctor.get_about().cloned().unwrap_or_default();
        Command::new("doctor").about(about).args(seen.collect::<Vec<_>>())
    })
}
