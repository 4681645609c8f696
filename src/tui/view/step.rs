//! Rows of a step: its purpose, its items with their values and answers, and its write actions.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Listing, Scene, lines, packet, steps, write_actions};
use crate::frontend::wording::sitting::signed;
use crate::frontend::wording::{
    answers, evidence as files, handoff as observed, item as said, step as words,
};
use crate::review::checklist::{Item, StepKind, Subject};
use crate::review::fingerprint::Digest;
use crate::review::state::{Answer, Evidence, ItemState, Mark};
use crate::review::text::visible;
use crate::tui::model::filter::Shown;
use crate::tui::model::regions::Pane;
use crate::tui::model::regions::Spot;
use crate::tui::model::rows::Row;
use crate::tui::theme::glyph;

pub(super) fn draw(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let (review, model, theme) = (scene.review, scene.model, scene.theme);
    let Some(step) = review.checklist().steps().get(model.step) else { return };
    let progress = review.progress(model.step);
    let title = match step.kind {
        StepKind::Phase(phase) => words::phase_of(phase + 1, review.runbook().phases.len(), &step.id),
        _ => steps::name(scene, model.step),
    };
    let mut count =
        if progress.total > 0 { format!("{}/{}", progress.settled, progress.total) } else { String::new() };
    if let Shown::Open { .. } = model.shown {
        count = words::only_open(&count);
    }
    let style = if model.focus == Pane::Rows { theme.strong } else { theme.dim };
    let inner = lines::boxed(area, &title, &count, style, buffer);
    let list = listing(scene, inner.width);
    scene.note(area, Spot::Rows);
    scene.note_rows(&list, lines::listing(scene, &list, buffer, inner), inner);
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
        let selected = current && list.beyond == 0;
        let first = list.lines.len();
        match row {
            Row::Item(place) => item_row(scene, place, selected, &mut list, width),
            Row::Effect(effect) => write_actions::row(scene, effect, selected, &mut list, width),
            Row::Decision(decision) => packet::decision_row(scene, decision, selected, &mut list, width),
        }
        let spot = Spot::Row { step: scene.model.step, row: index };
        list.spots.push((spot, first, list.lines.len().saturating_sub(1)));
        if current {
            list.selected = Some((first, list.lines.len().saturating_sub(1)));
        }
    }
    if let Shown::Open { .. } = scene.model.shown
        && progress_is_whole(scene)
    {
        list.blank();
        list.lines.extend(lines::paragraph(
            &words::all_settled(&scene.key("only-open")),
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
    words::practice_guide(actions.map(|name| scene.key(name)))
}

fn introduction(scene: Scene, kind: StepKind, list: &mut Listing, width: u16) {
    let (review, theme) = (scene.review, scene.theme);
    let text = match kind {
        StepKind::Handoff if review.facts().practice => &practice(scene),
        StepKind::Handoff => &review.runbook().summary,
        StepKind::Phase(phase) => review.runbook().phases.get(phase).map_or("", |phase| &phase.purpose),
        StepKind::References => words::REFERENCES_ARE,
        StepKind::Confirmations => words::CONFIRMATIONS_ARE,
        StepKind::StopRules => words::STOP_RULES_ARE,
        StepKind::Packet => packet::introduction(review),
    };
    list.lines.extend(lines::paragraph(text, width, 0, Style::new()));
    if let Some(lock) = review.locked_by(scene.model.step) {
        let text = words::locked_until(&steps::name(scene, lock.first), lock.more);
        list.lines.extend(lines::paragraph(&text, width, 0, theme.care));
    }
}

fn heading_of(scene: Scene, row: Row) -> &'static str {
    match row {
        Row::Effect(_) => words::WRITE_ACTIONS,
        Row::Decision(_) if scene.review.closing().is_some() => words::CLOSED_WITH,
        Row::Decision(_) => words::CLOSE_WITH,
        Row::Item(place) => match scene.review.item(place).map(|item| item.subject) {
            Some(Subject::Handoff) => words::OBSERVED,
            Some(Subject::Reference) => words::EVIDENCE,
            Some(Subject::Question | Subject::Command) => words::QUESTIONS,
            Some(Subject::Confirmation) => words::CONFIRMATIONS,
            Some(Subject::StopRule(_)) | None => words::STOP_RULES,
        },
    }
}

fn item_row(scene: Scene, place: usize, selected: bool, list: &mut Listing, width: u16) {
    let (review, theme) = (scene.review, scene.theme);
    let (Some(item), Some(answer)) = (review.item(place), review.answer(place)) else { return };
    let state = review.state(place);
    let first = list.lines.len();
    let pointer = if selected { "▸" } else { " " };
    let Texts { name, value, below } = texts(scene, item);
    let plain = if review.item_locked_by(place).is_some() { theme.dim } else { Style::new() };
    let style = if selected { theme.strong } else { plain };
    // Only the name marks the selection: a long value that changed its style would be sent again at every move.
    let mut name_left = name.len();
    let main = match value {
        Some(value) => format!("{name}  {value}"),
        None => name,
    };
    for (index, mut text) in lines::wrapped(&main, width.saturating_sub(6)).into_iter().enumerate() {
        let head = if index == 0 { format!("{pointer} {} ", glyph(state)) } else { " ".repeat(6) };
        let rest = text.split_off(name_left.min(text.len()));
        name_left -= text.len();
        list.push(Line::from(vec![
            Span::styled(head, theme.state(state)),
            Span::styled(text, style),
            Span::styled(rest, plain),
        ]));
    }
    if let Some(below) = below {
        list.lines.extend(lines::paragraph(&below, width, 6, theme.dim));
    }
    // Beside the existing text if there is room, so that an answer shifts no rows.
    let row = list.lines.get_mut(first..).unwrap_or_default();
    let marked = marked(scene, answer).filter(|(text, style)| !lines::aside(row, text, *style, width));
    for (text, style) in blocked(scene, place, state).into_iter().chain(marked).chain(typed(scene, answer)) {
        list.lines.extend(lines::paragraph(&text, width, 6, style));
    }
}

struct Texts {
    name: String,
    /// Follows the name on its line.
    value: Option<String>,
    /// Dimmed, on the lines below.
    below: Option<String>,
}

fn texts(scene: Scene, item: &Item) -> Texts {
    let review = scene.review;
    let titled = |below| Texts { name: item.title.clone(), value: None, below };
    match item.subject {
        Subject::Handoff | Subject::Reference => {
            let value =
                standing(scene, item).unwrap_or_else(|| said::not_given(&scene.key("enter-reference")));
            let short = |digest: Digest| format!("sha256:{}…", digest.short());
            let known = evidence(scene, item, short);
            let known = known.map(|known| if item.names_file { files::evidence(&known) } else { known });
            let seen = packet(scene, item).into_iter().chain(known);
            let below = [item.title.clone()].into_iter().chain(seen).collect::<Vec<_>>().join("\n");
            Texts { name: item.id.clone(), value: Some(value), below: Some(below) }
        }
        Subject::Confirmation => {
            let claims = review.handoff().claims(&item.id);
            let below = if claims { said::claimed_not_used(&item.id) } else { item.id.clone() };
            titled(Some(below))
        }
        Subject::StopRule(_) => {
            let seen = if review.blocked_by(item).is_some() { said::HIT } else { said::NOT_HIT };
            titled(Some(seen.to_owned()))
        }
        Subject::Command => titled(Some(said::NEVER_RUN.to_owned())),
        Subject::Question => titled(None),
    }
}

/// Value of the item's field, or the refused content of it. Returns `None` if the reference is left out.
pub(super) fn standing(scene: Scene, item: &Item) -> Option<String> {
    scene.review.standing(item)
}

/// Returns `None` if the file does not exist and no file has a similar name.
pub(super) fn evidence(scene: Scene, item: &Item, digest: impl Fn(Digest) -> String) -> Option<String> {
    let near = scene.review.near_words(&item.id);
    let Some(known) = scene.review.evidence(&item.id) else { return near.map(|near| files::near(&near)) };
    let known = match known {
        Evidence::Unread => files::unread(&scene.key("read")),
        Evidence::Moved(_) => files::moved(&scene.key("read")),
        Evidence::Read(read) => {
            let lines = scene.review.lines_shown(&item.id);
            files::read(&digest(read.digest), read.bytes, (read.shown, lines), read.opened_at)
        }
    };
    Some(near.map_or_else(|| known.clone(), |near| format!("{known} · {near}")))
}

/// Comparison of the upstream document with the handoff's fingerprint; `None` for every other item.
pub(super) fn packet(scene: Scene, item: &Item) -> Option<String> {
    scene.review.packet_standing(item)
}

pub(super) fn answered(
    scene: Scene,
    place: usize,
    state: ItemState,
    answer: &Answer,
) -> impl Iterator<Item = (String, Style)> {
    blocked(scene, place, state).into_iter().chain(marked(scene, answer)).chain(typed(scene, answer))
}

fn blocked(scene: Scene, place: usize, state: ItemState) -> Option<(String, Style)> {
    let item = scene.review.item(place).filter(|_| state == ItemState::Blocked)?;
    Some((answers::blocked(scene.review.blocked_by(item)?), scene.theme.bad))
}

fn marked(scene: Scene, answer: &Answer) -> Option<(String, Style)> {
    Some(match &answer.mark {
        Mark::Open | Mark::NotApplicable { .. } => return None,
        Mark::Stale { at, .. } => (answers::stale(*at), scene.theme.care),
        Mark::Confirmed { manner, at, sitting, .. } => {
            let told = answers::confirmed(*at, *manner, answer.opened_at);
            (signed(told, scene.review, *sitting), scene.theme.good)
        }
    })
}

/// Texts of the reviewer: a reason, concerns with their answers, a note.
fn typed(scene: Scene, answer: &Answer) -> Vec<(String, Style)> {
    let theme = scene.theme;
    let mut out = Vec::new();
    if let Mark::NotApplicable { reason, at, sitting, .. } = &answer.mark {
        out.push((signed(answers::not_applicable(*at, reason), scene.review, *sitting), theme.dim));
    }
    for concern in &answer.concerns {
        match &concern.answer {
            None => {
                let told = answers::concern(concern.at, &concern.note);
                out.push((signed(told, scene.review, concern.sitting), theme.care));
            }
            Some((answer, _, sitting)) => {
                let told = answers::answered_concern(&concern.note, answer);
                out.push((signed(told, scene.review, *sitting), theme.dim));
            }
        }
    }
    if !answer.note.is_empty() {
        let sitting = answer.note_sitting.unwrap_or_default();
        out.push((signed(answers::note(&answer.note), scene.review, sitting), theme.dim));
    }
    out
}

/// Observations on the handoff that are no items: declared values, claims, findings, unknown fields.
fn handoff_rest(scene: Scene, list: &mut Listing, width: u16) {
    let (review, theme) = (scene.review, scene.theme);
    let (handoff, runbook) = (review.handoff(), review.runbook());
    list.blank();
    list.push(Line::styled(observed::ALSO_OBSERVED, theme.strong));
    let mut say = |text: String, style: Style| list.lines.extend(lines::paragraph(&text, width, 2, style));
    for declared in &runbook.owner_handoff.declared {
        if let Some(value) = handoff.value(&declared.field) {
            say(format!("{}  {}", declared.field, visible(value)), theme.dim);
        }
    }
    let claimed =
        runbook.confirmations.iter().filter(|confirmation| handoff.claims(&confirmation.field)).count();
    say(observed::claims_confirmations(claimed, runbook.confirmations.len()), theme.dim);
    if let Some(decision) = handoff.decision() {
        say(observed::claims_decision(&visible(decision)), theme.dim);
    }
    say(observed::digest_of_bytes(handoff.digest()), theme.dim);
    for finding in handoff.findings().iter().filter(|finding| !finding.rule.is_of_a_claim()) {
        say(observed::finding(finding), theme.bad);
    }
    for note in handoff.notes() {
        say(format!("{}: {}", note.pointer, note.text), theme.dim);
    }
}
