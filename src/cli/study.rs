//! Studying on a terminal, or through a pipe: the same engine, one line of
//! input an action.

use std::io::{BufRead, Write};

use super::events::{self, Event};
use super::screen::Screen;
use crate::collection::{Collection, CollectionError};
use crate::scheduler::{Confidence, Rating};
use crate::session::{Answer, Question, QuestionForm, Session, Stage};
use crate::store::{Setting, Verdict};

/// How a terminal session reads and writes.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Each event as one line of JSON.
    pub json: bool,
    /// Somebody sits there: prompts, colours, one gap at a time.
    pub interactive: bool,
    /// Columns to wrap at.
    pub width: usize,
}

/// Why a terminal session ended early.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// The collection could not keep or read something.
    #[error(transparent)]
    Collection(#[from] CollectionError),
    /// The other end of the pipe is gone.
    #[error(
        "the session ended because its output can't be written ({0}); every answer until then is kept"
    )]
    Output(#[from] std::io::Error),
}

/// What a line of input asks for.
#[derive(Debug, Clone, PartialEq)]
enum Action {
    Continue,
    Answer(Answer),
    Grade(Rating),
    Confidence(Confidence),
    Hint,
    Undo,
    Redo,
    Suspend,
    Bury,
    Flag,
    Verdict(Verdict),
    Help,
    Quit,
    /// No action in this place; the reason is shown.
    Nothing(&'static str),
}

/// Runs the session until it is done, the input ends or the learner quits.
///
/// # Errors
/// When the store can't keep an answer or the output can't be written.
pub fn run(
    collection: &mut Collection,
    session: &mut Session,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    manner: Manner,
) -> Result<(), StudyError> {
    let mut terminal =
        Terminal { screen: Screen::new(output, manner), confidence: None, number: 0, shown: None };
    loop {
        terminal.ask(session, collection)?;
        if matches!(session.stage(), Stage::Done) {
            break;
        }
        terminal.screen.prompt(session.stage())?;
        let Some(line) = read_line(input) else { break };
        let action = match session.stage() {
            Stage::Asking(question)
                if manner.interactive && is_gaps(question) && !is_command(&line) =>
            {
                gap_by_gap(question, &line, input, &mut terminal.screen)?
            }
            stage => understand(&line, stage),
        };
        if action == Action::Quit {
            break;
        }
        terminal.act(action, session, collection)?;
    }
    let summary = events::Summary::new(&session.summary(collection), session.scope());
    terminal.screen.event(&Event::Summary(Box::new(summary)))?;
    Ok(())
}

/// What the terminal remembers between lines.
struct Terminal<'out> {
    screen: Screen<'out>,
    /// Said before the answer.
    confidence: Option<Confidence>,
    /// Questions asked so far.
    number: usize,
    /// The item whose question stands on screen.
    shown: Option<usize>,
}

