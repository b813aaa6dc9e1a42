//! After the day: what was predicted, what was met, and how it went.

use egui::{Ui, vec2};

use super::{Command, say};
use crate::collection::Collection;
use crate::plan::{Felt, Plan};
use crate::ui::app::Command as AppCommand;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{Button, card, figure};
use crate::ui::words;

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    (at, plan): (usize, &Plan),
    collection: &Collection,
    commands: &mut Vec<AppCommand>,
) {
    let counts = collection.subject_counts(&plan.subjects);
    let (total, unmet) = counts.iter().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let left = plan.study_day().saturating_sub(collection.day());
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        ui.label(
            Type::Small
                .text(format!("{} · {}", say::date(plan.day), say::days_left(left)), t.quiet),
        );
        ui.add_space(space::XS);
        ui.label(Type::Display.text(&plan.name, t.strong));
        ui.add_space(space::L);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::XXL, space::M);
            let met = format!("{} of {}", total - unmet, total);
            figure(ui, &met, "cards met");
            if let Some(score) = plan.predicted {
                figure(ui, &words::percent(score), "predicted for the day");
            }
        });
        ui.add_space(space::XL);
        ui.label(Type::Heading.text("How did it go?", t.strong));
        ui.add_space(space::XS);
        let text = "Your answer ends the plan. It stays in your plans’ file, so that you can look \
                    back at how far predictions held. The cards come as ever from now on.";
        ui.label(Type::Body.text(text, t.quiet));
        ui.add_space(space::L);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, space::S);
            for (words, felt) in [
                ("Better than predicted", Felt::Better),
                ("As predicted", Felt::AsPredicted),
                ("Worse than predicted", Felt::Worse),
            ] {
                if ui.add(Button::quiet(words)).clicked() {
                    end(at, felt, collection, commands);
                }
            }
            if ui.add(Button::plain("I’d rather not say")).clicked() {
                end(at, Felt::Untold, collection, commands);
            }
        });
    });
}

fn end(at: usize, felt: Felt, collection: &Collection, commands: &mut Vec<AppCommand>) {
    let mut plans = collection.plans().clone();
    if let Some(plan) = plans.plans.get_mut(at) {
        plan.felt = Some(felt);
    }
    commands.push(AppCommand::Plan(Command::Put(Box::new(plans))));
}
