//! Decks that change while the library is open.

use super::*;

fn flip(id: &str, back: &str) -> String {
    format!("Flip(id: \"{id}\", front: \"{id}?\", back: \"{back}\", tags: [\"t-{id}\"]),\n")
}

fn keys(library: &Library) -> Vec<String> {
    (0..library.items().len()).map(|item| library.key(item).unwrap().to_string()).collect()
}

/// The library as if it had been opened just now, and what `reload` says.
fn reloaded(place: &Place, before: &Library) -> Option<Reloaded> {
    let changed = before.reload(&place.sources(), &AtomicBool::new(false));
    if let Some(changed) = &changed {
        let anew = place.open();
        let after = &changed.library;
        assert_eq!(keys(after), keys(&anew));
        assert_eq!(after.faults(), anew.faults());
        for item in 0..anew.items().len() {
            assert_eq!(after.card(item).unwrap(), anew.card(item).unwrap());
            let tags = |library: &Library| -> Vec<String> {
                library.tags(item).iter().map(|tag| library.tag_name(*tag).to_owned()).collect()
            };
            assert_eq!(tags(after), tags(&anew));
            assert_eq!(after.find(&anew.key(item).unwrap()), Some(item));
            let (a, b) = (after.items()[item], anew.items()[item]);
            assert_eq!((a.answer, a.group, a.level, a.kind), (b.answer, b.group, b.level, b.kind));
        }
        let heads = |library: &Library| -> Vec<_> {
            let about = |deck: &DeckInfo| (deck.head.clone(), deck.items.clone(), deck.cards);
            library.decks().iter().map(about).collect()
        };
        assert_eq!(heads(after), heads(&anew));
        assert_eq!(after.former(), anew.former());
        // What moved is what has the same name.
        assert_eq!(changed.moved.len(), after.items().len());
        for (item, old) in changed.moved.iter().enumerate() {
            let key = after.key(item).unwrap();
            assert_eq!(old.map(|old| old as usize), before.find(&key), "{key}");
        }
    }
    changed
}

#[test]
fn only_what_changed_is_news() {
    let place = Place::new();
    place.write("decks/a.ron", &deck("a", "A", &(flip("one", "1") + &flip("two", "2"))));
    let b = "Flip(id: \"x\", front: \"f\", back: \"b\", reversed: true, was: [\"old/x\"]),";
    place.write("decks/b.ron", &deck("b", "B", b));
    place.write("decks/c.ron", &deck("c", "C", &flip("three", "3")));
    let library = place.open();
    assert!(reloaded(&place, &library).is_none());

    // A card more, one less, one edited; decks before and behind it stay.
    place.write("decks/a.ron", &deck("a", "A", &(flip("two", "zwei") + &flip("new", "n"))));
    let library = reloaded(&place, &library).unwrap().library;
    assert!(reloaded(&place, &library).is_none());
    place.write("decks/0.ron", &deck("zero", "Zero", &flip("one", "1")));
    let library = reloaded(&place, &library).unwrap().library;
    fs::remove_file(place.path("decks/b.ron")).unwrap();
    let library = reloaded(&place, &library).unwrap().library;
    // Renamed on disk: the same deck elsewhere.
    fs::rename(place.path("decks/c.ron"), place.path("decks/z.ron")).unwrap();
    let library = reloaded(&place, &library).unwrap().library;
    // Another id: another deck.
    place.write("decks/z.ron", &deck("other", "C", &flip("three", "3")));
    let changed = reloaded(&place, &library).unwrap();
    assert_eq!(changed.moved.last(), Some(&None));
}

#[test]
fn the_same_text_saved_again_is_no_news() {
    let place = Place::new();
    let file = place.write("decks/a.ron", &deck("a", "A", &flip("one", "1")));
    let library = place.open();
    age(&file);
    assert!(reloaded(&place, &library).is_none());
    place.write("decks/a.ron", &deck("a", "A", &flip("one", "1")));
    assert!(reloaded(&place, &library).is_none());
}

#[test]
fn a_change_within_one_tick_of_the_clock_is_seen() {
    let place = Place::new();
    let file = place.write("decks/a.ron", &deck("a", "A", &flip("one", "1")));
    age(&file);
    let library = place.open();
    // As long, and the file system tells no difference.
    let time = fs::metadata(&file).unwrap().modified().unwrap();
    place.write("decks/a.ron", &deck("a", "A", &flip("one", "2")));
    File::options().append(true).open(&file).unwrap().set_modified(time).unwrap();
    assert!(reloaded(&place, &library).is_some());
}

#[test]
fn a_deck_of_the_learners_takes_the_place_of_a_built_in_one_and_gives_it_back() {
    let place = Place::new();
    let library = place.open();
    let builtin = titles(&library).len();
    place.write("decks/own.ron", &deck("redis", "My Redis", &flip("one", "1")));
    let library = reloaded(&place, &library).unwrap().library;
    assert!(library.deck("redis").unwrap().replaces_builtin);
    place.write("decks/again.ron", &deck("redis", "Twice", &flip("one", "1")));
    let library = reloaded(&place, &library).unwrap().library;
    assert_eq!(codes(&library), [FaultCode::DuplicateDeck]);
    fs::remove_file(place.path("decks/again.ron")).unwrap();
    let library = reloaded(&place, &library).unwrap().library;
    fs::remove_file(place.path("decks/own.ron")).unwrap();
    let library = reloaded(&place, &library).unwrap().library;
    assert_eq!(titles(&library).len(), builtin);
    assert_eq!(codes(&library), []);
}

