//! The scheduler against vectors of the FSRS reference. `HIPPOCACHE_VECTORS`
//! names another file of the same form.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a fault in a test is its failure")]

use std::collections::BTreeMap;

use hippocache::scheduler::interval::whole_days;
use hippocache::scheduler::{Grade, Memory, Model, Params, Rating};
use serde::Deserialize;

/// What the reference, which reckons in f32, may be missed by.
const TOLERANCE: f64 = 1e-4;

#[derive(Deserialize)]
struct Vectors {
    param_sets: Vec<ParamSet>,
    cases: Vec<Case>,
    #[serde(default)]
    from_sm2: Vec<FromSm2>,
    #[serde(default)]
    legacy_params: Vec<Legacy>,
}

#[derive(Deserialize)]
struct ParamSet {
    name: String,
    w: Vec<f32>,
}

#[derive(Deserialize)]
struct State {
    s: f64,
    d: f64,
}

#[derive(Deserialize)]
struct Next {
    s: f64,
    d: f64,
    interval: f64,
    interval_days: u32,
}

#[derive(Deserialize)]
struct Case {
    id: u32,
    params: String,
    desired_retention: f64,
    elapsed_days: u32,
    /// Rating and whole days since the review before.
    reviews: Vec<(u8, u32)>,
    states: Vec<State>,
    next: BTreeMap<String, Next>,
    retrievability: Option<f64>,
}

#[derive(Deserialize)]
struct FromSm2 {
    ease: f32,
    interval: f32,
    sm2_retention: f32,
    s: f64,
    d: f64,
}

#[derive(Deserialize)]
struct Legacy {
    name: String,
    r#in: Vec<f32>,
    filled_21: Vec<f64>,
    desired_retention: f64,
    elapsed_days: u32,
    reviews: Vec<(u8, u32)>,
    state: State,
    next_good: NextGood,
}

#[derive(Deserialize)]
struct NextGood {
    s: f64,
    d: f64,
    interval: f64,
}

fn vectors() -> Vectors {
    let text = match std::env::var_os("HIPPOCACHE_VECTORS") {
        Some(path) => std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.to_string_lossy())),
        None => include_str!("fixtures/fsrs_vectors.json").to_owned(),
    };
    serde_json::from_str(&text).unwrap()
}

fn assert_near(found: f64, expected: f64, what: &str) {
    let off = (found - expected).abs() / expected.abs().max(f64::MIN_POSITIVE);
    assert!(off <= TOLERANCE, "{what}: found {found}, expected {expected}");
}

fn assert_memory(found: Memory, s: f64, d: f64, what: &str) {
    assert_near(f64::from(found.stability), s, &format!("{what}, stability"));
    assert_near(f64::from(found.difficulty), d, &format!("{what}, difficulty"));
}

/// A grade of which nobody doubts anything.
fn plainly(number: u8) -> Grade {
    let rating = Rating::from_number(number).unwrap();
    let known = if rating == Rating::Again { 0.0 } else { 1.0 };
    Grade { rating, base: rating, known }
}

#[test]
fn every_case_comes_out_as_the_reference_has_it() {
    let vectors = vectors();
    let models: BTreeMap<&str, Model> = vectors
        .param_sets
        .iter()
        .map(|set| (set.name.as_str(), Model::new(&Params::new(1, &set.w).unwrap())))
        .collect();
    assert!(!vectors.cases.is_empty(), "a file without cases shows nothing");
    for case in &vectors.cases {
        let model = &models[case.params.as_str()];
        let mut memory = None;
        assert_eq!(case.reviews.len(), case.states.len(), "case {}", case.id);
        for (at, ((rating, days), state)) in case.reviews.iter().zip(&case.states).enumerate() {
            let after = model.remember(memory, *days, &plainly(*rating));
            assert_memory(after, state.s, state.d, &format!("case {}, review {at}", case.id));
            memory = Some(after);
        }
        match (memory, case.retrievability) {
            (Some(memory), Some(expected)) => {
                let found = model.retrievability(memory, case.elapsed_days);
                assert_near(found, expected, &format!("case {}, retrievability", case.id));
            }
            (None, None) => {}
            other => {
                panic!("case {}: a state without a recall, or the reverse: {other:?}", case.id)
            }
        }
        let next = model.next(memory, case.elapsed_days);
        assert_eq!(case.next.len(), 4, "case {}", case.id);
        for (rating, found) in Rating::ALL.into_iter().zip(next) {
            let what = format!("case {}, {rating:?} next", case.id);
            let expected = &case.next[&rating.number().to_string()];
            assert_memory(found, expected.s, expected.d, &what);
            let interval = model.interval(found, case.desired_retention);
            assert_near(interval, expected.interval, &format!("{what}, interval"));
            assert_eq!(whole_days(interval), expected.interval_days, "{what}, days");
        }
    }
}

#[test]
fn what_sm2_left_behind_becomes_the_references_memory() {
    let model = Model::default();
    for (at, case) in vectors().from_sm2.iter().enumerate() {
        let memory = model.from_sm2(case.ease, case.interval, case.sm2_retention).unwrap();
        assert_memory(memory, case.s, case.d, &format!("SM-2 case {at}"));
    }
}

#[test]
fn parameters_of_older_versions_are_filled_up_as_the_reference_does() {
    for case in vectors().legacy_params {
        let params = Params::new(1, &case.r#in).unwrap();
        assert_eq!(case.filled_21.len(), params.weights().len(), "{}", case.name);
        for (at, (found, expected)) in params.weights().iter().zip(&case.filled_21).enumerate() {
            let off = (f64::from(*found) - expected).abs();
            assert!(off <= TOLERANCE * expected.abs(), "{}, w{at}: {found}", case.name);
        }
        let model = Model::new(&params);
        let memory = case.reviews.iter().fold(None, |memory, (rating, days)| {
            Some(model.remember(memory, *days, &plainly(*rating)))
        });
        let memory = memory.unwrap();
        assert_memory(memory, case.state.s, case.state.d, &case.name);
        let good = model.remember(Some(memory), case.elapsed_days, &plainly(3));
        assert_memory(good, case.next_good.s, case.next_good.d, &format!("{}, Good", case.name));
        let interval = model.interval(good, case.desired_retention);
        assert_near(interval, case.next_good.interval, &format!("{}, interval", case.name));
    }
}
