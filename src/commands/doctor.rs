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
use crate::sandbox::{Confinement, Layer, Permissions, Rights};

pub use self::environment::Environment;
pub use self::proof::{Proof, prove};

/// Tries one action in this process, for [`prove`]. Fails with 2 if no attempt has this name.
pub fn attempt(name: &str, within: &Path, out: &mut dyn Write) -> Result<Exit, Failure> {
    let Some(attempt) = attempts::find(name).filter(|_| attempts::is_laid_out(within)) else {
        let message = "no attempt has that name, or the folder was not prepared for one";
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
        (Layer::Missing(_), Layer::Missing(_)) => {
            Some("this process has no sandbox, so results from other processes do not apply to it")
        }
        (Layer::Missing(_), _) | (_, Layer::Missing(_)) => Some(
            "this process has only half of the sandbox, so results from other processes do not apply \
                 to it",
        ),
        (_, _) => None,
    }
}

fn layers(confinement: &Confinement) -> [(&'static str, &'static str, &Layer); 2] {
    [
        ("files", "limits which files can be opened, created and removed", &confinement.files),
        (
            "calls",
            "blocks network sockets, other programs and signals to other processes",
            &confinement.calls,
        ),
    ]
}

fn document(confinement: &Confinement, around: &Environment, proof: Option<&Proof>) -> Value {
    let layer = |(name, purpose, layer): (&str, &str, &Layer)| match layer {
        Layer::Active(by) => {
            json!({ "layer": name, "purpose": purpose, "by": by, "gaps": null, "missing": null })
        }
        Layer::Partial { by, gaps } => {
            json!({ "layer": name, "purpose": purpose, "by": by, "gaps": gaps, "missing": null })
        }
        Layer::Missing(why) => {
            json!({ "layer": name, "purpose": purpose, "by": null, "gaps": null, "missing": why })
        }
    };
    json!({
        "format": "strict-review/doctor@1",
        "version": env!("CARGO_PKG_VERSION"),
        "confinement": confinement.record(),
        "layers": layers(confinement).map(layer),
        "environment": around.to_json(),
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
    for (name, purpose, layer) in layers(confinement) {
        match layer {
            Layer::Active(by) => writeln!(out, "  {name}  {by}: {purpose}")?,
            Layer::Partial { by, gaps } => {
                writeln!(out, "  {name}  {by}: {purpose}; does not block: {gaps}")?;
            }
            Layer::Missing(why) => writeln!(out, "  {name}  not available: {why}; it {purpose}")?,
        }
    }
    around.write(out)?;
    match proof {
        Some(proof) => proof.write(why_no_proof(confinement), out),
        None => writeln!(out, "`strict-review doctor --prove` tries each forbidden action."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::doctor::proof::tests::flawless;

    fn printed(files: Layer, calls: Layer) -> (Exit, String, Value) {
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
        let stands = |by: &str| Layer::Active(by.to_owned());
        let absent = || Layer::Missing("an emulator answers in place of the kernel".to_owned());
        for (files, calls) in
            [(absent(), absent()), (stands("landlock 7"), absent()), (absent(), stands("seccomp"))]
        {
            let (exit, words, document) = printed(files, calls);
            assert!(exit == Exit::Fault && !words.contains("everything forbidden is refused"), "{words}");
            assert!(words.lines().last().is_some_and(|last| last.starts_with("Not proven: this process")));
            assert_eq!(document["proof"]["holds"], false);
            assert!(document["proof"]["whyNot"].is_string());
        }
        let (exit, words, document) = printed(stands("landlock 7"), stands("seccomp"));
        assert!(exit == Exit::Ready && words.contains("everything forbidden is refused"), "{words}");
        assert_eq!(
            (&document["proof"]["holds"], &document["proof"]["whyNot"]),
            (&Value::Bool(true), &Value::Null)
        );
    }
}
