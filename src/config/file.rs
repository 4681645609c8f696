//! Reads a configuration file: its settings, or every fault with its position.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::table::{Name, SETTINGS, Setting, Takes, by_key};
use super::{Fault, Value, Values, word};
use crate::review::problem::{Place, shown_key};
use crate::review::text::visible;

pub const KEYS: &str = "keys";

/// More faults than anyone fixes at once are not collected.
const FAULTS_MAX: usize = 100;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub values: Values,
    /// Position of each value.
    pub places: BTreeMap<Name, Place>,
    /// Keys of each action that the file binds.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Position of each action.
    pub key_places: BTreeMap<String, Place>,
}

#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// Folder of the file, for relative folders in it.
    pub folder: &'a Path,
    /// Home folder, for `~/`.
    pub home: Option<&'a Path>,
    pub actions: &'a [&'a str],
}

/// Fails with every fault, in the order of the file. None quotes a value or contains raw characters.
pub fn read(bytes: &[u8], ground: &Ground) -> Result<Asked, Vec<Fault>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let place = Place::of_offset(bytes, error.valid_up_to());
        vec![Fault { place: Some(place), message: "expected UTF-8 text".to_owned() }]
    })?;
    let mut reading = Reading { text, ground, asked: Asked::default(), faults: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        // The error's own form would quote the line.
        reading.fault(error.span().unwrap_or_default(), visible(error.message()).into_owned());
    }
    // A table recovered from malformed TOML may lack members.
    if errors.is_empty() {
        reading.top(table.get_ref());
    }
    let Reading { asked, mut faults, .. } = reading;
    faults.sort();
    if faults.is_empty() { Ok(asked) } else { Err(faults) }
}

struct Reading<'a> {
    text: &'a str,
    ground: &'a Ground<'a>,
    asked: Asked,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn place(&self, span: &Range<usize>) -> Place {
        Place::of_offset(self.text.as_bytes(), span.start)
    }

    fn fault(&mut self, span: Range<usize>, message: String) {
        if self.faults.len() < FAULTS_MAX {
            let place = Some(self.place(&span));
            self.faults.push(Fault { place, message });
        }
    }

    fn top(&mut self, table: &DeTable) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match (by_key(name), name) {
                (Some(setting), _) => self.setting(setting, value),
                (None, KEYS) => self.keys(value),
                (None, _) => {
                    let known = SETTINGS.iter().map(|setting| setting.key).chain([KEYS]);
                    let message = format!("unknown key `{}`{}", shown_key(name), meant(name, known));
                    self.fault(key.span(), message);
                }
            }
        }
    }

    fn setting(&mut self, setting: &'static Setting, value: &Spanned<DeValue>) {
        match of_file(setting.takes, value.get_ref(), self.ground) {
            Ok(set) => {
                self.asked.values.insert(setting.name, set);
                self.asked.places.insert(setting.name, self.place(&value.span()));
            }
            Err(expected) => {
                let found = found(value.get_ref());
                self.fault(value.span(), format!("`{}`: expected {expected}, found {found}", setting.key));
            }
        }
    }

    fn keys(&mut self, value: &Spanned<DeValue>) {
        let Some(table) = value.get_ref().as_table() else {
            let found = found(value.get_ref());
            return self.fault(value.span(), format!("`{KEYS}`: expected a table of actions, found {found}"));
        };
        for (key, value) in table {
            let action = key.get_ref().as_ref();
            if !self.ground.actions.contains(&action) {
                let meant = meant(action, self.ground.actions.iter().copied());
                let message = format!("unknown action `{}`{meant}", shown_key(action));
                self.fault(key.span(), message);
                continue;
            }
            let listed = match value.get_ref() {
                DeValue::String(one) => Some(vec![one.to_string()]),
                DeValue::Array(several) => {
                    several.iter().map(|one| one.get_ref().as_str().map(str::to_owned)).collect()
                }
                _ => None,
            };
            if let Some(listed) = listed {
                self.asked.keys.insert(action.to_owned(), listed);
                self.asked.key_places.insert(action.to_owned(), self.place(&key.span()));
            } else {
                let message = format!("`{action}`: expected the name of a key in quotes, or a list of them");
                self.fault(value.span(), message);
            }
        }
    }
}

