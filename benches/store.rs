//! The store with 100,000 items and 1,000,000 reviews.
//!
//! `HIPPOCACHE_BENCH_DIR` keeps the made-up collection between runs.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark that can't go on has failed"
)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use hippocache::store::generate::{self, Plan, item_key, moment};
use hippocache::store::{Durability, EventBody, Options, Store, backup};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;

const DAY: i32 = 20_600;

fn options(durability: Durability) -> Options {
    Options { durability, ..Options::new(moment(DAY, 0).at_ms, 3) }
}

fn open(dir: &Path, durability: Durability) -> Store {
    Store::open(dir, &options(durability)).unwrap()
}

fn benches(c: &mut Criterion) {
    let temp = tempfile::tempdir().unwrap();
    let dir = std::env::var_os("HIPPOCACHE_BENCH_DIR")
        .map_or_else(|| temp.path().to_owned(), PathBuf::from);
    let mut store = open(&dir, Durability::None);
    if store.counts().unwrap().events == 0 {
        let start = Instant::now();
        generate::fill(&mut store, &Plan::bench(DAY - 1)).unwrap();
        println!("made up in {:.1?}", start.elapsed());
    }
    println!("{:?}, {} MB", store.counts().unwrap(), store.size().unwrap() / 1_000_000);
    once(&dir, &mut store);
    drop(store);

    c.bench_function("open", |b| b.iter(|| open(&dir, Durability::Full)));
    c.bench_function("open and all states", |b| {
        b.iter(|| black_box(open(&dir, Durability::Full).states().unwrap()));
    });
    let store = open(&dir, Durability::Full);
    c.bench_function("all states", |b| b.iter(|| black_box(store.states().unwrap())));
    c.bench_function("sums of a year", |b| {
        b.iter(|| black_box(store.day_stats(DAY - 365..=DAY).unwrap()));
    });
    c.bench_function("answered on a day", |b| {
        b.iter(|| black_box(store.answered_on(DAY - 1).unwrap()));
    });
    c.bench_function("history of an item", |b| {
        b.iter(|| black_box(store.history(&item_key(77, 50)).unwrap()));
    });
    c.bench_function("latest 2,000 reviews", |b| {
        b.iter(|| black_box(store.recent_reviews(2000).unwrap()));
    });
    drop(store);
    commits(c, &dir);
}

/// What is too slow to be done over and over.
fn once(dir: &Path, store: &mut Store) {
    let mut on = |_, _| ControlFlow::Continue(());
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        println!("{what}: {:.2?}", start.elapsed());
    };
    timed("verify", &mut || assert!(store.verify(&mut on).unwrap().is_good()));
    timed("whole log", &mut || {
        black_box(store.events().count());
    });
    timed("rebuild", &mut || store.rebuild(&mut on).unwrap());
    timed("backup, checked", &mut || {
        let made = backup::run(dir, moment(DAY, 0).at_ms, &mut on).unwrap();
        std::fs::remove_file(made.path).unwrap();
    });
}

/// On a copy: commits add to the log.
fn commits(c: &mut Criterion, from: &Path) {
    for (name, durability) in
        [("commit, synced", Durability::Full), ("commit, not synced", Durability::None)]
    {
        let temp = tempfile::tempdir().unwrap();
        std::fs::copy(
            from.join(hippocache::store::FILE),
            temp.path().join(hippocache::store::FILE),
        )
        .unwrap();
        let mut store = open(temp.path(), durability);
        let mut rng = ChaCha12Rng::seed_from_u64(5);
        let mut n = 0;
        let mut answer = |store: &mut Store| {
            n += 1;
            let at = moment(DAY, n);
            let key = item_key(u32::try_from(n * 7919 % 100_000).unwrap(), 50);
            let review = generate::review(&store.state(&key).unwrap(), at, &mut rng);
            store.commit(at, &[EventBody::Review(key, Box::new(review))]).unwrap()
        };
        c.bench_function(name, |b| b.iter(|| answer(&mut store)));
        if durability == Durability::None {
            c.bench_function("answer, undo and redo, not synced", |b| {
                b.iter(|| {
                    let at = answer(&mut store)[0].moment;
                    store.undo(at, None).unwrap();
                    store.redo(at).unwrap();
                });
            });
        }
    }
}

criterion_group!(
    name = group;
    config = Criterion::default().sample_size(50);
    targets = benches
);
criterion_main!(group);
