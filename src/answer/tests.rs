use proptest::prelude::*;

use super::result::DiffPart;
use super::*;

fn right(form: &Form, given: &str, expected: &str) -> bool {
    compare(given, &[expected.to_owned()], form).right
}

/// All of these are the same, whichever is typed and whichever expected.
fn all_same(form: &Form, texts: &[&str]) {
    for given in texts {
        for expected in texts {
            assert!(right(form, given, expected), "{form:?}: `{given}` is `{expected}`");
        }
    }
}

/// None of these is the same as another.
fn all_differ(form: &Form, texts: &[&str]) {
    for (at, given) in texts.iter().enumerate() {
        for (other, expected) in texts.iter().enumerate() {
            assert_eq!(
                right(form, given, expected),
                at == other,
                "{form:?}: `{given}` against `{expected}`"
            );
        }
    }
}

fn code(language: &str) -> Form {
    Form::Code(language.to_owned())
}

#[test]
fn words_are_compared_as_people_read_them() {
    let text = Form::Text;
    all_same(
        &text,
        &["Event loop", "event  loop", " EVENT LOOP. ", "\"event loop\"", "`event loop`."],
    );
    all_same(&text, &["don't", "don’t", "Don′t"]);
    all_same(&text, &["read-only", "read–only", "read‑only"]);
    all_same(&text, &["caf\u{e9}", "cafe\u{301}", "CAF\u{c9}"]);
    all_same(&text, &["a\u{a0}b", "a b", "a\tb", "a\u{200b} b"]);
    all_same(&text, &["len()", "len().", "`len()`"]);
    all_differ(&text, &["read-only", "read only", "readonly"]);
    all_differ(&text, &["..", "...", "."]);
    all_differ(&text, &["`a` and `b`", "a` and `b"]);
    all_differ(&text, &["200", "204", "2 00"]);
}

#[test]
fn command_lines_are_compared_as_the_command_gets_them() {
    let command = Form::Command;
    all_same(&command, &["SET user:1 x EX 60", "set  user:1 x ex 60;", " Set user:1 x Ex 60 ; "]);
    all_same(&command, &["SET k \"a b\"", "set k 'a b'"]);
    all_same(&command, &["SET k hello", "SET k \"hello\"", "SET k 'hello'"]);
    all_same(&command, &["git commit -m \"fix it\"", "git  commit -m 'fix it'"]);
    all_differ(&command, &["SET user:1 x", "SET USER:1 x", "SET user:1 \"X\""]);
    all_differ(&command, &["GET user:name", "GET USER:name"]);
    all_differ(&command, &["git branch -d x1", "git branch -D x1", "git branch -d \"x 1\""]);
    all_differ(&command, &["echo \"a  b\"", "echo \"a b\"", "echo a b", "echo 'A b'"]);
    all_differ(&command, &["echo \"$HOME\"", "echo '$HOME'", "echo $Home"]);
    all_differ(&command, &["X1=1", "X1 = 1"]);
    all_same(
        &command,
        &["SELECT id, n FROM t WHERE a='X y';", "select id,n from T where a = 'X y'"],
    );
    all_differ(&command, &["select 'a'", "select 'A'", "select \"a\""]);
}

#[test]
fn numbers_are_compared_by_value() {
    let number = Form::Number;
    let thousand = [
        "1000",
        "1,000",
        "1 000",
        "1_000",
        "1'000",
        "1e3",
        "+1000",
        "1000.0",
        "0x3E8",
        "1000.",
        "1E+3",
        "10e2",
        "01000",
        "1\u{a0}000",
        "1\u{202f}000",
        "0b1111101000",
        "1000 ms",
    ];
    all_same(&number, &thousand);
    all_same(&number, &["0.5", ".5", "0,5", "5e-1", "0.50", "50e-2"]);
    all_same(&number, &["0.125", "0,125", ".125"]);
    all_same(&number, &["-1", "−1", "-1.0"]);
    all_same(&number, &["0", "-0", "0.0", "0e9", "00"]);
    all_same(&number, &["50%", "50 %", "50"]);
    all_same(&number, &["8 bytes", "8 byte", "8 Bytes"]);
    all_same(&number, &["1e400", "10e399"]);
    all_differ(&number, &["1000", "100", "10000", "-1000", "1,00", "1001"]);
    all_differ(&number, &["5 ms", "5 s", "5%"]);
    all_differ(&number, &["1 MB", "1 Mb"]);
    all_differ(&number, &["1", "1-2", "1/2", "1.2.3", "1 2", "1x2"]);
    all_differ(&number, &["0.1", "0.10000000000000000001"]);
    all_differ(&number, &["9007199254740993", "9007199254740992"]);
    all_same(&number, &["none", "None."]);
}

