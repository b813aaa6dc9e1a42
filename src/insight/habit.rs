//! The habit of studying: the streak and the last weeks.

/// One day of the heatmap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeatDay {
    /// The study day.
    pub day: i32,
    /// Reviews on it.
    pub reviews: u32,
}

/// Study days in a row up to today. A day that is not over yet does not break
/// the streak. `days` holds days with reviews, in rising order.
#[must_use]
pub fn streak(days: &[i32], today: i32) -> u32 {
    let mut expected = match days.last() {
        Some(&last) if last >= today => today,
        Some(&last) if last == today - 1 => last,
        _ => return 0,
    };
    let mut streak = 0;
    for &day in days.iter().rev().skip_while(|&&day| day > today) {
        if day != expected {
            break;
        }
        streak += 1;
        expected -= 1;
    }
    streak
}

/// The streak of somebody who takes days off: study days since the last gap that
/// counts. Weekdays of `rest` (Monday first) are no gap, nor are up to `free`
/// other days in each week (Monday to Sunday). Days off don't add to it either.
/// `days` holds days with reviews, in rising order.
#[must_use]
pub fn streak_with_rest(days: &[i32], today: i32, rest: [bool; 7], free: u32) -> u32 {
    let weekday = |day: i32| usize::try_from((i64::from(day) + 3).rem_euclid(7)).unwrap_or(0);
    let mut studied = days.iter().rev().copied().skip_while(|day| *day > today).peekable();
    let (mut streak, mut missed) = (0_u32, 0_u32);
    let mut day = today;
    // Whoever takes every day off has no gap anywhere: the first day ends it.
    while studied.peek().is_some() {
        if studied.next_if_eq(&day).is_some() {
            streak = streak.saturating_add(1);
            while studied.next_if_eq(&day).is_some() {}
        } else if day != today && !rest.get(weekday(day)).copied().unwrap_or(false) {
            missed += 1;
            if missed > free {
                break;
            }
        }
        if weekday(day) == 0 {
            missed = 0;
        }
        day = day.saturating_sub(1);
    }
    streak
}

/// The last `weeks` weeks up to today, every day of them, oldest first; the
/// first is a Monday. `reviews` gives (day, reviews) in any order.
#[must_use]
pub fn heat(reviews: &[(i32, u32)], today: i32, weeks: u32) -> Vec<HeatDay> {
    // Day 0, 1970-01-01, was a Thursday: three days into its week.
    let weekday = (today + 3).rem_euclid(7);
    let weeks = i32::try_from(weeks).unwrap_or(i32::MAX / 7);
    let first = today - weekday - 7 * (weeks - 1).max(0);
    (first..=today)
        .map(|day| HeatDay {
            day,
            reviews: reviews.iter().filter(|(on, _)| *on == day).map(|(_, count)| count).sum(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_streak_counts_days_in_a_row() {
        assert_eq!(streak(&[], 10), 0);
        assert_eq!(streak(&[10], 10), 1);
        assert_eq!(streak(&[7, 8, 9], 10), 3, "today is not over yet");
        assert_eq!(streak(&[7, 8, 9, 10], 10), 4);
        assert_eq!(streak(&[5, 6, 8, 9, 10], 10), 3);
        assert_eq!(streak(&[7, 8], 10), 0, "yesterday was missed");
        assert_eq!(streak(&[9, 10, 12], 10), 2, "a day ahead of a clock set back");
    }

    #[test]
    fn rest_days_and_free_days_are_no_gap() {
        let weekend = [false, false, false, false, false, true, true];
        // Day 4 is a Monday: 8 Friday, 9 and 10 the weekend, 11 Monday.
        assert_eq!(streak_with_rest(&[7, 8, 11], 11, weekend, 0), 3);
        assert_eq!(streak_with_rest(&[7, 8, 11], 11, [false; 7], 0), 1);
        assert_eq!(streak_with_rest(&[7, 8], 11, weekend, 0), 2, "today is not over yet");
        assert_eq!(streak_with_rest(&[7, 8, 12], 12, weekend, 0), 1, "Monday was missed");
        assert_eq!(streak_with_rest(&[7, 8, 12], 12, weekend, 1), 3, "one a week is free");
        assert_eq!(streak_with_rest(&[4, 5, 8, 11], 11, weekend, 1), 2, "Wednesday and Thursday");
        assert_eq!(streak_with_rest(&[9], 10, weekend, 0), 1, "a rest day may be used");
        assert_eq!(streak_with_rest(&[], 10, [true; 7], 6), 0);
        assert_eq!(streak_with_rest(&[0], 10_000, [true; 7], 6), 1, "no gap at all");
        for days in [&[][..], &[10], &[7, 8, 9], &[5, 6, 8, 9, 10], &[7, 8], &[9, 10, 12]] {
            assert_eq!(streak_with_rest(days, 10, [false; 7], 0), streak(days, 10), "{days:?}");
        }
    }

    #[test]
    fn the_heatmap_starts_on_a_monday_and_ends_today() {
        // Day 4 is Monday, 1970-01-05; day 20 a Wednesday.
        let days = heat(&[(20, 5), (18, 1), (20, 2)], 20, 2);
        assert_eq!(days.first().map(|day| day.day), Some(11));
        assert_eq!(days.len(), 10);
        assert_eq!(days.last(), Some(&HeatDay { day: 20, reviews: 7 }));
    }
}
