//! The planner's own small charts: bars of days, a curve with a point that can be
//! moved.

use egui::{
    CornerRadius, Key, Pos2, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, epaint,
    pos2, vec2,
};

use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::paint;
use crate::ui::words;

/// A day, or several as their mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// The (first) study day.
    pub day: i32,
    /// What the chart is about.
    pub main: f64,
    /// What comes on top.
    pub rest: f64,
}

const BARS_HEIGHT: f32 = 132.0;
/// Below the bars: the dates.
const FOOT: f32 = 22.0;
/// Left of them: the scale.
const SCALE: f32 = 52.0;

/// Days as bars, minutes upwards. `limit` draws a line; `tell` says what
/// a bar shows, on hovering.
pub fn bars(
    ui: &mut Ui,
    t: &Tokens,
    days: &[Bar],
    limit: Option<f64>,
    tell: impl Fn(&Bar) -> String,
) {
    let size = vec2(ui.available_width(), BARS_HEIGHT + FOOT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let fullest = days.iter().map(|day| day.main + day.rest).fold(0.0, f64::max);
    response.widget_info(|| {
        let days = words::count(days.len(), "day");
        let fullest = super::say::minutes(fullest);
        WidgetInfo::labeled(Role::Image, true, format!("{days} as bars, the fullest {fullest}"))
    });
    let plot = Rect::from_min_max(
        pos2(rect.left() + SCALE, rect.top() + 6.0),
        pos2(rect.right(), rect.bottom() - FOOT),
    );
    let bars = merged(days, plot.width());
    let most = bars.iter().map(|bar| bar.main + bar.rest).fold(limit.unwrap_or(0.0), f64::max);
    let top = nice(most);
    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    let y = |minutes: f64| plot.bottom() - plot.height() * (minutes / top) as f32;
    for share in [0.0, 0.5, 1.0] {
        let at = y(top * share);
        ui.painter().hline(plot.x_range(), at, Stroke::new(1.0, t.line));
        if share > 0.0 {
            let text = super::say::minutes(top * share);
            let text = paint::line(ui, &text, Type::Caption, t.quiet, SCALE - 6.0);
            paint::galley_left(ui, rect.left(), at, text);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "some hundreds of bars")]
    let pitch = plot.width() / bars.len().max(1) as f32;
    let gap = if pitch > 6.0 { 2.0 } else { 1.0 };
    let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|_| response.hovered());
    let mut hovered = None;
    let mut last_label = f32::NEG_INFINITY;
    let mut x = plot.left();
    for (number, bar) in bars.iter().enumerate() {
        let column = Rect::from_min_max(pos2(x, plot.top()), pos2(x + pitch, plot.bottom()));
        let (left, right) = (x + gap / 2.0, x + pitch - gap / 2.0);
        let is_hovered = pointer.is_some_and(|at| column.x_range().contains(at.x));
        if is_hovered {
            hovered = Some(bar);
            ui.painter().rect_filled(column, CornerRadius::ZERO, Tokens::fade(t.raised_hover, 0.6));
        }
        let rounding = CornerRadius { nw: 2, ne: 2, ..CornerRadius::ZERO };
        let (middle, head) = (y(bar.main), y(bar.main + bar.rest));
        if bar.rest > 0.0 {
            let rect = Rect::from_min_max(pos2(left, head), pos2(right, middle));
            ui.painter().rect_filled(rect, rounding, t.line_strong.gamma_multiply(0.55));
        }
        if bar.main > 0.0 {
            let rect = Rect::from_min_max(pos2(left, middle), pos2(right, plot.bottom()));
            let rounding = if bar.rest > 0.0 { CornerRadius::ZERO } else { rounding };
            ui.painter().rect_filled(rect, rounding, t.accent_fill);
        }
        let text = match number {
            0 => "Today".to_owned(),
            _ => words::day_date(bar.day).strftime("%-d %b").to_string(),
        };
        let text = paint::line(ui, &text, Type::Caption, t.quiet, 80.0);
        if x - last_label > 78.0 && x + text.size().x <= rect.right() {
            paint::galley(ui, pos2(x, plot.bottom() + 5.0), text);
            last_label = x;
        }
        x += pitch;
    }
    if let Some(limit) = limit {
        let line = [pos2(plot.left(), y(limit)), pos2(plot.right(), y(limit))];
        let stroke = Stroke::new(1.5, t.warning.ink);
        ui.painter().extend(Shape::dashed_line(&line, stroke, 5.0, 4.0));
    }
    if let Some(bar) = hovered {
        response.on_hover_ui_at_pointer(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(Type::SmallStrong.text(words::long_day(bar.day), t.strong));
            ui.label(Type::Small.text(tell(bar), t.quiet));
        });
    }
}

