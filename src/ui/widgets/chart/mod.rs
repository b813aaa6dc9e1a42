//! Graphs in the window: a card with title and sentence, the graph drawn by
//! hand, a tooltip with exact values, a walk through its points by arrow keys,
//! and a small menu to take it elsewhere.

mod paint;

use std::collections::HashMap;

use egui::{
    CornerRadius, EventFilter, Id, Key, Layout, Modifiers, Popup, Pos2, Rect, RectAlign, Response,
    Role, Sense, Stroke, StrokeKind, Tooltip, Ui, UiBuilder, WidgetInfo, accesskit, pos2, vec2,
};

use super::button::{icon_button, menu_item};
use super::paint as shared;
use crate::insight::chart::{Chart, Plot, Point, Scene, Step, Tip};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, space};

pub use paint::colour;

/// How wide a card's rim is.
const PAD: f32 = 24.0;
/// What bars and lines get.
const HEIGHT: f32 = 168.0;
/// A calibration is about a square.
const SQUARE: f32 = 220.0;
/// Of the menu's button.
const BUTTON: f32 = 36.0;

/// How a graph leaves the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Pixels, at twice the size.
    Png,
    /// Shapes.
    Svg,
    /// Figures.
    Csv,
}

impl Format {
    /// All three, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Png, Self::Svg, Self::Csv];

    /// What the file's name ends in.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Csv => "csv",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Png => "Save as picture (PNG)…",
            Self::Svg => "Save as drawing (SVG)…",
            Self::Csv => "Save the figures (CSV)…",
        }
    }

    fn icon(self) -> &'static str {
        match self {
            Self::Png => icons::SAVE,
            Self::Svg => icons::CODE,
            Self::Csv => icons::LIST,
        }
    }
}

/// A graph laid out for one width.
#[derive(Debug)]
struct Laid {
    width: f32,
    /// Of the title's line.
    title: f32,
    /// Of title and sentence.
    head: f32,
    /// How high the graph is by itself.
    natural: f32,
    /// How much higher it is drawn, beside a higher one.
    extra: f32,
    scene: Scene,
}

/// What the graphs of a screen remember between frames.
#[derive(Debug, Default)]
pub struct Charts {
    laid: HashMap<Id, Laid>,
    /// The graph that is walked, and its point.
    walked: Option<(Id, usize)>,
}

impl Charts {
    /// The graphs are others now.
    pub fn forget(&mut self) {
        self.laid.clear();
        self.walked = None;
    }

    /// How high the card of a graph is in this width, points. `salt` tells graphs
    /// with one id apart.
    pub fn height(&mut self, ui: &Ui, chart: &Chart, salt: usize, width: f32) -> f32 {
        let laid = self.lay_out(ui, chart, salt, width);
        let inside = if chart.is_empty() { 64.0 } else { laid.natural };
        PAD + laid.head + inside + PAD
    }

    fn id(chart: &Chart, salt: usize) -> Id {
        Id::unique(("chart", chart.id, salt))
    }

    fn lay_out(&mut self, ui: &Ui, chart: &Chart, salt: usize, width: f32) -> &mut Laid {
        let make = || {
            let t = Tokens::of(ui);
            let inner = width - 2.0 * PAD;
            let room = inner - BUTTON;
            let title = shared::paragraph(ui, &chart.title, Type::BodyStrong, t.strong, room);
            let sentence = shared::paragraph(ui, &chart.sentence, Type::Small, t.quiet, inner);
            let scene = scene(ui, chart, inner, 0.0);
            let title = title.size().y;
            let sentence = if chart.sentence.is_empty() { 0.0 } else { sentence.size().y + 2.0 };
            let head = title + sentence + space::M;
            Laid { width, title, head, natural: scene.size.1, extra: 0.0, scene }
        };
        let laid = self.laid.entry(Self::id(chart, salt)).or_insert_with(make);
        if (laid.width - width).abs() > 0.5 {
            *laid = make();
        }
        laid
    }

