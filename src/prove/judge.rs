//! What came of a run, and whether it is what the card claims.

use super::claim::Expect;
use super::compare::{difference, same, tidy};
use super::sandbox::{End, Ran};

/// What came of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// It came to a bad end.
    pub failed: bool,
    /// It was ended from outside: why.
    pub ended: Option<String>,
    pub out: String,
    pub err: String,
    /// Milliseconds.
    pub ms: u64,
}

/// What is wrong with an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    pub message: String,
    pub expected: String,
    pub got: String,
    pub err: String,
}

/// Harnesses end with this when the engine itself can't give an answer.
const NO_ANSWER: i32 = 70;

impl Outcome {
    /// The outcome of a process.
    pub fn of(ran: Ran) -> Self {
        let ended = match ran.end {
            End::Exit(NO_ANSWER) if ran.err.contains("disagree") => {
                Some("the emulators disagree".to_owned())
            }
            End::Exit(_) => None,
            End::Late => Some("it did not come to an end and was stopped".to_owned()),
            End::Flood => Some("it printed too much and was stopped".to_owned()),
            End::Stopped => Some("the run was stopped".to_owned()),
        };
        let ms = u64::try_from(ran.took.as_millis()).unwrap_or(u64::MAX);
        Self { failed: ran.end != End::Exit(0), ended, out: ran.out, err: ran.err, ms }
    }

    /// Whether what is expected of the right answer came of it.
    fn fits(&self, expect: &Expect) -> bool {
        let said = |text: &str| self.err.contains(text) || self.out.contains(text);
        let prints = expect.prints.as_deref().is_none_or(|prints| same(prints, &self.out));
        match &expect.fails {
            None => !self.failed && prints,
            Some(fails) => {
                let shows = expect.shows.as_deref();
                let shown = shows.is_none_or(|shows| same(shows, &self.out) || said(&tidy(shows)));
                // Several connections go on after an error, and print it.
                (self.failed || self.out.contains(": ERROR: ") || self.out.contains("(error) "))
                    && self.ended.is_none()
                    && said(fails)
                    && prints
                    && shown
            }
        }
    }

    /// Whether the outcome is what the card claims.
    pub fn judge(&self, expect: &Expect) -> Result<(), Broken> {
        let disagree = self.ended.as_deref() == Some("the emulators disagree");
        if self.fits(expect) != expect.wrong && !(expect.wrong && disagree) {
            return Ok(());
        }
        let message = if expect.wrong && !disagree {
            "this wrong option gives what only a right one may".to_owned()
        } else if let Some(ended) = &self.ended {
            ended.clone()
        } else if self.failed && expect.fails.is_none() {
            "the program failed".to_owned()
        } else if !self.failed && expect.fails.is_some() {
            "the program did not fail".to_owned()
        } else if expect.fails.as_deref().is_some_and(|fails| !self.err.contains(fails)) {
            "the program failed in another way".to_owned()
        } else {
            "something else came out".to_owned()
        };
        let expected = match (&expect.fails, expect.prints.as_ref().or(expect.shows.as_ref())) {
            (Some(fails), Some(prints)) => {
                format!("{}\n(and a failure with `{fails}`)", tidy(prints))
            }
            (Some(fails), None) => format!("a failure with `{fails}`"),
            (None, prints) => prints.map(|prints| tidy(prints)).unwrap_or_default(),
        };
        let expected = if expect.wrong { format!("anything but: {expected}") } else { expected };
        Err(Broken { message, expected, got: tidy(&self.out), err: tidy(&self.err) })
    }

    /// Whether a batch's outcome stands: it is as expected, and if it is a
    /// failure, no other case can have a part in it. All else is run again
    /// alone.
    pub fn stands(&self, expect: &Expect, sure: bool) -> bool {
        self.judge(expect).is_ok() && (sure || !self.failed)
    }
}

impl Broken {
    /// The difference for people; empty when nothing can be compared.
    pub fn difference(&self) -> String {
        if self.expected.starts_with("a failure") || self.expected.starts_with("anything but") {
            return String::new();
        }
        difference(&self.expected, &self.got)
    }
}
