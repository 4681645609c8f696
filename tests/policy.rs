//! The policy as printed: its keys in the family's order, its values from the runbook.

use serde_json::{Value, json};

use crate::support::{World, definition, flags, second_definition, texts};

/// Order of the stage's policy, word for word.
const ORDER: [&str; 41] = [
    "productionTouched",
    "databaseTouched",
    "ownerApprovalCaptureAllowed",
    "ownerReplyCaptureAllowed",
    "ownerApprovalPersistenceAllowed",
    "migrationApplyAllowed",
    "runtimeAdapterSwitchAllowed",
    "featureFlagEnabled",
    "adapterEnabled",
    "durableResultStorageWriteAllowed",
    "databaseReadAllowed",
    "databaseWriteAllowed",
    "rawContactStorageAllowed",
    "rawExecutionPayloadStorageAllowed",
    "verifiedCompletionProofAllowed",
    "completionNotificationSent",
    "telegramSendAllowed",
    "emailSendAllowed",
    "liveServiceExecutionAllowed",
    "networkExecutionAllowed",
    "googleContactsReadAllowed",
    "googleContactsWriteAllowed",
    "n8nExecutionAllowed",
    "contactsAgentExecutionAllowed",
    "credentialAccessAllowed",
    "tokenAccessAllowed",
    "hostingChangeAllowed",
    "dnsChangeAllowed",
    "runbookOnly",
    "runbookMode",
    "requiredOwnerHandoffStatus",
    "requiredTargetEnvironment",
    "acceptedTargetAdapters",
    "endpoints",
    "requiredPhaseOrder",
    "requiredReferences",
    "requiredConfirmations",
    "runbookRequires",
    "blockedActions",
    "stopConditions",
    "nextStep",
];

/// Keys of the outer object, in JSON indented by two spaces.
fn keys(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.strip_prefix("  \"")?.split('"').next()).collect()
}

#[test]
fn the_policy_keeps_the_order_of_the_familys_policies() {
    let printed = World::new().run(&["policy"]);
    assert_eq!((printed.exit, printed.err.as_str()), (0, ""));
    assert_eq!(keys(&printed.out), ORDER);
}

#[test]
fn the_policy_is_indented_by_two_spaces_and_ends_with_a_newline() {
    let printed = World::new().run(&["policy"]);
    assert!(printed.out.starts_with("{\n  \"productionTouched\": false,\n  \"databaseTouched\": false,\n"));
    assert!(printed.out.ends_with("\n}\n") && !printed.out.contains('\t'));
    assert!(printed.out.lines().all(|line| (line.len() - line.trim_start().len()).is_multiple_of(2)));
    assert!(printed.out.contains("  \"endpoints\": [\n    {\n      \"method\": \"GET\",\n      \"path\": "));
}

#[test]
fn every_effect_flag_is_false_in_the_policy_and_nothing_else_is() {
    for (arguments, definition) in
        [(vec!["policy"], definition()), (vec!["policy", "--runbook", "second.json"], second_definition())]
    {
        let world = World::new().with("second.json", second_definition().to_string());
        let policy = world.run(&arguments).json();
        let mut expected = flags(&definition);
        expected.sort();
        let members = policy.as_object().unwrap();
        let mut false_ones: Vec<&String> =
            members.iter().filter(|(_, v)| **v == json!(false)).map(|m| m.0).collect();
        false_ones.sort();
        assert_eq!(false_ones, expected.iter().collect::<Vec<_>>());
        let true_ones: Vec<&String> =
            members.iter().filter(|(_, v)| **v == json!(true)).map(|m| m.0).collect();
        assert_eq!(true_ones, ["runbookOnly"]);
    }
}

#[test]
fn the_policy_lists_what_the_definition_requires_in_its_order() {
    let (policy, definition) = (World::new().run(&["policy"]).json(), definition());
    let handoff = &definition["ownerHandoff"]["upstream"][0];
    assert_eq!(policy["runbookMode"], definition["packet"]["mode"]);
    assert_eq!(policy["requiredOwnerHandoffStatus"], handoff["accepts"][0]);
    assert_eq!(policy["requiredTargetEnvironment"], definition["target"][0]["accepts"][0]);
    assert_eq!(policy["acceptedTargetAdapters"], definition["target"][1]["accepts"]);
    for (member, list, part) in [
        ("requiredPhaseOrder", "phases", "id"),
        ("requiredReferences", "references", "field"),
        ("requiredConfirmations", "confirmations", "field"),
        ("blockedActions", "effects", "blocked"),
        ("stopConditions", "stopRules", "condition"),
    ] {
        assert_eq!(policy[member], json!(texts(&definition[list], part)), "{member}");
    }
    assert_eq!(policy["runbookRequires"], definition["requires"]);
    assert_eq!(policy["nextStep"], definition["nextStep"]);
    let endpoint =
        |name: &str, method: &str| json!({ "method": method, "path": definition["endpoints"][name]["path"] });
    assert_eq!(policy["endpoints"], Value::Array(vec![endpoint("policy", "GET"), endpoint("plan", "POST")]));
}

#[test]
fn the_embedded_definition_spells_the_literals_of_the_seed() {
    let definition = definition();
    let slug = "mobile-assistant-gesture-capture-ocr-downstream-target-route-durable-result-storage-live-window-runbook";
    let page = format!("/{slug}");
    let check = format!("npm run verify:{slug}-browser");
    let upstream = "/mobile-assistant-gesture-capture-ocr-downstream-target-route-durable-result-storage-\
        strict-control-owner-handoff-plan";
    for (pointer, literal) in [
        ("/stage", "T-293"),
        ("/after", "T-292"),
        ("/slug", slug),
        ("/packet/type", "manual-local-durable-result-storage-live-window-runbook-packet"),
        ("/packet/mode", "durable-result-storage-live-window-runbook-owner-review-only"),
        ("/packet/effect", "durable-result-storage-live-window-runbook-owner-review-only"),
        ("/packet/readyFlag", "durableResultStorageLiveWindowRunbookAllowed"),
        (
            "/ownerHandoff/upstream/0/accepts/0",
            "ready-for-durable-result-storage-strict-control-owner-handoff",
        ),
        ("/endpoints/upstream", upstream),
        ("/endpoints/policy/path", &format!("{page}-policy")),
        ("/endpoints/plan/path", &format!("{page}-plan")),
        ("/endpoints/page/path", &page),
        ("/endpoints/browserCheck", &check),
        ("/stageBlock", "blocked-durable-result-storage-live-window-runbook"),
    ] {
        assert_eq!(definition.pointer(pointer), Some(&json!(literal)), "{pointer}");
    }
    let statuses = texts(&definition["statuses"], "status");
    assert_eq!(statuses.len(), 11);
    assert_eq!(
        texts(&definition["phases"], "id"),
        [
            "fresh-owner-approval",
            "backup-restore-rollback-review",
            "migration-and-schema-review",
            "adapter-and-feature-flag-boundary-review",
            "single-durable-result-write-window",
            "post-write-verification-and-completion-proof",
            "completion-notification-gate-review",
            "disable-or-keep-blocked",
        ]
    );
}
