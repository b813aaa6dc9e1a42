//! Study days: numbered as days since 1970-01-01 of the learner's calendar, but
//! turning at a rollover hour instead of midnight.
//!
//! A study day begins at the first instant at which the local clock shows its
//! date and the rollover hour (or later, when daylight saving skips that hour).
//! Counting from that first instant makes the days follow each other without
//! gap or repetition even where clocks are set back across the rollover.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// The day with the number 0.
const EPOCH: Date = Date::constant(1970, 1, 1);

const HOUR_MS: i64 = 60 * 60 * 1000;

/// A change of time zone alone doesn't start a new day within this time.
const SETTLED_MS: i64 = 6 * HOUR_MS;

/// No day that is really lived through is shorter than this: what bounds how
/// many days can have passed since the last answer.
const SHORT_DAY_MS: i64 = 20 * HOUR_MS;

/// The study day at an instant (milliseconds since 1970, UTC), as told by the
/// local calendar alone. `rollover_hour` is 0–23; more counts as 23.
///
/// For today's number use [`today`], which also stands travelling.
#[must_use]
pub fn day_of(at_ms: i64, tz: &TimeZone, rollover_hour: u8) -> i32 {
    let at = instant(at_ms);
    let civil = at.to_zoned(tz.clone()).datetime();
    let date = number(civil.date());
    let mut day =
        if civil.time() < rollover(rollover_hour) { date.saturating_sub(1) } else { date };
    // After clocks were set back the day has begun already, and where an hour
    // (or a whole date) was skipped it may not have. One step nearly always is
    // enough; the bound keeps the edges of the calendar from looping.
    for _ in 0..3 {
        if instant_of_start(day, tz, rollover_hour) > at {
            day = day.saturating_sub(1);
        } else if instant_of_start(day.saturating_add(1), tz, rollover_hour) <= at {
            day = day.saturating_add(1);
        } else {
            break;
        }
    }
    day
}

/// The instant a study day begins at, milliseconds since 1970, UTC. Days beyond
/// the calendar (years −9999 to 9999) begin at its edge.
#[must_use]
pub fn start_of(day: i32, tz: &TimeZone, rollover_hour: u8) -> i64 {
    instant_of_start(day, tz, rollover_hour).as_millisecond()
}

/// The last entry of the log: its study day and its instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// Its study day.
    pub day: i32,
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
}

/// Today's study day, given the log's last entry.
///
/// At home this is [`day_of`]. For a traveller:
/// - a day never comes twice: west of where the last answer was given, its day
///   goes on until the local calendar has passed it (a longer day);
/// - a day is never lost: days move on by one, and by more only when the time
///   that has passed holds more (20 hours each), so flying over the date line
///   breaks no streak;
/// - landing elsewhere doesn't end a day at a stroke: before the next local
///   rollover a new day needs six hours without an answer.
///
/// With the clock set back behind the last entry it is still that entry's day
/// (see [`super::clock`]).
#[must_use]
pub fn today(last: Option<Last>, now_ms: i64, tz: &TimeZone, rollover_hour: u8) -> i32 {
    let local = day_of(now_ms, tz, rollover_hour);
    let Some(last) = last else { return local };
    let passed = now_ms.saturating_sub(last.at_ms);
    if passed < 0 || local <= last.day {
        return last.day;
    }
    if passed < SETTLED_MS && day_of(last.at_ms, tz, rollover_hour) == local {
        return last.day;
    }
    let more = i32::try_from(passed / SHORT_DAY_MS).unwrap_or(i32::MAX);
    local.min(last.day.saturating_add(1).saturating_add(more))
}

/// Whole study days from one to another; 0 when `day` is not later.
#[must_use]
pub fn elapsed_days(last_day: i32, day: i32) -> u32 {
    u32::try_from(i64::from(day) - i64::from(last_day)).unwrap_or(0)
}

/// The calendar date of a study day, as far as the calendar goes.
#[must_use]
pub fn date_of(day: i32) -> Date {
    let edge = if day < 0 { Date::MIN } else { Date::MAX };
    jiff::Span::new().try_days(day).and_then(|span| EPOCH.checked_add(span)).unwrap_or(edge)
}

fn number(date: Date) -> i32 {
    let days = date.duration_since(EPOCH).as_hours() / 24;
    i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX })
}

fn rollover(hour: u8) -> Time {
    let hour = i8::try_from(hour.min(23)).unwrap_or(23);
    Time::new(hour, 0, 0, 0).unwrap_or(Time::midnight())
}

fn instant(at_ms: i64) -> Timestamp {
    let edge = if at_ms < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(at_ms).unwrap_or(edge)
}

/// The first instant at which the local clock shows the day's date and the
/// rollover hour, or later.
fn instant_of_start(day: i32, tz: &TimeZone, rollover_hour: u8) -> Timestamp {
    let edge = if day < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let civil = DateTime::from_parts(date_of(day), rollover(rollover_hour));
    let start = tz.to_ambiguous_timestamp(civil);
    if matches!(start.offset(), jiff::tz::AmbiguousOffset::Gap { .. }) {
        // The hour is skipped: the day begins where the clock jumps over it.
        let Ok(before) = start.earlier() else { return edge };
        return tz.following(before).next().map_or(before, |jump| jump.timestamp());
    }
    start.earlier().unwrap_or(edge)
}
