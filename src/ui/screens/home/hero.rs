//! What to do now, and the habit beside it.

use egui::{Align, Layout, Ui, text::LayoutJob, vec2};

use super::ahead;
use super::view::{Hero, View};
use crate::session::Scope;
use crate::ui::action::Action;
use crate::ui::app::Command;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{Button, card, empty_state, heatmap};

/// The side of a day's square, points.
const CELL: f32 = 13.0;
/// Wide enough for the 18 weeks of the heatmap.
const HABIT_WIDTH: f32 = 34.0 + 18.0 * (CELL + 3.0);
/// From this width on they stand side by side.
const WIDE: f32 = 780.0;

/// Below this width the time gets a line of its own.
const NARROW: f32 = 440.0;

/// Draws both in one card.
pub fn show(ui: &mut Ui, t: &Tokens, view: &View, commands: &mut Vec<Command>) {
    if view.hero == Hero::NoDecks {
        let text = "Put deck files into your decks folder, then start Hippocache again.";
        if empty_state(ui, icons::LAYERS, "No decks yet", text, Some("Settings")) {
            commands.push(Command::Do(Action::Settings));
        }
        return;
    }
    card(ui, |ui| {
        let room = ui.available_width();
        if room < WIDE {
            now(ui, t, view, commands);
            ui.add_space(space::XL);
            crate::ui::widgets::rule(ui);
            ui.add_space(space::L);
            habit(ui, t, view);
            return;
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let left = room - HABIT_WIDTH - space::XXL;
            ui.allocate_ui_with_layout(vec2(left, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(left);
                ui.add_space(space::M);
                now(ui, t, view, commands);
            });
            ui.add_space(space::XXL);
            ui.vertical(|ui| habit(ui, t, view));
        });
    });
}

fn now(ui: &mut Ui, t: &Tokens, view: &View, commands: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
    ui.label(Type::Small.text(&view.date, t.quiet));
    ui.add_space(space::XS);
    match &view.hero {
        Hero::Waiting { parts } => {
            let is_narrow = ui.available_width() < NARROW;
            ui.label(line(t, parts, is_narrow));
            ui.add_space(space::XL);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let study = Button::primary("Study").icon(icons::PLAY).key("Enter").large();
                if ui.add(study.min_width(168.0)).clicked() {
                    commands.push(Command::Study(Scope::default()));
                }
                let own = Button::plain("Custom session…").large();
                let own = if is_narrow { own } else { own.key("S") };
                if ui.add(own).clicked() {
                    commands.push(Command::Customise(Vec::new()));
                }
            });
        }
        Hero::Done { next } => {
            ui.label(Type::Display.text("All done for today", t.strong));
            ui.add_space(space::XS);
            ui.label(Type::Body.text(next, t.quiet));
            ui.add_space(space::XL);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(space::S, space::S);
                for (words, key, command) in [
                    ("Study ahead", "W", Command::Do(Action::StudyWeak)),
                    ("Cram", "C", Command::Do(Action::Cram)),
                ] {
                    if ui.add(Button::quiet(words).key(key)).clicked() {
                        commands.push(command);
                    }
                }
                if ui.add(Button::plain("Custom session…").key("S")).clicked() {
                    commands.push(Command::Customise(Vec::new()));
                }
            });
        }
        Hero::NoDecks => {}
    }
    ahead::lines(ui, t, &view.ahead, commands);
}

/// `42 due · 10 new · about 9 min`: what matters in full ink.
fn line(t: &Tokens, parts: &[(String, bool)], is_narrow: bool) -> LayoutJob {
    let mut job = LayoutJob::default();
    for (number, (words, is_main)) in parts.iter().enumerate() {
        if is_narrow && !is_main {
            job.append("\n", 0.0, Type::Heading.format(t.quiet));
            job.append(words, 0.0, Type::Heading.format(t.quiet));
            continue;
        }
        if number > 0 {
            job.append(" · ", 0.0, Type::Display.format(t.faint));
        }
        let ink = if *is_main { t.strong } else { t.quiet };
        job.append(words, 0.0, Type::Display.format(ink));
    }
    job
}

fn habit(ui: &mut Ui, t: &Tokens, view: &View) {
    ui.spacing_mut().item_spacing = vec2(0.0, space::S);
    heatmap(ui, &view.heat, &view.heat_summary, CELL);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (number, words) in view.habit.iter().enumerate() {
            if number > 0 {
                ui.label(Type::Small.text("  ·  ", t.faint));
            }
            let ink = if number == 0 { t.body } else { t.quiet };
            ui.label(Type::Small.text(words, ink));
        }
    });
    ahead::goal_line(ui, t, &view.ahead);
}
