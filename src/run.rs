//! One match: command to the door that serves it. The only place that asks the world.

mod practice;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::args::{self, Cli, Command, Format, ReportFormat, RunbookFile, SessionsVerb};
use crate::commands::sessions::{self, Removable};
use crate::commands::{self, check, diff, explain, plan, policy, replay, schema, verify};
use crate::exit::{Exit, Failure, Stop};
use crate::journal::folder::Sessions;
use crate::review::handoff::Handoff;
use crate::review::limits;
use crate::review::moment::Moment;
use crate::review::record::Start;
use crate::session::opening::Afresh;
use crate::session::sources::{EvidenceSource, FileInput, Input, Sources};
use crate::tui::door::{self, Visit};
use crate::tui::theme::Theme;

/// Runs what was typed.
///
/// # Errors
/// A fault of the program; whatever a user can mend is told on standard error and is an exit code.
pub fn run(cli: Cli) -> color_eyre::Result<Exit> {
    let mut out = io::BufWriter::new(io::stdout());
    let errors_as_json = errors_as_json(&cli);
    let ended = serve(cli, &mut out).and_then(|exit| match exit {
        // Nothing was printed, and the terminal may be gone.
        Exit::Signal(_) => Ok(exit),
        Exit::Ready | Exit::NotReady | Exit::Unusable | Exit::Stale | Exit::Tampered | Exit::Fault => {
            Ok(out.flush().map(|()| exit)?)
        }
    });
    match ended {
        Ok(exit) => Ok(exit),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Ready),
        Err(Failure::Output(error)) => {
            let stop =
                Stop::new(Exit::Fault, "standard output", error.to_string(), "Check where the output goes.");
            tell(&stop);
            Ok(stop.exit)
        }
        Err(Failure::Stop(stop)) => {
            if errors_as_json {
                let _ =
                    commands::write_json(&mut out, &commands::error_json(&stop)).and_then(|()| out.flush());
            }
            tell(&stop);
            Ok(stop.exit)
        }
    }
}

fn tell(stop: &Stop) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(io::stderr(), "strict-review: {stop}");
}

fn errors_as_json(cli: &Cli) -> bool {
    match &cli.command {
        Some(Command::Check(args)) => args.format == ReportFormat::Json,
        Some(Command::Plan(args)) => args.format == Some(Format::Json),
        Some(Command::Replay(args)) => args.format == Some(Format::Json),
        Some(Command::Verify(args)) => args.format == ReportFormat::Json,
        Some(Command::Diff(args)) => args.format == Format::Json,
        Some(Command::Policy(args)) => args.format == Some(Format::Json),
        Some(Command::Explain(args)) => args.format == Format::Json,
        Some(Command::Sessions(args)) => args.format == Format::Json,
        Some(Command::Review(_) | Command::Schema(_)) | None => false,
    }
}

fn serve(cli: Cli, out: &mut dyn Write) -> Result<Exit, Failure> {
    let runbook = |file: &RunbookFile| commands::runbook(file.path.as_deref());
    match cli.command {
        None => review(&cli.review, out),
        Some(Command::Review(args)) => review(&args, out),
        Some(Command::Check(args)) => {
            check::run(&runbook(&args.runbook)?, &args.files, args.format, out, &mut io::stderr())
        }
        Some(Command::Plan(args)) => {
            let runbook = runbook(&args.runbook)?;
            let request = commands::handoff(&args.file, &runbook)?;
            plan::run(&runbook, &request, args.format.unwrap_or(Format::Json), out)
        }
        Some(Command::Replay(args)) => {
            replay::run(&args.journal, args.format.unwrap_or(Format::Json), out, &mut io::stderr())
        }
        Some(Command::Verify(args)) => verify::run(&runbook(&args.runbook)?, &args, out, &mut io::stderr()),
        Some(Command::Diff(args)) => {
            diff::run(&runbook(&args.runbook)?, (&args.old, &args.new), args.format, out)
        }
        Some(Command::Policy(args)) => {
            policy::run(&runbook(&args.runbook)?, args.format.unwrap_or(Format::Json), out)
        }
        Some(Command::Explain(args)) => {
            explain::run(&runbook(&args.runbook)?, args.code.as_deref(), args.format, out)
        }
        Some(Command::Schema(args)) => schema::run(&runbook(&args.runbook)?, args.name, out),
        Some(Command::Sessions(args)) => {
            let folder = sessions_folder(args.session.as_deref())?;
            match args.verb.unwrap_or(SessionsVerb::List) {
                SessionsVerb::List => sessions::list(&folder, args.format, out),
                SessionsVerb::Show { id } => sessions::show(&folder, &id, args.format, out),
                SessionsVerb::Remove { id, unfinished } => {
                    let removable = if unfinished { Removable::Any } else { Removable::Closed };
                    sessions::remove(&folder, &id, removable, (std::process::id(), now()), out)
                }
            }
        }
    }
}

