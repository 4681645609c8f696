//! A reader of JSON objects that collects every fault instead of stopping at the first.

use std::cell::RefCell;

use serde_json::{Map, Value};

use crate::review::problem::{Fault, Pointer, noun};
use crate::review::text;

#[derive(Default)]
pub(super) struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    pub(super) fn add(&self, pointer: impl Into<String>, message: impl Into<String>) {
        self.0.borrow_mut().push(Fault { pointer: pointer.into(), message: message.into() });
    }

    pub(super) fn into_vec(self) -> Vec<Fault> {
        self.0.into_inner()
    }
}

#[derive(Clone, Copy)]
struct At<'a> {
    pointer: Pointer<'a>,
    faults: &'a Faults,
}

impl<'a> At<'a> {
    fn add(self, message: impl Into<String>) {
        self.faults.add(self.pointer.to_string(), message);
    }

    fn member(&'a self, name: &'a str) -> Self {
        Self { pointer: Pointer::Member(&self.pointer, name), faults: self.faults }
    }

    fn element(&'a self, index: usize) -> Self {
        Self { pointer: Pointer::Element(&self.pointer, index), faults: self.faults }
    }
}

/// A missing or wrong member is a fault and reads as an empty value, so that reading goes on.
/// The caller refuses the whole if any fault was added.
pub(super) struct Object<'a> {
    map: &'a Map<String, Value>,
    here: At<'a>,
    known: Vec<&'static str>,
}

impl<'a> Object<'a> {
    pub(super) fn root(map: &'a Map<String, Value>, faults: &'a Faults) -> Self {
        Self { map, here: At { pointer: Pointer::Root, faults }, known: Vec::new() }
    }

    pub(super) fn fault(&self, member: &str, message: impl Into<String>) {
        self.here.member(member).add(message);
    }

    pub(super) fn has(&self, member: &str) -> bool {
        self.map.contains_key(member)
    }

