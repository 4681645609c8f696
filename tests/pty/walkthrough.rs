//! Whole reviews by keys alone, from the first screen to the files in the folder.

use serde_json::{Value, json};

use super::driver::{close, close_and_export, confirm, item, items, walk};
use super::world::{READY, WIDE, World, runbook, sample};

const PREPARE: usize = 0;
const CONTINUE: usize = 1;

fn flags(runbook: &Value) -> Vec<&str> {
    let effects = runbook["effects"].as_array().unwrap().iter();
    effects
        .flat_map(|effect| effect["flags"].as_array().unwrap())
        .map(|flag| flag.as_str().unwrap())
        .collect()
}

fn assert_all_effects_false(document: &Value, runbook: &Value) {
    let flags = flags(runbook);
    assert!(flags.len() >= 4);
    for flag in flags {
        assert_eq!(document[flag], json!(false), "{flag}");
    }
}

/// Identifiers of the items that are confirmed by typing their value.
fn echoed(runbook: &Value) -> Vec<&Value> {
    let handoff = &runbook["ownerHandoff"];
    let upstream = handoff["upstream"].as_array().unwrap().iter();
    let asked = upstream.chain([&handoff["reference"], &handoff["fingerprint"]]);
    let asked = asked.chain(runbook["target"].as_array().unwrap());
    asked.filter(|item| item["acknowledge"] == "echo").map(|item| &item["field"]).collect()
}

fn assert_all_confirmed(document: &Value, runbook: &Value) {
    let echoed = echoed(runbook);
    for item in items(document) {
        assert_eq!(item["state"], "confirmed", "{item}");
        let by = if echoed.contains(&&item["item"]) { "echo" } else { "key" };
        assert_eq!(item["acknowledged"], by, "{item}");
    }
    assert!(items(document).iter().any(|item| item["acknowledged"] == "echo"));
}

#[test]
fn a_reviewer_walks_the_ready_handoff_by_keys_alone_and_leaves_with_a_ready_packet() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    walk(&mut terminal, 0);
    terminal.wait_for("If you close the review: Ready for owner review");
    close_and_export(&mut terminal, PREPARE, "nothing");
    let after = terminal.wait_end().expect(0);

    let (document, runbook) = (world.packet(), runbook());
    assert_eq!(document["status"], "ready-for-durable-result-storage-live-window-owner-review");
    assert_eq!(document["durableResultStorageLiveWindowRunbookAllowed"], true);
    assert_all_effects_false(&document, &runbook);
    assert_all_confirmed(&document, &runbook);
    assert_eq!(echoed(&runbook).len(), 3);
    assert_eq!(document["findings"], json!([]));
    assert_eq!(document["review"]["practice"], false);
    assert_eq!(document["review"]["notLookedAt"], "nothing");
    let path = world.path("out").join(&world.written()[0]);
    assert!(after.text.lines().any(|line| line == path.to_str().unwrap()), "{}", after.text);
}

#[test]
fn a_reviewer_with_a_concern_closes_with_continue_and_both_are_in_the_packet() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    confirm(&mut terminal);
    terminal.keys("} !");
    terminal.wait_for("Concern · Handoff location");
    terminal.text("only the first page was there\rand it has no date");
    terminal.keys("ctrl-s");
    terminal.wait_for("Concern recorded: Handoff location.");
    terminal.wait_for("[!] Handoff location");
    close_and_export(&mut terminal, CONTINUE, "phases 2 to 8");
    terminal.wait_end().expect(1);

    let document = world.packet();
    assert_eq!(document["status"], "ready-for-more-durable-result-storage-owner-handoff-review");
    assert_eq!(document["durableResultStorageLiveWindowRunbookAllowed"], false);
    assert_all_effects_false(&document, &runbook());
    assert_eq!(document["packet"], Value::Null);
    let concerned = item(&document, "ownerHandoffReference");
    assert_eq!(concerned["state"], "concern");
    assert_eq!(concerned["concerns"][0]["note"], "only the first page was there\nand it has no date");
    assert_eq!(concerned["concerns"][0]["answer"], Value::Null);
    assert_eq!(item(&document, "ownerHandoffStatus")["state"], "confirmed");
    let findings = document["findings"].as_array().unwrap();
    let unsettled: std::collections::BTreeSet<&str> = items(&document)
        .into_iter()
        .filter(|item| item["state"] != "confirmed")
        .map(|item| item["item"].as_str().unwrap())
        .collect();
    assert_eq!(findings.len(), unsettled.len());
    for open in unsettled {
        let named =
            |finding: &&Value| finding["message"].as_str().unwrap().split([' ', ',']).any(|w| w == open);
        assert_eq!(findings.iter().filter(named).count(), 1, "{open}");
    }
}

