//! The environment: configuration file, session folder, terminal.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::cli::exit::CliError;
use crate::commands::config::FileSeen;
use crate::files::shown;
use crate::review::problem::shown_key;

pub struct Environment {
    pub config: Result<FileSeen, CliError>,
    /// `None` if there is no home folder.
    pub sessions: Option<PathBuf>,
    /// Value of `TERM`.
    pub term: Option<String>,
    /// True if standard input is a terminal.
    pub input: bool,
    /// True if standard output is a terminal.
    pub output: bool,
    pub no_color: bool,
    /// Name of a preloaded library that answers in place of the system.
    pub preloaded: Option<&'static str>,
}

impl Environment {
    pub(super) fn to_json(&self) -> Value {
        let (config, fault) = match &self.config {
            Ok(file) => (file.to_json(), Value::Null),
            Err(stop) => (Value::Null, json!({ "place": stop.place, "message": stop.message })),
        };
        json!({
            "config": config,
            "configFault": fault,
            "preloaded": self.preloaded,
            "sessions": self.sessions.as_deref().map(shown),
            "terminal": {
                "term": self.term.as_deref().map(shown_key),
                "input": self.input,
                "output": self.output,
                "colours": !self.no_color,
            },
        })
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match &self.config {
            Ok(file) => writeln!(out, "  config    {}", file.words())?,
            Err(stop) => writeln!(out, "  config    not usable: {}: {}", stop.place, stop.message)?,
        }
        let sessions = self.sessions.as_deref().map_or("none: there is no home folder".to_owned(), shown);
        writeln!(out, "  sessions  {sessions}")?;
        if let Some(name) = self.preloaded {
            writeln!(out, "  preload   {name}; it does not work inside the sandbox, so no file can be read")?;
        }
        let term = self
            .term
            .as_deref()
            .map_or("TERM is not set".to_owned(), |term| format!("TERM is {}", shown_key(term)));
        let is = |it_is: bool| if it_is { "is one" } else { "is none" };
        let colours = if self.no_color { "off, NO_COLOR is set" } else { "on" };
        writeln!(
            out,
            "  terminal  {term}; standard input {}, standard output {}; colours in the console: {colours}",
            is(self.input),
            is(self.output),
        )
    }
}
