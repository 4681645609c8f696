//! Cuts what a terminal sends into keys, sequences and pastes, so that a part of one is never taken for keys.

use std::collections::VecDeque;

/// The longest answer of a terminal that is waited for; a longer one means nothing here.
const ANSWER_BYTES_MAX: usize = 4096;

const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const INTERRUPT: u8 = 0x03;

/// What was cut out, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sequence {
    /// A character, a control character, or an escape sequence.
    Key(Vec<u8>),
    /// A string that terminals answer with (OSC), without its introducer and its end.
    Answer(Vec<u8>),
    /// A paste, without its marks.
    Paste(Vec<u8>),
}

/// What may stand at the end of the bytes so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Nothing.
    Nothing,
    /// A part that a key may have begun.
    Part,
    /// A part of what only a terminal sends by itself: a mouse report, an answer.
    Report,
    /// A paste that has not ended.
    Paste,
}

/// Bytes to sequences.
#[derive(Default)]
pub(super) struct Cutter {
    part: Vec<u8>,
    pasting: bool,
    whole: VecDeque<Sequence>,
}

enum Verdict {
    Goes,
    Ends,
    /// It is no sequence; the last byte begins anew.
    Broken,
}

impl Cutter {
    /// Takes the bytes of one read. `more` says that it may have cut something in two at any place.
    pub(super) fn take(&mut self, chunk: &[u8], more: bool) {
        // The end of a paste may never come. A key that means “stop” ends it, and is no part of any paste:
        // terminals take control characters out.
        if self.pasting && matches!(chunk, [ESCAPE | INTERRUPT]) {
            *self = Self { whole: std::mem::take(&mut self.whole), ..Self::default() };
        }
        for byte in chunk {
            self.push(*byte);
        }
        // An escape with nothing behind it is the key of that name.
        if self.part == [ESCAPE] && !more {
            self.end();
        }
    }

    /// The next sequence of those that are whole.
    pub(super) fn pop(&mut self) -> Option<Sequence> {
        self.whole.pop_front()
    }

    /// What is waited for.
    pub(super) fn held(&self) -> Held {
        match self.part.as_slice() {
            _ if self.pasting => Held::Paste,
            [] => Held::Nothing,
            [ESCAPE, b'[', b'<' | b'?', ..] | [ESCAPE, b']', b'0'..=b'9', ..] => Held::Report,
            _ => Held::Part,
        }
    }

    /// Gives up what is not whole.
    pub(super) fn drop_part(&mut self) {
        self.part.clear();
    }

    fn push(&mut self, byte: u8) {
        if self.pasting {
            self.part.push(byte);
            if self.part.ends_with(PASTE_ENDS) {
                self.part.truncate(self.part.len() - PASTE_ENDS.len());
                self.pasting = false;
                self.whole.push_back(Sequence::Paste(std::mem::take(&mut self.part)));
            }
            return;
        }
        self.part.push(byte);
        match verdict(&self.part) {
            Verdict::Goes => {}
            Verdict::Ends => self.end(),
            Verdict::Broken => {
                self.part.pop();
                if self.part == [ESCAPE] {
                    // Two escapes in a row: the first is the key.
                    self.end();
                } else if self.part.ends_with(&[ESCAPE]) {
                    self.part = vec![ESCAPE];
                } else {
                    self.part.clear();
                }
                self.push(byte);
            }
        }
    }

    fn end(&mut self) {
        let part = std::mem::take(&mut self.part);
        if part == PASTE_BEGINS {
            self.pasting = true;
        } else if let Some(answer) = part.strip_prefix(b"\x1b]") {
            let text = answer.strip_suffix(b"\x1b\\").or_else(|| answer.strip_suffix(&[BELL]));
            self.whole.push_back(Sequence::Answer(text.unwrap_or(answer).to_vec()));
        } else if !matches!(part.as_slice(), [ESCAPE, b'P' | b'_', ..]) || part.len() == 2 {
            self.whole.push_back(Sequence::Key(part));
        }
    }
}

/// Whether a part goes on with its last byte, ends with it or is broken by it (ECMA-48, sections 5.4 and 5.6).
fn verdict(part: &[u8]) -> Verdict {
    let last = part.last().copied().unwrap_or_default();
    match part {
        [ESCAPE, ESCAPE] => Verdict::Broken,
        // Behind the second `[`: function keys of the Linux console.
        [ESCAPE] | [ESCAPE, b'[' | b']' | b'O' | b'P' | b'_'] | [ESCAPE, b'[', b'['] => Verdict::Goes,
        // Mouse reports of old: three bytes of any value.
        [ESCAPE, b'[', b'M', rest @ ..] => {
            if rest.len() < 3 {
                Verdict::Goes
            } else {
                Verdict::Ends
            }
        }
        [ESCAPE, b']' | b'P' | b'_', ..] => in_string(part, last),
        // No control character stands within a sequence: it is a key, and the rest never came.
        [ESCAPE, _, .., 0..=0x1f] => Verdict::Broken,
        [ESCAPE, b'[', b'[', _] | [ESCAPE, b'O', _] => Verdict::Ends,
        [ESCAPE, b'[', ..] => match last {
            0x40..=0x7e => Verdict::Ends,
            0x20..=0x3f => Verdict::Goes,
            _ => Verdict::Broken,
        },
        // Alt with a character, which may have several bytes.
        [ESCAPE, character @ ..] | character => of_character(character),
    }
}

