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
    let rules = Rule::ALL.iter().map(|rule| rule.code());
    let statuses = runbook.statuses.iter().map(|status| status.status.as_str());
    let flags = runbook.flags();
    let warnings = Code::ALL.into_iter().map(|code| -> &str { code.code() });
    let secrets = secret::rules().map(|rule| -> &str { rule.id() });
    rules.chain(statuses).chain(runbook.decision_literals()).chain(flags).chain(warnings).chain(secrets)
}

fn rule(code: &str) -> Option<Explanation> {
    let rule = Rule::ALL.into_iter().find(|rule| rule.code() == code)?;
    let weight = match rule.weight() {
        Weight::Effect => "It earns the status of the effect that was asked for.",
        Weight::Stage => "It earns the stage block.",
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
            "The input carries an effect flag that is true, or a decision that requests an effect. Nothing here has effects."
        }
        Rule::EffectFlagNotBoolean => {
            "An effect flag is neither true nor false, so nobody can say what it claims."
        }
        Rule::OwnerHandoffMissing => {
            "The upstream status, the handoff's reference or its fingerprint is missing or blank."
        }
        Rule::OwnerHandoffRefused => {
            "The upstream stage hands over with another status or declaration than this stage accepts."
        }
        Rule::OwnerHandoffNotMatched => {
            "The upstream document that was given does not have the fingerprint that the handoff carries."
        }
        Rule::UpstreamDocumentRefused => {
            "The upstream document itself says another status, stage or declared literal than this stage accepts, or than the handoff says of it."
        }
        Rule::UpstreamDocumentSilent => {
            "The upstream document says nothing where the runbook reads its status, stage, declarations or target."
        }
        Rule::UpstreamDocumentInvalid => {
            "The upstream document is a plan document that was changed after it was written, or the export of practice."
        }
        Rule::UpstreamDocumentNotChecked => {
            "The upstream document that was given could not be read, so that nothing in it was held against the handoff."
        }
        Rule::UpstreamTargetRefused => {
            "The upstream document itself names another target than this stage accepts, or than the handoff names."
        }
        Rule::TargetMissing => "It is not said where the later work would happen.",
        Rule::TargetRefused => "The target is refused by name or is not on the allow-list.",
        Rule::SecretLike => "A key or a value looks like a credential. It is never shown, kept or exported.",
        Rule::HiddenCharacters => {
            "A known field holds control, bidi or invisible characters: it does not say what it seems to say."
        }
        Rule::WrongType => "A known field holds another JSON type than a text.",
        Rule::UnknownTrue => {
            "A field that the runbook does not know says true, at some depth. It may claim an effect."
        }
        Rule::DecisionMissing => "A plan request does not say which decision it asks for.",
        Rule::DecisionUnknown => "The runbook lists no such decision.",
        Rule::ReferenceMissing => "A required reference is missing or blank.",
        Rule::ConfirmationMissing => "A confirmation is not given. Only the JSON value true counts.",
        Rule::ItemStale => {
            "What an answer rests on moved since it was given: its text, a field of the handoff, or an evidence file."
        }
        Rule::ItemOpen => "The reviewer has not settled this item.",
        Rule::ConcernOpen => "The reviewer raised a concern that has no answer.",
    }
}

fn expected(rule: Rule) -> &'static str {
    match rule {
        Rule::EffectAsked => "Every effect flag false or left out, and a decision that only reviews.",
        Rule::EffectFlagNotBoolean => "The JSON value false, or no such member.",
        Rule::OwnerHandoffMissing => "A text in each of them.",
        Rule::TargetMissing => "An accepted literal of the allow-list.",
        Rule::OwnerHandoffRefused | Rule::TargetRefused => {
            "Exactly an accepted literal; case, spaces and look-alike letters count."
        }
        Rule::OwnerHandoffNotMatched => {
            "The fingerprint of the very document, over its bytes or over its canonical form without `fingerprint`."
        }
        Rule::UpstreamDocumentRefused | Rule::UpstreamTargetRefused => {
            "An accepted literal in the upstream document, and the same one in the handoff."
        }
        Rule::UpstreamDocumentSilent => "The member that the finding points to, with a text.",
        Rule::UpstreamDocumentInvalid => {
            "The very bytes that the upstream stage exported, of a review that was no practice."
        }
        Rule::UpstreamDocumentNotChecked => {
            "One JSON text in UTF-8, each key once in its object, within the bounds of what is read."
        }
        Rule::SecretLike => "A reference that names where the secret is held, never the secret.",
        Rule::HiddenCharacters => "Text that shows all of itself.",
        Rule::WrongType => "A JSON string.",
        Rule::UnknownTrue => "No unknown field that is true.",
        Rule::DecisionMissing => "One of the runbook's decisions.",
        Rule::DecisionUnknown => "One of the runbook's decisions; it is compared exactly.",
        Rule::ReferenceMissing => "A text that says where the document is.",
        Rule::ConfirmationMissing => "true, given by a person who read the sentence.",
        Rule::ItemStale => "The same as when the answer was given, or an answer to the present value.",
        Rule::ItemOpen => "Confirmed, or not applicable with a reason.",
        Rule::ConcernOpen => "An answer, and then a confirmation.",
    }
}

