//! Findings and notes about input that is not kept. Their words never reveal what was sent; they can only be
//! compared with those that a judge writes.

use super::spelling::spelt_out;
use crate::review::finding::{Finding, Note, Rule};
use crate::review::secret::SecretRule;

pub(in crate::review) fn secret_key(pointer: String, rule: SecretRule) -> Finding {
    secret(pointer, format!("This key looks like a credential ({rule}); keys and values are never shown."))
}

pub(in crate::review) fn secret_value(pointer: String, rule: SecretRule) -> Finding {
    secret(pointer, format!("This value looks like a credential ({rule}); it is never shown or saved."))
}

fn secret(pointer: String, message: String) -> Finding {
    Finding::new(Rule::SecretLike, pointer, "a reference to where the secret is stored", message)
}

pub(in crate::review) fn hidden(field: &str, count: usize) -> Finding {
    let message = format!("{field} contains {count} control, bidi or invisible characters.");
    Finding::new(Rule::HiddenCharacters, format!("/{field}"), "text without invisible characters", message)
}

pub(in crate::review) fn unknown_true(pointer: String) -> Finding {
    let message = format!("An unknown field is true, which may claim an effect.{}", spelt_out(&pointer));
    let finding = Finding::new(Rule::UnknownTrue, pointer, "no unknown field that is true", message);
    finding.observing(Some("true".to_owned()))
}

pub(in crate::review) fn unknown_field(pointer: String) -> Note {
    let text = "Unknown field; searched for secrets and claims, otherwise ignored.";
    let text = format!("{text}{}", spelt_out(&pointer));
    Note { pointer, text }
}
