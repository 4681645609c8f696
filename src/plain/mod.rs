//! Plain mode: the same session as numbered prompts, for screen readers, scripts and terminals that can only print.
//! A line becomes a command (`typed`), part of a text (`texts`) or a command of a page (`search`): `dialogue` decides
//! which, `obey` runs commands, and all output goes through `said`.

#[cfg(test)]
mod clock_tests;
pub mod commands;
#[cfg(test)]
mod desk;
pub mod dialogue;
mod dispatch;
mod display;
mod ending;
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

/// Data that every question and list is made from.
#[derive(Clone, Copy)]
struct Scene<'a> {
    review: &'a Review,
    session: &'a Session,
    at: Place,
    /// Reason why the session is read-only.
    read_only: Option<&'a str>,
    /// Folder for the packet, prepared for display.
    out: &'a str,
    /// Files of a closed review, as far as they are known.
    exported: Option<&'a Exported>,
}
