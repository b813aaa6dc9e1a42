//! The slim bar above the card: where the learner is, and what is rarely needed.

use egui::{Align, Layout, Popup, RectAlign, Role, Sense, Ui, WidgetInfo, vec2};

use crate::collection::Collection;
use crate::session::{Progress, Session};
use crate::ui::action::Action;
use crate::ui::app::Command;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{icon_button, icon_button_toned, menu_item, paint, progress_bar};

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    title: &str,
    session: &Session,
    collection: &Collection,
    commands: &mut Vec<Command>,
) {
    let progress = session.progress(collection);
    ui.spacing_mut().item_spacing = vec2(2.0, 0.0);
    let row = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        if icon_button(ui, icons::CHEVRON_LEFT, "Leave", Some("Esc")).clicked() {
            commands.push(Command::Do(Action::Leave));
        }
        ui.add_space(space::XS);
        // Beside it stand four buttons and how much is left.
        let room = ui.available_width();
        let beside = if room < 460.0 { 230.0 } else { 330.0 };
        let title_width = (room - beside).max(60.0);
        words(ui, title, Type::SmallStrong, t.body, title_width);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            show_buttons(ui, t, session, collection, commands);
            ui.add_space(space::S);
            let room = ui.available_width();
            words(ui, &left(&progress, room < 170.0), Type::Small, t.quiet, room);
        });
    });
    ui.add_space(space::S);
    let total = progress.done + progress.remaining.total();
    #[expect(clippy::cast_precision_loss, reason = "a share of a bar")]
    let share = if total == 0 { 0.0 } else { progress.done as f32 / total as f32 };
    progress_bar(ui, "Session progress", share);
}

fn show_buttons(
    ui: &mut Ui,
    t: &Tokens,
    session: &Session,
    collection: &Collection,
    commands: &mut Vec<Command>,
) {
    if icon_button(ui, icons::KEYBOARD, "Keys", Some("?")).clicked() {
        commands.push(Command::Do(Action::Keys));
    }
    show_more(ui, session, commands);
    let is_flagged = session.item().is_some_and(|item| collection.state(item).flag != 0);
    let (name, tone) = if is_flagged {
        ("Remove the flag", Some(t.warning))
    } else {
        ("Flag to edit later", None)
    };
    if icon_button_toned(ui, icons::FLAG, name, Some("F"), tone).clicked() {
        commands.push(Command::Do(Action::Flag));
    }
    let (can_undo, _) = session.can_undo_redo();
    ui.add_enabled_ui(can_undo, |ui| {
        if icon_button(ui, icons::UNDO, "Undo", Some("Ctrl+Z")).clicked() {
            commands.push(Command::Do(Action::Undo));
        }
    });
}

fn show_more(ui: &mut Ui, session: &Session, commands: &mut Vec<Command>) {
    let more = icon_button(ui, icons::MORE, "More actions", None);
    let (_, can_redo) = session.can_undo_redo();
    Popup::menu(&more).align(RectAlign::BOTTOM_END).gap(6.0).width(264.0).show(|ui| {
        ui.set_min_width(252.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let has_card = session.item().is_some();
        for (action, icon, is_on) in [
            (Action::Bury, icons::CALENDAR_CLOCK, has_card),
            (Action::Suspend, icons::EYE_OFF, has_card),
            (Action::Redo, icons::REDO, can_redo),
            (Action::Palette, icons::COMMAND, true),
        ] {
            let entry = action.entry();
            let is_pressed = ui
                .add_enabled_ui(is_on, |ui| {
                    menu_item(ui, icon, entry.name, Some(&action.key_text()))
                })
                .inner;
            if is_pressed {
                commands.push(Command::Do(action));
            }
        }
    });
}

/// A line of text that ends in '…' where there is no more room.
pub fn words(ui: &mut Ui, text: &str, role: Type, ink: egui::Color32, width: f32) {
    let galley = paint::line(ui, text, role, ink, width);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    paint::galley(ui, rect.min, galley);
}

/// How much is left: `7 of 20 · about 4 min left`.
fn left(progress: &Progress, is_short: bool) -> String {
    let total = progress.done + progress.remaining.total();
    let of = format!("{} of {total}", progress.done);
    let minutes = progress.seconds_left.div_ceil(60);
    match (progress.remaining.total(), minutes) {
        (0, _) => of,
        _ if is_short => of,
        (_, 0 | 1) => format!("{of} · about 1 min left"),
        (_, minutes) => format!("{of} · about {minutes} min left"),
    }
}
