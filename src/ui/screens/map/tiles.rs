//! The treemap: areas of the whole, subjects within them.

use egui::{
    Color32, CornerRadius, Id, Mesh, Rect, Rgba, Role, Sense, Shape, Ui, Vec2, WidgetInfo, pos2,
    vec2,
};

use super::view::{SubjectView, View};
use crate::insight::chart::{Area, Unit, grouped};
use crate::insight::treemap::squarified;
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::paint;

/// Above an area's tiles.
const HEAD: f32 = 26.0;
/// Between areas.
const GAP: f32 = 12.0;
/// Between subjects.
const SEAM: f32 = 3.0;
/// Within a tile.
const PAD: f32 = 10.0;
/// Within a tile of little height.
const SLIM: f32 = 5.0;
/// A smaller share of the whole could be neither read nor pressed: areas take
/// this at least, and subjects a third of it within theirs.
const LEAST: f64 = 0.06;

/// A subject's place.
#[derive(Debug)]
struct Tile {
    group: usize,
    subject: usize,
    id: Id,
    rect: Rect,
}

/// The tiles for one size of the frame, from its upper left corner.
#[derive(Debug)]
pub(super) struct Laid {
    frame: Vec2,
    heads: Vec<Rect>,
    tiles: Vec<Tile>,
}

impl Laid {
    fn new(view: &View, frame: Vec2) -> Self {
        let least = f64::from(view.whole.cards) * LEAST;
        let weight = |cards: u32| f64::from(cards).max(least);
        let weights: Vec<f64> = view.groups.iter().map(|it| weight(it.held.cards)).collect();
        // The gaps are within the areas, so that those at the rim touch it.
        let whole = Area::new(0.0, 0.0, frame.x + GAP, frame.y + GAP);
        let mut laid = Self { frame, heads: Vec::new(), tiles: Vec::new() };
        for (group, area) in squarified(&weights, whole).into_iter().enumerate() {
            let Some(found) = view.groups.get(group) else { continue };
            let (w, h) = (area.w - GAP, area.h - GAP);
            let head = HEAD.min((h - 24.0).max(0.0));
            laid.heads.push(Rect::from_min_size(pos2(area.x, area.y), vec2(w, head)));
            let inner = Area::new(area.x, area.y + head, w + SEAM, h - head + SEAM);
            let least = f64::from(found.held.cards) * LEAST / 3.0;
            let weight = |it: &SubjectView| f64::from(it.subject.held.cards).max(least);
            let weights: Vec<f64> = found.subjects.iter().map(weight).collect();
            for (subject, area) in squarified(&weights, inner).into_iter().enumerate() {
                let Some(of) = found.subjects.get(subject) else { continue };
                let size = vec2((area.w - SEAM).max(1.0), (area.h - SEAM).max(1.0));
                laid.tiles.push(Tile {
                    group,
                    subject,
                    id: tile_id(&of.subject.id),
                    rect: Rect::from_min_size(pos2(area.x, area.y), size),
                });
            }
        }
        laid
    }

    /// The tile that an arrow enters.
    pub(super) fn first(&self) -> Option<Id> {
        self.tiles.first().map(|tile| tile.id)
    }
}

fn tile_id(deck: &str) -> Id {
    Id::unique(("map tile", deck))
}

/// Draws the map; gives the subject that was pressed.
pub(super) fn show(
    ui: &mut Ui,
    t: &Tokens,
    view: &View,
    laid: &mut Option<Laid>,
    frame: Vec2,
    returning: Option<String>,
) -> Option<String> {
    let (whole, _) = ui.allocate_exact_size(frame, Sense::hover());
    if laid.as_ref().is_none_or(|laid| laid.frame != frame) {
        *laid = Some(Laid::new(view, frame));
    }
    let laid = laid.as_ref()?;
    if let Some(id) = returning {
        ui.memory_mut(|memory| memory.request_focus(tile_id(&id)));
    }
    let offset = whole.min.to_vec2();
    for (group, head) in view.groups.iter().zip(&laid.heads) {
        let head = head.translate(offset);
        if head.height() < 18.0 {
            continue;
        }
        let percent = percent(group.held.remembered());
        let share = paint::line(ui, &percent, Type::Small, t.quiet, head.width());
        let room = head.width() - share.size().x - space::S;
        let name = paint::line(ui, &group.name, Type::SmallStrong, t.body, room.max(20.0));
        let x = head.left() + name.size().x + space::S;
        paint::galley_left(ui, head.left(), head.center().y - 2.0, name);
        if room > 60.0 {
            paint::galley_left(ui, x, head.center().y - 2.0, share);
        }
    }
    let mut pressed = None;
    for tile in &laid.tiles {
        let found = view.groups.get(tile.group).and_then(|it| it.subjects.get(tile.subject));
        let Some(subject) = found else { continue };
        if draw(ui, t, subject, tile, offset) {
            pressed = Some(subject.subject.id.clone());
        }
    }
    pressed
}

