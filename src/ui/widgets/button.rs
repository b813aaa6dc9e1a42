//! Buttons: one main button per screen, quiet ones beside it, plain ones for
//! what is rarely needed.

use egui::{
    Color32, CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, vec2,
};

use super::paint::{self, KeyCap};
use crate::ui::tokens::{Tokens, Tone, Type, radius, size, space};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Primary,
    Quiet,
    Plain,
    Danger,
}

/// A button with a word on it.
#[derive(Debug, Clone)]
#[must_use = "add it with `ui.add(..)`"]
pub struct Button<'a> {
    kind: Kind,
    text: &'a str,
    icon: Option<&'a str>,
    key: Option<&'a str>,
    name: Option<&'a str>,
    height: f32,
    min_width: f32,
    is_full_width: bool,
}

impl<'a> Button<'a> {
    fn new(kind: Kind, text: &'a str) -> Self {
        Self {
            kind,
            text,
            icon: None,
            key: None,
            name: None,
            height: size::CONTROL,
            min_width: 0.0,
            is_full_width: false,
        }
    }

    /// What the screen is for. At most one per screen.
    pub fn primary(text: &'a str) -> Self {
        Self::new(Kind::Primary, text)
    }

    /// Everything else that is often pressed.
    pub fn quiet(text: &'a str) -> Self {
        Self::new(Kind::Quiet, text)
    }

    /// No ground until the pointer comes: for what is rarely needed.
    pub fn plain(text: &'a str) -> Self {
        Self::new(Kind::Plain, text)
    }

    /// What can't be taken back.
    pub fn danger(text: &'a str) -> Self {
        Self::new(Kind::Danger, text)
    }

    /// An icon before the word.
    pub fn icon(mut self, icon: &'a str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The key that does the same, shown as a cap. Handling it is the screen's.
    pub fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }

    /// A fuller name for those who can't see the surroundings.
    pub fn accessible_name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// For the one button that starts everything.
    pub fn large(mut self) -> Self {
        self.height = 44.0;
        self
    }

    /// For rows of little room.
    pub fn small(mut self) -> Self {
        self.height = size::CONTROL_SMALL;
        self
    }

    /// At least this wide, points.
    pub fn min_width(mut self, width: f32) -> Self {
        self.min_width = width;
        self
    }

    /// As wide as there is room.
    pub fn full_width(mut self) -> Self {
        self.is_full_width = true;
        self
    }

    fn colours(&self, t: &Tokens) -> ([Color32; 3], Color32) {
        match self.kind {
            Kind::Primary => ([t.accent_fill, t.accent_hover, t.accent_press], t.on_accent),
            Kind::Quiet => ([t.control, t.control_hover, t.control_press], t.body),
            Kind::Plain => ([Color32::TRANSPARENT, t.raised_hover, t.raised_press], t.quiet),
            Kind::Danger => {
                let hover = Tokens::mix(t.danger.ink, t.strong, 0.12);
                ([t.danger.ink, hover, t.danger.ink], t.on_danger)
            }
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui);
        let (grounds, ink) = if ui.is_enabled() {
            self.colours(t)
        } else {
            ([if self.kind == Kind::Plain { Color32::TRANSPARENT } else { t.raised }; 3], t.faint)
        };
        let is_filled = matches!(self.kind, Kind::Primary | Kind::Danger);
        let is_small = self.height < size::CONTROL;
        let role = match (is_filled, is_small) {
            (_, true) => Type::Small,
            (true, false) => Type::BodyStrong,
            (false, false) => Type::Label,
        };
        let padding = if is_small { 10.0 } else { 14.0 };
        let icon_width = if self.icon.is_some() { 16.0 + space::S } else { 0.0 };
        let cap = self.key.map(|key| {
            let (ground, border) = if is_filled && ui.is_enabled() {
                (Tokens::fade(ink, 0.12), Tokens::fade(ink, 0.16))
            } else {
                (t.raised, t.line)
            };
            let ink = if is_filled || !ui.is_enabled() { ink } else { t.quiet };
            KeyCap::new(ui, key, ink, ground, border)
        });
        let cap_width = cap.as_ref().map_or(0.0, |cap| cap.size().x + 10.0);
        let room = (ui.available_width() - 2.0 * padding - icon_width - cap_width).max(0.0);
        let text = paint::line(ui, self.text, role, ink, room);
        let content = icon_width + text.size().x + cap_width;
        let mut width = (content + 2.0 * padding).max(self.min_width);
        if self.is_full_width {
            width = width.max(ui.available_width());
        }
        let (rect, response) = ui.allocate_exact_size(vec2(width, self.height), Sense::click());
        let name = self.name.unwrap_or(self.text);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));

        if ui.is_rect_visible(rect) {
            let ground = paint::surface(ui, &response, grounds);
            let rounding = CornerRadius::same(radius::CONTROL);
            ui.painter().rect_filled(rect, rounding, ground);
            if self.kind == Kind::Quiet {
                let border = Stroke::new(1.0, t.control_line);
                ui.painter().rect_stroke(rect, rounding, border, StrokeKind::Inside);
            }
            let mut x = rect.center().x - content / 2.0;
            let y = rect.center().y;
            if let Some(icon) = self.icon {
                paint::icon(ui, egui::pos2(x + 8.0, y), icon, 16.0, ink);
                x += icon_width;
            }
            let text_width = text.size().x;
            paint::galley_left(ui, x, y, text);
            if let Some(cap) = cap {
                cap.paint(ui, x + text_width + 10.0, y);
            }
            paint::focus_ring(ui, &response, rect, radius::CONTROL);
            paint::hand(ui, &response);
        }
        response
    }
}

