//! What is on every screen: the header, the live status, the notice, the keys that work here.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::{Scene, lines};
use crate::review::action::Action;
use crate::review::checklist::Item;
use crate::review::runbook::Kind;
use crate::review::state::ItemState;
use crate::review::text::columns;
use crate::tui::keys;
use crate::tui::message::Message;
use crate::tui::model::{Notice, Pane};
use crate::tui::rows::Row;

/// Draws header and footer; returns the room between them.
pub(super) fn around(scene: Scene, frame: &mut Frame, area: Rect) -> Rect {
    header(scene, frame.buffer_mut(), Rect { height: 1, ..area });
    let (footer, foot, body) = footer(scene, area);
    for (line, row) in footer.iter().zip(foot.rows()) {
        line.render(row, frame.buffer_mut());
    }
    body
}

/// The lines below, where they stand, and the room between them and the header.
pub(super) fn footer(scene: Scene, area: Rect) -> (Vec<Line<'static>>, Rect, Rect) {
    let width = area.width.saturating_sub(2);
    let mut footer = live(scene, width);
    footer.extend(notice(scene, width));
    footer.push(hints(scene, width));
    let height = u16::try_from(footer.len()).unwrap_or(area.height).min(area.height.saturating_sub(8));
    let foot = Rect { x: area.x + 1, y: area.bottom() - height, width, height };
    (footer, foot, Rect { y: area.y + 1, height: area.height - 1 - height, ..area })
}

fn header(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let (review, theme) = (scene.review, scene.theme);
    let runbook = review.runbook();
    let practice = if review.facts().practice { " · PRACTICE" } else { "" };
    let state = match &scene.model.read_only {
        Some(why) => lines::fitted(why, usize::from(area.width) / 2),
        None => format!("confinement: {}", review.facts().confinement),
    };
    let right = format!("REVIEW ONLY{practice} · {state}");
    let name = format!(" strict-review  {} after {}  {}", runbook.stage, runbook.after, runbook.title);
    let room = usize::from(area.width).saturating_sub(columns(&right) + 2);
    Line::styled(lines::fitted(&name, room), theme.strong).render(area, buffer);
    let at = area.right().saturating_sub(u16::try_from(columns(&right)).unwrap_or(area.width) + 1);
    buffer.set_stringn(at, area.y, &right, usize::from(area.width), theme.strong);
}

/// What this review would earn now, with the decision that is assumed, how much is open and what comes next.
fn live(scene: Scene, width: u16) -> Vec<Line<'static>> {
    let (style, text) = live_text(scene);
    lines::wrapped(&text, width).into_iter().map(|line| Line::styled(line, style)).collect()
}

fn live_text(scene: Scene) -> (Style, String) {
    let review = scene.review;
    if let Some(closing) = review.closing() {
        let kind = review.runbook().status(&closing.status).map_or(Kind::Blocked, |status| status.kind);
        return (kind_style(scene, kind), format!("Closed: {} · e shows the packet", closing.status));
    }
    let Some(decision) = review.assumed_decision() else { return (Style::new(), String::new()) };
    let outcome = review.outcome(&decision.value);
    let open: Vec<usize> = review.open_items().collect();
    let next = open.first().and_then(|place| review.item(*place));
    let next = next.map(|item| match scene.model.size.0 {
        // Where every row counts, the key that goes there says it.
        ..NEXT_COLUMNS => format!(" · {} open", open.len()),
        _ => format!(" · {} open · next: {}", open.len(), item.id),
    });
    let text = format!("If you {}: {}{}", decision.verb, outcome.status, next.unwrap_or_default());
    (kind_style(scene, outcome.kind), text)
}

/// From this many columns on, the live line names the next open item.
const NEXT_COLUMNS: u16 = 120;

pub(super) fn kind_style(scene: Scene, kind: Kind) -> Style {
    match kind {
        Kind::Ready => scene.theme.good,
        Kind::More | Kind::ChangesRequested => scene.theme.care,
        Kind::Rejected | Kind::Blocked => scene.theme.bad,
    }
}

