//! The judgement of a handoff: known fields by their rules, every text for secrets, unknown fields for claims.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::members::Sent;
use super::pointer::{below, bounded};
use super::spelling::spelt_out;
use super::{DECISION, opaque, secrets};
use crate::review::finding::{Finding, Note, Rule};
use crate::review::json::tree::Json;
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::problem::pointer_token;
use crate::review::runbook::{Declared, Runbook, Target, Upstream};
use crate::review::text;

#[derive(Default)]
pub(in crate::review) struct Evaluation<'a> {
    pub(in crate::review) values: Vec<(&'a str, &'a str)>,
    pub(in crate::review) claimed: Vec<&'a str>,
    pub(in crate::review) decision: Option<&'a str>,
    pub(in crate::review) findings: Vec<Finding>,
    pub(in crate::review) notes: Vec<Note>,
}

pub(in crate::review) fn evaluate<'a>(sent: &'a Sent, runbook: &'a Runbook) -> Evaluation<'a> {
    let mut judge = Judge::of(sent, runbook);
    // Secrets come first, because no other finding may show one.
    judge.secrets(sent);
    judge.known_fields();
    judge.unknown();
    judge.judged
}

/// Judges the known fields alone, because some only stand in for the original input. Secrets are searched in `kept`;
/// `secrets` points to those of the original.
pub(in crate::review) fn evaluate_again<'a>(
    sent: &'a Sent,
    kept: &Sent,
    secrets: BTreeSet<String>,
    runbook: &'a Runbook,
) -> Evaluation<'a> {
    let mut judge = Judge::of(sent, runbook);
    judge.secrets(kept);
    judge.secrets.extend(secrets);
    judge.known_fields();
    judge.judged
}

struct Judge<'a> {
    sent: &'a Sent<'a>,
    runbook: &'a Runbook,
    /// Index of the last lookup, from which the next one starts.
    last: Cell<Option<usize>>,
    /// Bounded pointers of secret-like values, which are refused already and never shown.
    secrets: BTreeSet<String>,
    judged: Evaluation<'a>,
}

/// Without a rule for `missing` the field is optional.
#[derive(Clone, Copy)]
struct Rules {
    missing: Option<Rule>,
    refused: Rule,
}

enum Text<'a> {
    Absent,
    Refused,
    Usable(&'a str),
}

impl<'a> Judge<'a> {
    fn of(sent: &'a Sent, runbook: &'a Runbook) -> Self {
        let names = runbook.names();
        let judged = Evaluation { values: Vec::with_capacity(names.count()), ..Evaluation::default() };
        let (last, secrets) = (Cell::new(None), BTreeSet::new());
        Self { sent, runbook, last, secrets, judged }
    }

    fn known_fields(&mut self) {
        self.owner_handoff();
        self.target();
        self.references();
        self.confirmations();
        self.decision();
        self.flags();
    }

    fn at(&self, field: &str) -> Option<&'a Json<'a>> {
        let place = self.runbook.names().find(field, self.last.get())?;
        self.last.set(Some(place));
        self.sent.at(place)
    }

    fn find(&mut self, finding: Finding) {
        let pointer = bounded(finding.pointer);
        self.judged.findings.push(Finding { pointer, ..finding });
    }

    fn is_secret(&self, field: &str) -> bool {
        !self.secrets.is_empty() && self.secrets.contains(&bounded(format!("/{field}")))
    }

    /// The value, fit to be shown; `None` if there is none or a secret would show.
    fn observed(&self, field: &str) -> Option<String> {
        let value = self.at(field)?;
        if self.is_secret(field) {
            return None;
        }
        Some(match value {
            Json::Text(text) => text::cut(&text::visible(text), OBSERVED_CHARS_MAX),
            Json::Number(number) => text::cut(&number.to_string(), OBSERVED_CHARS_MAX),
            Json::Null => "null".to_owned(),
            Json::Bool(yes) => yes.to_string(),
            // Lists and objects may hold anything; their type is enough to fix the field.
            Json::List(_) => "a list".to_owned(),
            Json::Object(_) => "an object".to_owned(),
        })
    }

    fn secrets(&mut self, sent: &Sent) {
        for finding in secrets::found(sent, self.runbook.names()) {
            self.secrets.insert(bounded(finding.pointer.clone()));
            self.find(finding);
        }
    }

