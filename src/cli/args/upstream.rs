//! Upstream documents that are given with a handoff.

use std::convert::Infallible;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser, ValueParser};
use clap::{Args, ValueHint};

#[derive(Debug, Default, Args)]
pub struct UpstreamFiles {
    /// The upstream document the handoff's fingerprint names; it is compared with the handoff and can be opened in a
    /// review. If a runbook has several, write the fingerprint field of each in front: FIELD=FILE
    #[arg(
        id = "upstream",
        long = "upstream",
        alias = "handoff-packet",
        value_name = "[FIELD=]FILE",
        value_parser = parser(),
        value_hint = ValueHint::FilePath
    )]
    pub files: Vec<UpstreamFile>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamFile {
    /// Field of the fingerprint that names the document, if given.
    pub field: Option<String>,
    pub path: PathBuf,
}

impl UpstreamFile {
    /// Text before the first `=` is a field if it looks like one; a leading `./` makes it a part of the path.
    #[must_use]
    pub fn parse(given: &OsStr) -> Self {
        let bytes = given.as_bytes();
        let at = bytes.iter().position(|byte| *byte == b'=');
        let halves = at.and_then(|at| Some((bytes.get(..at)?, bytes.get(at + 1..)?)));
        let named = halves.and_then(|(field, file)| Some((str::from_utf8(field).ok()?, file)));
        match named.filter(|(field, _)| is_field(field)) {
            Some((field, file)) => {
                Self { field: Some(field.to_owned()), path: OsStr::from_bytes(file).into() }
            }
            None => Self { field: None, path: given.into() },
        }
    }
}

fn is_field(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

fn parser() -> ValueParser {
    ValueParser::new(
        OsStringValueParser::new().try_map(|given| Ok::<_, Infallible>(UpstreamFile::parse(&given))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_stands_before_the_first_equals_sign_and_a_path_may_hold_others() {
        for (given, field, path) in [
            ("packet.json", None, "packet.json"),
            ("ownerHandoffFingerprint=packet.json", Some("ownerHandoffFingerprint"), "packet.json"),
            ("ownerHandoffFingerprint=a=b.json", Some("ownerHandoffFingerprint"), "a=b.json"),
            ("./a=b.json", None, "./a=b.json"),
            ("T-292=b.json", None, "T-292=b.json"),
            ("=b.json", None, "=b.json"),
            ("a=", Some("a"), ""),
        ] {
            let expected = UpstreamFile { field: field.map(str::to_owned), path: path.into() };
            assert_eq!(UpstreamFile::parse(OsStr::new(given)), expected, "{given}");
        }
    }
}
