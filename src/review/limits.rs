//! Bounds on everything that is read or typed, each with its unit in its name.

/// Strings and keys count as decoded UTF-8 bytes (`"\u0061"` is one byte); the root container has depth 1.
/// A member is an object key or an array element, counted over the whole document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    pub bytes: usize,
    /// Levels of nesting. The parser's own guard ends at 127.
    pub depth: usize,
    pub string_bytes: usize,
    pub members: usize,
}

/// Applies to the body of a plan request too.
pub const HANDOFF: Bounds = Bounds { bytes: MIB, depth: 32, string_bytes: 8 * KIB, members: 4_096 };

pub const RUNBOOK: Bounds = Bounds { bytes: MIB, depth: 32, string_bytes: 8 * KIB, members: 4_096 };

/// RFC 8785 is computed for every document of this size that the parser accepts.
pub const PACKET: Bounds = Bounds { bytes: 32 * MIB, depth: 127, string_bytes: 32 * MIB, members: 1 << 20 };

/// Applies to the exact bytes of an upstream document that is too large to parse.
pub const PACKET_DIGEST_BYTES_MAX: u64 = 1 << 30;

/// A line may carry a whole handoff, findings for every member of it, and texts that list all that a runbook accepts.
pub const JOURNAL_LINE: Bounds =
    Bounds { bytes: 32 * MIB, depth: 40, string_bytes: 2 * MIB, members: 131_072 };

pub const JOURNAL_BYTES_MAX: usize = 64 * MIB;

/// Room for everything the longest journal gives, with a name for each value.
pub const PLAN: Bounds = Bounds { bytes: 96 * MIB, depth: 40, string_bytes: 2 * MIB, members: 1 << 21 };

pub const EVIDENCE_BYTES_MAX: usize = 16 * MIB;

/// The limit of Linux (`PATH_MAX`).
pub const EVIDENCE_PATH_BYTES_MAX: usize = 4 * KIB;

/// Names in one folder that are searched for near misses.
pub const EVIDENCE_NAMES_MAX: usize = 10_000;

/// Characters that a finding or message quotes of a refused text, after it was made visible.
pub const OBSERVED_CHARS_MAX: usize = 80;

/// The keys of nested objects repeat in every pointer below them; without a bound a small input makes a very large
/// record.
pub const POINTER_CHARS_MAX: usize = 512;

pub const NOTE_BYTES_MAX: usize = 8 * KIB;

pub const LINE_BYTES_MAX: usize = 64 * KIB;

pub const LABEL_BYTES_MAX: usize = 256;

/// A longer gap within one sitting counts as a clock jump. 24 hours: a console left open overnight stays below it.
/// Between two sittings any time may pass.
pub const CLOCK_FORWARD_MILLIS_MAX: u64 = 24 * 60 * 60 * 1_000;

/// 2^53. Beyond it a double, the only number of RFC 8785, cannot separate neighbours, so no fingerprint covers them.
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
        // Two findings and a note for each member, each with a pointer of four-byte characters.
        const { assert!(JOURNAL_LINE.bytes > HANDOFF.bytes + 3 * 4 * POINTER_CHARS_MAX * HANDOFF.members) };
    }
}
