//! Decoder of terminal bytes into keys, pastes, mouse reports and answers.

use std::collections::VecDeque;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustix::event::Timespec;
use termina::event::{
    KeyCode as Code, KeyEvent as RawKey, KeyEventKind, Modifiers, MouseButton, MouseEventKind,
};
use termina::{Event, Parser};

use super::sequence::{Cutter, Dialect, Held, Sequence};
use super::{Input, Mouse, Pointing, answers};

pub(super) const CHUNK_BYTES: usize = 4096;

/// Wait for the bytes that turn an escape into a sequence: over slow lines the next byte comes 50 ms later.
const ESCAPE_WAIT: Timespec = milliseconds(52);

/// Wait for the rest of a cut character or sequence. It may be long, because nobody types the beginning of one.
const PART_WAIT: Timespec = milliseconds(1000);

/// Silence after a paste before keys count again: bytes that arrive together with its end were pasted too.
pub(super) const PASTED_WAIT: Timespec = milliseconds(2);

const fn milliseconds(count: i64) -> Timespec {
    Timespec { tv_sec: count / 1000, tv_nsec: count % 1000 * 1_000_000 }
}

/// The parser would wait forever for the rest of a sequence, and takes the bytes after an unknown one for keys.
/// Therefore it gets only whole sequences that it knows.
#[derive(Default)]
pub struct Decoder {
    cutter: Cutter,
    parser: Parser,
    ready: VecDeque<Input>,
    /// True from the end of a paste until [`PASTED_WAIT`] passes in silence.
    pasted: bool,
    dialect: Dialect,
}

impl Decoder {
    /// `term` is the value of the variable `TERM`.
    #[must_use]
    pub fn for_terminal(term: &str) -> Self {
        let dialect = Dialect::from_term(term);
        Self { cutter: Cutter::new(dialect), dialect, ..Self::default() }
    }

    pub fn take(&mut self, chunk: &[u8]) {
        self.cutter.take(chunk);
        self.make();
    }

    fn make(&mut self) {
        while let Some(sequence) = self.cutter.pop() {
            let input = match sequence {
                Sequence::Key(bytes) => self.key(&bytes),
                Sequence::Answer(text) => answers::of_string(&text).map(Input::Answer),
                Sequence::Paste(bytes) => {
                    self.pasted = true;
                    Some(Input::Paste(String::from_utf8_lossy(&bytes).into_owned()))
                }
            };
            let counts = |input: &Input| !self.pasted || !matches!(input, Input::Key(_) | Input::Mouse(_));
            self.ready.extend(input.filter(counts));
        }
    }

    pub fn pop(&mut self) -> Option<Input> {
        self.ready.pop_front()
    }

    /// Time after which [`Self::give_up`] is due. `None` also inside a paste, which only its end mark or a key ends.
    #[must_use]
    pub fn waits(&self) -> Option<Timespec> {
        match self.cutter.held() {
            Held::Escape | Held::PasteEscape => Some(ESCAPE_WAIT),
            Held::Part => Some(PART_WAIT),
            Held::Nothing if self.pasted => Some(PASTED_WAIT),
            Held::Nothing | Held::Paste => None,
        }
    }

    /// True if the next bytes arrive together with the end of a paste.
    pub(super) fn is_behind_paste(&self) -> bool {
        self.pasted && !matches!(self.cutter.held(), Held::Paste | Held::PasteEscape)
    }

    /// Call it when the time of [`Self::waits`] has passed without input.
    pub fn give_up(&mut self) {
        self.pasted &= self.cutter.held() != Held::Nothing;
        self.cutter.give_up();
        self.make();
    }

    fn key(&mut self, bytes: &[u8]) -> Option<Input> {
        if let Some(answer) = answers::of_sequence(bytes) {
            return Some(Input::Answer(answer));
        }
        // With Alt, some terminals send an escape before the sequence of the key.
        if let [ESCAPE, sequence @ ..] = bytes
            && let [ESCAPE, _, ..] = sequence
        {
            return match self.key(sequence)? {
                Input::Key(key) => {
                    Some(Input::Key(KeyEvent { modifiers: key.modifiers | KeyModifiers::ALT, ..key }))
                }
                _ => None,
            };
        }
        if let Some(key) = own_key(bytes, self.dialect) {
            return Some(Input::Key(key));
        }
        if !is_known(bytes) {
            return None;
        }
        self.parser.parse(bytes, false);
        let event = self.parser.pop();
        if event.is_none() {
            // The failed parser still holds the bytes that it could not use.
            self.parser = Parser::default();
        }
        event.as_ref().and_then(input)
    }
}

