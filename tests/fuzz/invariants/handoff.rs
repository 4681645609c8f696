//! Any handoff: read as every JSON reader reads it, judged the same each time, and its plan holds and reveals
//! nothing.

use serde_json::{Map, Value, json};
use strict_review::review::diff::between_handoffs;
use strict_review::review::handoff::Handoff;
use strict_review::review::json::read_object;
use strict_review::review::limits::{HANDOFF, PLAN};
use strict_review::review::plan::Plan;
use strict_review::review::runbook::Runbook;
use strict_review::review::text::has_hidden;
use strict_review::review::upstream::UpstreamCheck;
use strict_review::review::verify::upstream_document::UpstreamDocument;
use strict_review::review::verify::{CheckStatus, Wanted, verify};
use strict_review::review::{canonical, markdown};

use super::{edits, samples, shown};

/// Input: an edited one of four samples, or a handoff.
pub fn hold(bytes: &[u8]) {
    let document = edits::document(bytes, samples::handoffs());
    let read = read_object(&document, &HANDOFF);
    if let Err(unusable) = &read {
        shown::fit_to_show(&unusable.to_string());
    }
    for runbook in judges(bytes) {
        match (&read, Handoff::parse(&document, runbook)) {
            (Ok(members), Ok(handoff)) => judged(&document, members, &handoff, runbook),
            (Err(one), Err(other)) => assert_eq!(*one, other, "a handoff is refused as any JSON is"),
            (_, parsed) => panic!("reader and handoff differ: {parsed:?}"),
        }
    }
    if let Ok(members) = &read {
        others_read_the_same(&document, members);
        its_canonical_form_is_a_fixed_point(members);
    }
    for runbook in [samples::small(), samples::second(), samples::first()] {
        held_as_an_upstream_document(&UpstreamDocument::parse(&document), runbook);
    }
}

/// Any document can be compared with a handoff, and a record may contain the result.
fn held_as_an_upstream_document(document: &UpstreamDocument, runbook: &Runbook) {
    let fields = runbook.owner_handoff.fingerprints();
    let opaque = fields.map(|field| (field.to_owned(), json!("opaque"))).collect::<Map<_, _>>();
    let handoff = Handoff::parse(&canonical::object_bytes(&opaque), runbook).expect("an object is read");
    for field in runbook.owner_handoff.fingerprints() {
        let check =
            UpstreamCheck::compare(document, field, &handoff, runbook).expect("a fingerprint is there");
        assert!(check.fits(&handoff, runbook), "{check:?}");
        check.findings(runbook).iter().for_each(|finding| shown::fit_to_show(&finding.message));
    }
}

/// An edited sample is judged by its own runbook. Most other inputs are judged by the small one, which costs least.
fn judges(bytes: &[u8]) -> Vec<&'static Runbook> {
    match bytes.first() {
        Some(0 | 1) => vec![samples::small()],
        Some(2) => vec![samples::second()],
        Some(3) => vec![samples::first()],
        Some(_) | None if !bytes.len().is_multiple_of(16) => vec![samples::small()],
        Some(_) | None => vec![samples::small(), samples::second(), samples::first()],
    }
}

fn others_read_the_same(document: &[u8], members: &Map<String, Value>) {
    let others: Value = serde_json::from_slice(document).expect("what is accepted is JSON for others too");
    assert_eq!(others.as_object(), Some(members), "others read the same value");
}

fn its_canonical_form_is_a_fixed_point(members: &Map<String, Value>) {
    let printed = canonical::bytes(&json!(members));
    let again = read_object(&printed, &PLAN).expect("what is printed is read");
    assert_eq!(canonical::bytes(&json!(again)), printed, "canonical bytes are a fixed point");
}

fn judged(document: &[u8], members: &Map<String, Value>, handoff: &Handoff, runbook: &Runbook) {
    for finding in handoff.findings() {
        shown::place_fit_to_show(&finding.pointer);
        shown::fit_to_show(&finding.message);
        finding.observed.iter().for_each(|observed| shown::reference_fit_to_show(observed));
    }
    for note in handoff.notes() {
        shown::place_fit_to_show(&note.pointer);
        shown::fit_to_show(&note.text);
    }
    its_plan_holds(document, handoff, runbook);
    // Slow checks are skipped for most inputs.
    if !document.len().is_multiple_of(4) {
        return;
    }
    let again = Handoff::parse(document, runbook).expect("a second reading");
    assert_eq!(again, *handoff, "two readings judge alike");
    let recorded = json!(handoff);
    let read: Handoff = serde_json::from_value(recorded).expect("a record of a handoff is read");
    assert_eq!(read, *handoff, "print and parse of a record is the identity");
    let same = between_handoffs(runbook, (members, handoff), (members, handoff));
    assert_eq!(same, [], "a handoff does not differ from itself");
}

fn its_plan_holds(document: &[u8], handoff: &Handoff, runbook: &Runbook) {
    let plan = Plan::of_request(runbook, handoff);
    let bytes = plan.bytes();
    shown::document_gives_nothing_away(plan.document());
    let told = markdown::render(plan.document());
    assert!(!told.split('\n').any(has_hidden), "Markdown of a plan hides no character: {told:?}");
    let read: Value = serde_json::from_slice(&bytes).expect("a plan is JSON");
    assert_eq!([canonical::bytes(&read), b"\n".to_vec()].concat(), bytes, "a plan's bytes are a fixed point");
    for flag in runbook.flags() {
        assert_eq!(read[flag], json!(false), "every effect flag is false: {flag}");
    }
    let mut verified = verify(&bytes, runbook, Wanted::Plan).expect("a plan is verifiable");
    verified.recheck_handoff(document).expect("the handoff that it was made from is usable");
    let report = verified.report;
    assert!(report.status() <= CheckStatus::NotReady, "a plan holds as it is printed: {report:?}");
}
