//! When each card was last answered with each grade: all that `rated:` needs of
//! the history, so that it costs one pass over the cards, not over the answers.

use super::facts::NO_DAY;
use crate::insight::{History, NOWHERE};
use crate::scheduler::Rating;

/// The last study day of each grade, by card. 24 bytes a card.
#[derive(Debug, Clone, Default)]
pub struct Recent {
    /// With any grade, then with each of [`Rating::ALL`].
    last: [Vec<i32>; 5],
    introduced: Vec<i32>,
}

impl Recent {
    /// One pass over the history; `items` is how many cards the library has.
    #[must_use]
    pub fn of(history: &History, items: usize) -> Self {
        let days = || vec![NO_DAY; items];
        let mut recent = Self { last: std::array::from_fn(|_| days()), introduced: days() };
        let [any, graded @ ..] = &mut recent.last;
        for answer in history.answers() {
            if answer.item == NOWHERE {
                continue;
            }
            let item = answer.item as usize;
            let grade = usize::from(answer.rating.number() - 1);
            let graded = graded.get_mut(grade).and_then(|days| days.get_mut(item));
            // Days nearly always rise, but nobody promises it.
            for day in any.get_mut(item).into_iter().chain(graded) {
                *day = (*day).max(answer.day);
            }
            if answer.is_first
                && let Some(day) = recent.introduced.get_mut(item)
            {
                *day = (*day).max(answer.day);
            }
        }
        recent
    }

    /// The last day on which a card was answered (with this grade), by card.
    pub(super) fn days(&self, grade: Option<Rating>) -> &[i32] {
        let at = grade.map_or(0, |grade| usize::from(grade.number()));
        self.last.get(at).map_or(&[], Vec::as_slice)
    }

    /// The day on which a card was first met (or met again after it started
    /// over), by card.
    pub(super) fn introduced(&self) -> &[i32] {
        &self.introduced
    }
}
