//! Comparison of a document with its inputs: the handoff, the evidence files, the upstream documents, the journal.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Verified;
use super::compare::{Difference, differences, quoted};
use super::pins;
use super::pins::Pin;
use super::rederive::{Mismatches, mismatches, unlike};
use super::report::CheckStatus;
use super::upstream_document::UpstreamDocument;
use crate::review::action::Found;
use crate::review::evidence::path_of;
use crate::review::finding::Rule;
use crate::review::fingerprint::Digest;
use crate::review::handoff::Handoff;
use crate::review::plan::Plan;
use crate::review::plan::document::{Document, Evidence, handoff_members};
use crate::review::plan::record::Record;
use crate::review::problem::ParseError;
use crate::review::runbook::Runbook;
use crate::review::upstream::{Agreement, Member, UpstreamCheck};
use crate::review::{json, limits};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    pub field: String,
    /// Path of the file below the evidence folder; `None` if the reference names none.
    pub path: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Now {
    File(Found),
    /// No file that could be evidence, with the reason.
    NoFile(String),
    /// The reason why it could not be read, which proves nothing about its bytes.
    Unread(String),
}

const UNREAD: &str = "the document could not be read";
const NO_DEFINITION: &str = "the runbook the document names is not the one in use";

impl Verified<'_> {
    /// Fails if the bytes are not a handoff that can be judged.
    pub fn recheck_handoff(&mut self, bytes: &[u8]) -> Result<(), ParseError> {
        let handoff = Handoff::parse(bytes, self.runbook)?;
        let Some(document) = &self.document else {
            self.report.skip("handoff", UNREAD);
            return Ok(());
        };
        let digest = document.review.as_ref().map(|record| record.handoff_digest);
        let (standing, places) = match digest {
            Some(reviewed) if reviewed != handoff.digest() => {
                (CheckStatus::Stale, self.changed(document, &handoff, reviewed))
            }
            _ if !self.is_in_force => {
                self.report.skip("handoff", NO_DEFINITION);
                return Ok(());
            }
            Some(_) => {
                let Mismatches { record, rest, .. } =
                    mismatches(document, &self.members, handoff, self.runbook);
                (CheckStatus::Tampered, rest.into_iter().chain(record).collect())
            }
            None => {
                let checks = &document.upstream_documents;
                let now = unlike(&self.members, &Plan::of_request_with(self.runbook, &handoff, checks));
                (CheckStatus::Stale, now.into_iter().map(changed_member).collect())
            }
        };
        self.report.hold("handoff", standing, places, "the document follows from the handoff");
        Ok(())
    }

    fn changed(&self, document: &Document, now: &Handoff, reviewed: Digest) -> Vec<(String, String)> {
        let digests = format!("was {reviewed}; the handoff is {} now", now.digest());
        let mut places = vec![("/review/handoffDigest".to_owned(), digests)];
        if self.is_in_force {
            for (pointer, field, was) in texts(document, self.runbook) {
                let side = |text: Option<&str>| {
                    text.map_or_else(|| "nothing usable".to_owned(), |text| quoted(field, text))
                };
                let now = now.value(field);
                if now != was {
                    places.push((
                        pointer,
                        format!("was {}; in the handoff it is {} now", side(was), side(now)),
                    ));
                }
            }
        }
        places
    }

    #[must_use]
    pub fn pinned(&self) -> Vec<Pinned> {
        let pins = self.document.iter().flat_map(|document| pins::all(document, self.runbook));
        let pinned = pins.filter(|pin| pin.evidence.is_some());
        let path = |value: &str| path_of(value).map(Cow::into_owned);
        pinned
            .map(|Pin { field, value, .. }| Pinned { field: field.to_owned(), path: value.and_then(path) })
            .collect()
    }

    pub fn recheck_evidence(&mut self, now: &BTreeMap<String, Now>) {
        let Some(document) = &self.document else {
            self.report.skip("evidence", UNREAD);
            return;
        };
        // A reference that is left out is not pinned, and could not be.
        let pins =
            pins::all(document, self.runbook).filter(|pin| pin.value.is_some() || pin.evidence.is_some());
        for Pin { field, place, value, evidence } in pins {
            let id = format!("evidence/{field}");
            let file = value.map_or_else(|| "no file".to_owned(), |value| quoted(field, value));
            let (standing, message) = match (&evidence, now.get(field)) {
                (None, _) => (CheckStatus::NotChecked, "is not pinned: no file was opened for it".to_owned()),
                (Some(was), Some(Now::File(now))) if (was.digest, was.bytes) == (now.digest, now.bytes) => {
                    (CheckStatus::Held, format!("{file} has the bytes that were opened"))
                }
                (Some(was), Some(Now::File(Found { digest, bytes }))) => {
                    let now = Evidence { digest: *digest, bytes: *bytes };
                    (CheckStatus::Stale, format!("{file} was {}, and is {}", bytes_of(was), bytes_of(&now)))
                }
                (Some(was), Some(Now::NoFile(why))) => (
                    CheckStatus::Stale,
                    format!("{file} was {}, and cannot be read now: {why}", bytes_of(was)),
                ),
                (Some(_), Some(Now::Unread(why))) => (
                    CheckStatus::NotChecked,
                    format!("{file} cannot be read now, so it is not compared: {why}"),
                ),
                (Some(was), None) => {
                    (CheckStatus::Stale, format!("was {}, and the reference names no file", bytes_of(was)))
                }
            };
            self.report.add(id, standing, place, message);
        }
    }

    pub fn recheck_upstream(&mut self, given: &[(&str, &UpstreamDocument)]) {
        let Some(document) = self.document.as_ref().filter(|_| self.is_in_force) else {
            if !given.is_empty() {
                let why = if self.is_in_force { UNREAD } else { NO_DEFINITION };
                self.report.skip("upstream", why);
            }
            return;
        };
        let (handoff, _) = Handoff::as_recorded(document, self.runbook);
        for field in self.runbook.owner_handoff.fingerprints() {
            let recorded = document.upstream_documents.iter().position(|check| check.field == field);
            let known = recorded.and_then(|at| Some((at, document.upstream_documents.get(at)?)));
            let place = known.map_or_else(String::new, |(at, _)| format!("/upstreamDocuments/{at}"));
            let (id, given) = (format!("upstream/{field}"), given.iter().find(|(named, _)| *named == field));
            let recorded = known.map(|(_, check)| check);
            let told = match given {
                None => vec![not_given(recorded)],
                Some((_, given)) => {
                    let now = UpstreamCheck::compare(given, field, &handoff, self.runbook);
                    held_against(recorded, now.as_ref(), given.digest(), self.runbook)
                }
            };
            for (standing, message) in told {
                self.report.add(id.clone(), standing, place.clone(), message);
            }
        }
    }

    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.document.as_ref()?.review.as_ref()
    }

    /// `rebuilt` is the document that the journal gives at the line named, or the reason why it gives none.
    pub fn recheck_journal(&mut self, rebuilt: Result<&[u8], &str>) {
        let Some(document) = &self.document else {
            self.report.skip("journal", UNREAD);
            return;
        };
        if document.review.is_none() {
            let message = "it records no review, so no journal belongs to it";
            self.report.add("journal", CheckStatus::NotReady, "/review", message);
            return;
        }
        let places = match rebuilt {
            Err(why) => vec![("/review/journalHead".to_owned(), why.to_owned())],
            Ok(rebuilt) if rebuilt == self.bytes => Vec::new(),
            Ok(rebuilt) => {
                let expected = json::read_object(rebuilt, &limits::PLAN).unwrap_or_default();
                let told = |d: Difference| {
                    (d.pointer, format!("is {}; in the journal it is {}", d.found, d.expected))
                };
                let mut places: Vec<_> =
                    differences(&self.members, &expected).into_iter().map(told).collect();
                if places.is_empty() {
                    places.push((
                        String::new(),
                        "the journal gives the same content in different bytes".to_owned(),
                    ));
                }
                places
            }
        };
        self.report.hold("journal", CheckStatus::Tampered, places, "the journal gives the same bytes");
    }
}

