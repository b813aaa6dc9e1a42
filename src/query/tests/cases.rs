//! The table: what each query finds.

use std::collections::BTreeSet;

use super::*;

/// All cards of the fixture: expire lock cluster cluster#r pipeline (redis),
/// for-update count clauses joins (sql).
const CASES: &[(&str, &str)] = &[
    ("", "expire lock cluster cluster#r pipeline for-update count clauses joins"),
    ("   ", "expire lock cluster cluster#r pipeline for-update count clauses joins"),
    ("*", "expire lock cluster cluster#r pipeline for-update count clauses joins"),
    // Words: question, options, reasons, answers, code, gaps; any case; Markdown is gone.
    ("lock", "lock for-update"),
    ("LOCK", "lock for-update"),
    ("\"row lock\"", "for-update"),
    ("\"time to live\"", "expire"),
    ("\"**time\"", ""),
    ("seconds", "expire"),
    ("ever", "expire"),
    ("16384", "cluster cluster#r"),
    ("pipeline", "pipeline"),
    ("\"a pipeline saves\"", "pipeline"),
    ("\"count(*)\"", "count"),
    ("count\\(\\*", "count"),
    ("keeps", "joins"),
    ("where", "clauses"),
    ("nx", "lock"),
    ("nowhere-at-all", ""),
    ("sel*upd", "for-update"),
    ("upd*sel", ""),
    ("*ock", "lock for-update"),
    ("take row", "for-update"),
    ("take and row", "for-update"),
    ("…", "for-update"),
    ("100%", "cluster cluster#r"),
    // Decks by id and title, with `*`.
    ("deck:redis", "expire lock cluster cluster#r pipeline"),
    ("deck:REDIS", "expire lock cluster cluster#r pipeline"),
    ("deck:\"redis in use\"", "expire lock cluster cluster#r pipeline"),
    ("deck:red*", "expire lock cluster cluster#r pipeline"),
    ("deck:*q*", "for-update count clauses joins"),
    ("deck:red", ""),
    ("deck:*", "expire lock cluster cluster#r pipeline for-update count clauses joins"),
    ("DECK:sql", "for-update count clauses joins"),
    // Tags are whole; a point is a tag of its deck.
    ("tag:locks", "lock for-update"),
    ("tag:lock", ""),
    ("tag:lock*", "lock for-update"),
    ("tag:\"locks at work\"", "lock"),
    ("tag:rows", "for-update count"),
    ("tag:*", "expire lock for-update count"),
    ("point:locks", "lock"),
    ("point:\"keys and*", "!"),
    ("point:keys*", "expire"),
    ("point:\"keys and their lives\"", "expire"),
    ("area:database", "expire lock cluster cluster#r pipeline"),
    ("area:databases", "expire lock cluster cluster#r pipeline"),
    ("area:lang*", "for-update count clauses joins"),
    ("kind:choice", "expire for-update"),
    ("kind:flip", "cluster cluster#r"),
    ("kind:Order", "clauses"),
    ("level:1", "expire"),
    ("level:3", "for-update"),
    ("level:none", "cluster cluster#r pipeline count clauses joins"),
    ("id:expire", "expire"),
    ("id:redis/expire", "expire"),
    ("id:sql/*", "for-update count clauses joins"),
    ("id:*e*", "expire cluster cluster#r pipeline for-update clauses lock"),
    // Where they stand.
    ("is:new", "cluster cluster#r pipeline clauses joins"),
    ("is:learning", "for-update"),
    ("is:learn", "for-update"),
    ("is:review", "expire lock count"),
    ("is:mature", "expire"),
    ("is:young", "lock count"),
    ("is:suspended", "pipeline"),
    ("is:buried", "cluster"),
    ("is:leech", ""),
    ("is:due", "count"),
    ("is:new -is:suspended -is:buried", "cluster#r clauses joins"),
    ("flag:red", "expire"),
    ("flag:1", "expire"),
    ("flag:Blue", "joins"),
    ("flag:any", "expire joins"),
    ("flag:none kind:choice", "for-update"),
    ("flag:0 kind:choice", "for-update"),
    // Figures; without one nothing holds, not even `!=`.
    ("prop:reps=0", "cluster cluster#r pipeline clauses joins"),
    ("prop:reps>=3", "count"),
    ("prop:reps!=0", "expire lock for-update count"),
    ("prop:lapses>0", "count"),
    ("prop:lapses=1", "count"),
    ("prop:s>0", "expire lock for-update count"),
    ("prop:s!=0", "expire lock for-update count"),
    ("prop:s<0.5", "for-update"),
    ("prop:d>=1 prop:d<=10", "expire lock for-update count"),
    ("prop:r<=1", "expire lock for-update count"),
    ("prop:r<=100%", "expire lock for-update count"),
    ("prop:r=1", "for-update"),
    ("prop:ivl=0", "for-update"),
    ("prop:ivl>20", "expire"),
    ("prop:due=100", "expire"),
    ("prop:due=0", "for-update"),
    ("prop:due<0", "count"),
    ("prop:due>0", "expire lock"),
    // Answers: today is the first day.
    ("rated:1", "for-update"),
    ("rated:2", "for-update"),
    ("rated:3", "for-update lock"),
    ("rated:11", "for-update lock count"),
    ("rated:41", "for-update lock count expire"),
    ("rated:41:4", "expire"),
    ("rated:41:1", "for-update count"),
    ("rated:1:1", "for-update"),
    ("rated:1:3", ""),
    ("rated:11:2", "lock"),
    ("introduced:1", "for-update"),
    ("introduced:11", "for-update lock"),
    // Joined.
    ("deck:redis tag:locks", "lock"),
    ("deck:redis or tag:locks", "expire lock cluster cluster#r pipeline for-update"),
    ("deck:redis OR tag:locks", "expire lock cluster cluster#r pipeline for-update"),
    ("-deck:redis", "for-update count clauses joins"),
    ("--deck:sql", "for-update count clauses joins"),
    ("deck:sql -tag:rows", "clauses joins"),
    ("kind:flip or kind:choice deck:sql", "cluster cluster#r for-update"),
    ("(kind:flip or kind:choice) deck:redis", "cluster cluster#r expire"),
    ("-(kind:flip or deck:sql)", "expire lock pipeline"),
    ("deck:redis tag:locks is:due prop:s>30 rated:7:1 flag:red \"text\" -is:suspended", ""),
    ("deck:sql \"or\"", "clauses for-update"),
    ("()", "expire lock cluster cluster#r pipeline for-update count clauses joins"),
    ("-()", ""),
];

