//! The event log of a session: hash-chained lines, in memory or on disk, read back by replay.

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

    /// The same, read again by its name and held against every byte that was kept. It costs a read, so it is for the few
    /// moments when everything rests on it.
    ///
    /// # Errors
    /// [`Unkept`], with what became of it.
    fn holds(&self) -> Result<(), Unkept> {
        self.stands()
    }

    /// Whether somebody on another machine may write it as well, whatever is locked here.
    fn may_be_shared(&self) -> bool {
        false
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
    /// The journal could not be read again.
    Unread(io::Error),
    /// Nothing more is recorded in this run.
    Stopped(Stopped),
    /// This session is only read here.
    ReadOnly(ReadOnly),
}

/// Why nothing more is recorded: nobody knows what the disk holds of the last line, or it spoilt earlier ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// What the system said first.
    pub why: String,
    /// Whether the line that was refused may stand in the journal when it is opened again.
    pub may_return: bool,
    /// What is left of the lines before it, where the disk spoilt some of them.
    pub spoilt: Option<Spoilt>,
}

/// What is left of a journal whose disk spoilt what it held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoilt {
    /// Lines from the first that are as they were recorded.
    pub good_lines: usize,
    /// Lines that were recorded.
    pub lines: usize,
    /// The item of the last good answer.
    pub up_to: Option<String>,
}

impl fmt::Display for Spoilt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { good_lines, lines, up_to } = self;
        write!(f, "of its {lines} lines the first {good_lines} are good")?;
        if let Some(item) = up_to {
            write!(f, ", up to the answer on {}", visible(item))?;
        }
        f.write_str(", and every answer behind them is lost")
    }
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
            Self::Unread(_) => "Mend that and try again, or leave with q.",
            Self::Stopped(Stopped { spoilt: Some(_), .. }) => {
                "Leave with q and make room; cut off behind its good lines, the journal is opened again."
            }
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
            Self::Unread(error) => write!(f, "the journal could not be read again ({error})"),
            Self::Stopped(Stopped { why, spoilt: Some(spoilt), .. }) => {
                write!(
                    f,
                    "the disk refused a line ({why}) and spoilt the journal: {spoilt}; recording has stopped"
                )
            }
            Self::Stopped(Stopped { why, may_return, spoilt: None }) => {
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
