//! Tests of every fault that refuses a runbook, and of runbooks that are read unchanged.

use serde_json::{Value, json};

use super::{Kind, Runbook, RunbookError};
use crate::review::problem::Fault;
use crate::review::testing::{RUNBOOK, SECOND_RUNBOOK, changed, json, runbook, second_runbook};

pub(super) type Change = fn(&mut Value);

pub(super) fn faults(bytes: &[u8], change: impl FnOnce(&mut Value)) -> Vec<Fault> {
    match changed(bytes, change) {
        Err(RunbookError::Faults(faults)) => faults,
        Err(RunbookError::Unusable(unusable)) => panic!("{unusable}"),
        Ok(_) => Vec::new(),
    }
}

pub(super) fn assert_faults(bytes: &[u8], cases: &[(&str, &str, Change)]) {
    for (pointer, words, change) in cases {
        let found = faults(bytes, change);
        let met = |fault: &&Fault| fault.pointer == *pointer && fault.message.contains(words);
        assert!(found.iter().any(|fault| met(&fault)), "{pointer} {words}: {found:?}");
    }
}

pub(super) fn drop_member(object: &mut Value, member: &str) {
    object.as_object_mut().unwrap().remove(member).unwrap();
}

fn push_copy(list: &mut Value, index: usize) {
    let copy = list[index].clone();
    list.as_array_mut().unwrap().push(copy);
}

#[test]
fn both_sample_definitions_are_written_as_they_were_read() {
    for bytes in [RUNBOOK, SECOND_RUNBOOK] {
        let read = Runbook::parse(bytes).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), json(bytes));
    }
}

#[test]
fn a_fingerprint_covers_the_meaning_and_not_the_spelling() {
    assert_eq!(changed(RUNBOOK, |_| ()).unwrap().fingerprint(), runbook().fingerprint());
    let other = changed(RUNBOOK, |v| v["nextStep"] = json!("Another step.")).unwrap();
    assert_ne!(other.fingerprint(), runbook().fingerprint());
}

#[test]
fn literals_work_no_magic() {
    let second = second_runbook();
    let request = second.decision("request-result-retention-count-review").unwrap();
    assert_eq!(second.status(&request.status).unwrap().kind, Kind::Ready);
    let upstream = &second.owner_handoff.upstream[0].accepts;
    assert!(upstream.contains(&"blocked-live-cleanup-pending-rehearsal".to_owned()));
}

#[test]
fn a_definition_without_phases_or_references_is_legal() {
    let without_phases = changed(RUNBOOK, |v| v["phases"] = json!([])).unwrap();
    assert_eq!(without_phases.references.len(), 11);
    let bare = changed(RUNBOOK, |v| {
        (v["phases"], v["references"], v["confirmations"]) = (json!([]), json!([]), json!([]));
    });
    assert!(bare.is_ok());
}

#[test]
fn every_kind_of_answer_can_be_defined() {
    let rejected = changed(RUNBOOK, |v| {
        drop_member(v, "page");
        v["decisions"].as_array_mut().unwrap().push(
            json!({ "value": "reject-it", "title": "Reject", "verb": "reject", "status": "looks-ready", "needs": ["phases"] }),
        );
        let status =
            json!({ "status": "looks-ready", "kind": "rejected", "meaning": "No.", "next": "Stop." });
        v["statuses"].as_array_mut().unwrap().push(status);
    });
    assert_eq!(rejected.unwrap().first_decision(Kind::Rejected).unwrap().value, "reject-it");
}

#[test]
fn bytes_that_are_no_object_are_unusable() {
    for bytes in [b"[]".as_slice(), b"", b"{\"format\":1,\"format\":2}", b"nonsense"] {
        assert!(matches!(Runbook::parse(bytes), Err(RunbookError::Unusable(_))));
    }
}

#[test]
fn another_format_is_the_only_fault_that_is_told() {
    let found = faults(RUNBOOK, |v| {
        v["format"] = json!("strict-review/runbook@2");
        v["unheardOf"] = json!(1);
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].pointer, "/format");
    assert!(found[0].message.contains("strict-review/runbook@1"));
}

