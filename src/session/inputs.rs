//! The inputs of a review outside it, checked again before every action that depends on them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::input_names::{evidence_name, name};
use super::upstream::Upstream;
use crate::files::evidence::{EvidenceError, EvidenceFolder, FolderError, Listed, Stamp};
use crate::files::piecewise::{Piecewise, Whole};
use crate::files::{self, ReadError, shown};
use crate::review::action::{Found, Outside};
use crate::review::checklist::Item;
use crate::review::evidence::path_of;
use crate::review::fingerprint::Digest;
use crate::review::handoff::Handoff;
use crate::review::json;
use crate::review::limits;
use crate::review::near_miss::{NearMiss, entries, near_miss};
use crate::review::runbook::Runbook;
use crate::review::state::{Evidence, Review};
use crate::review::upstream::UpstreamCheck;

pub struct Inputs {
    pub runbook: Input<Runbook>,
    pub handoff: Input<Vec<u8>>,
    pub upstream: Vec<Upstream>,
    pub evidence: EvidenceSource,
    seen: BTreeMap<String, (Stamp, Found)>,
    /// References whose evidence failed in the last check, with the reason. No reason if the folder itself cannot be
    /// opened, because that is reported once for all.
    unseen: BTreeMap<String, Option<String>>,
    /// Near misses of references, by their text and whether a file opens under it.
    near: BTreeMap<(String, bool), Option<String>>,
    /// Files read since a check of every byte was requested, which need not read them again.
    reread: BTreeSet<String>,
}

pub struct Input<T> {
    now: T,
    file: Option<FileInput>,
}

pub struct FileInput {
    path: PathBuf,
    limit_bytes: usize,
    digest: Digest,
}

#[derive(Debug)]
pub enum EvidenceSource {
    /// References are confirmed by hand, and evidence that was opened before is not checked again.
    None,
    Folder(EvidenceFolder),
    /// Files compiled into the program: name and bytes.
    Embedded(&'static [(&'static str, &'static [u8])]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// A file that the system reports as untouched counts as unchanged.
    Quick,
    /// Every byte is read again, or was since the check was requested ([`Session::prefetch`](super::Session::prefetch)).
    Full,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFile {
    /// Relative to the evidence folder.
    pub path: String,
    pub bytes: Vec<u8>,
    pub digest: Digest,
}

impl<T> Input<T> {
    /// Without a file, nothing outside can change the input.
    pub fn new(now: T, file: Option<FileInput>) -> Self {
        Self { now, file }
    }

    /// Reads the file again and parses changed bytes. On error the input keeps its last content.
    fn look(&mut self, read: impl FnOnce(Vec<u8>) -> Result<T, String>) -> Result<(), String> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let bytes = match files::read_at_most(&file.path, file.limit_bytes) {
            Ok(bytes) => bytes,
            Err(unreadable) => return Err(trouble(&file.path, &unreadable)),
        };
        let digest = Digest::compute(&bytes);
        if digest != file.digest {
            self.now = read(bytes).map_err(|why| format!("{}: {why}", shown(&file.path)))?;
            file.digest = digest;
        }
        Ok(())
    }
}

impl FileInput {
    #[must_use]
    pub fn new(path: PathBuf, bytes: &[u8], limit_bytes: usize) -> Self {
        Self { path, limit_bytes, digest: Digest::compute(bytes) }
    }
}

impl EvidenceSource {
    fn has(&self, path: &str) -> Result<bool, EvidenceError> {
        match self {
            Self::None => Ok(false),
            Self::Folder(folder) => folder.has(path),
            Self::Embedded(files) => Ok(files.iter().any(|(name, _)| *name == path)),
        }
    }

    fn near_miss(&self, reference: &str, listed: &mut Listed) -> Option<String> {
        match self {
            Self::None => None,
            Self::Folder(folder) => folder.near_miss(reference, listed),
            Self::Embedded(files) => {
                let names = || files.iter().map(|(name, _)| *name);
                near_miss(reference, None, &mut |folder| entries(names(), folder))
            }
        }
    }

