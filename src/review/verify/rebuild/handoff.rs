//! A handoff rebuilt from a plan document, which keeps only accepted values and findings.
//! An input that gives both is made up and judged again.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Number;

use super::opaque::{Context, is_opaque};
use crate::review::finding::{Finding, Rule};
use crate::review::fingerprint::Digest;
use crate::review::handoff::evaluate::evaluate_again;
use crate::review::handoff::members::Sent;
use crate::review::handoff::{DECISION, Handoff};
use crate::review::json::tree::{Json, Members};
use crate::review::plan::document::{self, Document, handoff_members};
use crate::review::problem::Fault;
use crate::review::runbook::Runbook;
use crate::review::upstream::UpstreamMatch;

/// Replaces a text that was refused for an invisible character.
const HIDING: &str = "\u{202e}";

/// Replaces a text that was refused as secret-like.
const WITHHELD: &str = "-";

impl Handoff {
    /// Rebuilds the handoff of a plan document by judging it again.
    ///
    /// The findings follow from the values, so values and findings that do not belong together give another plan. A
    /// finding about input that is not kept, such as a secret, is copied if a judge could have written it; otherwise
    /// it is a fault. Size and digest of the input are unknown; the digest is the recorded one of a review.
    #[must_use]
    pub fn as_recorded(document: &Document, runbook: &Runbook) -> (Self, Vec<Fault>) {
        let sent: Vec<(usize, &document::Finding)> =
            document.findings.iter().enumerate().filter(|(_, finding)| was_sent(finding, document)).collect();
        let faults = faults(document, &sent, runbook);
        let findings: Vec<&document::Finding> = sent.into_iter().map(|(_, finding)| finding).collect();
        let digest = document.review.as_ref().map_or(Digest::compute(&[]), |record| record.handoff_digest);
        let mut handoff = evaluated_again(document, &findings, runbook, digest);
        let reviewed = document.review.is_some();
        let mut earned = merged(&findings, handoff.findings);
        earned.retain(|finding| !(reviewed && finding.rule.is_of_a_claim()));
        handoff.findings = earned;
        handoff.notes.clone_from(&document.notes);
        (handoff, faults)
    }
}

fn was_sent(finding: &document::Finding, document: &Document) -> bool {
    match finding.rule {
        Rule::ItemStale | Rule::ItemOpen | Rule::ConcernOpen => document.review.is_none(),
        Rule::OwnerHandoffNotMatched
        | Rule::UpstreamDocumentRefused
        | Rule::UpstreamDocumentSilent
        | Rule::UpstreamDocumentInvalid
        | Rule::UpstreamDocumentNotChecked
        | Rule::UpstreamTargetRefused => false,
        Rule::ReferenceMissing => document.review.is_none() || !finding.pointer.starts_with("/review/steps/"),
        Rule::DecisionMissing
        | Rule::EffectAsked
        | Rule::EffectFlagNotBoolean
        | Rule::OwnerHandoffMissing
        | Rule::OwnerHandoffRefused
        | Rule::TargetMissing
        | Rule::TargetRefused
        | Rule::SecretLike
        | Rule::HiddenCharacters
        | Rule::WrongType
        | Rule::UnknownTrue
        | Rule::DecisionUnknown
        | Rule::ConfirmationMissing => true,
    }
}

fn faults(document: &Document, sent: &[(usize, &document::Finding)], runbook: &Runbook) -> Vec<Fault> {
    let confirmations = || runbook.confirmations.iter().map(|confirmation| confirmation.field.as_str());
    let text_fields = text_fields(runbook);
    let known = text_fields.iter().copied().chain(confirmations()).chain(runbook.flags()).collect();
    let is_nested =
        |finding: &&document::Finding| matches!(finding.observed.as_deref(), Some("a list" | "an object"));
    let nested = sent.iter().map(|(_, finding)| *finding).filter(is_nested);
    let nested = nested.filter_map(|finding| finding.pointer.strip_prefix('/'));
    // A review keeps no claims of a handoff, so any confirmation in it may have held anything.
    let claimed = confirmations().filter(|_| document.review.is_some());
    let ground = Context {
        known,
        nested: nested.chain(claimed).collect(),
        unknown: document.notes.iter().map(|note| note.pointer.as_str()).collect(),
    };
    let fault = |list: &str, index: usize, message: &str| Fault {
        pointer: format!("/{list}/{index}"),
        message: message.to_owned(),
    };
    let opaque = sent.iter().filter(|(_, finding)| is_opaque(finding.rule));
    let findings = opaque.filter_map(|(index, finding)| {
        ground.refuses(finding).map(|message| fault("findings", *index, message))
    });
    let notes =
        document.notes.iter().enumerate().filter_map(|(index, note)| {
            ground.refuses_note(note).map(|message| fault("notes", index, message))
        });
    findings.chain(notes).collect()
}

fn text_fields(runbook: &Runbook) -> BTreeSet<&str> {
    let declared = runbook.owner_handoff.declared.iter().map(|declared| declared.field.as_str());
    runbook.fields().chain(declared).chain([DECISION]).collect()
}