fn not_given(recorded: Option<&UpstreamCheck>) -> (CheckStatus, String) {
    let message = match recorded {
        None => "no upstream document was given, then or now; pass it with --upstream FILE".to_owned(),
        Some(check) => {
            format!("was {}; the document is not given now, pass it with --upstream FILE", check.words())
        }
    };
    (CheckStatus::NotChecked, message)
}

fn held_against(
    recorded: Option<&UpstreamCheck>,
    now: Option<&UpstreamCheck>,
    digest: Digest,
    runbook: &Runbook,
) -> Vec<(CheckStatus, String)> {
    if let Some(was) = recorded.filter(|was| was.digest != digest) {
        return vec![(CheckStatus::Stale, format!("was {}, and is {digest}", was.digest))];
    }
    let Some(now) = now else {
        return vec![(CheckStatus::NotChecked, "the document has no fingerprint to compare".to_owned())];
    };
    if let Some(was) = recorded.filter(|was| !same(was, now)) {
        return vec![(
            CheckStatus::Tampered,
            format!("says {}; the document gives {}", was.words(), now.words()),
        )];
    }
    let mut told: Vec<_> = now
        .findings(runbook)
        .into_iter()
        .map(|finding| {
            let is_other = finding.rule == Rule::OwnerHandoffNotMatched;
            let standing = if is_other { CheckStatus::Stale } else { CheckStatus::NotReady };
            let observed =
                finding.observed.map(|observed| format!("; observed \"{observed}\"")).unwrap_or_default();
            (
                standing,
                format!(
                    "{}: {} Expected {}{observed}",
                    finding.rule.code(),
                    finding.message,
                    finding.expected
                ),
            )
        })
        .collect();
    if let Some(why) = now.not_checked {
        told.insert(0, (CheckStatus::NotChecked, format!("not checked: {}", why.words())));
    }
    if told.is_empty() {
        told.push((
            CheckStatus::Held,
            format!("{}, and agrees with the document and the runbook", now.words()),
        ));
    }
    told
}

