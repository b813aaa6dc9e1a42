//! The card's foot, always in sight and always as high: before the answer how
//! sure one is and the way to commit; after it the verdict, the grade and the
//! way on.

use egui::{
    Align, Align2, CornerRadius, Layout, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};

use super::State;
use super::top::words;
use crate::scheduler::{Confidence, Rating};
use crate::session::{Answer, Answered, Outlook, Question, QuestionForm, Stage};
use crate::ui::action::Action;
use crate::ui::app::Command;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Tone, Type, radius, size, space};
use crate::ui::widgets::{Button, paint};

/// The height of what it holds, points.
pub const HEIGHT: f32 = FIRST + space::M + SECOND;
const FIRST: f32 = 32.0;
const SECOND: f32 = 44.0;

/// Draws it into a place of [`HEIGHT`].
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    stage: Stage<'_>,
    records: bool,
    commands: &mut Vec<Command>,
) {
    ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
    let width = ui.available_width();
    let row = |ui: &mut Ui, height: f32, add: &mut dyn FnMut(&mut Ui)| {
        let layout = Layout::left_to_right(Align::Center);
        ui.allocate_ui_with_layout(vec2(width, height), layout, |ui| {
            ui.set_min_height(height);
            ui.set_width(width);
            add(ui);
        });
    };
    row(ui, FIRST, &mut |ui| match stage {
        Stage::Asking(question) if matches!(question.form, QuestionForm::Recall) => {
            words(ui, "Recall it first, then look.", Type::Small, t.quiet, width);
        }
        Stage::Asking(_) => show_confidence(ui, t, state, commands),
        Stage::Turned(..) => {
            words(ui, "How well did you know it?", Type::BodyStrong, t.strong, width);
        }
        Stage::Answered(_, answered) => show_verdict(ui, t, answered, records),
        Stage::Done => {}
    });
    ui.add_space(space::M);
    row(ui, SECOND, &mut |ui| match stage {
        Stage::Asking(question) => show_asking(ui, state, question, commands),
        Stage::Turned(_, turned) => {
            show_grades(ui, t, &turned.outlook, None, records, width, commands);
        }
        Stage::Answered(_, answered) => show_answered(ui, t, answered, records, commands),
        Stage::Done => {}
    });
}

fn show_confidence(ui: &mut Ui, t: &Tokens, state: &State, commands: &mut Vec<Command>) {
    let is_typing = ui.ctx().text_edit_focused();
    words(ui, "How sure are you?", Type::Small, t.quiet, 140.0);
    ui.add_space(space::XS);
    for (confidence, action, name) in [
        (Confidence::Sure, Action::Sure, "Sure"),
        (Confidence::Unsure, Action::Unsure, "Unsure"),
        (Confidence::Guess, Action::Guess, "Guess"),
    ] {
        let key = action.key_text();
        let key = if is_typing { format!("Alt+{key}") } else { key };
        if pill(ui, t, name, &key, state.stated() == Some(confidence)).clicked() {
            commands.push(Command::Do(action));
        }
    }
}

/// One of the words for how sure one is.
fn pill(ui: &mut Ui, t: &Tokens, name: &str, key: &str, is_on: bool) -> Response {
    let ink = if is_on { t.accent.ink } else { t.body };
    let text = paint::line(ui, name, Type::Small, ink, 200.0);
    let cap_ink = if is_on { t.accent.ink } else { t.quiet };
    let cap_line = if is_on { t.accent.line } else { t.line };
    let cap = paint::KeyCap::new(ui, key, cap_ink, t.card, cap_line);
    let width = 12.0 + text.size().x + space::S + cap.size().x + 6.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, FIRST), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_on, name));
    let lift = paint::hover(ui, &response);
    let (fill, line) = if is_on {
        (t.accent.soft, t.accent.ink)
    } else {
        (Tokens::fade(t.raised_hover, lift), Tokens::mix(t.line, t.line_strong, lift * 0.5))
    };
    let rounding = CornerRadius::same(16);
    ui.painter().rect(rect, rounding, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    paint::galley_left(ui, rect.left() + 12.0, rect.center().y, text);
    cap.paint(ui, rect.right() - 6.0 - cap.size().x, rect.center().y);
    paint::focus_ring(ui, &response, rect, 16);
    paint::hand(ui, &response);
    response
}

