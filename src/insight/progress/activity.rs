//! What was done: the year, reviews, time, retention.

use super::{Graph, Section, graph};
use crate::insight::chart::{self, Chart, Columns, Ink, Plot, Scale, Year, YearDay};
use crate::insight::date;
use crate::insight::figures::{Bucket, DayCell, Figures, Heat, Series, Unit};

/// More bars than this can't be told apart.
const MOST: usize = 400;
/// What is shown at first has at most so many.
const PLEASANT: usize = 60;
/// Weeks of the calendar.
const WEEKS: i32 = 53;

/// By what sums can be had, and by what at first.
pub(super) fn units(figures: &Figures) -> (Vec<Unit>, Unit) {
    let all = [&figures.days, &figures.weeks, &figures.months];
    let kinds = [Unit::Day, Unit::Week, Unit::Month];
    let counts = kinds.into_iter().zip(all.map(|series| series.buckets.len()));
    // Months are always few enough to draw, and the last resort.
    let fit: Vec<(Unit, usize)> =
        counts.filter(|(unit, count)| (2..=MOST).contains(count) || *unit == Unit::Month).collect();
    let pleasant = fit.iter().find(|(_, count)| *count <= PLEASANT).or(fit.last());
    let unit = pleasant.map_or(Unit::Month, |(unit, _)| *unit);
    (fit.into_iter().map(|(unit, _)| unit).collect(), unit)
}

pub(super) fn graphs(figures: &Figures, units: &[Unit]) -> Vec<Graph> {
    let year =
        Graph { is_wide: true, ..graph(Section::Activity, year(&figures.heat, figures.today)) };
    let mut graphs = vec![year];
    for unit in units {
        let series = match unit {
            Unit::Day => &figures.days,
            Unit::Week => &figures.weeks,
            Unit::Month => &figures.months,
        };
        let charts = [
            reviews(series, *unit),
            time(series, *unit),
            retention(series, *unit, figures.retention.desired),
        ];
        graphs.extend(
            charts.map(|chart| Graph { by: Some(*unit), ..graph(Section::Activity, chart) }),
        );
    }
    graphs.push(graph(Section::Activity, pace(figures)));
    graphs
}

/// The last year, from a Monday on.
fn year(heat: &Heat, today: i32) -> Chart {
    let first = today - date::weekday(today) - 7 * (WEEKS - 1);
    // Figures start where the answers do; days before that are empty.
    let of = |day: i32| -> DayCell {
        let begin = heat.days.first().map_or(day, |cell| cell.day);
        let at = usize::try_from(day - begin).ok();
        let found = at.and_then(|at| heat.days.get(at)).filter(|cell| cell.day == day);
        found.copied().unwrap_or(DayCell { day, ..DayCell::default() })
    };
    let cells: Vec<DayCell> = (first..=today).map(of).collect();
    let busy = busy(&cells);
    let days = cells.iter().map(|cell| YearDay {
        label: date::long(cell.day),
        date: date::iso(cell.day),
        month: if date::of(cell.day).day() <= 7 && date::weekday(cell.day) == 0 {
            date::short_month(cell.day)
        } else {
            ""
        },
        reviews: cell.reviews,
        step: step(cell.reviews, busy),
        note: match cell.minutes() {
            0 => String::new(),
            minutes => chart::Unit::Minutes.text(f64::from(minutes)),
        },
    });
    Chart {
        id: "year",
        title: "The last year".to_owned(),
        sentence: heat.sentence(),
        plot: Plot::Year(Year { days: days.collect() }),
    }
}

/// What a busy day has: nineteen of twenty days with answers have no more. One
/// day of cramming does not pale all others.
fn busy(cells: &[DayCell]) -> u32 {
    let mut counts: Vec<u32> =
        cells.iter().map(|cell| cell.reviews).filter(|count| *count > 0).collect();
    counts.sort_unstable();
    counts.get((counts.len() * 19 / 20).min(counts.len().saturating_sub(1))).copied().unwrap_or(0)
}

/// Quarters of a busy day.
fn step(reviews: u32, busy: u32) -> u8 {
    if reviews == 0 || busy == 0 {
        return 0;
    }
    match u64::from(reviews) * 4 / u64::from(busy) {
        0 => 1,
        1 => 2,
        2 => 3,
        _ => 4,
    }
}

fn by(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "Day",
        Unit::Week => "Week",
        Unit::Month => "Month",
    }
}

