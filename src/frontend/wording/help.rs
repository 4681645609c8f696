//! Texts of the help: its marks and headings.

// Title, and the way out.
pub(crate) const KEYS: &str = "Keys";
pub(crate) const ESC_GOES_BACK: &str = "Esc goes back";

// Headings.
pub(crate) const SIGNS: &str = "Signs";
pub(crate) const ON_THIS_SCREEN: &str = "On this screen";
pub(crate) const ON_OTHER_SCREENS: &str = "On other screens";

pub(crate) const STATES: &str = "[ ] open   [x] confirmed   [-] not applicable   [!] concern   [#] blocked   ⊘ write action, \
                                 always blocked   ✓ finished step   = locked step: walk the ones before it first";

/// For a key that works only in a text.
pub(crate) fn in_a_text(does: &str) -> String {
    format!("In a text: {does}")
}
