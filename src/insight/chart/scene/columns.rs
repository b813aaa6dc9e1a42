//! Bars, lines, distributions.

use super::{Anchor, Area, Hit, Letters, Mark, Measure, Point, Sample, Scene, legend, real};
use crate::insight::chart::{Columns, Ink, Scale, Series};

/// Room beneath the axis for its names.
const FOOT: f32 = 22.0;
/// The widest bar.
const WIDEST: f32 = 44.0;

pub(super) fn lay_out(columns: &Columns, width: f32, height: f32, measure: Measure<'_>) -> Scene {
    let mut scene = Scene::default();
    let bars_named = columns.bars.iter().map(|it| (it.name.as_str(), it.ink, Sample::Bar));
    let lines_named = columns.lines.iter().map(|it| (it.name.as_str(), it.ink, Sample::Line));
    let mut names: Vec<(&str, Ink, Sample)> = bars_named.chain(lines_named).collect();
    // One alone is what the title says.
    if names.len() < 2 {
        names.clear();
    }
    names.extend(columns.aim.iter().map(|(_, name)| (name.as_str(), Ink::Quiet, Sample::Dashes)));
    let above = if columns.has_values { 22.0 } else { 8.0 };
    let top = legend(&mut scene, &names, width, measure) + above;
    let has_bars = !columns.bars.is_empty();
    let left_scale = if has_bars { &columns.bar_scale } else { &columns.line_scale };
    let right_scale = (has_bars && !columns.lines.is_empty()).then_some(&columns.line_scale);
    let widest = |scale: &Scale| {
        let ticks = scale.ticks.iter().map(|tick| scale.unit.tick(*tick));
        ticks.map(|text| measure(&text, Letters::Caption)).fold(0.0, f32::max)
    };
    let left = widest(left_scale) + 10.0;
    let right = right_scale.map_or(0.0, |scale| widest(scale) + 10.0);
    let plot = Area::new(left, top, (width - left - right).max(20.0), height.max(40.0));
    scene.plot = plot;
    scene.size = (width, plot.bottom() + FOOT);

    let y_of = |scale: &Scale, value: f64| plot.bottom() - scale.share(value) * plot.h;
    for tick in &left_scale.ticks {
        let y = y_of(left_scale, *tick);
        scene.line((plot.x, y), (plot.right(), y), 1.0, Ink::Line, false);
        scene.text((left - 10.0, y), Anchor::End, left_scale.unit.tick(*tick), Ink::Quiet);
    }
    for (scale, tick) in right_scale.iter().flat_map(|scale| {
        let scale: &Scale = scale;
        scale.ticks.iter().map(move |tick| (scale, tick))
    }) {
        let at = (plot.right() + 10.0, y_of(scale, *tick));
        scene.text(at, Anchor::Start, scale.unit.tick(*tick), Ink::Quiet);
    }

    let count = columns.labels.len();
    let slot = plot.w / real(count.max(1));
    let middle = |at: usize| plot.x + slot * (real(at) + 0.5);
    let bar = bar_width(slot, columns.is_dense);
    let mut tops = vec![plot.bottom(); count];
    bars(&mut scene, columns, &mut tops, (slot, bar));
    if has_bars {
        spans(&mut scene, columns, &columns.bar_scale, middle);
    } else {
        spans(&mut scene, columns, &columns.line_scale, middle);
    }
    if columns.has_values {
        values(&mut scene, columns, &tops, middle);
    }
    aim(&mut scene, columns);
    for series in &columns.lines {
        course(&mut scene, series, middle, |value| y_of(&columns.line_scale, value), slot);
    }
    ticks(&mut scene, columns, slot, measure);
    for (point, top) in tops.iter().enumerate() {
        let line = columns.lines.iter().filter_map(|series| {
            let value = series.values.get(point).copied().flatten()?;
            Some(y_of(&columns.line_scale, value))
        });
        let top = line.fold(*top, f32::min);
        let area = Area::new(plot.x + slot * real(point), plot.y - 4.0, slot, plot.h + 8.0);
        scene.hits.push(Hit { point, area, spot: Point { x: middle(point), y: top } });
    }
    scene
}

/// How wide a bar is in a slot of this width.
fn bar_width(slot: f32, is_dense: bool) -> f32 {
    let gap = if is_dense { (slot * 0.12).clamp(0.5, 2.0) } else { (slot * 0.28).clamp(0.5, 10.0) };
    let bar = (slot - gap).max(slot * 0.5);
    if is_dense { bar } else { bar.min(WIDEST) }
}