#[test]
fn python_keeps_its_indentation_and_little_else_of_the_layout() {
    let python = code("Python");
    all_same(&python, &["print( 'a' )", "print(\"a\")", "print ( \"a\" )\n", "print('''a''')"]);
    all_same(&python, &["'it\\'s'", "\"it's\"", "\"it\\'s\""]);
    all_same(
        &python,
        &[
            "if x:\n  a\n  b\nc",
            "if x:\n    a\n\n    b\nc\n",
            "if x:\n\ta\n\tb\nc",
            "  if x :\n      a; b\n  c",
        ],
    );
    all_same(&python, &["f(a,\n  b)", "f(a, b)", "f(a,b)", "f(a, \\\n b)"]);
    all_same(&python, &["x = [1,\n2]", "x=[1, 2]"]);
    all_differ(&python, &["if x:\n  a\n  b", "if x:\n  a\nb", "if x:\n  a b"]);
    all_differ(&python, &["with x:\n  a", "with x:\na", "with x: a"]);
    all_differ(&python, &["'a b'", "'a  b'", "'A b'", "f'a b'", "a b"]);
    all_differ(&python, &["a\nb", "a b", "ab"]);
    all_differ(&python, &["a is not b", "a isnot b", "A is not b"]);
    all_differ(&python, &["r'\\''", "r\"'\""]);
    all_differ(&python, &["x == 1", "x = 1", "x = = 1"]);
}

#[test]
fn javascript_does_not_insist_on_semicolons() {
    for name in ["JavaScript", "TypeScript", "js"] {
        let js = code(name);
        all_same(&js, &["let x = 'a';", "let x=\"a\"", "let  x = `a`\n"]);
        all_same(&js, &["a();\nb();", "a()\nb()", "a(); b()"]);
        all_same(&js, &["x = 1; y = 2", "x = 1\ny = 2;"]);
        all_same(&js, &["if (x) {\n  y;\n}", "if (x)\n{ y }", "if(x){y}"]);
        all_same(&js, &["p\n  .then(f)\n  .catch(g)", "p.then(f).catch(g);"]);
        all_same(&js, &["(a, b) => a + b", "(a,b)=>a+b", "(a, b) =>\n  a +\n  b"]);
        all_same(&js, &["'say \"hi\"'", "\"say \\\"hi\\\"\""]);
        all_same(&js, &["const {a} = b", "const { a } = b;"]);
        all_differ(&js, &["return\nx", "return x"]);
        all_differ(&js, &["`${a}`", "'${a}'"]);
        all_differ(&js, &["a == b", "a === b", "a = b"]);
        all_differ(&js, &["i++ + j", "i + ++j", "i + + + j"]);
        all_differ(&js, &["for (;;) x", "for (;) x"]);
        all_differ(&js, &["getName()", "getname()", "get Name()"]);
    }
}

#[test]
fn other_languages_let_their_layout_do_what_it_may() {
    all_same(
        &code("Sql"),
        &["SELECT a, b\nFROM t\nWHERE c = 'x';", "select a,b from t where c='x'"],
    );
    all_differ(&code("Sql"), &["select 'a'", "select 'A'", "select \"a\"", "select a"]);
    all_differ(&code("sql"), &["select 'it''s'", "select 'it' 's'"]);
    all_same(&code("Php"), &["echo 'a';", "echo \"a\" ;", "echo  \"a\";"]);
    all_differ(&code("Php"), &["echo '$a';", "echo \"$a\";", "echo '$a'"]);
    all_same(&code("Ruby"), &["puts 'a'", "puts  \"a\"", "puts 'a';"]);
    all_same(&code("Ruby"), &["a.empty? ; b", "a.empty?\nb"]);
    all_same(&code("Ruby"), &["a != b", "a!=b"]);
    all_differ(&code("Ruby"), &["\"#{a}\"", "'#{a}'"]);
    all_differ(&code("Ruby"), &["'a\\n'", "\"a\\n\""]);
    all_differ(&code("Ruby"), &["puts a", "puts\na", "puts! a"]);
    all_same(&code("Java"), &["int x = 1;\nint y;", "int x=1; int y;"]);
    all_differ(&code("Java"), &["int x = 1;", "int x = 1"]);
    all_differ(&code("Java"), &["'a'", "\"a\""]);
    all_same(&code("Rust"), &["fn f<'a>(x: &'a str) {}", "fn f < 'a >( x:&'a str ){ }"]);
    all_differ(&code("Rust"), &["x", "x;", "'x'", "'x"]);
    all_same(&code("Go"), &["a := 1\nb := 2", "a:=1; b:=2"]);
    all_same(&code("Json"), &["{\"a\": [1, 2]}", "{ \"a\" : [1,2] }\n"]);
    all_differ(&code("Json"), &["{\"a b\": 1}", "{\"a  b\": 1}"]);
    all_same(&code("Bash"), &["ls  -l\n\ncd x;", "ls -l\n  cd x"]);
    all_differ(&code("Bash"), &["x=1", "x = 1", "X=1", "x='1'"]);
    all_same(&code("Redis"), &["GET user:1", "get  user:1"]);
    all_same(&code("Html"), &["<p  class=\"a\">\nb</p>", "<p class=\"a\"> b</p>"]);
    all_same(&code("Yaml"), &["a:\n  b:  1\n", "  a:\n    b: 1"]);
    all_differ(&code("Yaml"), &["a:\n  b: 1", "a:\nb: 1", "a:\n    b: 1"]);
}

