//! Opening a large collection: 100,000 cards in 50 decks, about 60 MB of text.
#![expect(clippy::unwrap_used, reason = "a bench may stop")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use hippocache::deck::{Library, Sources, parse};

const DECKS: usize = 50;
const CARDS: usize = 2_000;

/// A deck of every second kind of card, as long as those that people write.
fn deck(deck: usize) -> String {
    let mut text = format!(
        "#![enable(implicit_some)]\nDeck(\n    format: 1,\n    id: \"deck-{deck}\",\n    \
         title: \"Deck {deck}\",\n    area: Database,\n    cards: [\n"
    );
    for card in 0..CARDS {
        let tag = card % 17;
        let notes = format!(
            "            why: \"Because of reason {card}, which takes a sentence or two to explain: \
             the planner reads the statistics, and these were gathered before the load.\",\n            \
             source: \"https://www.example.org/docs/15/chapter-{deck}.html#section-{card}\",\n            \
             tags: [\"tag-{tag}\", \"deck-{deck}\"],\n            level: {},\n",
            card % 3 + 1
        );
        let _ = match card % 4 {
            0 | 1 => write!(
                text,
                "        Choice(\n            id: \"card-{card}\",\n            ask: \"A query on table \
                 {card} is slow since the import last night. What is the first thing to look at?\",\n            \
                 right: [(\"The plan: `EXPLAIN (ANALYZE)` number {card}\", \"It shows rows expected and met.\")],\n            \
                 wrong: [\n                (\"The size of `shared_buffers` on host {card}\", \"It did not change with the import.\"),\n                \
                 (\"The version of the driver {card}\", \"It sends the same text as before.\"),\n            ],\n{notes}        ),\n"
            ),
            2 => write!(
                text,
                "        Output(\n            id: \"card-{card}\",\n            code: (Python, r#\"\nrows = \
                 [[{card}]] * 3\nrows[0].append(\"x\")\nprint(rows[2])\n\"#),\n            prints: \"[{card}, \
                 'x']\",\n            wrong: [(\"[{card}]\", \"All rows are one list.\"), (\"[]\", \"Nothing is \
                 taken away.\")],\n{notes}        ),\n"
            ),
            _ => write!(
                text,
                "        Cloze(\n            id: \"card-{card}\",\n            text: \"`{{{{CREATE INDEX}}}}` \
                 number {card} {{{{CONCURRENTLY::so that writes go on}}}} builds without blocking those who \
                 write, and takes two scans of the table.\",\n{notes}        ),\n"
            ),
        };
    }
    text + "    ],\n)\n"
}

fn collection(home: &Path) -> Sources {
    let folder = home.join("decks");
    fs::create_dir_all(&folder).unwrap();
    // Files that changed a moment ago are read again to be sure.
    let past = SystemTime::now() - Duration::from_hours(1);
    for n in 0..DECKS {
        let path = folder.join(format!("deck-{n}.ron"));
        fs::write(&path, deck(n)).unwrap();
        File::options().append(true).open(&path).unwrap().set_modified(past).unwrap();
    }
    Sources {
        builtin: true,
        folders: vec![folder],
        index_file: Some(home.join("decks.index")),
        good_dir: Some(home.join("good")),
    }
}

fn library(criterion: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    let sources = collection(home.path());
    let unindexed = Sources { index_file: None, ..sources.clone() };
    let go = AtomicBool::new(false);
    let mut group = criterion.benchmark_group("library");
    group.sample_size(10);

    let text = deck(0);
    group.bench_function("parse a deck of 2,000 cards", |bencher| {
        bencher.iter(|| parse(&text, Path::new("deck.ron")));
    });
    group.bench_function("open 100,000 cards, all parsed", |bencher| {
        bencher.iter(|| Library::open(&unindexed, &go));
    });
    group.bench_function("open 100,000 cards, from the index", |bencher| {
        let _ = Library::open(&sources, &go);
        bencher.iter(|| Library::open(&sources, &go));
    });
    let opened = Library::open(&sources, &go);
    let items = opened.items().len();
    assert!(items >= DECKS * CARDS);
    group.bench_function("find an item by its name", |bencher| {
        let key = opened.key(items / 2).unwrap();
        bencher.iter(|| opened.find(&key));
    });
    let mut item = 0;
    group.bench_function("read one card", |bencher| {
        bencher.iter(|| {
            item = (item + 7_919) % items;
            opened.card(item).unwrap()
        });
    });
    // As an author saves it: one card of one deck in other words. Writing the
    // file is the editor's time, not ours.
    let path = home.path().join("decks/deck-7.ron");
    let text = deck(7);
    let mut round = 0;
    group.bench_function("take over one changed deck of 2,000 cards", |bencher| {
        bencher.iter_batched(
            || {
                round += 1;
                let edited =
                    text.replacen("A query on table 8 is", &format!("Query {round} is"), 1);
                assert_ne!(edited, text);
                fs::write(&path, edited).unwrap();
            },
            |()| opened.reload(&sources, &go).unwrap(),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, library);
criterion_main!(benches);