/// Ignores the handoff's declared values, because a plan document does not keep them.
fn same(was: &UpstreamCheck, now: &UpstreamCheck) -> bool {
    let known = |check: &UpstreamCheck| {
        let mut check = check.clone();
        for saying in check.says.iter_mut().filter(|saying| saying.member == Member::Declared) {
            saying.handoff = None;
            if saying.agreement == Agreement::Differs {
                saying.agreement = Agreement::Agrees;
            }
        }
        check
    };
    known(was) == known(now)
}

fn bytes_of(evidence: &Evidence) -> String {
    format!("{} ({} bytes)", evidence.digest, evidence.bytes)
}

fn changed_member(Difference { pointer, found, expected }: Difference) -> (String, String) {
    (pointer, format!("is {found}; from the handoff it is now {expected}"))
}

fn texts<'a>(
    document: &'a Document,
    runbook: &'a Runbook,
) -> impl Iterator<Item = (String, &'a str, Option<&'a str>)> {
    let handoff = handoff_members(runbook).map(|(member, field)| {
        let text = document.owner_handoff.get(member).and_then(Option::as_deref);
        (format!("/ownerHandoff/{member}"), field, text)
    });
    let target = runbook.target.iter().map(|target| {
        let text = document.target.get(&target.member).and_then(Option::as_deref);
        (format!("/target/{}", target.member), target.field.as_str(), text)
    });
    let references = document.references.iter().enumerate().map(|(i, reference)| {
        (format!("/references/{i}/value"), reference.field.as_str(), reference.value.as_deref())
    });
    handoff.chain(target).chain(references)
}
