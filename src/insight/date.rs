//! Study days as dates, as graphs and exports write them.

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

/// The date of a study day (days since 1970); 1970 for what no calendar holds.
#[must_use]
pub fn of(day: i32) -> Date {
    let epoch = date(1970, 1, 1);
    epoch.checked_add(Span::new().try_days(day).unwrap_or_else(|_| 0.days())).unwrap_or(epoch)
}

/// `2026-03-05`.
#[must_use]
pub fn iso(day: i32) -> String {
    of(day).strftime("%Y-%m-%d").to_string()
}

/// `Thursday, 5 March 2026`.
#[must_use]
pub fn long(day: i32) -> String {
    of(day).strftime("%A, %-d %B %Y").to_string()
}

/// `5 Mar`.
#[must_use]
pub fn short(day: i32) -> String {
    of(day).strftime("%-d %b").to_string()
}

/// `March 2026`.
#[must_use]
pub fn month(day: i32) -> String {
    of(day).strftime("%B %Y").to_string()
}

/// `Mar`.
#[must_use]
pub fn short_month(day: i32) -> &'static str {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::from(of(day).month().unsigned_abs());
    MONTHS.get(month.saturating_sub(1)).copied().unwrap_or_default()
}

/// `2 to 8 March 2026`, `28 February to 6 March 2026`.
#[must_use]
pub fn span(first: i32, last: i32) -> String {
    if first == last {
        return of(first).strftime("%-d %B %Y").to_string();
    }
    let (from, to) = (of(first), of(last));
    let end = to.strftime("%-d %B %Y");
    let begin = match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) => from.strftime("%-d"),
        (true, false) => from.strftime("%-d %B"),
        _ => from.strftime("%-d %B %Y"),
    };
    format!("{begin} to {end}")
}

/// 0 for Monday to 6 for Sunday.
#[must_use]
pub fn weekday(day: i32) -> i32 {
    // Day 0, 1970-01-01, was a Thursday.
    day.saturating_add(3).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_dates() {
        // Thursday, 5 March 2026.
        let day = 20_517;
        assert_eq!(iso(day), "2026-03-05");
        assert_eq!(long(day), "Thursday, 5 March 2026");
        assert_eq!(
            (short(day), month(day), short_month(day)),
            ("5 Mar".into(), "March 2026".into(), "Mar")
        );
        assert_eq!(weekday(day), 3);
        assert_eq!(weekday(-4), 6, "28 December 1969 was a Sunday");
        assert_eq!(span(day, day), "5 March 2026");
        assert_eq!(span(day - 3, day), "2 to 5 March 2026");
        assert_eq!(span(day - 6, day), "27 February to 5 March 2026");
        assert_eq!(span(day - 90, day), "5 December 2025 to 5 March 2026");
        assert_eq!(iso(i32::MAX), "1970-01-01", "beyond the calendar");
    }
}
