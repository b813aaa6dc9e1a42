//! Decks at random: every card is found at its bytes, and damage to one card
//! stays with it.

use std::path::Path;

use hippocache::deck::{Body, Card, Deck, FaultCode, parse};
use proptest::prelude::*;
use proptest::sample::select;
use serde::Deserialize;

/// What trips up those who look for the end of a text.
const FRAGMENTS: [&str; 28] = [
    "\"", "\\", "(", ")", "[", "]", "{", "}", "{{", "//", "/*", "*/", "r#\"", "\"#", "\"##", "'",
    ",", ":", "Choice(", "\nFlip(", "日本", "\u{85}", " ", "\n", "\t", "a", "0b1", "\u{2028}",
];
const BLANKS: [&str; 8] =
    ["", " ", "\n", "\t", " // \"([ \n", "/* [ \" /* ( */ ) */", "\u{85}", "\r\n"];

/// A text and how it is written.
fn text() -> impl Strategy<Value = (String, String)> {
    let inside = prop::collection::vec(select(&FRAGMENTS[..]), 0..12);
    (inside, any::<bool>()).prop_map(|(parts, raw)| {
        let text = format!("q{}", parts.concat());
        let written = if raw {
            let hashes = "#".repeat(if text.contains("\"##") { 3 } else { 2 });
            format!("r{hashes}\"{text}\"{hashes}")
        } else {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        };
        (text, written)
    })
}

fn blank() -> impl Strategy<Value = &'static str> {
    select(&BLANKS[..])
}

#[derive(Debug, Clone)]
struct Flip {
    front: String,
    back: String,
    written: String,
}

fn flip() -> impl Strategy<Value = Flip> {
    (text(), text(), prop::collection::vec(blank(), 14), any::<bool>(), any::<u32>()).prop_map(
        |((front, front_text), (back, back_text), blanks, comma, id)| {
            let id = format!("\"c{id}\"");
            let mut parts = vec![
                "Flip",
                "(",
                "id",
                ":",
                &id,
                ",",
                "front",
                ":",
                &front_text,
                ",",
                "back",
                ":",
                &back_text,
            ];
            if comma {
                parts.push(",");
            }
            let mut written = String::new();
            for (part, blank) in parts.iter().zip(blanks.iter().cycle()) {
                written.push_str(part);
                written.push_str(blank);
            }
            written.push(')');
            Flip { front, back, written }
        },
    )
}

/// A deck as `ron` sees it, its cards unread.
#[derive(Deserialize)]
#[serde(rename = "Deck")]
struct RawDeck<'a> {
    #[serde(borrow)]
    cards: Vec<&'a ron::value::RawValue>,
    #[serde(rename = "format")]
    _format: u8,
    #[serde(rename = "id")]
    _id: &'a str,
    #[serde(rename = "title")]
    _title: &'a str,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_card_is_found_at_its_bytes(
        flips in prop::collection::vec(flip(), 0..8),
        blanks in prop::collection::vec(blank(), 20),
    ) {
        let mut source = format!("{}Deck(format: 1, id: \"d\", title: \"D\", cards: [", blanks[0]);
        for (n, flip) in flips.iter().enumerate() {
            source.extend([blanks[n], &flip.written, blanks[n + 8], ","]);
        }
        source.extend([blanks[18], "]", blanks[19], ",)"]);
        let parsed = parse(&source, Path::new("d.ron"));
        prop_assert_eq!(parsed.cards.len(), flips.len(), "{:?}\n{}", parsed.faults, source);
        for ((flip, card), span) in flips.iter().zip(&parsed.cards).zip(&parsed.spans) {
            prop_assert_eq!(&source[span.clone()], &flip.written);
            let Body::Flip { front, back, .. } = &card.body else { unreachable!() };
            prop_assert_eq!(front, &flip.front);
            prop_assert_eq!(back, &flip.back);
        }

        // `ron` sees the same cards in the same places.
        let deck: RawDeck = ron::from_str(&source).unwrap();
        prop_assert_eq!(deck.cards.len(), flips.len());
        for (raw, span) in deck.cards.iter().zip(&parsed.spans) {
            prop_assert!(raw.get_ron().contains(&source[span.clone()]));
        }
    }
}

/// One card of each kind, as a person writes them.
const GOOD: &str = include_str!("../fixtures/every-kind.ron");

fn good() -> Deck {
    let parsed = parse(GOOD, Path::new("every-kind.ron"));
    assert!(parsed.faults.is_empty(), "{:?}", parsed.faults);
    Deck { head: parsed.head.unwrap(), cards: parsed.cards }
}

