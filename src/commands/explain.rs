//! `explain`: what a code means, what is expected, what to do next.

use std::io::{self, Write};

use serde_json::json;

use super::write_json;
use crate::args::Format;
use crate::exit::{Exit, Failure, Stop};
use crate::review::explain::{Explanation, codes, explain};
use crate::review::runbook::Runbook;
use crate::review::text::visible;

/// Explains a code, or lists all codes.
///
/// # Errors
/// An unknown code is exit 2 with near names; else what writing to `out` said.
pub fn run(
    runbook: &Runbook,
    code: Option<&str>,
    format: Format,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let Some(code) = code else {
        match format {
            Format::Text => codes(runbook).try_for_each(|code| writeln!(out, "{code}"))?,
            Format::Json => write_json(out, &json!({ "codes": codes(runbook).collect::<Vec<_>>() }))?,
        }
        return Ok(Exit::Ready);
    };
    let Some(explanation) = explain(runbook, code) else { return Err(unknown(runbook, code).into()) };
    match format {
        Format::Text => write_text(out, &explanation)?,
        Format::Json => write_json(out, &json!(explanation))?,
    }
    Ok(Exit::Ready)
}

fn write_text(out: &mut dyn Write, explanation: &Explanation) -> io::Result<()> {
    let Explanation { code, sort, meaning, expected, next } = explanation;
    writeln!(out, "{code} ({sort})\n  means     {meaning}\n  expected  {expected}\n  next      {next}")
}

fn unknown(runbook: &Runbook, code: &str) -> Stop {
    let near: Vec<&str> = codes(runbook).filter(|known| shares_a_word(known, code)).take(5).collect();
    let near = if near.is_empty() { String::new() } else { format!(" Near: {}.", near.join(", ")) };
    let message = format!("no such code: {}.{near}", visible(code));
    Stop::new(Exit::Unusable, "", message, "`strict-review explain` lists every code.")
}

fn shares_a_word(known: &str, typed: &str) -> bool {
    let typed = typed.to_lowercase();
    typed.split('-').filter(|word| word.len() > 3).any(|word| known.to_lowercase().contains(word))
}
