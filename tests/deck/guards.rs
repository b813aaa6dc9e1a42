//! Hostile files end in a clear fault, quickly and without a crash.

use std::path::Path;

use hippocache::deck::{FaultCode, Loss, Parsed, parse};

fn deck(cards: &str) -> String {
    format!("Deck(format: 1, id: \"d\", title: \"D\", cards: [\n{cards}\n])\n")
}

const GOOD: &str = "Flip(id: \"good\", front: \"a\", back: \"b\"),\n";

fn codes(parsed: &Parsed) -> Vec<FaultCode> {
    let warnings = [FaultCode::MissingWhy, FaultCode::MissingSource];
    parsed.faults.iter().map(|fault| fault.code).filter(|code| !warnings.contains(code)).collect()
}

fn read(text: &str) -> Parsed {
    parse(text, Path::new("d.ron"))
}

#[test]
fn deep_nesting() {
    for (open, close) in [("[", "]"), ("(", ")"), ("{", "}"), ("Some(", ")")] {
        let nested = open.repeat(100_000) + "1" + &close.repeat(100_000);
        let text = deck(&format!("Flip(id: \"x\", front: {nested}, back: \"b\"),\n{GOOD}"));
        let parsed = read(&text);
        assert_eq!(codes(&parsed), [FaultCode::TooDeep]);
        assert_eq!(parsed.cards.len(), 1);
        let alone = read(&nested);
        assert!(alone.head.is_none() && alone.cards.is_empty() && !alone.faults.is_empty());
        let head = format!("Deck(format: 1, id: \"d\", title: {nested},\ncards: [\n{GOOD}])");
        assert_eq!(codes(&read(&head)), [FaultCode::MissingField, FaultCode::TooDeep]);
        assert!(!codes(&read(&open.repeat(100_000))).is_empty());
    }
    let comment = "/*".repeat(100_000);
    assert_eq!(codes(&read(&deck(&format!("{comment}\n{GOOD}")))), [FaultCode::UnclosedComment]);
}

#[test]
fn a_list_of_ten_million_elements() {
    let ones = "1,".repeat(10_000_000);
    let text = deck(&format!("Order(id: \"x\", ask: \"a\", steps: [{ones}]),\n{GOOD}"));
    let parsed = read(&text);
    assert_eq!(codes(&parsed), [FaultCode::TooLarge]);
    assert_eq!(parsed.cards.len(), 1);

    let parsed = read(&deck(&ones));
    assert_eq!(codes(&parsed).last(), Some(&FaultCode::TooManyFaults));
    assert!(codes(&parsed).contains(&FaultCode::TooManyCards));
    assert!(parsed.faults.len() < 1_100);

    let head =
        format!("Deck(format: 1, id: \"d\", title: \"D\", authors: [{ones}],\ncards: [{GOOD}])");
    let parsed = read(&head);
    assert_eq!(codes(&parsed), [FaultCode::TooLarge]);
    assert_eq!(parsed.cards.len(), 1);
}

#[test]
fn texts_beyond_a_mebibyte() {
    let long = "x".repeat((1 << 20) + 1);
    for quoted in [format!("\"{long}\""), format!("r#\"{long}\"#")] {
        let text = deck(&format!("Flip(id: \"x\", front: {quoted}, back: \"b\"),\n{GOOD}"));
        let parsed = read(&text);
        assert_eq!(codes(&parsed), [FaultCode::TextTooLong]);
        assert_eq!(parsed.cards.len(), 1);
    }
}

#[test]
fn more_cards_than_a_deck_may_have() {
    let many: String = (0..200_001)
        .map(|n| format!("Flip(id: \"c{n}\", front: \"{n}\", back: \"b\"),\n"))
        .collect();
    let parsed = read(&deck(&many));
    assert_eq!(parsed.cards.len(), 200_000);
    assert_eq!(codes(&parsed), [FaultCode::TooManyCards]);
}

#[test]
fn a_file_of_nothing_but_damage() {
    // Each of these once makes the search for an end run on.
    for line in
        ["Flip(r#\"\n", "Flip(\"\n", "Flip(/*\n", "Flip(id: \"x\n", "Flip('\n", "((\n", "r#\n"]
    {
        let text = deck(&line.repeat(200_000));
        let parsed = read(&text);
        assert!(!parsed.faults.is_empty(), "{line}");
        assert!(parsed.faults.len() <= 1_010, "{line}: {}", parsed.faults.len());
        assert!(parsed.cards.is_empty(), "{line}");
    }
}

#[test]
fn nul_bytes() {
    let parsed = read("Deck(format: 1,\n id: \"d\0\")");
    assert_eq!(codes(&parsed), [FaultCode::NulByte]);
    let fault = parsed.faults.first().unwrap();
    assert_eq!((fault.line, fault.col, fault.loss), (2, 8, Loss::File));
}
