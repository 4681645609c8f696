//! The event log of a session: hash-chained lines, in memory or on disk, read back by replay.

pub mod disk;
pub mod entry;
#[cfg(test)]
pub(crate) mod faulty;
mod first;
pub mod folder;
pub mod lock;
pub mod log;
#[cfg(test)]
mod log_tests;
pub mod memory;
pub mod owner;
pub mod place;
mod quick;
pub mod replay;
#[cfg(test)]
mod replay_tests;
pub mod schema;
pub mod standing;

use std::fmt;
use std::io;

/// Where lines are kept. A line that `append` returned from is kept for good.
pub trait Journal {
    /// Keeps one whole line, its newline included.
    ///
    /// # Errors
    /// [`Unkept`]; then nothing may be confirmed.
    fn append(&mut self, line: &[u8]) -> Result<(), Unkept>;

    /// Whether what was kept stands where it was kept, and more could be.
    ///
    /// # Errors
    /// [`Unkept`], with what became of it.
    fn stands(&self) -> Result<(), Unkept> {
        Ok(())
    }
}

/// Why a line was not kept.
#[derive(Debug)]
pub enum Unkept {
    /// The system said no. The journal is as it was, and the line may be tried again.
    Io(io::Error),
    /// The journal was deleted or replaced under us.
    Gone,
    /// Somebody else wrote to the journal, or cut it.
    Foreign,
    /// Nothing more is recorded in this run.
    Stopped(Stopped),
    /// This session is only read here.
    ReadOnly(ReadOnly),
}

/// Why nothing more is recorded: nobody knows what the disk holds of the last line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// What the system said first.
    pub why: String,
    /// Whether the line that was refused may stand in the journal when it is opened again.
    pub may_return: bool,
}

/// Why a session is only read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// Its review is closed.
    Closed,
    /// Another console writes it.
    Held(lock::Holder),
    /// The console that wrote it has ended.
    Left,
}

impl fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("closed"),
            Self::Held(holder) => write!(f, "read-only: held by {holder}"),
            Self::Left => f.write_str("read-only: its console has ended; leave and start again"),
        }
    }
}

impl Unkept {
    /// What to do next; empty where nothing can be done here.
    #[must_use]
    pub fn next(&self) -> &'static str {
        match self {
            Self::Io(_) => "Mend that and answer again; what was recorded before stands.",
            Self::Gone => "Put it back as it was and answer again, or leave with q.",
            Self::Foreign => "Leave with q and start again: it is read as it stands then.",
            Self::Stopped(_) => "Leave with q and look after the disk.",
            Self::ReadOnly(ReadOnly::Held(_)) => "Leave, end that console and start again to go on here.",
            Self::ReadOnly(ReadOnly::Closed | ReadOnly::Left) => "",
        }
    }
}

/// What is wrong with the journal.
impl fmt::Display for Unkept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "the journal could not be written ({error})"),
            Self::Gone => f.write_str("the journal was deleted or replaced"),
            Self::Foreign => f.write_str("the journal was written to by somebody else"),
            Self::Stopped(Stopped { why, may_return }) => {
                write!(f, "the disk failed under the journal ({why}); recording has stopped")?;
                if *may_return {
                    f.write_str(", and the answer that met it may come back when the journal is opened")?;
                }
                Ok(())
            }
            Self::ReadOnly(why) => why.fmt(f),
        }
    }
}
