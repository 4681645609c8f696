//! Slow work of the dialogue: what is read ahead, so that it can be told and ended.

use super::dialogue::Dialogue;
use crate::session::prefetch::{Before, Progress};

/// Reports the progress of slow work; its answer says if it goes on.
pub type Watch = Box<dyn FnMut(Work) -> Goes>;

/// Slow work and its progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Evidence is read.
    Reading(Progress),
    /// A text is searched; in hundredths.
    Searching(usize),
}

/// The answer to slow work: go on, or stop.
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
            if self.watches(Work::Reading(ahead.progress())) == Goes::Out {
                return Goes::Out;
            }
        }
        Goes::On
    }

    /// Tells how far slow work is, and whether it goes on.
    pub(super) fn watches(&mut self, work: Work) -> Goes {
        self.watch.as_mut().map_or(Goes::On, |watch| watch(work))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;

    use super::*;
    use crate::plain::desk::Desk;
    use crate::review::testing::PREPARE;

    #[test]
    fn a_closing_call_tells_how_far_it_is_and_one_that_is_ended_records_nothing() {
        let mut desk =
            Desk::with_evidence(&[("backup-log.md", "backed up\n"), ("rollback-plan.md", "back\n")]);
        desk.walk();
        let (told, ends) = (Rc::new(RefCell::new(Vec::new())), Rc::new(Cell::new(true)));
        let (heard, ended) = (Rc::clone(&told), Rc::clone(&ends));
        desk.dialogue.watch = Some(Box::new(move |work| {
            let Work::Reading(progress) = work else { panic!("{work:?}") };
            heard.borrow_mut().push((progress.files, progress.files_all));
            if ended.get() && progress.files == 1 { Goes::Out } else { Goes::On }
        }));
        let before = desk.bytes();
        desk.close(PREPARE);
        assert_eq!(told.borrow().last(), Some(&(1, 2)));
        assert_eq!(desk.bytes(), before);
        assert!(desk.dialogue.session().review().closing().is_none());
        ends.set(false);
        desk.close(PREPARE);
        assert_eq!(told.borrow().last(), Some(&(2, 2)));
        assert!(desk.dialogue.session().review().closing().is_some());
        ends.set(true);
        desk.type_in(&["export", "", "export"]);
        assert!(desk.out().is_empty(), "an export that is ended writes nothing");
        desk.assert_kept();
    }

    #[test]
    fn a_file_is_not_opened_where_the_program_ends_meanwhile() {
        let mut desk = Desk::with_evidence(&[("backup-log.md", "backed up\n")]);
        desk.dialogue.watch = Some(Box::new(|_| Goes::Out));
        let before = desk.bytes();
        let said = desk.type_in(&["read backupReference"]);
        assert!(!said.contains("backed up") && desk.bytes() == before, "{said}");
    }
}
