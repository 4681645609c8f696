//! Tests of every rule for a handoff, on the sample handoff with one change.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Handoff;
use crate::review::finding::{Finding, Rule};
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::testing::{
    REQUEST, SECOND_REQUEST, SECOND_RUNBOOK, SECRET, changed, handoff, runbook, second_runbook,
};

fn with(change: impl FnOnce(&mut Value)) -> Handoff {
    handoff(&runbook(), REQUEST, change)
}

fn set(field: &str, value: Value) -> Handoff {
    with(|v| v[field] = value)
}

fn only(handoff: &Handoff) -> &Finding {
    let [finding] = handoff.findings() else { panic!("{:?}", handoff.findings()) };
    finding
}

fn rules(handoff: &Handoff) -> Vec<Rule> {
    handoff.findings().iter().map(|finding| finding.rule).collect()
}

fn assert_found(field: &str, values: &[Value], rule: Rule) {
    for value in values {
        let handoff = set(field, value.clone());
        let found = only(&handoff);
        assert_eq!((found.rule, found.pointer.as_str()), (rule, format!("/{field}").as_str()), "{value}");
        assert_eq!(handoff.value(field), None, "{value}");
        assert!(handoff.refusal(field).is_some() || rule == Rule::ReferenceMissing, "{value}");
    }
}

#[test]
fn a_complete_request_has_no_finding_and_keeps_its_texts() {
    let request = with(|_| ());
    assert_eq!(request.findings(), []);
    assert_eq!(request.notes(), []);
    assert_eq!(request.value("targetAdapter"), Some("sqlite-local-dev"));
    assert_eq!(request.decision(), Some("prepare-durable-result-storage-live-window-runbook"));
    assert!(runbook().confirmations.iter().all(|c| request.claims(&c.field)));
    assert_eq!(handoff(&second_runbook(), SECOND_REQUEST, |_| ()).findings(), []);
}

