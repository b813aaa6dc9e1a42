//! The library on real files: what is opened, remembered, replaced, refused.
#![expect(clippy::unwrap_used, reason = "a failed test may stop")]

mod reload;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::builtin::Embedded;
use super::index::{self, Entry, Index, Stamp};
use super::*;
use crate::deck::{Body, DeckError, FaultCode};

const BUILT_IN: [Embedded; 4] = [
    Embedded { name: "README.md", bytes: b"# Decks" },
    Embedded {
        name: "redis.ron",
        bytes: b"Deck(format: 1, id: \"redis\", title: \"Built-in Redis\", cards: [\
            Flip(id: \"a\", front: \"f\", back: \"b\", tags: [\"keys\"])])",
    },
    Embedded {
        name: "sql/sql.ron",
        bytes: b"Deck(format: 1, id: \"sql\", title: \"SQL\", cards: [\
            Flip(id: \"a\", front: \"![x](img/x.png)\", back: \"b\")])",
    },
    Embedded { name: "sql/x.png", bytes: b"png" },
];

struct Place {
    home: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn sources(&self) -> Sources {
        Sources {
            builtin: true,
            folders: vec![self.path("decks")],
            index_file: Some(self.path("cache/decks.index")),
            good_dir: Some(self.path("cache/good")),
        }
    }

    fn open(&self) -> Library {
        Library::open_with(BUILT_IN.to_vec(), &self.sources(), &AtomicBool::new(false))
    }

    fn index(&self) -> PathBuf {
        self.path("cache/decks.index")
    }
}

/// Makes a file old enough for the index to be trusted.
fn age(file: &Path) {
    let past = SystemTime::now() - Duration::from_hours(1);
    File::options().append(true).open(file).unwrap().set_modified(past).unwrap();
}

fn deck(id: &str, title: &str, cards: &str) -> String {
    format!("Deck(format: 1, id: \"{id}\", title: \"{title}\", cards: [\n{cards}\n])\n")
}

fn titles(library: &Library) -> Vec<&str> {
    library.decks().iter().map(|deck| deck.head.title.as_str()).collect()
}

fn codes(library: &Library) -> Vec<FaultCode> {
    library.faults().iter().map(|fault| fault.code).collect()
}

#[test]
fn built_in_and_own_decks_with_their_items() {
    let place = Place::new();
    place.write(
        "decks/own.ron",
        &deck(
            "own",
            "Own",
            "Flip(id: \"two\", front: \"f\", back: \"b\", reversed: true, tags: [\"x\", \"y\", \"x\"]),\n\
             Cloze(id: \"one\", text: \"{{a}}\", tags: [\"y\"], group: \"g\", level: 3),\n\
             Cloze(text: \"{{b}}\", group: \"g\"),",
        ),
    );
    place.write("decks/folder/deeper.ron", &deck("deeper", "Deeper", ""));
    place.write("decks/folder/too/deep.ron", &deck("too-deep", "Too deep", ""));
    place.write("decks/.hidden.ron", "(");
    place.write("decks/notes.txt", "(");
    let library = place.open();

    assert_eq!(titles(&library), ["Built-in Redis", "SQL", "Deeper", "Own"]);
    assert_eq!(codes(&library), []);
    let own = library.deck("own").unwrap();
    assert_eq!((own.items.clone(), own.cards, own.faults), (2..6, 3, 0));
    assert_eq!(own.origin, Origin::File(place.path("decks/own.ron")));
    assert!(!own.replaces_builtin);
    let tags: Vec<_> = own.tags.iter().map(|&(tag, n)| (library.tag_name(tag), n)).collect();
    assert_eq!(tags, [("x", 2), ("y", 3)]);

    let keys: Vec<String> = (2..6).map(|item| library.key(item).unwrap().to_string()).collect();
    assert_eq!(keys[..3], ["own/two", "own/two#reversed", "own/one"]);
    assert!(keys[3].starts_with("own/~"));
    for item in 0..library.items().len() {
        assert_eq!(library.find(&library.key(item).unwrap()), Some(item));
    }
    assert_eq!(library.find_str("own/two#reversed"), Some(3));
    assert_eq!(library.find_str("own/one#reversed"), None);
    assert_eq!(library.find_str("sql/two"), None);
    assert_eq!(library.find_str("nonsense"), None);
    assert_eq!(library.key(6), None);

    assert!(library.siblings(2, 3) && library.siblings(4, 5));
    assert!(!library.siblings(3, 4) && !library.siblings(0, 1) && !library.siblings(5, 6));
    let item = library.items()[4];
    assert_eq!((item.level, item.kind, item.card), (3, Kind::Cloze, 1));
    assert_eq!(library.tags(4), [library.tag("y").unwrap()]);
    assert_eq!(library.tags(99), [0_u32; 0]);
}

