//! Files whose names are close to a reference: known and recorded, but nothing is based on them.

use super::Review;
use crate::review::near_miss;
use crate::review::near_miss::NearMiss;
use crate::review::text::visible;

impl Review {
    /// Path of the file whose name is close to the reference.
    #[must_use]
    pub fn near(&self, reference: &str) -> Option<&str> {
        self.near.get(reference).map(String::as_str)
    }

    #[must_use]
    pub fn knows_near(&self, near: &[NearMiss]) -> bool {
        near.len() == self.near.len() && near.iter().all(|near| self.near(&near.item) == Some(&near.there))
    }

    /// Also reports a file that the file system opens under another spelling than it lists.
    #[must_use]
    pub fn near_words(&self, reference: &str) -> Option<String> {
        let (value, there) = (self.value(reference)?, self.near(reference)?);
        Some(match self.evidence(reference) {
            Some(_) => format!("the folder spells it “{}”", visible(there)),
            None => near_miss::words(value, there),
        })
    }

    pub fn near_misses(&self) -> impl Iterator<Item = (&str, String)> {
        self.near.keys().filter_map(|field| Some((field.as_str(), self.near_words(field)?)))
    }
}
