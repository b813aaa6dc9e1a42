#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::insight::chart::{Plot, csv};
use crate::insight::figures::{
    Bin, Bucket, DayCell, Forecast, ForecastDay, Heat, HistogramBucket, Period, Quantity, Series,
};
use crate::insight::{Counts, date};

/// Thursday, 5 March 2026.
const TODAY: i32 = 20_517;

/// Figures of thirty days, written by hand: each day ten answers, three of them
/// new, five recalls of which four were right, two minutes.
fn figures() -> Figures {
    let bucket = |first_day: i32, last_day: i32| {
        let days = u32::try_from(last_day - first_day + 1).unwrap();
        Bucket {
            first_day,
            last_day,
            reviews: 10 * days,
            correct: 8 * days,
            met: 3 * days,
            recalls: 5 * days,
            recalled: 4 * days,
            time_ms: 120_000 * u64::from(days),
        }
    };
    let day = |ago: i32| bucket(TODAY - ago, TODAY - ago);
    let heat = (0..30).rev().map(|ago| DayCell {
        day: TODAY - ago,
        reviews: if ago == 3 { 0 } else { 10 },
        time_ms: 120_000,
    });
    let mut figures = Figures {
        period: Period::Month,
        first_day: TODAY - 29,
        today: TODAY,
        reviews: 300,
        reviews_ever: 300,
        heat: Heat { days: heat.collect() },
        days: Series {
            unit: Unit::Day,
            buckets: (0..30).rev().map(day).collect(),
            ..Series::default()
        },
        weeks: Series {
            unit: Unit::Week,
            buckets: vec![bucket(TODAY - 29, TODAY - 25), bucket(TODAY - 24, TODAY)],
            ..Series::default()
        },
        months: Series {
            unit: Unit::Month,
            buckets: vec![bucket(TODAY - 29, TODAY)],
            ..Series::default()
        },
        counts: Counts {
            total: 100,
            new: 40,
            learning: 5,
            young: 30,
            mature: 20,
            suspended: 5,
            due: 9,
        },
        forecast: Forecast {
            backlog: 7,
            days: (0..30)
                .map(|ahead| ForecastDay {
                    day: TODAY + ahead,
                    learning: 1,
                    young: 2,
                    mature: 3,
                    cumulated: 7 + 6 * u32::try_from(ahead + 1).unwrap(),
                })
                .collect(),
            later: 0,
        },
        ..Figures::default()
    };
    figures.retention.desired = 0.9;
    figures.retrievability.quantity = Quantity::Retrievability;
    figures.retrievability.cards = 55;
    figures.retrievability.mean = Some(80.0);
    figures.retrievability.buckets = vec![
        HistogramBucket { from: 75.0, to: 80.0, cards: 55 },
        HistogramBucket { from: 80.0, to: 85.0, cards: 0 },
    ];
    figures.calibration.bins = vec![
        Bin::default(),
        Bin {
            from: 0.85,
            to: 0.9,
            answers: 50,
            right: 40,
            predicted: Some(0.87),
            actual: Some(0.8),
        },
    ];
    figures.calibration.log_loss = Some(0.4567);
    figures
}

fn progress() -> Progress {
    Progress::new(figures(), &Library::default())
}

fn chart(id: &str, by: Option<Unit>) -> Chart {
    let progress = progress();
    let graph = progress.graphs.iter().find(|graph| graph.chart.id == id && graph.by == by);
    graph.unwrap().chart.clone()
}

#[test]
fn essentials_are_sums_of_the_period() {
    let essentials = progress().essentials;
    assert_eq!((essentials.reviews, essentials.recalls, essentials.days), (300, 150, 30));
    assert_eq!(essentials.retention, Some(0.8));
    assert_eq!(essentials.time_ms, 3_600_000);
    assert_eq!((essentials.cards, essentials.met), (95, 55), "without the suspended");
    assert!((essentials.known - 44.0).abs() < 1e-9, "80 % of 55");
}

#[test]
fn bars_of_a_day_add_up_to_its_answers() {
    let Plot::Columns(columns) = chart("reviews", Some(Unit::Day)).plot else { unreachable!() };
    for at in 0..30 {
        let sum: f64 =
            columns.bars.iter().filter_map(|series| *series.values.get(at).unwrap()).sum();
        assert!((sum - 10.0).abs() < 1e-9);
    }
    let tip = chart("reviews", Some(Unit::Day)).tip(29).sentence();
    assert_eq!(
        tip,
        "Thursday, 5 March 2026: Recalled from before 5, New 3, Again the same day 2, Together 10"
    );
    assert_eq!(
        chart("retention", Some(Unit::Week)).tip(1).sentence(),
        "9 February to 5 March 2026: Retention 80\u{a0}%, 100 of 125 remembered"
    );
    assert_eq!(chart("time", Some(Unit::Month)).tip(0).sentence(), "February 2026: Time 1\u{a0}h");
}

