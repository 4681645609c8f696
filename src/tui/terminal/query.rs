//! Queries to the terminal after the first frame, and conclusions from its answers.
//! Nothing waits for an answer: one in time changes the look of the next frame, any other is ignored.

use std::time::{Duration, Instant};

use super::input::Answer;
use crate::cli::args;
use crate::tui::theme::glyphs::Glyphs;
use crate::tui::theme::{Appearance, Capabilities, Theme};

/// Time for answers. Over a slow line they take a while; later ones are ignored.
const IN_TIME: Duration = Duration::from_secs(2);

/// Queries the colours of text and background, and those of the sixteen that a theme may use; xterm, “Operating
/// System Commands”.
const COLOURS: &str = "\x1b]10;?\x1b\\\x1b]11;?\x1b\\\x1b]4;0;?\x1b\\\x1b]4;1;?\x1b\\\x1b]4;2;?\x1b\\\x1b]4;3;?\x1b\\\
    \x1b]4;4;?\x1b\\\x1b]4;5;?\x1b\\\x1b]4;6;?\x1b\\\x1b]4;9;?\x1b\\\x1b]4;10;?\x1b\\\x1b]4;11;?\x1b\\\x1b]4;12;?\x1b\\\
    \x1b]4;13;?\x1b\\\x1b]4;14;?\x1b\\";

/// Queries support for distinct key codes; kitty keyboard protocol, “Detection of support”.
const KEYS: &str = "\x1b[?u";

/// Row, from 1, on which a character is measured. In the first row, the answer could be a key (F3).
pub(crate) const MEASURED_ROW: u16 = 2;

/// Draws a character that some terminals make two columns wide, and queries the cursor after it (DSR 6).
pub(crate) const MEASURE: &str = "\x1b[2;1H·\x1b[6n";

/// Queries the device attributes (DA1). Every terminal answers, and in order: earlier queries without an answer get
/// none.
const DEVICE: &str = "\x1b[c";

pub(crate) struct Query {
    look: Appearance,
    learnt: Capabilities,
    /// Answers since the last queries.
    answered: Capabilities,
    tells_keys_apart: bool,
    /// True after a character was measured; once is enough.
    measured: bool,
    since: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follows {
    /// The terminal has answered everything.
    Known {
        theme: Theme,
        /// True if the terminal can send distinct key codes.
        tells_keys_apart: bool,
    },
    /// The terminal turned dark or light.
    AskAgain,
}

impl Query {
    pub(crate) fn new(look: Appearance) -> Self {
        let learnt = look.known;
        Self { look, learnt, answered: learnt, tells_keys_apart: false, measured: false, since: None }
    }

    /// True if the theme depends on the colours of the terminal.
    pub(crate) fn follows_the_terminal(look: &Appearance) -> bool {
        look.theme == args::Theme::Auto && look.known.background.is_none()
    }

    /// Starts the time for the answers. `rows` are those of the terminal.
    pub(crate) fn questions(&mut self, now: Instant, rows: u16) -> String {
        self.since = Some(now);
        // The width of characters does not change with the colours.
        self.answered = Capabilities { signs_are_wide: self.learnt.signs_are_wide, ..self.look.known };
        let colours = if Self::follows_the_terminal(&self.look) { COLOURS } else { "" };
        let measures = rows >= MEASURED_ROW && !std::mem::replace(&mut self.measured, true);
        let measure = if measures && self.look.glyphs == Glyphs::Unicode { MEASURE } else { "" };
        format!("{colours}{KEYS}{measure}{DEVICE}")
    }

