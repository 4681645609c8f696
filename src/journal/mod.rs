//! The event log of a session: hash-chained lines, in memory or on disk, read back by replay.

pub mod entry;
pub mod folder;
pub mod lock;
pub mod log;
pub mod memory;
pub mod owner;
pub mod replay;
#[cfg(test)]
mod replay_tests;
pub mod schema;

use std::fmt;
use std::io;

/// Where lines are kept. A line that `append` returned from is kept for good.
pub trait Journal {
    /// Keeps one whole line, its newline included.
    ///
    /// # Errors
    /// [`Unkept`]; then nothing may be confirmed.
    fn append(&mut self, line: &[u8]) -> Result<(), Unkept>;
}

/// Why a line was not kept.
#[derive(Debug)]
pub enum Unkept {
    /// The system said no.
    Io(io::Error),
    /// The journal was deleted or replaced under us.
    Gone,
    /// This session is only read here.
    ReadOnly(ReadOnly),
}

/// Why a session is only read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// Its review is closed.
    Closed,
    /// Another console writes it.
    Held(lock::Holder),
}

impl fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("closed"),
            Self::Held(holder) => write!(f, "read-only: held by {holder}"),
        }
    }
}

impl fmt::Display for Unkept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => {
                write!(f, "Not recorded, so not done: the journal could not be written ({error}).")
            }
            Self::Gone => f.write_str("Not recorded, so not done: the journal was deleted or replaced."),
            Self::ReadOnly(why) => write!(f, "Not recorded, so not done: {why}."),
        }
    }
}
