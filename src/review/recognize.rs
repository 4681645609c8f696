//! File kinds recognized by a document's members, so that a command given the wrong file can name the right command.

use serde_json::{Map, Value};

use super::runbook::Runbook;
use super::{json, limits, plan, runbook, start};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Handoff,
    Upstream,
    Packet,
    /// Perhaps written by a newer version.
    OtherPacket,
    Runbook,
    /// A whole journal, or one line of it.
    Journal,
    Output,
}

const OURS: &str = "strict-review/";

impl FileKind {
    /// `None` for bytes of no known kind. A handoff has no format: any field of the runbook identifies it.
    #[must_use]
    pub fn recognize(bytes: &[u8], runbook: &Runbook) -> Option<Self> {
        if let Ok(members) = json::read_object(bytes, &limits::PLAN) {
            return Self::of_members(&members, runbook);
        }
        // Each line of a journal is a document of its own.
        let line = bytes.split(|byte| *byte == b'\n').next()?;
        let members = json::read_object(line, &limits::JOURNAL_LINE).ok()?;
        Self::of_members(&members, runbook).filter(|kind| *kind == Self::Journal)
    }

    #[must_use]
    pub fn of_members(members: &Map<String, Value>, runbook: &Runbook) -> Option<Self> {
        if ["seq", "prev", "hash", "event"].iter().all(|member| members.contains_key(*member)) {
            return Some(Self::Journal);
        }
        let Some(format) = members.get("format").and_then(Value::as_str) else {
            if is_upstream(members, runbook) {
                return Some(Self::Upstream);
            }
            let mut fields = runbook.fields();
            return fields.any(|field| members.contains_key(field)).then_some(Self::Handoff);
        };
        let same_sort = |known: &str| {
            let sort = |format: &str| format.split('@').next().unwrap_or_default().to_owned();
            sort(format) == sort(known)
        };
        if format == plan::FORMAT {
            Some(Self::Packet)
        } else if same_sort(plan::FORMAT) {
            Some(Self::OtherPacket)
        } else if same_sort(runbook::FORMAT) {
            Some(Self::Runbook)
        } else if same_sort(start::FORMAT) {
            Some(Self::Journal)
        } else {
            format.starts_with(OURS).then_some(Self::Output)
        }
    }

    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Handoff => "a handoff",
            Self::Upstream => "an upstream document",
            Self::Packet => "a packet",
            Self::OtherPacket => "a packet of another format",
            Self::Runbook => "a runbook",
            Self::Journal => "a journal",
            Self::Output => "a result printed by strict-review",
        }
    }

    #[must_use]
    pub fn commands(self) -> &'static str {
        match self {
            Self::Handoff => {
                "To check it, run `strict-review check FILE`; to review it, `strict-review FILE`; to \
                 compare a packet with it, `strict-review verify PACKET --handoff FILE`."
            }
            Self::Upstream => {
                "Pass it as `--upstream FILE` together with the handoff whose fingerprint names it: to \
                 review, `check`, `plan` or `verify`."
            }
            Self::Packet => {
                "To verify it, run `strict-review verify FILE`; to compare it with another, `strict-review \
                 diff OLD FILE`."
            }
            Self::OtherPacket => "Use the version of strict-review that wrote it.",
            Self::Runbook => {
                "Pass it as `--runbook FILE`: to review a handoff, or with `check`, `plan` and `verify`."
            }
            Self::Journal => {
                "To print its packet, run `strict-review replay FILE`; to compare a packet with it, \
                 `strict-review verify PACKET --journal FILE`."
            }
            Self::Output => "Name the file it is about.",
        }
    }
}

