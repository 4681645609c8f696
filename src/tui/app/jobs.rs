//! Kinds of slow work, their progress in words, and messages if they are cancelled.

use crate::frontend::read_again;
use crate::frontend::waiting::{reading, searching};
use crate::pager::{Indenting, Opening, Seek};
use crate::review::action::Action;
use crate::session::prefetch::{Ahead, Receipt};
use crate::tui::model::keymap::Keymap;
use crate::tui::model::message::Effect;

/// Slow work, a part at a time.
pub(crate) enum Job {
    /// Evidence is read before an effect is carried out.
    Reading {
        /// What is read.
        ahead: Box<Ahead>,
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

pub(crate) fn told(job: &Job, percent: usize) -> String {
    let words = match job {
        Job::Reading { ahead, then: Effect::Read(_) } => reading(ahead.progress()),
        Job::Reading { ahead, .. } => read_again(ahead.progress()),
        Job::Opening { .. } => format!("Making the text ready: {percent}%."),
        Job::Seeking(_) => searching(percent),
        Job::Indenting(_) => format!("Indenting: {percent}%."),
    };
    format!("{words} Esc stops.")
}

/// Says that nothing came of the work, and how to begin again.
pub(crate) fn stopped(job: &Job, keymap: &Keymap) -> String {
    match job {
        Job::Reading { then: Effect::Act(Action::Close { .. }), .. } => {
            format!("Stopped: the closing call. Nothing was recorded; {} makes it again.", keymap.key("save"))
        }
        Job::Reading { then: Effect::Export, .. } => {
            format!("Stopped: the export. Nothing was written; {} begins again.", keymap.key("export"))
        }
        Job::Reading { then: Effect::Read(_), .. } | Job::Opening { .. } => {
            format!(
                "Stopped: the file was not opened. Nothing was recorded; {} begins again.",
                keymap.key("read")
            )
        }
        Job::Reading { then: Effect::Recheck | Effect::Moved, .. } => {
            "Stopped: looking for what moved. The next answer looks again.".to_owned()
        }
        Job::Reading { .. } => "Stopped. Nothing was recorded; the same key begins again.".to_owned(),
        Job::Seeking(_) => format!("Stopped: the search. {} begins again.", keymap.key("next-match")),
        Job::Indenting(_) => format!("Stopped: the indented form. {} begins again.", keymap.key("structure")),
    }
}