fn draw(ui: &mut Ui, t: &Tokens, view: &SubjectView, tile: &Tile, offset: Vec2) -> bool {
    let rect = tile.rect.translate(offset);
    let subject = &view.subject;
    let held = subject.held;
    let response = ui.interact(rect, tile.id, Sense::click());
    let met = format!("{} of {} met", grouped(held.met.into()), grouped(held.cards.into()));
    let share = percent(held.remembered());
    response.widget_info(|| {
        let said = format!("{}, {share} remembered, {met}", subject.title);
        WidgetInfo::labeled(Role::Button, ui.is_enabled(), said)
    });
    let lift = paint::hover(ui, &response);
    let ground = ground(t, held.remembered());
    let ground = Tokens::mix(ground, t.strong, lift * 0.08);
    let rounding = CornerRadius::same(radius::CONTROL);
    ui.painter().rect_filled(rect, rounding, ground);
    write(ui, t, view, (rect, ground), (&share, &met));
    paint::focus_ring(ui, &response, rect.shrink(1.0), radius::CONTROL);
    paint::hand(ui, &response);
    response
        .on_hover_ui(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(Type::SmallStrong.text(&subject.title, t.strong));
            ui.label(Type::Small.text(format!("{share} remembered now"), t.body));
            let recall = held
                .recall()
                .map(|recall| format!("{met}; you’d recall {} of those", percent(recall)));
            ui.label(Type::Small.text(recall.unwrap_or(met), t.quiet));
        })
        .clicked()
}

/// What stands on a tile, as far as there is room; the tooltip tells the rest.
fn write(
    ui: &Ui,
    t: &Tokens,
    view: &SubjectView,
    (rect, ground): (Rect, Color32),
    (share, met): (&str, &str),
) {
    let held = view.subject.held;
    let ink = ink_on(t, ground);
    // What was not begun keeps quiet.
    let share_ink = if held.met == 0 { t.quiet } else { ink };
    let pad = if rect.height() < 44.0 { SLIM } else { PAD };
    let (room, high) = (rect.width() - 2.0 * pad, rect.height() - 2.0 * pad);
    if room < 26.0 || high < 14.0 {
        return;
    }
    let role = if room > 150.0 && high > 90.0 { Type::BodyStrong } else { Type::SmallStrong };
    let title = paint::line(ui, &view.subject.title, role, ink, room);
    let (left, mut y) = (rect.left() + pad, rect.top() + pad);
    let (wide, step) = (title.size().x, title.size().y);
    let is_slim = high < step + 18.0;
    if is_slim {
        y = rect.center().y - step / 2.0;
    }
    paint::galley(ui, pos2(left, y), title);
    if is_slim {
        let text = paint::line(ui, share, Type::Small, share_ink, room);
        if wide + text.size().x + space::S <= room {
            paint::galley_left(ui, left + wide + space::S, rect.center().y, text);
        }
        return;
    }
    y += step;
    let is_large = held.met > 0 && high > 110.0 && room > 110.0;
    let role = if is_large { Type::Title } else { Type::Small };
    let text = paint::line(ui, share, role, share_ink, room);
    let below = text.size().y;
    paint::galley(ui, pos2(left, y), text);
    y += below;
    if y + 34.0 < rect.bottom() && room > 70.0 {
        let text = paint::line(ui, met, Type::Caption, share_ink, room);
        let at = pos2(left, rect.bottom() - pad - 6.0 - text.size().y);
        paint::galley(ui, at, text);
    }
    let bottom = rect.bottom() - pad;
    if y + 4.0 < bottom - 3.0 {
        let ends = [pos2(left, bottom - 3.0), pos2(rect.right() - pad, bottom)];
        met_bar(ui, t, ground, Rect::from_min_max(ends[0], ends[1]), held.met_share());
    }
}