/// The names of the buckets, in full and beneath the axis.
fn names(series: &Series, unit: Unit) -> Columns {
    let label = |bucket: &Bucket| match unit {
        Unit::Day => date::long(bucket.first_day),
        Unit::Week => date::span(bucket.first_day, bucket.last_day),
        Unit::Month => date::month(bucket.first_day),
    };
    let is_long = series.buckets.len() > 45 && unit == Unit::Day
        || series.buckets.len() > 16 && unit == Unit::Week;
    let mut last = "";
    let ticks = series.buckets.iter().enumerate().filter_map(|(at, bucket)| {
        let month = date::short_month(bucket.first_day);
        let is_new = month != std::mem::replace(&mut last, month);
        match unit {
            Unit::Month if month == "Jan" || at == 0 => {
                Some((at, date::of(bucket.first_day).strftime("%b %Y").to_string()))
            }
            Unit::Month => Some((at, month.to_owned())),
            // A month that has hardly begun within the period has no room.
            _ if is_long && is_new && at > 0 => Some((at, month.to_owned())),
            _ if is_long => None,
            _ => Some((at, date::short(bucket.first_day))),
        }
    });
    Columns {
        by: by(unit).to_owned(),
        ticks: ticks.collect(),
        labels: series.buckets.iter().map(label).collect(),
        ..Columns::default()
    }
}

fn reviews(series: &Series, unit: Unit) -> Chart {
    let buckets = &series.buckets;
    let of = |name: &str, ink, value: fn(&Bucket) -> u32| chart::Series {
        name: name.to_owned(),
        ink,
        values: buckets.iter().map(|bucket| Some(f64::from(value(bucket)))).collect(),
    };
    let again =
        |bucket: &Bucket| bucket.reviews.saturating_sub(bucket.recalls).saturating_sub(bucket.met);
    let most = buckets.iter().map(|bucket| bucket.reviews).max().unwrap_or(0);
    Chart {
        id: "reviews",
        title: "Reviews".to_owned(),
        sentence: series.reviews_sentence(),
        plot: Plot::Columns(Columns {
            bars: vec![
                of("Recalled from before", Ink::Accent, |bucket| bucket.recalls),
                of("New", Ink::Success, |bucket| bucket.met),
                of("Again the same day", Ink::Faint, again),
            ],
            bar_scale: Scale::from_zero(chart::Unit::Count, f64::from(most)),
            ..names(series, unit)
        }),
    }
}

fn time(series: &Series, unit: Unit) -> Chart {
    let minutes = |bucket: &Bucket| {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of some days")]
        let minutes = bucket.time_ms as f64 / 60_000.0;
        minutes
    };
    let most = series.buckets.iter().map(minutes).fold(0.0, f64::max);
    let bars = chart::Series {
        name: "Time".to_owned(),
        ink: Ink::Accent,
        values: series.buckets.iter().map(|bucket| Some(minutes(bucket))).collect(),
    };
    Chart {
        id: "time",
        title: "Time".to_owned(),
        sentence: series.time_sentence(),
        plot: Plot::Columns(Columns {
            bars: vec![bars],
            bar_scale: Scale::from_zero(chart::Unit::Minutes, most),
            ..names(series, unit)
        }),
    }
}

fn retention(series: &Series, unit: Unit, aim: f64) -> Chart {
    let values: Vec<Option<f64>> = series.buckets.iter().map(Bucket::retention).collect();
    let least = values.iter().flatten().copied().fold(aim, f64::min);
    let notes = series.buckets.iter().map(|bucket| match bucket.recalls {
        0 => "nothing was due".to_owned(),
        recalls => format!("{} of {recalls} remembered", bucket.recalled),
    });
    Chart {
        id: "retention",
        title: "True retention".to_owned(),
        sentence: series.retention_sentence(),
        plot: Plot::Columns(Columns {
            lines: vec![chart::Series { name: "Retention".to_owned(), ink: Ink::Accent, values }],
            line_scale: Scale::percent(least),
            aim: Some((aim, format!("aim {}", chart::Unit::Percent.text(aim)))),
            notes: notes.collect(),
            ..names(series, unit)
        }),
    }
}

fn pace(figures: &Figures) -> Chart {
    let pace = &figures.pace;
    let (mut columns, most) = super::memory::bars(&pace.buckets, "Seconds", "Answers", |value| {
        chart::Unit::Seconds.text(value)
    });
    columns.bar_scale = Scale::from_zero(chart::Unit::Count, most);
    Chart {
        id: "pace",
        title: "How long an answer takes".to_owned(),
        sentence: pace.sentence(),
        plot: Plot::Columns(columns),
    }
}
