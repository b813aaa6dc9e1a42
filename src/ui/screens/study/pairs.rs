//! Pairs to be joined: left and right side by side, a thread between those that
//! belong together.

use egui::{Align, Color32, Layout, Rect, Stroke, Ui, pos2, vec2};

use super::State;
use super::keys::digit_name;
use super::row::{Row, RowState};
use super::top::words;
use crate::session::Answer;
use crate::ui::markdown;
use crate::ui::tokens::{Tokens, Type, space};

/// Between the two columns, points.
const GAP: f32 = 44.0;

fn letter(position: usize) -> String {
    let letters = ('A'..='Z').nth(position);
    letters.map_or_else(|| (position + 1).to_string(), |letter| letter.to_string())
}

/// Two columns of the same width.
fn columns(ui: &mut Ui, add: &mut dyn FnMut(&mut Ui, bool)) {
    let width = ((ui.available_width() - GAP) / 2.0).floor();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for is_right in [false, true] {
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = space::S;
                add(ui, is_right);
            });
        }
    });
}

fn thread(ui: &Ui, left: Rect, right: Rect, stroke: Stroke) {
    let from = pos2(left.right(), left.center().y);
    let to = pos2(right.left(), right.center().y);
    let bend = vec2(GAP * 0.45, 0.0);
    let curve = egui::epaint::CubicBezierShape::from_points_stroke(
        [from, from + bend, to - bend, to],
        false,
        Color32::TRANSPARENT,
        stroke,
    );
    ui.painter().add(curve);
    for end in [from, to] {
        ui.painter().circle_filled(end, 3.0, stroke.color);
    }
}

/// While it is being answered.
pub fn show(ui: &mut Ui, t: &Tokens, state: &mut State, left: &[String], right: &[String]) {
    let width = ui.available_width();
    let text = "Press the number of what belongs to the marked one.";
    words(ui, text, Type::Small, t.quiet, width);
    ui.add_space(space::S);
    state.rows.clear();
    let current = state.draft.current_left(left.len());
    let mut places: [Vec<Rect>; 2] = [Vec::new(), Vec::new()];
    let (mut chosen, mut joined) = (None, None);
    columns(ui, &mut |ui, is_right| {
        let sides = if is_right { right } else { left };
        for (at, text) in sides.iter().enumerate() {
            let id = ui.scope_id().with(("side", is_right, at));
            state.rows.push(id);
            let plain = markdown::plain(text);
            let partner = if is_right { state.draft.left_of(at) } else { state.draft.right_of(at) };
            let (marker, chip) = if is_right {
                (digit_name(at), partner.map(letter))
            } else {
                (letter(at), partner.map(digit_name))
            };
            let is_current = !is_right && current == Some(at);
            let row = Row {
                marker: &marker,
                text,
                name: match &chip {
                    Some(chip) => format!("{marker}, {plain}, joined to {chip}"),
                    None => format!("{marker}, {plain}"),
                },
                state: match (is_current, partner) {
                    (true, _) => RowState::Current,
                    (false, Some(_)) => RowState::Taken,
                    (false, None) => RowState::Idle,
                },
                chip: chip.as_deref(),
                remark: None,
                is_open: true,
                height: 24.0,
            };
            let response = row.show(ui, id);
            if response.clicked() {
                if is_right { joined = Some(at) } else { chosen = Some(at) }
            }
            if let Some(list) = places.get_mut(usize::from(is_right)) {
                list.push(response.rect);
            }
        }
    });
    for (from, to) in &state.draft.joined {
        if let (Some(from), Some(to)) = (places[0].get(*from), places[1].get(*to)) {
            thread(ui, *from, *to, Stroke::new(2.0, t.accent.ink));
        }
    }
    if let Some(at) = chosen {
        state.draft.choose_left(at);
    }
    if let Some(at) = joined {
        state.draft.join(at, left.len());
    }
}

/// After the answer: each left side beside its right one.
pub fn show_solution(
    ui: &mut Ui,
    t: &Tokens,
    (left, right): (&[String], &[String]),
    (partners, joined): (&[usize], &[bool]),
    answer: &Answer,
) {
    let width = ui.available_width();
    words(ui, "What belongs together", Type::Small, t.quiet, width);
    ui.add_space(space::S);
    let given = match answer {
        Answer::Pairs(given) => Some(given),
        _ => None,
    };
    for (at, text) in left.iter().enumerate() {
        let Some((partner, other)) =
            partners.get(at).and_then(|&partner| Some((partner, right.get(partner)?)))
        else {
            continue;
        };
        let is_right = joined.get(at).copied().unwrap_or(false);
        let state = match (given, is_right) {
            (None, _) => RowState::Passed,
            (_, true) => RowState::Right,
            (_, false) => RowState::Wrong,
        };
        let yours = given.and_then(|given| given.get(at).copied().flatten());
        let yours = yours.filter(|_| !is_right).and_then(|yours| right.get(yours));
        let mut places = [Rect::NOTHING; 2];
        columns(ui, &mut |ui, is_other| {
            let (marker, text) =
                if is_other { (digit_name(partner), other) } else { (letter(at), text) };
            let row = Row {
                marker: &marker,
                text,
                name: match (is_other, given, is_right) {
                    (true, Some(_), true) => format!("{}, joined rightly", markdown::plain(text)),
                    (true, Some(_), false) => format!("{}, missed", markdown::plain(text)),
                    _ => markdown::plain(text),
                },
                state: match (is_other, state) {
                    (true, RowState::Wrong) => RowState::Right,
                    _ => state,
                },
                chip: None,
                remark: yours.filter(|_| !is_other).map(|yours| format!("you joined: {yours}")),
                is_open: false,
                height: 24.0,
            };
            let response = row.show(ui, ui.scope_id().with(("solution", at, is_other)));
            if let Some(place) = places.get_mut(usize::from(is_other)) {
                *place = response.rect;
            }
        });
        let colour = if given.is_some() { t.success.ink } else { t.line_strong };
        thread(ui, places[0], places[1], Stroke::new(2.0, colour));
        ui.add_space(space::S);
    }
}
