//! What comes: due cards by day, with what is overdue.

use super::{Graph, Section, graph};
use crate::insight::chart::{Chart, Columns, Ink, Plot, Scale, Series, Unit};
use crate::insight::date;
use crate::insight::figures::{Figures, Forecast, ForecastDay};

/// More days than this are taken together by week.
const DAYS: usize = 100;

pub(super) fn graphs(figures: &Figures) -> Vec<Graph> {
    vec![Graph { is_wide: true, ..graph(Section::Coming, forecast(&figures.forecast)) }]
}

/// Days that are drawn as one bar.
struct Bar {
    first: i32,
    last: i32,
    learning: u32,
    young: u32,
    mature: u32,
    cumulated: u32,
}

impl Bar {
    fn new(days: &[ForecastDay]) -> Option<Self> {
        let (first, last) = (days.first()?, days.last()?);
        let sum = |of: fn(&ForecastDay) -> u32| days.iter().map(of).sum();
        Some(Self {
            first: first.day,
            last: last.day,
            learning: sum(|day| day.learning),
            young: sum(|day| day.young),
            mature: sum(|day| day.mature),
            cumulated: last.cumulated,
        })
    }
}

fn forecast(forecast: &Forecast) -> Chart {
    let each = if forecast.days.len() > DAYS { 7 } else { 1 };
    let bars: Vec<Bar> = forecast.days.chunks(each).filter_map(Bar::new).collect();
    let of = |name: &str, ink, value: fn(&Bar) -> u32| Series {
        name: name.to_owned(),
        ink,
        values: bars.iter().map(|bar| Some(f64::from(value(bar)))).collect(),
    };
    let mut series = vec![
        of("Mature", Ink::Accent, |bar| bar.mature),
        of("Young", Ink::AccentSoft, |bar| bar.young),
        of("Learning", Ink::Warning, |bar| bar.learning),
    ];
    let backlog = Series {
        name: "Overdue".to_owned(),
        ink: Ink::Danger,
        values: (0..bars.len())
            .map(|at| Some(f64::from(if at == 0 { forecast.backlog } else { 0 })))
            .collect(),
    };
    // What waits already is told as such, and not at all when nothing does.
    if forecast.backlog > 0 {
        series.push(backlog);
    }
    let due = |bar: &Bar| f64::from(bar.learning) + f64::from(bar.young) + f64::from(bar.mature);
    let first = bars.first().map_or(0.0, |bar| due(bar) + f64::from(forecast.backlog));
    let most = bars.iter().map(due).fold(first, f64::max);
    let all = bars.last().map_or(0, |bar| bar.cumulated);
    let label = |at: usize, bar: &Bar| match (at, each) {
        (0, 1) => format!("Today, {}", date::long(bar.first)),
        (_, 1) => date::long(bar.first),
        _ => date::span(bar.first, bar.last),
    };
    let mut month = "";
    let ticks = bars.iter().enumerate().filter_map(|(at, bar)| {
        let name = date::short_month(bar.first);
        let is_new = name != std::mem::replace(&mut month, name);
        match (at, each) {
            (0, _) => Some((0, "today".to_owned())),
            (_, 1) => Some((at, date::short(bar.first))),
            _ => is_new.then(|| (at, name.to_owned())),
        }
    });
    Chart {
        id: "forecast",
        title: "Due cards".to_owned(),
        sentence: forecast.sentence(),
        plot: Plot::Columns(Columns {
            by: if each == 1 { "Day" } else { "Week" }.to_owned(),
            ticks: ticks.collect(),
            labels: bars.iter().enumerate().map(|(at, bar)| label(at, bar)).collect(),
            bars: series,
            bar_scale: Scale::from_zero(Unit::Count, most),
            lines: vec![Series {
                name: "All together by then".to_owned(),
                ink: Ink::Quiet,
                values: bars.iter().map(|bar| Some(f64::from(bar.cumulated))).collect(),
            }],
            line_scale: Scale::from_zero(Unit::Count, f64::from(all)),
            ..Columns::default()
        }),
    }
}