    pub(crate) fn take(&mut self, answer: Answer, now: Instant) -> Option<Follows> {
        if let Answer::Turned(_) = answer {
            return Self::follows_the_terminal(&self.look).then_some(Follows::AskAgain);
        }
        let in_time = self.since.is_some_and(|since| now.duration_since(since) <= IN_TIME);
        if !in_time {
            return None;
        }
        match answer {
            Answer::Foreground(colour) => self.answered.foreground = Some(colour),
            Answer::Background(colour) => self.answered.background = Some(colour),
            Answer::Ansi(index, colour) => {
                let known = self.answered.ansi.get_mut(usize::from(index))?;
                *known = Some(colour);
            }
            // From the first column, a character of one column leads to column 2.
            Answer::Column(column) => self.answered.signs_are_wide = column > 2,
            Answer::TellsKeysApart => self.tells_keys_apart = true,
            Answer::Turned(_) => {}
            Answer::Device => {
                self.since = None;
                self.learnt = self.answered;
                let theme = self.look.theme(&self.learnt);
                return Some(Follows::Known { theme, tells_keys_apart: self.tells_keys_apart });
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::glyphs::Glyphs;
    use crate::tui::theme::{LINUX_CONSOLE, Rgb, Side};

    fn asked(theme: args::Theme, known: Capabilities) -> (Query, Instant, String) {
        let look = Appearance { theme, glyphs: Glyphs::Unicode, truecolour: false, known, mouse: true };
        let (mut asked, now) = (Query::new(look), Instant::now());
        let questions = asked.questions(now, 1);
        (asked, now, questions)
    }

    fn theme(follows: Option<Follows>) -> Theme {
        match follows {
            Some(Follows::Known { theme, .. }) => theme,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_sign_is_measured_where_a_row_is_for_it_and_one_of_two_columns_means_signs_of_ascii() {
        for (column, glyphs) in [(2, Glyphs::Unicode), (3, Glyphs::Ascii)] {
            let (mut asked, now, unmeasured) = asked(args::Theme::Mono, Capabilities::default());
            assert!(!unmeasured.contains(MEASURE) && asked.questions(now, MEASURED_ROW).contains(MEASURE));
            assert_eq!(asked.take(Answer::Column(column), now), None);
            assert_eq!(theme(asked.take(Answer::Device, now)).glyphs, glyphs, "{column}");
            assert!(!asked.questions(now, MEASURED_ROW).contains(MEASURE), "once is enough");
            assert_eq!(theme(asked.take(Answer::Device, now)).glyphs, glyphs, "{column}");
        }
        let (mut asked, now, _) = asked(args::Theme::Mono, Capabilities::default());
        asked.look.glyphs = Glyphs::Ascii;
        assert!(!asked.questions(now, MEASURED_ROW).contains(MEASURE), "there is nothing to measure");
    }

    #[test]
    fn answers_count_together_once_the_last_one_came() {
        let (mut asked, now, questions) = asked(args::Theme::Auto, Capabilities::default());
        assert!(questions.contains("]11;?") && questions.ends_with("\x1b[?u\x1b[c"));
        for answer in
            [Answer::Background(Rgb(0, 0, 0)), Answer::Ansi(2, Rgb(0, 255, 0)), Answer::TellsKeysApart]
        {
            assert_eq!(asked.take(answer, now), None);
        }
        let follows = asked.take(Answer::Device, now);
        assert!(theme(follows).good.fg.is_some());
        assert!(matches!(follows, Some(Follows::Known { tells_keys_apart: true, .. })));
        // The last answer has come; later ones were not asked for.
        assert_eq!(asked.take(Answer::Background(Rgb(255, 255, 255)), now), None);
        assert_eq!(asked.take(Answer::Device, now), None);
    }

    #[test]
    fn an_answer_that_comes_late_changes_nothing() {
        let (mut asked, now, _) = asked(args::Theme::Auto, Capabilities::default());
        let late = now + IN_TIME + Duration::from_millis(1);
        assert_eq!(asked.take(Answer::Background(Rgb(0, 0, 0)), late), None);
        assert_eq!(asked.take(Answer::Device, late), None);
    }

    #[test]
    fn a_terminal_that_turns_is_asked_again_and_what_it_said_before_is_forgotten() {
        let (mut asked, now, _) = asked(args::Theme::Auto, Capabilities::default());
        asked.take(Answer::Background(Rgb(0, 0, 0)), now);
        let dark = theme(asked.take(Answer::Device, now));
        assert_eq!(asked.take(Answer::Turned(Side::Light), now), Some(Follows::AskAgain));
        asked.questions(now, 1);
        asked.take(Answer::Background(Rgb(255, 255, 255)), now);
        assert_ne!(theme(asked.take(Answer::Device, now)), dark);
    }

    #[test]
    fn colours_are_not_asked_for_where_they_do_not_matter() {
        for (name, known) in [
            (args::Theme::Dark, Capabilities::default()),
            (args::Theme::Mono, Capabilities::default()),
            (args::Theme::Auto, LINUX_CONSOLE),
        ] {
            let (mut asked, now, questions) = asked(name, known);
            assert_eq!(questions, "\x1b[?u\x1b[c");
            assert_eq!(asked.take(Answer::Turned(Side::Light), now), None);
            let before = asked.look.theme(&known);
            assert_eq!(theme(asked.take(Answer::Device, now)), before);
        }
    }
}