#[test]
fn all_faults_are_told_at_once() {
    let found = faults(RUNBOOK, |v| {
        v["unheardOf"] = json!(1);
        v["title"] = json!(" ");
        drop_member(&mut v["packet"], "mode");
        v["phases"][1]["items"][0]["question"] = json!("What\u{7}?");
        v["leadingFlags"][0] = json!("unknownFlag");
        push_copy(&mut v["statuses"], 0);
    });
    let mut pointers: Vec<&str> = found.iter().map(|fault| fault.pointer.as_str()).collect();
    pointers.sort_unstable();
    let expected = [
        "/leadingFlags/0",
        "/packet/mode",
        "/phases/1/items/0/question",
        "/statuses/11/status",
        "/title",
        "/unheardOf",
    ];
    assert_eq!(pointers, expected);
}

#[test]
fn a_missing_part_hides_no_fault_of_another_and_invents_none() {
    for part in ["packet", "ownerHandoff", "endpoints"] {
        let found = faults(RUNBOOK, |v| {
            drop_member(v, part);
            v["references"][0] = json!({ "title": "no field" });
            v["references"][1] = json!({ "title": "no field either" });
            push_copy(&mut v["stopRules"], 0);
        });
        let pointers: Vec<String> = found.iter().map(|fault| fault.pointer.clone()).collect();
        let own = format!("/{part}");
        for expected in [own.as_str(), "/references/0/field", "/stopRules/3/id"] {
            assert!(pointers.iter().any(|pointer| pointer == expected), "{expected}: {pointers:?}");
        }
        assert!(!found.iter().any(|fault| fault.message.contains("is already used at /references")));
    }
}

#[test]
fn members_are_read_strictly() {
    assert_faults(
        RUNBOOK,
        &[
            ("/unheardOf", "unknown member", |v| v["unheardOf"] = json!(1)),
            ("/packet/unheardOf", "unknown member", |v| v["packet"]["unheardOf"] = json!(1)),
            ("/phases/0/items/0/sql", "unknown member", |v| v["phases"][0]["items"][0]["sql"] = json!("x")),
            ("/phases/0/items/0/question", "unknown member", |v| {
                v["phases"][0]["items"][0]["command"] = json!("ls");
                v["phases"][0]["items"][0]["purpose"] = json!("see");
            }),
            ("/effects/0/allowed", "unknown member", |v| v["effects"][0]["allowed"] = json!(true)),
            ("/effects/0/flags/0", "expected a text, found true", |v| {
                v["effects"][0]["flags"][0] = json!(true);
            }),
            ("/format", "missing", |v| drop_member(v, "format")),
            ("/stage", "missing", |v| drop_member(v, "stage")),
            ("/decisions/0/needs", "missing", |v| drop_member(&mut v["decisions"][0], "needs")),
            ("/title", "expected a text, found a number", |v| v["title"] = json!(1)),
            ("/phases", "expected a list, found an object", |v| v["phases"] = json!({})),
            ("/packet", "expected an object, found a text", |v| v["packet"] = json!("x")),
            ("/effects/0", "expected an object, found null", |v| v["effects"][0] = Value::Null),
            ("/requires/0", "expected a text, found a list", |v| v["requires"][0] = json!([])),
            ("/title", "is blank", |v| v["title"] = json!("\u{a0} ")),
            ("/summary", "control, bidi or invisible", |v| v["summary"] = json!("a\u{202e}b")),
            ("/confirmations/0/sentence", "control, bidi or invisible", |v| {
                v["confirmations"][0]["sentence"] = json!("a\nb");
            }),
        ],
    );
}

