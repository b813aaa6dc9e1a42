//! Draws a terminal session: as text for people, as JSON lines for programs.

use std::io::{self, Write};

use anstyle::{AnsiColor, Effects, Style};

use super::events::{CodeText, Event, Feedback, Question, Summary};
use super::markdown;
use super::study::Manner;
use crate::session::{QuestionForm, Stage};

const STRONG: Style = Style::new().effects(Effects::BOLD);
const QUIET: Style = Style::new().effects(Effects::DIMMED);
const ACCENT: Style = AnsiColor::Cyan.on_default().effects(Effects::BOLD);
const RIGHT: Style = AnsiColor::Green.on_default().effects(Effects::BOLD);
const WRONG: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);

/// Where a session is drawn.
pub struct Screen<'out> {
    out: &'out mut dyn Write,
    manner: Manner,
}

impl<'out> Screen<'out> {
    /// Draws on `out`.
    pub fn new(out: &'out mut dyn Write, manner: Manner) -> Self {
        Self { out, manner }
    }

    /// Tells an event.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        if self.manner.json {
            serde_json::to_writer(&mut *self.out, event)?;
            self.out.write_all(b"\n")?;
            // Whoever reads line by line must get each line at once.
            return self.out.flush();
        }
        match event {
            Event::Question(question) => self.question(question)?,
            Event::Hint(hint) => {
                let text = match (&hint.text, hint.strike) {
                    (Some(text), _) => self.markdown(text),
                    (None, Some(option)) => format!("Not {option}."),
                    (None, None) => String::new(),
                };
                self.line(QUIET, "Hint")?;
                writeln!(self.out, "{text}")?;
            }
            Event::Feedback(feedback) => self.feedback(feedback)?,
            Event::Saved(_) => {}
            Event::Undone { .. } => self.line(QUIET, "Undone.")?,
            Event::Redone { .. } => self.line(QUIET, "Done again.")?,
            Event::Notice { message } => self.line(QUIET, message)?,
            Event::Summary(summary) => self.summary(summary)?,
        }
        self.out.flush()
    }

    /// Tells something that is neither question nor answer.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn notice(&mut self, message: &str) -> io::Result<()> {
        self.event(&Event::Notice { message: message.to_owned() })
    }

    /// The keys.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn help(&mut self) -> io::Result<()> {
        self.notice(
            "An empty line goes on (or shows the answer). Numbers pick options, or grade: 1 again, \
             2 hard, 3 good, 4 easy. ? hint, u undo, q quit; :redo :sure :unsure :guess :suspend \
             :bury :flag. When an answer has changed: :same :sooner :new. A leading \\ makes any line an answer.",
        )
    }

    /// Asks for input where somebody sits.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn prompt(&mut self, stage: Stage<'_>) -> io::Result<()> {
        if !self.manner.interactive || self.manner.json {
            return Ok(());
        }
        let ask = match stage {
            Stage::Asking(question) => match &question.form {
                QuestionForm::Options { several: false, .. } => "number",
                QuestionForm::Options { several: true, .. } => "numbers",
                QuestionForm::Recall => "enter to turn",
                QuestionForm::Gaps(_) => "gap 1",
                QuestionForm::Text { .. } => "answer",
                QuestionForm::Sequence { .. } => "order",
                QuestionForm::Pairs { .. } => "right sides",
            },
            Stage::Turned(..) => "1 again · 2 hard · 3 good · 4 easy",
            Stage::Answered(..) => "enter to go on",
            Stage::Done => return Ok(()),
        };
        self.prompt_text(ask)
    }

    /// Asks for one gap of several.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn gap_prompt(&mut self, gap: usize, gaps: usize) -> io::Result<()> {
        self.prompt_text(&format!("gap {gap} of {gaps}"))
    }

    fn prompt_text(&mut self, ask: &str) -> io::Result<()> {
        write!(self.out, "{QUIET}{ask}{QUIET:#} {ACCENT}›{ACCENT:#} ")?;
        self.out.flush()
    }

    fn line(&mut self, style: Style, text: &str) -> io::Result<()> {
        if self.manner.interactive {
            for line in textwrap::wrap(text, self.manner.width) {
                writeln!(self.out, "{style}{line}{style:#}")?;
            }
            Ok(())
        } else {
            writeln!(self.out, "{text}")
        }
    }

    fn markdown(&self, text: &str) -> String {
        markdown::render(text, self.manner.width, self.manner.interactive)
    }

    fn numbered(
        &mut self,
        mark: &str,
        number: usize,
        text: &str,
        verbatim: bool,
    ) -> io::Result<()> {
        let text = if verbatim { text.to_owned() } else { self.markdown(text) };
        let mut lines = text.lines();
        writeln!(self.out, "{mark}{number:>2}  {}", lines.next().unwrap_or(""))?;
        let indent = " ".repeat(mark.chars().count() + 4);
        for line in lines {
            writeln!(self.out, "{indent}{line}")?;
        }
        Ok(())
    }

    fn code(&mut self, code: &CodeText) -> io::Result<()> {
        let fence = format!("```{}\n{}\n```", code.language, code.text);
        let text = self.markdown(&fence);
        writeln!(self.out, "\n{text}\n")
    }

    fn question(&mut self, question: &Question) -> io::Result<()> {
        writeln!(self.out)?;
        let head = format!("{} · {} to go", question.deck_title, question.remaining);
        self.line(QUIET, &head)?;
        let ask = self.markdown(&question.ask);
        if self.manner.interactive {
            writeln!(self.out, "{STRONG}{ask}{STRONG:#}")?;
        } else {
            writeln!(self.out, "{ask}")?;
        }
        if let Some(code) = &question.code {
            self.code(code)?;
        }
        for (at, option) in question.options.iter().enumerate() {
            self.numbered("", at + 1, option, question.verbatim)?;
        }
        for (at, line) in question.lines.iter().enumerate() {
            self.numbered("", at + 1, line, false)?;
        }
        if !question.left.is_empty() {
            for left in &question.left {
                let text = self.markdown(left);
                writeln!(self.out, "  ·  {text}")?;
            }
            writeln!(self.out)?;
            for (at, right) in question.right.iter().enumerate() {
                self.numbered("", at + 1, right, false)?;
            }
        }
        if question.several {
            self.line(QUIET, "Several are right: give all their numbers.")?;
        }
        if question.decoys {
            self.line(QUIET, "Not every line belongs.")?;
        }
        if question.gaps > 1 && !self.manner.interactive {
            self.line(QUIET, "Give all gaps in one line, parted by ' | '.")?;
        }
        Ok(())
    }

    fn feedback(&mut self, feedback: &Feedback) -> io::Result<()> {
        match (feedback.correct, feedback.confident_error, feedback.near) {
            (Some(true), ..) => self.line(RIGHT, "Right.")?,
            (Some(false), true, _) => self.line(WRONG, "Sure, and wrong: worth a second look.")?,
            (Some(false), false, true) => self.line(WRONG, "Not quite: nearly the same.")?,
            (Some(false), ..) => self.line(WRONG, "Not right.")?,
            (None, ..) => {}
        }
        if feedback.options.is_empty() {
            for answer in &feedback.answer {
                let text = self.markdown(answer);
                writeln!(self.out, "  {text}")?;
            }
        }
        for option in &feedback.options {
            let mark = match (option.right, option.picked) {
                (true, _) => "✓ ",
                (false, true) => "✗ ",
                (false, false) => "  ",
            };
            self.numbered(mark, option.number, &option.text, false)?;
            if let Some(why) = &option.why {
                let why = self.markdown(why);
                for line in why.lines() {
                    writeln!(self.out, "      {line}")?;
                }
            }
        }
        if let Some(why) = &feedback.why {
            let why = self.markdown(why);
            writeln!(self.out, "\n{why}")?;
        }
        if let Some(source) = &feedback.source {
            self.line(QUIET, source)?;
        }
        if let Some(version) = &feedback.checked_on {
            self.line(QUIET, &format!("Checked on {version}"))?;
        }
        if let Some(was) = &feedback.was {
            let said = format!(
                "This answer has changed since you learned it; it was: {was}. :same fact, ask \
                 :sooner, or a :new one?"
            );
            self.line(QUIET, &said)?;
        }
        if feedback.leech {
            self.line(QUIET, "Forgotten many times: set aside as a leech. It may need rewording.")?;
        }
        let outlook: Vec<String> = feedback
            .outlook
            .iter()
            .map(|outlook| {
                let kept = feedback.rating == Some(outlook.rating);
                let number = outlook.rating.number();
                let text = format!("{number} {:?} {}", outlook.rating, outlook.returns);
                if kept { format!("[{text}]") } else { text }
            })
            .collect();
        self.line(QUIET, &outlook.join(" · "))
    }

    fn summary(&mut self, summary: &Summary) -> io::Result<()> {
        writeln!(self.out)?;
        if summary.answered == 0 {
            return self.line(STRONG, "Nothing answered this time.");
        }
        let minutes = summary.seconds / 60;
        let took =
            if minutes > 0 { format!("{minutes} min") } else { format!("{} s", summary.seconds) };
        let head = format!("{} of {} right in {took}.", summary.correct, summary.answered);
        self.line(STRONG, &head)?;
        if summary.learned > 0 {
            self.line(QUIET, &format!("{} learned.", summary.learned))?;
        }
        for missed in &summary.missed {
            let mark = if missed.confident_error { "✗ sure, but wrong: " } else { "✗ " };
            let title = self.markdown(&missed.title);
            writeln!(self.out, "{mark}{title}")?;
        }
        if !summary.recorded {
            self.line(QUIET, "Cram: nothing of this was recorded.")?;
        }
        if let (Some(days), Some(cards)) = (summary.next_due_days, summary.next_due_cards) {
            let when = match days {
                0 => "later today".to_owned(),
                1 => "tomorrow".to_owned(),
                days => format!("in {days} days"),
            };
            self.line(QUIET, &format!("Next: {cards} due {when}."))?;
        }
        Ok(())
    }
}
