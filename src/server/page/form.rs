//! Form that posts a plan request: every member that a request may have, empty or as sent before.

use super::answer::Answer;
use super::shown::Shown;
use crate::review::handoff::{DECISION, Handoff};
use crate::review::runbook::{Runbook, Target};

/// Sends what it shows: a literal with odd characters is sent as its tokens, and refused.
pub(crate) struct Form {
    pub(crate) action: Shown,
    pub(crate) handoff: Vec<Text>,
    pub(crate) target: Vec<Choice>,
    pub(crate) references: Vec<Text>,
    pub(crate) confirmations: Vec<Check>,
    pub(crate) decision: Choice,
}

pub(crate) struct Control {
    pub(crate) field: Shown,
    pub(crate) label: Shown,
    /// Anchors of its findings, with spaces between; empty if there is none.
    pub(crate) findings: String,
}

/// Line of text, with literals to choose from if the runbook has them.
pub(crate) struct Text {
    pub(crate) control: Control,
    pub(crate) value: Shown,
    pub(crate) literals: Vec<Shown>,
}

pub(crate) struct Choice {
    pub(crate) control: Control,
    pub(crate) groups: Vec<(&'static str, Vec<FilledField>)>,
}

pub(crate) struct FilledField {
    pub(crate) value: Shown,
    pub(crate) words: Shown,
    pub(crate) chosen: bool,
}

pub(crate) struct Check {
    pub(crate) control: Control,
    pub(crate) ticked: bool,
}

/// The previous request and its answer.
struct Before<'a> {
    request: Option<&'a Handoff>,
    answer: Option<&'a Answer>,
}

impl Form {
    pub(crate) fn new(runbook: &Runbook, request: Option<&Handoff>, answer: Option<&Answer>) -> Self {
        let before = Before { request, answer };
        let handoff = &runbook.owner_handoff;
        let upstream = handoff.upstream.iter().map(|u| before.text(&u.field, &u.in_words(), &u.accepts));
        let named = handoff.named().map(|named| before.text(named.field, &named.in_words(), &[]));
        let declared = handoff.declared.iter().map(|d| before.text(&d.field, &d.in_words(), &d.accepts));
        let references = runbook.references.iter().map(|r| before.text(&r.field, &r.in_words(), &[]));
        let confirmations = runbook.confirmations.iter().map(|confirmation| Check {
            control: before.control(&confirmation.field, &confirmation.sentence),
            ticked: request.is_some_and(|request| request.claims(&confirmation.field)),
        });
        Self {
            action: Shown::new(&runbook.endpoints.plan.path),
            handoff: upstream.chain(named).chain(declared).collect(),
            target: runbook.target.iter().map(|target| before.target(target)).collect(),
            references: references.collect(),
            confirmations: confirmations.collect(),
            decision: before.decision(runbook),
        }
    }
}

impl Before<'_> {
    /// Value sent in a field, if no finding is about it and it is shown unchanged.
    fn kept(&self, field: &str) -> Option<&str> {
        let request = self.request?;
        let value = if field == DECISION { request.decision() } else { request.value(field) }?;
        let refused = self.answer.is_none_or(|answer| !answer.about(field).is_empty());
        (!refused && Shown::new(value).as_str() == value).then_some(value)
    }

    fn control(&self, field: &str, label: &str) -> Control {
        let numbers = self.answer.map(|answer| answer.about(field)).unwrap_or_default();
        let anchors: Vec<String> = numbers.iter().map(|number| format!("finding-{number}")).collect();
        Control { field: Shown::new(field), label: Shown::new(label), findings: anchors.join(" ") }
    }

    fn text(&self, field: &str, label: &str, literals: &[String]) -> Text {
        Text {
            control: self.control(field, label),
            value: Shown::new(self.kept(field).unwrap_or_default()),
            literals: Shown::all(literals),
        }
    }

    /// Refused values can be chosen too: the answer explains why they are refused.
    fn target(&self, target: &Target) -> Choice {
        let given = |value: &String| self.filled(&target.field, value, value);
        let groups = vec![
            ("Accepted", target.accepts.iter().map(given).collect()),
            ("Refused by name", target.refuses.iter().map(given).collect()),
        ];
        Choice { control: self.control(&target.field, &target.in_words()), groups: filled(groups) }
    }

    fn decision(&self, runbook: &Runbook) -> Choice {
        let given = |value: &str, words: &str| self.filled(DECISION, value, &format!("{words} ({value})"));
        let listed = runbook.decisions.iter().map(|decision| given(&decision.value, &decision.in_words()));
        let asked = runbook.effects.iter().map(|effect| given(&effect.decision, &effect.action));
        let groups = vec![("Decisions", listed.collect()), ("Requests, always blocked", asked.collect())];
        Choice { control: self.control(DECISION, "Decision"), groups: filled(groups) }
    }

    fn filled(&self, field: &str, value: &str, words: &str) -> FilledField {
        let chosen = self.kept(field) == Some(value);
        FilledField { value: Shown::new(value), words: Shown::new(words), chosen }
    }
}

/// Drops empty groups.
fn filled(mut groups: Vec<(&'static str, Vec<FilledField>)>) -> Vec<(&'static str, Vec<FilledField>)> {
    groups.retain(|(_, values)| !values.is_empty());
    groups
}