fn show_asking(ui: &mut Ui, state: &State, question: &Question, commands: &mut Vec<Command>) {
    if question.hints_left > 0 {
        let hint = Button::quiet("Hint").icon(icons::LIGHTBULB).key("H");
        if ui.add(hint.accessible_name("Take a hint")).clicked() {
            commands.push(Command::Do(Action::Hint));
        }
    }
    let is_recall = matches!(question.form, QuestionForm::Recall);
    if !is_recall {
        let show = Button::plain("Show answer").key("Ctrl+Enter");
        if ui.add(show).clicked() {
            commands.push(Command::Do(Action::ShowAnswer));
        }
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.push_id("primary", |ui| {
            let word = if is_recall { "Show answer" } else { "Check" };
            let button = Button::primary(word).key("Enter").large().min_width(132.0);
            let answer = state.draft.answer(question);
            if ui.add_enabled(is_recall || answer.is_some(), button).clicked() {
                state.commit(question, commands);
            }
        });
    });
}

/// The verdict's words, icon and colour.
fn verdict<'t>(t: &'t Tokens, answered: &Answered) -> (&'static str, &'static str, &'t Tone) {
    let feedback = &answered.feedback;
    if feedback.confident_error {
        ("Sure, but wrong: worth a second look", icons::TRIANGLE_ALERT, &t.danger)
    } else if feedback.correct {
        ("Right", icons::CIRCLE_CHECK, &t.success)
    } else if answered.answer == Answer::DontKnow {
        ("Here is the answer", icons::EYE, &t.warning)
    } else {
        ("Not quite", icons::CIRCLE_X, &t.danger)
    }
}

/// The ground under the foot once the verdict is known.
pub fn ground(t: &Tokens, stage: Stage<'_>) -> Option<egui::Color32> {
    match stage {
        Stage::Answered(_, answered) => Some(verdict(t, answered).2.soft),
        _ => None,
    }
}

fn show_verdict(ui: &mut Ui, t: &Tokens, answered: &Answered, records: bool) {
    let (text, icon, tone) = verdict(t, answered);
    let (rect, _) = ui.allocate_exact_size(vec2(22.0, FIRST), Sense::hover());
    paint::icon(ui, rect.center(), icon, 22.0, tone.ink);
    let galley = paint::line(ui, text, Type::Heading, tone.ink, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
    paint::galley(ui, rect.min, galley);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let text =
            if records { counted(answered) } else { "Cramming: nothing is recorded".to_owned() };
        words(ui, &text, Type::Small, t.body, ui.available_width());
    });
}

/// What the answer was made of: `Counted as Good: next in 4 days`.
fn counted(answered: &Answered) -> String {
    let grade = answered.feedback.grade;
    let next = answered.feedback.outlook.iter().find(|step| step.rating == grade.rating);
    match next {
        Some(step) => format!("Counted as {}: next in {}", name(grade.rating), step.returns),
        None => format!("Counted as {}", name(grade.rating)),
    }
}

fn show_answered(
    ui: &mut Ui,
    t: &Tokens,
    answered: &Answered,
    records: bool,
    commands: &mut Vec<Command>,
) {
    let proceed_width = 156.0;
    let room = ui.available_width() - proceed_width - space::L;
    if records {
        let chosen = Some(answered.feedback.grade.rating);
        show_grades(ui, t, &answered.feedback.outlook, chosen, true, room, commands);
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.push_id("primary", |ui| {
            let button = Button::primary("Continue").key("Enter").large().min_width(proceed_width);
            let response = ui.add(button);
            // A double click on the button before must not skip the feedback.
            if response.clicked() && !response.double_clicked() {
                commands.push(Command::Proceed);
            }
        });
    });
}