fn bars(scene: &mut Scene, columns: &Columns, tops: &mut [f32], (slot, bar): (f32, f32)) {
    let plot = scene.plot;
    for (at, top) in tops.iter_mut().enumerate() {
        let mut sum = 0.0;
        let last = columns.bars.iter().rposition(|series| value(series, at) > 0.0);
        for (number, series) in columns.bars.iter().enumerate() {
            let value = value(series, at);
            if value <= 0.0 {
                continue;
            }
            sum += value;
            let upper = plot.bottom() - columns.bar_scale.share(sum) * plot.h;
            // What is there is seen, however little.
            let upper = if *top - upper < 1.0 { *top - 1.0 } else { upper };
            let x = plot.x + slot * (real(at) + 0.5) - bar / 2.0;
            let area = Area::new(x, upper, bar, *top - upper);
            let is_top = last == Some(number);
            let round = if is_top { (bar / 2.5).min(4.0).min(area.h) } else { 0.0 };
            scene.marks.push(Mark::Bar { area, round, base: plot.bottom(), ink: series.ink });
            *top = upper;
        }
    }
}

/// Each bar's value above it.
fn values(scene: &mut Scene, columns: &Columns, tops: &[f32], middle: impl Fn(usize) -> f32) {
    for (at, top) in tops.iter().enumerate() {
        let value = columns.bars.first().and_then(|series| *series.values.get(at)?);
        if let Some(value) = value {
            let text = columns.bar_scale.unit.text(value);
            scene.text((middle(at), top - 10.0), Anchor::Middle, text, Ink::Body);
        }
    }
}

fn value(series: &Series, at: usize) -> f64 {
    series.values.get(at).copied().flatten().unwrap_or(0.0)
}

/// How sure a value is, as a thin upright line.
fn spans(scene: &mut Scene, columns: &Columns, scale: &Scale, middle: impl Fn(usize) -> f32) {
    let plot = scene.plot;
    for (at, span) in columns.spans.iter().enumerate() {
        let Some((from, to)) = span else { continue };
        let [from, to] = [from, to].map(|end| plot.bottom() - scale.share(*end) * plot.h);
        scene.line((middle(at), from), (middle(at), to), 1.5, Ink::Body, false);
        for y in [from, to] {
            scene.line((middle(at) - 3.0, y), (middle(at) + 3.0, y), 1.5, Ink::Body, false);
        }
    }
}

fn aim(scene: &mut Scene, columns: &Columns) {
    let Some((value, _)) = &columns.aim else { return };
    let scale = if columns.lines.is_empty() { &columns.bar_scale } else { &columns.line_scale };
    let plot = scene.plot;
    let y = plot.bottom() - scale.share(*value) * plot.h;
    scene.line((plot.x, y), (plot.right(), y), 1.0, Ink::Quiet, true);
}

/// A line through all values; where some are missing it begins anew.
fn course(
    scene: &mut Scene,
    series: &Series,
    middle: impl Fn(usize) -> f32,
    y_of: impl Fn(f64) -> f32,
    slot: f32,
) {
    let mut runs: Vec<Vec<Point>> = vec![Vec::new()];
    for (at, value) in series.values.iter().enumerate() {
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push(Point { x: middle(at), y: y_of(*value) }),
            (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    let has_dots = slot >= 14.0;
    for run in runs {
        if has_dots || run.len() == 1 {
            let dots = run.iter().map(|at| Mark::Dot { at: *at, radius: 2.5, ink: series.ink });
            scene.marks.extend(dots);
        }
        if run.len() > 1 {
            let ink = series.ink;
            scene.marks.push(Mark::Path { points: run, width: 2.0, ink, dashed: false });
        }
    }
}

/// Names beneath the axis: all of them, or every second, third and so on, as
/// have room.
fn ticks(scene: &mut Scene, columns: &Columns, slot: f32, measure: Measure<'_>) {
    let plot = scene.plot;
    let y = plot.bottom() + FOOT / 2.0 + 2.0;
    let placed: Vec<(f32, f32, &str)> = columns
        .ticks
        .iter()
        .map(|(at, name)| {
            let half = measure(name, Letters::Caption) / 2.0;
            let x = plot.x + slot * (real(*at) + 0.5);
            // Never beyond the frame.
            (x.min(scene.size.0 - half).max(half), half, name.as_str())
        })
        .collect();
    let fits = |every: &usize| {
        let mut taken = f32::NEG_INFINITY;
        placed.iter().step_by(*every).all(|(x, half, _)| {
            let is_free = x - half >= taken;
            taken = x + half + 8.0;
            is_free
        })
    };
    let every = (1..=placed.len().max(1)).find(fits).unwrap_or(1);
    for (x, _, name) in placed.into_iter().step_by(every) {
        scene.text((x, y), Anchor::Middle, name, Ink::Quiet);
    }
}