/// Values that the document does not contain get a stand-in that gives the same finding.
fn evaluated_again(
    document: &Document,
    sent: &[&document::Finding],
    runbook: &Runbook,
    digest: Digest,
) -> Handoff {
    let kept = kept(document, runbook);
    let mut input = kept.clone();
    let reviewed = document.review.as_ref();
    for check in document.upstream_documents.iter().filter(|check| check.result == UpstreamMatch::NotMatched)
    {
        // It was a digest, but the document does not contain it.
        let other = || text(Digest::compute(check.digest.to_string().as_bytes()).to_string());
        input.entry(check.field.as_str().into()).or_insert_with(other);
    }
    if reviewed.is_none() {
        let claimed = document.confirmations.iter().filter(|(_, claimed)| **claimed);
        input.extend(claimed.map(|(field, _)| (field.into(), true.into())));
    }
    let (texts, mut secrets) = (text_fields(runbook), BTreeSet::new());
    for finding in sent {
        let Some(field) = finding.pointer.strip_prefix('/') else { continue };
        match (finding.rule, &finding.observed) {
            (Rule::SecretLike, _) => {
                secrets.insert(finding.pointer.clone());
                input.insert(field.into(), text(WITHHELD));
            }
            (Rule::HiddenCharacters, _) if texts.contains(field) => {
                input.insert(field.into(), text(HIDING));
            }
            (rule, Some(observed)) if !is_opaque(rule) && !input.contains_key(field) => {
                input.insert(field.into(), stand_in(field, observed, finding, runbook));
            }
            (_, _) => {}
        }
    }
    let [input, kept] = [input, kept].map(|members| Sent::of(members, runbook.names()));
    Handoff::keeping(evaluate_again(&input, &kept, secrets, runbook), digest, 0)
}

fn kept<'a>(document: &'a Document, runbook: &'a Runbook) -> Members<'a> {
    let mut kept = Members::new();
    let mut keep = |field: &'a str, value: Option<&'a String>| {
        kept.extend(value.map(|value| (field.into(), text(value))));
    };
    for (member, field) in handoff_members(runbook) {
        keep(field, document.owner_handoff.get(member).and_then(Option::as_ref));
    }
    for target in &runbook.target {
        keep(&target.field, document.target.get(&target.member).and_then(Option::as_ref));
    }
    let items = document.review.iter().flat_map(|record| &record.steps).flat_map(|step| &step.items);
    let entered: BTreeSet<&str> =
        items.filter(|item| item.entered_sitting.is_some()).map(|item| item.item.as_str()).collect();
    for reference in document.references.iter().filter(|reference| !entered.contains(&*reference.field)) {
        keep(&reference.field, reference.value.as_ref());
    }
    // In a console the decision is the reviewer's.
    keep(DECISION, document.decision.as_ref().filter(|_| document.review.is_none()));
    kept
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Json<'a> {
    Json::Text(text.into())
}

/// A value that gives exactly this finding, or the observed text if none is found.
fn stand_in<'a>(
    field: &str,
    observed: &'a str,
    finding: &document::Finding,
    runbook: &'a Runbook,
) -> Json<'a> {
    let plain = [Json::Null, true.into(), false.into(), Json::List(Vec::new()), Members::new().into()];
    let number = serde_json::from_str::<Number>(observed).ok().map(Json::from);
    let effects = runbook.effects.iter().map(|effect| text(&effect.decision));
    let candidates = [text(observed)].into_iter().chain(plain).chain(number);
    let mut candidates = candidates.chain([text(blank(observed))]).chain(effects);
    let earns = |value: &Json| {
        let input = Members::from([(field.into(), value.clone())]);
        let [input, kept] = [input, Members::new()].map(|members| Sent::of(members, runbook.names()));
        let evaluation = evaluate_again(&input, &kept, BTreeSet::new(), runbook);
        evaluation.findings.iter().any(|earned| document::Finding::from(earned) == *finding)
    };
    candidates.find(earns).unwrap_or_else(|| text(observed))
}

/// A blank text that is shown like this: tokens such as `‹U+00A0›` become characters, and a cut becomes blanks.
fn blank(observed: &str) -> String {
    let mut text = String::new();
    let mut rest = observed;
    while let Some((before, token)) = rest.split_once("‹U+") {
        let (digits, after) = token.split_once('›').unwrap_or((token, ""));
        text.push_str(before);
        text.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
        rest = after;
    }
    text.push_str(rest);
    match text.strip_suffix('…') {
        Some(cut) => format!("{cut}{:width$}", "", width = observed.len()),
        None => text,
    }
}

/// Puts recorded findings about unkept input in the order of a judge: secrets, then field by field, then unknown
/// fields.
fn merged(recorded: &[&document::Finding], earned: Vec<Finding>) -> Vec<Finding> {
    let opaque =
        recorded.iter().filter(|finding| is_opaque(finding.rule)).map(|finding| Finding::from(*finding));
    let (mut merged, mut rest): (Vec<Finding>, Vec<Finding>) =
        opaque.partition(|finding| finding.rule == Rule::SecretLike);
    for finding in earned.into_iter().filter(|finding| finding.rule != Rule::SecretLike) {
        let here = |told: &mut Finding| told.pointer == finding.pointer;
        merged.extend(rest.extract_if(.., here));
        let inside = format!("{}/", finding.pointer);
        // The finding of a stand-in for invisible characters only marks the position.
        merged.extend((!is_opaque(finding.rule)).then_some(finding));
        merged.extend(rest.extract_if(.., |told| told.pointer.starts_with(&inside)));
    }
    merged.extend(rest);
    merged
}

impl From<&document::Finding> for Finding {
    fn from(finding: &document::Finding) -> Self {
        let document::Finding { rule, pointer, expected, observed, message } = finding.clone();
        Finding::new(rule, pointer, expected, message).observing(observed)
    }
}
