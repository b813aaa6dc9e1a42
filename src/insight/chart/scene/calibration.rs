//! What was expected against what came: honest points lie on the diagonal.

use super::{Anchor, Area, Hit, Letters, Mark, Measure, Point, Scene};
use crate::insight::chart::{Calibration, Ink, Scale, Unit};

const FOOT: f32 = 40.0;
const HEAD: f32 = 24.0;

pub(super) fn lay_out(
    calibration: &Calibration,
    width: f32,
    height: f32,
    measure: Measure<'_>,
) -> Scene {
    let mut scene = Scene::default();
    let scale = Scale::percent(calibration.from);
    let widest = scale.ticks.iter().map(|tick| measure(&scale.unit.tick(*tick), Letters::Caption));
    let left = widest.fold(0.0, f32::max) + 10.0;
    let plot = Area::new(left, HEAD, (width - left - 12.0).max(40.0), height.max(40.0));
    scene.plot = plot;
    scene.size = (width, plot.bottom() + FOOT);
    let x_of = |value: f64| plot.x + scale.share(value) * plot.w;
    let y_of = |value: f64| plot.bottom() - scale.share(value) * plot.h;

    scene.text((0.0, HEAD / 2.0 - 4.0), Anchor::Start, calibration.actual.clone(), Ink::Quiet);
    if !calibration.note.is_empty() {
        let note = calibration.note.clone();
        scene.text((plot.right(), HEAD / 2.0 - 4.0), Anchor::End, note, Ink::Quiet);
    }
    for tick in &scale.ticks {
        let (x, y) = (x_of(*tick), y_of(*tick));
        scene.line((plot.x, y), (plot.right(), y), 1.0, Ink::Line, false);
        let text = Unit::Percent.tick(*tick);
        scene.text((left - 10.0, y), Anchor::End, text.clone(), Ink::Quiet);
        let half = measure(&text, Letters::Caption) / 2.0;
        let x = x.min(width - half);
        scene.text((x, plot.bottom() + 13.0), Anchor::Middle, text, Ink::Quiet);
    }
    let name = calibration.expected.clone();
    scene.text((plot.centre().x, plot.bottom() + 31.0), Anchor::Middle, name, Ink::Quiet);
    let ends = [(plot.x, plot.bottom()), (plot.right(), plot.y)];
    scene.line(ends[0], ends[1], 1.0, Ink::Quiet, true);

    let most = calibration.points.iter().map(|point| point.answers).max().unwrap_or(1).max(1);
    for (point, group) in calibration.points.iter().enumerate() {
        let at = Point { x: x_of(group.expected), y: y_of(group.actual) };
        let (from, to) = (y_of(group.span.0), y_of(group.span.1));
        scene.line((at.x, from), (at.x, to), 1.5, Ink::AccentSoft, false);
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let weight = (group.answers as f32 / most as f32).sqrt();
        let radius = 3.0 + 4.0 * weight;
        scene.marks.push(Mark::Dot { at, radius, ink: Ink::Accent });
        let area = Area::new(at.x - 12.0, from.min(to).min(at.y - 12.0), 24.0, 0.0);
        let bottom = from.max(to).max(at.y + 12.0);
        let area = Area { h: bottom - area.y, ..area };
        scene.hits.push(Hit { point, area, spot: at });
    }
    scene
}
