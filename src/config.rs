//! Settings and their sources: PURE. Flags override the environment, the environment overrides the configuration
//! file, the file overrides the defaults.

pub mod example;
pub mod file;
pub mod table;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use self::table::{Name, SETTINGS, Setting, Takes};
use crate::review::problem::Place;

pub const FILE_BYTES_MAX: usize = 64 * 1024;

/// Environment variable that names a configuration file.
pub const FILE_VARIABLE: &str = "STRICT_REVIEW_CONFIG";

/// Relative to the platform's folder for configuration.
pub const FILE_IN_FOLDER: &str = "strict-review/config.toml";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Folder(PathBuf),
    Label(String),
    Word(&'static str),
    Switch(bool),
}

pub type Values = BTreeMap<Name, Value>;

/// Ordered by precedence, the highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    Flag,
    Environment,
    File,
    Default,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub setting: &'static Setting,
    /// `None` if it is not set and has no default.
    pub value: Option<Value>,
    pub source: Source,
}

/// Invalid value of a setting. The message is safe to display.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub place: Option<Place>,
    pub message: String,
}

/// In the order of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings(Vec<Held>);

impl Settings {
    /// For each setting, the highest source that sets it wins.
    #[must_use]
    pub fn of(layers: &[(Source, Values)]) -> Self {
        let held = |setting: &'static Setting| {
            let mut set: Vec<(Source, &Value)> = layers
                .iter()
                .filter_map(|(source, values)| Some((*source, values.get(&setting.name)?)))
                .collect();
            set.sort_by_key(|(source, _)| *source);
            let first = set.first();
            Held {
                setting,
                value: first.map(|(_, value)| (*value).clone()),
                source: first.map_or(Source::Default, |(source, _)| *source),
            }
        };
        Self(SETTINGS.iter().map(held).collect())
    }

    pub fn all(&self) -> impl Iterator<Item = &Held> {
        self.0.iter()
    }

    #[must_use]
    pub fn get(&self, name: Name) -> Option<&Held> {
        self.all().find(|held| held.setting.name == name)
    }

    fn value(&self, name: Name) -> Option<&Value> {
        self.get(name)?.value.as_ref()
    }

    #[must_use]
    pub fn folder(&self, name: Name) -> Option<&Path> {
        match self.value(name)? {
            Value::Folder(folder) => Some(folder),
            Value::Label(_) | Value::Word(_) | Value::Switch(_) => None,
        }
    }

    #[must_use]
    pub fn label(&self, name: Name) -> Option<&str> {
        match self.value(name)? {
            Value::Label(label) => Some(label),
            Value::Folder(_) | Value::Word(_) | Value::Switch(_) => None,
        }
    }

    /// `None` if the word is only the default.
    #[must_use]
    pub fn word(&self, name: Name) -> Option<&'static str> {
        match self.get(name).filter(|held| held.source != Source::Default)?.value.as_ref()? {
            Value::Word(word) => Some(word),
            Value::Folder(_) | Value::Label(_) | Value::Switch(_) => None,
        }
    }

    #[must_use]
    pub fn switch(&self, name: Name) -> Option<bool> {
        match self.value(name)? {
            Value::Switch(on) => Some(*on),
            Value::Folder(_) | Value::Label(_) | Value::Word(_) => None,
        }
    }
}

/// An empty variable sets nothing. Fails with every invalid variable.
pub fn environment(variable: impl Fn(&str) -> Option<OsString>) -> Result<Values, Vec<Fault>> {
    let (mut values, mut faults) = (Values::new(), Vec::new());
    for setting in SETTINGS {
        let Some(text) = variable(setting.variable).filter(|text| !text.is_empty()) else { continue };
        match setting.takes.of_variable(text) {
            Ok(value) => {
                values.insert(setting.name, value);
            }
            Err(expected) => faults
                .push(Fault { place: None, message: format!("{}: expected {expected}", setting.variable) }),
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

impl Takes {
    /// The error names what was expected.
    fn of_variable(self, text: OsString) -> Result<Value, String> {
        let text = match (self, text.into_string()) {
            (Self::Folder, Ok(text)) => return Ok(Value::Folder(text.into())),
            (Self::Folder, Err(text)) => return Ok(Value::Folder(text.into())),
            (Self::Label | Self::Word(_) | Self::Switch, Ok(text)) => text,
            (Self::Label | Self::Word(_) | Self::Switch, Err(_)) => return Err("UTF-8 text".to_owned()),
        };
        match self {
            Self::Folder | Self::Label => Ok(Value::Label(text)),
            Self::Word(words) => self::word(&text, words),
            Self::Switch => text.parse().map(Value::Switch).map_err(|_| "true or false".to_owned()),
        }
    }
}

fn word(text: &str, words: &'static [&'static str]) -> Result<Value, String> {
    let known = words.iter().find(|word| **word == text);
    known.map(|word| Value::Word(word)).ok_or_else(|| format!("one of {}", words.join(", ")))
}

impl Source {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(Place { line, column }) => {
                write!(f, "line {line}, column {column}: {}", self.message)
            }
            None => f.write_str(&self.message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(folder: &str) -> Values {
        Values::from([(Name::Out, Value::Folder(folder.into()))])
    }

    #[test]
    fn flags_go_before_the_environment_and_that_before_the_file() {
        let layers = [
            (Source::Default, out("d")),
            (Source::File, out("c")),
            (Source::Environment, out("b")),
            (Source::Flag, out("a")),
        ];
        for (left, source, folder) in [
            (4, Source::Flag, "a"),
            (3, Source::Environment, "b"),
            (2, Source::File, "c"),
            (1, Source::Default, "d"),
        ] {
            let settings = Settings::of(layers.get(..left).unwrap());
            assert_eq!(settings.get(Name::Out).unwrap().source, source);
            assert_eq!(settings.folder(Name::Out), Some(Path::new(folder)));
        }
        let none = Settings::of(&[]);
        assert!(none.all().all(|held| held.value.is_none() && held.source == Source::Default));
    }

    #[test]
    fn an_empty_variable_sets_nothing_and_a_label_is_utf_8() {
        use std::os::unix::ffi::OsStringExt;
        let of = |wanted: &'static str, bytes: &'static [u8]| {
            environment(move |name| (name == wanted).then(|| OsString::from_vec(bytes.to_vec())))
        };
        assert_eq!(of("STRICT_REVIEW_OUT", b""), Ok(Values::new()));
        assert_eq!(of("STRICT_REVIEW_OUT", b"p"), Ok(out("p")));
        assert!(of("STRICT_REVIEW_OUT", b"\xff").is_ok(), "a folder may have any name");
        for (name, text, expected) in [
            ("STRICT_REVIEW_THEME", b"blue".as_slice(), "one of auto, dark, light, high-contrast, mono"),
            ("STRICT_REVIEW_GLYPHS", b"\xff", "UTF-8 text"),
            ("STRICT_REVIEW_MOUSE", b"yes", "true or false"),
        ] {
            let faults = of(name, text).unwrap_err();
            assert_eq!(faults[0].to_string(), format!("{name}: expected {expected}"));
        }
        assert_eq!(of("STRICT_REVIEW_MOUSE", b"false").unwrap()[&Name::Mouse], Value::Switch(false));
        assert_eq!(of("STRICT_REVIEW_THEME", b"mono").unwrap()[&Name::Theme], Value::Word("mono"));
        let faults = of("STRICT_REVIEW_REVIEWER", b"\xff").unwrap_err();
        assert_eq!(faults[0].to_string(), "STRICT_REVIEW_REVIEWER: expected UTF-8 text");
    }
}
