//! A process killed at any moment loses no acknowledged answer.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failing setup should fail the test")]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::time::{Duration, Instant};

use common::Home;
use rand::{RngExt, SeedableRng};
use serde_json::Value;

const KILLS: usize = 200;

#[test]
fn an_acknowledged_answer_survives_sigkill() {
    let home = Home::new();
    home.deck("many.ron", &deck(40));
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(20);
    // However fast or busy the machine is: from before it is open to some
    // answers later.
    let longest = 2 * first_answer(&home);
    let mut acknowledged = Vec::new();
    for _ in 0..KILLS {
        let mut child =
            home.spawn(&["study", "--terminal", "--json", "--deck", "many", "--limit", "400"]);
        let mut stdin = child.stdin.take().unwrap();
        let feeder = std::thread::spawn(move || {
            // Answers and goes on until the pipe breaks.
            while stdin.write_all(b"nope\n\n").is_ok() {}
        });
        let stdout = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let mut saved = Vec::new();
            for line in BufReader::new(stdout).lines() {
                let Ok(line) = line else { break };
                // The last line may be cut off by the kill: not acknowledged.
                let Ok(event) = serde_json::from_str::<Value>(&line) else { break };
                if event["event"] == "saved" {
                    saved.push(event["review"].as_str().unwrap().to_owned());
                }
            }
            saved
        });
        std::thread::sleep(longest.mul_f64(rng.random()));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(reader.join().unwrap());
        feeder.join().unwrap();
    }
    assert!(acknowledged.len() > KILLS, "the test must answer to prove anything");
    let found = logged(&home);
    for review in &acknowledged {
        assert!(found.contains(review), "{review} was acknowledged and is gone");
    }
    assert_eq!(home.json(&["verify", "--json"])["proven"], true);
}

/// How long it takes from the start until the first answer is on disk.
fn first_answer(home: &Home) -> Duration {
    let began = Instant::now();
    let mut child = home.spawn(&["study", "--terminal", "--json", "--deck", "many"]);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"nope\n\n").unwrap();
    let stdout = child.stdout.take().unwrap();
    let is_saved = |line: &String| line.contains("\"saved\"");
    assert!(BufReader::new(stdout).lines().map_while(Result::ok).any(|line| is_saved(&line)));
    let elapsed = began.elapsed();
    child.kill().unwrap();
    child.wait().unwrap();
    elapsed
}

fn logged(home: &Home) -> std::collections::HashSet<String> {
    let file = home.path().join("data").join(hippocache::store::FILE);
    let store = rusqlite::Connection::open(file).unwrap();
    let mut query = store.prepare("SELECT id FROM log").unwrap();
    let ids = query.query_map([], |row| row.get::<_, [u8; 16]>(0)).unwrap();
    ids.map(|id| uuid::Uuid::from_bytes(id.unwrap()).to_string()).collect()
}

fn deck(cards: usize) -> String {
    let cards: Vec<String> = (0..cards)
        .map(|n| format!("Typed(id: \"c{n}\", ask: \"Say {n}\", accept: [\"{n}\"]),\n"))
        .collect();
    format!("Deck(format: 1, id: \"many\", title: \"Many\", cards: [\n{}])", cards.concat())
}
