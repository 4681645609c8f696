//! Explanations of codes: finding rules, statuses, decisions, blocked actions, runbook warnings and secret rules.

use super::finding::Need;
use super::finding::{Rule, Weight};
use super::runbook::Runbook;
use super::runbook::warnings::Code;
use super::secret;

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    pub code: String,
    pub sort: &'static str,
    pub meaning: String,
    pub expected: String,
    pub next: String,
}

#[must_use]
pub fn explain(runbook: &Runbook, code: &str) -> Option<Explanation> {
    rule(code)
        .or_else(|| status(runbook, code))
        .or_else(|| decision(runbook, code))
        .or_else(|| effect(runbook, code))
        .or_else(|| warning(code))
        .or_else(|| secret_rule(code))
}

pub fn codes(runbook: &Runbook) -> impl Iterator<Item = &str> {
    Group::ALL.into_iter().flat_map(|group| group.codes(runbook))
}

/// Codes of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Findings,
    Statuses,
    Decisions,
    Flags,
    Warnings,
    Secrets,
}

impl Group {
    pub const ALL: [Self; 6] =
        [Self::Findings, Self::Statuses, Self::Decisions, Self::Flags, Self::Warnings, Self::Secrets];

    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Findings => "Findings",
            Self::Statuses => "Statuses",
            Self::Decisions => "Decisions",
            Self::Flags => "Flags of write actions, always false",
            Self::Warnings => "Runbook warnings",
            Self::Secrets => "Secret rules",
        }
    }

    #[must_use]
    pub fn codes(self, runbook: &Runbook) -> Vec<&str> {
        match self {
            Self::Findings => Rule::ALL.iter().map(|rule| rule.code()).collect(),
            Self::Statuses => runbook.statuses.iter().map(|status| status.status.as_str()).collect(),
            Self::Decisions => runbook.decision_literals().collect(),
            Self::Flags => runbook.flags().collect(),
            Self::Warnings => Code::ALL.into_iter().map(|code| -> &str { code.code() }).collect(),
            Self::Secrets => secret::rules().map(|rule| -> &str { rule.id() }).collect(),
        }
    }
}

fn rule(code: &str) -> Option<Explanation> {
    let rule = Rule::ALL.into_iter().find(|rule| rule.code() == code)?;
    let weight = match rule.weight() {
        Weight::Effect => "It gives the status of the requested write action.",
        Weight::Stage => "It gives the status that blocks the stage.",
        Weight::Gap(Need::Phases | Need::References | Need::Confirmations) => {
            "It stops only a decision that needs this part complete."
        }
    };
    let (meaning, expected, next) =
        (format!("{} {weight}", meaning(rule)), expected(rule).to_owned(), next(rule).to_owned());
    Some(Explanation { code: code.to_owned(), sort: "finding rule", meaning, expected, next })
}

