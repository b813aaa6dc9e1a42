//! The card's content: the question, then its answer, in one place.

use egui::Ui;

use super::State;
use super::{feedback, keys, lines, pairs, typed};
use crate::deck::Form;
use crate::session::{OptionReason, Question, QuestionForm, Solution, SolutionForm, Stage};
use crate::ui::app::Command;
use crate::ui::code::Code;
use crate::ui::markdown::{self, ImageSource, Look};
use crate::ui::tokens::{Tokens, space};
use crate::ui::widgets::{AnswerRow, AnswerState, rule};

type Images<'a> = &'a dyn Fn(&str) -> Option<ImageSource>;

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    stage: Stage<'_>,
    images: Images<'_>,
    commands: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    match stage {
        Stage::Asking(question) => {
            show_ask(ui, t, question, images);
            show_asking(ui, t, state, question, images);
            feedback::show_hints(ui, t, &state.hints);
        }
        Stage::Turned(question, turned) => {
            show_ask(ui, t, question, images);
            show_back(ui, t, &turned.solution, images);
            feedback::show_hints(ui, t, &state.hints);
            feedback::show_solution(ui, t, &turned.solution, images, commands);
        }
        Stage::Answered(question, answered) => {
            show_ask(ui, t, question, images);
            show_answered(ui, t, question, answered, images);
            feedback::show_reworded(ui, t, answered, commands);
            feedback::show_hints(ui, t, &state.hints);
            feedback::show_solution(ui, t, &answered.feedback.solution, images, commands);
            if answered.feedback.leech {
                feedback::show_leech(ui);
            }
        }
        Stage::Done => {}
    }
    ui.add_space(space::XL);
}

fn show_ask(ui: &mut Ui, t: &Tokens, question: &Question, images: Images<'_>) {
    if !question.ask.is_empty() {
        markdown::show_with_images(ui, &question.ask, Look::question(t), images);
    }
    let code = match &question.form {
        QuestionForm::Options { code, .. } | QuestionForm::Text { code, .. } => code.as_ref(),
        _ => None,
    };
    if let Some(code) = code {
        ui.add_space(space::L);
        Code::new(&code.language, &code.text).show(ui);
    }
    let has_text = !matches!(question.form, QuestionForm::Gaps(_) | QuestionForm::Recall);
    if has_text {
        ui.add_space(space::XL);
    }
}

fn show_asking(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    question: &Question,
    images: Images<'_>,
) {
    match &question.form {
        QuestionForm::Options { options, several, verbatim, .. } => {
            show_options(ui, state, options, *several, *verbatim);
        }
        QuestionForm::Recall => {}
        QuestionForm::Gaps(parts) => typed::show_gaps(ui, t, state, parts, images),
        QuestionForm::Text { code, form } => {
            typed::show_field(ui, state, form, code.is_some());
        }
        QuestionForm::Sequence { lines, decoys } => lines::show(ui, t, state, lines, *decoys),
        QuestionForm::Pairs { left, right } => pairs::show(ui, t, state, left, right),
    }
}

fn show_options(
    ui: &mut Ui,
    state: &mut State,
    options: &[String],
    is_several: bool,
    is_verbatim: bool,
) {
    if is_several {
        let t = Tokens::of(ui);
        let width = ui.available_width();
        let text = "Tick all that apply.";
        super::top::words(ui, text, crate::ui::tokens::Type::Small, t.quiet, width);
        ui.add_space(space::S);
    }
    ui.spacing_mut().item_spacing.y = 10.0;
    state.rows.clear();
    let reveal = state.reveal.take();
    for (at, text) in options.iter().enumerate() {
        let is_picked = state.draft.picked.contains(&at);
        let row_state = match (state.struck.contains(&at), is_picked) {
            (true, _) => AnswerState::Struck,
            (_, true) => AnswerState::Selected,
            _ => AnswerState::Idle,
        };
        let key = keys::digit_name(at);
        let row =
            AnswerRow::new(&key, text).state(row_state).several(is_several).verbatim(is_verbatim);
        // Two outputs of one length must not share their scroll positions.
        let response = ui.push_id(at, |ui| ui.add(row)).inner;
        if response.clicked() {
            state.pick(at, is_several);
        }
        if reveal == Some(at) {
            ui.scroll_to_rect(response.rect.expand(space::S), None);
        }
        state.rows.push(response.id);
    }
}

fn show_back(ui: &mut Ui, t: &Tokens, solution: &Solution, images: Images<'_>) {
    if let SolutionForm::Back(back) = &solution.shown {
        ui.add_space(space::XL);
        rule(ui);
        ui.add_space(space::XL);
        markdown::show_with_images(ui, back, Look::question(t), images);
    }
}

fn show_answered(
    ui: &mut Ui,
    t: &Tokens,
    question: &Question,
    answered: &crate::session::Answered,
    images: Images<'_>,
) {
    match (&question.form, &answered.feedback.solution.shown) {
        (
            QuestionForm::Options { options, several, verbatim, .. },
            SolutionForm::Options(reasons),
        ) => show_judged(ui, t, options, reasons, *several, *verbatim),
        (QuestionForm::Gaps(parts), SolutionForm::Gaps(results)) => {
            typed::show_gap_results(ui, t, parts, results, images);
        }
        (QuestionForm::Text { code, form }, SolutionForm::Text { result, also }) => {
            let form: &Form = form;
            typed::show_result(ui, t, form, code.is_some(), result, also);
        }
        (
            QuestionForm::Sequence { lines, .. },
            SolutionForm::Sequence { right, decoys, placed },
        ) => {
            lines::show_solution(ui, t, lines, (right, decoys, placed), &answered.answer);
        }
        (QuestionForm::Pairs { left, right }, SolutionForm::Pairs { right: partners, joined }) => {
            let sides = (left.as_slice(), right.as_slice());
            pairs::show_solution(ui, t, sides, (partners, joined), &answered.answer);
        }
        _ => show_back(ui, t, &answered.feedback.solution, images),
    }
}

fn show_judged(
    ui: &mut Ui,
    t: &Tokens,
    options: &[String],
    reasons: &[OptionReason],
    is_several: bool,
    is_verbatim: bool,
) {
    if is_several {
        let width = ui.available_width();
        let text = "Tick all that apply.";
        super::top::words(ui, text, crate::ui::tokens::Type::Small, t.quiet, width);
        ui.add_space(space::S);
    }
    ui.spacing_mut().item_spacing.y = 10.0;
    for (at, (text, reason)) in options.iter().zip(reasons).enumerate() {
        let state = match (reason.right, reason.picked) {
            (true, true) => AnswerState::Right,
            (true, false) => AnswerState::Missed,
            (false, true) => AnswerState::Wrong,
            (false, false) => AnswerState::Passed,
        };
        let key = keys::digit_name(at);
        let row = AnswerRow::new(&key, text)
            .state(state)
            .several(is_several)
            .verbatim(is_verbatim)
            .reason(reason.why.as_deref());
        ui.push_id(at, |ui| ui.add(row));
    }
}
