//! Bytes to keys, pastes, mouse reports and answers.

use std::collections::VecDeque;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustix::event::Timespec;
use termina::event::{
    KeyCode as Code, KeyEvent as RawKey, KeyEventKind, Modifiers, MouseButton, MouseEventKind,
};
use termina::{Event, Parser};

use super::sequence::{Cutter, Held, Sequence};
use super::{Input, Mouse, Pointing, answers};

/// Bytes read at once.
pub(super) const CHUNK_BYTES: usize = 4096;

/// How long the rest of a key that was cut short is waited for.
const KEY_WAIT: Timespec = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };

/// How long the rest of what only a terminal sends is waited for: over a slow line it comes late, and would be keys.
const REPORT_WAIT: Timespec = Timespec { tv_sec: 1, tv_nsec: 0 };

/// Bytes to events. The parser behind it would wait for the rest of a sequence for ever, and takes what is behind one
/// that it does not know for keys; it is given whole sequences that it knows.
#[derive(Default)]
pub struct Decoder {
    cutter: Cutter,
    parser: Parser,
    ready: VecDeque<Input>,
}

impl Decoder {
    /// Takes the bytes of one read.
    pub fn take(&mut self, chunk: &[u8]) {
        // A full buffer may have cut a sequence in two; anything else is all there is.
        self.cutter.take(chunk, chunk.len() == CHUNK_BYTES);
        while let Some(sequence) = self.cutter.pop() {
            let input = match sequence {
                Sequence::Key(bytes) => self.key(&bytes),
                Sequence::Answer(text) => answers::of_string(&text).map(Input::Answer),
                Sequence::Paste(bytes) => Some(Input::Paste(String::from_utf8_lossy(&bytes).into_owned())),
            };
            self.ready.extend(input);
        }
    }

    /// The next input of those that the bytes so far made.
    pub fn pop(&mut self) -> Option<Input> {
        self.ready.pop_front()
    }

    /// How long the rest of something is waited for, if it is.
    #[must_use]
    pub fn waits(&self) -> Option<Timespec> {
        match self.cutter.held() {
            Held::Part => Some(KEY_WAIT),
            Held::Report => Some(REPORT_WAIT),
            Held::Nothing | Held::Paste => None,
        }
    }

    /// Gives up the part of something whose rest did not come.
    pub fn drop_part(&mut self) {
        self.cutter.drop_part();
    }

    fn key(&mut self, bytes: &[u8]) -> Option<Input> {
        if let Some(answer) = answers::of_sequence(bytes) {
            return Some(Input::Answer(answer));
        }
        if !is_known(bytes) {
            return None;
        }
        self.parser.parse(bytes, false);
        let event = self.parser.pop();
        if event.is_none() {
            // It holds what it could not use.
            self.parser = Parser::default();
        }
        event.as_ref().and_then(input)
    }
}

/// Whether the parser takes a sequence whole, or not at all.
fn is_known(bytes: &[u8]) -> bool {
    match bytes {
        [0x1b, b'[', b'<' | b'M' | b'[' | b'0'..=b'9', ..] | [0x1b, b'[', _] => true,
        [0x1b, b'[', ..] => false,
        _ => true,
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

/// The key in the terms of the rest of the console; `None` for releases and for keys that mean nothing here. What a
/// terminal tells apart that looks alike in the old encoding means the same as there.
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
    // Held keys move on; what answers is pressed.
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

    #[test]
    fn a_paste_is_one_input_also_when_its_marks_are_cut_in_two() {
        let mut decoder = Decoder::default();
        assert!(decoded(&mut decoder, b"\x1b[20").is_empty());
        assert!(decoded(&mut decoder, b"0~q q\x1b[2").is_empty());
        assert_eq!(decoder.waits(), None, "a paste is waited for");
        assert_eq!(decoded(&mut decoder, b"01~"), [Input::Paste("q q".to_owned())]);
        assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))]);
    }

    #[test]
    fn a_paste_that_never_ends_is_ended_by_escape() {
        let mut decoder = Decoder::default();
        assert!(decoded(&mut decoder, b"\x1b[200~text").is_empty());
        assert_eq!(decoded(&mut decoder, b"\x1b"), [key(KeyCode::Esc)]);
        assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))]);
    }

    #[test]
    fn a_sequence_that_is_cut_short_is_waited_for_only_so_long() {
        for part in [&b"\x1b["[..], b"\x1b]", b"\x1b[<0;", b"\x1bP", b"\xe6\xbc"] {
            let mut decoder = Decoder::default();
            assert!(decoded(&mut decoder, part).is_empty());
            assert!(decoder.waits().is_some(), "{part:?}");
        }
        let mut decoder = Decoder::default();
        assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))]);
        assert_eq!(decoder.waits(), None, "a plain key leaves nothing to wait for");
    }

    #[test]
    fn a_cut_short_sequence_does_not_make_the_console_deaf() {
        for part in [&b"\x1b]"[..], b"\x1b]11;rgb:00", b"\x1b[<0;1", b"\x1bP"] {
            let mut decoder = Decoder::default();
            assert!(decoded(&mut decoder, part).is_empty());
            // Whatever comes meanwhile is no key, and it is waited for only so long all the same.
            decoded(&mut decoder, b"0");
            assert!(decoder.waits().is_some(), "{part:?}");
            decoder.drop_part();
            assert_eq!(decoded(&mut decoder, b"j"), [key(KeyCode::Char('j'))], "{part:?}");
        }
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
        // Releases, other buttons, movements, and reports that are none.
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
        // Released, held, and with keys that no old terminal sends.
        for nothing in ["\x1b[106;1:3u", "\x1b[32;1:2u", "\x1b[113;9u", "\x1b[57441;2u", "\x1b[1;1:3B"] {
            assert!(decoded(&mut decoder, nothing.as_bytes()).is_empty(), "{nothing:?}");
        }
    }
}
