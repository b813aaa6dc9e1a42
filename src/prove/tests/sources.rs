//! The text that each engine takes.

use super::super::claim::Run;
use super::super::engine::Engine;
use super::super::source::files;

fn source(engine: Engine, prelude: &str, setup: &str, code: &str) -> Vec<(String, String)> {
    let run = Run { setup: setup.to_owned(), code: code.to_owned(), ..Run::default() };
    files(engine, &run, prelude)
}

fn text(engine: Engine, prelude: &str, setup: &str, code: &str) -> String {
    source(engine, prelude, setup, code).pop().unwrap().1
}

#[test]
fn prelude_setup_and_code_stand_below_each_other() {
    assert_eq!(text(Engine::Flask, "p\n", "s", "c"), "p\ns\nc\n");
    assert_eq!(text(Engine::Ruby, "", "", "c"), "c\n");
}

#[test]
fn javascript_is_a_module_when_it_must_be() {
    let name = |code: &str| source(Engine::JavaScript, "", "", code).pop().unwrap().0;
    assert_eq!(name("import fs from 'fs'"), "case.mjs");
    assert_eq!(name("await 1"), "case.mjs");
    assert_eq!(name("// module\nx"), "case.mjs");
    assert_eq!(name("const x = require('fs'); import('fs')"), "case.cjs");
    assert_eq!(name("async () => {\n  await 1\n}"), "case.cjs");
}

#[test]
fn java_without_a_main_becomes_one() {
    let code = "import java.util.*;\nint a = 1;";
    let java = text(Engine::Java, "", "import java.io.*;\nclass A {}", code);
    let main = "public class Main {\npublic static void main(String[] a) throws Exception {\n";
    let whole =
        format!("import java.io.*;\nimport java.util.*;\nclass A {{}}\n{main}int a = 1;\n}}\n}}\n");
    assert_eq!(java, whole);
    let own = "public class Main { public static void main(String[] a) {} }";
    assert_eq!(text(Engine::Java, "", "", own), format!("{own}\n"));
    let names: Vec<_> = source(Engine::Spring, "class Prelude {}", "", own)
        .into_iter()
        .map(|file| file.0)
        .collect();
    assert_eq!(names, ["Main.java", "Prelude.java"]);
}

#[test]
fn php_begins_once() {
    assert_eq!(text(Engine::Php, "", "", "echo 1;"), "<?php\necho 1;\n");
    assert_eq!(
        text(Engine::Php, "<?php\n$p;", "$s;", "<?php echo 1;"),
        "<?php\n\n$p;\n$s;\n echo 1;\n"
    );
}

#[test]
fn usings_come_first_in_csharp() {
    let code = "using System;\nusing var x = new A();\nusing (var y = x) {}\nP();";
    let text = text(Engine::CSharp, "", "using System;\nclass A {}", code);
    assert_eq!(
        text,
        "using System;\nclass A {}\nusing var x = new A();\nusing (var y = x) {}\nP();\n"
    );
}

#[test]
fn connections_get_a_file_of_their_own() {
    let names = |setup: &str, code: &str| -> Vec<String> {
        source(Engine::Sqlite, "", setup, code).into_iter().map(|file| file.0).collect()
    };
    assert_eq!(names("", "SELECT 1"), ["case.sql"]);
    assert_eq!(names("CREATE TABLE t (a)", "a> SELECT 1"), ["setup.sql", "several.sql"]);
    assert_eq!(names("a> CREATE TABLE t (a)", "a> SELECT 1"), ["several.sql"]);
}

#[test]
fn redis_gets_commands_with_their_terminals() {
    let files = source(Engine::Redis, "", "SET a 1", "A> GET a\n\"1\"\nB> GET a");
    assert_eq!(files[0], ("setup.redis".to_owned(), "\tSET a 1\n".to_owned()));
    assert_eq!(files[1], ("case.redis".to_owned(), "A\tGET a\nB\tGET a\n".to_owned()));
}
