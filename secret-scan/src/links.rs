//! Recognizes links and ids: they look random and are public, so their looks make no secret of them.

use memchr::memmem;

/// An item of a mail server takes 152 base64 digits, and few ids are longer.
const LONGEST_ID_BYTES: usize = 160;

/// Limit of an authority.
const NEAR_BYTES: usize = 256;

/// Beginnings of links without `://`, at the start of a word.
const NAMESPACES: [&[u8]; 4] = [b"arn:", b"urn:", b"magnet:?", b"ocid1."];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be read: text that looks random is suspicious in it.
    Words,
    /// To name something: a link, an id, a digest, with words or without.
    Reference,
}

/// Reads along with the runs of a text, each byte once, and tracks if a link goes on.
#[derive(Default)]
pub(super) struct Along {
    read: usize,
    /// Start of the last word that is not complete.
    word: usize,
    is_link: bool,
}

impl Along {
    /// True if the looks of a run mean nothing. `before` is all of the text before the run.
    pub(super) fn is_id(&mut self, text: &[u8], before: &[u8], run: &[u8]) -> bool {
        let fresh = text.get(self.read..before.len()).unwrap_or_default();
        if let Some(space) = fresh.iter().rposition(u8::is_ascii_whitespace) {
            self.word = self.read.saturating_add(space).saturating_add(1);
            self.is_link = false;
        }
        // A sign in two parts may have been read in part.
        let start = self.word.max(self.read.saturating_sub(2));
        self.is_link |= is_link(text.get(start..before.len().saturating_add(2)).unwrap_or_default());
        self.read = before.len();
        let after = text.get(before.len().saturating_add(run.len())..).unwrap_or_default();
        (self.is_link || run.len() <= LONGEST_ID_BYTES) && !is_user(before, run, after)
    }
}

pub(super) fn is_link(word: &[u8]) -> bool {
    memmem::find(word, b"://").is_some() || NAMESPACES.iter().any(|namespace| begins_word(word, namespace))
}

fn begins_word(text: &[u8], start: &[u8]) -> bool {
    memmem::find_iter(text, start).any(|at| {
        at.checked_sub(1).and_then(|before| text.get(before)).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    })
}

/// True inside an ARN, whose parts between colons are names.
pub(super) fn is_in_arn(before: &[u8]) -> bool {
    let near = before.get(before.len().saturating_sub(NEAR_BYTES)..).unwrap_or_default();
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b',' | b'&' | b'?');
    let word = near.rsplit(ends).next().unwrap_or_default();
    begins_word(word, b"arn:")
}

/// Matches `https://RUN@host`: a user alone before a host may be let in by that alone.
fn is_user(before: &[u8], run: &[u8], after: &[u8]) -> bool {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'?' | b'#');
    let near = after.get(..after.len().min(NEAR_BYTES)).unwrap_or_default();
    let is_before_host = near.split(ends).next().unwrap_or_default().contains(&b'@');
    // The slashes before the authority belong to the run's own alphabet.
    let begins = run.starts_with(b"//") && before.last() == Some(&b':');
    let inside = || {
        let near = before.get(before.len().saturating_sub(NEAR_BYTES)..).unwrap_or_default();
        let authority = near.rsplit(ends).next().unwrap_or_default();
        near.get(..near.len().saturating_sub(authority.len())).is_some_and(|scheme| scheme.ends_with(b"://"))
    };
    let path = run.strip_prefix(b"//").unwrap_or(run);
    is_before_host && !path.contains(&b'/') && (begins || inside())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = concat!("q8Zt1mLx4Rk0WcYdB7", "nPq8Zt1mLx4Rk0WcYd");

    fn is_id(text: &str, run: &str) -> bool {
        let at = text.find(run).unwrap();
        Along::default().is_id(text.as_bytes(), &text.as_bytes()[..at], run.as_bytes())
    }

    #[test]
    fn a_link_is_known_in_a_sentence_and_behind_a_name() {
        for text in
            ["see https://a.example/x", "(s3://a/b)", "reference=arn:aws:s3:::a", "urn:uuid:1", "ocid1.x"]
        {
            assert!(is_link(text.as_bytes()), "{text}");
        }
        for text in ["a:b", "a//b", "darn:it", "burn:", "return:x", ""] {
            assert!(!is_link(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn the_length_of_an_id_is_bounded_and_that_of_a_link_is_not() {
        let long = KEY.repeat(5);
        assert!(is_id(KEY, KEY) && is_id(&format!("see {KEY}"), KEY));
        assert!(!is_id(&long, &long) && !is_id(&format!("https://a.example {long}"), &long));
        assert!(is_id(&format!("https://a.example/#{long}"), &long));
        let run = format!("//{long}");
        assert!(is_id(&format!("https:{run}"), &run));
    }

    #[test]
    fn a_user_before_a_host_is_no_id() {
        for text in ["https://KEY@a.example/x", "https://ann.KEY@a.example", "ssh://KEY-x@a.example"] {
            assert!(!is_id(&text.replace("KEY", KEY), KEY), "{text}");
        }
        let run = format!("//{KEY}");
        assert!(!is_id(&format!("https:{run}@a.example"), &run));
        for text in
            ["https://a.example/KEY@v2", "<KEY@a.example>", "https://a.example/?x=KEY@b", "KEY@a.example"]
        {
            assert!(is_id(&text.replace("KEY", KEY), KEY), "{text}");
        }
    }

    #[test]
    fn names_between_the_colons_of_an_arn_are_names() {
        assert!(is_in_arn(b"arn:aws:secretsmanager:eu-west-1:123456789012:"));
        assert!(!is_in_arn(b"arn:aws:s3:::a secret:") && !is_in_arn(b"warn:secret:"));
    }
}
