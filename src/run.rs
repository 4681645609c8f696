//! One match: command to the door that serves it. The only place that asks the world.

use std::io::{self, Write};

use crate::args::{Cli, Command, Format};
use crate::commands::{self, check, explain, plan, policy};
use crate::exit::{Exit, Failure, Stop};

/// Runs what was typed.
///
/// # Errors
/// A fault of the program; whatever a user can mend is told on standard error and is an exit code.
pub fn run(cli: Cli) -> color_eyre::Result<Exit> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let errors_as_json = errors_as_json(&cli);
    let ended = serve(cli, &mut out).and_then(|exit| Ok(out.flush().map(|()| exit)?));
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
        Some(Command::Review(_) | Command::Sessions(_)) | None => false,
    }
}

fn serve(cli: Cli, out: &mut dyn Write) -> Result<Exit, Failure> {
    let runbook = |file: &crate::args::RunbookFile| commands::runbook(file.path.as_deref());
    match cli.command {
        Some(Command::Review(_) | Command::Sessions(_)) | None => Ok(Exit::Ready),
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
    }
}
