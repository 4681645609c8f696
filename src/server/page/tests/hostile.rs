//! Foreign text: anything in a runbook or a request is shown as visible text, or not at all.

use super::*;
use crate::review::testing::{SECRET, json as parsed};
use crate::review::text::has_hidden;

const MARKUP: &str =
    "x\"><img src=x onerror=alert(1)>'><script>alert(1)</script></style></textarea>&lt;&amp;";

/// Every element with the names of its attributes, in order.
fn skeleton(page: &str) -> Vec<String> {
    let document = tree(page);
    let elements = document.descendants().filter(Node::is_element);
    let named = |node: Node| {
        let names: Vec<&str> = node.attributes().map(|attribute| attribute.name()).collect();
        format!("{} {}", node.tag_name().name(), names.join(" "))
    };
    elements.map(named).collect()
}

/// Members whose texts have a form or are the program's own words: markup in them is refused.
const FORMED: [&str; 23] = [
    "format",
    "stage",
    "after",
    "slug",
    "id",
    "field",
    "member",
    "policyMember",
    "readyFlag",
    "flags",
    "basedOn",
    "references",
    "effects",
    "oneOf",
    "leadingFlags",
    "path",
    "upstream",
    "kind",
    "needs",
    "watches",
    "acknowledge",
    "method",
    "fingerprint",
];

/// Members whose texts a page must name.
const NAMED: [&str; 7] = ["status", "stageBlock", "decision", "value", "accepts", "type", "mode"];

/// Appends markup to every text of a runbook except those of some members; equal texts stay equal.
fn mark(value: &mut Value, member: &str, but: &[&str]) -> usize {
    match value {
        Value::String(_) if but.contains(&member) => 0,
        // A title has few columns.
        Value::String(text) if member == "title" => {
            *text = "<b>&lt;'\"</b><script>".to_owned();
            0
        }
        Value::String(text) => {
            text.push_str(MARKUP);
            1
        }
        Value::Array(values) => values.iter_mut().map(|value| mark(value, member, but)).sum(),
        Value::Object(map) => map.iter_mut().map(|(member, value)| mark(value, member, but)).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

#[test]
fn markup_in_any_text_of_a_definition_is_shown_as_text() {
    for (plain, but) in
        definitions().into_iter().zip([[&FORMED[..], &NAMED].concat(), FORMED.to_vec(), FORMED.to_vec()])
    {
        let mut definition = json!(plain);
        let marked = mark(&mut definition, "", &but);
        let runbook = Runbook::parse(definition.to_string().as_bytes()).unwrap_or_else(|r| panic!("{r:?}"));
        let page = page(&runbook);
        assert_eq!(skeleton(&page), skeleton(&super::page(&plain)));
        assert!(!page.contains("<img") && !page.contains("<script"));
        // The page omits the short sentences of the policy and the verbs of the console.
        let shown = words(tree(&page).root()).matches(MARKUP).count();
        assert!(marked > 50 && shown > marked * 3 / 4, "{shown} of {marked}");
    }
}

#[test]
fn odd_characters_of_a_definition_are_tokens_and_odd_literals_are_sent_as_they_are_shown() {
    let odd = "local\u{e000}\u{ffff}dev";
    let runbook = changed(RUNBOOK, |v| {
        v["target"][0]["accepts"][0] = json!(odd);
        v["page"]["heading"] = json!(format!("One {odd}"));
    });
    let page = page(&runbook.unwrap());
    assert!(!page.contains(['\u{e000}', '\u{ffff}']));
    let document = tree(&page);
    let shown = "local‹U+E000›‹U+FFFF›dev";
    assert_eq!(words(all(document.root(), "h1").next().unwrap()), format!("One {shown}"));
    assert!(all(document.root(), "option").any(|option| option.attribute("value") == Some(shown)));
}

/// Every member that a request can have, and one that no runbook knows.
fn members(runbook: &Runbook) -> Vec<String> {
    let declared = runbook.owner_handoff.declared.iter().map(|declared| declared.field.as_str());
    let confirmations = runbook.confirmations.iter().map(|confirmation| confirmation.field.as_str());
    let known = runbook.fields().chain(declared).chain(confirmations).chain(runbook.flags());
    known.chain([DECISION, "unheardOf"]).map(str::to_owned).collect()
}

#[test]
fn markup_and_hidden_characters_in_any_field_of_a_request_are_shown_as_text() {
    let runbook = runbook();
    let known: BTreeSet<String> = [b"{}".as_slice(), REQUEST]
        .into_iter()
        .flat_map(|request| {
            skeleton(&answer(&runbook, request, |v| {
                v["somethingElse"] = json!(1);
                v[DECISION] = json!(CONTINUE);
            }))
        })
        .chain(skeleton(&answer(&runbook, REQUEST, |_| ())))
        .collect();
    let members = members(&runbook);
    for text in [MARKUP.to_owned(), format!("\u{202e}{MARKUP}\u{200b}\u{1b}[31m\n")] {
        for some in members.chunks(1).chain([members.as_slice()]) {
            let page =
                answer(&runbook, b"{}", |v| some.iter().for_each(|member| v[member] = json!(text.clone())));
            for element in skeleton(&page) {
                assert!(known.contains(&element), "{some:?}: {element}");
            }
            assert!(page.lines().all(|line| !has_hidden(line)), "{some:?}");
        }
    }
    let page = answer(&runbook, REQUEST, |v| v[BACKUP] = json!(MARKUP));
    let document = tree(&page);
    assert_eq!(with_id(&document, &format!("field-{BACKUP}")).attribute("value"), Some(MARKUP));
    for key in [MARKUP, "\u{202e}key", "</style>", "a b\" onfocus=\"x"] {
        let page = answer(&runbook, REQUEST, |v| v[key] = json!({ "inside": true }));
        assert!(skeleton(&page).iter().all(|element| known.contains(element)), "{key}");
        assert!(page.lines().all(|line| !has_hidden(line)), "{key}");
    }
}

#[test]
fn what_looks_like_a_credential_is_nowhere_in_an_answer() {
    let runbook = runbook();
    assert_eq!(parsed(REQUEST)[REFERENCE].as_str().map(|text| page(&runbook).contains(text)), Some(false));
    for member in members(&runbook) {
        for value in [json!(SECRET), json!([SECRET]), json!({ SECRET: SECRET })] {
            let page = answer(&runbook, REQUEST, |v| v[&member] = value.clone());
            assert!(page.contains("secret-like"), "{member}");
            assert!(!page.contains(SECRET) && !page.contains("correct-horse"), "{member}");
        }
    }
    let page = answer(&runbook, REQUEST, |v| v[SECRET] = json!(true));
    assert!(page.contains("redacted-key") && !page.contains("correct-horse"));
}
