//! The backend that makes one area of the screen a link (OSC 8). No cell holds a byte of it, so no width is counted
//! wrong; and it is written only with the cells of that area.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::{Position, Rect, Size};

/// What stands for itself in the path of a URI: unreserved characters and `/` (RFC 3986, sections 2.3 and 3.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// An area that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The cells.
    pub area: Rect,
    /// Where they lead: a URI of printable ASCII.
    uri: String,
}

/// Where links lead: to files of a folder on a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// The machine's name, which the terminal compares with that of its own.
    pub host: String,
    /// The folder, named in full.
    pub folder: PathBuf,
}

impl Links {
    /// The link to a file of the folder, by its path below it. `None` where that is no path down.
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
    /// Has every cell of the area drawn, whatever stood there before.
    pub(super) fn redraw(&self, buffer: &mut Buffer) {
        for at in self.area.intersection(buffer.area).positions() {
            if let Some(cell) = buffer.cell_mut(at) {
                cell.set_diff_option(CellDiffOption::AlwaysUpdate);
            }
        }
    }

    fn holds(&self, x: u16, y: u16) -> bool {
        self.area.contains(Position { x, y })
    }
}

/// The backend, with the link of the frame that is drawn.
pub(super) struct Linked<W: Write> {
    pub(super) inner: CrosstermBackend<W>,
    pub(super) link: Rc<RefCell<Option<Link>>>,
}

impl<W: Write> Linked<W> {
    pub(super) fn new(writer: W) -> Self {
        Self { inner: CrosstermBackend::new(writer), link: Rc::default() }
    }
}

impl<W: Write> Backend for Linked<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let Some(link) = self.link.borrow().clone() else { return self.inner.draw(content) };
        let (inside, outside): (Vec<_>, Vec<_>) = content.partition(|(x, y, _)| link.holds(*x, *y));
        self.inner.draw(outside.into_iter())?;
        if inside.is_empty() {
            return Ok(());
        }
        write!(self.inner, "\x1b]8;;{}\x1b\\", link.uri)?;
        self.inner.draw(inside.into_iter())?;
        write!(self.inner, "\x1b]8;;\x1b\\")
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
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

    fn written(link: Option<Link>, columns: std::ops::Range<u16>) -> String {
        let mut bytes = Vec::new();
        let cells: Vec<Cell> = columns.clone().map(|_| Cell::new("x")).collect();
        let mut backend = Linked::new(&mut bytes);
        backend.link.replace(link);
        backend.draw(columns.zip(&cells).map(|(x, cell)| (x, 0, cell))).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn only_the_cells_of_its_area_are_a_link_and_it_is_closed_behind_them() {
        let link = links("/e").to_file(AREA, "a.md");
        let drawn = written(link.clone(), 0..8);
        let (_, behind) = drawn.split_once("\x1b]8;;file://host/e/a.md\x1b\\").unwrap();
        let (inside, after) = behind.split_once("\x1b]8;;\x1b\\").unwrap();
        assert_eq!((inside.matches('x').count(), after), (3, ""));
        assert_eq!(drawn.matches('x').count(), 8);
        // Where none of its cells is drawn, it costs nothing.
        assert_eq!(written(link, 5..8), written(None, 5..8));
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
