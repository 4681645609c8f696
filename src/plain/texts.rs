//! Text that the plain console asks for: the question, and the lines typed so far.

use crate::frontend::Purpose;
use crate::frontend::wording::item::{STANDS_THERE, labelled};
use crate::frontend::wording::plain::texts as words;
use crate::frontend::wording::typed;
use crate::review::action::Action;
use crate::review::limits::NOTE_BYTES_MAX;
use crate::review::state::{Review, to_type};

/// Typed alone, it means the skipped parts as the record shows them.
pub(super) const AS_RECORDED: &str = "=";

#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) purpose: Purpose,
    lines: Vec<String>,
    bytes: usize,
}

/// Text that could not be recorded, as its action.
pub(super) struct Kept {
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
            Purpose::Note(id) => words::note_prompt(id),
            Purpose::Concern(id) => words::concern_prompt(id),
            Purpose::Answer(id) => words::answer_prompt(id),
            Purpose::Reason(id) => words::reason_prompt(id),
            Purpose::Reference(id) => words::reference_prompt(id),
            Purpose::Echo(id) => words::echo_prompt(id),
            Purpose::NotLookedAt(_) => words::NOT_LOOKED_AT_PROMPT.to_owned(),
            Purpose::ClosingEcho { .. } => words::CLOSING_PROMPT.to_owned(),
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
            return Step::Refused(words::CONTROL_CHARACTERS.to_owned());
        }
        if !self.purpose.has_lines() {
            return Step::Whole(line.to_owned());
        }
        if line == "." {
            return Step::Whole(std::mem::take(&mut self.lines).join("\n"));
        }
        // Refused here, so that no more is held than can be recorded.
        if self.bytes + line.len() > NOTE_BYTES_MAX {
            return Step::Refused(words::too_long());
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
    let value = |id: &str| review.value(id).unwrap_or_default().to_owned();
    let (asks, seen) = match purpose {
        Purpose::Note(id) => {
            let place = review.checklist().find(id);
            let note = place.and_then(|place| review.answer(place)).map(|answer| answer.note.as_str());
            let old = note.filter(|note| !note.is_empty());
            (old.map(words::note_so_far).into_iter().chain([words::note(id)]).collect(), None)
        }
        Purpose::Concern(id) => (vec![words::concern(id)], None),
        Purpose::Answer(id) => {
            let place = review.checklist().find(id);
            let open = place.and_then(|place| review.answer(place)?.open_concern());
            let concern = open.map_or("", |concern| &concern.note);
            (vec![typed::concern_is(concern), typed::WHAT_ANSWERS.to_owned()], None)
        }
        Purpose::Reason(id) => (vec![words::reason(id)], None),
        Purpose::Reference(id) => (vec![words::reference(id)], None),
        Purpose::Echo(id) => {
            let place = review.checklist().find(id);
            let echo = place.and_then(|place| review.echo(review.item(place)?)).unwrap_or_default();
            (vec![to_type(&value(id), &echo)], Some(labelled(STANDS_THERE, value(id))))
        }
        Purpose::NotLookedAt(decision) => {
            let earns = typed::it_would_earn(&review.outcome(decision).status);
            let asks = match review.skipped().words() {
                None => vec![typed::WHAT_NOT_LOOKED_AT.to_owned()],
                Some(skipped) => vec![words::record_shows(&skipped), words::or_as_recorded(AS_RECORDED)],
            };
            ([typed::you_close_with(decision), earns].into_iter().chain(asks).collect(), None)
        }
        Purpose::ClosingEcho { decision, .. } => {
            let seen = review.closing_seen();
            let earns = typed::you_close_and_earn(decision, &review.outcome(decision).status);
            let asks = words::closes_for_good(&to_type(&seen, &review.closing_echo()));
            (vec![earns, asks], Some(typed::fingerprint_is(&seen)))
        }
    };
    let ends = if purpose.has_lines() { words::LINES_END } else { words::LINE_ENDS };
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
