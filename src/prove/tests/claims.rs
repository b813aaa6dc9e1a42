//! Which runs a card asks for, and what must come of each.

use super::super::claim::{Expect, claim};
use super::{card, empty, runs};
use crate::deck::Runner;

fn prints(text: &str) -> Expect {
    Expect { prints: Some(text.to_owned()), ..Expect::default() }
}

#[test]
fn an_output_card_is_its_own_proof() {
    let runs = runs(r#"Output(code: (Python, "print(1)"), prints: "1")"#);
    assert_eq!(runs.len(), 1);
    assert_eq!((runs[0].code.as_str(), &runs[0].expect), ("print(1)", &prints("1")));
}

#[test]
fn a_proof_may_run_other_code_than_an_output_card_shows() {
    let runs = runs(
        r#"Output(code: (Python, "print(1)"), prints: "1",
           proof: (on: Flask, setup: "s", code: "c", prints: "p"))"#,
    );
    assert_eq!((runs[0].setup.as_str(), runs[0].code.as_str()), ("s", "c"));
    assert_eq!(runs[0].expect, prints("p"));
}

#[test]
fn an_output_that_ends_in_a_failure_must_be_shown_by_it() {
    let runs = runs(
        r#"Output(code: (Python, "1/0"), prints: "ZeroDivisionError",
           proof: (on: Python, fails: "Zero"))"#,
    );
    let Expect { prints, fails, shows, wrong } = &runs[0].expect;
    assert_eq!((prints, wrong), (&None, &false));
    assert_eq!((fails.as_deref(), shows.as_deref()), (Some("Zero"), Some("ZeroDivisionError")));
}

#[test]
fn without_a_placeholder_the_only_right_option_must_come_out_as_plain_text() {
    let runs = runs(
        r#"Choice(ask: "?", right: ["`a` **b**"], wrong: ["c"],
           proof: (on: Python, code: "x"))"#,
    );
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].expect, prints("a b"));
}

#[test]
fn every_option_is_run_and_the_wrong_ones_must_not_give_it() {
    let runs = runs(
        r#"Choice(ask: "?", right: ["`a`", "b"], wrong: ["`c`"],
           proof: (on: Python, setup: "s {{answer}}", code: "c {{answer}}", prints: "1"))"#,
    );
    let seen: Vec<_> =
        runs.iter().map(|run| (run.setup.as_str(), run.code.as_str(), run.expect.wrong)).collect();
    assert_eq!(seen, [("s a", "c a", false), ("s b", "c b", false), ("s c", "c c", true)]);
    assert!(runs.iter().all(|run| run.expect.prints.as_deref() == Some("1")));
    assert_eq!(runs[2].about, "wrong option `c`");
}

#[test]
fn a_choice_that_says_nothing_proves_nothing() {
    let several =
        r#"Choice(ask: "?", right: ["a", "b"], wrong: ["c"], proof: (on: Python, code: "x"))"#;
    assert!(empty(several).contains("several right options"));
    let silent =
        r#"Choice(ask: "?", right: ["a"], wrong: ["c"], proof: (on: Python, code: "{{answer}}"))"#;
    assert!(empty(silent).contains("proves nothing"));
    let no_code =
        r#"Choice(ask: "?", right: ["a"], wrong: ["c"], proof: (on: Python, prints: "x"))"#;
    assert!(empty(no_code).contains("no `code`"));
}

#[test]
fn each_accepted_form_is_run() {
    let runs = runs(
        r#"Typed(ask: "?", accept: ["`a`", "b"],
           proof: (on: Python, code: "{{answer}}", prints: "1"))"#,
    );
    let codes: Vec<_> = runs.iter().map(|run| run.code.as_str()).collect();
    // Accepted forms are plain text: their marks belong to them.
    assert_eq!(codes, ["`a`", "b"]);
    assert!(runs.iter().all(|run| run.expect == prints("1")));
}

