//! Placeholders, Markdown, outputs, sessions.

use proptest::prelude::*;

use super::super::compare::{difference, same, tidy};
use super::super::fill::{fenced, fill, has, numbers, plain};
use super::super::transcript::{commands, expected, is_several, typed};

fn one(name: &str, value: &str) -> [(String, String); 1] {
    [(name.to_owned(), value.to_owned())]
}

#[test]
fn only_the_named_placeholder_is_filled() {
    let filled = fill("{{answer}} {{ answer }} {{other}} {answer}", &one("answer", "x"));
    assert_eq!(filled, "x {{ answer }} {{other}} {answer}");
    assert_eq!(fill("f\"{{{answer}}}\"", &one("answer", "x")), "f\"{x}\"");
}

#[test]
fn what_was_filled_in_is_not_filled_again() {
    let values = [("1".to_owned(), "{{2}}".to_owned()), ("2".to_owned(), "b".to_owned())];
    assert_eq!(fill("{{1}} {{2}}", &values), "{{2}} b");
}

#[test]
fn numbers_are_found_beside_templates() {
    assert_eq!(numbers("{{1}} {{ 2 }} {{x}} {{12}}"), [1, 12]);
    assert!(has("a {{left}}", "left"));
    assert!(!has("a {{ left }}", "left"));
}

#[test]
fn markdown_is_taken_off_answers() {
    for (markdown, text) in [
        ("`a`", "a"),
        ("use `a_b` and **c**", "use a_b and c"),
        ("``a`b``", "a`b"),
        ("`List<String>` of <T>", "List<String> of <T>"),
        ("```\na\n  b\n```", "a\n  b"),
        ("1. not a list?", "1. not a list?"),
        ("# a comment in `sh`", "# a comment in sh"),
        ("a\nb", "a\nb"),
        ("\\*args", "*args"),
    ] {
        assert_eq!(plain(markdown), text, "{markdown}");
    }
}

#[test]
fn fenced_blocks_are_taken_out_of_prose() {
    assert_eq!(fenced("a\n```sql\nb\n\nc\n```\n`d`"), ["b\n\nc\n"]);
    assert_eq!(fenced("```\na\n```\n```\nb\n```"), ["a\n", "b\n"]);
}

#[test]
fn trailing_blanks_and_newlines_do_not_count_all_else_does() {
    assert!(same("a\nb", "a  \nb\n\n"));
    assert!(same("a\r\n", "a"));
    for other in [" a\nb", "a\n\nb", "A\nb", "a b"] {
        assert!(!same("a\nb", other), "{other:?}");
    }
}

#[test]
fn a_difference_shows_what_was_expected_and_what_came() {
    assert_eq!(difference("a\nb", "a\nc"), "  a\n- b\n+ c\n");
}

#[test]
fn prompts_are_told_from_replies() {
    for (line, terminal, command) in [
        ("> GET a", "", "GET a"),
        ("(TX)> GET a", "", "GET a"),
        ("A> GET a", "A", "GET a"),
        ("B(TX)> EXEC", "B", "EXEC"),
        ("> EVAL \"return 1 > 0\" 0", "", "EVAL \"return 1 > 0\" 0"),
    ] {
        let typed = typed(line).map(|typed| (typed.terminal, typed.command));
        assert_eq!(typed, Some((terminal, command)), "{line}");
    }
    for reply in ["OK", "1) \"a> b\"", "(integer) 1", "\"> x\"", "AB> x"] {
        assert_eq!(typed(reply), None, "{reply}");
    }
}

#[test]
fn a_session_is_what_was_typed_and_what_came_back() {
    let code = "A> SET a 1\nOK\n\nB> GET a";
    assert_eq!(expected(code, "\"1\""), "OK\n\"1\"");
    let sent: Vec<_> = commands(code).iter().map(|one| (one.terminal, one.command)).collect();
    assert_eq!(sent, [("A", "SET a 1"), ("B", "GET a")]);
    assert_eq!(expected("SET a 1\nGET a", "x"), "x", "commands alone show nothing");
    assert_eq!(commands("SET a 1\nGET a").len(), 2);
}

#[test]
fn several_connections_are_known_by_their_letters() {
    assert!(is_several("a> BEGIN\nb> BEGIN\n\na> COMMIT"));
    for code in ["", "SELECT 1", "a> BEGIN\nSELECT 1", "A> x", "ab> x"] {
        assert!(!is_several(code), "{code}");
    }
}

proptest! {
    #[test]
    fn text_without_the_placeholder_stays(text in "[a-z{} \n]{0,40}") {
        prop_assume!(!text.contains("{{q}}"));
        prop_assert_eq!(fill(&text, &one("q", "x")), text);
    }

    #[test]
    fn every_placeholder_is_filled(parts in prop::collection::vec("[a-z \n]{0,6}", 1..6), value in "[^{}]{0,6}") {
        let text = parts.join("{{q}}");
        prop_assert_eq!(fill(&text, &one("q", &value)), parts.join(&value));
    }

    #[test]
    fn tidying_twice_changes_nothing(text in "[a-z \t\n]{0,40}") {
        let once = tidy(&text);
        prop_assert_eq!(tidy(&once), once.clone());
        prop_assert!(same(&text, &once));
        let longer = format!("{once}  \n\n");
        prop_assert!(same(&once, &longer));
    }

    #[test]
    fn words_without_marks_are_plain_already(text in "[A-Za-z][A-Za-z0-9 ,.()=]{0,20}[a-z]") {
        prop_assume!(!text.contains("  "));
        prop_assert_eq!(plain(&text), text);
    }

    #[test]
    fn code_marks_are_taken_off(text in "[A-Za-z<>{}=*_][A-Za-z0-9<>{}=*_ ]{0,20}[a-z]") {
        prop_assert_eq!(plain(&format!("`{text}`")), text);
    }
}
