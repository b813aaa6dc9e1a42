//! The screen when the collection can't be opened.

use egui::{Key, Modifiers, ScrollArea, Sense, Ui, vec2};

use crate::paths::Paths;
use crate::ui::app::Command;
use crate::ui::boot::Failure;
use crate::ui::icons;
use crate::ui::markdown::{self, Look};
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{Button, column, icon_button, paint, row_card, rule, setting_row};

const WIDTH: f32 = 600.0;

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    failure: &Failure,
    paths: &Paths,
    commands: &mut Vec<Command>,
) {
    let is_free = ui.memory(|memory| memory.focused().is_none());
    if is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        commands.push(Command::Retry);
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_space((ui.available_height() * 0.16).clamp(space::XXL, 160.0).floor());
        column(ui, WIDTH, |ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
            let (rect, _) = ui.allocate_exact_size(vec2(48.0, 48.0), Sense::hover());
            ui.painter().rect_filled(rect, 12.0, t.warning.soft);
            paint::icon(ui, rect.center(), icons::TRIANGLE_ALERT, 24.0, t.warning.ink);
            ui.add_space(space::L);
            ui.label(Type::Title.text(&failure.title, t.strong));
            ui.add_space(space::S);
            markdown::show(ui, &failure.message, Look::body(t));
            ui.add_space(space::XL);
            ui.spacing_mut().interact_size.y = size::CONTROL;
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(space::S, space::S);
                if ui.add(Button::primary("Try again").key("Enter")).clicked() {
                    commands.push(Command::Retry);
                }
                if failure.is_clock && ui.add(Button::quiet("Study anyway")).clicked() {
                    commands.push(Command::TrustClock);
                }
                let folder = Button::quiet("Open the data folder").icon(icons::FOLDER_OPEN);
                if ui.add(folder).clicked() {
                    commands.push(Command::ShowFolder(paths.data.clone()));
                }
            });
            if !failure.backups.is_empty() {
                backups(ui, t, failure, commands);
            }
            ui.add_space(space::XXXL);
        });
    });
}

fn backups(ui: &mut Ui, t: &Tokens, failure: &Failure, commands: &mut Vec<Command>) {
    ui.add_space(space::XXL);
    ui.label(Type::SmallStrong.text("Backups", t.quiet));
    ui.add_space(space::XS);
    let how = "To go back to one, close this window and run its command in a terminal. The \
               present file is kept aside.";
    let text = paint::paragraph(ui, how, Type::Small, t.quiet, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(text.size(), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, how));
    paint::galley(ui, rect.min, text);
    ui.add_space(space::M);
    row_card(ui, |ui| {
        for (number, (when, command)) in failure.backups.iter().enumerate() {
            if number > 0 {
                rule(ui);
            }
            setting_row(ui, when, command, 44.0, |ui| {
                let name = format!("Copy the command for {when}");
                if icon_button(ui, icons::COPY, &name, None).clicked() {
                    commands.push(Command::Copy(command.clone()));
                }
            });
        }
    });
}
