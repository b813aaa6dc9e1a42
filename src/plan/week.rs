//! The days of the week: rest days, easy days.

use serde::{Deserialize, Serialize};

/// A day of the week, by the study day's date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The weekday of a study day. Day 0, 1970-01-01, was a Thursday.
    #[must_use]
    pub fn of(day: i32) -> Self {
        let index = usize::try_from((i64::from(day) + 3).rem_euclid(7)).unwrap_or(0);
        Self::ALL.get(index).copied().unwrap_or(Self::Mon)
    }

    /// 0 for Monday to 6 for Sunday.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// In full.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mon => "Monday",
            Self::Tue => "Tuesday",
            Self::Wed => "Wednesday",
            Self::Thu => "Thursday",
            Self::Fri => "Friday",
            Self::Sat => "Saturday",
            Self::Sun => "Sunday",
        }
    }

    /// In three letters.
    #[must_use]
    pub fn short(self) -> &'static str {
        self.name().get(..3).unwrap_or("")
    }
}

/// The first day (a Monday) of the week that a study day lies in.
#[must_use]
pub fn week_of(day: i32) -> i32 {
    day.saturating_sub(i32::try_from(Weekday::of(day).index()).unwrap_or(0))
}

/// How much of the usual load each weekday may carry, 0 (as little as can be)
/// to 1 (as any day), Monday first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week(pub [f64; 7]);

impl Default for Week {
    fn default() -> Self {
        Self([1.0; 7])
    }
}

impl Week {
    /// From any list: what is missing or out of range counts as an ordinary day.
    #[must_use]
    pub fn new(shares: &[f64]) -> Self {
        let mut week = Self::default();
        for (slot, share) in week.0.iter_mut().zip(shares) {
            if (0.0..=1.0).contains(share) {
                *slot = *share;
            }
        }
        week
    }

    /// The share of a study day.
    #[must_use]
    pub fn share(&self, day: i32) -> f64 {
        self.0.get(Weekday::of(day).index()).copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_follow_the_calendar() {
        assert_eq!(Weekday::of(0), Weekday::Thu);
        assert_eq!(Weekday::of(4), Weekday::Mon);
        assert_eq!(Weekday::of(-1), Weekday::Wed);
        assert_eq!(week_of(0), -3);
        assert_eq!(week_of(4), 4);
        assert_eq!(week_of(10), 4);
        for day in -20..20 {
            let date = crate::scheduler::day::date_of(day);
            assert_eq!(Weekday::of(day).short(), date.strftime("%a").to_string());
        }
    }
}
