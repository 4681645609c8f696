//! Frame of every screen: the header, the live status, the notice, and the hints.

use crate::frontend::names;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::{Scene, hints, lines, put};
use crate::frontend::count::counted;
use crate::review::checklist::ItemIndex;
use crate::review::runbook::Kind;
use crate::review::text::columns;
use crate::tui::model::Notice;
use crate::tui::model::screen::Screen;

/// Returns the area between header and footer.
pub(super) fn around(scene: Scene, buffer: &mut Buffer, area: Rect) -> Rect {
    header(scene, buffer, Rect { height: 1, ..area });
    let (footer, foot, body) = footer(scene, area);
    for (line, row) in footer.iter().zip(foot.rows()) {
        put::line(line, row, buffer);
    }
    body
}

/// Lines of the footer, their area, and the area between header and footer.
pub(super) fn footer(scene: Scene, area: Rect) -> (Vec<Line<'static>>, Rect, Rect) {
    let width = area.width.saturating_sub(2);
    let mut footer = live(scene, width);
    footer.extend(notice(scene, width));
    footer.push(hints::line(scene, width));
    // Leaves at least seven rows between header and footer.
    let height = u16::try_from(footer.len()).unwrap_or(area.height).min(area.height.saturating_sub(8));
    let foot = Rect { x: area.x + 1, y: area.bottom() - height, width, height };
    (footer, foot, Rect { y: area.y + 1, height: area.height.saturating_sub(1 + height), ..area })
}

/// Longer labels are cut in the header; the lists show them whole.
const LABEL_COLUMNS: usize = 24;

fn header(scene: Scene, buffer: &mut Buffer, area: Rect) {
    let (review, theme) = (scene.review, scene.theme);
    let runbook = review.runbook();
    let setting = &scene.model.setting;
    let read_only = setting.read_only.as_ref().map(|why| lines::fitted(why, usize::from(area.width) / 2));
    let reviewer = setting.reviewer.as_ref().map(|label| lines::fitted(label, LABEL_COLUMNS));
    let warnings = runbook.warnings().len();
    let warnings = (warnings > 0).then(|| counted(warnings, "runbook warning", "runbook warnings"));
    let shared = setting.may_be_shared.then_some("lock: this machine only");
    let beside = read_only.as_deref().or(shared);
    let title = if review.facts().practice { "REVIEW ONLY · PRACTICE" } else { "REVIEW ONLY" };
    let parts = [Some(title), Some(setting.confinement), warnings.as_deref(), reviewer.as_deref(), beside];
    let right = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let name = format!(" strict-review  {} after {}  {}", runbook.stage, runbook.after, runbook.title);
    let room = usize::from(area.width).saturating_sub(columns(&right) + 2);
    put::line(&Line::styled(lines::fitted(&name, room), theme.strong), area, buffer);
    let at = area.right().saturating_sub(u16::try_from(columns(&right)).unwrap_or(area.width) + 1);
    buffer.set_stringn(at, area.y, &right, usize::from(area.width), theme.strong);
}

/// Status that the review would get now, the number of open items, and the next one.
fn live(scene: Scene, width: u16) -> Vec<Line<'static>> {
    let (style, text, with_next) = live_text(scene);
    let (short, full) = (lines::wrapped(&text, width), lines::wrapped(&with_next, width));
    // On a small screen, the next item must not cost a row: the key that goes there shows it too.
    let lines =
        if scene.model.size.width >= NEXT_COLUMNS || full.len() <= short.len() { full } else { short };
    lines.into_iter().map(|line| Line::styled(line, style)).collect()
}

/// Style of the line, and the line without and with the next open item.
fn live_text(scene: Scene) -> (Style, String, String) {
    let review = scene.review;
    if let Some(closing) = review.closing() {
        let kind = review.runbook().status(&closing.status).map_or(Kind::Blocked, |status| status.kind);
        let status = names::of_status(review, &closing.status);
        let text = match scene.model.screen {
            Screen::Preview { .. } => {
                format!("Closed: {status} · {} writes the packet", scene.key("write-packet"))
            }
            _ => format!("Closed: {status} · {} shows the packet", scene.key("export")),
        };
        return (kind_style(scene, kind), text.clone(), text);
    }
    let Some(decision) = review.assumed_decision() else { return Default::default() };
    let (status, kind) = review.earns(decision);
    let open: Vec<ItemIndex> = review.open_items().collect();
    let next = open.first().and_then(|index| review.item(*index)).map(|item| item.name.as_str());
    let status = names::of_status(review, &status);
    let text = |next| result_line(&decision.verb, &status, open.len(), next);
    (kind_style(scene, kind), text(None), text(next))
}

/// `next` is named only if there is room.
fn result_line(verb: &str, status: &str, open: usize, next: Option<&str>) -> String {
    match (open, next) {
        (0, _) => format!("If you {verb}: {status}"),
        (_, None) => format!("If you {verb}: {status} · {open} open"),
        (_, Some(next)) => format!("If you {verb}: {status} · {open} open · next: {next}"),
    }
}

/// Minimum columns to name the next open item even if that takes another row.
const NEXT_COLUMNS: u16 = 120;

pub(super) fn kind_style(scene: Scene, kind: Kind) -> Style {
    match kind {
        Kind::Ready => scene.theme.good,
        Kind::More | Kind::ChangesRequested => scene.theme.care,
        Kind::Rejected | Kind::Blocked => scene.theme.bad,
    }
}

fn notice(scene: Scene, width: u16) -> Vec<Line<'static>> {
    let working = scene.model.working.as_ref().map(|text| (scene.theme.care, text.clone()));
    let (style, text) = match &scene.model.notice {
        _ if working.is_some() => working.unwrap_or_default(),
        None => return Vec::new(),
        Some(Notice::Done(text)) => (scene.theme.good, text.clone()),
        Some(Notice::Care(text)) => (scene.theme.care, text.clone()),
        Some(Notice::Refused(text)) => (scene.theme.bad, format!("✗ {text}")),
        Some(Notice::Drafts(count)) => (
            scene.theme.care,
            format!("✗ Unsaved texts: {count}. Press the same key again to quit without them."),
        ),
    };
    lines::wrapped(&text, width).into_iter().take(3).map(|line| Line::styled(line, style)).collect()
}
