//! Syntax class of each part of a piece, for the view to style.

/// Syntax class; the theme decides the style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Heading,
    /// Sign of a list, a task or a quotation.
    Marker,
    /// Horizontal rule, or bar between table cells.
    Rule,
    Fence,
    Code,
    /// White space between JSON tokens.
    Gap,
    Key,
    String,
    Number,
    /// `true`, `false`, `null`.
    Literal,
    Punctuation,
    /// Replaces invisible characters.
    Token,
    /// Replaces a piece that contains a credential.
    Withheld,
}

/// Byte offset at which each ink begins, the first at 0.
pub(super) type Inks = Vec<(usize, Ink)>;

/// Returns the ink, and its end if another one follows.
pub(super) fn ink_at(inks: &[(usize, Ink)], offset: usize) -> (Ink, Option<usize>) {
    let behind = inks.partition_point(|(start, _)| *start <= offset);
    let ink = behind.checked_sub(1).and_then(|at| inks.get(at)).map_or(Ink::Plain, |(_, ink)| *ink);
    (ink, inks.get(behind).map(|(start, _)| *start))
}
