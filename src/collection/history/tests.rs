//! The fast reader against a slow one that goes event by event, and against a
//! cache file that is not what it should be.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that can't go on has failed"
)]

use std::collections::HashSet;
use std::path::Path;

use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::deck::{Side, Sources};
use crate::store::generate::{DAY_MS, moment, review};
use crate::store::{Durability, EventBody, FILE, Options, Setting};

const DAY: i32 = 20_600;
const CARDS: usize = 7;

struct Desk {
    folder: tempfile::TempDir,
    store: Option<Store>,
    /// Milliseconds into the first day.
    now: i64,
    rng: ChaCha8Rng,
}

/// Cards 0 to 6 of a deck; card 5 is in no deck, card 6 goes on as card 4.
fn library(folder: &Path) -> Library {
    let cards: Vec<String> =
        (0..5).map(|n| format!("Typed(id: \"c{n}\", ask: \"{n}?\", accept: [\"a\"]),")).collect();
    let text = format!("Deck(format: 1, id: \"a\", title: \"a\", cards: [{}])", cards.concat());
    std::fs::write(folder.join("a.ron"), text).unwrap();
    let folders = vec![folder.to_owned()];
    let sources = Sources { builtin: false, folders, index_file: None, good_dir: None };
    Library::open(&sources, &AtomicBool::new(false))
}

fn name(card: usize) -> ItemKey {
    ItemKey { deck: "a".to_owned(), card: format!("c{card}"), side: Side::Forward }
}

impl Desk {
    fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rng = ChaCha8Rng::seed_from_u64(seed);
        let mut desk = Self { folder, store: None, now: 0, rng };
        desk.open();
        desk
    }

    fn open(&mut self) {
        let options =
            Options { durability: Durability::None, ..Options::new(0, self.rng.random()) };
        self.store = Some(Store::open(self.folder.path(), &options).unwrap());
    }

    fn close(&mut self) {
        self.store = None;
    }

    fn store(&mut self) -> &mut Store {
        self.store.as_mut().unwrap()
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("cache/reviews.history")
    }

    fn moment(&mut self) -> crate::store::Moment {
        self.now += self.rng.random_range(0..DAY_MS / 2);
        moment(DAY + i32::try_from(self.now / DAY_MS).unwrap(), self.now % DAY_MS)
    }

    fn answer(&mut self, card: usize) {
        let at = self.moment();
        let state = self.store().state(&name(card)).unwrap();
        let body = EventBody::Review(name(card), Box::new(review(&state, at, &mut self.rng)));
        let picked: Vec<String> =
            (0..3).filter(|_| self.rng.random_bool(0.3)).map(|n| format!("{card} ü{n}")).collect();
        self.store().commit_picked(at, &[body], None, &picked).unwrap();
    }

    /// One of the things that learners do.
    fn step(&mut self) {
        let at = self.moment();
        let card = self.rng.random_range(0..CARDS);
        match self.rng.random_range(0..20) {
            0..3 => drop(self.store().undo(at, None).unwrap()),
            3..5 => drop(self.store().redo(at).unwrap()),
            5 => {
                let forget = EventBody::Set(name(card), Setting::Forget);
                drop(self.store().commit(at, &[forget]).unwrap());
            }
            6 => {
                let mut weights = fsrs::DEFAULT_PARAMETERS;
                weights[20] = self.rng.random_range(0.1..0.8);
                self.store().add_params(at.at_ms, &weights).unwrap();
            }
            7 => {
                let state = self.store().state(&name(card)).unwrap();
                let own = review(&state, at, &mut self.rng);
                let last = self.store().last().unwrap();
                // It is of another card, and so what: the log takes it.
                if let Some(last) = last {
                    let _ = self.store().overrule(at, last.id, own);
                }
            }
            _ => self.answer(card),
        }
    }

    fn source(&self, top_up: usize) -> HistorySource {
        HistorySource {
            dir: self.folder.path().to_owned(),
            file: Some(self.file()),
            now_ms: 0,
            library: Arc::new(library(self.folder.path())),
            renamed: HashMap::from([(name(6), 4)]),
            top_up,
        }
    }

    fn read(&self, top_up: usize) -> History {
        self.source(top_up).read(&AtomicBool::new(false)).unwrap()
    }

    /// Event by event, as plainly as can be.
    fn slow(&self) -> History {
        let source = self.source(0);
        let store = Store::open_to_read(self.folder.path(), &Options::new(0, 0)).unwrap();
        let undone: HashSet<_> = store.undone().unwrap().into_iter().collect();
        let models: Vec<Model> = store.all_params().unwrap().iter().map(Model::new).collect();
        let log = store.snapshot().unwrap();
        let rows: HashMap<ItemKey, i64> =
            log.items(0).unwrap().into_iter().map(|(row, name)| (name, row)).collect();
        let options = log.picked(0).unwrap();
        let mut previous: HashMap<ItemKey, u32> = HashMap::new();
        let (mut answers, mut picked, mut texts) = (Vec::new(), Vec::new(), Vec::new());
        for (seq, event) in (1_i64..).zip(store.events()) {
            let event = event.unwrap();
            let EventBody::Review(key, review) = event.body else { continue };
            if undone.contains(&event.id) {
                continue;
            }
            for (_, text) in options.iter().filter(|(of, _)| *of == seq) {
                picked.push((answers.len(), text.clone()));
                texts.push(text.clone());
            }
            let previous = previous.entry(key.clone()).or_default();
            #[expect(clippy::cast_possible_truncation, reason = "as the fast reader has it")]
            let recall = review.before.map_or(f32::NAN, |before| {
                models[review.params as usize].retrievability(before, review.elapsed_days) as f32
            });
            answers.push(Answered {
                at_ms: event.moment.at_ms,
                item: source.place(&key),
                card: u32::try_from(rows[&key]).unwrap(),
                day: event.moment.day,
                latency_ms: review.evidence.latency_ms,
                elapsed_days: review.elapsed_days,
                previous_days: if review.before.is_some() { *previous } else { 0 },
                interval_days: review.interval_days,
                recall,
                zone_min: event.moment.zone_min,
                kind: review.evidence.kind,
                rating: review.grade.rating,
                confidence: review.evidence.confidence,
                is_right: review.evidence.recalled(),
                is_first: review.before.is_none(),
                phase: review.phase,
            });
            *previous = review.interval_days;
        }
        let picked = (0..)
            .zip(picked)
            .map(|(option, (answer, _))| Picked { answer: u32::try_from(answer).unwrap(), option });
        History::new(answers).with_picked(picked.collect(), texts)
    }

    fn check(&self, top_up: usize) {
        assert_same(&self.read(top_up), &self.slow());
    }
}

