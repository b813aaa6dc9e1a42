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
    fn the_heatmap_starts_on_a_monday_and_ends_today() {
        // Day 4 is Monday, 1970-01-05; day 20 a Wednesday.
        let days = heat(&[(20, 5), (18, 1), (20, 2)], 20, 2);
        assert_eq!(days.first().map(|day| day.day), Some(11));
        assert_eq!(days.len(), 10);
        assert_eq!(days.last(), Some(&HeatDay { day: 20, reviews: 7 }));
    }
}
