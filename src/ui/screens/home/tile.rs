//! Tiles of decks: of one height, painted only where they are seen, so that
//! hundreds of decks cost no more than those on screen.

use egui::{
    CornerRadius, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::view::Tile;
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::paint;

const HEIGHT: f32 = 132.0;
const LEAST_WIDTH: f32 = 264.0;
const PAD: f32 = 18.0;

/// The identity of the first tile, for the focus.
pub fn first_id() -> Id {
    id(0)
}

fn id(number: usize) -> Id {
    Id::unique(("home::tile", number))
}

/// A grid of tiles; gives the one that was pressed. `number` counts them over
/// the whole page.
pub fn tiles<'a>(ui: &mut Ui, decks: &[&'a Tile], number: &mut usize) -> Option<&'a Tile> {
    let gap = space::L;
    let room = ui.available_width();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "up to four columns"
    )]
    let columns = (((room + gap) / (LEAST_WIDTH + gap)).floor() as usize).clamp(1, 4);
    #[expect(clippy::cast_precision_loss, reason = "up to four columns")]
    let width = ((room - gap * (columns - 1) as f32) / columns as f32).floor();
    let mut pressed = None;
    for (row, decks) in decks.chunks(columns).enumerate() {
        if row > 0 {
            ui.add_space(gap);
        }
        let (line, _) = ui.allocate_exact_size(vec2(room, HEIGHT), Sense::hover());
        let mut x = line.left();
        for deck in decks {
            let rect = Rect::from_min_size(pos2(x, line.top()), vec2(width, HEIGHT));
            x += width + gap;
            if tile(ui, deck, rect, id(*number)).clicked() {
                pressed = Some(*deck);
            }
            *number += 1;
        }
    }
    pressed
}

fn tile(ui: &Ui, deck: &Tile, rect: Rect, id: Id) -> Response {
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &deck.name));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if ui.is_rect_visible(rect) {
        let t = Tokens::of(ui);
        let lift = paint::hover(ui, &response);
        let rounding = CornerRadius::same(radius::CARD);
        let border = Stroke::new(1.0, Tokens::mix(t.line, t.accent.line, lift));
        ui.painter().add(t.shadow.as_shape(rect, rounding));
        let fill = Tokens::mix(t.card, t.raised, lift);
        ui.painter().rect(rect, rounding, fill, border, StrokeKind::Inside);
        inside(ui, t, deck, rect.shrink(PAD));
        paint::focus_ring(ui, &response, rect, radius::CARD);
        paint::hand(ui, &response);
    }
    response
}

fn inside(ui: &Ui, t: &Tokens, deck: &Tile, rect: Rect) {
    let width = rect.width();
    // Title and version share a line; the version yields first.
    let title = paint::line(ui, &deck.title, Type::BodyStrong, t.strong, width);
    let title_width = title.size().x;
    paint::galley(ui, pos2(rect.left(), rect.top() - 3.0), title);
    let left_over = width - title_width - space::S;
    if !deck.version.is_empty() && left_over > 24.0 {
        let version = paint::line(ui, &deck.version, Type::Small, t.quiet, left_over);
        paint::galley(ui, pos2(rect.left() + title_width + space::S, rect.top() - 0.5), version);
    }

    let y = rect.top() + 24.0;
    let mut x = rect.left();
    let parts = [
        (deck.due > 0).then(|| (format!("{} due", deck.due), Type::SmallStrong, t.accent.ink)),
        (deck.new > 0).then(|| (format!("{} new", deck.new), Type::Small, t.quiet)),
        (!deck.is_waiting()).then(|| ("Nothing due".to_owned(), Type::Small, t.quiet)),
    ];
    for (words, role, ink) in parts.into_iter().flatten() {
        let text = paint::line(ui, &words, role, ink, rect.right() - x);
        let next = x + text.size().x + space::M;
        paint::galley(ui, pos2(x, y), text);
        x = next;
    }
    let mark = match (&deck.faults, deck.own) {
        (Some(faults), _) => Some((faults.as_str(), t.warning.ink)),
        (None, Some(own)) => Some((own, t.quiet)),
        (None, None) => None,
    };
    if let Some((words, ink)) = mark {
        let text = paint::line(ui, words, Type::Small, ink, (rect.right() - x).max(0.0));
        paint::galley(ui, pos2(rect.right() - text.size().x, y), text);
    }

    let bar = Rect::from_min_size(pos2(rect.left(), rect.bottom() - 30.0), vec2(width, 4.0));
    crate::ui::widgets::recall_line(ui, bar, deck.recall);
    let met = paint::line(ui, &deck.met, Type::Caption, t.quiet, width);
    let left = width - met.size().x - space::S;
    let said = paint::line(ui, &deck.remembered, Type::Caption, t.body, left);
    let y = rect.bottom() - 16.0;
    paint::galley(ui, pos2(rect.left(), y), said);
    paint::galley(ui, pos2(rect.right() - met.size().x, y), met);
}
