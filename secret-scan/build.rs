//! Writes the rule table as constants, so that no start of a program reads it.

#[path = "src/rows.rs"]
mod rows;

use std::path::PathBuf;
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed=rules.json");
    println!("cargo::rerun-if-changed=src/rows.rs");
    let rows: rows::Rows = serde_json::from_str(fs::read_to_string("rules.json")?.leak())?;
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    Ok(fs::write(folder.join("rows.rs"), format!("{rows:?}"))?)
}
