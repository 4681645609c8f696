//! Settings that a flag, the environment or a configuration file can give.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Format;

#[derive(Debug, Default, Args)]
#[expect(clippy::doc_markdown, reason = "the help shows it as it is")]
pub struct Settings {
    /// Configuration file, instead of `strict-review/config.toml` in the platform's folder for those; /dev/null means none
    /// [env: STRICT_REVIEW_CONFIG]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder for the exported packet; made if missing [env: STRICT_REVIEW_OUT] [default: the folder you are in]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Folder of evidence: a reference whose text, up to its first `#`, is the path of a file in it opens in the
    /// console, and is confirmed only when it was read [env: STRICT_REVIEW_EVIDENCE]
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    /// Folder that holds the sessions, instead of the platform's state folder [env: STRICT_REVIEW_SESSION]
    #[arg(long, value_name = "DIR")]
    pub session: Option<PathBuf>,
    /// A label for the reviewer in the record; it authenticates nobody [env: STRICT_REVIEW_REVIEWER]
    #[arg(long, value_name = "LABEL")]
    pub reviewer: Option<String>,
    /// How the screen is coloured; `auto` fits the terminal. Set, it wins over NO_COLOR [env: STRICT_REVIEW_THEME]
    #[arg(long, value_enum, value_name = "NAME")]
    pub theme: Option<Theme>,
    /// The signs that the screen is drawn with; `auto` goes by the locale [env: STRICT_REVIEW_GLYPHS]
    #[arg(long, value_enum, value_name = "SET")]
    pub glyphs: Option<Glyphs>,
    /// Leave the mouse to the terminal, as `false` does in the environment [env: STRICT_REVIEW_MOUSE]
    #[arg(long)]
    pub no_mouse: bool,
}

/// How the screen is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// The terminal's own colours, and of the sixteen those that read on its background
    #[default]
    Auto,
    /// For dark terminals
    Dark,
    /// For light terminals
    Light,
    /// White on black, nothing dim
    HighContrast,
    /// No colours: bold, underlined, reversed
    Mono,
}

impl Theme {
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }
}

impl Glyphs {
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }
}

/// The signs that the screen is drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Glyphs {
    /// ASCII where the locale is none of UTF-8, or on the Linux console
    #[default]
    Auto,
    /// Box drawing, arrows and marks of Unicode
    Unicode,
    /// ASCII alone
    Ascii,
}

#[derive(Debug, Args)]
pub struct Config {
    /// Show every setting in force and where it comes from; what is done without --example
    #[arg(long, conflicts_with = "example")]
    pub show: bool,
    /// Print a whole configuration file, explained, with every default
    #[arg(long)]
    pub example: bool,
    /// The settings.
    #[command(flatten)]
    pub settings: Settings,
    /// Words for a person or JSON for a program
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "example")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// A shell that completions are made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// `source <(strict-review completions bash)`
    Bash,
    /// A file `_strict-review` in a folder of `$fpath`
    Zsh,
    /// `~/.config/fish/completions/strict-review.fish`
    Fish,
}
