//! A learner out of the machine: plausible answers for tests and benchmarks.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng, RngExt};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use rusqlite::TransactionBehavior;

use super::error::{StoreError, Trouble};
use super::event::{Moment, Review};
use super::replay::apply;
use super::row::{self, What};
use super::write::append;
use super::{DayStat, Store, id};
use crate::deck::{ItemKey, Kind, Side};
use crate::scheduler::{CardState, Confidence, Due, Evidence, Grade, Model, Phase, Rating};

/// A day, milliseconds.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// How much to make up.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Items, all of them answered at least once when there are reviews enough.
    pub items: u32,
    /// Decks that they are spread over.
    pub decks: u32,
    /// Answers in all.
    pub reviews: u32,
    /// Study days that they are spread over.
    pub days: u32,
    /// The last study day.
    pub last_day: i32,
    /// For the answers.
    pub seed: u64,
    /// Whether wrong answers picked a wrong option, one of two for each item.
    pub picks: bool,
}

impl Plan {
    /// The collection of the benchmarks: ten answers an item over three years.
    #[must_use]
    pub fn bench(last_day: i32) -> Self {
        Self {
            items: 100_000,
            decks: 50,
            reviews: 1_000_000,
            days: 1095,
            last_day,
            seed: 1,
            picks: false,
        }
    }
}

/// The name of item number `index` of a plan with `decks` decks.
#[must_use]
pub fn item_key(index: u32, decks: u32) -> ItemKey {
    let deck = index % decks.max(1);
    ItemKey {
        deck: format!("bench-deck-{deck:02}"),
        card: format!("card-{index:06}"),
        side: Side::Forward,
    }
}

/// An instant on a study day, as UTC days go.
#[must_use]
pub fn moment(day: i32, ms_of_day: i64) -> Moment {
    Moment { at_ms: i64::from(day) * DAY_MS + ms_of_day, day, zone_min: 0 }
}

/// An answer that fits the item's state, with the memory that it leads to.
#[must_use]
pub fn review(state: &CardState, moment: Moment, rng: &mut impl Rng) -> Review {
    answer(state, moment, &Model::default(), rng)
}

fn answer(state: &CardState, moment: Moment, model: &Model, rng: &mut impl Rng) -> Review {
    let kinds = [Kind::Choice, Kind::Typed, Kind::Flip, Kind::Cloze, Kind::Output];
    let kind = kinds[rng.random_range(0..kinds.len())];
    let correct = rng.random_bool(0.9);
    let chance =
        if kind == Kind::Choice { 1.0 / f64::from(rng.random_range(2..6_u8)) } else { 0.0 };
    let rating = match rng.random_range(0..10) {
        _ if !correct => Rating::Again,
        0 => Rating::Hard,
        1 => Rating::Easy,
        _ => Rating::Good,
    };
    let known = match (correct, chance > 0.0) {
        (false, _) => 0.0,
        (true, false) => 1.0,
        (true, true) => rng.random_range(0.9..1.0),
    };
    let grade = Grade { rating, base: rating, known };
    let elapsed_days = state
        .last_day
        .map_or(0, |last| u32::try_from(moment.day.saturating_sub(last)).unwrap_or(0));
    let after = model.remember(state.memory, elapsed_days, &grade);
    let again = rating == Rating::Again;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded to 1 to 36500"
    )]
    let interval_days = if again { 0 } else { after.stability.clamp(1.0, 36_500.0) as u32 };
    Review {
        evidence: Evidence {
            kind,
            correct,
            chance,
            latency_ms: rng.random_range(1500..40_000),
            confidence: [None, Some(Confidence::Sure), Some(Confidence::Unsure)]
                [rng.random_range(0..3)],
            hints: u8::from(rng.random_ratio(1, 20)),
            stated: (kind == Kind::Flip).then_some(rating),
        },
        grade,
        elapsed_days,
        before: state.memory,
        after,
        phase: match (again, state.phase) {
            (false, _) => Phase::Review,
            (true, Phase::New | Phase::Learning) => Phase::Learning,
            (true, _) => Phase::Relearning,
        },
        due: if again {
            Due::At(moment.at_ms + 600_000)
        } else {
            Due::Day(moment.day.saturating_add_unsigned(interval_days))
        },
        interval_days,
        leech: again && state.lapses == 7,
        params: 0,
    }
}

/// Fills an empty store by the plan, in one transaction.
///
/// # Errors
/// When the disk is full or refuses.
pub fn fill(store: &mut Store, plan: &Plan) -> Result<(), StoreError> {
    let device_row = store.device_row;
    let conn = &mut store.conn;
    let mut work = || -> Result<(), Trouble> {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut rng = ChaCha12Rng::seed_from_u64(plan.seed);
        let model = Model::default();
        let mut learner = Learner::default();
        let mut last = None;
        let a_day = plan.reviews.div_ceil(plan.days.max(1));
        for number in 0..plan.reviews {
            let day =
                plan.last_day - i32::try_from((plan.reviews - 1 - number) / a_day).unwrap_or(0);
            let moment = moment(day, i64::from(number % a_day) * 30_000 + 6 * 3_600_000);
            // New items come evenly over the days, and all of them come.
            let wanted = u64::from(plan.items) * u64::from(number + 1);
            let wanted = wanted.div_ceil(u64::from(plan.reviews)).min(u64::from(plan.items));
            let (item, state) = learner.next(wanted);
            if state == CardState::default() {
                let key = item_key(u32::try_from(item - 1).unwrap_or(0), plan.decks);
                tx.prepare_cached("INSERT INTO item VALUES (?1, ?2, ?3, 0)")?
                    .execute((item, key.deck, key.card))?;
            }
            let review = answer(&state, moment, &model, &mut rng);
            let stat = learner.days.entry(day).or_default();
            *stat = stat.plus(DayStat::of(&review));
            let is_pick = plan.picks && !review.evidence.correct;
            let what = What::Review(item, Box::new(review));
            let id = id::next(moment.at_ms, last, &mut rng);
            last = Some(id);
            append(&tx, id, device_row, moment, &what)?;
            if is_pick {
                let option = format!("{} {item}", ["that", "those"][usize::from(number % 3 == 0)]);
                super::picked::keep(&tx, &[option])?;
            }
            learner.put(item, apply(&state, &what, moment));
        }
        for (item, state) in &learner.states {
            row::write_state(&tx, *item, state)?;
        }
        for (day, stat) in &learner.days {
            row::write_day(&tx, *day, stat)?;
        }
        tx.commit()?;
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    };
    let done = work();
    done.map_err(|trouble| store.name(trouble, "making up answers"))
}

#[derive(Default)]
struct Learner {
    states: BTreeMap<i64, CardState>,
    days: BTreeMap<i32, DayStat>,
    /// By due day.
    queue: BTreeSet<(i32, i64)>,
}

impl Learner {
    /// A new item while fewer than `wanted` were met, else what is due first.
    fn next(&mut self, wanted: u64) -> (i64, CardState) {
        let met = self.states.len() as u64;
        match self.queue.pop_first() {
            Some((_, item)) if met >= wanted => {
                (item, self.states.get(&item).copied().unwrap_or_default())
            }
            first => {
                self.queue.extend(first);
                (i64::try_from(met + 1).unwrap_or(i64::MAX), CardState::default())
            }
        }
    }

    fn put(&mut self, item: i64, state: CardState) {
        let due = match state.due {
            Due::Day(day) => day,
            _ => state.last_day.unwrap_or(0),
        };
        self.states.insert(item, state);
        self.queue.insert((due, item));
    }
}
