//! Texts of an item: its labels, its value, and ways to confirm it.

use std::fmt::Display;

use crate::review::moment::Moment;

// Labels, in their order.
pub(crate) const ASKS: &str = "Asks";
pub(crate) const STANDS_THERE: &str = "Stands there";
pub(crate) const DO_NOT_SHOW: &str = "Characters that do not show";
pub(crate) const EVIDENCE: &str = "Evidence";
pub(crate) const UPSTREAM: &str = "Held against the upstream document";
pub(crate) const UPSTREAM_FILE: &str = "Upstream document";
pub(crate) const RESTS_ON: &str = "Rests on";
pub(crate) const SHOWN_IN: &str = "Shown in";
pub(crate) const IS_CONFIRMED: &str = "Is confirmed";
pub(crate) const LOCKED: &str = "Locked";
pub(crate) const STATE: &str = "State";
pub(crate) const MOVED: &str = "Moved since it was answered";

pub(crate) const NOT_GIVEN: &str = "not given";

/// `enters` is a key or a command.
pub(crate) fn not_given(enters: &str) -> String {
    format!("not given; {enters} enters it")
}

// Results of a stop rule.
pub(crate) const HIT: &str = "the program sees this rule hit";
pub(crate) const NOT_HIT: &str = "the program sees nothing that hits it";

pub(crate) const NEVER_RUN: &str = "a command, shown and never run here";

pub(crate) fn claimed_not_used(id: &str) -> String {
    format!("{id} · claimed in the handoff, not used")
}

pub(crate) fn by_typing(key: &str) -> String {
    format!("by typing what you see ({key} asks for it)")
}

pub(crate) const NOTHING_TO_TYPE: &str = "by typing what you see; nothing stands there that can be used";

pub(crate) fn by_key(key: &str) -> String {
    format!("by key ({key})")
}

pub(crate) fn first_opened(at: Moment) -> String {
    format!("first opened {at}")
}

pub(crate) fn labelled(label: &str, text: impl Display) -> String {
    format!("{label}: {text}")
}

pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}
