//! Finds tokens that announce themselves by a prefix, in one pass over the text for all prefixes together.

use super::SecretRule;
use super::alphabet::Alphabet;
use super::format::Format;
use super::rows::Position;
use super::rules::{ALPHABETS, Rules};
use super::runs::runs;
use super::signs::SHORTEST_TOKEN_BYTES;
use std::ops::Range;

/// A body is judged by its beginning, which is longer than a random one can be without digits.
const JUDGED_BODY_BYTES: usize = 40;

pub(super) fn find(rules: &Rules, text: &[u8]) -> Option<SecretRule> {
    // Made at the first prefix only, because nearly every text has none.
    let mut reach = None;
    runs(text, SHORTEST_TOKEN_BYTES, |byte| rules.token_bytes.contains(byte)).find_map(|(before, run)| {
        rules.prefixes.find(
            run,
            |byte| byte,
            |at, prefix, number| {
                let format = rules.tokens.get(number)?;
                let reach = reach.get_or_insert_with(|| Reach::new(text, &rules.alphabets));
                is_token(format, reach, before.len().saturating_add(at), prefix).then_some(format.rule)
            },
        )
    })
}

/// Last run of each alphabet, so that no byte is read twice for the same one.
struct Reach<'a> {
    text: &'a [u8],
    alphabets: &'a [Alphabet],
    last: [(usize, usize); ALPHABETS],
    digits: [NextDigit; 2],
}

/// There is no digit between `from` and `at`.
#[derive(Clone, Copy, Default)]
struct NextDigit {
    from: usize,
    at: usize,
}

impl NextDigit {
    /// Index of the first digit at or after `place`, or the end of the text.
    fn behind(&mut self, text: &[u8], place: usize) -> usize {
        if !(self.from..=self.at).contains(&place) || place == 0 {
            let hop = text.get(place..).unwrap_or_default().iter().position(u8::is_ascii_digit);
            *self = Self { from: place, at: hop.map_or(text.len(), |hop| place.saturating_add(hop)) };
        }
        self.at
    }
}

impl<'a> Reach<'a> {
    fn new(text: &'a [u8], alphabets: &'a [Alphabet]) -> Self {
        Self { text, alphabets, last: [(0, 0); ALPHABETS], digits: [NextDigit::default(); 2] }
    }

    /// Begin and end of the run around an index; empty if the byte is not of the alphabet.
    fn around(&mut self, alphabet: usize, at: usize) -> (usize, usize) {
        let (Some(members), Some(last)) = (self.alphabets.get(alphabet), self.last.get_mut(alphabet)) else {
            return (at, at);
        };
        if !(last.0..last.1).contains(&at) {
            let belongs = |byte: &&u8| members.contains(**byte);
            let (before, after) = self.text.split_at_checked(at).unwrap_or_default();
            let ahead = after.iter().take_while(belongs).count();
            let behind = if ahead == 0 { 0 } else { before.iter().rev().take_while(belongs).count() };
            *last = (at.saturating_sub(behind), at.saturating_add(ahead));
        }
        *last
    }

    /// Counts to two, which is enough.
    fn digits_in(&mut self, part: Range<usize>) -> usize {
        let [first, second] = &mut self.digits;
        let one = first.behind(self.text, part.start);
        if one >= part.end {
            return 0;
        }
        if second.behind(self.text, one.saturating_add(1)) < part.end { 2 } else { 1 }
    }

    fn length_from(&mut self, alphabet: usize, at: usize) -> usize {
        self.around(alphabet, at).1.saturating_sub(at)
    }

    fn length_up_to(&mut self, alphabet: usize, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |last| at.saturating_sub(self.around(alphabet, last).0))
    }
}

