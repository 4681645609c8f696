//! Searches for many words at once, by the first three bytes of each.

use super::alphabet::Alphabet;

/// Small enough to stay in the fastest cache, large enough that few positions of prose hit a used slot.
const SLOTS: usize = 8192;

/// First bytes that select a slot. The shortest words have two, and match any third.
const TOLD_APART: usize = 3;

/// Words to search for, each with a number of the caller's choice.
pub(super) struct Needles {
    words: Vec<(&'static [u8], usize)>,
    /// Number of the slot's first link plus one; 0 if no word begins so.
    heads: Box<[u16; SLOTS]>,
    links: Vec<Link>,
}

struct Link {
    /// First bytes of the word, because other words share the slot.
    start: u32,
    word: u16,
    /// Number of the next link plus one.
    next: u16,
}

impl Needles {
    /// `behind` gives the alphabet after words of two bytes, by their number; without one, every third byte matches.
    /// `None` if a word is shorter than two bytes, or there are too many.
    pub(super) fn new(
        words: Vec<(&'static [u8], usize)>,
        behind: impl Fn(usize) -> Option<Alphabet>,
    ) -> Option<Self> {
        let mut needles = Self { words: Vec::new(), heads: Box::new([0; SLOTS]), links: Vec::new() };
        // The word linked last is tried first: if one word begins with another, the longer one.
        let mut by_length: Vec<_> = words.iter().enumerate().collect();
        by_length.sort_by_key(|(_, (word, _))| word.len());
        for (number, (word, owner)) in by_length {
            let number = u16::try_from(number).ok()?;
            match **word {
                [first, second, third, ..] => needles.link([first, second, third], number)?,
                [first, second] => {
                    let behind = behind(*owner);
                    for third in 0..=u8::MAX {
                        if behind.is_none_or(|alphabet| alphabet.contains(third)) {
                            needles.link([first, second, third], number)?;
                        }
                    }
                }
                [] | [_] => return None,
            }
        }
        needles.words = words;
        Some(needles)
    }

    fn link(&mut self, start: [u8; TOLD_APART], word: u16) -> Option<()> {
        let [first, second, third] = start.map(u32::from);
        let start = first | second << 8 | third << 16;
        let head = self.heads.get_mut(slot(start))?;
        self.links.push(Link { start, word, next: *head });
        *head = u16::try_from(self.links.len()).ok()?;
        Some(())
    }

    /// Calls `judge` with the index and number of every word in the text, from left to right, until it returns a
    /// result. `seen` maps each byte to the one that is compared.
    pub(super) fn find<'a, T>(
        &'a self,
        text: &'a [u8],
        seen: impl Fn(u8) -> u8 + Copy,
        mut judge: impl FnMut(usize, &'static [u8], usize) -> Option<T>,
    ) -> Option<T> {
        let (start, rest) = text.split_at_checked(TOLD_APART - 1)?;
        let mut window = start.iter().fold(0, |window, byte| window >> 8 | u32::from(seen(*byte)) << 16);
        for (at, byte) in rest.iter().enumerate() {
            window = window >> 8 | u32::from(seen(*byte)) << 16;
            let head = self.heads.get(slot(window)).copied().unwrap_or(0);
            if head != 0
                && let Some(found) =
                    self.follow(head, window, text.get(at..)?, seen, |word, owner| judge(at, word, owner))
            {
                return Some(found);
            }
        }
        None
    }

    fn follow<T>(
        &self,
        head: u16,
        window: u32,
        here: &[u8],
        seen: impl Fn(u8) -> u8,
        mut judge: impl FnMut(&'static [u8], usize) -> Option<T>,
    ) -> Option<T> {
        let mut next = head;
        while let Some(link) = self.links.get(usize::from(next).wrapping_sub(1)) {
            next = link.next;
            if link.start != window {
                continue;
            }
            let (word, owner) = self.words.get(usize::from(link.word))?;
            let begins = here.len() >= word.len()
                && here.iter().zip(*word).all(|(byte, wanted)| seen(*byte) == *wanted);
            if begins && let Some(found) = judge(word, *owner) {
                return Some(found);
            }
        }
        None
    }
}

/// Hashes by a multiplication, which spreads neighbors.
fn slot(window: u32) -> usize {
    usize::try_from(window.wrapping_mul(0x9e37_79b1) >> 19).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(usize, usize)> {
        let words: [&'static [u8]; 5] = [b"abc", b"abcd", b"SK", b"zz-top", b"\xd0\xbf\xd0\xb0"];
        let needles = Needles::new(words.into_iter().zip(0..).collect(), |_| None).unwrap();
        let mut found = Vec::new();
        let none: Option<()> = needles.find(
            text.as_bytes(),
            |byte| byte,
            |at, _, word| {
                found.push((at, word));
                None
            },
        );
        assert_eq!(none, None);
        found.sort_unstable();
        found
    }

    #[test]
    fn every_word_is_found_where_it_stands() {
        assert_eq!(found("abcd xSK- zz-topзапа"), [(0, 0), (0, 1), (6, 2), (10, 3), (20, 4)]);
        assert_eq!(found("ab"), []);
        assert_eq!(found("zz-to SK"), []);
    }

    #[test]
    fn a_short_word_stands_only_before_what_may_be_behind_it() {
        let digits = Alphabet::parse("0-9");
        let needles = Needles::new(vec![(b"SK", 0)], |_| digits).unwrap();
        let found = |text: &[u8]| needles.find(text, |byte| byte, |at, _, _| Some(at));
        assert_eq!((found(b"SKx SK7"), found(b"SKx SK")), (Some(4), None));
    }

    #[test]
    fn a_word_of_one_byte_is_refused() {
        assert!(Needles::new(vec![(b"a", 0)], |_| None).is_none());
    }
}
