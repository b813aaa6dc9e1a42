//! The table: only the rows that are seen are drawn, whatever there are.

use egui::{
    Align, CornerRadius, Id, Key, Layout, Modifiers, Rect, Role, ScrollArea, Sense, Stroke, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::cells::{self, Cell};
use super::search::Rows;
use super::select::Pick;
use super::{State, within};
use crate::query::Column;
use crate::ui::app::Ready;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::{empty_state, paint, skeleton};

/// How high a row is, points.
const ROW: f32 = 34.0;
const HEAD: f32 = 36.0;
/// Around a cell's text.
const PAD: f32 = 10.0;
/// Before the first cell: the mark of a flag.
const LEAD: f32 = 8.0;

/// The columns that there is room for, with their places.
fn layout(columns: &[Column], room: f32) -> Vec<(Column, f32, f32)> {
    let room = room - LEAD - PAD;
    let mut shown: Vec<Column> = Vec::new();
    let mut used = 0.0;
    for column in columns {
        let width = cells::width(*column);
        // The first is always shown.
        if !shown.is_empty() && used + width > room {
            break;
        }
        used += width;
        shown.push(*column);
    }
    let spare = (room - used).max(0.0);
    // The question takes what is left; without it the first column does.
    let wide = shown.iter().position(|column| *column == Column::Question).unwrap_or(0);
    let mut x = LEAD;
    let placed = shown.into_iter().enumerate().map(|(at, column)| {
        let width = cells::width(column) + if at == wide { spare } else { 0.0 };
        let place = (column, x, width);
        x += width;
        place
    });
    placed.collect()
}

/// Draws it.
pub fn show(ui: &mut Ui, t: &Tokens, state: &mut State, ready: &Ready) {
    let whole = ui.available_rect_before_wrap();
    let rounding = CornerRadius::same(radius::CARD);
    ui.painter().add(t.shadow.as_shape(whole, rounding));
    let border = Stroke::new(1.0, t.line);
    ui.painter().rect(whole, rounding, t.card, border, egui::StrokeKind::Inside);
    let column = Layout::top_down(Align::Min);
    if state.search.rows().is_none() {
        let place = whole.shrink(space::XL);
        return within(ui, "loading", place, column, |ui| skeleton(ui, &[0.9, 0.7, 0.8, 0.5]));
    }
    if state.search.rows().is_some_and(|rows| rows.items.is_empty()) {
        return within(ui, "nothing", whole, column, |ui| nothing(ui, state, ready));
    }
    // Beside the scroll bar.
    let columns = layout(&state.columns, whole.width() - space::M);
    let head = Rect::from_min_size(whole.min, vec2(whole.width(), HEAD));
    header(ui, t, state, &columns, head);
    let body = Rect::from_min_max(head.left_bottom(), whole.max - vec2(1.0, 6.0));
    within_exactly(ui, body, |ui| rows(ui, t, state, &columns, body));
}

/// Rows must not be seen above or below the table.
fn within_exactly(ui: &mut Ui, rect: Rect, add: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new().id_salt("rows").max_rect(rect);
    let mut child = ui.new_child(builder.layout(Layout::top_down(Align::Min)));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    add(&mut child);
}

fn nothing(ui: &mut Ui, state: &mut State, ready: &Ready) {
    ui.add_space(space::XL);
    if ready.collection.library().items().is_empty() {
        let text = "Decks that you write or take in appear here.";
        empty_state(ui, icons::LAYERS, "There are no cards yet", text, None);
        return;
    }
    let text = "No card fits all of it. Take a condition away, or look at all cards.";
    if empty_state(ui, icons::SEARCH, "Nothing found", text, Some("Show all cards")) {
        state.query.clear();
    }
}

fn header(ui: &Ui, t: &Tokens, state: &mut State, columns: &[(Column, f32, f32)], rect: Rect) {
    for (column, x, width) in columns.iter().copied() {
        let cell = Rect::from_min_size(pos2(rect.left() + x, rect.top()), vec2(width, HEAD));
        let id = Id::unique(("browse head", column));
        let response = ui.interact(cell, id, Sense::click());
        let sorted = state.sort.filter(|(by, _)| *by == column).map(|(_, down)| down);
        let title = column.title();
        response.widget_info(|| {
            let order = match sorted {
                Some(true) => ", falling",
                Some(false) => ", rising",
                None => "",
            };
            WidgetInfo::labeled(Role::ColumnHeader, true, format!("Sort by {title}{order}"))
        });
        let lift = paint::hover(ui, &response);
        let ink =
            if sorted.is_some() { t.accent.ink } else { Tokens::mix(t.quiet, t.strong, lift) };
        let arrow = if sorted.is_some() { 18.0 } else { 0.0 };
        let text = paint::line(ui, title, Type::SmallStrong, ink, width - 2.0 * PAD - arrow);
        let y = cell.center().y;
        let left = if cells::is_figure(column) {
            cell.right() - PAD - text.size().x
        } else {
            cell.left() + PAD
        };
        let size = text.size();
        paint::galley_left(ui, left, y, text);
        if let Some(down) = sorted {
            let icon = if down { icons::ARROW_DOWN } else { icons::ARROW_UP };
            let x = if cells::is_figure(column) { left - 10.0 } else { left + size.x + 10.0 };
            paint::icon(ui, pos2(x, y), icon, 13.0, ink);
        }
        paint::focus_ring(ui, &response, cell.shrink(3.0), radius::SMALL);
        paint::hand(ui, &response);
        if response.clicked() {
            state.sort = match state.sort {
                Some((by, false)) if by == column => Some((column, true)),
                // The third time the decks' own order is back.
                Some((by, true)) if by == column => None,
                _ => Some((column, false)),
            };
        }
    }
    let y = rect.bottom() - 0.5;
    ui.painter().hline(rect.shrink(1.0).x_range(), y, Stroke::new(1.0, t.line));
}

fn rows(ui: &mut Ui, t: &Tokens, state: &mut State, columns: &[(Column, f32, f32)], body: Rect) {
    let Some(count) = state.search.rows().map(|rows| rows.items.len()) else { return };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows of a window")]
    let page = (body.height() / ROW).floor().max(1.0) as usize;
    state.page = page;
    // What stands beside or above it has come or gone: the cursor stays in sight.
    if (state.height - body.height()).abs() > 1.0 {
        state.height = body.height();
        state.scroll_to = state.scroll_to.or(state.selection.cursor());
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("browse rows").auto_shrink(false);
    if let Some(row) = state.scroll_to.take()
        && let Some(offset) = seen(row, state.scroll_at, body.height())
    {
        area = area.vertical_scroll_offset(offset);
    }
    let mut picked = None;
    let mut scroll_at = 0.0;
    area.show_viewport(ui, |ui, viewport| {
        scroll_at = viewport.min.y;
        #[expect(clippy::cast_precision_loss, reason = "the height of a table")]
        ui.set_height(count as f32 * ROW);
        let Some(rows) = state.search.rows() else { return };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a row of the table"
        )]
        let first = (viewport.min.y / ROW).floor().max(0.0) as usize;
        for row in first..(first + page + 2).min(count) {
            // In doubles: far down, points of 32 bits are not exact.
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                reason = "within the window"
            )]
            let y = (row as f64 * f64::from(ROW) - f64::from(viewport.min.y)) as f32;
            let width = body.width() - 2.0;
            let rect =
                Rect::from_min_size(pos2(body.left() + 1.0, body.top() + y), vec2(width, ROW));
            if show_row(ui, t, state, rows, row, rect, columns) {
                picked = Some(row);
            }
        }
    });
    state.scroll_at = scroll_at;
    if let Some(row) = picked {
        let modifiers = ui.input(|input| input.modifiers);
        let pick = match modifiers {
            Modifiers { shift: true, .. } => Pick::Range,
            Modifiers { command: true, .. } => Pick::Toggle,
            _ => Pick::Only,
        };
        if let Some(rows) = state.search.rows() {
            state.selection.pick(row, pick, &rows.items, rows.facts.len());
        }
        // Keys belong to the table now.
        ui.memory_mut(egui::Memory::stop_text_input);
    }
}

