//! `config`: every setting in force and its source.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{withheld, write_json};
use crate::cli::args::Format;
use crate::cli::exit::{Exit, Failure};
use crate::config::{self, Held, Settings, Source};
use crate::files::shown;

#[derive(Clone, Debug)]
pub struct FileSeen {
    /// Path, also of a missing file; `None` if no file was wanted or there is no home folder.
    pub path: Option<PathBuf>,
    /// Source of the path.
    pub named: Source,
    /// False if the file does not exist.
    pub read: bool,
}

#[derive(Clone, Debug)]
pub struct Keys {
    pub action: &'static str,
    pub keys: Vec<String>,
    pub source: Source,
}

pub fn show(
    settings: &Settings,
    file: &FileSeen,
    keys: &[Keys],
    format: Format,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    match format {
        Format::Json => write_json(out, &withheld::value(document(settings, file, keys)))?,
        Format::Text => text(settings, file, keys, out)?,
    }
    Ok(Exit::Ready)
}

impl FileSeen {
    #[must_use]
    pub fn words(&self) -> String {
        match (&self.path, self.read) {
            (Some(path), true) => format!("{} (read)", shown(path)),
            (Some(path), false) => format!("{} (does not exist)", shown(path)),
            (None, _) if self.named != Source::Default => "none, as requested".to_owned(),
            (None, _) => "none: there is no home folder".to_owned(),
        }
    }

    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({ "path": self.path.as_deref().map(shown), "named": self.named.word(), "read": self.read })
    }
}

fn document(settings: &Settings, file: &FileSeen, keys: &[Keys]) -> Value {
    let setting = |held: &Held| {
        let value = json!({
            "value": words(held),
            "source": held.source.word(),
            "flag": held.setting.flag,
            "variable": held.setting.variable,
        });
        (held.setting.key.to_owned(), value)
    };
    let bound =
        |keys: &Keys| (keys.action.to_owned(), json!({ "keys": keys.keys, "source": keys.source.word() }));
    json!({
        "format": "strict-review/config@1",
        "file": file.to_json(),
        "settings": Value::Object(settings.all().map(setting).collect()),
        "keys": Value::Object(keys.iter().map(bound).collect()),
    })
}

fn text(settings: &Settings, file: &FileSeen, keys: &[Keys], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{:<10}{}", "file", file.words())?;
    for held in settings.all() {
        let value = words(held).unwrap_or_else(|| "none".to_owned());
        writeln!(out, "{:<10}{value}  ({})", held.setting.key, held.source.word())?;
    }
    let (own, bound): (Vec<&Keys>, Vec<&Keys>) = keys.iter().partition(|keys| keys.source == Source::Default);
    writeln!(out, "{:<10}{} actions, {} with keys of your own", "keys", own.len(), bound.len())?;
    for keys in bound {
        writeln!(out, "  {}: {}  ({})", keys.action, keys.keys.join(" "), keys.source.word())?;
    }
    writeln!(out, "`strict-review config --example` prints a complete file with explanations.")
}

/// Returns a value without invisible characters and without text that looks like a credential.
fn words(held: &Held) -> Option<String> {
    held.value.as_ref().map(|value| match value {
        config::Value::Folder(folder) => shown(folder),
        config::Value::Label(label) => withheld::text(label),
        config::Value::Word(word) => (*word).to_owned(),
        config::Value::Switch(on) => on.to_string(),
    })
}
