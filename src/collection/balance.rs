//! The even load: counts of due days that follow every answer, and the choice of
//! a day by them.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::Collection;
use crate::plan::{self, DayLoad};
use crate::scheduler::CardState;

impl Collection {
    /// Counts the due days of all states anew, and which items belong together.
    pub(super) fn remake_load(&mut self) {
        self.load = DayLoad::new(&self.states, self.day());
        self.groups = HashMap::new();
        for (item, found) in self.library.items().iter().enumerate() {
            if found.group != 0 {
                self.groups.entry(self.family(item)).or_default().push(item);
            }
        }
    }

    /// Puts a state in its place and keeps the counts of due days.
    pub(super) fn put_state(&mut self, item: usize, state: CardState) {
        if let Some(slot) = self.states.get_mut(item) {
            self.load.remove(slot);
            self.load.add(&state);
            *slot = state;
        }
    }

    /// The days on which an item's siblings are due.
    pub(super) fn sibling_days(&self, item: usize) -> Vec<i32> {
        let items = self.library.items();
        let Some(own) = items.get(item) else { return Vec::new() };
        let days = |others: &mut dyn Iterator<Item = usize>| {
            let others = others.filter(|other| *other != item);
            others.filter_map(|other| DayLoad::day_of(self.states.get(other)?)).collect()
        };
        if own.group != 0 {
            let group = self.groups.get(&self.family(item)).map_or(&[][..], Vec::as_slice);
            return days(&mut group.iter().copied());
        }
        // Items of one card lie side by side.
        let is_same = |other: &usize| {
            items.get(*other).is_some_and(|it| it.deck == own.deck && it.card == own.card)
        };
        let before = (0..item).rev().take_while(is_same);
        let after = (item + 1..items.len()).take_while(is_same);
        days(&mut before.chain(after))
    }

    /// Chooses among the days that fuzz allows.
    pub(super) fn choose_day(
        &self,
        item: usize,
        today: i32,
        siblings: &[i32],
        range: RangeInclusive<u32>,
    ) -> u32 {
        let week = self.settings.week();
        // Its own place must not count, or a grade that is overruled would come
        // to another day than was shown.
        let own = self.states.get(item).and_then(DayLoad::day_of);
        let seed = self.state(item).reps;
        let seed = (u64::from(seed) << 32) | u64::try_from(item).unwrap_or(0);
        plan::choose(range, seed, |days| {
            let day = today.saturating_add_unsigned(days);
            let wish = plan::wish(&self.load, &week, siblings, day);
            let due = wish.due.saturating_sub(u32::from(own == Some(day)));
            plan::DayWish { due, ..wish }
        })
    }
}
