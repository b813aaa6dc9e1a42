//! Learners as they are: at different hours, now fast, now slow, sure and
//! wrong at times, and with favourite mistakes.

use std::fmt::Write as _;

use hippocache::deck::Body;
use hippocache::scheduler::{Confidence, Evidence};
use hippocache::session::{CandidateKind, Scope};
use hippocache::store::generate::{self, Plan};
use hippocache::store::{Durability, Options, Store};

use super::opened::{DAY_MS, Desk, NOW_MS};

/// A small generator: the same numbers every time.
struct Dice(u64);

impl Dice {
    /// 0 to 1.
    fn roll(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
    }
}

/// Somebody who has studied five decks for so many days.
pub fn learner(desk: Desk, days: i64) -> Desk {
    desk.clock.set_ms(NOW_MS - days * DAY_MS);
    let mut collection = desk.collection();
    let mut dice = Dice(9);
    let decks = ["javascript", "postgresql", "python", "redis", "sql"].map(str::to_owned).to_vec();
    let scope = Scope { decks, ..Scope::default() };
    for ago in (1..=days).rev() {
        if ago % 7 == 3 && ago % 3 != 0 || (40..46).contains(&ago) {
            continue;
        }
        // In the morning, or late in the evening.
        let hour = if dice.roll() < 0.6 { -4.0 } else { 8.5 } + dice.roll() * 2.0;
        desk.clock.set_ms(NOW_MS - ago * DAY_MS + (hour * 3_600_000.0) as i64);
        let candidates = collection.candidates(&scope).expect("candidates");
        let mut new: Vec<usize> = Vec::new();
        let mut due: Vec<usize> = Vec::new();
        for candidate in candidates {
            match candidate.kind {
                CandidateKind::New => new.push(candidate.item),
                _ => due.push(candidate.item),
            }
        }
        new.sort_by_key(|item| (item * 37) % 101);
        let wanted = (dice.roll() * 5.0) as usize + usize::from(ago > 60) * 2;
        for item in due.into_iter().take(45).chain(new.into_iter().take(wanted)) {
            let recall = collection.retrievability(item).unwrap_or(0.45);
            // Late answers are worse, and some cards are hard.
            let slip = if hour > 0.0 { 0.06 } else { 0.0 } + f64::from(item % 9 == 4) * 0.25;
            let is_right = dice.roll() < recall - slip;
            let card = collection.library().card(item).expect("a card");
            let sure = match dice.roll() {
                roll if roll < 0.25 => None,
                roll if roll < 0.3 + recall * 0.5 => Some(Confidence::Sure),
                roll if roll < 0.92 => Some(Confidence::Unsure),
                _ => Some(Confidence::Guess),
            };
            let evidence = Evidence {
                kind: card.body.kind(),
                correct: is_right,
                chance: 0.0,
                latency_ms: (2_500.0 + dice.roll() * 9_000.0 + dice.roll().powi(6) * 40_000.0)
                    as u32,
                confidence: sure,
                hints: 0,
                stated: None,
            };
            let picked: Vec<String> = match &card.body {
                Body::Choice { wrong, .. } if !is_right => {
                    let pick = usize::from(dice.roll() > 0.8);
                    wrong
                        .get(pick.min(wrong.len() - 1))
                        .map(|it| it.text.clone())
                        .into_iter()
                        .collect()
                }
                _ => Vec::new(),
            };
            collection.record_picked(item, &evidence, None, &picked).expect("recorded");
            desk.clock.advance_ms(i64::from(evidence.latency_ms) + 2_000);
        }
    }
    desk.clock.set_ms(NOW_MS);
    drop(collection);
    desk
}

/// Thousands of cards in twenty decks, answered for six years.
pub fn huge() -> Desk {
    let mut desk = Desk::new();
    desk.is_builtin = false;
    let last_day = i32::try_from(NOW_MS / DAY_MS).expect("a day") - 1;
    let plan = Plan {
        items: 6_000,
        decks: 20,
        reviews: 70_000,
        days: 2_190,
        last_day,
        seed: 3,
        picks: false,
    };
    for deck in 0..plan.decks {
        let id = generate::item_key(deck, plan.decks).deck;
        let mut text = format!(
            "Deck(format: 1, id: \"{id}\", title: \"Subject {deck}\", area: \"Area {}\", cards: [\n",
            deck % 5
        );
        // Some subjects are larger than others.
        for index in (deck..plan.items).step_by(plan.decks as usize).skip(deck as usize * 9) {
            let card = generate::item_key(index, plan.decks).card;
            let _ = writeln!(
                text,
                "Typed(id: \"{card}\", ask: \"What is {index}?\", accept: [\"{index}\"]),"
            );
        }
        desk.add(&format!("{id}.ron"), &(text + "])\n"));
    }
    let options = Options { durability: Durability::None, ..Options::new(NOW_MS - DAY_MS, 7) };
    let mut store = Store::open(&desk.paths().data, &options).expect("a store");
    generate::fill(&mut store, &plan).expect("it is filled");
    drop(store);
    desk
}