    fn read(&self, path: &str) -> Result<(Vec<u8>, Option<Stamp>), EvidenceError> {
        match self {
            Self::None => Err(EvidenceError::Missing),
            Self::Folder(folder) => folder.read(path).map(|(bytes, stamp)| (bytes, Some(stamp))),
            Self::Embedded(files) => {
                let file = files.iter().find(|(name, _)| *name == path).ok_or(EvidenceError::Missing)?;
                Ok((file.1.to_vec(), None))
            }
        }
    }
}

impl Inputs {
    #[must_use]
    pub fn new(runbook: Input<Runbook>, handoff: Input<Vec<u8>>) -> Self {
        let (upstream, evidence) = (Vec::new(), EvidenceSource::None);
        let (seen, unseen, reread) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { runbook, handoff, upstream, evidence, seen, unseen, near: BTreeMap::new(), reread }
    }

    /// Checks every input again. Returns the failures in words.
    pub(super) fn look(&mut self, care: Care) -> Vec<String> {
        self.unseen.clear();
        let reread = std::mem::take(&mut self.reread);
        if care == Care::Full {
            self.near.clear();
            // A stamp is no proof, so only files read since the request keep theirs.
            self.seen.retain(|path, _| reread.contains(path));
        }
        let handoff = self.handoff.look(|bytes| match json::read_object(&bytes, &limits::HANDOFF) {
            Ok(_) => Ok(bytes),
            Err(unusable) => Err(unusable.to_string()),
        });
        let runbook = self.runbook.look(|bytes| {
            Runbook::parse(&bytes).map_err(|_| "the runbook is invalid; `check` lists its faults".to_owned())
        });
        let upstream: Vec<_> = self.upstream.iter_mut().map(|given| given.look(care)).collect();
        let evidence = match &mut self.evidence {
            EvidenceSource::Folder(folder) => folder.refresh(),
            EvidenceSource::None | EvidenceSource::Embedded(_) => Ok(()),
        };
        let evidence = evidence.map_err(|none| {
            let next = if matches!(none, FolderError::Io(_)) { REPLACED } else { "" };
            format!("the evidence folder: {none}{next}")
        });
        [handoff, runbook].into_iter().chain(upstream).chain([evidence]).filter_map(Result::err).collect()
    }

    /// First difference from the review that is not in `met`.
    pub(super) fn news(&mut self, review: &Review, met: &BTreeSet<String>) -> Option<Outside> {
        let judged = |runbook: &Runbook| Handoff::parse(&self.handoff.now, runbook).ok().map(Box::new);
        let new = |news: &Outside| !met.contains(&name(news));
        let runbook = || {
            let runbook = Box::new(self.runbook.now.clone());
            Some(Outside::RunbookChanged { handoff: judged(&runbook)?, runbook })
        };
        let handoff = || Some(Outside::HandoffChanged { handoff: judged(review.runbook())? });
        let other_runbook = self.runbook.now != *review.runbook();
        let other_handoff = Digest::compute(&self.handoff.now) != review.handoff().digest();
        // The runbook comes first, because the handoff is judged by it.
        let first = other_runbook.then(runbook).flatten().filter(new);
        let first = first.or_else(|| other_handoff.then(handoff).flatten().filter(new));
        let first = first.or_else(|| self.packet_news(review).find(new));
        let first = first.or_else(|| self.list_news(review).filter(new));
        first.or_else(|| self.evidence_news(review, met))
    }

    fn packet_news(&self, review: &Review) -> impl Iterator<Item = Outside> {
        let fields = review.runbook().owner_handoff.fingerprints();
        let given = fields.filter_map(|field| self.upstream.iter().find(|given| given.field == field));
        let checks = given.filter_map(|given| {
            UpstreamCheck::compare(&given.document, &given.field, review.handoff(), review.runbook())
        });
        let news = checks.filter(|check| review.packet_check(&check.field) != Some(check));
        news.map(|check| Outside::UpstreamDocumentChecked { check })
    }

