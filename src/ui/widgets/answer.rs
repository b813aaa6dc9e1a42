//! One option of a question: a key, the text, and after the answer a verdict with
//! its reason.

use egui::{
    Color32, CornerRadius, Id, Margin, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget,
    WidgetInfo, epaint::RectShape, pos2, vec2,
};

use super::paint::{self, KeyCap};
use super::surface::with_ground;
use crate::ui::code::Code;
use crate::ui::icons;
use crate::ui::markdown::{self, Look};
use crate::ui::tokens::{Tokens, Tone, Type, radius, space};

/// What is known about an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AnswerState {
    /// Can be picked.
    #[default]
    Idle,
    /// Picked, not yet answered.
    Selected,
    /// Struck out by a hint: can't be picked.
    Struck,
    /// After the answer: picked and right.
    Right,
    /// After the answer: picked and wrong.
    Wrong,
    /// After the answer: right, but not picked.
    Missed,
    /// After the answer: neither picked nor right.
    Passed,
}

impl AnswerState {
    fn is_open(self) -> bool {
        matches!(self, Self::Idle | Self::Selected)
    }

    fn tone(self, t: &Tokens) -> Option<Tone> {
        match self {
            Self::Selected => Some(t.accent),
            Self::Right | Self::Missed => Some(t.success),
            Self::Wrong => Some(t.danger),
            Self::Idle | Self::Struck | Self::Passed => None,
        }
    }

    /// What is said after the option's text.
    fn spoken(self) -> &'static str {
        match self {
            Self::Idle | Self::Selected | Self::Passed => "",
            Self::Struck => ", struck out",
            Self::Right => ", your answer, right",
            Self::Wrong => ", your answer, wrong",
            Self::Missed => ", right, not chosen",
        }
    }

    fn verdict(self) -> Option<&'static str> {
        match self {
            Self::Missed => Some("Right answer"),
            Self::Wrong => Some("Your answer"),
            _ => None,
        }
    }
}

/// One option. `clicked()` on its response: picked, or ticked.
#[derive(Debug, Clone)]
#[must_use = "add it with `ui.add(..)`"]
pub struct AnswerRow<'a> {
    key: &'a str,
    text: &'a str,
    state: AnswerState,
    is_several: bool,
    is_verbatim: bool,
    reason: Option<&'a str>,
}

impl<'a> AnswerRow<'a> {
    /// `key` picks it (`"1"`); `text` is Markdown.
    pub fn new(key: &'a str, text: &'a str) -> Self {
        Self {
            key,
            text,
            state: AnswerState::Idle,
            is_several: false,
            is_verbatim: false,
            reason: None,
        }
    }

    /// What is known about it.
    pub fn state(mut self, state: AnswerState) -> Self {
        self.state = state;
        self
    }

    /// Several may be right: a box to tick instead of one choice.
    pub fn several(mut self, is_several: bool) -> Self {
        self.is_several = is_several;
        self
    }

    /// The text is program output: shown as it is, in the code font.
    pub fn verbatim(mut self, is_verbatim: bool) -> Self {
        self.is_verbatim = is_verbatim;
        self
    }

    /// Why it is right or wrong (Markdown), beneath the text.
    pub fn reason(mut self, reason: Option<&'a str>) -> Self {
        self.reason = reason;
        self
    }

    fn ink(&self, t: &Tokens) -> Color32 {
        match self.state {
            AnswerState::Struck => t.faint,
            AnswerState::Passed => t.quiet,
            AnswerState::Selected | AnswerState::Right | AnswerState::Missed => t.strong,
            AnswerState::Idle | AnswerState::Wrong => t.body,
        }
    }

