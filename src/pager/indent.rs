//! Line starts and depths of the indented form of JSON.
//! Only white space between tokens differs from the text: no token is copied, parsed or compared.

use super::index::Index;
use super::index::PART_BYTES;

/// Bits of `objects`. The parser of this program's records ends at 127 levels.
const DEPTH_MAX: u32 = 128;

/// Search for the lines of the indented form of one JSON value or many, a part at a time.
#[derive(Clone)]
pub struct Indenting {
    at: usize,
    /// One bit a container, the innermost lowest: set for an object.
    objects: u128,
    depth: u32,
    expects: Expects,
    /// Start and depth of the line being read.
    line: Option<(usize, u32)>,
    token_end: usize,
    index: Index,
    /// Set if the text is not JSON.
    refused: bool,
}

/// Reveals nothing of the text.
impl std::fmt::Debug for Indenting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Indenting").field("at", &self.at).finish_non_exhaustive()
    }
}

impl Default for Indenting {
    fn default() -> Self {
        let (line, index) = (None, Index::default());
        Self {
            at: 0,
            objects: 0,
            depth: 0,
            expects: Expects::Value,
            line,
            token_end: 0,
            index,
            refused: false,
        }
    }
}

impl Indenting {
    /// Returns `true` while more may follow.
    pub(super) fn find_on(&mut self, text: &str) -> bool {
        let until = text.len().min(self.at + PART_BYTES);
        let mut reader = Reader { text, on: self };
        reader.skip_space();
        while reader.on.at < until {
            if reader.token().is_none() {
                self.refused = true;
                return false;
            }
            reader.on.token_end = reader.on.at;
            reader.skip_space();
        }
        if self.at < text.len() {
            return true;
        }
        Reader { text, on: self }.end_line();
        false
    }

    pub(super) fn done(&self) -> usize {
        self.at
    }

    /// `None` if the text is not JSON.
    pub(super) fn index(self) -> Option<Index> {
        let is_whole = self.depth == 0 && self.expects == Expects::Value && self.index.len() > 0;
        (is_whole && !self.refused).then(|| self.index.shrunk())
    }
}

/// Next token by the grammar of RFC 8259.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expects {
    /// A value that begins a line: an element of an array, or one at the top level.
    Value,
    /// First element of an array, or its end.
    ValueOrEnd,
    /// Value of a member, on the line of its key.
    Member,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

struct Reader<'a> {
    text: &'a str,
    on: &'a mut Indenting,
}

