//! Graphs as data: what is drawn, told and exported is made from one model that
//! knows no window. `scene` lays it out, `svg` and `csv` write it down.

pub mod csv;
pub mod scene;
pub mod svg;
mod unit;

pub use scene::{Area, Hit, Mark, Measure, Point, Scene, estimate};
pub use unit::{Scale, Unit, grouped};

/// What a colour stands for; the window and the exports have their own for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// What the graph is about.
    Accent,
    /// The same, further back.
    AccentSoft,
    /// Right, remembered.
    Success,
    /// Fading, look here.
    Warning,
    /// Wrong, forgotten.
    Danger,
    /// Headings.
    Strong,
    /// Running text.
    Body,
    /// Labels.
    Quiet,
    /// Set aside, not begun.
    Faint,
    /// Hairlines.
    Line,
    /// The ground beneath the graph.
    Card,
    /// One of the five steps of a heatmap.
    Heat(u8),
}

/// One graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// For file names: small letters and hyphens.
    pub id: &'static str,
    /// A few words.
    pub title: String,
    /// What it means for the learner, in one sentence.
    pub sentence: String,
    /// What is drawn.
    pub plot: Plot,
}

/// The ways to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Plot {
    /// Bars and lines over categories: also histograms and courses.
    Columns(Columns),
    /// A square per day, a column per week.
    Year(Year),
    /// What was expected against what came.
    Calibration(Calibration),
    /// Rows of words and figures.
    Table(Table),
}

/// One quantity over the categories.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// For the legend and the head of the exported column.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// One for each category; `None` where there is nothing to say.
    pub values: Vec<Option<f64>>,
}

/// Bars stacked on each other, and lines over them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Columns {
    /// What the categories are: the head of the first exported column.
    pub by: String,
    /// The full name of each category, for tooltips and exports.
    pub labels: Vec<String>,
    /// Short names beneath the axis, by category, in rising order. Those that
    /// have no room are left out.
    pub ticks: Vec<(usize, String)>,
    /// Stacked from the axis up.
    pub bars: Vec<Series>,
    /// Against the left scale.
    pub bar_scale: Scale,
    /// Drawn over the bars.
    pub lines: Vec<Series>,
    /// Of the lines: at the right, when there are bars as well.
    pub line_scale: Scale,
    /// A dashed line across, in the scale of the lines (of the bars when there
    /// are no lines), with its name.
    pub aim: Option<(f64, String)>,
    /// How sure each value of the first bar or line is: from, to.
    pub spans: Vec<Option<(f64, f64)>>,
    /// What a tooltip says besides, by category; may be shorter.
    pub notes: Vec<String>,
    /// Bars touch, as those of a distribution do.
    pub is_dense: bool,
    /// Each value stands above its bar (of one series, few bars).
    pub has_values: bool,
    /// The bars of a category are parts of a whole: their sum says nothing.
    pub is_whole: bool,
}

/// A year of days.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Year {
    /// Every day, oldest first; the first is a Monday, the last is today.
    pub days: Vec<YearDay>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct YearDay {
    /// For the tooltip: `Tuesday, 3 March 2026`.
    pub label: String,
    /// For exports: `2026-03-03`.
    pub date: String,
    /// `Mar` on the first of a month, else empty.
    pub month: &'static str,
    /// What was done.
    pub reviews: u32,
    /// 0 for none to 4 for much.
    pub step: u8,
    /// What a tooltip says besides.
    pub note: String,
}

/// What was expected against what came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibration {
    /// Left to right.
    pub points: Vec<Calibrated>,
    /// What stands at the horizontal axis.
    pub expected: String,
    /// What stands at the vertical axis.
    pub actual: String,
    /// Where both axes begin, 0 to 0.9.
    pub from: f64,
    /// What stands above at the right: the scores.
    pub note: String,
}

/// One group of answers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Calibrated {
    /// Expected recall, 0 to 1.
    pub expected: f64,
    /// Actual recall, 0 to 1.
    pub actual: f64,
    /// Between these it lies with 95 %.
    pub span: (f64, f64),
    /// Out of so many answers.
    pub answers: u64,
}

/// Rows of words and figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// One for each column.
    pub heads: Vec<String>,
    /// As many cells each as there are heads.
    pub rows: Vec<Vec<Cell>>,
    /// Every column holds words; else only the first, and figures stand at the
    /// right.
    pub is_wordy: bool,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// As shown.
    pub text: String,
    /// As exported, when that differs.
    pub plain: Option<String>,
    /// A tooltip.
    pub note: String,
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A figure, written out in its unit and exported plainly; a dash when there
    /// is none.
    #[must_use]
    pub fn figure(unit: Unit, value: Option<f64>) -> Self {
        match value {
            Some(value) => {
                Self { text: unit.text(value), plain: Some(unit.plain(value)), ..Self::default() }
            }
            None => Self { text: "–".to_owned(), plain: Some(String::new()), ..Self::default() },
        }
    }

    /// With more to say about it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// What there is to say about one point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tip {
    /// What it is.
    pub head: String,
    /// Colour, name, value.
    pub rows: Vec<(Option<Ink>, String, String)>,
    /// And besides.
    pub note: String,
}

impl Tip {
    /// In one line, for those who hear it.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut parts = Vec::with_capacity(self.rows.len() + 1);
        for (_, name, value) in &self.rows {
            parts.push(if name.is_empty() { value.clone() } else { format!("{name} {value}") });
        }
        if !self.note.is_empty() {
            parts.push(self.note.clone());
        }
        let said = parts.join(", ");
        if said.is_empty() { self.head.clone() } else { format!("{}: {said}", self.head) }
    }
}

