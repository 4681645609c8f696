//! Judges the value given to a name such as password: a secret, a placeholder, or the next word of a sentence.

use super::placeholders::is_placeholder;
use super::rules::Rules;

/// More spaces or quotes do not belong to an assignment.
pub(super) const LONGEST_GAP_BYTES: usize = 8;

/// Longer than any placeholder, and enough to judge a value.
const JUDGED_VALUE_BYTES: usize = 64;

/// A longer text of an element is no password.
const LONGEST_ELEMENT_BYTES: usize = 256;

pub(super) struct Value<'a> {
    /// Up to the closing quote or the next gap.
    pub(super) text: &'a [u8],
    pub(super) follows_gap: bool,
    quote: Option<u8>,
    rest: &'a [u8],
}

impl<'a> Value<'a> {
    /// Skips the rest of the sign (`==`, `=>`, `:=`), a gap, and an opening quote. `::` joins names and assigns
    /// nothing.
    pub(super) fn at_start(sign: u8, after: &'a [u8]) -> Option<Self> {
        if sign == b':' && after.first() == Some(&b':') {
            return None;
        }
        let skip = |text: &'a [u8], is_skipped: fn(u8) -> bool| {
            let length = text.iter().take(LONGEST_GAP_BYTES).take_while(|byte| is_skipped(**byte)).count();
            text.get(length..).unwrap_or_default()
        };
        let signed = skip(after, |byte| matches!(byte, b'=' | b'>'));
        let spaced = skip(signed, |byte| matches!(byte, b' ' | b'\t'));
        let escaped = skip(spaced, |byte| byte == b'\\');
        let quote = escaped.first().copied().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
        let rest = if quote.is_some() { escaped.get(1..)? } else { spaced };
        // Prose: `password=` in backticks, and then the sentence goes on.
        if quote == Some(b'`') && rest.first().is_none_or(u8::is_ascii_whitespace) {
            return None;
        }
        let ends = |byte: &u8| match quote {
            Some(quote) => *byte == quote || matches!(byte, b'\n' | b'\\'),
            // The text of an element ends where its end tag begins.
            None if sign == b'>' => matches!(byte, b'<' | b'\n'),
            None => byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`'),
        };
        let text = rest.get(..rest.len().min(JUDGED_VALUE_BYTES))?.split(ends).next()?;
        Some(Self { text, follows_gap: spaced.len() < signed.len(), quote, rest })
    }

    pub(super) fn is_secret(&self, rules: &Rules, reading: Reading) -> bool {
        // `password=***, user=ann` holds a placeholder; `password=a,b3` holds a password with a comma in it.
        let first =
            self.text.split(|byte| matches!(byte, b',' | b';' | b'&' | b')')).next().unwrap_or_default();
        let closed = without_closing_brace(first);
        let stands_in = |text| is_placeholder(rules.placeholders, text);
        let is_cut = |part: &[u8], whole: &[u8]| part.len() < whole.len();
        if stands_in(self.text)
            || (is_cut(first, self.text) && stands_in(first))
            || (is_cut(closed, first) && stands_in(closed))
        {
            return false;
        }
        match reading {
            Reading::Setting => self.text.len() >= 4 && !self.is_call(),
            Reading::Prose => {
                let word = without_punctuation(self.text);
                word.len() >= 6 && !word.iter().all(|byte| is_of_plain_words(*byte))
            }
        }
    }

    pub(super) fn is_one_quoted_word(&self) -> bool {
        self.quote.is_some() && !self.text.contains(&b' ')
    }

    /// The text after `<password>` counts only if an end tag closes it.
    pub(super) fn is_text_of_element(&self) -> bool {
        let near = self.rest.get(..self.rest.len().min(LONGEST_ELEMENT_BYTES)).unwrap_or_default();
        near.iter()
            .position(|byte| *byte == b'<')
            .is_some_and(|at| near.get(at.saturating_add(1)) == Some(&b'/'))
    }

    /// Matches `secret = vault.read("db")`: code that fetches a value, with a gap before it as in programs.
    fn is_call(&self) -> bool {
        let name = self
            .text
            .iter()
            .take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.' | b':'))
            .count();
        self.follows_gap && self.quote.is_none() && name > 0 && self.text.get(name) == Some(&b'(')
    }

    pub(super) fn quote(&self) -> Option<u8> {
        self.quote
    }

    /// Returns the text after the bracket if the value is a list: `["hunter2"]`.
    pub(super) fn first_of_list(&self) -> Option<&'a [u8]> {
        self.rest.strip_prefix(b"[").filter(|_| self.quote.is_none())
    }

    pub(super) fn is_path(&self) -> bool {
        matches!(self.text, [b'/' | b'~' | b'.', ..] | [_, b':', b'\\' | b'/', ..])
    }

    /// A scheme, spaces, and credentials that are no word of a sentence.
    pub(super) fn is_authorization(&self, rules: &Rules) -> bool {
        let begins_with_scheme = |scheme: &&&str| {
            self.rest.split_at_checked(scheme.len()).is_some_and(|(word, after)| {
                word.eq_ignore_ascii_case(scheme.as_bytes()) && matches!(after.first(), Some(b' ' | b'\t'))
            })
        };
        let Some(scheme) = rules.schemes.iter().find(begins_with_scheme) else {
            return false;
        };
        let after = self.rest.get(scheme.len().saturating_add(1)..).unwrap_or_default();
        let near = after.get(..after.len().min(JUDGED_VALUE_BYTES)).unwrap_or_default();
        let credentials =
            near.split(|byte| matches!(byte, b' ' | b'\t' | b'"' | b'\'')).next().unwrap_or_default();
        credentials.len() >= 8
            && !is_placeholder(rules.placeholders, credentials)
            && credentials.iter().skip(1).any(|b| b.is_ascii_uppercase() || !is_of_plain_words(*b))
    }
}

/// `{token: ${TOKEN}}` closes a brace that the value did not open.
fn without_closing_brace(word: &[u8]) -> &[u8] {
    let opens = word.split(|byte| *byte == b'{').count();
    let closes = word.split(|byte| *byte == b'}').count();
    if closes > opens { word.strip_suffix(b"}").unwrap_or(word) } else { word }
}

/// Strips the punctuation that a sentence puts after a word.
fn without_punctuation(word: &[u8]) -> &[u8] {
    strip_at_most(word, 4, |byte| b".,;:!?)\"'".contains(&byte))
}

/// Letters of any script, and signs that join words and paths. Digits and other symbols make a word look like a
/// secret.
fn is_of_plain_words(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80 || b"-/._'(),<>[]{}".contains(&byte)
}

#[derive(Clone, Copy)]
pub(super) enum Reading {
    /// Code and settings: any four characters that are no placeholder.
    Setting,
    /// A colon or a gap may be prose: six characters that are not a plain word.
    Prose,
}

pub(super) fn strip_at_most(text: &[u8], most: usize, is_stripped: impl Fn(u8) -> bool) -> &[u8] {
    let length = text.iter().rev().take(most).take_while(|byte| is_stripped(**byte)).count();
    text.get(..text.len().saturating_sub(length)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rules;

    #[test]
    fn a_setting_needs_four_characters_and_prose_six_that_are_no_word() {
        let judged = |text: &'static str, reading| {
            Value::at_start(b':', text.as_bytes()).unwrap().is_secret(rules().unwrap(), reading)
        };
        assert!(judged("abcd", Reading::Setting) && !judged("abc", Reading::Setting));
        assert!(judged(" abcde1.", Reading::Prose) && !judged(" abcd1.", Reading::Prose));
        assert!(
            !judged(" whatever-it/takes", Reading::Prose)
                && !judged(" \u{445}\u{440}\u{430}\u{43d}", Reading::Prose)
        );
    }

    #[test]
    fn a_value_ends_at_its_own_quote() {
        let value = |text: &'static str| Value::at_start(b'=', text.as_bytes()).unwrap().text;
        assert_eq!(value("> \"it's here\" or"), b"it's here");
        assert_eq!(value(" \\\"abcd\\\", x"), b"abcd");
        assert_eq!(value("ab cd"), b"ab");
    }
}
