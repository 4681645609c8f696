//! Rebuilds a review from its journal: a fold of `apply` over whole lines.

use serde_json::Value;

use super::entry::{Entry, Head};
use super::{fast_path, header};
use crate::review::action::Event;
use crate::review::fingerprint::Digest;
use crate::review::plan::Plan;
use crate::review::runbook::Runbook;
use crate::review::start::{FORMAT, Start};
use crate::review::state::Review;
use crate::review::text::visible;
use crate::review::{json, limits};

#[derive(Debug)]
pub struct Replayed {
    pub review: Review,
    pub head: Head,
    /// Bytes of whole lines; the last may lack its newline.
    pub whole_bytes: usize,
    /// Bytes of a torn last line after them, which is dropped.
    pub torn_bytes: usize,
}

impl Replayed {
    /// `None` while the review is open.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        Some(Plan::of_review(&self.review, self.review.closing()?, self.head.hash?))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// No whole first line: the session never began.
    #[error("holds no complete line; the session never started")]
    Empty,
    /// Nothing is wrong with the journal; the version that wrote it can go on.
    #[error("was written by {} version of strict-review ({}); this version reads {FORMAT}", version(.0), visible(.0))]
    Format(String),
    #[error("is broken: line {number} {why}")]
    Line {
        /// Counted from 1.
        number: usize,
        why: String,
    },
}

fn version(format: &str) -> &'static str {
    if format == "strict-review/journal@1" { "an earlier" } else { "another" }
}

struct Line<'a> {
    bytes: &'a [u8],
    /// Index after the line and its newline.
    end: usize,
    /// A last line without its newline is whole if its hash matches, and torn otherwise.
    ended: bool,
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let mut begin = 0;
    bytes.split_inclusive(|byte| *byte == b'\n').map(move |line| {
        begin += line.len();
        let without = line.strip_suffix(b"\n");
        Line { bytes: without.unwrap_or(line), end: begin, ended: without.is_some() }
    })
}

/// Format named in line one; `None` if there is no whole line or it names none.
#[must_use]
pub fn format(bytes: &[u8]) -> Option<String> {
    let first = json::read_object(lines(bytes).next()?.bytes, &limits::JOURNAL_LINE).ok()?;
    first.get("event")?.get("format").and_then(Value::as_str).map(str::to_owned)
}

pub fn start(bytes: &[u8]) -> Result<(Entry<Start>, Head), ReplayError> {
    line_one(bytes, |line| Head::default().read(line), |start: &Start| &start.format)
}

/// Like [`start`], but faster if the session has this runbook, which then is not parsed again.
pub fn start_of(bytes: &[u8], runbook: &Runbook) -> Result<(Entry<Start>, Head), ReplayError> {
    let read = |line: &[u8]| header::read_of(line, runbook).map_or_else(|| Head::default().read(line), Ok);
    line_one(bytes, read, |start: &Start| &start.format)
}

pub(super) fn line_one<T>(
    bytes: &[u8],
    read: impl FnOnce(&[u8]) -> Result<(Entry<T>, Head), String>,
    format: impl Fn(&T) -> &str,
) -> Result<(Entry<T>, Head), ReplayError> {
    let line = lines(bytes).next().ok_or(ReplayError::Empty)?;
    let (entry, head) = match read(line.bytes) {
        Err(_) if !line.ended => return Err(ReplayError::Empty),
        Err(why) => return Err(other_format(bytes).unwrap_or(ReplayError::Line { number: 1, why })),
        Ok(read) => read,
    };
    if format(&entry.event) == FORMAT {
        Ok((entry, head))
    } else {
        Err(ReplayError::Format(format(&entry.event).to_owned()))
    }
}

/// Members of line one differ between formats, so the format explains why it cannot be read.
fn other_format(bytes: &[u8]) -> Option<ReplayError> {
    let format = format(bytes)?;
    (format.starts_with("strict-review/journal@") && format != FORMAT).then_some(ReplayError::Format(format))
}

/// Events after line one, without a torn last line.
pub fn events(bytes: &[u8], head: Head) -> impl Iterator<Item = Result<(Entry<Event>, Head), ReplayError>> {
    placed(bytes, head).map(|read| read.map(|(entry, head, _)| (entry, head)))
}

/// Like [`events`], each with the index after its line.
fn placed(
    bytes: &[u8],
    head: Head,
) -> impl Iterator<Item = Result<(Entry<Event>, Head, usize), ReplayError>> {
    let mut head = head;
    lines(bytes).enumerate().skip(1).map_while(move |(index, line)| {
        let read = fast_path::read(head, line.bytes).map_or_else(|| head.read(line.bytes), Ok);
        match read {
            Err(_) if !line.ended => None,
            Err(why) => Some(Err(ReplayError::Line { number: index + 1, why })),
            Ok((entry, next)) => {
                head = next;
                Some(Ok((entry, next, line.end)))
            }
        }
    })
}

/// Lines up to the one with this hash; `None` if no whole line has it.
#[must_use]
pub fn up_to(bytes: &[u8], hash: Digest) -> Option<&[u8]> {
    let (_, first) = start(bytes).ok()?;
    let rest = placed(bytes, first).map_while(Result::ok).map(|(_, head, end)| (head, end));
    let (_, end) = std::iter::once((first, lines(bytes).next()?.end))
        .chain(rest)
        .find(|(head, _)| head.hash == Some(hash))?;
    bytes.get(..end)
}

/// Anything invalid except a torn last line fails the whole replay.
pub fn replay(bytes: &[u8]) -> Result<Replayed, ReplayError> {
    let (first, head) = start(bytes)?;
    rebuilt(bytes, first, head)
}

/// Like [`replay`], but faster if the session has this runbook, which then is not parsed again.
pub fn replay_of(bytes: &[u8], runbook: &Runbook) -> Result<Replayed, ReplayError> {
    let (first, head) = start_of(bytes, runbook)?;
    rebuilt(bytes, first, head)
}

fn rebuilt(bytes: &[u8], first: Entry<Start>, mut head: Head) -> Result<Replayed, ReplayError> {
    let mut review = Review::start(first.event, first.at);
    let mut whole_bytes = lines(bytes).next().map_or(0, |line| line.end);
    for read in placed(bytes, head) {
        let (entry, next, end) = read?;
        if !review.admits(&entry.event) {
            let number = usize::try_from(entry.seq).unwrap_or(usize::MAX);
            return Err(ReplayError::Line { number, why: "contradicts the lines before it".to_owned() });
        }
        review.apply(&entry.event, entry.at);
        (head, whole_bytes) = (next, end);
    }
    Ok(Replayed { review, head, whole_bytes, torn_bytes: bytes.len() - whole_bytes })
}
