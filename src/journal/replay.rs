//! Rebuilds a review from its journal: a fold of `apply` over whole lines.

use std::fmt;

use serde_json::Value;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::entry::{Entry, Head};
use super::quick;
use crate::review::action::Event;
use crate::review::fingerprint::Digest;
use crate::review::plan::Plan;
use crate::review::record::{FORMAT, Start};
use crate::review::state::Review;
use crate::review::{json, limits};

/// A review as its journal tells it.
#[derive(Debug)]
pub struct Replayed {
    /// The review.
    pub review: Review,
    /// Where the journal ends.
    pub head: Head,
    /// Bytes of whole lines.
    pub whole_bytes: usize,
    /// Bytes behind them: a last line that was torn while it was written, and is dropped.
    pub torn_bytes: usize,
}

impl Replayed {
    /// The export of a closed review, as the console writes it; `None` while it is open.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        Some(Plan::of_review(&self.review, self.review.closing()?, self.head.hash?))
    }
}

/// Why a journal is not opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It holds no whole first line: the session never began.
    Empty,
    /// A line does not hold.
    Line {
        /// The line, from 1.
        number: usize,
        /// What is wrong with it.
        why: String,
    },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("holds no whole line; the session never began"),
            Self::Line { number, why } => write!(f, "is broken: line {number} {why}"),
        }
    }
}

/// The whole lines of a journal, without their newlines.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').filter_map(|line| line.strip_suffix(b"\n"))
}

/// The format that line one names; `None` where no whole line stands there, or one that names none.
#[must_use]
pub fn format(bytes: &[u8]) -> Option<String> {
    let first = json::read_object(lines(bytes).next()?, &limits::JOURNAL_LINE).ok()?;
    first.get("event")?.get("format").and_then(Value::as_str).map(str::to_owned)
}

/// Reads line one.
///
/// # Errors
/// [`Broken`], with the reason.
pub fn start(bytes: &[u8]) -> Result<(Entry<Start>, Head), Broken> {
    let (entry, head) = start_as(bytes)?;
    as_written(Head::default(), &entry, head).map_err(|why| Broken::Line { number: 1, why })?;
    Ok((entry, head))
}

/// What was read must be written again to the same line: a member that is left out, and read as nothing, would give an
/// event a second spelling.
fn as_written<T: Serialize>(before: Head, entry: &Entry<T>, head: Head) -> Result<(), String> {
    let (_, written) = before.line(&entry.event, entry.at);
    if written == head { Ok(()) } else { Err("is not written as this program writes it".to_owned()) }
}

/// What is read of line one: all of it, or a part.
pub trait LineOne: DeserializeOwned {
    /// The journal's format.
    fn format(&self) -> &str;
}

impl LineOne for Start {
    fn format(&self) -> &str {
        &self.format
    }
}

/// Reads a part of line one.
///
/// # Errors
/// [`Broken`], with the reason.
pub fn start_as<T: LineOne>(bytes: &[u8]) -> Result<(Entry<T>, Head), Broken> {
    let line = lines(bytes).next().ok_or(Broken::Empty)?;
    let broken = |why: String| Broken::Line { number: 1, why };
    let (entry, head) = Head::default().read::<T>(line).map_err(broken)?;
    if entry.event.format() == FORMAT {
        Ok((entry, head))
    } else {
        Err(broken(format!("is not of the format {FORMAT}")))
    }
}

/// Every event behind line one, with its line number.
///
/// # Errors
/// [`Broken::Line`] at the first line that does not hold.
pub fn events(bytes: &[u8], head: Head) -> impl Iterator<Item = Result<(Entry<Event>, Head), Broken>> {
    let mut head = head;
    lines(bytes).enumerate().skip(1).map(move |(index, line)| {
        let broken = |why: String| Broken::Line { number: index + 1, why };
        let read = quick::read(head, line).map_or_else(|| with_care(head, line), Ok);
        let (entry, next) = read.map_err(broken)?;
        head = next;
        Ok((entry, next))
    })
}

/// Reads an event of any kind, and says what is wrong with one that does not hold.
pub(super) fn with_care(before: Head, line: &[u8]) -> Result<(Entry<Event>, Head), String> {
    let (entry, head) = before.read(line)?;
    as_written(before, &entry, head)?;
    Ok((entry, head))
}

/// The lines of a journal up to the one with this hash; `None` where no whole line has it.
#[must_use]
pub fn up_to(bytes: &[u8], hash: Digest) -> Option<&[u8]> {
    let (_, first) = start(bytes).ok()?;
    let rest = events(bytes, first).map_while(Result::ok).map(|(_, head)| head);
    let heads = std::iter::once(first).chain(rest);
    let ends = bytes.split_inclusive(|byte| *byte == b'\n').scan(0, |end, line| {
        *end += line.len();
        Some(*end)
    });
    let (_, end) = heads.zip(ends).find(|(head, _)| head.hash == Some(hash))?;
    bytes.get(..end)
}

/// Rebuilds the review from the journal alone.
///
/// # Errors
/// [`Broken`]: anything but a torn last line refuses the whole.
pub fn replay(bytes: &[u8]) -> Result<Replayed, Broken> {
    let (first, mut head) = start(bytes)?;
    let mut review = Review::start(first.event, first.at);
    for read in events(bytes, head) {
        let (entry, next) = read?;
        if !review.admits(&entry.event) {
            let number = usize::try_from(entry.seq).unwrap_or(usize::MAX);
            return Err(Broken::Line { number, why: "does not fit the review so far".to_owned() });
        }
        review.apply(&entry.event, entry.at);
        head = next;
    }
    let torn_bytes = bytes.rsplit(|byte| *byte == b'\n').next().map_or(0, <[u8]>::len);
    Ok(Replayed { review, head, whole_bytes: bytes.len() - torn_bytes, torn_bytes })
}
