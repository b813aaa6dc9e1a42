//! How many cards are due on each day, and the choice of a day among those that
//! fuzz allows.

use std::ops::RangeInclusive;

use super::week::Week;
use crate::scheduler::{CardState, Due};

/// Days ahead that are counted one by one: as far as intervals reach.
const AHEAD: usize = 36_600;

/// Cards due by day: kept up to date with every change of a state, so that no
/// answer needs a pass over all cards.
#[derive(Debug, Clone, Default)]
pub struct DayLoad {
    /// The day that `counts` begins with.
    first: i32,
    counts: Vec<u32>,
    /// Due on days before that.
    before: u32,
}

impl DayLoad {
    /// Counts all states; `today` may move on later.
    #[must_use]
    pub fn new<'a>(states: impl IntoIterator<Item = &'a CardState>, today: i32) -> Self {
        let mut load = Self { first: today, ..Self::default() };
        for state in states {
            load.add(state);
        }
        load
    }

    /// The day on which a state weighs: none for new, suspended or learning cards.
    #[must_use]
    pub fn day_of(state: &CardState) -> Option<i32> {
        match state.due {
            Due::Day(day) if !state.suspended => Some(day),
            _ => None,
        }
    }

    /// Counts a state.
    pub fn add(&mut self, state: &CardState) {
        let Some(day) = Self::day_of(state) else { return };
        match self.index(day) {
            None => self.before = self.before.saturating_add(1),
            Some(index) => {
                if self.counts.len() <= index {
                    self.counts.resize(index + 1, 0);
                }
                if let Some(count) = self.counts.get_mut(index) {
                    *count = count.saturating_add(1);
                }
            }
        }
    }

    /// Takes a state back that was counted.
    pub fn remove(&mut self, state: &CardState) {
        let Some(day) = Self::day_of(state) else { return };
        let slot = match self.index(day) {
            None => Some(&mut self.before),
            Some(index) => self.counts.get_mut(index),
        };
        if let Some(count) = slot {
            *count = count.saturating_sub(1);
        }
    }

    /// `None` for a day before the first.
    fn index(&self, day: i32) -> Option<usize> {
        let ahead = i64::from(day) - i64::from(self.first);
        usize::try_from(ahead).ok().map(|ahead| ahead.min(AHEAD))
    }

    /// Cards due on a day.
    #[must_use]
    pub fn on(&self, day: i32) -> u32 {
        self.index(day).and_then(|index| self.counts.get(index)).copied().unwrap_or(0)
    }

    /// Cards due before a day and not answered since.
    #[must_use]
    pub fn overdue(&self, today: i32) -> u32 {
        let end = self.index(today).unwrap_or(0).min(self.counts.len());
        let since: u32 = self.counts.get(..end).unwrap_or_default().iter().sum();
        self.before.saturating_add(since)
    }

    /// Cards due on these days together.
    #[must_use]
    pub fn over(&self, days: RangeInclusive<i32>) -> u32 {
        days.map(|day| self.on(day)).sum()
    }
}

/// What makes one day better than another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayWish {
    /// Cards due on it already.
    pub due: u32,
    /// How much of the usual load it may carry, 0 to 1.
    pub share: f64,
    /// A sibling is due on it.
    pub has_sibling: bool,
}

impl DayWish {
    /// Lower is better: a day that shall carry as little as can be only when
    /// there is no other; then a day with a sibling likewise; then the load,
    /// measured by what the day may carry. One is added so that an empty easy
    /// day still weighs more than an empty ordinary one.
    fn rank(self) -> (bool, bool, f64) {
        let is_least = self.share <= 0.0;
        let share = if is_least { 1.0 } else { self.share };
        (is_least, self.has_sibling, (f64::from(self.due) + 1.0) / share)
    }
}

/// The best interval (days) of a range; among equals the seed decides. `wish`
/// tells of the day so many days ahead.
#[must_use]
pub fn choose(range: RangeInclusive<u32>, seed: u64, wish: impl Fn(u32) -> DayWish) -> u32 {
    let start = *range.start();
    let best = range.map(|days| (wish(days).rank(), tie(seed, days), days)).min_by(|a, b| {
        let ((a_least, a_sibling, a_load), (b_least, b_sibling, b_load)) = (a.0, b.0);
        a_least
            .cmp(&b_least)
            .then(a_sibling.cmp(&b_sibling))
            .then(a_load.total_cmp(&b_load))
            .then(a.1.cmp(&b.1))
    });
    best.map_or(start, |(_, _, days)| days)
}

