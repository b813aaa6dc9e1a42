//! Studying through a pipe: every kind of card from question to stored review.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing setup should fail the test")]

mod common;

use std::io::Write as _;

use common::{Home, of, text};
use rand::SeedableRng as _;
use serde_json::Value;

/// One card of each kind, in a deck that new cards are taken from in order.
const KINDS: &str = r#"
Deck(format: 1, id: "kinds", title: "Kinds", cards: [
    Choice(id: "choice", ask: "Which?", right: [("R", "because")], wrong: [("W1", "no"), ("W2", "no")], why: "So."),
    Choice(id: "several", ask: "Which two?", right: ["R1", "R2"], wrong: ["W1"]),
    Flip(id: "flip", front: "Front", back: "The back"),
    Cloze(id: "cloze", text: "A {{one}} and a {{two::number}}."),
    Typed(id: "typed", ask: "Say it", accept: ["word"]),
    Output(id: "output", code: (Python, "print(6 * 7)"), prints: "42"),
    Order(id: "order", ask: "In order", steps: ["a", "b", "c"], decoys: ["x"]),
    Match(id: "match", ask: "Join", pairs: [("l1", "r1"), ("l2", "r2"), ("l3", "r3")]),
])
"#;

/// The line that answers a question rightly.
fn right(question: &Value) -> String {
    let at = |list: &str, text: &str| {
        let list = question[list].as_array().unwrap();
        (list.iter().position(|item| item == text).unwrap() + 1).to_string()
    };
    match question["id"].as_str().unwrap() {
        "choice" => at("options", "R"),
        "several" => format!("{} {}", at("options", "R1"), at("options", "R2")),
        "cloze" => "one | two".to_owned(),
        "typed" => "Word".to_owned(),
        "output" => "42".to_owned(),
        "order" => format!("{} {} {}", at("lines", "a"), at("lines", "b"), at("lines", "c")),
        "match" => format!("{},{},{}", at("right", "r1"), at("right", "r2"), at("right", "r3")),
        "flip" => String::new(),
        other => panic!("{other}"),
    }
}

/// Studies one card after the other as a person would: reads, then writes.
fn study(home: &Home, args: &[&str], mut answer: impl FnMut(&Value) -> String) -> Vec<Value> {
    use std::io::{BufRead, BufReader, Write};
    let mut child = home.spawn(args);
    let mut stdin = child.stdin.take().unwrap();
    let mut events = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let event: Value = serde_json::from_str(&line.unwrap()).unwrap();
        match event["event"].as_str().unwrap() {
            "question" => writeln!(stdin, "{}", answer(&event)).unwrap(),
            "feedback" if event.get("correct").is_none() => writeln!(stdin, "3").unwrap(),
            "feedback" => writeln!(stdin).unwrap(),
            _ => {}
        }
        events.push(event);
    }
    assert!(child.wait().unwrap().success());
    events
}

const STUDY: [&str; 8] = [
    "study",
    "--terminal",
    "--json",
    "--deck",
    "kinds",
    "--seed",
    "7",
    "--now=2026-03-01T09:00:00Z",
];

#[test]
fn every_kind_of_card_is_answered_and_stored() {
    let home = Home::new();
    home.deck("kinds.ron", KINDS);
    let events = study(&home, &STUDY, right);
    let feedback: Vec<&Value> = of(&events, "feedback")
        .into_iter()
        .filter(|event| event.get("correct").is_some())
        .collect();
    assert!(feedback.iter().all(|event| event["correct"] == true), "{feedback:?}");
    let mut seen: Vec<&str> =
        of(&events, "question").iter().map(|event| event["id"].as_str().unwrap()).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 8, "each card was asked");
    let saved = of(&events, "saved").len();
    let stats = home.json(&["stats", "--json", "--now=2026-03-01T10:00:00Z"]);
    assert_eq!(stats["reviews"]["all"], saved);
    assert_eq!(stats["reviews"]["correct_today"], saved);
    let summary = of(&events, "summary");
    assert_eq!(summary.len(), 1);
    assert_eq!(summary[0]["answered"], saved);
    let verify = home.json(&["verify", "--json"]);
    assert_eq!(verify["proven"], true);
}