/// As many bars as can be told apart.
fn merged(days: &[Bar], width: f32) -> Vec<Bar> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points")]
    let most = ((width / 4.0).max(8.0)) as usize;
    let by = days.len().div_ceil(most).max(1);
    let mean = |days: &[Bar]| {
        let first = days.first()?;
        #[expect(clippy::cast_precision_loss, reason = "a handful of days")]
        let count = days.len() as f64;
        Some(Bar {
            day: first.day,
            main: days.iter().map(|day| day.main).sum::<f64>() / count,
            rest: days.iter().map(|day| day.rest).sum::<f64>() / count,
        })
    };
    days.chunks(by).filter_map(mean).collect()
}

/// The next round number of minutes.
fn nice(minutes: f64) -> f64 {
    [4.0, 10.0, 20.0, 30.0, 40.0, 60.0, 90.0, 120.0, 180.0, 240.0]
        .into_iter()
        .find(|step| *step >= minutes)
        .unwrap_or_else(|| (minutes / 120.0).ceil() * 120.0)
}

/// What a curve shows, and how its point moves.
pub struct Curve<'a> {
    /// What is set by moving the point.
    pub name: &'a str,
    /// In rising order; the second is a share, 0 to 1.
    pub points: &'a [(f64, f64)],
    /// Least, most, step.
    pub steps: (f64, f64, f64),
    /// Values that are written below it.
    pub ticks: &'a [f64],
    /// Writes a value of the first kind.
    pub show: &'a dyn Fn(f64) -> String,
}

const CURVE_HEIGHT: f32 = 150.0;
const KNOB: f32 = 7.0;

impl Curve<'_> {
    /// Draws it; the pointer and the arrow keys move the point.
    pub fn draw(&self, ui: &mut Ui, t: &Tokens, value: &mut f64) -> Response {
        let size = vec2(ui.available_width(), CURVE_HEIGHT + FOOT);
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        let plot = Rect::from_min_max(
            pos2(rect.left() + SCALE - 6.0, rect.top() + 10.0),
            pos2(rect.right() - 16.0, rect.bottom() - FOOT),
        );
        let (least, most, step) = self.steps;
        let mut wanted = *value;
        if let Some(Pos2 { x, .. }) = response.interact_pointer_pos() {
            let share = f64::from(((x - plot.left()) / plot.width()).clamp(0.0, 1.0));
            wanted = least + share * (most - least);
        }
        if response.has_focus() {
            ui.memory_mut(|memory| {
                let filter = egui::EventFilter { horizontal_arrows: true, ..Default::default() };
                memory.set_focus_lock_filter(response.id, filter);
            });
            let (more, less) = ui.input(|input| {
                (input.num_presses(Key::ArrowRight), input.num_presses(Key::ArrowLeft))
            });
            #[expect(clippy::cast_precision_loss, reason = "key presses within one frame")]
            let steps = more as f64 - less as f64;
            wanted += steps * step;
        }
        if (wanted - *value).abs() > f64::EPSILON {
            let rounded = (least + ((wanted - least) / step).round() * step).clamp(least, most);
            if (rounded - *value).abs() > f64::EPSILON {
                *value = rounded;
                response.mark_changed();
            }
        }
        response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), *value, self.name));
        ui.accesskit_node_builder(response.id, |node| {
            node.set_min_numeric_value(least);
            node.set_max_numeric_value(most);
            node.set_numeric_value_step(step);
        });
        self.paint(ui, t, plot, rect, *value, &response);
        paint::hand(ui, &response);
        response
    }

    /// The share at a value, between the points.
    pub fn at(&self, value: f64) -> f64 {
        let after = self.points.iter().position(|(x, _)| *x >= value);
        match after {
            None => self.points.last().map_or(0.0, |(_, y)| *y),
            Some(0) => self.points.first().map_or(0.0, |(_, y)| *y),
            Some(at) => match (self.points.get(at - 1), self.points.get(at)) {
                (Some((x0, y0)), Some((x1, y1))) if x1 > x0 => {
                    y0 + (y1 - y0) * (value - x0) / (x1 - x0)
                }
                _ => 0.0,
            },
        }
    }

    fn paint(&self, ui: &Ui, t: &Tokens, plot: Rect, rect: Rect, value: f64, response: &Response) {
        let (least, most, _) = self.steps;
        let (low, high) = self.span();
        #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
        let at = |x: f64, y: f64| {
            let x = (x - least) / (most - least);
            let y = (y - low) / (high - low);
            pos2(plot.left() + plot.width() * x as f32, plot.bottom() - plot.height() * y as f32)
        };
        for share in [low, f64::midpoint(low, high), high] {
            let y = at(least, share).y;
            ui.painter().hline(plot.x_range(), y, Stroke::new(1.0, t.line));
            let text = paint::line(ui, &words::percent(share), Type::Caption, t.quiet, SCALE);
            paint::galley_left(ui, rect.left(), y, text);
        }
        let shown: Vec<(f64, f64)> =
            self.points.iter().copied().filter(|(x, _)| *x >= least && *x <= most).collect();
        let points: Vec<Pos2> = shown.iter().map(|(x, y)| at(*x, *y)).collect();
        let mut mesh = epaint::Mesh::default();
        for point in &points {
            mesh.colored_vertex(*point, Tokens::fade(t.accent.ink, 0.20));
            mesh.colored_vertex(pos2(point.x, plot.bottom()), Tokens::fade(t.accent.ink, 0.02));
        }
        for strip in 0..u32::try_from(points.len().saturating_sub(1)).unwrap_or(0) {
            let first = strip * 2;
            mesh.add_triangle(first, first + 1, first + 2);
            mesh.add_triangle(first + 1, first + 2, first + 3);
        }
        ui.painter().add(Shape::mesh(mesh));
        ui.painter().add(Shape::line(points, Stroke::new(2.0, t.accent.ink)));
        let here = at(value.clamp(least, most), self.at(value));
        let foot = pos2(here.x, plot.bottom());
        ui.painter().line_segment([here, foot], Stroke::new(1.0, t.accent.line));
        let lift = paint::hover(ui, response);
        ui.painter().circle_filled(
            here,
            KNOB + 5.0 * lift,
            Tokens::fade(t.accent_fill, 0.2 * lift),
        );
        ui.painter().circle(here, KNOB, t.accent_fill, Stroke::new(2.5, t.card));
        let knob = Rect::from_center_size(here, vec2(2.0 * KNOB, 2.0 * KNOB));
        paint::focus_ring(ui, response, knob, 7);
        let mut last: Option<Rect> = None;
        let own = std::iter::once((value, true));
        let ticks = self.ticks.iter().copied().filter(|x| *x >= least && *x <= most);
        let others = ticks.map(|x| (x, false));
        for (x, is_own) in own.chain(others) {
            let ink = if is_own { t.strong } else { t.quiet };
            let role = if is_own { Type::SmallStrong } else { Type::Caption };
            let text = paint::line(ui, &(self.show)(x), role, ink, 90.0);
            let width = text.size().x;
            let left = (at(x.clamp(least, most), low).x - width / 2.0)
                .clamp(plot.left() - 8.0, rect.right() - width);
            let place = Rect::from_min_size(pos2(left, plot.bottom() + 4.0), text.size());
            if last.is_some_and(|own| own.expand(space::S).intersects(place)) {
                continue;
            }
            if is_own {
                last = Some(place);
            }
            paint::galley(ui, place.min, text);
        }
    }

    /// The shares that are shown: round ones around the curve.
    fn span(&self) -> (f64, f64) {
        let shares = self.points.iter().map(|(_, y)| *y);
        let low = shares.clone().fold(1.0, f64::min);
        let high = shares.fold(0.0, f64::max);
        let low = ((low * 10.0).floor() / 10.0).clamp(0.0, 0.9);
        let high = ((high * 10.0).ceil() / 10.0).clamp(low + 0.1, 1.0);
        (low, high)
    }
}

