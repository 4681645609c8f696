//! `explain`: the meaning of a code, the expected value and the next step.

use std::cmp::Reverse;
use std::io::{self, Write};

use serde_json::json;

use super::write_json;
use crate::cli::args::Format;
use crate::cli::exit::{CliError, Exit, Failure};
use crate::review::explain::{Explanation, Group, codes, explain};
use crate::review::problem::shown_key;
use crate::review::runbook::Runbook;

/// Lists the secret rules, which are many.
const SECRETS: &str = "secrets";

/// Lists all codes if none is given. Fails with 2, naming similar codes, if the code is unknown.
pub fn run(
    runbook: &Runbook,
    code: Option<&str>,
    format: Format,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    let Some(code) = code else {
        match format {
            Format::Text => list(runbook, out)?,
            Format::Json => write_json(out, &json!({ "codes": codes(runbook).collect::<Vec<_>>() }))?,
        }
        return Ok(Exit::Ready);
    };
    if code == SECRETS {
        match format {
            Format::Text => write_group(runbook, Group::Secrets, out)?,
            Format::Json => write_json(out, &json!({ "codes": Group::Secrets.codes(runbook) }))?,
        }
        return Ok(Exit::Ready);
    }
    let Some(explanation) = explain(runbook, code) else { return Err(unknown(runbook, code).into()) };
    match format {
        Format::Text => write_text(out, &explanation)?,
        Format::Json => write_json(out, &json!(explanation))?,
    }
    Ok(Exit::Ready)
}

fn list(runbook: &Runbook, out: &mut dyn Write) -> io::Result<()> {
    for group in Group::ALL.into_iter().filter(|group| *group != Group::Secrets) {
        write_group(runbook, group, out)?;
        writeln!(out)?;
    }
    let count = Group::Secrets.codes(runbook).len();
    writeln!(out, "{}\n  `strict-review explain {SECRETS}` lists the {count} rules.", Group::Secrets.title())
}

/// A longer code has its meaning on the next line.
const CODE_COLUMNS: usize = 32;

fn write_group(runbook: &Runbook, group: Group, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", group.title())?;
    for code in group.codes(runbook) {
        let meaning = explain(runbook, code).map(|found| found.meaning).unwrap_or_default();
        let meaning = meaning.split_inclusive(". ").next().unwrap_or_default().trim_end();
        if code.len() < CODE_COLUMNS {
            writeln!(out, "  {code:<CODE_COLUMNS$}{meaning}")?;
        } else {
            writeln!(out, "  {code}\n  {:CODE_COLUMNS$}{meaning}", "")?;
        }
    }
    Ok(())
}

fn write_text(out: &mut dyn Write, explanation: &Explanation) -> io::Result<()> {
    let Explanation { code, sort, meaning, expected, next } = explanation;
    writeln!(out, "{code} ({sort})\n  means     {meaning}\n  expected  {expected}\n  next      {next}")
}

fn unknown(runbook: &Runbook, code: &str) -> CliError {
    let mut near: Vec<(usize, &str)> = codes(runbook).map(|known| (likeness(known, code), known)).collect();
    near.retain(|(percent, _)| *percent >= LIKE_PERCENT);
    near.sort_by_key(|(percent, _)| Reverse(*percent));
    let near: Vec<&str> = near.into_iter().take(5).map(|(_, known)| known).collect();
    let near = if near.is_empty() { String::new() } else { format!(" Near: {}.", near.join(", ")) };
    // The typed text may be a value pasted in place of a code.
    let message = format!("no such code: {}.{near}", shown_key(code));
    CliError::new(Exit::Unusable, "", message, "`strict-review explain` lists every code.")
}

/// Below this, two codes share a few letters by chance.
const LIKE_PERCENT: usize = 50;

/// Similarity in percent: the share of neighbouring letters that two codes have in common (Dice coefficient).
fn likeness(known: &str, typed: &str) -> usize {
    let pairs = |text: &str| -> Vec<(char, char)> {
        // Comparing pairs takes quadratic time, so a long text is cut.
        let letters: Vec<char> =
            text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).take(200).collect();
        letters.iter().copied().zip(letters.iter().copied().skip(1)).collect()
    };
    let (one, mut other) = (pairs(known), pairs(typed));
    let all = one.len() + other.len();
    let take = |pair| other.iter().position(|found| *found == pair).map(|at| other.swap_remove(at));
    let common = one.into_iter().filter_map(take).count();
    (200 * common).checked_div(all).unwrap_or(0)
}