/// True if every pointer at which the runbook reads one of its documents holds text, and no field describes an owner
/// handoff. Other fields of the runbook may occur in both kinds.
fn is_upstream(members: &Map<String, Value>, runbook: &Runbook) -> bool {
    let owner = &runbook.owner_handoff;
    let statuses = owner.upstream.iter().map(|upstream| upstream.field.as_str());
    let declared = owner.declared.iter().map(|declared| declared.field.as_str());
    let mut tells = statuses.chain(owner.named().map(|named| named.field)).chain(declared);
    if tells.any(|field| members.contains_key(field)) {
        return false;
    }
    let document = Value::Object(members.clone());
    owner.fingerprints().any(|fingerprint| {
        let read = owner.upstream.iter().filter(|upstream| owner.fingerprint_of(upstream) == fingerprint);
        let mut places: Vec<&String> =
            read.flat_map(|upstream| upstream.document.iter().chain(&upstream.document_stage)).collect();
        if fingerprint == owner.fingerprint.field {
            places.extend(owner.declared.iter().filter_map(|declared| declared.document.as_ref()));
        }
        // Many documents have text at a single pointer, such as a status.
        places.len() > 1 && places.iter().all(|place| document.pointer(place).is_some_and(Value::is_string))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::review::testing::{
        HANDOFF, PACKET, REQUEST, RUNBOOK, SECOND_HANDOFF, SECOND_PACKET, runbook, second_runbook,
    };

    fn kind(bytes: &[u8]) -> Option<FileKind> {
        FileKind::recognize(bytes, &runbook())
    }

    #[test]
    fn every_kind_of_file_is_told_by_its_members() {
        let formatted = |format: &str| json!({ "format": format }).to_string().into_bytes();
        for handoff in [HANDOFF, REQUEST] {
            assert_eq!(kind(handoff), Some(FileKind::Handoff));
        }
        assert_eq!(kind(RUNBOOK), Some(FileKind::Runbook));
        for (format, expected) in [
            ("strict-review/plan@1", Some(FileKind::Packet)),
            ("strict-review/plan@2", Some(FileKind::OtherPacket)),
            ("strict-review/runbook@9", Some(FileKind::Runbook)),
            ("strict-review/check@1", Some(FileKind::Output)),
            ("strict-review/plans@1", Some(FileKind::Output)),
            ("somebody/else@1", None),
        ] {
            assert_eq!(kind(&formatted(format)), expected, "{format}");
        }
    }

    #[test]
    fn an_upstream_document_is_none_of_the_handoffs_that_name_it() {
        assert_eq!(kind(PACKET), Some(FileKind::Upstream));
        assert_eq!(FileKind::recognize(SECOND_PACKET, &second_runbook()), Some(FileKind::Upstream));
        let document: Map<String, Value> = serde_json::from_slice(PACKET).unwrap();
        let with = |name: &str, value: Value| {
            let mut document = document.clone();
            document.insert(name.to_owned(), value);
            json!(document).to_string().into_bytes()
        };
        // A handoff describes its owner handoff; such a field decides whatever else the document holds.
        for field in ["ownerHandoffStatus", "ownerHandoffReference", "ownerHandoffFingerprint"] {
            assert_eq!(kind(&with(field, json!("x"))), Some(FileKind::Handoff), "{field}");
        }
        for place in ["stage", "type", "status"] {
            assert_eq!(kind(&with(place, Value::Null)), Some(FileKind::Handoff), "{place}");
        }
    }

    #[test]
    fn a_journal_is_told_by_its_first_line_however_many_follow() {
        let line = json!({ "seq": 1, "at": "x", "event": {}, "prev": null, "hash": "y" }).to_string();
        for journal in [line.clone(), format!("{line}\n"), format!("{line}\n{line}\n"), format!("{line}\n{{")]
        {
            assert_eq!(kind(journal.as_bytes()), Some(FileKind::Journal), "{journal}");
        }
    }

    #[test]
    fn nothing_else_is_taken_for_one_of_them() {
        // Its fields belong to another runbook.
        assert_eq!(kind(SECOND_HANDOFF), None);
        for bytes in
            [&b""[..], b"{}", b"[1]", b"plain text\n", b"{\"format\":1}", b"{}\n{}\n", b"{\"a\":1}\n{"]
        {
            assert_eq!(kind(bytes), None, "{bytes:?}");
        }
    }
}
