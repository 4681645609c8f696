//! `page`: the runbook as HTML, for a person.

use std::io::Write;

use crate::cli::exit::{Exit, Failure};
use crate::page;
use crate::review::runbook::Runbook;

pub fn run(runbook: &Runbook, out: &mut dyn Write) -> Result<Exit, Failure> {
    out.write_all(page::page(runbook).as_bytes())?;
    Ok(Exit::Ready)
}
