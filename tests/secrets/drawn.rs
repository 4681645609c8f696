//! Texts drawn from alphabets, the same every time.

/// Numbers that look random and are the same every time (splitmix64).
pub(super) struct Drawn(pub(super) u64);

impl Drawn {
    pub(super) fn number(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(below).unwrap()).unwrap()
    }

    pub(super) fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(alphabet[self.number(alphabet.len())])).collect()
    }

    pub(super) fn hex(&mut self, length: usize) -> String {
        self.text(b"0123456789abcdef", length)
    }

    pub(super) fn digits(&mut self, length: usize) -> String {
        self.text(b"0123456789", length)
    }

    pub(super) fn base64(&mut self, length: usize) -> String {
        self.text(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", length)
    }

    pub(super) fn url_safe(&mut self, length: usize) -> String {
        self.text(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", length)
    }

    pub(super) fn letters(&mut self, length: usize) -> String {
        self.text(b"abcdefghijklmnopqrstuvwxyz", length)
    }

    pub(super) fn uuid(&mut self, version: char) -> String {
        let variant = ["8", "9", "a", "b"][self.number(4)];
        let [first, second, third, fourth, last] = [8, 4, 3, 3, 12].map(|length| self.hex(length));
        format!("{first}-{second}-{version}{third}-{variant}{fourth}-{last}")
    }

    pub(super) fn word(&mut self) -> &'static str {
        const WORDS: [&str; 40] = [
            "backup",
            "restore",
            "window",
            "runbook",
            "result",
            "storage",
            "adapter",
            "migration",
            "schema",
            "review",
            "owner",
            "handoff",
            "packet",
            "ledger",
            "replica",
            "cluster",
            "token",
            "password",
            "secret",
            "key",
            "session",
            "author",
            "monkey",
            "keyboard",
            "access",
            "audit",
            "trail",
            "notification",
            "gate",
            "durable",
            "writer",
            "reader",
            "index",
            "table",
            "column",
            "queue",
            "worker",
            "deploy",
            "canary",
            "rollback",
        ];
        WORDS[self.number(WORDS.len())]
    }

    pub(super) fn date(&mut self) -> String {
        format!("20{:02}-{:02}-{:02}", 10 + self.number(20), 1 + self.number(12), 1 + self.number(28))
    }

    pub(super) fn time(&mut self) -> String {
        format!("{:02}:{:02}:{:02}", self.number(24), self.number(60), self.number(60))
    }
}