#[test]
fn cards_are_read_from_their_files_when_asked_for() {
    let place = Place::new();
    let cards = "Flip(id: \"é\", front: \"\", back: \"\"),\n\
                 // Ünïcode before the card\n\
                 Flip(id: \"one\", front: \"日本\", back: \"b\"),\n\
                 Flip(front: \"no id\", back: \"b\"),";
    let file = place.write("decks/own.ron", &format!("\u{FEFF}{}", deck("own", "Own", cards)));
    let library = place.open();
    let front = |item| match library.card(item).unwrap().body {
        Body::Flip { front, .. } => front,
        other => unreachable!("{other:?}"),
    };
    assert_eq!((front(0), front(2), front(3)), ("f".into(), "日本".into(), "no id".into()));
    assert_eq!(library.card(3).unwrap().id, library.card_id(3));
    let (text, span) = library.card_text(2).unwrap();
    assert_eq!(text, "Flip(id: \"one\", front: \"日本\", back: \"b\")");
    assert_eq!(&fs::read_to_string(&file).unwrap()[span], text);
    assert!(matches!(library.card(99), Err(DeckError::NoSuchItem(99))));

    // Another text of the same length, a shorter file, no file.
    let before = fs::read_to_string(&file).unwrap();
    fs::write(&file, before.replace("日本", "本日")).unwrap();
    assert!(matches!(library.card(2), Err(DeckError::Changed { .. })));
    assert!(library.card(3).is_ok());
    fs::write(&file, "Deck").unwrap();
    assert!(matches!(library.card(2), Err(DeckError::Changed { .. })));
    fs::remove_file(&file).unwrap();
    let error = library.card(2).unwrap_err();
    assert!(matches!(error, DeckError::Unreadable { .. }));
    assert!(error.to_string().contains("own.ron"), "{error}");
}

#[test]
fn an_own_deck_replaces_the_built_in_one_and_a_second_own_one_is_a_fault() {
    let place = Place::new();
    place.write("decks/b.ron", &deck("redis", "Mine", ""));
    place.write("decks/c.ron", &deck("redis", "Second", ""));
    place.write("other/a.ron", &deck("redis", "Third", ""));
    let mut sources = place.sources();
    // The same folder twice is no duplicate.
    sources.folders = vec![place.path("decks"), place.path("other"), place.path("decks/../other")];
    let library = Library::open_with(BUILT_IN.to_vec(), &sources, &AtomicBool::new(false));
    assert_eq!(titles(&library), ["SQL", "Mine"]);
    assert!(library.deck("redis").unwrap().replaces_builtin);
    assert_eq!(codes(&library), [FaultCode::DuplicateDeck, FaultCode::DuplicateDeck]);
    let files: Vec<_> = library.faults().iter().map(|f| f.file.clone()).collect();
    assert_eq!(files, [place.path("decks/c.ron"), place.path("other/a.ron")]);
}

#[test]
fn files_that_cannot_be_read_cost_only_themselves() {
    let place = Place::new();
    place.write("decks/good.ron", &deck("good", "Good", ""));
    place.write("decks/empty.ron", "");
    fs::write(place.path("decks/latin.ron"), b"Deck(\n  title: \"caf\xE9\")").unwrap();
    fs::write(place.path("decks/utf16.ron"), b"\xFF\xFED\0e\0").unwrap();
    let large = File::create(place.path("decks/large.ron")).unwrap();
    large.set_len((64 << 20) + 1).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", place.path("decks/lost.ron")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/dev/null", place.path("decks/null.ron")).unwrap();
    let library = place.open();
    assert_eq!(titles(&library), ["Built-in Redis", "SQL", "Good"]);
    let found: Vec<_> = library
        .faults()
        .iter()
        .map(|f| (f.file.file_name().unwrap().to_str().unwrap(), f.code, f.line, f.col))
        .collect();
    let expected = [
        ("empty.ron", FaultCode::EmptyFile, 1, 1),
        ("large.ron", FaultCode::FileTooLarge, 0, 0),
        ("latin.ron", FaultCode::NotUtf8, 2, 14),
        #[cfg(unix)]
        ("lost.ron", FaultCode::NotFound, 0, 0),
        #[cfg(unix)]
        ("null.ron", FaultCode::NotAFile, 0, 0),
        ("utf16.ron", FaultCode::NotUtf8, 1, 1),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        library.faults().last().unwrap().help.as_deref(),
        Some("it looks like UTF-16: save it as UTF-8")
    );

    let nowhere = Sources { folders: vec![place.path("missing")], ..Sources::default() };
    let library = Library::open(&nowhere, &AtomicBool::new(false));
    assert!(library.decks().is_empty() && library.faults().is_empty());
    let file = Sources { folders: vec![place.path("decks/good.ron")], ..Sources::default() };
    let library = Library::open(&file, &AtomicBool::new(false));
    assert_eq!(codes(&library), [FaultCode::Unreadable]);
}

