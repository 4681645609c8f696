//! A small world for the console: a handoff, a journal in memory, a clock that steps, a screen to inspect.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::OnceLock;

use crossterm::event::KeyEvent;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell as ScreenCell};
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier};
use serde_json::{Map, Value, json};
use strict_review::journal::memory::Memory;
use strict_review::journal::{AppendError, Journal};
use strict_review::review::action::Action;
use strict_review::review::checklist::{Item, ItemIndex};
use strict_review::review::handoff::Handoff;
use strict_review::review::moment::Moment;
use strict_review::review::runbook::{Acknowledge, Runbook};
use strict_review::review::start::Start;
use strict_review::review::state::Review;
use strict_review::review::text::columns;
use strict_review::session::Session;
use strict_review::session::inputs::{Care, EvidenceSource, Input, Inputs};
use strict_review::tui::app::console::{Console, Flow};
use strict_review::tui::model::keymap::Keymap;
use strict_review::tui::model::message::{Message, Reply};
use strict_review::tui::theme::Theme;

use super::keys;
use crate::support::schema::{assert_journal, assert_plan};

pub(super) const READY: &[u8] = include_bytes!("../../assets/samples/ready-handoff.json");
pub(super) const READY_REQUEST: &[u8] = include_bytes!("../../assets/samples/ready-request.json");
pub(super) const PRODUCTION: &[u8] =
    include_bytes!("../../assets/samples/stop-rules/target-environment-production.json");

#[derive(Clone, Debug)]
pub(super) struct World {
    start: Start,
    size: Size,
    theme: Theme,
    keymap: Keymap,
    out: PathBuf,
    walked: Vec<usize>,
    actions: Vec<Action>,
    evidence: Files,
    handoff: Vec<u8>,
}

/// Evidence files: path and bytes.
type Files = &'static [(&'static str, &'static [u8])];

pub(super) struct Desk {
    pub(super) console: Console,
    journal: Shared,
}

/// A journal whose bytes stay visible while the session owns it.
#[derive(Clone, Default)]
struct Shared(Rc<RefCell<Memory>>);

impl Journal for Shared {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        self.0.borrow_mut().append(line)
    }
}

thread_local! {
    static SECONDS: Cell<i64> = const { Cell::new(0) };
}

/// 2026-01-31T09:30:00Z.
const DAWN: i64 = 1_769_851_800;

/// Steps a second each time, from the same start for every world.
pub(super) fn clock() -> Moment {
    let seconds = SECONDS.get();
    SECONDS.set(seconds + 1);
    Moment::from_timestamp(jiff::Timestamp::from_second(DAWN + seconds).unwrap())
}

pub(super) fn reset_clock() {
    SECONDS.set(0);
}

/// Moves the clock forward, or back if negative.
pub(super) fn set_clock_by(seconds: i64) {
    SECONDS.set(SECONDS.get() + seconds);
}

pub(super) fn runbook() -> &'static Runbook {
    static RUNBOOK: OnceLock<Runbook> = OnceLock::new();
    RUNBOOK.get_or_init(|| Runbook::parse(include_bytes!("../../assets/runbooks/t-293.json")).unwrap())
}

/// The ready handoff with some members changed; `null` removes one.
pub(super) fn handoff(changes: &Value) -> Vec<u8> {
    let mut members: Map<String, Value> = serde_json::from_slice(READY).unwrap();
    for (name, value) in changes.as_object().unwrap().clone() {
        members.remove(&name);
        if value != Value::Null {
            members.insert(name, value);
        }
    }
    json!(members).to_string().into_bytes()
}

pub(super) fn start(handoff: &[u8]) -> Start {
    let handoff = Handoff::parse(handoff, runbook()).unwrap();
    Start::new("0123456789abcdef".to_owned(), runbook(), handoff)
}