#[test]
fn names_have_their_forms_and_choices_their_lists() {
    assert_faults(
        RUNBOOK,
        &[
            ("/stage", "letters, digits and hyphens", |v| v["stage"] = json!("../T")),
            ("/stage", "at most 32", |v| v["stage"] = json!("T".repeat(33))),
            ("/slug", "lower-case", |v| v["slug"] = json!("Slug")),
            ("/phases/0/id", "lower-case", |v| v["phases"][0]["id"] = json!("-first")),
            ("/references/0/field", "lowerCamelCase", |v| v["references"][0]["field"] = json!("a-b")),
            ("/references/0/field", "at most 128", |v| v["references"][0]["field"] = json!("a".repeat(129))),
            ("/endpoints/plan/path", "absolute path", |v| v["endpoints"]["plan"]["path"] = json!("plan")),
            ("/endpoints/upstream", "absolute path", |v| v["endpoints"]["upstream"] = json!("/a?b")),
            ("/endpoints/page/path", "one / in front", |v| v["endpoints"]["page"]["path"] = json!("//a/b")),
            ("/target/0/acknowledge", "expected one of: key, echo", |v| {
                v["target"][0]["acknowledge"] = json!("click");
            }),
            ("/statuses/0/kind", "changes-requested, rejected, blocked", |v| {
                v["statuses"][0]["kind"] = json!("approved");
            }),
            ("/decisions/0/needs/0", "phases, references, confirmations", |v| {
                v["decisions"][0]["needs"][0] = json!("approval");
            }),
            ("/stopRules/0/watches/0", "effect-asked", |v| v["stopRules"][0]["watches"][0] = json!("gut")),
        ],
    );
}

#[test]
fn every_name_stands_once() {
    assert_faults(
        RUNBOOK,
        &[
            ("/references/1/field", "already used by /references/0/field", |v| {
                v["references"][1]["field"] = v["references"][0]["field"].clone();
            }),
            ("/confirmations/0/field", "already used by /references/2/field", |v| {
                v["confirmations"][0]["field"] = json!("backupReference");
            }),
            ("/target/0/field", "the request itself", |v| v["target"][0]["field"] = json!("decision")),
            ("/effects/1/flags/0", "already used by /effects/0/flags/0", |v| {
                v["effects"][1]["flags"][0] = v["effects"][0]["flags"][0].clone();
            }),
            ("/packet/readyFlag", "already used by /effects/5/flags/0", |v| {
                v["packet"]["readyFlag"] = json!("verifiedCompletionProofAllowed");
            }),
            ("/effects/0/flags/0", "member of every plan", |v| v["effects"][0]["flags"][0] = json!("packet")),
            ("/packet/readyFlag", "member of every plan", |v| v["packet"]["readyFlag"] = json!("status")),
            ("/ownerHandoff/upstream/0/member", "the plan itself", |v| {
                v["ownerHandoff"]["upstream"][0]["member"] = json!("fingerprint");
            }),
            ("/target/1/member", "already used by /target/0/member", |v| {
                v["target"][1]["member"] = json!("environment");
            }),
            ("/target/0/policyMember", "the policy itself", |v| {
                v["target"][0]["policyMember"] = json!("nextStep");
            }),
            ("/target/0/policyMember", "already used by /effects/4/flags/1", |v| {
                v["target"][0]["policyMember"] = json!("databaseTouched");
            }),
            ("/phases/8/id", "already used by /phases/0/id", |v| push_copy(&mut v["phases"], 0)),
            ("/phases/0/items/6/id", "already used by", |v| push_copy(&mut v["phases"][0]["items"], 0)),
            ("/phases/1/references/3", "already used by", |v| {
                push_copy(&mut v["phases"][1]["references"], 0);
            }),
            ("/phases/0/effects/2", "already used by", |v| push_copy(&mut v["phases"][0]["effects"], 0)),
            ("/effects/8/id", "already used by /effects/0/id", |v| push_copy(&mut v["effects"], 0)),
            ("/leadingFlags/2", "already used by", |v| push_copy(&mut v["leadingFlags"], 0)),
            ("/statuses/11/status", "already used by", |v| push_copy(&mut v["statuses"], 0)),
            ("/stopRules/3/id", "already used by", |v| push_copy(&mut v["stopRules"], 0)),
            ("/effects/0/decision", "already used by /decisions/0/value", |v| {
                v["effects"][0]["decision"] = v["decisions"][0]["value"].clone();
            }),
        ],
    );
}

#[test]
fn a_phase_cannot_take_the_name_of_a_step_that_every_review_has() {
    for name in ["handoff", "references", "confirmations", "stop-rules", "stop-rule", "packet"] {
        let found = faults(SECOND_RUNBOOK, |v| v["phases"][0]["id"] = json!(name));
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert_eq!(found[0].pointer, "/phases/0/id");
    }
}

