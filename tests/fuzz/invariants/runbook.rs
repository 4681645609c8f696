//! Any runbook: refused with messages that are fit to show, or kept unchanged and able to judge.

use serde_json::json;
use strict_review::review::explain;
use strict_review::review::handoff::Handoff;
use strict_review::review::plan::Plan;
use strict_review::review::policy::Policy;
use strict_review::review::runbook::{Kind, Runbook, RunbookError};
use strict_review::review::verify::{CheckStatus, Wanted, verify};
use strict_review::review::{canonical, schema};

use super::{edits, samples, shown};

/// Input: an edited one of three runbooks, or a runbook.
pub fn hold(bytes: &[u8]) {
    let document = edits::document(bytes, samples::definitions());
    match Runbook::parse(&document) {
        Err(RunbookError::Unusable(unusable)) => shown::fit_to_show(&unusable.to_string()),
        Err(RunbookError::Faults(faults)) => {
            assert!(!faults.is_empty(), "a definition is refused for a fault");
            for fault in faults {
                shown::place_fit_to_show(&fault.pointer);
                shown::fit_to_show(&fault.message);
            }
        }
        Ok(runbook) => {
            is_kept_as_it_was_read(&runbook);
            judges(&runbook);
            tells_of_itself(&runbook);
        }
    }
}

fn is_kept_as_it_was_read(runbook: &Runbook) {
    if one_of(4, runbook) {
        let printed = json!(runbook).to_string().into_bytes();
        let again = Runbook::parse(&printed).expect("what is printed is read");
        assert_eq!(again.definition(), runbook.definition(), "print and parse is the identity");
        assert_eq!(again.fingerprint(), runbook.fingerprint(), "the fingerprint stays");
    }
    let bytes = canonical::bytes(&json!(runbook));
    let again = Runbook::parse(&bytes).expect("the canonical form is read");
    assert_eq!(canonical::bytes(&json!(again)), bytes, "canonical bytes are a fixed point");
    assert_eq!(again.fingerprint(), runbook.fingerprint(), "the fingerprint is that of the canonical form");
    shown::document_gives_nothing_away(&json!(runbook));
}

/// Requests are judged, a review can be answered and closed, and both plans hold.
fn judges(runbook: &Runbook) {
    for sample in samples::handoffs().iter().take(2) {
        let handoff = Handoff::parse(sample.to_string().as_bytes(), runbook).expect("a usable handoff");
        holds(&Plan::of_request(runbook, &handoff), runbook);
    }
    if !one_of(4, runbook) {
        return;
    }
    let (mut session, _) = samples::session(samples::start(runbook, samples::SMALL_HANDOFF));
    samples::walk(&mut session);
    if let Some(closing) = samples::closing(session.review(), Kind::More) {
        session.act(closing).expect("a review that goes on can always be closed");
        holds(&session.plan().expect("a closed review has a plan"), runbook);
    }
}

fn holds(plan: &Plan, runbook: &Runbook) {
    let bytes = plan.bytes();
    let report = verify(&bytes, runbook, Wanted::Plan).map(|verified| verified.report);
    let held = report.as_ref().is_ok_and(|report| report.status() <= CheckStatus::NotReady);
    assert!(held, "a plan holds as it is printed: {report:?}");
}

/// Selects runbooks for slow checks, always the same ones, because an input must give the same result each time.
fn one_of(count: u8, runbook: &Runbook) -> bool {
    let hex = runbook.fingerprint().hex();
    u8::from_str_radix(hex.get(..2).unwrap_or_default(), 16).is_ok_and(|byte| byte % count == 0)
}

fn tells_of_itself(runbook: &Runbook) {
    assert!(Policy::from_runbook(runbook).members().count() > 0, "there is a policy");
    for code in explain::codes(runbook) {
        assert!(explain::explain(runbook, code).is_some(), "every code is explained: {code}");
    }
    if one_of(64, runbook) {
        assert!(
            schema::plan(runbook).is_object() && schema::handoff(runbook).is_object(),
            "there are schemas"
        );
    }
}
