//! Chooses the syntax of a piece by the kind of its file.

use super::index::Piece;
use super::syntax::{Ink, Inks};
use super::{Kind, json, markdown};

/// `after` is the text after the piece.
pub(super) fn inks(piece: &Piece, kind: Kind, after: &str) -> Inks {
    match kind {
        Kind::Plain => vec![(0, Ink::Plain)],
        Kind::Markdown => markdown::inks(piece),
        Kind::Json => json::inks(piece, after),
    }
}
