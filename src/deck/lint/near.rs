//! Cards that say nearly the same, in one deck or in two.

use std::collections::HashMap;
use std::sync::Arc;

use crate::deck::model::{Body, Card, ClozePart};
use crate::deck::words::{jaccard, plain, trigrams};

/// Two cards are near duplicates when their stems are so alike …
const STEMS: f64 = 0.8;
/// … and so are the whole cards.
const WHOLE: f64 = 0.7;
/// Below so many trigrams likeness is chance.
const SHORT: usize = 12;

/// What of a card is compared.
#[derive(Debug, Clone)]
pub(in crate::deck) struct Likeness {
    stem: Vec<u64>,
    whole: Vec<u64>,
}

impl Likeness {
    /// Takes a card's trigrams.
    pub fn of(card: &Card) -> Self {
        let (stem, rest) = texts(&card.body);
        Self { stem: trigrams(&stem), whole: trigrams(&format!("{stem}\n{rest}")) }
    }

    /// The same as [`Likeness::is_near`], and quick about it: sets of very
    /// different size can't be alike.
    fn could_be(&self, other: &Self) -> bool {
        let (less, more) =
            (self.whole.len().min(other.whole.len()), self.whole.len().max(other.whole.len()));
        less * 10 >= more * 7 && self.is_near(other)
    }

    fn is_near(&self, other: &Self) -> bool {
        jaccard(&self.stem, &other.stem) >= STEMS && jaccard(&self.whole, &other.whole) >= WHOLE
    }
}

/// The cards of a deck, to be compared with one that is being written.
#[derive(Debug, Clone, Default)]
pub struct NearCards(Vec<Option<(Arc<Card>, Arc<Likeness>)>>);

impl NearCards {
    /// Takes the cards by their positions; `None` is never found. What is known
    /// of the same cards stays.
    #[must_use]
    pub fn again<'a>(&self, cards: impl Iterator<Item = Option<&'a Arc<Card>>>) -> Self {
        let known = self.0.iter().flatten().map(|(card, likeness)| (Arc::as_ptr(card), likeness));
        let known: HashMap<*const Card, &Arc<Likeness>> = known.collect();
        let of = |card: &Arc<Card>| match known.get(&Arc::as_ptr(card)) {
            Some(likeness) => Arc::clone(likeness),
            None => Arc::new(Likeness::of(card)),
        };
        Self(cards.map(|card| card.map(|card| (Arc::clone(card), of(card)))).collect())
    }

    /// The first card that says nearly the same, other than the one at `own`.
    #[must_use]
    pub fn find(&self, card: &Card, own: Option<usize>) -> Option<usize> {
        let wanted = Likeness::of(card);
        if wanted.whole.len() < SHORT {
            return None;
        }
        let is_near = |other: &(Arc<Card>, Arc<Likeness>)| other.1.could_be(&wanted);
        let mut cards = self.0.iter().enumerate();
        cards
            .find(|(at, other)| Some(*at) != own && other.as_ref().is_some_and(is_near))
            .map(|(at, _)| at)
    }
}

/// Every pair of near duplicates, the later one first.
///
/// Two sets as alike as that share one of their rarest members, so only cards
/// that do are compared (prefix filtering: Chaudhuri, Ganti and Kaushik, "A
/// Primitive Operator for Similarity Joins in Data Cleaning", ICDE 2006).
pub(in crate::deck) fn pairs(cards: &[Likeness]) -> Vec<(usize, usize)> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for trigram in cards.iter().flat_map(|card| &card.whole) {
        *counts.entry(*trigram).or_default() += 1;
    }
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (n, card) in cards.iter().enumerate() {
        if card.whole.len() < SHORT {
            continue;
        }
        let mut rare = card.whole.clone();
        rare.sort_unstable_by_key(|trigram| (counts.get(trigram).copied(), *trigram));
        rare.truncate(prefix(rare.len()));
        let mut near: Vec<usize> =
            rare.iter().filter_map(|trigram| holders.get(trigram)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        let is_near = |other: &usize| cards.get(*other).is_some_and(|other| card.is_near(other));
        found.extend(near.into_iter().filter(is_near).map(|other| (n, other)));
        for trigram in rare {
            holders.entry(trigram).or_default().push(n);
        }
    }
    found
}

/// How many of the rarest members must be looked at to miss nothing.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length that memory holds"
)]
fn prefix(length: usize) -> usize {
    length - (length as f64 * WHOLE).ceil() as usize + 1
}

/// What a card asks, plain text.
pub(in crate::deck) fn stem(body: &Body) -> String {
    texts(body).0
}

/// The stem, and everything else that tells one card from another.
fn texts(body: &Body) -> (String, String) {
    let mut rest = String::new();
    let mut add = |text: &str| {
        rest.push_str(&plain(text));
        rest.push('\n');
    };
    let stem = match body {
        Body::Choice { ask, right, wrong } => {
            for choice in right.iter().chain(wrong) {
                add(&choice.text);
            }
            plain(ask)
        }
        Body::Flip { front, back, .. } => {
            add(back);
            plain(front)
        }
        Body::Cloze { parts } => {
            let mut stem = String::new();
            for part in parts {
                match part {
                    ClozePart::Text(text) => stem.push_str(text),
                    ClozePart::Gap { answer, .. } => {
                        stem.push('…');
                        add(answer);
                    }
                }
            }
            plain(&stem)
        }
        Body::Typed { ask, accept, .. } => {
            for text in accept {
                add(text);
            }
            plain(ask)
        }
        Body::Output { ask, code, prints, wrong } => {
            add(prints);
            for choice in wrong {
                add(&choice.text);
            }
            format!("{}\n{}", plain(ask), code.text)
        }
        Body::Order { ask, steps, decoys, .. } => {
            for text in steps.iter().chain(decoys) {
                add(text);
            }
            plain(ask)
        }
        Body::Match { ask, pairs } => {
            for (left, right) in pairs {
                add(left);
                add(right);
            }
            plain(ask)
        }
    };
    (stem, rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Likeness, pairs};
    use crate::deck::words::trigrams;

    fn likeness(text: &str) -> Likeness {
        Likeness { stem: trigrams(text), whole: trigrams(text) }
    }

    #[test]
    fn one_question_with_other_answers_is_another_card() {
        let card = |rest: &str| Likeness {
            stem: trigrams("Which of them is it?"),
            whole: trigrams(&format!("Which of them is it? {rest}")),
        };
        let first = card("the primary key");
        assert!(first.is_near(&card("the primary key.")));
        assert!(!first.is_near(&card("a covering index")));
        let stem = Likeness { stem: trigrams("Something else"), ..card("the primary key") };
        assert!(!first.is_near(&stem));
    }

    proptest! {
        /// The short cut finds what comparing all with all finds.
        #[test]
        fn no_pair_is_missed(texts in prop::collection::vec("[ab ]{0,40}", 0..12)) {
            let cards: Vec<Likeness> = texts.iter().map(|text| likeness(text)).collect();
            let mut all = Vec::new();
            for (n, card) in cards.iter().enumerate() {
                for (other, earlier) in cards.iter().enumerate().take(n) {
                    if card.whole.len().min(earlier.whole.len()) >= super::SHORT
                        && card.is_near(earlier)
                    {
                        all.push((n, other));
                    }
                }
            }
            prop_assert_eq!(pairs(&cards), all);
        }
    }
}
