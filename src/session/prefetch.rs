//! Reads evidence ahead, a piece at a time, so that a reviewer who waits sees the progress and can stop it. The
//! request that follows takes its usual way, and compares stamps where it would have read.

use std::collections::{BTreeSet, VecDeque};

use super::inputs;
use super::inputs::{Care, EvidenceFile};
use super::{ActError, Session};
use crate::files::evidence::Stamp;
use crate::files::piecewise::{Piecewise, Whole};
use crate::journal::ReadOnly;
use crate::review::action::Action;
use crate::review::fingerprint::Digest;

/// The request that the reading prepares.
#[derive(Clone, Copy, Debug)]
pub enum Before<'a> {
    Act(&'a Action),
    Recheck(Care),
    Open(&'a str),
    Export,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub files: usize,
    pub files_all: usize,
    pub bytes: u64,
    pub bytes_all: u64,
}

/// Evidence that is being read ahead. Dropped before its end, it leaves the session unchanged.
pub struct Prefetch {
    care: Care,
    left: VecDeque<(String, u64)>,
    reading: Option<(String, Piecewise)>,
    /// Path of the file to open, whose bytes go to `kept`.
    keeps: Option<String>,
    kept: Option<Prefetched>,
    again: BTreeSet<String>,
    done: Progress,
}

pub struct Prefetched {
    pub file: EvidenceFile,
    stamp: Stamp,
}

#[derive(Clone, Copy, Debug)]
pub struct Showing<'a> {
    /// Relative to the evidence folder.
    pub path: &'a str,
    pub receipt: &'a Receipt,
    /// False for a binary file, which is not shown.
    pub shown: bool,
}

/// Identity of a file that was read ahead, without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub digest: Digest,
    pub count: u64,
    stamp: Stamp,
}

impl Prefetched {
    #[must_use]
    pub fn receipt(&self) -> Receipt {
        Receipt { stamp: self.stamp, digest: self.file.digest, count: self.file.bytes.len() as u64 }
    }
}

impl Prefetch {
    #[must_use]
    pub fn progress(&self) -> Progress {
        let reading = self.reading.as_ref().map_or(0, |(_, reading)| reading.count());
        Progress { bytes: self.done.bytes + reading, ..self.done }
    }

    /// `None` if the file could not be read.
    #[must_use]
    pub fn into_file(self) -> Option<Prefetched> {
        self.kept
    }
}

impl Session {
    /// Lists the files to read before the request. Reads nothing yet.
    pub fn prefetch(&mut self, before: Before) -> Prefetch {
        let care = self.care_of(before);
        let opened = match before {
            Before::Open(item) => self.path_of(item),
            Before::Act(_) | Before::Recheck(_) | Before::Export => None,
        };
        let (review, inputs) = (&self.review, self.inputs.as_mut());
        let mut left = VecDeque::new();
        if let Some(inputs) = inputs {
            inputs.reset();
            left.extend(care.map(|care| inputs.to_read(review, care)).unwrap_or_default());
            if let Some(path) = &opened {
                left.retain(|(other, _)| other != path);
                left.extend(inputs.size(path).map(|size| (path.clone(), size)));
            }
        }
        let bytes_all = left.iter().map(|(_, size)| size).sum();
        let done = Progress { files_all: left.len(), bytes_all, ..Progress::default() };
        let care = care.unwrap_or(Care::Quick);
        Prefetch { care, left, reading: None, keeps: opened, kept: None, again: BTreeSet::new(), done }
    }

    fn care_of(&self, before: Before) -> Option<Care> {
        let records = self.read_only().is_none();
        let looks = records || matches!(self.read_only(), Some(ReadOnly::Closed));
        let open = self.review.closing().is_none();
        match before {
            Before::Export => looks.then_some(Care::Full),
            Before::Recheck(care) => looks.then_some(care),
            Before::Open(_) => (records && open).then_some(Care::Quick),
            Before::Act(Action::Undo | Action::Redo | Action::EnterReference { .. }) => {
                records.then_some(Care::Quick)
            }
            Before::Act(action) => Self::care_before(action).filter(|_| records),
        }
    }

    /// Reads the next piece; `false` at the end. A file that cannot be read is skipped: the request that follows
    /// meets and reports the error.
    pub fn read_on(&mut self, ahead: &mut Prefetch) -> bool {
        let Some(inputs) = &mut self.inputs else { return false };
        if let Some((path, mut reading)) = ahead.reading.take() {
            match reading.read_on() {
                Ok(None) => ahead.reading = Some((path, reading)),
                Ok(Some(whole)) => {
                    inputs.put(&path, &whole);
                    ahead.done.files += 1;
                    ahead.done.bytes += whole.count;
                    ahead.again.insert(path.clone());
                    let keeps = ahead.keeps.as_ref() == Some(&path);
                    ahead.kept = ahead.kept.take().or_else(|| kept(path, whole).filter(|_| keeps));
                }
                Err(_) => ahead.done.files += 1,
            }
            return true;
        }
        let Some((path, _)) = ahead.left.pop_front() else {
            if ahead.care == Care::Full {
                inputs.read_again(std::mem::take(&mut ahead.again));
            }
            return false;
        };
        match inputs.piecewise(&path) {
            Some(reading) if ahead.keeps.as_ref() == Some(&path) => {
                ahead.reading = Some((path, reading.keeping_bytes()));
            }
            Some(reading) => ahead.reading = Some((path, reading)),
            None => ahead.done.files += 1,
        }
        true
    }

    /// Records the opening of a file that was read ahead. `false` if the reference names another file now, or the
    /// file was touched since: then [`Session::open_evidence`] reads it again.
    pub fn open_read(&mut self, item: &str, showing: Showing) -> Result<bool, ActError> {
        let records = self.read_only().is_none() && self.review.closing().is_none();
        if records {
            self.recheck_unreported(Care::Quick)?;
        }
        let Showing { path, receipt, shown } = showing;
        let stands = |inputs: &inputs::Inputs| inputs.stamp(path).is_ok_and(|now| now == receipt.stamp);
        if self.path_of(item).as_deref() != Some(path) || !self.inputs.as_ref().is_some_and(stands) {
            return Ok(false);
        }
        if records {
            let (item, digest, bytes) = (item.to_owned(), receipt.digest, receipt.count);
            self.record_opening(Action::OpenEvidence { item, digest, bytes, shown })?;
        }
        Ok(true)
    }
}

fn kept(path: String, whole: Whole) -> Option<Prefetched> {
    let Whole { stamp, digest, bytes, .. } = whole;
    Some(Prefetched { file: EvidenceFile { path, bytes: bytes?, digest }, stamp })
}
