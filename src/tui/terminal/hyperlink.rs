//! Area of the screen as a link (OSC 8). Its bytes are in no cell, so that no width is miscounted; they are written
//! only with the cells of that area.

use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use ratatui::layout::{Position, Rect};

/// Keeps unreserved characters and `/` (RFC 3986, sections 2.3 and 3.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub area: Rect,
    /// Printable ASCII.
    uri: String,
}

/// Target of links: files of a folder on a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// The terminal compares it with the name of its own machine.
    pub host: String,
    /// There are no links without an absolute path.
    pub folder: PathBuf,
}

impl Links {
    /// Returns `None` if `below` leads out of the folder.
    #[must_use]
    pub fn to_file(&self, area: Rect, below: &str) -> Option<Link> {
        let Self { host, folder } = self;
        let down = Path::new(below)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !down || !folder.is_absolute() {
            return None;
        }
        let path = folder.join(below);
        let mut uri = String::from("file://");
        // Writing to a `String` cannot fail.
        let _ = write!(uri, "{}", percent_encode(host.as_bytes(), ENCODED));
        let _ = write!(uri, "{}", percent_encode(path.as_os_str().as_bytes(), ENCODED));
        Some(Link { area, uri })
    }
}

impl Link {
    pub(crate) fn uri(&self) -> &str {
        &self.uri
    }

    pub(crate) fn holds(&self, x: u16, y: u16) -> bool {
        self.area.contains(Position { x, y })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const AREA: Rect = Rect { x: 2, y: 0, width: 3, height: 1 };

    fn links(folder: &str) -> Links {
        Links { host: "host".to_owned(), folder: PathBuf::from(folder) }
    }

    fn link(folder: &str, below: &str) -> Option<String> {
        links(folder).to_file(AREA, below).map(|link| link.uri)
    }

    #[test]
    fn a_path_that_does_not_lead_down_is_no_link() {
        assert_eq!(
            link("/evidence", "a b/ü;\u{1b}.md").unwrap(),
            "file://host/evidence/a%20b/%C3%BC%3B%1B.md"
        );
        for away in ["../a.md", "/etc/passwd", "a/../../b"] {
            assert_eq!(link("/evidence", away), None, "{away}");
        }
        assert_eq!(link("evidence", "a.md"), None);
    }

    proptest! {
        #[test]
        fn no_path_breaks_out_of_the_link(folder in "\\PC{0,8}|[\0-\u{20}\u{7f}-\u{9f}]{0,4}", below in ".{0,12}") {
            if let Some(uri) = link(&format!("/{folder}"), &below) {
                prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';'), "{uri}");
            }
        }
    }
}
