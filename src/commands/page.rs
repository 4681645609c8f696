//! `page`: the runbook for a person, as HTML.

use std::io::Write;

use crate::cli::exit::{Exit, Failure};
use crate::page;
use crate::review::runbook::Runbook;

/// Prints the page, its form empty.
///
/// # Errors
/// What writing to `out` said.
pub fn run(runbook: &Runbook, out: &mut dyn Write) -> Result<Exit, Failure> {
    out.write_all(page::page(runbook).as_bytes())?;
    Ok(Exit::Ready)
}
