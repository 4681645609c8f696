//! The basis of an answer: the item's own words, the fields of the handoff, the evidence files.

use super::{Mark, Review};
use crate::review::action::Found;
use crate::review::checklist::{Item, ItemIndex, Subject};
use crate::review::diff::{Change, Fact, changes};
use crate::review::fingerprint::Digest;
use crate::review::moment::Moment;
use crate::review::runbook::Acknowledge;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    Unread,
    Read(Read),
    /// Opened, but the file changed since; `None` if it cannot be read any more.
    Moved(Option<Found>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub digest: Digest,
    pub bytes: u64,
    /// False for a binary file, which is known by size and digest alone.
    pub shown: bool,
    pub opened_at: Moment,
    pub sitting: u32,
}

impl Evidence {
    /// Screens and records use these words; a review is rebuilt from them, so they must stay parseable.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Unread => "a file that was not opened".to_owned(),
            Self::Read(Read { digest, bytes, .. }) => format!("{digest} ({bytes} bytes)"),
            Self::Moved(Some(Found { digest, bytes })) => {
                format!("{digest} ({bytes} bytes), not opened since")
            }
            Self::Moved(None) => "a file that can no longer be read".to_owned(),
        }
    }
}

impl Review {
    /// The basis that an answer to the item would have now.
    #[must_use]
    pub fn basis(&self, index: ItemIndex) -> Vec<Fact> {
        let Some(item) = self.item(index) else { return Vec::new() };
        let manner = match item.acknowledge {
            Acknowledge::Key => "by key",
            Acknowledge::Echo => "by typing the value",
        };
        // A runbook with other words, or another way to confirm, asks for another answer.
        let mut facts = vec![Fact::new("its text", &item.title), Fact::new("is confirmed", manner)];
        for field in &item.based_on {
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
            // A refused field may still hold a value, if only the upstream document contradicts it.
            (Some(finding), _) => Some(Fact::new(field, format!("refused: {}", finding.rule.code()))),
            (None, Some(value)) => Some(Fact::new(field, value)),
            (None, None) => None,
        }
    }

    fn seen_fact(&self, item: &Item) -> Option<Fact> {
        match item.subject {
            Subject::StopRule(_) => {
                let hit = self.blocked_by(item).unwrap_or("nothing that hits the rule");
                Some(Fact::new("the program found", hit))
            }
            Subject::Handoff
            | Subject::Reference
            | Subject::Question
            | Subject::Command
            | Subject::Confirmation => None,
        }
    }

    #[must_use]
    pub fn changed(&self, index: ItemIndex) -> Vec<Change> {
        let Some(answer) = self.answer(index) else { return Vec::new() };
        answer.basis().map_or_else(Vec::new, |basis| changes(basis, &self.basis(index)))
    }

    #[must_use]
    pub fn is_stale(&self, index: ItemIndex) -> bool {
        self.answer(index).is_some_and(|answer| matches!(answer.mark, Mark::Stale { .. }))
    }

    pub fn stale_items(&self) -> impl Iterator<Item = ItemIndex> {
        self.checklist.indexes().filter(|index| self.is_stale(*index))
    }

    /// Items whose answers still count although their basis changed.
    pub fn overtaken(&self) -> impl Iterator<Item = ItemIndex> {
        let settled = self.checklist.indexes().zip(&self.answers).filter(|(_, answer)| answer.mark.settles());
        settled.map(|(index, _)| index).filter(|index| !self.changed(*index).is_empty())
    }

    /// Items whose answers were reopened, and which nobody touched before everything changed back.
    pub fn changed_back(&self) -> impl Iterator<Item = ItemIndex> {
        self.checklist.indexes().filter(|index| self.is_back(*index))
    }

    pub(super) fn is_back(&self, index: ItemIndex) -> bool {
        let kept = self.answer(index).is_some_and(|answer| match &answer.mark {
            Mark::Stale { kept, .. } => kept.is_some(),
            Mark::Open | Mark::Confirmed { .. } | Mark::NotApplicable { .. } => false,
        });
        kept && self.changed(index).is_empty()
    }

    #[must_use]
    pub fn evidence(&self, reference: &str) -> Option<&Evidence> {
        self.evidence.get(reference)
    }

    /// `None` if the file was not opened, or changed since.
    #[must_use]
    pub fn evidence_read(&self, reference: &str) -> Option<&Read> {
        match self.evidence(reference)? {
            Evidence::Read(read) => Some(read),
            Evidence::Unread | Evidence::Moved(_) => None,
        }
    }

    /// The first reference in the item's basis whose evidence file was not opened in its present state.
    #[must_use]
    pub fn unread<'a>(&self, item: &'a Item) -> Option<&'a str> {
        let unread = |field: &&String| match self.evidence(field) {
            Some(Evidence::Unread | Evidence::Moved(_)) => true,
            Some(Evidence::Read(_)) | None => false,
        };
        item.based_on.iter().find(unread).map(String::as_str)
    }
}
