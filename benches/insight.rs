//! All figures of the progress on 100,000 cards in 50 decks with 1,000,000
//! reviews, a tenth of them with a wrong option picked: from cold, and each
//! step alone.
//!
//! `HIPPOCACHE_BENCH_HOME` keeps the made-up collection between runs; it is
//! another than that of the other benchmarks.
#![expect(clippy::unwrap_used, reason = "a benchmark that can't go on has failed")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use hippocache::clock::FixedClock;
use hippocache::collection::{Collection, OpenOptions};
use hippocache::insight::figures::{Filter, Period};
use hippocache::paths::Paths;
use hippocache::store::generate::{self, Plan, item_key, moment};
use hippocache::store::{Durability, EventBody, Options, Store};
use jiff::tz::TimeZone;
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;

const DAY: i32 = 20_600;

fn write_decks(folder: &Path, plan: &Plan) {
    std::fs::create_dir_all(folder).unwrap();
    for deck in 0..plan.decks {
        let id = item_key(deck, plan.decks).deck;
        let mut text = format!(
            "Deck(\n    format: 1,\n    id: \"{id}\",\n    title: \"Deck {deck}\",\n    cards: [\n"
        );
        for index in (deck..plan.items).step_by(plan.decks as usize) {
            let card = item_key(index, plan.decks).card;
            writeln!(
                text,
                "        Choice(id: \"{card}\", ask: \"What is {index}?\", right: [\"this\"], \
                 wrong: [\"that {index}\", \"those {index}\"], tags: [\"tag{}\"]),",
                index % 97
            )
            .unwrap();
        }
        text.push_str("    ],\n)\n");
        std::fs::write(folder.join(format!("{id}.ron")), text).unwrap();
    }
}

fn home() -> (Option<tempfile::TempDir>, PathBuf) {
    if let Some(kept) = std::env::var_os("HIPPOCACHE_BENCH_HOME") {
        return (None, PathBuf::from(kept).join("insight"));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (Some(folder), path)
}

fn open(paths: &Paths, read_only: bool) -> Collection {
    let clock = Arc::new(FixedClock::new(moment(DAY, 12 * 3_600_000).at_ms));
    let options = OpenOptions {
        zone: TimeZone::UTC,
        builtin: false,
        durability: Durability::None,
        read_only,
        ..OpenOptions::new(clock)
    };
    Collection::open(paths, options).unwrap().collection
}

fn make(paths: &Paths) {
    let plan = Plan { picks: true, ..Plan::bench(DAY - 1) };
    write_decks(&paths.decks, &plan);
    let options = Options { durability: Durability::None, ..Options::new(moment(DAY, 0).at_ms, 3) };
    let mut store = Store::open(&paths.data, &options).unwrap();
    generate::fill(&mut store, &plan).unwrap();
}

/// Sums up how long the second part of each round took.
fn timed<T>(times: u64, mut before: impl FnMut(), mut work: impl FnMut() -> T) -> Duration {
    let mut sum = Duration::ZERO;
    for _ in 0..times {
        before();
        let started = Instant::now();
        black_box(work());
        sum += started.elapsed();
    }
    sum
}

fn benches(c: &mut Criterion) {
    let (_kept, home) = home();
    let paths = Paths::under(&home);
    if !paths.data.exists() {
        make(&paths);
    }
    let go = AtomicBool::new(false);
    let mut collection = open(&paths, false);
    let _ = std::fs::remove_file(paths.history_file());
    let started = Instant::now();
    let (history, upkeep) = collection.history_source().load(&go).unwrap();
    println!("first time, from the log alone: {:.0?}", started.elapsed());
    let started = Instant::now();
    upkeep.run();
    println!("keeping it: {:.0?}", started.elapsed());
    println!(
        "{} answers, {} picks; {} MB kept",
        history.answers().len(),
        history.picked().len(),
        std::fs::metadata(paths.history_file()).unwrap().len() / 1_000_000
    );
    let everything = Filter::default();
    let deck = Filter { decks: vec![item_key(7, 50).deck], ..Filter::default() };

    let mut group = c.benchmark_group("1,000,000 reviews");
    group.sample_size(20);
    let load = |collection: &Collection| collection.history_source().load(&go).unwrap().0;
    let cold = |collection: &Collection, filter: &Filter, period| {
        let history = load(collection);
        let figures = collection.figures_source().figures(&history, filter, period);
        (history, figures)
    };
    group.bench_function("all figures from cold, all time", |b| {
        b.iter_custom(|n| timed(n, || {}, || cold(&collection, &everything, Period::All)));
    });
    group.bench_function("all figures from cold, a month", |b| {
        b.iter_custom(|n| timed(n, || {}, || cold(&collection, &everything, Period::Month)));
    });
    group.bench_function("the history alone", |b| {
        b.iter_custom(|n| timed(n, || {}, || load(&collection)));
    });
    for (name, filter, period) in [
        ("figures alone, all time", &everything, Period::All),
        ("figures alone, a month", &everything, Period::Month),
        ("figures alone, one deck, all time", &deck, Period::All),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| black_box(collection.figures_source().figures(&history, filter, period)));
        });
    }
    // A day of a thousand answers, on a copy of the progress.
    let copy = tempfile::tempdir().unwrap();
    let other = Paths { data: copy.path().to_owned(), ..paths.clone() };
    drop(collection);
    std::fs::copy(
        paths.data.join(hippocache::store::FILE),
        other.data.join(hippocache::store::FILE),
    )
    .unwrap();
    let options = Options { durability: Durability::None, ..Options::new(moment(DAY, 0).at_ms, 5) };
    let mut store = Store::open(&other.data, &options).unwrap();
    let mut rng = ChaCha12Rng::seed_from_u64(5);
    for n in 0..1000_u32 {
        let at = moment(DAY, i64::from(n) * 1000);
        let key = item_key(n * 97 % 100_000, 50);
        let review = generate::review(&store.state(&key).unwrap(), at, &mut rng);
        store.commit(at, &[EventBody::Review(key, Box::new(review))]).unwrap();
    }
    drop(store);
    collection = open(&other, true);
    group.bench_function("the history with 1,000 answers more than were kept", |b| {
        b.iter_custom(|n| timed(n, || {}, || load(&collection)));
    });
    group.finish();
}

criterion_group!(insight, benches);
criterion_main!(insight);
