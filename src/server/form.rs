//! The page's form: fields as a browser posts them, converted to the JSON object that a program sends.

use percent_encoding::percent_decode;
use serde_json::{Map, Value, json};

use super::problem::Problem;
use crate::review::canonical;
use crate::review::limits::HANDOFF;
use crate::review::runbook::Runbook;

/// A tick becomes a boolean; an empty field is left out. Refuses a repeated field, too many fields and invalid UTF-8,
/// none of which a browser sends.
pub(super) fn request(posted: &[u8], runbook: &Runbook) -> Result<Vec<u8>, Problem> {
    // The parser below replaces invalid UTF-8 with other characters.
    if percent_decode(posted).decode_utf8().is_err() {
        return Err(Problem::Form("the form is not UTF-8".to_owned()));
    }
    let mut members = Map::new();
    for (name, value) in form_urlencoded::parse(posted) {
        if value.is_empty() {
            continue;
        }
        let value = match (is_tick(&name, runbook), &*value) {
            (true, "true") => Value::Bool(true),
            (true, "false") => Value::Bool(false),
            (_, text) => json!(text),
        };
        if members.insert(name.into_owned(), value).is_some() {
            return Err(Problem::Form("a field of the form occurs twice".to_owned()));
        }
        if members.len() >= HANDOFF.members {
            let detail = format!("the form has too many fields; expected fewer than {}", HANDOFF.members);
            return Err(Problem::Form(detail));
        }
    }
    Ok(canonical::object_bytes(&members))
}

fn is_tick(name: &str, runbook: &Runbook) -> bool {
    runbook.confirmations.iter().any(|confirmation| confirmation.field == name)
        || runbook.flags().any(|flag| flag == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::testing;

    fn refused(detail: &str) -> Result<Value, Problem> {
        Err(Problem::Form(detail.to_owned()))
    }

    fn posted(form: &str) -> Result<Value, Problem> {
        let runbook = testing::runbook();
        request(form.as_bytes(), &runbook).map(|json| serde_json::from_slice(&json).unwrap())
    }

    #[test]
    fn a_tick_is_true_and_what_was_left_empty_is_not_sent() {
        let form = "targetEnvironment=local-dev&backupReference=&runbookOnlyConfirmed=true&decision=a+b%26c";
        let sent =
            json!({ "targetEnvironment": "local-dev", "runbookOnlyConfirmed": true, "decision": "a b&c" });
        assert_eq!(posted(form), Ok(sent));
    }

    #[test]
    fn true_is_a_text_where_a_text_belongs_and_another_word_is_no_tick() {
        let form = "targetEnvironment=true&runbookOnlyConfirmed=on";
        assert_eq!(posted(form), Ok(json!({ "targetEnvironment": "true", "runbookOnlyConfirmed": "on" })));
    }

    #[test]
    fn what_no_browser_posts_is_refused() {
        assert_eq!(posted("a=1&a=2"), refused("a field of the form occurs twice"));
        assert_eq!(posted("a=%FF"), refused("the form is not UTF-8"));
        assert_eq!(posted("a=%FF&b=%EF%BF%BD"), refused("the form is not UTF-8"));
        let many: Vec<String> = (0..5_000).map(|field| format!("f{field}=1")).collect();
        assert_eq!(
            posted(&many.join("&")),
            refused("the form has too many fields; expected fewer than 4096")
        );
        assert_eq!(posted(""), Ok(json!({})));
    }

    #[test]
    fn the_character_for_what_is_no_text_is_taken_where_it_was_posted() {
        assert_eq!(
            posted("a=b%EF%BF%bd&%EF%BF%BD=%EF%BF%BD"),
            Ok(json!({ "a": "b\u{fffd}", "\u{fffd}": "\u{fffd}" }))
        );
    }
}
