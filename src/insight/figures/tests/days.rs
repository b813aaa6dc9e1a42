//! Sums by day: calendar, series, retention, hours, kinds, grades, pace.

use super::*;
use jiff::civil::date;
use jiff::tz::TimeZone;

fn day_of(date: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    i32::try_from(date.duration_since(epoch).as_hours() / 24).unwrap()
}

#[test]
fn the_calendar_has_every_day() {
    let long_ago = TODAY - 500;
    let figures = figures(
        vec![answer(0, long_ago), answer(0, TODAY - 1), answer(1, TODAY - 1)],
        Period::Month,
    );
    let heat = &figures.heat;
    assert_eq!((heat.days[0].day, heat.days.len()), (long_ago, 501));
    assert_eq!((heat.days[0].reviews, heat.days[0].minutes()), (1, 1));
    assert_eq!((heat.days[499].reviews, heat.days[499].time_ms), (2, 10_000));
    assert_eq!(heat.days[500], DayCell { day: TODAY, reviews: 0, time_ms: 0 });
    assert_eq!(heat.years(), [2026, 2025]);
    let year = heat.year(2026);
    assert_eq!(year[0].day, day_of(date(2026, 1, 1)));
    assert_eq!(year.last().unwrap().day, TODAY);
    assert_eq!(heat.year(2025).last().unwrap().day, year[0].day - 1);
    assert!(heat.year(2024).is_empty());
    assert_eq!(heat.last_year().len(), 365);
    // A newcomer sees a year, too.
    let newcomer = super::figures(vec![answer(0, TODAY)], Period::Month).heat;
    assert_eq!((newcomer.days.len(), newcomer.days[364].reviews), (365, 1));
}

#[test]
fn buckets_fill_the_period_and_begin_where_weeks_and_months_do() {
    let figures = figures(vec![answer(0, TODAY - 40), answer(0, TODAY)], Period::Month);
    assert_eq!((figures.first_day, figures.reviews, figures.reviews_ever), (TODAY - 29, 1, 2));
    assert_eq!(figures.days.buckets.len(), 30);
    // From Tuesday, 28 April to Wednesday, 27 May.
    let ends: Vec<(i32, i32)> = figures
        .weeks
        .buckets
        .iter()
        .map(|bucket| (bucket.first_day - TODAY, bucket.last_day - TODAY))
        .collect();
    assert_eq!(ends, [(-29, -24), (-23, -17), (-16, -10), (-9, -3), (-2, 0)]);
    let months: Vec<i32> = figures.months.buckets.iter().map(|bucket| bucket.first_day).collect();
    assert_eq!(months, [TODAY - 29, day_of(date(2026, 5, 1))]);
    assert_eq!(figures.months.buckets[1].reviews, 1);
    let ever = super::figures(vec![answer(0, TODAY - 40), answer(0, TODAY)], Period::All);
    assert_eq!((ever.first_day, ever.days.buckets.len(), ever.days.studied), (TODAY - 40, 41, 2));
}

#[test]
fn a_bucket_adds_up_its_answers() {
    let answers = vec![
        first(answer(0, TODAY)),
        wrong(answer(1, TODAY)),
        answer(2, TODAY),
        // Again within the session: no recall.
        Answered { elapsed_days: 0, previous_days: 0, ..answer(1, TODAY) },
    ];
    let figures = figures(answers, Period::Month);
    let expected = Bucket {
        first_day: TODAY,
        last_day: TODAY,
        reviews: 4,
        correct: 3,
        met: 1,
        recalls: 2,
        recalled: 1,
        time_ms: 20_000,
    };
    assert_eq!(figures.days.buckets[29], expected);
    assert_eq!(figures.days.buckets[29].retention(), Some(0.5));
    assert_eq!(figures.days.buckets[28].retention(), None);
    assert_eq!(figures.days.total().reviews, 4);
}

#[test]
fn the_table_of_true_retention() {
    let mature = |day| Answered { previous_days: 21, ..answer(0, day) };
    let young = |day| Answered { previous_days: 20, ..answer(0, day) };
    let answers = vec![
        wrong(mature(TODAY - 400)),
        young(TODAY - 364),
        young(TODAY - 30),
        mature(TODAY - 29),
        mature(TODAY - 7),
        wrong(young(TODAY - 6)),
        young(TODAY - 1),
        wrong(young(TODAY - 1)),
        mature(TODAY),
        first(young(TODAY)),
    ];
    let table = figures(answers, Period::Month).retention;
    let tallies = |span| {
        let row = table.row(span);
        [(row.young.passed, row.young.failed), (row.mature.passed, row.mature.failed)]
    };
    assert_eq!(tallies(Span::Today), [(0, 0), (1, 0)]);
    assert_eq!(tallies(Span::Yesterday), [(1, 1), (0, 0)]);
    assert_eq!(tallies(Span::Week), [(1, 2), (1, 0)]);
    assert_eq!(tallies(Span::Month), [(1, 2), (3, 0)]);
    assert_eq!(tallies(Span::Year), [(3, 2), (3, 0)]);
    assert_eq!(tallies(Span::All), [(3, 2), (3, 1)]);
    assert_eq!(table.row(Span::All).both().share(), Some(6.0 / 9.0));
    assert_eq!(table.row(Span::Today).young.share(), None);
}