const ESCAPE: u8 = 0x1b;

/// Sequences that the parser takes whole or not at all. Of others it would leave a rest, which looks like keys.
fn is_known(bytes: &[u8]) -> bool {
    match bytes {
        [ESCAPE, b'[', b'<' | b'M' | b'[' | b'0'..=b'9', ..] | [ESCAPE, b'[', _] => true,
        [ESCAPE, b'[', ..] => false,
        _ => true,
    }
}

/// Keys that the parser does not know: arrows with Ctrl in rxvt-unicode, the keypad in application mode (xterm,
/// “VT220-Style Function Keys”), and two keys of st.
fn own_key(bytes: &[u8], dialect: Dialect) -> Option<KeyEvent> {
    let plain = |code| Some(KeyEvent::new(code, KeyModifiers::empty()));
    let control = |code| Some(KeyEvent::new(code, KeyModifiers::CONTROL));
    match bytes {
        b"\x1b[P" if dialect == Dialect::St => plain(KeyCode::Delete),
        b"\x1b[M" if dialect == Dialect::St => control(KeyCode::Delete),
        b"\x1bOa" => control(KeyCode::Up),
        b"\x1bOb" => control(KeyCode::Down),
        b"\x1bOc" => control(KeyCode::Right),
        b"\x1bOd" => control(KeyCode::Left),
        b"\x1bOM" => plain(KeyCode::Enter),
        b"\x1bOI" => plain(KeyCode::Tab),
        b"\x1bO " => plain(KeyCode::Char(' ')),
        b"\x1bOX" => plain(KeyCode::Char('=')),
        // `j` to `y` are `*` to `9`, in the order of ASCII.
        [ESCAPE, b'O', letter @ b'j'..=b'y'] => plain(KeyCode::Char(char::from(letter - b'j' + b'*'))),
        _ => None,
    }
}

fn input(event: &Event) -> Option<Input> {
    match event {
        Event::Key(key) => key_event(*key).map(Input::Key),
        Event::FocusIn => Some(Input::Focused),
        Event::Mouse(mouse) => {
            let does = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Pointing::Press,
                MouseEventKind::ScrollUp => Pointing::WheelUp,
                MouseEventKind::ScrollDown => Pointing::WheelDown,
                _ => return None,
            };
            Some(Input::Mouse(Mouse { column: mouse.column, row: mouse.row, does }))
        }
        _ => None,
    }
}

