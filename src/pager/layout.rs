//! Row starts of a shown piece: at words if possible, with every space kept.

use unicode_segmentation::UnicodeSegmentation;

use crate::review::text::columns;

/// Columns as terminals count them: the halfwidth sound marks U+FF9E and U+FF9F take a column, though Unicode makes
/// them extend the letter before.
pub(super) fn cluster_columns(cluster: &str) -> usize {
    if cluster.len() == 1 {
        return 1;
    }
    columns(cluster) + cluster.chars().filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}')).count()
}

/// Each cluster, with its offset and its columns.
pub(super) fn clusters(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true).map(|(at, cluster)| (at, cluster, cluster_columns(cluster)))
}

/// Returns at least one start. A cluster may be wider than a row.
pub(super) fn row_starts(text: &str, width: usize) -> Vec<usize> {
    let mut rows = Rows { starts: vec![0], width, taken: 0, has_word: false, gap: None };
    // ASCII has one column a byte, so there are no clusters to find.
    if text.is_ascii() {
        if text.len() > width {
            for (at, byte) in text.bytes().enumerate() {
                if byte == b' ' { rows.space(at) } else { rows.letter(at, 1) }
            }
        }
    } else {
        for (at, cluster, columns) in clusters(text) {
            if cluster == " " { rows.space(at) } else { rows.letter(at, columns) }
        }
    }
    rows.starts
}

struct Rows {
    starts: Vec<usize>,
    width: usize,
    taken: usize,
    /// True once the row has more than spaces: indentation alone makes no row.
    has_word: bool,
    /// After the last space of the row: the offset, and the columns before it.
    gap: Option<(usize, usize)>,
}

impl Rows {
    fn letter(&mut self, at: usize, columns: usize) {
        self.put(at, columns);
        self.has_word = true;
    }

    fn space(&mut self, at: usize) {
        self.put(at, 1);
        if self.has_word {
            self.gap = Some((at + 1, self.taken));
        }
    }

    fn put(&mut self, at: usize, columns: usize) {
        while self.taken > 0 && self.taken + columns > self.width {
            let (start, before) = self.gap.take().unwrap_or((at, self.taken));
            self.starts.push(start);
            self.taken -= before;
            self.has_word = self.taken > 0;
        }
        self.taken += columns;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, width: usize) -> Vec<&str> {
        let starts = row_starts(text, width);
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect()
    }

    #[test]
    fn a_row_ends_behind_a_space_and_keeps_it() {
        assert_eq!(rows("ab cd efg", 5), ["ab ", "cd ", "efg"]);
        assert_eq!(rows("ab  cd", 4), ["ab  ", "cd"]);
        assert_eq!(rows("abcd ef", 4), ["abcd", " ef"]);
        assert_eq!(rows("", 4), [""]);
    }

    #[test]
    fn a_word_longer_than_a_row_is_cut_and_indentation_stays_with_it() {
        assert_eq!(rows("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(rows("  abcdef", 4), ["  ab", "cdef"]);
    }

    #[test]
    fn wide_characters_are_counted_in_columns() {
        assert_eq!(rows("数据库", 5), ["数据", "库"]);
        assert_eq!(rows("a数", 1), ["a", "数"]);
        assert_eq!(rows("ｶﾞｶﾞ", 3), ["ｶﾞ", "ｶﾞ"]);
    }

    proptest! {
        #[test]
        fn rows_keep_every_character_and_their_width(text in "[ab  数é]{0,40}", width in 1_usize..12) {
            let rows = rows(&text, width);
            prop_assert_eq!(rows.concat(), text.as_str());
            for row in rows {
                let columns: usize = clusters(row).map(|(_, _, columns)| columns).sum();
                prop_assert!(columns <= width || row.chars().count() == 1, "{:?}", row);
                prop_assert!(!row.is_empty() || text.is_empty());
            }
        }
    }
}