fn meaning(rule: Rule) -> &'static str {
    match rule {
        Rule::EffectAsked => {
            "The input has an effect flag that is true, or a decision that requests a write action. This \
             program carries out none."
        }
        Rule::EffectFlagNotBoolean => "An effect flag is neither true nor false, so its claim is unclear.",
        Rule::OwnerHandoffMissing => {
            "The upstream status, the handoff's reference or its fingerprint is missing or blank."
        }
        Rule::OwnerHandoffRefused => {
            "The upstream stage hands over with a status or declaration that this stage does not accept."
        }
        Rule::OwnerHandoffNotMatched => {
            "The fingerprint of the given upstream document differs from the one in the handoff."
        }
        Rule::UpstreamDocumentRefused => {
            "The upstream document gives a status, stage or declared literal that this stage does not \
             accept, or that differs from the handoff."
        }
        Rule::UpstreamDocumentSilent => {
            "The upstream document lacks a member from which the runbook reads its status, stage, \
             declarations or target."
        }
        Rule::UpstreamDocumentInvalid => {
            "The upstream document is a plan document that was changed after it was written, or a practice \
             export."
        }
        Rule::UpstreamDocumentNotChecked => {
            "The given upstream document could not be read, so it was not compared with the handoff."
        }
        Rule::UpstreamTargetRefused => {
            "The upstream document names a target that this stage does not accept, or that differs from the \
             handoff."
        }
        Rule::TargetMissing => "The handoff does not say where the later work would happen.",
        Rule::TargetRefused => "The target is refused by name, or is not on the allow-list.",
        Rule::SecretLike => "A key or a value looks like a credential. It is never shown, saved or exported.",
        Rule::HiddenCharacters => {
            "A known field contains control, bidi or invisible characters, so it may not say what it seems \
             to say."
        }
        Rule::WrongType => "A known field is not a JSON string.",
        Rule::UnknownTrue => "A field unknown to the runbook is true, at some depth. It may claim an effect.",
        Rule::DecisionMissing => "A plan request does not name a decision.",
        Rule::DecisionUnknown => "The runbook lists no such decision.",
        Rule::ReferenceMissing => "A required reference is missing or blank.",
        Rule::ConfirmationMissing => "A confirmation is missing. Only the JSON value true counts.",
        Rule::ItemStale => {
            "What an answer is based on changed after it was given: the text of the item, a field of the \
             handoff, or an evidence file."
        }
        Rule::ItemOpen => "The reviewer has not answered this item.",
        Rule::ConcernOpen => "The reviewer raised a concern that is not answered.",
    }
}

fn expected(rule: Rule) -> &'static str {
    match rule {
        Rule::EffectAsked => "Every effect flag false or absent, and a decision that only reviews.",
        Rule::EffectFlagNotBoolean => "The JSON value false, or no such member.",
        Rule::OwnerHandoffMissing => "Text in each of them.",
        Rule::TargetMissing => "An accepted literal of the allow-list.",
        Rule::OwnerHandoffRefused | Rule::TargetRefused => {
            "Exactly an accepted literal; case, spaces and look-alike letters matter."
        }
        Rule::OwnerHandoffNotMatched => {
            "The fingerprint of this document, over its bytes or over its canonical form without \
             `fingerprint`."
        }
        Rule::UpstreamDocumentRefused | Rule::UpstreamTargetRefused => {
            "An accepted literal in the upstream document, and the same in the handoff."
        }
        Rule::UpstreamDocumentSilent => "The member the finding points to, with a text value.",
        Rule::UpstreamDocumentInvalid => {
            "The unchanged export of the upstream stage, from a review that was not practice."
        }
        Rule::UpstreamDocumentNotChecked => {
            "One JSON document in UTF-8, each key once per object, within the size limits."
        }
        Rule::SecretLike => "A reference to where the secret is stored, never the secret.",
        Rule::HiddenCharacters => "Text without invisible characters.",
        Rule::WrongType => "A JSON string.",
        Rule::UnknownTrue => "No unknown field that is true.",
        Rule::DecisionMissing => "One of the runbook's decisions.",
        Rule::DecisionUnknown => "One of the runbook's decisions, compared exactly.",
        Rule::ReferenceMissing => "Text that says where the document is.",
        Rule::ConfirmationMissing => "true, from a person who read the sentence.",
        Rule::ItemStale => "The same as when it was answered, or a new answer to the current value.",
        Rule::ItemOpen => "Confirmed, or not applicable with a reason.",
        Rule::ConcernOpen => "An answer to the concern, then a confirmation.",
    }
}

