//! Plain mode: the same session as numbered prompts, for screen readers, scripts and terminals that can only print.
//!
//! A line becomes a command (`typed`), a part of a text (`texts`) or a turn of a page (`search`); `dialogue` knows which is
//! asked for, `obey` does what a command asks, and everything that is said goes through `said`. What can be done and what is
//! refused, the review says; `refusals` counts that where nobody listens.

#[cfg(test)]
mod clock_tests;
pub mod commands;
#[cfg(test)]
mod desk;
pub mod dialogue;
mod dispatch;
mod display;
mod entry;
pub mod input;
mod lists;
mod packet;
mod pages;
mod place;
mod question;
pub mod refusals;
#[cfg(test)]
mod refusals_tests;
mod reply;
mod search;
#[cfg(test)]
mod search_tests;
#[cfg(test)]
mod tests;
mod texts;
mod typed;
pub mod waiting;
#[cfg(test)]
mod whole_tests;

pub use self::entry::{Because, run};

use self::place::Place;
use crate::frontend::Exported;
use crate::review::state::Review;
use crate::session::Session;

/// What every question and list is made from.
#[derive(Clone, Copy)]
struct Scene<'a> {
    review: &'a Review,
    session: &'a Session,
    at: Place,
    /// Why the session is only read, if it is.
    read_only: Option<&'a str>,
    /// Where an export goes, fit to be shown.
    out: &'a str,
    /// What is known of the files of a closed review.
    exported: Option<&'a Exported>,
}

impl Scene<'_> {
    /// A step's name for people.
    fn step_name(&self, step: usize) -> String {
        self.review.checklist().steps().get(step).map(|step| step.title.clone()).unwrap_or_default()
    }
}