#[test]
fn kinds_and_grades() {
    let answers = vec![
        Answered { rating: Rating::Easy, kind: Kind::Typed, ..answer(0, TODAY) },
        wrong(Answered { kind: Kind::Typed, previous_days: 30, ..answer(1, TODAY) }),
        first(answer(2, TODAY)),
        wrong(answer(3, TODAY - 200)),
    ];
    let figures = figures(answers, Period::Quarter);
    let rows = &figures.kinds.rows;
    let kinds: Vec<Kind> = rows.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [Kind::Choice, Kind::Typed]);
    assert_eq!((rows[1].grades, rows[1].right, rows[1].time_ms), ([1, 0, 0, 1], 1, 10_000));
    let expected = Grades { learning: [0, 0, 1, 0], young: [0, 0, 0, 1], mature: [1, 0, 0, 0] };
    assert_eq!(figures.grades, expected);
    assert_eq!(figures.grades.all(), [1, 0, 1, 1]);
}

#[test]
fn the_hour_is_that_of_the_learners_own_clock() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    // Clocks go back on 25 October 2026 at 3:00; the day begins at 4:00.
    let at = |text: &str| -> Answered {
        let at: jiff::Timestamp = text.parse().unwrap();
        let day = crate::scheduler::day::day_of(at.as_millisecond(), &zone, 4);
        let zone_min = i16::try_from(zone.to_offset(at).seconds() / 60).unwrap();
        Answered { at_ms: at.as_millisecond(), zone_min, ..answer(0, day) }
    };
    let answers = vec![
        // 1:30 and 2:30 in summer, 2:30 in winter: all of the day before.
        at("2026-10-24T23:30:00Z"),
        at("2026-10-25T00:30:00Z"),
        at("2026-10-25T01:30:00Z"),
        // 4:00 and 23:59 in winter.
        at("2026-10-25T03:00:00Z"),
        wrong(at("2026-10-25T22:59:00Z")),
        // 0:15, still the same study day.
        at("2026-10-25T23:15:00Z"),
    ];
    let days: Vec<i32> = answers.iter().map(|answered| answered.day).collect();
    assert_eq!(days, [20_750, 20_750, 20_750, 20_751, 20_751, 20_751]);
    let hours = all(&History::new(answers), &[], &Selection::All, Period::All).hours;
    let counted: Vec<(u8, u32, u32)> = hours
        .rows
        .iter()
        .filter(|row| row.reviews > 0)
        .map(|row| (row.hour, row.reviews, row.right))
        .collect();
    assert_eq!(counted, [(0, 1, 1), (1, 1, 1), (2, 2, 2), (4, 1, 1), (23, 1, 0)]);
    // West of Greenwich, half an hour off, and before 1970.
    let far = Answered { at_ms: -HOUR, zone_min: -210, ..answer(0, TODAY) };
    let hours = figures(vec![far], Period::Month).hours;
    assert_eq!(hours.rows[19].reviews, 1, "19:30 the evening before");
}

#[test]
fn how_long_answers_take() {
    let slow = |latency_ms| Answered { latency_ms, ..answer(0, TODAY) };
    let answers =
        vec![slow(900), slow(2_000), slow(59_999), wrong(slow(60_000)), wrong(slow(600_000))];
    let pace = figures(answers, Period::Month).pace;
    assert_eq!(pace.buckets.len(), 31);
    let counted: Vec<(f64, u32)> =
        pace.buckets.iter().filter(|bar| bar.cards > 0).map(|bar| (bar.from, bar.cards)).collect();
    assert_eq!(counted, [(0.0, 1), (2.0, 1), (58.0, 1), (60.0, 2)]);
    assert_eq!(pace.median_ms, Some(59_950), "to a tenth of a second");
    assert_eq!(pace.right_ms, Some((900.0 + 2_000.0 + 59_999.0) / 3.0));
    assert_eq!(pace.wrong_ms, Some(330_000.0));
    assert_eq!(figures(vec![], Period::Month).pace.median_ms, None);
}

#[test]
fn a_broken_clock_does_not_break_the_calendar() {
    let answers = vec![answer(0, i32::MIN), answer(0, TODAY), answer(0, i32::MAX)];
    for period in Period::ALL {
        let figures = figures(answers.clone(), period);
        assert!(figures.heat.days.len() < 80_000);
        assert_eq!(figures.heat.days.iter().map(|cell| cell.reviews).sum::<u32>(), 3);
    }
}
