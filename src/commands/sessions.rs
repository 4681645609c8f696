//! `sessions`: list, show and remove review sessions.

use std::io::Write;

use serde_json::{Value, json};

use super::{withheld, write_json};
use crate::cli::args::Format;
use crate::cli::exit::{CliError, Exit, Failure};
use crate::files::shown;
use crate::journal::folder::{Listed, Sessions, Summary, is_session_id};
use crate::journal::lock::{self, Holder};
use crate::journal::replay;
use crate::review::limits::OBSERVED_CHARS_MAX;
use crate::review::moment::Moment;
use crate::review::problem::shown_key;
use crate::review::text::{cut, visible};

/// Lists the latest session first. Fails with 5 if the folder cannot be read.
pub fn list(sessions: &Sessions, format: Format, out: &mut dyn Write) -> Result<Exit, Failure> {
    let listed = sessions.list().map_err(|error| fault(sessions, &error))?;
    match format {
        Format::Json => {
            let list: Vec<Value> = listed.iter().map(listed_json).map(withheld::value).collect();
            write_json(
                out,
                &json!({ "format": "strict-review/sessions@1", "folder": shown(sessions.root()), "sessions": list }),
            )?;
        }
        Format::Text if listed.is_empty() => writeln!(out, "No session in {}.", shown(sessions.root()))?,
        Format::Text => {
            for session in &listed {
                match &session.found {
                    Ok(summary) => writeln!(out, "{}  {}", session.id, words(summary))?,
                    Err(why) => writeln!(out, "{}  the journal: {why}", session.id)?,
                }
            }
        }
    }
    Ok(Exit::Ready)
}

fn words(summary: &Summary) -> String {
    // Any program may have written the journal; only its chain is verified.
    let owner = match (&summary.start.handoff_reference, summary.start.practice) {
        (_, true) => "practice".to_owned(),
        (Some(reference), false) => withheld::reference(reference),
        (None, false) => "handoff without a usable reference".to_owned(),
    };
    let (stage, closed) =
        (withheld::text(&summary.start.stage), summary.closed.as_deref().map(withheld::text));
    let standing = closed.as_deref().unwrap_or("unfinished");
    format!("{stage}  {owner}  {} events, last {}  {standing}", summary.events, summary.last_at)
}

fn listed_json(listed: &Listed) -> Value {
    match &listed.found {
        Err(why) => json!({ "session": listed.id, "error": why }),
        Ok(summary) => json!({
            "session": listed.id,
            "stage": summary.start.stage,
            "handoffReference": summary.start.handoff_reference,
            "practice": summary.start.practice,
            "startedAt": summary.started_at,
            "lastAt": summary.last_at,
            "events": summary.events,
            "closed": summary.closed,
        }),
    }
}

/// Fails with 2 if there is no such session, with 4 if its journal is broken.
pub fn show(sessions: &Sessions, id: &str, format: Format, out: &mut dyn Write) -> Result<Exit, Failure> {
    let bytes = find(sessions, id)?;
    let place = shown(&sessions.journal(id));
    let broken = |broken: replay::ReplayError| {
        let exit = match broken {
            replay::ReplayError::Empty | replay::ReplayError::Format(_) => Exit::Unusable,
            replay::ReplayError::Line { .. } => Exit::Tampered,
        };
        CliError::new(
            exit,
            place.clone(),
            format!("the journal {broken}"),
            "Keep the file and start again with --new.",
        )
    };
    let (first, head) = replay::start(&bytes).map_err(broken)?;
    if format == Format::Text {
        writeln!(out, "{}  {} started, {}", first.at, id, withheld::text(&first.event.stage))?;
    } else {
        write_json(out, &withheld::value(json!(first)))?;
    }
    for read in replay::events(&bytes, head) {
        let (entry, _) = read.map_err(broken)?;
        match format {
            Format::Json => write_json(out, &withheld::value(json!(entry)))?,
            Format::Text => writeln!(out, "{}  {}", entry.at, text_of(&withheld::value(json!(entry.event))))?,
        }
    }
    Ok(Exit::Ready)
}

/// Formats an event as `type  member: value …`.
fn text_of(event: &Value) -> String {
    let word = event.get("type").and_then(Value::as_str).unwrap_or_default();
    let members = event.as_object().into_iter().flatten().filter(|(name, _)| *name != "type");
    let members = members.map(|(name, value)| format!("  {name}: {}", shown_value(value)));
    format!("{word}{}", members.collect::<String>())
}

/// Cuts lists and objects, so that they fit a line.
fn shown_value(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) => visible(text).into_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => cut(&visible(&value.to_string()), OBSERVED_CHARS_MAX),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removable {
    Closed,
    /// Unfinished and broken ones too.
    Any,
}

/// Fails with 2 if there is no such session, with 1 if it is unfinished, with 5 if another console writes it.
pub fn remove(
    sessions: &Sessions,
    id: &str,
    removable: Removable,
    pid: u32,
    now: Moment,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    // The list includes sessions that never began or cannot be read: they can be removed too.
    let listed = sessions.list().map_err(|error| fault(sessions, &error))?;
    let Some(listed) = listed.into_iter().find(|listed| listed.id == id) else {
        return Err(none(sessions, format!("no such session: {}", shown_key(id))).into());
    };
    let closed = listed.found.is_ok_and(|summary| summary.closed.is_some());
    if !closed && removable == Removable::Closed {
        let next = "Finish it, or remove it with --unfinished.";
        return Err(
            CliError::new(Exit::NotReady, id, "the review of this session is not closed", next).into()
        );
    }
    let held = lock::take(&sessions.lock(id), pid, now).map_err(|error| fault(sessions, &error))?;
    let written = |holder: &Holder| {
        let message = format!("this session is open in another console ({holder})");
        CliError::new(Exit::Fault, id, message, "Quit that console first.")
    };
    let _writer = held.map_err(|holder| written(&holder))?;
    sessions.remove(id).map_err(|error| match error.kind() {
        std::io::ErrorKind::WouldBlock => written(&Holder::unknown()),
        _ => fault(sessions, &error),
    })?;
    writeln!(out, "Removed {id}.")?;
    Ok(Exit::Ready)
}

fn find(sessions: &Sessions, id: &str) -> Result<Vec<u8>, CliError> {
    if !is_session_id(id) {
        return Err(none(sessions, "expected a session id of 16 hex digits".to_owned()));
    }
    sessions.read(id).map_err(|unreadable| none(sessions, format!("session {id}: {unreadable}")))
}

fn none(sessions: &Sessions, why: String) -> CliError {
    CliError::new(Exit::Unusable, shown(sessions.root()), why, "`strict-review sessions` lists the sessions.")
}

fn fault(sessions: &Sessions, error: &std::io::Error) -> CliError {
    CliError::new(
        Exit::Fault,
        shown(sessions.root()),
        error.to_string(),
        "Choose a usable folder with --session DIR.",
    )
}
