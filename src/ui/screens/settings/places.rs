//! Where decks and data live.

use std::path::Path;

use egui::Ui;

use crate::paths::Paths;
use crate::settings::Settings;
use crate::store::backup;
use crate::ui::app::Command;
use crate::ui::icons;
use crate::ui::tokens::space;
use crate::ui::widgets::{Button, icon_button, rule, setting_row};

/// Folders of decks.
pub fn decks(ui: &mut Ui, draft: &mut Settings, paths: &Paths, commands: &mut Vec<Command>) {
    place(ui, "Your decks", &paths.decks, commands);
    let mut removed = None;
    for (at, folder) in draft.deck_folders.iter().enumerate() {
        rule(ui);
        let title = folder.file_name().map_or_else(
            || folder.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        setting_row(ui, &title, &folder.display().to_string(), 130.0, |ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let name = format!("Remove {}", folder.display());
            if icon_button(ui, icons::TRASH, &name, None).clicked() {
                removed = Some(at);
            }
            open(ui, folder, &title, commands);
        });
    }
    if let Some(at) = removed {
        draft.deck_folders.remove(at);
    }
    rule(ui);
    let about = "Decks that lie elsewhere, such as in a project of yours.";
    setting_row(ui, "More folders", about, 160.0, |ui| {
        let button = Button::quiet("Add folder…").icon(icons::FOLDER_PLUS);
        if ui.add(button).clicked() {
            commands.push(Command::AddFolder);
        }
    });
}

/// Where progress and backups live.
pub fn data(ui: &mut Ui, paths: &Paths, commands: &mut Vec<Command>) {
    place(ui, "Progress", &paths.data, commands);
    rule(ui);
    place(ui, "Backups, one each day of study", &paths.data.join(backup::FOLDER), commands);
    rule(ui);
    let folder = paths.settings.parent().unwrap_or(&paths.settings);
    setting_row(ui, "Settings", &paths.settings.display().to_string(), 90.0, |ui| {
        open(ui, folder, "Settings", commands);
    });
}

fn place(ui: &mut Ui, title: &str, folder: &Path, commands: &mut Vec<Command>) {
    setting_row(ui, title, &folder.display().to_string(), 90.0, |ui| {
        open(ui, folder, title, commands);
    });
}

fn open(ui: &mut Ui, folder: &Path, title: &str, commands: &mut Vec<Command>) {
    let name = format!("Open {title}");
    if ui.add(Button::quiet("Open").accessible_name(&name)).clicked() {
        commands.push(Command::ShowFolder(folder.to_owned()));
    }
}
