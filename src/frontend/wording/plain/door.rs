//! Texts at the entry point of plain mode.

pub(crate) const TERM_IS_DUMB: &str = "Plain mode, because TERM is dumb; another TERM opens the console.";

pub(crate) const TERM_IS_EMACS: &str = "Plain mode, because a terminal inside of Emacs (TERM begins with eterm) does not show the console as it is drawn; another \
     terminal opens the console.";

pub(crate) const CLOSED_ALREADY: &str =
    "This review is closed; export writes its packet, --new begins another.";
