//! `hippocache stats` over what was studied through the terminal.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing setup should fail the test")]

mod common;

use common::{Home, text};
use serde_json::{Value, json};

const DECK: &str = r#"
Deck(format: 1, id: "queues", title: "Queues", area: Database, cards: [
    Choice(id: "order", ask: "Which end?", right: ["the front"], wrong: ["the back"], tags: ["ends"]),
])
"#;
const OTHER: &str = r#"
Deck(format: 1, id: "stacks", title: "Stacks", cards: [
    Choice(id: "order", ask: "Which end?", right: ["the top"], wrong: ["the bottom"]),
])
"#;

/// Answers the only card of a deck, wrongly and then rightly, until it is known.
fn study(home: &Home, deck: &str, now: &str) {
    let base = ["study", "--terminal", "--json", "--seed", "1", "--limit", "1"];
    for right in [false, true] {
        let now = format!("--now={now}");
        let args = [&base[..], &["--deck", deck, &now]].concat();
        let events = home.events(&args, "q\n");
        let question = common::of(&events, "question");
        let Some(question) = question.first() else { panic!("{events:?}") };
        let options = question["options"].as_array().unwrap();
        let is_right =
            |option: &Value| ["the front", "the top"].contains(&option.as_str().unwrap());
        let at = options.iter().position(|option| is_right(option) == right).unwrap() + 1;
        home.events(&args, &format!("{at}\n\n"));
    }
}

fn home() -> Home {
    let home = Home::new();
    home.deck("queues.ron", DECK);
    home.deck("stacks.ron", OTHER);
    study(&home, "queues", "2026-03-01T09:00:00Z");
    study(&home, "stacks", "2026-03-01T10:00:00Z");
    home
}

#[test]
fn figures_come_as_json_for_any_choice() {
    let home = home();
    let stats = |args: &[&str]| {
        home.json(&[&["stats", "--json", "--now=2026-03-01T12:00:00Z"], args].concat())
    };
    let all = stats(&[]);
    for key in ["cards", "reviews", "retention", "streak_days", "decks"] {
        assert!(!all[key].is_null(), "{key}");
    }
    let reviews = all["reviews"]["all"].as_u64().unwrap();
    assert_eq!(all["figures"]["reviews"], reviews);
    assert_eq!(all["figures"]["today"], "2026-03-01");
    assert_eq!(all["figures"]["days"]["buckets"].as_array().unwrap().len(), 30);
    assert_eq!(all["chosen"]["period"], "month");
    for (figure, sentence) in all["sentences"].as_object().unwrap() {
        assert!(sentence.as_str().is_some_and(|text| text.ends_with('.')), "{figure}: {sentence}");
    }
    let of = |stats: &Value| stats["figures"]["reviews"].as_u64().unwrap();
    let (queues, stacks) = (stats(&["--deck", "queues"]), stats(&["--deck", "stacks"]));
    assert!(of(&queues) > 0 && of(&stacks) > 0);
    assert_eq!(of(&queues) + of(&stacks), reviews);
    assert_eq!(of(&stats(&["--tag", "ends"])), of(&queues));
    assert_eq!(of(&stats(&["--area", "database", "--period", "all"])), of(&queues));
    assert_eq!(of(&stats(&["--area", "Database", "--deck", "stacks"])), 0);
    assert_eq!(queues["reviews"], all["reviews"], "of all cards, whatever is chosen");
    let confusion = &queues["confusions"][0];
    assert_eq!(
        [&confusion["card"], &confusion["option"], &confusion["right"], &confusion["picked"]],
        [&json!("order"), &json!("the back"), &json!(["the front"]), &json!(1)]
    );
    assert_eq!(queues["confusions"].as_array().unwrap().len(), 1);
}

#[test]
fn the_summary_is_short_and_names_are_checked() {
    let home = home();
    let shown =
        text(&home.run(&["stats", "--now=2026-03-01T12:00:00Z", "--deck", "queues"], "").stdout);
    assert!(shown.contains("The last 30 days, queues:"), "{shown}");
    assert!(shown.contains("on one day"), "{shown}");
    assert!(shown.lines().count() < 20, "{shown}");
    for (option, name) in [("--deck", "queue"), ("--tag", "end"), ("--area", "databse")] {
        let refused = home.run(&["stats", option, name], "");
        assert!(!refused.status.success());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(said.contains(", perhaps `"), "{said}");
    }
}
