//! Bytes of a terminal, in any chunks, into a console in memory: only review events result, and the journal replays
//! to the review on screen.

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use strict_review::review::state::Review;
use strict_review::review::text::has_hidden;
use strict_review::tui::app::console::{Console, Flow};
use strict_review::tui::model::message::{Message, Reply};
use strict_review::tui::terminal::input::{Decoder, Input, Mouse};
use strict_review::tui::theme::Theme;

use super::{record, samples};

/// No UTF-8 text has this byte. The byte after it selects something other than a key.
const OTHERWISE: u8 = 0xFF;

/// Terminal sizes: the smallest, wider ones, and some that are too small for a review.
const SIZES: [(u16, u16); 8] = [(60, 16), (80, 16), (120, 24), (79, 17), (59, 16), (60, 15), (1, 1), (0, 0)];

/// Input: bytes of a terminal, with [`OTHERWISE`] before anything else that happens.
pub fn hold(bytes: &[u8]) {
    decoded_alike_in_any_chunks(bytes);
    let mut desk = Desk::open(bytes.first().copied().unwrap_or_default());
    let mut rest = bytes;
    while let Some((byte, behind)) = rest.split_first() {
        if *byte == OTHERWISE {
            let (what, behind) = behind.split_first().unwrap_or((&0, &[]));
            desk.otherwise(*what);
            desk.draw();
            rest = behind;
        } else {
            let end = rest.iter().position(|byte| *byte == OTHERWISE).unwrap_or(rest.len());
            let end = end.min(desk.chunk);
            let (chunk, behind) = rest.split_at(end);
            desk.send(chunk);
            rest = behind;
        }
        if desk.has_ended {
            break;
        }
    }
    desk.holds();
}

/// Chunks make no difference, except where an interrupt alone ends a paste.
fn decoded_alike_in_any_chunks(bytes: &[u8]) {
    let mut decoder = Decoder::default();
    decoder.take(bytes);
    let whole: Vec<Input> = std::iter::from_fn(|| decoder.pop()).collect();
    assert!(whole.len() <= bytes.len(), "no more inputs than bytes");
    if !bytes.contains(&0x03) {
        let mut decoder = Decoder::default();
        let mut each = Vec::new();
        for byte in bytes {
            decoder.take(&[*byte]);
            each.extend(std::iter::from_fn(|| decoder.pop()));
        }
        assert_eq!(each, whole, "inputs are the same in any chunks");
    }
    if bytes.is_ascii() && !bytes.contains(&0x1b) {
        assert_eq!(whole.len(), bytes.len(), "a plain key is one byte");
    }
}

struct Desk {
    console: Console,
    journal: samples::Shared,
    screen: Terminal<TestBackend>,
    decoder: Decoder,
    chunk: usize,
    has_ended: bool,
    lines: usize,
}

impl Desk {
    /// `choice` sets the progress of the review and the number of bytes that a terminal sends at once.
    fn open(choice: u8) -> Self {
        let (session, journal) = samples::begun(choice);
        let size = SIZES[usize::from(choice / 64)];
        // Nothing can be written below a file.
        let out = PathBuf::from("/dev/null/packets");
        let console = Console::new(session, size.into(), Theme::colours(), out, "sandboxed", None);
        let screen = Terminal::new(TestBackend::new(size.0, size.1)).expect("a screen in memory");
        let (decoder, chunk) = (Decoder::default(), if choice.is_multiple_of(8) { 1 } else { usize::MAX });
        let lines = journal.lines();
        Self { console, journal, screen, decoder, chunk, has_ended: false, lines }
    }

    fn review(&self) -> &Review {
        self.console.session().review()
    }

    fn send(&mut self, chunk: &[u8]) {
        self.decoder.take(chunk);
        while let Some(input) = self.decoder.pop() {
            self.input(input);
            if self.has_ended {
                return;
            }
        }
        self.draw();
    }

    fn input(&mut self, input: Input) {
        match input {
            Input::Key(key) => self.turn(|console| console.press(key)),
            Input::Paste(text) => self.turn(|console| console.take(Message::Paste(text))),
            Input::Focused => self.turn(|console| console.take(Message::Recheck)),
            Input::Mouse(mouse) => self.points(mouse),
            Input::Answer(_)
            | Input::Resized
            | Input::Continued
            | Input::Stop
            | Input::Ended(_)
            | Input::HungUp => {}
        }
    }

    /// Events of a terminal that are no bytes, and keys that few terminals send.
    fn otherwise(&mut self, what: u8) {
        match what {
            // The rest of a sequence did not arrive in time.
            0 => {
                self.decoder.give_up();
                self.send(&[]);
            }
            1 => self.turn(|console| console.take(Message::Recheck)),
            2 => self.settle_next(),
            3..=9 => {
                let key = KeyEvent::new(KeyCode::F(what), KeyModifiers::ALT);
                self.turn(|console| console.press(key));
            }
            10..=63 => {
                let key = KeyEvent::new(KeyCode::Char(char::from(what)), KeyModifiers::SUPER);
                self.turn(|console| console.press(key));
            }
            _ => {
                let (columns, rows) = SIZES[usize::from(what) % SIZES.len()];
                self.screen = Terminal::new(TestBackend::new(columns, rows)).expect("a screen in memory");
                self.turn(|console| console.take(Message::Told(Reply::Resized((columns, rows).into()))));
            }
        }
    }

    fn settle_next(&mut self) {
        let typed = samples::typed_next(self.review());
        self.turn(|console| console.take(Message::Paste(typed)));
    }

    /// A mouse may open items and show evidence, which is recorded, but it answers nothing.
    fn points(&mut self, mouse: Mouse) {
        let before = self.lines;
        self.turn(|console| console.point(mouse));
        let journal = self.journal.bytes();
        let new = journal.split(|byte| *byte == b'\n').skip(before).filter(|line| !line.is_empty());
        for line in new {
            let text = String::from_utf8_lossy(line);
            let looks = [r#""type":"opened""#, r#""type":"evidence-"#].iter().any(|kind| text.contains(kind));
            assert!(looks || record::reopens(line), "a mouse answers nothing");
        }
    }

    /// One event adds at most one line, besides the answers that it reopens.
    fn turn(&mut self, happens: impl FnOnce(&mut Console) -> Flow) {
        let closed = self.review().closing().is_some();
        let flow = happens(&mut self.console);
        self.has_ended = flow == Flow::Leave;
        let lines = self.journal.lines();
        assert!(!closed || lines == self.lines, "nothing is recorded in a closed review");
        if lines > self.lines + 1 {
            let journal = self.journal.bytes();
            let new = journal.split(|byte| *byte == b'\n').skip(self.lines).take(lines - self.lines);
            let asked = new.filter(|line| !record::reopens(line)).count();
            assert!(asked <= 1, "what happens once is recorded once");
        }
        self.lines = lines;
    }

    /// As in the program, one frame answers a burst.
    fn draw(&mut self) {
        self.screen.draw(|frame| _ = self.console.draw(frame.buffer_mut())).expect("a screen in memory");
        for cell in self.screen.backend().buffer().content() {
            assert!(!has_hidden(cell.symbol()), "no cell hides a character: {:?}", cell.symbol());
        }
    }

    fn holds(self) {
        record::tells(&self.journal.bytes(), self.console.session());
        assert!(self.console.exported().is_none(), "nothing is written where nothing can be");
    }
}
