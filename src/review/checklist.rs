//! The checklist: the steps and items that a runbook asks a reviewer to answer, in order, without the answers.

use std::collections::BTreeMap;

use super::finding::Need;
use super::runbook::{Acknowledge, PhaseItem, Runbook};

#[derive(Clone, Debug)]
pub struct Checklist {
    items: Vec<Item>,
    steps: Vec<Step>,
    by_id: BTreeMap<String, ItemIndex>,
}

/// Only a checklist makes one. Another runbook brings another checklist, where it may name another item or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemIndex(usize);

impl ItemIndex {
    pub(super) fn get(self) -> usize {
        self.0
    }
}

#[derive(Clone, Debug)]
pub struct Item {
    /// Unique in the checklist: an input field, `phase/item` or `stop-rule/id`.
    pub id: String,
    pub subject: Subject,
    /// Short name for people; the identifier is the literal.
    pub name: String,
    /// The text that is asked.
    pub title: String,
    pub acknowledge: Acknowledge,
    pub based_on: Vec<String>,
    /// True if the field may name an evidence file: a reference, or a field that names an owner handoff.
    pub names_file: bool,
}

/// For `Handoff`, `Reference` and `Confirmation` the item's identifier is an input field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Handoff,
    Reference,
    Question,
    Command,
    Confirmation,
    /// Index in the runbook.
    StopRule(usize),
}

#[derive(Clone, Debug)]
pub struct Step {
    pub id: String,
    pub title: String,
    pub kind: StepKind,
    /// An item that serves two phases occurs in both steps.
    pub items: Vec<ItemIndex>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    Handoff,
    /// Index in the runbook.
    Phase(usize),
    /// All references, for a runbook without phases.
    References,
    Confirmations,
    StopRules,
    Packet,
}

impl Item {
    fn by_key(id: String, subject: Subject, name: String, title: String, based_on: &[String]) -> Self {
        let names_file = subject == Subject::Reference;
        let (acknowledge, based_on) = (Acknowledge::Key, based_on.to_vec());
        Self { id, subject, name, title, acknowledge, based_on, names_file }
    }

    #[must_use]
    pub fn part(&self) -> Need {
        match self.subject {
            Subject::Reference => Need::References,
            Subject::Confirmation => Need::Confirmations,
            Subject::Handoff | Subject::Question | Subject::Command | Subject::StopRule(_) => Need::Phases,
        }
    }

    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self.subject {
            Subject::Handoff | Subject::Reference | Subject::Confirmation => Some(&self.id),
            Subject::Question | Subject::Command | Subject::StopRule(_) => None,
        }
    }

    #[must_use]
    pub fn may_be_not_applicable(&self) -> bool {
        matches!(self.subject, Subject::Question | Subject::Command) && self.acknowledge == Acknowledge::Key
    }
}

impl Checklist {
    #[must_use]
    pub fn from_runbook(runbook: &Runbook) -> Self {
        let mut list = Self { items: Vec::new(), steps: Vec::new(), by_id: BTreeMap::new() };
        list.handoff(runbook);
        list.phases(runbook);
        let confirmations = runbook.confirmations.iter();
        let confirmations = confirmations.map(|c| {
            let (id, title) = (c.field.clone(), c.sentence.clone());
            Item::by_key(id, Subject::Confirmation, c.name(), title, &c.based_on)
        });
        list.step("confirmations", "Confirmations", StepKind::Confirmations, confirmations);
        let rules = runbook.stop_rules.iter().enumerate();
        let rules = rules.map(|(i, r)| {
            let id = format!("stop-rule/{}", r.id);
            Item::by_key(id, Subject::StopRule(i), r.name(), r.rule.clone(), &r.based_on)
        });
        list.step("stop-rules", "Stop rules", StepKind::StopRules, rules);
        list.step("packet", "Packet", StepKind::Packet, std::iter::empty());
        list
    }

    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    #[must_use]
    pub fn item(&self, index: ItemIndex) -> Option<&Item> {
        self.items.get(index.0)
    }

    #[must_use]
    pub fn item_by_id(&self, id: &str) -> Option<&Item> {
        self.item(self.find(id)?)
    }

    pub fn indexes(&self) -> impl Iterator<Item = ItemIndex> + use<> {
        (0..self.items.len()).map(ItemIndex)
    }

    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    #[must_use]
    pub fn find(&self, id: &str) -> Option<ItemIndex> {
        self.by_id.get(id).copied()
    }

    fn handoff(&mut self, runbook: &Runbook) {
        let handoff = &runbook.owner_handoff;
        let upstream = handoff.upstream.iter().map(|u| (&*u.field, u.name(), u.in_words(), u.acknowledge));
        let named = handoff.named().map(|n| (n.field, n.name(), n.in_words(), n.acknowledge));
        let target = runbook.target.iter().map(|t| (&*t.field, t.name(), t.in_words(), t.acknowledge));
        let items = upstream.chain(named).chain(target).map(|(field, name, title, acknowledge)| Item {
            acknowledge,
            names_file: handoff.references().any(|reference| reference == field),
            ..Item::by_key(field.to_owned(), Subject::Handoff, name, title, &[field.to_owned()])
        });
        self.step("handoff", "Owner handoff", StepKind::Handoff, items);
    }

