//! What the widgets share: lines of text, the focus ring, hover fades.

use std::sync::Arc;

use egui::{
    Align2, Color32, CornerRadius, CursorIcon, Event, Galley, Id, Key, Pos2, Rect, Response, Ui,
    Vec2, epaint, pos2, vec2,
};

use crate::ui::fonts::Face;
use crate::ui::tokens::{Tokens, Type};

/// Lays out one line of text; a line wider than `max_width` ends in '…'.
pub fn line(ui: &Ui, text: &str, role: Type, colour: Color32, max_width: f32) -> Arc<Galley> {
    let mut job = egui::text::LayoutJob::single_section(text.to_owned(), role.format(colour));
    job.wrap = egui::text::TextWrapping::truncate_at_width(max_width);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Lays out text that wraps at `width`.
pub fn paragraph(ui: &Ui, text: &str, role: Type, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = egui::text::LayoutJob::single_section(text.to_owned(), role.format(colour));
    job.wrap.max_width = width;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Paints a galley in its own colours.
pub fn galley(ui: &Ui, at: Pos2, galley: Arc<Galley>) {
    ui.painter().galley(at, galley, Color32::PLACEHOLDER);
}

/// Paints a galley vertically centred at `y`, its left edge at `x`.
pub fn galley_left(ui: &Ui, x: f32, y: f32, text: Arc<Galley>) {
    galley(ui, pos2(x, y - text.size().y / 2.0), text);
}

/// Paints a galley centred in `rect`.
pub fn galley_centred(ui: &Ui, rect: Rect, text: Arc<Galley>) {
    let at = Align2::CENTER_CENTER.align_size_within_rect(text.size(), rect).min;
    galley(ui, at, text);
}

/// Paints an icon of `size` points centred at `centre`.
pub fn icon(ui: &Ui, centre: Pos2, icon: &str, size: f32, colour: Color32) {
    let font = egui::FontId::new(size, Face::Icons.family());
    let text = ui.painter().layout_no_wrap(icon.to_owned(), font, colour);
    // The pictograms fill their square; their line is higher than that.
    galley(ui, centre - text.size() / 2.0, text);
}

/// How far a widget is in its hovered (or pressed) state, 0 to 1.
pub fn hover(ui: &Ui, response: &Response) -> f32 {
    let on = ui.is_enabled() && (response.hovered() || response.is_pointer_button_down_on());
    ui.animate_bool_with_time(response.id.with("hover"), on, ui.style().animation_time)
}

/// The ground of a pressable surface between idle, hovered and pressed.
pub fn surface(ui: &Ui, response: &Response, [idle, hovered, pressed]: [Color32; 3]) -> Color32 {
    let t = hover(ui, response);
    if response.is_pointer_button_down_on() && ui.is_enabled() {
        pressed
    } else {
        Tokens::mix(idle, hovered, t)
    }
}

/// The hand over what can be pressed.
pub fn hand(ui: &Ui, response: &Response) {
    if response.hovered() && ui.is_enabled() {
        ui.set_cursor_icon(CursorIcon::PointingHand);
    }
}

/// Draws the ring around the widget that has the keyboard focus. Like a
/// browser's `:focus-visible`, it shows only to those who move by keyboard.
pub fn focus_ring(ui: &Ui, response: &Response, rect: Rect, rounding: u8) {
    if response.has_focus() && is_keyboard_in_use(ui) {
        let t = Tokens::of(ui);
        ui.painter().rect_stroke(
            rect.expand(2.0),
            CornerRadius::same(rounding.saturating_add(2)),
            epaint::Stroke::new(2.0, t.accent.ink),
            epaint::StrokeKind::Outside,
        );
    }
}

/// Whether the last thing the learner used was the keyboard.
pub fn is_keyboard_in_use(ui: &Ui) -> bool {
    #[derive(Clone, Copy, Default)]
    struct Last {
        pass: Option<u64>,
        keyboard: bool,
    }
    let id = Id::unique("hippocache::keyboard_in_use");
    let pass = ui.cumulative_pass_nr();
    let mut last = ui.data(|data| data.get_temp::<Last>(id)).unwrap_or_default();
    if last.pass != Some(pass) {
        last.pass = Some(pass);
        ui.input(|input| {
            for event in &input.events {
                match event {
                    Event::Key { key, pressed: true, .. } if moves_focus(*key) => {
                        last.keyboard = true;
                    }
                    Event::PointerButton { pressed: true, .. } => last.keyboard = false,
                    _ => {}
                }
            }
        });
        ui.data_mut(|data| data.insert_temp(id, last));
    }
    last.keyboard
}

fn moves_focus(key: Key) -> bool {
    matches!(
        key,
        Key::Tab
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::Enter
            | Key::Space
    )
}

/// A key cap: what to press, in small letters on a little key. `ink` is the
/// colour of the letters, `ground` that of the cap.
pub struct KeyCap {
    text: Arc<Galley>,
    ground: Color32,
    border: Color32,
}

impl KeyCap {
    /// The height of every cap, points.
    pub const HEIGHT: f32 = 20.0;

    /// Lays out a cap.
    pub fn new(ui: &Ui, key: &str, ink: Color32, ground: Color32, border: Color32) -> Self {
        let mut format = Type::Caption.format(ink);
        format.font_id = egui::FontId::new(11.5, Face::Medium.family());
        let job = egui::text::LayoutJob::single_section(key.to_owned(), format);
        Self { text: ui.fonts_mut(|fonts| fonts.layout_job(job)), ground, border }
    }

    /// How much room it takes.
    pub fn size(&self) -> Vec2 {
        vec2((self.text.size().x + 11.0).max(Self::HEIGHT), Self::HEIGHT)
    }

    /// Paints it with its left edge at `x`, centred at `y`; gives its rectangle.
    pub fn paint(&self, ui: &Ui, x: f32, y: f32) -> Rect {
        let size = self.size();
        let rect = Rect::from_min_size(pos2(x, y - size.y / 2.0), size);
        let rounding = CornerRadius::same(5);
        ui.painter().rect(
            rect,
            rounding,
            self.ground,
            epaint::Stroke::new(1.0, self.border),
            epaint::StrokeKind::Inside,
        );
        galley_centred(ui, rect, Arc::clone(&self.text));
        rect
    }
}
