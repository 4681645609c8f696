//! What an answer rests on: the item's own words, the fields of the handoff, the evidence files.

use super::{Mark, Review};
use crate::review::action::Found;
use crate::review::checklist::{Item, Subject};
use crate::review::diff::{Change, Fact, changes};
use crate::review::fingerprint::Digest;
use crate::review::moment::Moment;
use crate::review::runbook::Acknowledge;

/// What is known of the evidence file of a reference. Where no file lies, nothing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A file lies there that nobody opened here.
    Unread,
    /// The file was opened.
    Read(Read),
    /// It was opened, and other bytes stand there since: their digest and size, or none where it cannot be read.
    Moved(Option<Found>),
}

/// An evidence file as it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// SHA-256 of the bytes that were shown.
    pub digest: Digest,
    /// Their count.
    pub bytes: u64,
    /// Whether the text was shown; bytes that are no text are known by size and digest alone.
    pub shown: bool,
    /// When it was opened.
    pub opened_at: Moment,
    /// Number of the sitting.
    pub sitting: u32,
}

impl Evidence {
    /// What a record and a screen say of it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Unread => "a file that was not opened".to_owned(),
            Self::Read(Read { digest, bytes, .. }) => format!("{digest} ({bytes} bytes)"),
            Self::Moved(Some(Found { digest, bytes })) => {
                format!("{digest} ({bytes} bytes), not opened since")
            }
            Self::Moved(None) => "a file that cannot be read any more".to_owned(),
        }
    }
}

impl Review {
    /// What an answer to the item at a place of the checklist would rest on now.
    #[must_use]
    pub fn basis(&self, place: usize) -> Vec<Fact> {
        let Some(item) = self.item(place) else { return Vec::new() };
        let manner = match item.acknowledge {
            Acknowledge::Key => "by key",
            Acknowledge::Echo => "by typing what is seen",
        };
        let mut facts = vec![Fact::new("its text", &item.title), Fact::new("is confirmed", manner)];
        for field in &item.rests_on {
            facts.extend(self.field_fact(field));
            let evidence =
                self.evidence(field).map(|evidence| (format!("{field}/evidence"), evidence.words()));
            facts.extend(evidence.map(|(name, words)| Fact::new(name, words)));
        }
        facts.extend(self.seen_fact(item));
        facts
    }

    fn field_fact(&self, field: &str) -> Option<Fact> {
        match (self.refusal(field), self.value(field)) {
            // A value may stand that the upstream document speaks against.
            (Some(finding), _) => Some(Fact::new(field, format!("refused: {}", finding.rule.code()))),
            (None, Some(value)) => Some(Fact::new(field, value)),
            (None, None) => None,
        }
    }

    /// What the program sees for itself and the fields do not say.
    fn seen_fact(&self, item: &Item) -> Option<Fact> {
        match item.subject {
            Subject::StopRule(_) => {
                let hit = self.blocked_by(item).unwrap_or("nothing that hits the rule");
                Some(Fact::new("the program sees", hit))
            }
            Subject::Handoff
            | Subject::Reference
            | Subject::Question
            | Subject::Command
            | Subject::Confirmation => None,
        }
    }

    /// What moved since the item was answered; nothing where it was not.
    #[must_use]
    pub fn moved(&self, place: usize) -> Vec<Change> {
        let Some(answer) = self.answer(place) else { return Vec::new() };
        answer.basis().map_or_else(Vec::new, |basis| changes(basis, &self.basis(place)))
    }

    /// Whether the item was answered, and what the answer rested on moved since.
    #[must_use]
    pub fn is_stale(&self, place: usize) -> bool {
        self.answer(place).is_some_and(|answer| matches!(answer.mark, Mark::Stale { .. }))
    }

    /// Places of the items whose answers still stand although what they rest on moved.
    pub fn overtaken(&self) -> impl Iterator<Item = usize> {
        let settled = self.answers.iter().enumerate().filter(|(_, answer)| answer.mark.settles());
        settled.map(|(place, _)| place).filter(|place| !self.moved(*place).is_empty())
    }

    /// Places of the items whose answers were reopened, and that nobody touched before everything changed back.
    pub fn changed_back(&self) -> impl Iterator<Item = usize> {
        (0..self.answers.len()).filter(|place| self.is_back(*place))
    }

    pub(super) fn is_back(&self, place: usize) -> bool {
        let kept = self.answer(place).is_some_and(|answer| match &answer.mark {
            Mark::Stale { kept, .. } => kept.is_some(),
            Mark::Open | Mark::Confirmed { .. } | Mark::NotApplicable { .. } => false,
        });
        kept && self.moved(place).is_empty()
    }

    /// What is known of the evidence file of a reference; `None` where no file lies there.
    #[must_use]
    pub fn evidence(&self, reference: &str) -> Option<&Evidence> {
        self.evidence.get(reference)
    }

    /// The evidence file of a reference as it was opened; `None` where it was not, or other bytes stand there since.
    #[must_use]
    pub fn evidence_read(&self, reference: &str) -> Option<&Read> {
        match self.evidence(reference)? {
            Evidence::Read(read) => Some(read),
            Evidence::Unread | Evidence::Moved(_) => None,
        }
    }

    /// The evidence file that an answer to the item would rest on and that stands unopened, by its reference.
    #[must_use]
    pub fn unread<'a>(&self, item: &'a Item) -> Option<&'a str> {
        let unread = |field: &&String| match self.evidence(field) {
            Some(Evidence::Unread | Evidence::Moved(_)) => true,
            Some(Evidence::Read(_)) | None => false,
        };
        item.rests_on.iter().find(unread).map(String::as_str)
    }
}