impl Reader<'_> {
    fn token(&mut self) -> Option<()> {
        let byte = *self.rest().first()?;
        let in_object = self.on.depth > 0 && self.on.objects & 1 == 1;
        match (self.on.expects, byte) {
            (Expects::KeyOrEnd, b'}') | (Expects::ValueOrEnd, b']') => self.close(),
            (Expects::CommaOrEnd, b'}') if in_object => self.close_line(),
            (Expects::CommaOrEnd, b']') if !in_object => self.close_line(),
            (Expects::Key | Expects::KeyOrEnd, b'"') => {
                self.begin_line(self.on.depth);
                self.string()?;
                self.on.expects = Expects::Colon;
            }
            (Expects::Colon, b':') => {
                self.on.at += 1;
                self.on.expects = Expects::Member;
            }
            (Expects::CommaOrEnd, b',') => {
                self.on.at += 1;
                self.on.expects = if in_object { Expects::Key } else { Expects::Value };
            }
            (Expects::Value | Expects::ValueOrEnd, _) => {
                self.begin_line(self.on.depth);
                self.value(byte)?;
            }
            (Expects::Member, _) => self.value(byte)?,
            (Expects::Key | Expects::KeyOrEnd | Expects::Colon | Expects::CommaOrEnd, _) => return None,
        }
        Some(())
    }

    fn value(&mut self, byte: u8) -> Option<()> {
        match byte {
            b'{' => return self.open(1, Expects::KeyOrEnd),
            b'[' => return self.open(0, Expects::ValueOrEnd),
            b'"' => self.string()?,
            _ => self.word()?,
        }
        self.end_value();
        Some(())
    }

    fn open(&mut self, object: u128, expects: Expects) -> Option<()> {
        self.on.at += 1;
        self.on.depth = self.on.depth.checked_add(1).filter(|depth| *depth <= DEPTH_MAX)?;
        self.on.objects = self.on.objects << 1 | object;
        self.on.expects = expects;
        Some(())
    }

    fn close_line(&mut self) {
        self.begin_line(self.on.depth - 1);
        self.close();
    }

    fn close(&mut self) {
        self.on.at += 1;
        self.on.depth -= 1;
        self.on.objects >>= 1;
        self.end_value();
    }

    fn end_value(&mut self) {
        self.on.expects = if self.on.depth == 0 { Expects::Value } else { Expects::CommaOrEnd };
    }

    fn string(&mut self) -> Option<()> {
        let inside = self.text.as_bytes().get(self.on.at + 1..)?;
        let mut escaped = false;
        let ends = |byte: &u8| {
            let ends = !escaped && *byte == b'"';
            escaped = !escaped && *byte == b'\\';
            // RFC 8259, 7: a bare control character makes the string invalid.
            ends || *byte < b' '
        };
        let length = inside.iter().position(ends)?;
        self.on.at += length + 2;
        (inside.get(length) == Some(&b'"')).then_some(())
    }

    /// Accepts any spelling of a number.
    fn word(&mut self) -> Option<()> {
        let of_word = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = self.rest().iter().take_while(of_word).count();
        let (word, _) = self.rest().split_at_checked(length)?;
        let of_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
        let is_number = matches!(word.first(), Some(b'-' | b'0'..=b'9')) && word.iter().all(of_number);
        let is_word = matches!(word, b"true" | b"false" | b"null");
        self.on.at += length;
        (is_number || is_word).then_some(())
    }

    fn begin_line(&mut self, depth: u32) {
        self.end_line();
        self.on.line = Some((self.on.at, depth));
    }

    fn end_line(&mut self) {
        if let Some((start, depth)) = self.on.line.take() {
            let depth = u8::try_from(depth).unwrap_or(u8::MAX);
            self.on.index.push_indented(self.text, start..self.on.token_end, depth);
        }
    }

    fn skip_space(&mut self) {
        let of_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        self.on.at += self.rest().iter().take_while(of_space).count();
    }

    fn rest(&self) -> &[u8] {
        self.text.as_bytes().get(self.on.at..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn indented(text: &str) -> Option<Index> {
        let mut indenting = Indenting::default();
        while indenting.find_on(text) {}
        indenting.index()
    }

    fn lines(text: &str) -> Option<Vec<String>> {
        let index = indented(text)?;
        let line = |number| {
            let piece = index.piece(number, text).unwrap();
            format!("{}{}", "  ".repeat(usize::from(piece.depth.unwrap())), piece.text.trim_end())
        };
        Some((0..index.len()).map(line).collect())
    }

    #[test]
    fn a_line_begins_at_every_member_and_element_and_where_they_end() {
        let text = "{\"a\":[1,{}, [ ]],\"b\":{\"c\":null} ,\"a\":1.0e2}";
        let expected = [
            "{",
            "  \"a\":[",
            "    1,",
            "    {},",
            "    [ ]",
            "  ],",
            "  \"b\":{",
            "    \"c\":null",
            "  } ,",
            "  \"a\":1.0e2",
            "}",
        ];
        assert_eq!(lines(text).unwrap(), expected);
    }

    #[test]
    fn values_in_a_row_are_told_apart() {
        assert_eq!(lines("{}\n[1]\n\"a\" 2\n").unwrap(), ["{}", "[", "  1", "]", "\"a\"", "2"]);
    }

    #[test]
    fn what_is_no_json_has_no_indented_form() {
        for text in [
            "",
            " \n",
            "{",
            "]",
            "[1}",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "nul",
            "\"a",
            "[1 2]",
            "\"a\nb\"",
            "\"\\\"",
            "# x",
            "{\"a\":1]",
            "'a'",
            "[,1]",
            "\u{FEFF}{}",
        ] {
            assert!(indented(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn depth_has_a_bound() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(indented(&nested(128)).is_some());
        assert!(indented(&nested(129)).is_none());
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            ".{0,8}".prop_map(Into::into),
        ];
        leaf.prop_recursive(6, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map(".{0,4}", inner, 0..6)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_lines_are_those_of_a_pretty_printer(value in json()) {
            let compact = value.to_string();
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            let ours = lines(&compact).unwrap();
            let theirs: Vec<String> = pretty.lines().map(|line| line.replacen("\": ", "\":", 1)).collect();
            // Keys that contain `": ` are compared by their length alone.
            prop_assert_eq!(ours.len(), theirs.len());
            prop_assert_eq!(ours.concat().replace(": ", ":"), theirs.concat().replace(": ", ":"));
            prop_assert!(indented(&pretty).is_some());
        }

        #[test]
        fn nothing_is_lost_from_any_text_that_has_an_indented_form(text in "[\\[\\]{},:\"1a \n]{0,12}") {
            if let Some(index) = indented(&text) {
                let shown: String = (0..index.len()).map(|at| index.piece(at, &text).unwrap().text).collect();
                prop_assert_eq!(shown, text.trim_start_matches([' ', '\n']));
            }
        }
    }
}
