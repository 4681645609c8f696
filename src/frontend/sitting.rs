//! Texts on sittings: the labels under which answers are given, and jumps of the clock.

use crate::review::sitting::ClockJump;
use crate::review::state::Review;
use crate::review::text::visible;

fn quoted(label: Option<&str>) -> String {
    label.map_or_else(|| "no label".to_owned(), |label| format!("the label “{}”", visible(label)))
}

pub(crate) fn another_label(before: Option<&str>, now: Option<&str>) -> String {
    let (before, now) = (quoted(before), quoted(now));
    format!("The reviewer is now {now}; before, it was {before}. Each answer records who gave it.")
}

/// Returns `None` if no sitting has a label.
pub(crate) fn in_short(label: Option<&str>, review: &Review) -> Option<String> {
    match label {
        Some(label) => Some(format!("reviewer {}", visible(label))),
        None => review.sittings().iter().any(|sitting| sitting.reviewer.is_some()).then(|| quoted(None)),
    }
}

/// Returns `None` if no sitting has a label.
pub(crate) fn so_far(review: &Review) -> Option<String> {
    let sittings = review.sittings();
    let last = sittings.last()?;
    if sittings.iter().all(|sitting| sitting.reviewer.is_none()) {
        return None;
    }
    let mut others: Vec<String> = Vec::new();
    for sitting in sittings.iter().filter(|sitting| sitting.reviewer != last.reviewer) {
        let label = quoted(sitting.reviewer.as_deref());
        if !others.contains(&label) {
            others.push(label);
        }
    }
    let earlier = if others.is_empty() { String::new() } else { format!("; earlier: {}", others.join(", ")) };
    let last = quoted(last.reviewer.as_deref());
    Some(format!("Sittings: {}. The last reviewer is {last}{earlier}.", sittings.len()))
}

pub(crate) fn one(review: &Review, number: u32) -> Option<String> {
    let sitting = review.sitting(number)?;
    let label = quoted(sitting.reviewer.as_deref());
    Some(format!("Sitting {number}: {} to {}, {label}", sitting.started_at, sitting.ended_at))
}

/// Appends the label of the answer's sitting if sittings have different ones.
pub(crate) fn signed(text: String, review: &Review, sitting: u32) -> String {
    let label = |number| review.sitting(number).map(|sitting| sitting.reviewer.as_deref());
    let several = review.sittings().iter().any(|other| Some(other.reviewer.as_deref()) != label(sitting));
    match label(sitting).filter(|_| several) {
        Some(label) => format!("{text} ({})", quoted(label)),
        None => text,
    }
}

pub(crate) fn clock_jumped(jumps: &[ClockJump]) -> Option<String> {
    match jumps {
        [] => None,
        [only] => Some(only.to_string()),
        [.., last] => Some(format!("The clock jumped {} times; the last time: {last}", jumps.len())),
    }
}