#[test]
fn a_question_event_holds_no_answer() {
    let home = Home::new();
    home.deck("kinds.ron", KINDS);
    // What is not known comes back for ever: the limit ends it.
    let events = study(&home, &[&STUDY[..], &["--limit", "12"]].concat(), |_| String::new());
    for question in of(&events, "question") {
        let shown = question.to_string();
        let secret = match question["id"].as_str().unwrap() {
            "flip" => "The back",
            "cloze" => "two",
            "typed" => "word",
            "output" => "42",
            "choice" => "because",
            _ => continue,
        };
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn wrong_answers_come_back_and_are_listed_sure_but_wrong_first() {
    let home = Home::new();
    home.deck(
        "two.ron",
        r#"Deck(format: 1, id: "two", title: "Two", cards: [
            Typed(id: "a", ask: "Say a", accept: ["a"]),
            Typed(id: "b", ask: "Say b", accept: ["b"]),
        ])"#,
    );
    let args = ["study", "--terminal", "--json", "--deck", "two", "--now=2026-03-01T09:00:00Z"];
    // The first is missed, the second missed with confidence, then both known.
    let events = home.events(&args, "no\n\n:sure\nno\n\na\n\nb\n\n");
    let asked: Vec<&str> =
        of(&events, "question").iter().map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(asked, ["a", "b", "a", "b"]);
    let summary = of(&events, "summary")[0];
    assert_eq!((&summary["answered"], &summary["correct"]), (&4.into(), &2.into()));
    assert_eq!(summary["missed"][0]["key"], "two/b");
    assert_eq!(summary["missed"][0]["confident_error"], true);
    assert_eq!(summary["missed"][1]["key"], "two/a");
}

#[test]
fn undo_and_redo_take_the_answer_back_and_forth() {
    let home = Home::new();
    home.deck("kinds.ron", KINDS);
    let events = home.events(&STUDY, "1\nu\n:redo\nu\nq\n");
    assert_eq!(of(&events, "saved").len(), 1);
    assert_eq!(of(&events, "undone").len(), 2);
    assert_eq!(of(&events, "redone").len(), 1);
    let stats = home.json(&["stats", "--json", "--now=2026-03-01T10:00:00Z"]);
    assert_eq!(stats["reviews"]["all"], 0);
    let first = of(&events, "question");
    assert_eq!(first[0]["key"], first[1]["key"], "the card stands there again");
    assert_eq!(home.json(&["verify", "--json"])["proven"], true);
}

