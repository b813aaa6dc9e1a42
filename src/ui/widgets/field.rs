//! Text fields.

use egui::{
    Color32, CornerRadius, Frame, Margin, Response, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo,
    vec2,
};

use super::paint;
use crate::ui::fonts::Face;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Tone, Type, radius, space};

/// What is known about a field's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldState {
    /// Being written.
    #[default]
    Open,
    /// After the answer: right.
    Right,
    /// After the answer: wrong.
    Wrong,
    /// Can't be what is meant; the message says why.
    Invalid,
}

/// A line to write on.
#[expect(clippy::struct_excessive_bools, reason = "each is a way to look")]
#[must_use = "draw it with `show`"]
pub struct TextField<'a> {
    label: &'a str,
    text: &'a mut String,
    hint: &'a str,
    message: Option<&'a str>,
    icon: Option<&'a str>,
    state: FieldState,
    is_label_hidden: bool,
    is_large: bool,
    is_code: bool,
    is_multiline: bool,
    language: Option<&'a str>,
    rows: usize,
    width: Option<f32>,
    id: Option<egui::Id>,
}

impl<'a> TextField<'a> {
    /// `label` names the field, above it.
    pub fn new(label: &'a str, text: &'a mut String) -> Self {
        Self {
            label,
            text,
            hint: "",
            message: None,
            icon: None,
            state: FieldState::Open,
            is_label_hidden: false,
            is_large: false,
            is_code: false,
            is_multiline: false,
            language: None,
            rows: 1,
            width: None,
            id: None,
        }
    }

    /// Shown while it is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Beneath it: help, or what is wrong.
    pub fn message(mut self, message: Option<&'a str>) -> Self {
        self.message = message;
        self
    }

    /// An icon at its left, such as a magnifying glass.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// What is known about its text. Anything but `Open` and `Invalid` can't be
    /// written in.
    pub fn state(mut self, state: FieldState) -> Self {
        self.state = state;
        self
    }

    /// The label is heard, not seen: where the surroundings say it already.
    pub fn hide_label(mut self) -> Self {
        self.is_label_hidden = true;
        self
    }

    /// For the answer to a question.
    pub fn large(mut self) -> Self {
        self.is_large = true;
        self
    }

    /// In the code font.
    pub fn code(mut self, is_code: bool) -> Self {
        self.is_code = is_code;
        self
    }