/// The same, a first answer's recall being no number in both.
fn assert_same(fast: &History, slow: &History) {
    assert_eq!(fast.answers().len(), slow.answers().len());
    for (fast, slow) in fast.answers().iter().zip(slow.answers()) {
        assert_eq!(fast.recall.to_bits(), slow.recall.to_bits(), "{fast:?}");
        let plain = |answered: &Answered| Answered { recall: 0.0, ..*answered };
        assert_eq!(plain(fast), plain(slow));
    }
    let picked = |history: &History| -> Vec<(u32, String)> {
        let picked = history.picked().iter();
        picked.map(|pick| (pick.answer, history.option(pick.option).to_owned())).collect()
    };
    assert_eq!(picked(fast), picked(slow));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_fast_reader_says_what_the_slow_one_says(
        seed in any::<u64>(),
        rounds in proptest::collection::vec((1..12_usize, 0..6_usize), 1..8),
    ) {
        let mut desk = Desk::new(seed);
        for (steps, top_up) in rounds {
            for _ in 0..steps {
                desk.step();
            }
            desk.check(top_up);
        }
    }
}

#[test]
fn many_blocks_are_read_ahead() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { durability: Durability::None, ..Options::new(0, 1) };
    let mut store = Store::open(folder.path(), &options).unwrap();
    let plan = crate::store::generate::Plan {
        items: 500,
        decks: 3,
        reviews: u32::try_from(9 * file::BLOCK + 77).unwrap(),
        days: 400,
        last_day: DAY,
        seed: 4,
        picks: true,
    };
    crate::store::generate::fill(&mut store, &plan).unwrap();
    let desk = Desk { folder, store: Some(store), now: 0, rng: ChaCha8Rng::seed_from_u64(1) };
    desk.check(TOP_UP);
    let kept = Kept::open(&desk.file()).unwrap();
    assert_eq!(kept.head.records, plan.reviews);
    desk.check(TOP_UP);
}

