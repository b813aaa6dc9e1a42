//! What a change of many cards asks first.

use egui::{Context, Key, Modifiers, Ui};

use super::{Command, State};
use crate::author::TagEdit;
use crate::deck::Origin;
use crate::query::{Column, FLAGS};
use crate::store::Setting;
use crate::ui::app::{Command as AppCommand, Ready};
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{
    Button, TextField, buttons_right, filter_chip, modal, segmented, toggle_row,
};
use crate::ui::words;

/// What is asked.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// Which columns are shown.
    Columns,
    /// Which flag.
    Flag,
    /// In how many days.
    Due(u32),
    /// Which tag, and whether it comes or goes.
    Tag {
        /// Its name.
        name: String,
        /// It goes.
        is_removed: bool,
    },
    /// Into which deck.
    Move,
    /// Whether to start over.
    Forget,
}

impl Dialog {
    /// No tag named yet.
    pub fn tag() -> Self {
        Self::Tag { name: String::new(), is_removed: false }
    }
}

/// Draws it; gives it back while it stays open.
pub fn show(
    ctx: &Context,
    dialog: Dialog,
    state: &mut State,
    ready: &Ready,
    commands: &mut Vec<AppCommand>,
) -> Option<Dialog> {
    let items = state.chosen(ready);
    let cards = words::count(items.len(), "card");
    let send = |command| Some(AppCommand::Browse(command));
    let mut sent = None;
    let mut is_open = true;
    let mut dialog = dialog;
    let dismissed = match &mut dialog {
        Dialog::Columns => {
            modal(ctx, "Columns", 420.0, |ui| is_open &= !columns(ui, state)).is_dismissed
        }
        Dialog::Flag => {
            let name = format!("Flag {cards}");
            modal(ctx, &name, 440.0, |ui| {
                if let Some(flag) = flags(ui) {
                    sent = send(Command::Set(items, Setting::Flag(flag)));
                }
            })
            .is_dismissed
        }
        Dialog::Due(days) => {
            let name = format!("Reschedule {cards}");
            modal(ctx, &name, 460.0, |ui| {
                if due(ui, ready, days) {
                    let ahead = i32::try_from(*days).unwrap_or(i32::MAX);
                    let day = ready.collection.day().saturating_add(ahead);
                    sent = send(Command::Set(items, Setting::Due(day)));
                } else if is_cancelled(ui) {
                    is_open = false;
                }
            })
            .is_dismissed
        }
        Dialog::Tag { name, is_removed } => {
            let title = format!("Tags of {cards}");
            modal(ctx, &title, 460.0, |ui| {
                if let Some(edit) = tags(ui, state, name, is_removed) {
                    sent = send(Command::Retag(items, edit));
                } else if is_cancelled(ui) {
                    is_open = false;
                }
            })
            .is_dismissed
        }
        Dialog::Move => {
            let name = format!("Move {cards}");
            modal(ctx, &name, 460.0, |ui| {
                if let Some(file) = decks(ui, ready) {
                    sent = send(Command::Move(items, file));
                }
            })
            .is_dismissed
        }
        Dialog::Forget => {
            let name = format!("Start {cards} over?");
            modal(ctx, &name, 440.0, |ui| {
                let t = Tokens::of(ui);
                let text = "They become new cards: what you know of them is no longer counted. \
                            Their past stays in the log, and Ctrl+Z takes this back.";
                ui.label(Type::Body.text(text, t.body));
                ui.add_space(space::L);
                let word = format!("Start {cards} over");
                buttons_right(ui, |ui| {
                    if ui.add(Button::danger(&word)).clicked() {
                        sent = send(Command::Set(items, Setting::Forget));
                    }
                    if ui.add(Button::quiet("Cancel").key("Esc")).clicked() {
                        is_open = false;
                    }
                });
            })
            .is_dismissed
        }
    };
    let is_done = sent.is_some();
    commands.extend(sent);
    (is_open && !is_done && !dismissed).then_some(dialog)
}

/// Whether 'Cancel' was pressed in this frame: it is the last button drawn.
fn is_cancelled(ui: &mut Ui) -> bool {
    ui.data_mut(|data| data.remove_temp::<bool>(cancel_id())).unwrap_or(false)
}

fn cancel_id() -> egui::Id {
    egui::Id::unique("browse cancel")
}

/// The main button and 'Cancel'; `true` when the first was pressed, or Enter.
fn confirm(ui: &mut Ui, word: &str, is_on: bool) -> bool {
    ui.add_space(space::L);
    let is_entered = is_on && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    buttons_right(ui, |ui| {
        let main = Button::primary(word).key("Enter");
        let is_pressed = ui.add_enabled(is_on, main).clicked();
        if ui.add(Button::quiet("Cancel").key("Esc")).clicked() {
            ui.data_mut(|data| data.insert_temp(cancel_id(), true));
        }
        is_pressed || is_entered
    })
}

