//! Numbers and days in words, as the screens say them.

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

pub use crate::insight::figures::say::{count, grouped, percent};

/// Small numbers as words at the start of a sentence, larger ones as figures.
#[must_use]
pub fn count_in_words(number: usize, what: &str) -> String {
    const WORDS: [&str; 9] =
        ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    match number.checked_sub(1).and_then(|at| WORDS.get(at)) {
        Some(word) if number == 1 => format!("{word} {what}"),
        Some(word) => format!("{word} {what}s"),
        None => count(number, what),
    }
}

/// `about 9 min`, `under a minute`, `about 2 h 10 min`.
#[must_use]
pub fn about(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    match minutes {
        0 | 1 => "about a minute".to_owned(),
        2..60 => format!("about {minutes} min"),
        _ if minutes.is_multiple_of(60) => format!("about {} h", minutes / 60),
        _ => format!("about {} h {} min", minutes / 60, minutes % 60),
    }
}

/// The date of a study day.
#[must_use]
pub fn day_date(day: i32) -> Date {
    let epoch = date(1970, 1, 1);
    epoch.checked_add(Span::new().try_days(day).unwrap_or_else(|_| 0.days())).unwrap_or(epoch)
}

/// `Tuesday, 3 March`.
#[must_use]
pub fn long_day(day: i32) -> String {
    day_date(day).strftime("%A, %-d %B").to_string()
}

/// `tomorrow`, `in 5 days`, `on Monday`.
#[must_use]
pub fn in_days(days: u32, today: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        2..7 => {
            let day = today.saturating_add(i32::try_from(days).unwrap_or(0));
            format!("on {}", day_date(day).strftime("%A"))
        }
        _ => format!("in {days} days"),
    }
}

/// `A, then B, C and D`: what comes one after the other.
#[must_use]
pub fn in_turn(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, last] => format!("{first}, then {last}"),
        [first, middle @ .., last] => format!("{first}, then {} and {last}", middle.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(1, "card"), "1 card");
        assert_eq!(count(0, "card"), "0 cards");
        assert_eq!(count(12_345, "card"), "12\u{a0}345 cards");
        assert_eq!(count(1_234_567, "card"), "1\u{a0}234\u{a0}567 cards");
        assert_eq!(count_in_words(2, "card"), "Two cards");
        assert_eq!(count_in_words(10, "card"), "10 cards");
        assert_eq!(about(10), "about a minute");
        assert_eq!(about(61), "about 2 min");
        assert_eq!(about(7_200), "about 2 h");
        assert_eq!(about(7_800), "about 2 h 10 min");
    }

    #[test]
    fn days_read_well() {
        assert_eq!(long_day(0), "Thursday, 1 January");
        assert_eq!(in_days(1, 0), "tomorrow");
        assert_eq!(in_days(4, 0), "on Monday");
        assert_eq!(in_days(9, 0), "in 9 days");
        assert_eq!(long_day(i32::MAX), "Thursday, 1 January", "beyond the calendar");
    }

    #[test]
    fn names_come_one_after_the_other() {
        assert_eq!(in_turn(&["A"]), "A");
        assert_eq!(in_turn(&["A", "B"]), "A, then B");
        assert_eq!(in_turn(&["A", "B", "C", "D"]), "A, then B, C and D");
    }
}