/// Puts a mark on what the index says of a file, as no parsing would.
fn mark_index(place: &Place, file: &Path) {
    let mut index = Index::read(&place.index());
    let mut entries: Vec<Entry> = Vec::new();
    for path in ["redis.ron", "sql/sql.ron"] {
        let deck = BUILT_IN.iter().find(|deck| deck.name == path).unwrap();
        entries.extend(index.take(&Stamp::of_builtin(deck)));
    }
    entries.extend(index.take(&Stamp::of_file(file).unwrap()));
    assert!(index.is_empty());
    assert_eq!(entries.len(), 3);
    for entry in &mut entries {
        entry.digest.head.as_mut().unwrap().title.push_str(" from the index");
    }
    index::write(&place.index(), entries.iter()).unwrap();
}

#[test]
fn unchanged_decks_come_from_the_index() {
    let place = Place::new();
    let file = place
        .write("decks/own.ron", &deck("own", "Own", "Flip(id: \"a\", front: \"f\", back: \"b\")"));
    age(&file);
    let first = place.open();
    mark_index(&place, &file);
    let second = place.open();
    assert_eq!(
        titles(&second),
        ["Built-in Redis from the index", "SQL from the index", "Own from the index"]
    );
    assert_eq!(first.items(), second.items());
    assert_eq!(second.card(2).unwrap(), first.card(2).unwrap());
    let kept = fs::metadata(place.index()).unwrap().modified().unwrap();
    place.open();
    assert_eq!(fs::metadata(place.index()).unwrap().modified().unwrap(), kept);

    // A built-in deck that is not the same any more.
    let mut builtins = BUILT_IN.to_vec();
    builtins[1].bytes = b"Deck(format: 1, id: \"redis\", title: \"Newer\", cards: [])";
    let third = Library::open_with(builtins, &place.sources(), &AtomicBool::new(false));
    assert_eq!(titles(&third), ["Newer", "SQL from the index", "Own from the index"]);
}

#[test]
fn a_changed_deck_is_read_anew() {
    let place = Place::new();
    let file = place.write("decks/own.ron", &deck("own", "Own", ""));
    age(&file);
    place.open();
    mark_index(&place, &file);
    fs::write(&file, deck("own", "New", "")).unwrap();
    assert_eq!(titles(&place.open())[2], "New");

    // The same size, and the clock turned back: only the inode tells.
    #[cfg(unix)]
    {
        age(&file);
        let modified = fs::metadata(&file).unwrap().modified().unwrap();
        place.open();
        fs::write(&file, deck("own", "Now", "")).unwrap();
        File::options().append(true).open(&file).unwrap().set_modified(modified).unwrap();
        assert_eq!(titles(&place.open())[2], "Now");
    }

    fs::remove_file(&file).unwrap();
    assert_eq!(titles(&place.open()).len(), 2);
    assert!(
        Index::read(&place.index())
            .take(&Stamp::File { path: file, size: 0, modified: 0, changed: 0 })
            .is_none()
    );
}

#[test]
fn a_deck_saved_in_the_tick_in_which_the_index_was_written_is_read_again() {
    let place = Place::new();
    let file = place.write("decks/own.ron", &deck("own", "Own", ""));
    place.open();
    // As if the text had changed within the same tick: stamp kept, hash not.
    mark_index(&place, &file);
    let mut index = Index::read(&place.index());
    let mut entry = index.take(&Stamp::of_file(&file).unwrap()).unwrap();
    entry.hash ^= 1;
    index::write(&place.index(), std::iter::once(&entry)).unwrap();
    assert_eq!(titles(&place.open())[2], "Own");
}

