//! Evidence that is read before something is settled on it, a piece at a time, so that whoever waits sees how far it is
//! and can stop it. What is settled goes its one road afterwards, and compares stamps where it would have read.

use std::collections::{BTreeSet, VecDeque};

use super::inputs;
use super::inputs::{Care, EvidenceFile};
use super::{NotDone, Session};
use crate::files::evidence::Stamp;
use crate::files::piecewise::{Piecewise, Whole};
use crate::journal::ReadOnly;
use crate::review::action::Action;
use crate::review::fingerprint::Digest;

/// What is about to be asked of a session.
#[derive(Clone, Copy, Debug)]
pub enum Before<'a> {
    /// [`Session::act`].
    Act(&'a Action),
    /// [`Session::recheck`].
    Recheck(Care),
    /// [`Session::open_evidence`] for this reference.
    Open(&'a str),
    /// [`Session::look_before_export`].
    Export,
}

/// How far reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files that were read.
    pub files: usize,
    /// Files that are read in all.
    pub files_all: usize,
    /// Bytes that were read.
    pub bytes: u64,
    /// Bytes that are read in all, as the system counts them.
    pub bytes_all: u64,
}

/// Evidence that is being read ahead. Dropped before its end it leaves the session as it was.
pub struct Ahead {
    care: Care,
    left: VecDeque<(String, u64)>,
    reading: Option<(String, Piecewise)>,
    /// The file whose bytes are kept, and then the file.
    keeps: Option<String>,
    kept: Option<ReadAhead>,
    /// Files read since this began.
    anew: BTreeSet<String>,
    done: Progress,
}

/// An evidence file that was read ahead, to be opened.
pub struct ReadAhead {
    /// The file.
    pub file: EvidenceFile,
    stamp: Stamp,
}

/// What is recorded of a file that was read ahead and is shown now.
#[derive(Clone, Copy, Debug)]
pub struct Showing<'a> {
    /// Its path below the evidence folder.
    pub path: &'a str,
    /// What it is known by.
    pub receipt: &'a Receipt,
    /// Whether it is a text, and shown.
    pub shown: bool,
}

/// What a file that was read ahead is known by, without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The digest of its bytes.
    pub digest: Digest,
    /// Their count.
    pub count: u64,
    stamp: Stamp,
}

impl ReadAhead {
    /// What it is known by once its bytes went elsewhere.
    #[must_use]
    pub fn receipt(&self) -> Receipt {
        Receipt { stamp: self.stamp, digest: self.file.digest, count: self.file.bytes.len() as u64 }
    }
}

impl Ahead {
    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let reading = self.reading.as_ref().map_or(0, |(_, reading)| reading.count());
        Progress { bytes: self.done.bytes + reading, ..self.done }
    }

    /// The file that was to be opened; `None` where it could not be read.
    #[must_use]
    pub fn into_file(self) -> Option<ReadAhead> {
        self.kept
    }
}

impl Session {
    /// What has to be read before something is asked of this session. Nothing is read yet.
    pub fn ahead(&mut self, before: Before) -> Ahead {
        let care = self.care_of(before);
        let opened = match before {
            Before::Open(item) => self.path_of(item),
            Before::Act(_) | Before::Recheck(_) | Before::Export => None,
        };
        let (review, sources) = (&self.review, self.sources.as_mut());
        let mut left = VecDeque::new();
        if let Some(sources) = sources {
            sources.begin_anew();
            left.extend(care.map(|care| sources.to_read(review, care)).unwrap_or_default());
            if let Some(path) = &opened {
                left.retain(|(other, _)| other != path);
                left.extend(sources.size(path).map(|size| (path.clone(), size)));
            }
        }
        let bytes_all = left.iter().map(|(_, size)| size).sum();
        let done = Progress { files_all: left.len(), bytes_all, ..Progress::default() };
        let care = care.unwrap_or(Care::Quick);
        Ahead { care, left, reading: None, keeps: opened, kept: None, anew: BTreeSet::new(), done }
    }

    /// How closely what is asked for will look; `None` where it will not.
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

    /// Reads the next piece; `true` where there was one, and more may follow. A file that cannot be read is passed over:
    /// what follows meets it again and tells.
    pub fn read_on(&mut self, ahead: &mut Ahead) -> bool {
        let Some(sources) = &mut self.sources else { return false };
        if let Some((path, mut reading)) = ahead.reading.take() {
            match reading.read_on() {
                Ok(None) => ahead.reading = Some((path, reading)),
                Ok(Some(whole)) => {
                    sources.put(&path, &whole);
                    ahead.done.files += 1;
                    ahead.done.bytes += whole.count;
                    ahead.anew.insert(path.clone());
                    let keeps = ahead.keeps.as_ref() == Some(&path);
                    ahead.kept = ahead.kept.take().or_else(|| kept(path, whole).filter(|_| keeps));
                }
                Err(_) => ahead.done.files += 1,
            }
            return true;
        }
        let Some((path, _)) = ahead.left.pop_front() else {
            if ahead.care == Care::Full {
                sources.read_anew(std::mem::take(&mut ahead.anew));
            }
            return false;
        };
        let keeps = ahead.keeps.as_ref() == Some(&path);
        match sources.piecewise(&path, keeps) {
            Some(reading) => ahead.reading = Some((path, reading)),
            None => ahead.done.files += 1,
        }
        true
    }

    /// Records that a file was opened which was read ahead. `false` where it is not the file of this reference any more, or
    /// was touched since: then [`Session::open_evidence`] reads it again.
    ///
    /// # Errors
    /// [`NotDone`] where it could not be recorded.
    pub fn open_read(&mut self, item: &str, showing: Showing) -> Result<bool, NotDone> {
        let records = self.read_only().is_none() && self.review.closing().is_none();
        if records {
            self.recheck_untold(Care::Quick)?;
        }
        let Showing { path, receipt, shown } = showing;
        let stands = |sources: &inputs::Sources| sources.stamp(path).is_ok_and(|now| now == receipt.stamp);
        if self.path_of(item).as_deref() != Some(path) || !self.sources.as_ref().is_some_and(stands) {
            return Ok(false);
        }
        if records {
            self.record_read(item, (receipt.digest, receipt.count), shown)?;
        }
        Ok(true)
    }
}

fn kept(path: String, whole: Whole) -> Option<ReadAhead> {
    let Whole { stamp, digest, bytes, .. } = whole;
    Some(ReadAhead { file: EvidenceFile { path, bytes: bytes?, digest }, stamp })
}
