//! A text as a page may hold it: its hidden characters are tokens. The template escapes it.

use std::fmt;

use crate::review::text::visible;

/// A text that hides nothing. There is no other way for a text of others into the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown(String);

impl Shown {
    /// A text, made visible.
    pub(super) fn of(text: impl AsRef<str>) -> Self {
        Self(visible(text.as_ref()).into_owned())
    }

    /// Each of these texts, made visible.
    pub(super) fn all<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Vec<Self> {
        texts.into_iter().map(Self::of).collect()
    }

    /// The text as it is shown.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
