//! Wrong options that were picked: 'you pick X for Y'.

use serde::Serialize;

use super::Input;
use super::cards::Card;
use super::say::{self, count, number};
use crate::insight::{Answered, NOWHERE};

/// One wrong option of one card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Misconception {
    /// The position in [`crate::deck::Library::items`].
    pub item: u32,
    /// The option's text (Markdown) when it was picked.
    pub option: String,
    /// Times it was picked in the period.
    pub picked: u32,
    /// Answers of the card in the period.
    pub asked: u32,
    /// The last study day on which it was picked.
    #[serde(serialize_with = "say::as_date")]
    pub last_day: i32,
    /// Whether the card was right on its last answer.
    pub is_overcome: bool,
}

/// Those picked most often, worst first, at most [`Misconceptions::SHOWN`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Misconceptions {
    /// The rows.
    pub rows: Vec<Misconception>,
    /// How many options were picked at all, shown or not.
    pub options: u32,
    /// Picks in all.
    pub picks: u32,
}

impl Misconceptions {
    /// At most so many rows.
    pub const SHOWN: usize = 100;

    pub(super) fn of(input: &Input<'_>, cards: &[Card]) -> Self {
        let history = input.history;
        let first_day = input.period.first_day(input.today);
        let mut picks: Vec<Pick> = history
            .picked()
            .iter()
            .filter_map(|pick| {
                let answered = history.answers().get(pick.answer as usize)?;
                // An answer that the learner let pass is no misconception; and
                // whose card is away has nothing to be compared with.
                let counts = answered.day >= first_day
                    && !answered.is_right
                    && answered.item != NOWHERE
                    && input.selection.has(answered.item);
                let Answered { item, card, day, .. } = *answered;
                counts.then_some(Pick { item, option: pick.option, day, card })
            })
            .collect();
        picks.sort_unstable();
        let mut found: Vec<Found> = Vec::new();
        let mut from = 0;
        for pick in &picks {
            if found.get(from).is_some_and(|first| first.item != pick.item) {
                from = found.len();
            }
            // One text may have several numbers: what a file keeps, and what
            // the log has since.
            let same = |known: &&mut Found| {
                known.option == pick.option
                    || history.option(known.option) == history.option(pick.option)
            };
            match found.get_mut(from..).and_then(|own| own.iter_mut().find(same)) {
                Some(known) => {
                    known.picked += 1;
                    known.last_day = known.last_day.max(pick.day);
                }
                None => found.push(Found {
                    item: pick.item,
                    card: pick.card,
                    option: pick.option,
                    picked: 1,
                    last_day: pick.day,
                }),
            }
        }
        let options = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let worst = |a: &Found, b: &Found| {
            let rank =
                |found: &Found| (std::cmp::Reverse((found.picked, found.last_day)), found.item);
            let text = |found: &Found| history.option(found.option);
            rank(a).cmp(&rank(b)).then_with(|| text(a).cmp(text(b)))
        };
        if found.len() > Self::SHOWN {
            found.select_nth_unstable_by(Self::SHOWN, worst);
            found.truncate(Self::SHOWN);
        }
        found.sort_unstable_by(worst);
        let rows = found.iter().map(|found| {
            let card = cards.get(found.card as usize).copied().unwrap_or_default();
            Misconception {
                item: found.item,
                option: history.option(found.option).to_owned(),
                picked: found.picked,
                asked: card.asked,
                last_day: found.last_day,
                is_overcome: card.was_right,
            }
        });
        Self {
            rows: rows.collect(),
            options,
            picks: u32::try_from(picks.len()).unwrap_or(u32::MAX),
        }
    }

    /// One sentence on what is mixed up.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.picks == 0 {
            return "No wrong option was picked in this time.".to_owned();
        }
        let again = self.rows.iter().filter(|row| row.picked > 1);
        let open = again.clone().filter(|row| !row.is_overcome).count();
        let more = if self.rows.len() < self.options as usize { "at least " } else { "" };
        match (again.count(), open) {
            (0, _) => format!(
                "{} picked, none of them twice: slips rather than misconceptions.",
                count(number(self.options), "wrong option")
            ),
            (again, 0) => format!(
                "You picked {more}{} more than once, and got each right the last time.",
                count(again, "wrong option")
            ),
            (again, open) => format!(
                "You picked {more}{} more than once; {} still {}, wrong on the last answer too.",
                count(again, "wrong option"),
                say::grouped(open),
                if open == 1 { "stands" } else { "stand" }
            ),
        }
    }
}

/// A wrong option that was picked. Sorts by item, and then by option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pick {
    item: u32,
    option: u32,
    day: i32,
    card: u32,
}

/// An option of a card, being counted.
struct Found {
    item: u32,
    card: u32,
    option: u32,
    picked: u32,
    last_day: i32,
}
