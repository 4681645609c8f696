//! Undone and redone changes by kind: a note is not an answer.

use super::{Change, Entered, Mark, Review};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Answer,
    TakenBack,
    Note,
    Reference,
}

impl Review {
    #[must_use]
    pub fn last_undone(&self, item: &str) -> Option<Changed> {
        let undone = self.redo.last().filter(|change| self.checklist.find(item) == Some(change.item))?;
        self.sort_of(undone, &undone.mark)
    }

    #[must_use]
    pub fn last_redone(&self, item: &str) -> Option<Changed> {
        let before = self.undo.last().filter(|change| self.checklist.find(item) == Some(change.item))?;
        self.sort_of(before, &self.answer(before.item)?.mark)
    }

    /// Compares the item now with `other`, for a change that set this mark.
    fn sort_of(&self, other: &Change, set: &Mark) -> Option<Changed> {
        let (item, answer) = (self.item(other.item)?, self.answer(other.item)?);
        let entered = |entered: Option<&Entered>| entered.map(|entered| entered.value.clone());
        Some(if entered(other.entered.as_ref()) != entered(self.entered.get(&item.id)) {
            Changed::Reference
        } else if other.note.0 != answer.note {
            Changed::Note
        } else if set.settles() {
            Changed::Answer
        } else {
            Changed::TakenBack
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::action::Action;
    use crate::review::testing::{
        BACKUP, HANDOFF, STATUS, act, confirm, next_action, review, review_of, runbook,
    };

    #[test]
    fn an_undo_and_its_redo_say_which_sort_of_change_they_were() {
        let mut review = review();
        let owned = |text: &str| text.to_owned();
        let done = [
            (confirm(STATUS), Changed::Answer),
            (Action::TakeBack { item: owned(STATUS) }, Changed::TakenBack),
            (Action::WriteNote { item: owned(STATUS), note: owned("seen") }, Changed::Note),
            (Action::WriteNote { item: owned(STATUS), note: String::new() }, Changed::Note),
        ];
        for (action, _) in &done {
            act(&mut review, action.clone()).unwrap();
        }
        for (_, sort) in done.iter().rev() {
            act(&mut review, Action::Undo).unwrap();
            assert_eq!(review.last_undone(STATUS), Some(*sort));
        }
        for (_, sort) in &done {
            act(&mut review, Action::Redo).unwrap();
            assert_eq!(review.last_redone(STATUS), Some(*sort));
        }
    }

    #[test]
    fn an_entered_reference_is_undone_as_a_reference_and_tells_of_no_other_item() {
        let mut review = review_of(&runbook(), HANDOFF, |v| {
            v.as_object_mut().unwrap().remove(BACKUP);
        });
        while let Some(action) = next_action(&review).filter(|action| *action != confirm(BACKUP)) {
            act(&mut review, action).unwrap();
        }
        let enter = Action::EnterReference { item: BACKUP.to_owned(), value: "a.md".to_owned() };
        act(&mut review, enter).unwrap();
        act(&mut review, Action::Undo).unwrap();
        assert_eq!(review.last_undone(BACKUP), Some(Changed::Reference));
        assert_eq!((review.last_undone(STATUS), review.last_redone(BACKUP)), (None, None));
        act(&mut review, Action::Redo).unwrap();
        assert_eq!(review.last_redone(BACKUP), Some(Changed::Reference));
    }
}
