//! `replay`: the packet comes back from the journal alone, or nothing does.

use serde_json::json;
use strict_review::journal::entry::Head;
use strict_review::review::action::Action;
use strict_review::review::moment::Moment;
use strict_review::review::runbook::Kind;
use strict_review::session;

use crate::support::reviewed::Reviewed;
use crate::support::{Ended, World, runbook, sample, second_runbook};

fn handoff() -> Vec<u8> {
    std::fs::read(sample("ready-handoff.json")).unwrap()
}

fn second_handoff() -> Vec<u8> {
    std::fs::read(sample("second-ready-handoff.json")).unwrap()
}

fn ready() -> Reviewed {
    Reviewed::of(runbook(), &handoff()).walked().closed(Kind::Ready)
}

fn moment() -> Moment {
    "2026-01-31T09:30:00.000Z".parse().unwrap()
}

fn replayed(journal: impl AsRef<[u8]>) -> Ended {
    World::new().with("journal.jsonl", journal).run(&["replay", "journal.jsonl"])
}

#[test]
fn the_export_is_rebuilt_byte_for_byte_from_the_journal_alone() {
    let reviewed = ready();
    let world = World::new().with("journal.jsonl", reviewed.journal());
    let written = session::keep(&reviewed.plan(), world.path()).unwrap();
    let told = world.run(&["replay", "journal.jsonl"]);
    assert_eq!((told.exit, told.err.as_str()), (0, ""));
    let read = |end: &str| {
        let path = written.iter().find(|path| path.to_str().unwrap().ends_with(end)).unwrap();
        std::fs::read_to_string(path).unwrap()
    };
    assert_eq!(told.out, read(".json"));
    let told = world.run(&["replay", "--format", "text", "journal.jsonl"]);
    assert_eq!((told.exit, told.out), (0, read(".md")));
}

#[test]
fn an_export_is_left_for_whoever_computes_its_fingerprint_by_other_means() {
    let note = "läuft 数据 \u{202e}\u{7f}\u{1f980}\n\t\"\\/ \u{fffd}\u{10ffff}".to_owned();
    let item = "ownerHandoffStatus".to_owned();
    let reviewed = Reviewed::of(runbook(), &handoff()).act(Action::WriteNote { item, note });
    let plan = reviewed.walked().closed(Kind::Ready).plan();
    let exports = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("exports");
    // Markdown of an older version would have other bytes under the same name.
    for end in ["md", "json.sha256"] {
        let _ = std::fs::remove_file(exports.join(format!("{}.{end}", plan.file_stem())));
    }
    session::keep(&plan, &exports).unwrap();
    assert_eq!(std::fs::read(exports.join(format!("{}.json", plan.file_stem()))).unwrap(), plan.bytes());
}

#[test]
fn a_journal_holds_its_definition_so_that_no_runbook_is_named() {
    let reviewed = Reviewed::of(second_runbook(), &second_handoff()).walked().closed(Kind::Ready);
    let told = replayed(reviewed.journal());
    assert_eq!((told.exit, told.out.into_bytes()), (0, reviewed.plan().bytes()));
}

#[test]
fn what_is_not_ready_is_printed_as_well_and_ends_with_one() {
    let practice =
        Reviewed::begun(runbook(), &handoff(), |start| start.practice = true).walked().closed(Kind::Ready);
    let more = Reviewed::of(runbook(), &handoff()).closed(Kind::More);
    for reviewed in [practice, more] {
        let told = replayed(reviewed.journal());
        assert_eq!((told.exit, told.out.into_bytes()), (1, reviewed.plan().bytes()));
        assert_eq!(told.err, "");
    }
}

#[test]
fn a_review_that_is_not_closed_prints_nothing_and_says_so() {
    let told = replayed(Reviewed::of(runbook(), &handoff()).walked().journal());
    assert_eq!((told.exit, told.out.as_str()), (1, ""));
    assert!(told.err.contains("journal.jsonl: the review in this journal is not closed"), "{}", told.err);
}

#[test]
fn a_torn_last_line_is_dropped_and_told() {
    let reviewed = ready();
    let told = replayed([reviewed.journal(), b"{\"at\":\"2026".to_vec()].concat());
    assert_eq!((told.exit, told.out.into_bytes()), (0, reviewed.plan().bytes()));
    assert_eq!(told.err, "strict-review: journal.jsonl: ignored 11 bytes of an incomplete last line\n");
}

#[test]
fn a_broken_chain_ends_with_four_and_names_its_line() {
    let journal = ready().journal();
    let mut lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').collect();
    lines.remove(4);
    let told = replayed(lines.concat());
    assert_eq!((told.exit, told.out.as_str()), (4, ""));
    assert!(told.err.contains("is broken: line 5 does not follow from the line before"), "{}", told.err);
    let forged = String::from_utf8(journal).unwrap().replacen("\"manner\":\"key\"", "\"manner\":\"echo\"", 1);
    let told = replayed(forged);
    assert_eq!((told.exit, told.out.as_str()), (4, ""));
    assert!(told.err.contains("line 2 does not match its own hash"), "{}", told.err);
}

#[test]
fn what_is_no_journal_of_this_format_cannot_be_used() {
    let (newer, _) = Head::default().line(&json!({ "format": "strict-review/journal@3" }), moment());
    let (earlier, _) = Head::default().line(&json!({ "format": "strict-review/journal@1" }), moment());
    let none = "is not a journal; expected strict-review/journal@2 in line 1";
    for (bytes, why) in [
        (
            newer,
            "was written by another version of strict-review (strict-review/journal@3); this version reads strict-review/journal@2",
        ),
        (
            earlier,
            "was written by an earlier version of strict-review (strict-review/journal@1); this version reads strict-review/journal@2",
        ),
        (handoff(), "is a handoff; expected a journal"),
        (b"{}\n".to_vec(), none),
        (b"\n".to_vec(), none),
        (Vec::new(), "holds no complete line; the session never started"),
        (b"{\"at\":".to_vec(), "holds no complete line; the session never started"),
    ] {
        let told = replayed(bytes);
        assert_eq!((told.exit, told.out.as_str()), (2, ""), "{why}");
        assert!(told.err.starts_with(&format!("strict-review: journal.jsonl: {why}\n")), "{}", told.err);
    }
    assert_eq!(World::new().run(&["replay", "gone.jsonl"]).exit, 2);
}

#[test]
fn a_journal_is_read_from_standard_input_for_a_hyphen() {
    let reviewed = ready();
    let world = World::new();
    let mut command = world.command(&["replay", "-"]);
    command.write_stdin(reviewed.journal());
    let told = Ended::of(command);
    assert_eq!((told.exit, told.out.into_bytes()), (0, reviewed.plan().bytes()));
}

#[test]
fn an_error_is_an_object_on_standard_output_where_a_program_reads() {
    let world = World::new().with("journal.jsonl", "{}\n");
    let told = world.run(&["replay", "--format", "json", "journal.jsonl"]);
    assert_eq!((told.exit, &told.json()["exit"]), (2, &json!(2)));
}