fn notice(scene: Scene, width: u16) -> Vec<Line<'static>> {
    let (style, text) = match &scene.model.notice {
        None => return Vec::new(),
        Some(Notice::Done(text)) => (scene.theme.good, text.clone()),
        Some(Notice::Refused(text)) => (scene.theme.bad, format!("✗ {text}")),
        Some(Notice::Drafts(count)) => {
            let text =
                format!("✗ Texts typed and not saved: {count}. The same key again leaves without them.");
            (scene.theme.care, text)
        }
    };
    lines::wrapped(&text, width).into_iter().take(3).map(|line| Line::styled(line, style)).collect()
}

/// The keys that do something here, on this row, now.
fn hints(scene: Scene, width: u16) -> Line<'static> {
    let offered = keys::bindings(keys::place(&scene.model.screen)).filter_map(|binding| {
        let (key, word) = (binding.keys.first()?.to_string(), word(scene, &binding.message, binding.hint)?);
        let taken = columns(&key) + columns(&word) + 3;
        let always = matches!(binding.message, Message::Help | Message::Back | Message::Leave);
        Some((key, word, taken, always))
    });
    let offered: Vec<_> = offered.collect();
    // The help and the way out are never crowded out; of the rest, the first of the table come first.
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

/// The word of a hint, or none where the key would be refused on this row.
fn word(scene: Scene, message: &Message, hint: &'static str) -> Option<String> {
    let review = scene.review;
    if hint.is_empty() || scene.model.read_only.is_some() && records(message) {
        return None;
    }
    let row = scene.model.target(review);
    let item = row.and_then(|row| match row {
        Row::Item(place) => review.item(place).map(|item| (place, item)),
        Row::Decision(_) | Row::Effect(_) => None,
    });
    let may = |action: fn(String) -> Action, item: &Item| review.may_begin(&action(item.id.clone())).is_ok();
    let offered = match (message, item) {
        (Message::Confirm, Some((place, item))) => return confirm_word(scene, place, item),
        (Message::Concern, Some((place, _))) if review.has_open_concern(place) => {
            return Some("answer concern".to_owned());
        }
        (Message::Concern, Some((_, item))) => {
            may(|item| Action::RaiseConcern { item, note: "?".into() }, item)
        }
        (Message::NotApplicable, Some((_, item))) => {
            may(|item| Action::NotApplicable { item, reason: "?".into() }, item)
        }
        (Message::EnterReference, Some((_, item))) => {
            may(|item| Action::EnterReference { item, value: "?".into() }, item)
        }
        (Message::Note, Some(_)) => review.closing().is_none(),
        (
            Message::Confirm
            | Message::Concern
            | Message::NotApplicable
            | Message::EnterReference
            | Message::Note,
            None,
        ) => false,
        (Message::Export, _) => review.closing().is_some(),
        (Message::Undo, _) => review.decide(Action::Undo).is_ok(),
        (Message::NextOpen, _) => review.open_items().next().is_some(),
        (Message::NextStep, _) => scene.model.step + 1 < review.checklist().steps().len(),
        (Message::Open, _) => row.map_or(scene.model.focus == Pane::Steps, |row| may_open(scene, row)),
        _ => true,
    };
    offered.then(|| hint.to_owned())
}

/// Whether a message asks for something to be recorded.
fn records(message: &Message) -> bool {
    matches!(
        message,
        Message::Confirm
            | Message::Note
            | Message::Concern
            | Message::NotApplicable
            | Message::EnterReference
            | Message::Undo
    )
}

/// Whether a row opens: a decision does when the review is closed, or could be closed with it.
fn may_open(scene: Scene, row: Row) -> bool {
    let review = scene.review;
    match row {
        Row::Item(_) | Row::Effect(_) => true,
        Row::Decision(_) if review.closing().is_some() => true,
        Row::Decision(index) => {
            let decision = review.runbook().decisions.get(index);
            scene.model.read_only.is_none()
                && decision.is_some_and(|decision| review.gaps(decision).next().is_none())
        }
    }
}

fn confirm_word(scene: Scene, place: usize, item: &Item) -> Option<String> {
    let review = scene.review;
    match review.state(place) {
        ItemState::Confirmed | ItemState::NotApplicable => {
            review.closing().is_none().then(|| "take back".to_owned())
        }
        ItemState::Open if review.echo(item).is_some() => {
            review.may_mark(&item.id).is_ok().then(|| "type to confirm".to_owned())
        }
        ItemState::Open | ItemState::Concern | ItemState::Blocked => {
            review.decide(Action::Confirm { item: item.id.clone() }).is_ok().then(|| "confirm".to_owned())
        }
    }
}
