//! Verification of a plan document: written by this program, whole, and with the result that its content gives.
//!
//! Nothing here authenticates: anyone who can write a file can write another one that holds. It finds changes that
//! nobody meant or admits, and documents that claim more than their content gives.

mod compare;
mod conclude;
#[cfg(test)]
mod flipped_tests;
#[cfg(test)]
mod forged_tests;
#[cfg(test)]
mod honest_tests;
#[cfg(test)]
mod lies_tests;
mod pins;
pub(crate) mod rebuild;
mod rederive;
mod reevaluate;
mod report;
#[cfg(test)]
mod tests;
mod times;
#[cfg(test)]
mod times_tests;
pub mod upstream_document;
#[cfg(test)]
mod upstream_fed_tests;
#[cfg(test)]
mod upstream_harm_tests;
#[cfg(test)]
mod upstream_tests;

use serde_json::{Map, Value};

pub use self::conclude::Required;
pub use self::reevaluate::{Now, Pinned};
pub use self::report::{Check, CheckStatus, Report};

use self::compare::quoted;
use self::rederive::{Mismatches, mismatches};
use super::fingerprint::{Digest, fingerprint};
use super::handoff::Handoff;
use super::plan::document::Document;
use super::plan::record::Record;
use super::plan::{FORMAT, contradictions};
use super::problem::{Fault, ParseError};
use super::runbook::{Kind, Runbook};
use super::sitting::Input;
use super::{canonical, json, limits};

pub struct Verified<'a> {
    pub report: Report,
    bytes: &'a [u8],
    runbook: &'a Runbook,
    members: Map<String, Value>,
    document: Option<Document>,
    named: Option<Digest>,
    /// True if the document names the present runbook, or none.
    is_in_force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    Plan,
    Review,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    #[error("{0}")]
    Unusable(#[from] ParseError),
    /// Not the one format that this program reads, perhaps a newer version of it.
    #[error("is not a document of the format {FORMAT}, the only supported one")]
    OtherFormat,
    /// Intact, but about another stage than the present runbook.
    #[error("is about the stage {stage}, which this runbook does not define")]
    OtherStage { stage: String },
}

/// Makes every check that needs no other file than the runbook.
pub fn verify<'a>(
    bytes: &'a [u8],
    runbook: &'a Runbook,
    wanted: Wanted,
) -> Result<Verified<'a>, VerifyError> {
    let members = json::read_object(bytes, &limits::PLAN)?;
    if members.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(VerifyError::OtherFormat);
    }
    let named: Option<Digest> =
        members.get("runbookFingerprint").and_then(Value::as_str).and_then(|named| named.parse().ok());
    // A document that names no runbook is compared with the present one, and fails there.
    let is_in_force = named.is_none_or(|named| named == runbook.fingerprint());
    let report = Report::default();
    let mut verified = Verified { report, bytes, runbook, members, document: None, named, is_in_force };
    verified.hold_bytes();
    let stage = verified.members.get("stage").and_then(Value::as_str).filter(|stage| *stage != runbook.stage);
    match stage {
        // A changed document is reported as tampered, whatever stage it names.
        Some(stage) if !is_in_force && verified.report.status() == CheckStatus::Held => {
            return Err(VerifyError::OtherStage { stage: quoted("stage", stage) });
        }
        Some(_) | None => {}
    }
    if verified.is_in_force {
        verified.hold_content();
    } else {
        verified.hold_without_definition(named);
    }
    verified.hold_times();
    verified.hold_review(wanted);
    Ok(verified)
}

