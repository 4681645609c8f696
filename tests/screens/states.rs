//! Every screen, focus and mode of the console, each with the keys that lead there.

use std::fs;
use std::path::Path;

use serde_json::json;
use strict_review::files::evidence::EvidenceFolder;
use strict_review::journal::folder::Sessions;
use strict_review::journal::memory::Memory;
use strict_review::review::action::{Action, Outside};
use strict_review::review::checklist::ItemIndex;
use strict_review::review::handoff::Handoff;
use strict_review::session::Session;
use strict_review::session::inputs::{Care, EvidenceSource, Input, Inputs};
use strict_review::session::open::{Afresh, Opening};

use super::world::{Desk, PRODUCTION, READY, World, clock, confirming, handoff, reset_clock, runbook, start};

pub(super) struct State {
    pub(super) name: String,
    pub(super) world: World,
    pub(super) keys: String,
}

impl State {
    fn new(name: impl Into<String>, world: World, keys: impl Into<String>) -> Self {
        Self { name: name.into(), world, keys: keys.into() }
    }

    pub(super) fn open(&self) -> Desk {
        self.world.press(&self.keys)
    }
}

/// A review with every step complete.
pub(super) fn walked() -> World {
    World::ready().walked(0..12)
}

pub(super) fn closed() -> World {
    walked().done(Action::Close {
        decision: runbook().decisions[0].value.clone(),
        not_looked_at: "nothing".to_owned(),
        typed: "e8040a2a".to_owned(),
    })
}

/// A review of phase 2 with each sort of answer in it.
pub(super) fn answered() -> World {
    let item = |id: &str| format!("backup-restore-rollback-review/{id}");
    World::ready()
        .walked(0..2)
        .done(Action::Confirm { item: "backupReference".to_owned() })
        .done(Action::WriteNote {
            item: "restoreTestReference".to_owned(),
            note: "the log names the copy, not the host".to_owned(),
        })
        .done(Action::RaiseConcern {
            item: item("restore-was-run"),
            note: "only the dump was checked".to_owned(),
        })
        .done(Action::NotApplicable {
            item: item("restore-time-fits"),
            reason: "the table is new and empty".to_owned(),
        })
}

/// Evidence of every kind: Markdown, JSON, a binary file.
pub(super) fn with_evidence() -> World {
    World::ready().walked(0..2).evidence(&[
        ("backup-log.md", include_bytes!("../../assets/samples/evidence/backup-log.md")),
        ("restore-test-log.md", b"one \x1b[2J line\nuser:password=correct-horse-battery-1\n\xE2\x80\xAE\n"),
        ("rollback-plan.md", b"SQLite format 3\0"),
    ])
}

