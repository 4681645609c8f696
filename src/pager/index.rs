//! Offsets of a text's pieces: its lines, and the parts of long lines.

use std::ops::Range;

use memchr::{memchr, memchr2};
use unicode_segmentation::UnicodeSegmentation;

use super::Kind;
use super::fences::{Fenced, Fences};

/// Bytes per part: about a millisecond for the worst text.
pub(super) const PART_BYTES: usize = 16 << 10;

/// Bytes of a line that are handled together, so that the cost of a key does not grow with the line.
pub(crate) const PIECE_BYTES_MAX: usize = 4 << 10;

/// Pieces in the order of the text, found in one pass; offsets are bytes.
#[derive(Clone, Default)]
pub(crate) struct Index {
    starts: Vec<u32>,
    /// Levels in the indented form; empty for the text as written.
    depths: Vec<u8>,
    /// Pieces that continue the line of the piece before, in order.
    cuts: Vec<Cut>,
    fences: Fences,
}

#[derive(Clone, Copy)]
struct Cut {
    piece: u32,
    within: Within,
}

/// State of JSON at an offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Within {
    /// Between tokens, or in a number or word.
    #[default]
    Outside,
    String,
    /// In a string, right after a backslash.
    Escape,
}

pub(crate) struct Piece<'a> {
    /// Without the end of its line.
    pub(crate) text: &'a str,
    pub(crate) range: Range<usize>,
    /// `None` in the text as written.
    pub(crate) depth: Option<u8>,
    pub(crate) within: Within,
    pub(crate) fenced: Fenced,
    pub(crate) begins_line: bool,
    pub(crate) ends_line: bool,
}

impl Index {
    pub(crate) fn shrunk(mut self) -> Self {
        self.starts.shrink_to_fit();
        self.depths.shrink_to_fit();
        self
    }

    pub(crate) fn push_indented(&mut self, text: &str, line: Range<usize>, depth: u8) {
        self.push(text.get(line.clone()).unwrap_or_default(), line.start, Kind::Json);
        self.depths.resize(self.starts.len(), depth);
    }

    fn push(&mut self, line: &str, start: usize, kind: Kind) {
        let (mut rest, mut at, mut within) = (line, start, Within::Outside);
        self.starts.push(small(at));
        while let Some((length, behind)) = self.push_cut(rest, at, kind, within) {
            (at, within) = (at + length, behind);
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// Cuts a piece off the rest of a line that is too long; returns its length and the JSON state at its end.
    fn push_cut(&mut self, rest: &str, at: usize, kind: Kind, within: Within) -> Option<(usize, Within)> {
        let (piece, _) = rest.split_at_checked(cut(rest)).filter(|_| rest.len() > PIECE_BYTES_MAX)?;
        let within = if kind == Kind::Json { within.behind(piece.as_bytes()) } else { within };
        self.cuts.push(Cut { piece: small(self.starts.len()), within });
        self.starts.push(small(at + piece.len()));
        Some((piece.len(), within))
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    pub(crate) fn lines(&self) -> usize {
        self.starts.len() - self.cuts.len()
    }

    /// Line number from 0.
    pub(crate) fn line_of(&self, piece: usize) -> usize {
        piece - self.cuts.partition_point(|cut| cut.piece <= small(piece)).min(piece)
    }

    pub(crate) fn piece_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= small(offset)).saturating_sub(1)
    }

    /// Returns the end of the text for a piece after the last.
    pub(crate) fn start(&self, piece: usize, text: &str) -> usize {
        self.starts.get(piece).map_or(text.len(), |start| usize::try_from(*start).unwrap_or(text.len()))
    }

    /// `text` must be the text that this index was made from.
    pub(crate) fn piece<'a>(&self, number: usize, text: &'a str) -> Option<Piece<'a>> {
        self.starts.get(number)?;
        #[cfg(test)]
        assert_ne!(self.starts.get(number), Some(&SPOILT), "piece {number} is read, far from the page");
        let (start, next) = (self.start(number, text), self.start(number + 1, text));
        let indented = !self.depths.is_empty();
        // In the indented form, white space follows up to the next piece, however much.
        let end = if indented { next.min(start.saturating_add(PIECE_BYTES_MAX)) } else { next };
        let whole = text.get(start..end)?;
        let piece = if indented { whole } else { without_end(whole) };
        let cut_at = |piece: usize| self.cuts.binary_search_by_key(&small(piece), |cut| cut.piece).ok();
        let cut = cut_at(number).and_then(|at| self.cuts.get(at));
        Some(Piece {
            text: piece,
            range: start..start + piece.len(),
            depth: self.depths.get(number).copied(),
            within: cut.map(|cut| cut.within).unwrap_or_default(),
            fenced: self.fences.around(small(number)),
            begins_line: cut.is_none(),
            ends_line: cut_at(number + 1).is_none(),
        })
    }

    /// Makes a test fail if a piece outside `kept` is read.
    #[cfg(test)]
    pub(crate) fn spoil_all_but(&mut self, kept: Range<usize>) {
        for (number, start) in self.starts.iter_mut().enumerate() {
            if !kept.contains(&number) {
                *start = SPOILT;
            }
        }
    }
}