#[test]
fn each_query_finds_its_cards() {
    let asked = Fixture::studied().asked();
    for (query, wanted) in CASES {
        if *wanted == "!" {
            assert!(parse(query).is_err(), "{query}");
            continue;
        }
        let wanted: BTreeSet<String> = wanted.split_whitespace().map(str::to_owned).collect();
        assert_eq!(asked.names(query), wanted, "{query}");
    }
}

#[test]
fn what_is_not_at_hand_is_told() {
    let asked = Fixture::new().asked();
    let bare = World { facts: &asked.facts, recent: None, text: None };
    let ask = |query: &str| find(&parse(query).unwrap(), &bare).map(|found| found.count());
    assert_eq!(ask("lock"), Err(Missing::Text));
    assert_eq!(ask("rated:3"), Err(Missing::History));
    assert_eq!(ask("introduced:3"), Err(Missing::History));
    assert_eq!(ask("deck:redis or *"), Ok(9));
}

#[test]
fn a_day_later_and_after_an_answer_the_facts_are_others() {
    let mut fixture = Fixture::studied();
    fixture.at(1);
    let asked = fixture.asked();
    // What was being learned is due, and what was buried rests no longer.
    assert_eq!(asked.names("is:due"), ["count", "for-update"].map(str::to_owned).into());
    assert_eq!(asked.names("is:buried"), BTreeSet::new());
    fixture = asked.fixture;
    fixture.answer("sql/count", Rating::Easy);
    let asked = fixture.asked();
    assert_eq!(asked.names("is:due"), ["for-update"].map(str::to_owned).into());
    assert_eq!(asked.names("rated:1:4"), ["count"].map(str::to_owned).into());
}

fn order(asked: &Asked, column: Column, is_descending: bool) -> Vec<String> {
    let mut found: Vec<u32> = (0..u32::try_from(asked.facts.len()).unwrap()).collect();
    sort(&mut found, column, is_descending, &asked.facts, Some(&asked.text));
    found.into_iter().map(|item| asked.name(item as usize)).collect()
}

#[test]
fn columns_sort_both_ways_and_what_has_no_figure_stands_last() {
    let asked = Fixture::studied().asked();
    let first = |column, down| order(&asked, column, down)[..3].to_vec();
    assert_eq!(first(Column::Due, false), ["count", "for-update", "lock"]);
    assert_eq!(first(Column::Due, true), ["expire", "lock", "for-update"]);
    assert_eq!(first(Column::Lapses, true)[0], "count");
    assert_eq!(first(Column::Reps, true)[0], "count");
    assert_eq!(first(Column::Flag, false)[..2], ["expire", "joins"]);
    assert_eq!(first(Column::Flag, true)[..2], ["joins", "expire"]);
    assert_eq!(first(Column::Level, true), ["for-update", "lock", "expire"]);
    assert_eq!(first(Column::LastAnswered, false)[0], "expire");
    assert_eq!(first(Column::Recall, true)[0], "for-update");
    assert_eq!(first(Column::Question, false), ["pipeline", "cluster", "cluster#r"]);
    assert_eq!(first(Column::Question, true), ["joins", "expire", "count"]);
    assert_eq!(first(Column::Deck, true)[0], "for-update");
    assert_eq!(first(Column::Kind, false), ["expire", "for-update", "cluster"]);
    for column in Column::ALL {
        for down in [false, true] {
            let mut names = order(&asked, column, down);
            names.sort();
            names.dedup();
            assert_eq!(names.len(), 9, "{column:?}: each card once");
        }
    }
    // New cards have no due day: they stand last, in the order of the decks.
    let last = ["cluster", "cluster#r", "pipeline", "clauses", "joins"];
    assert_eq!(order(&asked, Column::Due, false)[4..], last);
    assert_eq!(order(&asked, Column::Due, true)[4..], last);
}
