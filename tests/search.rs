//! `hippocache search`.

#![allow(clippy::unwrap_used, reason = "a failing setup should fail the test")]

mod common;

use common::{Home, text};

const DECK: &str = r#"
Deck(format: 1, id: "mine", title: "Mine", cards: [
    Choice(id: "lock", ask: "Which one **locks** a row?", right: ["FOR UPDATE"], wrong: ["LIMIT"], tags: ["locks"]),
    Flip(id: "flip", front: "Front", back: "The back", reversed: true),
    Typed(id: "typed", ask: "Say it", accept: ["word"], level: 2),
])
"#;

fn home() -> Home {
    let home = Home::new();
    home.deck("mine.ron", DECK);
    home
}

#[test]
fn found_cards_are_told_as_json_in_order() {
    let home = home();
    let found = home.json(&["search", "deck:mine", "--json", "--sort", "question"]);
    assert_eq!(found["found"], 4);
    assert_eq!(found["query"], "deck:mine");
    let ids: Vec<&str> = found["cards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["flip", "flip", "typed", "lock"]);
    let card = &found["cards"][3];
    assert_eq!(card["question"], "Which one locks a row?");
    assert_eq!(
        (&card["kind"], &card["phase"], &card["due"]),
        (&"choice".into(), &"new".into(), &serde_json::Value::Null)
    );
    assert_eq!(card["tags"], serde_json::json!(["locks"]));
    assert_eq!(found["cards"][1]["reversed"], true);
    let one =
        home.json(&["search", "deck:mine -tag:locks", "--json", "--limit", "1", "--sort", "level"]);
    assert_eq!((one["found"].as_u64(), one["cards"][0]["id"].as_str()), (Some(3), Some("typed")));
    let texts = home.json(&["search", "deck:mine \"for update\"", "--json"]);
    assert_eq!(texts["cards"][0]["id"], "lock");
}

#[test]
fn an_answer_is_found_by_its_day_and_grade() {
    let home = home();
    let study = [
        "study",
        "--terminal",
        "--json",
        "--deck",
        "mine",
        "--limit",
        "1",
        "--seed",
        "1",
        "--now",
        "2026-03-05T12:00:00Z",
    ];
    home.events(&study, "1\n\n");
    let ask = |query: &str, now: &str| {
        home.json(&["search", query, "--json", "--now", now])["found"].as_u64()
    };
    let output =
        home.run(&["search", "deck:mine rated:1", "--json", "--now", "2026-03-05T13:00:00Z"], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(ask("deck:mine rated:1", "2026-03-05T13:00:00Z"), Some(1));
    assert_eq!(ask("deck:mine introduced:2", "2026-03-06T13:00:00Z"), Some(1));
    let later = home.run(&["search", "rated:1", "--now", "2026-03-06T13:00:00Z"], "");
    assert_eq!(later.status.code(), Some(1), "nothing was answered that day");
}

#[test]
fn the_exit_status_is_that_of_grep_and_errors_point_at_their_word() {
    let home = home();
    assert_eq!(home.run(&["search", "deck:mine"], "").status.code(), Some(0));
    let none = home.run(&["search", "tag:nobody-has-it"], "");
    assert_eq!((none.status.code(), text(&none.stdout)), (Some(1), String::new()));
    let wrong = home.run(&["search", "deck:mine prop:x"], "");
    assert_eq!(wrong.status.code(), Some(2));
    let said = text(&wrong.stderr);
    assert!(
        said.contains(
            "`prop:x`: there is no property `x`; there are s, d, r, ivl, due, reps and lapses"
        ),
        "{said}"
    );
    assert!(said.ends_with("  deck:mine prop:x\n                 ^\n"), "{said}");
    let negated = home.run(&["search", "-deck:mine is:suspended"], "");
    assert_eq!(negated.status.code(), Some(1), "{}", text(&negated.stderr));
    let column = home.run(&["search", "deck:mine", "--sort", "colour"], "");
    assert_eq!(column.status.code(), Some(2));
    assert!(text(&column.stderr).contains("there is no column `colour`"));
}