impl Terminal<'_> {
    /// Asks the question before the learner, unless it stands there already.
    fn ask(&mut self, session: &Session, collection: &Collection) -> Result<(), StudyError> {
        let Stage::Asking(question) = session.stage() else { return Ok(()) };
        if self.shown == session.item() {
            return Ok(());
        }
        self.number += 1;
        self.shown = session.item();
        self.confidence = None;
        let progress = session.progress(collection);
        let event = events::Question::new(self.number, question, progress);
        Ok(self.screen.event(&Event::Question(Box::new(event)))?)
    }

    fn act(
        &mut self,
        action: Action,
        session: &mut Session,
        collection: &mut Collection,
    ) -> Result<(), StudyError> {
        let screen = &mut self.screen;
        match action {
            Action::Quit => {}
            Action::Help => screen.help()?,
            Action::Nothing(reason) => screen.notice(reason)?,
            Action::Confidence(stated) => {
                self.confidence = Some(stated);
                screen.notice(match stated {
                    Confidence::Sure => "Noted: sure.",
                    Confidence::Unsure => "Noted: unsure.",
                    Confidence::Guess => "Noted: a guess.",
                })?;
            }
            Action::Hint => match session.hint() {
                Some(hint) => screen.event(&Event::Hint(events::Hint::new(&hint)))?,
                None => screen.notice("There is no further hint.")?,
            },
            Action::Undo => {
                if session.undo(collection)? {
                    self.shown = None;
                    screen.event(&Event::Undone { key: key_of(session) })?;
                } else {
                    screen.notice("There is nothing to undo.")?;
                }
            }
            Action::Redo => {
                if session.redo(collection)? {
                    self.shown = None;
                    screen.event(&Event::Redone { key: key_of(session) })?;
                } else {
                    screen.notice("There is nothing to redo.")?;
                }
            }
            Action::Suspend => {
                session.set_aside(collection, Setting::Suspended(true))?;
                self.shown = None;
                screen.notice("Suspended: it stays away until you bring it back.")?;
            }
            Action::Bury => {
                let tomorrow = collection.day() + 1;
                session.set_aside(collection, Setting::BuriedUntil(Some(tomorrow)))?;
                self.shown = None;
                screen.notice("Buried: it rests until tomorrow.")?;
            }
            Action::Flag => {
                session.flag(collection, 1)?;
                screen.notice("Flagged.")?;
            }
            Action::Verdict(verdict) => {
                let can = matches!(session.stage(), Stage::Answered(_, answered)
                    if answered.reworded.is_some() && answered.verdict.is_none());
                session.settle(collection, verdict)?;
                screen.notice(match (can, verdict) {
                    (false, _) => "The answer of this card has not changed.",
                    (_, Verdict::Keep) => "The same fact: all that you know stays.",
                    (_, Verdict::Ease) => "It is asked again today.",
                    (_, Verdict::StartOver) => "A new fact: it is learned from the start.",
                })?;
            }
            Action::Answer(answer) => {
                session.answer(collection, answer, self.confidence)?;
                report_answer(session, screen)?;
            }
            Action::Grade(rating) => grade(session, collection, rating, screen)?,
            Action::Continue => self.go_on(session, collection)?,
        }
        Ok(())
    }

    /// What an empty line does: it depends on where the session stands.
    fn go_on(
        &mut self,
        session: &mut Session,
        collection: &mut Collection,
    ) -> Result<(), StudyError> {
        match session.stage() {
            Stage::Asking(question) if matches!(question.form, QuestionForm::Recall) => {
                session.turn(collection);
                report_turned(session, &mut self.screen)
            }
            Stage::Asking(_) => {
                session.answer(collection, Answer::DontKnow, self.confidence)?;
                report_answer(session, &mut self.screen)
            }
            Stage::Turned(..) => {
                Ok(self.screen.notice("Grade yourself: 1 again, 2 hard, 3 good, 4 easy.")?)
            }
            Stage::Answered(..) => {
                session.proceed(collection);
                self.shown = None;
                Ok(())
            }
            Stage::Done => Ok(()),
        }
    }
}

fn key_of(session: &Session) -> Option<String> {
    session.key().map(ToString::to_string)
}

fn grade(
    session: &mut Session,
    collection: &mut Collection,
    rating: Rating,
    screen: &mut Screen<'_>,
) -> Result<(), StudyError> {
    if matches!(session.stage(), Stage::Turned(..)) {
        session.answer(collection, Answer::Recalled(rating), None)?;
    } else {
        session.overrule(collection, rating)?;
    }
    report_answer(session, screen)
}

fn report_turned(session: &Session, screen: &mut Screen<'_>) -> Result<(), StudyError> {
    if let Stage::Turned(question, turned) = session.stage() {
        screen.event(&Event::Feedback(Box::new(events::Feedback::turned(question, turned))))?;
    }
    Ok(())
}

fn report_answer(session: &Session, screen: &mut Screen<'_>) -> Result<(), StudyError> {
    if let Stage::Answered(question, answered) = session.stage() {
        screen.event(&Event::Feedback(Box::new(events::Feedback::answered(question, answered))))?;
    }
    report_saved(session, screen)
}

/// Only called after the commit has returned: what is reported saved is saved.
fn report_saved(session: &Session, screen: &mut Screen<'_>) -> Result<(), StudyError> {
    if let Stage::Answered(question, answered) = session.stage()
        && let Some(review) = answered.review
    {
        screen.event(&Event::Saved(events::Saved::new(&question.key, review, answered)))?;
    }
    Ok(())
}

fn read_line(input: &mut dyn BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    // A line that can't be read ends the session as the input's end does.
    match input.read_until(b'\n', &mut bytes) {
        Ok(0) | Err(_) => None,
        Ok(_) => {
            let line = String::from_utf8_lossy(&bytes);
            Some(line.trim_end_matches(['\n', '\r']).to_owned())
        }
    }
}

