//! Entries of the palette, the search, and the list of keys.

use super::available;
use crate::review::checklist::ItemIndex;
use crate::review::evidence::path_of;
use crate::review::state::{Mark, Review};
use crate::review::text::visible;
use crate::tui::keys::place;
use crate::tui::model::Model;
use crate::tui::model::keymap::Bound;
use crate::tui::model::message::Message;
use crate::tui::model::message::Source;
use crate::tui::model::picker::{Choice, Entry, Picker};
use crate::tui::model::rows;
use crate::tui::model::rows::Row;
use crate::tui::model::screen::Screen;
use crate::tui::theme::glyph;

#[must_use]
pub(crate) fn chooser(source: Source, model: &Model, review: &Review) -> Picker {
    Picker::new(
        source,
        match source {
            Source::Commands => commands(model, review),
            Source::Items => items(review),
            Source::Keys => keys(model),
        },
    )
}

/// Moves are left to their keys.
fn commands(model: &Model, review: &Review) -> Vec<Entry> {
    let here = model.setting.keymap.at(place(&model.screen));
    let offered = here.filter(|bound| {
        let message = &bound.binding.message;
        let chooses = matches!(
            message,
            Message::Move(_) | Message::Choose(Source::Commands) | Message::Phase(_) | Message::Back
        );
        !chooses && available::is_legal(model, review, message)
    });
    let mut entries: Vec<Entry> = offered
        .map(|bound| entry(first_key(bound), &named(bound), Choice::Do(bound.binding.message.clone())))
        .collect();
    let steps = review.checklist().steps().iter().enumerate();
    entries.extend(steps.map(|(step, shown)| {
        entry(String::new(), &format!("step  {}", shown.title), Choice::Show { step, row: None })
    }));
    entries
}

/// Each item once, in its first step, with all of its texts.
fn items(review: &Review) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut seen: Vec<Row> = Vec::new();
    for (step, shown) in review.checklist().steps().iter().enumerate() {
        let show = |row| Choice::Show { step, row };
        entries.push(entry("step".to_owned(), &shown.title, show(None)));
        for row in rows::of_step(review, step) {
            if seen.contains(&row) {
                continue;
            }
            seen.push(row);
            let (sign, texts) = texts(review, row);
            let of_row = texts.into_iter().map(|text| entry(sign.clone(), &text, show(Some(row))));
            entries.extend(of_row);
        }
    }
    entries
}

/// Mark of a row, and its texts.
fn texts(review: &Review, row: Row) -> (String, Vec<String>) {
    let runbook = review.runbook();
    match row {
        Row::Effect(index) => {
            let effect = runbook.effects.get(index);
            let text = effect.map(|effect| format!("{}, blocked · {}", effect.in_words(), effect.id));
            ("⊘".to_owned(), text.into_iter().collect())
        }
        Row::Decision(index) => {
            let text = runbook
                .decisions
                .get(index)
                .map(|decision| format!("{} · {}", decision.in_words(), decision.value));
            (String::new(), text.into_iter().collect())
        }
        Row::Item(index) => (glyph(review.state(index)).to_owned(), of_item(review, index)),
    }
}

fn of_item(review: &Review, index: ItemIndex) -> Vec<String> {
    let (Some(item), Some(answer)) = (review.item(index), review.answer(index)) else { return Vec::new() };
    let name = &item.name;
    let mut texts = vec![format!("{} · {}", item.title, item.id)];
    if let Some(value) = review.value(&item.id) {
        let file = review.evidence(&item.id).and_then(|_| path_of(value));
        texts.push(match file {
            Some(_) => format!("{name}, evidence: {value}"),
            None => format!("{name}, value: {value}"),
        });
    }
    if !answer.note.is_empty() {
        texts.push(format!("{name}, note: {}", answer.note));
    }
    if let Mark::NotApplicable { reason, .. } = &answer.mark {
        texts.push(format!("{name}, not applicable: {reason}"));
    }
    for concern in &answer.concerns {
        texts.push(format!("{name}, concern: {}", concern.note));
        texts.extend(concern.answer.iter().map(|(answer, ..)| format!("{name}, answered: {answer}")));
    }
    texts
}

/// A key of the screen under the help acts there; any other one shows where it works.
fn keys(model: &Model) -> Vec<Entry> {
    let behind = match &model.screen {
        Screen::Help { back, .. } => place(back),
        screen => place(screen),
    };
    let of = |bound: &Bound| {
        let binding = bound.binding;
        let keys: Vec<String> = bound.keys.iter().map(ToString::to_string).collect();
        let choice = if binding.places.contains(&behind) {
            Choice::Do(binding.message.clone())
        } else {
            let places: Vec<&str> = binding.places.iter().map(|place| place.words()).collect();
            Choice::Tell(format!("{} works {}.", first_key(bound), places.join(", ")))
        };
        entry(keys.join(" "), &named(bound), choice)
    };
    model.setting.keymap.all().map(of).collect()
}

fn first_key(bound: &Bound) -> String {
    bound.keys.first().map(ToString::to_string).unwrap_or_default()
}

fn named(bound: &Bound) -> String {
    format!("{}  {}", bound.binding.name, bound.binding.help)
}

/// Makes the text one line, with tokens for invisible characters.
fn entry(sign: String, text: &str, choice: Choice) -> Entry {
    let text = text.replace(['\n', '\r'], " ");
    Entry { sign, text: visible(&text).into_owned(), choice }
}
