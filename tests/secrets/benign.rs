//! Harmless texts of many kinds: typical of reviews, random-looking, and prose.

use std::collections::BTreeSet;
use std::fs;

use super::drawn::Drawn;
use super::kinds;
use crate::support::package;

/// Distinct texts, in no particular order.
pub(super) fn corpus() -> Vec<String> {
    let mut texts: BTreeSet<String> = BTreeSet::new();
    texts.extend(lines_of("tests/secrets/prose.txt"));
    for document in ["README.md", "CHANGELOG.md", "assets/samples/README.md", "assets/runbooks/t-293.json"] {
        texts.extend(lines_of(document));
    }
    for folder in ["assets/samples/evidence", "assets/samples/requests", "assets/samples"] {
        for entry in fs::read_dir(package().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                texts.extend(lines_of(path.to_str().unwrap()));
            }
        }
    }
    let mut drawn = Drawn(0x5eed_2026);
    for _ in 0..24 {
        for kind in kinds::ALL {
            texts.extend(kind(&mut drawn));
        }
    }
    texts.into_iter().filter(|text| !text.trim().is_empty()).collect()
}

fn lines_of(path: &str) -> Vec<String> {
    let text = fs::read_to_string(package().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.lines().map(str::to_owned).collect()
}
