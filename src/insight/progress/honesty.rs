//! Where learner and scheduler misjudge.

use super::{Graph, Mistake, Section, graph};
use crate::deck::Kind;
use crate::insight::chart::{
    Calibrated, Calibration, Cell, Chart, Columns, Ink, Plot, Scale, Series, Table, Unit,
};
use crate::insight::figures::{Figures, HourRow, Span, Tally};
use crate::scheduler::Confidence;

const GRADES: [(&str, Ink); 4] = [
    ("Again", Ink::Danger),
    ("Hard", Ink::Warning),
    ("Good", Ink::AccentSoft),
    ("Easy", Ink::Accent),
];

pub(super) fn graphs(figures: &Figures, mistakes: &[Mistake]) -> Vec<Graph> {
    let charts = [
        retention(figures),
        confidence(figures),
        calibration(figures),
        hours(figures),
        grades(figures),
        kinds(figures),
        misconceptions(figures, mistakes),
    ];
    charts.into_iter().map(|chart| graph(Section::Honesty, chart)).collect()
}

fn retention(figures: &Figures) -> Chart {
    let cell = |tally: Tally| {
        let note = match tally.total() {
            0 => String::new(),
            total => format!("{} of {total}", tally.passed),
        };
        Cell::figure(Unit::Percent, tally.share()).note(note)
    };
    let rows = figures.retention.rows.iter().map(|row| {
        let name = match row.span {
            Span::Today => "Today",
            Span::Yesterday => "Yesterday",
            Span::Week => "7 days",
            Span::Month => "30 days",
            Span::Year => "Year",
            Span::All => "Ever",
        };
        vec![Cell::words(name), cell(row.young), cell(row.mature), cell(row.both())]
    });
    Chart {
        id: "true-retention",
        title: "True retention, young and mature".to_owned(),
        sentence: figures.retention.sentence(),
        plot: Plot::Table(Table {
            heads: ["Over", "Young", "Mature", "All"].map(str::to_owned).into(),
            rows: rows.collect(),
            is_wordy: false,
        }),
    }
}

fn confidence(figures: &Figures) -> Chart {
    let rows: Vec<_> = figures.confidence.rows.iter().filter(|row| row.answers > 0).collect();
    let names = rows.iter().map(|row| match row.said {
        Some(Confidence::Guess) => "Guess",
        Some(Confidence::Unsure) => "Unsure",
        Some(Confidence::Sure) => "Sure",
        None => "Nothing said",
    });
    let names: Vec<String> = names.map(str::to_owned).collect();
    Chart {
        id: "confidence",
        title: "Your own confidence".to_owned(),
        sentence: figures.confidence.sentence(),
        plot: Plot::Columns(Columns {
            by: "You said".to_owned(),
            ticks: names.iter().cloned().enumerate().collect(),
            labels: names,
            bars: vec![Series {
                name: "Right".to_owned(),
                ink: Ink::Accent,
                values: rows.iter().map(|row| row.share()).collect(),
            }],
            bar_scale: Scale::percent(0.0),
            spans: rows.iter().map(|row| row.interval).collect(),
            notes: rows.iter().map(|row| format!("{} of {}", row.right, row.answers)).collect(),
            ..Columns::default()
        }),
    }
}

fn calibration(figures: &Figures) -> Chart {
    let found = &figures.calibration;
    let points: Vec<Calibrated> = found
        .bins
        .iter()
        .filter_map(|bin| {
            let (expected, actual) = (bin.predicted?, bin.actual?);
            let span = wilson(bin.right, bin.answers);
            Some(Calibrated { expected, actual, span, answers: u64::from(bin.answers) })
        })
        .collect();
    let lowest = points.iter().map(|point| point.expected.min(point.actual)).fold(1.0, f64::min);
    let scores = [("log loss", found.log_loss), ("RMSE(bins)", found.rmse_bins)];
    let scores: Vec<String> = scores
        .iter()
        .filter_map(|(name, value)| Some(format!("{name} {}", Unit::Thousandths.text((*value)?))))
        .collect();
    Chart {
        id: "calibration",
        title: "The scheduler’s predictions".to_owned(),
        sentence: found.sentence(),
        plot: Plot::Calibration(Calibration {
            points,
            expected: "Predicted recall".to_owned(),
            actual: "Actual recall".to_owned(),
            from: lowest,
            note: scores.join(" · "),
        }),
    }
}