/// Search for the lines of the text as written, a part at a time.
#[derive(Clone)]
pub(crate) struct Lines {
    index: Index,
    kind: Kind,
    from: usize,
    /// End of the line being cut, start of the next one, and JSON state at the cut.
    line: Option<(usize, usize, Within)>,
}

impl Lines {
    pub(crate) fn begin(kind: Kind) -> Self {
        Self { index: Index::default(), kind, from: 0, line: None }
    }

    /// Returns the offset reached.
    pub(crate) fn find_on(&mut self, text: &str) -> usize {
        let until = text.len().min(self.from + PART_BYTES);
        while self.from < until {
            let (end, next, within) = self.line.take().unwrap_or_else(|| self.begin_line(text));
            let rest = text.get(self.from..end).unwrap_or_default();
            match self.index.push_cut(rest, self.from, self.kind, within) {
                Some((length, within)) => {
                    self.line = Some((end, next, within));
                    self.from += length;
                }
                None => self.from = next,
            }
        }
        self.from
    }

    fn begin_line(&mut self, text: &str) -> (usize, usize, Within) {
        let rest = text.get(self.from..).unwrap_or_default();
        let length = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let line = without_end(rest.get(..length).unwrap_or(rest));
        let start = small(self.index.starts.len());
        if self.kind == Kind::Markdown {
            self.index.fences.line(start, line);
        }
        self.index.starts.push(small(self.from));
        (self.from + line.len(), self.from + length, Within::Outside)
    }

    pub(crate) fn index(self) -> Index {
        self.index.shrunk()
    }
}

/// No piece begins here.
#[cfg(test)]
const SPOILT: u32 = u32::MAX;

impl Within {
    /// State at the end of a text that begins in this state.
    fn behind(self, text: &[u8]) -> Self {
        let (mut within, mut rest) = (self, text);
        loop {
            let (next, at) = match within {
                Self::Outside => (Self::String, memchr(b'"', rest)),
                Self::String => {
                    let at = memchr2(b'"', b'\\', rest);
                    let escapes = at.is_some_and(|at| rest.get(at) == Some(&b'\\'));
                    (if escapes { Self::Escape } else { Self::Outside }, at)
                }
                Self::Escape => (Self::String, if rest.is_empty() { None } else { Some(0) }),
            };
            let Some(after) = at.and_then(|at| rest.get(at + 1..)) else { return within };
            (within, rest) = (next, after);
        }
    }
}

/// Removes LF or CR LF; any other carriage return is text.
fn without_end(line: &str) -> &str {
    line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line))
}

