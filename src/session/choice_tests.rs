//! Choice of the session that is resumed, if there are several.

use std::fs;

use serde_json::json;

use super::Session;
use super::open::{Afresh, OpenError, Opened};
use super::tests::{ID, World, finish, given};
use crate::review::testing::{BACKUP, runbook};

const SECOND: &str = "00000000000000bb";
const THIRD: &str = "00000000000000cc";

fn open(world: &World, id: &str, backup: &str, afresh: Afresh) -> Result<(Session, Opened), OpenError> {
    let start = given(&runbook(), id, |v| v[BACKUP] = json!(backup));
    world.open_with(runbook(), start, afresh)
}

fn session_of(opened: Result<(Session, Opened), OpenError>) -> String {
    opened.unwrap().0.review().facts().session.clone()
}

#[test]
fn of_several_unfinished_reviews_the_one_of_this_very_handoff_goes_on() {
    let world = World::new();
    drop(open(&world, ID, "one.md", Afresh::Resume).unwrap());
    drop(open(&world, SECOND, "two.md", Afresh::New).unwrap());
    assert_eq!(session_of(open(&world, THIRD, "one.md", Afresh::Resume)), ID);
    assert_eq!(session_of(open(&world, THIRD, "two.md", Afresh::Resume)), SECOND);
}

#[test]
fn a_closed_review_does_not_hide_an_unfinished_one() {
    let world = World::new();
    drop(open(&world, ID, "one.md", Afresh::Resume).unwrap());
    finish(&mut open(&world, SECOND, "one.md", Afresh::New).unwrap().0);
    assert_eq!(session_of(open(&world, THIRD, "one.md", Afresh::Resume)), ID);
}

#[test]
fn a_broken_journal_is_passed_over_only_for_an_unfinished_review_of_the_same_handoff() {
    let world = World::new();
    drop(open(&world, ID, "one.md", Afresh::Resume).unwrap());
    finish(&mut open(&world, SECOND, "one.md", Afresh::New).unwrap().0);
    let path = world.sessions.journal(SECOND);
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend(b"garbage\n");
    fs::write(&path, bytes).unwrap();
    assert_eq!(session_of(open(&world, THIRD, "one.md", Afresh::Resume)), ID);
    let Err(OpenError::Broken(named, _)) = open(&world, THIRD, "two.md", Afresh::Resume) else {
        panic!("opened")
    };
    assert_eq!(named, path);
}

#[test]
fn a_journal_whose_first_line_does_not_hold_is_told_of_when_a_review_begins() {
    let world = World::new();
    drop(open(&world, ID, "one.md", Afresh::Resume).unwrap());
    let path = world.sessions.journal(ID);
    let mut bytes = fs::read(&path).unwrap();
    bytes[20] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let (_, opened) = open(&world, SECOND, "one.md", Afresh::Resume).unwrap();
    assert_eq!(opened, Opened::New { unreadable: 1 });
    assert_eq!(fs::read(&path).unwrap(), bytes);
}