/// The wish for a study day, by the counts of a collection.
#[must_use]
pub fn wish(load: &DayLoad, week: &Week, siblings: &[i32], day: i32) -> DayWish {
    DayWish { due: load.on(day), share: week.share(day), has_sibling: siblings.contains(&day) }
}

fn tie(seed: u64, days: u32) -> u64 {
    super::draw::mix(seed ^ u64::from(days).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn due(day: i32) -> CardState {
        CardState { due: Due::Day(day), ..CardState::default() }
    }

    #[test]
    fn counts_follow_every_change() {
        let mut load = DayLoad::new([due(3), due(10), due(10)].iter(), 5);
        assert_eq!((load.overdue(5), load.on(10), load.on(11)), (1, 2, 0));
        load.remove(&due(10));
        load.add(&due(11));
        load.remove(&due(3));
        load.add(&CardState { suspended: true, ..due(11) });
        assert_eq!((load.overdue(5), load.on(10), load.on(11)), (0, 1, 1));
        assert_eq!(load.over(5..=11), 2);
        assert_eq!(load.overdue(11), 1, "as the days go by");
    }

    #[test]
    fn an_empty_easy_day_is_still_an_easy_day() {
        // Saturday and Sunday are days 2 and 3; nothing is due anywhere.
        let week = Week::new(&[1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0]);
        let load = DayLoad::default();
        for seed in 0..200 {
            let days = choose(1..=4, seed, |days| wish(&load, &week, &[], days.cast_signed()));
            assert!(days == 1 || days == 4, "{days}");
            let days = choose(2..=3, seed, |days| wish(&load, &week, &[], days.cast_signed()));
            assert_eq!(days, 2, "reduced before minimum");
            let days = choose(3..=3, seed, |days| wish(&load, &week, &[], days.cast_signed()));
            assert_eq!(days, 3, "there is no other");
        }
    }

    #[test]
    fn a_reduced_day_fills_to_its_share() {
        let week = Week::new(&[1.0, 1.0, 1.0, 1.0, 0.5, 1.0, 1.0]);
        let mut load = DayLoad::default();
        for seed in 0..700 {
            // Thursday 0 to Wednesday 6; Friday is day 1.
            let days = choose(0..=6, seed, |days| wish(&load, &week, &[], days.cast_signed()));
            load.add(&due(days.cast_signed()));
        }
        let friday = f64::from(load.on(1)) / f64::from(load.on(2));
        assert!((0.45..0.55).contains(&friday), "{friday}");
    }

    #[test]
    fn siblings_part_where_the_range_allows() {
        let load = DayLoad::new([due(6); 9].iter(), 0);
        let choice = |range| {
            choose(range, 1, |days| wish(&load, &Week::default(), &[5], days.cast_signed()))
        };
        assert_eq!(choice(5..=6), 6, "a full day rather than the sibling's");
        assert_eq!(choice(5..=5), 5);
    }

    proptest! {
        #[test]
        fn the_choice_lies_in_the_range_and_is_no_worse_than_any(
            low in 1_u32..400, width in 0_u32..40, seed: u64,
            counts in prop::collection::vec(0_u32..30, 40),
            shares in prop::collection::vec(0.0_f64..=1.0, 7),
        ) {
            let week = Week::new(&shares);
            let of = |days: u32| DayWish {
                due: counts[(days - low) as usize % counts.len()],
                share: week.share(days.cast_signed()),
                has_sibling: days.is_multiple_of(5),
            };
            let range = low..=low + width;
            let chosen = choose(range.clone(), seed, of);
            prop_assert!(range.contains(&chosen));
            prop_assert_eq!(chosen, choose(range.clone(), seed, of), "the same seed, the same day");
            for other in range {
                prop_assert!(of(chosen).rank() <= of(other).rank());
            }
        }
    }
}
