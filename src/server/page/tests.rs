//! The page: its content, its form, and that no text of a runbook or request becomes markup.

#[cfg(test)]
mod craft;
#[cfg(test)]
mod hostile;

use std::collections::BTreeSet;

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::{Value, json};

use super::*;
use crate::review::handoff::DECISION;
use crate::review::runbook::PhaseItem;
use crate::review::runbook::page::Line;
use crate::review::testing::{
    BACKUP, CONTINUE, ENVIRONMENT, MORE, READY, REFERENCE, REQUEST, RUNBOOK, SECOND_REQUEST, STAGE_BLOCK,
    changed, handoff, runbook, second_runbook,
};

const SMALL: &[u8] = include_bytes!("../../../tests/fuzz/small-runbook.json");

/// Runbooks of every shape: with its own words for the page, without, of another stage, and a small one.
fn definitions() -> [Runbook; 4] {
    let without = changed(RUNBOOK, |v| drop(v.as_object_mut().unwrap().remove("page"))).unwrap();
    [runbook(), without, second_runbook(), Runbook::parse(SMALL).unwrap()]
}

fn answer(runbook: &Runbook, request: &[u8], change: impl FnOnce(&mut Value)) -> String {
    let request = handoff(runbook, request, change);
    answered(runbook, &request, &Plan::of_request(runbook, &request))
}

/// Parses the page with other code than wrote it.
fn tree(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap_or_else(|error| panic!("{error}"))
}

fn with_id<'a, 'b>(document: &'b Document<'a>, id: &str) -> Node<'b, 'a> {
    let mut nodes = document.descendants();
    nodes.find(|node| node.attribute("id") == Some(id)).unwrap_or_else(|| panic!("nothing has the id {id}"))
}