fn in_string(part: &[u8], last: u8) -> Verdict {
    let behind_escape = matches!(part, [.., ESCAPE, _]);
    match last {
        _ if part.len() > ANSWER_BYTES_MAX => Verdict::Broken,
        BELL => Verdict::Ends,
        b'\\' if behind_escape => Verdict::Ends,
        _ if behind_escape => Verdict::Broken,
        ESCAPE | 0x20..=0x7e | 0x80.. => Verdict::Goes,
        _ => Verdict::Broken,
    }
}

/// Whether a character is whole. What is no UTF-8 ends at once and means nothing.
fn of_character(bytes: &[u8]) -> Verdict {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => Verdict::Goes,
        Err(_) if bytes.len() > 1 => Verdict::Broken,
        Ok(_) | Err(_) => Verdict::Ends,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(cutter: &mut Cutter, chunk: &[u8]) -> Vec<Sequence> {
        cutter.take(chunk, false);
        std::iter::from_fn(|| cutter.pop()).collect()
    }

    fn key(bytes: &[u8]) -> Sequence {
        Sequence::Key(bytes.to_vec())
    }

    fn answer(text: &str) -> Sequence {
        Sequence::Answer(text.as_bytes().to_vec())
    }

    #[test]
    fn keys_sequences_and_answers_are_cut_apart() {
        let bytes = b"j\x1b[A\x1bOP\x1b[[A\x1b[<0;3;4M\x1b[M\x1b!!q\x1b]11;rgb:0/0/0\x1b\\\xc3\xa9\x1bx\x1b]4;1\x07k\x1b";
        let expected = [
            key(b"j"),
            key(b"\x1b[A"),
            key(b"\x1bOP"),
            key(b"\x1b[[A"),
            key(b"\x1b[<0;3;4M"),
            key(b"\x1b[M\x1b!!"),
            key(b"q"),
            answer("11;rgb:0/0/0"),
            key("é".as_bytes()),
            key(b"\x1bx"),
            answer("4;1"),
            key(b"k"),
            key(b"\x1b"),
        ];
        assert_eq!(cut(&mut Cutter::default(), bytes), expected);
        // But for the lone escape at the end, chunks do not matter.
        let mut cutter = Cutter::default();
        for byte in &bytes[..bytes.len() - 1] {
            cutter.take(&[*byte], true);
        }
        let each: Vec<Sequence> = std::iter::from_fn(|| cutter.pop()).collect();
        assert_eq!(each, expected[..expected.len() - 1]);
        assert_eq!(cutter.held(), Held::Nothing);
    }

    #[test]
    fn a_control_character_ends_what_never_came_and_is_a_key() {
        for part in [&b"\x1b["[..], b"\x1b[<0;", b"\x1b]11;rgb", b"\x1bPq", b"\x1b_G", b"\xe6\xbc"] {
            let mut cutter = Cutter::default();
            assert!(cut(&mut cutter, part).is_empty(), "{part:?}");
            assert_ne!(cutter.held(), Held::Nothing, "{part:?}");
            assert_eq!(cut(&mut cutter, b"\x03q"), [key(b"\x03"), key(b"q")], "{part:?}");
        }
    }

    #[test]
    fn an_answer_without_an_end_is_given_up_where_it_is_too_long() {
        let mut cutter = Cutter::default();
        assert!(cut(&mut cutter, b"\x1b]11;").is_empty());
        assert!(cut(&mut cutter, &[b'f'; ANSWER_BYTES_MAX - 5]).is_empty());
        assert_eq!(cut(&mut cutter, b"j"), [key(b"j")]);
        assert_eq!(cut(&mut cutter, b"k"), [key(b"k")]);
    }

    #[test]
    fn strings_that_nobody_asked_for_are_no_keys() {
        assert!(cut(&mut Cutter::default(), b"\x1bP1$r0m\x1b\\\x1b_Gi=1;OK\x1b\\").is_empty());
        assert_eq!(cut(&mut Cutter::default(), b"\x1b\x1b[A"), [key(b"\x1b"), key(b"\x1b[A")]);
        assert_eq!(cut(&mut Cutter::default(), b"\x1b]11;rgb\x1b[A"), [key(b"\x1b[A")]);
        assert_eq!(cut(&mut Cutter::default(), b"\xff\xc3j"), [key(b"\xff"), key(b"j")]);
    }
}
