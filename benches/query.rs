//! Finding cards among 100,000 with 1,000,000 reviews: reading queries, each
//! class of them, words in the texts, making the index, the first rows in order,
//! many cards changed at once, and frames of the table.
//!
//! `HIPPOCACHE_BENCH_HOME` keeps the made-up collection between runs; it is the
//! one of `collection`.
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
use hippocache::paths::Paths;
use hippocache::query::{
    Building, Column, Facts, Recent, TextIndex, Vocabulary, World, complete, find, parse, sort,
};
use hippocache::settings::Settings;
use hippocache::store::generate::{self, Plan, item_key, moment};
use hippocache::store::{Durability, Options, Setting, Store};
use hippocache::ui::app::{App, Ready, Route};
use hippocache::ui::boot::Boot;
use jiff::tz::TimeZone;

const DAY: i32 = 20_600;

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

fn options() -> OpenOptions {
    let clock = Arc::new(FixedClock::new(moment(DAY, 12 * 3_600_000).at_ms));
    OpenOptions { zone: TimeZone::UTC, builtin: false, ..OpenOptions::new(clock) }
}

const QUERIES: [&str; 14] = [
    "is:due",
    "is:mature -is:suspended",
    "tag:pools",
    "tag:tag1*",
    "deck:bench-deck-0*",
    "prop:r<0.8",
    "prop:s>30 prop:lapses>=2",
    "rated:7",
    "rated:365:1",
    "id:card-0000*",
    "deck:bench-deck-07 tag:tag5 is:due prop:s>30 rated:700:1 -is:suspended",
    "exhausted",
    "\"request 77123 late\"",
    "nowhere-in-any-card",
];

fn made(home: &Path) -> Paths {
    let paths = Paths::under(home);
    if !paths.data.exists() {
        let plan = Plan::bench(DAY - 1);
        write_decks(&paths.decks, &plan);
        let options =
            Options { durability: Durability::None, ..Options::new(moment(DAY, 0).at_ms, 3) };
        let mut store = Store::open(&paths.data, &options).unwrap();
        generate::fill(&mut store, &plan).unwrap();
    }
    paths
}

fn index(collection: &Collection, cache: Option<PathBuf>) -> TextIndex {
    let building = Building { library: Arc::clone(collection.library()), cache, old: None };
    building.run(&|_, _| {}, &AtomicBool::new(false)).unwrap()
}

fn finding(c: &mut Criterion) {
    let (_kept, home) = home();
    let paths = made(&home);
    let collection = Collection::open(&paths, options()).unwrap().collection;
    let _ = std::fs::remove_dir_all(paths.texts());
    let started = Instant::now();
    let text = index(&collection, Some(paths.texts()));
    println!(
        "index of {} cards made in {:.0?}",
        collection.library().items().len(),
        started.elapsed()
    );
    println!("it takes {} kB", text.bytes() / 1000);
    let started = Instant::now();
    index(&collection, Some(paths.texts()));
    println!("from its cache in {:.0?}", started.elapsed());
    let history = collection.history_source().read(&AtomicBool::new(false)).unwrap();
    let facts = Facts::of(&collection);
    let recent = Recent::of(&history, facts.len());
    let world = World { facts: &facts, recent: Some(&recent), text: Some(&text) };

    let mut group = c.benchmark_group("100,000 cards");
    group.sample_size(20);
    group.bench_function("facts of all cards", |b| b.iter(|| black_box(Facts::of(&collection))));
    group.bench_function("last answers out of 1,000,000", |b| {
        b.iter(|| black_box(Recent::of(&history, facts.len())));
    });
    group.bench_function("parse the longest query", |b| b.iter(|| parse(black_box(QUERIES[10]))));
    for query in QUERIES {
        let expr = parse(query).unwrap();
        println!("{query}: {} cards", find(&expr, &world).unwrap().count());
        group.bench_function(query, |b| b.iter(|| black_box(find(&expr, &world).unwrap())));
    }
    let words = Vocabulary::of(&facts);
    group.bench_function("words for completion", |b| {
        b.iter(|| black_box(Vocabulary::of(&facts)));
    });
    group.bench_function("complete a tag", |b| b.iter(|| black_box(complete("tag:po", 6, &words))));
    for column in [Column::Due, Column::Stability, Column::Tags, Column::Question] {
        group.bench_function(format!("all by {}, 50 rows", column.name()), |b| {
            b.iter(|| {
                let mut found: Vec<u32> = (0..u32::try_from(facts.len()).unwrap()).collect();
                sort(&mut found, column, true, &facts, Some(&text));
                found.truncate(50);
                black_box(found)
            });
        });
    }
    group.finish();
}

