//! Sittings of a review and times of its journal, derived from the events alone, as all of a review is.

use super::Review;
use crate::review::action::Event;
use crate::review::moment::Moment;
use crate::review::sitting::{ClockJump, Seat, Sitting};

#[derive(Clone, Debug)]
pub(in crate::review) struct Times {
    lines: u64,
    last: Moment,
    pub(in crate::review) sittings: Vec<Sitting>,
    pub(in crate::review) jumps: Vec<ClockJump>,
}

impl Times {
    pub(in crate::review) fn start(seat: &Seat, at: Moment) -> Self {
        Self { lines: 1, last: at, sittings: vec![seat.taken(1, at)], jumps: Vec::new() }
    }

    pub(in crate::review) fn take(&mut self, event: &Event, at: Moment) {
        let seat = event.seat();
        self.lines += 1;
        self.sittings.extend(seat.as_ref().map(|seat| seat.taken(self.sitting() + 1, at)));
        let jumped = match seat {
            Some(_) => ClockJump::between_sittings(self.last, at),
            None => ClockJump::within_sitting(self.last, at),
        };
        if jumped {
            let (line, sitting) = (self.lines, self.sitting());
            self.jumps.push(ClockJump { line, sitting, from: self.last, to: at });
        }
        self.last = at;
        if let Some(sitting) = self.sittings.last_mut() {
            sitting.ended_at = at;
        }
    }

    pub(in crate::review) fn sitting(&self) -> u32 {
        u32::try_from(self.sittings.len()).unwrap_or(u32::MAX)
    }
}

impl Review {
    /// Oldest first; there is always one.
    #[must_use]
    pub fn sittings(&self) -> &[Sitting] {
        &self.times.sittings
    }

    #[must_use]
    pub fn sitting(&self, number: u32) -> Option<&Sitting> {
        self.sittings().iter().find(|sitting| sitting.sitting == number)
    }

