//! The bytes of an input as a supply of choices, taken in order, with zeros after their end.

pub(super) struct Supply<'a>(&'a [u8]);

/// Texts that mean something somewhere: invisible, wide, secret-like, or words of the formats.
const WORDS: [&str; 24] = [
    "",
    " ",
    "\n",
    "a\u{202E}b",
    "\u{301}",
    "e\u{301}\u{302}\u{303}\u{304}\u{305}",
    "\u{FEFF}",
    "\u{E000}",
    "数据库",
    "👩\u{200D}💻",
    "~1",
    "/",
    "\u{0}",
    "T-301",
    "format",
    "fingerprint",
    "blocked",
    "rehearsal-copy",
    "production",
    "retention-policy.md#a",
    "sha256:0000000000000000000000000000000000000000000000000000000000000000",
    concat!("pass", "word=hunter2hunter2"),
    concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r"),
    concat!("-----BEG", "IN EC PRIVATE KEY-----"),
];

impl<'a> Supply<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        let wide = if bound > 256 { usize::from(self.byte()) << 8 } else { 0 };
        (wide + usize::from(self.byte())).checked_rem(bound).unwrap_or_default()
    }

    pub(super) fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    pub(super) fn rest(&mut self) -> &'a [u8] {
        self.bytes(self.0.len())
    }

    /// A word of the list, or up to 63 raw bytes.
    pub(super) fn text(&mut self) -> String {
        let first = usize::from(self.byte());
        match first.checked_sub(64) {
            Some(word) => WORDS[word % WORDS.len()].to_owned(),
            None => String::from_utf8_lossy(self.bytes(first)).into_owned(),
        }
    }
}
