//! Keys in words: `press("j space <C-s> 'text typed'")`, and every key of a keyboard.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// Parses keys.
/// A word is one character, `space`, `<Name>`, `<C-x>` for Control, `<A-x>` for Alt, or a text in single quotes,
/// where a line break is Enter.
pub(super) fn parsed(words: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = words.trim_start();
    while !rest.is_empty() {
        let end;
        if let Some(text) = rest.strip_prefix('\'') {
            let length = text.find('\'').expect("a closing quote");
            keys.extend(text[..length].chars().map(typed));
            end = length + 2;
        } else {
            end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            keys.push(word(&rest[..end]));
        }
        rest = rest[end..].trim_start();
    }
    keys
}

fn typed(c: char) -> KeyEvent {
    plain(if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) })
}

pub(super) fn plain(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

pub(super) fn word(word: &str) -> KeyEvent {
    let character = |text: &str| {
        let mut characters = text.chars();
        let first = characters.next().expect("a character");
        assert_eq!(characters.next(), None, "no such key: {word}");
        KeyCode::Char(first)
    };
    let Some(name) = word.strip_prefix('<').and_then(|word| word.strip_suffix('>')) else {
        return plain(if word == "space" { KeyCode::Char(' ') } else { character(word) });
    };
    if let Some(name) = name.strip_prefix("C-") {
        return KeyEvent::new(character(name), KeyModifiers::CONTROL);
    }
    if let Some(name) = name.strip_prefix("A-") {
        return KeyEvent::new(character(name), KeyModifiers::ALT);
    }
    if let Some(number) = name.strip_prefix('F').and_then(|number| number.parse().ok()) {
        return plain(KeyCode::F(number));
    }
    plain(NAMED.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no such key: {word}")).1)
}

const NAMED: [(&str, KeyCode); 14] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("BackTab", KeyCode::BackTab),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
];

/// Every key that a keyboard sends: printable ASCII, Control with letters, the named keys, F1 to F12.
pub(super) fn every() -> Vec<KeyEvent> {
    let printable = (' '..='~').map(|c| plain(KeyCode::Char(c)));
    let control = ('a'..='z').map(|c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL));
    let named = NAMED.iter().map(|(_, code)| plain(*code));
    let functions = (1..=12).map(|number| plain(KeyCode::F(number)));
    printable.chain(control).chain(named).chain(functions).collect()
}

pub(super) fn with_alt(key: KeyEvent) -> KeyEvent {
    KeyEvent { modifiers: key.modifiers | KeyModifiers::ALT, ..key }
}

/// A key as a terminal reports its release or repetition.
pub(super) fn as_kind(key: KeyEvent, kind: KeyEventKind) -> KeyEvent {
    KeyEvent { kind, ..key }
}

#[test]
fn words_stand_for_keys() {
    let keys = parsed("j space <C-s> <Esc> 'a b\n' <A-x>");
    let codes: Vec<KeyCode> = keys.iter().map(|key| key.code).collect();
    let expected = [
        KeyCode::Char('j'),
        KeyCode::Char(' '),
        KeyCode::Char('s'),
        KeyCode::Esc,
        KeyCode::Char('a'),
        KeyCode::Char(' '),
        KeyCode::Char('b'),
        KeyCode::Enter,
        KeyCode::Char('x'),
    ];
    assert_eq!(codes, expected);
    assert_eq!((keys[2].modifiers, keys[8].modifiers), (KeyModifiers::CONTROL, KeyModifiers::ALT));
    assert_eq!(every().len(), 95 + 26 + 14 + 12);
}
