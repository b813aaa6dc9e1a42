//! What is said of queries that can't be read: where, what, and what instead.

use super::*;

/// The query, the text that the error points at, and what it says.
const CASES: &[(&str, &str, &str)] = &[
    ("prop:x", "x", "there is no property `x`; there are s, d, r, ivl, due, reps and lapses"),
    ("deck:redis prop:laps>3", "laps>3", "Did you mean `lapses`?"),
    ("prop:stability>3", "stability>3", "Did you mean `s`?"),
    ("prop:stablity>3", "stablity>3", "Did you mean `s`?"),
    ("prop:s", "s", "a comparison is missing, such as `prop:s>30`"),
    ("prop:s>", "s>", "`` is no number"),
    ("prop:s>abc", "s>abc", "`abc` is no number"),
    ("prop:s>nan", "s>nan", "`nan` is no number"),
    ("prop:s=>3", "s=>3", "`>3` is no number"),
    ("is:dew", "dew", "there is no state `dew`"),
    ("a is:du b", "du", "Did you mean `due`?"),
    ("is:", "is:", "`is:` needs something behind it"),
    ("tag:", "tag:", "such as `tag:locks`"),
    ("deck: redis", "deck:", "such as `deck:redis`"),
    ("flag:redd", "redd", "Did you mean `red`?"),
    ("flag:9", "9", "or 1 to 7"),
    ("kind:chioce", "chioce", "Did you mean `choice`?"),
    ("level:4", "4", "a level is 1, 2, 3 or none"),
    ("rated:x", "x", "`x` is no number of days"),
    ("rated:0", "0", "1 is today"),
    ("rated:7:5", "7:5", "a grade is 1 (again)"),
    ("introduced:-1", "-1", "no number of days"),
    ("added:7", "added:7", "`introduced:7` finds cards that you met"),
    ("dek:redis", "dek", "did you mean `deck:`?"),
    ("std::vec", "std", "write \"std::vec\" in quotation marks"),
    (":due", ":due", "there is no key before the colon"),
    ("\"open", "\"open", "never closed"),
    ("deck:\"open", "\"open", "never closed"),
    ("a (b", "(", "never closed"),
    ("a) b", ")", "closes none"),
    ("a or", "or", "nothing behind `or`"),
    ("or a", "or", "nothing before `or`"),
    ("a or or b", "or", "nothing before `or`"),
    ("and a", "and", "nothing before `and`"),
    ("a and", "and", "nothing behind `and`"),
    ("(a or)", "or", "nothing behind `or`"),
    ("\"\"", "\"\"", "nothing between the quotation marks"),
    ("a\\", "\\", "there is none"),
];

#[test]
fn an_error_points_at_its_word_and_says_what_would_be_right() {
    for (query, at, said) in CASES {
        let error = parse(query).err().unwrap_or_else(|| QueryError::new(0..0, "it was read"));
        assert_eq!(query.get(error.span.clone()), Some(*at), "{query}: {error:?}");
        assert!(error.message.contains(said), "{query}: {}", error.message);
    }
}

#[test]
fn a_terminal_shows_the_place() {
    let error = parse("é tag:a is:dew").unwrap_err();
    assert_eq!(error.pointed("é tag:a is:dew"), "é tag:a is:dew\n           ^^^");
}

#[test]
fn brackets_have_a_bound() {
    let deep = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(parse(&deep).unwrap_err().message.contains("too many brackets"));
    assert!(parse(&"-".repeat(100_000)).is_err());
    assert!(parse(&format!("{}a{}", "(".repeat(60), ")".repeat(60))).is_ok());
}
