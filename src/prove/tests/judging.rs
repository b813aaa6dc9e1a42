//! Whether an outcome is what a card claims.

use super::super::claim::Expect;
use super::super::judge::Outcome;

fn printed(out: &str) -> Outcome {
    Outcome { out: out.to_owned(), ..Outcome::default() }
}

fn failed(err: &str) -> Outcome {
    Outcome { failed: true, err: err.to_owned(), ..Outcome::default() }
}

fn prints(text: &str) -> Expect {
    Expect { prints: Some(text.to_owned()), ..Expect::default() }
}

fn fails(text: &str) -> Expect {
    Expect { fails: Some(text.to_owned()), ..Expect::default() }
}

fn wrong(expect: Expect) -> Expect {
    Expect { wrong: true, ..expect }
}

fn message(outcome: &Outcome, expect: &Expect) -> String {
    outcome.judge(expect).unwrap_err().message
}

#[test]
fn what_must_come_out_must() {
    assert_eq!(printed("a\n").judge(&prints("a")), Ok(()));
    assert_eq!(message(&printed("b"), &prints("a")), "something else came out");
    let broken = Outcome { out: "a".to_owned(), ..failed("boom") };
    assert_eq!(message(&broken, &prints("a")), "the program failed");
}

#[test]
fn what_must_fail_must_and_with_these_words() {
    assert_eq!(failed("KeyError: 'a'").judge(&fails("KeyError")), Ok(()));
    assert_eq!(message(&printed("KeyError"), &fails("KeyError")), "the program did not fail");
    assert_eq!(
        message(&failed("TypeError"), &fails("KeyError")),
        "the program failed in another way"
    );
}

#[test]
fn being_stopped_is_not_the_failure_that_was_meant() {
    let late = Outcome { ended: Some("late".to_owned()), ..failed("deadlock") };
    assert_eq!(message(&late, &fails("deadlock")), "late");
}

#[test]
fn a_failure_that_is_an_answer_must_show_it() {
    let shown = Expect { shows: Some("KeyError: 'a'".to_owned()), ..fails("KeyError") };
    assert_eq!(failed("Traceback\nKeyError: 'a'").judge(&shown), Ok(()));
    assert!(failed("KeyError: 'b'").judge(&shown).is_err());
}

#[test]
fn a_wrong_option_may_give_anything_but_the_right_answer() {
    let expect = wrong(prints("a"));
    assert_eq!(printed("b").judge(&expect), Ok(()));
    assert_eq!(failed("boom").judge(&expect), Ok(()));
    let broken = printed("a").judge(&expect).unwrap_err();
    assert_eq!(broken.message, "this wrong option gives what only a right one may");
    assert_eq!(broken.expected, "anything but: a");
    assert_eq!(failed("other").judge(&wrong(fails("this"))), Ok(()));
    assert!(failed("this").judge(&wrong(fails("this"))).is_err());
}

#[test]
fn emulators_that_disagree_prove_nothing() {
    let outcome = Outcome { ended: Some("the emulators disagree".to_owned()), ..failed("") };
    for expect in [prints("a"), wrong(prints("a"))] {
        assert_eq!(message(&outcome, &expect), "the emulators disagree");
    }
}

#[test]
fn a_failure_in_a_batch_stands_only_when_nothing_else_can_be_its_cause() {
    let expect = wrong(prints("a"));
    assert!(printed("b").stands(&expect, false));
    assert!(!failed("no memory").stands(&expect, false));
    assert!(failed("no memory").stands(&expect, true));
    assert!(!printed("b").stands(&prints("a"), true), "a bad outcome is always looked at again");
}