#[test]
fn cross_references_lead_somewhere() {
    assert_faults(
        RUNBOOK,
        &[
            ("/references/2", "belongs to no phase", |v| {
                v["phases"][1]["references"].as_array_mut().unwrap().remove(0);
            }),
            ("/phases/1/references/0", "not a listed reference", |v| {
                v["phases"][1]["references"][0] = json!("elsewhereReference");
            }),
            ("/phases/0/effects/0", "not a listed effect", |v| v["phases"][0]["effects"][0] = json!("magic")),
            ("/phases/0", "neither items nor references", |v| v["phases"][0]["items"] = json!([])),
            ("/leadingFlags/0", "not a flag of any effect", |v| v["leadingFlags"][0] = json!("otherFlag")),
            ("/ownerHandoff/upstream", "at least one upstream", |v| {
                v["ownerHandoff"]["upstream"] = json!([]);
            }),
            ("/ownerHandoff/upstream/0/accepts", "at least one accepted", |v| {
                v["ownerHandoff"]["upstream"][0]["accepts"] = json!([]);
            }),
            ("/ownerHandoff/declared/0/accepts", "at least one accepted", |v| {
                v["ownerHandoff"]["declared"][0]["accepts"] = json!([]);
            }),
            ("/target/0/accepts", "at least one accepted", |v| v["target"][0]["accepts"] = json!([])),
            ("/target/0/refuses/0", "already used by /target/0/accepts/0", |v| {
                v["target"][0]["refuses"][0] = json!("local-dev");
            }),
            ("/target/1/accepts/2", "already used by", |v| push_copy(&mut v["target"][1]["accepts"], 0)),
        ],
    );
}

#[test]
fn reference_groups_are_checked_like_the_rest() {
    assert_faults(
        SECOND_RUNBOOK,
        &[
            ("/referenceGroups/1/id", "already used by", |v| push_copy(&mut v["referenceGroups"], 0)),
            ("/referenceGroups/1/oneOf/0", "already used by", |v| push_copy(&mut v["referenceGroups"], 0)),
            ("/referenceGroups/0/oneOf/0", "not a listed reference", |v| {
                v["referenceGroups"][0]["oneOf"][0] = json!("elsewhereReference");
            }),
            ("/referenceGroups/0/oneOf", "at least two", |v| {
                v["referenceGroups"][0]["oneOf"] = json!(["rehearsalBackupReference"]);
            }),
        ],
    );
}

#[test]
fn every_status_is_listed_and_can_be_earned() {
    assert_faults(
        RUNBOOK,
        &[
            ("/effects/0/status", "not listed", |v| v["effects"][0]["status"] = json!("blocked-other")),
            ("/effects/0/status", "kind blocked", |v| {
                v["effects"][0]["status"] = v["statuses"][0]["status"].clone();
            }),
            ("/decisions/0/status", "not listed", |v| v["decisions"][0]["status"] = json!("ready")),
            ("/decisions/0/needs", "twice", |v| push_copy(&mut v["decisions"][0]["needs"], 0)),
            ("/stageBlock", "not listed", |v| v["stageBlock"] = json!("blocked-elsewhere")),
            ("/stageBlock", "kind blocked", |v| v["stageBlock"] = v["statuses"][1]["status"].clone()),
            ("/statuses/10", "can reach", |v| v["stageBlock"] = v["statuses"][9]["status"].clone()),
            ("/decisions", "kind ready", |v| {
                v["decisions"].as_array_mut().unwrap().remove(0);
            }),
            ("/decisions", "kind more", |v| {
                v["decisions"].as_array_mut().unwrap().remove(1);
            }),
        ],
    );
}

#[test]
fn the_decision_that_keeps_a_review_open_may_need_nothing_or_a_blocked_review_could_not_be_closed() {
    assert_faults(
        RUNBOOK,
        &[("/decisions/1/needs", "an empty list", |v| v["decisions"][1]["needs"] = json!(["references"]))],
    );
}
