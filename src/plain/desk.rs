//! Test helper: a review in memory, lines in, lines out.

use std::cell::RefCell;
use std::fs;
use std::rc::Rc;

use super::dialogue::{Dialogue, Flow};
use super::input::Line;
use crate::files::evidence::EvidenceFolder;
use crate::frontend::names;
use crate::journal::replay::replay;
use crate::journal::{AppendError, Journal};
use crate::review::action::Action;
use crate::review::handoff::Handoff;
use crate::review::limits::HANDOFF as BOUNDS;
use crate::review::runbook::Runbook;
use crate::review::testing::{HANDOFF, clock, line_count, next_action, runbook, start};
use crate::session::Session;
use crate::session::inputs::{Care, EvidenceSource, FileInput, Input, Inputs};

/// Journal in memory; the flag makes appends fail.
#[derive(Clone, Default)]
pub(super) struct Shared(Rc<RefCell<Vec<u8>>>, pub(super) Rc<RefCell<bool>>);

impl Journal for Shared {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        if *self.1.borrow() {
            return Err(AppendError::Io(std::io::ErrorKind::StorageFull.into()));
        }
        self.0.borrow_mut().extend_from_slice(line);
        Ok(())
    }
}

pub(super) struct Desk {
    pub(super) dialogue: Dialogue,
    pub(super) journal: Shared,
    pub(super) folder: tempfile::TempDir,
    pub(super) first: String,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self::of(&runbook(), HANDOFF, &[])
    }

    pub(super) fn with_evidence(files: &[(&str, &str)]) -> Self {
        Self::of(&runbook(), HANDOFF, files)
    }

    pub(super) fn of(runbook: &Runbook, handoff: &[u8], files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (path, evidence) = (folder.path().join("handoff.json"), folder.path().join("evidence"));
        fs::write(&path, handoff).unwrap();
        fs::create_dir(&evidence).unwrap();
        fs::create_dir(folder.path().join("out")).unwrap();
        for (name, text) in files {
            fs::write(evidence.join(name), text).unwrap();
        }
        let journal = Shared::default();
        let begun = start(runbook, Handoff::parse(handoff, runbook).unwrap());
        let session = Session::begin(begun, Box::new(journal.clone()), clock).unwrap();
        let file = FileInput::new(path, handoff, BOUNDS.bytes);
        let mut inputs =
            Inputs::new(Input::new(runbook.clone(), None), Input::new(handoff.to_vec(), Some(file)));
        inputs.evidence = EvidenceSource::Folder(EvidenceFolder::open(&evidence).unwrap());
        let mut session = session.watching(inputs);
        session.refresh(Care::Full).unwrap();
        let mut dialogue = Dialogue::new(session, folder.path().join("out"), "not sandboxed", &[]);
        let first = dialogue.output();
        Self { dialogue, journal, folder, first }
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub(super) fn take(&mut self, line: Line) -> (Flow, String) {
        let flow = self.dialogue.take(line);
        let mut said = self.dialogue.output();
        while self.dialogue.go_on() {
            said.push_str(&self.dialogue.output());
        }
        assert!(said.chars().all(|c| c == '\n' || !c.is_control()), "{said:?}");
        (flow, said)
    }

    /// Returns the reply to the last line.
    pub(super) fn type_in(&mut self, lines: &[&str]) -> String {
        let mut said = String::new();
        for line in lines {
            said = self.take(Line::Text((*line).to_owned())).1;
        }
        said
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        self.journal.0.borrow().clone()
    }

    pub(super) fn events(&self) -> usize {
        line_count(&self.bytes())
    }

    /// Asserts that the journal replays to the present review.
    pub(super) fn assert_kept(&self) {
        let again = replay(&self.bytes()).unwrap().review;
        assert_eq!(format!("{again:?}"), format!("{:?}", self.dialogue.session().review()));
    }

    /// Answers everything that can be answered, by lines alone.
    pub(super) fn walk(&mut self) {
        while let Some(action) = next_action(self.dialogue.session().review()) {
            let (item, typed) = match action {
                Action::Echo { item, typed } => (item, Some(typed)),
                Action::Confirm { item } => (item, None),
                other => panic!("{other:?}"),
            };
            self.type_in(&[&format!("go {item}")]);
            let said = self.type_in(&["read", "confirm"]);
            let said = typed.map_or(said, |typed| self.type_in(&[&typed]));
            let name = names::of_item(self.dialogue.session().review(), &item);
            assert!(said.replace('\n', " ").contains(&format!("Confirmed: {name}.")), "{said}");
        }
    }

    pub(super) fn close(&mut self, decision: &str) -> String {
        let echo = self.dialogue.session().review().closing_echo();
        self.type_in(&[&format!("close {decision}"), "nothing", &echo])
    }

    pub(super) fn out(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path().join("out")).map(|entries| {
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
        });
        names.unwrap_or_default()
    }
}
