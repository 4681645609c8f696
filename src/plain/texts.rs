//! Text that the plain console asks for: the question, and the lines typed so far.

use crate::frontend::Purpose;
use crate::frontend::prompt::{self, WHAT_ANSWERS, WHAT_SKIPPED};
use crate::review::action::Action;
use crate::review::limits::NOTE_BYTES_MAX;
use crate::review::state::Review;

/// Typed alone, it means the skipped parts as the record shows them.
pub(super) const AS_RECORDED: &str = "=";

#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) purpose: Purpose,
    lines: Vec<String>,
    bytes: usize,
}

/// Text that could not be recorded, as its action.
pub(super) struct Unsaved {
    pub(super) action: Action,
    pub(super) warned: Warned,
}

/// `Yes` after a warning that leaving loses the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Warned {
    No,
    Yes,
}

#[derive(Debug)]
pub(super) enum Step {
    More,
    /// The line was ignored for this reason; the text goes on.
    Refused(String),
    /// The first line was empty.
    Cancelled,
    Whole(String),
}

impl Text {
    pub(super) fn new(purpose: Purpose) -> Self {
        Self { purpose, lines: Vec::new(), bytes: 0 }
    }

    pub(super) fn prompt(&self) -> String {
        match &self.purpose {
            Purpose::Note(id) => format!("note on {id}> "),
            Purpose::Concern(id) => format!("concern about {id}> "),
            Purpose::Answer(id) => format!("answer to the concern about {id}> "),
            Purpose::Reason(id) => format!("why {id} does not apply> "),
            Purpose::Reference(id) => format!("location of {id}> "),
            Purpose::Echo(id) => format!("type the value of {id}> "),
            Purpose::NotLookedAt(_) => "skipped> ".to_owned(),
            Purpose::ClosingEcho { .. } => "short fingerprint> ".to_owned(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// A single dot in the first line makes an empty text, which removes a note.
    pub(super) fn take(&mut self, line: &str) -> Step {
        if line.is_empty() && self.lines.is_empty() {
            return Step::Cancelled;
        }
        if line.chars().any(|c| c.is_control() && c != '\t') {
            return Step::Refused(
                "Ignored: the line contains control characters, as arrow keys send them. Type the line again."
                    .to_owned(),
            );
        }
        if !self.purpose.has_lines() {
            return Step::Whole(line.to_owned());
        }
        if line == "." {
            return Step::Whole(std::mem::take(&mut self.lines).join("\n"));
        }
        // Refused here, so that no more is held than can be recorded.
        if self.bytes + line.len() > NOTE_BYTES_MAX {
            return Step::Refused(format!(
                "Ignored: with this line the text is too long (at most {NOTE_BYTES_MAX} bytes). A single . \
                 ends the text before it."
            ));
        }
        self.bytes += line.len() + 1;
        self.lines.push(line.to_owned());
        Step::More
    }
}

/// Text on the line of its command.
pub(super) fn of_one_line(purpose: &Purpose, line: &str) -> Result<String, String> {
    let mut text = Text::new(purpose.clone());
    match text.take(line) {
        Step::Whole(whole) => Ok(whole),
        Step::More => Ok(line.to_owned()),
        Step::Refused(why) => Err(why),
        Step::Cancelled => Ok(String::new()),
    }
}

/// Lines that ask for a text, and the content to copy from, which gets a line of its own.
pub(super) fn asks(purpose: &Purpose, review: &Review) -> (Vec<String>, Option<String>) {
    let (asks, seen) = match purpose {
        Purpose::Note(id) => {
            let index = review.checklist().find(id);
            let note = index.and_then(|index| review.answer(index)).map(|answer| answer.note.as_str());
            let old = note.filter(|note| !note.is_empty());
            let old = old.map(|note| format!("The current note, which this one replaces: {note}"));
            (old.into_iter().chain([format!("Your note on {id}.")]).collect(), None)
        }
        Purpose::Concern(id) => {
            (vec![format!("What concerns you about {id}? It stays in the record and is exported.")], None)
        }
        Purpose::Answer(id) => (vec![prompt::open_concern(review, id), WHAT_ANSWERS.to_owned()], None),
        Purpose::Reason(id) => (vec![format!("Why does {id} not apply?")], None),
        Purpose::Reference(id) => {
            (vec![format!("Where is the document of {id}? Give its location, never a secret.")], None)
        }
        Purpose::Echo(id) => {
            let (value, to_type) = prompt::echo(review, id);
            (vec![to_type], Some(value.to_string()))
        }
        Purpose::NotLookedAt(decision) => {
            let asks = match review.skipped().words() {
                None => vec![WHAT_SKIPPED.to_owned()],
                Some(skipped) => vec![
                    format!("The record shows: {skipped}."),
                    format!(
                        "What did you skip? Type {AS_RECORDED} alone to say exactly that, or use your own \
                         words."
                    ),
                ],
            };
            (prompt::closes_with(review, decision).into_iter().chain(asks).collect(), None)
        }
        Purpose::ClosingEcho { decision, .. } => {
            let (fingerprint, to_type) = prompt::closing_echo(review);
            let asks = format!("{to_type} This closes the review for good.");
            (vec![prompt::closes_and_gives(review, decision), asks], Some(fingerprint.to_string()))
        }
    };
    let ends = if purpose.has_lines() {
        "Type one line or several; a line with a single . ends the text. An empty first line cancels."
    } else {
        "Type one line. An empty line cancels."
    };
    (asks.into_iter().chain([ends.to_owned()]).collect(), seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> Text {
        Text::new(Purpose::Note("a".to_owned()))
    }

    #[test]
    fn a_single_dot_ends_a_text_of_several_lines() {
        let mut text = note();
        assert!(matches!(text.take("one"), Step::More));
        assert!(matches!(text.take(""), Step::More));
        assert!(matches!(text.take(" ."), Step::More));
        assert!(matches!(text.take("."), Step::Whole(whole) if whole == "one\n\n ."));
    }

    #[test]
    fn an_empty_first_line_cancels_and_a_first_dot_is_an_empty_text() {
        assert!(matches!(note().take(""), Step::Cancelled));
        assert!(matches!(note().take("."), Step::Whole(whole) if whole.is_empty()));
        let mut echo = Text::new(Purpose::Echo("a".to_owned()));
        assert!(matches!(echo.take(""), Step::Cancelled));
        assert!(matches!(echo.take(" x "), Step::Whole(whole) if whole == " x "));
    }

    #[test]
    fn a_line_with_control_characters_is_not_taken_and_the_others_are_kept() {
        let mut text = note();
        text.take("one");
        for line in ["\u{1b}[A", "\0", "a\rb", "\u{9b}"] {
            assert!(matches!(text.take(line), Step::Refused(_)), "{line:?}");
        }
        assert!(matches!(text.take("two\twords"), Step::More));
        assert!(matches!(text.take("."), Step::Whole(whole) if whole == "one\ntwo\twords"));
    }

    #[test]
    fn a_text_holds_no_more_than_may_be_kept() {
        let mut text = note();
        let line = "a".repeat(NOTE_BYTES_MAX / 2);
        assert!(matches!(text.take(&line), Step::More));
        assert!(matches!(text.take(&line), Step::Refused(_)));
        assert!(matches!(text.take("short"), Step::More));
    }
}
