//! Where everything of a graph lies: simple marks in a frame, laid out once for
//! the window and for exports alike.

mod calibration;
mod columns;
mod table;
mod year;

use super::{Chart, Ink, Plot};

/// A place, points from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// A rectangle, points.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl Area {
    /// A rectangle by its edges.
    #[must_use]
    pub fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Self { x, y, w, h }
    }

    /// The right edge.
    #[must_use]
    pub fn right(self) -> f32 {
        self.x + self.w
    }

    /// The lower edge.
    #[must_use]
    pub fn bottom(self) -> f32 {
        self.y + self.h
    }

    /// The middle.
    #[must_use]
    pub fn centre(self) -> Point {
        Point { x: self.x + self.w / 2.0, y: self.y + self.h / 2.0 }
    }

    /// Whether a place lies in it.
    #[must_use]
    pub fn contains(self, at: Point) -> bool {
        at.x >= self.x && at.x < self.right() && at.y >= self.y && at.y < self.bottom()
    }
}

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// At axes and in legends.
    Caption,
    /// In tables.
    Small,
    /// The same, standing out.
    SmallStrong,
}

impl Letters {
    /// The letter size, points.
    #[must_use]
    pub fn size(self) -> f32 {
        match self {
            Self::Caption => 12.0,
            Self::Small | Self::SmallStrong => 13.0,
        }
    }
}

/// Something to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A bar that stands on (or above) `base`.
    Bar {
        /// Where.
        area: Area,
        /// The radius of its upper corners.
        round: f32,
        /// From where it grows.
        base: f32,
        /// Its colour.
        ink: Ink,
    },
    /// A square with four round corners.
    Cell {
        /// Where.
        area: Area,
        /// The radius of its corners.
        round: f32,
        /// Its colour.
        ink: Ink,
        /// A line around it.
        ring: bool,
    },
    /// A line through points.
    Path {
        /// At least two.
        points: Vec<Point>,
        /// How thick, points.
        width: f32,
        /// Its colour.
        ink: Ink,
        /// Broken.
        dashed: bool,
    },
    /// A round point.
    Dot {
        /// Its centre.
        at: Point,
        /// Its radius.
        radius: f32,
        /// Its colour.
        ink: Ink,
    },
    /// One line of text, vertically centred at its place.
    Text {
        /// Where.
        at: Point,
        /// Which end is there.
        anchor: Anchor,
        /// What it says.
        text: String,
        /// How it looks.
        letters: Letters,
        /// Its colour.
        ink: Ink,
    },
}

/// Where a point of the graph can be hovered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which.
    pub point: usize,
    /// Where.
    pub area: Area,
    /// Where its value is drawn: a tooltip stands there.
    pub spot: Point,
}

/// A graph laid out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// How wide and high it came out.
    pub size: (f32, f32),
    /// In the order of drawing.
    pub marks: Vec<Mark>,
    /// One for each point that is on it, in rising order.
    pub hits: Vec<Hit>,
    /// Where the values are drawn, without labels.
    pub plot: Area,
}

/// Tells how wide a text is, points.
pub type Measure<'a> = &'a dyn Fn(&str, Letters) -> f32;

/// How wide a text is about, for where no font is at hand (exports): a little
/// more than Inter takes.
#[must_use]
pub fn estimate(text: &str, letters: Letters) -> f32 {
    estimate_at(text, letters.size())
}

/// The same at any size.
#[must_use]
pub fn estimate_at(text: &str, size: f32) -> f32 {
    let ems = text.chars().map(|letter| match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.28,
        ' ' | '\u{a0}' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '–' | '…' => 0.9,
        letter if letter.is_ascii_uppercase() => 0.68,
        letter if letter.is_ascii_digit() => 0.62,
        letter if letter.is_ascii() => 0.57,
        // Whatever comes from elsewhere may be wide.
        _ => 1.0,
    });
    ems.sum::<f32>() * size
}

/// What does not fit into `room` ends in '…'.
#[must_use]
pub fn shortened(text: &str, letters: Letters, room: f32, measure: Measure<'_>) -> String {
    if measure(text, letters) <= room {
        return text.to_owned();
    }
    let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    while let Some(end) = ends.pop() {
        let mut short = text.get(..end).unwrap_or_default().trim_end().to_owned();
        short.push('…');
        if measure(&short, letters) <= room || end == 0 {
            return short;
        }
    }
    "…".to_owned()
}

impl Scene {
    /// Lays a graph out in this width; `height` is what bars and lines get.
    #[must_use]
    pub fn new(chart: &Chart, width: f32, height: f32, measure: Measure<'_>) -> Self {
        let width = width.max(120.0);
        match &chart.plot {
            Plot::Columns(columns) => columns::lay_out(columns, width, height, measure),
            Plot::Year(year) => year::lay_out(year, width),
            Plot::Calibration(calibration) => {
                calibration::lay_out(calibration, width, height, measure)
            }
            Plot::Table(table) => table::lay_out(table, width, measure),
        }
    }

    /// The point at a place.
    #[must_use]
    pub fn at(&self, place: Point) -> Option<&Hit> {
        // Those drawn last lie on top.
        self.hits.iter().rev().find(|hit| hit.area.contains(place))
    }

    /// Where a point is.
    #[must_use]
    pub fn hit(&self, point: usize) -> Option<&Hit> {
        self.hits.iter().find(|hit| hit.point == point)
    }

    fn text(&mut self, at: (f32, f32), anchor: Anchor, text: impl Into<String>, ink: Ink) {
        self.marks.push(Mark::Text {
            at: Point { x: at.0, y: at.1 },
            anchor,
            text: text.into(),
            letters: Letters::Caption,
            ink,
        });
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, ink: Ink, dashed: bool) {
        let points = [from, to].map(|(x, y)| Point { x, y });
        self.marks.push(Mark::Path { points: points.into(), width, ink, dashed });
    }
}

/// A count as a coordinate.
fn real(count: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "some hundreds at most")]
    let real = count as f32;
    real
}

/// How a legend shows a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sample {
    Bar,
    Line,
    Dashes,
}

/// Names with their colours in rows from the upper left; gives their height.
fn legend(
    scene: &mut Scene,
    names: &[(&str, Ink, Sample)],
    width: f32,
    measure: Measure<'_>,
) -> f32 {
    const ROW: f32 = 20.0;
    const GAP: f32 = 16.0;
    let (mut x, mut y) = (0.0, 0.0);
    for (name, ink, sample) in names {
        let letters = Letters::Caption;
        let name = shortened(name, letters, width - 14.0, measure);
        let wide = 14.0 + measure(&name, letters);
        if x > 0.0 && x + wide > width {
            x = 0.0;
            y += ROW;
        }
        let middle = y + ROW / 2.0;
        match sample {
            Sample::Bar => {
                let area = Area::new(x, middle - 4.0, 8.0, 8.0);
                scene.marks.push(Mark::Cell { area, round: 2.5, ink: *ink, ring: false });
            }
            Sample::Line => scene.line((x, middle), (x + 9.0, middle), 2.0, *ink, false),
            Sample::Dashes => {
                for at in [x, x + 6.0] {
                    scene.line((at, middle), (at + 4.0, middle), 1.0, *ink, false);
                }
            }
        }
        scene.text((x + 14.0, middle), Anchor::Start, name, Ink::Quiet);
        x += wide + GAP;
    }
    if names.is_empty() { 0.0 } else { y + ROW + 4.0 }
}
