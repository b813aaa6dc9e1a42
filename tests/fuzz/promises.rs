//! What holds for any bytes at all: shared by the tests and the fuzz targets.

use std::path::{Component, Path};

use hippocache::deck::{self, Draft, Edit, Manuscript};
use hippocache::exchange::unpack;
use hippocache::query::{self, complete};

/// Reading never fails but by its own errors, and replacing one card (the
/// `which`-th, round and round) changes that card's text and no other byte.
pub fn a_deck_is_read_and_edited(text: &str, which: usize) {
    let file = Path::new("deck.ron");
    let parsed = deck::parse(text, file);
    for card in &parsed.cards {
        let _ = deck::pictures_of(card);
    }
    let mut manuscript = Manuscript::new(file, text.to_owned());
    let slots = manuscript.slots();
    let whole: Vec<usize> = (0..slots.len()).filter(|at| slots[*at].draft.is_some()).collect();
    if whole.is_empty() {
        return;
    }
    let at = whole[which % whole.len()];
    let slot = manuscript.slots()[at].clone();
    let draft = slot.draft.expect("it is whole");
    let _ = draft.remarks(manuscript.head());
    let changed = Draft { id: Some("changed-by-fuzzing".to_owned()), ..draft };
    if manuscript.apply(&Edit::Replace(at, Box::new(changed))).is_ok() {
        let now = manuscript.text();
        assert!(now.starts_with(&text[..slot.span.start]), "before the card: {text}");
        assert!(now.ends_with(&text[slot.span.end..]), "after the card: {text}");
        manuscript.undo();
        assert_eq!(manuscript.text(), text);
    }
}

/// A query is read or refused with its place; what is read is printed so that it
/// reads as the same, and completion stays within the text.
pub fn a_query_is_read_or_refused(text: &str, cursor: usize) {
    match query::parse(text) {
        Ok(found) => {
            let printed = found.to_string();
            let again = query::parse(&printed).expect("what is printed is a query");
            assert_eq!(again.to_string(), printed, "{text}");
        }
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some_and(|at| !at.is_empty()), "{text}");
            let _ = error.pointed(text);
        }
    }
    let completion = complete(text, cursor, &query::Vocabulary::default());
    assert!(text.get(completion.replaces).is_some(), "{text}");
}

/// Whatever a pack is called, its files stay in their folder and in bounds.
pub fn a_pack_stays_inside(bytes: &[u8]) {
    let Ok(package) = unpack(bytes) else { return };
    let names = package.pictures.iter().map(|(name, _)| name).chain([&package.name]);
    for name in names {
        let mut parts = Path::new(name).components();
        let is_inside = parts.all(|part| matches!(part, Component::Normal(_)));
        assert!(is_inside && !name.contains('\\'), "{name:?}");
    }
    assert!(package.text.len() <= 300 << 20, "larger than any limit");
}