    fn take(&mut self, member: &'static str) -> Option<&'a Value> {
        self.known.push(member);
        let value = self.map.get(member);
        if value.is_none() {
            self.fault(member, "missing");
        }
        value
    }

    pub(super) fn text(&mut self, member: &'static str) -> String {
        let Some(value) = self.take(member) else { return String::new() };
        checked_text(value, self.here.member(member))
    }

    pub(super) fn formed(&mut self, member: &'static str, form: &Form) -> String {
        let text = self.text(member);
        form.check(&text, self.here.member(member));
        text
    }

    pub(super) fn texts(&mut self, member: &'static str) -> Vec<String> {
        self.elements(member, checked_text)
    }

    pub(super) fn all_formed(&mut self, member: &'static str, form: &Form) -> Vec<String> {
        self.elements(member, |value, at| {
            let text = checked_text(value, at);
            form.check(&text, at);
            text
        })
    }

    pub(super) fn choice<T: Copy>(&mut self, member: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(member);
        chosen(&text, choices, self.here.member(member))
    }

    pub(super) fn choices<T: Copy>(&mut self, member: &'static str, choices: &[(&str, T)]) -> Vec<T> {
        let read = |value: &Value, at: At| chosen(&checked_text(value, at), choices, at);
        self.elements(member, read).into_iter().flatten().collect()
    }

    pub(super) fn object<T>(
        &mut self,
        member: &'static str,
        read: impl FnOnce(&mut Object) -> T,
    ) -> Option<T> {
        let value = self.take(member)?;
        nested(value, self.here.member(member), read)
    }

    pub(super) fn objects<T>(&mut self, member: &'static str, read: impl Fn(&mut Object) -> T) -> Vec<T> {
        let items = self.elements(member, |value, at| nested(value, at, &read));
        items.into_iter().flatten().collect()
    }

    fn elements<T>(&mut self, member: &'static str, read: impl Fn(&Value, At) -> T) -> Vec<T> {
        let Some(value) = self.take(member) else { return Vec::new() };
        let Value::Array(values) = value else {
            self.fault(member, format!("expected a list, found {}", noun(value)));
            return Vec::new();
        };
        let here = self.here.member(member);
        values.iter().enumerate().map(|(i, value)| read(value, here.element(i))).collect()
    }

    pub(super) fn close(&self) {
        for key in self.map.keys().filter(|key| !self.known.contains(&key.as_str())) {
            self.fault(key, "unknown member");
        }
    }
}

fn nested<T>(value: &Value, at: At, read: impl FnOnce(&mut Object) -> T) -> Option<T> {
    let Value::Object(map) = value else {
        at.add(format!("expected an object, found {}", noun(value)));
        return None;
    };
    let mut object = Object { map, here: at, known: Vec::with_capacity(map.len()) };
    let read = read(&mut object);
    object.close();
    Some(read)
}

fn checked_text(value: &Value, at: At) -> String {
    let Value::String(text) = value else {
        at.add(format!("expected a text, found {}", noun(value)));
        return String::new();
    };
    if text::has_hidden(text) {
        at.add("contains control, bidi or invisible characters");
    } else if text::is_blank(text) {
        at.add("is blank");
    }
    text.clone()
}

fn chosen<T: Copy>(text: &str, choices: &[(&str, T)], at: At) -> Option<T> {
    let found = choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    if found.is_none() && !text.is_empty() {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        at.add(format!("expected one of: {}", names.join(", ")));
    }
    found
}

pub(super) struct Form {
    accepts: fn(&str) -> bool,
    description: &'static str,
    /// `accepts` as a regular expression (ECMA-262), for the schema.
    pub(super) pattern: &'static str,
}

impl Form {
    pub(super) const ID: Form = Form {
        accepts: |text| {
            let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            text.chars().all(legal) && !text.starts_with('-')
        },
        description: "expected lower-case letters, digits and hyphens",
        pattern: "^[a-z0-9][a-z0-9-]*$",
    };
    /// `camelCase`, for every input field and flag. Short enough for the pointer of a finding.
    pub(super) const FIELD: Form = Form {
        accepts: |text| {
            text.len() <= 128
                && text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.chars().all(|c| c.is_ascii_alphanumeric())
        },
        description: "expected at most 128 lowerCamelCase letters and digits",
        pattern: "^[a-z][A-Za-z0-9]{0,127}$",
    };
    /// File names begin with it.
    pub(super) const STAGE: Form = Form {
        accepts: |text| {
            text.len() <= 32
                && text.starts_with(|c: char| c.is_ascii_alphanumeric())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        },
        description: "expected at most 32 letters, digits and hyphens",
        pattern: "^[A-Za-z0-9][A-Za-z0-9-]{0,31}$",
    };
    /// RFC 6901. It must point to a member: a whole document has no field to compare it with.
    pub(super) const POINTER: Form = Form {
        accepts: |text| {
            let escaped = |rest: &str| rest.starts_with(['0', '1']);
            text.starts_with('/') && text.split('~').skip(1).all(escaped)
        },
        description: "expected a JSON pointer, such as /status or /packet/type, with ~0 for ~ and ~1 for /",
        pattern: "^/([^~]|~[01])*$",
    };
    pub(super) const PATH: Form = Form {
        accepts: |text| {
            let legal = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
            // Two slashes at the start would name another host.
            text.starts_with('/') && !text.starts_with("//") && text.chars().all(legal)
        },
        description: "expected an absolute path of letters, digits and / - . _ ~, with one / in front",
        pattern: "^/([A-Za-z0-9._~-][A-Za-z0-9/._~-]*)?$",
    };

    fn check(&self, text: &str, at: At) {
        // An empty text has its fault already.
        if !text.is_empty() && !(self.accepts)(text) {
            at.add(self.description);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z0-9-]{1,12}",
            "[a-z][A-Za-z0-9]{125,129}",
            "[A-Za-z0-9][A-Za-z0-9-]{29,34}",
            "/[A-Za-z0-9/._~-]{0,12}",
            "/[a/~01]{0,8}",
            "[-/._~aZ9 \\n\u{e9}]{1,6}",
            any::<String>().prop_filter("a blank text has its own fault", |text| !text.is_empty()),
        ]
    }

    proptest! {
        #[test]
        fn a_pattern_takes_the_texts_that_its_form_takes(text in any_text()) {
            for form in [Form::ID, Form::FIELD, Form::STAGE, Form::POINTER, Form::PATH] {
                let schema = json!({ "pattern": form.pattern });
                let taken = jsonschema::is_valid(&schema, &json!(text));
                prop_assert_eq!(taken, (form.accepts)(&text), "{}", form.pattern);
            }
        }
    }
}
