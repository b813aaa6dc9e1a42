//! Which cards are run.

use std::path::PathBuf;

use super::super::error::ProveError;
use super::super::pick::Pick;
use super::super::subject::{Subject, place};
use crate::deck::{DeckText, Parsed, Runner, parse};

fn deck(cards: usize) -> (DeckText, Parsed) {
    let card = |n: usize| {
        let on = if n.is_multiple_of(2) { "Python" } else { "Ruby" };
        format!("Flip(id: \"c{n}\", front: \"{n}?\", back: \"!\", proof: (on: {on})),")
    };
    let cards: String = (0..cards).map(card).collect();
    let text = format!(
        "#![enable(implicit_some)]\nDeck(format: 1, id: \"d\", title: \"D\", cards: [{cards}])"
    );
    let file = PathBuf::from("d.ron");
    let parsed = parse(&text, &file);
    (DeckText { file, builtin: false, text }, parsed)
}

fn subjects<'a>((deck, parsed): &'a (DeckText, Parsed)) -> Vec<Subject<'a>> {
    let head = parsed.head.as_ref().unwrap();
    let subject = |card: &'a crate::deck::Card| Subject {
        deck,
        line: 1,
        col: 1,
        head,
        card,
        runner: card.runner(head).unwrap(),
    };
    parsed.cards.iter().map(subject).collect()
}

fn names(pick: &Pick<'_>, deck: &(DeckText, Parsed)) -> Vec<String> {
    let (picked, _) = pick.of(subjects(deck)).unwrap();
    picked.iter().map(Subject::name).collect()
}

#[test]
fn all_cards_are_picked_unless_some_are_named() {
    let deck = deck(4);
    assert_eq!(names(&Pick::default(), &deck).len(), 4);
    let ruby = Pick { runners: vec![Runner::Ruby], ..Pick::default() };
    assert_eq!(names(&ruby, &deck), ["d/c1", "d/c3"]);
    let one = Pick { cards: vec!["d/c2".to_owned()], ..Pick::default() };
    assert_eq!(names(&one, &deck), ["d/c2"]);
}

#[test]
fn a_card_that_nobody_has_is_an_error() {
    let deck = deck(1);
    let none = Pick { cards: vec!["d/c9".to_owned()], ..Pick::default() };
    assert!(
        matches!(none.of(subjects(&deck)), Err(ProveError::UnknownCard(name)) if name == "d/c9")
    );
    let share = Pick { sample: 1.5, ..Pick::default() };
    assert!(matches!(share.of(subjects(&deck)), Err(ProveError::BadShare(_))));
}

#[test]
fn places_count_characters() {
    assert_eq!(place("abc", 0), (1, 1));
    assert_eq!(place("é\nüx", 5), (2, 2));
}
