//! What each part of a piece is, for the view to style.

use super::index::Piece;
use super::{Kind, json, markdown};

/// What a part of a text is. How that looks is the theme's affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    Plain,
    /// A Markdown heading.
    Heading,
    /// A sign of a list or a quotation.
    Marker,
    /// A line across, or a bar between cells.
    Rule,
    /// The border of a code fence.
    Fence,
    /// Code, in a fence or a line.
    Code,
    /// White space between JSON tokens.
    Gap,
    /// The key of a JSON member.
    Key,
    /// A JSON string.
    String,
    /// A JSON number.
    Number,
    /// `true`, `false`, `null`.
    Literal,
    /// Brackets, commas, colons.
    Punctuation,
    /// Stands for characters that would not show, or not as themselves.
    Token,
    /// Stands for a piece with a credential in it.
    Withheld,
}

/// Where each ink of a text begins, in bytes, from 0 on.
pub(crate) type Inks = Vec<(usize, Ink)>;

/// The ink at an offset, and where it ends if it does.
pub(crate) fn ink_at(inks: &[(usize, Ink)], offset: usize) -> (Ink, Option<usize>) {
    let behind = inks.partition_point(|(start, _)| *start <= offset);
    let ink = behind.checked_sub(1).and_then(|at| inks.get(at)).map_or(Ink::Plain, |(_, ink)| *ink);
    (ink, inks.get(behind).map(|(start, _)| *start))
}

/// The inks of a piece of such a text; `after` is the text behind the piece.
pub(crate) fn inks(piece: &Piece, kind: Kind, after: &str) -> Inks {
    match kind {
        Kind::Plain => vec![(0, Ink::Plain)],
        Kind::Markdown => markdown::inks(piece),
        Kind::Json => json::inks(piece, after),
    }
}
