//! What comes from outside is damaged on purpose: deck texts and packs. A few
//! thousand times with every run of the tests; for as long as
//! `HIPPOCACHE_FUZZ_SECS` says when that is set, with the count printed.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests: what goes wrong shall fail"
)]

mod promises;

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use hippocache::deck::Area;
use rand::{Rng, RngExt as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Runs `once` again and again; gives how often.
fn run(name: &str, few: u64, mut once: impl FnMut(&mut ChaCha8Rng)) {
    let secs = std::env::var("HIPPOCACHE_FUZZ_SECS").ok().and_then(|secs| secs.parse().ok());
    let began = Instant::now();
    let mut count = 0_u64;
    loop {
        // Each round can be had again by its number.
        let mut rng = ChaCha8Rng::seed_from_u64(count);
        once(&mut rng);
        count += 1;
        let is_done = match secs {
            Some(secs) => began.elapsed() >= Duration::from_secs(secs),
            None => count >= few,
        };
        if is_done {
            break;
        }
    }
    println!("{name}: {count} executions in {} s", began.elapsed().as_secs());
}

/// Pieces that mean something in a deck.
const PIECES: [&str; 34] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\\",
    "r#\"",
    "\"#",
    "//",
    "/*",
    "*/",
    "\n",
    "\r\n",
    "\0",
    "\u{FEFF}",
    "#![enable(implicit_some)]",
    "Choice(",
    "Flip(",
    "cards: [",
    "id: ",
    "Some(",
    "{{",
    "}}",
    "::",
    "![](a.png)",
    "9999999999999999999999",
    "\u{202E}",
    "é",
    "was: [",
    "Deck(",
];

fn damaged(bytes: &mut Vec<u8>, pieces: &[&[u8]], rng: &mut impl Rng) {
    for _ in 0..rng.random_range(1..8) {
        let at = rng.random_range(0..=bytes.len());
        match rng.random_range(0..6) {
            0 if at < bytes.len() => bytes[at] = rng.random(),
            1 => {
                let piece = pieces[rng.random_range(0..pieces.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            2 => {
                let end = (at + rng.random_range(0..60)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let end = (at + rng.random_range(0..200)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                let to = rng.random_range(0..=bytes.len());
                bytes.splice(to..to, copy);
            }
            4 => bytes.truncate(at),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << rng.random_range(0..8);
                }
            }
        }
    }
}

#[test]
fn no_deck_text_brings_reader_or_editor_down() {
    let seeds = [
        include_str!("../fixtures/every-kind.ron").to_owned(),
        include_str!("../../decks/redis.ron").chars().take(6_000).collect(),
        hippocache::author::template("a", "A", &Area::Database),
    ];
    let pieces: Vec<&[u8]> = PIECES.iter().map(|piece| piece.as_bytes()).collect();
    run("deck", 1_500, |rng| {
        let mut bytes = seeds[rng.random_range(0..seeds.len())].clone().into_bytes();
        damaged(&mut bytes, &pieces, rng);
        promises::a_deck_is_read_and_edited(
            &String::from_utf8_lossy(&bytes),
            rng.random_range(0..1_000),
        );
    });
}

#[test]
fn no_query_brings_its_reader_down() {
    let seeds = [
        "deck:redis tag:locks is:due prop:s>30 rated:7:1 flag:red \"text\" -is:suspended",
        "(kind:flip or kind:choice) -(deck:\"a b*\" level:none) \\* id:x/y*",
        "prop:r<=80% prop:due=-1 introduced:30 area:database point:keys",
    ];
    let pieces: Vec<&[u8]> = [
        "(", ")", "-", "or", "and", "\"", "\\", ":", "*", "prop:", "is:", "é", " ", ">", "=", "%",
        "9e9",
    ]
    .iter()
    .map(|piece| piece.as_bytes())
    .collect();
    run("query", 20_000, |rng| {
        let mut bytes = seeds[rng.random_range(0..seeds.len())].as_bytes().to_vec();
        damaged(&mut bytes, &pieces, rng);
        let text = String::from_utf8_lossy(&bytes);
        promises::a_query_is_read_or_refused(&text, rng.random_range(0..=text.len()));
    });
}

#[test]
fn no_pack_gets_out_of_its_folder() {
    let deck = include_bytes!("../fixtures/every-kind.ron");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in [("deck.ron", &deck[..]), ("images/a.png", b"picture"), ("b.svg", b"")] {
        zip.start_file(name, options).expect("it begins");
        zip.write_all(bytes).expect("it is written");
    }
    let seed = zip.finish().expect("it ends").into_inner();
    let pieces: [&[u8]; 9] = [
        b"../",
        b"..\\",
        b"/",
        b"C:",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"PK\x06\x06",
        b"\xff\xff\xff\xff",
        b"images/a.png",
    ];
    run("pack", 3_000, |rng| {
        let mut bytes = seed.clone();
        damaged(&mut bytes, &pieces, rng);
        promises::a_pack_stays_inside(&bytes);
    });
}

/// Bytes changed at random seldom get past a zip's checksums: whole zips of
/// names that want out do.
#[test]
fn no_pack_of_hostile_names_gets_out_of_its_folder() {
    const NAMES: [&str; 18] = [
        "deck.ron",
        "Deck.ron",
        "images/a.png",
        "IMAGES/A.PNG",
        "a.png",
        "..",
        "../",
        "/",
        "\\",
        "C:",
        "con",
        "nul.png",
        " ",
        ".",
        "é",
        "e\u{301}",
        "\u{0}",
        "very-long-",
    ];
    let deck = include_bytes!("../fixtures/every-kind.ron");
    let (mut taken, mut refused) = (0, 0);
    run("hostile pack", 2_000, |rng| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        for at in 0..rng.random_range(1..5) {
            let count = rng.random_range(1..4);
            let parts: Vec<&str> =
                (0..count).map(|_| NAMES[rng.random_range(0..NAMES.len())]).collect();
            let name = if at == 0 && rng.random_bool(0.7) {
                "deck.ron".to_owned()
            } else {
                parts.join(if rng.random_bool(0.5) { "/" } else { "" })
            };
            // The writer itself refuses some.
            let began = match rng.random_range(0..8) {
                0 => zip.add_symlink(name, "/etc/passwd", options),
                1 => zip.add_directory(name, options),
                _ => zip.start_file(name, options),
            };
            if began.is_ok() {
                let _ = zip.write_all(if at == 0 { &deck[..] } else { b"picture" });
            }
        }
        let Ok(bytes) = zip.finish() else { return };
        let bytes = bytes.into_inner();
        *if hippocache::exchange::unpack(&bytes).is_ok() { &mut taken } else { &mut refused } += 1;
        promises::a_pack_stays_inside(&bytes);
    });
    // Neither is all that happens, or nothing is shown.
    assert!(taken > 50 && refused > 50, "{taken} taken, {refused} refused");
}
