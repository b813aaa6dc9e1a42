//! Rows of words and figures.

use super::{Anchor, Area, Hit, Letters, Mark, Measure, Point, Scene, real, shortened};
use crate::insight::chart::{Ink, Table};

const ROW: f32 = 32.0;
const HEAD: f32 = 26.0;
const GAP: f32 = 16.0;

pub(super) fn lay_out(table: &Table, width: f32, measure: Measure<'_>) -> Scene {
    let mut scene = Scene::default();
    let places = if table.is_wordy {
        by_words(table, width, measure)
    } else {
        by_figures(table, width, measure)
    };
    let place = |column: usize| places.get(column).copied().unwrap_or((0.0, Anchor::Start, width));
    for (column, name) in table.heads.iter().enumerate() {
        let (x, anchor, room) = place(column);
        let name = shortened(name, Letters::Caption, room, measure);
        scene.text((x, HEAD / 2.0 - 3.0), anchor, name, Ink::Quiet);
    }
    for (row, cells) in table.rows.iter().enumerate() {
        let y = HEAD + real(row) * ROW;
        scene.line((0.0, y), (width, y), 1.0, Ink::Line, false);
        for (column, cell) in cells.iter().enumerate() {
            let (x, anchor, room) = place(column);
            let letters = Letters::Small;
            let ink = if column == 0 { Ink::Body } else { Ink::Strong };
            let text = shortened(&cell.text, letters, room, measure);
            let at = Point { x, y: y + ROW / 2.0 };
            scene.marks.push(Mark::Text { at, anchor, text, letters, ink });
        }
        let area = Area::new(0.0, y, width, ROW);
        scene.hits.push(Hit { point: row, area, spot: Point { x: width / 2.0, y: y + ROW / 2.0 } });
    }
    let height = HEAD + real(table.rows.len()) * ROW;
    scene.plot = Area::new(0.0, HEAD, width, height - HEAD);
    scene.size = (width, height);
    scene
}

/// Where a column's cells stand, by which end, and how much room they have.
type Place = (f32, Anchor, f32);

/// Words at the left, then figures at the right of equal shares.
fn by_figures(table: &Table, width: f32, measure: Measure<'_>) -> Vec<Place> {
    let words = table.rows.iter().filter_map(|row| row.first());
    let widest = words.map(|cell| measure(&cell.text, Letters::Small)).fold(0.0, f32::max);
    let first = (widest + GAP).clamp(width * 0.22, width * 0.5);
    let columns = table.heads.len().max(1);
    let share = (width - first) / real(columns.saturating_sub(1).max(1));
    let figures = (1..columns).map(|at| (first + share * real(at), Anchor::End, share - GAP / 2.0));
    std::iter::once((0.0, Anchor::Start, first - GAP)).chain(figures).collect()
}

/// Every column as wide as its words want it, in proportion.
fn by_words(table: &Table, width: f32, measure: Measure<'_>) -> Vec<Place> {
    let wanted: Vec<f32> = table
        .heads
        .iter()
        .enumerate()
        .map(|(column, head)| {
            let cells = table.rows.iter().filter_map(|row| row.get(column));
            let widest = cells.map(|cell| measure(&cell.text, Letters::Small)).fold(0.0, f32::max);
            widest.max(measure(head, Letters::Caption)).clamp(40.0, 420.0) + GAP
        })
        .collect();
    let per_point = width / wanted.iter().sum::<f32>().max(1.0);
    let mut x = 0.0;
    let mut places = Vec::with_capacity(wanted.len());
    for wide in wanted {
        let room = wide * per_point;
        places.push((x, Anchor::Start, room - GAP));
        x += room;
    }
    places
}
