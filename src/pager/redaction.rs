//! Pieces that are withheld because they look like a credential or a part of one.

use std::ops::Range;

use memchr::memmem;

use super::index::PART_BYTES;
use super::index::Piece;
use crate::review::secret::{SecretRule, secret_rule};

/// Bytes checked beyond a piece: a credential that is cut in two is whole for at least one of the pieces.
const OVERLAP_BYTES: usize = 1 << 10;

/// A longer block is no key: the longest RSA keys in use have 16,384 bits, thirteen thousand digits.
const BLOCK_BYTES_MAX: usize = 16 << 10;

/// Credentials longer than a line: blocks as in RFC 7468, with all their lines.
#[derive(Clone, Default)]
pub(super) struct Blocks {
    /// In order, none inside another.
    blocks: Vec<(Range<usize>, SecretRule)>,
}

/// Search for blocks, a part at a time.
#[derive(Clone, Default)]
pub(super) struct Finding {
    found: Blocks,
    from: usize,
    rule: Option<SecretRule>,
}

impl Finding {
    /// Returns the offset reached.
    pub(super) fn find_on(&mut self, text: &str) -> usize {
        let until = text.len().min(self.from + PART_BYTES);
        while let Some((start, behind)) = boundary(text, self.from..until, "BEGIN") {
            self.from = behind;
            // The rule needs only the dashes, the word and a letter of the label, so one answer serves all blocks.
            let label = text.as_bytes().get(behind..).unwrap_or_default();
            let judge = || text.get(text.floor_char_boundary(behind.saturating_sub(11))..behind + 2);
            let rule = match label {
                [b' ', letter, ..] if letter.is_ascii_alphabetic() => {
                    self.rule.or_else(|| judge().and_then(secret_rule))
                }
                _ => continue,
            };
            self.rule = rule;
            if let Some(rule) = rule {
                self.from = block_end(text, start, behind);
                self.found.blocks.push((start..self.from, rule));
            }
        }
        self.from = self.from.max(until);
        self.from
    }

    pub(super) fn blocks(self) -> Blocks {
        self.found
    }
}

impl Blocks {
    pub(super) fn rule(&self, piece: &Piece, text: &str) -> Option<SecretRule> {
        let behind = self.blocks.partition_point(|(block, _)| block.end <= piece.range.start);
        let block = self.blocks.get(behind).filter(|(block, _)| block.start < piece.range.end);
        if let Some((_, rule)) = block {
            return Some(*rule);
        }
        if !piece.begins_line || !piece.ends_line {
            let before = if piece.begins_line { 0 } else { OVERLAP_BYTES };
            let after = if piece.ends_line { 0 } else { OVERLAP_BYTES };
            let start = text.floor_char_boundary(piece.range.start.saturating_sub(before));
            let end = text.ceil_char_boundary((piece.range.end + after).min(text.len()));
            return text.get(start..end).and_then(secret_rule);
        }
        let alone = secret_rule(piece.text);
        alone.or_else(|| wrapped(text, piece.range.start)).or_else(|| wrapped(text, piece.range.end))
    }
}

/// Finds the start of dashes as in `-----BEGIN …`, anywhere in a line, and the end of the word. RFC 4716 writes four
/// dashes and a space.
fn boundary(text: &str, range: Range<usize>, word: &str) -> Option<(usize, usize)> {
    let mut at = range.start;
    // Dashes that begin at the end of the range continue after it.
    let end = text.len().min(range.end + 2);
    loop {
        let start = at + memmem::find(text.as_bytes().get(at..end)?, b"---")?;
        let behind = text.get(start..)?.trim_start_matches('-');
        let label = behind.strip_prefix(' ').unwrap_or(behind);
        at = text.len() - behind.len();
        if at - start >= 4 && label.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word)) {
            return Some((start, text.len() - label.len() + word.len()));
        }
    }
}

/// A block ends at its END line, or where its lines stop looking like one.
fn block_end(text: &str, start: usize, behind: usize) -> usize {
    let limit = text.floor_char_boundary((start + BLOCK_BYTES_MAX).min(text.len()));
    let mut end = behind;
    for (number, line) in text.get(behind..limit).unwrap_or_default().split_inclusive('\n').enumerate() {
        if let Some((_, behind)) = boundary(line, 0..line.len(), "END") {
            return end + behind;
        }
        if number > 0 && !is_of_block(line) {
            return end;
        }
        end += line.len();
    }
    end
}

/// True for Base64, a header (RFC 1421) or nothing, perhaps quoted.
fn is_of_block(line: &str) -> bool {
    let is_quote = |c: char| c.is_whitespace() || matches!(c, '>' | '|' | '#' | '*' | '"' | '\'' | '`' | ',');
    let line = line.trim_matches(is_quote);
    let header = line.split_once(": ").map_or("", |(name, _)| name);
    let is_header = !header.is_empty() && header.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_header || line.bytes().all(|byte| is_of_base64(byte) || matches!(byte, b'=' | b'\\'))
}

