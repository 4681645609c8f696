//! Rendered form of a piece: tokens for invisible characters, spaces for tabs, and a map to the source.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::layout::cluster_columns;
use super::syntax::{Ink, Inks, ink_at};
use crate::review::secret::SecretRule;
use crate::review::text::{columns, visible};

/// Columns between tab stops.
const TAB_COLUMNS: usize = 4;

/// Columns per level of the indented form.
const LEVEL_COLUMNS: usize = 2;

/// Deeper levels are indented no further, so that a row has room left.
const LEVELS_SHOWN_MAX: usize = 16;

#[derive(Clone)]
pub(super) struct Rendered {
    pub(super) text: String,
    pub(super) inks: Inks,
    /// In order, the first at byte 0.
    parts: Vec<Part>,
    /// Bytes of the source piece.
    source_len: usize,
}

/// Extends to the next part.
#[derive(Clone, Copy)]
struct Part {
    shown: usize,
    source: usize,
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Equals its source byte for byte.
    Exact,
    /// Replaces the source as a whole.
    Replaced,
}

impl Rendered {
    /// With a `depth`, replaces the white space between tokens.
    pub(super) fn new(source: &str, inks: Inks, depth: Option<u8>) -> Self {
        // Most lines are plain ASCII, which is its own shown form.
        if depth.is_none() && is_plain_ascii(source) {
            let parts = vec![Part { shown: 0, source: 0, form: Form::Exact }];
            return Self { text: source.to_owned(), inks, parts, source_len: source.len() };
        }
        let mut shown = Self::empty(source.len());
        let mut column = 0;
        if let Some(depth) = depth {
            column = usize::from(depth).min(LEVELS_SHOWN_MAX) * LEVEL_COLUMNS;
            shown.put(0, &" ".repeat(column), Ink::Gap, Form::Replaced);
        }
        let mut at = 0;
        while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
            let (ink, ink_end) = ink_at(&inks, at);
            let end = ink_end.unwrap_or(source.len());
            if depth.is_some() && ink == Ink::Gap {
                shown.put(at, "", ink, Form::Replaced);
                at = end;
                continue;
            }
            let plain = plain_length(rest, end - at);
            let length = if let Some(run) = rest.get(..plain).filter(|run| !run.is_empty()) {
                shown.put(at, run, ink, Form::Exact);
                column += run.len();
                if depth.is_some() && ink == Ink::Punctuation && run == ":" {
                    shown.put(at + 1, " ", Ink::Gap, Form::Replaced);
                }
                plain
            } else {
                let cluster = rest.graphemes(true).next().unwrap_or(rest);
                column += shown.put_cluster(at, cluster, ink, column);
                cluster.len()
            };
            at += length;
        }
        shown
    }

    pub(super) fn withheld(rule: SecretRule) -> Self {
        let mut shown = Self::empty(0);
        shown.put(0, &format!("‹withheld: looks like a credential ({rule})›"), Ink::Withheld, Form::Replaced);
        shown
    }

    pub(super) fn is_withheld(&self) -> bool {
        matches!(self.inks.first(), Some((_, Ink::Withheld)))
    }

    /// Offset in the piece that a shown offset comes from.
    pub(super) fn source_at(&self, shown: usize) -> usize {
        let behind = self.parts.partition_point(|part| part.shown <= shown);
        match behind.checked_sub(1).and_then(|at| self.parts.get(at)) {
            Some(part) if part.form == Form::Exact => {
                (part.source + (shown - part.shown)).min(self.source_len)
            }
            Some(part) => part.source,
            None => 0,
        }
    }

    /// Shown range of a range of the piece.
    pub(super) fn range(&self, source: Range<usize>) -> Range<usize> {
        let (start, _) = self.around(source.start);
        let (_, end) = self.around(source.end.saturating_sub(1));
        self.whole_clusters(start..end.max(start))
    }

    /// Widens a range to whole clusters: half a letter cannot be marked.
    fn whole_clusters(&self, range: Range<usize>) -> Range<usize> {
        if self.text.is_ascii() {
            return range;
        }
        let cursor =
            |at: usize| GraphemeCursor::new(self.text.floor_char_boundary(at), self.text.len(), true);
        let is_border =
            |at: usize| self.text.is_char_boundary(at) && cursor(at).is_boundary(&self.text, 0) == Ok(true);
        let start =
            if is_border(range.start) { None } else { cursor(range.start).prev_boundary(&self.text, 0).ok() };
        let end =
            if is_border(range.end) { None } else { cursor(range.end).next_boundary(&self.text, 0).ok() };
        start.flatten().unwrap_or(range.start)..end.flatten().unwrap_or(range.end)
    }

    /// Shown range of the byte at an offset of the piece.
    fn around(&self, source: usize) -> (usize, usize) {
        let behind = self.parts.partition_point(|part| part.source <= source);
        let next = self.parts.get(behind).map_or(self.text.len(), |part| part.shown);
        match behind.checked_sub(1).and_then(|at| self.parts.get(at)) {
            Some(part) if part.form == Form::Exact => {
                let at = (part.shown + (source - part.source)).min(next);
                (at, (at + 1).min(next))
            }
            Some(part) => (part.shown, next),
            None => (0, next),
        }
    }

    fn empty(source_len: usize) -> Self {
        Self { text: String::new(), inks: vec![], parts: vec![], source_len }
    }

    /// Returns the columns of the cluster.
    fn put_cluster(&mut self, source: usize, cluster: &str, ink: Ink, column: usize) -> usize {
        if cluster == "\t" {
            let air = TAB_COLUMNS - column % TAB_COLUMNS;
            self.put(source, &" ".repeat(air), ink, Form::Replaced);
            return air;
        }
        match visible(cluster) {
            Cow::Borrowed(same) => {
                self.put(source, same, ink, Form::Exact);
                cluster_columns(same)
            }
            Cow::Owned(token) => {
                self.put(source, &token, Ink::Token, Form::Replaced);
                columns(&token)
            }
        }
    }

    fn put(&mut self, source: usize, text: &str, ink: Ink, form: Form) {
        let shown = self.text.len();
        if self.inks.last().is_none_or(|(_, last)| *last != ink) && !text.is_empty() {
            self.inks.push((shown, ink));
        }
        let goes_on = |last: &Part| {
            let is_exact = last.form == Form::Exact && form == Form::Exact;
            is_exact && shown - last.shown == source - last.source
        };
        if !self.parts.last().is_some_and(goes_on) {
            self.parts.push(Part { shown, source, form });
        }
        self.text.push_str(text);
    }
}