fn now() -> Moment {
    // A clock that stands beyond what a record can say is told as the end of that, and stops nobody.
    Moment::of(jiff::Timestamp::try_from(SystemTime::now()).unwrap_or(jiff::Timestamp::MAX))
}

/// The folder named, else the platform's state folder.
fn sessions_folder(named: Option<&Path>) -> Result<Sessions, Stop> {
    use etcetera::BaseStrategy;
    if let Some(named) = named {
        return Ok(Sessions::in_folder(named.to_owned()));
    }
    let next = "Name a folder with --session DIR.";
    let base = etcetera::choose_base_strategy()
        .map_err(|_| Stop::new(Exit::Fault, "", "there is no home folder to keep sessions in", next))?;
    let state = base.state_dir().unwrap_or_else(|| base.data_dir());
    Ok(Sessions::in_folder(state.join("strict-review").join("sessions")))
}

/// Opens the console on what was named, or on the practice sample.
fn review(args: &args::Review, out: &mut dyn Write) -> Result<Exit, Failure> {
    let unusable = |message, next| Stop::new(Exit::Unusable, "", message, next);
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        let message = "the console needs a terminal on standard input and output";
        let next = "Without one, `strict-review check FILE` judges a handoff and `strict-review plan FILE` prints a plan.";
        return Err(unusable(message, next).into());
    }
    if [&args.handoff, &args.runbook.path, &args.handoff_packet]
        .into_iter()
        .flatten()
        .any(|path| path == Path::new("-"))
    {
        let message = "the console takes keys from standard input and cannot read a file from it";
        return Err(unusable(message, "Save what you would pipe to a file and name that.").into());
    }
    let (runbook, definition) = commands::runbook_and_bytes(args.runbook.path.as_deref())?;
    let (handoff, bytes) = match (&args.handoff, &args.runbook.path) {
        (Some(path), _) => commands::handoff_and_bytes(path, &runbook)?,
        (None, None) => {
            let handoff = Handoff::parse(practice::HANDOFF, &runbook)
                .map_err(|fault| Stop::new(Exit::Fault, "embedded sample", fault.to_string(), ""))?;
            (handoff, practice::HANDOFF.to_vec())
        }
        (None, Some(_)) => {
            let message = "the practice sample is for the embedded runbook only";
            return Err(
                unusable(message, "Name the handoff: strict-review review HANDOFF --runbook FILE.").into()
            );
        }
    };
    let input = |path: &Option<PathBuf>, bytes: &[u8], limit| -> Option<_> {
        path.clone().map(|path| FileInput::new(path, bytes, limit))
    };
    let mut sources = Sources::new(
        Input::of(runbook.clone(), input(&args.runbook.path, &definition, limits::RUNBOOK.bytes)),
        Input::of(bytes.clone(), input(&args.handoff, &bytes, limits::HANDOFF.bytes)),
    );
    sources.packet = packet(args)?;
    sources.evidence = evidence(args)?;
    let random = getrandom::u64().map_err(|error| {
        Stop::new(Exit::Fault, "", format!("no random session id: {error}"), "Try again.")
    })?;
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
    door::review(
        Visit {
            start: Start::new(format!("{random:016x}"), &runbook, handoff),
            sources,
            practice: args.handoff.is_none(),
            reviewer: args.reviewer.clone(),
            sessions: sessions_folder(args.session.as_deref())?,
            afresh: if args.new { Afresh::New } else { Afresh::Resume },
            out_folder: args.out.clone(),
            theme: if no_color { Theme::plain() } else { Theme::colours() },
            pid: std::process::id(),
            clock: now,
        },
        out,
        &mut io::stderr(),
    )
}

/// The upstream document, if one was named or is practised on.
fn packet(args: &args::Review) -> Result<Option<Input<Vec<u8>>>, Stop> {
    let Some(path) = &args.handoff_packet else {
        let practised = args.handoff.is_none().then(|| Input::of(practice::PACKET.to_vec(), None));
        return Ok(practised);
    };
    let bytes = commands::read(path, limits::PACKET.bytes)?;
    let file = FileInput::new(path.clone(), &bytes, limits::PACKET.bytes);
    Ok(Some(Input::of(bytes, Some(file))))
}

/// Where evidence lies, if a folder was named or the sample is practised on.
fn evidence(args: &args::Review) -> Result<EvidenceSource, Stop> {
    let Some(path) = &args.evidence else {
        return Ok(match args.handoff {
            Some(_) => EvidenceSource::None,
            None => EvidenceSource::Embedded(practice::EVIDENCE),
        });
    };
    Ok(EvidenceSource::Folder(commands::evidence_folder(path)?))
}