impl Verified<'_> {
    fn hold_bytes(&mut self) {
        let mut canonical = canonical::object_bytes(&self.members);
        canonical.push(b'\n');
        let computed = fingerprint(&self.members);
        let carried = self.members.get("fingerprint").and_then(Value::as_str);
        let same = carried == Some(computed.to_string().as_str());
        let first =
            self.bytes.iter().zip(&canonical).take_while(|(found, expected)| found == expected).count();
        let (standing, message) = match (self.bytes == canonical, same) {
            (true, _) => (CheckStatus::Held, "the bytes are the canonical form and a newline".to_owned()),
            (false, true) => (
                CheckStatus::Tampered,
                format!(
                    "same content in different bytes: not the canonical form and a newline, first at byte \
                     {first}"
                ),
            ),
            (false, false) => (
                CheckStatus::Tampered,
                format!("is not the canonical form and a newline, first at byte {first}"),
            ),
        };
        self.report.add("canonical-form", standing, "", message);
        let (standing, message) = if same {
            (CheckStatus::Held, format!("matches the content, {computed}"))
        } else {
            (CheckStatus::Tampered, format!("does not match the content, which has {computed}"))
        };
        self.report.add("fingerprint", standing, "/fingerprint", message);
    }

    fn hold_content(&mut self) {
        self.report.add("runbook", CheckStatus::Held, "/runbookFingerprint", "the runbook is the one in use");
        let is_flag =
            |pointer: &str| self.runbook.flags().any(|flag| pointer.strip_prefix('/') == Some(flag));
        let raised = self.raised_flags(self.runbook.flags().map(str::to_owned).collect());
        let mut faults = Vec::new();
        match Document::read(self.members.clone(), self.runbook) {
            Ok((document, _)) => self.document = Some(document),
            Err(found) => faults = found,
        }
        // Flags of blocked actions have a check of their own.
        faults.retain(|fault| !is_flag(&fault.pointer));
        self.report.hold("schema", CheckStatus::Tampered, places_of(faults), "every member is a known one");
        self.report.hold("flags", CheckStatus::Tampered, raised, "every effect flag is present and false");
        let Some(document) = &self.document else {
            for id in ["status", "checklist", "asked"] {
                self.report.skip(id, "schema or flags are invalid");
            }
            return;
        };
        let (handoff, faults) = Handoff::as_recorded(document, self.runbook);
        let mut found = Mismatches::default();
        found.take_faults(faults);
        found.join(mismatches(document, &self.members, handoff, self.runbook));
        if found.unjudged && found.rest.is_empty() {
            self.report.skip("status", "the checklist is invalid");
        } else {
            let held = "status, findings, packet and next step follow from the rest of the document";
            self.report.hold("status", CheckStatus::Tampered, found.rest, held);
        }
        if document.review.is_some() {
            let held = "steps, items and answers match the runbook";
            self.report.hold("checklist", CheckStatus::Tampered, found.record, held);
            if found.unjudged {
                self.report.skip("asked", "the checklist is invalid");
            } else {
                let held = "every question, sentence and title matches the runbook";
                self.report.hold("asked", CheckStatus::Tampered, found.asked, held);
            }
        } else {
            for id in ["checklist", "asked"] {
                self.report.skip(id, "it records no review");
            }
        }
    }

    fn raised_flags(&self, flags: Vec<String>) -> Vec<(String, String)> {
        let told = |flag: String| {
            let message = match self.members.get(&flag) {
                Some(Value::Bool(false)) => return None,
                Some(Value::Bool(true)) => "is true; an effect flag is always false",
                Some(_) => "is neither true nor false; an effect flag is always false",
                None => "is missing; an effect flag is always present and false",
            };
            Some((format!("/{flag}"), message.to_owned()))
        };
        flags.into_iter().filter_map(told).collect()
    }

    fn hold_without_definition(&mut self, named: Option<Digest>) {
        let at_hand = self.runbook.fingerprint();
        let message = match named {
            Some(named) => format!("was made with the runbook {named}; the one in use is {at_hand}"),
            None => format!("was made with another runbook than the one in use, {at_hand}"),
        };
        self.report.add("runbook", CheckStatus::Stale, "/runbookFingerprint", message);
        match Document::read_without_definition(self.members.clone()) {
            Ok(document) => {
                self.document = Some(document);
                self.report.skip(
                    "schema",
                    "the fixed members are valid; the others need the runbook the document \
                         names",
                );
            }
            Err(faults) => self.report.hold("schema", CheckStatus::Tampered, places_of(faults), ""),
        }
        let raised = self.raised_without_definition();
        if raised.is_empty() {
            self.report
                .skip("flags", "no effect flag is true; their list needs the runbook the document names");
        } else {
            self.report.hold("flags", CheckStatus::Tampered, raised, "");
        }
        let contradictions = self.document.as_ref().map(Document::contradictions).unwrap_or_default();
        if contradictions.is_empty() {
            self.report.skip("checklist", "needs the runbook the document names");
        } else {
            self.report.hold("checklist", CheckStatus::Tampered, contradictions, "");
        }
        for id in ["status", "asked"] {
            self.report.skip(id, "needs the runbook the document names");
        }
    }

    /// Members that are true and cannot be the ready flag: there is only one, and only with a packet.
    fn raised_without_definition(&self) -> Vec<(String, String)> {
        let (effects, others): (Vec<String>, Vec<String>) = contradictions::raised(&self.members)
            .cloned()
            .partition(|name| self.runbook.flags().any(|flag| flag == name));
        let packet = self.members.get("packet").is_some_and(Value::is_object);
        let mut told = self.raised_flags(effects);
        if others.len() > usize::from(packet) {
            let message = "is true; only the ready flag of a document with a packet may be";
            let place =
                |name: String| (format!("/{}", super::problem::pointer_token(&name)), message.to_owned());
            told.extend(others.into_iter().map(place));
        }
        told
    }

    fn hold_review(&mut self, wanted: Wanted) {
        let Some(document) = &self.document else {
            for id in ["review-present", "practice", "ready"] {
                self.report.skip(id, "the document could not be read");
            }
            return;
        };
        let practice = document.review.as_ref().map(|record| record.practice);
        let listed = self.runbook.status(&document.status);
        (self.report.review, self.report.practice) = (practice.is_some(), practice == Some(true));
        let piped = |record: &Record| record.sittings.iter().all(|sitting| sitting.input == Input::Pipe);
        self.report.piped = document.review.as_ref().is_some_and(piped);
        self.report.status = listed.map(|status| status.status.clone());
        match (practice, wanted) {
            (Some(_), _) => {
                let message = "it records a review, which is not an approval";
                self.report.add("review-present", CheckStatus::Held, "/review", message);
            }
            (None, Wanted::Plan) => {
                self.report.skip("review-present", "it records no review: it is the plan of a request");
            }
            (None, Wanted::Review) => {
                let message = "it records no review: it is the plan of a request";
                self.report.add("review-present", CheckStatus::NotReady, "/review", message);
            }
        }
        match practice {
            Some(true) => {
                let message = "the review was practice, which is never ready";
                self.report.add("practice", CheckStatus::NotReady, "/review/practice", message);
            }
            Some(false) => {
                self.report.add(
                    "practice",
                    CheckStatus::Held,
                    "/review/practice",
                    "the record says that it was not practice",
                );
            }
            None => self.report.skip("practice", "it records no review"),
        }
        let (standing, message) = match listed.map(|status| status.kind).filter(|_| self.is_in_force) {
            None => (CheckStatus::NotChecked, "needs the runbook the document names"),
            Some(Kind::Ready) => {
                (CheckStatus::Held, "the status is a ready one: ready for the owner's review")
            }
            Some(Kind::More | Kind::ChangesRequested | Kind::Rejected | Kind::Blocked) => {
                (CheckStatus::NotReady, "the status is not a ready one")
            }
        };
        self.report.add("ready", standing, "/status", message);
    }
}

fn places_of(faults: Vec<Fault>) -> Vec<(String, String)> {
    faults.into_iter().map(|fault| (fault.pointer, fault.message)).collect()
}
