//! What came of verifying a document: a list of checks in the order in which they were made.

/// The checks of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The status that the document states, if it is one of the runbook's.
    pub status: Option<String>,
    /// Whether a review is in it.
    pub review: bool,
    /// Whether all of its answers came through a pipe, which says nothing of a person.
    pub piped: bool,
    /// Whether that review was practice.
    pub practice: bool,
    /// Of journal, evidence, handoff and upstream documents, those that the document was not held against.
    pub unchecked: Vec<String>,
    /// Every check; one that fails at several places stands once for each.
    pub checks: Vec<Check>,
}

/// One check at one place. All texts are safe to show: nothing hidden, nothing secret-like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked, such as `fingerprint` or `evidence/backupReference`.
    pub id: String,
    /// What came of it.
    pub standing: Standing,
    /// JSON pointer (RFC 6901) to the place in the document; empty for the whole of it.
    pub place: String,
    /// What stands there and what was expected, or why it was not checked.
    pub message: String,
}

/// What came of a check, lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nobody asked, or something else must hold first.
    NotChecked,
    /// Nothing that could fail: something a reader judges.
    Note,
    /// It holds.
    Held,
    /// It holds, and is not ready.
    NotReady,
    /// What was reviewed has moved since.
    Stale,
    /// It does not hold.
    Tampered,
}

impl Standing {
    /// The standing in one word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NotChecked => "not-checked",
            Self::Note => "note",
            Self::Held => "held",
            Self::NotReady => "not-ready",
            Self::Stale => "stale",
            Self::Tampered => "tampered",
        }
    }
}

/// So many places of one check are told; a document may differ in thousands.
const PLACES_MAX: usize = 20;

impl Report {
    /// What the document as a whole is: the heaviest of its checks.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.checks.iter().map(|check| check.standing).max().unwrap_or(Standing::NotChecked)
    }

    /// The first check that makes the document what it is.
    #[must_use]
    pub fn first(&self) -> Option<&Check> {
        let standing = self.standing();
        self.checks.iter().find(|check| check.standing == standing)
    }

    /// Adds a check.
    pub fn add(
        &mut self,
        id: impl Into<String>,
        standing: Standing,
        place: impl Into<String>,
        message: impl Into<String>,
    ) {
        let (id, place, message) = (id.into(), place.into(), message.into());
        self.checks.push(Check { id, standing, place, message });
    }

    /// Adds a check that fails at each of these places, or holds if there are none.
    pub(super) fn hold(&mut self, id: &str, failing: Standing, places: Vec<(String, String)>, held: &str) {
        if places.is_empty() {
            self.add(id, Standing::Held, "", held);
        }
        let more = places.len().saturating_sub(PLACES_MAX);
        for (place, message) in places.into_iter().take(PLACES_MAX) {
            self.add(id, failing, place, message);
        }
        if more > 0 {
            self.add(id, failing, "", format!("and at {more} more places"));
        }
    }

    /// Adds a check that was not made.
    pub(super) fn skip(&mut self, id: &str, why: &str) {
        self.add(id, Standing::NotChecked, "", why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_places_twenty_are_told_and_the_others_counted() {
        for (places, told) in
            [(0, "held"), (1, "1"), (20, "20"), (21, "and at 1 more places"), (23, "and at 3 more places")]
        {
            let mut report = Report::default();
            let failing = (1..=places).map(|place| (String::new(), place.to_string())).collect();
            report.hold("x", Standing::Tampered, failing, "held");
            assert_eq!(report.checks.last().unwrap().message, told, "{places}");
            assert_eq!(report.checks.len(), places.clamp(1, 20) + usize::from(places > 20));
        }
    }
}