    pub(super) fn upstream_file(&mut self, field: &str) -> Result<EvidenceFile, EvidenceError> {
        let given = self.upstream.iter_mut().find(|given| given.field == field);
        let given = given.ok_or(EvidenceError::Missing)?;
        // If nothing is recorded, no check came before.
        given.look(Care::Quick).map_err(|why| EvidenceError::Io(std::io::Error::other(why)))?;
        given.file()
    }

    /// Evidence that could not be checked, in words. Nothing is known to have changed there.
    pub(super) fn unseen(&self) -> Vec<String> {
        let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (item, why) in &self.unseen {
            if let Some(why) = why {
                by_reason.entry(why).or_default().push(item);
            }
        }
        let words = |(why, items): (&str, Vec<&str>)| format!("{}: {why}", evidence_name(&items.join(", ")));
        by_reason.into_iter().map(words).collect()
    }

    pub(super) fn is_unseen(&self, reference: &str) -> bool {
        self.unseen.contains_key(reference)
    }

    fn cannot_see(&mut self, item: &Item, why: &EvidenceError) {
        let told = match why {
            EvidenceError::Away => None,
            EvidenceError::Denied => Some(format!("{why}{REPLACED}")),
            _ => Some(why.to_string()),
        };
        self.unseen.insert(item.id.clone(), told);
    }

    fn list_news(&mut self, review: &Review) -> Option<Outside> {
        if matches!(self.evidence, EvidenceSource::None) {
            return None;
        }
        let (mut items, mut near, mut listed) = (Vec::new(), Vec::new(), Listed::default());
        for item in review.checklist().items().iter().filter(|item| item.names_file) {
            let known = review.evidence(&item.id).is_some();
            let has = file_of(review, item).map_or(Ok(false), |path| self.evidence.has(&path));
            let nearly = match &has {
                Ok(there) => review.value(&item.id).and_then(|value| {
                    let near = self.near.entry((value.to_owned(), *there));
                    near.or_insert_with(|| self.evidence.near_miss(value, &mut listed)).clone()
                }),
                // An unknown state counts as unchanged.
                Err(_) => review.near(&item.id).map(str::to_owned),
            };
            near.extend(nearly.map(|there| NearMiss { item: item.id.clone(), there }));
            let there = has.unwrap_or_else(|why| {
                self.cannot_see(item, &why);
                known
            });
            items.extend(there.then(|| item.id.clone()));
        }
        // An upstream document is known by its check, and is in no evidence folder.
        let references = review.checklist().items().iter().filter(|item| item.names_file);
        let known = references.filter(|item| review.evidence(&item.id).is_some());
        let same = known.map(|item| &item.id).eq(items.iter())
            && (review.closing().is_some() || review.knows_near(&near));
        (!same).then_some(Outside::EvidenceListed { items, near })
    }

    /// First opened evidence file whose bytes changed, or that is not a file any more.
    fn evidence_news(&mut self, review: &Review, met: &BTreeSet<String>) -> Option<Outside> {
        if matches!(self.evidence, EvidenceSource::None) {
            return None;
        }
        for item in review.checklist().items() {
            let known = match review.evidence(&item.id).filter(|_| item.names_file) {
                Some(Evidence::Read(read)) => Some(Found { digest: read.digest, bytes: read.bytes }),
                Some(Evidence::Moved(known)) => *known,
                Some(Evidence::Unread) | None => continue,
            };
            let found = match file_of(review, item).map(|path| self.found(&path)) {
                Some(Ok(found)) => Some(found),
                Some(Err(why)) if why.is_trouble() => {
                    self.cannot_see(item, &why);
                    continue;
                }
                Some(Err(_)) | None => None,
            };
            let moved = found.map(|found| found.digest) != known.map(|known| known.digest);
            if moved && !met.contains(&evidence_name(&item.id)) {
                return Some(Outside::EvidenceChanged { item: item.id.clone(), found });
            }
        }
        None
    }