fn next(rule: Rule) -> &'static str {
    match rule {
        Rule::EffectAsked => {
            "Remove the flag or choose another decision; the write action belongs to a later stage with its \
             own approval."
        }
        Rule::EffectFlagNotBoolean => "Set it to false or leave it out.",
        Rule::OwnerHandoffMissing => {
            "Ask the upstream stage for its owner handoff and copy the values from \
             it."
        }
        Rule::OwnerHandoffRefused => "Finish the upstream stage first; do not edit its status here.",
        Rule::OwnerHandoffNotMatched => {
            "Ask the upstream stage for the document it handed over, or for a handoff that matches it."
        }
        Rule::UpstreamDocumentRefused => {
            "Finish the upstream stage first, then hand over with its new document."
        }
        Rule::UpstreamDocumentSilent => {
            "Ask the upstream stage for its whole document; if its members have other names, adapt the \
             runbook."
        }
        Rule::UpstreamDocumentInvalid => {
            "Run `strict-review verify` on it, and ask the upstream stage for its original export."
        }
        Rule::UpstreamDocumentNotChecked => {
            "Ask the upstream stage for its document as valid JSON, or review without it."
        }
        Rule::UpstreamTargetRefused => {
            "Ask the upstream stage for a document made for the target of this handoff."
        }
        Rule::TargetMissing => "Name the target in the handoff.",
        Rule::TargetRefused => "Plan the window for an accepted target, or leave it for a later stage.",
        Rule::SecretLike => "Remove it from the handoff, and rotate the credential if it was real.",
        Rule::HiddenCharacters => "Type the value instead of pasting it.",
        Rule::WrongType => "Put the value in quotation marks, or leave the field out.",
        Rule::UnknownTrue => "Remove the field, or add it to the runbook if it has a meaning.",
        Rule::DecisionMissing => "Add the decision, or use `check`, which accepts a handoff without one.",
        Rule::DecisionUnknown => "Copy the decision from `strict-review policy` or from the finding.",
        Rule::ReferenceMissing => "Add it to the handoff, or enter it in the console.",
        Rule::ConfirmationMissing => "Confirm it in the console.",
        Rule::ItemStale => "See what changed in the console, and answer again.",
        Rule::ItemOpen => "Continue the review, or close it unfinished.",
        Rule::ConcernOpen => "Answer the concern in the console.",
    }
}

fn status(runbook: &Runbook, code: &str) -> Option<Explanation> {
    let status = runbook.status(code)?;
    let decisions =
        runbook.decisions.iter().filter(|d| d.status == code).map(|d| format!("the decision {}", d.value));
    let effects =
        runbook.effects.iter().filter(|e| e.status == code).map(|e| format!("a request to {}", e.action));
    let stage = (runbook.stage_block == code)
        .then(|| "a stop rule that is hit, or missing or wrong evidence".to_owned());
    let earned = decisions.chain(effects).chain(stage).collect::<Vec<_>>().join("; ");
    Some(Explanation {
        code: code.to_owned(),
        sort: "status",
        meaning: status.meaning.clone(),
        expected: format!("Given by {earned}."),
        next: status.next.clone(),
    })
}

fn decision(runbook: &Runbook, code: &str) -> Option<Explanation> {
    let decision = runbook.decision(code)?;
    let words: Vec<&str> = decision.needs.iter().map(|need| need_word(*need)).collect();
    let needs = if words.is_empty() {
        "nothing complete".to_owned()
    } else {
        format!("complete: {}", words.join(", "))
    };
    Some(Explanation {
        code: code.to_owned(),
        sort: "decision",
        meaning: format!("{}. It gives {} if no finding stops it.", decision.in_words(), decision.status),
        expected: format!("It needs {needs}."),
        next: runbook.status(&decision.status).map(|status| status.next.clone()).unwrap_or_default(),
    })
}

#[must_use]
pub fn need_word(need: Need) -> &'static str {
    match need {
        Need::Phases => "phases",
        Need::References => "references",
        Need::Confirmations => "confirmations",
    }
}

fn effect(runbook: &Runbook, code: &str) -> Option<Explanation> {
    let named = |effect: &&super::runbook::Effect| {
        effect.id == code || effect.decision == code || effect.flags.iter().any(|flag| flag == code)
    };
    let effect = runbook.effects.iter().find(named)?;
    Some(Explanation {
        code: code.to_owned(),
        sort: "write action, always blocked",
        meaning: format!("{}. {}", effect.in_words(), effect.why),
        expected: format!("Never done here; requesting it gives {}.", effect.status),
        next: effect.later_stage.clone(),
    })
}