/// The error names what was expected.
fn of_file(takes: Takes, value: &DeValue, ground: &Ground) -> Result<Value, String> {
    match (takes, value.as_str()) {
        (Takes::Folder, Some(text)) => folder(text, ground).map(Value::Folder).map_err(str::to_owned),
        (Takes::Folder, None) => Err("a folder in quotes".to_owned()),
        (Takes::Label, Some(text)) => Ok(Value::Label(text.to_owned())),
        (Takes::Label, None) => Err("a text in quotes".to_owned()),
        (Takes::Word(words), text) => word(text.unwrap_or_default(), words),
        (Takes::Switch, _) => {
            value.as_bool().map(Value::Switch).ok_or_else(|| "true or false without quotes".to_owned())
        }
    }
}

fn folder(text: &str, ground: &Ground) -> Result<PathBuf, &'static str> {
    let below_home = match text.strip_prefix('~') {
        Some("") => Some(""),
        Some(rest) => Some(rest.strip_prefix('/').ok_or("`~` alone or followed by `/`")?),
        None => None,
    };
    match (below_home, ground.home) {
        _ if text.is_empty() || text.contains('\0') => Err("a folder"),
        (Some(below), Some(home)) => Ok(home.join(below.trim_start_matches('/'))),
        (Some(_), None) => Err("a folder without `~`, because there is no home folder"),
        // `join` keeps an absolute folder unchanged.
        (None, _) => Ok(ground.folder.join(text)),
    }
}

