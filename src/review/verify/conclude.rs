//! The end of every report: comparisons that were made, and those that were not.

use super::Verified;
use super::report::{Check, CheckStatus};
use crate::review::fingerprint::{Digest, fingerprint};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Required {
    pub journal: bool,
    pub evidence: bool,
}

/// Checks that a caller asks for, and the message if nobody did.
const UNASKED: [(&str, &str); 5] = [
    ("handoff", "not compared with a handoff; --handoff FILE checks its values"),
    (
        "evidence",
        "not compared with evidence files; --evidence DIR checks that each file has the bytes that were opened",
    ),
    (
        "journal",
        "not compared with a journal; --journal FILE checks that these answers, times and texts were recorded",
    ),
    (
        PIN,
        "not compared with a fingerprint you noted; --fingerprint DIGEST checks that it is the same document",
    ),
    (
        RUNBOOK_PIN,
        "not compared with a runbook fingerprint you noted; --runbook-fingerprint DIGEST checks that this \
         runbook was used",
    ),
];

const PIN: &str = "noted-fingerprint";
const RUNBOOK_PIN: &str = "noted-runbook-fingerprint";

impl Verified<'_> {
    pub fn hold_noted_fingerprint(&mut self, noted: Digest) {
        let computed = fingerprint(&self.members);
        let (standing, message) = if computed == noted {
            (CheckStatus::Held, "is the one you noted".to_owned())
        } else {
            (CheckStatus::Tampered, format!("of this content is {computed}; the one you noted is {noted}"))
        };
        self.report.add(PIN, standing, "/fingerprint", message);
    }

    /// Never reports tampering: a document that was made with another runbook may be honest.
    pub fn hold_noted_runbook(&mut self, noted: Digest) {
        let (standing, message) = match self.named {
            Some(named) if named == noted => (CheckStatus::Held, "is the one you noted".to_owned()),
            Some(named) => (CheckStatus::Stale, format!("is {named}; the one you noted is {noted}")),
            None => (CheckStatus::Stale, format!("is not a digest; the one you noted is {noted}")),
        };
        self.report.add(RUNBOOK_PIN, standing, "/runbookFingerprint", message);
    }

    /// Reports comparisons that were not made. Without a required one the document is not ready.
    pub fn conclude(&mut self, required: Required) {
        let is_review = self.record().is_some();
        let no_review = self.document.is_some() && !is_review;
        for (id, why) in UNASKED {
            let asked = self.report.checks.iter().any(|check| is_about(&check.id, id));
            if asked {
                continue;
            }
            let bound_to_a_review = ["evidence", "journal"].contains(&id);
            let why = if bound_to_a_review && no_review { "it records no review" } else { why };
            self.report.skip(id, why);
        }
        // Without an upstream document there is nothing to compare.
        let had_upstream =
            self.document.as_ref().is_some_and(|document| !document.upstream_documents.is_empty());
        let applies = |id: &&str| match *id {
            "handoff" => true,
            "upstream" => had_upstream,
            _ => is_review,
        };
        self.report.unchecked = ["journal", "evidence", "handoff", "upstream"]
            .into_iter()
            .filter(applies)
            .filter_map(|id| self.unchecked(id))
            .collect();
        for (id, required) in [("journal", required.journal), ("evidence", required.evidence)] {
            let open = self.report.checks.iter_mut().filter(|check| required && is_about(&check.id, id));
            for check in open.filter(|check| check.status == CheckStatus::NotChecked) {
                check.status = CheckStatus::NotReady;
                check.message = format!("required but not checked: {}", check.message);
            }
        }
    }

    fn unchecked(&self, id: &str) -> Option<String> {
        // Only upstream documents that the plan document knows count; their checks have a pointer into it.
        let known = |check: &&Check| id != "upstream" || !check.place.is_empty();
        let checks = self.report.checks.iter().filter(|check| is_about(&check.id, id)).filter(known);
        let (open, made): (Vec<_>, Vec<_>) =
            checks.partition(|check| check.status == CheckStatus::NotChecked);
        match (made.len(), open.len()) {
            (_, 0) => None,
            (0, _) => Some(id.to_owned()),
            (_, open) if id == "upstream" => Some(format!("{open} of the upstream documents")),
            (_, 1) => Some(format!("{id} of 1 reference")),
            (_, open) => Some(format!("{id} of {open} references")),
        }
    }
}

