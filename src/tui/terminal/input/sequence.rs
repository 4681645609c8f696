//! Cutter of terminal input into keys, sequences and pastes, so that a part of one is never taken for keys.

use std::collections::VecDeque;

/// Bytes kept of a sequence: no key and no answer is longer.
pub(super) const SEQUENCE_BYTES_MAX: usize = 4096;

/// Bytes kept of a paste: no text that is typed here may be longer.
pub(super) const PASTE_BYTES_MAX: usize = 1 << 20;

pub(super) const PASTE_BEGINS: &[u8] = b"\x1b[200~";
pub(super) const PASTE_ENDS: &[u8] = b"\x1b[201~";
const ESCAPE: u8 = 0x1b;
const BELL: u8 = 0x07;
const INTERRUPT: u8 = 0x03;
/// Ends a string with a single byte (ECMA-48, section 5.3: C1).
const STRING_ENDS: u8 = 0x9c;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sequence {
    /// A character, a control character, or an escape sequence.
    Key(Vec<u8>),
    /// String that terminals answer with (OSC), without its introducer and its end.
    Answer(Vec<u8>),
    /// Without its marks.
    Paste(Vec<u8>),
}

/// State at the end of the bytes so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Nothing,
    /// A key of its own if nothing follows.
    Escape,
    /// A part of a character or of a sequence.
    Part,
    /// A paste without its end.
    Paste,
    /// A paste that ends with an escape, which may begin its end mark.
    PasteEscape,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Dialect {
    #[default]
    Usual,
    /// Some keys of st mean something else on other terminals.
    St,
}

#[derive(Default)]
pub(super) struct Cutter {
    pub(super) part: Vec<u8>,
    /// True if some bytes of the part were dropped.
    is_cut: bool,
    pasting: bool,
    whole: VecDeque<Sequence>,
    dialect: Dialect,
}

enum Verdict {
    Goes,
    Ends,
    /// Not a sequence; the last byte begins a new one.
    Broken,
    /// A string ended with an escape that does not end strings; the last byte follows it.
    Escapes,
}

impl Cutter {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, ..Self::default() }
    }

    pub(super) fn take(&mut self, chunk: &[u8]) {
        // The end of a paste may never come. Ctrl-C stops it, and is no part of any paste: terminals remove control
        // characters.
        if self.pasting && chunk == [INTERRUPT] {
            self.stop_paste();
        }
        for byte in chunk {
            self.push(*byte);
        }
    }

    pub(super) fn pop(&mut self) -> Option<Sequence> {
        self.whole.pop_front()
    }

    pub(super) fn held(&self) -> Held {
        match self.part.as_slice() {
            [.., ESCAPE] if self.pasting => Held::PasteEscape,
            _ if self.pasting => Held::Paste,
            [] => Held::Nothing,
            [ESCAPE] | [ESCAPE, ESCAPE] => Held::Escape,
            _ => Held::Part,
        }
    }

    /// Call it after a wait without input. An escape is then a key, and a string that ended with one is whole; any
    /// other part is dropped.
    pub(super) fn give_up(&mut self) {
        match self.held() {
            Held::Nothing | Held::Paste => {}
            Held::PasteEscape => {
                self.stop_paste();
                self.escape();
            }
            Held::Escape => {
                let escapes = std::mem::take(&mut self.part);
                for _ in escapes {
                    self.escape();
                }
            }
            Held::Part if is_string(&self.part) && self.part.ends_with(&[ESCAPE]) => {
                self.part.pop();
                self.end();
            }
            Held::Part => self.drop_part(),
        }
    }

    fn drop_part(&mut self) {
        self.part.clear();
        self.is_cut = false;
    }

    fn stop_paste(&mut self) {
        self.drop_part();
        self.pasting = false;
    }

    /// An escape alone is a key.
    fn escape(&mut self) {
        self.whole.push_back(Sequence::Key(vec![ESCAPE]));
    }

    fn push(&mut self, byte: u8) {
        if self.pasting {
            return self.paste(byte);
        }
        match byte {
            // C1 controls: in UTF-8, no character begins with such a byte.
            0x8f | 0x90 | 0x98 | 0x9b | 0x9d..=0x9f if self.part.is_empty() => {
                self.part.extend([ESCAPE, byte - 0x40]);
            }
            _ => self.part.push(byte),
        }
        match verdict(&self.part, self.dialect) {
            Verdict::Goes => self.bound(),
            Verdict::Ends => self.end(),
            Verdict::Broken => {
                self.part.pop();
                match *self.part.as_slice() {
                    // Two escapes, and a byte that they do not introduce: the first escape is a key.
                    [ESCAPE, ESCAPE] => {
                        self.part.pop();
                        self.whole.push_back(Sequence::Key(vec![ESCAPE]));
                    }
                    _ => self.drop_part(),
                }
                self.push(byte);
            }
            Verdict::Escapes => {
                self.part.truncate(self.part.len().saturating_sub(2));
                self.end();
                if byte == ESCAPE || introduces(byte) {
                    self.part.push(ESCAPE);
                }
                if byte != ESCAPE {
                    self.push(byte);
                }
            }
        }
    }

    fn paste(&mut self, byte: u8) {
        self.part.push(byte);
        if self.part.ends_with(PASTE_ENDS) {
            self.part.truncate(self.part.len() - PASTE_ENDS.len());
            self.pasting = false;
            self.is_cut = false;
            self.whole.push_back(Sequence::Paste(std::mem::take(&mut self.part)));
        } else if self.part.len() > PASTE_BYTES_MAX + 2 * PASTE_ENDS.len() {
            // A text so long is refused anyway, but its end must still be found.
            self.part.drain(PASTE_BYTES_MAX..PASTE_BYTES_MAX + PASTE_ENDS.len());
        }
    }

    /// Keeps the beginning of a long sequence, and the latest bytes, which show its end.
    fn bound(&mut self) {
        if self.part.len() > SEQUENCE_BYTES_MAX {
            self.part.drain(SEQUENCE_BYTES_MAX / 2..SEQUENCE_BYTES_MAX);
            self.is_cut = true;
        }
    }

    fn end(&mut self) {
        let part = std::mem::take(&mut self.part);
        if std::mem::take(&mut self.is_cut) {
            return;
        }
        if part == PASTE_BEGINS {
            self.pasting = true;
        } else if let Some(answer) = part.strip_prefix(b"\x1b]") {
            let ends: [&[u8]; 3] = [b"\x1b\\", &[BELL], &[STRING_ENDS]];
            let text = ends.iter().find_map(|end| answer.strip_suffix(*end));
            self.whole.push_back(Sequence::Answer(text.unwrap_or(answer).to_vec()));
        } else if !is_string(&part) {
            self.whole.push_back(Sequence::Key(part));
        }
    }
}

