//! The table of settings: it makes the reading of the file and of the environment, what `config` shows, the example and
//! the man page.

/// Which setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// Where evidence lies.
    Evidence,
    /// Where packets go.
    Out,
    /// Where sessions are kept.
    Session,
    /// The label of the reviewer.
    Reviewer,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A folder.
    Folder,
    /// A short text.
    Label,
}

/// One line of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// Which.
    pub name: Name,
    /// Its name in the file.
    pub key: &'static str,
    /// Its flag.
    pub flag: &'static str,
    /// Its variable.
    pub variable: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// What holds without it, in words.
    pub without: &'static str,
    /// A value for the example, as the file has it.
    pub example: &'static str,
    /// A sentence.
    pub help: &'static str,
}

/// The table.
pub static SETTINGS: &[Setting] = &[
    Setting {
        name: Name::Evidence,
        key: "evidence",
        flag: "--evidence DIR",
        variable: "STRICT_REVIEW_EVIDENCE",
        takes: Takes::Folder,
        without: "none",
        example: "\"~/evidence\"",
        help: "Folder of evidence, for the review of a handoff that you name; the practice sample has its own.",
    },
    Setting {
        name: Name::Out,
        key: "out",
        flag: "--out DIR",
        variable: "STRICT_REVIEW_OUT",
        takes: Takes::Folder,
        without: "the folder you are in",
        example: "\"~/packets\"",
        help: "Folder for exported packets; made if missing.",
    },
    Setting {
        name: Name::Session,
        key: "session",
        flag: "--session DIR",
        variable: "STRICT_REVIEW_SESSION",
        takes: Takes::Folder,
        without: "`strict-review/sessions` in the platform's state folder",
        example: "\"~/sessions\"",
        help: "Folder that holds the sessions.",
    },
    Setting {
        name: Name::Reviewer,
        key: "reviewer",
        flag: "--reviewer LABEL",
        variable: "STRICT_REVIEW_REVIEWER",
        takes: Takes::Label,
        without: "none",
        example: "\"reviewer one\"",
        help: "A label for the reviewer in the record; it authenticates nobody.",
    },
];

/// The setting of a name in the file.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}
