//! A fast reader for nearly all lines: one pass, no JSON tree. It decides nothing about any other line.

use super::entry::{Entry, Head};
use crate::review::action::{Event, Method};
use crate::review::fingerprint::Digest;
use crate::review::limits::JOURNAL_LINE;
use crate::review::sitting::Input;

/// Most members of any event that has only text members.
const MEMBERS_MAX: usize = 4;

/// Length of a moment, which has only one spelling.
const MOMENT_BYTES: usize = "2026-01-31T09:30:00.000Z".len();

/// Length of the member `hash` with the comma before it.
const HASH_BYTES: usize = r#","hash":"sha256:""#.len() + 64;

/// Returns `None` unless the event has only texts without escapes; then the careful reader decides.
///
/// Compares the line with the very bytes that this program writes, member by member. So an accepted line is
/// canonical, in its only spelling, and continues the chain. A test compares it with the careful reader.
pub(super) fn read(before: Head, line: &[u8]) -> Option<(Entry<Event>, Head)> {
    // This bounds every text within the line too.
    if line.len() > JOURNAL_LINE.string_bytes {
        return None;
    }
    let seq = before.seq.checked_add(1)?;
    let text = str::from_utf8(line).ok()?;
    let (at, after_at) = text.strip_prefix(r#"{"at":""#)?.split_at_checked(MOMENT_BYTES)?;
    let tail = before.tail(None, seq);
    let event_and_hash = after_at.strip_prefix(r#"","event":"#)?.strip_suffix(tail.as_str())?;
    let (event, hash) = event_and_hash.split_at_checked(event_and_hash.len().checked_sub(HASH_BYTES)?)?;
    let covered = line.get(..line.len().checked_sub(HASH_BYTES + tail.len())?)?;
    let digest = Digest::of_parts([covered, tail.as_bytes()]);
    if !digest.is_written(hash.strip_prefix(r#","hash":""#)?.strip_suffix('"')?) {
        return None;
    }
    let entry =
        Entry { seq, at: at.parse().ok()?, event: self::event(event)?, prev: before.hash, hash: digest };
    Some((entry, Head { seq, hash: Some(digest) }))
}

fn event(text: &str) -> Option<Event> {
    let own = str::to_owned;
    Some(match *members(text, &mut [("", ""); MEMBERS_MAX])? {
        [("item", item), ("type", "opened")] => Event::Opened { item: own(item) },
        [("item", item), ("manner", "key"), ("type", "confirmed")] => {
            Event::Confirmed { item: own(item), manner: Method::Key }
        }
        [("item", item), ("manner", "echo"), ("type", "confirmed")] => {
            Event::Confirmed { item: own(item), manner: Method::Echo }
        }
        [("item", item), ("type", "taken-back")] => Event::TakenBack { item: own(item) },
        [("item", item), ("reason", reason), ("type", "marked-not-applicable")] => {
            Event::MarkedNotApplicable { item: own(item), reason: own(reason) }
        }
        [("item", item), ("note", note), ("type", "concern-raised")] => {
            Event::ConcernRaised { item: own(item), note: own(note) }
        }
        [("answer", answer), ("item", item), ("type", "concern-answered")] => {
            Event::ConcernAnswered { item: own(item), answer: own(answer) }
        }
        [("item", item), ("note", note), ("type", "note-written")] => {
            Event::NoteWritten { item: own(item), note: own(note) }
        }
        [("item", item), ("type", "reference-entered"), ("value", value)] => {
            Event::ReferenceEntered { item: own(item), value: own(value) }
        }
        [("effect", effect), ("status", status), ("type", "write-action-refused")] => {
            Event::WriteActionRefused { effect: own(effect), status: own(status) }
        }
        [("item", item), ("type", "undone")] => Event::Undone { item: own(item) },
        [("item", item), ("type", "redone")] => Event::Redone { item: own(item) },
        [("decision", decision), ("notLookedAt", not_looked_at), ("status", status), ("type", "closed")] => {
            let (decision, status) = (own(decision), own(status));
            Event::Closed { decision, status, not_looked_at: own(not_looked_at) }
        }
        [
            ("confinement", confinement),
            ("input", input),
            ("reviewer", reviewer),
            ("type", "sitting-began"),
        ] => {
            let input = match input {
                "terminal" => Input::Terminal,
                "pipe" => Input::Pipe,
                _ => return None,
            };
            Event::SittingBegan { reviewer: Some(own(reviewer)), confinement: own(confinement), input }
        }
        _ => return None,
    })
}

fn members<'m, 't>(
    text: &'t str,
    members: &'m mut [(&'t str, &'t str); MEMBERS_MAX],
) -> Option<&'m [(&'t str, &'t str)]> {
    let mut rest = text.strip_prefix('{')?.strip_suffix('}')?;
    for (count, member) in (1..).zip(members.iter_mut()) {
        let (key, after_key) = plain_text(rest)?;
        let (value, after_value) = plain_text(after_key.strip_prefix(':')?)?;
        *member = (key, value);
        if after_value.is_empty() {
            return members.get(..count);
        }
        rest = after_value.strip_prefix(',')?;
    }
    None
}

fn plain_text(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('"')?;
    let (plain, rest) =
        text.split_at_checked(text.bytes().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?)?;
    // The byte found may also begin an escape; only a quote ends the text.
    Some((plain, rest.strip_prefix('"')?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::review::moment::Moment;

    fn at() -> Moment {
        "2026-01-31T09:30:00.000Z".parse().unwrap()
    }

    fn line(event: &Event) -> (Head, Vec<u8>) {
        let (_, before) = Head::default().line(&Event::Undone { item: "a".to_owned() }, at());
        let (mut line, _) = before.line(event, at());
        line.pop();
        (before, line)
    }

    fn events(item: &str, text: &str) -> Vec<Event> {
        let (i, t) = (|| item.to_owned(), || text.to_owned());
        vec![
            Event::Opened { item: i() },
            Event::Confirmed { item: i(), manner: Method::Key },
            Event::Confirmed { item: i(), manner: Method::Echo },
            Event::TakenBack { item: i() },
            Event::MarkedNotApplicable { item: i(), reason: t() },
            Event::ConcernRaised { item: i(), note: t() },
            Event::ConcernAnswered { item: i(), answer: t() },
            Event::NoteWritten { item: i(), note: t() },
            Event::ReferenceEntered { item: i(), value: t() },
            Event::WriteActionRefused { effect: i(), status: t() },
            Event::Undone { item: i() },
            Event::Redone { item: i() },
            Event::Closed { decision: i(), status: t(), not_looked_at: t() },
            Event::SittingBegan { reviewer: Some(t()), confinement: t(), input: Input::Terminal },
            Event::SittingBegan { reviewer: Some(i()), confinement: t(), input: Input::Pipe },
        ]
    }

    #[test]
    fn every_event_of_texts_is_read_quickly_and_as_with_care() {
        for event in events("backupReference", "läuft 数据 \u{202e}\u{7f} it's so/so") {
            let (before, line) = line(&event);
            let read =
                read(before, &line).unwrap_or_else(|| panic!("{event:?} is left to the careful reader"));
            assert_eq!(read.0.event, event);
            assert_eq!(Ok(read), before.read(&line));
        }
    }

    #[test]
    fn a_changed_byte_is_never_read_over() {
        for event in events("a", "b c") {
            let (before, line) = line(&event);
            for (place, flipped) in (0..line.len()).flat_map(|place| (0..8).map(move |bit| (place, 1 << bit)))
            {
                let mut changed = line.clone();
                changed[place] ^= flipped;
                assert_eq!(read(before, &changed), None, "byte {place} of {event:?}");
            }
        }
    }

    #[test]
    fn a_second_spelling_is_left_to_the_careful_reader_even_where_its_hash_holds() {
        for event in [
            r#"{"type":"opened","item":"a"}"#,
            r#"{"item":"a", "type":"opened"}"#,
            r#"{"item":"a","item":"a","type":"opened"}"#,
            r#"{"item":"a","note":"b","type":"opened"}"#,
            r#"{"item":"\u0061","type":"opened"}"#,
            r#"{"item":"a","type":"undreamt-of"}"#,
            r#"{"item":"a","type":"opened",}"#,
            r#"{"item":"a","manner":"Key","type":"confirmed"}"#,
            r#"{"item":1,"type":"opened"}"#,
            "{\"item\":\"a\nb\",\"type\":\"opened\"}",
            "{}",
            "[]",
        ] {
            let before = Head::default();
            let head = format!(r#"{{"at":"{}","event":{event}"#, at());
            let hash = Digest::compute(format!("{head}{}", before.tail(None, 1)).as_bytes());
            let line = format!("{head}{}", before.tail(Some(hash), 1));
            assert_eq!(read(before, line.as_bytes()), None, "{event}");
            assert!(before.read::<Event>(line.as_bytes()).is_err(), "{event}");
        }
    }

    #[test]
    fn a_line_that_does_not_follow_is_left_to_the_careful_reader() {
        let (before, line) = line(&Event::Opened { item: "a".to_owned() });
        for other in [Head::default(), Head { seq: 5, ..before }, Head { seq: 1, hash: None }] {
            assert_eq!(read(other, &line), None);
        }
    }

    proptest! {
        #[test]
        fn whatever_is_read_quickly_is_read_the_same_with_care(item in any::<String>(), text in any::<String>(), cut in 0_usize..400) {
            for event in events(&item, &text) {
                let (before, line) = line(&event);
                let careful = before.read(&line);
                prop_assert_eq!(careful.as_ref().map(|(entry, _)| &entry.event), Ok(&event));
                if let Some(quick) = read(before, &line) {
                    prop_assert_eq!(Ok(quick), careful);
                }
                prop_assert_eq!(read(before, line.get(..cut.min(line.len() - 1)).unwrap()), None);
            }
        }
    }
}
