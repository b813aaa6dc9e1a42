use super::*;
use crate::deck::parse;

/// A deck of choices; the first option is right.
fn figures(items: &[&[&str]]) -> Figures {
    let cards: Vec<Card> = cards(items);
    Figures::of_deck("d", cards.iter(), 0, 0)
}

fn cards(items: &[&[&str]]) -> Vec<Card> {
    let mut text = String::from("Deck(format: 1, id: \"d\", title: \"D\", cards: [");
    for (n, options) in items.iter().enumerate() {
        let wrong = options.get(1..).unwrap_or_default();
        let _ = write!(
            text,
            "Choice(ask: \"Question {n}?\", right: [{:?}], wrong: {wrong:?}, why: \"w\", source: \"s\"),",
            options[0]
        );
    }
    text.push_str("])");
    parse(&text, std::path::Path::new("d.ron")).cards
}

fn value(figures: &Figures, name: &str) -> Figure {
    let found = figures.figures.iter().find(|figure| figure.name == name);
    found.cloned().unwrap_or_else(|| Figure::at_most("absent", f64::NAN, 0.0))
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn figures_are_what_is_computed_by_hand() {
    // Lengths: right 4 against 2 and 2; right 2 against 4 and 4; a draw of 3.
    let found = figures(&[&["aaaa", "bb", "cc"], &["dd", "eeee", "ffff"], &["ggg", "hhh", "iii"]]);
    assert_eq!((found.cards, found.items), (3, 3));
    let third = 1.0 / 3.0;
    let longest = value(&found, "right-longest");
    assert!(near(longest.value, (1.0 + 0.0 + third) / 3.0), "{longest:?}");
    assert!(near(longest.chance.unwrap_or(0.0), third));
    // Two standard errors of three draws at a third: 2 · √(3 · 2/9) / 3.
    let bar = third + 2.0 * (3.0_f64 * 2.0 / 9.0).sqrt() / 3.0;
    assert!(near(longest.most.unwrap_or(0.0), bar));
    assert!(near(value(&found, "right-shortest").value, (0.0 + 1.0 + third) / 3.0));
    assert!(near(value(&found, "right-stands-out").value, third));
    // Ratios 2, 1/2 and 1.
    assert!(near(value(&found, "length-ratio").value, 1.0));
    assert!(near(value(&found, "choice-share").value, 1.0));
    assert!(!value(&found, "choice-share").is_met());
    assert!(value(&found, "explained").is_met() && value(&found, "sourced").is_met());
}

#[test]
fn a_deck_whose_right_options_are_longest_misses_its_bar() {
    let items: Vec<&[&str]> = vec![&["the longest of them", "short", "tiny"]; 30];
    let found = figures(&items);
    let missed: Vec<&str> = found.missed().map(|figure| figure.name).collect();
    for name in ["right-longest", "best-guesser", "right-stands-out", "length-ratio"] {
        assert!(missed.contains(&name), "{missed:?}");
    }
    assert!(found.text().contains("! right-longest      100.0 %"), "{}", found.text());
}

#[test]
fn pooled_bars_are_flat() {
    let cards = cards(&[&["aaaa", "bb", "cc"], &["dd", "eeee", "ffff"]]);
    let found = Figures::pooled(cards.iter(), 0, 0);
    let longest = value(&found, "right-longest");
    assert!(near(longest.most.unwrap_or(0.0), 1.0 / 3.0 + 0.05));
    assert_eq!(found.deck, "all decks");
}

#[test]
fn absolute_words_are_held_against_the_right_options_own() {
    let wrong: Vec<&[&str]> = vec![&["some of it", "always so", "half of it"]; 10];
    let absolute = value(&figures(&wrong), "absolute-words");
    assert!(near(absolute.value, 0.5) && !absolute.is_met(), "{absolute:?}");
    let both: Vec<&[&str]> = vec![&["only it", "always so", "half of it"]; 10];
    assert!(value(&figures(&both), "absolute-words").is_met());
}
