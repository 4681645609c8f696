//! Slow work on screen: progress, stopping, and keys that are typed meanwhile.
//! The clock is the test's own, and each reading of it takes a moment.

use std::cell::Cell;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use strict_review::files::evidence::EvidenceFolder;
use strict_review::journal::memory::Memory;
use strict_review::journal::{AppendError, Journal};
use strict_review::session::Session;
use strict_review::session::inputs::{Care, EvidenceSource, Input, Inputs};
use strict_review::tui::app::console::{Console, Flow};
use strict_review::tui::model::message::{Message, Reply};
use strict_review::tui::model::screen::Screen;
use strict_review::tui::theme::Theme;

use super::world::{READY, clock, confirming, reset_clock, runbook, start};
use super::{keys, watch};

/// A journal of which only the length is visible.
#[derive(Default)]
struct Counted(Memory, Rc<Cell<usize>>);

impl Journal for Counted {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        self.1.set(self.1.get() + 1);
        self.0.append(line)
    }
}

thread_local! {
    static MILLIS: Cell<u64> = const { Cell::new(0) };
}

/// Each reading of the clock is 150 ms later than the one before.
fn slow() -> Instant {
    static DAWN: OnceLock<Instant> = OnceLock::new();
    MILLIS.set(MILLIS.get() + 150);
    *DAWN.get_or_init(Instant::now) + Duration::from_millis(MILLIS.get())
}

/// A console on two evidence files, one of them long.
struct Desk {
    console: Console,
    lines: Rc<Cell<usize>>,
    folder: tempfile::TempDir,
}

/// The phase of the backup, whose reference names the long file.
const AT_BACKUP: &str = "2 g";

impl Desk {
    /// With `walked`, everything is opened and answered already.
    fn new(walked: bool) -> Self {
        reset_clock();
        let folder = tempfile::tempdir().unwrap();
        let evidence = folder.path().join("evidence");
        fs::create_dir(&evidence).unwrap();
        let line = "{\"part\":17,\"state\":\"read and compared\"}\n";
        fs::write(evidence.join("backup-log.md"), line.repeat((1 << 20) / line.len()) + "the last words")
            .unwrap();
        fs::write(evidence.join("restore-test-log.md"), "restored\n").unwrap();
        let lines = Rc::default();
        let journal = Box::new(Counted(Memory::default(), Rc::clone(&lines)));
        let session = Session::begin(start(READY), journal, clock).unwrap();
        let (definition, handoff) = (Input::new(runbook().clone(), None), Input::new(READY.to_vec(), None));
        let mut inputs = Inputs::new(definition, handoff);
        inputs.evidence = EvidenceSource::Folder(EvidenceFolder::open(&evidence).unwrap());
        let mut session = session.watching(inputs);
        session.refresh(Care::Full).unwrap();
        if walked {
            for item in ["backupReference", "restoreTestReference"] {
                session.open_evidence(item).unwrap().unwrap().unwrap();
            }
            let next = |session: &Session| session.review().open_items().next();
            while let Some(index) = next(&session) {
                let action = confirming(session.review(), session.review().item(index).unwrap());
                session.act(action).unwrap();
            }
        }
        let out = folder.path().join("out");
        let console = Console::new(session, (80, 24).into(), Theme::colours(), out, "sandboxed", None);
        Self { console, lines, folder }
    }

    fn slow(walked: bool) -> Self {
        let mut desk = Self::new(walked);
        desk.console = desk.console.with_pace(slow);
        desk
    }

    /// Presses keys and finishes the work after each.
    fn press(&mut self, words: &str) {
        for key in keys::parsed(words) {
            assert_eq!(self.console.press(key), Flow::Go, "{key:?}");
            assert_eq!(self.finish(), Flow::Go);
        }
    }

    /// Presses keys while work is in progress.
    fn type_ahead(&mut self, words: &str) {
        for key in keys::parsed(words) {
            assert_eq!(self.console.press(key), Flow::Go, "{key:?}");
        }
    }

    fn finish(&mut self) -> Flow {
        while self.console.is_busy() {
            let flow = self.console.work();
            if flow != Flow::Go {
                return flow;
            }
        }
        Flow::Go
    }

    /// Works until the loop would draw.
    fn until_told(&mut self) -> String {
        while !self.console.draws() {
            assert!(self.console.is_busy());
            assert_eq!(self.console.work(), Flow::Go);
        }
        assert!(self.console.is_busy(), "it was done before it was told");
        self.text()
    }