fn is_plain_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Length of the ASCII that displays as itself, up to `end`. A mark after it belongs to its last letter, which is
/// left out.
fn plain_length(text: &str, end: usize) -> usize {
    let length = text.bytes().take(end).take_while(|byte| matches!(byte, b' '..=b'~')).count();
    let carries = text.as_bytes().get(length).is_some_and(|next| !next.is_ascii());
    if carries { length.saturating_sub(1) } else { length }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(text: &str) -> Rendered {
        Rendered::new(text, vec![(0, Ink::Plain)], None)
    }

    #[test]
    fn a_tab_goes_on_to_the_next_stop_and_is_no_token() {
        assert_eq!(plain("\ta\tbcd\te").text, "    a   bcd e");
        assert_eq!(plain("数\tx").text, "数  x");
        assert_eq!(plain("\u{7}\tx").text, "‹U+0007›    x");
    }

    #[test]
    fn a_token_has_its_own_ink() {
        let shown = plain("a\u{202E}b");
        assert_eq!(shown.text, "a‹U+202E›b");
        assert_eq!(shown.inks, [(0, Ink::Plain), (1, Ink::Token), (13, Ink::Plain)]);
    }

    #[test]
    fn a_range_of_the_source_is_found_in_what_is_shown() {
        let shown = plain("a\u{202E}b\tcd");
        for (source, text) in [(0..1, "a"), (1..4, "‹U+202E›"), (1..2, "‹U+202E›"), (4..5, "b"), (6..8, "cd")]
        {
            assert_eq!(&shown.text[shown.range(source.clone())], text, "{source:?}");
        }
        assert_eq!(shown.source_at(shown.text.len() - 1), 7);
        assert_eq!(shown.source_at(5), 1);
    }

    #[test]
    fn an_accent_on_a_quote_keeps_the_two_together() {
        let inks = vec![(0, Ink::Key), (3, Ink::Plain)];
        let shown = Rendered::new("\"a\"\u{301}", inks, None);
        assert_eq!(shown.inks, [(0, Ink::Key)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_is_shown_is_the_visible_text(text in "[a1\"‹é数\u{301}\u{200D}\u{202E}\u{FE0F}❤👩🇸\u{1100}\u{1161}\u{0}-\u{8}\r]{0,16}|.{0,16}") {
            let text = text.replace('\t', "");
            prop_assert_eq!(plain(&text).text, visible(&text));
        }

        #[test]
        fn every_offset_leads_back_to_a_source_that_covers_it(text in "[a\té\u{202E}数\u{301}]{1,12}") {
            let shown = plain(&text);
            for at in 0..shown.text.len() {
                let source = shown.source_at(at);
                prop_assert!(shown.range(source..source + 1).contains(&at));
            }
        }
    }
}