/// A subject's bar: what is known, what is met and forgotten, what is not met.
pub fn shares(ui: &Ui, t: &Tokens, rect: Rect, known: f64, met: f64) {
    let rounding = CornerRadius::same(4);
    ui.painter().rect_filled(rect, rounding, t.raised_hover);
    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    let part = |share: f64| {
        let width = (rect.width() * share.clamp(0.0, 1.0) as f32).max(0.0);
        Rect::from_min_size(rect.min, vec2(width, rect.height()))
    };
    if met > 0.0 {
        ui.painter().rect_filled(
            part(met),
            rounding,
            Tokens::mix(t.raised_hover, t.accent_fill, 0.35),
        );
    }
    if known > 0.0 {
        ui.painter().rect_filled(part(known), rounding, t.accent_fill);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_days_become_as_many_bars_as_can_be_told_apart() {
        let days: Vec<Bar> =
            (0..300).map(|day| Bar { day, main: f64::from(day), rest: 1.0 }).collect();
        let bars = merged(&days, 400.0);
        assert_eq!(bars.len(), 100);
        assert_eq!(bars.first(), Some(&Bar { day: 0, main: 1.0, rest: 1.0 }));
        assert_eq!(merged(&days[..30], 400.0).len(), 30);
        assert!(merged(&[], 400.0).is_empty());
    }

    #[test]
    fn the_curve_is_read_between_its_points() {
        let curve = Curve {
            name: "",
            points: &[(10.0, 0.5), (20.0, 0.7)],
            steps: (5.0, 60.0, 5.0),
            ticks: &[],
            show: &|_| String::new(),
        };
        assert!((curve.at(15.0) - 0.6).abs() < 1e-9);
        assert!((curve.at(5.0) - 0.5).abs() < 1e-9);
        assert!((curve.at(90.0) - 0.7).abs() < 1e-9);
        assert_eq!(curve.span(), (0.5, 0.7));
    }
}
