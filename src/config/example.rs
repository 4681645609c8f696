//! A whole configuration file with explanations, which sets nothing but the defaults.

use std::fmt::Write as _;

use super::file::KEYS;
use super::table::SETTINGS;

pub struct Action<'a> {
    pub name: &'a str,
    pub keys: Vec<String>,
    pub help: &'a str,
    pub rebindable: bool,
}

#[must_use]
pub fn file(actions: &[Action]) -> String {
    let mut file = HEAD.to_owned();
    for setting in SETTINGS {
        let _ = writeln!(
            file,
            "\n# {}\n# Flag {}, variable {}; default: {}.\n# {} = {}",
            setting.help, setting.flag, setting.variable, setting.without, setting.key, setting.example
        );
    }
    let _ = write!(file, "\n{KEYS_HEAD}[{KEYS}]\n");
    for action in actions {
        let keys: Vec<String> = action.keys.iter().map(|key| quoted(key)).collect();
        let keys = match keys.as_slice() {
            [one] => one.clone(),
            several => format!("[{}]", several.join(", ")),
        };
        let hash = if action.rebindable { "" } else { "# Fixed, so there is always a way to quit: " };
        let _ = writeln!(file, "# {}\n{hash}{} = {keys}", action.help, action.name);
    }
    file
}

const HEAD: &str = "\
# Configuration of strict-review (TOML). Flags override environment variables, which override this file.
# Paths are relative to the folder of this file, unless they begin with / or ~/ (your home folder).
# Unknown names and invalid values are errors. `strict-review config` shows the settings in use.
";

const KEYS_HEAD: &str = "\
# The keys of each action, one or a list: a character, space, Ctrl-a to Ctrl-z except i and m, Enter, Esc, Tab,
# Shift-Tab, Backspace, Del, Up, Down, Left, Right, Home, End, PgUp, PgDn, F1 to F12. A key that would mean two
# things in one place is an error.
";

/// As a TOML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Values;
    use super::super::file::{Ground, read};
    use super::*;

    fn example() -> String {
        file(&[
            Action {
                name: "confirm",
                keys: vec!["space".to_owned(), "\\".to_owned(), "\"".to_owned()],
                help: "Confirm.",
                rebindable: true,
            },
            Action { name: "undo", keys: vec!["u".to_owned()], help: "Undo.", rebindable: true },
            Action { name: "cancel", keys: vec!["Esc".to_owned()], help: "Cancel.", rebindable: false },
        ])
    }

    fn ground() -> Ground<'static> {
        Ground {
            folder: Path::new("/"),
            home: Some(Path::new("/h")),
            actions: &["confirm", "undo", "cancel"],
        }
    }

    #[test]
    fn the_example_sets_what_holds_without_it() {
        let asked = read(example().as_bytes(), &ground()).unwrap();
        assert_eq!(asked.values, Values::new());
        assert_eq!(asked.keys.len(), 2);
        assert_eq!(asked.keys["confirm"], ["space", "\\", "\""]);
        assert_eq!(asked.keys["undo"], ["u"]);
    }

    #[test]
    fn every_setting_is_in_the_example_and_can_be_taken_from_there() {
        let mut uncommented = example();
        for setting in SETTINGS {
            let line = format!("# {} = ", setting.key);
            assert_eq!(uncommented.matches(&line).count(), 1, "{line}");
            uncommented = uncommented.replace(&line, &line[2..]);
        }
        let asked = read(uncommented.as_bytes(), &ground()).unwrap();
        assert_eq!(asked.values.len(), SETTINGS.len());
    }
}
