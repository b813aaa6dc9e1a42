//! The order of what was found.

use serde::{Deserialize, Serialize};

use super::facts::{Facts, NO_DAY, bit};
use super::text::TextIndex;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Column {
    /// What the card asks.
    Question,
    /// The title of its deck.
    Deck,
    /// The kind of card.
    Kind,
    /// When it comes back.
    Due,
    /// The interval of the last answer.
    Interval,
    /// Days until recall has fallen to 0.9.
    Stability,
    /// 1 to 10.
    Difficulty,
    /// Predicted recall now.
    Recall,
    /// Answers.
    Reps,
    /// Times forgotten.
    Lapses,
    /// The learner's flag.
    Flag,
    /// The card's tags.
    Tags,
    /// 1 to 3.
    Level,
    /// The day of the last answer.
    LastAnswered,
}

impl Column {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 14] = [
        Self::Question,
        Self::Deck,
        Self::Kind,
        Self::Due,
        Self::Interval,
        Self::Stability,
        Self::Difficulty,
        Self::Recall,
        Self::Reps,
        Self::Lapses,
        Self::Flag,
        Self::Tags,
        Self::Level,
        Self::LastAnswered,
    ];

    /// As the table heads it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Question => "Question",
            Self::Deck => "Deck",
            Self::Kind => "Kind",
            Self::Due => "Due",
            Self::Interval => "Interval",
            Self::Stability => "Stability",
            Self::Difficulty => "Difficulty",
            Self::Recall => "Recall",
            Self::Reps => "Answers",
            Self::Lapses => "Lapses",
            Self::Flag => "Flag",
            Self::Tags => "Tags",
            Self::Level => "Level",
            Self::LastAnswered => "Last answered",
        }
    }

    /// As the command line writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Deck => "deck",
            Self::Kind => "kind",
            Self::Due => "due",
            Self::Interval => "interval",
            Self::Stability => "stability",
            Self::Difficulty => "difficulty",
            Self::Recall => "recall",
            Self::Reps => "reps",
            Self::Lapses => "lapses",
            Self::Flag => "flag",
            Self::Tags => "tags",
            Self::Level => "level",
            Self::LastAnswered => "answered",
        }
    }
}

/// Puts the found cards in order. A card without the figure stands last in
/// either direction, and equal ones stay in the order of the decks.
///
/// By question only what the index knows can be sorted; without it the order of
/// the decks stands.
pub fn sort(
    found: &mut Vec<u32>,
    column: Column,
    is_descending: bool,
    facts: &Facts,
    text: Option<&TextIndex>,
) {
    let library = &facts.library;
    let real = |value: Option<&f32>| {
        let value = value.copied().filter(|value| !value.is_nan())?;
        // Figures are above 0, where the bits rise with the number.
        Some(value.max(0.0).to_bits())
    };
    let day = |value: Option<&i32>| {
        let day = value.copied().filter(|day| *day != NO_DAY)?;
        Some(day.cast_unsigned() ^ (1 << 31))
    };
    match column {
        Column::Question => {
            let Some(text) = text else { return };
            by_text(found, is_descending, |item| text.folded_question(item, library));
        }
        Column::Deck => {
            let ranks = ranks(library.decks().iter().map(|deck| deck.head.title.to_lowercase()));
            by_key(found, is_descending, |item| {
                ranks.get(library.items().get(item)?.deck as usize).copied()
            });
        }
        Column::Tags => {
            let ranks = ranks(library.tag_names().iter().map(|name| name.to_lowercase()));
            let rank = |tag: Option<&u32>| tag.and_then(|tag| ranks.get(*tag as usize)).copied();
            by_key(found, is_descending, |item| rank(library.tags(item).first()));
        }
        Column::Kind => {
            by_key(found, is_descending, |item| Some(library.items().get(item)?.kind as u32));
        }
        Column::Level => by_key(found, is_descending, |item| {
            library.items().get(item).map(|item| u32::from(item.level)).filter(|level| *level > 0)
        }),
        Column::Flag => by_key(found, is_descending, |item| {
            facts.flag.get(item).map(|flag| u32::from(*flag)).filter(|flag| *flag > 0)
        }),
        Column::Interval => by_key(found, is_descending, |item| {
            facts.interval.get(item).copied().filter(|_| !facts.stands(item, bit::NEW))
        }),
        Column::Due => by_key(found, is_descending, |item| day(facts.due.get(item))),
        Column::LastAnswered => by_key(found, is_descending, |item| day(facts.last_day.get(item))),
        Column::Stability => by_key(found, is_descending, |item| real(facts.stability.get(item))),
        Column::Difficulty => by_key(found, is_descending, |item| real(facts.difficulty.get(item))),
        Column::Recall => by_key(found, is_descending, |item| real(facts.recall.get(item))),
        Column::Reps => by_key(found, is_descending, |item| facts.reps.get(item).copied()),
        Column::Lapses => by_key(found, is_descending, |item| facts.lapses.get(item).copied()),
    }
}

/// Key and position in one number: sorting those is sorting by both.
fn by_key(found: &mut [u32], is_descending: bool, key: impl Fn(usize) -> Option<u32>) {
    let mut keyed: Vec<u64> = found
        .iter()
        .map(|&item| {
            let key = match key(item as usize) {
                None => u64::MAX >> 31,
                Some(key) if is_descending => u64::from(!key),
                Some(key) => u64::from(key),
            };
            // 33 bits of key, 31 of position: a library holds no 2^31 cards.
            (key << 31) | u64::from(item & 0x7FFF_FFFF)
        })
        .collect();
    keyed.sort_unstable();
    for (slot, keyed) in found.iter_mut().zip(keyed) {
        *slot = u32::try_from(keyed & 0x7FFF_FFFF).unwrap_or(0);
    }
}

/// By folded text; cards without one last.
fn by_text<'a>(found: &mut Vec<u32>, is_descending: bool, text: impl Fn(usize) -> &'a str) {
    let mut keyed: Vec<(&str, u32)> =
        found.iter().map(|&item| (text(item as usize), item)).collect();
    keyed.sort_unstable_by(|(a, first), (b, second)| {
        let order = if is_descending { b.cmp(a) } else { a.cmp(b) };
        a.is_empty().cmp(&b.is_empty()).then(order).then(first.cmp(second))
    });
    *found = keyed.into_iter().map(|(_, item)| item).collect();
}

/// The place of each name in their order.
fn ranks(names: impl Iterator<Item = String>) -> Vec<u32> {
    let names: Vec<String> = names.collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| names.get(*at));
    let mut ranks = vec![0; names.len()];
    let mut rank = 0;
    let mut before: Option<&String> = None;
    for at in order {
        let name = names.get(at);
        if before.is_some() && before != name {
            rank += 1;
        }
        before = name;
        if let Some(slot) = ranks.get_mut(at) {
            *slot = rank;
        }
    }
    ranks
}
