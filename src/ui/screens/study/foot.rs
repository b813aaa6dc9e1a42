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
use crate::ui::tokens::{Tokens, Tone, Type, radius, space};
use crate::ui::widgets::{Button, paint};

/// Below this width the main button has a row of its own: narrow windows, large
/// letters.
const NARROW: f32 = 500.0;
const FIRST: f32 = 32.0;
const SECOND: f32 = 44.0;

/// The height of what it holds, points: the same at every stage.
pub fn height(width: f32) -> f32 {
    let rows = FIRST + space::M + SECOND;
    if width < NARROW { rows + space::S + SECOND } else { rows }
}

/// A row of the foot.
fn row(ui: &mut Ui, height: f32, add: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        add(ui);
    });
}

/// Draws it into a place of [`height`].
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
    let is_narrow = width < NARROW;
    row(ui, FIRST, |ui| match stage {
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
    let mut main = |ui: &mut Ui, least: f32, state: &State| match stage {
        Stage::Asking(question) => show_commit(ui, state, question, least, commands),
        Stage::Answered(..) => show_continue(ui, least, commands),
        Stage::Turned(..) | Stage::Done => {}
    };
    // What is beside the main button needs the commands as well.
    let mut asked = Vec::new();
    let beside = |ui: &mut Ui, state: &mut State, asked: &mut Vec<Command>, room: f32| match stage {
        Stage::Asking(question) => show_help(ui, state, question, is_narrow, asked),
        Stage::Turned(_, turned) => {
            show_grades(ui, t, &turned.outlook, None, records, width, asked);
        }
        Stage::Answered(_, answered) if records => {
            let chosen = Some(answered.feedback.grade.rating);
            show_grades(ui, t, &answered.feedback.outlook, chosen, true, room, asked);
        }
        Stage::Answered(..) | Stage::Done => {}
    };
    if is_narrow {
        row(ui, SECOND, |ui| beside(ui, state, &mut asked, width));
        ui.add_space(space::S);
        row(ui, SECOND, |ui| main(ui, width, state));
    } else {
        row(ui, SECOND, |ui| {
            beside(ui, state, &mut asked, width - MAIN_WIDTH - space::L);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| main(ui, MAIN_WIDTH, state));
        });
    }
    commands.append(&mut asked);
}

/// The width of the main button beside others, points.
const MAIN_WIDTH: f32 = 156.0;

fn show_confidence(ui: &mut Ui, t: &Tokens, state: &mut State, commands: &mut Vec<Command>) {
    let is_typing = ui.ctx().text_edit_focused();
    if ui.available_width() >= NARROW {
        words(ui, "How sure are you?", Type::Small, t.quiet, 140.0);
        ui.add_space(space::XS);
    }
    for (confidence, action, name) in [
        (Confidence::Sure, Action::Sure, "Sure"),
        (Confidence::Unsure, Action::Unsure, "Unsure"),
        (Confidence::Guess, Action::Guess, "Guess"),
    ] {
        let key = action.key_text();
        let key = if is_typing { format!("Alt+{key}") } else { key };
        if pill(ui, t, name, &key, state.stated() == Some(confidence)).clicked() {
            commands.push(Command::Do(action));
            state.wants_focus = true;
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

/// The ways to get help before the answer.
fn show_help(
    ui: &mut Ui,
    state: &mut State,
    question: &Question,
    is_narrow: bool,
    commands: &mut Vec<Command>,
) {
    if question.hints_left > 0 {
        let key = if ui.ctx().text_edit_focused() { "Alt+H" } else { "H" };
        let hint = Button::quiet("Hint").icon(icons::LIGHTBULB).key(key);
        if ui.add(hint.accessible_name("Take a hint")).clicked() {
            commands.push(Command::Do(Action::Hint));
            state.wants_focus = true;
        }
    }
    if matches!(question.form, QuestionForm::Recall) {
        return;
    }
    if question.hints_left == 0 {
        // A plain button's word stands where the card's text begins.
        ui.add_space(-14.0);
    }
    let show = Button::plain("Show answer");
    let show = if is_narrow { show } else { show.key("Ctrl+Enter") };
    if ui.add(show).clicked() {
        commands.push(Command::Do(Action::ShowAnswer));
    }
}

fn show_commit(
    ui: &mut Ui,
    state: &State,
    question: &Question,
    least: f32,
    commands: &mut Vec<Command>,
) {
    let is_recall = matches!(question.form, QuestionForm::Recall);
    ui.push_id("primary", |ui| {
        let word = if is_recall { "Show answer" } else { "Check" };
        let is_ready = is_recall || state.draft.answer(question).is_some();
        let button = if is_ready { Button::primary(word) } else { Button::quiet(word) };
        let button = button.key("Enter").large().min_width(least);
        if ui.add_enabled(is_ready, button).clicked() {
            state.commit(question, commands);
        }
    });
}

fn show_continue(ui: &mut Ui, least: f32, commands: &mut Vec<Command>) {
    ui.push_id("primary", |ui| {
        let button = Button::primary("Continue").key("Enter").large().min_width(least);
        let response = ui.add(button);
        // A double click on the button before must not skip the feedback.
        if response.clicked() && !response.double_clicked() {
            commands.push(Command::Proceed);
        }
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
    let is_narrow = ui.available_width() < NARROW;
    let role = if is_narrow { Type::BodyStrong } else { Type::Heading };
    let (rect, _) = ui.allocate_exact_size(vec2(22.0, FIRST), Sense::hover());
    paint::icon(ui, rect.center(), icon, 22.0, tone.ink);
    let galley = paint::line(ui, text, role, tone.ink, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, text));
    paint::galley(ui, rect.min, galley);
    // Where there is little room, the chosen grade tells the same.
    if is_narrow && records {
        return;
    }
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
    // What is set aside does not come back by itself.
    match next.filter(|_| !answered.feedback.leech) {
        Some(step) => format!("Counted as {}: next in {}", name(grade.rating), step.returns),
        None => format!("Counted as {}", name(grade.rating)),
    }
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
    // Where there is no room for both, the words matter more than the key.
    let has_cap = width >= 88.0;
    let cap_width = if has_cap { cap.size().x + space::S } else { 0.0 };
    let word_ink = if is_chosen { t.accent.ink } else { t.body };
    let word = paint::line(ui, name(rating), Type::SmallStrong, word_ink, width - 16.0 - cap_width);
    let short = returns.replace(" months", " mo").replace(" years", " y");
    let below = paint::line(ui, &short, Type::Caption, t.quiet, width - 16.0 - cap_width);
    let text_width = word.size().x.max(below.size().x);
    let all = cap_width + text_width;
    // Wide buttons hold their words in the middle.
    let is_centred = width > 150.0 || !has_cap;
    let left = if is_centred { rect.center().x - all / 2.0 } else { rect.left() + 10.0 };
    if has_cap {
        cap.paint(ui, left, rect.center().y);
    }
    let x = left + cap_width;
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
}
