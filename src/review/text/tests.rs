//! Tests of tokens, of invisible characters, and of cuts.

use proptest::prelude::*;

use super::*;

#[test]
fn eight_bytes_are_plain_where_each_of_them_is() {
    for byte in 0..=u8::MAX {
        for (other, at) in b" ~m".iter().flat_map(|other| (0..8).map(move |at| (*other, at))) {
            let mut eight = [other; 8];
            eight[at] = byte;
            assert_eq!(are_plain(eight), matches!(byte, b' '..=b'~'), "{eight:?}");
        }
    }
}

#[test]
fn what_is_plain_anywhere_is_judged_so_whatever_stands_before_it() {
    for c in (char::MIN..=char::MAX).filter(|c| is_plain_anywhere(*c)) {
        for mut base in [Base::None, Base::Emoji, Base::Marked(0), Base::Marked(MARKS_MAX)] {
            assert!(base.classify(c) == Sight::Plain, "{c:?}");
        }
    }
}

#[test]
fn plain_text_is_borrowed_as_it_is() {
    let texts = "local-dev|a ~ b|Prüfung läuft|数据库 검토 בדיקה|e\u{301}|❤\u{FE0F} 👍🏽 🇸🇪|";
    for text in texts.split('|') {
        assert!(matches!(visible(text), Cow::Borrowed(_)), "{text}");
        assert_eq!(visible(text), text);
        assert!(!has_hidden(text), "{text}");
    }
}

#[test]
fn a_control_becomes_a_token_of_at_least_four_upper_case_digits() {
    assert_eq!(visible("a\0b\x1B[31mc"), "a‹U+0000›b‹U+001B›[31mc");
    assert_eq!(visible("\u{7F}\u{9B}"), "‹U+007F›‹U+009B›");
    assert_eq!(visible("a\tb\r\nc"), "a‹U+0009›b‹U+000D›‹U+000A›c");
}

#[test]
fn bidi_controls_and_zero_width_characters_become_tokens() {
    let bidi = "\u{200E}\u{200F}\u{61C}\u{202A}\u{202E}\u{2066}\u{2069}";
    let no_width = "\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{AD}\u{34F}\u{180E}\u{FFF9}\u{E0001}\u{E0041}";
    let fillers_and_breaks = "\u{115F}\u{3164}\u{FFA0}\u{E0100}\u{2028}\u{2029}";
    for c in [bidi, no_width, fillers_and_breaks].concat().chars() {
        let text = format!("a{c}b");
        assert_eq!(visible(&text), format!("a‹U+{:04X}›b", u32::from(c)));
        assert!(has_hidden(&text), "U+{:04X}", u32::from(c));
        assert_eq!(hidden_count(&text), 1);
    }
}

#[test]
fn a_joiner_inside_an_emoji_is_shown() {
    assert_eq!(visible("👩\u{200D}💻"), "👩‹U+200D›💻");
}

#[test]
fn a_variation_selector_is_shown_unless_it_dresses_an_emoji() {
    assert_eq!(visible("❤\u{FE0F}"), "❤\u{FE0F}");
    assert_eq!(visible("❤\u{FE0F}\u{FE0F}"), "❤\u{FE0F}‹U+FE0F›");
    assert_eq!(visible("❤\u{FE01}"), "❤‹U+FE01›");
    assert_eq!(visible("a\u{FE0F}"), "a‹U+FE0F›");
    assert_eq!(visible("1\u{FE0F}"), "1‹U+FE0F›");
    assert_eq!(visible("\u{FE0F}"), "‹U+FE0F›");
}

#[test]
fn private_use_and_unassigned_characters_are_shown_yet_hide_nothing() {
    let text = "\u{E000}\u{378}\u{FDD0}\u{10FFFF}";
    assert_eq!(visible(text), "‹U+E000›‹U+0378›‹U+FDD0›‹U+10FFFF›");
    assert!(!has_hidden(text));
}

#[test]
fn a_fifth_mark_on_one_letter_is_shown_as_a_token() {
    let four = "a\u{301}\u{302}\u{303}\u{304}";
    assert_eq!(visible(four), four);
    let flood = format!("{four}\u{305}\u{306}b");
    assert_eq!(visible(&flood), format!("{four}‹U+0305›‹U+0306›b"));
    assert!(!has_hidden(&flood));
}

