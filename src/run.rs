//! One match: command to the door that serves it. The only place that asks the world.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::args::{self, Cli, Command, Format, RunbookFile, SessionsVerb};
use crate::commands::sessions::{self, Removable};
use crate::commands::{self, check, explain, plan, policy};
use crate::exit::{Exit, Failure, Stop};
use crate::files::shown;
use crate::journal::folder::Sessions;
use crate::review::handoff::Handoff;
use crate::review::limits::LABEL_BYTES_MAX;
use crate::review::moment::Moment;
use crate::review::record::{FORMAT, Start};
use crate::review::runbook::{Kind, Runbook};
use crate::review::{secret, text};
use crate::session::{Afresh, NotOpened, Opened, Opening, Session};
use crate::tui;
use crate::tui::run::Ended;
use crate::tui::theme::Theme;

/// The handoff that is practised on, where none is named.
const SAMPLE: &[u8] = include_bytes!("../assets/samples/ready-handoff.json");

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
        Exit::Ready | Exit::NotReady | Exit::Unusable | Exit::Stale | Exit::Fault => {
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
        Some(Command::Check(args)) => args.format == Format::Json,
        Some(Command::Plan(args)) => args.format == Some(Format::Json),
        Some(Command::Policy(args)) => args.format == Some(Format::Json),
        Some(Command::Explain(args)) => args.format == Format::Json,
        Some(Command::Sessions(args)) => args.format == Format::Json,
        Some(Command::Review(_)) | None => false,
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
        Some(Command::Policy(args)) => {
            policy::run(&runbook(&args.runbook)?, args.format.unwrap_or(Format::Json), out)
        }
        Some(Command::Explain(args)) => {
            explain::run(&runbook(&args.runbook)?, args.code.as_deref(), args.format, out)
        }
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
    Moment::of(jiff::Timestamp::now())
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

/// Opens the console, and says afterwards where things are.
fn review(args: &args::Review, out: &mut dyn Write) -> Result<Exit, Failure> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        let message = "the console needs a terminal on standard input and output";
        let next = "Without one, `strict-review check FILE` judges a handoff and `strict-review plan FILE` prints a plan.";
        return Err(Stop::new(Exit::Unusable, "", message, next).into());
    }
    let runbook = commands::runbook(args.runbook.path.as_deref())?;
    let handoff = match (&args.handoff, &args.runbook.path) {
        (Some(path), _) => commands::handoff(path, &runbook)?,
        (None, None) => Handoff::parse(SAMPLE, &runbook)
            .map_err(|unusable| Stop::new(Exit::Fault, "embedded sample", unusable.to_string(), ""))?,
        (None, Some(_)) => {
            let next = "Name the handoff: strict-review review HANDOFF --runbook FILE.";
            return Err(Stop::new(
                Exit::Unusable,
                "",
                "the practice sample is for the embedded runbook only",
                next,
            )
            .into());
        }
    };
    let sessions = sessions_folder(args.session.as_deref())?;
    let start = start(args, &runbook, handoff)?;
    let afresh = if args.new { Afresh::New } else { Afresh::Resume };
    let opening =
        Opening { sessions: &sessions, runbook, start, afresh, pid: std::process::id(), clock: now };
    let (session, opened) = Session::open(opening).map_err(not_opened)?;
    let theme = if std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty()) {
        Theme::plain()
    } else {
        Theme::colours()
    };
    let told = told(&opened);
    let (console, ended) = tui::run::run(session, theme, args.out.clone(), told).map_err(|error| {
        Stop::new(
            Exit::Fault,
            "terminal",
            error.to_string(),
            "Every answer is in the session; the same command resumes it.",
        )
    })?;
    if let Ended::Signalled(number) = ended {
        return Ok(Exit::Signal(number));
    }
    afterwards(&console, &args.out, &sessions, out)
}

/// What line one of a new session would say.
fn start(args: &args::Review, runbook: &Runbook, handoff: Handoff) -> Result<Start, Stop> {
    if let Some(label) = &args.reviewer {
        let wrong = |why: &str| {
            Stop::new(Exit::Unusable, "--reviewer", why, "Give a short name or role; it is a label only.")
        };
        if text::is_blank(label) || text::has_hidden(label) || label.len() > LABEL_BYTES_MAX {
            return Err(wrong("expected a label that shows all of itself, of at most 256 bytes"));
        }
        if secret::secret_rule(label).is_some() {
            return Err(wrong("the label looks like a credential; it was not kept"));
        }
    }
    let random = getrandom::u64().map_err(|error| {
        Stop::new(Exit::Fault, "", format!("no random session id: {error}"), "Try again.")
    })?;
    Ok(Start {
        format: FORMAT.to_owned(),
        session: format!("{random:016x}"),
        reviewer: args.reviewer.clone(),
        practice: args.handoff.is_none(),
        // This version builds no walls around itself; the record says so.
        confinement: "none".to_owned(),
        stage: runbook.stage.clone(),
        runbook: runbook.fingerprint(),
        handoff_reference: handoff.value(&runbook.owner_handoff.reference.field).map(str::to_owned),
        handoff,
    })
}

fn not_opened(not_opened: NotOpened) -> Stop {
    match not_opened {
        NotOpened::Io(path, error) => {
            let message = format!("the session cannot be kept here: {error}");
            Stop::new(
                Exit::Fault,
                shown(&path),
                message,
                "Name a folder that can be written with --session DIR.",
            )
        }
        NotOpened::Broken(path, broken) => {
            let next = "The journal is kept as it is; --new begins a new session.";
            Stop::new(Exit::Unusable, shown(&path), format!("the journal {broken}"), next)
        }
        NotOpened::Moved { session, what } => {
            let next = "Look at what moved; --new begins a review of it, and the unfinished one is kept.";
            Stop::new(Exit::Stale, format!("session {session}"), what, next)
        }
    }
}

fn told(opened: &Opened) -> Option<String> {
    match opened {
        Opened::New => None,
        Opened::Resumed { torn_bytes: 0 } => Some("Resumed where you left.".to_owned()),
        Opened::Resumed { torn_bytes } => Some(format!(
            "Resumed where you left; {torn_bytes} bytes of a half-written last line were dropped."
        )),
        Opened::Closed => Some("This review is closed; e exports it, --new begins another.".to_owned()),
        Opened::Held => Some("Another console writes this session; here it is only read.".to_owned()),
    }
}

/// After the screen is gone: what was written, and how to go on.
fn afterwards(
    console: &tui::console::Console,
    folder: &Path,
    sessions: &Sessions,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let review = console.session().review();
    let id = &review.facts().session;
    let Some(plan) = console.exported() else {
        let state =
            if review.closing().is_some() { "closed, not exported in this run" } else { "unfinished, saved" };
        let journal = shown(&sessions.journal(id));
        // Words to a person; where standard error is closed there is nobody to tell.
        let _ = writeln!(
            io::stderr(),
            "strict-review: session {id} is {state} in {journal}; the same command goes on with it"
        );
        return Ok(Exit::NotReady);
    };
    let path: PathBuf = folder.join(format!("{}.json", plan.file_stem()));
    writeln!(out, "{}", shown(&path))?;
    let _ = writeln!(io::stderr(), "strict-review: {}", plan.status());
    let ready = plan.kind() == Kind::Ready && !review.facts().practice;
    Ok(if ready { Exit::Ready } else { Exit::NotReady })
}
