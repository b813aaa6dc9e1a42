//! The whole app on 100,000 cards in 50 decks with 1,000,000 reviews: from a
//! cold process to the first due card, from an answer to the next card, the
//! home screen's figures.
//!
//! `HIPPOCACHE_BENCH_HOME` keeps the made-up collection between runs.
#![expect(clippy::unwrap_used, reason = "a benchmark that can't go on has failed")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use hippocache::clock::FixedClock;
use hippocache::collection::{Collection, OpenOptions};
use hippocache::deck::Sources;
use hippocache::paths::Paths;
use hippocache::session::{Answer, Scope, Session, Stage};
use hippocache::store::generate::{self, Plan, item_key, moment};
use hippocache::store::{Durability, Options, Store};
use jiff::tz::TimeZone;

const DAY: i32 = 20_600;

/// A card of a realistic size: 600 bytes of RON.
fn card(id: &str, n: u32) -> String {
    format!(
        "        Choice(\n            id: \"{id}\",\n            \
         ask: \"A service answers request {n} late while the queue is short. Which of these \
         explains what the trace shows between the two spans?\",\n            \
         right: [(\"The pool of connections is exhausted\", \"Every span waits for a connection.\")],\n            \
         wrong: [\n                (\"The planner chose a sequential scan\", \"Then the query's own span would be long.\"),\n                \
         (\"The garbage collector stopped the process\", \"Then all spans would stand still, not these two.\"),\n            ],\n            \
         why: \"Waiting for a pooled connection shows as a gap before the query's span.\",\n            \
         source: \"https://example.org/docs/{n}\",\n            tags: [\"pools\", \"tag{}\"],\n        ),\n",
        n % 97
    )
}

fn write_decks(folder: &Path, plan: &Plan) {
    std::fs::create_dir_all(folder).unwrap();
    for deck in 0..plan.decks {
        let mut text = String::new();
        let id = item_key(deck, plan.decks).deck;
        writeln!(
            text,
            "Deck(\n    format: 1,\n    id: \"{id}\",\n    title: \"Deck {deck}\",\n    cards: ["
        )
        .unwrap();
        for index in (deck..plan.items).step_by(plan.decks as usize) {
            text.push_str(&card(&item_key(index, plan.decks).card, index));
        }
        text.push_str("    ],\n)\n");
        std::fs::write(folder.join(format!("{id}.ron")), text).unwrap();
    }
}

fn home() -> (Option<tempfile::TempDir>, PathBuf) {
    if let Some(kept) = std::env::var_os("HIPPOCACHE_BENCH_HOME") {
        return (None, PathBuf::from(kept));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    (Some(folder), path)
}

fn open(paths: &Paths) -> Collection {
    let clock = Arc::new(FixedClock::new(moment(DAY, 12 * 3_600_000).at_ms));
    let options = OpenOptions { zone: TimeZone::UTC, ..OpenOptions::new(clock) };
    Collection::open(paths, options).unwrap().collection
}

/// Milliseconds and the process's peak memory, from start to the first card.
fn first_card(home: &Path) -> (Duration, u64) {
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_hippocache"))
        .args(["study", "--terminal", "--json", "--seed", "1", "--now"])
        .arg(
            jiff::Timestamp::from_millisecond(moment(DAY, 12 * 3_600_000).at_ms)
                .unwrap()
                .to_string(),
        )
        .env("HIPPOCACHE_HOME", home)
        .env("TZ", "UTC")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let took = started.elapsed();
    assert!(line.contains("\"event\":\"question\""), "{line}");
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let peak = status.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok()
    });
    child.kill().unwrap();
    child.wait().unwrap();
    (took, peak.unwrap_or(0))
}

fn benches(c: &mut Criterion) {
    let (_kept, home) = home();
    let paths = Paths::under(&home);
    if !paths.data.exists() {
        let plan = Plan::bench(DAY - 1);
        write_decks(&paths.decks, &plan);
        let options =
            Options { durability: Durability::None, ..Options::new(moment(DAY, 0).at_ms, 3) };
        let mut store = Store::open(&paths.data, &options).unwrap();
        generate::fill(&mut store, &plan).unwrap();
    }
    let started = Instant::now();
    let collection = open(&paths);
    println!(
        "{} items; opened with a fresh index in {:.0?}",
        collection.counts().total,
        started.elapsed()
    );
    drop(collection);
    println!("first card: {:?}", first_card(&home));

    let mut group = c.benchmark_group("100,000 cards");
    group.sample_size(10);
    group.bench_function("process start to first due card", |b| {
        b.iter_custom(|times| (0..times).map(|_| first_card(&home).0).sum());
    });
    group.bench_function("open the collection", |b| b.iter(|| black_box(open(&paths))));
    let mut collection = open(&paths);
    group.bench_function("home screen's figures", |b| b.iter(|| black_box(collection.overview())));
    group.bench_function("start a session", |b| {
        b.iter(|| black_box(Session::start(&mut collection, Scope::default(), 1).unwrap()));
    });
    let file = paths.decks.join(format!("{}.ron", item_key(7, 50).deck));
    let text = std::fs::read_to_string(&file).unwrap();
    let sources = Sources {
        builtin: true,
        folders: vec![paths.decks.clone()],
        index_file: None,
        good_dir: Some(paths.good_decks()),
    };
    let go = AtomicBool::new(false);
    let mut session = Session::start(&mut collection, Scope::default(), 1).unwrap();
    let mut round = 0;
    // Reading and comparing is a thread's work, the rest the window's.
    let mut reload = |collection: &mut Collection| {
        round += 1;
        let edited = text.replacen("late while the queue is short", &format!("late, {round}"), 1);
        assert_ne!(edited, text);
        std::fs::write(&file, edited).unwrap();
        let started = Instant::now();
        let fresh = collection.library().reload(&sources, &go).unwrap();
        let read = started.elapsed();
        collection.reload(Arc::new(fresh.library), &fresh.moved).unwrap();
        session.follow(collection, &fresh.moved);
        (read, started.elapsed())
    };
    group.bench_function("a changed deck, from its file to the session", |b| {
        b.iter_custom(|times| (0..times).map(|_| reload(&mut collection).1).sum());
    });
    let (read, all) = reload(&mut collection);
    println!("of {all:.1?}, a thread reads for {read:.1?}");
    std::fs::write(&file, &text).unwrap();
    drop(collection);
    group.finish();
    for (name, durability) in [
        ("answer to next card, synced", Durability::Full),
        ("answer to next card, not synced", Durability::None),
    ] {
        let clock = Arc::new(FixedClock::new(moment(DAY, 12 * 3_600_000).at_ms));
        let options = OpenOptions { zone: TimeZone::UTC, durability, ..OpenOptions::new(clock) };
        let mut collection = Collection::open(&paths, options).unwrap().collection;
        let scope = Scope { mode: hippocache::session::ScopeMode::Weak, ..Scope::default() };
        let mut session = Session::start(&mut collection, scope, 1).unwrap();
        c.bench_function(name, |b| {
            b.iter(|| {
                if matches!(session.stage(), Stage::Done) {
                    let scope = session.scope().clone();
                    session = Session::start(&mut collection, scope, 1).unwrap();
                }
                session.answer(&mut collection, Answer::Options(vec![0]), None).unwrap();
                session.proceed(&collection);
            });
        });
    }
}

criterion_group!(collection, benches);
criterion_main!(collection);