#[test]
fn an_image_that_comes_later_mends_its_card() {
    let place = Place::new();
    place.write("decks/f/a.ron", &deck("a", "A", "Flip(front: \"![a](a.png)\", back: \"b\"),"));
    let library = place.open();
    assert_eq!(codes(&library), [FaultCode::MediaMissing]);
    place.write("decks/f/a.png", "png");
    let library = reloaded(&place, &library).unwrap().library;
    assert_eq!(codes(&library), []);
    assert!(reloaded(&place, &library).is_none());
}

fn keep(place: &Place, library: &Library) {
    library.keep_good(&place.sources(), &AtomicBool::new(false));
}

#[test]
fn a_broken_file_keeps_its_last_good_version() {
    let place = Place::new();
    let good = deck("a", "A", &(flip("one", "1") + &flip("two", "2")));
    place.write("decks/a.ron", &good);
    let library = place.open();
    keep(&place, &library);
    place.write(
        "decks/a.ron",
        &good.replace("back: \"1\"", "back: \"1").replace("Flip(id: \"two", "Flip(id \"two"),
    );
    let library = reloaded(&place, &library).unwrap().library;
    let held = library.deck("a").unwrap().held.clone().unwrap();
    assert_eq!(held.fault.file, place.path("decks/a.ron"));
    assert!(held.fault.line > 1 && held.errors > 0);
    assert_eq!(library.deck("a").unwrap().items.len(), 2);
    let card = library.card(library.find_str("a/one").unwrap()).unwrap();
    assert!(matches!(card.body, crate::deck::Body::Flip { back, .. } if back == "1"));
    // The faults are told, nothing has changed since, and a restart holds too.
    assert!(!library.faults().is_empty());
    age(&place.path("decks/a.ron"));
    assert!(reloaded(&place, &library).is_none());
    let library = place.open();
    assert!(library.deck("a").unwrap().held.is_some());
    let again = place.open();
    assert!(again.deck("a").unwrap().held.is_some(), "from the index, too");
    keep(&place, &library);
    assert!(place.open().deck("a").unwrap().held.is_some(), "the copy is not thrown away");

    place.write("decks/a.ron", &good.replace("\"2\"", "\"zwei\""));
    let library = reloaded(&place, &library).unwrap().library;
    assert_eq!(library.deck("a").unwrap().held, None);
    assert_eq!(codes(&library), []);
}

#[test]
fn what_was_never_good_is_left_out_and_what_is_deleted_is_gone() {
    let place = Place::new();
    let broken = deck("a", "A", &(flip("one", "1") + "Flip(front: \"f\"),"));
    place.write("decks/a.ron", &broken);
    let library = place.open();
    keep(&place, &library);
    let deck_a = library.deck("a").unwrap();
    assert_eq!((deck_a.items.len(), deck_a.held.clone()), (1, None));
    place.write("decks/b.ron", &deck("b", "B", &flip("one", "1")));
    let library = reloaded(&place, &library).unwrap().library;
    keep(&place, &library);
    fs::remove_file(place.path("decks/b.ron")).unwrap();
    let library = reloaded(&place, &library).unwrap().library;
    assert!(library.deck("b").is_none());
    keep(&place, &library);
    let copies = fs::read_dir(place.path("cache/good")).unwrap().count();
    assert_eq!(copies, 0, "its copy goes too");
    // With another id it is another deck, broken or not.
    place.write("decks/c.ron", &deck("c", "C", &flip("one", "1")));
    let library = reloaded(&place, &library).unwrap().library;
    keep(&place, &library);
    place.write("decks/c.ron", &deck("d", "D", &(flip("one", "1") + "Flip(),")));
    let library = reloaded(&place, &library).unwrap().library;
    assert!(library.deck("c").is_none() && library.deck("d").unwrap().held.is_none());
}

#[test]
fn a_copy_that_was_tampered_with_is_no_copy() {
    let place = Place::new();
    let good = deck("a", "A", &(flip("one", "1") + &flip("two", "2")));
    place.write("decks/a.ron", &good);
    let library = place.open();
    keep(&place, &library);
    let copy = fs::read_dir(place.path("cache/good")).unwrap().next().unwrap().unwrap().path();
    fs::write(&copy, good.replace("\"1\"", "\"9\"")).unwrap();
    place.write("decks/a.ron", &good.replace("back: \"1\"", "back: "));
    let library = reloaded(&place, &library).unwrap().library;
    assert_eq!(library.deck("a").unwrap().held, None);
    assert_eq!(library.deck("a").unwrap().items.len(), 1);
}

#[test]
fn reading_anew_can_be_called_off() {
    let place = Place::new();
    let library = place.open();
    place.write("decks/a.ron", &deck("a", "A", &flip("one", "1")));
    assert!(library.reload(&place.sources(), &AtomicBool::new(true)).is_none());
}
