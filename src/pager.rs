//! One open text: its position, display form and search. It never writes.
//! The position is a piece and an offset in its shown form, not a count of rows: a key costs what is on the page,
//! anywhere.

pub(crate) mod cache;
pub(crate) mod case_fold;
mod counts;
mod fences;
mod highlight;
mod indent;
mod index;
mod json;
mod layout;
pub(crate) mod lines_shown;
pub(crate) mod loader;
mod markdown;
mod moves;
mod printed;
pub(crate) mod redaction;
pub(crate) mod render;
mod rows;
pub(crate) mod scan;
mod search;
pub(crate) mod syntax;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

pub use counts::{Counts, HIDDEN_MAX};
pub use indent::Indenting;
pub use lines_shown::LinesSeen;
pub use loader::Opening;
pub use moves::Move;
pub use printed::Printed;
pub use rows::{Mark, Page, Row, Run, Screenful};
pub use scan::Search;
pub use search::{Direction, Found};
pub use syntax::Ink;

pub use crate::review::evidence::TextError;

use cache::Cache;
use index::{Index, Piece};
use redaction::Blocks;
use render::Rendered;
use rows::Marked;
use search::Query;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Plain,
    Markdown,
    /// One document, or one a line.
    Json,
}

impl Kind {
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("md" | "markdown") => Self::Markdown,
            Some("json" | "jsonl" | "ndjson") => Self::Json,
            Some(_) | None => Self::Plain,
        }
    }
}

#[derive(Clone)]
pub struct Reading {
    text: String,
    kind: Kind,
    counts: Counts,
    blocks: Blocks,
    lines: Index,
    /// Made on first use; empty if the text has no indented form.
    indented_lines: Option<Index>,
    indented: bool,
    wraps: bool,
    numbered: bool,
    /// Columns cut off at the left, while lines are not wrapped.
    left: usize,
    top: Place,
    kept: Cache,
    query: Query,
    hit: Option<Range<usize>>,
}

/// A piece and an offset in its shown form, which no width changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    piece: usize,
    offset: usize,
}

/// Omits the text and the query: they may contain a credential.
impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reading")
            .field("kind", &self.kind)
            .field("counts", &self.counts)
            .field("indented", &self.indented)
            .field("wraps", &self.wraps)
            .field("numbered", &self.numbered)
            .field("left", &self.left)
            .field("top", &self.top)
            .finish_non_exhaustive()
    }
}

impl Reading {
    /// Starts at the top, with lines wrapped and numbered.
    pub fn new(bytes: Vec<u8>, kind: Kind) -> Result<Self, TextError> {
        let mut opening = Opening::new(bytes, kind)?;
        while opening.go_on() {}
        Ok(opening.opened())
    }

    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    #[must_use]
    pub fn wraps(&self) -> bool {
        self.wraps
    }

    pub fn toggle_wrap(&mut self) {
        self.wraps = !self.wraps;
        self.left = 0;
    }

    #[must_use]
    pub fn numbered(&self) -> bool {
        self.numbered
    }

    pub fn toggle_numbers(&mut self) {
        self.numbered = !self.numbered;
    }

    #[must_use]
    pub fn indented(&self) -> bool {
        self.indented
    }

    /// Switches between the text as written and the indented form, which differs only in white space between tokens.
    /// Returns `false`, and changes nothing, if the text is not JSON.
    pub fn toggle_indented(&mut self) -> bool {
        let mut indenting = self.indenting();
        while let Some(on) = &mut indenting
            && self.indent_on(on)
        {}
        self.toggle_found(indenting)
    }

    /// Work to do before the indented form can be shown; `None` if it is done or the text is not JSON.
    #[must_use]
    pub fn indenting(&self) -> Option<Indenting> {
        (self.indented_lines.is_none() && self.kind == Kind::Json).then(Indenting::default)
    }

    /// Returns `true` while more may follow.
    pub fn indent_on(&self, indenting: &mut Indenting) -> bool {
        indenting.find_on(&self.text)
    }

    #[must_use]
    pub fn indented_percent(&self, indenting: &Indenting) -> usize {
        (indenting.done() * 100).checked_div(self.text.len()).unwrap_or(100)
    }