/// JSON in one line as evidence of the backup.
pub(super) fn with_json() -> World {
    let handoff = handoff(&json!({ "backupReference": "backup.json" }));
    World::with(&handoff)
        .walked(0..2)
        .evidence(&[("backup.json", br#"{"tables":["a","b"],"rows":42,"whole":true}"#)])
}

/// A review whose handoff has named another backup since it was answered.
pub(super) fn moved() -> World {
    let handoff = Handoff::parse(&handoff(&json!({ "backupReference": "other-log.md" })), runbook()).unwrap();
    let walked = World::ready().walked(0..4);
    let desk = walked.open();
    let checklist = desk.review().checklist();
    let stale = checklist.indexes().zip(checklist.items()).filter(|(index, item)| {
        desk.review().answered(*index) && item.based_on.iter().any(|field| field == "backupReference")
    });
    let reopen = |item: &str| Action::Reopen { item: item.to_owned() };
    stale.fold(
        walked.clone().done(Action::TakeIn(Outside::HandoffChanged { handoff: Box::new(handoff) })),
        |world, (_, item)| world.done(reopen(&item.id)),
    )
}

/// The item with a concern in [`answered`].
pub(super) const WITH_CONCERN: &str = "backup-restore-rollback-review/restore-was-run";

/// Keys from a step to an item in the first step that shows it.
pub(super) fn way_to(item: &str) -> String {
    let desk = World::ready().open();
    let checklist = desk.review().checklist();
    let index = checklist.find(item).unwrap();
    let row = |shown: &[ItemIndex]| shown.iter().position(|item| *item == index);
    let mut steps = checklist.steps().iter().enumerate();
    let (step, row) = steps.find_map(|(step, shown)| Some((step, row(&shown.items)?))).unwrap();
    format!("<Tab> g <Tab> {} g {}", "] ".repeat(step), "j ".repeat(row))
}

pub(super) fn without_backup() -> World {
    World::with(&handoff(&json!({ "backupReference": null })))
}

/// Every step, in both panes.
pub(super) fn walks(out: &Path) -> Vec<State> {
    let base = World::ready().walked(0..2).out(out);
    let steps = runbook().phases.len() + 4;
    let walk = |step: usize| {
        let there = format!("<Tab> g <Tab> {}", "] ".repeat(step));
        [
            State::new(format!("step {step}, rows"), base.clone(), there.clone()),
            State::new(format!("step {step}, steps"), base.clone(), format!("{there} <Tab>")),
        ]
    };
    (0..steps).flat_map(walk).collect()
}

pub(super) fn edits(out: &Path) -> Vec<State> {
    let phase = World::ready().walked(0..2).out(out);
    let concern = answered().out(out);
    let missing = without_backup().walked(0..2).out(out);
    let all = World::ready().walked(0..12).out(out);
    let (there, packet) = ("<Tab> g <Tab> ] ] g", "<Tab> G <Tab>");
    vec![
        State::new("note", phase.clone(), format!("{there} n 'as seen'")),
        State::new("note, empty", phase.clone(), format!("{there} n")),
        State::new("concern", phase.clone(), format!("{there} ! 'not shown'")),
        State::new("answer", concern, format!("{} ! 'run since'", way_to(WITH_CONCERN))),
        State::new("reason", phase, format!("{there} j j j - 'new table'")),
        State::new("reference", missing, format!("{there} i 'docs/backup.md'")),
        State::new("echo", World::ready().out(out), "j j space 'e8040a2'"),
        State::new("echo, whole", World::ready().out(out), "j j space 'e8040a2a'"),
        State::new("closing call 1", all.clone(), format!("{packet} G o 'nothing'")),
        State::new("closing call 2", all.clone(), format!("{packet} g o 'nothing' <C-s> 'e8040a2'")),
        State::new("closing call 2, whole", all, format!("{packet} g o 'nothing' <C-s> 'e8040a2a'")),
    ]
}

/// Every other screen, and the modes that hold keys back.
pub(super) fn screens(out: &Path) -> Vec<State> {
    let phase = answered().out(out);
    let there = "<Tab> g <Tab> ] ] g";
    let production = World::with(PRODUCTION).out(out);
    let closed = closed().out(out);
    vec![
        State::new("item", phase.clone(), format!("{there} o")),
        State::new("item with a concern", phase.clone(), format!("{} o", way_to(WITH_CONCERN))),
        State::new(
            "item without its reference",
            without_backup().walked(0..2).out(out),
            format!("{there} o"),
        ),
        State::new("write actions", phase.clone(), "a j"),
        State::new("stop from the list", phase.clone(), "a j o"),
        State::new("stop from a phase", phase.clone(), format!("{there} G o")),
        State::new("evidence", with_evidence().out(out), format!("{there} o")),
        State::new("evidence, not wrapped", with_evidence().out(out), format!("{there} o w l")),
        State::new("evidence, found", with_evidence().out(out), format!("{there} o / 'table' <Enter>")),
        State::new("evidence, sought", with_evidence().out(out), format!("{there} o / 'tab'")),
        State::new("evidence, hostile", with_evidence().out(out), format!("{there} j o")),
        State::new("evidence that is no text", with_evidence().out(out), format!("{there} j j o")),
        State::new("evidence, JSON", with_json().out(out), format!("{there} o s")),
        State::new("evidence from the item", with_evidence().out(out), format!("{there} <Enter> o")),
        State::new("evidence not read", with_evidence().out(out), there),
        State::new("changes", moved().out(out), ""),
        State::new("a stale row", moved().out(out), "q"),
        State::new("a stale item", moved().out(out), "q o"),
        State::new("help", phase.clone(), "?"),
        State::new("help of an item", phase.clone(), format!("{there} o ?")),
        State::new("commands", phase.clone(), format!("{there} :")),
        State::new("commands of an item", phase.clone(), format!("{there} o : 'not'")),
        State::new("commands in evidence", with_evidence().out(out), format!("{there} o : 'wr'")),
        State::new("find", phase.clone(), "/"),
        State::new("find, typed", phase.clone(), "/ 'dump' <Down>"),
        State::new("find, nothing", phase.clone(), "/ 'no such words'"),
        State::new("find a key", phase.clone(), "? / 'step'"),
        State::new("only open", phase.clone(), format!("{there} f")),
        State::new("only open, nothing is", phase.clone(), "<Tab> g <Tab> f"),
        State::new("draft left", phase.clone(), format!("{there} n 'half' <Esc>")),
        State::new("undone", phase.clone(), format!("{there} space u")),
        State::new("read on past the rows", phase.clone().size(80, 24), "<Tab> G <Tab> G G"),
        State::new("everything walked", World::ready().walked(0..12).out(out), "<Tab> G <Tab>"),
        State::new("closed", closed.clone(), ""),
        State::new("closed, an item", closed.clone(), "<Tab> g <Tab> o"),
        State::new("closed, a write action", closed.clone(), "a o"),
        State::new("preview", closed.clone(), "e"),
        State::new("preview of the bytes", closed, "e w"),
        State::new("blocked handoff", production.clone(), "<Tab> g <Tab> g"),
        State::new("blocked handoff, blocked row", production.clone(), "<Tab> g <Tab> g j j j"),
        State::new("blocked handoff, packet", production, "<Tab> G <Tab>"),
        State::new("too small", phase.clone().size(59, 15), ""),
        State::new("too flat", phase.size(120, 15), ""),
    ]
}

/// A console on a session that another console writes.
pub(super) fn held(folder: &Path) -> (Desk, Session) {
    reset_clock();
    let sessions = Sessions::in_folder(folder.to_owned());
    let open = |pid: u32| {
        let opening = Opening {
            sessions: &sessions,
            inputs: Inputs::new(Input::new(runbook().clone(), None), Input::new(READY.to_vec(), None)),
            start: start(READY),
            afresh: Afresh::Resume,
            pid,
            clock,
        };
        Session::open(opening).unwrap().0
    };
    let writer = open(4242);
    let reader = open(4343);
    (Desk::on(reader), writer)
}

/// A console on an evidence folder, with every item opened and confirmed that names a file there.
pub(super) fn in_a_folder(folder: &Path, files: &[(&str, &str)]) -> Desk {
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    reset_clock();
    let session = Session::begin(start(READY), Box::new(Memory::default()), clock).unwrap();
    let mut inputs = Inputs::new(Input::new(runbook().clone(), None), Input::new(READY.to_vec(), None));
    inputs.evidence = EvidenceSource::Folder(EvidenceFolder::open(folder).unwrap());
    let mut session = session.watching(inputs);
    session.refresh(Care::Full).unwrap();
    let confirm = |session: &mut Session, index: ItemIndex| {
        let item = session.review().item(index).unwrap().clone();
        if session.review().evidence(&item.id).is_some() {
            session.open_evidence(&item.id).unwrap().unwrap().unwrap();
        }
        let action = confirming(session.review(), &item);
        session.act(action).unwrap();
    };
    for step in 0..3 {
        for index in session.review().checklist().steps()[step].items.clone() {
            if !session.review().answered(index) {
                confirm(&mut session, index);
            }
        }
    }
    Desk::on(session)
}
