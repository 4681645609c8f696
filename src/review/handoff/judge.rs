//! Judges a handoff's members: known fields by their rules, every string for secrets, unknown fields for claims.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::pointer::{below, bounded};
use super::spelling::spelt_out;
use super::{DECISION, opaque};
use crate::review::finding::{Finding, Note, Rule};
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::problem::pointer_token;
use crate::review::runbook::{Declared, Runbook, Target, Upstream};
use crate::review::secret::secret_rule;
use crate::review::text;

/// What judging gives; [`super::Handoff`] keeps it.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) values: BTreeMap<String, String>,
    pub(super) claimed: BTreeSet<String>,
    pub(super) decision: Option<String>,
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<Note>,
}

pub(super) fn judge(map: &Map<String, Value>, runbook: &Runbook) -> Judged {
    let mut judge = Judge::of(map);
    judge.secrets(map, "");
    judge.known_fields(runbook);
    judge.unknown();
    judge.judged
}

/// Judges the known fields alone, of which some only stand for what was sent: secrets are looked for in `kept`, and
/// `secrets` points to those that were found in what was sent.
pub(super) fn judge_again(
    map: &Map<String, Value>,
    kept: &Map<String, Value>,
    secrets: BTreeSet<String>,
    runbook: &Runbook,
) -> Judged {
    let mut judge = Judge::of(map);
    judge.secrets(kept, "");
    judge.secrets.extend(secrets);
    judge.known_fields(runbook);
    judge.judged
}

struct Judge<'a> {
    map: &'a Map<String, Value>,
    /// Bounded pointers of secret-like values: refused already, and never shown.
    secrets: BTreeSet<String>,
    known: BTreeSet<String>,
    judged: Judged,
}

/// What a known text field holds.
enum Text {
    Absent,
    /// Refused by a finding of its own.
    Refused,
    Usable(String),
}

impl<'a> Judge<'a> {
    fn of(map: &'a Map<String, Value>) -> Self {
        Self { map, secrets: BTreeSet::new(), known: BTreeSet::new(), judged: Judged::default() }
    }

    fn known_fields(&mut self, runbook: &Runbook) {
        self.owner_handoff(runbook);
        self.target(runbook);
        self.references(runbook);
        self.confirmations(runbook);
        self.decision(runbook);
        self.flags(runbook);
    }

    fn find(&mut self, finding: Finding) {
        let pointer = bounded(&finding.pointer);
        self.judged.findings.push(Finding { pointer, ..finding });
    }

    fn is_secret(&self, pointer: &str) -> bool {
        self.secrets.contains(&bounded(pointer))
    }

    /// What stands at a top-level field, fit to be shown; `None` where nothing stands or a secret would show.
    fn observed(&self, field: &str) -> Option<String> {
        let value = self.map.get(field)?;
        if self.is_secret(&format!("/{field}")) {
            return None;
        }
        Some(match value {
            Value::String(text) => text::cut(&text::visible(text), OBSERVED_CHARS_MAX),
            Value::Number(number) => text::cut(&number.to_string(), OBSERVED_CHARS_MAX),
            Value::Null => "null".to_owned(),
            Value::Bool(yes) => yes.to_string(),
            // The inside of these may hold anything; naming the type is enough to mend it.
            Value::Array(_) => "a list".to_owned(),
            Value::Object(_) => "an object".to_owned(),
        })
    }

    fn secrets(&mut self, map: &Map<String, Value>, base: &str) {
        for (key, value) in map {
            let pointer = below(base, &pointer_token(key));
            let Some(rule) = secret_rule(key) else {
                self.secrets_in(value, key, pointer);
                continue;
            };
            self.secret(opaque::secret_key(pointer.clone(), rule));
            self.secrets_in(value, "", pointer);
        }
    }

