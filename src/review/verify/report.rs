//! The result of a verification: a list of checks in the order in which they were made.

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub status: Option<String>,
    pub review: bool,
    /// True if all answers came through a pipe, which proves nothing about a person.
    pub piped: bool,
    pub practice: bool,
    /// Those of journal, evidence, handoff and upstream documents that the document was not compared with.
    pub unchecked: Vec<String>,
    /// A check that fails at several pointers occurs once for each.
    pub checks: Vec<Check>,
}

/// All texts are safe to show: nothing invisible, nothing secret-like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Such as `fingerprint` or `evidence/backupReference`.
    pub id: String,
    pub status: CheckStatus,
    /// JSON pointer (RFC 6901) into the document; empty for the whole of it.
    pub place: String,
    pub message: String,
}

/// Lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckStatus {
    /// Nobody asked, or something else must hold first.
    NotChecked,
    /// A fact for a reader to judge; it cannot fail.
    Note,
    Held,
    /// Holds, but is not ready.
    NotReady,
    Stale,
    Tampered,
}

impl CheckStatus {
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

/// Applies to each check; a document may differ at thousands of pointers.
const PLACES_MAX: usize = 20;

impl Report {
    #[must_use]
    pub fn status(&self) -> CheckStatus {
        self.checks.iter().map(|check| check.status).max().unwrap_or(CheckStatus::NotChecked)
    }

    #[must_use]
    pub fn first(&self) -> Option<&Check> {
        let standing = self.status();
        self.checks.iter().find(|check| check.status == standing)
    }

    pub fn add(
        &mut self,
        id: impl Into<String>,
        standing: CheckStatus,
        place: impl Into<String>,
        message: impl Into<String>,
    ) {
        let (id, place, message) = (id.into(), place.into(), message.into());
        self.checks.push(Check { id, status: standing, place, message });
    }

    pub(super) fn hold(&mut self, id: &str, failing: CheckStatus, places: Vec<(String, String)>, held: &str) {
        if places.is_empty() {
            self.add(id, CheckStatus::Held, "", held);
        }
        let more = places.len().saturating_sub(PLACES_MAX);
        for (place, message) in places.into_iter().take(PLACES_MAX) {
            self.add(id, failing, place, message);
        }
        if more > 0 {
            self.add(id, failing, "", format!("and at {more} more places"));
        }
    }

    pub(super) fn skip(&mut self, id: &str, why: &str) {
        self.add(id, CheckStatus::NotChecked, "", why);
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
            report.hold("x", CheckStatus::Tampered, failing, "held");
            assert_eq!(report.checks.last().unwrap().message, told, "{places}");
            assert_eq!(report.checks.len(), places.clamp(1, 20) + usize::from(places > 20));
        }
    }
}
