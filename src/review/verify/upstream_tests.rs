//! Tests of documents compared with a handoff, by digest and by content.

use serde_json::{Value, json};

use super::upstream_document::UpstreamDocument;
use crate::review::finding::{Finding, Rule};
use crate::review::fingerprint::Digest;
use crate::review::handoff::Handoff;
use crate::review::runbook::Runbook;
use crate::review::testing::{
    PACKET, REQUEST, RUNBOOK, SECOND_PACKET, SECOND_REQUEST, SECOND_RUNBOOK, changed, handoff,
    json as parsed, runbook, second_runbook,
};
use crate::review::upstream::*;
use crate::review::{plan::Plan, runbook::Kind};

type Lie = Box<dyn Fn(&mut UpstreamCheck)>;

pub(crate) const FIELD: &str = "ownerHandoffFingerprint";

fn named(fingerprint: &str) -> Handoff {
    handoff(&runbook(), REQUEST, |v| v[FIELD] = json!(fingerprint))
}

pub(crate) fn check(document: &[u8], fingerprint: &str) -> UpstreamCheck {
    let (handoff, runbook) = (named(fingerprint), runbook());
    let check =
        UpstreamCheck::compare(&UpstreamDocument::parse(document), FIELD, &handoff, &runbook).unwrap();
    assert!(check.fits(&handoff, &runbook), "{check:?}");
    check
}

fn result(document: &[u8], fingerprint: &str) -> (UpstreamMatch, Option<NotChecked>) {
    let UpstreamCheck { result, not_checked, .. } = check(document, fingerprint);
    (result, not_checked)
}

pub(crate) fn changed_packet(change: impl FnOnce(&mut Value)) -> UpstreamCheck {
    let mut packet = parsed(PACKET);
    change(&mut packet);
    let bytes = packet.to_string().into_bytes();
    check(&bytes, &Digest::compute(&bytes).to_string())
}

pub(crate) fn found(check: &UpstreamCheck) -> Vec<(Rule, String)> {
    check.findings(&runbook()).into_iter().map(|finding| (finding.rule, finding.pointer)).collect()
}

pub(crate) fn only(check: &UpstreamCheck) -> Finding {
    let [finding] = check.findings(&runbook()).try_into().unwrap();
    finding
}

#[test]
fn a_document_matches_by_its_exact_bytes_whatever_they_are() {
    let digest = Digest::compute(b"any text").to_string();
    assert_eq!(result(b"any text", &digest), (UpstreamMatch::Matched, Some(NotChecked::NotJson)));
    assert_eq!(result(b"any text\n", &digest), (UpstreamMatch::NotMatched, None));
}

