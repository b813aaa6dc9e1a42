use jiff::civil::date;
use jiff::tz::TimeZone;

use super::clock::{SMALL_STEP_MS, Verdict, verdict};
use super::day::{Last, date_of, day_of, elapsed_days, start_of, today};
use super::*;

const HOUR: i64 = 3_600_000;

/// 2001 to 2037: all the rules that zones have had in that time.
fn any_instant() -> impl Strategy<Value = i64> {
    980_000_000_000_i64..2_100_000_000_000
}

/// Rules of all shapes, so that the tests need no zone files; and the zones of
/// the system where there are any.
fn zones() -> Vec<TimeZone> {
    let rules = [
        "EST5EDT,M3.2.0,M11.1.0",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01",
        "EET-2EEST,M3.4.4/50,M10.4.4/50",
        "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1",
        "CLT4CLST,M9.1.6/24,M4.1.6/24",
        "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
        "<-12>12",
        "<+14>-14",
        "XXX-4YYY-8,M3.2.0/3:30,M11.1.0/6:15",
    ];
    let mut zones: Vec<TimeZone> = rules.map(|rule| TimeZone::posix(rule).unwrap()).into();
    zones.extend(jiff::tz::db().available().filter_map(|name| TimeZone::get(name.as_str()).ok()));
    zones
}

fn any_zone() -> impl Strategy<Value = TimeZone> {
    prop::sample::select(zones())
}

fn ms(zone: &TimeZone, year: i16, month: i8, day: i8, hour: i8, minute: i8) -> i64 {
    let civil = date(year, month, day).at(hour, minute, 0, 0);
    zone.to_ambiguous_timestamp(civil).compatible().unwrap().as_millisecond()
}

fn number(year: i16, month: i8, day: i8) -> i32 {
    let utc = TimeZone::UTC;
    day_of(ms(&utc, year, month, day, 12, 0), &utc, 0)
}

#[test]
fn a_day_turns_at_its_rollover() {
    let utc = TimeZone::UTC;
    assert_eq!(day_of(0, &utc, 0), 0);
    assert_eq!(day_of(0, &utc, 4), -1);
    assert_eq!(day_of(-1, &utc, 0), -1);
    let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let day = number(2026, 3, 10);
    assert_eq!(day_of(ms(&berlin, 2026, 3, 10, 3, 59), &berlin, 4), day - 1);
    assert_eq!(day_of(ms(&berlin, 2026, 3, 10, 4, 0), &berlin, 4), day);
    assert_eq!(date_of(day), date(2026, 3, 10));
    assert_eq!(start_of(day, &berlin, 4), ms(&berlin, 2026, 3, 10, 4, 0));
    assert_eq!(day_of(0, &utc, 200), day_of(0, &utc, 23), "no hour beyond 23");
}

#[test]
fn clocks_that_change_neither_lose_nor_repeat_a_day() {
    let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    // 2:00 is skipped on 29 March 2026: the day begins at 3:00.
    let spring = number(2026, 3, 29);
    assert_eq!(start_of(spring, &berlin, 2), ms(&berlin, 2026, 3, 29, 3, 0));
    assert_eq!(day_of(ms(&berlin, 2026, 3, 29, 3, 0) - 1, &berlin, 2), spring - 1);
    // 2:00 comes twice on 25 October 2026: the first one counts.
    let autumn = number(2026, 10, 25);
    let first = ms(&berlin, 2026, 10, 25, 2, 0);
    assert_eq!(start_of(autumn, &berlin, 2), first);
    assert_eq!(day_of(first + HOUR, &berlin, 2), autumn);
    // Newfoundland once set its clocks back from 0:01 to 23:01: at midnight the
    // new day had begun, and it did not end again a minute later.
    let newfoundland = TimeZone::posix("NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01").unwrap();
    // In spring 1:00 is skipped there: the day begins at 1:01, not at 2:00.
    let march = number(2026, 3, 8);
    let jump = ms(&newfoundland, 2026, 3, 8, 1, 1);
    assert_eq!(start_of(march, &newfoundland, 1), jump);
    assert_eq!(day_of(jump - 1, &newfoundland, 1), march - 1);
    let november = number(2026, 11, 1);
    let midnight = start_of(november, &newfoundland, 0);
    for minutes in 0..180 {
        assert_eq!(day_of(midnight + minutes * 60_000, &newfoundland, 0), november, "{minutes}");
    }
}

