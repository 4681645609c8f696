//! Names as people write them: `DB_PASSWORD`, `clientSecret` and `API key` end in words of the table.

pub(super) struct Names<T> {
    /// Indexed by the last letter of the word.
    words: Vec<Vec<(&'static [u8], T)>>,
}

impl<T: Copy> Names<T> {
    /// `None` if a word has anything but small ASCII letters.
    pub(super) fn new(words: impl Iterator<Item = (&'static str, T)>) -> Option<Self> {
        let mut names = Self { words: (b'a'..=b'z').map(|_| Vec::new()).collect() };
        for (word, meaning) in words {
            let word = word.as_bytes();
            let last = word.last().filter(|_| word.iter().all(u8::is_ascii_lowercase))?;
            names.words.get_mut(letter(*last)?)?.push((word, meaning));
        }
        Some(names)
    }

    pub(super) fn may_end_in(&self, byte: u8) -> bool {
        letter(byte).and_then(|at| self.words.get(at)).is_some_and(|words| !words.is_empty())
    }

    /// Returns the meaning of the word at the end of a name, and the name before it.
    pub(super) fn ending<'a>(&self, name: &'a [u8]) -> Option<(T, &'a [u8])> {
        let words = self.words.get(letter(*name.last()?)?)?;
        let may_fit = words.iter().filter(|(word, _)| word.len() <= name.len());
        let mut found = may_fit.filter_map(|(word, meaning)| Some((*meaning, name_before(name, word)?)));
        found.next()
    }
}

fn letter(byte: u8) -> Option<usize> {
    byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_lowercase() - b'a'))
}

/// Strips `ending`. Case, and punctuation inside the ending, do not count.
fn name_before<'a>(name: &'a [u8], ending: &[u8]) -> Option<&'a [u8]> {
    let mut left = name;
    for wanted in ending.iter().rev() {
        loop {
            let (last, before) = left.split_last()?;
            left = before;
            if last.is_ascii_alphanumeric() {
                if last.to_ascii_lowercase() != *wanted {
                    return None;
                }
                break;
            }
        }
    }
    Some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_punctuation_do_not_count() {
        let names = Names::new([("apikey", 1), ("token", 2), ("key", 3)].into_iter()).unwrap();
        assert_eq!(names.ending(b"MY_API-Key"), Some((1, &b"MY_"[..])));
        assert_eq!(names.ending(b"a p i key"), Some((1, &b""[..])));
        assert_eq!(names.ending(b"turnkey"), Some((3, &b"turn"[..])));
        assert_eq!(names.ending(b"tokens"), None);
        assert!(names.may_end_in(b'Y') && !names.may_end_in(b'z') && !names.may_end_in(b' '));
    }

    #[test]
    fn a_word_that_no_name_could_end_in_is_refused() {
        for word in ["", "api key", "Key", "clé"] {
            assert!(Names::new([(word, ())].into_iter()).is_none(), "{word}");
        }
    }
}
