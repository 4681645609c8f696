//! Tests of the result at every point of a review.

use serde_json::json;

use crate::review::finding::Need;
use crate::review::finding::{Rule, Weight};
use crate::review::plan::Plan;
use crate::review::runbook::Kind;
use crate::review::state::Review;
use crate::review::testing::{
    CONTINUE, HANDOFF, MORE, PREPARE, READY, REQUEST, RUNBOOK, SECOND_HANDOFF, STAGE_BLOCK, act, changed,
    close_as_it_stands, concern, head, next_action, review, review_of, runbook, second_runbook, walk, walked,
};

fn rules(review: &Review) -> Vec<Rule> {
    review.findings().iter().map(|finding| finding.rule).collect()
}

#[test]
fn a_walked_review_is_ready_and_the_live_line_assumes_so() {
    let review = walked();
    assert_eq!(review.outcome(PREPARE).status, READY);
    assert_eq!(review.outcome(CONTINUE).status, MORE);
    assert_eq!(review.findings(), []);
    assert_eq!(review.assumed_decision().unwrap().value, PREPARE);
}

#[test]
fn while_anything_is_open_the_live_line_assumes_a_continue() {
    let mut review = review();
    assert_eq!(review.assumed_decision().unwrap().value, CONTINUE);
    assert_eq!(review.outcome(CONTINUE).status, MORE);
    assert_eq!(review.outcome(PREPARE).status, STAGE_BLOCK);
    walk(&mut review);
    act(&mut review, concern("stop-rule/target")).unwrap();
    assert_eq!(review.assumed_decision().unwrap().value, CONTINUE);
    assert_eq!(rules(&review), [Rule::ConcernOpen]);
    assert_eq!(review.outcome(PREPARE).status, STAGE_BLOCK);
}

#[test]
fn the_live_line_tells_what_the_outcome_says_at_every_point_of_a_walk() {
    let changes: [fn(&mut serde_json::Value); 5] = [
        |_| (),
        |v| v["backupReference"] = json!(""),
        |v| v["targetEnvironment"] = json!("production"),
        |v| v["emailSendAllowed"] = json!(true),
        |v| v["decision"] = json!("approve"),
    ];
    let first = changes.map(|change| review_of(&runbook(), HANDOFF, change));
    for mut review in first.into_iter().chain([review_of(&second_runbook(), SECOND_HANDOFF, |_| ())]) {
        loop {
            for decision in &review.runbook().decisions {
                let outcome = review.outcome(&decision.value);
                assert_eq!(review.earns(decision), (outcome.status, outcome.kind), "{}", decision.value);
            }
            let Some(action) = next_action(&review) else { break };
            if act(&mut review, action).is_err() {
                break;
            }
        }
    }
}

#[test]
fn a_handoffs_own_confirmations_and_decision_are_claims_and_not_used() {
    let review = review_of(&runbook(), REQUEST, |_| ());
    assert_eq!(review.findings().len(), review.checklist().items().len());
    for decision in ["", "approve"] {
        let mut claimed = review_of(&runbook(), HANDOFF, |v| v["decision"] = json!(decision));
        walk(&mut claimed);
        assert_eq!(claimed.outcome(PREPARE).status, READY, "{decision:?}");
    }
}

#[test]
fn an_effect_that_the_handoff_asks_for_blocks_whatever_the_reviewer_chooses() {
    for effect in &runbook().effects {
        let asks = [
            review_of(&runbook(), HANDOFF, |v| v["decision"] = json!(effect.decision)),
            review_of(&runbook(), HANDOFF, |v| v[&effect.flags[0]] = json!(true)),
        ];
        for mut review in asks {
            assert_eq!(review.outcome(CONTINUE).status, effect.status);
            walk(&mut review);
            assert_eq!(review.outcome(PREPARE).status, effect.status);
        }
    }
}

#[test]
fn every_open_item_is_a_finding_of_its_own_part() {
    let review = review_of(&runbook(), HANDOFF, |v| v["backupReference"] = json!(""));
    let findings = review.findings();
    assert_eq!(findings.len(), review.checklist().items().len());
    let count = |need| findings.iter().filter(|finding| finding.weight() == Weight::Gap(need)).count();
    assert_eq!(
        (count(Need::Phases), count(Need::References), count(Need::Confirmations)),
        (5 + 58 + 3, 11, 11)
    );
    assert_eq!(findings.iter().filter(|finding| finding.rule == Rule::ReferenceMissing).count(), 1);
}

#[test]
fn a_decision_is_stopped_only_by_the_parts_it_needs() {
    let mut review = review_of(&second_runbook(), SECOND_HANDOFF, |_| ());
    let gaps = |review: &Review, decision: &str| {
        let decision = review.runbook().decision(decision).unwrap();
        review.gaps(decision).count()
    };
    let count_review = "request-result-retention-count-review";
    assert_eq!(gaps(&review, count_review), 5);
    assert_eq!(gaps(&review, "continue-result-retention-handoff-review"), 0);
    walk(&mut review);
    act(&mut review, concern("rehearsalOnly")).unwrap();
    assert_eq!(gaps(&review, count_review), 0);
    assert_eq!(review.outcome(count_review).kind, Kind::Ready);
    assert_eq!(gaps(&review, "prepare-result-retention-cleanup-rehearsal"), 1);
}

#[test]
fn every_open_finding_points_at_its_item_in_the_exported_record() {
    let empty: [fn(&mut serde_json::Value); 3] = [
        |_| (),
        |v| v["confirmations"] = json!([]),
        |v| {
            (v["phases"], v["references"]) = (json!([]), json!([]));
        },
    ];
    for change in empty {
        let runbook = changed(RUNBOOK, change).unwrap();
        let mut review = review_of(&runbook, HANDOFF, |_| ());
        let closing = close_as_it_stands(&review);
        act(&mut review, closing).unwrap();
        let plan = Plan::of_review(&review, review.closing().unwrap(), head());
        let findings = plan.document()["findings"].as_array().unwrap();
        assert_eq!(findings.len(), review.checklist().items().len());
        for finding in findings {
            let item = plan.document().pointer(finding["pointer"].as_str().unwrap()).unwrap();
            let named = item["item"].as_str().unwrap();
            let message = finding["message"].as_str().unwrap();
            assert!(message.starts_with(&format!("{named} ")), "{finding} points at {named}");
        }
    }
}
