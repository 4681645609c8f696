//! Rows of a step: its purpose, its items with their values and answers, and its write actions.

use crate::frontend::names;
use crate::review::runbook::{Acknowledge, Phase};
use crate::review::state::Review;
use crate::review::text::columns;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Listing, RowMark, Scene, lines, packet, write_actions};
use crate::frontend::evidence;
use crate::frontend::handoff::{Observation, observations};
use crate::frontend::item_facts::{self, AnswerFact, AnswerKind, Phrasing};
use crate::frontend::steps::{PRACTICE, locked, purpose, title};
use crate::review::checklist::{Item, ItemIndex, StepKind, Subject};
use crate::review::fingerprint::Digest;
use crate::tui::model::filter::Filter;
use crate::tui::model::regions::Pane;
use crate::tui::model::regions::Spot;
use crate::tui::model::rows::Row;
use crate::tui::theme::glyph;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let (review, model, theme) = (scene.review, scene.model, scene.theme);
    let Some(step) = review.checklist().steps().get(model.step) else { return };
    let progress = review.progress(model.step);
    let heading = match step.kind {
        StepKind::Phase(phase) => {
            format!(
                "Phase {} of {} · {}",
                phase + 1,
                review.runbook().phases.len(),
                phase_name(review, phase)
            )
        }
        _ => title(scene.review, model.step),
    };
    let mut count =
        if progress.total > 0 { format!("{}/{}", progress.settled, progress.total) } else { String::new() };
    if let Filter::Open { .. } = model.shown {
        count = format!("{count} · only open");
    }
    let style = if model.focus == Pane::Rows { theme.strong } else { theme.dim };
    let inner = lines::boxed(area, &heading, &count, style, buffer);
    let list = listing(scene, inner.width);
    scene.note(area, Spot::Rows);
    scene.note_rows(&list, lines::listing(scene, &list, buffer, inner), inner);
}

fn phase_name(review: &Review, phase: usize) -> String {
    review.runbook().phases.get(phase).map(Phase::name).unwrap_or_default()
}

pub(super) fn listing(scene: Scene, width: u16) -> Listing {
    let mut list = Listing { beyond: scene.model.beyond, ..Listing::default() };
    let Some(step) = scene.review.checklist().steps().get(scene.model.step) else { return list };
    let kind = step.kind;
    introduction(scene, kind, &mut list, width);
    let mut heading = None;
    for (index, row) in scene.model.rows(scene.review).into_iter().enumerate() {
        let under = heading_of(scene, row);
        if heading != Some(under) {
            if !list.lines.is_empty() {
                list.blank();
            }
            list.push(Line::styled(under, scene.theme.strong));
            heading = Some(under);
        }
        let cursor = scene.model.cursors.get(scene.model.step).copied().unwrap_or_default();
        let current = index == cursor && scene.model.focus == Pane::Rows;
        let mark = if current && list.beyond == 0 { RowMark::Selected } else { RowMark::None };
        let first = list.lines.len();
        match row {
            Row::Item(index) => item_row(scene, index, mark, &mut list, width),
            Row::Effect(effect) => write_actions::row(scene, effect, mark, &mut list, width),
            Row::Decision(decision) => packet::decision_row(scene, decision, mark, &mut list, width),
        }
        let spot = Spot::Row { step: scene.model.step, row: index };
        list.spots.push((spot, first, list.lines.len().saturating_sub(1)));
        if current {
            list.selected = Some((first, list.lines.len().saturating_sub(1)));
        }
    }
    if let Filter::Open { .. } = scene.model.shown
        && progress_is_whole(scene)
    {
        list.blank();
        list.lines.extend(lines::paragraph(
            &format!("Nothing is open in this step. {} shows all items again.", scene.key("only-open")),
            width,
            0,
            scene.theme.dim,
        ));
    }
    if kind == StepKind::Packet {
        packet::rest(scene, &mut list, width);
    } else if kind == StepKind::Handoff {
        handoff_rest(scene, &mut list, width);
    }
    list
}

/// False for a step without items.
fn progress_is_whole(scene: Scene) -> bool {
    let progress = scene.review.progress(scene.model.step);
    progress.total > 0 && progress.settled == progress.total
}

/// Guide for people who open the console for the first time.
fn practice(scene: Scene) -> String {
    let actions = ["down", "up", "confirm", "read", "concern", "next-step", "keys"];
    let [down, up, confirm, read, concern, next, help] = actions.map(|name| scene.key(name));
    format!(
        "{PRACTICE} {down} and {up} move, {confirm} confirms what you have checked, {read} opens a row in \
         full, {concern} raises a concern, {next} goes to the next step, {help} shows every key."
    )
}

fn introduction(scene: Scene, kind: StepKind, list: &mut Listing, width: u16) {
    let (review, theme) = (scene.review, scene.theme);
    let text = match kind {
        StepKind::Handoff if review.facts().practice => &practice(scene),
        StepKind::Packet => packet::introduction(review),
        _ => purpose(review, kind).unwrap_or_default(),
    };
    list.lines.extend(lines::paragraph(text, width, 0, Style::new()));
    if let Some(text) = locked(review, scene.model.step) {
        list.lines.extend(lines::paragraph(&text, width, 0, theme.care));
    }
}

fn heading_of(scene: Scene, row: Row) -> &'static str {
    match row {
        Row::Effect(_) => "Write actions: always blocked here",
        Row::Decision(_) if scene.review.closing().is_some() => "Closed with",
        Row::Decision(_) => "Close the review with",
        Row::Item(index) => match scene.review.item(index).map(|item| item.subject) {
            Some(Subject::Handoff) => "Observed",
            Some(Subject::Reference) => "Evidence",
            Some(Subject::Question | Subject::Command) => "Questions",
            Some(Subject::Confirmation) => "Confirmations",
            Some(Subject::StopRule(_)) | None => "Stop rules",
        },
    }
}