#[test]
fn output_counts_to_the_letter_but_for_trailing_space() {
    for (given, prints, same) in [
        ("a\nb", "a\nb\n", true),
        ("a  \r\nb\r\n\r\n", "a\nb", true),
        ("", "\n", false),
        ("  a", "a", false),
        ("\na", "a", false),
        ("A", "a", false),
        ("a  b", "a b", false),
        ("'a'", "a", false),
        ("a\n\nb", "a\nb", false),
    ] {
        assert_eq!(compare_output(given, prints).right, same, "{given:?} for {prints:?}");
    }
}

#[test]
fn a_near_miss_is_wrong_but_told() {
    let near = |form: &Form, given: &str, expected: &str| {
        let result = compare(given, &[expected.to_owned()], form);
        assert!(!result.right, "`{given}` is not `{expected}`");
        result.near
    };
    for (given, expected) in [
        ("idempotnt", "idempotent"),
        ("idepmotent", "idempotent"),
        ("GETT", "GET"),
        ("evnt lop of the sytem", "event loop of the system"),
    ] {
        assert!(near(&Form::Text, given, expected), "`{given}` is near `{expected}`");
    }
    for (given, expected) in [
        ("a", "b"),
        ("PO", "PU"),
        ("", "a"),
        ("stack", "queue"),
        ("idmpotnt", "idempotent"),
        ("", "GET"),
    ] {
        assert!(!near(&Form::Text, given, expected), "`{given}` is not near `{expected}`");
    }
    assert!(!near(&Form::Number, "1001", "1000"), "another number is no slip");
    assert!(near(&code("Python"), "Print(x)", "print(x)"), "case alone is a slip in code");
}

#[test]
fn the_nearest_accepted_form_is_the_one_spoken_of() {
    let accept = ["remove".to_owned(), "delete".to_owned(), "DEL key".to_owned()];
    let miss = compare("delte", &accept, &Form::Text);
    assert_eq!((miss.expected.as_str(), miss.right, miss.near), ("delete", false, true));
    let hit = compare("del key", &accept, &Form::Text);
    assert_eq!((hit.expected.as_str(), hit.right, hit.near), ("DEL key", true, false));
    let tie = compare("cut", &["cat".to_owned(), "cot".to_owned()], &Form::Text);
    assert_eq!(tie.expected, "cat");
    let none = compare("x", &[], &Form::Text);
    assert_eq!((none.expected.as_str(), none.right, none.near), ("", false, false));
}

#[test]
fn a_blank_answer_is_never_right_by_what_comparing_leaves_out() {
    assert!(!right(&code("JavaScript"), " ", ";"));
    assert!(!right(&Form::Text, "", "\u{200b}"));
    assert!(!right(&Form::Command, " ", ";"));
}

#[test]
fn answers_of_a_megabyte_are_stood() {
    let long = "word 'quoted \" (text; ".repeat(50_000);
    let other = long.replace("text", "test");
    assert!(long.len() > 1_000_000);
    let forms = ["Python", "JavaScript", "Other"].map(code);
    for form in [Form::Text, Form::Command, Form::Number].iter().chain(&forms) {
        let result = compare(&long, &["short".to_owned(), other.clone()], form);
        assert!(!result.right && !result.near);
        assert!(right(form, &format!("{long}\n"), &long), "{form:?}");
    }
    assert!(!right(&code("Python"), &"\t(".repeat(500_000), "x"));
    let deep: String = (0..1400).flat_map(|n| [" ".repeat(n), "if x:\n".to_owned()]).collect();
    assert!(right(&code("Python"), &format!("{deep} "), &deep));
}

/// Joins the parts of a difference that belong to one of its sides.
fn join(parts: &[DiffPart], given: bool) -> String {
    parts
        .iter()
        .filter_map(|part| match part {
            DiffPart::Same(text) => Some(text.as_str()),
            DiffPart::Extra(text) => given.then_some(text.as_str()),
            DiffPart::Missing(text) => (!given).then_some(text.as_str()),
        })
        .collect()
}

