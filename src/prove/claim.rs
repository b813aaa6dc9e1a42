//! What a card claims, as programs with what must come out of them.

use super::fill::{fenced, fill, has, numbers, plain};
use super::transcript;
use crate::deck::{Body, Card, Choice, ClozePart, Proof, Runner};

/// One program to run, and what must come of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// What of the card it is about, such as an option; empty when the card
    /// has only this run.
    pub about: String,
    /// Code before the program, filled.
    pub setup: String,
    /// The program, filled.
    pub code: String,
    /// What must come of it.
    pub expect: Expect,
}

/// What must come of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expect {
    /// This must be what it prints.
    pub prints: Option<String>,
    /// It must fail, and this must stand in what it says about it.
    pub fails: Option<String>,
    /// With `fails`: this must be what it prints, or stand in what it says.
    pub shows: Option<String>,
    /// The run is of a wrong option: what is expected must NOT come of it.
    pub wrong: bool,
}

/// Why a proof proves nothing: a sentence for its author.
pub type Empty = String;

/// The runs that a card asks for.
///
/// # Errors
/// When the proof would hold whatever the answer, or says nothing about it.
pub fn claim(card: &Card, runner: Runner) -> Result<Vec<Run>, Empty> {
    let none = Proof { on: String::new(), setup: None, code: None, prints: None, fails: None };
    let asked = Asked { proof: card.notes.proof.as_ref().unwrap_or(&none), runner };
    match &card.body {
        Body::Output { code, prints, .. } => Ok(asked.output(&code.text, prints)),
        Body::Choice { right, wrong, .. } => asked.choice(right, wrong),
        Body::Typed { accept, .. } => asked.typed(accept),
        Body::Cloze { parts } => asked.cloze(parts),
        Body::Order { steps, also, .. } => asked.order(steps, also),
        Body::Match { pairs, .. } => asked.pairs(pairs),
        Body::Flip { .. } => asked.flip(),
    }
}

const SAY_WHAT: &str = "this proof proves nothing: say what must come out with `prints` or `fails`";

type Values = Vec<(String, String)>;

struct Asked<'a> {
    proof: &'a Proof,
    runner: Runner,
}

