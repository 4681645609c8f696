//! Table of settings. The file, the environment, `config`, the example and the man page all come from it.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    Evidence,
    Out,
    Session,
    Reviewer,
    Theme,
    Glyphs,
    Mouse,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Folder,
    Label,
    Word(&'static [&'static str]),
    Switch,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    pub name: Name,
    pub key: &'static str,
    pub flag: &'static str,
    pub variable: &'static str,
    pub takes: Takes,
    /// The default, in words.
    pub without: &'static str,
    /// Value for the example, in TOML.
    pub example: &'static str,
    pub help: &'static str,
}

pub const THEMES: &[&str] = &["auto", "dark", "light", "high-contrast", "mono"];

pub const GLYPHS: &[&str] = &["auto", "unicode", "ascii"];

pub static SETTINGS: &[Setting] = &[
    Setting {
        name: Name::Evidence,
        key: "evidence",
        flag: "--evidence DIR",
        variable: "STRICT_REVIEW_EVIDENCE",
        takes: Takes::Folder,
        without: "none",
        example: "\"~/evidence\"",
        help: "Folder of evidence files, when you review a handoff of your own; the practice sample has its \
             own.",
    },
    Setting {
        name: Name::Out,
        key: "out",
        flag: "--out DIR",
        variable: "STRICT_REVIEW_OUT",
        takes: Takes::Folder,
        without: "the folder you are in",
        example: "\"~/packets\"",
        help: "Folder for exported packets; created if missing.",
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
        help: "A label for the reviewer in the record; it does not authenticate anyone.",
    },
    Setting {
        name: Name::Theme,
        key: "theme",
        flag: "--theme NAME",
        variable: "STRICT_REVIEW_THEME",
        takes: Takes::Word(THEMES),
        without: "auto, and mono where NO_COLOR is set",
        example: "\"auto\"",
        help: "Colours: auto, dark, light, high-contrast or mono; auto follows the terminal.",
    },
    Setting {
        name: Name::Glyphs,
        key: "glyphs",
        flag: "--glyphs SET",
        variable: "STRICT_REVIEW_GLYPHS",
        takes: Takes::Word(GLYPHS),
        without: "auto",
        example: "\"auto\"",
        help: "Symbols: auto, unicode or ascii; auto follows the locale.",
    },
    Setting {
        name: Name::Mouse,
        key: "mouse",
        flag: "--no-mouse",
        variable: "STRICT_REVIEW_MOUSE",
        takes: Takes::Switch,
        without: "true",
        example: "true",
        help: "Use the mouse in the console: true, or false to leave it to the terminal.",
    },
];

/// Empty if the setting takes no words.
#[must_use]
pub fn words(name: Name) -> &'static [&'static str] {
    let setting = SETTINGS.iter().find(|setting| setting.name == name);
    match setting.map(|setting| setting.takes) {
        Some(Takes::Word(words)) => words,
        Some(Takes::Folder | Takes::Label | Takes::Switch) | None => &[],
    }
}

#[must_use]
pub fn by_key(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}
