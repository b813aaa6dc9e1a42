//! How the memory model is fitted to the learner, and what it is worth.

use egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::collection::{in_words, lasts};
use crate::predict::{LEAST_TO_FIT, Losses, Outcome};
use crate::settings::Settings;
use crate::ui::app::{Command, FitCommand, Ready, Report};
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{Button, paint, progress_bar, rule, setting_row, toggle_row};
use crate::ui::words;

/// Draws the rows.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    draft: &mut Settings,
    ready: &Ready,
    commands: &mut Vec<Command>,
) {
    let reports = ready.fitting.reports.as_deref().unwrap_or_default();
    let usual = reports.first().cloned().unwrap_or_default();
    fit(ui, ready, &usual, commands);
    if let Some(trouble) = &ready.fitting.trouble {
        let width = ui.available_width();
        let text = format!("The last try came to nothing: {trouble}.");
        said(ui, &text, t.danger.ink, width);
        ui.add_space(space::M);
    }
    for report in reports {
        if let Some(losses) = report.last.as_ref().and_then(|last| last.outcome.losses) {
            rule(ui);
            let outcome = report.last.as_ref().map(|last| &last.outcome);
            worth(ui, t, &report.preset, outcome, &losses);
        }
    }
    rule(ui);
    let about = "In the background, when your log has grown by 5\u{a0}%. What is found is taken \
                 over only if it predicts you no worse.";
    toggle_row(ui, "Fit by itself", about, &mut draft.auto_fit);
    for report in reports.iter().filter(|report| report.can_go_back) {
        rule(ui);
        let title = match report.preset.as_str() {
            "" => "Back to the parameters before".to_owned(),
            preset => format!("Back to the parameters before of {preset}"),
        };
        let about = "Your answers stay as they are; intervals from now on go by the older ones.";
        setting_row(ui, &title, about, 100.0, |ui| {
            let button = Button::quiet("Go back").accessible_name(&title);
            if ui.add(button).clicked() {
                commands.push(Command::Fit(FitCommand::Back(report.preset.clone())));
            }
        });
    }
}

/// What is known of the learner, and the button that finds out more.
fn fit(ui: &mut Ui, ready: &Ready, usual: &Report, commands: &mut Vec<Command>) {
    let progress = ready.fitting.progress();
    let (title, about) = match &usual.last {
        None => (
            "Your memory is taken for the average learner's".to_owned(),
            format!("From {LEAST_TO_FIT} answers after a day or more on it can be told apart."),
        ),
        Some(last) if last.outcome.losses.is_none() => {
            ("Your memory is taken for the average learner's".to_owned(), in_words(&last.outcome))
        }
        Some(last) => {
            let day = i32::try_from(last.at_ms.div_euclid(86_400_000)).unwrap_or(0);
            let date = words::long_day(day);
            let answers = words::count(last.outcome.items, "answer");
            (
                lasts(usual.reach).trim_end_matches('.').to_owned(),
                format!(
                    "Fitted on {date} to {answers} after a day or more. {}",
                    kept(&last.outcome)
                ),
            )
        }
    };
    setting_row(ui, &title, about.trim_end(), 100.0, |ui| {
        if progress.is_some() {
            let button = Button::quiet("Cancel").accessible_name("Cancel the fit");
            if ui.add(button).clicked() {
                commands.push(Command::Fit(FitCommand::Cancel));
            }
        } else if ui.add(Button::quiet("Fit now").accessible_name("Fit my memory now")).clicked() {
            commands.push(Command::Fit(FitCommand::Now));
        }
    });
    if let Some(share) = progress {
        progress_bar(ui, "Fitting", share);
        ui.add_space(space::M);
    }
}

/// Why the last fit's parameters were not taken, if so.
fn kept(outcome: &Outcome) -> &'static str {
    if outcome.six.is_some() {
        ""
    } else {
        "New parameters were no better, so the present ones stayed."
    }
}

/// What the predictors are worth on answers they had not seen.
fn worth(ui: &mut Ui, t: &Tokens, preset: &str, outcome: Option<&Outcome>, losses: &Losses) {
    let is_blended = outcome.is_some_and(|outcome| outcome.uses_blend);
    let held_out = outcome.map_or(0, |outcome| outcome.held_out);
    let of = if preset.is_empty() { String::new() } else { format!(" ({preset})") };
    ui.add_space(14.0);
    let width = ui.available_width();
    said(ui, &format!("What predicts you best{of}"), t.strong, width);
    let used = if is_blended {
        "FSRS-7 and FSRS-6 together tell what you remember, and what to ask first."
    } else {
        "FSRS-6 tells what you remember, and what to ask first."
    };
    let tried = words::count(held_out, "answer");
    said(
        ui,
        &format!("{used} Tried on {tried} that were kept from it; less log loss is better."),
        t.quiet,
        width,
    );
    ui.add_space(space::S);
    let most = losses.default.max(losses.six).max(losses.blend).max(1e-9);
    for (name, loss, is_used) in [
        ("FSRS-7 and FSRS-6 together", losses.blend, is_blended),
        ("FSRS-6, fitted to you", losses.six, !is_blended),
        ("FSRS-6, the average learner", losses.default, false),
    ] {
        bar(ui, t, name, loss, loss / most, is_used);
    }
    ui.add_space(14.0);
}

/// A line of text that wraps, and is told.
fn said(ui: &mut Ui, text: &str, colour: egui::Color32, width: f32) {
    let role = if colour == Tokens::of(ui).strong { Type::Label } else { Type::Small };
    let galley = paint::paragraph(ui, text, role, colour, width);
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    paint::galley(ui, rect.min, galley);
}

/// One predictor: its name, its loss as a bar and a number.
fn bar(ui: &mut Ui, t: &Tokens, name: &str, loss: f64, share: f64, is_used: bool) {
    const NAME: f32 = 210.0;
    const NUMBER: f32 = 56.0;
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::hover());
    let number = format!("{loss:.3}");
    let used = if is_used { ", in use" } else { "" };
    let told = format!("{name}{used}: log loss {number}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &told));
    let ink = if is_used { t.strong } else { t.quiet };
    let role = if is_used { Type::SmallStrong } else { Type::Small };
    let y = rect.center().y;
    let text = paint::line(ui, name, role, ink, NAME - space::S);
    paint::galley_left(ui, rect.left(), y, text);
    let left = rect.left() + NAME;
    let right = rect.right() - NUMBER;
    #[expect(clippy::cast_possible_truncation, reason = "a share")]
    let end = left + (right - left) * share as f32;
    let line = |to: f32| Rect::from_min_max(pos2(left, y - 3.0), pos2(to.max(left), y + 3.0));
    let rounding = CornerRadius::same(3);
    ui.painter().rect_filled(line(right), rounding, t.raised);
    let fill = if is_used { t.accent_fill } else { Tokens::fade(t.quiet, 0.45) };
    ui.painter().rect_filled(line(end), rounding, fill);
    let text = paint::line(ui, &number, role, ink, NUMBER);
    let x = rect.right() - text.size().x;
    paint::galley_left(ui, x, y, text);
}
