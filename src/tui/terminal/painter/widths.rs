//! Characters whose width is certain: every terminal gives them the same number of columns.
//! From `EastAsianWidth.txt` of Unicode 5.2 to 17.0, and `DerivedAge.txt` and `emoji-data.txt` of 14.0: assigned by
//! 6.0, the same width in every version since, and no emoji, mark or format character. Ranges run over unassigned
//! code points. A missing character costs only some bytes. `tests/terminals/widths.py` checks the ranges against
//! these tables.

/// One column. Most ambiguous characters are left out, because terminals may be set to draw them in two columns.
/// Latin, Greek, Cyrillic, punctuation, box drawing and the console's own signs are in: a terminal that widens those
/// breaks every frame anyway, and gets signs of ASCII.
pub(super) const NARROW: [(char, char); 49] = [
    ('\u{20}', '\u{7E}'),
    ('\u{A0}', '\u{A8}'),
    ('\u{AA}', '\u{AC}'),
    ('\u{AF}', '\u{2FF}'),
    ('\u{370}', '\u{37E}'),
    ('\u{384}', '\u{482}'),
    ('\u{48A}', '\u{527}'),
    ('\u{531}', '\u{55F}'),
    ('\u{561}', '\u{587}'),
    ('\u{589}', '\u{58A}'),
    ('\u{5D0}', '\u{5EA}'),
    ('\u{5F0}', '\u{5F4}'),
    ('\u{606}', '\u{60F}'),
    ('\u{61E}', '\u{64A}'),
    ('\u{660}', '\u{66F}'),
    ('\u{671}', '\u{6D5}'),
    ('\u{6EE}', '\u{6FF}'),
    ('\u{E01}', '\u{E30}'),
    ('\u{E3F}', '\u{E46}'),
    ('\u{E4F}', '\u{E5B}'),
    ('\u{10A0}', '\u{10C5}'),
    ('\u{10D0}', '\u{10FC}'),
    ('\u{1D00}', '\u{1DBF}'),
    ('\u{1E00}', '\u{1FFE}'),
    ('\u{2010}', '\u{2027}'),
    ('\u{202F}', '\u{203B}'),
    ('\u{203D}', '\u{2048}'),
    ('\u{204A}', '\u{205E}'),
    ('\u{20A0}', '\u{20B9}'),
    ('\u{2190}', '\u{2193}'),
    ('\u{21BA}', '\u{21BA}'),
    ('\u{2265}', '\u{2265}'),
    ('\u{2298}', '\u{2298}'),
    ('\u{2500}', '\u{259F}'),
    ('\u{25B8}', '\u{25B8}'),
    ('\u{2713}', '\u{2713}'),
    ('\u{2717}', '\u{2717}'),
    ('\u{2800}', '\u{28FF}'),
    ('\u{2C60}', '\u{2C7F}'),
    ('\u{A640}', '\u{A66E}'),
    ('\u{A720}', '\u{A78E}'),
    ('\u{FB00}', '\u{FB06}'),
    ('\u{FB13}', '\u{FB17}'),
    ('\u{FB1D}', '\u{FB1D}'),
    ('\u{FB1F}', '\u{FB36}'),
    ('\u{FB38}', '\u{FB3C}'),
    ('\u{FB3E}', '\u{FB3E}'),
    ('\u{FB40}', '\u{FB4F}'),
    ('\u{FF61}', '\u{FF9D}'),
];

