//! Findings of the check of an upstream document, from the check and the runbook alone.

use super::saying;
use super::saying::{Agreement, Member, Saying};
use super::{NotChecked, PlanCheck, UpstreamCheck, UpstreamMatch};
use crate::review::finding::{Finding, Rule};
use crate::review::runbook::Runbook;
use crate::review::text::visible;

impl UpstreamCheck {
    /// Each finding points to the handoff's field that the document contradicts.
    #[must_use]
    pub fn findings(&self, runbook: &Runbook) -> Vec<Finding> {
        let pointer = format!("/{}", self.field);
        let mut findings = Vec::new();
        if self.result == UpstreamMatch::NotMatched {
            let expected = "the fingerprint of the given upstream document";
            let message =
                "The fingerprint of the given upstream document differs from the one in the handoff.";
            let finding = Finding::new(Rule::OwnerHandoffNotMatched, pointer.clone(), expected, message);
            findings.push(finding.observing(Some(self.digest.to_string())));
        }
        match self.not_checked {
            // Any text may be a fingerprint; the content is compared all the same.
            None | Some(NotChecked::OpaqueFingerprint) => {}
            Some(why) => {
                let message = format!("The given upstream document is not checked: {}.", why.words());
                let expected = "a valid JSON document within the limits";
                findings.push(Finding::new(
                    Rule::UpstreamDocumentNotChecked,
                    pointer.clone(),
                    expected,
                    message,
                ));
            }
        }
        let invalid = match self.plan {
            None | Some(PlanCheck::Held) => None,
            Some(PlanCheck::Practice) => Some("is a practice export, which cannot be handed over"),
            Some(PlanCheck::Tampered) => {
                Some("is not a valid plan document; `strict-review verify` lists every fault")
            }
        };
        if let Some(invalid) = invalid {
            let expected = "the unchanged export of a review that was not practice";
            let message = format!("The upstream document {invalid}.");
            findings.push(Finding::new(Rule::UpstreamDocumentInvalid, pointer, expected, message));
        }
        let places = saying::places(&self.field, runbook, self.plan);
        for said in &self.says {
            let accepts = places.iter().find(|place| place.is_of(said)).map(|place| one_of(place.accepts()));
            findings.extend(finding(said, accepts.unwrap_or_default()));
        }
        findings
    }
}

fn finding(saying: &Saying, accepts: String) -> Option<Finding> {
    let Saying { member, field, pointer, says, handoff, agreement } = saying;
    let (what, pointer) = (what(*member, field), visible(pointer));
    let refused = match member {
        Member::Target => Rule::UpstreamTargetRefused,
        Member::Status | Member::Stage | Member::Declared | Member::Effect | Member::SecretLike => {
            Rule::UpstreamDocumentRefused
        }
    };
    let (rule, expected, message) = match agreement {
        Agreement::Refused if *member == Member::SecretLike => {
            let rule = says.as_deref().unwrap_or_default();
            let message = format!(
                "The upstream document contains text that looks like a credential at {pointer} \
                     ({rule})."
            );
            let expected = "a reference to where the secret is stored".to_owned();
            return Some(Finding::new(refused, format!("/{field}"), expected, message));
        }
        Agreement::Refused if *member == Member::Effect => {
            let message = format!("The upstream document does not have false as {field} at {pointer}.");
            (refused, "false".to_owned(), message)
        }
        Agreement::Agrees => return None,
        Agreement::Silent => {
            let message = format!(
                "The upstream document does not give its {what}: there is nothing at \
                 {pointer}."
            );
            (Rule::UpstreamDocumentSilent, accepts, message)
        }
        Agreement::Refused => {
            let message = format!("The upstream document gives a {what} at {pointer} that is not accepted.");
            (refused, accepts, message)
        }
        Agreement::Differs => {
            let message = format!(
                "The upstream document gives a {what} at {pointer} that differs from the \
                 handoff."
            );
            (refused, handoff.clone().unwrap_or_default(), message)
        }
    };
    Some(Finding::new(rule, format!("/{field}"), expected, message).observing(says.clone()))
}

fn what(member: Member, field: &str) -> String {
    match member {
        Member::Status => "status".to_owned(),
        Member::Stage => "stage".to_owned(),
        Member::Declared | Member::Target | Member::Effect | Member::SecretLike => {
            format!("value of {field}")
        }
    }
}

fn one_of(accepts: &[String]) -> String {
    match accepts {
        [only] => only.clone(),
        several => format!("one of: {}", several.join(", ")),
    }
}
