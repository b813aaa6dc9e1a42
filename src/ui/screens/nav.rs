//! The top of the screens about progress: the way back, and from one to another.

use egui::Ui;

use crate::ui::action::Action;
use crate::ui::app::{Command, Route};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, space};
use crate::ui::widgets::{icon_button, segmented};

/// The screens, in the order of the bar.
const SCREENS: [(Route, Action, &str); 4] = [
    (Route::Progress, Action::Progress, "Progress"),
    (Route::Map, Action::Map, "Map"),
    (Route::Browse, Action::Browse, "Browse"),
    (Route::Plan, Action::Plan, "Plan"),
];

/// Draws it; `here` is the screen below it.
pub fn show(ui: &mut Ui, _t: &Tokens, here: Route, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        // The icon's ink, not its ground, begins where the page does.
        ui.add_space(-9.0);
        let key = Action::Leave.key_text();
        if icon_button(ui, icons::ARROW_LEFT, "Back", Some(&key)).clicked() {
            commands.push(Command::Do(Action::Leave));
        }
        let options = SCREENS.map(|(route, _, name)| (route, name));
        let mut chosen = here;
        if segmented(ui, "Screen", &options, &mut chosen) {
            let action = SCREENS.iter().find(|(route, ..)| *route == chosen);
            commands.extend(action.map(|(_, action, _)| Command::Do(*action)));
        }
    });
}
