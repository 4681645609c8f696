//! The way into plain mode and out of it.

/// Why plain mode was chosen.
pub(crate) const TERM_IS_DUMB: &str = "Plain mode, because TERM is dumb; another TERM opens the console.";

/// The session that was opened is closed.
pub(crate) const CLOSED_ALREADY: &str =
    "This review is closed; export writes its packet, --new begins another.";
