//! The settings, saved at once.

mod memory;
mod places;
mod presets;
mod retention;
mod rhythm;

use egui::{ScrollArea, Ui, vec2};

use crate::paths::Paths;
use crate::session::Track;
use crate::settings::{Settings, Theme};
use crate::ui::action::Action;
use crate::ui::app::{Command, Ready};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{
    choice_row, column, icon_button, row_card, rule, stepper_row, toggle_row,
};
use crate::ui::words;

/// What the screen remembers between frames.
#[derive(Debug, Default)]
pub struct State {
    /// While the pointer is down: what will be saved when it is let go.
    draft: Option<Settings>,
    /// What each retention costs, worked out when the screen opens.
    workload: Option<Vec<(f64, f64)>>,
    presets: presets::State,
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    settings: &Settings,
    ready: &Ready,
    paths: &Paths,
    commands: &mut Vec<Command>,
) {
    let workload =
        state.workload.get_or_insert_with(|| crate::insight::workload(ready.collection.model()));
    let mut draft = state.draft.take().unwrap_or_else(|| settings.clone());
    ui.add_space(space::L);
    column(ui, size::READING, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            ui.add_space(-9.0);
            let key = Action::Leave.key_text();
            if icon_button(ui, icons::ARROW_LEFT, "Back", Some(&key)).clicked() {
                commands.push(Command::Do(Action::Leave));
            }
            ui.label(Type::Title.text("Settings", t.strong));
        });
    });
    ui.add_space(space::M);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        column(ui, size::READING, |ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
            section(ui, t, "Remembering");
            row_card(ui, |ui| {
                retention::show(ui, t, &mut draft, workload);
                rule(ui);
                learning(ui, &mut draft);
            });
            section(ui, t, "Your memory");
            row_card(ui, |ui| memory::show(ui, t, &mut draft, ready, commands));
            section(ui, t, "A day");
            row_card(ui, |ui| day(ui, &mut draft));
            section(ui, t, "Goal and rest");
            row_card(ui, |ui| rhythm::habit(ui, &mut draft));
            section(ui, t, "Load");
            row_card(ui, |ui| rhythm::load(ui, &mut draft));
            section(ui, t, "Presets");
            row_card(ui, |ui| {
                presets::show(ui, t, &mut state.presets, &mut draft, ready, commands);
            });
            section(ui, t, "Look");
            row_card(ui, |ui| look(ui, &mut draft));
            section(ui, t, "Decks");
            row_card(ui, |ui| places::decks(ui, &mut draft, paths, commands));
            section(ui, t, "Your data");
            row_card(ui, |ui| places::data(ui, paths, commands));
            ui.add_space(space::XL);
            ui.vertical_centered(|ui| {
                let version = format!("Hippocache {}", env!("CARGO_PKG_VERSION"));
                ui.label(Type::Caption.text(version, t.quiet));
            });
            ui.add_space(space::XXXL);
        });
    });
    if draft != *settings {
        // A slider that is being dragged is saved where it is let go.
        if ui.input(|input| input.pointer.any_down()) {
            state.draft = Some(draft);
        } else {
            commands.push(Command::Settings(Box::new(draft)));
        }
    }
}

fn section(ui: &mut Ui, t: &Tokens, title: &str) {
    ui.add_space(space::XL);
    ui.label(Type::SmallStrong.text(title, t.quiet));
    ui.add_space(space::S + 2.0);
}

fn learning(ui: &mut Ui, draft: &mut Settings) {
    let mut longest = draft.max_interval_days;
    let own = words::count(longest as usize, "day");
    let mut options = vec![(90, "3 months"), (365, "1 year"), (36_500, "No limit")];
    if options.iter().all(|(days, _)| *days != longest) {
        options.insert(0, (longest, own.as_str()));
    }
    let about = "Known or not, a card is back by then.";
    if choice_row(ui, "Longest interval", about, &options, &mut longest) {
        draft.max_interval_days = longest;
        draft.min_interval_days = draft.min_interval_days.min(longest);
    }
    rule(ui);
    let step = if draft.learning_minutes < 10 { 1 } else { 5 };
    stepper_row(
        ui,
        "A card you missed returns",
        "Within the same session, so that you leave it knowing.",
        &mut draft.learning_minutes,
        (1, 1440, step),
        |minutes| format!("in {minutes} min"),
    );
    rule(ui);
    stepper_row(
        ui,
        "Set aside as a leech",
        "A card forgotten this often costs more than it gives.",
        &mut draft.leech_lapses,
        (0, 30, 1),
        |lapses| if lapses == 0 { "Never".to_owned() } else { format!("{lapses} lapses") },
    );
    rule(ui);
    let about = "Cards learned together come due on different days.";
    toggle_row(ui, "Spread due dates", about, &mut draft.fuzz);
}

fn day(ui: &mut Ui, draft: &mut Settings) {
    let step = if draft.new_per_day < 20 { 1 } else { 5 };
    stepper_row(
        ui,
        "New cards a day",
        "Each new card comes back several times in its first weeks.",
        &mut draft.new_per_day,
        (0, 500, step),
        |cards| words::count(cards as usize, "card"),
    );
    rule(ui);
    stepper_row(
        ui,
        "Reviews a day",
        "What is due beyond that waits until tomorrow.",
        &mut draft.reviews_per_day,
        (0, 9_990, 10),
        |cards| words::count(cards as usize, "review"),
    );
    rule(ui);
    let mut is_on = draft.track != Track::Off;
    let about = "A day's new cards come from decks you have started, and from the path's next one.";
    if toggle_row(ui, "Show the path for newcomers", about, &mut is_on) {
        draft.track = if is_on { Track::default() } else { Track::Off };
    }
    rule(ui);
    let mut hour = u32::from(draft.rollover_hour);
    let about = "Studying late at night still counts for the day before.";
    if stepper_row(ui, "A new day starts at", about, &mut hour, (0, 23, 1), |hour| {
        format!("{hour:02}:00")
    }) {
        draft.rollover_hour = u8::try_from(hour).unwrap_or(draft.rollover_hour);
    }
}

fn look(ui: &mut Ui, draft: &mut Settings) {
    let themes = [(Theme::System, "System"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
    choice_row(ui, "Theme", "", &themes, &mut draft.theme);
    rule(ui);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "80 to 160")]
    let mut percent = (draft.text_size * 100.0).round() as u32;
    if stepper_row(ui, "Text size", "", &mut percent, (80, 160, 10), |percent| {
        format!("{percent}\u{a0}%")
    }) {
        #[expect(clippy::cast_precision_loss, reason = "80 to 160")]
        let size = percent as f32 / 100.0;
        draft.text_size = size;
    }
    rule(ui);
    let about = "Nothing moves but what has to.";
    toggle_row(ui, "Reduced motion", about, &mut draft.reduced_motion);
}
