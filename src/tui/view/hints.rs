//! Hint line: only keys that would not be refused.

use ratatui::text::{Line, Span};

use super::Scene;
use crate::review::text::columns;
use crate::tui::keys::place;
use crate::tui::model::keymap::Binding;
use crate::tui::model::message::Message;
use crate::tui::update::available;

pub(super) fn line(scene: Scene, width: u16) -> Line<'static> {
    if scene.model.working.is_some() {
        // Every other key waits until the work is done.
        return Line::from(vec![Span::styled("Esc", scene.theme.key), Span::raw(" stop")]);
    }
    let offered = scene.model.setting.keymap.at(place(&scene.model.screen)).filter_map(|bound| {
        let binding = bound.binding;
        let (key, word) = (bound.keys.first()?.to_string(), word(scene, binding)?);
        let taken = columns(&key) + columns(word) + 3;
        let always = matches!(binding.message, Message::Help | Message::Back | Message::Leave);
        Some((key, word, taken, always))
    });
    let offered: Vec<_> = offered.collect();
    // Help and the way out always have room; the other hints come in table order.
    let kept: usize = offered.iter().filter(|hint| hint.3).map(|hint| hint.2).sum();
    let mut room = usize::from(width).saturating_sub(kept);
    let mut spans: Vec<Span> = Vec::new();
    for (key, word, taken, always) in offered {
        if !always {
            let Some(left) = room.checked_sub(taken) else { continue };
            room = left;
        }
        spans.push(Span::styled(key, scene.theme.key));
        spans.push(Span::raw(format!(" {word}  ")));
    }
    Line::from(spans)
}

/// Returns `None` for a key without a hint, and for one that would be refused on this row.
fn word(scene: Scene, binding: &Binding) -> Option<&'static str> {
    let hinted = !binding.hint.is_empty();
    hinted.then(|| available::word(scene.model, scene.review, &binding.message, binding.hint)).flatten()
}
