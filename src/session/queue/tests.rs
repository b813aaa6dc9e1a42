//! The promises of the queue, over random collections.

use std::collections::HashSet;

use proptest::prelude::*;

use super::{Candidate, CandidateKind, Limits, Queue};

const NOW: i64 = 1_000_000;

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let kind = prop_oneof![
        (0.0..1.0_f64).prop_map(CandidateKind::Review),
        Just(CandidateKind::New),
        (NOW - 500_000..NOW + 500_000).prop_map(CandidateKind::Learning),
    ];
    proptest::collection::vec((0..6_usize, 0..60_u64, kind), 0..80).prop_map(|cards| {
        let cards = cards.into_iter().enumerate();
        cards.map(|(item, (deck, family, kind))| Candidate { item, deck, family, kind }).collect()
    })
}

/// Distinct families, where siblings are not what is looked at.
fn apart(mut cards: Vec<Candidate>) -> Vec<Candidate> {
    for (at, card) in cards.iter_mut().enumerate() {
        card.family = at as u64;
    }
    cards
}

fn all(queue: &mut Queue) -> Vec<Candidate> {
    std::iter::from_fn(|| queue.next(NOW)).collect()
}

proptest! {
    #[test]
    fn every_card_comes_once_and_the_counts_agree(cards in candidates()) {
        let cards = apart(cards);
        let mut queue = Queue::new(cards.clone(), &HashSet::new(), Limits::NONE);
        prop_assert_eq!(queue.remaining().total(), cards.len());
        let mut left = cards.len();
        let mut seen = HashSet::new();
        while let Some(card) = queue.next(NOW) {
            left -= 1;
            prop_assert!(seen.insert(card.item));
            prop_assert_eq!(queue.remaining().total(), left);
        }
        prop_assert_eq!(left, 0);
    }

    #[test]
    fn never_three_of_a_deck_in_a_row_while_others_wait(cards in candidates()) {
        let cards = apart(cards);
        let mut queue = Queue::new(cards.clone(), &HashSet::new(), Limits::NONE);
        let order = all(&mut queue);
        for (at, run) in order.windows(3).enumerate() {
            if run.iter().all(|card| card.deck == run[0].deck) {
                // Cards whose time has not come are no alternative.
                let others = order[at + 3..].iter().any(|card| {
                    card.deck != run[0].deck
                        && !matches!(card.kind, CandidateKind::Learning(due) if due > NOW)
                });
                prop_assert!(!others, "{:?}", order);
            }
        }
    }

    #[test]
    fn a_deck_of_its_own_is_asked_by_falling_risk_and_reviews_before_new(cards in candidates()) {
        let mut cards = apart(cards);
        for card in &mut cards {
            card.deck = 0;
        }
        cards.retain(|card| !matches!(card.kind, CandidateKind::Learning(_)));
        let mut queue = Queue::new(cards, &HashSet::new(), Limits::NONE);
        let ranks: Vec<f64> = all(&mut queue)
            .iter()
            .map(|card| match card.kind {
                CandidateKind::Review(retrievability) => retrievability,
                _ => 2.0,
            })
            .collect();
        prop_assert!(ranks.is_sorted(), "{:?}", ranks);
    }

    #[test]
    fn limits_hold(cards in candidates(), reviews in 0..10_usize, new in 0..10_usize) {
        let cards = apart(cards);
        let mut queue = Queue::new(cards, &HashSet::new(), Limits { reviews, new });
        let order = all(&mut queue);
        let count = |wanted: fn(&CandidateKind) -> bool| {
            order.iter().filter(|card| wanted(&card.kind)).count()
        };
        prop_assert!(count(|kind| matches!(kind, CandidateKind::Review(_))) <= reviews);
        prop_assert!(count(|kind| matches!(kind, CandidateKind::New)) <= new);
    }

    #[test]
    fn siblings_are_not_met_on_one_day(cards in candidates(), answered in 0..60_u64) {
        let resting = HashSet::from([answered]);
        let mut queue = Queue::new(cards, &resting, Limits::NONE);
        let mut families = HashSet::new();
        for card in all(&mut queue) {
            if matches!(card.kind, CandidateKind::Learning(_)) {
                // Already met: it has to be learned.
                continue;
            }
            prop_assert_ne!(card.family, answered);
            prop_assert!(families.insert(card.family));
        }
    }

    #[test]
    fn what_is_put_back_comes_next_and_nothing_is_lost(cards in candidates(), taken in 1..20_usize) {
        let cards = apart(cards);
        let mut queue = Queue::new(cards.clone(), &HashSet::new(), Limits::NONE);
        let order: Vec<Candidate> = (0..taken).map_while(|_| queue.next(NOW)).collect();
        for card in order.iter().rev() {
            queue.put_back(*card);
        }
        prop_assert_eq!(queue.remaining().total(), cards.len());
        if let Some(first) = order.first() {
            prop_assert_eq!(queue.next(NOW).map(|card| card.item), Some(first.item));
        }
    }

    #[test]
    fn a_removed_card_never_comes(cards in candidates(), removed in 0..80_usize) {
        let cards = apart(cards);
        let mut queue = Queue::new(cards.clone(), &HashSet::new(), Limits::NONE);
        queue.remove(removed);
        let order = all(&mut queue);
        prop_assert!(order.iter().all(|card| card.item != removed));
        prop_assert_eq!(order.len(), cards.len() - usize::from(removed < cards.len()));
    }
}

#[test]
fn a_learning_card_returns_when_its_time_has_come_or_nothing_else_waits() {
    let card = |item, kind| Candidate { item, deck: item, family: item as u64, kind };
    let cards =
        [card(0, CandidateKind::New), card(1, CandidateKind::New), card(2, CandidateKind::New)];
    let mut queue = Queue::new(cards, &HashSet::new(), Limits::NONE);
    let first = queue.next(NOW).map(|card| card.item);
    assert_eq!(first, Some(0));
    queue.learn_again(cards[0], NOW + 600_000);
    assert_eq!(queue.next(NOW).map(|card| card.item), Some(1), "its time has not come");
    assert_eq!(queue.next(NOW + 600_001).map(|card| card.item), Some(0), "now it has");
    queue.learn_again(cards[0], NOW + 1_200_000);
    assert_eq!(queue.next(NOW + 600_002).map(|card| card.item), Some(2));
    assert_eq!(queue.next(NOW + 600_003).map(|card| card.item), Some(0), "nothing else waits");
    assert_eq!(queue.next(NOW + 600_004), None);
}

#[test]
fn siblings_of_a_custom_session_stand_apart() {
    let card = |item, family| Candidate { item, deck: item, family, kind: CandidateKind::Listed };
    let cards = [card(0, 9), card(1, 9), card(2, 5), card(3, 6)];
    let mut queue = Queue::new(cards, &HashSet::new(), Limits::NONE);
    let order: Vec<usize> = all(&mut queue).iter().map(|card| card.item).collect();
    assert_eq!(order, [0, 2, 3, 1]);
}
