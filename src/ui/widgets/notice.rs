//! What the app has to say: bars within a page, toasts over it, modals, empty
//! places, things still loading.

use egui::epaint::RectShape;
use egui::{
    Align, Align2, Area, Context, CornerRadius, Id, Layout, Order, Rect, Role, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::button::{Button, icon_button};
use super::paint;
use crate::ui::icons;
use crate::ui::markdown::{self, Look};
use crate::ui::tokens::{Tokens, Tone, Type, radius, space};

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// Look here.
    Warning,
    /// It failed.
    Error,
}

impl Level {
    fn tone(self, t: &Tokens) -> Tone {
        match self {
            Self::Info => Tone { ink: t.accent.ink, soft: t.raised, line: t.line },
            Self::Success => t.success,
            Self::Warning => t.warning,
            Self::Error => t.danger,
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Info => icons::INFO,
            Self::Success => icons::CHECK,
            Self::Warning | Self::Error => icons::TRIANGLE_ALERT,
        }
    }
}

/// What was pressed in a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoticeAnswer {
    /// Nothing.
    #[default]
    None,
    /// The action.
    Action,
    /// The cross.
    Closed,
}

/// A bar within a page.
#[derive(Debug, Clone)]
#[must_use = "draw it with `show`"]
pub struct Notice<'a> {
    level: Level,
    title: &'a str,
    text: &'a str,
    action: Option<&'a str>,
    can_close: bool,
}

impl<'a> Notice<'a> {
    /// `title` says what is the matter in a few words.
    pub fn new(level: Level, title: &'a str) -> Self {
        Self { level, title, text: "", action: None, can_close: false }
    }

    /// What follows from it, what to do.
    pub fn text(mut self, text: &'a str) -> Self {
        self.text = text;
        self
    }

    /// A button that does something about it.
    pub fn action(mut self, action: &'a str) -> Self {
        self.action = Some(action);
        self
    }

    /// A cross that takes it away.
    pub fn closable(mut self) -> Self {
        self.can_close = true;
        self
    }

    /// Draws it as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> NoticeAnswer {
        const LEFT: f32 = 44.0;
        const PAD: f32 = 12.0;
        let t = Tokens::of(ui);
        let tone = self.level.tone(t);
        let ground = ui.painter().add(egui::Shape::Noop);
        let whole = ui.available_rect_before_wrap();
        let side = self.side_width(ui);
        let text_width = (whole.width() - LEFT - side - PAD).max(80.0);
        let title = paint::paragraph(ui, self.title, Type::SmallStrong, t.strong, text_width);
        let title_height = title.size().y;
        let text_at = whole.min + vec2(LEFT, PAD + title_height);
        let mut bottom = text_at.y;
        if !self.text.is_empty() {
            let place = Rect::from_min_size(text_at, vec2(text_width, 0.0));
            let mut child = ui.new_child(UiBuilder::new().max_rect(place));
            let look = Look::small(t).ink(t.body);
            bottom = markdown::show(&mut child, self.text, look).rect.bottom();
        }
        let height = (bottom + PAD - whole.top()).max(44.0);
        // A title alone stands in the middle.
        let lowered = if self.text.is_empty() { (height - title_height) / 2.0 } else { PAD };
        paint::galley(ui, whole.min + vec2(LEFT, lowered), title);
        let (rect, response) = ui.allocate_exact_size(vec2(whole.width(), height), Sense::hover());
        response.widget_info(|| {
            let role = if self.level == Level::Error { Role::Alert } else { Role::Status };
            WidgetInfo::labeled(role, true, format!("{} {}", self.title, self.text).trim())
        });
        let rounding = CornerRadius::same(radius::CONTROL + 2);
        let border = Stroke::new(1.0, tone.line);
        let shape = RectShape::new(rect, rounding, tone.soft, border, StrokeKind::Inside);
        ui.painter().set(ground, shape);
        let level = pos2(rect.left() + 23.0, rect.top() + lowered + title_height / 2.0);
        paint::icon(ui, level, self.level.icon(), 18.0, tone.ink);

