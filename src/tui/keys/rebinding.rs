//! Rebinding of keys: a request is accepted whole, or refused with every reason.

use std::collections::BTreeMap;

use super::table;
use crate::review::text::visible;
use crate::tui::model::keymap::{Key, Keymap, Place};

/// Actions that keep their keys: there must always be a way out, and every digit is a phase.
const FIXED: [&str; 3] = ["leave-at-once", "cancel", "phase"];

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BindingError {
    #[error("unknown action `{}`", visible(.0))]
    UnknownAction(String),
    #[error("the keys of `{0}` are fixed")]
    Fixed(&'static str),
    /// An action without a key would be out of reach.
    #[error("`{0}` has no key")]
    NoKey(&'static str),
    #[error(
        "`{action}`: `{}` is not a key; use one visible character that is not a digit, space, Ctrl-a to Ctrl-z \
         except i and m, Enter, Esc, Tab, Shift-Tab, Backspace, Del, Up, Down, Left, Right, Home, End, PgUp, PgDn, \
         F1 to F12, or an arrow with Ctrl-",
        visible(key)
    )]
    UnknownKey {
        action: &'static str,
        /// As written in the request.
        key: String,
    },
    /// Characters are text in a context of the action.
    #[error("`{action}`: `{key}` types text where the action works; use a key with Ctrl or a named one")]
    IsText { action: &'static str, key: Key },
    /// Two actions of one context would have the same key.
    #[error("`{key}` would mean both `{}` and `{}` {}", actions[0], actions[1], place.words())]
    Conflict { key: Key, place: Place, actions: [&'static str; 2] },
}

impl Keymap {
    /// Keys of the table, except for the actions in `asked`. Returns all faults together.
    pub fn rebound(asked: &BTreeMap<String, Vec<String>>) -> Result<Self, Vec<BindingError>> {
        let (mut keymap, mut faults) = (Self::default(), Vec::new());
        for (name, keys) in asked {
            let Some(bound) = keymap.bound.iter_mut().find(|bound| bound.binding.name == name) else {
                faults.push(BindingError::UnknownAction(name.clone()));
                continue;
            };
            let action = bound.binding.name;
            if FIXED.contains(&action) {
                faults.push(BindingError::Fixed(action));
                continue;
            }
            if keys.is_empty() {
                faults.push(BindingError::NoKey(action));
            }
            bound.keys.clear();
            for name in keys {
                match Key::parse(name) {
                    None => faults.push(BindingError::UnknownKey { action, key: name.clone() }),
                    Some(key) if is_text(key) && bound.binding.places.iter().any(|p| p.takes_text()) => {
                        faults.push(BindingError::IsText { action, key });
                    }
                    Some(key) => bound.keys.push(key),
                }
            }
        }
        faults.extend(keymap.conflicts());
        if faults.is_empty() { Ok(keymap) } else { Err(faults) }
    }

    /// Reports a pair of actions once, even if they conflict in several contexts.
    fn conflicts(&self) -> Vec<BindingError> {
        let mut found: Vec<BindingError> = Vec::new();
        for place in Place::ALL {
            let mut taken: Vec<(Key, &'static str)> = Vec::new();
            for bound in self.at(place) {
                for key in &bound.keys {
                    let Some((_, first)) = taken.iter().find(|(other, _)| other == key) else {
                        taken.push((*key, bound.binding.name));
                        continue;
                    };
                    let pair = [*first, bound.binding.name];
                    let told = |fault: &BindingError| matches!(fault, BindingError::Conflict { key: k, actions, .. } if k == key && *actions == pair);
                    if !found.iter().any(told) {
                        found.push(BindingError::Conflict { key: *key, place, actions: pair });
                    }
                }
            }
        }
        found
    }
}

fn is_text(key: Key) -> bool {
    matches!(key, Key::Char(_))
}

impl BindingError {
    /// The first one if the fault concerns two.
    #[must_use]
    pub fn action(&self) -> &str {
        match self {
            Self::UnknownAction(action) => action,
            Self::Fixed(action)
            | Self::NoKey(action)
            | Self::UnknownKey { action, .. }
            | Self::IsText { action, .. }
            | Self::Conflict { actions: [action, _], .. } => action,
        }
    }
}

impl Place {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Walk => "among the steps and items",
            Self::Item => "on an item in full",
            Self::WriteActions => "on the write actions",
            Self::Stop => "on the stop panel",
            Self::Evidence => "on an evidence file",
            Self::Moved => "on the list of changes",
            Self::Help => "on the keys",
            Self::Preview => "on the packet",
            Self::Lines => "in a text of several lines",
            Self::Line => "in a text of one line",
            Self::Choose => "in a picker",
        }
    }
}

/// In table order.
pub fn actions() -> impl Iterator<Item = &'static str> {
    table().map(|binding| binding.name)
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::*;

    fn rebound(asked: &[(&str, &[&str])]) -> Result<Keymap, Vec<BindingError>> {
        let keys = |keys: &[&str]| keys.iter().map(ToString::to_string).collect();
        let asked = asked.iter().map(|(name, names)| ((*name).to_owned(), keys(names)));
        Keymap::rebound(&asked.collect())
    }

    #[test]
    fn an_action_takes_the_keys_it_is_given_and_loses_its_own() {
        let keymap = rebound(&[("confirm", &["x", "F5"])]).unwrap();
        assert_eq!(keymap.key("confirm"), "x");
        let keys = |place| keymap.at(place).flat_map(|bound| bound.keys.clone()).collect::<Vec<Key>>();
        assert!(keys(Place::Walk).contains(&Key::Named(KeyCode::F(5))));
        assert!(!keys(Place::Walk).contains(&Key::Char(' ')));
        assert!(keys(Place::Evidence).contains(&Key::Char(' ')), "paging in a file is another action");
    }

    #[test]
    fn two_actions_may_change_keys_with_each_other() {
        let keymap = rebound(&[("confirm", &["n"]), ("note", &["space"])]).unwrap();
        assert_eq!((keymap.key("confirm"), keymap.key("note")), ("n".to_owned(), "space".to_owned()));
    }

    #[test]
    fn a_key_that_is_taken_is_refused_and_both_actions_are_named_once() {
        let faults = rebound(&[("confirm", &["n"])]).unwrap_err();
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["`n` would mean both `confirm` and `note` among the steps and items"]);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = rebound(&[
            ("cancel", &["q"]),
            ("confrm", &["x"]),
            ("note", &[]),
            ("save", &["s"]),
            ("undo", &["Hyper-u", "z"]),
        ]);
        let faults = faults.unwrap_err();
        assert_eq!(
            faults,
            [
                BindingError::Fixed("cancel"),
                BindingError::UnknownAction("confrm".to_owned()),
                BindingError::NoKey("note"),
                BindingError::IsText { action: "save", key: Key::Char('s') },
                BindingError::UnknownKey { action: "undo", key: "Hyper-u".to_owned() },
            ]
        );
        assert_eq!(
            faults.iter().map(BindingError::action).collect::<Vec<_>>(),
            ["cancel", "confrm", "note", "save", "undo"]
        );
    }
}
