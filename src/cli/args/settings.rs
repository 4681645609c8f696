//! Settings that a flag, the environment or a configuration file can give.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Format;

#[derive(Debug, Default, Args)]
#[expect(clippy::doc_markdown, reason = "the help shows it as it is")]
pub struct Settings {
    /// Configuration file; /dev/null means none [env: STRICT_REVIEW_CONFIG] [default: `strict-review/config.toml` in the
    /// platform's configuration folder]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder for the exported packet; created if missing [env: STRICT_REVIEW_OUT] [default: the folder you are in]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Folder of evidence files. A reference that names a file in it (up to its first `#`) opens in the console, and can be
    /// confirmed only after it was opened [env: STRICT_REVIEW_EVIDENCE]
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
    /// Folder that holds the sessions [env: STRICT_REVIEW_SESSION] [default: the platform's state folder]
    #[arg(long, value_name = "DIR")]
    pub session: Option<PathBuf>,
    /// A label for the reviewer in the record; it does not authenticate anyone [env: STRICT_REVIEW_REVIEWER]
    #[arg(long, value_name = "LABEL")]
    pub reviewer: Option<String>,
    /// Colours; `auto` follows the terminal. Overrides NO_COLOR if set [env: STRICT_REVIEW_THEME]
    #[arg(long, value_enum, value_name = "NAME")]
    pub theme: Option<Theme>,
    /// Symbols; `auto` follows the locale [env: STRICT_REVIEW_GLYPHS]
    #[arg(long, value_enum, value_name = "SET")]
    pub glyphs: Option<Glyphs>,
    /// Leave the mouse to the terminal; `false` in the environment [env: STRICT_REVIEW_MOUSE]
    #[arg(long)]
    pub no_mouse: bool,
}

/// Colours of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// The terminal's own colours, adapted to its background
    #[default]
    Auto,
    /// For dark terminals
    Dark,
    /// For light terminals
    Light,
    /// White on black, nothing dim
    HighContrast,
    /// No colours: bold, underlined and reversed text
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

/// Symbols of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Glyphs {
    /// ASCII on the Linux console, or if the locale is not UTF-8
    #[default]
    Auto,
    /// Unicode box drawing, arrows and marks
    Unicode,
    /// ASCII only
    Ascii,
}

#[derive(Debug, Args)]
pub struct Config {
    /// Show every setting in use and its source (the default)
    #[arg(long, conflicts_with = "example")]
    pub show: bool,
    /// Print a complete configuration file with explanations and every default
    #[arg(long)]
    pub example: bool,
    /// The settings.
    #[command(flatten)]
    pub settings: Settings,
    /// Output format: text or JSON
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "example")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// A shell with completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// `source <(strict-review completions bash)`
    Bash,
    /// A file `_strict-review` in a folder of `$fpath`
    Zsh,
    /// `~/.config/fish/completions/strict-review.fish`
    Fish,
}
