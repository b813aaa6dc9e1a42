//! Rows of words and figures.

use super::{Anchor, Area, Hit, Letters, Mark, Measure, Point, Scene, real, shortened};
use crate::insight::chart::{Ink, Table};

const ROW: f32 = 32.0;
const HEAD: f32 = 26.0;
const GAP: f32 = 16.0;

pub(super) fn lay_out(table: &Table, width: f32, measure: Measure<'_>) -> Scene {
    let mut scene = Scene::default();
    let columns = table.heads.len().max(1);
    let first = first_width(table, width, measure);
    // What is not the first column's is shared by the others: words stand at the
    // left of their share, figures at its right.
    let share = (width - first) / real(columns.saturating_sub(1).max(1));
    let place = |column: usize| match (column, table.is_wordy) {
        (0, _) => (0.0, Anchor::Start, first - GAP),
        (_, true) => (first + share * real(column - 1), Anchor::Start, share - GAP),
        (_, false) => (first + share * real(column), Anchor::End, share - GAP / 2.0),
    };
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

/// As wide as its longest words, between a quarter and a half of the whole.
fn first_width(table: &Table, width: f32, measure: Measure<'_>) -> f32 {
    let words = table.rows.iter().filter_map(|row| row.first());
    let widest = words.map(|cell| measure(&cell.text, Letters::Small)).fold(0.0, f32::max);
    let most = if table.is_wordy { 0.4 } else { 0.5 };
    (widest + GAP).clamp(width * 0.22, width * most)
}
