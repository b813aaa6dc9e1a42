//! A line that can be pressed: a marker, Markdown, something at the right.

use egui::{
    Color32, CornerRadius, Id, Margin, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    epaint::RectShape, pos2,
};

use crate::ui::icons;
use crate::ui::markdown::{self, Look};
use crate::ui::tokens::{Tokens, Tone, Type, radius};
use crate::ui::widgets::paint;
use crate::ui::widgets::surface::with_ground;

/// The widest chip, points.
const CHIP_MAX: f32 = 72.0;

/// How a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// Waits.
    Idle,
    /// The next one in turn.
    Current,
    /// Placed or joined.
    Taken,
    /// After the answer.
    Right,
    /// After the answer.
    Wrong,
    /// After the answer: of no account.
    Passed,
}

/// A row.
pub struct Row<'a> {
    /// On the cap at its left.
    pub marker: &'a str,
    /// Markdown.
    pub text: &'a str,
    /// What it is, for those who can't see where it stands.
    pub name: String,
    /// How it stands.
    pub state: RowState,
    /// On a chip at its right.
    pub chip: Option<&'a str>,
    /// Beneath the text, small.
    pub remark: Option<String>,
    /// Whether it can be pressed.
    pub is_open: bool,
    /// At least this high, points.
    pub height: f32,
}

fn tone(t: &Tokens, state: RowState) -> Option<Tone> {
    match state {
        RowState::Current | RowState::Taken => Some(t.accent),
        RowState::Right => Some(t.success),
        RowState::Wrong => Some(t.danger),
        RowState::Idle | RowState::Passed => None,
    }
}

impl Row<'_> {
    /// Draws it as wide as there is room.
    pub fn show(self, ui: &mut Ui, id: Id) -> Response {
        let t = Tokens::of(ui);
        let before = ui.read_response(id);
        let lift =
            before.as_ref().filter(|_| self.is_open).map_or(0.0, |row| paint::hover(ui, row));
        let chip = self.chip.map_or(0.0, |chip| {
            paint::line(ui, chip, Type::SmallStrong, t.quiet, CHIP_MAX).size().x.max(20.0) + 12.0
        });
        let icon = if matches!(self.state, RowState::Right | RowState::Wrong) { 24.0 } else { 0.0 };
        let right = 14.0 + chip + icon;
        #[expect(clippy::cast_possible_truncation, reason = "some tens of points")]
        let margin = Margin { left: 46, right: right as i8, top: 8, bottom: 8 };
        let (rect, ground) = with_ground(ui, margin, |ui| {
            ui.set_min_height(self.height);
            ui.spacing_mut().item_spacing.y = 0.0;
            let ink = match self.state {
                RowState::Passed => t.quiet,
                RowState::Idle => t.body,
                _ => t.strong,
            };
            let look = Look::body(t).ink(ink);
            let look = if self.is_open { look.inert() } else { look };
            markdown::show(ui, self.text, look);
            if let Some(remark) = &self.remark {
                markdown::show(ui, remark, Look::small(t));
            }
        });
        let sense = if self.is_open { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, id, sense);
        let is_picked = matches!(self.state, RowState::Current | RowState::Taken);
        response.widget_info(|| {
            WidgetInfo::selected(
                Role::Button,
                ui.is_enabled() && self.is_open,
                is_picked,
                &self.name,
            )
        });
        let (fill, line) = match (self.state, tone(t, self.state)) {
            (RowState::Current, Some(tone)) => (t.card, Stroke::new(1.5, tone.ink)),
            (_, Some(tone)) => (tone.soft, Stroke::new(1.0, tone.line)),
            (RowState::Idle, None) => {
                let line = Tokens::mix(t.line, t.line_strong, lift * 0.5);
                (Tokens::mix(t.raised, t.raised_hover, lift), Stroke::new(1.0, line))
            }
            (_, None) => (Color32::TRANSPARENT, Stroke::new(1.0, t.line)),
        };
        let rounding = CornerRadius::same(radius::CONTROL);
        ui.painter().set(ground, RectShape::new(rect, rounding, fill, line, StrokeKind::Inside));
        self.paint_marker(ui, t, rect);
        self.paint_chip(ui, t, rect);
        paint::focus_ring(ui, &response, rect, radius::CONTROL);
        if self.is_open {
            paint::hand(ui, &response);
        }
        response
    }

    fn paint_marker(&self, ui: &Ui, t: &Tokens, rect: egui::Rect) {
        let y = rect.top() + 8.0 + 12.0;
        let (ink, ground, line) = match (self.state, tone(t, self.state)) {
            (RowState::Right | RowState::Wrong, Some(tone)) => (t.card, tone.ink, tone.ink),
            (_, Some(tone)) => (t.on_accent, tone.ink, tone.ink),
            (RowState::Passed, None) => (t.quiet, Color32::TRANSPARENT, t.line),
            (_, None) => (t.quiet, t.card, t.line),
        };
        let cap = paint::KeyCap::new(ui, self.marker, ink, ground, line);
        cap.paint(ui, rect.left() + 14.0, y);
    }

    /// At the right: what was made of it, or the key it has.
    fn paint_chip(&self, ui: &Ui, t: &Tokens, rect: egui::Rect) {
        let y = rect.top() + 8.0 + 12.0;
        let ink = tone(t, self.state).map_or(t.quiet, |tone| tone.ink);
        let mut right = rect.right() - 14.0;
        let icon = match self.state {
            RowState::Right => Some(icons::CHECK),
            RowState::Wrong => Some(icons::X),
            _ => None,
        };
        if let Some(icon) = icon {
            paint::icon(ui, pos2(right - 8.0, y), icon, 16.0, ink);
            right -= 24.0;
        }
        match self.chip {
            Some(key) if key.len() <= 2 => {
                let line = tone(t, self.state).map_or(t.line, |tone| tone.line);
                let cap = paint::KeyCap::new(ui, key, ink, t.card, line);
                cap.paint(ui, right - cap.size().x, y);
            }
            Some(words) => {
                let words = paint::line(ui, words, Type::SmallStrong, ink, CHIP_MAX);
                paint::galley_left(ui, right - words.size().x, y, words);
            }
            None => {}
        }
    }
}
