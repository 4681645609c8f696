//! Kinds of slow work, their progress in words, and messages if they are cancelled.

use super::pace::Pace;
use crate::frontend::read_again;
use crate::frontend::waiting::{reading, searching};
use crate::pager::{Indenting, Opening, Search};
use crate::review::action::Action;
use crate::session::prefetch::{Prefetch, Receipt};
use crate::tui::model::keymap::Keymap;
use crate::tui::model::message::Effect;

/// The job under way, and when its progress is shown.
#[derive(Default)]
pub(super) struct Jobs {
    pub(super) job: Option<Job>,
    pub(super) pace: Pace,
    /// True if the size changed after the last frame.
    pub(super) resized: bool,
}

/// Slow work, a part at a time.
pub(super) enum Job {
    /// Evidence is read before an effect is carried out.
    Reading {
        /// The evidence that is loaded first.
        ahead: Box<Prefetch>,
        /// The effect.
        then: Effect,
    },
    /// An evidence file that was read is made ready to be shown.
    Opening {
        item: String,
        /// Below the evidence folder.
        path: String,
        receipt: Receipt,
        opening: Box<Opening>,
    },
    /// Search in the evidence on screen.
    Seeking(Search),
    /// The indented form of the evidence on screen is made.
    Indenting(Box<Indenting>),
}

impl Job {
    pub(super) fn progress(&self, percent: usize) -> String {
        let words = match self {
            Job::Reading { ahead, then: Effect::Read(_) } => reading(ahead.progress()),
            Job::Reading { ahead, .. } => read_again(ahead.progress()),
            Job::Opening { .. } => format!("Preparing the text: {percent}%."),
            Job::Seeking(_) => searching(percent),
            Job::Indenting(_) => format!("Indenting: {percent}%."),
        };
        format!("{words} Esc stops.")
    }

    /// Says that nothing came of the work, and how to begin again.
    pub(super) fn cancelled(&self, keymap: &Keymap) -> String {
        match self {
            Job::Reading { then: Effect::Act(Action::Close { .. }), .. } => {
                format!(
                    "Stopped: the closing call. Nothing was recorded; {} starts it again.",
                    keymap.key("save")
                )
            }
            Job::Reading { then: Effect::Export, .. } => {
                format!("Stopped: the export. Nothing was written; {} starts it again.", keymap.key("export"))
            }
            Job::Reading { then: Effect::Read(_), .. } | Job::Opening { .. } => {
                format!(
                    "Stopped: the file was not opened. Nothing was recorded; {} opens it again.",
                    keymap.key("read")
                )
            }
            Job::Reading { then: Effect::Recheck | Effect::Moved, .. } => {
                "Stopped: the check for changes. The next answer checks again.".to_owned()
            }
            Job::Reading { .. } => "Stopped. Nothing was recorded; the same key starts again.".to_owned(),
            Job::Seeking(_) => format!("Stopped: the search. {} starts it again.", keymap.key("next-match")),
            Job::Indenting(_) => {
                format!("Stopped: the indented form. {} starts it again.", keymap.key("structure"))
            }
        }
    }
}
