//! Cost of a review: a key, its frame and its bytes for the terminal, a journal line in memory and on disk, the
//! replay of ten thousand lines.
//! Ten times the lines may cost ten times the time.

use std::cell::RefCell;
use std::hint::black_box;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Instant;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use strict_review::journal::log::Log;
use strict_review::journal::memory::Memory;
use strict_review::journal::replay::replay;
use strict_review::journal::{AppendError, Journal};
use strict_review::load::runbook;
use strict_review::review::action::Action;
use strict_review::review::fingerprint::Digest;
use strict_review::review::handoff::Handoff;
use strict_review::review::moment::Moment;
use strict_review::review::start::Start;
use strict_review::session::Session;
use strict_review::tui::app::console::Console;
use strict_review::tui::terminal::painter::Painter;
use strict_review::tui::theme::Theme;

const HANDOFF: &[u8] = include_bytes!("../assets/samples/ready-handoff.json");

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

const KEYS: usize = 200;

const TIMES: usize = 15;

#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Memory>>);

impl Journal for Kept {
    fn append(&mut self, line: &[u8]) -> Result<(), AppendError> {
        self.0.borrow_mut().append(line)
    }
}

fn clock() -> Moment {
    Moment::from_timestamp(jiff::Timestamp::UNIX_EPOCH)
}

fn session(journal: Box<dyn Journal>) -> Session {
    let begun = runbook(None).ok().and_then(|runbook| {
        let handoff = Handoff::parse(HANDOFF, &runbook).ok()?;
        let start = Start::new("0123456789abcdef".to_owned(), &runbook, handoff);
        Session::begin(start, journal, clock).ok()
    });
    begun.unwrap_or_else(|| unreachable!("the sample is a handoff of the embedded definition"))
}

fn console(size: (u16, u16)) -> Console {
    let (session, out) = (session(Box::new(Memory::default())), PathBuf::from("packets"));
    Console::new(session, size.into(), Theme::colours(), out, "sandboxed", None)
}

/// A key down and a key up in turn, so that each moves.
fn press(console: &mut Console, number: usize) {
    let key = if number.is_multiple_of(2) { 'j' } else { 'k' };
    black_box(console.press(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)));
}

/// Notes on one item, each with another text.
fn journal(answers: usize) -> Vec<u8> {
    let kept = Kept::default();
    let mut session = session(Box::new(kept.clone()));
    let item = session.review().checklist().items().first().map(|item| item.id.clone()).unwrap_or_default();
    for number in 0..answers {
        let note = format!("part {number} was read back and compared");
        let written = session.act(Action::WriteNote { item: item.clone(), note });
        assert!(written.is_ok(), "a note is taken");
    }
    kept.0.take().bytes
}

fn main() -> io::Result<()> {
    divan::main();
    let mut out = io::stdout().lock();
    bytes_per_key(&mut out)?;
    growth(&mut out)
}

fn bytes_per_key(out: &mut impl Write) -> io::Result<()> {
    for (columns, rows) in SIZES {
        let mut console = console((columns, rows));
        let (mut painter, mut bytes) = (Painter::new(columns, rows), Vec::new());
        painter.paint(|buffer| (console.draw(buffer), None), &mut bytes);
        let first = bytes.len();
        for number in 0..KEYS {
            press(&mut console, number);
            painter.paint(|buffer| (console.draw(buffer), None), &mut bytes);
        }
        let each = (bytes.len() - first) / KEYS;
        writeln!(out, "{columns}x{rows}: {first} bytes for the first screen, {each} for a move")?;
    }
    Ok(())
}

/// A thousand and ten thousand lines in turn, and the cost of only reading and hashing the bytes.
fn growth(out: &mut impl Write) -> io::Result<()> {
    let journals = [journal(1_000), journal(10_000)];
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..TIMES {
        for (bytes, times) in journals.iter().zip(&mut times) {
            let begin = Instant::now();
            black_box(replay(bytes).is_ok());
            times.push(begin.elapsed().as_secs_f64());
        }
        let begin = Instant::now();
        for line in journals[1].split(|byte| *byte == b'\n') {
            black_box(Digest::compute(line));
        }
        times[2].push(begin.elapsed().as_secs_f64());
    }
    let [small, large, floor] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times.get(TIMES / 2).copied().unwrap_or_default()
    });
    let (large_ms, floor_ms) = (large * 1e3, floor * 1e3);
    writeln!(
        out,
        "replay of 10,000 lines: {large_ms:.1} ms, {:.1} times hashing them ({floor_ms:.1} ms, budget 3), exponent {:.2}",
        large / floor,
        (large / small).log10()
    )
}

#[divan::bench(args = SIZES)]
fn update(bencher: Bencher, size: (u16, u16)) {
    let (mut console, mut number) = (console(size), 0);
    bencher.bench_local(|| {
        number += 1;
        press(&mut console, number);
    });
}

#[divan::bench(args = SIZES)]
fn whole_frame(bencher: Bencher, size: (u16, u16)) {
    let (mut console, mut painter, mut number) = (console(size), Painter::new(size.0, size.1), 0);
    bencher.bench_local(|| {
        number += 1;
        press(&mut console, number);
        let mut bytes = Vec::new();
        painter.paint(|buffer| (console.draw(buffer), None), &mut bytes);
        bytes
    });
}

#[divan::bench]
fn answer_in_memory(bencher: Bencher) {
    answers(bencher, session(Box::new(Memory::default())));
}

#[divan::bench]
fn answer_on_a_synced_disk(bencher: Bencher) {
    let Ok(folder) = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")) else { return };
    let Ok(log) = Log::create(&folder.path().join("journal")) else { return };
    answers(bencher, session(Box::new(log)));
}

fn answers(bencher: Bencher, mut session: Session) {
    let item = session.review().checklist().items().first().map(|item| item.id.clone()).unwrap_or_default();
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        let action = if number % 2 == 1 {
            Action::Confirm { item: item.clone() }
        } else {
            Action::TakeBack { item: item.clone() }
        };
        assert!(session.act(action).is_ok(), "an answer is taken");
    });
}

#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn replayed(bencher: Bencher, answers: usize) {
    let bytes = journal(answers);
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .counter(ItemsCount::new(answers))
        .bench(|| replay(&bytes).is_ok());
}
