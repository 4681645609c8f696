//! Dispatches each command to its entry point. Only this module asks for the time, randomness and the environment.

mod environment;
mod look;
mod output;
mod permissions;
mod review;
mod settings;

use std::io::{self, IsTerminal, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::CommandFactory;

use crate::cli::args;
use crate::cli::args::{Cli, Command, Doctor, Format, ReportFormat, RunbookFile, Sandbox, SessionsVerb};
use crate::cli::exit::{CliError, Exit, Failure};
use crate::commands::doctor::Proof;
use crate::commands::sessions::{self, Removable};
use crate::commands::{
    self, check, completions, config, diff, doctor, explain, man, plan, policy, replay, schema, verify,
};
use crate::config::example;
use crate::config::table::Name;
use crate::files::source;
use crate::journal::folder::Sessions;
use crate::load;
use crate::review::moment::Moment;
use crate::review::runbook::Runbook;
use crate::run::output::{Output, UNREAD};
use crate::run::settings::InForce;
use crate::sandbox::{Confinement, Insist, Permissions};
use crate::server;
use crate::server::listening::Listening;

/// Fails only for a fault of the program; a user's errors go to standard error and into the exit code.
pub fn run(cli: Cli) -> color_eyre::Result<Exit> {
    let command = cli.command.unwrap_or(Command::Review(cli.review));
    let mut out = io::BufWriter::new(Output::new(&command, io::stdout()));
    let errors_as_json = errors_as_json(&command);
    let ended = serve(command, cli.sandbox, &mut out).and_then(|exit| match exit {
        // Nothing was printed, and the terminal may be gone.
        Exit::Signal(_) => Ok(exit),
        Exit::Ready | Exit::NotReady | Exit::Unusable | Exit::Stale | Exit::Tampered | Exit::Fault => {
            Ok(out.flush().map(|()| exit)?)
        }
    });
    match ended {
        Ok(exit) => Ok(exit),
        // The prompts of plain mode bypass `out`: prompts that nobody reads get no answer.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(UNREAD),
        Err(Failure::Output(error)) => {
            let stop = CliError::new(
                Exit::Fault,
                "standard output",
                error.to_string(),
                "Check where the output goes.",
            );
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

fn tell(stop: &CliError) {
    // With standard error closed, the exit code still reports the failure.
    let _ = writeln!(io::stderr(), "strict-review: {stop}");
}

fn errors_as_json(command: &Command) -> bool {
    match command {
        Command::Check(args) => args.format == ReportFormat::Json,
        Command::Plan(args) => args.format == Some(Format::Json),
        Command::Replay(args) => args.format == Some(Format::Json),
        Command::Verify(args) => args.format == ReportFormat::Json,
        Command::Diff(args) => args.format == Format::Json,
        Command::Policy(args) => args.format == Some(Format::Json),
        Command::Explain(args) => args.format == Format::Json,
        Command::Sessions(args) => args.format == Format::Json,
        Command::Config(args) => args.format == Format::Json,
        Command::Doctor(args) => args.format == Format::Json,
        Command::Review(_)
        | Command::Page(_)
        | Command::Schema(_)
        | Command::Completions(_)
        | Command::Man
        | Command::Serve(_) => false,
    }
}

/// Builds the sandbox before the command reads anything, since all input comes from others.
fn serve(mut command: Command, sandbox: Sandbox, out: &mut dyn Write) -> Result<Exit, Failure> {
    let in_force = resolve_settings(&mut command)?;
    if let Command::Review(args) = &command {
        review::prepare(args)?;
    }
    // The configuration file cannot be read from inside the sandbox.
    let around = match &command {
        Command::Doctor(Doctor { attempt: None, .. }) => Some(environment::inspect()),
        _ => None,
    };
    // The processes of the proof could not be started from inside the sandbox.
    let proof = match &command {
        Command::Doctor(args) if args.prove => Some(prove(sandbox)?),
        _ => None,
    };
    // No socket can be made there either, so listening sockets are made here.
    let listening = match &command {
        Command::Serve(args) => listen(args.port)?,
        _ => Listening::default(),
    };
    let manner = match &command {
        Command::Check(args) => manner(args),
        _ => check::Options::default(),
    };
    let confinement = confined(&permissions::for_command(&command, manner.open.len()), sandbox)?;
    let runbook = |file: &RunbookFile| load::runbook(file.path.as_deref());
    match command {
        Command::Review(args) => {
            let keymap = in_force.map(|in_force| in_force.keymap).unwrap_or_default();
            review::open(&args, keymap, &confinement, out)
        }
        Command::Check(args) => check::run(&runbook(&args.runbook)?, &args, manner, out, &mut io::stderr()),
        Command::Plan(args) => plan::run(&runbook(&args.runbook)?, &args, out),
        Command::Replay(args) => {
            replay::run(&args.journal, args.format.unwrap_or(Format::Json), out, &mut io::stderr())
        }
        Command::Verify(args) => verify::run(&runbook(&args.runbook)?, &args, now(), out, &mut io::stderr()),
        Command::Diff(args) => diff::run(&runbook(&args.runbook)?, &args.old, &args.new, args.format, out),
        Command::Policy(args) => {
            policy::run(&warned(&args.runbook)?, args.format.unwrap_or(Format::Json), out)
        }
        Command::Page(args) => server::page::print(&warned(&args.runbook)?, out),
        Command::Explain(args) => {
            explain::run(&runbook(&args.runbook)?, args.code.as_deref(), args.format, out)
        }
        Command::Schema(args) => schema::run(&runbook(&args.runbook)?, args.name, out),
        Command::Serve(args) => server::run(&warned(&args.runbook)?, listening, out, &mut io::stderr()),
        Command::Sessions(args) => of_sessions(args, out),
        Command::Completions(args) => completions::run(args.shell, Cli::command(), out),
        Command::Man => man::run(Cli::command(), out),
        Command::Config(args) => of_config(&args, in_force, out),
        Command::Doctor(Doctor { attempt: Some(name), within: Some(within), .. }) => {
            doctor::attempt(&name, &within, out)
        }
        Command::Doctor(args) => {
            let around = around.unwrap_or_else(environment::inspect);
            doctor::run(&confinement, &around, proof.as_ref(), args.format, out)
        }
    }
}

/// Reads a runbook for output that has no member for warnings: they go to standard error.
fn warned(file: &RunbookFile) -> Result<Runbook, CliError> {
    let runbook = load::runbook(file.path.as_deref())?;
    // With standard error closed, the warnings are lost.
    let _ = commands::write_warnings(runbook.warnings(), &mut io::stderr());
    Ok(runbook)
}

/// Collects what the sandbox would hide, and opens files early: a rule for each would take longer than opening it.
fn manner(args: &args::Check) -> check::Options {
    check::Options {
        cores: std::thread::available_parallelism().map_or(1, NonZero::get),
        watched: io::stderr().is_terminal() && !io::stdout().is_terminal(),
        open: source::open_first(&args.files),
    }
}

/// Resolves the settings of a command, and stores them in its arguments.
fn resolve_settings(command: &mut Command) -> Result<Option<InForce>, CliError> {
    match command {
        Command::Review(args) => {
            let in_force = settings::settle(&args.settings)?;
            let named = |name| in_force.settings.folder(name).map(Path::to_owned);
            // The practice sample has its own evidence; settings are for handoffs.
            if args.handoff.is_some() {
                args.settings.evidence = named(Name::Evidence);
            }
            args.settings.out = named(Name::Out);
            args.settings.session = Some(named(Name::Session).ok_or_else(no_home)?);
            args.settings.reviewer = in_force.settings.label(Name::Reviewer).map(str::to_owned);
            args.settings.theme = in_force.settings.word(Name::Theme).and_then(args::Theme::named);
            args.settings.glyphs = in_force.settings.word(Name::Glyphs).and_then(args::Glyphs::named);
            args.settings.no_mouse = in_force.settings.switch(Name::Mouse) == Some(false);
            Ok(Some(in_force))
        }
        Command::Sessions(args) => {
            let (config, session) = (args.config.take(), args.session.take());
            let in_force = settings::settle(&args::Settings { config, session, ..Default::default() })?;
            args.session =
                Some(in_force.settings.folder(Name::Session).map(Path::to_owned).ok_or_else(no_home)?);
            Ok(Some(in_force))
        }
        Command::Config(args) if !args.example => settings::settle(&args.settings).map(Some),
        _ => Ok(None),
    }
}

fn of_config(args: &args::Config, in_force: Option<InForce>, out: &mut dyn Write) -> Result<Exit, Failure> {
    if let Some(in_force) = in_force {
        return config::show(&in_force.settings, &in_force.file, &in_force.keys(), args.format, out);
    }
    out.write_all(example::file(&settings::unbound()).as_bytes())?;
    Ok(Exit::Ready)
}

fn of_sessions(args: args::Sessions, out: &mut dyn Write) -> Result<Exit, Failure> {
    let folder = Sessions::in_folder(args.session.unwrap_or_default());
    match args.verb.unwrap_or(SessionsVerb::List) {
        SessionsVerb::List => sessions::list(&folder, args.format, out),
        SessionsVerb::Show { id } => sessions::show(&folder, &id, args.format, out),
        SessionsVerb::Remove { id, unfinished } => {
            let removable = if unfinished { Removable::Any } else { Removable::Closed };
            sessions::remove(&folder, &id, removable, std::process::id(), now(), out)
        }
    }
}

fn confined(reach: &Permissions, sandbox: Sandbox) -> Result<Confinement, CliError> {
    let insist = match sandbox {
        Sandbox::Off => return Ok(Confinement::off()),
        Sandbox::Auto => Insist::WhereThereIs,
        Sandbox::Require => Insist::Always,
    };
    if reach.has_files() && environment::fakeroot() {
        let message = "fakeroot is preloaded; it cannot reach its daemon from inside the sandbox, so no \
             file can be read";
        return Err(CliError::new(Exit::Fault, "confinement", message, OUTSIDE_FAKEROOT));
    }
    Confinement::raise(reach, insist).map_err(|failed| {
        let next = "Run `strict-review doctor` to see what this system supports, or continue without a \
             sandbox: --sandbox off.";
        CliError::new(Exit::Fault, "confinement", failed.to_string(), next)
    })
}

const OUTSIDE_FAKEROOT: &str =
    "Run it without fakeroot, or continue with fakeroot and without a sandbox: --sandbox off.";

fn listen(port: u16) -> Result<Listening, CliError> {
    Listening::on(port).map_err(|error| {
        let next = "Choose another port with --port N; --port 0 lets the system choose a free one.";
        CliError::new(Exit::Fault, format!("port {port}"), error.to_string(), next)
    })
}

fn prove(sandbox: Sandbox) -> Result<Proof, CliError> {
    let sandbox = match sandbox {
        Sandbox::Auto => "auto",
        Sandbox::Require => "require",
        Sandbox::Off => "off",
    };
    if environment::fakeroot() {
        let message = "fakeroot is preloaded and answers instead of the system";
        return Err(CliError::new(Exit::Fault, "proof", message, "Run it without fakeroot."));
    }
    doctor::prove(sandbox)
}

fn now() -> Moment {
    // A clock beyond the range of a record counts as the end of that range, and stops nobody.
    Moment::from_timestamp(jiff::Timestamp::try_from(SystemTime::now()).unwrap_or(jiff::Timestamp::MAX))
}

/// Default session folder; `None` if there is no home folder.
fn state_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let base = etcetera::choose_base_strategy().ok()?;
    let state = base.state_dir().unwrap_or_else(|| base.data_dir());
    Some(state.join("strict-review").join("sessions"))
}

fn no_home() -> CliError {
    let message = "there is no home folder to store sessions in";
    CliError::new(Exit::Fault, "", message, "Choose a folder with --session DIR.")
}