    fn phases(&mut self, runbook: &Runbook) {
        let reference = |field: &String| {
            let listed = runbook.references.iter().find(|reference| reference.field == *field);
            let (name, title) = listed.map(|listed| (listed.name(), listed.in_words())).unwrap_or_default();
            Item::by_key(field.clone(), Subject::Reference, name, title, std::slice::from_ref(field))
        };
        if runbook.phases.is_empty() {
            let items = runbook.references.iter().map(|r| reference(&r.field));
            self.step("references", "References", StepKind::References, items);
        }
        for (i, phase) in runbook.phases.iter().enumerate() {
            let asked = phase.items.iter().map(|item| {
                let (subject, title) = match item {
                    PhaseItem::Question { question, .. } => (Subject::Question, question.clone()),
                    PhaseItem::Command { command, purpose, .. } => {
                        (Subject::Command, format!("{purpose}: {command}"))
                    }
                };
                let id = format!("{}/{}", phase.id, item.id());
                Item::by_key(id, subject, item.name(), title, item.based_on())
            });
            let title = format!("{} {}", i + 1, phase.name());
            let items = phase.references.iter().map(reference).chain(asked);
            self.step(&phase.id, &title, StepKind::Phase(i), items);
        }
    }

    fn step(&mut self, id: &str, title: &str, kind: StepKind, items: impl Iterator<Item = Item>) {
        let items = items.map(|item| self.add(item)).collect();
        let (id, title) = (id.to_owned(), title.to_owned());
        self.steps.push(Step { id, title, kind, items });
    }

    fn add(&mut self, item: Item) -> ItemIndex {
        let next = ItemIndex(self.items.len());
        // A reference of two phases is one item.
        let index = *self.by_id.entry(item.id.clone()).or_insert(next);
        if index == next {
            self.items.push(item);
        }
        index
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::review::testing::{RUNBOOK, SECOND_RUNBOOK, changed, runbook, second_runbook};

    fn steps(list: &Checklist) -> Vec<(&str, usize)> {
        list.steps().iter().map(|step| (step.id.as_str(), step.items.len())).collect()
    }

    #[test]
    fn the_sample_is_walked_from_the_handoff_over_eight_phases_to_the_packet() {
        let list = Checklist::from_runbook(&runbook());
        let expected = [
            ("handoff", 5),
            ("fresh-owner-approval", 6),
            ("backup-restore-rollback-review", 13),
            ("migration-and-schema-review", 13),
            ("adapter-and-feature-flag-boundary-review", 7),
            ("single-durable-result-write-window", 10),
            ("post-write-verification-and-completion-proof", 12),
            ("completion-notification-gate-review", 6),
            ("disable-or-keep-blocked", 4),
            ("confirmations", 11),
            ("stop-rules", 3),
            ("packet", 0),
        ];
        assert_eq!(steps(&list), expected);
    }

    #[test]
    fn a_reference_that_serves_two_phases_is_one_item_shown_in_both() {
        let list = Checklist::from_runbook(&runbook());
        let index = list.find("resultRepositoryReference").unwrap();
        assert_eq!(list.steps().iter().filter(|step| step.items.contains(&index)).count(), 2);
        assert_eq!(list.items().iter().filter(|item| item.id == "resultRepositoryReference").count(), 1);
        assert_eq!(list.items().len(), 5 + 11 + 58 + 11 + 3);
    }

    #[test]
    fn every_item_is_found_by_its_own_id() {
        for runbook in [runbook(), second_runbook()] {
            let list = Checklist::from_runbook(&runbook);
            for (index, item) in list.indexes().zip(list.items()) {
                assert_eq!(list.find(&item.id), Some(index));
                assert!(!item.title.is_empty());
            }
            assert_eq!(list.find("unheard-of"), None);
        }
    }

    #[test]
    fn without_phases_the_references_are_a_step_of_their_own() {
        let flat = changed(RUNBOOK, |v| v["phases"] = json!([])).unwrap();
        let list = Checklist::from_runbook(&flat);
        assert_eq!(steps(&list)[1], ("references", 11));
        assert_eq!(list.steps()[1].kind, StepKind::References);
    }

    #[test]
    fn killer_items_are_typed_and_everything_else_is_a_key() {
        let list = Checklist::from_runbook(&runbook());
        let typed = list.items().iter().filter(|item| item.acknowledge == Acknowledge::Echo);
        let typed: Vec<&str> = typed.map(|item| item.id.as_str()).collect();
        assert_eq!(typed, ["ownerHandoffFingerprint", "targetEnvironment", "targetAdapter"]);
    }

    #[test]
    fn only_what_a_phase_asks_may_not_apply() {
        let list = Checklist::from_runbook(&changed(SECOND_RUNBOOK, |_| ()).unwrap());
        for item in list.items() {
            let asked = matches!(item.subject, Subject::Question | Subject::Command);
            assert_eq!(item.may_be_not_applicable(), asked, "{}", item.id);
        }
        let command = list.item(list.find("copy-and-schema-review/schema-dump").unwrap()).unwrap();
        assert_eq!(command.subject, Subject::Command);
        assert!(command.title.contains("pg_dump"));
    }

    #[test]
    fn every_item_belongs_to_one_part_of_the_review() {
        let list = Checklist::from_runbook(&runbook());
        let count = |part| list.items().iter().filter(|item| item.part() == part).count();
        let counts = (count(Need::Phases), count(Need::References), count(Need::Confirmations));
        assert_eq!(counts, (5 + 58 + 3, 11, 11));
        let fields = list.items().iter().filter(|item| item.field().is_some()).count();
        assert_eq!(fields, 5 + 11 + 11);
    }
}