    fn show_text(&self, ui: &mut Ui, t: &Tokens) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let ink = self.ink(t);
        if self.is_verbatim {
            Code::verbatim(self.text).selectable(false).bare().ink(ink).show(ui);
        } else {
            let look = Look::body(t).ink(ink).struck(self.state == AnswerState::Struck);
            let look = if self.state.is_open() { look.inert() } else { look };
            markdown::show(ui, self.text, look);
        }
        if let Some(reason) = self.reason {
            ui.add_space(space::XS / 2.0);
            let ink = if self.state == AnswerState::Passed { t.quiet } else { t.body };
            markdown::show(ui, reason, Look::small(t).ink(ink));
        }
    }

    fn paint_ground(&self, ui: &Ui, rect: Rect, hovered: f32, pressed: bool) -> RectShape {
        let t = Tokens::of(ui);
        let rounding = CornerRadius::same(radius::CONTROL + 2);
        let idle = Tokens::mix(t.raised, t.raised_hover, hovered);
        let (fill, border) = match (self.state, self.state.tone(t)) {
            (AnswerState::Selected, Some(tone)) => (tone.soft, Stroke::new(1.5, t.accent_fill)),
            (AnswerState::Missed, Some(tone)) => {
                (Color32::TRANSPARENT, Stroke::new(1.5, tone.line))
            }
            (_, Some(tone)) => (tone.soft, Stroke::new(1.0, tone.line)),
            (AnswerState::Idle, None) => {
                let fill = if pressed { t.raised_press } else { idle };
                (fill, Stroke::new(1.0, Tokens::mix(t.line, t.line_strong, hovered * 0.5)))
            }
            (_, None) => (Color32::TRANSPARENT, Stroke::new(1.0, t.line)),
        };
        RectShape::new(rect, rounding, fill, border, StrokeKind::Inside)
    }

    /// The cap with the key; after the answer the verdict takes its place.
    fn paint_marker(&self, ui: &Ui, x: f32, y: f32) {
        let t = Tokens::of(ui);
        let verdict = match self.state {
            AnswerState::Right | AnswerState::Missed => Some((icons::CHECK, t.success)),
            AnswerState::Wrong => Some((icons::X, t.danger)),
            _ => None,
        };
        if let Some((icon, tone)) = verdict {
            let centre = pos2(x + KeyCap::HEIGHT / 2.0, y);
            if self.state == AnswerState::Missed {
                ui.painter().circle_stroke(centre, 10.0, Stroke::new(1.5, tone.ink));
                paint::icon(ui, centre, icon, 13.0, tone.ink);
            } else {
                ui.painter().circle_filled(centre, 10.5, tone.ink);
                paint::icon(ui, centre, icon, 13.0, t.card);
            }
            return;
        }
        let is_selected = self.state == AnswerState::Selected;
        if self.is_several {
            paint_box(ui, pos2(x + KeyCap::HEIGHT / 2.0, y), is_selected, self.state.is_open());
            return;
        }
        let cap = match self.state {
            AnswerState::Selected => {
                KeyCap::new(ui, self.key, t.on_accent, t.accent_fill, t.accent_fill)
            }
            AnswerState::Idle => KeyCap::new(ui, self.key, t.quiet, t.card, t.line),
            _ => KeyCap::new(ui, self.key, t.faint, Color32::TRANSPARENT, t.line),
        };
        cap.paint(ui, x, y);
    }
}

/// A box to tick.
fn paint_box(ui: &Ui, centre: egui::Pos2, is_ticked: bool, is_open: bool) {
    let t = Tokens::of(ui);
    let rect = Rect::from_center_size(centre, vec2(18.0, 18.0));
    let rounding = CornerRadius::same(radius::SMALL);
    if is_ticked {
        ui.painter().rect_filled(rect, rounding, t.accent_fill);
        paint::icon(ui, centre, icons::CHECK, 13.0, t.on_accent);
    } else {
        let colour = if is_open { t.line_strong } else { t.line };
        ui.painter().rect(rect, rounding, t.card, Stroke::new(1.5, colour), StrokeKind::Inside);
    }
}

/// Left of the text: padding, marker, distance.
const TEXT_LEFT: i8 = 14 + 20 + 14;

impl Widget for AnswerRow<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui);
        let id: Id = ui.next_auto_id().with("answer");
        ui.skip_ahead_auto_ids(1);
        let before = ui.read_response(id);
        let is_open = self.state.is_open();
        let hovered = before.as_ref().filter(|_| is_open).map_or(0.0, |row| paint::hover(ui, row));
        let pressed = is_open && before.is_some_and(|row| row.is_pointer_button_down_on());

        // A box to tick needs its key as well: it stands at the right.
        let shows_key_right = self.is_several && is_open;
        let tag = self
            .state
            .verdict()
            .zip(self.state.tone(t))
            .map(|(words, tone)| paint::line(ui, words, Type::Caption, tone.ink, 120.0));
        #[expect(clippy::cast_possible_truncation, reason = "at most 120 points")]
        let right = match &tag {
            Some(tag) => tag.size().x as i8 + 30,
            None if shows_key_right => 46,
            None => 16,
        };
        let margin = Margin { left: TEXT_LEFT, right, top: 11, bottom: 11 };
        let (rect, ground) = with_ground(ui, margin, |ui| self.show_text(ui, t));
        let sense = if is_open { Sense::click() } else { Sense::hover() };
        let response = ui.interact(rect, id, sense);

        let role = if self.is_several { Role::CheckBox } else { Role::RadioButton };
        let is_picked =
            matches!(self.state, AnswerState::Selected | AnswerState::Right | AnswerState::Wrong);
        response.widget_info(|| {
            let words =
                if self.is_verbatim { self.text.to_owned() } else { markdown::plain(self.text) };
            let name = format!("{}, {words}{}", self.key, self.state.spoken());
            WidgetInfo::selected(role, ui.is_enabled() && is_open, is_picked, name)
        });

        let shape = self.paint_ground(ui, rect, hovered, pressed);
        ui.painter().set(ground, shape);
        // Level with the first line, which is 24 points high.
        let y = rect.top() + 11.0 + 12.0;
        self.paint_marker(ui, rect.left() + 14.0, y);
        if shows_key_right {
            let cap = KeyCap::new(ui, self.key, t.quiet, t.card, t.line);
            cap.paint(ui, rect.right() - 14.0 - cap.size().x, y);
        }
        if let Some(tag) = tag {
            paint::galley_left(ui, rect.right() - 14.0 - tag.size().x, y, tag);
        }
        paint::focus_ring(ui, &response, rect, radius::CONTROL + 2);
        if is_open {
            paint::hand(ui, &response);
        }
        response
    }
}