#[test]
fn the_edges_of_the_calendar_are_stood() {
    for zone in zones().iter().take(11) {
        for at in [i64::MIN, -400_000_000_000_000, 400_000_000_000_000, i64::MAX] {
            let day = day_of(at, zone, 4);
            let _ = start_of(day, zone, 4);
        }
        assert!(start_of(i32::MIN, zone, 4) < start_of(i32::MAX, zone, 4));
    }
    assert_eq!(elapsed_days(i32::MIN, i32::MAX), u32::MAX);
    assert_eq!(elapsed_days(5, 3), 0);
    assert_eq!(elapsed_days(3, 5), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn days_follow_each_other_in_every_zone(
        zone in any_zone(), at in any_instant(), rollover in 0_u8..24,
    ) {
        let day = day_of(at, &zone, rollover);
        let start = start_of(day, &zone, rollover);
        let end = start_of(day + 1, &zone, rollover);
        prop_assert!(start <= at && at < end, "{} {} {}", start, at, end);
        prop_assert_eq!(day_of(start, &zone, rollover), day);
        prop_assert_eq!(day_of(end - 1, &zone, rollover), day);
        let next = day_of(end, &zone, rollover);
        // Only where a whole date is skipped, at the date line, two begin at once.
        let skipped = start_of(day + 2, &zone, rollover) == end;
        prop_assert_eq!(next, if skipped { day + 2 } else { day + 1 });
    }

    #[test]
    fn the_day_is_the_local_date_of_the_time_less_the_rollover(
        zone in any_zone(), at in any_instant(), rollover in 0_u8..24,
    ) {
        let day = day_of(at, &zone, rollover);
        let civil = jiff::Timestamp::from_millisecond(at).unwrap().to_zoned(zone).datetime();
        let shifted = civil.checked_sub(jiff::Span::new().hours(i64::from(rollover))).unwrap();
        let off = (date_of(day).duration_since(shifted.date())).as_hours() / 24;
        // Set-back clocks may show yesterday's time again after the day began.
        prop_assert!((0..=1).contains(&off), "{} {}", civil, date_of(day));
    }

    #[test]
    fn at_home_today_is_the_local_day(
        zone in prop::sample::select(zones().into_iter().take(11).collect::<Vec<_>>()),
        start in any_instant(),
        steps in prop::collection::vec(0_i64..60 * HOUR, 1..40),
        rollover in 0_u8..24,
    ) {
        let mut at_ms = start;
        let mut last = None;
        for step in steps {
            at_ms += step;
            let day = today(last, at_ms, &zone, rollover);
            prop_assert_eq!(day, day_of(at_ms, &zone, rollover));
            last = Some(Last { day, at_ms });
        }
    }

    #[test]
    fn travellers_neither_repeat_nor_lose_a_day(
        start in any_instant(),
        legs in prop::collection::vec((any_zone(), 0_i64..40 * HOUR), 1..60),
        rollover in 0_u8..24,
    ) {
        let mut at_ms = start;
        let mut last: Option<Last> = None;
        for (zone, passed) in legs {
            at_ms += passed;
            let day = today(last, at_ms, &zone, rollover);
            if let Some(last) = last {
                let on = day - last.day;
                prop_assert!(on >= 0, "never back");
                let most = 1 + i32::try_from(passed / (20 * HOUR)).unwrap();
                prop_assert!(on <= most, "{} days in {} hours", on, passed / HOUR);
                if passed > 51 * HOUR {
                    prop_assert!(on >= 1, "every day ends");
                }
                if passed < 6 * HOUR && on > 0 {
                    let turned = day_of(last.at_ms, &zone, rollover)
                        != day_of(at_ms, &zone, rollover);
                    prop_assert!(turned, "a zone alone starts no day");
                }
            }
            last = Some(Last { day, at_ms });
        }
    }
}

#[test]
fn flights_over_the_date_line_keep_the_streak() {
    let honolulu = TimeZone::posix("<-10>10").unwrap();
    let auckland = TimeZone::posix("<+13>-13").unwrap();
    let day = number(2026, 1, 10);
    // An evening in Honolulu, a night in the air, a morning two dates later.
    let evening = ms(&honolulu, 2026, 1, 10, 20, 0);
    let last = Some(Last { day, at_ms: evening });
    let landed = evening + 10 * HOUR;
    assert_eq!(day_of(landed, &auckland, 4), day + 2);
    assert_eq!(today(last, landed, &auckland, 4), day + 1, "the day after");
    // Two minutes on it is still that day; the morning after, the calendar's.
    let last = Some(Last { day: day + 1, at_ms: landed });
    assert_eq!(today(last, landed + 120_000, &auckland, 4), day + 1);
    assert_eq!(today(last, landed + 24 * HOUR, &auckland, 4), day + 3);
    // Back again the same date comes twice: it is one long day.
    let last = Some(Last { day: day + 3, at_ms: landed + 24 * HOUR });
    assert_eq!(today(last, landed + 34 * HOUR, &honolulu, 4), day + 3);
}

#[test]
fn a_clock_set_back_is_noticed_but_not_at_every_tick() {
    assert_eq!(verdict(5, None), Verdict::Fine);
    assert_eq!(verdict(5, Some(5)), Verdict::Fine);
    assert_eq!(verdict(6, Some(5)), Verdict::Fine);
    assert_eq!(verdict(4, Some(5)), Verdict::SmallStep);
    assert_eq!(verdict(0, Some(SMALL_STEP_MS)), Verdict::SmallStep);
    let by_ms = SMALL_STEP_MS + 1;
    assert_eq!(verdict(0, Some(by_ms)), Verdict::Behind { by_ms });
    assert_eq!(verdict(i64::MIN, Some(i64::MAX)), Verdict::Behind { by_ms: i64::MAX });
    let last = Some(Last { day: 20_000, at_ms: 1_728_000_000_000 });
    assert_eq!(today(last, 0, &TimeZone::UTC, 4), 20_000, "no day comes again");
}
