//! Fitting and predicting: what the background does after a log has grown, and
//! what every screen asks for.
#![expect(clippy::unwrap_used, reason = "a benchmark that can't go on has failed")]

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use hippocache::predict::fsrs7::{Fsrs7, State};
use hippocache::predict::generate::{Learner, answers};
use hippocache::predict::{Blend, Log, Watch, evaluate, fsrs6, fsrs7};

/// A learner with about ten answers a card.
fn log(reviews: usize) -> Log {
    let learner = Learner { new_per_day: 10 + reviews / 2_500, ..Learner::new(2, reviews) };
    Log::new(&answers(&learner))
}

fn benches(c: &mut Criterion) {
    for reviews in [10_000, 100_000] {
        let log = log(reviews);
        println!(
            "{reviews} reviews: {} to predict, {} cards",
            log.items().len(),
            log.cards().len()
        );
        let mut group = c.benchmark_group(format!("{reviews} reviews"));
        group.sample_size(10);
        group.bench_function("fit FSRS-6", |b| {
            b.iter(|| black_box(fsrs6::fit(&log, usize::MAX, &Watch::none()).unwrap()));
        });
        group.bench_function("fit FSRS-7", |b| {
            b.iter(|| black_box(fsrs7::fit(&log, usize::MAX, &Watch::none()).unwrap()));
        });
        group.finish();
    }
    recall(c);
    once();
}

fn recall(c: &mut Criterion) {
    let model = Fsrs7::default();
    let blend = Blend::default();
    let states: Vec<State> = (0..100_000_u32)
        .map(|at| {
            let long = 0.5 + f64::from(at % 997);
            State { long, short: 0.2 + f64::from(at % 89), difficulty: 1.0 + f64::from(at % 9) }
        })
        .collect();
    c.bench_function("blended recall of 100,000 cards", |b| {
        b.iter(|| {
            let sum: f64 =
                states.iter().map(|state| blend.recall(0.9, model.recall(*state, 12.5))).sum();
            black_box(sum)
        });
    });
}

/// What takes too long to be repeated.
fn once() {
    let small = log(50_000);
    let start = Instant::now();
    let found = evaluate(&small, &Watch::none()).unwrap();
    println!("evaluate 50,000 reviews: {:.2?}, {found:?}", start.elapsed());
    let start = Instant::now();
    let large = log(1_000_000);
    println!("1,000,000 reviews made up in {:.1?}: {}", start.elapsed(), large.items().len());
    for _ in 0..3 {
        let start = Instant::now();
        black_box(fsrs6::fit(&large, usize::MAX, &Watch::none()).unwrap());
        println!("1,000,000 reviews/fit FSRS-6: {:.2?}", start.elapsed());
        let start = Instant::now();
        black_box(fsrs7::fit(&large, usize::MAX, &Watch::none()).unwrap());
        println!("1,000,000 reviews/fit FSRS-7: {:.2?}", start.elapsed());
    }
}

criterion_group!(predict, benches);
criterion_main!(predict);