/// Type of a value; never the value itself.
fn found(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(text) if text.is_empty() => "an empty text",
        DeValue::String(_) => "another text",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false without quotes",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Suggests a near known name, or returns an empty text.
pub(crate) fn meant<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = known.map(|known| (strsim::osa_distance(&name.to_lowercase(), known), known)).min();
    match near {
        Some((distance, known)) if distance <= 1 + known.len() / 5 => {
            format!("; did you mean `{known}`?")
        }
        Some(_) | None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground() -> Ground<'static> {
        Ground {
            folder: Path::new("/etc/here"),
            home: Some(Path::new("/home/me")),
            actions: &["confirm", "move-down"],
        }
    }

    fn faults(text: &str) -> Vec<String> {
        read(text.as_bytes(), &ground()).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_folder_is_taken_from_the_file_s_own_folder_or_from_home() {
        for (text, folder) in [
            ("packets", "/etc/here/packets"),
            ("../packets", "/etc/here/../packets"),
            ("/packets", "/packets"),
            ("~/packets", "/home/me/packets"),
            ("~//packets", "/home/me/packets"),
            ("~", "/home/me/"),
            ("./~x", "/etc/here/./~x"),
        ] {
            let asked = read(format!("out = '{text}'").as_bytes(), &ground()).unwrap();
            assert_eq!(asked.values[&Name::Out], Value::Folder(folder.into()), "{text}");
        }
        for (text, expected) in [
            ("\"~x\"", "line 1, column 7: `out`: expected `~` alone or followed by `/`, found another text"),
            ("\"\"", "line 1, column 7: `out`: expected a folder, found an empty text"),
            ("\"a\\u0000b\"", "line 1, column 7: `out`: expected a folder, found another text"),
            ("7", "line 1, column 7: `out`: expected a folder in quotes, found an integer"),
        ] {
            assert_eq!(faults(&format!("out = {text}")), [expected]);
        }
        let homeless = Ground { home: None, ..ground() };
        let fault = read(b"out = '~/a'", &homeless).unwrap_err();
        assert!(fault[0].message.contains("there is no home folder"), "{fault:?}");
    }

    #[test]
    fn keys_are_one_or_several_and_every_action_is_known() {
        let asked = read(b"keys.confirm = 'x'\n[keys]\n", &ground());
        assert!(asked.is_err(), "a table is written once");
        let asked =
            read(b"reviewer = 'r'\n[keys]\nconfirm = 'x'\nmove-down = ['j', 'Down']", &ground()).unwrap();
        assert_eq!(asked.keys["confirm"], ["x"]);
        assert_eq!(asked.keys["move-down"], ["j", "Down"]);
        assert_eq!(asked.key_places["move-down"], Place { line: 4, column: 1 });
        assert_eq!(asked.places[&Name::Reviewer], Place { line: 1, column: 12 });
        assert_eq!(read(b"", &ground()), Ok(Asked::default()));
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_place_and_what_was_meant() {
        let text = "reviewer = 1\nevidnce = 'a'\nOut = 'b'\nzebra = 1\n\n[keys]\nconfrm = 'x'\nmove-down = [1]\nquux = 'a'\n";
        assert_eq!(
            faults(text),
            [
                "line 1, column 12: `reviewer`: expected a text in quotes, found an integer",
                "line 2, column 1: unknown key `evidnce`; did you mean `evidence`?",
                "line 3, column 1: unknown key `Out`; did you mean `out`?",
                "line 4, column 1: unknown key `zebra`",
                "line 7, column 1: unknown action `confrm`; did you mean `confirm`?",
                "line 8, column 13: `move-down`: expected the name of a key in quotes, or a list of them",
                "line 9, column 1: unknown action `quux`",
            ]
        );
        assert_eq!(
            faults("keys = 1"),
            ["line 1, column 8: `keys`: expected a table of actions, found an integer"]
        );
    }

    #[test]
    fn no_fault_quotes_a_value_or_a_name_that_looks_like_a_credential() {
        let token = concat!("gh", "p_", "1A2b3C4d5E6f7G8h9I0j1K2l3M4n5O6p7Q8r");
        for text in [
            format!("out = {token}"),
            format!("out = \"{token}"),
            format!("{token} = 1"),
            token.to_owned(),
            format!("out = 'a'\nout = '{token}'"),
            format!("[keys]\n{token} = 'x'"),
            format!("[keys]\nconfirm = {{ {token} = 1 }}"),
            format!("out = '~{token}'"),
        ] {
            let told = faults(&text).concat();
            assert!(!told.is_empty() && !told.contains(&token[4..]), "{text}: {told}");
        }
    }

    #[test]
    fn words_and_switches_are_those_of_the_table() {
        let asked = read(b"theme = 'mono'\nglyphs = 'ascii'\nmouse = false", &ground()).unwrap();
        assert_eq!(asked.values[&Name::Theme], Value::Word("mono"));
        assert_eq!(asked.values[&Name::Glyphs], Value::Word("ascii"));
        assert_eq!(asked.values[&Name::Mouse], Value::Switch(false));
        assert_eq!(
            faults("theme = 'blue'\nglyphs = 1\nmouse = 'no'\nthme = 1"),
            [
                "line 1, column 9: `theme`: expected one of auto, dark, light, high-contrast, mono, found another text",
                "line 2, column 10: `glyphs`: expected one of auto, unicode, ascii, found an integer",
                "line 3, column 9: `mouse`: expected true or false without quotes, found another text",
                "line 4, column 1: unknown key `thme`; did you mean `theme`?",
            ]
        );
    }

    #[test]
    fn a_file_full_of_faults_is_given_up_soon() {
        let told = |line: &str| read(line.repeat(9_000).as_bytes(), &ground()).unwrap_err().len();
        assert_eq!(told("]\n"), FAULTS_MAX);
        let keys: Vec<String> = (0..9_000).map(|n| format!("k{n}=1\n")).collect();
        assert_eq!(read(keys.concat().as_bytes(), &ground()).unwrap_err().len(), FAULTS_MAX);
    }

    #[test]
    fn nothing_raw_is_told_whatever_the_bytes() {
        for bytes in [
            b"\xff".as_slice(),
            b"out = '\x1b[31m'",
            b"\x1b = 1",
            b"\"\\u001b[31m\" = 1",
            b"\"\xe2\x80\xae\" = 1",
            b"out = 1\x00",
            b"[[[[",
            b"out = [[[[[[",
            b"a.b.c = 1\na = 2",
        ] {
            let told =
                read(bytes, &ground()).unwrap_err().iter().map(ToString::to_string).collect::<String>();
            assert!(!told.is_empty() && !told.chars().any(|c| c.is_control() || c == '\u{202e}'), "{told:?}");
        }
        let told = read("reviewer = 'ä'\nß\u{308} = \"\u{1b}\"".as_bytes(), &ground()).unwrap_err();
        assert_eq!(told[0].place.unwrap().line, 2, "{told:?}");
    }
}
