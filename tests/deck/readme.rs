//! The page for authors shows only what works.

use std::collections::BTreeSet;
use std::path::Path;

use hippocache::deck::{Kind, Severity, parse};

const README: &str = include_str!("../../decks/README.md");

fn examples() -> Vec<&'static str> {
    README.split("```ron\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn every_example_is_read_and_every_kind_has_one() {
    let mut kinds = BTreeSet::new();
    for example in examples() {
        let deck = if example.contains("Deck(") {
            example.to_owned()
        } else {
            format!("Deck(format: 1, id: \"d\", title: \"D\", cards: [{example}])")
        };
        let parsed = parse(&deck, Path::new("README.md"));
        let errors: Vec<_> =
            parsed.faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{example}\n{errors:?}");
        assert_eq!(parsed.cards.len(), 1, "{example}");
        kinds.extend(parsed.cards.iter().map(|card| card.body.kind()));
    }
    let all = [
        Kind::Choice,
        Kind::Flip,
        Kind::Cloze,
        Kind::Typed,
        Kind::Output,
        Kind::Order,
        Kind::Match,
    ];
    assert_eq!(kinds, BTreeSet::from(all));
}