fn words(node: Node) -> String {
    let texts: String = node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
    texts.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn all<'a, 'b>(node: Node<'b, 'a>, name: &'static str) -> impl Iterator<Item = Node<'b, 'a>> + Clone {
    node.descendants().filter(move |node| node.has_tag_name(name))
}

fn marked(document: &Document, section: &str) -> Vec<(String, String)> {
    let lines = all(with_id(document, section), "li").filter(|li| li.children().any(is_marker));
    let parts = |li: Node| {
        let spans: Vec<String> = li.children().filter(|node| node.has_tag_name("span")).map(words).collect();
        <[String; 2]>::try_from(spans).unwrap().into()
    };
    lines.map(parts).collect()
}

fn is_marker(node: Node) -> bool {
    node.attribute("class") == Some("marker")
}

#[test]
fn every_section_shows_its_owners_lines_in_their_order_with_their_marks() {
    let runbook = runbook();
    let page = page(&runbook);
    let document = tree(&page);
    let own = &runbook.page.as_ref().unwrap().sections;
    for (section, lines, marks) in [
        ("outcome", &own.outcome, ["1", "2", "!"].as_slice()),
        ("owner-handoff", &own.owner_handoff, &["1", "2", "!"]),
        ("packet", &own.packet, &["1", "2", "!"]),
        ("phases", &own.phases, &["1", "2", "3"]),
        ("references", &own.references, &["1", "2"]),
        ("confirmations", &own.confirmations, &["1", "!"]),
    ] {
        let expected: Vec<(String, String)> = marks
            .iter()
            .map(|mark| (*mark).to_owned())
            .zip(lines.iter().map(|l| l.text().to_owned()))
            .collect();
        assert_eq!(marked(&document, section), expected, "{section}");
        let stops = lines.iter().map(|line| matches!(line, Line::Stop { .. }));
        assert_eq!(stops.collect::<Vec<_>>(), marks.iter().map(|mark| *mark == "!").collect::<Vec<_>>());
    }
    let rules = runbook.stop_rules.iter().map(|rule| ("!".to_owned(), rule.rule.clone()));
    assert_eq!(marked(&document, "stop-rules"), rules.collect::<Vec<_>>());
}

#[test]
fn the_head_and_the_endpoints_say_what_the_stage_says_of_them() {
    let runbook = runbook();
    let page = page(&runbook);
    let document = tree(&page);
    let slug = &runbook.slug;
    let upstream = "/mobile-assistant-gesture-capture-ocr-downstream-target-route-durable-result-storage-\
        strict-control-owner-handoff-plan";
    let expected = [
        format!("{upstream} is the upstream T-292 evidence source."),
        format!("/{slug}-policy lists this runbook guardrail."),
        format!("/{slug}-plan prepares the runbook packet."),
        format!("npm run verify:{slug}-browser checks this page visually."),
    ];
    let shown = marked(&document, "endpoints");
    assert_eq!(shown.iter().map(|(mark, _)| mark.as_str()).collect::<Vec<_>>(), ["1", "2", "3", "4"]);
    assert_eq!(shown.into_iter().map(|(_, line)| line).collect::<Vec<_>>(), expected);
    let header = all(document.root(), "header").next().unwrap();
    let badges: Vec<String> = all(header, "li").map(words).collect();
    let own = runbook.page.as_ref().unwrap();
    assert_eq!(badges[..3], ["T-293 after T-292", &runbook.packet.r#type, &runbook.packet.mode]);
    assert_eq!(badges[3..], own.badges);
    assert_eq!(words(all(header, "h1").next().unwrap()), own.heading);
    assert!(words(header).contains(&runbook.summary) && words(header).contains(&own.kicker));
    assert!(words(header).contains("REVIEW ONLY"));
}

#[test]
fn the_sections_stand_in_the_order_of_the_family_also_where_a_stage_has_no_words_of_its_own() {
    for runbook in definitions() {
        let page = page(&runbook);
        let document = tree(&page);
        let headings: Vec<String> = all(document.root(), "h2").map(words).collect();
        let expected = [
            "Runbook Outcome",
            &format!("{} Owner Handoff Evidence", runbook.after),
            "Runbook Packet",
            "Strict Control Phases",
            "Required References",
            "Safety Confirmations",
            "Stop Rules",
            "Local Endpoints",
            "Prepare a plan",
        ];
        assert_eq!(headings, expected);
    }
}

#[test]
fn every_literal_of_a_definition_is_on_its_page() {
    for runbook in definitions() {
        let page = page(&runbook);
        let document = tree(&page);
        let shown = words(document.root());
        let mut literals: Vec<&str> = runbook.fields().chain(runbook.flags()).collect();
        literals.extend(runbook.decision_literals());
        let handoff = &runbook.owner_handoff;
        literals.extend(handoff.upstream.iter().flat_map(|u| &u.accepts).map(String::as_str));
        literals.extend(
            handoff.declared.iter().flat_map(|d| d.accepts.iter().chain([&d.field])).map(String::as_str),
        );
        literals.extend(
            runbook.target.iter().flat_map(|t| t.accepts.iter().chain(&t.refuses)).map(String::as_str),
        );
        literals.extend(runbook.statuses.iter().flat_map(|s| [s.status.as_str(), &s.meaning, &s.next]));
        literals.extend(runbook.confirmations.iter().flat_map(|c| [c.field.as_str(), &c.sentence]));
        literals.extend(runbook.references.iter().map(|reference| reference.title.as_str()));
        literals.extend(runbook.reference_groups.iter().map(|group| group.title.as_str()));
        literals.extend(runbook.phases.iter().flat_map(|phase| [phase.id.as_str(), &phase.purpose]));
        for item in runbook.phases.iter().flat_map(|phase| &phase.items) {
            match item {
                PhaseItem::Question { question, .. } => literals.push(question),
                PhaseItem::Command { command, purpose, .. } => literals.extend([command.as_str(), purpose]),
            }
        }
        let packet = &runbook.packet;
        literals.extend([packet.r#type.as_str(), &packet.mode, &packet.effect, &packet.ready_flag]);
        literals.extend([runbook.title.as_str(), &runbook.summary, &runbook.next_step]);
        literals.extend(runbook.requires.iter().map(String::as_str));
        for literal in literals {
            let literal = literal.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(shown.contains(&literal), "{literal}");
        }
    }
}

#[test]
fn every_write_action_is_a_disabled_button_that_says_why() {
    let unmapped = changed(RUNBOOK, |v| {
        let phases = v["phases"].as_array_mut().unwrap();
        for phase in phases {
            phase["effects"] = json!([]);
        }
    });
    for runbook in definitions().into_iter().chain([unmapped.unwrap()]) {
        let page = page(&runbook);
        let document = tree(&page);
        let phases = with_id(&document, "phases");
        let buttons: Vec<Node> = all(phases, "button").collect();
        assert!(buttons.iter().all(|button| button.attribute("disabled").is_some()));
        for effect in &runbook.effects {
            let named = buttons.iter().filter(|button| words(**button) == format!("⊘ {}", effect.action));
            let why: Vec<String> = named
                .map(|button| words(with_id(&document, button.attribute("aria-describedby").unwrap())))
                .collect();
            let phases = runbook.phases.iter().filter(|phase| phase.effects.contains(&effect.id)).count();
            assert_eq!(why.len(), phases.max(1), "{}", effect.id);
            for why in why {
                assert!(why.contains(&effect.why) && why.contains(&effect.later_stage), "{why}");
                assert!(why.contains(&effect.status), "{why}");
            }
        }
    }
}

#[test]
fn the_form_sends_every_member_of_a_request_to_the_plan_and_nothing_else() {
    for runbook in definitions() {
        let page = page(&runbook);
        let document = tree(&page);
        let form = all(document.root(), "form").next().unwrap();
        assert_eq!(form.attribute("method"), Some("post"));
        assert_eq!(form.attribute("action"), Some(runbook.endpoints.plan.path.as_str()));
        let sent: Vec<&str> = form.descendants().filter_map(|node| node.attribute("name")).collect();
        let declared = runbook.owner_handoff.declared.iter().map(|declared| declared.field.as_str());
        let confirmations = runbook.confirmations.iter().map(|confirmation| confirmation.field.as_str());
        let members: BTreeSet<&str> =
            runbook.fields().chain(declared).chain(confirmations).chain([DECISION]).collect();
        assert_eq!(sent.len(), members.len());
        assert_eq!(sent.into_iter().collect::<BTreeSet<_>>(), members);
        let boxes = all(form, "input").filter(|input| input.attribute("type") == Some("checkbox"));
        assert!(boxes.clone().all(|ticked| ticked.attribute("value") == Some("true")));
        assert_eq!(boxes.count(), runbook.confirmations.len());
    }
}

#[test]
fn an_empty_form_holds_nothing_and_an_answered_one_what_was_sent() {
    let runbook = runbook();
    let held = |page: &str| -> Vec<(String, String)> {
        let document = tree(page);
        let form = all(document.root(), "form").next().unwrap();
        let value = |node: Node| -> Option<(String, String)> {
            let name = node.attribute("name")?.to_owned();
            let value = match (node.tag_name().name(), node.attribute("type")) {
                ("input", Some("checkbox")) => node.attribute("checked").and(node.attribute("value")),
                ("input", _) => node.attribute("value"),
                _ => all(node, "option").find(|o| o.attribute("selected").is_some())?.attribute("value"),
            };
            value.filter(|value| !value.is_empty()).map(|value| (name, value.to_owned()))
        };
        form.descendants().filter_map(value).collect()
    };
    assert_eq!(held(&page(&runbook)), []);
    let sent: Value = serde_json::from_slice(REQUEST).unwrap();
    let again = held(&answer(&runbook, REQUEST, |_| ()));
    // The form has no inputs for effect flags; the sample sets each to false.
    let members = sent.as_object().unwrap().values().filter(|value| **value != json!(false)).count();
    assert_eq!(again.len(), members);
    for (name, value) in again {
        assert!(sent[&name] == json!(value) || (value == "true" && sent[&name] == json!(true)), "{name}");
    }
    let refused = held(&answer(&runbook, REQUEST, |v| {
        v[ENVIRONMENT] = json!("production");
        v[REFERENCE] = json!("a\u{202e}b");
        v[DECISION] = json!("request-database-migration");
        v["runbookOnlyConfirmed"] = json!("true");
    }));
    for name in [ENVIRONMENT, REFERENCE, DECISION, "runbookOnlyConfirmed"] {
        assert!(refused.iter().all(|(held, _)| held != name), "{name}");
    }
    assert_eq!(refused.len(), members - 4);
}

#[test]
fn an_answer_says_in_words_what_the_plan_says() {
    type Change = fn(&mut Value);
    let cases: [(&str, &str, Change); 4] = [
        (READY, "ready", |_| ()),
        (MORE, "more review", |v| v[DECISION] = json!(CONTINUE)),
        (STAGE_BLOCK, "blocked", |v| v[ENVIRONMENT] = json!("staging")),
        ("blocked-database-migration", "blocked", |v| v["migrationApplyAllowed"] = json!(true)),
    ];
    let runbook = runbook();
    for (status, word, change) in cases {
        let request = handoff(&runbook, REQUEST, change);
        let plan = Plan::of_request(&runbook, &request);
        let page = answered(&runbook, &request, &plan);
        let document = tree(&page);
        let told = words(with_id(&document, "answer"));
        let meant = runbook.status(status).unwrap();
        let document = plan.document();
        let fingerprint = document["fingerprint"].as_str().unwrap();
        for said in [status, word, &meant.meaning, &meant.next, fingerprint, "Nothing was stored."] {
            assert!(told.contains(said), "{said}: {told}");
        }
        let findings = document["findings"].as_array().unwrap();
        assert!(told.contains(&format!("Findings: {}", findings.len())), "{told}");
        for finding in findings {
            for member in ["rule", "pointer", "expected", "observed", "message"] {
                let said = finding[member].as_str().unwrap_or("nothing, or nothing that may be shown");
                assert!(told.contains(said), "{said}: {told}");
            }
        }
        assert_eq!(told.contains(&runbook.packet.r#type), status == READY);
    }
}

#[test]
fn a_finding_is_told_at_the_field_it_is_about_and_a_note_below_them() {
    let page = answer(&runbook(), REQUEST, |v| {
        v[BACKUP] = json!("");
        v["somethingElse"] = json!("kept out");
    });
    let document = tree(&page);
    let field = with_id(&document, &format!("field-{BACKUP}"));
    assert_eq!(field.attribute("aria-invalid"), Some("true"));
    let finding = words(with_id(&document, field.attribute("aria-describedby").unwrap()));
    assert!(finding.contains("/backupReference") && finding.contains("reference-missing"), "{finding}");
    assert_eq!(with_id(&document, &format!("field-{REFERENCE}")).attribute("aria-invalid"), None);
    let told = words(with_id(&document, "answer"));
    assert!(told.contains("/somethingElse Unknown field"), "{told}");
    let second = answer(&second_runbook(), SECOND_REQUEST, |_| ());
    assert!(words(with_id(&tree(&second), "answer")).contains("Findings: 0"));
}