    /// [`Reading::toggle_indented`] after the work of [`Reading::indenting`].
    pub fn toggle_found(&mut self, indenting: Option<Indenting>) -> bool {
        let at = self.source_of(self.top);
        let make = || indenting.and_then(Indenting::index).unwrap_or_default();
        let has_form = self.indented_lines.get_or_insert_with(make).len() > 0;
        if has_form {
            self.indented = !self.indented;
            self.left = 0;
            // The cache is keyed by piece numbers, which differ between the forms.
            self.kept = Cache::default();
            self.top = self.place_of(at);
        }
        has_form
    }

    #[must_use]
    pub fn screenful(&self, page: Page) -> Screenful {
        let (index, width, height) = (self.index(), self.text_width(page), usize::from(page.height));
        let top = self.clamped(self.top, page);
        let (mut rows, mut seen, mut end, mut number) = (Vec::new(), Vec::new(), 0, top.piece);
        while let Some((piece, marked)) = self.marked(number).filter(|_| rows.len() < height) {
            let line = piece.begins_line.then(|| index.line_of(number) + 1);
            number += 1;
            end = index.start(number, &self.text);
            let whole = self.part(number - 1);
            if !self.wraps {
                let (row, part) = marked.window(self.left, width);
                rows.push(Row { line, ..row });
                seen.extend(marked.source_of(&part, &piece, &whole));
                continue;
            }
            let starts = self.starts(number - 1, page).unwrap_or_default();
            let first = if number - 1 == top.piece { moves::row_of(&starts, top.offset) } else { 0 };
            for (at, start) in starts.iter().enumerate().skip(first).take(height - rows.len()) {
                let next = starts.get(at + 1).copied();
                let part = *start..next.unwrap_or(marked.shown.text.len());
                let row = marked.row(part.clone());
                seen.extend(marked.source_of(&part, &piece, &whole));
                rows.push(Row { line: line.filter(|_| at == 0), ..row });
                if let Some(next) = next.filter(|_| rows.len() == height) {
                    end = piece.range.start + marked.shown.source_at(next);
                }
            }
        }
        Screenful {
            rows,
            seen,
            gutter: self.gutter(page),
            line: index.line_of(top.piece) + 1,
            lines: index.lines(),
            percent: (end * 100).checked_div(self.text.len()).unwrap_or(100),
            left: self.left,
            indented: self.indented,
        }
    }

    fn index(&self) -> &Index {
        match &self.indented_lines {
            Some(index) if self.indented => index,
            Some(_) | None => &self.lines,
        }
    }

    /// Columns of the line numbers and the blank after them; 0 if there is no room.
    fn gutter(&self, page: Page) -> usize {
        let columns = self.index().lines().to_string().len() + 1;
        let has_room = usize::from(page.width) >= columns + LEAST_TEXT_COLUMNS;
        if self.numbered && has_room { columns } else { 0 }
    }

    /// Columns of text. An unwrapped row reserves one for the sign that it goes on.
    fn text_width(&self, page: Page) -> usize {
        let sign = usize::from(!self.wraps);
        usize::from(page.width).saturating_sub(self.gutter(page) + sign).max(1)
    }

    fn rendered(&self, number: usize) -> Option<(Piece<'_>, Cow<'_, Rendered>)> {
        let piece = self.index().piece(number, &self.text)?;
        if let Some(shown) = self.kept.rendered(number) {
            return Some((piece, Cow::Borrowed(shown)));
        }
        if let Some(rule) = self.blocks.rule(&piece, &self.text) {
            return Some((piece, Cow::Owned(Rendered::withheld(rule))));
        }
        let after = self.text.get(piece.range.end..).unwrap_or_default();
        let shown = Rendered::new(piece.text, highlight::inks(&piece, self.kind, after), piece.depth);
        Some((piece, Cow::Owned(shown)))
    }

    fn marked(&self, number: usize) -> Option<(Piece<'_>, Marked<'_>)> {
        let (piece, shown) = self.rendered(number)?;
        let marks = self.matches_in(&piece, &shown);
        Some((piece, Marked { shown, marks }))
    }

    fn source_of(&self, place: Place) -> usize {
        let shown = self.rendered(place.piece).map_or(0, |(_, shown)| shown.source_at(place.offset));
        self.index().start(place.piece, &self.text) + shown
    }

    fn place_of(&self, source: usize) -> Place {
        let piece = self.index().piece_at(source);
        let start = self.index().start(piece, &self.text);
        let within = source.saturating_sub(start);
        let offset = self.rendered(piece).map_or(0, |(_, shown)| shown.range(within..within + 1).start);
        Place { piece, offset }
    }
}

/// Narrower text needs the columns of the line numbers for itself.
const LEAST_TEXT_COLUMNS: usize = 16;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