    /// Draws a graph's card in this width, at least `height` high. Gives how it
    /// shall be saved when that was asked for.
    pub fn card(
        &mut self,
        ui: &mut Ui,
        chart: &Chart,
        salt: usize,
        (width, height): (f32, f32),
    ) -> Option<Format> {
        let t = Tokens::of(ui);
        let natural = self.height(ui, chart, salt, width);
        let height = height.max(natural);
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let is_visible = ui.is_rect_visible(rect);
        let id = Self::id(chart, salt);
        let laid = self.laid.get_mut(&id)?;
        // The axes of neighbours stand on one line.
        let extra = height - natural;
        if matches!(chart.plot, Plot::Columns(_)) && (laid.extra - extra).abs() > 0.5 {
            laid.scene = scene(ui, chart, width - 2.0 * PAD, extra);
            laid.extra = extra;
        }
        let at = pos2(rect.left() + PAD, rect.top() + PAD + laid.head);
        let inner = width - 2.0 * PAD;
        let place = Rect::from_min_size(at, vec2(inner, (rect.bottom() - PAD - at.y).max(0.0)));
        // What can't be seen can still be reached: by Tab, and by those who hear.
        let response = ui.interact(place, id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, chart.name()));
        if is_visible {
            let rounding = CornerRadius::same(radius::CARD);
            ui.painter().add(t.shadow.as_shape(rect, rounding));
            let border = Stroke::new(1.0, t.line);
            ui.painter().rect(rect, rounding, t.card, border, StrokeKind::Inside);
            let room = inner - BUTTON;
            let title = shared::paragraph(ui, &chart.title, Type::BodyStrong, t.strong, room);
            shared::galley(ui, rect.min + vec2(PAD, PAD), title);
            let sentence = shared::paragraph(ui, &chart.sentence, Type::Small, t.quiet, inner);
            shared::galley(ui, rect.min + vec2(PAD, PAD + laid.title + 2.0), sentence);
        }
        if chart.is_empty() {
            if is_visible {
                let text = shared::line(ui, "Nothing to show yet", Type::Small, t.quiet, inner);
                shared::galley_centred(ui, place, text);
            }
            return None;
        }
        self.graph(ui, chart, id, &response, at, is_visible);
        if response.has_focus() && !is_visible {
            ui.scroll_to_rect(rect, None);
        }
        menu(ui, chart, rect)
    }

    fn graph(
        &mut self,
        ui: &Ui,
        chart: &Chart,
        id: Id,
        response: &Response,
        at: Pos2,
        is_visible: bool,
    ) {
        let t = Tokens::of(ui);
        let Some(laid) = self.laid.get(&id) else { return };
        let scene = &laid.scene;
        let hovered = response.hover_pos().and_then(|pointer| {
            let place = pointer - at;
            scene.at(Point { x: place.x, y: place.y }).copied()
        });
        if response.clicked() {
            response.request_focus();
            self.walked = hovered.map(|hit| (id, hit.point));
        }
        if response.has_focus() {
            walk(ui, chart, id, &mut self.walked);
        } else if self.walked.is_some_and(|(of, _)| of == id) {
            self.walked = None;
        }
        let walked = self.walked.filter(|(of, _)| *of == id).and_then(|(_, at)| scene.hit(at));
        if let Some(hit) = walked {
            let said = chart.tip(hit.point).sentence();
            ui.ctx().accesskit_node_builder(id, |node| {
                node.set_value(said);
                node.set_live(accesskit::Live::Polite);
            });
        }
        if !is_visible {
            return;
        }
        let told = hovered.as_ref().or(walked);
        if let Some(hit) = told {
            paint::highlight(ui, t, chart, scene, hit, at);
        }
        // Bars rise once, quietly, when they first come into sight.
        let rise = ui.style().animation_time * 3.0;
        let grown =
            if rise > 0.0 { ui.animate_value_with_time(id.with("grown"), 1.0, rise) } else { 1.0 };
        paint::marks(ui, t, scene, at, grown);
        if let Some(hit) = told {
            paint::outline(ui, t, chart, hit, at);
            let spot = Rect::from_center_size(at + vec2(hit.spot.x, hit.spot.y), vec2(8.0, 8.0));
            let mut told = Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, spot);
            // Above, where it hides neither the axis nor what comes next.
            told.popup = told.popup.align(RectAlign::TOP);
            told.gap(8.0).show(|ui| tip(ui, &chart.tip(hit.point)));
        }
        let ring = Rect::from_min_size(at, vec2(scene.size.0, scene.size.1)).expand(4.0);
        shared::focus_ring(ui, response, ring, radius::CONTROL);
    }
}

/// Lays a graph out, bars and lines `extra` points higher than usual.
fn scene(ui: &Ui, chart: &Chart, width: f32, extra: f32) -> Scene {
    let high = if matches!(chart.plot, Plot::Calibration(_)) { SQUARE } else { HEIGHT };
    Scene::new(chart, width, high + extra, &|text, letters| paint::width(ui, text, letters))
}

