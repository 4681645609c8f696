//! The way into plain mode and out of it.

/// Why plain mode was chosen.
pub(crate) const TERM_IS_DUMB: &str = "Plain mode, because TERM is dumb; another TERM opens the console.";

/// The terminal is one inside of Emacs.
pub(crate) const TERM_IS_EMACS: &str = "Plain mode, because a terminal inside of Emacs (TERM begins with eterm) does not show the console as it is drawn; another \
     terminal opens the console.";

/// The session that was opened is closed.
pub(crate) const CLOSED_ALREADY: &str =
    "This review is closed; export writes its packet, --new begins another.";
