#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing setup should fail the test"
)]

use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::deck::{self, Kind, Library, Sources};
use crate::paths::Paths;

const DECK: &str = "#![enable(implicit_some)]\n// Mine.\nDeck(\n    format: 1,\n    id: \"net\",\n    \
                    title: \"Net\",\n    license: \"CC-BY-4.0\",\n    cards: [\n        Flip(id: \
                    \"a\", front: \"A? ![](images/a.png)\", back: \"b\"),\n    ],\n)\n";

struct Place {
    folder: tempfile::TempDir,
    paths: Paths,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::under(folder.path());
    Place { folder, paths }
}

fn library(paths: &Paths) -> Library {
    let sources = Sources { folders: vec![paths.decks.clone()], ..Sources::default() };
    Library::open(&sources, &AtomicBool::new(false))
}

/// A zip of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn with_deck(name: &str) -> Vec<u8> {
    zipped(&[("net.ron", DECK.as_bytes()), (name, b"x")])
}

/// Every file under a folder, with its content.
fn all(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_deck_goes_into_a_pack_and_comes_out_as_it_was() {
    let from = place();
    std::fs::create_dir_all(from.paths.decks.join("images")).unwrap();
    std::fs::write(from.paths.decks.join("net.ron"), DECK).unwrap();
    std::fs::write(from.paths.decks.join("images/a.png"), b"\x89PNG picture").unwrap();
    std::fs::write(from.paths.decks.join("images/other.png"), b"not shown").unwrap();
    let packed = pack(&library(&from.paths), 0).unwrap();
    assert_eq!(packed, pack(&library(&from.paths), 0).unwrap(), "the same deck, the same bytes");
    let file = from.folder.path().join("net.hippocache");
    std::fs::write(&file, &packed).unwrap();

    let to = place();
    let package = Package::open(&file).unwrap().remove(0);
    let preview = Preview::of(&package, &library(&to.paths));
    assert_eq!(preview.id.as_deref(), Some("net"));
    assert_eq!((preview.cards, preview.pictures), (1, 1));
    assert_eq!(
        (preview.kinds.clone(), preview.license.as_str()),
        (vec![(Kind::Flip, 1)], "CC-BY-4.0")
    );
    assert_eq!((preview.problems.len(), preview.replaces.clone()), (0, None));
    assert!(all(to.folder.path()).is_empty(), "looking writes nothing");
    let installed = install(&package, &library(&to.paths), &to.paths, false, 1).unwrap();
    let decks = all(&to.paths.decks);
    let names: Vec<&str> = decks.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["net/images/a.png", "net/net.ron"]);
    assert_eq!(std::fs::read_to_string(&installed.file).unwrap(), DECK);
    let library = library(&to.paths);
    assert_eq!((library.items().len(), library.faults()), (1, &[][..]));
}

#[test]
fn a_deck_of_ones_own_is_replaced_only_when_asked_and_kept_aside() {
    let to = place();
    std::fs::create_dir_all(&to.paths.decks).unwrap();
    let own = to.paths.decks.join("mine.ron");
    let text = DECK.replace(" ![](images/a.png)", "");
    std::fs::write(&own, &text).unwrap();
    let package =
        Package { name: "x.ron".into(), text: text.replace("A?", "B?"), pictures: Vec::new() };
    let before = all(to.folder.path());
    let preview = Preview::of(&package, &library(&to.paths));
    assert_eq!(preview.replaces.as_deref(), Some(own.as_path()));
    let refused = install(&package, &library(&to.paths), &to.paths, false, 7).unwrap_err();
    assert!(refused.to_string().contains("mine.ron"), "{refused}");
    assert_eq!(all(to.folder.path()), before);
    let installed = install(&package, &library(&to.paths), &to.paths, true, 7).unwrap();
    assert_eq!(installed.file, own);
    assert_eq!(std::fs::read_to_string(own).unwrap(), package.text);
    assert_eq!(std::fs::read_to_string(installed.before.unwrap()).unwrap(), text);
}