fn is_gaps(question: &Question) -> bool {
    matches!(question.form, QuestionForm::Gaps(_))
}

fn is_command(line: &str) -> bool {
    line.is_empty() || matches!(line, "?" | "q" | "u") || line.starts_with(':')
}

/// With somebody sitting there, each gap has its own line.
fn gap_by_gap(
    question: &Question,
    first: &str,
    input: &mut dyn BufRead,
    screen: &mut Screen<'_>,
) -> Result<Action, StudyError> {
    let gaps = events::gap_count(question);
    let mut given = vec![literal(first).to_owned()];
    while given.len() < gaps {
        screen.gap_prompt(given.len() + 1, gaps)?;
        match read_line(input) {
            Some(line) => given.push(literal(&line).to_owned()),
            None => return Ok(Action::Quit),
        }
    }
    Ok(Action::Answer(Answer::Gaps(given)))
}

/// A leading backslash makes a line an answer, whatever it says.
fn literal(line: &str) -> &str {
    line.strip_prefix('\\').unwrap_or(line)
}

fn understand(line: &str, stage: Stage<'_>) -> Action {
    let trimmed = line.trim();
    match trimmed {
        "" => return Action::Continue,
        "?" => return Action::Hint,
        "u" | ":u" | ":undo" => return Action::Undo,
        ":r" | ":redo" => return Action::Redo,
        "q" | ":q" | ":quit" => return Action::Quit,
        ":h" | ":help" => return Action::Help,
        ":suspend" => return Action::Suspend,
        ":bury" => return Action::Bury,
        ":flag" => return Action::Flag,
        ":same" => return Action::Verdict(Verdict::Keep),
        ":sooner" => return Action::Verdict(Verdict::Ease),
        ":new" => return Action::Verdict(Verdict::StartOver),
        ":sure" => return Action::Confidence(Confidence::Sure),
        ":unsure" => return Action::Confidence(Confidence::Unsure),
        ":guess" => return Action::Confidence(Confidence::Guess),
        _ => {}
    }
    match stage {
        Stage::Asking(question) => answer(question, line),
        Stage::Turned(..) | Stage::Answered(..) => {
            match trimmed.parse().ok().and_then(Rating::from_number) {
                Some(rating) => Action::Grade(rating),
                None => Action::Nothing("Grade with 1 to 4, or go on with an empty line."),
            }
        }
        Stage::Done => Action::Continue,
    }
}

fn answer(question: &Question, line: &str) -> Action {
    match &question.form {
        QuestionForm::Options { options, several, .. } => match numbers(line, options.len()) {
            Some(picked) if *several || picked.len() == 1 => {
                Action::Answer(Answer::Options(picked))
            }
            Some(_) => Action::Nothing("Pick one option by its number."),
            None => Action::Nothing("Answer with the option's number."),
        },
        QuestionForm::Recall => {
            Action::Nothing("Recall the answer, then turn the card with an empty line.")
        }
        QuestionForm::Gaps(_) => {
            let gaps = events::gap_count(question);
            let given = if gaps == 1 {
                vec![literal(line).to_owned()]
            } else {
                literal(line).split(" | ").map(str::to_owned).collect()
            };
            Action::Answer(Answer::Gaps(given))
        }
        QuestionForm::Text { .. } => Action::Answer(Answer::Text(literal(line).to_owned())),
        QuestionForm::Sequence { lines, .. } => match numbers(line, lines.len()) {
            Some(order) => Action::Answer(Answer::Sequence(order)),
            None => Action::Nothing("Give the lines' numbers in order, such as: 2 1 3"),
        },
        QuestionForm::Pairs { left, right } => match numbers(line, right.len()) {
            Some(order) if order.len() == left.len() => {
                Action::Answer(Answer::Pairs(order.into_iter().map(Some).collect()))
            }
            _ => Action::Nothing(
                "For each left side give the number of its right side, such as: 2 1 3",
            ),
        },
    }
}

/// One-based numbers as people write them, made zero-based.
fn numbers(line: &str, count: usize) -> Option<Vec<usize>> {
    let parts = line.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let number: usize = part.parse().ok()?;
            (1..=count).contains(&number).then(|| number - 1)
        })
        .collect::<Option<Vec<usize>>>()
        .filter(|numbers| !numbers.is_empty())
}
