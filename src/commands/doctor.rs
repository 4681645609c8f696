//! `doctor`: the sandbox on this system, the proof of it, and the environment.

mod attempts;
mod environment;
mod proof;

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::write_json;
use crate::cli::args::Format;
use crate::cli::exit::{CliError, Exit, Failure};
use crate::sandbox::{Confinement, Permissions, Rights, Wall};

pub use self::environment::Environment;
pub use self::proof::{Proof, prove};

/// Tries one action in this process, for [`prove`]. Fails with 2 if no attempt has this name.
pub fn attempt(name: &str, within: &Path, out: &mut dyn Write) -> Result<Exit, Failure> {
    let Some(attempt) = attempts::find(name).filter(|_| attempts::is_laid_out(within)) else {
        let message = "no attempt has that name, or the folder was not laid out for one";
        return Err(CliError::new(Exit::Unusable, "--attempt", message, "Use `doctor --prove`.").into());
    };
    writeln!(out, "{}", proof::outcome((attempt.act)(within)))?;
    Ok(Exit::Ready)
}

/// Permissions of an attempt: as many as the console has for a handoff, its sessions and its packets.
#[must_use]
pub fn reach(within: &Path) -> Permissions {
    Permissions::default()
        .with(within.join(attempts::HANDOFF), Rights::Read)
        .with(within.join(attempts::SESSIONS), Rights::Add)
        .with(within.join(attempts::PACKETS), Rights::Publish)
}

/// Returns [`Exit::Fault`] if a requested proof does not hold.
pub fn run(
    confinement: &Confinement,
    around: &Environment,
    proof: Option<&Proof>,
    format: Format,
    out: &mut dyn Write,
) -> Result<Exit, Failure> {
    match format {
        Format::Json => write_json(out, &document(confinement, around, proof))?,
        Format::Text => text(confinement, around, proof, out)?,
    }
    let holds = proof.is_none_or(|proof| proof.holds() && why_no_proof(confinement).is_none());
    Ok(if holds { Exit::Ready } else { Exit::Fault })
}

/// Reason why a proof in other processes does not apply to this one.
fn why_no_proof(confinement: &Confinement) -> Option<&'static str> {
    match (&confinement.files, &confinement.calls) {
        (Wall::Absent(_), Wall::Absent(_)) => {
            Some("this very process has no sandbox, so what others met says nothing of it")
        }
        (Wall::Absent(_), _) | (_, Wall::Absent(_)) => {
            Some("this very process has half of the sandbox only, so what others met says nothing of it")
        }
        (_, _) => None,
    }
}

fn walls(confinement: &Confinement) -> [(&'static str, &'static str, &Wall); 2] {
    [
        ("files", "what may be opened, made and taken away", &confinement.files),
        ("calls", "no socket that leads out, no program, no signal to others", &confinement.calls),
    ]
}

fn document(confinement: &Confinement, around: &Environment, proof: Option<&Proof>) -> Value {
    let wall = |(name, keeps, wall): (&str, &str, &Wall)| match wall {
        Wall::Stands(by) => json!({ "wall": name, "keeps": keeps, "by": by, "lacks": null, "absent": null }),
        Wall::Low { by, lacks } => {
            json!({ "wall": name, "keeps": keeps, "by": by, "lacks": lacks, "absent": null })
        }
        Wall::Absent(why) => {
            json!({ "wall": name, "keeps": keeps, "by": null, "lacks": null, "absent": why })
        }
    };
    json!({
        "format": "strict-review/doctor@1",
        "version": env!("CARGO_PKG_VERSION"),
        "confinement": confinement.record(),
        "walls": walls(confinement).map(wall),
        "surroundings": around.to_json(),
        "proof": proof.map(|proof| proof.to_json(why_no_proof(confinement))),
    })
}

fn text(
    confinement: &Confinement,
    around: &Environment,
    proof: Option<&Proof>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "strict-review {}: {}", env!("CARGO_PKG_VERSION"), confinement.in_short())?;
    for (name, keeps, wall) in walls(confinement) {
        match wall {
            Wall::Stands(by) => writeln!(out, "  {name}  {by}: {keeps}")?,
            Wall::Low { by, lacks } => writeln!(out, "  {name}  {by}: {keeps}; it lets through: {lacks}")?,
            Wall::Absent(why) => writeln!(out, "  {name}  no wall, {why}; it would keep: {keeps}")?,
        }
    }
    around.write(out)?;
    match proof {
        Some(proof) => proof.write(why_no_proof(confinement), out),
        None => writeln!(out, "`strict-review doctor --prove` tries each forbidden thing."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::proof::tests::flawless;

    fn printed(files: Wall, calls: Wall) -> (Exit, String, Value) {
        let mut confinement = Confinement::off();
        (confinement.files, confinement.calls) = (files, calls);
        let around = Environment {
            config: Err(CliError::new(Exit::Unusable, "", "", "")),
            sessions: None,
            term: None,
            input: false,
            output: false,
            no_color: false,
            preloaded: None,
        };
        let proof = flawless();
        let (mut words, mut document) = (Vec::new(), Vec::new());
        let exit = run(&confinement, &around, Some(&proof), Format::Text, &mut words).unwrap();
        assert_eq!(run(&confinement, &around, Some(&proof), Format::Json, &mut document).unwrap(), exit);
        (exit, String::from_utf8(words).unwrap(), serde_json::from_slice(&document).unwrap())
    }

    #[test]
    fn what_others_met_proves_nothing_where_this_very_process_has_no_sandbox() {
        let stands = |by: &str| Wall::Stands(by.to_owned());
        let absent = || Wall::Absent("an emulator answers in place of the kernel".to_owned());
        for (files, calls) in
            [(absent(), absent()), (stands("landlock 7"), absent()), (absent(), stands("seccomp"))]
        {
            let (exit, words, document) = printed(files, calls);
            assert!(exit == Exit::Fault && !words.contains("came out as they must"), "{words}");
            assert!(
                words.lines().last().is_some_and(|last| last.starts_with("Not proven: this very process"))
            );
            assert_eq!(document["proof"]["holds"], false);
            assert!(document["proof"]["whyNot"].is_string());
        }
        let (exit, words, document) = printed(stands("landlock 7"), stands("seccomp"));
        assert!(exit == Exit::Ready && words.contains("came out as they must"), "{words}");
        assert_eq!(
            (&document["proof"]["holds"], &document["proof"]["whyNot"]),
            (&Value::Bool(true), &Value::Null)
        );
    }
}
