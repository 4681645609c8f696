//! Facts of an item that both front ends show: its value, its basis, its answer. They only lay them out.

use std::fmt;

use super::evidence::{self, NOT_PINNED};
use super::sitting::signed;
use super::steps::until_complete;
use crate::review::action::Method;
use crate::review::checklist::{Item, ItemIndex, Subject};
use crate::review::moment::Moment;
use crate::review::runbook::Acknowledge;
use crate::review::state::{Answer, ItemState, Mark, Review};
use crate::review::text::hidden_count;
use crate::session::Session;

pub(crate) const ASKS: &str = "Asks";
pub(crate) const VALUE: &str = "Value";
pub(crate) const HIDDEN: &str = "Invisible characters";
const EVIDENCE: &str = "Evidence";
const UPSTREAM: &str = "Compared with";
const UPSTREAM_FILE: &str = "Upstream document";
pub(crate) const BASED_ON: &str = "Based on";
pub(crate) const SHOWN_IN: &str = "Shown in";
const HOW_TO_CONFIRM: &str = "How to confirm";

/// Displays as `label: value`.
pub(crate) struct Fact {
    pub(crate) label: &'static str,
    pub(crate) value: String,
}

impl Fact {
    pub(crate) fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self { label, value: value.into() }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.label, self.value)
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Phrasing<'a> {
    /// Short texts on a screen, with the first key of an action.
    Brief(&'a dyn Fn(&str) -> String),
    /// Sentences to listen to, with the words of commands.
    Spoken(&'a Session),
}

pub(crate) enum AnswerKind {
    State,
    Blocked,
    Stale,
    Confirmed,
    NotApplicable,
    OpenConcern,
    AnsweredConcern,
    Note,
}

pub(crate) struct AnswerFact {
    pub(crate) kind: AnswerKind,
    pub(crate) text: String,
}

pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}

/// `enters` is the key or the command that enters a reference which is left out.
pub(crate) fn value(review: &Review, item: &Item, enters: &str) -> String {
    review.display(item).unwrap_or_else(|| format!("not given; {enters} enters it"))
}

/// The value of the item's field, and its documents. Empty for an item without a field.
pub(crate) fn value_facts(review: &Review, item: &Item, phrasing: Phrasing) -> Vec<Fact> {
    if !matches!(item.subject, Subject::Handoff | Subject::Reference) {
        return Vec::new();
    }
    let (value, upstream_file) = match phrasing {
        Phrasing::Brief(_) => (review.display(item).unwrap_or_else(|| "not given".to_owned()), UPSTREAM_FILE),
        Phrasing::Spoken(_) => (value(review, item, "reference"), EVIDENCE),
    };
    let mut facts = vec![Fact::new(VALUE, value)];
    let hidden = review.value(&item.id).map_or(0, hidden_count);
    if hidden > 0 {
        facts.push(Fact::new(HIDDEN, hidden.to_string()));
    }
    let file = evidence::state(review, item, phrasing, |digest| digest.to_string());
    if item.names_file {
        facts.push(Fact::new(EVIDENCE, file.unwrap_or_else(|| NOT_PINNED.to_owned())));
    } else if let Some(upstream) = review.display_packet(item) {
        facts.push(Fact::new(UPSTREAM, upstream));
        facts.extend(file.map(|file| Fact::new(upstream_file, file)));
    }
    facts
}

