//! Tests of a runbook's endpoints and page.

use serde_json::{Value, json};

use super::tests::{assert_faults, drop_member, faults};
use crate::review::testing::{
    BACKUP, FINGERPRINT, RUNBOOK, SECRET, SEPARATE_APPROVAL, STAGE_BLOCK, changed, runbook,
};

#[test]
fn endpoints_are_asked_for_as_they_are_served_each_at_a_path_of_its_own() {
    assert_faults(
        RUNBOOK,
        &[
            ("/endpoints/policy/method", "expected GET", |v| {
                v["endpoints"]["policy"]["method"] = json!("POST");
            }),
            ("/endpoints/plan/method", "expected POST", |v| v["endpoints"]["plan"]["method"] = json!("GET")),
            ("/endpoints/page/method", "expected GET", |v| v["endpoints"]["page"]["method"] = json!("get")),
            ("/endpoints/page/path", "the server itself", |v| v["endpoints"]["page"]["path"] = json!("/")),
            ("/endpoints/plan/path", "/endpoints/policy/path", |v| {
                v["endpoints"]["plan"]["path"] = v["endpoints"]["policy"]["path"].clone();
            }),
        ],
    );
}

#[test]
fn a_page_of_its_own_is_read_strictly_and_may_be_left_out() {
    assert!(runbook().page.is_some());
    assert!(changed(RUNBOOK, |v| drop_member(v, "page")).unwrap().page.is_none());
    assert_faults(
        RUNBOOK,
        &[
            ("/page", "expected an object, found null", |v| v["page"] = Value::Null),
            ("/page/color", "unknown member", |v| v["page"]["color"] = json!("red")),
            ("/page/heading", "missing", |v| drop_member(&mut v["page"], "heading")),
            ("/page/kicker", "is blank", |v| v["page"]["kicker"] = json!(" ")),
            ("/page/badges/0", "control, bidi", |v| v["page"]["badges"][0] = json!("a\u{202e}b")),
            ("/page/badges/1", "credential", |v| v["page"]["badges"][1] = json!(SECRET)),
            ("/page/sections", "missing", |v| drop_member(&mut v["page"], "sections")),
            ("/page/sections/more", "unknown", |v| v["page"]["sections"]["more"] = json!([])),
            ("/page/sections/packet/0/stop", "expected a text", |v| {
                v["page"]["sections"]["packet"][0] = json!({ "stop": 1 });
            }),
            ("/page/sections/packet/0/point", "unknown member", |v| {
                v["page"]["sections"]["packet"][0] = json!({ "stop": "a", "point": "b" });
            }),
            ("/page/sections/packet/0/point", "missing", |v| v["page"]["sections"]["packet"][0] = json!({})),
        ],
    );
}

#[test]
fn each_section_of_a_page_names_every_literal_that_it_is_about() {
    let told = |section: &str| {
        let found = faults(RUNBOOK, |v| v["page"]["sections"][section] = json!([]));
        let at = format!("/page/sections/{section}");
        assert!(found.iter().all(|fault| fault.pointer == at), "{found:?}");
        found.into_iter().map(|fault| fault.message).collect::<Vec<String>>()
    };
    for (section, count, literal) in [
        ("outcome", 11, STAGE_BLOCK),
        ("ownerHandoff", 4, FINGERPRINT),
        ("packet", 3, "durableResultStorageLiveWindowRunbookAllowed"),
        ("phases", 8, "disable-or-keep-blocked"),
        ("references", 11, BACKUP),
        ("confirmations", 11, SEPARATE_APPROVAL),
    ] {
        let told = told(section);
        assert_eq!(told.len(), count, "{section}: {told:?}");
        assert!(told.contains(&format!("does not name {literal}")), "{section}: {told:?}");
    }
}