/// True for the check itself and for its parts, such as `evidence/backupReference`.
fn is_about(check: &str, id: &str) -> bool {
    check.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::super::forged_tests::rich_export;
    use super::super::tests::{export, request, written};
    use super::super::*;
    use super::*;
    use crate::review::action::Found;
    use crate::review::testing::{HANDOFF, PREPARE, json, runbook, second_runbook, walked};

    fn status_of(report: &Report, id: &str) -> CheckStatus {
        report.checks.iter().find(|check| check.id == id).map(|check| check.status).unwrap()
    }

    #[test]
    fn everything_that_nothing_was_held_against_is_told_with_what_it_needs() {
        let (bytes, runbook) = (written(export(walked(), PREPARE)), runbook());
        let mut verified = verify(&bytes, &runbook, Wanted::Plan).unwrap();
        verified.conclude(Required::default());
        for (id, flag) in [
            ("handoff", "--handoff FILE"),
            ("evidence", "--evidence DIR"),
            ("journal", "--journal FILE"),
            ("noted-fingerprint", "--fingerprint DIGEST"),
            ("noted-runbook-fingerprint", "--runbook-fingerprint DIGEST"),
        ] {
            let check = verified.report.checks.iter().find(|check| check.id == id).unwrap();
            assert_eq!(check.status, CheckStatus::NotChecked, "{id}");
            assert!(check.message.contains(flag), "{id}: {}", check.message);
        }
        assert_eq!(verified.report.unchecked, ["journal", "evidence", "handoff"]);
        assert_eq!(verified.report.status(), CheckStatus::Held);
    }

    #[test]
    fn only_what_was_not_held_against_anything_is_told_so() {
        let (bytes, runbook) = (written(export(walked(), PREPARE)), runbook());
        let mut verified = verify(&bytes, &runbook, Wanted::Plan).unwrap();
        verified.recheck_handoff(json(HANDOFF).to_string().as_bytes()).unwrap();
        verified.recheck_journal(Ok(&bytes));
        verified.conclude(Required { journal: true, evidence: false });
        assert_eq!(verified.report.unchecked, ["evidence"]);
        assert_eq!(verified.report.status(), CheckStatus::Held);
        for id in ["handoff", "journal"] {
            assert_eq!(status_of(&verified.report, id), CheckStatus::Held);
        }
    }

    #[test]
    fn references_without_a_file_are_counted_beside_those_that_were_held_against_theirs() {
        let (bytes, runbook) = (written(rich_export()), second_runbook());
        let mut verified = verify(&bytes, &runbook, Wanted::Plan).unwrap();
        let policy = "retentionPolicyReference".to_owned();
        let found = Found { digest: Digest::compute(b"policy"), bytes: 6 };
        verified.recheck_evidence(&[(policy, Now::File(found))].into());
        verified.conclude(Required::default());
        // One more is left out of the handoff, and one was compared with its file.
        let others = runbook.references.len() - 2;
        let evidence = format!("evidence of {others} references");
        assert_eq!(verified.report.unchecked, ["journal", &evidence, "handoff"]);
    }

    #[test]
    fn what_is_required_and_was_not_checked_is_not_ready() {
        let (bytes, runbook) = (written(export(walked(), PREPARE)), runbook());
        for (journal, evidence) in [(true, false), (false, true), (true, true)] {
            let mut verified = verify(&bytes, &runbook, Wanted::Plan).unwrap();
            verified.conclude(Required { journal, evidence });
            for (id, required) in [("journal", journal), ("evidence", evidence)] {
                let expected = if required { CheckStatus::NotReady } else { CheckStatus::NotChecked };
                assert_eq!(status_of(&verified.report, id), expected, "{id}");
            }
        }
        // A folder was named, and no reference is pinned to a file in it.
        let mut unpinned = verify(&bytes, &runbook, Wanted::Plan).unwrap();
        unpinned.recheck_evidence(&std::collections::BTreeMap::new());
        unpinned.conclude(Required { journal: false, evidence: true });
        assert_eq!(status_of(&unpinned.report, "evidence/backupReference"), CheckStatus::NotReady);
        assert_eq!(unpinned.report.unchecked, ["journal", "evidence", "handoff"]);
    }

    #[test]
    fn the_plan_of_a_request_has_no_journal_and_no_evidence_to_be_held_against() {
        let (bytes, runbook) = (written(request(|_| ())), runbook());
        let mut plan = verify(&bytes, &runbook, Wanted::Plan).unwrap();
        plan.conclude(Required::default());
        assert_eq!(plan.report.unchecked, ["handoff"]);
        let journal = plan.report.checks.iter().find(|check| check.id == "journal").unwrap();
        assert_eq!((journal.status, &*journal.message), (CheckStatus::NotChecked, "it records no review"));
    }

    #[test]
    fn another_fingerprint_than_the_noted_one_is_tampered_and_another_runbook_is_stale() {
        let (bytes, runbook) = (written(export(walked(), PREPARE)), runbook());
        let members = json(&bytes);
        let own = members["fingerprint"].as_str().unwrap().parse().unwrap();
        let other = Digest::compute(b"other");
        for (noted, expected) in [(own, CheckStatus::Held), (other, CheckStatus::Tampered)] {
            let mut verified = verify(&bytes, &runbook, Wanted::Plan).unwrap();
            verified.hold_noted_fingerprint(noted);
            verified.conclude(Required::default());
            assert_eq!(status_of(&verified.report, "noted-fingerprint"), expected);
            assert_eq!(verified.report.status(), expected);
        }
        for (noted, expected) in [(runbook.fingerprint(), CheckStatus::Held), (other, CheckStatus::Stale)] {
            let mut verified = verify(&bytes, &runbook, Wanted::Plan).unwrap();
            verified.hold_noted_runbook(noted);
            verified.conclude(Required::default());
            assert_eq!(status_of(&verified.report, "noted-runbook-fingerprint"), expected);
            assert_eq!(verified.report.status(), expected);
        }
    }
}
