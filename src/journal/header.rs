//! A fast reader for line one: most of it is the runbook, and a known runbook is not parsed again.

use memchr::memmem;

use super::entry::{Entry, Head};
use crate::review::limits::JOURNAL_LINE;
use crate::review::runbook::Runbook;
use crate::review::start::Start;

const MEMBER: &[u8] = br#""runbook":"#;

/// Returns `None` if line one, given without its newline, holds another runbook or is invalid in any way.
pub(super) fn read_of(line: &[u8], runbook: &Runbook) -> Option<(Entry<Start>, Head)> {
    if line.len() > JOURNAL_LINE.bytes {
        return None;
    }
    // Search from the end: the handoff comes before and may hold the same object under the same name. No copy fits
    // after the runbook.
    let mut named =
        memmem::rfind_iter(line, MEMBER).filter_map(|at| line.split_at_checked(at + MEMBER.len()));
    let (before, behind) =
        named.find_map(|(before, behind)| Some((before, behind.strip_prefix(runbook.canonical())?)))?;
    // The rest is canonical with `null` as the runbook, and the runbook is canonical, so the whole line is.
    let Entry { seq, at, event, prev, hash } =
        Entry::<Start<()>>::read(&[before, b"null", behind].concat()).ok()?;
    let entry = Entry { seq, at, event: event.with_runbook(runbook.clone()), prev, hash };
    let head = Head::default().follow(line, &entry).ok()?;
    Some((entry, head))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::review::fingerprint::Digest;
    use crate::review::testing::{HANDOFF, RUNBOOK, changed, clock, handoff, runbook, start};

    fn line(runbook: &Runbook, edit: impl FnOnce(&mut Value)) -> Vec<u8> {
        let (mut line, _) = Head::default().line(&start(runbook, handoff(runbook, HANDOFF, edit)), clock());
        line.pop();
        line
    }

    /// Replaces a text in the line and recomputes its hash.
    fn sealed(line: &[u8], old: &str, new: &str) -> Vec<u8> {
        let text = str::from_utf8(line).unwrap();
        assert!(text.contains(old), "{old} is not in the line");
        let text = text.replacen(old, new, 1);
        let covered = text.split_once(",\"hash\":").unwrap().0;
        let hash = Digest::of_parts([covered.as_bytes(), Head::default().tail(None, 1).as_bytes()]);
        format!("{covered}{}", Head::default().tail(Some(hash), 1)).into_bytes()
    }

    #[test]
    fn a_line_of_a_known_definition_is_read_as_with_care() {
        let runbook = runbook();
        // The handoff holds the runbook as well, under the same name.
        for edit in [|_: &mut Value| (), |value: &mut Value| value["runbook"] = json!(runbook_of_the_stage())]
        {
            let line = line(&runbook, edit);
            assert_eq!(read_of(&line, &runbook).unwrap(), Head::default().read::<Start>(&line).unwrap());
        }
    }

    fn runbook_of_the_stage() -> Value {
        serde_json::from_slice(RUNBOOK).unwrap()
    }

    #[test]
    fn a_line_of_another_definition_is_left_to_the_careful_reader() {
        let other = changed(RUNBOOK, |value| value["title"] = "Another".into()).unwrap();
        assert_eq!(read_of(&line(&other, |_| ()), &runbook()), None);
    }

    #[test]
    fn no_changed_byte_is_read_over() {
        let runbook = runbook();
        let line = line(&runbook, |_| ());
        for place in (0..line.len()).step_by(7) {
            let mut changed = line.clone();
            changed[place] ^= 1;
            assert_eq!(read_of(&changed, &runbook), None, "byte {place}");
        }
    }

    #[test]
    fn a_second_spelling_is_not_read_even_where_its_hash_holds() {
        let runbook = runbook();
        let line = line(&runbook, |_| ());
        let sound = sealed(&line, "\"confinement\":\"off\"", "\"confinement\":\"other\"");
        assert!(read_of(&sound, &runbook).is_some(), "what is sealed holds");
        for (old, new) in [
            ("\"practice\":false", "\"practice\": false"),
            ("\"practice\":false", "\"practice\":0"),
            ("\"practice\":false,", ""),
            ("\"practice\":false", "\"practice\":false,\"other\":1"),
            ("\"reviewer\":null", "\"reviewer\":null,\"reviewer\":null"),
            ("\"runbook\":", "\"runbook\": "),
        ] {
            let line = sealed(&line, old, new);
            assert_eq!(read_of(&line, &runbook), None, "{new}");
            assert!(Head::default().read::<Start>(&line).is_err(), "{new}");
        }
    }
}