/// A share as whole percent.
pub(super) fn percent(share: f64) -> String {
    Unit::Percent.text((share * 100.0).round() / 100.0)
}

/// The share met, as a thin bar on this ground.
pub(super) fn met_bar(ui: &Ui, t: &Tokens, ground: Color32, rect: Rect, share: f64) {
    let ink = ink_on(t, ground);
    let rounding = CornerRadius::same(2);
    ui.painter().rect_filled(rect, rounding, Tokens::mix(ground, ink, 0.18));
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    let width = rect.width() * share.clamp(0.0, 1.0) as f32;
    if width > 0.0 {
        let filled = Rect::from_min_size(rect.min, vec2(width.max(3.0), rect.height()));
        ui.painter().rect_filled(filled, rounding, Tokens::mix(ground, ink, 0.8));
    }
}

/// The colour of a share: along the steps of the heatmap.
pub(super) fn ground(t: &Tokens, share: f64) -> Color32 {
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    let at = share.clamp(0.0, 1.0) as f32 * 4.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 3")]
    let step = (at.floor() as usize).min(3);
    #[expect(clippy::cast_precision_loss, reason = "0 to 3")]
    let rest = at - step as f32;
    let ramp = match t.heat.get(step..step + 2) {
        Some([from, to]) => Tokens::mix(*from, *to, rest),
        _ => t.raised,
    };
    // Between the dark and the light half neither ink reads well: there the
    // colour gives way a little.
    let ink = ink_on(t, ramp);
    let away = if ink == t.strong { t.on_accent } else { t.strong };
    let mut ground = ramp;
    for step in [0.02, 0.04, 0.06, 0.08, 0.1] {
        if contrast(ink, ground) >= READABLE {
            break;
        }
        ground = Tokens::mix(ramp, away, step);
    }
    ground
}

/// The contrast of small text that can be read (WCAG 2.2).
const READABLE: f32 = 4.5;

/// Whichever ink reads better on a ground.
fn ink_on(t: &Tokens, ground: Color32) -> Color32 {
    let is_strong = contrast(t.strong, ground) >= contrast(t.on_accent, ground);
    if is_strong { t.strong } else { t.on_accent }
}

/// As WCAG 2.2 measures it: 1 to 21.
fn contrast(ink: Color32, ground: Color32) -> f32 {
    let luminance = |colour: Color32| {
        let linear = Rgba::from(colour);
        0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
    };
    let (a, b) = (luminance(ink), luminance(ground));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// All colours side by side.
pub(super) fn scale(ui: &Ui, t: &Tokens, rect: Rect) {
    let mut mesh = Mesh::default();
    for step in 0..=16_u32 {
        #[expect(clippy::cast_precision_loss, reason = "some steps")]
        let share = step as f32 / 16.0;
        let x = rect.left() + rect.width() * share;
        let colour = ground(t, f64::from(share));
        mesh.colored_vertex(pos2(x, rect.top()), colour);
        mesh.colored_vertex(pos2(x, rect.bottom()), colour);
        if step > 0 {
            let at = 2 * step;
            mesh.add_triangle(at - 2, at - 1, at);
            mesh.add_triangle(at - 1, at, at + 1);
        }
    }
    ui.painter().add(Shape::mesh(mesh));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_on_a_tile_can_be_read() {
        for t in [true, false].map(Tokens::theme) {
            for percent in 0..=100_u32 {
                let ground = ground(t, f64::from(percent) / 100.0);
                let ink = ink_on(t, ground);
                let found = contrast(ink, ground);
                assert!(found >= READABLE, "{percent} % ({}): {found}", t.dark);
            }
        }
    }
}
