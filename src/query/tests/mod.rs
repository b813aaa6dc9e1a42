//! Queries on a small collection whose cards are known by name.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing setup should fail the test"
)]

mod cases;
mod errors;
mod props;
mod texts;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::tz::TimeZone;

use super::*;
use crate::clock::FixedClock;
use crate::collection::{Collection, OpenOptions};
use crate::paths::Paths;
use crate::scheduler::{Evidence, Rating};
use crate::store::{Durability, Setting};

/// Noon UTC on Thursday, 5 March 2026.
const NOW_MS: i64 = 1_772_712_000_000;
const DAY_MS: i64 = 86_400_000;

const REDIS: &str = r#"#![enable(implicit_some)]
Deck(format: 1, id: "redis", title: "Redis in use", area: Database,
    syllabus: [("keys", "Keys and their lives"), ("locks", "Locks")],
    cards: [
        Choice(id: "expire", ask: "Which command gives a key a **time to live**?",
            right: [("`EXPIRE k 10`", "It counts seconds.")], wrong: [("`TTL k`", "That only asks."), ("`LIVE k`", "")],
            why: "Keys without one live for ever.", tags: ["ttl"], point: "keys", level: 1),
        Typed(id: "lock", ask: "Take a lock that frees itself", accept: ["SET lock 1 NX EX 10"],
            as: Command, tags: ["Locks at Work"], point: "locks", level: 2),
        Flip(id: "cluster", front: "How many hash slots?", back: "16384 (100% of them)", reversed: true),
        Cloze(id: "pipeline", text: "A {{pipeline}} saves round trips."),
    ])
"#;

const SQL: &str = r#"#![enable(implicit_some)]
Deck(format: 1, id: "sql", title: "SQL", area: Language,
    cards: [
        Choice(id: "for-update", ask: "What does SELECT … FOR UPDATE take?", right: [("A row lock", "")],
            wrong: [("A table lock", ""), ("Nothing", "")], tags: ["locks", "rows"], level: 3),
        Output(id: "count", code: (SQL, "SELECT count(*) FROM t"), prints: "3", tags: ["rows"]),
        Order(id: "clauses", ask: "Put the clauses in order", steps: ["FROM", "WHERE", "SELECT"]),
        Match(id: "joins", ask: "Which join?", pairs: [("LEFT", "keeps the left side"), ("CROSS", "all pairs")]),
    ])
"#;

/// A folder with these decks, and an opened collection.
pub(super) struct Fixture {
    _folder: tempfile::TempDir,
    pub paths: Paths,
    pub collection: Collection,
    clock: FixedClock,
}

impl Fixture {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        std::fs::create_dir_all(&paths.decks).unwrap();
        std::fs::write(paths.decks.join("redis.ron"), REDIS).unwrap();
        std::fs::write(paths.decks.join("sql.ron"), SQL).unwrap();
        let clock = FixedClock::new(NOW_MS);
        let options = OpenOptions {
            zone: TimeZone::UTC,
            builtin: false,
            entropy: 1,
            durability: Durability::None,
            ..OpenOptions::new(Arc::new(clock.clone()))
        };
        let collection = Collection::open(&paths, options).unwrap().collection;
        Self { _folder: folder, paths, collection, clock }
    }

    /// Cards in all sorts of states.
    pub fn studied() -> Self {
        let mut fixture = Self::new();
        fixture.at(-40);
        fixture.answer("redis/expire", Rating::Easy);
        fixture.answer("sql/count", Rating::Good);
        fixture.at(-30);
        fixture.answer("redis/expire", Rating::Easy);
        fixture.at(-10);
        fixture.answer("sql/count", Rating::Again);
        fixture.answer("sql/count", Rating::Good);
        fixture.answer("redis/lock", Rating::Good);
        fixture.at(-2);
        fixture.answer("redis/lock", Rating::Hard);
        fixture.at(0);
        fixture.answer("sql/for-update", Rating::Again);
        fixture.set("redis/pipeline", Setting::Suspended(true));
        fixture.set("redis/expire", Setting::Flag(1));
        fixture.set("sql/joins", Setting::Flag(4));
        fixture.set("redis/cluster", Setting::BuriedUntil(Some(20_518)));
        // A mature card, due in the far future.
        fixture.set("redis/expire", Setting::Due(20_517 + 100));
        fixture
    }

    pub fn at(&self, days: i64) {
        self.clock.set_ms(NOW_MS + days * DAY_MS);
    }

    pub fn item(&self, name: &str) -> usize {
        self.collection.library().find_str(name).unwrap()
    }

    pub fn set(&mut self, name: &str, setting: Setting) {
        self.collection.set(self.item(name), setting).unwrap();
    }

    pub fn answer(&mut self, name: &str, rating: Rating) {
        let item = self.item(name);
        let evidence = Evidence {
            kind: self.collection.library().items()[item].kind,
            correct: rating != Rating::Again,
            chance: 0.0,
            latency_ms: 5_000,
            confidence: None,
            hints: 0,
            stated: Some(rating),
        };
        self.clock.advance_ms(10_000);
        self.collection.record(item, &evidence).unwrap();
    }

    pub fn index(&self) -> TextIndex {
        let library = Arc::clone(self.collection.library());
        let building = Building { library, cache: None, old: None };
        building.run(&|_, _| {}, &AtomicBool::new(false)).unwrap()
    }

    pub fn asked(self) -> Asked {
        let facts = Facts::of(&self.collection);
        let history = self.collection.history_source().read(&AtomicBool::new(false)).unwrap();
        let recent = Recent::of(&history, facts.len());
        let text = self.index();
        Asked { facts, recent, text, fixture: self }
    }
}

/// All that queries are asked of.
pub(super) struct Asked {
    pub facts: Facts,
    pub recent: Recent,
    pub text: TextIndex,
    pub fixture: Fixture,
}

impl Asked {
    pub fn world(&self) -> World<'_> {
        World { facts: &self.facts, recent: Some(&self.recent), text: Some(&self.text) }
    }

    pub fn find(&self, query: &str) -> Bits {
        find(&parse(query).unwrap_or_else(|error| panic_at(query, &error)), &self.world()).unwrap()
    }

    /// The names of what is found.
    pub fn names(&self, query: &str) -> BTreeSet<String> {
        let found = self.find(query);
        found.positions().map(|item| self.name(item)).collect()
    }

    pub fn name(&self, item: usize) -> String {
        let key = self.facts.library.key(item).unwrap();
        let side = if key.side == crate::deck::Side::Reversed { "#r" } else { "" };
        format!("{}{side}", key.card)
    }
}

#[expect(clippy::panic, reason = "tests")]
fn panic_at(query: &str, error: &QueryError) -> ! {
    panic!("{}\n{}", error.message, error.pointed(query))
}
