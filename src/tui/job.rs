//! Slow work that a message asked for: what it is, how far it is, and what is told where it is stopped.

use super::keys::Keymap;
use super::message::Effect;
use crate::reading::{Indenting, Opening, Seek};
use crate::review::action::Action;
use crate::session::ahead::{Ahead, Receipt};
use crate::visit::read_again;

/// Slow work, a part at a time.
pub(super) enum Job {
    /// Evidence is read before an effect is carried out.
    Reading {
        /// What is read.
        ahead: Box<Ahead>,
        /// The effect.
        then: Effect,
    },
    /// An evidence file that was read is made ready to be shown.
    Opening {
        /// The reference.
        item: String,
        /// Its path below the evidence folder.
        path: String,
        /// What was read.
        receipt: Receipt,
        /// The text.
        opening: Box<Opening>,
    },
    /// Something is sought in the evidence that is shown.
    Seeking(Seek),
    /// The indented form of it is made.
    Indenting(Box<Indenting>),
}

/// Work that is done in part, in words.
pub(super) fn told(job: &Job, percent: usize) -> String {
    match job {
        Job::Reading { ahead, then: Effect::Read(_) } => {
            format!("Reading evidence: {}. Esc stops.", ahead.progress())
        }
        Job::Reading { ahead, .. } => {
            format!("{} Esc stops.", read_again(ahead.progress()))
        }
        Job::Opening { .. } => format!("Making the text ready: {percent} %. Esc stops."),
        Job::Seeking(_) => format!("Searching: {percent} %. Esc stops."),
        Job::Indenting(_) => format!("Indenting: {percent} %. Esc stops."),
    }
}

/// What is told where work was stopped: that nothing came of it, and how to begin again.
pub(super) fn stopped(job: &Job, keymap: &Keymap) -> String {
    let (what, again) = match job {
        Job::Reading { then: Effect::Act(Action::Close { .. }), .. } => {
            ("the closing call. Nothing was recorded", "save")
        }
        Job::Reading { then: Effect::Export, .. } => ("the export. Nothing was written", "export"),
        Job::Reading { then: Effect::Read(_), .. } | Job::Opening { .. } => {
            ("opening the file. Nothing was recorded", "read")
        }
        Job::Reading { then: Effect::Recheck, .. } => {
            return "Stopped: looking for what moved. The next answer looks again.".to_owned();
        }
        Job::Reading { .. } => {
            return "Stopped. Nothing was recorded; the same key begins again.".to_owned();
        }
        Job::Seeking(_) => ("the search", "next-match"),
        Job::Indenting(_) => ("indenting", "structure"),
    };
    format!("Stopped: {what}; {} begins again.", keymap.key(again))
}
