//! Tests that no byte of a document can change unnoticed.

use serde_json::json;

use super::forged_tests::rich_export;
use super::tests::{export, request, written};
use super::*;
use crate::review::plan::Plan;
use crate::review::testing::{
    PREPARE, SECOND_HANDOFF, SECOND_REQUEST, SECOND_RUNBOOK, changed, handoff, review_of, runbook,
    second_runbook, walk, walked,
};

/// True for exit 2 or 4.
fn is_refused(bytes: &[u8], runbook: &Runbook) -> bool {
    match verify(bytes, runbook, Wanted::Plan) {
        Ok(verified) => verified.report.status() == CheckStatus::Tampered,
        Err(_) => true,
    }
}

fn assert_every_flip_is_refused(bytes: &[u8], runbook: &Runbook, places: impl Iterator<Item = usize>) {
    assert!(!is_refused(bytes, runbook));
    let mut flipped = bytes.to_vec();
    for place in places {
        // Neighbouring bytes flip different bits, so that each bit is tried.
        let bit = 1 << (place % 8);
        flipped[place] ^= bit;
        assert!(is_refused(&flipped, runbook), "byte {place}, bit {bit:#b}");
        flipped[place] ^= bit;
    }
}

#[test]
fn every_byte_of_a_plan_is_covered() {
    let runbook = second_runbook();
    let plan = Plan::of_request(&runbook, &handoff(&runbook, SECOND_REQUEST, |_| ())).bytes();
    assert_every_flip_is_refused(&plan, &runbook, 0..plan.len());
}

#[test]
fn every_byte_of_an_export_is_covered() {
    let small = changed(SECOND_RUNBOOK, |v| v["phases"] = json!([])).unwrap();
    let mut review = review_of(&small, SECOND_HANDOFF, |_| ());
    walk(&mut review);
    let export = written(export(review, "prepare-result-retention-cleanup-rehearsal"));
    assert_every_flip_is_refused(&export, &small, 0..export.len());
}

#[test]
fn bytes_all_over_the_large_documents_are_covered() {
    let (first, second) = (runbook(), second_runbook());
    for (members, runbook) in
        [(request(|_| ()), &first), (export(walked(), PREPARE), &first), (rich_export(), &second)]
    {
        let bytes = written(members);
        assert_every_flip_is_refused(&bytes, runbook, (0..bytes.len()).step_by(41));
    }
}

#[test]
fn a_document_that_is_cut_short_or_goes_on_is_refused() {
    let runbook = second_runbook();
    let export = written(rich_export());
    for cut in (0..export.len()).step_by(101).chain([export.len() - 1]) {
        assert!(is_refused(&export[..cut], &runbook), "cut at {cut}");
    }
    for more in ["\n", " ", "{}", "\0"] {
        assert!(is_refused(&[export.as_slice(), more.as_bytes()].concat(), &runbook), "{more:?}");
    }
}