#[test]
fn hostile_names_are_refused() {
    for name in [
        "../evil.png",
        "a/../../evil.png",
        "/etc/evil.png",
        "C:evil.png",
        "C:\\evil.png",
        "a\\..\\evil.png",
        "\\\\host\\share\\evil.png",
        "a\0b.png",
        "a\nb.png",
        ".hidden/a.png",
        "images/.a.png",
        "con.png",
        "images/NUL.png",
        "COM1.png",
        "lpt9.x.png",
        "a/ /b.png",
        "images./a.png",
        "a?.png",
        "a/b/c/d/e/f/g/h/i/j.png",
        "file:///etc/passwd.png",
    ] {
        let refused = unpack(&with_deck(name)).unwrap_err();
        assert!(matches!(refused, Refusal::BadName { .. }), "{name:?}: {refused}");
    }
    let long = format!("{}.png", "a".repeat(300));
    assert!(matches!(unpack(&with_deck(&long)), Err(Refusal::BadName { .. })));
    for name in ["run.sh", "decks/b.ron", "proofs.txt", "index.html", "noextension"] {
        let refused = unpack(&with_deck(name)).unwrap_err();
        assert!(matches!(refused, Refusal::Stranger(_)), "{name:?}: {refused}");
    }
    assert!(unpack(&with_deck("images/ä b-c_d.PNG")).is_ok());
}

#[test]
fn names_that_are_one_on_some_systems_are_refused() {
    for (a, b) in [
        ("images/a.png", "images/A.png"),
        ("images/a.png", "IMAGES/a.png"),
        ("\u{e4}.png", "a\u{308}.png"),
        ("\u{1e9e}.png", "\u{df}.png"),
        ("a.png", "a.png/b.png"),
        ("\u{fb01}.png", "fi.png"),
    ] {
        let bytes = zipped(&[("net.ron", DECK.as_bytes()), (a, b"1"), (b, b"2")]);
        assert!(matches!(unpack(&bytes), Err(Refusal::SameName(..))), "{a:?} and {b:?}");
    }
}