impl Dialect {
    /// `term` is the value of the variable `TERM`.
    pub(super) fn from_term(term: &str) -> Self {
        if term == "st" || term.starts_with("st-") { Self::St } else { Self::Usual }
    }
}

/// True for a byte that begins a sequence after an escape (ECMA-48, section 5.3: C1), as far as terminals send any.
fn introduces(byte: u8) -> bool {
    matches!(byte, b'[' | b'O') || is_string(&[ESCAPE, byte])
}

/// OSC, DCS, SOS, PM or APC.
fn is_string(part: &[u8]) -> bool {
    matches!(part, [ESCAPE, b']' | b'P' | b'X' | b'^' | b'_', ..])
}

/// Judges the last byte of a part: it continues, ends or breaks the part (ECMA-48, sections 5.4 and 5.6).
fn verdict(part: &[u8], dialect: Dialect) -> Verdict {
    let last = part.last().copied().unwrap_or_default();
    match part {
        [ESCAPE] | [ESCAPE, ESCAPE | b'[' | b'O'] => Verdict::Goes,
        // Some terminals send Alt as an escape before the sequence of the key.
        [ESCAPE, sequence @ ..] if matches!(sequence, [ESCAPE, b'[' | b'O', ..]) => {
            verdict(sequence, dialect)
        }
        [ESCAPE, ESCAPE, ..] => Verdict::Broken,
        // After the second `[`: function keys of the Linux console.
        [ESCAPE, b'[', b'['] => Verdict::Goes,
        // A key of st, which sends no mouse reports of the old kind.
        [ESCAPE, b'[', b'M'] if dialect == Dialect::St => Verdict::Ends,
        // Old mouse reports: three bytes of any value.
        [ESCAPE, b'[', b'M', rest @ ..] => {
            if rest.len() < 3 {
                Verdict::Goes
            } else {
                Verdict::Ends
            }
        }
        _ if is_string(part) => in_string(part, last),
        // A control character within a sequence is a key; the rest of the sequence never came.
        [ESCAPE, _, .., 0..=0x1f] => Verdict::Broken,
        [ESCAPE, b'[', b'[', _] => Verdict::Ends,
        [ESCAPE, b'[', ..] => match last {
            0x40..=0x7e => Verdict::Ends,
            0x20..=0x3f => Verdict::Goes,
            _ => Verdict::Broken,
        },
        // Modifiers may precede the key.
        [ESCAPE, b'O', ..] => match last {
            b'0'..=b'9' | b';' => Verdict::Goes,
            b' '..=0x7e => Verdict::Ends,
            _ => Verdict::Broken,
        },
        // Alt with a character, which may have several bytes.
        [ESCAPE, character @ ..] | character => of_character(character),
    }
}

fn in_string(part: &[u8], last: u8) -> Verdict {
    let before = part.split_last().map_or(&[][..], |(_, before)| before);
    // The escape of the introducer is not inside the string.
    let behind_escape = part.len() > 3 && before.ends_with(&[ESCAPE]);
    match last {
        b'\\' if behind_escape => Verdict::Ends,
        _ if behind_escape => Verdict::Escapes,
        BELL => Verdict::Ends,
        STRING_ENDS if !is_in_character(before) => Verdict::Ends,
        ESCAPE | 0x20..=0x7e | 0x80.. => Verdict::Goes,
        _ => Verdict::Broken,
    }
}

/// True if the next byte may belong to a UTF-8 character that these bytes begin.
fn is_in_character(before: &[u8]) -> bool {
    let last = before.get(before.len().saturating_sub(3)..).unwrap_or_default();
    let lead = last.iter().rposition(|byte| *byte >= 0xc0);
    let begun = lead.and_then(|lead| last.get(lead..)).unwrap_or_default();
    std::str::from_utf8(begun).is_err_and(|error| error.error_len().is_none())
}

/// Invalid UTF-8 ends at once and has no meaning.
fn of_character(bytes: &[u8]) -> Verdict {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => Verdict::Goes,
        Err(_) if bytes.len() > 1 => Verdict::Broken,
        Ok(_) | Err(_) => Verdict::Ends,
    }
}