    /// Several lines.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows.max(1);
        self
    }

    /// This wide, points, instead of as wide as there is room.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// A fixed identity, so that the screen can give it the focus.
    pub fn id(mut self, id: egui::Id) -> Self {
        self.id = Some(id);
        self
    }

    fn tone(&self, t: &Tokens) -> Option<Tone> {
        match self.state {
            FieldState::Open => None,
            FieldState::Right => Some(t.success),
            FieldState::Wrong | FieldState::Invalid => Some(t.danger),
        }
    }

    /// Takes line breaks, however low it is.
    pub fn multiline(mut self) -> Self {
        self.is_multiline = true;
        self
    }

    /// Colours what is written as a program of this language.
    pub fn language(mut self, language: &'a str) -> Self {
        self.language = Some(language);
        self.code(true)
    }

    /// Draws it; the response is the field's.
    pub fn show(self, ui: &mut Ui) -> Response {
        let width = self.width.unwrap_or_else(|| ui.available_width());
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            ui.set_width(width);
            ui.vertical(|ui| self.show_in(ui)).inner
        })
        .inner
    }

    fn show_in(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui);
        if !self.is_label_hidden {
            let label =
                paint::line(ui, self.label, Type::SmallStrong, t.body, ui.available_width());
            let (rect, _) = ui.allocate_exact_size(label.size(), Sense::hover());
            paint::galley(ui, rect.min, label);
        }
        let tone = self.tone(t);
        let message = self.message;
        let response = self.show_field(ui, t, tone);
        if let Some(message) = message {
            let ink = tone.map_or(t.quiet, |tone| tone.ink);
            let text = paint::paragraph(ui, message, Type::Small, ink, ui.available_width());
            let (rect, said) = ui.allocate_exact_size(text.size(), Sense::hover());
            said.widget_info(|| WidgetInfo::labeled(Role::Label, true, message));
            paint::galley(ui, rect.min, text);
        }
        response
    }

    fn show_field(self, ui: &mut Ui, t: &Tokens, tone: Option<Tone>) -> Response {
        let is_open = matches!(self.state, FieldState::Open | FieldState::Invalid);
        let role = if self.is_large { Type::Lead } else { Type::Body };
        let face = if self.is_code { Face::Mono } else { Face::Regular };
        let size = if self.is_code { role.size() - 1.0 } else { role.size() };
        let font = egui::FontId::new(size, face.family());
        let font_of_code = font.clone();
        let pad_y = if self.is_large { 14 } else { 9 };
        let left = if self.icon.is_some() { 36 } else { 14 };
        let right = if tone.is_some() { 38 } else { 14 };
        let ink = if is_open { t.strong } else { t.body };

        let ground = ui.painter().add(egui::Shape::Noop);
        let hint = egui::RichText::new(self.hint).color(t.quiet).font(font.clone());
        let language = self.language;
        let mut lay_out = |ui: &Ui, text: &dyn egui::TextBuffer, width: f32| {
            let mut job = crate::ui::code::edited(
                ui,
                language.unwrap_or_default(),
                text.as_str(),
                &font_of_code,
            );
            job.wrap.max_width = width;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let edit = if self.rows > 1 || self.is_multiline {
            TextEdit::multiline(self.text).desired_rows(self.rows)
        } else {
            TextEdit::singleline(self.text)
        };
        let mut edit = edit
            .font(font)
            .text_color(ink)
            .hint_text(hint)
            .interactive(is_open)
            .frame(Frame::new().inner_margin(Margin { left, right, top: pad_y, bottom: pad_y }))
            .desired_width(f32::INFINITY);
        if language.is_some() {
            edit = edit.layouter(&mut lay_out);
        }
        if let Some(id) = self.id {
            edit = edit.id(id);
        }
        let response = ui.add(edit).accessible_name(self.label);

        let rect = response.rect;
        let is_focused = response.has_focus();
        let (fill, border) = match tone {
            Some(tone) if !is_open => (tone.soft, Stroke::new(1.0, tone.line)),
            Some(tone) => (t.control, Stroke::new(1.5, tone.ink)),
            None if is_focused => (t.control, Stroke::new(1.5, t.accent.ink)),
            None => {
                let hovered = paint::hover(ui, &response);
                (t.control, Stroke::new(1.0, Tokens::mix(t.control_line, t.line_strong, hovered)))
            }
        };
        let rounding = CornerRadius::same(radius::CONTROL);
        let shape =
            egui::epaint::RectShape::new(rect, rounding, fill, border, egui::StrokeKind::Inside);
        ui.painter().set(ground, shape);
        if is_focused && tone.is_none() {
            glow(ui, rect, t.accent.ink);
        }
        if let Some(icon) = self.icon {
            let centre = egui::pos2(rect.left() + 20.0, rect.center().y);
            paint::icon(ui, centre, icon, 16.0, t.quiet);
        }
        if let Some(tone) = tone {
            let icon = if self.state == FieldState::Right { icons::CHECK } else { icons::X };
            let centre = rect.right_center() - vec2(20.0, 0.0);
            paint::icon(ui, centre, icon, 16.0, tone.ink);
        }
        ui.add_space(space::XS - 4.0);
        response
    }
}

/// A soft ring around the field that is being written in.
fn glow(ui: &Ui, rect: egui::Rect, ink: Color32) {
    ui.painter().rect_stroke(
        rect,
        CornerRadius::same(radius::CONTROL + 2),
        Stroke::new(3.0, Tokens::fade(ink, 0.22)),
        egui::StrokeKind::Outside,
    );
}