#[test]
fn bombs_are_refused_while_they_unpack() {
    let zeroes = vec![0_u8; 40 << 20];
    let bomb = zipped(&[("net.ron", DECK.as_bytes()), ("a.png", &zeroes)]);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(unpack(&bomb), Err(Refusal::Bomb("a.png".into())));
    // Said to be small: what the pack says of its size is not believed.
    let mut lying = bomb;
    let size = u32::try_from(zeroes.len()).unwrap().to_le_bytes();
    let at: Vec<usize> = memchr::memmem::find_iter(&lying, &size).collect();
    assert!(!at.is_empty());
    for at in at {
        lying[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    assert!(unpack(&lying).is_err());
    // Many that are each small enough come to too much.
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default();
    let half: Vec<u8> =
        (0..1_000_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    zip.start_file("net.ron", stored).unwrap();
    zip.write_all(DECK.as_bytes()).unwrap();
    for n in 0..300 {
        zip.start_file(format!("{n}.png"), stored.compression_method(CompressionMethod::Deflated))
            .unwrap();
        // Seven eighths of nothing: a ratio that texts may have.
        zip.write_all(&half[..125_000]).unwrap();
        zip.write_all(&vec![0; 900_000]).unwrap();
    }
    let many = zip.finish().unwrap().into_inner();
    assert_eq!(unpack(&many), Err(Refusal::TooMuch));
}

#[test]
fn a_million_files_and_foreign_things_are_refused() {
    let mut entry = Vec::new();
    for _ in 0..3_000 {
        entry.extend(b"PK\x01\x02 and so on");
    }
    assert_eq!(unpack(&entry), Err(Refusal::TooManyFiles));
    let names: Vec<String> = (0..2_001).map(|n| format!("{n}.png")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    assert_eq!(unpack(&zipped(&files)), Err(Refusal::TooManyFiles));
    assert_eq!(unpack(&vec![b'P'; 65 << 20]), Err(Refusal::TooLarge));
    for bytes in [&b""[..], b"PK", b"PK\x05\x06", DECK.as_bytes()] {
        assert!(matches!(unpack(bytes), Err(Refusal::NoZip(_))));
    }
    assert_eq!(unpack(&zipped(&[("a.png", b"x")])), Err(Refusal::Decks(0)));
    let two = zipped(&[("a.ron", DECK.as_bytes()), ("b.ron", DECK.as_bytes())]);
    assert_eq!(unpack(&two), Err(Refusal::Decks(2)));
    assert_eq!(unpack(&zipped(&[("a.ron", b"\xff\xfe")])), Err(Refusal::NotText("a.ron".into())));
}

#[test]
fn links_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.start_file("net.ron", options).unwrap();
    zip.write_all(DECK.as_bytes()).unwrap();
    zip.add_symlink("a.png", "/etc/passwd", options).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(unpack(&bytes), Err(Refusal::NoFile("a.png".into())));
    // A device by its mode alone.
    let mut device = with_deck("b.png");
    let at = memchr::memmem::rfind(&device, b"PK\x01\x02").unwrap();
    device[at + 5] = 3;
    device[at + 38..at + 42].copy_from_slice(&(0o020_666_u32 << 16).to_le_bytes());
    assert_eq!(unpack(&device), Err(Refusal::NoFile("b.png".into())));
}

#[test]
fn a_refused_pack_writes_nothing() {
    let to = place();
    std::fs::create_dir_all(&to.paths.decks).unwrap();
    let file = to.folder.path().join("evil.hippocache");
    std::fs::write(&file, with_deck("../evil.png")).unwrap();
    let before = all(to.folder.path());
    let error = Package::open(&file).unwrap_err().to_string();
    assert!(error.contains("evil.hippocache") && error.contains("../evil.png"), "{error}");
    assert_eq!(all(to.folder.path()), before);
}

#[test]
fn a_folder_brings_its_decks_and_a_missing_picture_is_told() {
    let from = place();
    std::fs::create_dir_all(&from.paths.decks).unwrap();
    let plain = DECK.replace(" ![](images/a.png)", "");
    std::fs::write(from.paths.decks.join("a.ron"), &plain).unwrap();
    std::fs::write(from.paths.decks.join("b.ron"), plain.replace("\"net\"", "\"b\"")).unwrap();
    std::fs::write(from.paths.decks.join("notes.txt"), "no deck").unwrap();
    assert_eq!(Package::open(&from.paths.decks).unwrap().len(), 2);
    std::fs::write(from.paths.decks.join("c.ron"), DECK).unwrap();
    let error = Package::open(&from.paths.decks).unwrap_err().to_string();
    assert!(error.contains("images/a.png"), "{error}");
    let package = Package { name: "c.ron".into(), text: DECK.into(), pictures: Vec::new() };
    let preview = Preview::of(&package, &Library::default());
    assert!(preview.problems[0].contains("images/a.png"), "{:?}", preview.problems);
}

#[test]
fn every_kind_is_written_out_for_reading() {
    let text = include_str!("../../tests/fixtures/every-kind.ron");
    let parsed = deck::parse(text, Path::new("a.ron"));
    let head = parsed.head.unwrap();
    let (page, plain) = (html(&head, &parsed.cards), markdown(&head, &parsed.cards));
    for card in &parsed.cards {
        // Whatever is right stands in both.
        for line in card.answer_text(deck::Side::Forward).lines() {
            for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3) {
                assert!(page.contains(word), "{word} of {} in {page}", card.id);
                assert!(plain.contains(word), "{word} of {} in {plain}", card.id);
            }
        }
    }
    assert_eq!(page.matches("<article").count(), parsed.cards.len());
}

#[test]
fn what_looks_like_html_is_text_on_the_page() {
    let evil =
        "<script>alert(1)</script> <img src=x onerror=y> [a](javascript:alert) ![p](http://e/x)";
    let text = format!(
        "Deck(format: 1, id: \"d\", title: {t}, about: {t}, cards: [Choice(id: \"a\", ask: {t}, right: [({t}, {t})], \
         wrong: [\"w\"], why: {t}), Output(id: \"b\", code: (Python, {t}), prints: {t})])",
        t = deck::quoted(evil)
    );
    let parsed = deck::parse(&text, Path::new("a.ron"));
    assert_eq!(parsed.cards.len(), 2, "{:?}", parsed.faults);
    let head = parsed.head.unwrap();
    let page = html(&head, &parsed.cards);
    for bad in ["<script", "<img", "href=\"javascript"] {
        assert!(!page.contains(bad), "{bad} in {page}");
    }
    let plain = markdown(&head, &parsed.cards);
    let is_html = |event: pulldown_cmark::Event<'_>| match event {
        pulldown_cmark::Event::Html(text) | pulldown_cmark::Event::InlineHtml(text) => {
            (&*text != "<br>").then(|| text.to_string())
        }
        _ => None,
    };
    let found: Vec<String> = pulldown_cmark::Parser::new(&plain).filter_map(is_html).collect();
    assert!(found.is_empty(), "{found:?}");
}

proptest! {
    /// Whatever comes: no panic, and what is taken is within the fence.
    #[test]
    fn any_bytes_are_refused_or_within_the_fence(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = unpack(&bytes);
    }

    #[test]
    fn a_damaged_pack_is_refused_or_within_the_fence(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)
    ) {
        let mut bytes = with_deck("images/a.png");
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(package) = unpack(&bytes) {
            for (name, _) in package.pictures {
                prop_assert!(!name.contains("..") && !name.starts_with('/'), "{name}");
            }
        }
    }
}
