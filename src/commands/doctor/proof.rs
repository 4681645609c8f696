//! Proof of the sandbox: each forbidden action is tried in its own process, without the sandbox, where it must
//! succeed, and in it, where the system must refuse it. Allowed actions must succeed in both.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::attempts::{self, ATTEMPTS, Attempt, Expected};
use crate::cli::exit::{CliError, Exit};
use crate::files::without_path;
use crate::review::text::{columns, visible};

const DONE: &str = "done";
const REFUSED: &str = "refused: ";

pub(super) fn outcome(tried: io::Result<()>) -> String {
    match tried {
        Ok(()) => DONE.to_owned(),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => format!("{REFUSED}{error}"),
        Err(error) => format!("failed: {error}"),
    }
}

pub struct Proof(Vec<Tried>);

struct Tried {
    attempt: &'static Attempt,
    without: String,
    inside: String,
}

/// Runs each attempt in new processes; `sandbox` is their `--sandbox`. Fails with 5 if a process or folder cannot be
/// made.
pub fn prove(sandbox: &str) -> Result<Proof, CliError> {
    let stop = |message: String, next: &str| CliError::new(Exit::Fault, "proof", message, next);
    let program = std::env::current_exe().map_err(|error| {
        let message = format!("the program cannot find its own file to start it again: {error}");
        stop(message, "Mount /proc (mount -t proc proc /proc) and try again.")
    })?;
    let tried = ATTEMPTS.iter().map(|attempt| {
        let told = |sandbox| tried(&program, attempt, sandbox);
        Ok(Tried { attempt, without: told("off")?, inside: told(sandbox)? })
    });
    tried.collect::<io::Result<Vec<_>>>().map(Proof).map_err(|error| {
        let message = format!("the test processes could not be started: {error}");
        stop(message, "Free some space in the folder for temporary files and try again.")
    })
}

fn tried(program: &Path, attempt: &Attempt, sandbox: &str) -> io::Result<String> {
    let within = short_folder().map_err(|error| without_path(&error))?;
    // Kept alive, so that the attempts to connect find a listener.
    let _listening = attempts::lay_out(within.path())?;
    let mut command = Command::new(program);
    command.args(["doctor", "--sandbox", sandbox, "--attempt", attempt.name, "--within"]).arg(within.path());
    // An empty pipe: /dev/null does not exist everywhere.
    let ended = command.stdin(Stdio::piped()).stderr(Stdio::piped()).output()?;
    let said = if ended.status.success() { ended.stdout } else { ended.stderr };
    Ok(visible(String::from_utf8_lossy(&said).trim()).into_owned())
}

/// A temporary folder with a short path: the address of a Unix socket holds about a hundred bytes.
fn short_folder() -> io::Result<tempfile::TempDir> {
    let usual = std::env::temp_dir();
    if usual.as_os_str().len() > 64 { tempfile::tempdir_in("/tmp") } else { tempfile::tempdir_in(usual) }
}

impl Tried {
    fn holds(&self) -> bool {
        self.without == DONE
            && match self.attempt.expected {
                Expected::Allowed => self.inside == DONE,
                Expected::Refused => self.inside.starts_with(REFUSED),
            }
    }
}

impl Proof {
    /// True if everything succeeds without the sandbox, and only allowed actions succeed in it.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.0.iter().all(Tried::holds)
    }

    /// With a `why_not`, nothing is proven, whatever the attempts gave.
    pub(super) fn to_json(&self, why_not: Option<&str>) -> Value {
        let tried = |tried: &Tried| {
            json!({
                "attempt": tried.attempt.name,
                "what": tried.attempt.words,
                "expected": match tried.attempt.expected {
                    Expected::Allowed => "allowed",
                    Expected::Refused => "refused",
                },
                "withoutSandbox": tried.without,
                "insideSandbox": tried.inside,
                "holds": tried.holds(),
            })
        };
        let attempts: Vec<Value> = self.0.iter().map(tried).collect();
        json!({ "holds": why_not.is_none() && self.holds(), "whyNot": why_not, "attempts": attempts })
    }

    pub(super) fn write(&self, why_not: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "Tried in separate processes, without the sandbox and inside it:")?;
        let widest = self.0.iter().map(|tried| columns(tried.attempt.words)).max().unwrap_or_default();
        for tried in &self.0 {
            let (sign, words) = (if tried.holds() { "✓" } else { "✗" }, tried.attempt.words);
            writeln!(out, "  {sign} {words:<widest$}  without: {}  inside: {}", tried.without, tried.inside)?;
        }
        let failed = self.0.iter().filter(|tried| !tried.holds()).count();
        match (failed, why_not) {
            (0, None) => writeln!(
                out,
                "All {} passed: inside the sandbox everything forbidden is refused.",
                self.0.len()
            ),
            (_, None) => writeln!(out, "Not proven: {failed} of {} failed.", self.0.len()),
            (0, Some(why_not)) => writeln!(out, "Not proven: {why_not}."),
            (_, Some(why_not)) => {
                writeln!(out, "Not proven: {failed} of {} failed, and {why_not}.", self.0.len())
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::commands::doctor) fn flawless() -> Proof {
        let tried = |attempt: &'static Attempt| {
            let inside = match attempt.expected {
                Expected::Allowed => DONE.to_owned(),
                Expected::Refused => format!("{REFUSED}by the system"),
            };
            Tried { attempt, without: DONE.to_owned(), inside }
        };
        Proof(ATTEMPTS.iter().map(tried).collect())
    }
}