/// A square button that is only an icon. `name` is what it does, said to those
/// who can't see it and in its tooltip, there together with its `key`.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str, key: Option<&str>) -> Response {
    icon_button_toned(ui, icon, name, key, None)
}

/// The same; with a `tone` it is switched on, and shows it.
pub fn icon_button_toned(
    ui: &mut Ui,
    icon: &str,
    name: &str,
    key: Option<&str>,
    tone: Option<Tone>,
) -> Response {
    let t = Tokens::of(ui);
    let side = size::CONTROL;
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if ui.is_rect_visible(rect) {
        let idle = tone.map_or(Color32::TRANSPARENT, |tone| tone.soft);
        let grounds = [idle, t.raised_hover, t.raised_press];
        let ground = paint::surface(ui, &response, grounds);
        ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), ground);
        let quiet = tone.map_or(t.quiet, |tone| tone.ink);
        let ink = Tokens::mix(quiet, t.strong, paint::hover(ui, &response) * 0.8);
        paint::icon(ui, rect.center(), icon, 18.0, ink);
        paint::focus_ring(ui, &response, rect, radius::CONTROL);
        paint::hand(ui, &response);
    }
    response.on_hover_ui(|ui| tooltip(ui, name, key))
}

/// A row of a menu: an icon, what it does, and the key for it. `true` when it
/// was pressed.
pub fn menu_item(ui: &mut Ui, icon: &str, name: &str, key: Option<&str>) -> bool {
    let t = Tokens::of(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    let ground = Tokens::fade(t.raised_hover, paint::hover(ui, &response));
    ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), ground);
    paint::icon(ui, rect.left_center() + vec2(18.0, 0.0), icon, 16.0, t.quiet);
    let cap = key.map(|key| paint::KeyCap::new(ui, key, t.quiet, t.raised, t.line));
    let beside = if cap.is_some() { 110.0 } else { 46.0 };
    let text = paint::line(ui, name, Type::Label, t.body, rect.width() - beside);
    paint::galley_left(ui, rect.left() + 38.0, rect.center().y, text);
    if let Some(cap) = cap {
        cap.paint(ui, rect.right() - 8.0 - cap.size().x, rect.center().y);
    }
    paint::focus_ring(ui, &response, rect, radius::CONTROL);
    paint::hand(ui, &response);
    response.clicked()
}

/// The inside of a tooltip: what it is, and the key for it.
pub fn tooltip(ui: &mut Ui, text: &str, key: Option<&str>) {
    let t = Tokens::of(ui);
    ui.spacing_mut().interact_size.y = 0.0;
    ui.horizontal(|ui| {
        ui.label(Type::Small.text(text, t.body));
        if let Some(key) = key {
            key_cap(ui, key);
        }
    });
}

/// A key cap on its own, for key sheets and hints.
pub fn key_cap(ui: &mut Ui, key: &str) -> Response {
    let t = Tokens::of(ui);
    let cap = KeyCap::new(ui, key, t.quiet, t.raised, t.line);
    let (rect, response) = ui.allocate_exact_size(cap.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, key));
    cap.paint(ui, rect.left(), rect.center().y);
    response
}