fn item_row(scene: Scene, index: ItemIndex, mark: RowMark, list: &mut Listing, width: u16) {
    let (review, theme) = (scene.review, scene.theme);
    let Some(item) = review.item(index) else { return };
    let state = review.state(index);
    let first = list.lines.len();
    let pointer = mark.pointer();
    let Texts { name, value, below } = texts(scene, item);
    let plain = if review.item_locked_by(index).is_some() { theme.dim } else { Style::new() };
    let style = mark.style(theme, plain);
    // Only the name marks the selection: a long value that changed its style would be sent again at every move.
    let mut name_left = name.len();
    let inner = width.saturating_sub(6);
    let below = below.map(|below| lines::wrapped(&below, inner)).unwrap_or_default();
    let tick = columns(tick(item.acknowledge)) + 2;
    let has_room =
        |main: &[String]| main.iter().chain(&below).any(|line| columns(line) + tick <= usize::from(inner));
    let main = match value {
        Some(value) => {
            let beside = lines::wrapped(&format!("{name}  {value}"), inner);
            let under = lines::wrapped(&format!("{name}\n{value}"), inner);
            if has_room(&under) && !has_room(&beside) { under } else { beside }
        }
        None => lines::wrapped(&name, inner),
    };
    for (index, mut text) in main.into_iter().enumerate() {
        let head = if index == 0 { format!("{pointer} {} ", glyph(state)) } else { " ".repeat(6) };
        let rest = text.split_off(name_left.min(text.len()));
        name_left -= text.len();
        list.push(Line::from(vec![
            Span::styled(head, theme.state(state)),
            Span::styled(text, style),
            Span::styled(rest, plain),
        ]));
    }
    for text in below {
        list.push(Line::from(vec![Span::raw(" ".repeat(6)), Span::styled(text, theme.dim)]));
    }
    // Beside the existing text if there is room, so that an answer shifts no rows.
    let row = list.lines.get_mut(first..).unwrap_or_default();
    let is_mark = |kind: &AnswerKind| matches!(kind, AnswerKind::Confirmed | AnswerKind::Stale);
    let answered = answered(scene, index).into_iter();
    let below: Vec<(AnswerFact, Style)> = answered
        .filter(|(fact, style)| !is_mark(&fact.kind) || !lines::aside(row, &fact.text, *style, width))
        .collect();
    for (fact, style) in below {
        list.lines.extend(lines::paragraph(&fact.text, width, 6, style));
    }
}

/// As wide as what an answer adds to the row of its item.
fn tick(acknowledge: Acknowledge) -> &'static str {
    match acknowledge {
        Acknowledge::Key => "confirmed 00:00 UTC",
        Acknowledge::Echo => "confirmed 00:00 UTC by typing it",
    }
}

struct Texts {
    name: String,
    /// Follows the name on its line, or is below it if only then there is room for a tick.
    value: Option<String>,
    /// Dimmed, on the lines below.
    below: Option<String>,
}

fn texts(scene: Scene, item: &Item) -> Texts {
    let (review, key) = (scene.review, |name: &str| scene.key(name));
    let phrasing = Phrasing::Brief(&key);
    let titled = |below| Texts { name: item.title.clone(), value: None, below };
    match item.subject {
        Subject::Handoff | Subject::Reference => {
            let value = item_facts::value(review, item, &scene.key("enter-reference"));
            let short = |digest: Digest| format!("sha256:{}…", digest.short());
            let known = evidence::state(review, item, phrasing, short);
            let known = known.map(|known| if item.names_file { format!("evidence: {known}") } else { known });
            let seen = review.display_packet(item).into_iter().chain(known);
            let below =
                [names::asked(item).to_owned()].into_iter().chain(seen).collect::<Vec<_>>().join("\n");
            Texts { name: item.name.clone(), value: Some(value), below: Some(below) }
        }
        Subject::Confirmation => {
            titled(item_facts::seen(review, item, phrasing).or_else(|| Some(item.id.clone())))
        }
        Subject::StopRule(_) | Subject::Command | Subject::Question => {
            titled(item_facts::seen(review, item, phrasing))
        }
    }
}

pub(super) fn answered(scene: Scene, index: ItemIndex) -> Vec<(AnswerFact, Style)> {
    let theme = scene.theme;
    let key = |name: &str| scene.key(name);
    let facts = item_facts::answer_facts(scene.review, index, Phrasing::Brief(&key)).into_iter();
    let styled = facts.map(|fact| {
        let style = match fact.kind {
            AnswerKind::Blocked => theme.bad,
            AnswerKind::Stale | AnswerKind::OpenConcern => theme.care,
            AnswerKind::Confirmed => theme.good,
            AnswerKind::State
            | AnswerKind::NotApplicable
            | AnswerKind::AnsweredConcern
            | AnswerKind::Note => theme.dim,
        };
        (fact, style)
    });
    styled.collect()
}

fn handoff_rest(scene: Scene, list: &mut Listing, width: u16) {
    let theme = scene.theme;
    list.blank();
    list.push(Line::styled("Also observed", theme.strong));
    for observation in observations(scene.review) {
        let (text, style) = match observation {
            Observation::Declared { field, value } => (format!("{field}  {value}"), theme.dim),
            Observation::Finding(text) => (text, theme.bad),
            Observation::Other(text) => (text, theme.dim),
        };
        list.lines.extend(lines::paragraph(&text, width, 2, style));
    }
}