/// Confirms an item as someone who read it.
pub(super) fn confirming(review: &Review, item: &Item) -> Action {
    match item.acknowledge {
        Acknowledge::Key => Action::Confirm { item: item.id.clone() },
        Acknowledge::Echo => {
            Action::Echo { item: item.id.clone(), typed: review.echo(item).expect("a value to type") }
        }
    }
}

impl World {
    pub(super) fn with(handoff: &[u8]) -> Self {
        Self {
            start: start(handoff),
            size: Size::new(120, 40),
            theme: Theme::colours(),
            keymap: Keymap::default(),
            out: PathBuf::from("out"),
            walked: Vec::new(),
            actions: Vec::new(),
            evidence: &[],
            handoff: handoff.to_vec(),
        }
    }

    pub(super) fn ready() -> Self {
        Self::with(READY)
    }

    pub(super) fn practice(mut self) -> Self {
        self.start.practice = true;
        self
    }

    pub(super) fn keys(mut self, keymap: Keymap) -> Self {
        self.keymap = keymap;
        self
    }

    pub(super) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = Size::new(columns, rows);
        self
    }

    pub(super) fn theme(mut self, theme: Theme) -> Self {
        self.theme = theme;
        self
    }

    pub(super) fn out(mut self, folder: &Path) -> Self {
        folder.clone_into(&mut self.out);
        self
    }

    pub(super) fn evidence(mut self, files: Files) -> Self {
        self.evidence = files;
        self
    }

    /// Confirms every item of these steps before the console opens.
    pub(super) fn walked(mut self, steps: Range<usize>) -> Self {
        self.walked.extend(steps);
        self
    }

    /// Done before the console opens, after the steps.
    pub(super) fn done(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    pub(super) fn open(&self) -> Desk {
        reset_clock();
        let journal = Shared::default();
        let kept = Box::new(journal.clone());
        let mut session = Session::begin(self.start.clone(), kept, clock).unwrap();
        if !self.evidence.is_empty() {
            let (runbook, handoff) =
                (Input::new(runbook().clone(), None), Input::new(self.handoff.clone(), None));
            let mut inputs = Inputs::new(runbook, handoff);
            inputs.evidence = EvidenceSource::Embedded(self.evidence);
            session = session.watching(inputs);
            session.refresh(Care::Full).unwrap();
        }
        for step in &self.walked {
            for index in session.review().checklist().steps()[*step].items.clone() {
                if !session.review().answered(index) {
                    read(&mut session, index);
                    let action = confirming(session.review(), session.review().item(index).unwrap());
                    session.act(action).unwrap();
                }
            }
        }
        for action in &self.actions {
            session.act(action.clone()).unwrap();
        }
        let console = Console::new(session, self.size, self.theme, self.out.clone(), "sandboxed", None);
        let console = console.with_keys(self.keymap.clone());
        Desk { console, journal }
    }

    pub(super) fn press(&self, words: &str) -> Desk {
        let mut desk = self.open();
        desk.press(words);
        desk
    }
}

/// Opens every evidence file that an answer to an item is based on.
fn read(session: &mut Session, index: ItemIndex) {
    for field in session.review().item(index).unwrap().based_on.clone() {
        if session.review().evidence(&field).is_some() {
            session.open_evidence(&field).unwrap().unwrap().unwrap();
        }
    }
}

impl Desk {
    /// A console on a session with another journal.
    pub(super) fn on(session: Session) -> Self {
        let size = Size::new(120, 40);
        Self::with(Console::new(session, size, Theme::colours(), PathBuf::from("out"), "sandboxed", None))
    }

    pub(super) fn with(console: Console) -> Self {
        Self { console, journal: Shared::default() }
    }

