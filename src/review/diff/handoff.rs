//! The facts of a handoff, in the order of its runbook.

use super::Fact;
use super::gathering::{Facts, Place, finding_text};
use crate::review::finding::{Finding, Rule};
use crate::review::handoff::{DECISION, Handoff};
use crate::review::runbook::Runbook;

#[must_use]
pub fn of_handoff(handoff: &Handoff, runbook: &Runbook) -> Vec<Fact> {
    let mut facts = Facts::default();
    for field in text_fields(runbook) {
        facts.add_kept(&Place::member(field), value_of(handoff, field).as_deref());
    }
    for confirmation in &runbook.confirmations {
        let claimed = handoff.claims(&confirmation.field).then_some("true");
        facts.add_kept(&Place::member("confirmations").inside(&confirmation.field), claimed);
    }
    let decision = handoff.decision().map(str::to_owned).or_else(|| refused(handoff, DECISION));
    facts.add_kept(&Place::member(DECISION), decision.as_deref());
    for flag in runbook.flags() {
        facts.add_kept(&Place::member("flags").inside(flag), asked(handoff, flag));
    }
    let about = |list: &str, pointer: &str| Place::member(list).element(pointer.trim_start_matches('/'));
    for note in handoff.notes() {
        facts.add_kept(&about("notes", &note.pointer).inside("text"), Some(&note.text));
    }
    for Finding { rule, pointer, message, expected, observed, .. } in handoff.findings() {
        let text = finding_text(message, expected, observed.as_deref());
        facts.add_kept(&about("findings", &format!("{}{pointer}", rule.code())), Some(&text));
    }
    facts.all()
}

fn text_fields(runbook: &Runbook) -> impl Iterator<Item = &str> {
    let handoff = &runbook.owner_handoff;
    let upstream = handoff.upstream.iter().map(|upstream| upstream.field.as_str());
    let named = handoff.named().map(|named| named.field);
    let declared = handoff.declared.iter().map(|declared| declared.field.as_str());
    let target = runbook.target.iter().map(|target| target.field.as_str());
    let references = runbook.references.iter().map(|reference| reference.field.as_str());
    upstream.chain(named).chain(declared).chain(target).chain(references)
}

fn value_of(handoff: &Handoff, field: &str) -> Option<String> {
    handoff.value(field).map(str::to_owned).or_else(|| refused(handoff, field))
}

fn refused(handoff: &Handoff, field: &str) -> Option<String> {
    let finding = handoff.refusal(field)?;
    match &finding.observed {
        Some(observed) => Some(format!("refused ({}): {observed}", finding.rule.code())),
        None if finding.rule == Rule::SecretLike => Some(format!("refused ({})", finding.rule.code())),
        None => None,
    }
}

fn asked<'a>(handoff: &'a Handoff, flag: &str) -> Option<&'a str> {
    let at = |finding: &&Finding| {
        matches!(finding.rule, Rule::EffectAsked | Rule::EffectFlagNotBoolean)
            && finding.pointer.strip_prefix('/') == Some(flag)
    };
    handoff.findings().iter().find(at)?.observed.as_deref()
}
