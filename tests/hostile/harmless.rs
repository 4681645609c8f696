//! Allowed content of a stream for a person, listed here a second time so that the program's own list is not the
//! judge.

/// Characters that no person's stream may contain.
pub(crate) fn hides(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FE00}'..='\u{FE0D}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
            | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Marks that stack on a letter.
fn stacks(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}')
}

pub(crate) fn fault(text: &str) -> Option<String> {
    let (mut before, mut stacked) = ('\n', 0);
    for c in text.chars() {
        stacked = if stacks(c) { stacked + 1 } else { 0 };
        let undressed = matches!(c, '\u{FE0E}' | '\u{FE0F}') && (before.is_ascii() || before == c);
        if hides(c) || stacked > 4 || undressed || (stacked == 1 && before == '\n') {
            return Some(format!("U+{:04X} behind {before:?}", u32::from(c)));
        }
        before = c;
    }
    None
}

#[track_caller]
pub(crate) fn assert_harmless(bytes: &[u8], of: &str) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{of}: {error}"));
    if let Some(fault) = fault(text) {
        panic!("{of}: {fault}");
    }
}

/// Console output without its own sequences: moves, colours and modes. Any other sequence is a fault.
pub(crate) fn without_own_sequences(output: &str) -> Result<String, String> {
    let mut kept = String::new();
    let mut rest = output;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        kept.push_str(before);
        if let Some(behind) = behind_own_string(after) {
            rest = behind;
            continue;
        }
        let body = after.strip_prefix('[').ok_or_else(|| format!("ESC {:?}", after.chars().next()))?;
        let end = body.find(|c: char| matches!(c, '@'..='~')).ok_or("a sequence without an end")?;
        let (parameters, last) = (&body[..end], &body[end..=end]);
        // Allowed queries: the kind of terminal, and the cursor position after one of our signs.
        let asks = [("", "c"), ("6", "n")].contains(&(parameters, last));
        if !"HfABCDGdJKmhlSTLMPXru".contains(last) && !asks
            || !parameters.bytes().all(|byte| matches!(byte, b' '..=b'?'))
        {
            return Err(format!("ESC[{parameters}{last}"));
        }
        rest = &body[end + 1..];
    }
    kept.push_str(rest);
    Ok(kept.replace('\r', ""))
}

/// Text after one of our command strings: a colour query, the start or end of a file link, or a clipboard text, all
/// of harmless characters. `after` begins after ESC.
fn behind_own_string(after: &str) -> Option<&str> {
    let (string, behind) = after.strip_prefix(']')?.split_once("\u{1b}\\")?;
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let colour = string
        .strip_suffix(";?")
        .is_some_and(|which| ["10", "11"].contains(&which) || which.strip_prefix("4;").is_some_and(number));
    let of_uri = |c: char| c.is_ascii_alphanumeric() || "-._~/%:".contains(c);
    let link = string
        .strip_prefix("8;;")
        .is_some_and(|uri| uri.is_empty() || uri.starts_with("file://") && uri.chars().all(of_uri));
    let of_base64 = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let copied = string.strip_prefix("52;c;").is_some_and(|text| text.chars().all(of_base64));
    (colour || link || copied).then_some(behind)
}

#[test]
fn the_judge_of_streams_knows_what_hides_and_what_does_not() {
    for harmless in ["", "a\nb", "é e\u{301}", "❤\u{fe0f} 数据 ‹U+202E›", "בדיקה", "\u{fffd}"] {
        assert_eq!(fault(harmless), None, "{harmless:?}");
    }
    let flood = "e\u{301}\u{301}\u{301}\u{301}\u{301}";
    for hostile in
        ["\r", "\u{1b}", "\u{9b}", "a\u{200d}b", "a\u{fe0f}", "\u{e0041}", "\u{ffff}", "\u{2029}", flood]
    {
        assert!(fault(hostile).is_some(), "{hostile:?}");
    }
    assert_eq!(without_own_sequences("\u{1b}[1;2Ha\u{1b}[0m\r\n").as_deref(), Ok("a\n"));
    assert_eq!(
        without_own_sequences("\u{1b}]11;?\u{1b}\\\u{1b}]8;;file://h/a%20b\u{1b}\\a\u{1b}]8;;\u{1b}\\")
            .as_deref(),
        Ok("a")
    );
    for sequence in [
        "\u{1b}]8;;file://h/a b\u{1b}\\",
        "\u{1b}]2;a\u{1b}\\",
        "\u{1b}]11;#fff\u{1b}\\",
        "\u{1b}]52;c;?\u{1b}\\",
        "\u{1b}[1c",
        "\u{1b}]0;a\u{7}",
        "\u{1b}Pq",
        "\u{1b}[5n",
        "\u{1b}c",
    ] {
        assert!(without_own_sequences(sequence).is_err(), "{sequence:?}");
    }
}