    fn text(&self) -> String {
        let size = self.console.model().size;
        let mut terminal = Terminal::new(TestBackend::new(size.width, size.height)).unwrap();
        terminal.draw(|frame| super::draw_on(frame, &self.console)).unwrap();
        let cells = terminal.backend().buffer().content.chunks(usize::from(size.width));
        let row = |row: &[ratatui::buffer::Cell]| -> String {
            row.iter().map(ratatui::buffer::Cell::symbol).collect()
        };
        cells.map(|cells| row(cells).trim_end().to_owned() + "\n").collect()
    }

    fn state(&self) -> (String, String, usize) {
        (watch::account(self.console.session().review()), self.text(), self.lines.get())
    }

    fn shows_evidence(&self) -> bool {
        matches!(self.console.model().screen, Screen::Evidence(_))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("evidence").join(name)
    }
}

#[test]
fn a_file_that_takes_long_to_read_is_told_and_stopped_and_opened_the_second_time() {
    let mut desk = Desk::slow(false);
    desk.press(AT_BACKUP);
    let (review, _, lines) = desk.state();
    desk.type_ahead("o");
    let told = desk.until_told();
    assert!(told.contains(" Reading evidence: 0 of 1 file, 0 of 1 MiB. Esc stops.\n Esc stop\n"), "{told}");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("evidence-being-read", told);
    });
    desk.type_ahead("<Esc>");
    let (stopped, shown, recorded) = desk.state();
    assert!(!desk.console.is_busy() && !desk.shows_evidence());
    assert!(
        shown.contains("✗ Stopped: the file was not opened. Nothing was recorded; o opens it again."),
        "{shown}"
    );
    assert_eq!((stopped, recorded), (review, lines));
    desk.press("o");
    assert!(desk.shows_evidence() && desk.lines.get() == lines + 1);
    assert!(!desk.text().contains("Esc stop"), "{}", desk.text());
}

#[test]
fn making_a_text_ready_is_told_with_how_much_of_it_is_done() {
    let mut desk = Desk::slow(false);
    desk.press(AT_BACKUP);
    desk.type_ahead("o");
    let mut told = Vec::new();
    while desk.console.is_busy() {
        if desk.console.draws() {
            told.push(desk.console.model().working.clone().unwrap());
        }
        assert_eq!(desk.console.work(), Flow::Go);
    }
    assert!(told.contains(&"Preparing the text: 50%. Esc stops.".to_owned()), "{told:?}");
    let stopped = Desk::slow(false);
    assert_eq!(stopped.console.model().working, None);
}

#[test]
fn keys_typed_ahead_take_effect_behind_the_work_in_their_order() {
    // Each line is typed at once, and compared with a console that finished each action before the next key.
    for words in
        ["o j j j", "o G k", "o <PageDown> c", "o q j", "o 'c' } n 'seen' <C-s>", "o w l /", "o s q ]"]
    {
        let mut slow = Desk::slow(false);
        slow.press(AT_BACKUP);
        slow.type_ahead(words);
        assert!(slow.console.is_busy(), "{words}");
        assert_eq!(slow.finish(), Flow::Go);
        let mut quick = Desk::new(false);
        quick.press(AT_BACKUP);
        quick.press(words);
        assert_eq!(slow.state(), quick.state(), "{words}");
    }
}

#[test]
fn a_key_that_leaves_waits_until_the_work_was_told_and_then_stops_it() {
    let mut desk = Desk::slow(false);
    desk.press(AT_BACKUP);
    desk.type_ahead("o <C-c>");
    assert_eq!(
        desk.finish(),
        Flow::Leave,
        "what was opened is not what the key was typed at, but it was to leave"
    );
    for key in ["<Esc>", "<C-c>", "q"] {
        let mut desk = Desk::slow(false);
        desk.press(AT_BACKUP);
        let before = desk.lines.get();
        desk.type_ahead("o");
        desk.until_told();
        // Keys that wait for the file are dropped if there is none.
        desk.type_ahead("j space c");
        desk.type_ahead(key);
        assert!(!desk.console.is_busy() && !desk.shows_evidence(), "{key}");
        assert_eq!(desk.lines.get(), before, "{key}");
        desk.press("k");
        assert_eq!(desk.lines.get(), before, "{key}");
    }
}