#[test]
fn sums_come_in_steps_that_can_be_told_apart() {
    let progress = progress();
    assert_eq!(progress.units, [Unit::Day, Unit::Week, Unit::Month]);
    assert_eq!(progress.unit, Unit::Day);
    let mut long = figures();
    let day = *long.days.buckets.first().unwrap();
    long.days.buckets = vec![day; 3_000];
    long.weeks.buckets = vec![day; 300];
    long.months.buckets = vec![day; 100];
    let progress = Progress::new(long, &Library::default());
    assert_eq!(progress.units, [Unit::Week, Unit::Month], "3 000 days have no room");
    assert_eq!(progress.unit, Unit::Month);
    for unit in progress.units.clone() {
        let ids: Vec<_> =
            progress.section(Section::Activity, unit).map(|graph| graph.chart.id).collect();
        assert_eq!(ids, ["year", "reviews", "time", "retention", "pace"]);
    }
    let none = Progress::new(Figures::default(), &Library::default());
    assert_eq!((none.units, none.unit), (vec![Unit::Month], Unit::Month));
}

#[test]
fn the_year_ends_today_and_begins_on_a_monday() {
    let Plot::Year(year) = chart("year", None).plot else { unreachable!() };
    assert_eq!(year.days.len(), 52 * 7 + 4);
    assert_eq!(year.days.last().unwrap().date, "2026-03-05");
    assert_eq!(date::weekday(TODAY - 367), 0);
    let (done, not) = (year.days.last().unwrap(), year.days.get(364).unwrap());
    assert_eq!((done.reviews, done.step, not.reviews, not.step), (10, 4, 0, 0));
    assert_eq!(not.label, "Monday, 2 March 2026");
    assert_eq!(year.days.first().unwrap().reviews, 0, "before the first answer");
    let months = year.days.iter().filter(|day| !day.month.is_empty()).count();
    assert_eq!(months, 13, "March twice");
}

#[test]
fn what_waits_already_is_told_apart_from_what_comes() {
    let forecast = chart("forecast", None);
    let tip = forecast.tip(0).sentence();
    assert!(
        tip.starts_with("Today, Thursday, 5 March 2026: Mature 3, Young 2, Learning 1, Overdue 7"),
        "{tip}"
    );
    let Plot::Columns(columns) = &forecast.plot else { unreachable!() };
    assert!(columns.bar_scale.most >= 13.0, "today's bar has room");
    let mut year = figures();
    let day = *year.forecast.days.first().unwrap();
    year.forecast.days = (0..365).map(|ahead| ForecastDay { day: TODAY + ahead, ..day }).collect();
    year.forecast.backlog = 0;
    let progress = Progress::new(year, &Library::default());
    let graph = progress.section(Section::Coming, Unit::Day).next().unwrap();
    assert_eq!(graph.chart.points(), 53, "a year by weeks");
    let tip = graph.chart.tip(0).sentence();
    assert!(tip.starts_with("5 to 11 March 2026: Mature 21, Young 14, Learning 7,"), "{tip}");
    assert!(!tip.contains("Overdue"));
}

#[test]
fn every_graph_can_be_exported_and_has_a_name_of_its_own() {
    let progress = progress();
    let mut ids: Vec<(&str, Option<Unit>)> =
        progress.graphs.iter().map(|graph| (graph.chart.id, graph.by)).collect();
    let count = ids.len();
    ids.sort_by_key(|(id, by)| (*id, by.map(|by| by as u8)));
    ids.dedup();
    assert_eq!(ids.len(), count);
    for graph in &progress.graphs {
        let rows = csv::write(&graph.chart);
        let lines = rows.lines().count();
        assert_eq!(lines, graph.chart.points() + 1, "{}", graph.chart.id);
        assert!(!graph.chart.title.is_empty());
    }
}

#[test]
fn predictions_are_told_with_their_scores_and_how_sure_they_are() {
    let chart = chart("calibration", None);
    let Plot::Calibration(calibration) = &chart.plot else { unreachable!() };
    assert_eq!(calibration.note, "log loss 0.457");
    assert_eq!(chart.points(), 1, "empty bins are left out");
    // Wilson's interval for 40 of 50, from the formula by hand: 0.670 to 0.888.
    let (from, to) = honesty::wilson(40, 50);
    assert!((from - 0.6696).abs() < 1e-3 && (to - 0.8876).abs() < 1e-3, "{from} to {to}");
    assert_eq!(honesty::wilson(0, 0), (0.0, 1.0));
}

#[test]
fn distributions_end_where_cards_do() {
    let recall = chart("recall", None);
    assert_eq!(recall.points(), 1, "the empty upper end is left out");
    assert_eq!(recall.tip(0).sentence(), "75 to 80\u{a0}%: Cards 55");
    let states = chart("states", None);
    assert_eq!(states.tip(3).sentence(), "Mature: Cards 20, known, interval of 21 days or more");
}