pub(super) const WIDE: [(char, char); 35] = [
    ('\u{2E80}', '\u{2E99}'),
    ('\u{2E9B}', '\u{2EF3}'),
    ('\u{2F00}', '\u{2FD5}'),
    ('\u{2FF0}', '\u{2FFB}'),
    ('\u{3000}', '\u{3029}'),
    ('\u{3031}', '\u{303C}'),
    ('\u{303E}', '\u{303E}'),
    ('\u{3041}', '\u{3096}'),
    ('\u{309B}', '\u{30FF}'),
    ('\u{3105}', '\u{312D}'),
    ('\u{3131}', '\u{3163}'),
    ('\u{3165}', '\u{318E}'),
    ('\u{3190}', '\u{31B7}'),
    ('\u{31C0}', '\u{31E3}'),
    ('\u{31F0}', '\u{321E}'),
    ('\u{3220}', '\u{3243}'),
    ('\u{3250}', '\u{3296}'),
    ('\u{3298}', '\u{3298}'),
    ('\u{329A}', '\u{32FE}'),
    // Both blocks of ideographs as a whole: they were wide before all of them were assigned.
    ('\u{3300}', '\u{4DBF}'),
    ('\u{4E00}', '\u{9FFF}'),
    ('\u{A000}', '\u{A48C}'),
    ('\u{A490}', '\u{A4C6}'),
    ('\u{AC00}', '\u{D7A3}'),
    ('\u{F900}', '\u{FA2D}'),
    ('\u{FA30}', '\u{FAD9}'),
    ('\u{FE10}', '\u{FE19}'),
    ('\u{FE30}', '\u{FE52}'),
    ('\u{FE54}', '\u{FE66}'),
    ('\u{FE68}', '\u{FE6B}'),
    ('\u{FF01}', '\u{FF60}'),
    ('\u{FFE0}', '\u{FFE6}'),
    ('\u{20000}', '\u{2A6D6}'),
    ('\u{2A700}', '\u{2B81D}'),
    ('\u{2F800}', '\u{2FA1D}'),
];

/// True if terminals may differ in the columns of a cell, as they always may for a cluster such as a flag.
pub(super) fn is_unsure(symbol: &str) -> bool {
    if symbol.len() == 1 {
        return false;
    }
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        // Fast path for by far the most characters that are not ASCII.
        (Some('─'..='╿' | '·' | '\u{4E00}'..='\u{9FFF}'), None) | (None, _) => false,
        (Some(c), None) => !holds(&NARROW, c) && !holds(&WIDE, c),
        _ => true,
    }
}

fn holds(ranges: &[(char, char)], c: char) -> bool {
    let at = ranges.partition_point(|(_, last)| *last < c);
    ranges.get(at).is_some_and(|(first, _)| *first <= c)
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::CellWidth;

    use super::*;

    #[test]
    fn settled_signs_stand_in_order_and_take_the_columns_that_the_console_counts() {
        for (ranges, columns) in [(&NARROW[..], 1), (&WIDE, 2)] {
            assert!(ranges.iter().all(|(first, last)| first <= last));
            assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0));
            for c in ranges.iter().flat_map(|(first, last)| *first..=*last) {
                let symbol = c.to_string();
                assert_eq!(symbol.cell_width(), columns, "U+{:04X}", u32::from(c));
                assert!(!is_unsure(&symbol));
            }
        }
    }

    #[test]
    fn what_changed_its_width_or_came_late_is_unsure_and_so_is_every_cluster() {
        // Wide since 9.0, 16.0, 10.0; emoji; later than 6.0; ambiguous; a mark; clusters.
        for symbol in [
            "⌚",
            "🙂",
            "☰",
            "䷀",
            "🫨",
            "❤",
            "©",
            "❤\u{fe0f}",
            "🇸🇪",
            "🇸",
            "₿",
            "ⓐ",
            "①",
            "●",
            "\u{903}",
            "e\u{301}",
            "क्ष",
            "\u{1100}\u{1161}\u{11A8}",
            "\u{1100}",
        ] {
            assert!(is_unsure(symbol), "{symbol}");
        }
        for symbol in ["", " ", "a", "é", "ж", "λ", "│", "…", "▸", "✓", "数", "한", "カ", "ﾊ", "Ａ", "א"]
        {
            assert!(!is_unsure(symbol), "{symbol}");
        }
    }
}
