//! `man`: one manual page, generated from the arguments, the settings and the exit codes.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::cli::exit::{Exit, Failure};
use crate::cli::exit_codes;
use crate::config::table::SETTINGS;
use crate::config::{FILE_IN_FOLDER, FILE_VARIABLE};

pub fn run(mut program: Command, out: &mut dyn Write) -> Result<Exit, Failure> {
    program.build();
    let mut page = Vec::new();
    let man = Man::new(program.clone()).manual("strict-review").date("");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        self::command(command, &mut page)?;
    }
    page.extend(rest().to_roff().into_bytes());
    out.write_all(&page)?;
    Ok(Exit::Ready)
}

fn command(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let man = Man::new(command.clone());
    let title = command.get_bin_name().unwrap_or_else(|| command.get_name());
    page.extend(Roff::new().control("SS", [title]).to_roff().into_bytes());
    below_heading(page, |part| man.render_synopsis_section(part))?;
    writeln!(page, ".PP")?;
    below_heading(page, |part| man.render_description_section(part))?;
    below_heading(page, |part| man.render_options_section(part))?;
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        self::command(below, page)?;
    }
    Ok(())
}

/// Drops the heading of a section that is a part of another one here.
fn below_heading(
    page: &mut Vec<u8>,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut section = Vec::new();
    render(&mut section)?;
    let body = section.split_inclusive(|byte| *byte == b'\n').skip_while(|line| !line.starts_with(b".SH"));
    page.extend(body.skip(1).flatten());
    Ok(())
}

/// Sections that apply to every command.
fn rest() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for line in exit_codes::ALL.lines().skip(1) {
        let (code, meaning) = line.trim().split_once(' ').unwrap_or((line, ""));
        roff.control("TP", ["7"]).text([bold(code)]).text([roman(meaning.trim())]);
    }
    roff.control("SH", ["ENVIRONMENT"]);
    roff.text([roman(
        "A flag overrides a variable, and a variable overrides the configuration file. An \
         empty variable is ignored.",
    )]);
    for setting in SETTINGS {
        roff.control("TP", []).text([bold(setting.variable)]);
        roff.text([roman(format!("As {}. {}", setting.flag, setting.help))]);
    }
    roff.control("TP", []).text([bold(FILE_VARIABLE)]);
    roff.text([roman("Configuration file to read, as with --config FILE; it must exist.")]);
    roff.control("TP", []).text([bold("NO_COLOR")]);
    roff.text([roman("If set and not empty, no colours are used.")]);
    roff.control("SH", ["FILES"]);
    for (file, what) in FILES {
        roff.control("TP", []).text([bold(file)]).text([roman(what)]);
    }
    roff
}

const FILES: [(&str, &str); 2] = [
    (
        FILE_IN_FOLDER,
        "Settings and keys, in TOML, in the platform's configuration folder ($XDG_CONFIG_HOME or \
         ~/.config). `strict-review config --example` prints a complete file, `strict-review config` the \
         settings in use. A relative path is relative to the folder of the file; ~/ is the home folder.",
    ),
    (
        "strict-review/sessions/",
        "In the platform's state folder ($XDG_STATE_HOME or ~/.local/state). One journal per session, \
         readable only by you.",
    ),
];