fn is_token(format: &Format, reach: &mut Reach<'_>, at: usize, prefix: &[u8]) -> bool {
    let start = at.saturating_add(prefix.len());
    let (before, body) =
        (reach.text.get(..at).unwrap_or_default(), reach.text.get(start..).unwrap_or_default());
    let begins = match format.stands {
        Position::Anywhere => true,
        Position::Word => !before.last().is_some_and(u8::is_ascii_alphanumeric),
    };
    if !begins && format.checksum.is_none() {
        return false;
    }
    let length = reach.length_from(format.alphabet, start);
    let follows = |reach: &mut Reach<'_>| {
        format.before.is_none_or(|(alphabet, wanted)| reach.length_up_to(alphabet, at) >= wanted)
    };
    let judged = length.min(JUDGED_BODY_BYTES);
    let has_shape = begins
        && format.length.holds(length)
        && format.needs.hold(
            reach.digits_in(start..start.saturating_add(judged)),
            body.get(..judged).unwrap_or_default(),
        )
        && follows(reach);
    // A right checksum makes up for the text around it. A wrong one proves nothing.
    has_shape
        || (length >= format.length.shortest()
            && format.checksum.is_some_and(|checksum| checksum.holds(prefix, body)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rows::Needs;
    use crate::rules::{ROWS, rules};

    fn table() -> &'static Rules {
        rules().unwrap()
    }

    fn sample(format: &Format, prefix: &str) -> String {
        let of = |alphabet: usize, length: usize| -> String {
            let letters = b"7aQ2zK9bX4".iter().chain(b":1/c,ac").cycle().copied();
            letters
                .filter(|byte| table().alphabets[alphabet].contains(*byte))
                .take(length)
                .map(char::from)
                .collect()
        };
        let before = format.before.map_or(String::new(), |(alphabet, length)| of(alphabet, length));
        before + prefix + &of(format.alphabet, format.length.shortest())
    }

    fn rows() -> Vec<(&'static Format, String)> {
        let rows = ROWS.tokens.iter().zip(&table().tokens);
        let prefixes =
            rows.flat_map(|(row, format)| row.prefixes.iter().map(move |prefix| (format, *prefix)));
        prefixes.map(|(format, prefix)| (format, prefix.to_owned())).collect()
    }

    pub(crate) fn samples() -> Vec<String> {
        rows().iter().map(|(format, prefix)| sample(format, prefix)).collect()
    }

    #[test]
    fn every_prefix_of_every_format_is_found_in_the_middle_of_a_text() {
        let mut otherwise = Vec::new();
        for (format, prefix) in rows() {
            let text = format!("key ({}) seen", sample(format, &prefix));
            let found =
                find(table(), text.as_bytes()).unwrap_or_else(|| panic!("{text} is no {}", format.rule));
            if found != format.rule {
                otherwise.push((format.rule.id(), found.id()));
            }
        }
        // If one prefix begins like another, either name is right for the made-up sample.
        assert_eq!(otherwise, [("", ""); 0]);
    }

    #[test]
    fn a_prefix_with_too_short_a_body_is_harmless() {
        for (format, prefix) in rows().into_iter().filter(|(format, _)| format.length.shortest() > 0) {
            let mut text = sample(format, &prefix);
            text.pop();
            assert_ne!(find(table(), text.as_bytes()), Some(format.rule), "{text}");
        }
    }

    #[test]
    fn a_careful_format_is_not_found_inside_a_word() {
        for (format, prefix) in rows().into_iter().filter(|(format, _)| format.stands == Position::Word) {
            let text = format!("q{}", sample(format, &prefix));
            assert_ne!(find(table(), text.as_bytes()), Some(format.rule), "{text}");
        }
    }

    #[test]
    fn a_prefix_of_ordinary_words_needs_more_than_a_length() {
        for (format, prefix) in rows().into_iter().filter(|(format, _)| format.needs == Needs::TwoDigits) {
            let text: String = prefix + &"a".repeat(format.length.shortest());
            assert_ne!(find(table(), text.as_bytes()), Some(format.rule), "{text}");
        }
    }

    #[test]
    fn a_checksum_that_holds_outweighs_what_stands_around_and_a_wrong_one_hides_nothing() {
        let right = concat!("np", "m_qkJaB6MffYVzZXWqmcoF49", "yrUxP3wf0LsakP");
        let wrong = concat!("np", "m_qkJaB6MffYVzZXWqmcoF49", "yrUxP3wf0LsakQ");
        let found = |text: String| find(table(), text.as_bytes()).map(SecretRule::id);
        for text in [right.to_owned(), wrong.to_owned(), format!("x{right}"), format!("{right}andmore")] {
            assert_eq!(found(text.clone()), Some("npm-token"), "{text}");
        }
        assert_eq!(found(format!("{wrong}andmore")), None);
    }
}