/// Many cards at once, synced.
fn bulk(c: &mut Criterion) {
    let (_kept, home) = home();
    let paths = made(&home);
    let mut collection = Collection::open(&paths, options()).unwrap().collection;
    let items: Vec<usize> = (0..10_000).collect();
    let mut group = c.benchmark_group("10,000 cards");
    group.sample_size(10);
    let mut times = [Duration::ZERO; 2];
    let mut rounds = 0;
    group.bench_function("suspend and take it back", |b| {
        b.iter_custom(|wanted| {
            let began = Instant::now();
            for _ in 0..wanted {
                let started = Instant::now();
                let bulk = collection.set_all(&items, Setting::Suspended(true)).unwrap().unwrap();
                times[0] += started.elapsed();
                let started = Instant::now();
                assert!(collection.undo_all(&bulk).unwrap());
                times[1] += started.elapsed();
                rounds += 1;
            }
            began.elapsed()
        });
    });
    println!("suspending takes {:.0?}, undoing {:.0?}", times[0] / rounds, times[1] / rounds);
    group.finish();
}

fn frame(ctx: &egui::Context, app: &mut App, events: Vec<egui::Event>) -> usize {
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1400.0, 900.0))),
        focused: true,
        events,
        ..egui::RawInput::default()
    };
    let mut output = ctx.run_ui(input, |ui| app.ui(ui));
    output.textures_delta.clear();
    ctx.tessellate(output.shapes, output.pixels_per_point).len()
}

fn key(key: egui::Key) -> Vec<egui::Event> {
    let event = |pressed| egui::Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    };
    vec![event(true), event(false)]
}

fn frames(c: &mut Criterion) {
    let (_kept, home) = home();
    let paths = made(&home);
    let opened = Collection::open(&paths, options()).unwrap();
    let boot = Boot::Ready(Box::new(Ready::new(opened)));
    let mut app = App::new(paths, boot, Settings::default(), None).with_seed(1);
    let ctx = egui::Context::default();
    hippocache::ui::install(&ctx);
    frame(&ctx, &mut app, Vec::new());
    let browse = egui::Event::Key {
        key: egui::Key::B,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::COMMAND,
    };
    frame(&ctx, &mut app, vec![browse]);
    assert_eq!(app.route(), Route::Browse);
    // Texts and answers are read meanwhile.
    let began = Instant::now();
    let mut longest = Duration::ZERO;
    while began.elapsed() < Duration::from_secs(12) {
        let started = Instant::now();
        frame(&ctx, &mut app, Vec::new());
        longest = longest.max(started.elapsed());
        std::thread::sleep(Duration::from_millis(16));
    }
    println!("the longest frame while all is being read: {longest:.1?}");
    let mut group = c.benchmark_group("the table of 100,000 cards");
    group.bench_function("a frame", |b| b.iter(|| black_box(frame(&ctx, &mut app, Vec::new()))));
    let wheel = |points: f32| egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, points),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: egui::Modifiers::NONE,
    };
    let over = egui::Event::PointerMoved(egui::pos2(400.0, 500.0));
    let mut longest = Duration::ZERO;
    group.bench_function("a frame while scrolling", |b| {
        b.iter(|| {
            let started = Instant::now();
            let drawn = frame(&ctx, &mut app, vec![over.clone(), wheel(-900.0)]);
            longest = longest.max(started.elapsed());
            black_box(drawn)
        });
    });
    println!("the longest while scrolling: {longest:.1?}");
    frame(&ctx, &mut app, key(egui::Key::Slash));
    frame(&ctx, &mut app, Vec::new());
    let letters: Vec<char> = "exhausted is:due ".chars().collect();
    let mut at = 0;
    let mut longest = Duration::ZERO;
    group.bench_function("a frame while typing", |b| {
        b.iter(|| {
            let letter = letters[at % letters.len()];
            at += 1;
            let events = if at % 40 == 0 {
                let all = egui::Event::Key {
                    key: egui::Key::A,
                    physical_key: None,
                    pressed: true,
                    repeat: false,
                    modifiers: egui::Modifiers::COMMAND,
                };
                let mut events = vec![all];
                events.extend(key(egui::Key::Backspace));
                events
            } else {
                vec![egui::Event::Text(letter.to_string())]
            };
            let started = Instant::now();
            let drawn = frame(&ctx, &mut app, events);
            longest = longest.max(started.elapsed());
            black_box(drawn)
        });
    });
    println!("the longest while typing: {longest:.1?}");
    group.finish();
}

criterion_group!(query, finding, bulk, frames);
criterion_main!(query);