impl Asked<'_> {
    fn code(&self) -> Result<&str, Empty> {
        self.proof.code.as_deref().ok_or_else(|| "this proof has no `code` to run".to_owned())
    }

    /// A name in setup or code, in double braces.
    fn has(&self, name: &str) -> bool {
        let Proof { setup, code, .. } = self.proof;
        [setup, code].into_iter().flatten().any(|text| has(text, name))
    }

    fn says(&self) -> bool {
        self.proof.prints.is_some() || self.proof.fails.is_some()
    }

    /// A run of the code with values filled in. `answer` must come out when
    /// the proof itself doesn't say what must.
    fn run(
        &self,
        about: &str,
        code: &str,
        values: &[(String, String)],
        answer: Option<&str>,
    ) -> Run {
        let prints = self.proof.prints.as_deref();
        let prints = prints.or(if self.proof.fails.is_some() { None } else { answer });
        let code = fill(code, values);
        let mut expect = Expect {
            prints: prints.map(str::to_owned),
            fails: self.proof.fails.clone(),
            ..Expect::default()
        };
        if self.runner == Runner::Redis
            && let Some(prints) = &mut expect.prints
        {
            *prints = transcript::expected(&code, prints);
        }
        let setup = self.proof.setup.as_deref().unwrap_or_default();
        Run { about: about.to_owned(), setup: fill(setup, values), code, expect }
    }

    fn output(&self, own: &str, prints: &str) -> Vec<Run> {
        let code = self.proof.code.as_deref().unwrap_or(own);
        let mut run = self.run("", code, &[], Some(prints));
        if self.proof.fails.is_some() && self.proof.prints.is_none() {
            run.expect.shows = Some(prints.to_owned());
        }
        vec![run]
    }

    fn choice(&self, right: &[Choice], wrong: &[Choice]) -> Result<Vec<Run>, Empty> {
        let code = self.code()?;
        if !self.has("answer") {
            if self.says() {
                return Ok(vec![self.run("", code, &[], None)]);
            }
            let [only] = right else {
                return Err(format!(
                    "{SAY_WHAT}, or put `{{{{answer}}}}` into the code: with several right options \
                     none of them can be the output"
                ));
            };
            return Ok(vec![self.run("", code, &[], Some(&plain(&only.text)))]);
        }
        if !self.says() {
            return Err(SAY_WHAT.to_owned());
        }
        let run = |option: &Choice, kind: &str, is_wrong: bool| {
            let text = plain(&option.text);
            let about = format!("{kind} option `{text}`");
            let mut run = self.run(&about, code, &[("answer".to_owned(), text)], None);
            run.expect.wrong = is_wrong;
            run
        };
        let right = right.iter().map(|option| run(option, "right", false));
        let wrong = wrong.iter().map(|option| run(option, "wrong", true));
        Ok(right.chain(wrong).collect())
    }

    fn typed(&self, accept: &[String]) -> Result<Vec<Run>, Empty> {
        let code = self.code()?;
        if !self.has("answer") {
            return Ok(vec![self.run("", code, &[], accept.first().map(String::as_str))]);
        }
        if !self.says() {
            return Err(SAY_WHAT.to_owned());
        }
        let run = |form: &String| {
            let values = [("answer".to_owned(), form.clone())];
            self.run(&format!("accepted form `{form}`"), code, &values, None)
        };
        Ok(accept.iter().map(run).collect())
    }

    fn cloze(&self, parts: &[ClozePart]) -> Result<Vec<Run>, Empty> {
        let answers: Vec<&str> = parts
            .iter()
            .filter_map(|part| match part {
                ClozePart::Gap { answer, .. } => Some(answer.as_str()),
                ClozePart::Text(_) => None,
            })
            .collect();
        let filled: String = parts
            .iter()
            .map(|part| match part {
                ClozePart::Text(text) => text.as_str(),
                ClozePart::Gap { answer, .. } => answer.as_str(),
            })
            .collect();
        let own;
        let code = if let Some(code) = &self.proof.code {
            code
        } else {
            let [only] = <[String; 1]>::try_from(fenced(&filled)).map_err(|blocks| {
                format!(
                    "there is no `code`, and the text has {} fenced code blocks: one is needed",
                    blocks.len()
                )
            })?;
            own = only;
            if !self.says() {
                return Err(SAY_WHAT.to_owned());
            }
            &own
        };
        let values = self.numbered(code, &answers, "gap")?;
        Ok(vec![self.run("", code, &values, Some(&answers.join("\n")))])
    }

    fn order(&self, steps: &[String], also: &[Vec<usize>]) -> Result<Vec<Run>, Empty> {
        let code = self.code()?;
        let steps: Vec<String> = steps.iter().map(|step| plain(step)).collect();
        let written: Vec<usize> = (0..steps.len()).collect();
        let orders = std::iter::once(&written).chain(also);
        let filled = self.has("steps") || !self.used(code).is_empty();
        let runs =
            orders.take(if filled { usize::MAX } else { 1 }).enumerate().map(|(n, order)| {
                let steps: Vec<&str> =
                    order.iter().filter_map(|&at| steps.get(at)).map(String::as_str).collect();
                let mut values = self.numbered(code, &steps, "step")?;
                values.push(("steps".to_owned(), steps.join("\n")));
                let about = if n == 0 { String::new() } else { format!("order {n} of `also`") };
                Ok(self.run(&about, code, &values, Some(&steps.join("\n"))))
            });
        runs.collect()
    }

    fn pairs(&self, pairs: &[(String, String)]) -> Result<Vec<Run>, Empty> {
        let code = self.code()?;
        let (left, right) = (self.has("left"), self.has("right"));
        if !left && !self.says() {
            let help = "put `{{left}}` into the code, or give `prints` or `fails`";
            return Err(format!("this proof proves nothing: {help}"));
        }
        if !left && !right {
            return Ok(vec![self.run("", code, &[], None)]);
        }
        if right && !self.says() {
            return Err(format!("{SAY_WHAT}, since `{{{{right}}}}` is put into the code"));
        }
        let run = |(left, right): &(String, String)| {
            let (left, right) = (plain(left), plain(right));
            let values = [("left".to_owned(), left.clone()), ("right".to_owned(), right.clone())];
            self.run(&format!("pair `{left}`"), code, &values, Some(&right))
        };
        Ok(pairs.iter().map(run).collect())
    }

    fn flip(&self) -> Result<Vec<Run>, Empty> {
        if !self.says() {
            return Err(SAY_WHAT.to_owned());
        }
        Ok(vec![self.run("", self.code()?, &[], None)])
    }

    /// The numbers of placeholders in setup and code.
    fn used(&self, code: &str) -> Vec<usize> {
        let mut used = numbers(code);
        used.extend(numbers(self.proof.setup.as_deref().unwrap_or_default()));
        used
    }

    /// Values for `{{1}}`, `{{2}}` ….
    fn numbered(&self, code: &str, answers: &[&str], what: &str) -> Result<Values, Empty> {
        if let Some(n) = self.used(code).into_iter().find(|n| !(1..=answers.len()).contains(n)) {
            return Err(format!("`{{{{{n}}}}}` stands in the code, but there is no {what} {n}"));
        }
        let values = answers.iter().enumerate();
        Ok(values.map(|(n, answer)| ((n + 1).to_string(), (*answer).to_owned())).collect())
    }
}