    /// Looks at a value under the key it stands at, also through lists: neither the name nor the value of
    /// `"password": "x"` gives it away alone.
    fn secrets_in(&mut self, value: &Value, key: &str, pointer: String) {
        match value {
            Value::String(text) => {
                if let Some(rule) = secret_rule(text).or_else(|| secret_rule(&format!("{key}={text}"))) {
                    self.secret(opaque::secret_value(pointer, rule));
                }
            }
            Value::Object(map) => self.secrets(map, &pointer),
            Value::Array(values) => {
                for (i, value) in values.iter().enumerate() {
                    self.secrets_in(value, key, below(&pointer, &i.to_string()));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn secret(&mut self, finding: Finding) {
        self.secrets.insert(bounded(&finding.pointer));
        self.find(finding);
    }

    /// Reads a known text field and refuses what no text field may hold.
    fn text(&mut self, field: &str) -> Text {
        self.known.insert(field.to_owned());
        let pointer = format!("/{field}");
        match self.map.get(field) {
            None => Text::Absent,
            Some(Value::String(text)) => {
                if self.hides(field) || self.is_secret(&pointer) {
                    Text::Refused
                } else if text::is_blank(text) {
                    Text::Absent
                } else {
                    Text::Usable(text.clone())
                }
            }
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                let observed = self.observed(field);
                let finding =
                    Finding::new(Rule::WrongType, pointer, "a text", format!("{field} is not a text."));
                self.find(finding.observing(observed));
                Text::Refused
            }
        }
    }

    /// Refuses characters that nobody sees in a known field, also where it should hold no text at all.
    fn hides(&mut self, field: &str) -> bool {
        let Some(text) = self.map.get(field).and_then(Value::as_str) else { return false };
        let count = text::hidden_count(text);
        if count > 0 {
            self.find(opaque::hidden(field, count).observing(self.observed(field)));
        }
        count > 0
    }

    fn keep(&mut self, field: &str, text: String) {
        self.judged.values.insert(field.to_owned(), text);
    }

    /// An upstream field that must be there, with any text.
    fn required(&mut self, field: &str, expected: &str) {
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

    /// A field with an allow-list; compared exactly, for a near miss is another value. Without a rule for
    /// `missing` it may be left out.
    fn literal(
        &mut self,
        field: &str,
        accepts: &[String],
        rules: (Option<Rule>, Rule),
        why: impl FnOnce(&str) -> String,
    ) {
        let (missing, refused) = rules;
        match (self.text(field), missing) {
            (Text::Usable(text), _) if accepts.contains(&text) => self.keep(field, text),
            (Text::Usable(text), _) => {
                let observed = self.observed(field);
                let message = why(&text) + &spelt_out(observed.as_deref().unwrap_or_default());
                let finding = Finding::new(refused, format!("/{field}"), one_of(accepts), message);
                self.find(finding.observing(observed));
            }
            (Text::Absent, Some(rule)) => self.missing(field, rule, &one_of(accepts)),
            (Text::Absent, None) | (Text::Refused, _) => {}
        }
    }

    fn owner_handoff(&mut self, runbook: &Runbook) {
        let handoff = &runbook.owner_handoff;
        for Upstream { field, stage, accepts, .. } in &handoff.upstream {
            let rules = (Some(Rule::OwnerHandoffMissing), Rule::OwnerHandoffRefused);
            self.literal(field, accepts, rules, |_| {
                format!("{field} is not a status that {stage} hands over with.")
            });
        }
        self.required(&handoff.reference.field, "the handoff's reference");
        self.required(&handoff.fingerprint.field, "the handoff's fingerprint");
        for Declared { field, accepts, .. } in &handoff.declared {
            // It may be left out; once sent it must say the right thing, and blank is not it.
            let missing = self.map.contains_key(field).then_some(Rule::OwnerHandoffRefused);
            let rules = (missing, Rule::OwnerHandoffRefused);
            self.literal(field, accepts, rules, |_| {
                format!("{field} is not what the upstream stage declares.")
            });
        }
    }

    fn target(&mut self, runbook: &Runbook) {
        for Target { field, accepts, refuses, .. } in &runbook.target {
            self.literal(field, accepts, (Some(Rule::TargetMissing), Rule::TargetRefused), |text| {
                if refuses.iter().any(|refused| refused == text) {
                    format!("{field} is {text}, which is refused by name.")
                } else {
                    format!("{field} is not on the allow-list; it is compared exactly.")
                }
            });
        }
    }

    fn references(&mut self, runbook: &Runbook) {
        for reference in &runbook.references {
            match self.text(&reference.field) {
                Text::Usable(text) => self.keep(&reference.field, text),
                Text::Refused => {}
                Text::Absent if runbook.group_of(&reference.field).is_some() => {}
                Text::Absent => {
                    self.missing(&reference.field, Rule::ReferenceMissing, "a reference to the document");
                }
            }
        }
        for group in &runbook.reference_groups {
            // A refused member has its own finding; the group is short only where all its members are absent.
            let absent = |field: &String| self.map.get(field).is_none_or(says_nothing);
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

    fn confirmations(&mut self, runbook: &Runbook) {
        for confirmation in &runbook.confirmations {
            let field = &confirmation.field;
            self.known.insert(field.clone());
            if self.map.get(field) == Some(&Value::Bool(true)) {
                self.judged.claimed.insert(field.clone());
            } else {
                self.hides(field);
                let observed = self.observed(field);
                let message = format!("{field} is not confirmed; only the JSON value true counts.");
                let finding = Finding::new(Rule::ConfirmationMissing, format!("/{field}"), "true", message);
                self.find(finding.observing(observed));
                // Whatever is inside has no name that the runbook knows.
                if let Some(inside @ (Value::Array(_) | Value::Object(_))) = self.map.get(field) {
                    self.claims(inside, &format!("/{field}"));
                }
            }
        }
    }

    fn decision(&mut self, runbook: &Runbook) {
        let Text::Usable(decision) = self.text(DECISION) else { return };
        let pointer = format!("/{DECISION}");
        if let Some(effect) = runbook.effects.iter().find(|effect| effect.decision == decision) {
            let message = format!("The decision asks to {}.", effect.action);
            let mut finding =
                Finding::new(Rule::EffectAsked, pointer, "a decision that asks for no effect", message);
            finding.effect = Some(effect.id.clone());
            self.find(finding.observing(self.observed(DECISION)));
        } else if runbook.decision(&decision).is_none() {
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

    fn flags(&mut self, runbook: &Runbook) {
        for effect in &runbook.effects {
            for flag in &effect.flags {
                self.known.insert(flag.clone());
                self.hides(flag);
                let asked = match self.map.get(flag) {
                    None | Some(Value::Bool(false)) => continue,
                    Some(Value::Bool(true)) => true,
                    Some(
                        Value::Null
                        | Value::Number(_)
                        | Value::String(_)
                        | Value::Array(_)
                        | Value::Object(_),
                    ) => false,
                };
                let (rule, message) = if asked {
                    (Rule::EffectAsked, format!("{flag} is true, which asks to {}.", effect.action))
                } else {
                    (Rule::EffectFlagNotBoolean, format!("{flag} is neither true nor false."))
                };
                let mut finding =
                    Finding::new(rule, format!("/{flag}"), "false", message).observing(self.observed(flag));
                finding.effect = asked.then(|| effect.id.clone());
                self.find(finding);
            }
        }
    }

    fn unknown(&mut self) {
        let map = self.map;
        for (key, value) in map.iter().filter(|(key, _)| !self.known.contains(*key)).collect::<Vec<_>>() {
            let pointer = format!("/{}", pointer_token(key));
            self.judged.notes.push(opaque::unknown_field(bounded(&pointer)));
            self.claims(value, &pointer);
        }
    }

    /// A `true` nobody knows the meaning of may claim an effect, at any depth.
    fn claims(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::Bool(true) => {
                self.find(opaque::unknown_true(bounded(pointer)));
            }
            Value::Object(map) => {
                for (key, value) in map {
                    self.claims(value, &below(pointer, &pointer_token(key)));
                }
            }
            Value::Array(values) => {
                for (i, value) in values.iter().enumerate() {
                    self.claims(value, &below(pointer, &i.to_string()));
                }
            }
            Value::Null | Value::Bool(false) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Whether a value is a text without anything to read in it.
fn says_nothing(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text::is_blank(text) && !text::has_hidden(text))
}

fn one_of(literals: &[String]) -> String {
    match literals {
        [only] => only.clone(),
        several => format!("one of: {}", several.join(", ")),
    }
}