/// Cuts between two clusters, or between two characters of a cluster that fills the whole piece.
fn cut(line: &str) -> usize {
    let at = line.floor_char_boundary(PIECE_BYTES_MAX);
    let bytes = line.as_bytes();
    let beside = [at.checked_sub(1).and_then(|last| bytes.get(last)), bytes.get(at)];
    // Between two ASCII characters there is always a cluster boundary.
    if beside.iter().flatten().all(|byte| matches!(byte, b' '..=b'~')) {
        return at;
    }
    let head = line.get(..at).unwrap_or(line);
    let last = head.grapheme_indices(true).next_back().map_or(0, |(last, _)| last);
    if last == 0 { at } else { last }
}

/// Texts are shorter than 4 GiB.
fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Index {
        pub(crate) fn of_lines(text: &str, kind: Kind) -> Self {
            let mut lines = Lines::begin(kind);
            while lines.find_on(text) < text.len() {}
            lines.index()
        }
    }

    fn pieces(text: &str) -> Vec<String> {
        let index = Index::of_lines(text, Kind::Plain);
        (0..index.len()).map(|number| index.piece(number, text).unwrap().text.to_owned()).collect()
    }

    #[test]
    fn a_line_ends_at_a_line_feed_and_the_carriage_return_before_it() {
        assert_eq!(pieces(""), [""; 0]);
        assert_eq!(pieces("\n"), [""]);
        assert_eq!(pieces("a\r\nb\n\nc"), ["a", "b", "", "c"]);
        assert_eq!(pieces("a\rb\r"), ["a\rb\r"]);
    }

    #[test]
    fn a_long_line_is_cut_where_no_letter_loses_its_accent() {
        for unit in ["a", "e\u{301}", "数", "👩\u{200D}💻", "🇸🇪", "a\u{301}\u{302}\u{303}"] {
            let line = unit.repeat(3 * PIECE_BYTES_MAX / unit.len());
            let text = format!("x\n{line}\ny");
            let pieces = pieces(&text);
            assert_eq!(pieces.concat(), format!("x{line}y"));
            for piece in &pieces {
                assert!(piece.len() <= PIECE_BYTES_MAX);
                assert_eq!(piece.replace(unit, "").trim_matches(['x', 'y']), "", "{unit}");
            }
        }
    }

    #[test]
    fn a_cluster_without_end_is_cut_all_the_same() {
        let text = format!("a{}", "\u{301}".repeat(3 * PIECE_BYTES_MAX));
        assert!(pieces(&text).iter().all(|piece| piece.len() <= PIECE_BYTES_MAX));
        assert_eq!(pieces(&text).concat(), text);
    }

    #[test]
    fn the_pieces_of_a_line_share_its_number() {
        let text = format!("a\n{}\nc\n", "b".repeat(2 * PIECE_BYTES_MAX + 1));
        let index = Index::of_lines(&text, Kind::Plain);
        let lines: Vec<usize> = (0..index.len()).map(|piece| index.line_of(piece)).collect();
        assert_eq!((lines.as_slice(), index.lines()), ([0, 1, 1, 1, 2].as_slice(), 3));
        let ends: Vec<_> = (0..index.len())
            .map(|piece| index.piece(piece, &text).unwrap())
            .map(|piece| (piece.begins_line, piece.ends_line))
            .collect();
        assert_eq!(ends, [(true, true), (true, false), (false, false), (false, true), (true, true)]);
        for (offset, piece) in [(0, 0), (1, 0), (2, 1), (2 + PIECE_BYTES_MAX, 2), (text.len(), 4)] {
            assert_eq!(index.piece_at(offset), piece, "{offset}");
        }
    }

    #[test]
    fn a_piece_of_json_knows_whether_it_begins_in_a_string() {
        let long = "x".repeat(PIECE_BYTES_MAX);
        let within = |text: &str| {
            let index = Index::of_lines(text, Kind::Json);
            index.piece(1, text).unwrap().within
        };
        assert_eq!(within(&format!("\"{long}\"")), Within::String);
        assert_eq!(within(&format!("\"\"{long}\"")), Within::Outside);
        assert_eq!(within(&format!("\"\\\"{long}\"")), Within::String);
        assert_eq!(within(&format!("\"{}\\\"", "x".repeat(PIECE_BYTES_MAX - 2))), Within::Escape);
    }
}
