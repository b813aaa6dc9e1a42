//! The marks of a graph in the window's colours and letters.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontId, Galley, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2,
};

use crate::insight::chart::scene::{Anchor, Letters};
use crate::insight::chart::{Area, Chart, Hit, Ink, Mark, Plot, Point, Scene};
use crate::ui::fonts::Face;
use crate::ui::tokens::{Tokens, Type};
use crate::ui::widgets::paint as shared;

/// What an ink looks like in a theme.
#[must_use]
pub fn colour(t: &Tokens, ink: Ink) -> Color32 {
    match ink {
        Ink::Accent => t.accent_fill,
        Ink::AccentSoft => Tokens::mix(t.accent_fill, t.card, 0.55),
        Ink::Success => t.success.ink,
        // A little softer than words: they fill whole areas.
        Ink::Warning => Tokens::mix(t.warning.ink, t.card, 0.2),
        Ink::Danger => Tokens::mix(t.danger.ink, t.card, 0.2),
        Ink::Strong => t.strong,
        Ink::Body => t.body,
        Ink::Quiet => t.quiet,
        Ink::Faint => Tokens::mix(t.faint, t.card, 0.35),
        Ink::Line => t.line,
        Ink::Card => t.card,
        Ink::Heat(step) => t.heat.get(usize::from(step)).copied().unwrap_or(t.accent_fill),
    }
}

/// The role of letters, and their font: figures of one width, so that nothing
/// jumps from value to value.
fn font(letters: Letters) -> (Type, FontId) {
    let (role, face) = match letters {
        Letters::Caption => (Type::Caption, Face::Tabular),
        Letters::Small => (Type::Small, Face::Tabular),
        Letters::SmallStrong => (Type::SmallStrong, Face::Semibold),
    };
    (role, FontId::new(letters.size(), face.family()))
}

fn galley(ui: &Ui, text: &str, letters: Letters, colour: Color32) -> Arc<Galley> {
    let (role, font_id) = font(letters);
    let format = egui::TextFormat { font_id, ..role.format(colour) };
    let job = egui::text::LayoutJob::single_section(text.to_owned(), format);
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// How wide a text is, points: the sum of its letters. Laying out hundreds of
/// labels only to measure them would be felt when the page first appears.
pub(super) fn width(ui: &Ui, text: &str, letters: Letters) -> f32 {
    let (_, font) = font(letters);
    ui.fonts_mut(|fonts| text.chars().map(|letter| fonts.glyph_width(&font, letter)).sum())
}

fn rect(area: Area, at: Pos2) -> Rect {
    Rect::from_min_size(at + vec2(area.x, area.y), vec2(area.w, area.h))
}

fn place(point: Point, at: Pos2) -> Pos2 {
    at + vec2(point.x, point.y)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some points")]
fn round(radius: f32) -> u8 {
    radius.clamp(0.0, 32.0).round() as u8
}

/// Draws everything; bars stand at `grown` of their height, 0 to 1.
pub(super) fn marks(ui: &Ui, t: &Tokens, scene: &Scene, at: Pos2, grown: f32) {
    let painter = ui.painter();
    for mark in &scene.marks {
        match mark {
            Mark::Bar { area, round: radius, base, ink } => {
                let lift = |y: f32| base - (base - y) * grown;
                let (top, bottom) = (lift(area.y), lift(area.bottom()));
                let risen = Area { y: top, h: bottom - top, ..*area };
                let radius = round(*radius);
                let rounding = CornerRadius { nw: radius, ne: radius, sw: 0, se: 0 };
                painter.rect_filled(rect(risen, at), rounding, colour(t, *ink));
            }
            Mark::Cell { area, round: radius, ink, ring } => {
                let square = rect(*area, at);
                let rounding = CornerRadius::same(round(*radius));
                painter.rect_filled(square, rounding, colour(t, *ink));
                if *ring {
                    let today = Stroke::new(1.0, t.line_strong);
                    painter.rect_stroke(square, rounding, today, StrokeKind::Outside);
                }
            }
            Mark::Path { points, width, ink, dashed } => {
                let stroke = Stroke::new(*width, colour(t, *ink));
                let places: Vec<Pos2> = points.iter().map(|point| place(*point, at)).collect();
                match places.as_slice() {
                    _ if *dashed => {
                        painter.extend(Shape::dashed_line(&places, stroke, 4.0, 4.0));
                    }
                    // Hairlines are drawn on whole pixels.
                    [from, to] if (from.y - to.y).abs() < f32::EPSILON => {
                        painter.hline(from.x..=to.x, from.y, stroke);
                    }
                    _ => {
                        painter.add(Shape::line(places, stroke));
                    }
                }
            }
            Mark::Dot { at: centre, radius, ink } => {
                painter.circle_filled(place(*centre, at), *radius, colour(t, *ink));
            }
            Mark::Text { at: stands, anchor, text, letters, ink } => {
                let text = galley(ui, text, *letters, colour(t, *ink));
                let stands = place(*stands, at);
                let x = match anchor {
                    Anchor::Start => stands.x,
                    Anchor::Middle => stands.x - text.size().x / 2.0,
                    Anchor::End => stands.x - text.size().x,
                };
                shared::galley_left(ui, x, stands.y, text);
            }
        }
    }
}

/// What lies behind the point that is told.
pub(super) fn highlight(ui: &Ui, t: &Tokens, chart: &Chart, scene: &Scene, hit: &Hit, at: Pos2) {
    let area = match &chart.plot {
        Plot::Columns(_) => Area { y: scene.plot.y, h: scene.plot.h, ..hit.area },
        Plot::Table(_) => hit.area,
        Plot::Year(_) | Plot::Calibration(_) => return,
    };
    let mut band = rect(area, at);
    if band.width() < 3.0 {
        band = band.expand2(vec2((3.0 - band.width()) / 2.0, 0.0));
    }
    let rounding = CornerRadius::same(4);
    ui.painter().rect_filled(band, rounding, Tokens::fade(t.strong, 0.07));
}

/// What lies around it.
pub(super) fn outline(ui: &Ui, t: &Tokens, chart: &Chart, hit: &Hit, at: Pos2) {
    let stroke = Stroke::new(1.5, t.strong);
    match &chart.plot {
        Plot::Year(_) => {
            let square = rect(hit.area, at);
            let rounding = CornerRadius::same(4);
            ui.painter().rect_stroke(square, rounding, stroke, StrokeKind::Middle);
        }
        Plot::Calibration(_) => {
            ui.painter().circle_stroke(place(hit.spot, at), 9.0, stroke);
        }
        Plot::Columns(columns) => {
            // The lines' own places.
            for series in &columns.lines {
                let Some(value) = series.values.get(hit.point).copied().flatten() else { continue };
                let y = line_y(columns.line_scale.share(value), at, hit);
                let centre = pos2(at.x + hit.spot.x, y);
                ui.painter().circle(centre, 4.0, colour(t, series.ink), Stroke::new(2.0, t.card));
            }
        }
        Plot::Table(_) => {}
    }
}

/// Where a line stands: the hit's area is the plot with a rim of 4 points.
fn line_y(share: f32, at: Pos2, hit: &Hit) -> f32 {
    at.y + hit.area.bottom() - 4.0 - share * (hit.area.h - 8.0)
}