/// Observations of the program on an item without a field.
pub(crate) fn seen(review: &Review, item: &Item, phrasing: Phrasing) -> Option<String> {
    let is_hit = review.blocked_by(item).is_some();
    let seen = match (item.subject, phrasing) {
        (Subject::Confirmation, _) if !review.handoff().claims(&item.id) => return None,
        (Subject::Confirmation, Phrasing::Brief(_)) => {
            return Some(format!("{} · claimed in the handoff, ignored", item.id));
        }
        (Subject::Confirmation, Phrasing::Spoken(_)) => {
            "The handoff claims this confirmation; the claim is ignored."
        }
        (Subject::StopRule(_), Phrasing::Brief(_)) if is_hit => "an automatic check triggered this rule",
        (Subject::StopRule(_), Phrasing::Spoken(_)) if is_hit => "An automatic check triggered this rule.",
        (Subject::StopRule(_), Phrasing::Brief(_)) => "no automatic check triggered this rule",
        (Subject::StopRule(_), Phrasing::Spoken(_)) => "No automatic check triggered this rule.",
        (Subject::Command, Phrasing::Brief(_)) => "a command; shown, never run here",
        (Subject::Command, Phrasing::Spoken(_)) => "A command; shown, never run here.",
        (Subject::Handoff | Subject::Reference | Subject::Question, _) => return None,
    };
    Some(seen.to_owned())
}

/// The basis of an answer, the steps that show the item, and the way to confirm it.
pub(crate) fn basis_facts(review: &Review, index: ItemIndex, phrasing: Phrasing) -> Vec<Fact> {
    let Some(item) = review.item(index) else { return Vec::new() };
    let is_based = item.based_on.iter().any(|field| *field != item.id);
    let mut facts: Vec<Fact> =
        is_based.then(|| Fact::new(BASED_ON, list(&item.based_on))).into_iter().collect();
    let steps = review.checklist().steps().iter();
    let showing: Vec<&str> =
        steps.filter(|step| step.items.contains(&index)).map(|step| step.title.as_str()).collect();
    facts.push(Fact::new(SHOWN_IN, list(&showing)));
    let by = match (item.acknowledge, review.echo(item), phrasing) {
        (Acknowledge::Echo, None, _) => "by typing the value; there is no usable value".to_owned(),
        (Acknowledge::Echo, Some(_), Phrasing::Brief(key)) => {
            format!("by typing the value ({} asks for it)", key("confirm"))
        }
        (Acknowledge::Echo, Some(_), Phrasing::Spoken(_)) => "by typing the value".to_owned(),
        (Acknowledge::Key, _, Phrasing::Brief(key)) => format!("by key ({})", key("confirm")),
        (Acknowledge::Key, _, Phrasing::Spoken(_)) => "by the command confirm".to_owned(),
    };
    facts.push(Fact::new(HOW_TO_CONFIRM, by));
    facts
}

/// The state of an item as a sentence; on a screen, only the reason of a block.
fn state(review: &Review, index: ItemIndex, item: &Item, phrasing: Phrasing) -> Option<AnswerFact> {
    let (state, blocked_by) = (review.state(index), review.blocked_by(item));
    let why = blocked_by.filter(|_| state == ItemState::Blocked);
    if let Phrasing::Brief(_) = phrasing {
        return why.map(|why| AnswerFact { kind: AnswerKind::Blocked, text: format!("blocked: {why}") });
    }
    let text = match (state, why, review.item_locked_by(index)) {
        (_, Some(why), _) => format!("State: blocked. {}.", why.trim_end_matches('.')),
        (ItemState::NotApplicable, ..) => "State: not applicable.".to_owned(),
        (state, _, Some(lock)) => {
            format!("State: {}, locked {}.", state.word(), until_complete(review, &lock))
        }
        (state, _, None) => format!("State: {}.", state.word()),
    };
    Some(AnswerFact { kind: AnswerKind::State, text })
}