#[test]
fn prepare_is_refused_while_anything_is_open() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    terminal.keys("e enter");
    terminal.wait_for("Not possible with this decision");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert!(world.events().is_empty(), "{:?}", world.events());
    assert!(world.written().is_empty());
}

#[test]
fn without_a_handoff_the_console_practises_and_what_it_exports_says_so() {
    let world = World::new();
    let mut terminal = world.console(&[]);
    terminal.wait_for("PRACTICE");
    terminal.wait_for("Practice on a sample: nothing you do here counts");
    walk(&mut terminal, 0);
    close_and_export(&mut terminal, PREPARE, "nothing");
    terminal.wait_end().expect(1);

    let document = world.packet();
    assert_eq!(document["review"]["practice"], true);
    assert_eq!(document["status"], "ready-for-durable-result-storage-live-window-owner-review");
    assert_all_effects_false(&document, &runbook());
}

#[test]
fn a_blocked_handoff_can_be_walked_closed_and_exported_with_its_reason() {
    let world = World::new();
    let mut terminal = world.review("stop-rules/target-environment-production.json");
    terminal.wait_for("REVIEW ONLY");
    terminal.wait_for("[#] Target environment");
    terminal.wait_for("Blocked: stage stopped");
    // It cannot be ticked away.
    terminal.keys("j j j");
    terminal.wait_until("the blocked row selected", |flat| flat.contains("▸ [#] Target environment"));
    terminal.keys("space");
    terminal.wait_for("✗ Blocked:");
    close_and_export(&mut terminal, CONTINUE, "everything behind the target");
    terminal.wait_end().expect(1);

    let document = world.packet();
    assert_eq!(document["status"], "blocked-durable-result-storage-live-window-runbook");
    assert_eq!(document["durableResultStorageLiveWindowRunbookAllowed"], false);
    assert_all_effects_false(&document, &runbook());
    assert_eq!(item(&document, "targetEnvironment")["state"], "blocked");
    let refused =
        |finding: &Value| finding["rule"] == "target-refused" && finding["observed"] == "production";
    assert!(document["findings"].as_array().unwrap().iter().any(refused), "{}", document["findings"]);
    assert_eq!(document["target"]["environment"], Value::Null);
}

#[test]
fn a_runbook_of_another_shape_is_walked_to_a_ready_packet_by_the_same_keys() {
    let world = World::new();
    let (other, handoff) = (sample("second-runbook.json"), sample("second-ready-handoff.json"));
    let mut terminal = world.console(&["--runbook", &other, &handoff]);
    terminal.wait_for("T-301 after T-300");
    walk(&mut terminal, 0);
    close_and_export(&mut terminal, PREPARE, "nothing");
    terminal.wait_end().expect(0);

    let document = world.packet();
    let other: Value = serde_json::from_slice(&std::fs::read(other).unwrap()).unwrap();
    assert_eq!(document["status"], "ready-for-result-retention-cleanup-rehearsal-owner-review");
    assert_eq!(document["resultRetentionCleanupRehearsalAllowed"], true);
    assert_eq!(document["stage"], "T-301");
    assert_all_effects_false(&document, &other);
    assert!(world.events().contains(&"confirmed".to_owned()));
}

#[test]
fn exporting_twice_gives_the_same_files_and_a_closed_review_stays_closed() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    close_and_export(&mut terminal, CONTINUE, "everything");
    terminal.wait_end().expect(1);
    let first = world.packet();

    let mut terminal = world.console_of(WIDE, &[&sample(READY)]);
    terminal.wait_for("This review is closed");
    terminal.keys("[ [ space");
    terminal.wait_for("closed; it can be read and exported, not changed");
    terminal.keys("e");
    terminal.wait_for("before (3 files, unchanged)");
    terminal.keys("e");
    terminal.wait_for("Written:");
    terminal.keys("q");
    terminal.wait_end().expect(1);
    assert_eq!(world.packet(), first);
}

#[test]
fn the_packet_is_shown_before_it_is_written_and_need_not_be_written() {
    let world = World::new();
    let mut terminal = world.review(READY);
    terminal.wait_for("REVIEW ONLY");
    close(&mut terminal, CONTINUE, "everything");
    terminal.keys("G");
    terminal.wait_for("\"verifiedCompletionProofAllowed\": false");
    terminal.keys("q");
    terminal.wait_for("This review is closed.");
    terminal.keys("q");
    let after = terminal.wait_end().expect(1);
    assert!(after.text.contains("is closed; its packet is not in "), "{}", after.text);
    assert!(world.written().is_empty());
}