        let at = pos2(rect.right() - side, rect.top());
        let place = Rect::from_min_max(at, rect.max - vec2(space::S, 0.0));
        let layout = Layout::right_to_left(Align::Center);
        self.show_side(&mut ui.new_child(UiBuilder::new().max_rect(place).layout(layout)))
    }

    fn side_width(&self, ui: &Ui) -> f32 {
        let action = self.action.map_or(0.0, |action| {
            let t = Tokens::of(ui);
            paint::line(ui, action, Type::Small, t.body, f32::INFINITY).size().x + 20.0 + space::S
        });
        action + if self.can_close { 36.0 + 2.0 * space::S } else { space::L }
    }

    /// From right to left.
    fn show_side(&self, ui: &mut Ui) -> NoticeAnswer {
        let mut answer = NoticeAnswer::None;
        if self.can_close {
            if icon_button(ui, icons::X, "Dismiss", None).clicked() {
                answer = NoticeAnswer::Closed;
            }
        } else {
            ui.add_space(space::XS);
        }
        if let Some(action) = self.action
            && ui.add(Button::quiet(action).small()).clicked()
        {
            answer = NoticeAnswer::Action;
        }
        answer
    }
}

/// A message over the page that goes by itself.
#[derive(Debug, Clone, PartialEq)]
struct Toast {
    level: Level,
    text: String,
    /// A word to press.
    action: Option<&'static str>,
    /// Seconds on egui's clock; `None` until it was first drawn.
    ends_at_secs: Option<f64>,
}

/// Messages over the page, at most three at once.
#[derive(Debug, Clone, Default)]
pub struct Toasts {
    shown: Vec<Toast>,
    is_pressed: bool,
}

impl Toasts {
    /// How long a message stays, seconds: 4 and some for reading.
    fn stay_secs(text: &str) -> f64 {
        4.0 + 0.05 * f64::from(u32::try_from(text.len()).unwrap_or(200).min(200))
    }

    /// Says something. Errors that need an action belong in a [`Notice`].
    pub fn say(&mut self, level: Level, text: impl Into<String>) {
        self.push(Toast { level, text: text.into(), action: None, ends_at_secs: None });
    }

    /// Says something with a word to press, such as 'Undo'. Only the latest of
    /// those can be pressed: see [`Toasts::take_pressed`].
    pub fn say_with(&mut self, level: Level, text: impl Into<String>, action: &'static str) {
        self.shown.iter_mut().for_each(|toast| toast.action = None);
        self.push(Toast { level, text: text.into(), action: Some(action), ends_at_secs: None });
    }

    /// Whether the word was pressed since this was last asked.
    pub fn take_pressed(&mut self) -> bool {
        std::mem::take(&mut self.is_pressed)
    }

    /// What there was to press can't be done any more.
    pub fn withdraw(&mut self) {
        self.shown.retain(|toast| toast.action.is_none());
    }

    fn push(&mut self, toast: Toast) {
        self.shown.push(toast);
        if self.shown.len() > 3 {
            self.shown.remove(0);
        }
    }

    /// Draws them at the window's lower edge.
    pub fn show(&mut self, ctx: &Context) {
        self.show_above(ctx, 0.0);
    }

    /// Draws them above what stands at the window's lower edge, `height` points
    /// high.
    pub fn show_above(&mut self, ctx: &Context, height: f32) {
        let now = ctx.input(|input| input.time);
        for toast in &mut self.shown {
            toast.ends_at_secs.get_or_insert(now + Self::stay_secs(&toast.text));
        }
        self.shown.retain(|toast| toast.ends_at_secs.is_none_or(|end| end > now));
        let Some(next) = self.shown.iter().filter_map(|toast| toast.ends_at_secs).reduce(f64::min)
        else {
            return;
        };
        ctx.request_repaint_after(std::time::Duration::from_secs_f64((next - now).max(0.01)));
        Area::new(Id::unique("toasts"))
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -space::XL - height))
            .order(Order::Tooltip)
            .interactable(self.shown.iter().any(|toast| toast.action.is_some()))
            .layout(Layout::top_down(Align::Center))
            .show(ctx, |ui| {
                ui.spacing_mut().item_spacing.y = space::S;
                let mut pressed = None;
                for (at, toast) in self.shown.iter().enumerate() {
                    if show_toast(ui, toast) {
                        pressed = Some(at);
                    }
                }
                if let Some(at) = pressed {
                    self.shown.remove(at);
                    self.is_pressed = true;
                }
            });
    }
}

