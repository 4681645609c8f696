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
    /// The colours of the screen.
    Theme,
    /// The signs it is drawn with.
    Glyphs,
    /// Whether the console takes the mouse.
    Mouse,
}

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A folder.
    Folder,
    /// A short text.
    Label,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Yes or no.
    Switch,
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

/// The themes.
pub const THEMES: &[&str] = &["auto", "dark", "light", "high-contrast", "mono"];

/// The sets of signs.
pub const GLYPHS: &[&str] = &["auto", "unicode", "ascii"];

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
    Setting {
        name: Name::Theme,
        key: "theme",
        flag: "--theme NAME",
        variable: "STRICT_REVIEW_THEME",
        takes: Takes::Word(THEMES),
        without: "auto, and mono where NO_COLOR is set",
        example: "\"auto\"",
        help: "How the screen is coloured: auto, dark, light, high-contrast or mono; auto fits the terminal.",
    },
    Setting {
        name: Name::Glyphs,
        key: "glyphs",
        flag: "--glyphs SET",
        variable: "STRICT_REVIEW_GLYPHS",
        takes: Takes::Word(GLYPHS),
        without: "auto",
        example: "\"auto\"",
        help: "The signs that the screen is drawn with: auto, unicode or ascii; auto goes by the locale.",
    },
    Setting {
        name: Name::Mouse,
        key: "mouse",
        flag: "--no-mouse",
        variable: "STRICT_REVIEW_MOUSE",
        takes: Takes::Switch,
        without: "true",
        example: "true",
        help: "Whether the console takes the mouse: true, or false to leave it to the terminal.",
    },
];

/// The words that a setting takes; none where it takes something else.
#[must_use]
pub fn words(name: Name) -> &'static [&'static str] {
    let setting = SETTINGS.iter().find(|setting| setting.name == name);
    match setting.map(|setting| setting.takes) {
        Some(Takes::Word(words)) => words,
        Some(Takes::Folder | Takes::Label | Takes::Switch) | None => &[],
    }
}

/// The setting of a name in the file.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}