#[test]
fn the_file_is_written_when_there_is_much_to_add() {
    let mut desk = Desk::new(3);
    (0..4).for_each(|card| desk.answer(card));
    desk.check(4);
    assert!(!desk.file().exists(), "four are read from the log at once");
    desk.answer(5);
    desk.check(4);
    assert_eq!(Kept::open(&desk.file()).unwrap().head.records, 5);
    let before = std::fs::read(desk.file()).unwrap();
    (0..4).for_each(|card| desk.answer(card));
    desk.check(4);
    assert!(std::fs::read(desk.file()).unwrap() == before, "it need not be written again");
    desk.answer(6);
    desk.check(4);
    assert_eq!(Kept::open(&desk.file()).unwrap().head.records, 10);
}

#[test]
fn an_old_answer_that_is_undone_counts_no_more() {
    let mut desk = Desk::new(5);
    (0..3).for_each(|_| desk.answer(1));
    desk.check(0);
    let at = desk.moment();
    desk.store().undo(at, None).unwrap().unwrap();
    desk.store().undo(at, None).unwrap().unwrap();
    desk.check(100);
    assert_eq!(desk.read(100).answers().len(), 1);
    desk.answer(1);
    desk.check(100);
    assert_eq!(Kept::open(&desk.file()).unwrap().head.records, 3, "undone ones are kept too");
}

#[test]
fn a_file_that_is_not_whole_is_made_again() {
    let mut desk = Desk::new(9);
    (0..40).for_each(|_| desk.step());
    desk.check(0);
    let good = std::fs::read(desk.file()).unwrap();
    let spoil = |what: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        what(&mut bytes);
        std::fs::write(desk.file(), bytes).unwrap();
        desk.check(0);
        assert!(std::fs::read(desk.file()).unwrap() == good, "it was made again");
    };
    for at in 0..good.len() {
        // Every byte of the head, and some of the rest.
        if at < 200 || at % 37 == 0 {
            spoil(&|bytes| bytes[at] ^= 1 << (at % 8));
        }
    }
    for length in [0, 7, 8, 12, 35, 36, 60, good.len() / 2, good.len() - 1] {
        spoil(&|bytes| bytes.truncate(length));
    }
    spoil(&|bytes| bytes.push(0));
    spoil(&|bytes| *bytes = b"SQLite format 3\0".repeat(40));
    // An older layout, all sums right.
    spoil(&|bytes| bytes[8] = 0);
    std::fs::remove_file(desk.file()).unwrap();
    desk.check(0);
    // No folder may be made where a file is: nothing is kept, and nobody told.
    std::fs::remove_dir_all(desk.folder.path().join("cache")).unwrap();
    std::fs::write(desk.folder.path().join("cache"), "a file").unwrap();
    desk.check(0);
}

#[test]
fn another_log_has_a_file_of_its_own() {
    let mut desk = Desk::new(11);
    let mut other = Desk::new(12);
    for card in 0..6 {
        desk.answer(card);
        other.answer(card);
    }
    desk.check(0);
    // The log of another machine, just as long.
    desk.close();
    other.close();
    let progress = |desk: &Desk| desk.folder.path().join(FILE);
    let backup = std::fs::read(progress(&desk)).unwrap();
    std::fs::copy(progress(&other), progress(&desk)).unwrap();
    assert_ne!(other.slow().answers()[3].at_ms, {
        let kept = Kept::open(&desk.file()).unwrap();
        let mut at_ms = Vec::new();
        kept.read(|_, record| {
            at_ms.push(record.answered.at_ms);
            Some(())
        });
        at_ms[3]
    });
    desk.check(0);
    // Its own log again, which has gone on meanwhile and is put back then.
    std::fs::write(progress(&desk), &backup).unwrap();
    desk.open();
    (0..6).for_each(|card| desk.answer(card));
    desk.check(0);
    desk.close();
    std::fs::write(progress(&desk), &backup).unwrap();
    desk.check(0);
    assert_eq!(desk.read(0).answers().len(), 6);
    desk.open();
    (0..6).for_each(|card| desk.answer(5 - card));
    desk.check(0);
}

#[test]
fn who_cancels_gets_no_file() {
    let mut desk = Desk::new(13);
    (0..6).for_each(|card| desk.answer(card));
    let (_, upkeep) = desk.source(0).load(&AtomicBool::new(true)).unwrap();
    assert!(!upkeep.is_due());
}
