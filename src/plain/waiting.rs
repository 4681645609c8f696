//! Slow work of the dialogue, as its watcher sees it.

use crate::session::prefetch::Progress;

/// Receives the progress of slow work, and decides if it goes on.
pub type Watch = Box<dyn FnMut(Work) -> Goes>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Reading(Progress),
    /// In percent.
    Searching(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    On,
    /// The program ends.
    Out,
}
