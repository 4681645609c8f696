//! The event log of a session: hash-chained lines, in memory or on disk, replayed into a review.

pub mod archived;
pub mod disk;
pub mod entry;
mod fast_path;
#[cfg(test)]
pub(crate) mod faulty;
pub mod folder;
mod header;
#[cfg(test)]
mod held_tests;
pub mod lock;
pub mod log;
#[cfg(test)]
mod log_tests;
pub mod memory;
pub mod place;
pub mod replay;
#[cfg(test)]
mod replay_tests;
pub mod schema;
pub mod session_key;
pub mod status;

use std::fmt;
use std::io;

use crate::review::text::visible;

/// An append-only store of lines. A line is durable once `append` returns.
pub trait Journal {
    /// `line` includes its newline. After an error nothing may be confirmed.
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError>;

    /// Cheap check that the journal is intact and can take another line.
    fn is_intact(&self) -> Result<(), AppendError> {
        Ok(())
    }

    /// Reads the journal again by its path and compares every byte. This costs a read, so call it only where
    /// everything depends on the journal, as in closing and export.
    fn holds(&self) -> Result<(), AppendError> {
        self.is_intact()
    }

    /// True if somebody on another machine may write to the journal too, despite the lock here.
    fn may_be_shared(&self) -> bool {
        false
    }
}

#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The journal is unchanged, and the line may be tried again.
    #[error("the journal could not be written ({0})")]
    Io(#[source] io::Error),
    #[error("the journal was deleted or replaced")]
    Gone,
    /// Somebody else wrote to the journal or cut it.
    #[error("another program changed the journal")]
    Foreign,
    #[error("the journal could not be read again ({0})")]
    Unread(#[source] io::Error),
    /// Nothing more is recorded in this run.
    #[error("{0}")]
    Stopped(Stopped),
    #[error("{0}")]
    ReadOnly(ReadOnly),
}

/// Recording stops if the disk's state of the last line is unknown, or if earlier lines are spoilt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    pub why: String,
    /// True if the refused line may be in the journal when it is opened again.
    pub may_return: bool,
    pub spoilt: Option<Spoilt>,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { why, may_return, spoilt } = self;
        if let Some(spoilt) = spoilt {
            return write!(
                f,
                "the disk failed while a line was written ({why}) and damaged the journal: {spoilt}; recording has \
                 stopped"
            );
        }
        write!(f, "the disk failed under the journal ({why}); recording has stopped")?;
        if *may_return {
            f.write_str(", and the answer being saved may reappear when the journal is opened")?;
        }
        Ok(())
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoilt {
    /// Unchanged lines, counted from the first.
    pub good_lines: usize,
    pub lines: usize,
    pub up_to: Option<String>,
}

impl fmt::Display for Spoilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { good_lines, lines, up_to } = self;
        write!(f, "the first {good_lines} of its {lines} lines are intact")?;
        if let Some(item) = up_to {
            write!(f, ", up to the answer on {}", visible(item))?;
        }
        f.write_str(", and every later answer is lost")
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    Closed,
    Held(lock::Holder),
    /// The console that held it has ended.
    Left,
}

impl fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("closed"),
            Self::Held(holder) => write!(f, "read-only: open in {holder}"),
            Self::Left => f.write_str("read-only: the other console has ended; quit and start again"),
        }
    }
}

impl AppendError {
    /// Next step for the reviewer; empty if nothing can be done here.
    #[must_use]
    pub fn next(&self) -> &'static str {
        match self {
            Self::Io(_) => "Fix that and answer again; earlier answers are safe.",
            Self::Gone => "Restore it and answer again, or quit with q.",
            Self::Foreign => "Quit with q and start again to read it as it is now.",
            Self::Unread(_) => "Fix that and try again, or quit with q.",
            Self::Stopped(Stopped { spoilt: Some(_), .. }) => {
                "Quit with q and free some space; cut off after its intact lines, the journal can be opened \
                 again."
            }
            Self::Stopped(_) => "Quit with q and check the disk.",
            Self::ReadOnly(ReadOnly::Held(_)) => {
                "Quit, end the other console and start again to continue \
                 here."
            }
            Self::ReadOnly(ReadOnly::Closed | ReadOnly::Left) => "",
        }
    }
}
