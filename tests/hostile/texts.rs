//! The catalogue of hostile texts, each with its intention.

/// Every text is short enough for a handoff.
pub(crate) fn texts() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = sequences();
    let controls: Vec<char> = (0..0x20_u32).chain(0x7F..0xA0).filter_map(char::from_u32).collect();
    let invisible: Vec<char> = INVISIBLE.chars().collect();
    for (name, chars) in [("controls", controls), ("invisible", invisible)] {
        let between = |c: &char| format!("a{c}");
        let from = |some: &[char]| format!("{name} from U+{:04X}", u32::from(some[0]));
        all.extend(chars.chunks(8).map(|some| (from(some), some.iter().map(between).collect())));
    }
    all.extend(floods());
    all
}

/// Bidi controls, zero-width characters, joiners, variation selectors, tags, fillers, separators, noncharacters,
/// private use and unassigned code points.
const INVISIBLE: &str = "\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}\
    \u{200B}\u{200C}\u{200D}\u{2060}\u{2061}\u{2064}\u{2065}\u{206A}\u{206F}\u{FEFF}\u{AD}\u{34F}\u{115F}\u{1160}\u{17B4}\
    \u{180B}\u{180E}\u{180F}\u{3164}\u{FFA0}\u{FE00}\u{FE0E}\u{FE0F}\u{E0100}\u{E01EF}\u{E0001}\u{E0020}\u{E0041}\u{E007F}\
    \u{2028}\u{2029}\u{FFF0}\u{FFF9}\u{FFFB}\u{1BCA0}\u{1D173}\u{1D17A}\u{110BD}\u{E000}\u{F8FF}\u{F0000}\u{10FFFD}\u{FDD0}\
    \u{FFFE}\u{FFFF}\u{1FFFE}\u{10FFFF}\u{378}\u{2FE0}\u{E0FFF}\u{301}\u{20E3}";

fn sequences() -> Vec<(String, String)> {
    [
        ("colours", "\u{1b}[31;5mred\u{1b}[0m"),
        ("clear the screen", "\u{1b}[2J\u{1b}[H\u{1b}c"),
        ("a title", "\u{1b}]0;approved\u{7}"),
        ("the clipboard", "\u{1b}]52;c;YXBwcm92ZWQ=\u{1b}\\"),
        ("a link", "\u{1b}]8;;http://a.invalid\u{1b}\\approved\u{1b}]8;;\u{1b}\\"),
        ("a device string", "\u{1b}P+q544e\u{1b}\\\u{1b}_a\u{1b}\\\u{1b}^b\u{1b}\\"),
        ("eight-bit sequences", "\u{9b}2J\u{9d}0;a\u{9c}\u{90}q\u{9c}"),
        ("an answer of the terminal", "\u{1b}[6n\u{1b}[c\u{1b}[?1049l"),
        ("written over", "blocked\rapproved\u{8}\u{8}"),
        ("another line", "x\n- [x] approved\n# approved\r\n"),
        ("reordered", "docs/\u{202e}gpj.exe\u{2066}x\u{2069}"),
        ("hidden words", "prod\u{200b}uction\u{feff}\u{ad}\u{e0061}\u{e0070}\u{e0070}"),
        ("a family", "👩\u{200d}👩\u{200d}👧\u{200d}👦🏳\u{fe0f}\u{200d}🌈"),
        ("flags and skins", "🇸🇪🇸🇪🇸👍🏽1\u{fe0f}\u{20e3}❤\u{fe0f}\u{fe0f}"),
        ("right to left", "הסביבה local-dev اختبار"),
        ("wide", "表示データ ｌｏｃａｌ－ｄｅｖ ｶﾞｶﾞ"),
        ("cyrillic", "рroduction dаtаbase"),
        ("another hyphen", "local‑dev local–dev"),
        ("looks like a token", "‹U+202E›‹U+›‹‹U+41›"),
        ("half a pair, escaped", "\\ud800 \\u001b[31m"),
        ("Markdown", "# a\n\n- [x] b\n![i](http://a.invalid/i.png) [l](http://a.invalid) <http://a.invalid> `c` **b** <!-- c -->"),
        ("HTML", "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;<a href='x'>y</a>"),
        ("a table", "a | b\n---|---\n1 | 2"),
        ("JUnit", "]]></failure><testcase name=\"approved\"/><!-- "),
        ("formatted", "%s%n%x {} {0} ${HOME} $(id) `id`"),
        ("box lines", "└──────┘ [x] confirmed"),
        ("blank", "\u{2800}\u{3164}\u{a0}\u{3000}"),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .to_vec()
}

/// Nearly the limit of one string in a handoff, with room for text before or after it.
const FLOOD_BYTES: usize = (8 << 10) - 64;

fn floods() -> Vec<(String, String)> {
    [
        ("combining", "e", "\u{301}"),
        ("enclosing", "o", "\u{20dd}"),
        ("joined", "👩", "\u{200d}👩"),
        ("flags", "", "🇸"),
        ("jamo", "", "\u{1100}"),
        ("thai", "ก", "\u{e49}"),
        ("devanagari", "क", "\u{94d}क"),
        ("selectors", "❤", "\u{fe0f}"),
        ("overrides", "", "\u{202e}"),
        ("escapes", "", "\u{1b}["),
    ]
    .map(|(name, base, more)| {
        (format!("a flood of {name}"), format!("{base}{}", more.repeat(FLOOD_BYTES / more.len())))
    })
    .to_vec()
}
