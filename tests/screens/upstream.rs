//! The upstream document in the console: it opens like evidence, and items based on it are confirmed after it is
//! opened.

use serde_json::{Value, json};
use strict_review::journal::memory::Memory;
use strict_review::review::finding::Rule;
use strict_review::review::fingerprint::Digest;
use strict_review::review::handoff::Handoff;
use strict_review::review::runbook::Runbook;
use strict_review::review::start::Start;
use strict_review::review::state::ItemState;
use strict_review::session::Session;
use strict_review::session::inputs::{Care, Input, Inputs};
use strict_review::session::upstream::Upstream;

use super::world::{Desk, clock, handoff, reset_clock, runbook, start};
use crate::support::{object, parsed, sample, two_documents};

const FIELD: &str = "ownerHandoffFingerprint";
const PACKET: &[u8] = include_bytes!("../../assets/samples/owner-handoff-packet.json");

fn desk(document: &[u8]) -> Desk {
    reset_clock();
    let handoff = handoff(&json!({ (FIELD): Digest::compute(document) }));
    let session = Session::begin(start(&handoff), Box::new(Memory::default()), clock).unwrap();
    let mut inputs = Inputs::new(Input::new(runbook().clone(), None), Input::new(handoff, None));
    inputs.upstream.push(Upstream::embedded(FIELD, "owner-handoff-packet.json", document));
    let mut session = session.watching(inputs);
    session.refresh(Care::Full).unwrap();
    Desk::on(session)
}

fn state(desk: &Desk, id: &str) -> ItemState {
    let review = desk.review();
    review.state(review.checklist().find(id).unwrap())
}

#[test]
fn the_upstream_document_is_opened_at_its_fingerprint_and_confirmed_behind_that() {
    let mut desk = desk(PACKET);
    let before = desk.screen().text();
    assert!(before.contains("upstream document: matched (") && before.contains("o opens it"), "{before}");
    desk.press("j j space");
    assert!(desk.screen().text().contains("Open the evidence first"), "{}", desk.screen().text());
    desk.press("o");
    let shown = desk.screen().text();
    assert!(shown.contains("owner-handoff-packet.json") && shown.contains("\"stage\": \"T-292\""), "{shown}");
    desk.press("c");
    assert!(desk.screen().text().contains("Confirm by typing"), "{}", desk.screen().text());
    let typed = Digest::compute(PACKET).short();
    desk.press(&format!("'{typed}' <Enter>"));
    assert_eq!(state(&desk, FIELD), ItemState::Confirmed);
    let read = desk.review().evidence_read(FIELD).unwrap();
    assert_eq!((read.digest, read.shown), (Digest::compute(PACKET), true));
}

#[test]
fn a_document_that_contradicts_the_handoff_blocks_the_item_it_contradicts() {
    let text = String::from_utf8(PACKET.to_vec()).unwrap();
    let desk = desk(text.replace("\"local-dev\"", "\"production\"").as_bytes());
    let shown = desk.screen().text();
    assert!(shown.contains("matched, and refused because of its content"), "{shown}");
    let finding = desk.review().refusal("targetEnvironment").unwrap();
    assert_eq!(
        (finding.rule, finding.observed.as_deref()),
        (Rule::UpstreamTargetRefused, Some("production"))
    );
    let blocked = [("targetEnvironment", ItemState::Blocked), ("stop-rule/target", ItemState::Blocked)];
    for (item, expected) in blocked {
        assert_eq!(state(&desk, item), expected, "{item}");
    }
    assert_eq!(state(&desk, "stop-rule/owner-handoff"), ItemState::Open);
}

const RETENTION: &[u8] = include_bytes!("../../assets/samples/second-handoff-packet.json");
const POLICY: &[u8] = br#"{"stage":"T-299","status":"result-retention-policy-agreed"}"#;

fn desk_of_two() -> Desk {
    reset_clock();
    let runbook = Runbook::parse(two_documents().to_string().as_bytes()).unwrap();
    let mut handoff = object(parsed(&sample("second-ready-handoff.json")));
    handoff.insert("retentionHandoffFingerprint".to_owned(), json!(Digest::compute(RETENTION)));
    handoff.insert("policyHandoffReference".to_owned(), json!("policy.json"));
    handoff.insert("policyHandoffFingerprint".to_owned(), json!(Digest::compute(POLICY)));
    let handoff = Value::from(handoff).to_string().into_bytes();
    let judged = Handoff::parse(&handoff, &runbook).unwrap();
    let begun = Start::new("0123456789abcdef".to_owned(), &runbook, judged);
    let session = Session::begin(begun, Box::new(Memory::default()), clock).unwrap();
    let mut inputs = Inputs::new(Input::new(runbook, None), Input::new(handoff, None));
    inputs.upstream.push(Upstream::embedded("policyHandoffFingerprint", "policy.json", POLICY));
    inputs.upstream.push(Upstream::embedded("retentionHandoffFingerprint", "retention.json", RETENTION));
    let mut session = session.watching(inputs);
    session.refresh(Care::Full).unwrap();
    Desk::on(session)
}

#[test]
fn each_of_two_documents_is_opened_at_the_fingerprint_that_names_it() {
    let mut desk = desk_of_two();
    for (field, name, other, bytes) in [
        ("retentionHandoffFingerprint", "retention.json", "policy.json", RETENTION),
        ("policyHandoffFingerprint", "policy.json", "retention.json", POLICY),
    ] {
        let index = desk.review().checklist().find(field).unwrap();
        let row = desk.review().checklist().steps()[0].items.iter().position(|item| *item == index).unwrap();
        let item_name = desk.review().item(index).unwrap().name.clone();
        desk.press(&format!("g {}", "j ".repeat(row)));
        assert!(desk.screen().text().contains(&format!("▸ [ ] {item_name}")), "{}", desk.screen().text());
        desk.press("o");
        let shown = desk.screen().text();
        assert!(shown.contains(name) && !shown.contains(other), "{shown}");
        let read = desk.review().evidence_read(field).unwrap();
        assert_eq!((read.digest, read.shown), (Digest::compute(bytes), true));
        desk.press("<Esc>");
    }
}