#[test]
fn without_a_placeholder_the_first_accepted_form_must_come_out() {
    let runs = runs(r#"Typed(ask: "?", accept: ["a", "b"], proof: (on: Python, code: "x"))"#);
    assert_eq!((runs.len(), &runs[0].expect), (1, &prints("a")));
    let silent = r#"Typed(ask: "?", accept: ["a"], proof: (on: Python, code: "{{answer}}"))"#;
    assert!(empty(silent).contains("proves nothing"));
}

#[test]
fn gaps_are_filled_by_number() {
    let runs = runs(
        r#"Cloze(text: "{{a::hint}} and {{b}}",
           proof: (on: Python, setup: "{{2}}", code: "{{1}} {{2}} {{ x }}", prints: "1"))"#,
    );
    assert_eq!((runs[0].setup.as_str(), runs[0].code.as_str()), ("b", "a b {{ x }}"));
    let third = r#"Cloze(text: "{{a}}", proof: (on: Python, code: "{{3}}", prints: "1"))"#;
    assert!(empty(third).contains("no gap 3"));
}

#[test]
fn a_cloze_without_code_runs_its_own_block() {
    let runs = runs(
        "Cloze(text: r#\"Fill:\n```python\nprint({{1 + 1}})\n```\"#,
           proof: (on: Python, prints: \"2\"))",
    );
    assert_eq!((runs[0].code.trim_end(), &runs[0].expect), ("print(1 + 1)", &prints("2")));
    let none = r#"Cloze(text: "{{a}}", proof: (on: Python, prints: "1"))"#;
    assert!(empty(none).contains("0 fenced code blocks"));
    let silent = "Cloze(text: r#\"```\n{{a}}\n```\"#, proof: (on: Python))";
    assert!(empty(silent).contains("proves nothing"));
}

#[test]
fn every_order_that_is_right_is_run() {
    let runs = runs(
        r#"Order(ask: "?", steps: ["`a`", "b", "c"], also: [[1, 3, 2]],
           proof: (on: Python, code: "{{steps}}; {{2}}", prints: "1"))"#,
    );
    let codes: Vec<_> = runs.iter().map(|run| run.code.as_str()).collect();
    assert_eq!(codes, ["a\nb\nc; b", "a\nc\nb; c"]);
}

#[test]
fn without_a_placeholder_the_steps_must_come_out() {
    let runs = runs(r#"Order(ask: "?", steps: ["a", "b"], proof: (on: Python, code: "x"))"#);
    assert_eq!((runs.len(), &runs[0].expect), (1, &prints("a\nb")));
}

#[test]
fn each_pair_is_run_and_its_right_side_must_come_out() {
    let runs = runs(
        r#"Match(ask: "?", pairs: [("`a`", "`1`"), ("b", "2")],
           proof: (on: Python, code: "{{left}}"))"#,
    );
    let seen: Vec<_> = runs.iter().map(|run| (run.code.as_str(), run.expect.clone())).collect();
    assert_eq!(seen, [("a", prints("1")), ("b", prints("2"))]);
}

#[test]
fn pairs_put_in_whole_must_give_what_the_proof_says() {
    let both = runs(
        r#"Match(ask: "?", pairs: [("a", "1"), ("b", "2")],
           proof: (on: Python, code: "{{left}}{{right}}", prints: "ok"))"#,
    );
    let seen: Vec<_> = both.iter().map(|run| (run.code.as_str(), run.expect.clone())).collect();
    assert_eq!(seen, [("a1", prints("ok")), ("b2", prints("ok"))]);
    for code in ["{{left}}{{right}}", "x"] {
        let text = format!(
            r#"Match(ask: "?", pairs: [("a", "1"), ("b", "2")], proof: (on: Python, code: "{code}"))"#
        );
        assert!(empty(&text).contains("proves nothing"), "{code}");
    }
}

#[test]
fn a_flip_must_say_what_comes_out() {
    let silent = r#"Flip(front: "?", back: "!", proof: (on: Python, code: "x"))"#;
    assert!(empty(silent).contains("proves nothing"));
    let fails = r#"Flip(front: "?", back: "!", proof: (on: Python, code: "x", fails: "f"))"#;
    assert_eq!(runs(fails)[0].expect.fails.as_deref(), Some("f"));
}

#[test]
fn a_redis_session_is_compared_with_all_that_it_shows() {
    let text = r#"Output(code: (Redis, "> SET a 1\nOK\n> GET a"), prints: "\"1\"")"#;
    let runs = claim(&card(text), Runner::Redis).unwrap();
    assert_eq!(runs[0].expect.prints.as_deref(), Some("OK\n\"1\""));
}
