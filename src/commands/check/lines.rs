//! Documents, one a line, read in pieces of many lines; memory does not grow with the input.

use std::io::{self, Read};

/// Bytes per read: few enough to stay in a processor cache, enough that handing them to a thread is cheap.
const PIECE_BYTES: usize = 256 << 10;

#[derive(Default)]
pub(super) struct Lines {
    /// Number of the first line, from 1.
    first: u64,
    bytes: Vec<u8>,
}

impl Lines {
    pub(super) fn numbered(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let mut rest = self.bytes.as_slice();
        let lines = std::iter::from_fn(move || {
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let (line, after) = rest.split_at_checked(end).filter(|_| !rest.is_empty())?;
            rest = after.get(1..).unwrap_or_default();
            Some(line)
        });
        (self.first..).zip(lines)
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
    }

    fn count(&self) -> u64 {
        memchr::memchr_iter(b'\n', &self.bytes).count() as u64
    }
}

pub(super) struct Reader<R> {
    source: R,
    /// Bytes after the last whole line.
    begun: Vec<u8>,
    next: u64,
    /// A longer line is cut to one byte more than this, which is enough to refuse it.
    line_bytes_max: usize,
}

impl<R: Read> Reader<R> {
    pub(super) fn of(source: R, line_bytes_max: usize) -> Self {
        Self { source, begun: Vec::new(), next: 1, line_bytes_max }
    }

    /// Replaces `lines` with the next ones; returns `false` at the end.
    pub(super) fn next(&mut self, lines: &mut Lines) -> io::Result<bool> {
        let bytes = &mut lines.bytes;
        bytes.clear();
        bytes.append(&mut self.begun);
        let mut searched = 0;
        loop {
            if let Some(end) = bytes.get(searched..).and_then(|read| memchr::memrchr(b'\n', read)) {
                self.begun.extend(bytes.drain(searched + end + 1..));
                break;
            }
            if bytes.len() > self.line_bytes_max {
                bytes.truncate(self.line_bytes_max + 1);
                self.begun = rest_after_line(&mut self.source)?;
                // The cut line ends like any other, so that it is counted.
                bytes.push(b'\n');
                break;
            }
            // Only new bytes are searched, so that the work on a long line stays linear.
            searched = bytes.len();
            if !more(&mut self.source, bytes)? {
                break;
            }
        }
        lines.first = self.next;
        self.next += lines.count();
        Ok(!lines.bytes.is_empty())
    }
}

/// Returns `false` at the end of the input.
fn more(source: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<bool> {
    let before = bytes.len();
    bytes.resize(before + PIECE_BYTES, 0);
    let read = loop {
        match source.read(bytes.get_mut(before..).unwrap_or_default()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    bytes.truncate(before + *read.as_ref().unwrap_or(&0));
    read.map(|read| read > 0)
}

/// Skips the rest of a line; returns the bytes read after it.
fn rest_after_line(source: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut rest = Vec::new();
    while more(source, &mut rest)? {
        if let Some(end) = memchr::memchr(b'\n', &rest) {
            return Ok(rest.split_off(end + 1));
        }
        rest.clear();
    }
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Yields its bytes in parts of these lengths, over and over.
    struct Parts<'a>(&'a [u8], Vec<usize>, usize);

    impl Read for Parts<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let length = self.1[self.2 % self.1.len()].min(self.0.len()).min(into.len());
            self.2 += 1;
            let (part, rest) = self.0.split_at(length);
            into[..length].copy_from_slice(part);
            self.0 = rest;
            Ok(length)
        }
    }

    fn read(source: impl Read, line_bytes_max: usize) -> (Vec<(u64, Vec<u8>)>, usize) {
        let (mut reader, mut lines) = (Reader::of(source, line_bytes_max), Lines::default());
        let (mut all, mut most) = (Vec::new(), 0);
        while reader.next(&mut lines).unwrap() {
            all.extend(lines.numbered().map(|(number, line)| (number, line.to_vec())));
            most = most.max(lines.bytes.capacity() + reader.begun.capacity());
        }
        (all, most)
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_one_is_whole() {
        let text = format!("a\n{}\nb\n{}", "x".repeat(3 * PIECE_BYTES), "y".repeat(2 * PIECE_BYTES));
        let (lines, _) = read(text.as_bytes(), 9);
        let lines: Vec<(u64, &str)> =
            lines.iter().map(|(n, line)| (*n, str::from_utf8(line).unwrap())).collect();
        assert_eq!(lines, [(1, "a"), (2, "xxxxxxxxxx"), (3, "b"), (4, "yyyyyyyyyy")]);
    }

    #[test]
    fn what_is_held_does_not_grow_with_what_is_read() {
        let line = format!("{}\n", "x".repeat(2000));
        let held = |lines: u64| read(io::repeat_lines(&line, lines), 4000).1;
        assert!(held(20_000) <= held(500));
    }

    mod io {
        pub(super) use std::io::*;

        pub(super) fn repeat_lines(line: &str, times: u64) -> impl Read {
            let length = line.len() as u64 * times;
            Cycle(line.to_owned(), 0).take(length)
        }

        struct Cycle(String, usize);

        impl Read for Cycle {
            fn read(&mut self, into: &mut [u8]) -> Result<usize> {
                let rest = &self.0.as_bytes()[self.1..];
                let length = rest.len().min(into.len());
                into[..length].copy_from_slice(&rest[..length]);
                self.1 = (self.1 + length) % self.0.len();
                Ok(length)
            }
        }
    }

    proptest! {
        #[test]
        fn however_it_arrives_the_lines_are_those_of_the_text(
            text in "[a\n]{0,80}",
            parts in prop::collection::vec(1_usize..9, 1..4),
        ) {
            let (lines, _) = read(Parts(text.as_bytes(), parts, 0), 100);
            let expected: Vec<(u64, Vec<u8>)> =
                (1..).zip(text.split_inclusive('\n').map(|line| line.trim_end_matches('\n').as_bytes().to_vec())).collect();
            prop_assert_eq!(lines, expected);
        }
    }
}