#[test]
fn a_damaged_or_foreign_index_is_made_anew() {
    let place = Place::new();
    let file = place
        .write("decks/own.ron", &deck("own", "Own", "Flip(id: \"a\", front: \"f\", back: \"b\")"));
    age(&file);
    let good = place.open();
    mark_index(&place, &file);
    let bytes = fs::read(place.index()).unwrap();
    let same = |what: &str| {
        let library = place.open();
        assert_eq!(library.decks(), good.decks(), "{what}");
        assert_eq!(library.items(), good.items(), "{what}");
        // It is good again.
        assert!(!Index::read(&place.index()).is_empty(), "{what}");
    };
    for at in (0..bytes.len()).step_by(7) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x41;
        fs::write(place.index(), &damaged).unwrap();
        same(&format!("byte {at}"));
        fs::write(place.index(), &bytes[..at]).unwrap();
        same(&format!("cut at {at}"));
    }
    fs::write(place.index(), "something else").unwrap();
    same("foreign");
    fs::remove_file(place.index()).unwrap();
    same("missing");

    // Where no index can be written, the decks are there all the same.
    fs::remove_file(place.index()).unwrap();
    fs::create_dir(place.index()).unwrap();
    assert_eq!(place.open().decks(), good.decks());
}

#[test]
fn faults_are_remembered_with_their_deck() {
    let place = Place::new();
    let file = place
        .write("decks/own.ron", &deck("own", "Own", "Flip(id: \"a\", frnt: \"f\", back: \"b\")"));
    age(&file);
    let first = place.open();
    let second = place.open();
    assert_eq!(codes(&second), [FaultCode::UnknownField]);
    assert_eq!(first.faults(), second.faults());
    assert_eq!(second.deck("own").unwrap().faults, 1);
}

#[test]
fn a_cancelled_opening_leaves_no_index() {
    let place = Place::new();
    place.write("decks/own.ron", &deck("own", "Own", ""));
    let library = Library::open_with(BUILT_IN.to_vec(), &place.sources(), &AtomicBool::new(true));
    assert!(library.decks().is_empty());
    assert!(!place.index().exists());
}

#[test]
fn images_never_lie_outside_of_the_decks_folder() {
    let place = Place::new();
    place.write("secret.png", "secret");
    let cards = "Flip(id: \"a\", front: \"![x](in.png) ![x](sub/in%20two.png) ![x](gone.png)\", back: \"b\"),\n\
                 Flip(id: \"b\", front: \"![x](link.png)\", back: \"b\"),";
    place.write("decks/own/own.ron", &deck("own", "Own", cards));
    let inside = place.write("decks/own/in.png", "in");
    let sub = place.write("decks/own/sub/in two.png", "in");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(place.path("secret.png"), place.path("decks/own/link.png")).unwrap();
        symlink(place.home.path(), place.path("decks/own/up")).unwrap();
        symlink("in.png", place.path("decks/own/alias.png")).unwrap();
    }
    let library = place.open();
    let own = library.decks().iter().position(|deck| deck.head.id == "own").unwrap();
    let get = |path: &str| library.resolve_media(own, path);
    let file = |path: PathBuf| Media::File(path.canonicalize().unwrap());
    assert_eq!(get("in.png").unwrap(), file(inside.clone()));
    assert_eq!(get("./sub/in%20two.png").unwrap(), file(sub));
    assert!(matches!(get("gone.png"), Err(DeckError::MediaMissing { .. })));
    assert!(matches!(get("sub"), Err(DeckError::MediaMissing { .. })));
    let secret = place.path("secret.png");
    for path in [
        "../../secret.png",
        "sub/../../../secret.png",
        "%2e%2e/%2e%2e/secret.png",
        secret.to_str().unwrap(),
        "~/x.png",
        "C:\\x.png",
        "..\\x.png",
        "file:///etc/passwd",
        "https://example.org/x.png",
        "",
        "a\0b",
    ] {
        assert!(matches!(get(path), Err(DeckError::MediaOutside { .. })), "{path}");
    }
    #[cfg(unix)]
    {
        assert!(matches!(get("link.png"), Err(DeckError::MediaOutside { .. })));
        assert!(matches!(get("up/secret.png"), Err(DeckError::MediaOutside { .. })));
        assert_eq!(get("alias.png").unwrap(), file(inside));
        assert_eq!(codes(&library), [FaultCode::MediaMissing, FaultCode::MediaOutside]);
        assert_eq!(library.deck("own").unwrap().cards, 2);
    }

    // An image that comes later mends the fault, though the deck is the same.
    place.write("decks/own/gone.png", "here");
    assert!(!codes(&place.open()).contains(&FaultCode::MediaMissing));

    let sql = library.decks().iter().position(|deck| deck.head.id == "sql").unwrap();
    let get = |path: &str| library.resolve_media(sql, path);
    assert_eq!(get("x.png").unwrap(), Media::Embedded(b"png"));
    assert!(matches!(get("../redis.ron"), Err(DeckError::MediaOutside { .. })));
    assert!(matches!(get("y.png"), Err(DeckError::MediaMissing { .. })));
    assert!(matches!(library.resolve_media(99, "x.png"), Err(DeckError::NoSuchDeck(99))));
}