/// Returns `None` for releases and for keys without a meaning here. Keys that only the kitty protocol distinguishes
/// mean the same as in the old encoding.
fn key_event(key: RawKey) -> Option<KeyEvent> {
    if key.kind == KeyEventKind::Release
        || key.modifiers.intersects(Modifiers::SUPER | Modifiers::HYPER | Modifiers::META)
    {
        return None;
    }
    let alike = |code: Code| match (key.modifiers.contains(Modifiers::CONTROL), code) {
        (true, Code::Char('i' | 'I')) => Some(Code::Tab),
        (true, Code::Char('m' | 'M')) => Some(Code::Enter),
        (true, Code::Char('[')) => Some(Code::Escape),
        (_, _) => None,
    };
    let own = alike(key.code);
    let code = match own.unwrap_or(key.code) {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Backspace => KeyCode::Backspace,
        Code::Tab => KeyCode::Tab,
        Code::Escape => KeyCode::Esc,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::BackTab => KeyCode::BackTab,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::Delete => KeyCode::Delete,
        Code::Function(number) => KeyCode::F(number),
        _ => return None,
    };
    // A held key may go on moving, but each answer takes a press of its own.
    if key.kind == KeyEventKind::Repeat && matches!(code, KeyCode::Char(_) | KeyCode::Enter | KeyCode::Esc) {
        return None;
    }
    let mut modifiers = KeyModifiers::empty();
    for (theirs, ours) in [
        (Modifiers::SHIFT, KeyModifiers::SHIFT),
        (Modifiers::CONTROL, KeyModifiers::CONTROL),
        (Modifiers::ALT, KeyModifiers::ALT),
    ] {
        modifiers.set(ours, key.modifiers.contains(theirs));
    }
    if own.is_some() {
        modifiers.remove(KeyModifiers::CONTROL);
    }
    Some(KeyEvent::new(code, modifiers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(decoder: &mut Decoder, chunk: &[u8]) -> Vec<Input> {
        decoder.take(chunk);
        std::iter::from_fn(|| decoder.pop()).collect()
    }

    fn key(code: KeyCode) -> Input {
        Input::Key(KeyEvent::new(code, KeyModifiers::empty()))
    }

    fn given_up(decoder: &mut Decoder) -> Vec<Input> {
        decoder.give_up();
        std::iter::from_fn(|| decoder.pop()).collect()
    }

    #[test]
    fn a_paste_is_one_input_also_when_its_marks_are_cut_anywhere() {
        let pasted = b"\x1b[200~q q\x1b[201~";
        for size in 1..pasted.len() {
            let mut decoder = Decoder::default();
            let inputs: Vec<Input> =
                pasted.chunks(size).flat_map(|chunk| decoded(&mut decoder, chunk)).collect();
            assert_eq!(inputs, [Input::Paste("q q".to_owned())], "{size}");
        }
        let mut decoder = Decoder::default();
        assert!(decoded(&mut decoder, b"\x1b[200~q").is_empty());
        assert_eq!(decoder.waits(), None, "a paste is waited for");
    }

    #[test]
    fn nothing_that_comes_with_the_end_of_a_paste_is_a_key_or_a_click() {
        let mut decoder = Decoder::default();
        let behind = b"\x1b[200~a\x1b[201~ cq\x1b[<0;5;3M\x1b[?62c\x1b[200~b\x1b[201~q";
        let inputs = decoded(&mut decoder, behind);
        let paste = |text: &str| Input::Paste(text.to_owned());
        assert_eq!(inputs, [paste("a"), Input::Answer(answers::Answer::Device), paste("b")]);
        assert!(decoded(&mut decoder, b"q").is_empty(), "nor what follows at once");
        assert_eq!(decoder.waits(), Some(PASTED_WAIT));
        assert!(given_up(&mut decoder).is_empty());
        assert_eq!((decoder.waits(), decoded(&mut decoder, b"j")), (None, vec![key(KeyCode::Char('j'))]));
    }

    #[test]
    fn a_paste_that_never_ends_is_ended_by_escape_and_by_an_interrupt() {
        let mut decoder = Decoder::default();
        assert!(decoded(&mut decoder, b"\x1b[200~text").is_empty());
        assert!(decoded(&mut decoder, b"\x1b").is_empty());
        assert_eq!(given_up(&mut decoder), [key(KeyCode::Esc)]);
        assert_eq!(decoded(&mut decoder, b"j\x1b[200~text"), [key(KeyCode::Char('j'))]);
        let interrupt = Input::Key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
        assert_eq!(decoded(&mut decoder, b"\x03"), [interrupt]);
        assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))]);
    }

    #[test]
    fn a_cut_short_sequence_is_waited_for_only_so_long_and_makes_nobody_deaf() {
        for part in
            [&b"\x1b["[..], b"\x1b]", b"\x1b]11;rgb:00", b"\x1b[<0;", b"\x1bP", b"\xe6\xbc", b"\x1b[M "]
        {
            let mut decoder = Decoder::default();
            assert!(decoded(&mut decoder, part).is_empty());
            assert_eq!(decoder.waits(), Some(PART_WAIT), "{part:?}");
            assert!(given_up(&mut decoder).is_empty());
            assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))], "{part:?}");
            assert_eq!(decoder.waits(), None, "a plain key leaves nothing to wait for");
        }
    }

    #[test]
    fn keys_of_single_terminals_are_read_and_are_no_other_ones_elsewhere() {
        let with = |code, modifiers| Input::Key(KeyEvent::new(code, modifiers));
        let mut decoder = Decoder::default();
        for (sent, meant) in [
            ("\x1bOd", with(KeyCode::Left, KeyModifiers::CONTROL)),
            ("\x1bOc", with(KeyCode::Right, KeyModifiers::CONTROL)),
            ("\x1bOM", key(KeyCode::Enter)),
            ("\x1bOp", key(KeyCode::Char('0'))),
            ("\x1bOy", key(KeyCode::Char('9'))),
            ("\x1bOm", key(KeyCode::Char('-'))),
            ("\x1b\x1b[A", with(KeyCode::Up, KeyModifiers::ALT)),
            ("\x1b[P", key(KeyCode::F(1))),
        ] {
            assert_eq!(decoded(&mut decoder, sent.as_bytes()), [meant], "{sent:?}");
        }
        for term in ["st", "st-256color"] {
            let mut decoder = Decoder::for_terminal(term);
            let control = with(KeyCode::Delete, KeyModifiers::CONTROL);
            assert_eq!(decoded(&mut decoder, b"\x1b[P\x1b[M"), [key(KeyCode::Delete), control]);
        }
        assert_eq!(decoded(&mut Decoder::for_terminal("stterm"), b"\x1b[P"), [key(KeyCode::F(1))]);
    }

    #[test]
    fn mouse_reports_are_read_and_what_is_none_is_no_key() {
        let mouse = |column, row, does| Input::Mouse(Mouse { column, row, does });
        let mut decoder = Decoder::default();
        assert_eq!(decoded(&mut decoder, b"\x1b[<0;5;3M"), [mouse(4, 2, Pointing::Press)]);
        assert_eq!(
            decoded(&mut decoder, b"\x1b[<64;1;1M\x1b[<65;1;1M"),
            [mouse(0, 0, Pointing::WheelUp), mouse(0, 0, Pointing::WheelDown)]
        );
        assert_eq!(decoded(&mut decoder, b"\x1b[M !!"), [mouse(0, 0, Pointing::Press)]);
        // Releases, other buttons, movements, and malformed reports.
        for report in ["<0;5;3m", "<2;5;3M", "<32;5;3M", "<35;5;3M", "<;;M", "<0;5q", "<999;1;1M", "<0;5;3~"]
        {
            assert!(decoded(&mut decoder, format!("\x1b[{report}").as_bytes()).is_empty(), "{report}");
            assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))], "{report}");
        }
    }

    #[test]
    fn sequences_that_nobody_knows_are_no_keys() {
        let mut decoder = Decoder::default();
        for unknown in
            ["\x1b[!p", "\x1b[!u", "\x1b[?1u", "\x1b[>1u", "\x1b[=q", "\x1b[ q", "\x1b[?1;2c", "\x1b[5n"]
        {
            let inputs = decoded(&mut decoder, unknown.as_bytes());
            assert!(inputs.iter().all(|input| matches!(input, Input::Answer(_))), "{unknown:?}");
        }
        assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))]);
    }

    #[test]
    fn keys_that_are_told_apart_mean_what_they_meant_before() {
        let with = |code, modifiers| Input::Key(KeyEvent::new(code, modifiers));
        let control = |c| with(KeyCode::Char(c), KeyModifiers::CONTROL);
        let mut decoder = Decoder::default();
        for (told_apart, before) in [
            ("\x1b[27u", key(KeyCode::Esc)),
            ("\x1b[91;5u", key(KeyCode::Esc)),
            ("\x1b[105;5u", key(KeyCode::Tab)),
            ("\x1b[109;5u", key(KeyCode::Enter)),
            ("\x1b[99;5u", control('c')),
            ("\x1b[115;5u", control('s')),
            ("\x1b[98;3u", with(KeyCode::Char('b'), KeyModifiers::ALT)),
            ("\x1b[9;2u", with(KeyCode::BackTab, KeyModifiers::SHIFT)),
            ("\x1b[57417u", key(KeyCode::Left)),
            ("\x1b[57414u", key(KeyCode::Enter)),
            ("\x1b[1;1:2B", key(KeyCode::Down)),
            ("\x1b[115;69u", control('s')),
        ] {
            assert_eq!(decoded(&mut decoder, told_apart.as_bytes()), [before], "{told_apart:?}");
        }
        // Released keys, held keys, and keys that old terminals do not send.
        for nothing in ["\x1b[106;1:3u", "\x1b[32;1:2u", "\x1b[113;9u", "\x1b[57441;2u", "\x1b[1;1:3B"] {
            assert!(decoded(&mut decoder, nothing.as_bytes()).is_empty(), "{nothing:?}");
        }
    }
}
