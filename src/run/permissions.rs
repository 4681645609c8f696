//! Permissions of each command: the files and folders that were named for it, and nothing more.

use std::path::{Path, PathBuf};

use crate::cli::args::{Command, SessionsVerb, UpstreamFile};
use crate::commands::doctor;
use crate::sandbox::{Permissions, Rights};

/// A file that takes a permitted name later is not included. The first `open` files of a check need no permission:
/// they are open.
pub(super) fn for_command(command: &Command, open: usize) -> Permissions {
    let mut reach = named(command, open)
        .into_iter()
        .fold(Permissions::default(), |reach, path| reach.with(path, Rights::File));
    if let Some(folder) = evidence(command) {
        reach = reach.with(folder, Rights::Read);
    }
    match command {
        Command::Review(args) => {
            let reach = args.settings.out.iter().fold(reach, |reach, out| reach.with(out, Rights::Publish));
            args.settings.session.iter().fold(reach, |reach, folder| reach.with(folder, Rights::Add))
        }
        Command::Sessions(args) => {
            let rights = match args.verb {
                Some(SessionsVerb::Remove { .. }) => Rights::Remove,
                Some(SessionsVerb::List | SessionsVerb::Show { .. }) | None => Rights::Read,
            };
            args.session.iter().fold(reach, |reach, folder| reach.with(folder, rights))
        }
        Command::Check(_) => reach.threading(),
        Command::Serve(_) => reach.answering(),
        Command::Doctor(args) => args.within.as_deref().map(doctor::reach).unwrap_or_default(),
        _ => reach,
    }
}

fn evidence(command: &Command) -> Option<&PathBuf> {
    match command {
        Command::Review(args) => args.settings.evidence.as_ref(),
        Command::Verify(args) => args.evidence.as_ref(),
        Command::Check(args) => args.evidence.as_ref(),
        _ => None,
    }
}

/// Files that are only read.
fn named(command: &Command, open: usize) -> Vec<&PathBuf> {
    let mut named: Vec<&PathBuf> = match command {
        Command::Review(args) => args.handoff.iter().collect(),
        Command::Check(args) => args.files.iter().skip(open).collect(),
        Command::Plan(args) => vec![&args.file],
        Command::Replay(args) => vec![&args.journal],
        Command::Verify(args) => {
            let beside = [&args.handoff, &args.journal].into_iter().flatten();
            std::iter::once(&args.file).chain(beside).collect()
        }
        Command::Diff(args) => vec![&args.old, &args.new],
        Command::Policy(_)
        | Command::Page(_)
        | Command::Explain(_)
        | Command::Schema(_)
        | Command::Sessions(_)
        | Command::Serve(_)
        | Command::Config(_)
        | Command::Completions(_)
        | Command::Man
        | Command::Doctor(_) => Vec::new(),
    };
    named.extend(upstream(command).iter().map(|given| &given.path));
    named.extend(runbook(command));
    // Standard input is open already.
    named.retain(|path| path.as_path() != Path::new("-"));
    named
}

fn upstream(command: &Command) -> &[UpstreamFile] {
    match command {
        Command::Review(args) => &args.upstream.files,
        Command::Check(args) => &args.upstream.files,
        Command::Plan(args) => &args.upstream.files,
        Command::Verify(args) => &args.upstream.files,
        _ => &[],
    }
}

fn runbook(command: &Command) -> Option<&PathBuf> {
    let runbook = match command {
        Command::Review(args) => &args.runbook,
        Command::Check(args) => &args.runbook,
        Command::Plan(args) => &args.runbook,
        Command::Verify(args) => &args.runbook,
        Command::Diff(args) => &args.runbook,
        Command::Policy(args) => &args.runbook,
        Command::Page(args) => &args.runbook,
        Command::Explain(args) => &args.runbook,
        Command::Schema(args) => &args.runbook,
        Command::Serve(args) => &args.runbook,
        Command::Replay(_)
        | Command::Sessions(_)
        | Command::Config(_)
        | Command::Completions(_)
        | Command::Man
        | Command::Doctor(_) => return None,
    };
    runbook.path.as_ref()
}
