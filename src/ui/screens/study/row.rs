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
        let chip = self.chip.map(|chip| {
            let ink = tone(t, self.state).map_or(t.quiet, |tone| tone.ink);
            paint::line(ui, chip, Type::SmallStrong, ink, 160.0)
        });
        let right = chip.as_ref().map_or(14.0, |chip| chip.size().x + 26.0);
        #[expect(clippy::cast_possible_truncation, reason = "some tens of points")]
        let margin = Margin { left: 46, right: right as i8, top: 8, bottom: 8 };
        let (rect, ground) = with_ground(ui, margin, |ui| {
            ui.set_min_height(self.height);
            let ink = match self.state {
                RowState::Passed => t.quiet,
                RowState::Idle => t.body,
                _ => t.strong,
            };
            let look = Look::body(t).ink(ink).struck(false);
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
        if let Some(chip) = chip {
            let at = pos2(rect.right() - 14.0 - chip.size().x, rect.top() + 20.0);
            paint::galley_left(ui, at.x, at.y, chip);
        }
        paint::focus_ring(ui, &response, rect, radius::CONTROL);
        if self.is_open {
            paint::hand(ui, &response);
        }
        response
    }

    fn paint_marker(&self, ui: &Ui, t: &Tokens, rect: egui::Rect) {
        let y = rect.top() + 8.0 + 12.0;
        let x = rect.left() + 14.0;
        match self.state {
            RowState::Right | RowState::Wrong => {
                let is_right = self.state == RowState::Right;
                let tone = if is_right { t.success } else { t.danger };
                let icon = if is_right { icons::CHECK } else { icons::X };
                ui.painter().circle_filled(pos2(x + 10.0, y), 10.0, tone.ink);
                paint::icon(ui, pos2(x + 10.0, y), icon, 13.0, t.card);
            }
            state => {
                let (ink, ground, line) = match tone(t, state) {
                    Some(tone) => (t.on_accent, tone.ink, tone.ink),
                    None if state == RowState::Passed => (t.faint, Color32::TRANSPARENT, t.line),
                    None => (t.quiet, t.card, t.line),
                };
                paint::KeyCap::new(ui, self.marker, ink, ground, line).paint(ui, x, y);
            }
        }
    }
}