#[test]
fn a_closing_call_that_is_stopped_records_nothing_and_closes_when_it_is_made_again() {
    let mut desk = Desk::slow(true);
    desk.press("<Tab> G <Tab> g o 'nothing' <C-s> 'e8040a2a'");
    let (review, _, lines) = desk.state();
    desk.type_ahead("<Enter>");
    let told = desk.until_told();
    assert!(told.contains("Reading evidence again: 0 of 2 files, "), "{told}");
    desk.type_ahead("e e <Esc>");
    let (stopped, shown, recorded) = desk.state();
    assert!(
        shown.contains("✗ Stopped: the closing call. Nothing was recorded; Enter starts it again."),
        "{shown}"
    );
    assert!(shown.contains("e8040a2a"), "what was typed stays: {shown}");
    assert_eq!((stopped, recorded), (review, lines));
    desk.press("<Enter>");
    assert!(desk.console.session().review().closing().is_some());
    assert_eq!(desk.lines.get(), lines + 1);
    desk.type_ahead("e");
    desk.until_told();
    desk.type_ahead("<Esc>");
    assert!(desk.text().contains("Nothing was written; e starts it again."), "{}", desk.text());
    assert!(!desk.folder.path().join("out").exists());
    desk.press("e");
    assert!(desk.console.exported().is_some());
}

#[test]
fn what_moves_while_a_closing_call_reads_is_not_closed_over() {
    let mut desk = Desk::slow(true);
    desk.press("<Tab> G <Tab> g o 'nothing' <C-s> 'e8040a2a'");
    desk.type_ahead("<Enter>");
    desk.until_told();
    fs::write(desk.file("backup-log.md"), "another\n").unwrap();
    assert_eq!(desk.finish(), Flow::Go);
    assert!(desk.console.session().review().closing().is_none());
    assert!(desk.text().contains("Not done: something changed meanwhile."), "{}", desk.text());
}

#[test]
fn a_search_and_the_indented_form_are_told_and_stopped_and_leave_the_text_as_it_was() {
    let mut desk = Desk::slow(false);
    desk.press(AT_BACKUP);
    desk.press("o");
    // The hints differ after a search.
    let page = |desk: &Desk| desk.text().lines().take(22).collect::<Vec<_>>().join("\n");
    let top = page(&desk);
    desk.type_ahead("/ 'the last words' <Enter>");
    let told = desk.until_told();
    assert!(told.contains("%. Esc stops."), "{told}");
    desk.type_ahead("<Esc>");
    assert!(desk.text().contains("✗ Stopped: the search. n starts it again."), "{}", desk.text());
    desk.press("j k");
    assert_eq!(page(&desk), top);
    desk.press("n");
    assert!(desk.text().contains("the last words"), "{}", desk.text());
}

#[test]
fn what_is_typed_while_the_window_comes_back_is_taken_also_where_looking_is_stopped() {
    let mut desk = Desk::slow(true);
    desk.press("n 'one'");
    let long = fs::read(desk.file("backup-log.md")).unwrap();
    fs::write(desk.file("backup-log.md"), [long.as_slice(), b"more"].concat()).unwrap();
    for stopped in [true, false] {
        desk.console.take(Message::Recheck);
        assert!(desk.until_told().contains("Reading evidence again: 0 of 1 file, "));
        desk.type_ahead("' two'");
        if stopped {
            desk.type_ahead("<Esc>");
            assert!(!desk.console.is_busy() && desk.text().contains("one two"), "{}", desk.text());
        }
        assert_eq!(desk.finish(), Flow::Go);
    }
    assert!(desk.text().contains("one two two"), "{}", desk.text());
}

#[test]
fn keys_typed_while_something_is_found_to_have_moved_answer_nothing_that_was_not_seen() {
    let mut desk = Desk::slow(true);
    desk.press(AT_BACKUP);
    let long = fs::read(desk.file("backup-log.md")).unwrap();
    fs::write(desk.file("backup-log.md"), [long.as_slice(), b"more"].concat()).unwrap();
    desk.console.take(Message::Recheck);
    desk.type_ahead("j space u");
    assert_eq!(desk.finish(), Flow::Go);
    assert!(
        desk.text().contains("Changed outside the console: the evidence of backupReference."),
        "{}",
        desk.text()
    );
    assert!(matches!(desk.console.model().screen, Screen::Moved { .. }));
    let lines = desk.lines.get();
    desk.console.take(Message::Recheck);
    assert_eq!((desk.finish(), desk.lines.get()), (Flow::Go, lines));
}

#[test]
fn another_size_is_drawn_at_once_and_a_stop_like_any_other_job_is_not_put_off() {
    let mut desk = Desk::slow(false);
    desk.press(AT_BACKUP);
    desk.type_ahead("o");
    desk.until_told();
    desk.console.take(Message::Told(Reply::Resized((100, 30).into())));
    assert!(desk.console.is_busy() && desk.console.draws());
    assert!(desk.text().contains("Esc stops."), "{}", desk.text());
    assert_eq!(desk.console.press(keys::word("<C-z>")), Flow::Suspend);
    assert!(desk.console.is_busy(), "it goes on when the job does");
    desk.console.take(Message::Recheck);
    assert_eq!(desk.finish(), Flow::Go);
    assert!(desk.shows_evidence());
}