/// Arrows, Home and End lead from point to point.
fn walk(ui: &Ui, chart: &Chart, id: Id, walked: &mut Option<(Id, usize)>) {
    let has_rows = matches!(chart.plot, Plot::Year(_) | Plot::Table(_));
    ui.memory_mut(|memory| {
        let filter = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: has_rows,
            ..EventFilter::default()
        };
        memory.set_focus_lock_filter(id, filter);
    });
    let keys = [
        (Key::ArrowLeft, Step::Left),
        (Key::ArrowRight, Step::Right),
        (Key::ArrowUp, Step::Up),
        (Key::ArrowDown, Step::Down),
        (Key::Home, Step::First),
        (Key::End, Step::Last),
    ];
    for (key, step) in keys {
        if !has_rows && matches!(step, Step::Up | Step::Down) {
            continue;
        }
        for _ in 0..ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) {
            let at = walked.filter(|(of, _)| *of == id).map(|(_, at)| at);
            *walked = chart.walk(at, step).map(|to| (id, to));
        }
    }
}

/// The inside of a tooltip: what it is, then each value with its colour.
fn tip(ui: &mut Ui, tip: &Tip) {
    const MOST: f32 = 360.0;
    let t = Tokens::of(ui);
    let head = shared::paragraph(ui, &tip.head, Type::SmallStrong, t.strong, MOST);
    let note = shared::paragraph(ui, &tip.note, Type::Small, t.quiet, MOST);
    let has_dots = tip.rows.iter().any(|(ink, ..)| ink.is_some());
    let indent = if has_dots { 16.0 } else { 0.0 };
    let rows: Vec<_> = tip
        .rows
        .iter()
        .map(|(ink, name, value)| {
            let name = shared::line(ui, name, Type::Small, t.quiet, MOST / 2.0);
            let value = shared::paragraph(ui, value, Type::Small, t.body, MOST / 2.0);
            (*ink, name, value)
        })
        .collect();
    let names = rows.iter().map(|(_, name, _)| name.size().x).fold(0.0, f32::max);
    let values = rows.iter().map(|(.., value)| value.size().x).fold(0.0, f32::max);
    let gap = if names > 0.0 { space::L } else { 0.0 };
    let width = (indent + names + gap + values).max(head.size().x).max(note.size().x);
    let mut height = head.size().y + if tip.note.is_empty() { 0.0 } else { note.size().y };
    height += rows.iter().map(|(.., value)| value.size().y).sum::<f32>();
    let (rect, said) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    said.widget_info(|| WidgetInfo::labeled(Role::Label, true, tip.sentence()));
    let mut y = rect.top();
    let below = head.size().y;
    shared::galley(ui, rect.min, head);
    y += below;
    for (ink, name, value) in rows {
        let high = value.size().y;
        if let Some(ink) = ink {
            let centre = pos2(rect.left() + 4.0, y + high.min(20.0) / 2.0);
            let square = Rect::from_center_size(centre, vec2(8.0, 8.0));
            ui.painter().rect_filled(square, CornerRadius::same(3), colour(t, ink));
        }
        shared::galley(ui, pos2(rect.left() + indent, y), name);
        // Figures stand beneath each other at the right.
        let x = if gap > 0.0 { rect.right() - value.size().x } else { rect.left() + indent };
        shared::galley(ui, pos2(x, y), value);
        y += high;
    }
    if !tip.note.is_empty() {
        shared::galley(ui, pos2(rect.left(), y), note);
    }
}

fn menu(ui: &mut Ui, chart: &Chart, card: Rect) -> Option<Format> {
    let at = pos2(card.right() - PAD - BUTTON + 9.0, card.top() + PAD - 7.0);
    let place = Rect::from_min_size(at, vec2(BUTTON, BUTTON));
    let layout = Layout::left_to_right(egui::Align::Center);
    let builder = UiBuilder::new().id_salt(("menu of", chart.id)).max_rect(place).layout(layout);
    let mut child = ui.new_child(builder);
    save_menu(&mut child, chart)
}

/// The button that takes a graph elsewhere, with its menu; gives what was chosen.
pub fn save_menu(ui: &mut Ui, chart: &Chart) -> Option<Format> {
    let name = format!("Save ‘{}’", chart.title);
    let more = icon_button(ui, icons::MORE, &name, None);
    let mut chosen = None;
    Popup::menu(&more).align(RectAlign::BOTTOM_END).gap(6.0).width(244.0).show(|ui| {
        ui.set_min_width(232.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        for format in Format::ALL {
            if menu_item(ui, format.icon(), format.name(), None) {
                chosen = Some(format);
            }
        }
    });
    chosen
}