const SLIPS: [&str; 26] = [
    "", "\"", "'", "(", ")", "[", "]", "{", "}", ",", ":", "\\", "//", "/*", "*/", "r#\"", "\"#",
    "#", "\n", "x", "é", "Choice(", ")]", "]),", "\"\"", "\u{0}",
];

#[derive(Debug, Clone)]
struct Slip {
    card: usize,
    place: prop::sample::Index,
    removed: usize,
    inserted: &'static str,
}

fn slip() -> impl Strategy<Value = Slip> {
    (0..9_usize, any::<prop::sample::Index>(), 0..4_usize, select(&SLIPS[..]))
        .prop_map(|(card, place, removed, inserted)| Slip { card, place, removed, inserted })
}

/// The deck with a few characters of one card taken out and others put in.
fn damaged(slip: &Slip) -> String {
    let spans = parse(GOOD, Path::new("d.ron")).spans;
    let span = spans[slip.card % spans.len()].clone();
    let places: Vec<usize> =
        GOOD[span.clone()].char_indices().map(|(at, _)| span.start + at).collect();
    let at = slip.place.index(places.len());
    let upto = places.get(at + slip.removed).copied().unwrap_or(span.end);
    format!("{}{}{}", &GOOD[..places[at]], slip.inserted, &GOOD[upto..])
}

/// The cards of the good deck that the damaged one has lost.
fn lost(cards: &[Card]) -> Vec<String> {
    let good = good().cards;
    good.iter().filter(|card| !cards.contains(card)).map(|card| card.id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn damage_to_a_card_costs_only_that_card(slip in slip()) {
        let source = damaged(&slip);
        let parsed = parse(&source, Path::new("d.ron"));
        if slip.inserted == "\u{0}" {
            prop_assert_eq!(parsed.faults.len(), 1);
            return Ok(());
        }
        let lost = lost(&parsed.cards);
        // A text may swallow its neighbours so neatly that all is well again:
        // then no more can be done than to say so.
        if parsed.faults.iter().any(|fault| fault.code == FaultCode::CardInText) {
            return Ok(());
        }
        prop_assert!(lost.len() <= 1, "{:?}\n{:?}\n{}", lost, parsed.faults, source);
        for fault in &parsed.faults {
            prop_assert!(fault.span.end <= source.len());
            prop_assert!(fault.line >= 1 && fault.col >= 1);
            prop_assert!(!fault.frame(&source).is_empty(), "{}", fault);
        }
        // What can't be read is told, unless it was commented out.
        let told = !parsed.faults.is_empty() || slip.inserted.starts_with('/');
        prop_assert!(told || parsed.cards.len() == good().cards.len());
    }

    #[test]
    fn no_text_brings_the_reader_down(
        slips in prop::collection::vec(slip(), 1..6),
        noise in ".{0,60}",
        cut in any::<prop::sample::Index>(),
    ) {
        for slip in &slips {
            let source = damaged(slip);
            let at = cut.index(source.len());
            let at = (0..=at).rev().find(|&at| source.is_char_boundary(at)).unwrap_or(0);
            for text in [&source[..at], &source[at..], &noise, &format!("Deck({noise}"), &format!("{}{noise}{}", &source[..at], &source[at..])] {
                let parsed = parse(text, Path::new("d.ron"));
                prop_assert_eq!(parsed.cards.len(), parsed.spans.len());
                for fault in &parsed.faults {
                    let _ = fault.frame(text);
                    prop_assert!(fault.span.end <= text.len());
                }
            }
        }
    }

    #[test]
    fn an_id_is_kept_and_layout_makes_none(
        id in "[a-z0-9][-a-z0-9_.]{0,63}",
        (_, front) in text(),
        blanks in prop::collection::vec(blank(), 4),
    ) {
        let deck = |card: String| {
            let source = format!("Deck(format: 1, id: \"d\", title: \"D\", cards: [{card}])");
            parse(&source, Path::new("d.ron")).cards
        };
        let named = deck(format!("Flip(id: \"{id}\", front: {front}, back: \"b\")"));
        prop_assert_eq!(&named[0].id, &id);
        let derived = deck(format!("Flip(front: {front}, back: \"b\")"));
        let laid_out = deck(format!(
            "Flip({}back:{}\"b\",{}why: \"w\", tags: [\"t\"], front:{}{front})",
            blanks[0], blanks[1], blanks[2], blanks[3]
        ));
        prop_assert!(derived[0].id.starts_with('~') && derived[0].id.len() == 13);
        prop_assert_eq!(&derived[0].id, &laid_out[0].id);
        let other = deck(format!("Flip(front: {front}, back: \"c\")"));
        prop_assert!(derived[0].id != other[0].id);
    }
}
