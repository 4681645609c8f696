//! Journals and locks from anyone: their chains hold, their texts are hostile.

use std::fs;

use strict_review::journal::entry::Head;
use strict_review::journal::{folder::Sessions, lock};
use strict_review::review::action::Event;
use strict_review::review::handoff::Handoff;
use strict_review::review::start::Start;

use super::harmless::assert_harmless;
use super::texts::texts;
use crate::support::{Ended, World, runbook, sample};

const SESSION: &str = "0123456789abcdef";

/// A correctly chained journal, with a text wherever ours could have one, and where it could not.
pub(super) fn forged(text: &str) -> Vec<u8> {
    let handoff = Handoff::parse(&fs::read(sample("ready-handoff.json")).unwrap(), runbook()).unwrap();
    let mut start = Start::new(SESSION.to_owned(), runbook(), handoff);
    text.clone_into(&mut start.stage);
    text.clone_into(&mut start.confinement);
    start.reviewer = Some(text.to_owned());
    start.handoff_reference = Some(text.to_owned());
    let at = "2026-01-31T09:30:00.000Z".parse().unwrap();
    let (mut journal, mut head) = Head::default().line(&start, at);
    let (item, text) = ("ownerHandoffStatus".to_owned(), text.to_owned());
    for event in [
        Event::Opened { item: text.clone() },
        Event::NoteWritten { item: item.clone(), note: text.clone() },
        Event::ConcernRaised { item, note: text.clone() },
        Event::WriteActionRefused { effect: text.clone(), status: text.clone() },
        Event::EvidenceListed { items: vec![text.clone()], near: Vec::new() },
        Event::Closed { decision: text.clone(), status: text.clone(), not_looked_at: text },
    ] {
        let (line, next) = head.line(&event, at);
        journal.extend(line);
        head = next;
    }
    journal
}

/// Every report of a folder with this journal, for people and for programs.
pub(super) fn told(journal: &[u8]) -> Vec<Ended> {
    let world = World::new().with("journal.jsonl", journal);
    fs::create_dir_all(world.path().join("sessions").join(SESSION)).unwrap();
    fs::write(world.path().join("sessions").join(SESSION).join("journal.jsonl"), journal).unwrap();
    let folder = ["--session", "sessions"];
    [
        &["sessions"][..],
        &["sessions", "show", SESSION],
        &["replay", "journal.jsonl"],
        &["sessions", "remove", SESSION],
    ]
    .iter()
    .flat_map(|arguments| {
        let folder = if arguments[0] == "sessions" { &folder[..] } else { &[] };
        let words = world.run(&[arguments, folder].concat());
        let data = world.run(&[arguments, folder, &["--format", "json"]].concat());
        [words, data]
    })
    .collect()
}

#[test]
fn a_journal_of_hostile_texts_is_listed_shown_and_replayed_harmless() {
    // One journal a text would be a process each; the texts are in one, and each is in one of the lists below.
    let all: String = texts().into_iter().map(|(_, text)| text).filter(|text| text.len() < 200).collect();
    for text in [all, "\u{1b}[2J\u{9b}1m".to_owned(), format!("e{}", "\u{301}".repeat(4000))] {
        for ended in told(&forged(&text)) {
            assert_harmless(ended.err.as_bytes(), "standard error");
            for line in ended.out.lines() {
                let program = serde_json::from_str::<serde_json::Value>(line);
                assert!(program.is_ok() || super::harmless::fault(line).is_none(), "{line:?}");
            }
        }
    }
}

#[test]
fn whoever_holds_a_lock_is_told_harmless_whatever_they_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = Sessions::in_folder(folder.path().to_owned());
    fs::create_dir(folder.path().join(SESSION)).unwrap();
    let (path, now) = (sessions.lock(SESSION), "2026-01-31T09:30:00.000Z".parse().unwrap());
    let _held = lock::take(&path, 1, now).unwrap().unwrap();
    for (name, text) in texts() {
        fs::write(&path, &text).unwrap();
        let holder = lock::take(&path, 2, now).unwrap().unwrap_err();
        assert_harmless(holder.to_string().as_bytes(), &name);
    }
}
