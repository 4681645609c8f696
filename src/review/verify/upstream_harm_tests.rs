//! Tests of content that an upstream document may not hold at any depth.

use serde_json::json;

use super::upstream_document::UpstreamDocument;
use super::upstream_tests::{changed_packet, check, found, only};
use crate::review::canonical;
use crate::review::finding::Rule;
use crate::review::fingerprint::Digest;
use crate::review::fingerprint::fingerprint;
use crate::review::plan::Plan;
use crate::review::testing::{REQUEST, RUNBOOK, SECRET, changed, handoff, json as parsed, runbook};
use crate::review::upstream::*;

const FLAG: &str = "ownerApprovalCaptureAllowed";

#[test]
fn a_document_that_does_not_deny_an_effect_is_refused_at_its_first_place_at_any_depth() {
    for (value, observed) in [(json!(true), "true"), (json!("false"), "a text"), (json!(null), "null")] {
        let check =
            changed_packet(|v| v["history"] = json!([{ "a": 1 }, { FLAG: value, "x": { FLAG: true } }]));
        let finding = only(&check);
        assert_eq!(
            (finding.rule, finding.pointer.as_str()),
            (Rule::UpstreamDocumentRefused, "/ownerApprovalCaptureAllowed")
        );
        assert_eq!((finding.expected.as_str(), finding.observed.as_deref()), ("false", Some(observed)));
        assert!(
            finding.message.contains("at /history/1/ownerApprovalCaptureAllowed."),
            "{}",
            finding.message
        );
        assert!(check.words().ends_with("refused because of its content"));
    }
    assert_eq!(found(&changed_packet(|v| v["history"] = json!({ FLAG: false, "reviewed": true }))), []);
}

#[test]
fn a_plan_document_denies_every_effect_wherever_it_names_one() {
    let mut export = parsed(&Plan::of_request(&runbook(), &handoff(&runbook(), REQUEST, |_| ())).bytes());
    export["confirmations"] = json!({ FLAG: true });
    let members = export.as_object_mut().unwrap();
    members.remove("fingerprint");
    let own = fingerprint(members).to_string();
    members.insert("fingerprint".to_owned(), json!(own));
    let bytes = [canonical::bytes(&export), b"\n".to_vec()].concat();
    let check = check(&bytes, &Digest::compute(&bytes).to_string());
    let place = "/confirmations/ownerApprovalCaptureAllowed".to_owned();
    assert!(check.plan.is_some() && check.says.iter().any(|saying| saying.pointer == place), "{check:?}");
    assert!(found(&check).contains(&(Rule::UpstreamDocumentRefused, format!("/{FLAG}"))));
}

#[test]
fn a_document_with_a_credential_anywhere_is_refused_and_shows_nothing_of_it() {
    for change in
        [json!({ "log": [SECRET] }), json!({ SECRET: 1 }), json!({ "password": "correct-horse-7Gk2" })]
    {
        let check = changed_packet(|v| v["more"] = change);
        let finding = only(&check);
        let field = "/ownerHandoffFingerprint";
        assert_eq!((finding.rule, finding.pointer.as_str()), (Rule::UpstreamDocumentRefused, field));
        assert!(
            finding.message.contains("text that looks like a credential at /more/"),
            "{}",
            finding.message
        );
        assert!(!serde_json::to_string(&check).unwrap().contains(SECRET));
    }
    let ids = json!({ "run": "https://ci.example.org/runs/1uV9kQm3ZsX7wLpR2tYb8NcJ4HdFgA6eTq0Xy5Ko1WvM" });
    assert_eq!(found(&changed_packet(|v| v["more"] = ids)), [], "ids and links are none");
}

#[test]
fn what_others_may_read_as_json_is_not_passed_over_where_a_runbook_reads_nothing_in_it() {
    let reads_nothing = changed(RUNBOOK, |v| {
        v["ownerHandoff"]["upstream"][0]
            .as_object_mut()
            .unwrap()
            .retain(|name, _| !name.starts_with("document"));
        for place in ["/ownerHandoff/declared", "/target"] {
            for part in v.pointer_mut(place).unwrap().as_array_mut().unwrap() {
                part.as_object_mut().unwrap().remove("document");
            }
        }
    })
    .unwrap();
    let result = |document: &[u8]| {
        let fingerprint = Digest::compute(document).to_string();
        let of = handoff(&reads_nothing, REQUEST, |v| v["ownerHandoffFingerprint"] = json!(fingerprint));
        let document = UpstreamDocument::parse(document);
        UpstreamCheck::compare(&document, "ownerHandoffFingerprint", &of, &reads_nothing).unwrap()
    };
    let raised = format!("{{\"{FLAG}\":true}}");
    assert_eq!(result(raised.as_bytes()).findings(&reads_nothing).len(), 1);
    for hidden in [
        format!("\u{feff}{raised}"),
        format!("{{\"a\":1,\"a\":2,\"b\":{raised}}}"),
        format!("[1e999,{raised}]"),
    ] {
        let [finding] = result(hidden.as_bytes()).findings(&reads_nothing).try_into().unwrap();
        assert_eq!(finding.rule, Rule::UpstreamDocumentNotChecked, "{hidden}");
    }
    assert_eq!(result(b"a handoff on paper").findings(&reads_nothing), [], "no JSON to anybody");
}

#[test]
fn a_document_that_is_one_text_is_read_for_credentials_too() {
    let text = json!(SECRET).to_string();
    let check = check(text.as_bytes(), &Digest::compute(text.as_bytes()).to_string());
    let secret = check.says.last().unwrap();
    assert_eq!((secret.member, secret.pointer.as_str()), (Member::SecretLike, ""));
}

#[test]
fn a_record_says_what_a_document_may_not_hold_in_one_order_and_one_form() {
    let check = changed_packet(|v| v["more"] = json!({ FLAG: true, "log": SECRET }));
    let runbook = runbook();
    let of = handoff(&runbook, REQUEST, |v| v["ownerHandoffFingerprint"] = json!(check.digest.to_string()));
    assert!(check.fits(&of, &runbook));
    let lies: [fn(&mut Vec<Saying>); 6] = [
        |says| says.reverse(),
        |says| says.push(says[says.len() - 1].clone()),
        |says| says.last_mut().unwrap().field = "other".to_owned(),
        |says| says.last_mut().unwrap().says = None,
        |says| says.last_mut().unwrap().says = Some("Not A Rule!".to_owned()),
        |says| says.last_mut().unwrap().agreement = Agreement::Agrees,
    ];
    for (i, lie) in lies.into_iter().enumerate() {
        let mut told = check.clone();
        lie(&mut told.says);
        assert!(!told.fits(&of, &runbook), "lie {i}");
    }
}