    fn found(&mut self, path: &str) -> Result<Found, EvidenceError> {
        if let (EvidenceSource::Folder(folder), Some((stamp, found))) = (&self.evidence, self.seen.get(path))
            && folder.stamp(path).is_ok_and(|now| now == *stamp)
        {
            return Ok(*found);
        }
        self.read(path).map(|file| Found { digest: file.digest, bytes: file.bytes.len() as u64 })
    }

    /// Starts a reading ahead in the folder as it is now. Files read before do not count as just read.
    pub(super) fn reset(&mut self) {
        self.reread.clear();
        if let EvidenceSource::Folder(folder) = &mut self.evidence {
            // The next check reports a failure.
            let _ = folder.refresh();
        }
    }

    /// `paths` were read since the request that follows was made.
    pub(super) fn read_again(&mut self, paths: BTreeSet<String>) {
        self.reread = paths;
    }

    /// Files that a check would read, each once, with their sizes in bytes. Files that cannot be checked are omitted.
    pub(super) fn to_read(&self, review: &Review, care: Care) -> Vec<(String, u64)> {
        let known = |item: &&Item| !matches!(review.evidence(&item.id), None | Some(Evidence::Unread));
        let items = review.checklist().items().iter().filter(known);
        let paths: BTreeSet<Cow<str>> = items.filter_map(|item| file_of(review, item)).collect();
        let stamped = paths.into_iter().filter_map(|path| self.stamp(&path).ok().map(|stamp| (path, stamp)));
        let touched = |(path, stamp): &(Cow<str>, Stamp)| {
            care == Care::Full || self.seen.get(&**path).is_none_or(|(seen, _)| seen != stamp)
        };
        stamped.filter(touched).map(|(path, stamp)| (path.into_owned(), stamp.size_bytes())).collect()
    }

    /// `None` if the file cannot be read a piece at a time.
    pub(super) fn size(&self, path: &str) -> Option<u64> {
        self.stamp(path).ok().map(|stamp| stamp.size_bytes())
    }

    pub(super) fn stamp(&self, path: &str) -> Result<Stamp, EvidenceError> {
        match &self.evidence {
            EvidenceSource::Folder(folder) => folder.stamp(path),
            EvidenceSource::None | EvidenceSource::Embedded(_) => Err(EvidenceError::Missing),
        }
    }

    pub(super) fn piecewise(&self, path: &str) -> Option<Piecewise> {
        match &self.evidence {
            EvidenceSource::Folder(folder) => Piecewise::open(folder, path).ok(),
            EvidenceSource::None | EvidenceSource::Embedded(_) => None,
        }
    }

    pub(super) fn put(&mut self, path: &str, whole: &Whole) {
        let found = Found { digest: whole.digest, bytes: whole.count };
        self.seen.insert(path.to_owned(), (whole.stamp, found));
    }

    pub(super) fn read(&mut self, path: &str) -> Result<EvidenceFile, EvidenceError> {
        let (bytes, stamp) = self.evidence.read(path)?;
        let digest = Digest::compute(&bytes);
        if let Some(stamp) = stamp {
            let found = Found { digest, bytes: bytes.len() as u64 };
            self.seen.insert(path.to_owned(), (stamp, found));
        }
        Ok(EvidenceFile { path: path.to_owned(), bytes, digest })
    }
}

const REPLACED: &str = "; if it was replaced by another one, quit and run the same command";

/// A sandboxed process reaches the file that had the path at the start, not one that replaced it later. So a denied
/// access ends with the advice to start again.
pub(super) fn trouble(path: &Path, why: &ReadError) -> String {
    let next = if why.is_denied() { REPLACED } else { "" };
    format!("{}: {why}{next}", shown(path))
}

/// `None` unless the item names a file and its value is a path.
pub(super) fn file_of<'a>(review: &'a Review, item: &Item) -> Option<Cow<'a, str>> {
    if item.names_file { review.value(&item.id).and_then(path_of) } else { None }
}
