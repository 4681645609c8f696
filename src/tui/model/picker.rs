//! List to choose from by typing: the available commands, texts of the review, or all keys.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::field::{Field, Shape};
use super::message::{Message, Move, Source};
use super::rows::ROWS_OF_A_PAGE;
use super::rows::Row;

#[derive(Clone, Debug)]
pub enum Choice {
    /// Acts like its key.
    Do(Message),
    Show {
        step: usize,
        /// `None` selects the first row.
        row: Option<Row>,
    },
    /// Nothing to do here, for this reason.
    Tell(String),
}

/// Line of the list, prepared for display.
#[derive(Clone, Debug)]
pub struct Entry {
    /// A key, or the mark of a state.
    pub sign: String,
    /// Text to search in.
    pub text: String,
    pub choice: Choice,
}

pub struct Found<'a> {
    pub entry: &'a Entry,
    /// Indices of the matching characters, in order.
    pub matched: Vec<u32>,
}

#[derive(Clone, Debug)]
pub struct Picker {
    pub source: Source,
    pub field: Field,
    /// Index among the matching entries.
    pub row: usize,
    entries: Vec<Entry>,
}

impl Picker {
    #[must_use]
    pub fn new(source: Source, entries: Vec<Entry>) -> Self {
        Self { source, field: Field::new(Shape::Line, ""), row: 0, entries }
    }

    /// Includes entries that do not match.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// Commands match by some of their letters, the best first. Other entries must contain all of the words, and keep
    /// the order of the review.
    #[must_use]
    pub fn found(&self) -> Vec<Found<'_>> {
        let typed = self.field.text();
        match self.source {
            Source::Commands => self.by_letters(&typed),
            Source::Items | Source::Keys => self.by_words(&typed),
        }
    }

    fn by_letters(&self, typed: &str) -> Vec<Found<'_>> {
        let pattern = Pattern::new(typed, CaseMatching::Smart, Normalization::Smart, AtomKind::Fuzzy);
        let (mut finder, mut buffer) = (Matcher::new(Config::DEFAULT), Vec::new());
        let mut found: Vec<(u32, Found)> = Vec::new();
        for entry in &self.entries {
            let mut matched = Vec::new();
            let text = Utf32Str::new(&entry.text, &mut buffer);
            if let Some(score) = pattern.indices(text, &mut finder, &mut matched) {
                matched.sort_unstable();
                matched.dedup();
                found.push((score, Found { entry, matched }));
            }
        }
        // A stable sort: equal scores keep the order of the table.
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, found)| found).collect()
    }

    fn by_words(&self, typed: &str) -> Vec<Found<'_>> {
        let case = if typed.chars().any(char::is_uppercase) { Case::Counts } else { Case::DoesNotCount };
        let words: Vec<Vec<char>> = typed.split_whitespace().map(|word| case.folded(word)).collect();
        let found = self.entries.iter().filter_map(|entry| {
            let matched = words_in(&case.folded(&entry.text), &words)?;
            Some(Found { entry, matched })
        });
        found.collect()
    }

    #[must_use]
    pub fn chosen(&self) -> Option<Choice> {
        self.found().get(self.row).map(|found| found.entry.choice.clone())
    }

    pub fn select(&mut self, to: Move) {
        self.row = to.from(self.row, self.found().len(), ROWS_OF_A_PAGE);
    }
}

/// Case counts if there is a capital among the words, as in the search of evidence.
#[derive(Clone, Copy)]
enum Case {
    Counts,
    DoesNotCount,
}

impl Case {
    /// Returns one character for each of the text, so that indices stay valid.
    fn folded(self, text: &str) -> Vec<char> {
        let small = |c: char| c.to_lowercase().next().unwrap_or(c);
        match self {
            Self::Counts => text.chars().collect(),
            Self::DoesNotCount => text.chars().map(small).collect(),
        }
    }
}

/// Indices of the words' characters; `None` if a word is missing.
fn words_in(text: &[char], words: &[Vec<char>]) -> Option<Vec<u32>> {
    let mut matched = Vec::new();
    for word in words {
        let at = text.windows(word.len()).position(|window| window == word)?;
        matched.extend((at..at + word.len()).filter_map(|at| u32::try_from(at).ok()));
    }
    matched.sort_unstable();
    matched.dedup();
    Some(matched)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chooser(source: Source, typed: &str) -> Vec<String> {
        let texts =
            ["next-step  Go to the next step.", "note  Write a note on the item.", "Résumé of the Restore"];
        let entry = |text: &&str| Entry {
            sign: String::new(),
            text: (*text).to_owned(),
            choice: Choice::Tell(String::new()),
        };
        let mut chooser = Picker::new(source, texts.iter().map(entry).collect());
        chooser.field.paste(typed).unwrap();
        chooser.found().iter().map(|found| found.entry.text.clone()).collect()
    }

    #[test]
    fn commands_are_found_by_some_of_their_letters_and_the_best_stands_first() {
        assert_eq!(chooser(Source::Commands, "nxst"), ["next-step  Go to the next step."]);
        assert_eq!(chooser(Source::Commands, "note")[0], "note  Write a note on the item.");
        assert!(chooser(Source::Commands, "zzz").is_empty());
    }

    #[test]
    fn items_are_found_by_words_in_any_order_and_stay_in_theirs() {
        assert!(chooser(Source::Items, "nxst").is_empty());
        assert_eq!(chooser(Source::Items, "item note"), ["note  Write a note on the item."]);
        assert_eq!(chooser(Source::Items, "the").len(), 3);
    }

    #[test]
    fn small_letters_also_find_capitals_in_any_script() {
        assert_eq!(chooser(Source::Items, "rés restore"), ["Résumé of the Restore"]);
        assert!(chooser(Source::Items, "RESTORE").is_empty(), "a capital counts");
    }
}
