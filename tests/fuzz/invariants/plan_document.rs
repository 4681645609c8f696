//! Any plan document: verification never accepts changed bytes as the written ones, and `diff` reports differences.

use std::sync::OnceLock;

use serde_json::{Map, Value, json};
use strict_review::review::diff::{Change, between_plans};
use strict_review::review::fingerprint::fingerprint;
use strict_review::review::handoff::Handoff;
use strict_review::review::json::read_object;
use strict_review::review::limits::PLAN;
use strict_review::review::plan::Plan;
use strict_review::review::runbook::{Kind, Runbook};
use strict_review::review::text::has_hidden;
use strict_review::review::verify::{CheckStatus, Report, Verified, Wanted, verify};
use strict_review::review::{canonical, markdown};

use super::supply::Supply;
use super::{edits, samples, shown};

/// Input: a document. After a first byte of 0 to 3, changed bytes of a real document; after 4 to 7, changed values of
/// a real document with its fingerprint corrected.
pub fn hold(bytes: &[u8]) {
    let mut supply = Supply::of(bytes);
    let choice = usize::from(supply.byte());
    match (bytes.is_empty(), plans().get(choice % 4)) {
        (false, Some(real)) if choice < 4 => changed_bytes_do_not_hold(real, &mut supply),
        (false, Some(real)) if choice < 8 => changed_values_raise_no_flag(real, &mut supply),
        _ => any_document(bytes),
    }
}

fn any_document(bytes: &[u8]) {
    for runbook in [samples::small(), samples::first()] {
        let Some(report) = verified(bytes, runbook) else { continue };
        if report.status() < CheckStatus::Tampered {
            holds_by_itself(bytes, runbook, &report);
        }
    }
    if let Ok(members) = read_object(bytes, &PLAN) {
        let document = Value::Object(members);
        differs(&plans()[0].document, &document);
        let told = markdown::render(&document);
        assert!(!told.split('\n').any(has_hidden), "Markdown of any document hides no character: {told:?}");
    }
}

/// Real plans: of a ready request, of a blocked one, of a ready review, of one that goes on.
struct Real {
    document: Value,
    bytes: Vec<u8>,
    runbook: &'static Runbook,
}

fn plans() -> &'static [Real; 4] {
    static PLANS: OnceLock<[Real; 4]> = OnceLock::new();
    PLANS.get_or_init(|| {
        let requested = |runbook: &'static Runbook, place: usize| {
            let bytes = samples::handoffs()[place].to_string().into_bytes();
            let handoff = Handoff::parse(&bytes, runbook).expect("a usable request");
            real(&Plan::of_request(runbook, &handoff), runbook)
        };
        let reviewed = |kind: Kind| {
            let runbook = samples::small();
            let (mut session, _) = samples::session(samples::start(runbook, samples::SMALL_HANDOFF));
            samples::walk(&mut session);
            let closing = samples::closing(session.review(), kind).expect("a decision of that kind");
            session.act(closing).expect("the closing call");
            real(&session.plan().expect("a closed review has a plan"), runbook)
        };
        let (second, small) = (samples::second(), samples::small());
        [requested(small, 1), requested(second, 2), reviewed(Kind::Ready), reviewed(Kind::More)]
    })
}

fn real(plan: &Plan, runbook: &'static Runbook) -> Real {
    Real { document: plan.document().clone(), bytes: plan.bytes(), runbook }
}

fn changed_bytes_do_not_hold(real: &Real, supply: &mut Supply) {
    let mut bytes = real.bytes.clone();
    for _ in 0..8 {
        if supply.is_empty() || bytes.is_empty() {
            break;
        }
        let place = supply.below(bytes.len());
        match supply.below(6) {
            0 => drop(bytes.remove(place)),
            1 => bytes.insert(place, supply.byte()),
            2 => bytes.truncate(place),
            3 => bytes[place] = supply.byte(),
            4 => drop(bytes.splice(place..place, supply.text().into_bytes())),
            _ => bytes[place] ^= 1 << supply.below(8),
        }
    }
    let Some(report) = verified(&bytes, real.runbook) else {
        assert_ne!(bytes, real.bytes, "a real document is verifiable");
        return;
    };
    if bytes == real.bytes {
        assert!(report.status() <= CheckStatus::NotReady, "a real document holds: {report:?}");
    } else {
        assert_eq!(report.status(), CheckStatus::Tampered, "changed bytes never hold");
    }
}

