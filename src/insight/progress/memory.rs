//! What is known: cards by state, and how memory is spread over them.

use super::{Graph, Section, graph};
use crate::insight::chart::{Chart, Columns, Ink, Plot, Scale, Series, Unit};
use crate::insight::figures::{Figures, Histogram, HistogramBucket, Quantity};

pub(super) fn graphs(figures: &Figures) -> Vec<Graph> {
    let spreads = [
        ("recall", "Recall now", &figures.retrievability),
        ("stability", "Stability", &figures.stability),
        ("intervals", "Intervals", &figures.interval),
        ("difficulty", "Difficulty", &figures.difficulty),
    ];
    let mut graphs = vec![graph(Section::Memory, states(figures))];
    graphs.extend(
        spreads.map(|(id, title, spread)| graph(Section::Memory, histogram(id, title, spread))),
    );
    graphs
}

fn states(figures: &Figures) -> Chart {
    let counts = &figures.counts;
    let states = [
        ("New", counts.new),
        ("Learning", counts.learning),
        ("Young", counts.young),
        ("Mature", counts.mature),
        ("Suspended", counts.suspended),
    ];
    #[expect(clippy::cast_precision_loss, reason = "cards of a collection")]
    let values: Vec<f64> = states.iter().map(|(_, count)| *count as f64).collect();
    let notes = [
        "never answered",
        "met, not known yet or forgotten",
        "known, interval under 21 days",
        "known, interval of 21 days or more",
        "set aside",
    ];
    let most = values.iter().copied().fold(0.0, f64::max);
    Chart {
        id: "states",
        title: "Cards by state".to_owned(),
        sentence: figures.counts_sentence(),
        plot: Plot::Columns(Columns {
            by: "State".to_owned(),
            labels: states.iter().map(|(name, _)| (*name).to_owned()).collect(),
            ticks: states
                .iter()
                .enumerate()
                .map(|(at, (name, _))| (at, (*name).to_owned()))
                .collect(),
            bars: vec![Series {
                name: "Cards".to_owned(),
                ink: Ink::Accent,
                values: values.into_iter().map(Some).collect(),
            }],
            bar_scale: Scale::from_zero(Unit::Count, most),
            notes: notes.map(str::to_owned).into(),
            has_values: true,
            ..Columns::default()
        }),
    }
}

fn histogram(id: &'static str, title: &str, spread: &Histogram) -> Chart {
    let (by, write): (&str, fn(f64) -> String) = match spread.quantity {
        Quantity::Stability => ("Stability", |value| Unit::Days.text(value)),
        Quantity::Interval => ("Interval", |value| Unit::Days.text(value)),
        Quantity::Difficulty => ("Difficulty", |value| Unit::Tenths.text(value)),
        Quantity::Retrievability => ("Recall", |value| Unit::Percent.text(value / 100.0)),
    };
    let (mut columns, most) = bars(&spread.buckets, by, "Cards", write);
    columns.bar_scale = Scale::from_zero(Unit::Count, most);
    Chart { id, title: title.to_owned(), sentence: spread.sentence(), plot: Plot::Columns(columns) }
}

/// A distribution as bars, without its scale, and its highest bar.
pub(super) fn bars(
    buckets: &[HistogramBucket],
    by: &str,
    what: &str,
    write: impl Fn(f64) -> String,
) -> (Columns, f64) {
    // Without what is empty at its upper end.
    let last = buckets.iter().rposition(|bucket| bucket.cards > 0).map_or(0, |at| at + 1);
    let buckets = buckets.get(..last).unwrap_or_default();
    let label = |bucket: &HistogramBucket| {
        let from = write(bucket.from);
        if bucket.to.is_finite() {
            format!("{} to {}", number(&from), write(bucket.to))
        } else {
            format!("{from} and more")
        }
    };
    let ticks = buckets.iter().enumerate().map(|(at, bucket)| (at, short(bucket.from)));
    let columns = Columns {
        by: by.to_owned(),
        labels: buckets.iter().map(label).collect(),
        ticks: ticks.collect(),
        bars: vec![Series {
            name: what.to_owned(),
            ink: Ink::Accent,
            values: buckets.iter().map(|bucket| Some(f64::from(bucket.cards))).collect(),
        }],
        is_dense: true,
        ..Columns::default()
    };
    (columns, buckets.iter().map(|bucket| f64::from(bucket.cards)).fold(0.0, f64::max))
}

/// `3 days` without its unit, for the first of two.
fn number(text: &str) -> &str {
    text.split([' ', '\u{a0}']).next().unwrap_or(text)
}

/// As short as an axis wants it.
fn short(value: f64) -> String {
    if value >= 10.0 { format!("{value:.0}") } else { Unit::Tenths.text(value) }
}