    /// Presses keys, none of which may end the console.
    pub(super) fn press(&mut self, words: &str) {
        for key in keys::parsed(words) {
            assert_eq!(self.console.press(key), Flow::Go, "{key:?}");
        }
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Flow {
        self.console.press(key)
    }

    pub(super) fn resize(&mut self, columns: u16, rows: u16) {
        assert_eq!(self.console.take(Message::Told(Reply::Resized(Size::new(columns, rows)))), Flow::Go);
    }

    pub(super) fn review(&self) -> &Review {
        self.console.session().review()
    }

    pub(super) fn journal(&self) -> Vec<u8> {
        self.journal.0.borrow().bytes.clone()
    }

    pub(super) fn journal_len(&self) -> usize {
        self.journal.0.borrow().bytes.len()
    }

    pub(super) fn drawn(&self, columns: u16, rows: u16) -> Screen {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| super::draw_on(frame, &self.console)).unwrap();
        let cursor = terminal.backend().cursor_position();
        let shown = terminal.backend().cursor_visible();
        Screen { buffer: terminal.backend().buffer().clone(), cursor: shown.then_some((cursor.x, cursor.y)) }
    }

    /// Like [`Desk::drawn`], in the current size of the console.
    pub(super) fn screen(&self) -> Screen {
        let Size { width, height } = self.console.model().size;
        self.drawn(width, height)
    }
}

/// Checks the journal and the plan of every console against the published schemas.
impl Drop for Desk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        assert_journal(&self.journal());
        if let Some(plan) = self.console.session().plan() {
            assert_plan(plan.document());
        }
    }
}

pub(super) struct Screen {
    buffer: Buffer,
    cursor: Option<(u16, u16)>,
}

impl Screen {
    pub(super) fn cells(&self) -> &[ScreenCell] {
        &self.buffer.content
    }

    fn row(&self, y: u16) -> Vec<&ScreenCell> {
        (0..self.buffer.area.width).map(|x| &self.buffer[(x, y)]).collect()
    }

    fn row_text(&self, y: u16) -> String {
        let (mut text, mut covered) = (String::new(), 0);
        for cell in self.row(y) {
            if covered == 0 {
                text.push_str(cell.symbol());
                covered = columns(cell.symbol()).saturating_sub(1);
            } else {
                covered -= 1;
            }
        }
        text.trim_end().to_owned()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        (0..self.buffer.area.height).map(|y| self.row_text(y)).collect()
    }

    pub(super) fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Texts of the last row in this colour.
    pub(super) fn keys_hinted(&self, colour: Color) -> Vec<String> {
        let (mut found, mut inside) = (Vec::<String>::new(), false);
        for cell in self.row(self.buffer.area.height - 1) {
            match (cell.fg == colour, inside) {
                (true, true) => found.last_mut().unwrap().push_str(cell.symbol()),
                (true, false) => found.push(cell.symbol().to_owned()),
                (false, _) => {}
            }
            inside = cell.fg == colour;
        }
        found
    }

    /// The rows as text, then for every row the runs of columns with a style, then the cursor.
    pub(super) fn picture(&self) -> String {
        let mut out = self.text();
        out.push('\n');
        for y in 0..self.buffer.area.height {
            let runs = self.runs(y);
            if !runs.is_empty() {
                writeln!(out, "{y:>2}: {}", runs.join(", ")).unwrap();
            }
        }
        match self.cursor {
            Some((x, y)) => writeln!(out, "cursor: column {x}, row {y}").unwrap(),
            None => writeln!(out, "cursor: hidden").unwrap(),
        }
        out
    }

    fn runs(&self, y: u16) -> Vec<String> {
        let styles: Vec<String> = self.row(y).into_iter().map(style).collect();
        let (mut runs, mut first) = (Vec::new(), 0);
        while first < styles.len() {
            let same = styles[first..].iter().take_while(|style| **style == styles[first]).count();
            if !styles[first].is_empty() {
                runs.push(format!("{first}-{} {}", first + same - 1, styles[first]));
            }
            first += same;
        }
        runs
    }
}

fn style(cell: &ScreenCell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(cell.fg.to_string().to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg).to_lowercase());
    }
    words.extend(cell.modifier.iter_names().map(|(name, _): (_, Modifier)| name.to_lowercase()));
    words.join(" ")
}