fn changed_values_raise_no_flag(real: &Real, supply: &mut Supply) {
    let mut document = edits::edited(&real.document, supply);
    let Some(members) = document.as_object_mut() else { return };
    let made_right = json!(fingerprint(members));
    members.insert("fingerprint".to_owned(), made_right);
    let bytes = [canonical::bytes(&document), b"\n".to_vec()].concat();
    if let Some(report) = verified(&bytes, real.runbook)
        && report.status() < CheckStatus::Tampered
    {
        holds_by_itself(&bytes, real.runbook, &report);
    }
    // Slow checks are skipped for most inputs.
    if bytes.len().is_multiple_of(4) {
        differs(&real.document, &document);
    }
}

/// Invariants of an accepted document, checked without the code that verifies it.
fn holds_by_itself(bytes: &[u8], runbook: &Runbook, report: &Report) {
    let members: Map<String, Value> =
        serde_json::from_slice(bytes).expect("what holds is JSON for others too");
    let canonical = [canonical::bytes(&json!(members)), b"\n".to_vec()].concat();
    assert_eq!(bytes, canonical, "what holds is canonical");
    assert_eq!(members["fingerprint"], json!(fingerprint(&members)), "what holds has its own fingerprint");
    if report.status() == CheckStatus::Stale {
        // Only the document's own runbook could judge the rest.
        return;
    }
    shown::document_gives_nothing_away(&json!(members));
    for flag in runbook.flags() {
        assert_eq!(members[flag], json!(false), "what holds raises no effect flag: {flag}");
    }
    let status =
        members["status"].as_str().and_then(|status| runbook.status(status)).expect("a listed status");
    let ready = json!(status.kind == Kind::Ready);
    assert_eq!(members[&runbook.packet.ready_flag], ready, "the ready flag is that of the status");
    assert!(
        !members["packet"].is_object() || status.kind == Kind::Ready,
        "a packet only with a ready status"
    );
}

/// Checks that every text of the report is fit to show. `None` if there is nothing to verify.
fn verified(bytes: &[u8], runbook: &Runbook) -> Option<Report> {
    match verify(bytes, runbook, Wanted::Review) {
        Err(unverifiable) => {
            shown::fit_to_show(&unverifiable.to_string());
            None
        }
        Ok(mut verified) => {
            let report = verified.report.clone();
            if bytes.len().is_multiple_of(8) {
                rechecked(&mut verified);
            }
            for check in &verified.report.checks {
                shown::place_fit_to_show(&check.place);
                shown::reference_fit_to_show(&check.message);
            }
            Some(report)
        }
    }
}

/// Any document can be compared with its possible inputs.
fn rechecked(verified: &mut Verified) {
    verified.recheck_handoff(samples::SMALL_HANDOFF).expect("a usable handoff");
    assert!(verified.pinned().len() <= 5, "no more files are pinned than there are references");
    verified.recheck_journal(Ok(&plans()[2].bytes));
}

fn differs(old: &Value, new: &Value) {
    let changes = between_plans(old, new);
    for Change { name, old, new } in &changes {
        shown::place_fit_to_show(name);
        old.iter().chain(new).for_each(|text| shown::reference_fit_to_show(text));
    }
    let same = canonical::bytes(old) == canonical::bytes(new);
    assert!(!same || changes.is_empty(), "a document does not differ from itself: {changes:?}");
    assert!(same || !changes.is_empty(), "where documents differ, something is told");
    assert_eq!(between_plans(new, new), [], "a document does not differ from itself");
}
