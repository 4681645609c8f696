//! Texts on evidence files: their state, their lines, a search in them.

use std::fmt::Display;

use super::count;
use super::item_facts::Phrasing;
use crate::pager::Direction;
use crate::review::checklist::Item;
use crate::review::fingerprint::Digest;
use crate::review::state::{Evidence, Review};

pub(crate) const NOT_PINNED: &str = "names no evidence file here; the export says that no file is pinned";

pub(crate) const NO_FILE: &str = "This item has no evidence file.";

pub(crate) const LOOK_OUTSIDE: &str = "Its size and digest are recorded. Open it in another program and \
     check that it is the same file: sha256sum must print the digest above.";

pub(crate) fn no_file(item: &str) -> String {
    format!("No evidence file for {item}.")
}

pub(crate) fn not_opened(item: &str, refused: impl Display) -> String {
    format!("Not opened: the file of {item}: {refused}.")
}

pub(crate) fn not_shown(why: impl Display) -> String {
    format!("Not shown: {why}.")
}

/// Returns `None` if the file does not exist and no file has a similar name.
pub(crate) fn state(
    review: &Review,
    item: &Item,
    phrasing: Phrasing,
    digest: impl Fn(Digest) -> String,
) -> Option<String> {
    let near = review.near_words(&item.id);
    let Some(known) = review.evidence(&item.id) else {
        return near.map(|near| format!("{near}; the export says that no file is pinned"));
    };
    let known = match (known, phrasing) {
        (Evidence::Unread, Phrasing::Brief(key)) => format!("not opened yet; {} opens it", key("read")),
        (Evidence::Unread, Phrasing::Spoken(session)) => match session.refuses_evidence(&item.id) {
            Some(refused) => format!("the file {refused}."),
            None => "the file is not opened yet.".to_owned(),
        },
        (Evidence::Moved(_), Phrasing::Brief(key)) => {
            format!("changed since it was opened; {} opens it again", key("read"))
        }
        (Evidence::Moved(_), Phrasing::Spoken(_)) => "the file changed since it was opened.".to_owned(),
        (Evidence::Read(read), phrasing) => {
            // A binary file is opened but not shown.
            let size = format!("{}{}", count::bytes(read.bytes), if read.shown { "" } else { ", not text" });
            let (digest, at) = (digest(read.digest), read.opened_at.clock());
            let shown = review.lines_shown(&item.id).map(|lines| {
                let all = usize::try_from(lines.lines).unwrap_or(usize::MAX);
                format!("{} of {} shown", lines.shown, count::lines(all))
            });
            match phrasing {
                Phrasing::Brief(_) => {
                    let shown = shown.map(|shown| format!(" · {shown}")).unwrap_or_default();
                    format!("{digest} · {size} · opened {at}{shown}")
                }
                Phrasing::Spoken(_) => {
                    let shown = shown.map(|shown| format!(", {shown}")).unwrap_or_default();
                    format!("opened at {at}, {size}{shown}, {digest}")
                }
            }
        }
    };
    Some(match (near, phrasing) {
        (None, _) => known,
        (Some(near), Phrasing::Brief(_)) => format!("{known} · {near}"),
        (Some(near), Phrasing::Spoken(_)) => format!("{known} ({near})"),
    })
}

/// `again_from` is set if the search went on from the other end.
pub(crate) fn found_in_line(line: usize, again_from: Option<Direction>) -> String {
    match again_from {
        None => format!("Found in line {line}."),
        Some(Direction::Forward) => format!("Found in line {line}, continued from the top."),
        Some(Direction::Backward) => format!("Found in line {line}, continued from the end."),
    }
}