#[test]
fn a_document_matches_by_its_canonical_form_without_the_fingerprint_it_carries() {
    let digest = Digest::compute(br#"{"a":[true],"b":1}"#).to_string();
    for same in [
        r#"{ "b": 1.0, "a": [ true ] }"#.to_owned(),
        format!(r#"{{"fingerprint":"{digest}","b":1,"a":[true]}}"#),
    ] {
        assert_eq!(check(same.as_bytes(), &digest).result, UpstreamMatch::Matched, "{same}");
    }
    let nested = format!(r#"{{"b": 1, "a": [true], "c": {{"fingerprint": "{digest}"}}}}"#);
    for other in [r#"{"b": 2, "a": [true]}"#, &nested] {
        assert_eq!(result(other.as_bytes(), &digest), (UpstreamMatch::NotMatched, None), "{other}");
    }
}

#[test]
fn the_canonical_form_is_computed_of_every_json_text_that_rfc_8785_defines_it_for() {
    for (document, canonical) in [
        (
            r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#,
            r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#,
        ),
        (
            r#"{"stage": "T-292", "rowsUpperBound": 1e21, "bytesWritten": 18446744073709551615}"#,
            r#"{"bytesWritten":18446744073709552000,"rowsUpperBound":1e+21,"stage":"T-292"}"#,
        ),
        ("9007199254740993", "9007199254740992"),
        ("-9223372036854775808", "-9223372036854776000"),
        (
            "[ -0, -0.0, 1.0E+2, 1e-7, 123456789012345678901234567890 ]",
            "[0,0,100,1e-7,1.2345678901234568e+29]",
        ),
        ("9007199254740993.0000000000000000000001", "9007199254740994"),
        (" \"\\u00e9\" ", "\"é\""),
        ("[]", "[]"),
        ("null", "null"),
        ("[5e-324, 1.7976931348623157e308]", "[5e-324,1.7976931348623157e+308]"),
    ] {
        let digest = Digest::compute(canonical.as_bytes()).to_string();
        assert_eq!(check(document.as_bytes(), &digest).result, UpstreamMatch::Matched, "{document}");
    }
}

#[test]
fn what_cannot_be_compared_is_not_checked_and_says_why() {
    let digest = Digest::compute(b"{}").to_string();
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let many = format!("[{}1]", "1,".repeat(1 << 20));
    for (document, why) in [
        (r#"{"a":1,"\u0061":2}"#.as_bytes(), NotChecked::DuplicateKey),
        (br#"["\ud800"]"#, NotChecked::LoneSurrogate),
        (b"[1e400]", NotChecked::NumberOutOfRange),
        (b"[\"\xff\"]", NotChecked::NotUtf8),
        (b"\xEF\xBB\xBF{}", NotChecked::ByteOrderMark),
        (deep.as_bytes(), NotChecked::TooDeep),
        (many.as_bytes(), NotChecked::TooManyMembers),
    ] {
        assert_eq!(result(document, &digest), (UpstreamMatch::NotChecked, Some(why)), "{why:?}");
        let finding = only(&check(document, &digest));
        assert_eq!(finding.rule, Rule::UpstreamDocumentNotChecked);
        assert!(finding.message.contains(why.words()), "{}", finding.message);
        let exact = Digest::compute(document).to_string();
        assert_eq!(result(document, &exact), (UpstreamMatch::Matched, Some(why)), "exact bytes still match");
        assert_eq!(only(&check(document, &exact)).rule, Rule::UpstreamDocumentNotChecked);
    }
    let large = UpstreamDocument::too_large(Digest::compute(b"large"), 40 << 20);
    let check =
        |fingerprint: &str| UpstreamCheck::compare(&large, FIELD, &named(fingerprint), &runbook()).unwrap();
    assert_eq!(check(&digest).result, UpstreamMatch::NotChecked);
    assert_eq!(check(&Digest::compute(b"large").to_string()).result, UpstreamMatch::Matched);
}

#[test]
fn an_opaque_fingerprint_is_not_checked_and_what_the_document_says_is() {
    for opaque in ["handoff-292-b", &Digest::compute(PACKET).hex(), "SHA256:00"] {
        let check = check(PACKET, opaque);
        let opaque = Some(NotChecked::OpaqueFingerprint);
        assert_eq!(
            (check.result, check.not_checked, found(&check)),
            (UpstreamMatch::NotChecked, opaque, vec![])
        );
        assert!(check.words().starts_with("not checked: the handoff's fingerprint"));
    }
    let blocked = parsed(PACKET).to_string().replace("\"local-dev\"", "\"production\"");
    let target = ("/targetEnvironment".to_owned(), Rule::UpstreamTargetRefused);
    assert_eq!(found(&check(blocked.as_bytes(), "handoff-292-b")), [(target.1, target.0)]);
}

#[test]
fn the_sample_document_agrees_with_the_sample_handoff_in_all_that_it_says() {
    let check = changed_packet(|_| ());
    assert_eq!((check.words(), found(&check), check.says.len()), ("matched".to_owned(), vec![], 7));
    assert!(check.says.iter().all(|saying| saying.agreement == Agreement::Agrees));
}

#[test]
fn a_document_that_says_something_else_than_is_accepted_is_refused_with_the_place_and_what_is_there() {
    for (member, value, rule, field) in [
        ("status", "blocked-durable-result-storage", Rule::UpstreamDocumentRefused, "ownerHandoffStatus"),
        ("stage", "T-100", Rule::UpstreamDocumentRefused, "ownerHandoffStatus"),
        ("type", "other", Rule::UpstreamDocumentRefused, "ownerHandoffPacketType"),
        ("mode", "other", Rule::UpstreamDocumentRefused, "ownerHandoffPacketMode"),
        ("effect", "other", Rule::UpstreamDocumentRefused, "ownerHandoffPacketEffect"),
        ("targetEnvironment", "production", Rule::UpstreamTargetRefused, "targetEnvironment"),
        ("targetAdapter", "memory-simulator-bridge", Rule::UpstreamTargetRefused, "targetAdapter"),
        ("targetAdapter", "postgres-control-plane", Rule::UpstreamTargetRefused, "targetAdapter"),
    ] {
        let check = changed_packet(|v| v[member] = json!(value));
        let finding = only(&check);
        assert_eq!(
            (finding.rule, finding.pointer.as_str()),
            (rule, format!("/{field}").as_str()),
            "{member}"
        );
        assert_eq!(finding.observed.as_deref(), Some(value), "{member}");
        assert!(finding.message.contains(&format!("/{member}")), "{}", finding.message);
        assert!(check.words().starts_with("matched, and refused"));
    }
    let other = only(&changed_packet(|v| v["targetAdapter"] = json!("postgres-control-plane")));
    assert_eq!(other.expected, "sqlite-local-dev", "it is accepted, and not what the handoff says");
}

#[test]
fn a_document_that_says_nothing_or_no_text_where_it_is_read_is_refused() {
    for member in ["status", "stage", "type", "mode", "effect", "targetEnvironment", "targetAdapter"] {
        let silent = changed_packet(|v| drop(v.as_object_mut().unwrap().remove(member)));
        let finding = only(&silent);
        assert_eq!((finding.rule, finding.observed), (Rule::UpstreamDocumentSilent, None), "{member}");
        for (value, noun) in [(json!(1), "a number"), (Value::Null, "null"), (json!(["ready"]), "a list")] {
            assert_eq!(only(&changed_packet(|v| v[member] = value)).observed.as_deref(), Some(noun));
        }
    }
    assert_eq!(check(b"[]", &Digest::compute(b"[]").to_string()).says.len(), 7, "a list says none of it");
}

#[test]
fn what_a_document_says_is_shown_whole_visible_and_never_where_it_looks_like_a_credential() {
    let secret = changed_packet(|v| v["status"] = json!(crate::review::testing::SECRET)).findings(&runbook());
    let rules = secret.iter().map(|finding| (finding.rule, finding.observed.as_deref()));
    assert!(rules.eq([(Rule::UpstreamDocumentRefused, None); 2]), "{secret:?}");
    let long = only(&changed_packet(|v| v["status"] = json!(format!("\u{202e}{}", "a b ".repeat(99)))));
    let observed = long.observed.unwrap();
    assert!(observed.starts_with("‹U+202E›") && observed.chars().count() == 80, "{observed}");
}

#[test]
fn a_handoff_with_the_same_fingerprint_is_held_against_what_is_known_of_the_document() {
    let check = changed_packet(|_| ());
    let other = handoff(&runbook(), REQUEST, |v| v["targetAdapter"] = json!("postgres-control-plane"));
    let again = check.held_against(&other);
    assert_eq!(found(&again), [(Rule::UpstreamTargetRefused, "/targetAdapter".to_owned())]);
    assert_eq!(found(&again.held_against(&named("x"))), []);
}

#[test]
fn a_record_that_says_what_no_document_gives_is_refused() {
    let (good, bad) = (changed_packet(|_| ()), changed_packet(|v| v["status"] = json!("blocked")));
    let (runbook, of) = (runbook(), |check: &UpstreamCheck| named(&check.digest.to_string()));
    assert!(good.fits(&of(&good), &runbook) && bad.fits(&of(&bad), &runbook));
    let lies: Vec<Lie> = vec![
        Box::new(|check| check.field = "ownerHandoffReference".to_owned()),
        Box::new(|check| check.result = UpstreamMatch::NotMatched),
        Box::new(|check| check.result = UpstreamMatch::NotChecked),
        Box::new(|check| check.not_checked = Some(NotChecked::NotJson)),
        Box::new(|check| check.not_checked = Some(NotChecked::OpaqueFingerprint)),
        Box::new(|check| drop(check.says.pop())),
        Box::new(|check| check.says.swap(0, 1)),
        Box::new(|check| check.says[0].agreement = Agreement::Differs),
        Box::new(|check| check.says[0].pointer = "/other".to_owned()),
        Box::new(|check| check.says[0].handoff = None),
    ];
    for (i, lie) in lies.into_iter().enumerate() {
        for check in [&good, &bad] {
            let mut told = check.clone();
            lie(&mut told);
            assert!(!told.fits(&of(check), &runbook), "lie {i}: {told:?}");
        }
    }
    let mut whitewashed = bad.clone();
    whitewashed.says[0].agreement = Agreement::Agrees;
    assert!(!whitewashed.fits(&of(&bad), &runbook));
}

fn two_documents() -> Runbook {
    let changed = changed(SECOND_RUNBOOK, |v| {
        let own = |name: &str, member: &str| json!({ "field": name, "member": member, "title": "Its own.", "acknowledge": "key" });
        let policy = &mut v["ownerHandoff"]["upstream"][1];
        policy["reference"] = own("policyHandoffReference", "policyReference");
        policy["fingerprint"] = own("policyHandoffFingerprint", "policyFingerprint");
        policy["document"] = json!("/status");
        policy["documentStage"] = json!("/stage");
    });
    changed.unwrap_or_else(|refused| panic!("{refused:?}"))
}

#[test]
fn each_upstream_stage_with_a_fingerprint_of_its_own_has_its_own_document() {
    let runbook = two_documents();
    let policy = br#"{"stage":"T-299","status":"result-retention-policy-agreed"}"#;
    let handoff_of = |policy: &[u8]| {
        handoff(&runbook, SECOND_REQUEST, |v| {
            v["retentionHandoffFingerprint"] = json!(Digest::compute(SECOND_PACKET));
            v["policyHandoffReference"] = json!("policy.json");
            v["policyHandoffFingerprint"] = json!(Digest::compute(policy));
        })
    };
    let rules = |policy: &[u8], handoff: &Handoff| {
        let documents =
            [("retentionHandoffFingerprint", SECOND_PACKET), ("policyHandoffFingerprint", policy)];
        let check = |(field, bytes): (&str, &[u8])| {
            UpstreamCheck::compare(&UpstreamDocument::parse(bytes), field, handoff, &runbook).unwrap()
        };
        let checks = documents.map(check);
        assert_eq!(checks.each_ref().map(|check| check.says.len()), [4, 2]);
        let plan = Plan::of_request_with(&runbook, handoff, &checks);
        let rules = plan.document()["findings"].as_array().unwrap().iter();
        (plan.kind(), rules.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(rules(policy, &handoff_of(policy)), (Kind::Ready, Vec::new()));
    let refused = br#"{"stage":"T-100","status":"result-retention-policy-agreed"}"#;
    let found = rules(refused, &handoff_of(refused));
    assert_eq!(found, (Kind::Blocked, vec!["upstream-document-refused".to_owned()]));
}

#[test]
fn a_pointer_that_is_none_refuses_the_definition_with_its_place() {
    for (place, member) in [
        ("/ownerHandoff/upstream/0", "document"),
        ("/ownerHandoff/upstream/0", "documentStage"),
        ("/ownerHandoff/declared/0", "document"),
        ("/target/1", "document"),
    ] {
        for pointer in [json!("status"), json!("/a~2"), json!("/a~"), json!(""), json!(1), json!("#/status")]
        {
            let refused = changed(RUNBOOK, |v| v.pointer_mut(place).unwrap()[member] = pointer.clone());
            let refused = format!("{:?}", refused.unwrap_err());
            assert!(refused.contains(&format!("{place}/{member}")), "{pointer}: {refused}");
        }
    }
}

#[test]
fn the_second_sample_agrees_with_its_document() {
    let (runbook, field) = (second_runbook(), "retentionHandoffFingerprint");
    let handoff = handoff(&runbook, SECOND_REQUEST, |_| ());
    let check =
        UpstreamCheck::compare(&UpstreamDocument::parse(SECOND_PACKET), field, &handoff, &runbook).unwrap();
    assert_eq!(check.findings(&runbook), []);
    assert_eq!(check.not_checked, Some(NotChecked::OpaqueFingerprint));
}