/// How far to scroll for a row to be seen; `None` when it is.
#[expect(clippy::cast_precision_loss, reason = "the height of a table")]
fn seen(row: usize, at: f32, height: f32) -> Option<f32> {
    let top = row as f32 * ROW;
    if top < at {
        Some(top)
    } else if top + ROW > at + height {
        Some(top + ROW - height)
    } else {
        None
    }
}

/// `true` when it was pressed.
fn show_row(
    ui: &Ui,
    t: &Tokens,
    state: &State,
    rows: &Rows,
    row: usize,
    rect: Rect,
    columns: &[(Column, f32, f32)],
) -> bool {
    let Some(item) = rows.items.get(row).map(|item| *item as usize) else { return false };
    let is_selected = state.selection.has(item);
    let response = ui.interact(rect, Id::unique(("browse row", row)), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::Row, true, is_selected, cells::spoken(rows, item, t))
    });
    let is_at = state.selection.cursor() == Some(row);
    let ground = if is_selected {
        t.accent.soft
    } else if response.hovered() {
        t.raised
    } else {
        egui::Color32::TRANSPARENT
    };
    ui.painter().rect_filled(rect, CornerRadius::ZERO, ground);
    let line = Stroke::new(1.0, Tokens::fade(t.line, 0.6));
    ui.painter().hline(rect.shrink(PAD).x_range(), rect.bottom() - 0.5, line);
    if is_at {
        let mark = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(mark, CornerRadius::ZERO, t.accent_fill);
    }
    for (column, x, width) in columns.iter().copied() {
        let Cell { text, ink } = cells::cell(rows, item, column, t);
        if text.is_empty() {
            continue;
        }
        let role = if column == Column::Question { Type::Label } else { Type::Small };
        let text = paint::line(ui, &text, role, ink, width - 2.0 * PAD);
        let left = if cells::is_figure(column) {
            rect.left() + x + width - PAD - text.size().x
        } else {
            rect.left() + x + PAD
        };
        paint::galley_left(ui, left, rect.center().y, text);
    }
    if response.hovered() {
        ui.set_cursor_icon(egui::CursorIcon::Default);
    }
    let is_focus_key = response.has_focus() && ui.input(|input| input.key_pressed(Key::Space));
    response.clicked() || is_focus_key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_have_no_room_stay_away_from_the_right() {
        let columns = [Column::Question, Column::Deck, Column::Due, Column::Recall];
        let names = |room| layout(&columns, room).iter().map(|place| place.0).collect::<Vec<_>>();
        assert_eq!(names(2_000.0), columns);
        assert_eq!(names(500.0), columns[..3]);
        assert_eq!(names(100.0), columns[..1]);
        let wide = layout(&columns, 2_000.0);
        let end = wide.last().map(|(_, x, width)| x + width);
        assert!(end.is_some_and(|end| (end - (2_000.0 - PAD)).abs() < 0.01), "{end:?}");
    }

    #[test]
    fn the_table_moves_only_as_far_as_it_must() {
        assert_eq!(seen(3, 0.0, 340.0), None);
        assert_eq!(seen(10, 0.0, 340.0), Some(34.0));
        assert_eq!(seen(2, 340.0, 340.0), Some(68.0));
    }
}
