//! 'Start here': five decks in a row, and where the learner stands among them.

use egui::{
    Align, Align2, CornerRadius, Id, Layout, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::session::Track;
use crate::ui::action::Action;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::{filter_chip, paint, segmented};

/// The track in words.
#[derive(Debug)]
pub struct TrackView {
    /// Which one.
    pub track: Track,
    /// Its steps.
    pub steps: Vec<StepView>,
}

/// A deck on the way.
#[derive(Debug)]
pub struct StepView {
    /// The deck's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `12 of 56 met`.
    pub met: String,
    /// Whether all of it was met.
    pub is_done: bool,
    /// Whether it is the one to go on with.
    pub is_present: bool,
    /// For those who can't see it.
    pub name: String,
}

/// Side by side down to this width of a step; below that one under the other.
const LEAST_WIDTH: f32 = 108.0;
const ROW: f32 = 52.0;
const COLUMN: f32 = 92.0;
const PAD: f32 = 14.0;
const DOT: f32 = 13.0;

/// Draws it; gives the deck whose step was pressed and the track if another was
/// chosen.
pub fn show(ui: &mut Ui, t: &Tokens, view: &TrackView) -> (Option<String>, Option<Track>) {
    let chosen = head(ui, t, view.track);
    ui.add_space(space::M);
    let room = ui.available_width();
    let count = view.steps.len().max(1);
    #[expect(clippy::cast_precision_loss, reason = "five steps")]
    let share = (room - 2.0 * PAD) / count as f32;
    let is_row = share >= LEAST_WIDTH;
    #[expect(clippy::cast_precision_loss, reason = "five steps")]
    let height = if is_row { COLUMN } else { ROW * count as f32 } + 2.0 * PAD;
    let (rect, _) = ui.allocate_exact_size(vec2(room, height), Sense::hover());
    let rounding = CornerRadius::same(radius::CARD);
    ui.painter().add(t.shadow.as_shape(rect, rounding));
    ui.painter().rect(rect, rounding, t.card, Stroke::new(1.0, t.line), StrokeKind::Inside);
    let inner = rect.shrink(PAD);
    let mut pressed = None;
    for (number, step) in view.steps.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "five steps")]
        let at = number as f32;
        let cell = if is_row {
            Rect::from_min_size(pos2(inner.left() + share * at, inner.top()), vec2(share, COLUMN))
        } else {
            let top = inner.top() + ROW * at;
            Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), ROW))
        };
        let is_last = number + 1 == view.steps.len();
        if draw(ui, t, step, number, cell, is_row, is_last).clicked() {
            pressed = Some(step.id.clone());
        }
    }
    (pressed, chosen)
}

/// The title, and the language that the way goes through.
fn head(ui: &mut Ui, t: &Tokens, track: Track) -> Option<Track> {
    let mut chosen = None;
    // The control's own width, with its title beside it.
    let is_wide = ui.available_width() > 560.0;
    ui.horizontal(|ui| {
        ui.label(Type::SmallStrong.text("Start here", t.quiet));
        if is_wide {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                chosen = language(ui, track);
            });
        }
    });
    if !is_wide {
        ui.add_space(space::S);
        chosen = language(ui, track);
    }
    chosen
}

/// The languages to go through; gives another one when it was chosen.
pub fn language(ui: &mut Ui, track: Track) -> Option<Track> {
    /// What the control takes in one row.
    const ROOM: f32 = 412.0;
    let mut chosen = track;
    let options = Track::ALL.map(|track| (track, track.name()));
    if ui.available_width() >= ROOM {
        segmented(ui, "Language of the path", &options, &mut chosen);
    } else {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
            for (track, name) in options {
                if filter_chip(ui, name, track == chosen).clicked() {
                    chosen = track;
                }
            }
        });
    }
    (chosen != track).then_some(chosen)
}

fn draw(
    ui: &Ui,
    t: &Tokens,
    step: &StepView,
    number: usize,
    cell: Rect,
    is_row: bool,
    is_last: bool,
) -> Response {
    let response = ui.interact(cell, Id::unique(("home::step", number)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &step.name));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if !ui.is_rect_visible(cell) {
        return response;
    }
    let lift = paint::hover(ui, &response);
    let ground = Tokens::fade(t.raised, lift);
    ui.painter().rect_filled(cell, CornerRadius::same(radius::CONTROL), ground);
    let pad = 10.0;
    let centre = if is_row {
        pos2(cell.left() + pad + DOT, cell.top() + pad + DOT)
    } else {
        pos2(cell.left() + pad + DOT, cell.center().y)
    };
    if !is_last {
        let line = Stroke::new(1.5, if step.is_done { t.accent.line } else { t.line });
        let from = DOT + 6.0;
        if is_row {
            let to = cell.right() + pad - 6.0;
            ui.painter().hline(centre.x + from..=to, centre.y, line);
        } else {
            let to = cell.bottom() + ROW / 2.0 - from;
            ui.painter().vline(centre.x, centre.y + from..=to, line);
        }
    }
    dot(ui, t, step, number, centre);
    let (x, title_y, width) = if is_row {
        (cell.left() + pad, centre.y + DOT + 8.0, cell.width() - 2.0 * pad)
    } else {
        let x = centre.x + DOT + space::M;
        (x, cell.center().y - 18.0, cell.right() - x - pad)
    };
    let ink = if step.is_present { t.strong } else { t.body };
    let role = if step.is_present { Type::SmallStrong } else { Type::Small };
    let cap = step
        .is_present
        .then(|| paint::KeyCap::new(ui, &Action::Track.key_text(), t.quiet, t.card, t.line));
    let cap_width = cap.as_ref().map_or(0.0, |cap| cap.size().x + space::S);
    let title = paint::line(ui, &step.title, role, ink, width - cap_width);
    if let Some(cap) = cap {
        let middle = title_y + title.size().y / 2.0;
        cap.paint(ui, x + title.size().x + space::S, middle);
    }
    let met_y = title_y + title.size().y + 1.0;
    paint::galley(ui, pos2(x, title_y), title);
    let met = paint::line(ui, &step.met, Type::Caption, t.quiet, width);
    paint::galley(ui, pos2(x, met_y), met);
    paint::focus_ring(ui, &response, cell, radius::CONTROL);
    paint::hand(ui, &response);
    response
}

/// The number in its circle, or a tick.
fn dot(ui: &Ui, t: &Tokens, step: &StepView, number: usize, centre: egui::Pos2) {
    let (fill, border, ink) = if step.is_done {
        (t.accent.soft, t.accent.line, t.accent.ink)
    } else if step.is_present {
        (t.accent_fill, t.accent_fill, t.on_accent)
    } else {
        (t.card, t.line_strong, t.quiet)
    };
    ui.painter().circle(centre, DOT, fill, Stroke::new(1.0, border));
    if step.is_done {
        paint::icon(ui, centre, icons::CHECK, 14.0, ink);
    } else {
        let font = Type::SmallStrong.font();
        ui.painter().text(centre, Align2::CENTER_CENTER, number + 1, font, ink);
    }
}
