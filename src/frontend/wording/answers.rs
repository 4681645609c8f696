//! Answers to an item, one line each, beside or below it.

use crate::review::action::Method;
use crate::review::moment::Moment;

pub(crate) fn blocked(why: &str) -> String {
    format!("blocked: {why}")
}

pub(crate) fn stale(at: Moment) -> String {
    format!("stale {}: what it rests on moved", at.clock())
}

/// Shows the time since opening only if the item was opened before the answer.
pub(crate) fn confirmed(at: Moment, manner: Method, opened_at: Option<Moment>) -> String {
    let manner = match manner {
        Method::Key => "",
        Method::Echo => " by typing it",
    };
    let at_clock = at.clock();
    match opened_at.filter(|opened| *opened <= at).map(|opened| at.millis_since(opened) / 1000) {
        None => format!("confirmed {at_clock}{manner}"),
        Some(seconds) => format!("confirmed {at_clock}{manner} · {seconds} s after opening"),
    }
}

pub(crate) fn not_applicable(at: Moment, reason: &str) -> String {
    format!("not applicable {}: {reason}", at.clock())
}

pub(crate) fn concern(at: Moment, concern: &str) -> String {
    format!("concern {}: {concern}", at.clock())
}

pub(crate) fn answered_concern(concern: &str, answer: &str) -> String {
    format!("concern: {concern} · answered: {answer}")
}

pub(crate) fn note(note: &str) -> String {
    format!("note: {note}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::testing::clock;

    #[test]
    fn an_item_that_was_opened_behind_its_answer_says_nothing_of_the_time_between() {
        let (opened, answered, later) = (clock(), clock(), clock());
        let said = |opened| confirmed(answered, Method::Key, opened);
        assert!(said(Some(opened)).ends_with(" · 1 s after opening"));
        assert_eq!(said(Some(later)), said(None));
    }
}
