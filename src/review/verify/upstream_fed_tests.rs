//! Tests with plan documents of this program as upstream documents of the next stage.

use serde_json::{Value, json};

use super::upstream_document::UpstreamDocument;
use super::upstream_tests::FIELD;
use crate::review::finding::Rule;
use crate::review::fingerprint::Digest;
use crate::review::runbook::Runbook;
use crate::review::testing::{
    CONTINUE, HANDOFF, PREPARE, REQUEST, RUNBOOK, act, changed, close, handoff, head, json as parsed, review,
    review_of, runbook, start, walk,
};
use crate::review::upstream::*;
use crate::review::{canonical, fingerprint::fingerprint, plan::Plan, runbook::Kind, state::Review};

fn next_stage() -> Runbook {
    let ready = runbook().first_decision(Kind::Ready).unwrap().status.clone();
    let changed = changed(RUNBOOK, |v| {
        (v["stage"], v["after"]) = (json!("T-294"), json!("T-293"));
        let upstream = &mut v["ownerHandoff"]["upstream"][0];
        (upstream["stage"], upstream["accepts"]) = (json!("T-293"), json!([ready]));
        for (i, literal) in ["type", "mode", "effect"].iter().enumerate() {
            let declared = parsed(RUNBOOK)["packet"][literal].clone();
            v["ownerHandoff"]["declared"][i]["accepts"] = json!([declared]);
        }
        v.as_object_mut().unwrap().remove("page");
    });
    changed.unwrap_or_else(|refused| panic!("{refused:?}"))
}

fn export(mut review: Review, decision: &str) -> Vec<u8> {
    walk(&mut review);
    let closing = close(&review, decision);
    act(&mut review, closing).unwrap();
    Plan::of_review(&review, review.closing().unwrap(), head()).bytes()
}

fn blocked() -> Review {
    review_of(&runbook(), HANDOFF, |v| v["databaseWriteAllowed"] = json!(true))
}

/// Findings of the next stage on a plan document of this one. The handoff claims all that is accepted.
fn fed(export: &[u8]) -> (UpstreamCheck, Vec<(Rule, String)>) {
    let next = next_stage();
    let handoff = handoff(&next, REQUEST, |v| {
        v["ownerHandoffStatus"] = json!(next.owner_handoff.upstream[0].accepts[0]);
        for declared in &next.owner_handoff.declared {
            v[&declared.field] = json!(declared.accepts[0]);
        }
        v[FIELD] = json!(Digest::compute(export));
    });
    let check = UpstreamCheck::compare(&UpstreamDocument::parse(export), FIELD, &handoff, &next).unwrap();
    assert!(check.fits(&handoff, &next), "{check:?}");
    let plan = Plan::of_request_with(&next, &handoff, std::slice::from_ref(&check));
    let found: Vec<_> =
        check.findings(&next).into_iter().map(|finding| (finding.rule, finding.pointer)).collect();
    assert_eq!(plan.kind() == Kind::Ready, found.is_empty(), "{found:?}");
    (check, found)
}

#[test]
fn a_ready_export_of_this_program_feeds_the_next_stage() {
    let (check, found) = fed(&export(review(), PREPARE));
    assert_eq!((check.result, check.plan, found), (UpstreamMatch::Matched, Some(PlanCheck::Held), vec![]));
    let places: Vec<&str> = check.says.iter().map(|saying| saying.pointer.as_str()).collect();
    let own = ["/status", "/stage", "/packet/type", "/packet/mode", "/packet/effect"];
    assert_eq!(places, [own.as_slice(), &["/target/environment", "/target/adapter"]].concat());
}

#[test]
fn an_export_of_this_program_that_asks_for_more_review_does_not_feed_the_next_stage() {
    let (_, found) = fed(&export(review(), CONTINUE));
    assert!(found.contains(&(Rule::UpstreamDocumentRefused, "/ownerHandoffStatus".to_owned())), "{found:?}");
}

#[test]
fn an_export_of_practice_does_not_feed_the_next_stage() {
    let sample = handoff(&runbook(), HANDOFF, |_| ());
    let practice = crate::review::start::Start { practice: true, ..start(&runbook(), sample) };
    let (check, found) = fed(&export(Review::start(practice, crate::review::testing::clock()), PREPARE));
    assert_eq!(check.plan, Some(PlanCheck::Practice));
    assert_eq!(found, [(Rule::UpstreamDocumentInvalid, format!("/{FIELD}"))]);
}

#[test]
fn an_export_that_was_changed_does_not_feed_the_next_stage_even_where_the_handoff_names_the_change() {
    let whole = export(review(), PREPARE);
    let sealed = |change: &dyn Fn(&mut Value)| {
        let mut document = parsed(&whole);
        change(&mut document);
        document["fingerprint"] = json!(fingerprint(document.as_object().unwrap()));
        [canonical::bytes(&document).as_slice(), b"\n"].concat()
    };
    assert_eq!(fed(&sealed(&|_| ())).1, vec![], "sealing alone changes nothing");
    let text = String::from_utf8(whole.clone()).unwrap();
    for tampered in [
        text.replace("the logs of last year", "the logs of this year").into_bytes(),
        [whole.as_slice(), b"\n"].concat(),
        sealed(&|v| v["databaseWriteAllowed"] = json!(true)),
        sealed(&|v| v["unheardOf"] = json!(true)),
        sealed(&|v| v["unheardOf"] = json!("text")),
        sealed(&|v| v["durableResultStorageLiveWindowRunbookAllowed"] = json!(false)),
        sealed(&|v| drop(v.as_object_mut().unwrap().remove("references"))),
    ] {
        let (check, found) = fed(&tampered);
        assert_eq!((check.plan, check.result), (Some(PlanCheck::Tampered), UpstreamMatch::Matched));
        assert!(found.contains(&(Rule::UpstreamDocumentInvalid, format!("/{FIELD}"))), "{found:?}");
    }
    // Single answers that contradict each other are found without a runbook too.
    let first = "/review/steps/0/items/0";
    let exported = parsed(&whole)["review"]["exportedAt"].as_str().unwrap().replace("20", "21");
    let stops = parsed(&export(blocked(), CONTINUE))["findings"][0].clone();
    let at = |place: &'static str, value: Value| {
        sealed(&|v| *v.pointer_mut(&format!("{first}{place}")).unwrap() = value.clone())
    };
    let concern = json!({ "at": parsed(&whole)["review"]["startedAt"], "sitting": 1, "note": "why?", "answer": null,
        "answeredAt": null, "answeredSitting": null });
    for contradiction in [
        at("/state", json!("open")),
        at("/state", json!("stale")),
        at("/concerns", json!([concern])),
        at("/confirmedAt", json!(exported)),
        sealed(&|v| v["findings"] = json!([stops])),
        sealed(&|v| v["review"]["steps"] = json!([])),
        sealed(&|v| v["format"] = json!("strict-review/plan@2")),
    ] {
        let (check, _) = fed(&contradiction);
        assert_eq!((check.plan, check.result), (Some(PlanCheck::Tampered), UpstreamMatch::Matched));
    }
    let other_stage = fed(&sealed(&|v| v["stage"] = json!("T-100"))).1;
    assert_eq!(other_stage, [(Rule::UpstreamDocumentRefused, "/ownerHandoffStatus".to_owned())]);
}
