//! Packet step: the closing call, open items, and the closed review.

use crate::frontend::names;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Listing, RowMark, Scene, frame, lines, preview};
use crate::frontend::packet::{CLOSING_CALL, IS_CLOSED, near_misses};
use crate::frontend::sitting::{self, signed};
use crate::review::state::Review;

pub(super) fn introduction(review: &Review) -> &'static str {
    if review.closing().is_some() { IS_CLOSED } else { CLOSING_CALL }
}

pub(super) fn decision_row(scene: Scene, index: usize, mark: RowMark, list: &mut Listing, width: u16) {
    let (review, theme) = (scene.review, scene.theme);
    let Some(decision) = review.runbook().decisions.get(index) else { return };
    let chosen = review.closing().is_some_and(|closing| closing.decision == decision.value);
    let pointer = mark.pointer();
    let glyph = if chosen { "[x]" } else { "[ ]" };
    let style = mark.style(theme, Style::new());
    for (line, text) in lines::wrapped(&decision.in_words(), width.saturating_sub(6)).into_iter().enumerate()
    {
        let head = if line == 0 { format!("{pointer} {glyph} ") } else { " ".repeat(6) };
        list.push(Line::from(vec![Span::raw(head), Span::styled(text, style)]));
    }
    list.lines.extend(lines::paragraph(&decision.value, width, 6, theme.dim));
    if review.closing().is_some() {
        return;
    }
    let open = review.gaps(decision).count();
    let (text, style) = if open > 0 {
        (format!("not possible yet; items it needs, still open: {open}"), theme.care)
    } else {
        let outcome = review.outcome(&decision.value);
        (
            format!("result: {}", names::of_status(review, &outcome.status)),
            frame::kind_style(scene, outcome.kind),
        )
    };
    list.lines.extend(lines::paragraph(&text, width, 6, style));
}

/// A decision in full: its title, the status that it would give, and the items that it still needs.
pub(super) fn needs(scene: Scene, index: usize, width: u16) -> Vec<Line<'static>> {
    let (review, theme) = (scene.review, scene.theme);
    let Some(decision) = review.runbook().decisions.get(index) else { return Vec::new() };
    let outcome = review.outcome(&decision.value);
    let mut list = lines::paragraph(&decision.in_words(), width, 0, theme.strong);
    list.push(Line::styled("Result", theme.dim));
    list.extend(lines::paragraph(
        &names::of_status_with_literal(review, &outcome.status),
        width,
        2,
        frame::kind_style(scene, outcome.kind),
    ));
    list.push(Line::styled("Still open", theme.dim));
    let mut open = review.gaps(decision).peekable();
    if open.peek().is_none() {
        list.push(Line::raw("  nothing"));
    }
    for item in open {
        let mut asks = lines::paragraph(&item.title, width, 4, Style::new());
        if let Some(bullet) = asks.first_mut().and_then(|line| line.spans.first_mut()) {
            *bullet = Span::raw("  · ");
        }
        list.extend(asks);
    }
    list
}

/// Lines below the decisions.
pub(super) fn rest(scene: Scene, list: &mut Listing, width: u16) {
    let (review, theme) = (scene.review, scene.theme);
    if let Some(closing) = review.closing() {
        list.blank();
        list.push(Line::styled("Closed", theme.strong));
        let mut say = |text: String| list.lines.extend(lines::paragraph(&text, width, 2, Style::new()));
        say(format!("status: {}", closing.status));
        say(signed(format!("at: {}", closing.at), review, closing.sitting));
        say(format!("skipped: {}", closing.not_looked_at));
        let (shows, writes) = (scene.key("export"), scene.key("write-packet"));
        say(format!(
            "export to: {} ({shows} shows the packet, then {writes} writes it)",
            scene.model.setting.out
        ));
        let (style, text) = preview::written(scene);
        list.lines.extend(lines::paragraph(&text, width, 2, style));
        if let Some(since_closing) = scene.since_closing() {
            list.lines.extend(lines::paragraph(since_closing, width, 2, theme.care));
        }
    }
    let sittings = sitting::so_far(review);
    if let Some(so_far) = &sittings {
        list.blank();
        list.lines.extend(lines::paragraph(so_far, width, 0, theme.strong));
        let numbers = review.sittings().iter().map(|sitting| sitting.sitting);
        for one in numbers.filter_map(|number| sitting::one(review, number)) {
            list.lines.extend(lines::paragraph(&one, width, 2, theme.dim));
        }
    }
    if let Some(jumped) = sitting::clock_jumped(review.clock_jumps()) {
        list.blank();
        list.lines.extend(lines::paragraph(&jumped, width, 0, theme.care));
    }
    let findings = review.closing().map(|closing| review.outcome(&closing.decision).findings);
    let findings = findings.or_else(|| Some(review.outcome(&review.assumed_decision()?.value).findings));
    let findings = findings.unwrap_or_default();
    list.blank();
    list.push(Line::styled(format!("Findings and open items ({})", findings.len()), theme.strong));
    for finding in &findings {
        let text = format!("{}: {}", finding.rule.code(), finding.message);
        list.lines.extend(lines::paragraph(&text, width, 2, theme.dim));
    }
    let near: Vec<(&str, String)> = review.near_misses().collect();
    if !near.is_empty() {
        list.blank();
        list.push(Line::styled(near_misses(near.len()), theme.strong));
        for (reference, near) in near {
            list.lines.extend(lines::paragraph(&format!("{reference}: {near}"), width, 2, theme.care));
        }
    }
    list.blank();
    list.push(Line::styled(
        format!("Refused attempts on write actions ({})", review.attempts().len()),
        theme.strong,
    ));
    for attempt in review.attempts() {
        let text = format!("{} {}: {}", attempt.at.clock(), attempt.effect, attempt.status);
        let text = signed(text, review, attempt.sitting);
        list.lines.extend(lines::paragraph(&text, width, 2, theme.dim));
    }
}