/// A rating in words.
pub fn name(rating: Rating) -> &'static str {
    match rating {
        Rating::Again => "Again",
        Rating::Hard => "Hard",
        Rating::Good => "Good",
        Rating::Easy => "Easy",
    }
}

fn show_grades(
    ui: &mut Ui,
    t: &Tokens,
    outlook: &[Outlook; 4],
    chosen: Option<Rating>,
    records: bool,
    width: f32,
    commands: &mut Vec<Command>,
) {
    let gap = 6.0;
    let each = ((width - 3.0 * gap) / 4.0).floor();
    ui.spacing_mut().item_spacing.x = gap;
    for step in outlook {
        let returns = if records { step.returns.to_string() } else { String::new() };
        let is_chosen = chosen == Some(step.rating);
        let response = grade_button(ui, t, step.rating, &returns, is_chosen, each);
        if response.clicked() && !is_chosen {
            commands.push(Command::Grade(step.rating));
        }
    }
}

fn grade_button(
    ui: &mut Ui,
    t: &Tokens,
    rating: Rating,
    returns: &str,
    is_chosen: bool,
    width: f32,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(width, SECOND), Sense::click());
    let spoken = match returns {
        "" => name(rating).to_owned(),
        returns => format!("{}, next in {returns}", name(rating)),
    };
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, &spoken));
    let lift = paint::hover(ui, &response);
    let rounding = CornerRadius::same(radius::CONTROL);
    let (fill, line) = if is_chosen {
        (t.card, Stroke::new(1.5, t.accent.ink))
    } else {
        (Tokens::mix(t.card, t.raised_hover, lift), Stroke::new(1.0, t.line))
    };
    ui.painter().rect(rect, rounding, fill, line, StrokeKind::Inside);
    let (cap_ink, cap_line) =
        if is_chosen { (t.accent.ink, t.accent.line) } else { (t.quiet, t.line) };
    let cap = paint::KeyCap::new(ui, &rating.number().to_string(), cap_ink, t.card, cap_line);
    let word_ink = if is_chosen { t.accent.ink } else { t.body };
    let word = paint::line(ui, name(rating), Type::SmallStrong, word_ink, width - 40.0);
    let below = paint::line(ui, returns, Type::Caption, t.quiet, width - 40.0);
    let text_width = word.size().x.max(below.size().x);
    let all = cap.size().x + space::S + text_width;
    // Wide buttons hold their words in the middle.
    let left = if width > 150.0 { rect.center().x - all / 2.0 } else { rect.left() + 10.0 };
    cap.paint(ui, left, rect.center().y);
    let x = left + cap.size().x + space::S;
    let height = word.size().y + below.size().y - 2.0;
    let height = if returns.is_empty() { word.size().y } else { height };
    let place =
        Align2::LEFT_CENTER.anchor_size(egui::pos2(x, rect.center().y), vec2(text_width, height));
    paint::galley(ui, place.min, word);
    if !returns.is_empty() {
        paint::galley(ui, egui::pos2(x, place.bottom() - below.size().y), below);
    }
    paint::focus_ring(ui, &response, rect, radius::CONTROL);
    paint::hand(ui, &response);
    response
}

/// The ground and hairline of the foot within the card.
pub fn paint_ground(ui: &Ui, t: &Tokens, rect: Rect, fill: Option<egui::Color32>) {
    let rounding = CornerRadius { nw: 0, ne: 0, sw: radius::CARD, se: radius::CARD };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect.shrink2(vec2(1.0, 0.0)), rounding, fill);
    }
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, t.line));
    debug_assert!(rect.height() >= size::CONTROL);
}
