//! Which cards and which days the figures are about.

use serde::{Deserialize, Serialize};

use crate::deck::{Area, Library};
use crate::insight::NOWHERE;

/// How far back figures look, today included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// The last 30 study days.
    #[default]
    Month,
    /// The last 91 study days: 13 weeks.
    Quarter,
    /// The last 365 study days.
    Year,
    /// From the first answer on.
    All,
}

impl Period {
    /// All four, shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::All];

    /// Its length in study days; `None` without a limit.
    #[must_use]
    pub fn days(self) -> Option<i32> {
        match self {
            Self::Month => Some(30),
            Self::Quarter => Some(91),
            Self::Year => Some(365),
            Self::All => None,
        }
    }

    /// Its first study day when `today` is its last.
    #[must_use]
    pub fn first_day(self, today: i32) -> i32 {
        self.days().map_or(i32::MIN, |days| today.saturating_sub(days - 1))
    }

    /// How far ahead a forecast looks beside it, study days from today on.
    #[must_use]
    pub fn ahead(self) -> u32 {
        match self {
            Self::Month => 30,
            Self::Quarter => 91,
            Self::Year | Self::All => 365,
        }
    }
}

/// Decks, tags and areas that figures are about. A list that is empty does not
/// narrow; several lists narrow together; of one list any may fit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filter {
    /// Deck ids.
    #[serde(default)]
    pub decks: Vec<String>,
    /// Tags of cards.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Areas of decks.
    #[serde(default)]
    pub areas: Vec<Area>,
}

impl Filter {
    /// Whether every card fits.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.decks.is_empty() && self.tags.is_empty() && self.areas.is_empty()
    }

    /// The items of the library that fit.
    #[must_use]
    pub fn select(&self, library: &Library) -> Selection {
        if self.is_all() {
            return Selection::All;
        }
        let tags: Vec<u32> = self.tags.iter().filter_map(|tag| library.tag(tag)).collect();
        let decks: Vec<bool> = library
            .decks()
            .iter()
            .map(|deck| {
                (self.decks.is_empty() || self.decks.contains(&deck.head.id))
                    && (self.areas.is_empty() || self.areas.contains(&deck.head.area))
            })
            .collect();
        let items = library.items().iter().enumerate().map(|(at, item)| {
            decks.get(item.deck as usize).is_some_and(|fits| *fits)
                && (self.tags.is_empty() || library.tags(at).iter().any(|tag| tags.contains(tag)))
        });
        Selection::Items(items.collect())
    }
}

/// Which items count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Selection {
    /// Every answer, those of cards that are in no deck any more too.
    #[default]
    All,
    /// By the library's item positions; beyond them nothing counts.
    Items(Vec<bool>),
}

impl Selection {
    /// Whether an item counts; [`NOWHERE`] does only without any narrowing.
    #[must_use]
    pub fn has(&self, item: u32) -> bool {
        match self {
            Self::All => true,
            Self::Items(items) => {
                item != NOWHERE && items.get(item as usize).is_some_and(|has| *has)
            }
        }
    }
}
