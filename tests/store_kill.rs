//! An answer that was acknowledged survives SIGKILL at any moment.
//!
//! The test starts itself again as a learner who answers without end and
//! prints each id once the commit has returned, kills it, and looks for every
//! printed id in the log.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use hippocache::store::generate::{self, item_key, moment};
use hippocache::store::{EventBody, Options, Setting, Store, StoreError, backup};
use rand::RngExt;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use uuid::Uuid;

const KILLS: u64 = 20;
const DAY: i32 = 20_600;
const DIR: &str = "HIPPOCACHE_TEST_DIR";
const SEED: &str = "HIPPOCACHE_TEST_SEED";

fn open(dir: &Path, entropy: u64) -> Result<Store, StoreError> {
    Store::open(dir, &Options::new(moment(DAY, 0).at_ms, entropy))
}

/// The learner: alone, as an ordinary test, it has nothing to do.
#[test]
fn answers_without_end() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let seed = std::env::var(SEED).unwrap().parse().unwrap();
    let mut rng = ChaCha12Rng::seed_from_u64(seed);
    let mut store = open(Path::new(&dir), seed).unwrap();
    let start = store.last_at_ms().unwrap().unwrap_or(moment(DAY, 0).at_ms);
    for n in 1.. {
        let mut at = moment(DAY, 0);
        at.at_ms = start + n;
        let key = item_key(rng.random_range(0..50), 5);
        let id = match rng.random_range(0..20) {
            0 => store.undo(at, None).unwrap().map(|undone| undone.event.id),
            1 => store.redo(at).unwrap().map(|redone| redone.event.id),
            2 => {
                backup::run(Path::new(&dir), at.at_ms, &mut |_, _| ControlFlow::Continue(()))
                    .unwrap();
                None
            }
            3 => {
                let body = EventBody::Set(key, Setting::Flag(1));
                store.commit(at, &[body]).unwrap().first().map(|event| event.id)
            }
            _ => {
                let review = generate::review(&store.state(&key).unwrap(), at, &mut rng);
                let body = EventBody::Review(key, Box::new(review));
                store.commit(at, &[body]).unwrap().first().map(|event| event.id)
            }
        };
        if let Some(id) = id {
            println!("saved {id}");
            std::io::stdout().flush().unwrap();
        }
    }
}

#[test]
fn what_was_acknowledged_survives_being_killed() {
    let dir = tempfile::tempdir().unwrap();
    let mut rng = ChaCha12Rng::seed_from_u64(42);
    let mut acknowledged = HashSet::new();
    for seed in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["answers_without_end", "--exact", "--nocapture"])
            .env(DIR, dir.path())
            .env(SEED, seed.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let id_of = |line: &str| {
            line.split_once("saved ").and_then(|(_, id)| Uuid::parse_str(id.trim()).ok())
        };
        // Alive and answering; a child that failed has no such line.
        let first = lines.by_ref().map_while(Result::ok).find_map(|line| id_of(&line));
        acknowledged.insert(first.unwrap());
        std::thread::sleep(Duration::from_micros(rng.random_range(0..150_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        // What the child wrote before it died is still in the pipe.
        acknowledged.extend(lines.map_while(Result::ok).filter_map(|line| id_of(&line)));

        // A killed holder leaves no lock behind.
        let store = open(dir.path(), 1000 + seed).unwrap();
        let logged: HashSet<Uuid> = store.events().map(|event| event.unwrap().id).collect();
        let lost: Vec<_> = acknowledged.difference(&logged).collect();
        assert!(lost.is_empty(), "kill {seed}: {lost:?}");
        let report = store.verify(&mut |_, _| ControlFlow::Continue(())).unwrap();
        assert!(report.is_good(), "kill {seed}: {report:?}");
        for made in backup::list(dir.path()).unwrap() {
            backup::check(&made.path).unwrap();
        }
    }
    assert!(acknowledged.len() > 50, "only {} answers", acknowledged.len());
}