#[test]
fn the_same_seed_asks_the_same_questions() {
    let ask = |seed: &str| {
        let home = Home::new();
        let args = ["study", "--terminal", "--json", "--seed", seed, "--now=2026-03-01T09:00:00Z"];
        let events = home.events(&args, &"\n1\n".repeat(60));
        of(&events, "question").iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let one = ask("5");
    assert!(one.len() > 10);
    assert_eq!(one, ask("5"));
    assert_ne!(one, ask("6"));
}

#[test]
fn cram_records_nothing() {
    let home = Home::new();
    home.deck("kinds.ron", KINDS);
    let args = ["study", "--terminal", "--json", "--cram", "--deck", "kinds", "--seed", "3"];
    let events = study(&home, &args, right);
    assert!(of(&events, "saved").is_empty());
    assert_eq!(of(&events, "summary")[0]["answered"], 8);
    assert_eq!(of(&events, "summary")[0]["recorded"], false);
    assert_eq!(home.json(&["stats", "--json"])["reviews"]["all"], 0);
}

#[test]
fn unknown_names_are_told_with_the_nearest_that_exists() {
    let home = Home::new();
    let output = home.run(&["study", "--terminal", "--deck", "pyton"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("perhaps `python`"), "{}", text(&output.stderr));
    let output = home.run(&["due", "--now", "yesterday"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is no time"));
}

#[test]
fn without_a_display_the_plain_command_says_so() {
    let home = Home::new();
    let output = home.run(&[], "");
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(message.contains("no window can be opened"), "{message}");
    assert!(message.contains("study --terminal"), "{message}");
    assert_eq!(message.trim().lines().count(), 1, "{message}");
}

#[test]
fn any_input_ends_well() {
    let home = Home::new();
    home.deck("kinds.ron", KINDS);
    let mut child = home.spawn(&STUDY);
    let mut garbage = vec![0_u8; 200_000];
    rand::Rng::fill_bytes(&mut rand_chacha::ChaCha8Rng::from_seed([7; 32]), &mut garbage);
    let _ = child.stdin.take().unwrap().write_all(&garbage);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(home.json(&["verify", "--json"])["proven"], true);
}

#[test]
fn a_deck_that_vanishes_for_a_month_keeps_its_progress() {
    let home = Home::new();
    let path = home.deck("kinds.ron", KINDS);
    let events = study(&home, &STUDY, right);
    assert!(!of(&events, "saved").is_empty());
    let before = home.json(&["stats", "--json", "--now=2026-04-02T09:00:00Z"]);
    std::fs::rename(&path, home.path().join("away")).unwrap();
    let away = home.json(&["stats", "--json", "--now=2026-04-02T09:00:00Z"]);
    assert_eq!(away["reviews"]["all"], before["reviews"]["all"], "the log is not touched");
    let other = ["study", "--terminal", "--json", "--now=2026-04-02T09:00:00Z", "--limit", "1"];
    home.events(&other, "\nq\n");
    std::fs::rename(home.path().join("away"), &path).unwrap();
    let find = |stats: &Value| {
        let decks = stats["decks"].as_array().unwrap();
        decks.iter().find(|deck| deck["id"] == "kinds").cloned()
    };
    let after = home.json(&["stats", "--json", "--now=2026-04-02T09:00:00Z"]);
    assert_eq!(find(&after), find(&before));
}

#[test]
fn plans_are_worked_out_and_printed() {
    let home = Home::new();
    let now = ["--now", "2026-03-05T12:00:00Z"];
    let none = home.json(&["plan", "--json", now[0], now[1]]);
    assert_eq!(none["plans"].as_array().map(Vec::len), Some(0));
    let plans = "(plans: [(name: \"Interview\", day: \"2026-04-01\", subjects: [Deck(\"redis\")], \
                 minutes: 10, from: \"2026-03-01\", unmet: 57)])";
    std::fs::write(home.path().join("plans.ron"), plans).unwrap();
    let status = home.json(&["plan", "--json", now[0], now[1]]);
    let plan = &status["plans"][0];
    assert_eq!((plan["days_left"].as_i64(), plan["met"].as_u64()), (Some(27), Some(0)));
    assert!(plan["days_ahead"].as_f64().unwrap() < 0.0, "nothing was met: {plan}");
    let forecast = &plan["forecast"];
    let of = |name: &str| forecast[name].as_f64().unwrap();
    assert!(of("low") < of("score") && of("score") < of("high"), "{forecast}");
    assert!(of("untouched") < 1e-9, "{forecast}");
    assert_eq!(forecast["subjects"][0]["subject"], "redis");
    assert_eq!(home.json(&["plan", "--json", now[0], now[1]]), status, "the same every time");
    let said = text(&home.run(&["plan", now[0], now[1]], "").stdout);
    assert!(said.contains("Interview on 2026-04-01, in 27 days"), "{said}");
    std::fs::write(home.path().join("plans.ron"), "(plans: soon)").unwrap();
    let broken = home.run(&["plan", now[0], now[1]], "");
    assert!(text(&broken.stderr).contains("plans.ron:1:"), "the fault is told with its place");
    assert!(text(&broken.stdout).contains("No plan"));
}
