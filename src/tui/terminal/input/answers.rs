//! Answers of the terminal to queries.

use crate::tui::terminal::query::MEASURED_ROW;
use crate::tui::theme::{Rgb, Side};

/// Answer to a query, or a report of the terminal's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Foreground(Rgb),
    Background(Rgb),
    /// Index and value of one of the sixteen colours.
    Ansi(u8, Rgb),
    /// The terminal can send distinct codes for keys that look alike in the old encoding.
    TellsKeysApart,
    /// Column of the cursor, from 1, after the measured character.
    Column(u16),
    /// Answer to the last query, which every terminal answers.
    Device,
    /// The terminal is dark or light now.
    Turned(Side),
}

/// Parses an OSC string (xterm, “Operating System Commands” 4, 10 and 11).
pub(super) fn of_string(text: &[u8]) -> Option<Answer> {
    let mut parts = std::str::from_utf8(text).ok()?.split(';');
    let answer = match parts.next()? {
        "10" => Answer::Foreground(colour(parts.next()?)?),
        "11" => Answer::Background(colour(parts.next()?)?),
        "4" => {
            let index = parts.next()?.parse().ok().filter(|index| *index < 16)?;
            Answer::Ansi(index, colour(parts.next()?)?)
        }
        _ => return None,
    };
    parts.next().is_none().then_some(answer)
}

pub(super) fn of_sequence(bytes: &[u8]) -> Option<Answer> {
    if let Some(place) = bytes.strip_prefix(b"\x1b[").and_then(|rest| rest.strip_suffix(b"R")) {
        let (row, column) = std::str::from_utf8(place).ok()?.split_once(';')?;
        let row = row.parse::<u16>().ok()?;
        // A report on the first row could be a key (F3).
        return (row == MEASURED_ROW).then(|| column.parse().ok().map(Answer::Column)).flatten();
    }
    match bytes.strip_prefix(b"\x1b[?")? {
        [flags @ .., b'u'] if !flags.is_empty() && flags.iter().all(u8::is_ascii_digit) => {
            Some(Answer::TellsKeysApart)
        }
        [.., b'c'] => Some(Answer::Device),
        b"997;1n" => Some(Answer::Turned(Side::Dark)),
        b"997;2n" => Some(Answer::Turned(Side::Light)),
        _ => None,
    }
}

/// Colour in X11 notation: `rgb:` with one to four hex digits a channel. A fourth channel is ignored.
fn colour(text: &str) -> Option<Rgb> {
    let channels = text.strip_prefix("rgb:").or_else(|| text.strip_prefix("rgba:"))?;
    let mut channels = channels.split('/').map(|digits| {
        let most = match digits.len() {
            1 => 0xF,
            2 => 0xFF,
            3 => 0xFFF,
            4 => 0xFFFF,
            _ => return None,
        };
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let value = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
        u8::try_from(value * 255 / most).ok()
    });
    Some(Rgb(channels.next()??, channels.next()??, channels.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_every_width() {
        let background = |text: &str| of_string(format!("11;{text}").as_bytes());
        let tan = Some(Answer::Background(Rgb(0xFF, 0x88, 0x00)));
        for text in ["rgb:ffff/8888/0000", "rgb:ff/88/00", "rgb:f/8/0", "rgba:ffff/8888/0000/ffff"] {
            assert_eq!(background(text), tan, "{text}");
        }
        for text in ["", "rgb:", "rgb:ff/88", "rgb:fffff/0/0", "rgb:+f/0/0", "#ff8800", "?", "rgb:f/8/0;1"] {
            assert_eq!(background(text), None, "{text}");
        }
        assert_eq!(of_string(b"4;9;rgb:f/0/0"), Some(Answer::Ansi(9, Rgb(255, 0, 0))));
        assert_eq!(of_string(b"4;16;rgb:f/0/0"), None);
        assert_eq!(of_string(b"52;c;AAAA"), None);
    }

    #[test]
    fn sequences_are_answers_only_where_they_are() {
        assert_eq!(of_sequence(b"\x1b[?0u"), Some(Answer::TellsKeysApart));
        assert_eq!(of_sequence(b"\x1b[?62;22c"), Some(Answer::Device));
        assert_eq!(of_sequence(b"\x1b[?997;2n"), Some(Answer::Turned(Side::Light)));
        assert_eq!(of_sequence(b"\x1b[2;3R"), Some(Answer::Column(3)));
        for other in [
            &b"\x1b[1;2R"[..],
            b"\x1b[R",
            b"\x1b[3;3R",
            b"\x1b[2;99999R",
            b"\x1b[?u",
            b"\x1b[27u",
            b"\x1b[?997;3n",
            b"\x1b[A",
            b"\x1b[?2026;1$y",
        ] {
            assert_eq!(of_sequence(other), None, "{other:?}");
        }
    }
}
