//! Text as a page may contain it, with invisible characters as tokens. The template escapes it.

use std::fmt;

use crate::review::text::visible;

/// Visible text. Text from elsewhere has no other way into the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown(String);

impl Shown {
    pub(crate) fn new(text: impl AsRef<str>) -> Self {
        Self(visible(text.as_ref()).into_owned())
    }

    pub(crate) fn all<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Vec<Self> {
        texts.into_iter().map(Self::new).collect()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