fn next(rule: Rule) -> &'static str {
    match rule {
        Rule::EffectAsked => {
            "Remove the flag or choose another decision; the effect belongs to a later stage with its own approval."
        }
        Rule::EffectFlagNotBoolean => "Write false or leave the flag out.",
        Rule::OwnerHandoffMissing => "Ask the upstream stage for its owner handoff and copy what it says.",
        Rule::OwnerHandoffRefused => "Finish the upstream stage first; do not edit its status here.",
        Rule::OwnerHandoffNotMatched => {
            "Ask the upstream stage for the document it handed over, or for a handoff that names it."
        }
        Rule::UpstreamDocumentRefused => {
            "Finish the upstream stage first, and hand over with the document that it gives then."
        }
        Rule::UpstreamDocumentSilent => {
            "Ask the upstream stage for its whole document; if its members have other names, name them in the runbook."
        }
        Rule::UpstreamDocumentInvalid => {
            "Run `strict-review verify` on it; ask the upstream stage for its export."
        }
        Rule::UpstreamDocumentNotChecked => {
            "Ask the upstream stage for its document as plain JSON, or review without the document."
        }
        Rule::UpstreamTargetRefused => {
            "Ask the upstream stage for a document that is made for the target of this handoff."
        }
        Rule::TargetMissing => "Name the target in the handoff.",
        Rule::TargetRefused => "Plan the window for an accepted target, or leave it for a later stage.",
        Rule::SecretLike => "Take it out of the handoff, and rotate it if it was real.",
        Rule::HiddenCharacters => "Type the value instead of pasting it.",
        Rule::WrongType => "Put the value in quotation marks, or leave the field out.",
        Rule::UnknownTrue => "Remove the field, or add it to the runbook if it has a meaning.",
        Rule::DecisionMissing => "Add the decision, or use `check`, which judges a handoff without one.",
        Rule::DecisionUnknown => "Copy the decision from `strict-review policy` or from the finding.",
        Rule::ReferenceMissing => "Add it to the handoff, or enter it in the console.",
        Rule::ConfirmationMissing => "Confirm it in the console.",
        Rule::ItemStale => "Look at what moved in the console, and answer again.",
        Rule::ItemOpen => "Go on with the review, or close it as it stands.",
        Rule::ConcernOpen => "Answer the concern in the console.",
    }
}

fn status(runbook: &Runbook, code: &str) -> Option<Explanation> {
    let status = runbook.status(code)?;
    let decisions =
        runbook.decisions.iter().filter(|d| d.status == code).map(|d| format!("the decision {}", d.value));
    let effects =
        runbook.effects.iter().filter(|e| e.status == code).map(|e| format!("asking to {}", e.action));
    let stage = (runbook.stage_block == code).then(|| "a stop rule, or missing or wrong evidence".to_owned());
    let earned = decisions.chain(effects).chain(stage).collect::<Vec<_>>().join("; ");
    Some(Explanation {
        code: code.to_owned(),
        sort: "status",
        meaning: status.meaning.clone(),
        expected: format!("Earned by {earned}."),
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
        meaning: format!("{}. It gives {}, if no finding stops it.", decision.title, decision.status),
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
        meaning: format!("To {}. {}", effect.action, effect.why),
        expected: format!("Never here; asking for it earns {}.", effect.status),
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
            "The runbook has this part of the review, and no ready decision needs it complete.",
            "Every part in `needs` of a ready decision.",
        ),
        Code::EffectWithoutFlags => (
            "A write action has no flag. A handoff that claims it cannot be recognised and refused.",
            "At least one flag for every effect.",
        ),
        Code::NoStopRule => ("Nothing is listed that stops the stage.", "At least one stop rule."),
        Code::RuleWatchesNothing => (
            "A stop rule names no finding rule. Only the reviewer can notice that it is hit.",
            "At least one finding rule in `watches` of every stop rule.",
        ),
        Code::ItemsBasedOnNothing => (
            "References stand beside these items, and no item is based on any of them. Changed evidence reopens no answer.",
            "At least one of the references in `restsOn` of one of the items.",
        ),
    };
    let next = "Ask the author of the runbook. The warning changes no status; the packet carries it.";
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
            assert!(expected.len() > "Earned by .".len(), "{}", status.status);
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
