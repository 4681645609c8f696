//! Fast search for single bytes and long runs of bytes: nearly every text is harmless, so the search is all the work.

/// Maximal runs of at least `shortest` bytes that belong, each with the text before it.
///
/// A run that long covers an index at a multiple of `shortest`, so only those are checked until one belongs. In
/// prose, where words are short, most bytes are never read. No byte is read more than three times.
pub(super) fn runs(
    text: &[u8],
    shortest: usize,
    belongs: impl Fn(u8) -> bool + Copy,
) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut sample = shortest.saturating_sub(1);
    std::iter::from_fn(move || {
        loop {
            if !belongs(*text.get(sample)?) {
                sample = sample.saturating_add(shortest);
                continue;
            }
            // The last sample, or the end of the last run, stops this before it reads a byte again.
            let (before, from_sample) = text.split_at_checked(sample)?;
            let left = before.iter().rev().take_while(|byte| belongs(**byte)).count();
            let right = from_sample.iter().take_while(|byte| belongs(**byte)).count();
            let begin = sample.saturating_sub(left);
            sample = sample.saturating_add(right).saturating_add(shortest);
            if left.saturating_add(right) >= shortest {
                let (before_run, from_run) = text.split_at_checked(begin)?;
                return Some((before_run, from_run.get(..left.saturating_add(right))?));
            }
        }
    })
}

/// Bytes after a mark that are checked one by one, because the fast search is slow to begin.
const NEAR_BYTES: usize = 8;

/// Index of the first of three marks. Fast if they are rare, and if they are many.
pub(super) fn first_mark(text: &[u8], [one, two, three]: [u8; 3]) -> Option<usize> {
    let is_mark = |byte: &u8| *byte == one || *byte == two || *byte == three;
    let (near, far) = text.split_at_checked(NEAR_BYTES).unwrap_or((text, &[]));
    near.iter().position(is_mark).or_else(|| {
        let hop = if one == two && two == three {
            memchr::memchr(one, far)
        } else {
            memchr::memchr3(one, two, three, far)
        };
        hop.map(|hop| hop.saturating_add(NEAR_BYTES))
    })
}

pub(super) fn marks(text: &[u8], three: [u8; 3]) -> impl Iterator<Item = usize> {
    let mut start = 0_usize;
    std::iter::from_fn(move || {
        let at = start.saturating_add(first_mark(text.get(start..)?, three)?);
        start = at.saturating_add(1);
        Some(at)
    })
}

pub(super) fn mark(text: &[u8], mark: u8) -> impl Iterator<Item = usize> {
    marks(text, [mark; 3])
}

/// Blocks without the byte are skipped whole, in a loop that the compiler turns into a few wide instructions.
const BLOCK_BYTES: usize = 64;

pub(super) fn places(text: &[u8], is_sought: impl Fn(u8) -> bool + Copy) -> impl Iterator<Item = usize> {
    let blocks = text.chunks(BLOCK_BYTES).zip((0..).step_by(BLOCK_BYTES));
    let holds_one =
        move |block: &[u8]| block.iter().fold(0, |seen, byte| seen | u8::from(is_sought(*byte))) != 0;
    blocks.filter(move |(block, _)| holds_one(block)).flat_map(move |(block, start): (&[u8], usize)| {
        let inside = block.iter().enumerate().filter(move |(_, byte)| is_sought(**byte));
        inside.map(move |(at, _)| start.saturating_add(at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runs_are_those_that_a_byte_by_byte_search_finds() {
        // Every text of twelve bytes of two kinds.
        for pattern in 0_u16..1 << 12 {
            let text: Vec<u8> = (0..12).map(|at| if pattern >> at & 1 == 1 { b'x' } else { b' ' }).collect();
            for shortest in 1..=5 {
                let found: Vec<_> = runs(&text, shortest, |byte| byte == b'x')
                    .map(|(before, run)| (before.len(), run.len()))
                    .collect();
                let mut expected = Vec::new();
                let mut at = 0;
                for run in text.split(|byte| *byte == b' ') {
                    if run.len() >= shortest {
                        expected.push((at, run.len()));
                    }
                    at += run.len() + 1;
                }
                assert_eq!(found, expected, "{pattern:012b} at least {shortest}");
            }
        }
    }

    #[test]
    fn every_mark_is_found_in_order() {
        for (text, wanted) in [
            ("", vec![]),
            (":", vec![0]),
            ("::a:", vec![0, 1, 3]),
            ("0123456789:=0123456>", vec![10, 11, 19]),
        ] {
            assert_eq!(marks(text.as_bytes(), *b":=>").collect::<Vec<_>>(), wanted, "{text}");
        }
        assert_eq!(mark(b"a:b=c: 0123456789:", b':').collect::<Vec<_>>(), [1, 5, 17]);
    }

    #[test]
    fn every_place_is_found_in_order() {
        let text = "ab:".repeat(100);
        let found: Vec<_> = places(text.as_bytes(), |byte| byte == b':').collect();
        assert_eq!(found, (0..100).map(|at| 3 * at + 2).collect::<Vec<_>>());
    }
}
