//! Files that references nearly name: known, told and recorded; nothing is based on one.

use super::Review;
use crate::review::near_miss;
use crate::review::near_miss::NearMiss;
use crate::review::text::visible;

impl Review {
    /// The path of the file that a reference nearly names, if there is one.
    #[must_use]
    pub fn near(&self, reference: &str) -> Option<&str> {
        self.near.get(reference).map(String::as_str)
    }

    /// Whether these near misses are the ones that are known.
    #[must_use]
    pub fn knows_near(&self, near: &[NearMiss]) -> bool {
        near.len() == self.near.len() && near.iter().all(|near| self.near(&near.item) == Some(&near.there))
    }

    /// What a reference nearly names, in a sentence; also where the file system opens a file that it lists under another
    /// spelling.
    #[must_use]
    pub fn near_words(&self, reference: &str) -> Option<String> {
        let (value, there) = (self.value(reference)?, self.near(reference)?);
        Some(match self.evidence(reference) {
            Some(_) => format!("the folder spells it “{}”", visible(there)),
            None => near_miss::words(value, there),
        })
    }

    /// Every reference that nearly names a file, with the sentence on it.
    pub fn near_misses(&self) -> impl Iterator<Item = (&str, String)> {
        self.near.keys().filter_map(|field| Some((field.as_str(), self.near_words(field)?)))
    }
}
