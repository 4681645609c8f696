//! Recognises Markdown structure in a line, in place: headings, lists, quotations, code, rules, tables.

use super::fences::Fenced;
use super::index::Piece;
use super::syntax::{Ink, Inks};

pub(super) fn inks(piece: &Piece) -> Inks {
    let text = piece.text;
    match piece.fenced {
        Fenced::Border if piece.begins_line => return vec![(0, Ink::Fence)],
        Fenced::Border | Fenced::Inside => return vec![(0, Ink::Code)],
        Fenced::Outside => {}
    }
    let mut inks = vec![(0, Ink::Plain)];
    if !piece.begins_line {
        inline(text, 0, &['`'], &mut inks);
        return inks;
    }
    if is_rule(text) {
        return vec![(0, Ink::Rule)];
    }
    let mut at = 0;
    while let Some((gap, marker)) = text.get(at..).and_then(marker) {
        inks.extend([(at + gap, Ink::Marker), (at + gap + marker, Ink::Plain)]);
        at += gap + marker;
    }
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.trim_start();
    if is_heading(line) {
        inks.push((at, Ink::Heading));
    } else if is_rule(line) {
        inks.push((at, Ink::Rule));
    } else {
        let signs: &[char] = if line.starts_with('|') { &['`', '|'] } else { &['`'] };
        inline(rest, at, signs, &mut inks);
    }
    inks
}

/// Length of the space before the sign of a quotation, list or task, and of the sign.
fn marker(text: &str) -> Option<(usize, usize)> {
    let line = text.trim_start_matches([' ', '\t']);
    // CommonMark 5.2: the number of a list item has at most nine digits.
    let digits = line.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let length = match line.as_bytes() {
        [b'>', ..] | [b'-' | b'+' | b'*', b' ' | b'\t', ..] => 1,
        [b'[', b' ' | b'x' | b'X', b']', b' ', ..] => 3,
        _ => match line.as_bytes().get(digits..) {
            Some([b'.' | b')', b' ' | b'\t', ..]) if digits > 0 => digits + 1,
            Some(_) | None => return None,
        },
    };
    Some((text.len() - line.len(), length))
}

/// `CommonMark` 4.2: one to six number signs, then a space or the end.
fn is_heading(line: &str) -> bool {
    let after = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - after.len())) && (after.is_empty() || after.starts_with([' ', '\t']))
}

/// Thematic break (`CommonMark` 4.1), line under a heading (4.3), or line under the head of a table.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let only = |signs: &[char]| line.chars().all(|c| c == ' ' || signs.contains(&c));
    let count = |sign: char| line.chars().filter(|c| *c == sign).count();
    let across = ['-', '*', '_', '='].into_iter().any(|sign| count(sign) >= 3 && only(&[sign]));
    across || (count('-') >= 1 && count('|') >= 1 && only(&['-', ':', '|']))
}

/// Code, which ends with as many backticks as it begins with, and the bars of a table outside it, if they are among
/// the signs.
fn inline(text: &str, start: usize, signs: &[char], inks: &mut Inks) {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(next) = rest.find(signs) else { return };
        let from = rest.get(next..).unwrap_or_default();
        let (ink, length) = if from.starts_with('|') {
            (Ink::Rule, 1)
        } else {
            let ticks = from.len() - from.trim_start_matches('`').len();
            match code_length(from, ticks) {
                Some(length) => (Ink::Code, length),
                None => (Ink::Plain, ticks),
            }
        };
        at += next;
        inks.extend([(start + at, ink), (start + at + length, Ink::Plain)]);
        at += length;
    }
}

/// `None` if the code does not end.
fn code_length(text: &str, ticks: usize) -> Option<usize> {
    let mut at = ticks;
    loop {
        let rest = text.get(at..)?;
        let run = rest.find('`')?;
        let from = rest.get(run..)?;
        let length = from.len() - from.trim_start_matches('`').len();
        at += run + length;
        if length == ticks {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pager::Kind;
    use crate::pager::index::Index;
    use crate::pager::syntax::ink_at;

    fn drawn(text: &str) -> String {
        let index = Index::of_lines(text, Kind::Markdown);
        let letter = |ink| match ink {
            Ink::Heading => 'H',
            Ink::Marker => 'm',
            Ink::Rule => 'r',
            Ink::Fence => 'F',
            Ink::Code => 'c',
            _ => '.',
        };
        let line = |number| {
            let piece = index.piece(number, text).unwrap();
            let inks = inks(&piece);
            (0..piece.text.len()).map(|at| letter(ink_at(&inks, at).0)).collect::<String>()
        };
        (0..index.len()).map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn headings_lists_and_quotations_are_recognised() {
        for (text, inks) in [
            ("# A `b`", "HHHHHHH"),
            ("#a", ".."),
            ("####### a", "........."),
            ("- [x] a", "m.mmm.."),
            ("  12. a", "..mmm.."),
            ("12a. b", "......"),
            ("-a", ".."),
            ("> - # A", "m.mHHHH"),
            ("*a* - b", "......."),
        ] {
            assert_eq!(drawn(text), inks, "{text}");
        }
    }

    #[test]
    fn code_ends_at_as_many_backticks_as_it_began_with() {
        for (text, inks) in [
            ("a `b` c", "..ccc.."),
            ("``a`b`` c", "ccccccc.."),
            ("`a ``b`` c", "...ccccc.."),
            ("``` a\n`b`\n```\n`c`", "FFFFF\nccc\nFFF\nccc"),
        ] {
            assert_eq!(drawn(text), inks, "{text}");
        }
    }

    #[test]
    fn rules_and_tables_are_recognised() {
        for (text, inks) in [
            ("---", "rrr"),
            ("* * *", "rrrrr"),
            ("===", "rrr"),
            ("--", ".."),
            ("|a|`b|c`|", "r.rcccccr"),
            ("|--|:-:|", "rrrrrrrr"),
            ("a | b", "....."),
        ] {
            assert_eq!(drawn(text), inks, "{text}");
        }
    }
}
