//! The SQLite that runs proofs is as users know it.

use super::super::sqlite;

fn run(name: &str, script: &str, setup: Option<&str>) -> (u8, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, script).unwrap();
    if let Some(setup) = setup {
        std::fs::write(folder.path().join("setup.sql"), setup).unwrap();
    }
    let mut out = Vec::new();
    let code = sqlite::run(Some(&file), &mut out).unwrap();
    (code, String::from_utf8(out).unwrap())
}

#[test]
fn rows_come_out_as_in_its_own_shell() {
    let script = "SELECT 1, NULL, 'a'; SELECT 0.5, 1e20, 2.0, x'6162'; CREATE TABLE t (a);";
    assert_eq!(run("case.sql", script, None), (0, "1||a\n0.5|1.0e+20|2.0|ab\n".to_owned()));
}

#[test]
fn an_error_ends_the_script() {
    let (code, out) = run("case.sql", "SELECT 1; SELECT * FROM none; SELECT 2;", None);
    assert_eq!((code, out.as_str()), (1, "1\n"));
}

#[test]
fn foreign_keys_are_off_unless_asked_for() {
    let script = "CREATE TABLE a (n PRIMARY KEY); CREATE TABLE b (n REFERENCES a);
        INSERT INTO b VALUES (1); SELECT count(*) FROM b; PRAGMA foreign_keys;";
    assert_eq!(run("case.sql", script, None), (0, "1\n0\n".to_owned()));
}

#[test]
fn connections_see_what_others_have_committed() {
    let script = "a> BEGIN IMMEDIATE\nb> BEGIN IMMEDIATE\na> INSERT INTO t VALUES (2)
b> SELECT count(*) FROM t\na> COMMIT\nb> SELECT count(*) FROM t";
    let setup = "PRAGMA journal_mode = wal; CREATE TABLE t (n); INSERT INTO t VALUES (1);";
    let out = "b: ERROR: database is locked\nb: 1\nb: 2\n";
    assert_eq!(run("several.sql", script, Some(setup)), (0, out.to_owned()));
}

#[test]
fn a_connection_that_waits_goes_on_when_it_can() {
    let script = "a> CREATE TABLE t (n)\nb> PRAGMA busy_timeout = 9000\na> BEGIN IMMEDIATE
b> INSERT INTO t VALUES (1)\na> COMMIT\nb> SELECT count(*) FROM t";
    let out = "b: 9000\nb: (waits)\nb: 1\n";
    assert_eq!(run("several.sql", script, None), (0, out.to_owned()));
}
