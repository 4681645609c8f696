//! Texts on keys: their contexts, their meanings on a row, and invalid bindings.

use std::fmt::Display;

// Contexts of a key.
pub(crate) const ON_WALK: &str = "among the steps and rows";
pub(crate) const ON_ITEM: &str = "on an item in full";
pub(crate) const ON_WRITE_ACTIONS: &str = "on the write actions";
pub(crate) const ON_STOP: &str = "on the stop panel";
pub(crate) const ON_EVIDENCE: &str = "on an evidence file";
pub(crate) const ON_MOVED: &str = "on what moved";
pub(crate) const ON_KEYS: &str = "on the keys";
pub(crate) const ON_PACKET: &str = "on the packet";
pub(crate) const IN_LINES: &str = "in a text of several lines";
pub(crate) const IN_LINE: &str = "in a text of one line";
pub(crate) const IN_CHOOSER: &str = "in a list to choose from";

// Meaning of a key on this row, if it differs from its word in the table.
pub(crate) const FIND: &str = "find";
pub(crate) const READ: &str = "read";
pub(crate) const CONFIRM: &str = "confirm";
pub(crate) const TYPE_TO_CONFIRM: &str = "type to confirm";
pub(crate) const TAKE_BACK: &str = "take back";
pub(crate) const GO_ON: &str = "go on";
pub(crate) const CLOSE_FOR_GOOD: &str = "close for good";
pub(crate) const ANSWER_CONCERN: &str = "answer concern";

pub(crate) fn no_such_action(name: &str) -> String {
    format!("no action is called `{name}`")
}

/// Without the action there would be no way out.
pub(crate) fn keeps_its_keys(action: &str) -> String {
    format!("`{action}` keeps its keys")
}

pub(crate) fn has_no_key(action: &str) -> String {
    format!("`{action}` has no key")
}

pub(crate) fn no_such_key(action: &str, key: &str) -> String {
    format!(
        "`{action}`: `{key}` is not the name of a key; those are one visible character but no digit, space, Ctrl-a to Ctrl-z without i \
         and m, Enter, Esc, Tab, Shift-Tab, Backspace, Del, Up, Down, Left, Right, Home, End, PgUp, PgDn, F1 to F12, and the \
         arrows with Ctrl-"
    )
}

pub(crate) fn is_text(action: &str, key: impl Display) -> String {
    format!("`{action}`: `{key}` is text where the action works; take a key with Ctrl or a named one")
}

pub(crate) fn means_both(key: impl Display, [one, other]: [&str; 2], place: &str) -> String {
    format!("`{key}` would mean both `{one}` and `{other}` {place}")
}