    #[must_use]
    pub fn clock_jumps(&self) -> &[ClockJump] {
        &self.times.jumps
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::action::{Action, Refusal};
    use crate::review::sitting::Input;
    use crate::review::state::{Answer, Mark};
    use crate::review::testing::SECOND_HANDOFF;
    use crate::review::testing::{
        act, clock, close_as_it_stands, concern, confirm, next_action, review, review_of, second_runbook,
    };

    fn seat(reviewer: Option<&str>) -> Seat {
        Seat { reviewer: reviewer.map(str::to_owned), confinement: "off".to_owned(), input: Input::Terminal }
    }

    fn answer(review: &Review, item: &str) -> Answer {
        review.answer(review.checklist().find(item).unwrap()).unwrap().clone()
    }

    const ITEM: &str = "ownerHandoffStatus";

    #[test]
    fn each_answer_names_the_sitting_that_it_was_given_in() {
        let mut review = review();
        let note = |note: &str| Action::WriteNote { item: ITEM.to_owned(), note: note.to_owned() };
        act(&mut review, note("one")).unwrap();
        act(&mut review, confirm(ITEM)).unwrap();
        act(&mut review, concern("ownerHandoffReference")).unwrap();
        act(&mut review, Action::Sit(seat(Some("bob")))).unwrap();
        act(&mut review, note("two")).unwrap();
        let effect = review.runbook().effects[0].id.clone();
        act(&mut review, Action::Attempt { effect }).unwrap();
        let text = "so".to_owned();
        act(&mut review, Action::AnswerConcern { item: "ownerHandoffReference".to_owned(), answer: text })
            .unwrap();
        let answered = answer(&review, ITEM);
        assert!(matches!(answered.mark, Mark::Confirmed { sitting: 1, .. }));
        assert_eq!((answered.note.as_str(), answered.note_sitting), ("two", Some(2)));
        let concern = &answer(&review, "ownerHandoffReference").concerns[0];
        assert_eq!((concern.sitting, concern.answer.as_ref().unwrap().2), (1, 2));
        assert_eq!(review.attempts()[0].sitting, 2);
        act(&mut review, Action::Undo).unwrap();
        let undone = answer(&review, ITEM);
        assert_eq!(
            (undone.note.as_str(), undone.note_sitting),
            ("one", Some(1)),
            "the answer that stands again"
        );
        act(&mut review, Action::Sit(seat(None))).unwrap();
        let call = close_as_it_stands(&review);
        act(&mut review, call).unwrap();
        assert_eq!(review.closing().unwrap().sitting, 3);
        let labels: Vec<_> = review.sittings().iter().map(|sitting| sitting.reviewer.as_deref()).collect();
        assert_eq!(labels, [None, Some("bob"), None]);
    }

    #[test]
    fn a_reference_that_was_entered_names_its_sitting_and_undoing_another_one_brings_it_back() {
        let reference = "backupReference";
        let mut review =
            review_of(&crate::review::testing::runbook(), crate::review::testing::HANDOFF, |value| {
                value.as_object_mut().unwrap().remove(reference);
            });
        let enter =
            |value: &str| Action::EnterReference { item: reference.to_owned(), value: value.to_owned() };
        while matches!(review.decide(enter("one.md")), Err(Refusal::Locked { .. })) {
            let next = next_action(&review).unwrap();
            act(&mut review, next).unwrap();
        }
        act(&mut review, enter("one.md")).unwrap();
        act(&mut review, Action::Sit(seat(Some("bob")))).unwrap();
        act(&mut review, enter("two.md")).unwrap();
        assert_eq!(review.entered_in(reference), Some(2));
        act(&mut review, Action::Undo).unwrap();
        assert_eq!((review.value(reference), review.entered_in(reference)), (Some("one.md"), Some(1)));
    }

    #[test]
    fn a_sitting_lasts_from_its_first_event_to_its_last() {
        let mut review = review_of(&second_runbook(), SECOND_HANDOFF, |_| ());
        let began = review.started_at();
        act(&mut review, Action::Sit(seat(Some("bob")))).unwrap();
        let second = review.sitting(2).unwrap().clone();
        assert_eq!(second.started_at, second.ended_at);
        act(&mut review, Action::Open { item: "retentionHandoffStatus".to_owned() }).unwrap();
        let [first, second] = review.sittings() else { panic!("two sittings") };
        assert_eq!((first.started_at, first.ended_at), (began, began));
        assert!(second.ended_at > second.started_at && second.spans(second.ended_at));
    }

    #[test]
    fn no_sitting_begins_on_a_closed_review_and_none_under_a_label_that_cannot_be_kept() {
        let mut review = review();
        let refused = review.decide(Action::Sit(seat(Some(crate::review::testing::SECRET))));
        assert!(matches!(refused, Err(Refusal::SecretLike(_))), "{refused:?}");
        let call = close_as_it_stands(&review);
        act(&mut review, call).unwrap();
        assert_eq!(review.decide(Action::Sit(seat(Some("bob")))), Err(Refusal::Closed));
    }

    #[test]
    fn a_clock_that_jumps_is_noted_where_it_does_and_nothing_else_changes() {
        let mut review = review();
        let (began, later) = (review.started_at(), clock());
        let apply = |review: &mut Review, action: Action, at: Moment| {
            let event = review.decide(action).unwrap();
            review.apply(&event, at);
        };
        let far: Moment = "2031-01-31T09:30:00.000Z".parse().unwrap();
        apply(&mut review, confirm(ITEM), far);
        apply(&mut review, confirm("ownerHandoffReference"), later);
        apply(&mut review, Action::Sit(seat(None)), far);
        let jumps = review.clock_jumps();
        let told: Vec<_> = jumps.iter().map(|jump| (jump.line, jump.sitting, jump.from, jump.to)).collect();
        assert_eq!(told, [(2, 1, began, far), (3, 1, far, later)], "between sittings any time may pass");
        assert_eq!(jumps.iter().map(ClockJump::is_back).collect::<Vec<_>>(), [false, true]);
        assert!(matches!(answer(&review, ITEM).mark, Mark::Confirmed { .. }));
    }
}