/// Base64 that continues on the next line, where neither line alone gives it away.
fn wrapped(text: &str, border: usize) -> Option<SecretRule> {
    let ends_line = |byte: &&u8| matches!(byte, b'\r' | b'\n');
    let (before, after) = text.as_bytes().split_at_checked(border)?;
    let gap = before.iter().rev().take(2).take_while(ends_line).count();
    // One line back only: the digits decode from the start of a line.
    let line = before.iter().rev().skip(gap).take(OVERLAP_BYTES).take_while(|byte| is_of_base64(**byte));
    let left = border - gap - line.count();
    let digits = after.iter().take(OVERLAP_BYTES).take_while(|b| is_of_base64(**b) || ends_line(b));
    let right = border + digits.count();
    let rule = |part: Range<usize>| text.get(part).and_then(secret_rule);
    let whole = rule(left..right)?;
    (rule(left..border).is_none() && rule(border..right).is_none()).then_some(whole)
}

fn is_of_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pager::Kind;
    use crate::pager::index::{Index, PIECE_BYTES_MAX};

    impl Blocks {
        fn of(text: &str) -> Self {
            let mut finding = Finding::default();
            while finding.find_on(text) < text.len() {}
            finding.blocks()
        }
    }

    const TOKEN: &str = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");

    fn drawn(text: &str) -> String {
        let index = Index::of_lines(text, Kind::Plain);
        let blocks = Blocks::of(text);
        let sign = |number| {
            let piece = index.piece(number, text).unwrap();
            if blocks.rule(&piece, text).is_some() { '#' } else { '.' }
        };
        (0..index.len()).map(sign).collect()
    }

    #[test]
    fn a_line_with_a_credential_is_withheld_and_its_neighbours_are_not() {
        assert_eq!(drawn(&format!("one\n{TOKEN}\nthree words here\n")), ".#.");
    }

    #[test]
    fn a_credential_cut_by_the_border_of_a_piece_is_withheld_on_both_sides() {
        for shift in 0..=TOKEN.len() {
            let before = "a ".repeat(PIECE_BYTES_MAX / 2);
            let text = format!("{}{TOKEN} {before}{before}", &before[shift..]);
            let drawn = drawn(&text);
            let (start, end) = (text.find(TOKEN).unwrap(), text.find(TOKEN).unwrap() + TOKEN.len());
            let touched = start / PIECE_BYTES_MAX..=(end - 1) / PIECE_BYTES_MAX;
            for piece in touched {
                assert_eq!(drawn.as_bytes()[piece], b'#', "{shift}: {drawn}");
            }
            assert!(drawn.ends_with('.'), "{shift}: {drawn}");
        }
    }

    #[test]
    fn a_block_is_withheld_with_all_its_lines() {
        let (begin, end) = (concat!("-----BEG", "IN EC PRIVATE KEY-----"), "-----END EC PRIVATE KEY-----");
        let body = "aaaabbbb\naaaabbbb";
        assert_eq!(drawn(&format!("a b\n{begin}\n{body}\naa==\n{end}\nbb\n")), ".#####.");
        assert_eq!(drawn(&format!("> {begin}\n> {body}\n> {end}\nbb\n")), "####.");
        assert_eq!(drawn(&format!("{begin}\nProc-Type: 4,ENCRYPTED\n\n{body}")), "#####");
        assert_eq!(drawn(&format!("[\"{begin}\",\n \"{body}\\n\",\n\"{end}\"]\n2")), "####.");
        assert_eq!(drawn(&format!("It begins with `{begin}`.\nThen the body follows.\nx")), "#..");
        assert_eq!(drawn(&format!("{begin}\n{}", "aaaa\n".repeat(9000))).matches('#').count(), 3272);
        assert_eq!(drawn("| a |\n|-----|\n----- BEGINNING -----\n"), "...");
    }

    #[test]
    fn a_block_is_found_wherever_a_part_of_the_text_ends() {
        let (begin, end) = (concat!("-----BEG", "IN EC PRIVATE KEY-----"), "-----END EC PRIVATE KEY-----");
        for shift in 0..begin.len() + 8 {
            let before = "é\n".repeat((PART_BYTES - shift) / 3 + 1);
            let blocks = Blocks::of(&format!("{before}{begin}\naaaa\n{end}\nb")).blocks;
            let [(block, _)] = blocks.as_slice() else { panic!("{shift}: {blocks:?}") };
            assert_eq!(block.start, before.len(), "{shift}");
        }
    }

    #[test]
    fn base64_wrapped_over_two_lines_is_withheld_on_both() {
        // `password=hunter2hunter2`, which neither half gives away.
        let (left, right) = ("cGFzc3dv", "cmQ9aHVudGVyMmh1bnRlcjI");
        assert_eq!(drawn(&format!("a b\n{left}{right}\nc d")), ".#.");
        assert_eq!(drawn(&format!("a b\n{left}\n{right}\nc d")), ".##.");
        assert_eq!(drawn(&format!("a b\n{left}\n\nc d")), "....");
    }

    #[test]
    fn many_beginnings_are_read_once() {
        // Takes far more than a second if every beginning is read to the end of its block again.
        for piece in ["-----BEGIN A\n", "-----BEGIN 1", "-----BEGIN A x", "-----", "--- "] {
            let text = piece.repeat((1 << 20) / piece.len());
            let blocks = Blocks::of(&text).blocks;
            assert!(blocks.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
        }
    }
}