/// Where the true share lies with 95 % certainty (Wilson 1927).
pub(super) fn wilson(right: u32, answers: u32) -> (f64, f64) {
    const Z: f64 = 1.96;
    if answers == 0 {
        return (0.0, 1.0);
    }
    let n = f64::from(answers);
    let share = f64::from(right) / n;
    let wide = 1.0 + Z * Z / n;
    let middle = (share + Z * Z / (2.0 * n)) / wide;
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt() / wide;
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

fn hours(figures: &Figures) -> Chart {
    let rows = &figures.hours.rows;
    let retention: Vec<Option<f64>> = rows.iter().map(HourRow::retention).collect();
    let least = retention.iter().flatten().copied().fold(1.0, f64::min);
    let most = rows.iter().map(|row| row.reviews).max().unwrap_or(0);
    let name = |row: &HourRow| format!("{:02}:00 to {:02}:00", row.hour, (row.hour + 1) % 24);
    let ticks = rows.iter().enumerate().filter(|(at, _)| at % 3 == 0);
    Chart {
        id: "hours",
        title: "Hour of the day".to_owned(),
        sentence: figures.hours.sentence(),
        plot: Plot::Columns(Columns {
            by: "Hour".to_owned(),
            labels: rows.iter().map(name).collect(),
            ticks: ticks.map(|(at, row)| (at, format!("{:02}", row.hour))).collect(),
            bars: vec![Series {
                name: "Reviews".to_owned(),
                ink: Ink::AccentSoft,
                values: rows.iter().map(|row| Some(f64::from(row.reviews))).collect(),
            }],
            bar_scale: Scale::from_zero(Unit::Count, f64::from(most)),
            lines: vec![Series {
                name: "True retention".to_owned(),
                ink: Ink::Warning,
                values: retention,
            }],
            line_scale: Scale::percent(least),
            ..Columns::default()
        }),
    }
}

/// Grades stacked over categories, as shares of each category.
fn shares(names: Vec<String>, by: &str, rows: &[[u32; 4]]) -> Columns {
    let bars = GRADES.iter().enumerate().map(|(grade, (name, ink))| Series {
        name: (*name).to_owned(),
        ink: *ink,
        values: rows
            .iter()
            .map(|row| {
                let total: u32 = row.iter().sum();
                let count = row.get(grade).copied().unwrap_or(0);
                (total > 0).then(|| f64::from(count) / f64::from(total))
            })
            .collect(),
    });
    let notes = rows.iter().map(|row| match row.iter().sum::<u32>() {
        1 => "1 answer".to_owned(),
        many => format!("{} answers", crate::insight::chart::grouped(u64::from(many))),
    });
    Columns {
        by: by.to_owned(),
        ticks: names.iter().cloned().enumerate().collect(),
        labels: names,
        bars: bars.collect(),
        bar_scale: Scale::percent(0.0),
        notes: notes.collect(),
        is_whole: true,
        ..Columns::default()
    }
}

fn grades(figures: &Figures) -> Chart {
    let grades = &figures.grades;
    let names = ["Learning", "Young", "Mature"].map(str::to_owned).into();
    let columns = shares(names, "Cards", &[grades.learning, grades.young, grades.mature]);
    Chart {
        id: "grades",
        title: "Answers by grade".to_owned(),
        sentence: grades.sentence(),
        plot: Plot::Columns(columns),
    }
}

fn kinds(figures: &Figures) -> Chart {
    let name = |kind: Kind| {
        let name = kind.name();
        let mut letters = name.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    let rows = &figures.kinds.rows;
    let names = rows.iter().map(|row| name(row.kind)).collect();
    let grades: Vec<[u32; 4]> = rows.iter().map(|row| row.grades).collect();
    Chart {
        id: "kinds",
        title: "Answers by kind of card".to_owned(),
        sentence: figures.kinds.sentence(),
        plot: Plot::Columns(shares(names, "Kind", &grades)),
    }
}

fn misconceptions(figures: &Figures, mistakes: &[Mistake]) -> Chart {
    let row = |mistake: &Mistake| {
        let times = f64::from(mistake.times);
        vec![
            Cell::words(&mistake.ask),
            Cell::words(&mistake.picked),
            Cell::words(&mistake.answer),
            Cell::figure(Unit::Count, Some(times)),
        ]
    };
    Chart {
        id: "misconceptions",
        title: "What you mix up".to_owned(),
        sentence: figures.misconceptions.sentence(),
        plot: Plot::Table(Table {
            heads: ["Question", "You pick", "It is", "Times"].map(str::to_owned).into(),
            rows: mistakes.iter().map(row).collect(),
            is_wordy: true,
        }),
    }
}
