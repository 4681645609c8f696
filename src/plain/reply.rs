//! Output of plain mode: lines of text and nothing else, so that a screen reader, a script and a printer can follow.

use crate::review::text::{visible, visible_lines};

/// Width of wrapped lines: it fits every terminal, and is short enough to listen to.
pub(super) const COLUMNS: usize = 78;

/// Pending output. All of it passes through `visible`, so no control character gets out.
#[derive(Clone, Debug, Default)]
pub(super) struct Output(String);

impl Output {
    /// Wraps the text at words.
    pub(super) fn say(&mut self, text: &str) {
        for line in wrapped(text) {
            self.put(line.trim_end());
        }
    }

    pub(super) fn say_all<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        for text in texts {
            self.say(text.as_ref());
        }
    }

    /// Never wraps, for content that must be read or typed exactly.
    pub(super) fn exact(&mut self, line: &str) {
        self.put(line);
    }

    pub(super) fn gap(&mut self) {
        self.0.push('\n');
    }

    /// Adds the prompt, without a line end.
    pub(super) fn ask(&mut self, prompt: &str) {
        self.0.push_str(&visible(prompt));
    }

    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }

    fn put(&mut self, line: &str) {
        self.0.push_str(&visible(line));
        self.0.push('\n');
    }
}

/// Shows invisible characters as tokens. A long part without a space stays whole.
pub(super) fn wrapped(text: &str) -> Vec<String> {
    let shown = visible_lines(text);
    // A value is never cut, so that its end is unmistakable.
    let options = textwrap::Options::new(COLUMNS)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .break_words(false);
    let lines = shown.split('\n').flat_map(|line| textwrap::wrap(line, options.clone()));
    lines.map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_broken_at_words_and_a_value_never_is() {
        let value = "x-".repeat(60);
        let mut said = Output::default();
        said.say(&format!("Value: {value}\nand more"));
        assert_eq!(said.take(), format!("Value:\n{value}\nand more\n"));
    }

    proptest! {
        #[test]
        fn nothing_is_said_but_text_and_line_feeds(text in any::<String>()) {
            let mut said = Output::default();
            said.say(&text);
            said.exact(&text);
            said.ask(&text);
            prop_assert!(said.take().chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}