#[test]
fn many_decks_are_read_as_one_by_one() {
    let place = Place::new();
    for n in 0..40 {
        let card = |c| format!("Flip(id: \"c{c}\", front: \"{n}\", back: \"{c}\"),\n");
        let cards = (0..20).fold(String::new(), |all, c| all + &card(c));
        place.write(&format!("decks/d{n:02}.ron"), &deck(&format!("d{n:02}"), "D", &cards));
    }
    let library = place.open();
    assert_eq!(library.items().len(), 2 + 800);
    for item in (2..802).step_by(37) {
        let key = library.key(item).unwrap();
        let Body::Flip { front, back, .. } = library.card(item).unwrap().body else {
            unreachable!()
        };
        assert_eq!(key.deck, format!("d{:02}", front.parse::<u32>().unwrap()));
        assert_eq!(key.card, format!("c{back}"));
    }
    assert_eq!(place.open().items(), library.items());
}

#[test]
fn the_library_may_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Library>();
}

#[test]
fn the_decks_of_the_program_are_without_fault() {
    let library =
        Library::open(&Sources { builtin: true, ..Sources::default() }, &AtomicBool::new(false));
    assert_eq!(codes(&library), []);
    for item in 0..library.items().len() {
        assert!(library.card(item).is_ok(), "{:?}", library.key(item));
    }
}

#[test]
fn a_card_has_its_proof_until_it_is_edited() {
    let place = Place::new();
    let deck = |why: &str, tags: &str| {
        format!(
            "Deck(format: 1, id: \"own\", title: \"Own\", cards: [\
             Output(id: \"a\", code: (Python, \"print(1)\"), prints: \"1\", why: \"{why}\", tags: [{tags}])])"
        )
    };
    let proven = |place: &Place| {
        let library = place.open();
        let item = library.find(&"own/a".parse().unwrap()).unwrap();
        let card = library.card(item).unwrap();
        (library.proven(item, &card).cloned(), card)
    };
    place.write("decks/own.ron", &deck("It prints one.", ""));
    let (none, card) = proven(&place);
    assert_eq!(none, None, "nothing was run yet");

    let result = Proven {
        card: card.fingerprint(),
        on: "Python".to_owned(),
        version: "CPython 3.11.2".to_owned(),
        date: "2026-03-01".to_owned(),
    };
    let mut proofs = Proofs::default();
    proofs.record("own", "a", result.clone());
    place.write("decks/proofs.ron", &proofs.write());
    assert_eq!(proven(&place).0, Some(result.clone()));
    assert!(place.open().faults().is_empty(), "results are no deck");

    // Tags say nothing about the claim; its explanation does.
    place.write("decks/own.ron", &deck("It prints one.", "\"io\""));
    assert_eq!(proven(&place).0, Some(result));
    place.write("decks/own.ron", &deck("It prints 1 and a line end.", ""));
    assert_eq!(proven(&place).0, None, "edited since");

    place.write("decks/proofs.ron", "no results");
    assert_eq!(proven(&place).0, None);
}

#[test]
fn a_point_of_the_syllabus_is_a_tag() {
    let place = Place::new();
    place.write(
        "decks/own.ron",
        "Deck(format: 1, id: \"own\", title: \"Own\", syllabus: [(\"locks\", \"Locks\")], cards: [\
         Flip(id: \"a\", front: \"f\", back: \"b\", point: \"locks\", tags: [\"x\", \"locks\"])])",
    );
    let library = place.open();
    assert_eq!(library.deck("own").unwrap().head.syllabus[0].title, "Locks");
    let item = library.find(&"own/a".parse().unwrap()).unwrap();
    let tags: Vec<&str> = library.tags(item).iter().map(|tag| library.tag_name(*tag)).collect();
    assert_eq!(tags, ["locks", "x"]);
    assert!(library.tag("locks").is_some());
}