/// `true` when it is done with.
fn columns(ui: &mut Ui, state: &mut State) -> bool {
    ui.spacing_mut().item_spacing.y = 0.0;
    let room = ui.ctx().content_rect().height() - 260.0;
    egui::ScrollArea::vertical().max_height(room.max(160.0)).auto_shrink([false, true]).show(
        ui,
        |ui| {
            ui.set_max_width(ui.available_width() - space::M);
            for column in Column::ALL {
                let mut is_on = state.columns.contains(&column);
                let was = is_on;
                // A table without columns would have no way back.
                let is_last = was && state.columns.len() == 1;
                ui.add_enabled_ui(!is_last, |ui| toggle_row(ui, column.title(), "", &mut is_on));
                if is_on != was {
                    state.columns.retain(|other| *other != column);
                    if is_on {
                        state.columns.push(column);
                    }
                    let place = |column: &Column| Column::ALL.iter().position(|c| c == column);
                    state.columns.sort_by_key(place);
                }
            }
        },
    );
    ui.add_space(space::M);
    buttons_right(ui, |ui| ui.add(Button::primary("Done").key("Esc")).clicked())
}

fn flags(ui: &mut Ui) -> Option<u8> {
    let t = Tokens::of(ui);
    ui.label(Type::Body.text("Flags are your own marks: 1 to 7, 0 takes them away.", t.body));
    ui.add_space(space::M);
    let mut chosen = None;
    let keys =
        [Key::Num0, Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::S, space::S);
        for (number, key) in (0_u8..).zip(keys) {
            let name = usize::from(number).checked_sub(1).and_then(|at| FLAGS.get(at));
            let word = name.map_or_else(|| "None".to_owned(), |name| super::cells::capital(name));
            let cap = number.to_string();
            let is_key = ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            if ui.add(Button::quiet(&word).key(&cap)).clicked() || is_key {
                chosen = Some(number);
            }
        }
    });
    chosen
}

/// `true` when the day is chosen.
fn due(ui: &mut Ui, ready: &Ready, days: &mut u32) -> bool {
    let t = Tokens::of(ui);
    let usual = [(0, "Today"), (1, "Tomorrow"), (7, "In a week"), (30, "In a month")];
    segmented(ui, "When", &usual, days);
    ui.add_space(space::S);
    let mut text = days.to_string();
    TextField::new("Days from today", &mut text).width(160.0).show(ui);
    let digits: String = text.chars().filter(char::is_ascii_digit).take(5).collect();
    *days = digits.parse().unwrap_or(0).min(36_500);
    let day = ready.collection.day().saturating_add(i32::try_from(*days).unwrap_or(i32::MAX));
    let date = words::day_date(day).strftime("%A, %-d %B %Y").to_string();
    ui.add_space(space::S);
    let text = format!(
        "They come back on {date}. What you know of them stays as it is. New cards have no day \
         to come back on: they are left as they are."
    );
    ui.label(Type::Small.text(text, t.quiet));
    confirm(ui, "Reschedule", true)
}

fn tags(ui: &mut Ui, state: &State, name: &mut String, is_removed: &mut bool) -> Option<TagEdit> {
    let t = Tokens::of(ui);
    segmented(ui, "What to do", &[(false, "Add"), (true, "Remove")], is_removed);
    ui.add_space(space::S);
    let response = TextField::new("Tag", name).hint("locks").show(ui);
    if name.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    // Those that the cards have, or those that are used.
    if let Some(rows) = state.search.rows() {
        let library = &rows.facts.library;
        let mut known: Vec<(u32, usize)> = Vec::new();
        for item in state.selection.items() {
            for tag in library.tags(item) {
                match known.iter_mut().find(|(other, _)| other == tag) {
                    Some((_, count)) => *count += 1,
                    None => known.push((*tag, 1)),
                }
            }
            // A look at the first some is enough to suggest from.
            if known.len() >= 64 {
                break;
            }
        }
        known.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(space::XS, space::XS);
            for (tag, _) in known.into_iter().take(8) {
                let tag = library.tag_name(tag);
                if filter_chip(ui, tag, name == tag).clicked() {
                    tag.clone_into(name);
                }
            }
        });
    }
    ui.add_space(space::S);
    let text = "Tags are written into the deck files. Built-in decks are left as they are.";
    ui.label(Type::Small.text(text, t.quiet));
    let wanted = name.trim();
    let word = if *is_removed { "Remove the tag" } else { "Add the tag" };
    confirm(ui, word, !wanted.is_empty()).then(|| {
        let wanted = wanted.to_owned();
        if *is_removed { TagEdit::Remove(wanted) } else { TagEdit::Add(wanted) }
    })
}

fn decks(ui: &mut Ui, ready: &Ready) -> Option<std::path::PathBuf> {
    let t = Tokens::of(ui);
    let own = ready.collection.library().decks().iter().filter_map(|deck| match &deck.origin {
        Origin::File(file) => Some((deck.head.title.as_str(), file)),
        Origin::BuiltIn => None,
    });
    let own: Vec<_> = own.collect();
    if own.is_empty() {
        ui.label(Type::Body.text("You have no deck of your own yet to move them into.", t.body));
        return None;
    }
    let text = "They keep their progress. Cards of built-in decks stay where they are.";
    ui.label(Type::Small.text(text, t.quiet));
    ui.add_space(space::S);
    let mut chosen = None;
    egui::ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
        for (title, file) in own {
            if ui.add(Button::quiet(title).full_width()).clicked() {
                chosen = Some(file.clone());
            }
        }
    });
    chosen
}