/// `true` when its word was pressed.
fn show_toast(ui: &mut Ui, toast: &Toast) -> bool {
    let t = Tokens::of(ui);
    let tone = toast.level.tone(t);
    let text = paint::paragraph(ui, &toast.text, Type::Small, t.strong, 420.0);
    let side = toast.action.map_or(18.0, |action| {
        paint::line(ui, action, Type::Small, t.strong, f32::INFINITY).size().x + 44.0
    });
    let size = text.size() + vec2(42.0 + side, 24.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &toast.text));
    let rounding = CornerRadius::same(radius::CONTROL + 2);
    ui.painter().add(t.shadow_mid.as_shape(rect, rounding));
    ui.painter().rect(rect, rounding, t.card, Stroke::new(1.0, t.line), StrokeKind::Inside);
    paint::icon(ui, pos2(rect.left() + 22.0, rect.center().y), toast.level.icon(), 16.0, tone.ink);
    paint::galley_left(ui, rect.left() + 42.0, rect.center().y, text);
    let Some(action) = toast.action else { return false };
    let place =
        Rect::from_min_max(pos2(rect.right() - side, rect.top()), rect.max - vec2(8.0, 0.0));
    let layout = Layout::right_to_left(Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    child.add(Button::quiet(action).small()).clicked()
}

/// What came of a modal in this frame.
#[derive(Debug)]
pub struct ModalAnswer<R> {
    /// What `add` gave.
    pub inner: R,
    /// Escape, or a press beside it.
    pub is_dismissed: bool,
}

/// A dialog over the page, `width` points wide; everything else waits.
pub fn modal<R>(
    ctx: &Context,
    name: &str,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> ModalAnswer<R> {
    let t = Tokens::theme(ctx.global_style().visuals.dark_mode);
    let frame = super::surface::card_frame(t).shadow(t.shadow_high);
    let id = Id::unique(("modal", name));
    let width = width.min(ctx.content_rect().width() - 2.0 * space::XL - 48.0);
    let area = egui::Modal::default_area(id).accessible_name(name);
    let shown =
        egui::Modal::new(id).area(area).frame(frame).backdrop_color(t.scrim).show(ctx, |ui| {
            ui.set_width(width);
            ui.label(Type::Heading.text(name, t.strong));
            ui.add_space(space::S);
            add(ui)
        });
    let is_dismissed = shown.should_close();
    ModalAnswer { inner: shown.inner, is_dismissed }
}

/// Buttons at the right of a row, the main one last: call with the main one first.
pub fn buttons_right<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let size = vec2(ui.available_width(), crate::ui::tokens::size::CONTROL);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), add).inner
}

/// A place with nothing in it: says why and offers the way out. `true` when the
/// way out was taken.
pub fn empty_state(ui: &mut Ui, icon: &str, title: &str, text: &str, action: Option<&str>) -> bool {
    let t = Tokens::of(ui);
    ui.vertical_centered(|ui| {
        ui.add_space(space::XXL);
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(56.0), Sense::hover());
        ui.painter().circle_filled(rect.center(), 28.0, t.accent.soft);
        paint::icon(ui, rect.center(), icon, 24.0, t.accent.ink);
        ui.add_space(space::S);
        ui.label(Type::Heading.text(title, t.strong));
        let width = ui.available_width().min(420.0);
        let mut job =
            egui::text::LayoutJob::single_section(text.to_owned(), Type::Body.format(t.quiet));
        job.wrap.max_width = width;
        job.halign = Align::Center;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
        paint::galley(ui, rect.center_top(), galley);
        ui.add_space(space::M);
        let is_taken = action.is_some_and(|action| ui.add(Button::quiet(action)).clicked());
        ui.add_space(space::XXL);
        is_taken
    })
    .inner
}

/// Lines that stand for text still loading. They don't move: what moves asks to
/// be looked at, and there is nothing to see yet.
pub fn skeleton(ui: &mut Ui, lines: &[f32]) {
    let t = Tokens::of(ui);
    let width = ui.available_width();
    for (number, share) in lines.iter().enumerate() {
        let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::hover());
        if number == 0 {
            response.widget_info(|| WidgetInfo::labeled(Role::Status, true, "Loading"));
        }
        let bar = Rect::from_min_size(
            pos2(rect.left(), rect.center().y - 6.0),
            vec2(width * share.clamp(0.0, 1.0), 12.0),
        );
        ui.painter().rect_filled(bar, CornerRadius::same(6), t.raised_hover);
    }
}
