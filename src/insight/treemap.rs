//! A whole cut into areas by weight: the squarified treemap of Bruls, Huizing
//! and van Wijk (2000), which keeps areas close to squares.

use super::chart::Area;

/// Cuts `frame` into one area for each weight, in the order given; larger ones
/// should come first, then the shapes are best. The areas fill the frame, don't
/// overlap, and stand to each other as the weights do. A weight that is not
/// above 0 gets an empty area.
#[must_use]
pub fn squarified(weights: &[f64], frame: Area) -> Vec<Area> {
    let whole: f64 = weights.iter().copied().filter(|weight| is_weight(*weight)).sum();
    let empty = Area::new(frame.x, frame.y, 0.0, 0.0);
    let mut areas = vec![empty; weights.len()];
    if whole <= 0.0 || frame.w <= 0.0 || frame.h <= 0.0 {
        return areas;
    }
    let mut rest = Frame::new(frame);
    let per_weight = rest.w * rest.h / whole;
    let wanted: Vec<(usize, f64)> = weights
        .iter()
        .enumerate()
        .filter(|(_, weight)| is_weight(**weight))
        .map(|(at, weight)| (at, weight * per_weight))
        .collect();
    let mut next = 0;
    while next < wanted.len() {
        let side = rest.w.min(rest.h);
        let mut row: &[(usize, f64)] = wanted.get(next..=next).unwrap_or_default();
        while let Some(longer) = wanted.get(next..=next + row.len()) {
            if worst(longer, side) > worst(row, side) {
                break;
            }
            row = longer;
        }
        next += row.len();
        rest.cut(row, next == wanted.len(), &mut areas);
    }
    areas
}

fn is_weight(weight: f64) -> bool {
    weight.is_finite() && weight > 0.0
}

/// The longest of the row's areas: its longer side by its shorter.
fn worst(row: &[(usize, f64)], side: f64) -> f64 {
    let sum: f64 = row.iter().map(|(_, area)| area).sum();
    let thick = sum / side;
    row.iter()
        .map(|(_, area)| {
            let long = area / thick;
            (long / thick).max(thick / long)
        })
        .fold(0.0, f64::max)
}

/// What is left of the frame.
struct Frame {
    x: f64,
    y: f64,
    w: f64,
    h: f64,
}

impl Frame {
    fn new(area: Area) -> Self {
        Self { x: area.x.into(), y: area.y.into(), w: area.w.into(), h: area.h.into() }
    }

    /// Cuts a row off along the shorter side.
    fn cut(&mut self, row: &[(usize, f64)], is_last: bool, areas: &mut [Area]) {
        let sum: f64 = row.iter().map(|(_, area)| area).sum();
        let is_wide = self.w >= self.h;
        let side = if is_wide { self.h } else { self.w };
        // What rounding leaves goes to the last one.
        let thick = match (is_last, is_wide) {
            (true, true) => self.w,
            (true, false) => self.h,
            _ => sum / side,
        };
        let mut done = 0.0;
        for (at, area) in row {
            let from = side * done / sum;
            done += area;
            let to = side * (done / sum).min(1.0);
            let place = if is_wide {
                (self.x, self.y + from, thick, to - from)
            } else {
                (self.x + from, self.y, to - from, thick)
            };
            if let Some(found) = areas.get_mut(*at) {
                #[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
                let [x, y, w, h] = [place.0, place.1, place.2, place.3].map(|value| value as f32);
                *found = Area::new(x, y, w, h);
            }
        }
        if is_wide {
            self.x += thick;
            self.w = (self.w - thick).max(0.0);
        } else {
            self.y += thick;
            self.h = (self.h - thick).max(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRAME: Area = Area { x: 10.0, y: 20.0, w: 600.0, h: 400.0 };

    fn size(area: &Area) -> f64 {
        f64::from(area.w) * f64::from(area.h)
    }

    #[test]
    fn the_example_of_the_paper() {
        // Figure 5 of the paper: 6, 6, 4, 3, 2, 2, 1 in a frame of 6 by 4.
        let frame = Area::new(0.0, 0.0, 6.0, 4.0);
        let areas = squarified(&[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], frame);
        let near = |found: &Area, (x, y, w, h): (f32, f32, f32, f32)| {
            let pairs = [(found.x, x), (found.y, y), (found.w, w), (found.h, h)];
            pairs.iter().all(|(a, b)| (a - b).abs() < 0.01)
        };
        let wanted = [
            (0.0, 0.0, 3.0, 2.0),
            (0.0, 2.0, 3.0, 2.0),
            (3.0, 0.0, 1.714, 2.333),
            (4.714, 0.0, 1.286, 2.333),
            (3.0, 2.333, 1.2, 1.667),
            (4.2, 2.333, 1.2, 1.667),
            (5.4, 2.333, 0.6, 1.667),
        ];
        for (found, wanted) in areas.iter().zip(wanted) {
            assert!(near(found, wanted), "{found:?} is not {wanted:?}");
        }
    }

    #[test]
    fn nothing_is_cut_into_nothing() {
        assert_eq!(squarified(&[], FRAME), []);
        for area in squarified(&[0.0, -3.0, f64::NAN], FRAME) {
            assert_eq!((area.w, area.h), (0.0, 0.0));
        }
        let flat = squarified(&[1.0, 2.0], Area { h: 0.0, ..FRAME });
        assert!(flat.iter().all(|area| size(area) == 0.0));
    }

    proptest! {
        #[test]
        fn areas_fill_the_frame_as_their_weights_say(
            mut weights in prop::collection::vec(0.0..5_000.0_f64, 1..60),
            sorted: bool,
            w in 50.0..2_000.0_f32,
            h in 50.0..2_000.0_f32,
        ) {
            if sorted {
                weights.sort_by(|a, b| b.total_cmp(a));
            }
            let frame = Area { w, h, ..FRAME };
            let areas = squarified(&weights, frame);
            prop_assert_eq!(areas.len(), weights.len());
            let whole: f64 = weights.iter().sum();
            for (area, weight) in areas.iter().zip(&weights) {
                if whole > 0.0 {
                    let wanted = weight / whole * size(&frame);
                    let slack = 1.0 + size(&frame) * 1e-4;
                    prop_assert!((size(area) - wanted).abs() <= slack, "{:?}: {}", area, wanted);
                }
                prop_assert!(area.x >= frame.x - 0.01 && area.y >= frame.y - 0.01);
                prop_assert!(area.right() <= frame.right() + 0.05, "{:?}", area);
                prop_assert!(area.bottom() <= frame.bottom() + 0.05, "{:?}", area);
            }
            let sum: f64 = areas.iter().map(size).sum();
            if whole > 0.0 {
                prop_assert!((sum / size(&frame) - 1.0).abs() < 1e-3, "{} of {}", sum, size(&frame));
            }
            for (at, a) in areas.iter().enumerate() {
                for b in areas.iter().skip(at + 1) {
                    let wide = a.right().min(b.right()) - a.x.max(b.x);
                    let high = a.bottom().min(b.bottom()) - a.y.max(b.y);
                    prop_assert!(wide.min(high) < 0.1, "{:?} and {:?}", a, b);
                }
            }
        }
    }
}