/// Where a key leads from a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One to the left.
    Left,
    /// One to the right.
    Right,
    /// One up.
    Up,
    /// One down.
    Down,
    /// The first.
    First,
    /// The last.
    Last,
}

impl Chart {
    /// How many points there are to walk.
    #[must_use]
    pub fn points(&self) -> usize {
        match &self.plot {
            Plot::Columns(columns) => columns.labels.len(),
            Plot::Year(year) => year.days.len(),
            Plot::Calibration(calibration) => calibration.points.len(),
            Plot::Table(table) => table.rows.len(),
        }
    }

    /// Whether there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.plot {
            Plot::Columns(columns) => {
                let all = columns.bars.iter().chain(&columns.lines);
                !all.flat_map(|series| &series.values).flatten().any(|value| *value != 0.0)
            }
            Plot::Year(year) => year.days.iter().all(|day| day.reviews == 0),
            Plot::Calibration(calibration) => calibration.points.is_empty(),
            Plot::Table(table) => table.rows.is_empty(),
        }
    }

    /// Title and sentence: what those hear who can't see it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}. {}", self.title, self.sentence)
    }

    /// The point that a key leads to from `at`; the first key enters at the end
    /// for what runs in time, else at the beginning.
    #[must_use]
    pub fn walk(&self, at: Option<usize>, step: Step) -> Option<usize> {
        let last = self.points().checked_sub(1)?;
        let is_year = matches!(self.plot, Plot::Year(_));
        let is_table = matches!(self.plot, Plot::Table(_));
        let Some(at) = at else { return Some(if is_year { last } else { 0 }) };
        let at = at.min(last);
        let (back, on) = if is_year { (7, 7) } else { (1, 1) };
        let moved = match step {
            Step::First => 0,
            Step::Last => last,
            Step::Left if !is_table => at.checked_sub(back).unwrap_or(at),
            Step::Right if !is_table => Some(at + on).filter(|to| *to <= last).unwrap_or(at),
            Step::Up if is_year || is_table => at.saturating_sub(1),
            Step::Down if is_year || is_table => (at + 1).min(last),
            Step::Left | Step::Right | Step::Up | Step::Down => at,
        };
        Some(moved)
    }

    /// What there is to say about a point; empty beyond the last.
    #[must_use]
    pub fn tip(&self, point: usize) -> Tip {
        match &self.plot {
            Plot::Columns(columns) => columns.tip(point),
            Plot::Year(year) => year.tip(point),
            Plot::Calibration(calibration) => calibration.tip(point),
            Plot::Table(table) => table.tip(point),
        }
    }
}

impl Columns {
    fn tip(&self, point: usize) -> Tip {
        let Some(head) = self.labels.get(point) else { return Tip::default() };
        let bars = self.bars.iter().map(|series| (series, &self.bar_scale));
        let lines = self.lines.iter().map(|series| (series, &self.line_scale));
        let rows = bars.chain(lines).filter_map(|(series, scale)| {
            let value = series.values.get(point).copied().flatten()?;
            Some((Some(series.ink), series.name.clone(), scale.unit.text(value)))
        });
        let mut rows: Vec<_> = rows.collect();
        let sum: f64 =
            self.bars.iter().filter_map(|series| series.values.get(point).copied().flatten()).sum();
        if self.bars.len() > 1 && !self.is_whole {
            rows.push((None, "Together".to_owned(), self.bar_scale.unit.text(sum)));
        }
        if let Some(Some((from, to))) = self.spans.get(point) {
            let scale = if self.bars.is_empty() { &self.line_scale } else { &self.bar_scale };
            let span = format!("{} to {}", scale.unit.text(*from), scale.unit.text(*to));
            rows.push((None, "Likely".to_owned(), span));
        }
        if let [(ink, ..)] = rows.as_mut_slice() {
            // One colour needs no legend.
            *ink = None;
        }
        Tip { head: head.clone(), rows, note: self.notes.get(point).cloned().unwrap_or_default() }
    }
}

impl Year {
    fn tip(&self, point: usize) -> Tip {
        let Some(day) = self.days.get(point) else { return Tip::default() };
        let said = match day.reviews {
            0 => "No reviews".to_owned(),
            1 => "1 review".to_owned(),
            many => format!("{} reviews", grouped(u64::from(many))),
        };
        Tip {
            head: day.label.clone(),
            rows: vec![(None, String::new(), said)],
            note: day.note.clone(),
        }
    }
}

impl Calibration {
    fn tip(&self, point: usize) -> Tip {
        let Some(group) = self.points.get(point) else { return Tip::default() };
        let percent = |share| Unit::Percent.text(share);
        let (from, to) = group.span;
        Tip {
            head: format!("{} {}", self.expected, percent(group.expected)),
            rows: vec![
                (None, self.actual.clone(), percent(group.actual)),
                (None, "Likely".to_owned(), format!("{} to {}", percent(from), percent(to))),
                (None, "Answers".to_owned(), grouped(group.answers)),
            ],
            note: String::new(),
        }
    }
}

impl Table {
    fn tip(&self, point: usize) -> Tip {
        let Some(row) = self.rows.get(point) else { return Tip::default() };
        let mut cells = row.iter();
        let head = cells.next().map(|cell| cell.text.clone()).unwrap_or_default();
        let rows = self.heads.iter().skip(1).zip(cells.clone());
        let rows = rows.map(|(name, cell)| (None, name.clone(), cell.text.clone())).collect();
        let notes = row.iter().map(|cell| cell.note.as_str()).filter(|note| !note.is_empty());
        Tip { head, rows, note: notes.collect::<Vec<_>>().join("; ") }
    }
}

#[cfg(test)]
mod tests;
