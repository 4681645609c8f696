//! Actions at an item, as every front end offers them: none that would be refused.

use super::{ItemState, Review};
use crate::review::action::Action;
use crate::review::checklist::ItemIndex;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    Confirm,
    Echo,
    TakeBack,
    RaiseConcern,
    AnswerConcern,
    NotApplicable,
    WriteNote,
    EnterReference,
}

impl Review {
    /// True if the action would be accepted now, with a suitable text if it needs one.
    #[must_use]
    pub fn offers(&self, index: ItemIndex, offer: Offer) -> bool {
        let Some(item) = self.item(index) else { return false };
        // Replaces a text that is still to be typed.
        let (item_id, text) = (item.id.clone(), "?".to_owned());
        let marked = match self.state(index) {
            ItemState::Confirmed | ItemState::NotApplicable => true,
            ItemState::Open | ItemState::Concern | ItemState::Stale | ItemState::Blocked => false,
        };
        let action = match offer {
            Offer::Confirm | Offer::Echo if marked => return false,
            Offer::Confirm => return self.decide(Action::Confirm { item: item_id }).is_ok(),
            Offer::Echo if self.echo(item).is_none() => return false,
            Offer::Echo => Action::Echo { item: item_id, typed: text },
            Offer::TakeBack => return self.decide(Action::TakeBack { item: item_id }).is_ok(),
            Offer::RaiseConcern => Action::RaiseConcern { item: item_id, note: text },
            Offer::AnswerConcern => Action::AnswerConcern { item: item_id, answer: text },
            Offer::NotApplicable => Action::NotApplicable { item: item_id, reason: text },
            Offer::WriteNote => Action::WriteNote { item: item_id, note: text },
            Offer::EnterReference => Action::EnterReference { item: item_id, value: text },
        };
        self.may_begin(&action).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::testing::{
        ENVIRONMENT, STATUS, act, close_as_it_stands, concern, confirm, review, walked,
    };

    const ALL: [Offer; 8] = [
        Offer::Confirm,
        Offer::Echo,
        Offer::TakeBack,
        Offer::RaiseConcern,
        Offer::AnswerConcern,
        Offer::NotApplicable,
        Offer::WriteNote,
        Offer::EnterReference,
    ];

    fn offered(review: &Review, item: &str) -> Vec<Offer> {
        let index = review.checklist().find(item).unwrap();
        ALL.into_iter().filter(|offer| review.offers(index, *offer)).collect()
    }

    #[test]
    fn what_is_offered_goes_with_the_item_and_its_answer() {
        use Offer::{AnswerConcern, Confirm, Echo, RaiseConcern, TakeBack, WriteNote};
        let mut review = review();
        assert_eq!(offered(&review, STATUS), [Confirm, RaiseConcern, WriteNote]);
        assert_eq!(offered(&review, ENVIRONMENT), [Echo, RaiseConcern, WriteNote]);
        act(&mut review, confirm(STATUS)).unwrap();
        assert_eq!(offered(&review, STATUS), [TakeBack, RaiseConcern, WriteNote]);
        act(&mut review, concern(STATUS)).unwrap();
        assert_eq!(offered(&review, STATUS), [AnswerConcern, WriteNote]);
    }

    #[test]
    fn nothing_is_offered_in_a_closed_review() {
        let mut review = walked();
        let close = close_as_it_stands(&review);
        act(&mut review, close).unwrap();
        for item in review.checklist().items() {
            assert_eq!(offered(&review, &item.id), [], "{}", item.id);
        }
    }
}