    fn text(&mut self, field: &str) -> Text<'a> {
        match self.at(field) {
            None => Text::Absent,
            Some(Json::Text(text)) => {
                if self.hides(field, text) || self.is_secret(field) {
                    Text::Refused
                } else if text::is_blank(text) {
                    Text::Absent
                } else {
                    Text::Usable(text)
                }
            }
            Some(Json::Null | Json::Bool(_) | Json::Number(_) | Json::List(_) | Json::Object(_)) => {
                let observed = self.observed(field);
                let message = format!("{field} is not a string.");
                let finding = Finding::new(Rule::WrongType, format!("/{field}"), "a text", message);
                self.find(finding.observing(observed));
                Text::Refused
            }
        }
    }

    fn hides(&mut self, field: &str, text: &str) -> bool {
        let count = text::hidden_count(text);
        if count > 0 {
            self.find(opaque::hidden(field, count).observing(self.observed(field)));
        }
        count > 0
    }

    fn keep(&mut self, field: &'a str, text: &'a str) {
        self.judged.values.push((field, text));
    }

    fn required(&mut self, field: &'a str, expected: &str) {
        match self.text(field) {
            Text::Usable(text) => self.keep(field, text),
            Text::Refused => {}
            Text::Absent => self.missing(field, Rule::OwnerHandoffMissing, expected),
        }
    }

    fn missing(&mut self, field: &str, rule: Rule, expected: &str) {
        let observed = self.observed(field);
        let state = if observed.is_some() { "blank" } else { "missing" };
        let finding = Finding::new(rule, format!("/{field}"), expected, format!("{field} is {state}."));
        self.find(finding.observing(observed));
    }

    /// Compares exactly, because a near miss is another value.
    fn literal(
        &mut self,
        field: &'a str,
        accepts: &[String],
        rules: Rules,
        why: impl FnOnce(&str) -> String,
    ) {
        match (self.text(field), rules.missing) {
            (Text::Usable(text), _) if accepts.iter().any(|accepted| accepted == text) => {
                self.keep(field, text);
            }
            (Text::Usable(text), _) => {
                let observed = self.observed(field);
                let message = why(text) + &spelt_out(observed.as_deref().unwrap_or_default());
                let finding = Finding::new(rules.refused, format!("/{field}"), one_of(accepts), message);
                self.find(finding.observing(observed));
            }
            (Text::Absent, Some(rule)) => self.missing(field, rule, &one_of(accepts)),
            (Text::Absent, None) | (Text::Refused, _) => {}
        }
    }

    fn owner_handoff(&mut self) {
        let runbook = self.runbook;
        let handoff = &runbook.owner_handoff;
        for Upstream { field, stage, accepts, .. } in &handoff.upstream {
            let rules =
                Rules { missing: Some(Rule::OwnerHandoffMissing), refused: Rule::OwnerHandoffRefused };
            self.literal(field, accepts, rules, |_| {
                format!("{field} is not the status that {stage} must hand over with.")
            });
        }
        self.required(&handoff.reference.field, "the handoff's reference");
        self.required(&handoff.fingerprint.field, "the handoff's fingerprint");
        for Upstream { stage, reference, fingerprint, .. } in &handoff.upstream {
            for (own, what) in [(reference, "reference"), (fingerprint, "fingerprint")] {
                if let Some(own) = own {
                    self.required(&own.field, &format!("the {what} that {stage} hands over"));
                }
            }
        }
        for Declared { field, accepts, .. } in &handoff.declared {
            // The field may be left out; once sent it must be right, and blank is not.
            let missing = self.at(field).is_some().then_some(Rule::OwnerHandoffRefused);
            let rules = Rules { missing, refused: Rule::OwnerHandoffRefused };
            self.literal(field, accepts, rules, |_| {
                format!("{field} is not a literal that the upstream stage declares.")
            });
        }
    }

    fn target(&mut self) {
        let runbook = self.runbook;
        for Target { field, accepts, refuses, .. } in &runbook.target {
            let rules = Rules { missing: Some(Rule::TargetMissing), refused: Rule::TargetRefused };
            self.literal(field, accepts, rules, |text| {
                if refuses.iter().any(|refused| refused == text) {
                    format!("{field} is {text}, which is refused by name.")
                } else {
                    format!("{field} is not on the allow-list; it is compared exactly.")
                }
            });
        }
    }

    fn references(&mut self) {
        let runbook = self.runbook;
        for reference in &runbook.references {
            match self.text(&reference.field) {
                Text::Usable(text) => self.keep(&reference.field, text),
                Text::Refused => {}
                // The group has one finding for all its members.
                Text::Absent if runbook.group_of(&reference.field).is_some() => {}
                Text::Absent => {
                    self.missing(&reference.field, Rule::ReferenceMissing, "a reference to the document");
                }
            }
        }
        for group in &runbook.reference_groups {
            // A refused member has its own finding; the group is incomplete only if all its members are absent.
            let absent = |field: &String| self.at(field).is_none_or(says_nothing);
            if let (true, Some(first)) = (group.one_of.iter().all(absent), group.one_of.first()) {
                let message = format!("{}: none of {} is given.", group.title, group.one_of.join(", "));
                self.find(Finding::new(
                    Rule::ReferenceMissing,
                    format!("/{first}"),
                    one_of(&group.one_of),
                    message,
                ));
            }
        }
    }

    fn confirmations(&mut self) {
        let runbook = self.runbook;
        for (confirmation, place) in runbook.confirmations.iter().zip(runbook.names().confirmations()) {
            let (field, value) = (&confirmation.field, self.sent.at(place));
            if value == Some(&Json::Bool(true)) {
                self.judged.claimed.push(field);
            } else {
                if let Some(text) = value.and_then(Json::as_text) {
                    self.hides(field, text);
                }
                let observed = self.observed(field);
                let message = format!("{field} is not confirmed; only the JSON value true counts.");
                let finding = Finding::new(Rule::ConfirmationMissing, format!("/{field}"), "true", message);
                self.find(finding.observing(observed));
                // Nothing inside has a name that the runbook knows.
                if let Some(inside @ (Json::List(_) | Json::Object(_))) = value {
                    self.claims(inside, &format!("/{field}"));
                }
            }
        }
    }

    fn decision(&mut self) {
        let runbook = self.runbook;
        let Text::Usable(decision) = self.text(DECISION) else { return };
        let pointer = format!("/{DECISION}");
        if let Some(effect) = runbook.effects.iter().find(|effect| effect.decision == decision) {
            let message = format!("The decision requests to {}.", effect.action);
            let mut finding =
                Finding::new(Rule::EffectAsked, pointer, "a decision that requests no write action", message);
            finding.effect = Some(effect.id.clone());
            self.find(finding.observing(self.observed(DECISION)));
        } else if runbook.decision(decision).is_none() {
            let expected = runbook.decision_literals().collect::<Vec<_>>().join(", ");
            let observed = self.observed(DECISION);
            let spelt = spelt_out(observed.as_deref().unwrap_or_default());
            let message = format!("The runbook lists no such decision; it is compared exactly.{spelt}");
            let expected = format!("one of: {expected}");
            let finding = Finding::new(Rule::DecisionUnknown, pointer, expected, message);
            self.find(finding.observing(observed));
            return;
        }
        self.judged.decision = Some(decision);
    }

    fn flags(&mut self) {
        let runbook = self.runbook;
        let flags =
            runbook.effects.iter().flat_map(|effect| effect.flags.iter().map(move |flag| (effect, flag)));
        for ((effect, flag), place) in flags.zip(runbook.names().flags()) {
            let asked = match self.sent.at(place) {
                None | Some(Json::Bool(false)) => continue,
                Some(Json::Bool(true)) => true,
                Some(Json::Text(text)) => {
                    self.hides(flag, text);
                    false
                }
                Some(Json::Null | Json::Number(_) | Json::List(_) | Json::Object(_)) => false,
            };
            let (rule, message) = if asked {
                (Rule::EffectAsked, format!("{flag} is true, which requests to {}.", effect.action))
            } else {
                (Rule::EffectFlagNotBoolean, format!("{flag} is neither true nor false."))
            };
            let mut finding =
                Finding::new(rule, format!("/{flag}"), "false", message).observing(self.observed(flag));
            finding.effect = asked.then(|| effect.id.clone());
            self.find(finding);
        }
    }

    fn unknown(&mut self) {
        for (key, value) in &self.sent.unknown {
            let pointer = format!("/{}", pointer_token(key));
            self.judged.notes.push(opaque::unknown_field(bounded(pointer.clone())));
            self.claims(value, &pointer);
        }
    }

    /// A `true` of unknown meaning may claim a write action, at any depth.
    fn claims(&mut self, value: &Json, pointer: &str) {
        match value {
            Json::Bool(true) => {
                self.find(opaque::unknown_true(bounded(pointer.to_owned())));
            }
            Json::Object(map) => {
                for (key, value) in map {
                    self.claims(value, &below(pointer, &pointer_token(key)));
                }
            }
            Json::List(values) => {
                for (i, value) in values.iter().enumerate() {
                    self.claims(value, &below(pointer, &i.to_string()));
                }
            }
            Json::Null | Json::Bool(false) | Json::Number(_) | Json::Text(_) => {}
        }
    }
}

fn says_nothing(value: &Json) -> bool {
    value.as_text().is_some_and(|text| text::is_blank(text) && !text::has_hidden(text))
}

fn one_of(literals: &[String]) -> String {
    match literals {
        [only] => only.clone(),
        several => format!("one of: {}", several.join(", ")),
    }
}
