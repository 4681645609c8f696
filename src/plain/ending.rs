//! Ends of a dialogue before its input: by the watcher of slow work, or by refused lines in a row.

use super::dialogue::Dialogue;
use super::refusals::OutOfStep;
use super::waiting::{Goes, Watch, Work};
use crate::session::prefetch::Before;

impl Dialogue {
    #[must_use]
    pub fn watched(mut self, watch: Watch) -> Self {
        self.watch = Some(watch);
        self
    }

    /// Loads evidence before the session needs it. After [`Goes::Out`] the program ends, so the action is dropped
    /// without a message.
    pub(super) fn read_ahead(&mut self, before: Before) -> Goes {
        let mut ahead = self.session.prefetch(before);
        while self.session.read_on(&mut ahead) {
            if self.watches(Work::Reading(ahead.progress())) == Goes::Out {
                return Goes::Out;
            }
        }
        Goes::On
    }

    pub(super) fn watches(&mut self, work: Work) -> Goes {
        self.watch.as_mut().map_or(Goes::On, |watch| watch(work))
    }

    pub fn end_when_refused(&mut self) {
        self.refusals.end_in_a_row();
    }

    #[must_use]
    pub fn out_of_step(&self) -> Option<OutOfStep> {
        self.refusals.out_of_step()
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
