//! Exit codes, and the early end of a command.

use std::process::ExitCode;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Ready, fit for review, no difference, or done as asked.
    Ready,
    /// Usable and intact, but not ready: blocked, more review, practice, left unfinished, different.
    NotReady,
    /// Wrong usage, or input that cannot be used.
    Unusable,
    /// The reviewed content has changed since.
    Stale,
    /// A record is inconsistent: fingerprint, chain, flags, status, schema or canonical form.
    Tampered,
    /// Could not write, lock, listen or build the sandbox; or a fault of the program.
    Fault,
    /// Number of the signal.
    Signal(u8),
}

impl Exit {
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Ready => 0,
            Self::NotReady => 1,
            Self::Unusable => 2,
            Self::Stale => 3,
            Self::Tampered => 4,
            Self::Fault => 5,
            // As shells report a process that a signal ended.
            Self::Signal(number) => 128_u8.saturating_add(number),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// Early end of a command: the problem and the next step, both safe to display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliError {
    pub exit: Exit,
    /// A file, with line and column if known; may be empty.
    pub place: String,
    /// The problem and the expected value.
    pub message: String,
    pub next: String,
}

impl CliError {
    #[must_use]
    pub fn new(
        exit: Exit,
        place: impl Into<String>,
        message: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Self { exit, place: place.into(), message: message.into(), next: next.into() }
    }
}

impl std::fmt::Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let colon = if self.place.is_empty() { "" } else { ": " };
        write!(f, "{}{colon}{}", self.place, self.message)?;
        if self.next.is_empty() { Ok(()) } else { write!(f, "\n  next: {}", self.next) }
    }
}

impl std::error::Error for CliError {}

/// Reason for an early end: an error that a user can fix, or output that could not be written.
#[derive(Debug)]
pub enum Failure {
    Stop(CliError),
    /// A closed pipe is no fault.
    Output(std::io::Error),
}

impl From<CliError> for Failure {
    fn from(stop: CliError) -> Self {
        Self::Stop(stop)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}