#[test]
fn a_mark_with_nothing_under_it_is_shown_as_a_token() {
    assert_eq!(visible("\u{301}a"), "‹U+0301›a");
    assert_eq!(visible("\u{202E}\u{301}"), "‹U+202E›‹U+0301›");
    assert_eq!(visible("a\u{200D}\u{301}"), "a‹U+200D›‹U+0301›");
    assert_eq!(visible("a\u{1161}"), "a‹U+1161›");
}

#[test]
fn scripts_that_live_by_marks_stay_readable() {
    let texts = "ကာကွယ်ရေး हिन्दी ที่นี่ বাংলা \u{1112}\u{1161}\u{11AB}";
    assert_eq!(visible(texts), texts);
}

#[test]
fn a_note_keeps_its_lines_and_nothing_else() {
    assert_eq!(visible_lines("one\n\ntwo\n"), "one\n\ntwo\n");
    assert!(matches!(visible_lines("one\ntwo"), Cow::Borrowed(_)));
    assert_eq!(visible_lines("a\r\n\tb\u{AD}"), "a‹U+000D›\n‹U+0009›b‹U+00AD›");
}

#[test]
fn blank_is_what_a_reader_sees_nothing_of() {
    for text in "| |\t\r\n|\u{A0}\u{3000}|\u{200B}\u{202E}|\u{3164}|\u{2800}".split('|') {
        assert!(is_blank(text), "{text:?}");
    }
    for text in ["a", " . ", "\u{200B}x", "\u{E000}"] {
        assert!(!is_blank(text), "{text:?}");
    }
}

#[test]
fn a_cut_counts_characters_and_its_own_ellipsis() {
    assert_eq!(cut("abcdef", 6), "abcdef");
    assert_eq!(cut("abcdef", 5), "abcd…");
    assert_eq!(cut("abcdef", 1), "…");
    assert_eq!(cut("abcdef", 0), "");
    assert_eq!(cut("", 0), "");
}

#[test]
fn a_cut_never_splits_a_letter_from_its_accent() {
    assert_eq!(cut("ae\u{301}io", 3), "a…");
    assert_eq!(cut("ae\u{301}io", 4), "ae\u{301}…");
    assert_eq!(cut("👩\u{200D}💻!", 3), "…");
}

#[test]
fn columns_are_those_of_a_terminal() {
    assert_eq!(columns("abc"), 3);
    assert_eq!(columns("数据"), 4);
    assert_eq!(columns("e\u{301}"), 1);
    assert_eq!(columns(&visible("\u{202E}")), 8);
}

fn nasty() -> impl Strategy<Value = String> {
    let marks =
        "a1\n\r‹›\u{301}\u{FE0F}\u{200D}\u{202E}❤👩🇸\u{1100}\u{1161}\u{11A8}\u{915}\u{94D}\u{102C}\u{600}";
    let accent = (0x300_u32..0x370).prop_filter_map("a character", char::from_u32);
    let chosen = prop::sample::select(marks.chars().collect::<Vec<_>>());
    let c = prop_oneof![3 => any::<char>(), 2 => chosen, 1 => accent];
    prop::collection::vec(c, 0..24).prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_is_visible_hides_nothing_and_stays_as_it_is(text in nasty()) {
        let shown = visible(&text).into_owned();
        prop_assert_eq!(hidden_count(&text) > 0, has_hidden(&text));
        prop_assert!(!has_hidden(&shown), "{:?}", shown);
        prop_assert_eq!(hidden_count(&shown), 0);
        prop_assert_eq!(visible(&shown), shown.as_str());
    }

    #[test]
    fn every_cluster_of_visible_text_takes_a_column(text in nasty()) {
        for cluster in visible(&text).graphemes(true) {
            prop_assert!(columns(cluster) > 0, "{:?}", cluster);
        }
    }

    #[test]
    fn visible_lines_add_no_line_and_lose_none(text in nasty()) {
        let shown = visible_lines(&text);
        prop_assert_eq!(shown.split('\n').count(), text.split('\n').count());
        prop_assert_eq!(shown.replace('\n', "‹U+000A›"), visible(&text));
    }

    #[test]
    fn a_cut_keeps_its_bound_and_its_beginning(text in nasty(), chars_max in 0_usize..12) {
        let kept = cut(&text, chars_max);
        prop_assert!(kept.chars().count() <= chars_max);
        prop_assert!(text.starts_with(kept.trim_end_matches('…')));
    }
}
