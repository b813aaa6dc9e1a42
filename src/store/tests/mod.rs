//! The store on real files.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on has failed"
)]

mod backups;
mod batch;
mod log;
mod params;
mod replay;
mod trouble;

use std::ops::ControlFlow;
use std::path::Path;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use tempfile::TempDir;

use super::generate::{self, item_key, moment};
use super::*;
use crate::deck::ItemKey;
use crate::scheduler;
use crate::settings::Settings;

/// A study day in 2026.
const DAY: i32 = 20_600;

fn options() -> Options {
    Options::new(moment(DAY, 0).at_ms, 7)
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn open(dir: &Path) -> Store {
    Store::open(dir, &options()).unwrap()
}

fn key(number: u32) -> ItemKey {
    item_key(number, 3)
}

/// The n-th minute of study day `DAY`.
fn minute(n: i64) -> Moment {
    moment(DAY, n * 60_000)
}

fn rng(seed: u64) -> ChaCha12Rng {
    ChaCha12Rng::seed_from_u64(seed)
}

/// A review of the item as it stands, decided by the scheduler.
fn body(store: &Store, number: u32, at: Moment, seed: u64) -> EventBody {
    let key = key(number);
    let state = store.state(&key).unwrap();
    let evidence = generate::review(&state, at, &mut rng(seed)).evidence;
    let review = scheduler::answer(&scheduler::AnswerInput {
        key: &key,
        state: &state,
        evidence,
        // Files of older formats have no presets.
        model: &scheduler::Model::new(store.all_params().unwrap().last().unwrap()),
        settings: &Settings::default(),
        habits: &scheduler::Habits::default(),
        now_ms: at.at_ms,
        day: at.day,
        choose: None,
    });
    EventBody::Review(key, Box::new(review))
}

/// Answers an item; gives the event.
fn answer(store: &mut Store, number: u32, at: Moment) -> Event {
    let body = body(store, number, at, u64::from(number));
    store.commit(at, &[body]).unwrap().remove(0)
}

fn other_weights() -> [f32; 21] {
    let mut weights = fsrs::DEFAULT_PARAMETERS;
    weights[20] = 0.2;
    weights
}

fn on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn verify(store: &Store) -> VerifyReport {
    store.verify(&mut on).unwrap()
}

/// All that the learner could tell a difference by.
#[derive(Debug, Clone, PartialEq)]
struct Sight {
    states: Vec<(ItemKey, crate::scheduler::CardState)>,
    days: Vec<(i32, DayStat)>,
}

fn sight(store: &Store) -> Sight {
    let mut states = store.states().unwrap();
    states.sort_by(|a, b| a.0.cmp(&b.0));
    Sight { states, days: store.day_stats(i32::MIN..=i32::MAX).unwrap() }
}
