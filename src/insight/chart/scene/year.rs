//! The year: a column per week, a square per day.

use super::{Anchor, Area, Hit, Mark, Scene, real};
use crate::insight::chart::{Ink, Year};

const MONTHS: f32 = 20.0;
const WEEKDAYS: f32 = 34.0;
const GAP: f32 = 3.0;
const LARGEST: f32 = 17.0;
/// Below this a square can't be met.
const SMALLEST: f32 = 8.0;

pub(super) fn lay_out(year: &Year, width: f32) -> Scene {
    let mut scene = Scene::default();
    let weeks = year.days.len().div_ceil(7).max(1);
    let room = width - WEEKDAYS;
    let pitch = ((room + GAP) / real(weeks)).clamp(SMALLEST + GAP, LARGEST + GAP);
    // Where a year has no room, its last weeks are shown.
    let mut shown = weeks;
    while shown > 1 && real(shown) * pitch - GAP > room + 0.5 {
        shown -= 1;
    }
    let first = (weeks - shown) * 7;
    let cell = pitch - GAP;
    for (row, name) in [(0.0, "Mon"), (2.0, "Wed"), (4.0, "Fri")] {
        let y = MONTHS + row * pitch + cell / 2.0;
        scene.text((0.0, y), Anchor::Start, name, Ink::Quiet);
    }
    let mut last_month = f32::NEG_INFINITY;
    for (point, day) in year.days.iter().enumerate().skip(first) {
        let place = point - first;
        let x = WEEKDAYS + real(place / 7) * pitch;
        let y = MONTHS + real(place % 7) * pitch;
        if !day.month.is_empty() && x - last_month > 30.0 && x + 24.0 <= WEEKDAYS + room {
            scene.text((x, 7.0), Anchor::Start, day.month, Ink::Quiet);
            last_month = x;
        }
        let area = Area::new(x, y, cell, cell);
        let ring = point + 1 == year.days.len();
        let round = (cell * 0.24).clamp(2.0, 4.0);
        scene.marks.push(Mark::Cell { area, round, ink: Ink::Heat(day.step.min(4)), ring });
        let around = Area::new(x - GAP / 2.0, y - GAP / 2.0, pitch, pitch);
        scene.hits.push(Hit { point, area: around, spot: area.centre() });
    }
    let bottom = MONTHS + 7.0 * pitch - GAP;
    let wide = real(shown) * pitch - GAP;
    scene.plot = Area::new(WEEKDAYS, MONTHS, wide, bottom - MONTHS);
    // Beneath, at the right: what the colours say.
    let y = bottom + 16.0;
    let mut x = WEEKDAYS + wide - 30.0;
    scene.text((WEEKDAYS + wide, y), Anchor::End, "more", Ink::Quiet);
    for step in (0..5).rev() {
        x -= 14.0;
        let area = Area::new(x, y - 5.0, 10.0, 10.0);
        let ink = Ink::Heat(step);
        scene.marks.push(Mark::Cell { area, round: 2.5, ink, ring: false });
    }
    scene.text((x - 7.0, y), Anchor::End, "less", Ink::Quiet);
    scene.size = (width, y + 10.0);
    scene
}
