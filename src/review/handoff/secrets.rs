//! Search for secrets in every key and every text that was sent, known or not.

use super::members::{MemberName, Sent};
use super::opaque;
use super::pointer::below;
use crate::review::finding::Finding;
use crate::review::json::tree::{Json, Members};
use crate::review::problem::pointer_token;
use crate::review::runbook::Names;
use crate::review::secret::secret_rule;

pub(super) fn found(sent: &Sent, names: &Names) -> Vec<Finding> {
    let mut found = Found::default();
    for (key, value) in sent.texts_and_unknown(names) {
        match key {
            // No runbook is accepted whose names look like credentials.
            MemberName::Known(name) => found.value(value, key, &|| below("", &pointer_token(name.as_str()))),
            MemberName::Unknown(name) => found.member(name, value, &String::new),
        }
    }
    found.0
}

/// Pointers are built on demand, because almost no text is a secret.
#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    fn members(&mut self, members: &Members, base: &dyn Fn() -> String) {
        for (key, value) in members {
            self.member(key, value, base);
        }
    }

    fn member(&mut self, key: &str, value: &Json, base: &dyn Fn() -> String) {
        let pointer = || below(&base(), &pointer_token(key));
        let Some(rule) = secret_rule(key) else {
            return self.value(value, MemberName::Unknown(key), &pointer);
        };
        self.0.push(opaque::secret_key(pointer(), rule));
        // The key has its finding already, so the value is judged alone.
        self.value(value, MemberName::Unknown(""), &pointer);
    }

    /// Judges a value with its key, also through lists: neither half of `"password": "x"` gives it away alone.
    fn value(&mut self, value: &Json, key: MemberName, pointer: &dyn Fn() -> String) {
        match value {
            Json::Text(text) => {
                if let Some(rule) = key.secret_in(text) {
                    self.0.push(opaque::secret_value(pointer(), rule));
                }
            }
            Json::Object(members) => self.members(members, pointer),
            Json::List(values) => {
                for (i, value) in values.iter().enumerate() {
                    self.value(value, key, &|| below(&pointer(), &i.to_string()));
                }
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }
}
