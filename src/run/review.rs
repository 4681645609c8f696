//! Inputs of a review: the files that were named, or the practice sample.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::{look, now};
use crate::cli::args;
use crate::cli::exit::{CliError, Exit, Failure};
use crate::files::{self, shown};
use crate::frontend;
use crate::frontend::Launch;
use crate::journal::folder::Sessions;
use crate::load;
use crate::load::review::Loaded;
use crate::plain::Because;
use crate::review::sitting;
use crate::review::start::Start;
use crate::sandbox::Confinement;
use crate::session::open::Afresh;
use crate::tui::model::keymap::Keymap;
use crate::tui::terminal::hyperlink::Links;
use crate::{plain, tui};

fn unusable(message: &str, next: &str) -> CliError {
    CliError::new(Exit::Unusable, "", message, next)
}

fn has_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// A person types at a terminal; a program may write to anything else.
fn input_now() -> sitting::Input {
    if io::stdin().is_terminal() { sitting::Input::Terminal } else { sitting::Input::Pipe }
}

/// `None` if the console opens: plain mode was not requested, and the terminal can show it.
fn why_plain(args: &args::Review) -> Option<Because> {
    if args.plain {
        return Some(Because::Asked);
    }
    let term = std::env::var_os("TERM").filter(|_| has_terminal())?;
    match term.to_string_lossy() {
        term if term == "dumb" => Some(Because::Dumb),
        // Emacs' `term` sets `eterm-color`.
        term if term.starts_with("eterm") => Some(Because::Emacs),
        _ => None,
    }
}

/// Creates the folders of the console, which could not be created from inside the sandbox.
/// Fails with 2 without a terminal, for a file from standard input or for an invalid label; with 5 if a folder cannot
/// be created, or takes no packet.
pub(super) fn prepare(args: &args::Review) -> Result<(), CliError> {
    if !args.plain && !has_terminal() {
        let message = "the console needs a terminal on standard input and output";
        let next = "Without one, use --plain to review line by line, `strict-review check FILE` to check a \
             handoff, or `strict-review plan FILE` to print a plan.";
        return Err(unusable(message, next));
    }
    let upstream = args.upstream.files.iter().map(|given| &given.path);
    let mut files = args.handoff.iter().chain(&args.runbook.path).chain(upstream);
    if files.any(|path| path == Path::new("-")) {
        let message = "a review takes its answers from standard input and cannot read a file from it";
        return Err(unusable(message, "Save the handoff to a file and name the file."));
    }
    args.settings.reviewer.clone().map(frontend::label).transpose()?;
    let sessions = sessions(args);
    sessions.make_root().map_err(|error| frontend::cannot_keep(sessions.root(), &error))?;
    let out = out_folder(args);
    files::make_folder(&out).and_then(|()| files::takes_files(&out)).map_err(|error| {
        let error = files::without_path(&error);
        let message = format!("a packet could not be written here: {error}");
        let next = "Choose a folder that is writable, or can be created, with --out DIR.";
        CliError::new(Exit::Fault, shown(&out), message, next)
    })
}

pub(super) fn open(
    args: &args::Review,
    keymap: Keymap,
    confinement: &Confinement,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let Loaded { runbook, handoff, inputs } = load::review::load(args)?;
    let random = getrandom::u64().map_err(|error| {
        CliError::new(Exit::Fault, "", format!("no random session id: {error}"), "Try again.")
    })?;
    let start = Start::new(format!("{random:016x}"), &runbook, handoff);
    let launch = Launch {
        start: Start { confinement: confinement.record(), input: input_now(), ..start },
        inputs,
        practice: args.handoff.is_none(),
        reviewer: args.settings.reviewer.clone(),
        sessions: sessions(args),
        afresh: if args.new { Afresh::New } else { Afresh::Resume },
        out_folder: out_folder(args),
        confinement: confinement.in_short(),
        pid: std::process::id(),
        clock: now,
    };
    if let Some(because) = why_plain(args) {
        return plain::run(launch, because, out, &mut io::stderr());
    }
    let look = look::appearance(args, |name| std::env::var_os(name));
    tui::run(launch, tui::Options { look, links: links(args), keymap }, out, &mut io::stderr())
}

/// `run` has set the folder.
fn sessions(args: &args::Review) -> Sessions {
    Sessions::in_folder(args.settings.session.clone().unwrap_or_default())
}

/// `run` has set the folder.
fn out_folder(args: &args::Review) -> PathBuf {
    args.settings.out.clone().unwrap_or_default()
}

/// `None` without an evidence folder.
fn links(args: &args::Review) -> Option<Links> {
    let folder = std::path::absolute(args.settings.evidence.as_ref()?).ok()?;
    let host = nix::unistd::gethostname().ok()?.to_string_lossy().into_owned();
    Some(Links { host, folder })
}
