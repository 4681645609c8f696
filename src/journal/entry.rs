//! One line of a journal: numbered, dated and chained to the line before it by its hash.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::review::fingerprint::Digest;
use crate::review::moment::Moment;
use crate::review::{canonical, json, limits};

/// One line. `T` is the start of a session in line one, an event in every other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "EntryOf{T}", description = "One line.")]
pub struct Entry<T> {
    /// Place in the journal, from 1.
    pub seq: u64,
    /// When it happened.
    pub at: Moment,
    /// The event.
    pub event: T,
    /// Hash of the line before; `None` in line one.
    pub prev: Option<Digest>,
    /// SHA-256 over the canonical form of this line without `hash`.
    pub hash: Digest,
}

/// Upper bound for two digests, a number and the names of all members.
const REST_BYTES_MAX: usize = 220;

/// End of a chain, to which the next line is linked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub seq: u64,
    pub hash: Option<Digest>,
}

impl Head {
    /// Returns the next line with its newline, and the head after it.
    #[must_use]
    pub fn line(self, event: &impl Serialize, at: Moment) -> (Vec<u8>, Head) {
        let seq = self.seq + 1;
        // Written by hand in the member order of canonical form, so that the event is serialized only once.
        let written = |value: Value| String::from_utf8(canonical::bytes(&value)).unwrap_or_default();
        let (at, event) = (written(json!(at)), written(json!(event)));
        let mut line = String::with_capacity(at.len() + event.len() + REST_BYTES_MAX);
        // Writing to a `String` cannot fail.
        let _ = write!(line, r#"{{"at":{at},"event":{event}"#);
        let hash = Digest::of_parts([line.as_bytes(), self.tail(None, seq).as_bytes()]);
        let _ = writeln!(line, "{}", self.tail(Some(hash), seq));
        (line.into_bytes(), Head { seq, hash: Some(hash) })
    }

    /// The members after the event of the next line, in canonical form. Without `hash` it is the form that the hash
    /// covers.
    pub(super) fn tail(self, hash: Option<Digest>, seq: u64) -> String {
        let mut tail = String::with_capacity(REST_BYTES_MAX);
        let quoted = |digest: Digest, tail: &mut String| {
            // Writing to a `String` cannot fail.
            let _ = write!(tail, "\"{digest}\"");
        };
        if let Some(hash) = hash {
            tail.push_str(r#","hash":"#);
            quoted(hash, &mut tail);
        }
        tail.push_str(r#","prev":"#);
        match self.hash {
            Some(prev) => quoted(prev, &mut tail),
            None => tail.push_str("null"),
        }
        let _ = write!(tail, r#","seq":{seq}}}"#);
        tail
    }

    /// Reads the next line, given without its newline, and checks the chain. The error quotes nothing of the line.
    pub fn read<T: Serialize + DeserializeOwned>(self, line: &[u8]) -> Result<(Entry<T>, Head), String> {
        let entry = Entry::read(line)?;
        let head = self.follow(line, &entry)?;
        Ok((entry, head))
    }

    /// Returns the head after `line`, given without its newline, from which `entry` was read. The error quotes
    /// nothing of the line.
    pub(super) fn follow<T>(self, line: &[u8], entry: &Entry<T>) -> Result<Head, String> {
        let before = Self { seq: entry.seq, hash: entry.prev };
        let covered = line.strip_suffix(before.tail(Some(entry.hash), entry.seq).as_bytes());
        let bare = before.tail(None, entry.seq);
        let hash = Digest::of_parts([covered.unwrap_or(line), bare.as_bytes()]);
        if entry.hash != hash {
            return Err("does not match its own hash".to_owned());
        }
        if entry.prev != self.hash {
            return Err("does not follow from the line before".to_owned());
        }
        if entry.seq != self.seq + 1 {
            return Err(format!("has number {}; expected {}", entry.seq, self.seq + 1));
        }
        Ok(Head { seq: entry.seq, hash: Some(hash) })
    }
}

impl<T: Serialize + DeserializeOwned> Entry<T> {
    /// Accepts only the one spelling that this program writes, without its newline. The error quotes nothing of the
    /// line.
    pub(super) fn read(line: &[u8]) -> Result<Self, String> {
        let members =
            json::read_object(line, &limits::JOURNAL_LINE).map_err(|unusable| unusable.to_string())?;
        if canonical::object_bytes(&members) != line {
            return Err("is not in canonical form".to_owned());
        }
        let entry =
            Self::deserialize(&members).map_err(|_| "is not an entry this program supports".to_owned())?;
        // Serde reads an omitted member as `None`. Without this check an event would have a second spelling.
        if serde_json::to_value(&entry).is_ok_and(|written| written == Value::Object(members)) {
            Ok(entry)
        } else {
            Err("is not written the way this program writes it".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::action::{Event, Method};

    fn at() -> Moment {
        "2026-01-31T09:30:00.000Z".parse().unwrap()
    }

    fn event() -> Event {
        Event::Confirmed { item: "backupReference".to_owned(), manner: Method::Key }
    }

    #[test]
    fn a_line_is_read_back_as_it_was_written() {
        let (line, head) = Head::default().line(&event(), at());
        let (entry, read): (Entry<Event>, Head) =
            Head::default().read(line.strip_suffix(b"\n").unwrap()).unwrap();
        assert_eq!((entry.event, entry.at, read), (event(), at(), head));
    }

    #[test]
    fn a_line_is_canonical_and_its_hash_covers_the_canonical_line_without_it() {
        let (_, first) = Head::default().line(&event(), at());
        for head in [Head::default(), first] {
            let (line, next) = head.line(&event(), at());
            let line = line.strip_suffix(b"\n").unwrap();
            let mut members = json::read_object(line, &limits::JOURNAL_LINE).unwrap();
            assert_eq!(canonical::bytes(&json!(members)), line);
            members.remove("hash");
            assert_eq!(next.hash, Some(Digest::compute(&canonical::bytes(&json!(members)))));
        }
    }

    #[test]
    fn no_byte_of_a_line_can_change_unnoticed() {
        let (line, _) = Head::default().line(&event(), at());
        let line = line.strip_suffix(b"\n").unwrap();
        for place in 0..line.len() {
            let mut changed = line.to_vec();
            changed[place] ^= 1;
            assert!(Head::default().read::<Event>(&changed).is_err(), "byte {place}");
        }
    }

    #[test]
    fn a_line_out_of_order_does_not_follow() {
        let (first, head) = Head::default().line(&event(), at());
        let (second, _) = head.line(&event(), at());
        let second = second.strip_suffix(b"\n").unwrap();
        assert_eq!(
            Head::default().read::<Event>(second).unwrap_err(),
            "does not follow from the line before"
        );
        assert!(head.read::<Event>(second).is_ok());
        assert!(head.read::<Event>(first.strip_suffix(b"\n").unwrap()).is_err());
    }
}
