//! The list of a deck's cards.

use egui::{CornerRadius, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::State;
use super::fields::{paint_place, place};
use super::form::kind_name;
use super::head::Head;
use crate::author::Row;
use crate::ui::action::Action;
use crate::ui::app::Command;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::{Button, empty_state, paint};

/// The height of a row, points.
const ROW: f32 = 52.0;

/// What was done in the list.
enum Done {
    Chosen(usize),
    Moved(usize, usize),
}

/// Draws it.
pub(super) fn show(ui: &mut Ui, t: &Tokens, state: &mut State, commands: &mut Vec<Command>) {
    let Some(desk) = &state.desk else { return };
    ui.spacing_mut().item_spacing.y = 0.0;
    let is_head = state.head.is_some();
    if head_row(ui, t, is_head) {
        state.head = desk.manuscript().head().map(Head::of);
    }
    ui.add_space(space::S);
    if desk.rows().is_empty() {
        let text = "Write the first card, or paste many at once.";
        if empty_state(ui, icons::LAYERS, "No cards yet", text, Some("New card")) {
            commands.push(Command::Do(Action::NewCard));
        }
        return;
    }
    let done = list(ui, t, state);
    match done {
        Some(Done::Chosen(at)) => state.go_to(&ui.ctx().clone(), Some(at)),
        Some(Done::Moved(from, to)) => {
            let Some(desk) = &mut state.desk else { return };
            match desk.reorder(from, to) {
                Ok(()) => state.moved_on(&ui.ctx().clone()),
                Err(error) => {
                    state.files.said.push((crate::ui::widgets::Level::Error, error.to_string()));
                }
            }
        }
        None => {}
    }
}

fn head_row(ui: &mut Ui, t: &Tokens, is_on: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, "About the deck"));
    ground(ui, t, rect, &response, is_on);
    paint::icon(ui, rect.left_center() + vec2(20.0, 0.0), icons::FILE_TEXT, 16.0, t.quiet);
    let text = paint::line(ui, "About the deck", Type::Label, t.strong, rect.width() - 48.0);
    paint::galley_left(ui, rect.left() + 38.0, rect.center().y, text);
    paint::focus_ring(ui, &response, rect, radius::CONTROL);
    paint::hand(ui, &response);
    response.clicked()
}

fn ground(ui: &Ui, t: &Tokens, rect: Rect, response: &egui::Response, is_on: bool) {
    let idle = if is_on { t.accent.soft } else { t.ground };
    let over = if is_on { t.accent.soft } else { t.raised_hover };
    let fill = Tokens::mix(idle, over, paint::hover(ui, response));
    ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), fill);
}

fn list(ui: &mut Ui, t: &Tokens, state: &mut State) -> Option<Done> {
    let State { desk, dragged, reveal, head, .. } = state;
    let desk = desk.as_ref()?;
    let rows = desk.rows();
    let mut done = None;
    let offset_id = egui::Id::unique("author cards offset");
    let mut area = ScrollArea::vertical().id_salt("author cards").auto_shrink(false);
    if std::mem::take(reveal)
        && let Some(at) = desk.at()
    {
        #[expect(clippy::cast_precision_loss, reason = "some thousand rows")]
        let top = at as f32 * ROW;
        // Into the middle when it is out of sight.
        let shown = ui.available_height();
        let offset: f32 = ui.data(|data| data.get_temp(offset_id)).unwrap_or(0.0);
        if top < offset || top + ROW > offset + shown {
            area = area.vertical_scroll_offset((top - shown / 2.0).max(0.0));
        }
    }
    let shown = area.show_rows(ui, ROW, rows.len(), |ui, range| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_max_width(ui.available_width() - space::S);
        let mut rects = Vec::new();
        for at in range.clone() {
            let Some(row) = rows.get(at) else { continue };
            let is_on = desk.at() == Some(at) && head.is_none();
            let response = show_row(ui, t, at, row, is_on);
            rects.push(response.rect);
            if response.drag_started() {
                *dragged = Some(at);
            }
            if response.clicked() {
                done = Some(Done::Chosen(at));
            }
        }
        let pointer = ui.input(|input| input.pointer.interact_pos());
        if let (Some(from), Some(pointer)) = (*dragged, pointer) {
            let to = range.start + place(&rects, pointer.y);
            paint_place(ui, t, &rects, to - range.start);
            if ui.input(|input| input.pointer.any_released()) {
                *dragged = None;
                let to = if to > from { to - 1 } else { to };
                if to != from {
                    done = Some(Done::Moved(from, to));
                }
            }
        }
    });
    ui.data_mut(|data| data.insert_temp(offset_id, shown.state.clamped_offset().y));
    done
}

fn show_row(ui: &mut Ui, t: &Tokens, at: usize, row: &Row, is_on: bool) -> egui::Response {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let id = egui::Id::unique(("author::card", at));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let title = if row.title.is_empty() { "An empty card" } else { &row.title };
    let name = format!("Card {}: {title}", at + 1);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, &name));
    let inner = rect.shrink2(vec2(0.0, 1.0));
    ground(ui, t, inner, &response, is_on);
    let kind = row.kind.map_or("Can't be read", kind_name);
    let ink = if is_on { t.strong } else { t.body };
    let side = if row.is_broken { 34.0 } else { 12.0 };
    let title = paint::line(ui, title, Type::Label, ink, rect.width() - 12.0 - side);
    let below = paint::line(
        ui,
        &format!("{} · {kind}", at + 1),
        Type::Caption,
        if row.is_broken { t.danger.ink } else { t.quiet },
        rect.width() - 24.0,
    );
    let top = rect.center().y - f32::midpoint(title.size().y, below.size().y);
    let below_at = pos2(rect.left() + 12.0, top + title.size().y);
    paint::galley(ui, pos2(rect.left() + 12.0, top), title);
    paint::galley(ui, below_at, below);
    if row.is_broken {
        let at = pos2(rect.right() - 18.0, rect.center().y);
        paint::icon(ui, at, icons::TRIANGLE_ALERT, 15.0, t.danger.ink);
    }
    paint::focus_ring(ui, &response, inner, radius::CONTROL);
    paint::hand(ui, &response);
    response
}

/// The buttons beneath the list.
pub(super) fn foot(ui: &mut Ui, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let key = Action::NewCard.key_text();
        if ui.add(Button::quiet("New card").icon(icons::PLUS).key(&key)).clicked() {
            commands.push(Command::Do(Action::NewCard));
        }
        if ui.add(Button::plain("Add many")).clicked() {
            commands.push(Command::Do(Action::QuickAdd));
        }
    });
}