#[test]
fn a_difference_goes_by_what_people_see_as_characters() {
    let parts = diff("e\u{301}a", "ea");
    assert_eq!(
        parts,
        [
            DiffPart::Extra("e\u{301}".into()),
            DiffPart::Missing("e".into()),
            DiffPart::Same("a".into())
        ]
    );
}

#[test]
fn long_texts_differ_between_the_ends_they_share() {
    let (head, tail) = ("a b ".repeat(2000), " c d".repeat(2000));
    let parts = |given: &str, expected: &str| {
        diff(&format!("{head}{given}{tail}"), &format!("{head}{expected}{tail}"))
    };
    let around = |mut middle: Vec<DiffPart>| {
        middle.insert(0, DiffPart::Same(head.clone()));
        middle.push(DiffPart::Same(tail.clone()));
        middle
    };
    let (extra, missing) = (DiffPart::Extra("x".into()), DiffPart::Missing("yz".into()));
    assert_eq!(parts("x", "yz"), around(vec![extra, missing]));
    let (given, expected) = ("x".repeat(3000), "y".repeat(3000));
    let middle = vec![DiffPart::Extra(given.clone()), DiffPart::Missing(expected.clone())];
    assert_eq!(parts(&given, &expected), around(middle));
}

fn any_form() -> impl Strategy<Value = Form> {
    prop_oneof![
        Just(Form::Text),
        Just(Form::Command),
        Just(Form::Number),
        prop::sample::select(vec![
            "Python",
            "JavaScript",
            "Ruby",
            "Php",
            "Sql",
            "Java",
            "Rust",
            "Go",
            "Bash",
            "Html",
            "Yaml",
            "Redis"
        ])
        .prop_map(code),
    ]
}

/// Texts full of what comparing stumbles over.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c'\"`;(){}\\[\\]\\\\ \n\t.,:=+#$0-9-]{0,40}",
        "\\PC{0,30}",
        "[0-9 .,_'eE+%x-]{0,12}",
    ]
}

proptest! {
    #[test]
    fn whatever_is_equal_is_right_and_differs_nowhere(text in any_text(), form in any_form()) {
        let result = compare(&text, std::slice::from_ref(&text), &form);
        prop_assert!(result.right && !result.near);
        prop_assert!(result.diff.iter().all(|part| matches!(part, DiffPart::Same(_))));
        prop_assert!(compare_output(&text, &text).right);
    }

    #[test]
    fn the_parts_of_a_difference_make_up_both_sides(
        given in any_text(),
        accept in prop::collection::vec(any_text(), 0..4),
        form in any_form(),
        times in prop_oneof![4 => Just(1_usize), 1 => Just(200)],
    ) {
        let accept: Vec<String> = accept.iter().map(|form| form.repeat(times)).collect();
        let given = given.repeat(times);
        let result = compare(&given, &accept, &form);
        prop_assert_eq!(join(&result.diff, true), result.given.clone());
        prop_assert_eq!(join(&result.diff, false), result.expected.clone());
        prop_assert_eq!(&result.given, &given.nfc().collect::<String>());
        prop_assert!(!(result.right && result.near));
        let accepted = accept.iter().any(|form| form.nfc().collect::<String>() == result.expected);
        prop_assert!(accepted || accept.is_empty());
    }

    #[test]
    fn comparing_takes_no_sides(a in any_text(), b in any_text(), form in any_form()) {
        prop_assume!(!a.trim().is_empty() && !b.trim().is_empty() && form != Form::Command);
        prop_assert_eq!(right(&form, &a, &b), right(&form, &b, &a));
    }

    #[test]
    fn any_of_several_forms_will_do(
        accept in prop::collection::vec("[a-z]{1,8}", 1..5),
        pick in any::<prop::sample::Index>(),
        form in any_form(),
    ) {
        let given = pick.get(&accept).clone();
        let result = compare(&given, &accept, &form);
        prop_assert!(result.right);
        prop_assert_eq!(result.expected, given);
    }

    #[test]
    fn space_around_an_answer_never_matters(
        text in "[a-z0-9]{1,9}", form in any_form(), before in " {0,3}", after in "[ \n]{0,3}",
    ) {
        let padded = format!("{before}{text}{after}");
        prop_assert!(right(&form, &padded, &text));
    }

    #[test]
    fn numbers_of_any_size_are_found_again(value in any::<i64>(), zeros in 0_usize..4) {
        let expected = value.to_string();
        let padded = format!("{value}.{}", "0".repeat(zeros));
        prop_assert!(right(&Form::Number, &padded, &expected));
        let other = value.wrapping_add(1).to_string();
        prop_assert!(!right(&Form::Number, &other, &expected));
    }
}