#[test]
fn the_digest_is_of_the_exact_bytes() {
    let parse = |bytes: &[u8]| Handoff::parse(bytes, &runbook()).unwrap();
    let (one, other) = (parse(b"{}"), parse(b"{ }"));
    assert_eq!(one.digest().hex(), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    assert_ne!(one.digest(), other.digest());
    assert_eq!(one.findings(), other.findings());
}

#[test]
fn an_upstream_status_is_compared_exactly() {
    let good = "ready-for-durable-result-storage-strict-control-owner-handoff";
    let near = [good.to_uppercase(), format!(" {good}"), format!("{good} "), good.replace('r', "ｒ")];
    assert_found("ownerHandoffStatus", &near.map(Value::from), Rule::OwnerHandoffRefused);
    let none = ["", " ", "\u{a0}"].map(Value::from);
    assert_found("ownerHandoffStatus", &none, Rule::OwnerHandoffMissing);
    let refused = set("ownerHandoffStatus", json!("blocked"));
    assert_eq!(only(&refused).expected, good);
    assert_eq!(only(&refused).observed.as_deref(), Some("blocked"));
    assert!(only(&refused).message.contains("T-292"));
}

#[test]
fn reference_and_fingerprint_are_required_and_free() {
    for field in ["ownerHandoffReference", "ownerHandoffFingerprint"] {
        assert_found(field, &[json!(""), json!("  ")], Rule::OwnerHandoffMissing);
        assert_eq!(set(field, json!("any text")).findings(), []);
        let absent = with(|v| drop(v.as_object_mut().unwrap().remove(field)));
        assert_eq!(only(&absent).observed, None);
        assert!(only(&absent).message.ends_with("is missing."));
    }
}

#[test]
fn declared_literals_may_be_left_out_and_once_sent_must_be_right() {
    for field in ["ownerHandoffPacketType", "ownerHandoffPacketMode", "ownerHandoffPacketEffect"] {
        assert_eq!(with(|v| drop(v.as_object_mut().unwrap().remove(field))).findings(), []);
        assert_found(field, &[json!("other"), json!(""), json!(" ")], Rule::OwnerHandoffRefused);
        assert_found(field, &[Value::Null, json!(1)], Rule::WrongType);
    }
}

#[test]
fn targets_are_allow_lists_and_some_values_are_refused_by_name() {
    let near = ["Local-Dev", " local-dev", "local-dev\u{3000}", "ｌocal-dev", "preview"].map(Value::from);
    assert_found("targetEnvironment", &near, Rule::TargetRefused);
    assert_found("targetEnvironment", &[json!("")], Rule::TargetMissing);
    for (field, value) in [
        ("targetEnvironment", "staging"),
        ("targetEnvironment", "production"),
        ("targetAdapter", "memory-simulator-bridge"),
    ] {
        let refused = set(field, json!(value));
        assert_eq!(only(&refused).message, format!("{field} is {value}, which is refused by name."));
        let near_miss = set(field, json!(value.to_uppercase()));
        assert!(only(&near_miss).message.contains("allow-list"));
    }
    for adapter in ["postgres-control-plane", "sqlite-local-dev"] {
        assert_eq!(set("targetAdapter", json!(adapter)).findings(), []);
    }
    let refused = set("targetAdapter", json!("mysql"));
    assert_eq!(only(&refused).expected, "one of: postgres-control-plane, sqlite-local-dev");
}

#[test]
fn every_reference_is_required() {
    for reference in &runbook().references {
        assert_found(&reference.field, &[json!(""), json!(" ")], Rule::ReferenceMissing);
        let absent = with(|v| drop(v.as_object_mut().unwrap().remove(&reference.field)));
        assert_eq!(rules(&absent), [Rule::ReferenceMissing]);
    }
}

#[test]
fn one_reference_of_a_group_is_enough_and_none_is_one_finding() {
    let group = |backup: Value, snapshot: Value| {
        handoff(&second_runbook(), SECOND_REQUEST, |v| {
            v["rehearsalBackupReference"] = backup;
            v["rehearsalSnapshotReference"] = snapshot;
        })
    };
    assert_eq!(group(json!(" "), json!("snapshot.md")).findings(), []);
    assert_eq!(group(json!("backup.md"), json!("snapshot.md")).findings(), []);
    let none = group(json!(""), json!(" "));
    let expected = "one of: rehearsalBackupReference, rehearsalSnapshotReference";
    assert_eq!((only(&none).rule, only(&none).expected.as_str()), (Rule::ReferenceMissing, expected));
    assert_eq!(rules(&group(Value::Null, json!(" "))), [Rule::WrongType]);
}

#[test]
fn only_the_json_value_true_confirms() {
    for confirmation in &runbook().confirmations {
        for value in [json!("true"), json!(1), Value::Null, json!(false), json!([false])] {
            let handoff = set(&confirmation.field, value);
            assert_eq!(rules(&handoff), [Rule::ConfirmationMissing]);
            assert!(!handoff.claims(&confirmation.field));
        }
        // The runbook knows no name inside, so a true there claims something unknown.
        let inside = set(&confirmation.field, json!([true]));
        assert_eq!(rules(&inside), [Rule::ConfirmationMissing, Rule::UnknownTrue]);
        assert!(!inside.claims(&confirmation.field));
    }
}

#[test]
fn every_effect_flag_asks_when_it_is_true_and_must_be_a_boolean() {
    for effect in &runbook().effects {
        for flag in &effect.flags {
            let asked = set(flag, json!(true));
            assert_eq!(
                (only(&asked).rule, only(&asked).effect.as_ref()),
                (Rule::EffectAsked, Some(&effect.id))
            );
            for value in [json!("false"), json!(0), Value::Null, json!("true"), json!({})] {
                let wrong = set(flag, value);
                assert_eq!((only(&wrong).rule, &only(&wrong).effect), (Rule::EffectFlagNotBoolean, &None));
            }
            assert_eq!(with(|v| drop(v.as_object_mut().unwrap().remove(flag))).findings(), []);
        }
    }
}

#[test]
fn a_decision_that_requests_an_effect_asks_for_it() {
    for effect in &runbook().effects {
        let asked = set("decision", json!(effect.decision));
        assert_eq!((only(&asked).rule, only(&asked).effect.as_ref()), (Rule::EffectAsked, Some(&effect.id)));
        assert_eq!(asked.decision(), Some(effect.decision.as_str()));
    }
}

#[test]
fn an_unknown_decision_is_found_and_not_kept() {
    for value in ["approve", "Prepare-durable-result-storage-live-window-runbook", " "] {
        let found = set("decision", json!(value));
        let expected: &[Rule] = if value == " " { &[] } else { &[Rule::DecisionUnknown] };
        assert_eq!((rules(&found).as_slice(), found.decision()), (expected, None));
    }
    assert_eq!(rules(&set("decision", json!(1))), [Rule::WrongType]);
}

#[test]
fn hidden_characters_are_found_in_every_known_text_and_shown_as_tokens() {
    for field in
        ["ownerHandoffStatus", "ownerHandoffReference", "targetAdapter", "auditReference", "decision"]
    {
        for hidden in ["\u{7}", "\u{202e}", "\u{200b}", "\n"] {
            let found = set(field, json!(format!("a{hidden}b")));
            assert_eq!(only(&found).rule, Rule::HiddenCharacters, "{field}");
            let observed = only(&found).observed.as_ref().unwrap();
            assert!(observed.contains("‹U+") && !observed.contains(hidden), "{observed}");
        }
    }
    for field in ["runbookOnlyConfirmed", "emailSendAllowed"] {
        assert!(rules(&set(field, json!("true\u{200b}"))).contains(&Rule::HiddenCharacters), "{field}");
    }
    assert_eq!(set("unheardOf", json!("a\u{202e}b")).findings(), []);
}

#[test]
fn known_texts_of_another_type_are_findings_that_name_the_type() {
    let values = [(json!(1), "1"), (json!(true), "true"), (Value::Null, "null"), (json!([SECRET]), "a list")];
    for (value, observed) in values {
        let found = set("auditReference", value);
        let wrong = found.findings().iter().find(|finding| finding.rule == Rule::WrongType).unwrap();
        assert_eq!(wrong.observed.as_deref(), Some(observed));
    }
}

#[test]
fn unknown_fields_are_notes_and_true_at_any_depth_in_them_is_a_finding() {
    let found = set("future", json!({ "a": [0, { "b~/c": true }], "d": "true", "e": 1 }));
    assert_eq!(found.notes().len(), 1);
    assert_eq!(found.notes()[0].pointer, "/future");
    assert_eq!((only(&found).rule, only(&found).pointer.as_str()), (Rule::UnknownTrue, "/future/a/1/b~0~1c"));
    assert_eq!(rules(&set("future", json!(true))), [Rule::UnknownTrue]);
    assert_eq!(rules(&set("future", json!(false))), []);
}

#[test]
fn a_secret_is_found_in_known_and_unknown_values_keys_and_depths_and_shown_nowhere() {
    let places: [(Value, &str); 5] = [
        (json!({ "backupReference": SECRET }), "/backupReference"),
        (json!({ "future": SECRET }), "/future"),
        (json!({ "future": [{ "deep": SECRET }] }), "/future/0/deep"),
        (json!({ SECRET: 1 }), "/<redacted-key>"),
        (json!({ "password": "correct-horse-battery-1" }), "/password"),
    ];
    for (members, pointer) in places {
        let found = with(|v| v.as_object_mut().unwrap().extend(members.as_object().unwrap().clone()));
        assert_eq!((only(&found).rule, only(&found).pointer.as_str()), (Rule::SecretLike, pointer));
        assert_eq!(only(&found).observed, None);
        assert!(!serde_json::to_string(&found).unwrap().contains("correct-horse"), "{pointer}");
    }
}

#[test]
fn what_is_observed_is_cut() {
    let found = set("targetAdapter", json!("x ".repeat(500)));
    let observed = only(&found).observed.as_ref().unwrap();
    assert_eq!(observed.chars().count(), OBSERVED_CHARS_MAX);
    assert!(observed.ends_with('…'));
}

#[test]
fn a_pointer_is_bounded_whatever_the_keys_are() {
    // Nested keys repeat in every pointer below them: unbounded, one mebibyte of input gives a gibibyte of findings.
    let leaves: Value = (0..200).map(|i| (format!("k{i}"), json!(true))).collect();
    let nested = (0..8).fold(leaves, |inner, _| json!({ "long key ".repeat(300): inner }));
    let found = set("future", nested);
    assert_eq!(found.findings().len(), 200);
    assert!(found.findings().iter().all(|finding| finding.pointer.len() <= 4 * 512));
    let noted = set(&"\u{1}".repeat(2_000), json!(1));
    assert!(noted.notes()[0].pointer.ends_with('…'));
}

#[test]
fn every_fault_is_found_in_one_run() {
    let found = with(|v| {
        v["ownerHandoffStatus"] = json!("blocked");
        v["targetEnvironment"] = json!("production");
        v["backupReference"] = json!("");
        v["runbookOnlyConfirmed"] = json!("true");
        v["decision"] = json!("request-database-migration");
        v["emailSendAllowed"] = json!(true);
        v["n8nExecutionAllowed"] = json!(0);
        v["future"] = json!(true);
    });
    let expected = [
        Rule::OwnerHandoffRefused,
        Rule::TargetRefused,
        Rule::ReferenceMissing,
        Rule::ConfirmationMissing,
        Rule::EffectAsked,
        Rule::EffectAsked,
        Rule::EffectFlagNotBoolean,
        Rule::UnknownTrue,
    ];
    assert_eq!(rules(&found), expected);
}

#[test]
fn several_upstream_stages_accept_any_of_their_literals() {
    let second = changed(SECOND_RUNBOOK, |_| ()).unwrap();
    for status in ["result-retention-policy-agreed", "result-retention-policy-agreed-with-notes"] {
        let found = handoff(&second, SECOND_REQUEST, |v| v["retentionPolicyStatus"] = json!(status));
        assert_eq!(found.findings(), []);
    }
    let found = handoff(&second, SECOND_REQUEST, |v| v["retentionPolicyStatus"] = json!("other"));
    assert!(only(&found).message.contains("T-299"));
}

fn any_handoff() -> impl Strategy<Value = Value> {
    let fields = ["ownerHandoffStatus", "targetAdapter", "auditReference", "decision", "emailSendAllowed"];
    let name = prop_oneof![prop::sample::select(fields.to_vec()).prop_map(str::to_owned), any::<String>()];
    let leaf =
        prop_oneof![any::<Option<bool>>().prop_map(Value::from), any::<String>().prop_map(Value::from)];
    let value = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    prop::collection::btree_map(name, value, 0..6).prop_map(|map| Value::Object(map.into_iter().collect()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_object_is_judged_and_what_is_kept_is_clean(value in any_handoff()) {
        let runbook = runbook();
        let judged = Handoff::parse(value.to_string().as_bytes(), &runbook).unwrap();
        for finding in judged.findings() {
            prop_assert!(!finding.message.is_empty() && finding.pointer.starts_with('/'));
            let field = finding.pointer.trim_start_matches('/');
            prop_assert!(judged.value(field).is_none() || finding.rule == Rule::ConfirmationMissing);
        }
        let record = serde_json::to_value(&judged).unwrap();
        prop_assert_eq!(serde_json::from_value::<Handoff>(record).unwrap(), judged);
    }
}
