//! Kinds of slow work, their progress in words, and messages if they are cancelled.

use super::pace::Pace;
use crate::frontend::read_again;
use crate::frontend::wording::waiting as words;
use crate::pager::{Indenting, Opening, Seek};
use crate::review::action::Action;
use crate::session::prefetch::{Prefetch, Progress, Receipt};
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
        /// What is read.
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
    Seeking(Seek),
    /// The indented form of the evidence on screen is made.
    Indenting(Box<Indenting>),
}

impl Job {
    pub(super) fn progress(&self, percent: usize) -> String {
        let words = match self {
            Job::Reading { ahead, then: Effect::Read(_) } => {
                let Progress { files, files_all, bytes, bytes_all } = ahead.progress();
                words::reading((files, files_all), (bytes, bytes_all))
            }
            Job::Reading { ahead, .. } => read_again(ahead.progress()),
            Job::Opening { .. } => words::making_ready(percent),
            Job::Seeking(_) => words::searching(percent),
            Job::Indenting(_) => words::indenting(percent),
        };
        format!("{words} {}", words::ESC_STOPS)
    }

    /// Says that nothing came of the work, and how to begin again.
    pub(super) fn cancelled(&self, keymap: &Keymap) -> String {
        match self {
            Job::Reading { then: Effect::Act(Action::Close { .. }), .. } => {
                words::closing_stopped(&keymap.key("save"))
            }
            Job::Reading { then: Effect::Export, .. } => words::export_stopped(&keymap.key("export")),
            Job::Reading { then: Effect::Read(_), .. } | Job::Opening { .. } => {
                words::opening_stopped(&keymap.key("read"))
            }
            Job::Reading { then: Effect::Recheck | Effect::Moved, .. } => words::LOOKING_STOPPED.to_owned(),
            Job::Reading { .. } => words::ANSWER_STOPPED.to_owned(),
            Job::Seeking(_) => words::search_stopped(&keymap.key("next-match")),
            Job::Indenting(_) => words::indenting_stopped(&keymap.key("structure")),
        }
    }
}