fn warning(code: &str) -> Option<Explanation> {
    let code = Code::ALL.into_iter().find(|known| known.code() == code)?;
    let (meaning, expected) = match code {
        Code::ReadyNeedsNothing => (
            "A decision with a ready status needs no part of the review complete.",
            "At least one part in `needs` of every ready decision.",
        ),
        Code::PartNotNeeded => (
            "The runbook has this part of the review, but no ready decision needs it complete.",
            "Every part in `needs` of a ready decision.",
        ),
        Code::EffectWithoutFlags => (
            "A write action has no flag, so a handoff that claims it cannot be refused.",
            "At least one flag for every effect.",
        ),
        Code::NoStopRule => ("The runbook has no stop rule.", "At least one stop rule."),
        Code::RuleWatchesNothing => (
            "A stop rule names no finding rule, so only the reviewer can notice that it is hit.",
            "At least one finding rule in `watches` of every stop rule.",
        ),
        Code::ItemsBasedOnNothing => (
            "The step has references, but no item is based on any of them, so changed evidence reopens no \
             answer.",
            "At least one of the references in `basedOn` of one of the items.",
        ),
    };
    let next = "Ask the author of the runbook. The warning changes no status; it is in the packet.";
    Some(Explanation {
        code: code.code().to_owned(),
        sort: "runbook warning",
        meaning: meaning.to_owned(),
        expected: expected.to_owned(),
        next: next.to_owned(),
    })
}

fn secret_rule(code: &str) -> Option<Explanation> {
    let rule = secret::rules().find(|rule| rule.id() == code)?;
    Some(Explanation {
        code: code.to_owned(),
        sort: "secret rule",
        meaning: format!("{} (Source: {})", rule.meaning(), rule.source()),
        expected: expected(Rule::SecretLike).to_owned(),
        next: next(Rule::SecretLike).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::runbook::Kind;
    use crate::review::testing::{READY, STAGE_BLOCK, runbook, second_runbook};

    #[test]
    fn every_code_is_explained_in_full() {
        for runbook in [runbook(), second_runbook()] {
            for code in codes(&runbook) {
                let found = explain(&runbook, code).unwrap_or_else(|| panic!("{code} is not explained"));
                assert_eq!(found.code, code);
                for text in [&found.meaning, &found.expected, &found.next] {
                    assert!(text.len() > 4 && text.ends_with(['.', ')']), "{code}: {text:?}");
                }
            }
        }
    }

    #[test]
    fn every_sort_of_code_is_among_the_codes_and_each_stands_once() {
        let runbook = runbook();
        let mut listed: Vec<&str> = codes(&runbook).collect();
        for code in ["effect-asked", READY, "request-database-migration", "dnsChangeAllowed", "github-token"]
        {
            assert!(listed.contains(&code), "{code}");
        }
        let all = listed.len();
        listed.sort_unstable();
        listed.dedup();
        assert_eq!(listed.len(), all);
    }

    #[test]
    fn a_status_says_everything_that_earns_it() {
        let runbook = runbook();
        for status in &runbook.statuses {
            let expected = explain(&runbook, &status.status).unwrap().expected;
            assert!(expected.len() > "Given by .".len(), "{}", status.status);
        }
        assert!(explain(&runbook, STAGE_BLOCK).unwrap().expected.contains("a stop rule"));
        let ready = explain(&runbook, READY).unwrap().expected;
        assert!(ready.contains(&runbook.first_decision(Kind::Ready).unwrap().value));
    }

    #[test]
    fn an_effect_is_explained_by_its_id_its_decision_and_each_flag() {
        let runbook = runbook();
        for effect in &runbook.effects {
            let names = [&effect.id, &effect.decision].into_iter().chain(&effect.flags);
            for name in names {
                let found = explain(&runbook, name).unwrap();
                assert!(found.meaning.contains(&effect.why) && found.expected.contains(&effect.status));
            }
        }
    }

    #[test]
    fn a_code_that_nobody_knows_is_not_explained() {
        for code in ["", "ready", "Effect-Asked", "T-293"] {
            assert_eq!(explain(&runbook(), code), None);
        }
    }
}