/// The answer to an item: its state, the concerns, the note; each with its sitting if several have labels.
pub(crate) fn answer_facts(review: &Review, index: ItemIndex, phrasing: Phrasing) -> Vec<AnswerFact> {
    let (Some(item), Some(answer)) = (review.item(index), review.answer(index)) else { return Vec::new() };
    let mut facts: Vec<AnswerFact> = state(review, index, item, phrasing).into_iter().collect();
    let mut say = |kind, sitting, text| {
        let text = match sitting {
            Some(sitting) => signed(text, review, sitting),
            None => text,
        };
        facts.push(AnswerFact { kind, text });
    };
    match &answer.mark {
        Mark::Open => {}
        Mark::Stale { at, .. } => say(AnswerKind::Stale, None, stale(*at, phrasing)),
        Mark::Confirmed { manner, at, sitting, .. } => {
            say(AnswerKind::Confirmed, Some(*sitting), confirmed(*at, *manner, answer, phrasing));
        }
        Mark::NotApplicable { reason, at, sitting, .. } => {
            let text = match phrasing {
                Phrasing::Brief(_) => format!("not applicable {}: {reason}", at.clock()),
                Phrasing::Spoken(_) => format!("Not applicable since {}: {reason}", at.clock()),
            };
            say(AnswerKind::NotApplicable, Some(*sitting), text);
        }
    }
    for concern in &answer.concerns {
        let (at, note) = (concern.at.clock(), &concern.note);
        match (&concern.answer, phrasing) {
            (None, Phrasing::Brief(_)) => {
                say(AnswerKind::OpenConcern, Some(concern.sitting), format!("concern {at}: {note}"));
            }
            (Some((answer, _, sitting)), Phrasing::Brief(_)) => {
                let text = format!("concern: {note} · answered: {answer}");
                say(AnswerKind::AnsweredConcern, Some(*sitting), text);
            }
            (answered, Phrasing::Spoken(_)) => {
                say(AnswerKind::OpenConcern, Some(concern.sitting), format!("Concern at {at}: {note}"));
                match answered {
                    None => say(AnswerKind::OpenConcern, None, "It is not answered.".to_owned()),
                    Some((answer, at, sitting)) => {
                        let text = format!("Answered at {}: {answer}", at.clock());
                        say(AnswerKind::AnsweredConcern, Some(*sitting), text);
                    }
                }
            }
        }
    }
    if !answer.note.is_empty() {
        let label = if let Phrasing::Brief(_) = phrasing { "note" } else { "Note" };
        let text = format!("{label}: {}", answer.note);
        say(AnswerKind::Note, Some(answer.note_sitting.unwrap_or_default()), text);
    }
    facts
}

fn stale(at: Moment, phrasing: Phrasing) -> String {
    match phrasing {
        Phrasing::Brief(_) => format!("reopened {}: what it is based on changed", at.clock()),
        Phrasing::Spoken(_) => {
            format!("Reopened at {}: what it is based on changed. Type changes to see how.", at.clock())
        }
    }
}

/// Shows the time since opening only on a screen, and only if the item was opened before the answer.
fn confirmed(at: Moment, manner: Method, answer: &Answer, phrasing: Phrasing) -> String {
    let clock = at.clock();
    let opened = answer.opened_at.filter(|opened| *opened <= at);
    match (phrasing, manner) {
        (Phrasing::Spoken(_), Method::Key) => format!("Confirmed at {clock} by key."),
        (Phrasing::Spoken(_), Method::Echo) => format!("Confirmed at {clock} by typing it."),
        (Phrasing::Brief(_), manner) => {
            let manner = if manner == Method::Echo { " by typing it" } else { "" };
            let opened =
                opened.map(|opened| format!(" · {} s after opening", at.millis_since(opened) / 1000));
            format!("confirmed {clock}{manner}{}", opened.unwrap_or_default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::testing::clock;

    #[test]
    fn an_item_that_was_opened_behind_its_answer_says_nothing_of_the_time_between() {
        let (opened, answered, later) = (clock(), clock(), clock());
        let said = |opened_at| {
            let answer = Answer { opened_at, ..Answer::default() };
            confirmed(answered, Method::Key, &answer, Phrasing::Brief(&|_| String::new()))
        };
        assert!(said(Some(opened)).ends_with(" · 1 s after opening"));
        assert_eq!(said(Some(later)), said(None));
    }
}
