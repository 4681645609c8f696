//! Drawing of the model and the review, which changes neither.

mod changed;
mod edit;
mod frame;
mod help;
mod hints;
mod item;
mod lines;
mod packet;
pub mod pager;
mod picker;
mod preview;
mod put;
mod step;
mod steps;
mod viewer;
mod walk;
mod write_actions;

use std::cell::RefCell;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget};

use super::model::editor::Aim;
use super::model::regions::{Regions, Spot};
use super::model::screen::Screen;
use super::model::{LEAST, Model};
use super::theme::Theme;
use crate::frontend::Exported;
use crate::pager::Page;
use crate::review::state::Review;

/// Data that every screen is drawn from.
#[derive(Clone, Copy)]
struct Scene<'a> {
    model: &'a Model,
    review: &'a Review,
    theme: &'a Theme,
    drawn: &'a RefCell<Regions>,
}

impl Scene<'_> {
    /// Key of an action, as hints name it.
    fn key(&self, name: &str) -> String {
        self.model.setting.keymap.key(name)
    }

    /// Changes since the review was closed.
    fn since_closing(&self) -> Option<&str> {
        Exported::since_closing(self.model.exported.as_ref())
    }

    /// The last call of a frame counts.
    fn put_cursor(self, at: Position) {
        self.drawn.borrow_mut().put_cursor(at);
    }

    /// Records the area of a spot, for the mouse.
    fn note(self, area: Rect, spot: Spot) {
        self.drawn.borrow_mut().note(area, spot);
    }

    /// Records the areas of a list's rows; `offset` is the first line drawn.
    fn note_rows(self, list: &Listing, offset: usize, area: Rect) {
        for (spot, first, last) in &list.spots {
            let (top, end) = (first.saturating_sub(offset), (last + 1).saturating_sub(offset));
            let within = |line: usize| u16::try_from(line).unwrap_or(u16::MAX).min(area.height);
            let (top, end) = (within(top), within(end));
            self.note(Rect { y: area.y + top, height: end - top, ..area }, *spot);
        }
    }
}

/// Draws one frame; returns the areas of its spots.
pub fn view(model: &Model, review: &Review, theme: &Theme, buffer: &mut Buffer) -> Regions {
    let area = buffer.area;
    if theme.text != Style::new() {
        buffer.set_style(area, theme.text);
    }
    if model.too_small() {
        let text = format!(
            "Terminal too small: {}×{} needed, {}×{} available (Ctrl-c quits, saved)",
            LEAST.width, LEAST.height, area.width, area.height
        );
        Paragraph::new(text).wrap(ratatui::widgets::Wrap { trim: true }).render(area, buffer);
        return Regions::default();
    }
    let drawn = RefCell::default();
    let scene = Scene { model, review, theme, drawn: &drawn };
    let body = frame::around(scene, buffer, area);
    scene.note(body, Spot::Lines);
    body_of(scene, &model.screen, buffer, body);
    drawn.into_inner()
}

fn body_of(scene: Scene, screen: &Screen, buffer: &mut Buffer, area: Rect) {
    match screen {
        Screen::Walk => walk::draw(scene, buffer, area),
        Screen::Item { index, scroll } => item::draw(scene, buffer, area, *index, *scroll),
        Screen::WriteActions { row } => write_actions::draw(scene, buffer, area, *row),
        Screen::Stop { effect, scroll, .. } => {
            write_actions::stop_panel(scene, buffer, area, *effect, *scroll);
        }
        Screen::Moved { scroll, .. } => changed::draw(scene, buffer, area, *scroll),
        Screen::Choose { chooser, .. } => picker::draw(scene, buffer, area, chooser),
        Screen::Help { scroll, back } => help::draw(scene, buffer, area, back, *scroll),
        Screen::Evidence(viewer) => viewer::draw(scene, buffer, area, viewer, None),
        Screen::Edit { editor, back } => match back.as_ref() {
            Screen::Evidence(viewer) if editor.aim == Aim::Find => {
                viewer::draw(scene, buffer, area, viewer, Some(editor));
            }
            _ => edit::draw(scene, buffer, area, editor),
        },
        Screen::Preview { plan, form, scroll } => preview::draw(scene, buffer, area, plan, *form, *scroll),
    }
}

/// Page of the evidence on screen, otherwise of the screen that scrolls.
#[must_use]
pub fn page(model: &Model, review: &Review, theme: &Theme) -> Page {
    let drawn = RefCell::default();
    let scene = Scene { model, review, theme, drawn: &drawn };
    if let Some(viewer) = model.viewer() {
        return viewer::page(scene, body(scene), viewer);
    }
    let Rect { width, height, .. } = lines::inside(body(scene));
    Page { width, height }
}

/// Area between header and footer.
fn body(scene: Scene) -> Rect {
    frame::footer(scene, scene.model.size.into()).2
}

/// Scroll position of the last page.
#[must_use]
pub fn last_scroll(model: &Model, review: &Review, theme: &Theme) -> usize {
    let drawn = RefCell::default();
    let scene = Scene { model, review, theme, drawn: &drawn };
    let body = body(scene);
    let inner = |area: Rect| (lines::inside(area).width, usize::from(lines::inside(area).height));
    let (width, height) = inner(body);
    let lines = match &scene.model.screen {
        Screen::Walk => return walk::last_scroll(scene, body),
        Screen::Item { index, .. } => item::lines(scene, *index, width).len(),
        Screen::Moved { .. } => changed::lines(scene, width).len(),
        Screen::Stop { effect, .. } => write_actions::lines(scene, *effect, width).len(),
        Screen::Help { back, .. } => help::lines(scene, back, width).len(),
        Screen::Preview { plan, form, .. } => preview::lines(scene, plan, *form, width).len(),
        Screen::Evidence(_) | Screen::WriteActions { .. } | Screen::Edit { .. } | Screen::Choose { .. } => 0,
    };
    lines.saturating_sub(height)
}

/// Mark of a row in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RowMark {
    Selected,
    None,
}

impl RowMark {
    fn pointer(self) -> &'static str {
        match self {
            Self::Selected => "▸",
            Self::None => " ",
        }
    }

    /// `plain` is the style of a row without a mark.
    fn style(self, theme: &Theme, plain: Style) -> Style {
        match self {
            Self::Selected => theme.strong,
            Self::None => plain,
        }
    }
}

/// Lines of a pane, with the first and last line of its selected row.
#[derive(Default)]
struct Listing {
    lines: Vec<Line<'static>>,
    selected: Option<(usize, usize)>,
    beyond: usize,
    /// Spots for the mouse, with their first and last lines.
    spots: Vec<(Spot, usize, usize)>,
}

impl Listing {
    fn push(&mut self, line: impl Into<Line<'static>>) {
        self.lines.push(line.into());
    }

    fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    /// First line to draw: the top as long as the selected row is visible from there, otherwise the row is in the
    /// middle.
    fn offset(&self, height: usize) -> usize {
        let (first, last) = self.selected.unwrap_or_default();
        if last < height {
            return 0;
        }
        let middle = usize::midpoint(first, last);
        middle.saturating_sub(height / 2).min(self.lines.len().saturating_sub(height)).min(first)
    }
}
