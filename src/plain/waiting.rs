//! Slow work of the dialogue: what is read ahead, so that it can be told and ended.

use super::dialogue::Dialogue;
use crate::session::ahead::{Before, Progress};

/// Who is told how far reading is. What it returns says whether to go on.
pub type Watch = Box<dyn FnMut(Progress) -> Goes>;

/// Whether reading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// It does.
    On,
    /// The program ends.
    Out,
}

impl Dialogue {
    /// The same dialogue, watched while it reads.
    #[must_use]
    pub fn watched(mut self, watch: Watch) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Reads what something rests on before it is asked of the session. [`Goes::Out`] where the program is to end: then it is
    /// not asked for, and nobody is there to be told.
    pub(super) fn read_ahead(&mut self, before: Before) -> Goes {
        let mut ahead = self.session.ahead(before);
        while self.session.read_on(&mut ahead) {
            if let Some(watch) = &mut self.watch
                && watch(ahead.progress()) == Goes::Out
            {
                return Goes::Out;
            }
        }
        Goes::On
    }
}
