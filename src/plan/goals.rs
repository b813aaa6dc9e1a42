//! The week in figures, and new cards that slow down when the days overflow.

use super::week::week_of;
use crate::store::DayStat;

/// What a week came to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WeekSummary {
    /// Its Monday.
    pub monday: i32,
    /// Days with at least one answer.
    pub days: u32,
    /// Minutes from questions to answers.
    pub minutes: f64,
    /// Answers.
    pub reviews: u32,
    /// Cards met for the first time.
    pub met: u32,
    /// Due cards that were recalled.
    pub recalled: u32,
    /// Due cards that were not.
    pub slipped: u32,
    /// Cards that come due in the seven days from today on, what waits included.
    pub next_due: u32,
    /// About how long those take, minutes.
    pub next_minutes: f64,
}

impl WeekSummary {
    /// The week before that of `today`, out of the days' sums; `None` when
    /// nothing was answered in it.
    #[must_use]
    pub fn of_last(
        stats: &[(i32, DayStat)],
        today: i32,
        next_due: u32,
        review_secs: f64,
    ) -> Option<Self> {
        let monday = week_of(today).saturating_sub(7);
        let of_week =
            stats.iter().filter(|(day, stat)| week_of(*day) == monday && stat.reviews > 0);
        let (mut days, mut sum) = (0, DayStat::default());
        for (_, stat) in of_week {
            days += 1;
            sum = sum.plus(*stat);
        }
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a week")]
        let minutes = sum.time_ms as f64 / 60_000.0;
        (days > 0).then(|| Self {
            monday,
            days,
            minutes,
            reviews: sum.reviews,
            met: sum.met,
            recalled: sum.recalled,
            slipped: sum.recalls.saturating_sub(sum.recalled),
            next_due,
            next_minutes: f64::from(next_due) * review_secs / 60.0,
        })
    }
}

/// New cards left of `new` when the coming week is filled to `load` (1: exactly):
/// all of them up to 0.8, none from 1.2 on, evenly between.
#[must_use]
pub fn slowed(new: u32, load: f64) -> u32 {
    let share = ((1.2 - load) / 0.4).clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most `new`")]
    let left = (f64::from(new) * share).round() as u32;
    left.min(new)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]
    use super::*;

    #[test]
    fn new_cards_slow_down_as_the_week_fills() {
        assert_eq!(slowed(20, 0.0), 20);
        assert_eq!(slowed(20, 0.8), 20);
        assert_eq!(slowed(20, 1.0), 10);
        assert_eq!(slowed(20, 1.2), 0);
        assert_eq!(slowed(20, 9.0), 0);
    }

    #[test]
    fn the_summary_is_of_the_week_before() {
        let stat = |reviews, met, recalls, recalled| DayStat {
            reviews,
            correct: recalled,
            met,
            recalls,
            recalled,
            time_ms: u64::from(reviews) * 6_000,
        };
        // Monday 4 to Sunday 10; today is Tuesday 12.
        let stats = [
            (3, stat(9, 9, 0, 0)),
            (4, stat(10, 4, 6, 5)),
            (10, stat(20, 0, 20, 17)),
            (11, stat(5, 5, 0, 0)),
        ];
        let week = WeekSummary::of_last(&stats, 12, 60, 10.0).unwrap();
        assert_eq!((week.monday, week.days, week.reviews), (4, 2, 30));
        assert_eq!((week.met, week.recalled, week.slipped), (4, 22, 4));
        assert!((week.minutes - 3.0).abs() < 1e-9);
        assert!((week.next_minutes - 10.0).abs() < 1e-9);
        assert_eq!(WeekSummary::of_last(&stats, 30, 0, 10.0), None);
    }
}
