//! Every bound on what is read or typed, with its unit in its name.

/// How much of a JSON document is read before it is refused.
///
/// Strings are counted as decoded UTF-8 bytes (`"\u0061"` is one byte), object keys too. A member is one
/// key of an object or one element of an array, counted over the whole document. The root container is
/// depth 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The document itself, in bytes.
    pub bytes: usize,
    /// Objects and arrays inside each other, in levels. The parser's own guard ends at 127.
    pub depth: usize,
    /// One string or key, in decoded bytes.
    pub string_bytes: usize,
    /// Object members and array elements in all.
    pub members: usize,
}

/// The bounds of an owner handoff, which is also the body of a plan request.
pub const HANDOFF: Bounds = Bounds { bytes: MIB, depth: 32, string_bytes: 8 * KIB, members: 4_096 };

/// The bounds of a runbook definition.
pub const RUNBOOK: Bounds = Bounds { bytes: MIB, depth: 32, string_bytes: 8 * KIB, members: 4_096 };

/// The bounds of an upstream document: RFC 8785 is computed for whatever the parser takes of such a size.
pub const PACKET: Bounds = Bounds { bytes: 32 * MIB, depth: 127, string_bytes: 32 * MIB, members: 1 << 20 };

/// So many bytes of an upstream document are read to compare its exact bytes, where it is too large to be parsed.
pub const PACKET_DIGEST_BYTES_MAX: u64 = 1 << 30;

/// The bounds of one line of a journal: it may carry a whole handoff, findings for every member of it, and texts
/// that list what the runbook accepts.
pub const JOURNAL_LINE: Bounds =
    Bounds { bytes: 32 * MIB, depth: 40, string_bytes: 2 * MIB, members: 131_072 };

/// A whole journal, in bytes.
pub const JOURNAL_BYTES_MAX: usize = 64 * MIB;

/// The bounds of a plan document: what the longest journal tells, with a name for everything in it.
pub const PLAN: Bounds = Bounds { bytes: 96 * MIB, depth: 40, string_bytes: 2 * MIB, members: 1 << 21 };

/// One evidence file, in bytes.
pub const EVIDENCE_BYTES_MAX: usize = 16 * MIB;

/// The path of an evidence file in a reference, in bytes: what Linux takes as a path (`PATH_MAX`).
pub const EVIDENCE_PATH_BYTES_MAX: usize = 4 * KIB;

/// Names of one folder that are looked through for one that a reference nearly gives.
pub const EVIDENCE_NAMES_MAX: usize = 10_000;

/// What a finding or a message quotes of a refused text, in characters after it was made visible.
pub const OBSERVED_CHARS_MAX: usize = 80;

/// The JSON pointer of a finding or a note, in characters. The keys of nested objects repeat in the pointer of
/// everything below them, so without a bound a small input would make a very large record.
pub const POINTER_CHARS_MAX: usize = 512;

/// One typed note, reason or answer, in bytes.
pub const NOTE_BYTES_MAX: usize = 8 * KIB;

/// One line of the input of plain mode, in bytes.
pub const LINE_BYTES_MAX: usize = 64 * KIB;

/// The reviewer's label, in bytes.
pub const LABEL_BYTES_MAX: usize = 256;

/// The time that may pass between two lines of one sitting before it is told as a jump of the clock, in milliseconds:
/// 24 hours. A console that is left open over a night stays below it; between two sittings any time may pass.
pub const CLOCK_FORWARD_MILLIS_MAX: u64 = 24 * 60 * 60 * 1_000;

/// The largest integer magnitude that is read: 2^53. Beyond it neighbouring integers are no longer told
/// apart by an IEEE 754 double, the only number RFC 8785 knows, so a fingerprint would not cover them.
pub const INTEGER_MAGNITUDE_MAX: u64 = 1 << 53;

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_depth_stays_below_the_parsers_own_guard() {
        for bounds in [HANDOFF, RUNBOOK, PACKET, JOURNAL_LINE, PLAN] {
            assert!(bounds.depth <= 127, "{bounds:?}");
        }
    }

    #[test]
    fn a_journal_line_holds_a_handoff_and_a_note_and_a_plan_holds_a_journal() {
        const { assert!(JOURNAL_LINE.bytes > HANDOFF.bytes) };
        const { assert!(JOURNAL_LINE.depth > HANDOFF.depth) };
        const { assert!(JOURNAL_LINE.string_bytes > HANDOFF.string_bytes) };
        const { assert!(JOURNAL_LINE.members > HANDOFF.members) };
        const { assert!(JOURNAL_LINE.string_bytes > NOTE_BYTES_MAX) };
        const { assert!(JOURNAL_LINE.string_bytes > RUNBOOK.bytes) };
        const { assert!(PLAN.string_bytes >= JOURNAL_LINE.string_bytes && PLAN.members > JOURNAL_LINE.members) };
        const { assert!(PLAN.bytes > JOURNAL_BYTES_MAX && PLAN.bytes > HANDOFF.bytes) };
        // Two findings and a note for every member, each with a pointer of four-byte characters.
        const { assert!(JOURNAL_LINE.bytes > HANDOFF.bytes + 3 * 4 * POINTER_CHARS_MAX * HANDOFF.members) };
    }
}
