//! What lies over the author's screen: a new deck, many cards at once, the way
//! into another deck, and what only the author can decide.

use std::path::PathBuf;

use egui::{Context, Key, Modifiers, ScrollArea, Ui, vec2};

use super::State;
use super::fields::{heading, paragraph};
use super::files::{Leaving, Place};
use super::form::kind_name;
use super::head::{AreaChoice, areas};
use crate::author::{Desk, Quick, Saved, Sides, bare, quick};
use crate::deck::{Origin, plain, slug};
use crate::paths::Paths;
use crate::ui::action::Action;
use crate::ui::app::{Command, Ready};
use crate::ui::code::Code;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{
    Button, FieldState, TextField, buttons_right, modal, row_card, rule, tile,
};
use crate::ui::words;

/// What lies over the screen.
#[derive(Debug)]
pub(super) enum Dialog {
    NewDeck(NewDeck),
    Quick(Box<Pasted>),
    Move(Vec<(String, PathBuf)>),
    Conflict(Sides),
    /// A card would be left out if it were saved as it is.
    Unsound,
    Copy(Copy),
}

/// A deck to be made.
#[derive(Debug)]
pub(super) struct NewDeck {
    title: String,
    area: AreaChoice,
    other: String,
    folder: PathBuf,
    /// Ids that are taken.
    taken: Vec<String>,
    is_new: bool,
}

/// Pasted text and what it was read as.
#[derive(Debug, Default)]
pub(super) struct Pasted {
    text: String,
    quick: Option<Quick>,
    is_new: bool,
}

/// A built-in deck to be copied.
#[derive(Debug)]
pub(super) struct Copy {
    id: String,
    title: String,
    text: String,
    card: Option<String>,
}

impl Dialog {
    pub fn new_deck(ready: &Ready, paths: &Paths) -> Self {
        let decks = ready.collection.library().decks();
        Self::NewDeck(NewDeck {
            title: String::new(),
            area: AreaChoice::Language,
            other: String::new(),
            folder: paths.decks.clone(),
            taken: decks.iter().map(|deck| deck.head.id.clone()).collect(),
            is_new: true,
        })
    }

    pub fn quick() -> Self {
        Self::Quick(Box::new(Pasted { is_new: true, ..Pasted::default() }))
    }

    pub fn conflict(desk: &Desk, theirs: &Saved) -> Self {
        Self::Conflict(desk.sides(&theirs.text))
    }
}

/// Decks that the card at hand could go into.
pub(super) fn move_to(desk: Option<&Desk>, ready: &Ready) -> Option<Dialog> {
    let own = desk?.file();
    let others = ready.collection.library().decks().iter().filter_map(|deck| match &deck.origin {
        Origin::File(file) if file != own => Some((deck.head.title.clone(), file.clone())),
        _ => None,
    });
    Some(Dialog::Move(others.collect()))
}

/// Asks before a built-in deck is copied; nothing when it can't be read.
pub(super) fn copy_of(ready: &Ready, id: &str, card: Option<String>) -> Option<Dialog> {
    let library = ready.collection.library();
    let at = library.decks().iter().position(|deck| deck.head.id == id)?;
    let (deck, text) = (library.decks().get(at)?, library.deck_text(at).ok()?);
    Some(Dialog::Copy(Copy { id: id.to_owned(), title: deck.head.title.clone(), text, card }))
}

/// Draws it; gives it back while it stays open.
pub(super) fn show(
    ctx: &Context,
    state: &mut State,
    dialog: Dialog,
    _: &Ready,
    paths: &Paths,
    commands: &mut Vec<Command>,
) -> Option<Dialog> {
    match dialog {
        Dialog::NewDeck(form) => new_deck(ctx, state, form),
        Dialog::Quick(pasted) => pasted_cards(ctx, state, pasted),
        Dialog::Move(decks) => another_deck(ctx, state, decks, commands),
        Dialog::Conflict(sides) => conflict(ctx, state, sides),
        Dialog::Unsound => unsound(ctx, state),
        Dialog::Copy(copy) => copy_deck(ctx, state, copy, paths),
    }
}

fn is_entered(ui: &Ui) -> bool {
    ui.input_mut(|input| {
        input.consume_key(Modifiers::COMMAND, Key::Enter)
            || input.consume_key(Modifiers::NONE, Key::Enter)
    })
}

fn new_deck(ctx: &Context, state: &mut State, mut form: NewDeck) -> Option<Dialog> {
    let id = if form.title.trim().is_empty() { String::new() } else { slug(&form.title) };
    let is_taken = form.taken.contains(&id);
    let area = form.area.area(&form.other);
    let can = !id.is_empty() && !is_taken && area.is_some();
    let answer = modal(ctx, "New deck", 520.0, |ui| {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 0.0;
        let message = if is_taken { Some("There is a deck of this name already") } else { None };
        let title = TextField::new("What is it about?", &mut form.title)
            .hint("Kafka")
            .message(message)
            .state(if is_taken { FieldState::Invalid } else { FieldState::Open })
            .show(ui);
        if std::mem::take(&mut form.is_new) {
            title.request_focus();
        }
        ui.add_space(space::L);
        areas(ui, t, &mut form.area, &mut form.other);
        ui.add_space(space::L);
        let file = form.folder.join(format!("{}.ron", if id.is_empty() { "…" } else { &id }));
        paragraph(ui, &format!("Kept in {}", file.display()), Type::Small, t.quiet);
        ui.add_space(space::XL);
        let is_entered = can && is_entered(ui);
        buttons_right(ui, |ui| {
            let make = ui
                .add_enabled_ui(can, |ui| {
                    ui.add(Button::primary("Write the first card").key("Enter")).clicked()
                })
                .inner;
            let cancel = ui.add(Button::plain("Cancel").key("Esc")).clicked();
            (make || is_entered, cancel)
        })
    });
    let (is_made, is_cancelled) = answer.inner;
    if is_made && let Some(area) = area {
        let text = bare(&id, form.title.trim(), &area, None);
        let file = form.folder.join(format!("{id}.ron"));
        state.create(ctx, file, text, Place::New);
        return None;
    }
    (!is_cancelled && !answer.is_dismissed).then_some(Dialog::NewDeck(form))
}

fn pasted_cards(ctx: &Context, state: &mut State, mut pasted: Box<Pasted>) -> Option<Dialog> {
    let answer = modal(ctx, "Add many cards", 640.0, |ui| {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 0.0;
        let help = "Paste lines like ‘question :: answer’, a Markdown list or table, or CSV.";
        paragraph(ui, help, Type::Small, t.quiet);
        ui.add_space(space::M);
        let height = (ui.ctx().content_rect().height() - 300.0).max(160.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - space::M);
            let field = TextField::new("Pasted text", &mut pasted.text)
                .hide_label()
                .code(true)
                .rows(6)
                .hint("TTL of a key :: EXPIRE key seconds")
                .show(ui);
            if std::mem::take(&mut pasted.is_new) {
                field.request_focus();
            }
            if field.changed() || pasted.quick.is_none() {
                pasted.quick = Some(quick(&pasted.text));
            }
            if let Some(quick) = &pasted.quick {
                found(ui, t, quick);
            }
        });
        ui.add_space(space::XL);
        let count = pasted.quick.as_ref().map_or(0, |quick| quick.cards.len());
        let word = format!("Add {}", words::count(count, "card"));
        buttons_right(ui, |ui| {
            let is_entered = count > 0
                && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            let add = ui
                .add_enabled_ui(count > 0, |ui| {
                    ui.add(Button::primary(&word).key("Ctrl+Enter")).clicked()
                })
                .inner;
            let cancel = ui.add(Button::plain("Cancel").key("Esc")).clicked();
            (add || is_entered, cancel)
        })
    });
    let (is_added, is_cancelled) = answer.inner;
    if is_added && let Some(quick) = pasted.quick.take() {
        state.add(ctx, quick);
        return None;
    }
    (!is_cancelled && !answer.is_dismissed).then_some(Dialog::Quick(pasted))
}

/// The cards as they will be, and what is none.
fn found(ui: &mut Ui, t: &Tokens, quick: &Quick) {
    if quick.cards.is_empty() && quick.skipped.is_empty() {
        return;
    }
    ui.add_space(space::L);
    row_card(ui, |ui| {
        let most = 50;
        for (at, card) in quick.cards.iter().take(most).enumerate() {
            if at > 0 {
                rule(ui);
            }
            ui.add_space(space::S);
            let mut asked = plain(&card.question());
            if asked.chars().count() > 240 {
                asked = asked.chars().take(240).chain(['…']).collect();
            }
            paragraph(ui, &asked, Type::BodyStrong, t.strong);
            let answer = card.card().map(|card| card.answer_text(crate::deck::Side::Forward));
            let answer = answer.unwrap_or_default().replace('\n', ", ");
            let said = format!("{} · {answer}", kind_name(card.kind()));
            paragraph(ui, &said, Type::Small, t.quiet);
            ui.add_space(space::S);
        }
        if quick.cards.len() > most {
            rule(ui);
            ui.add_space(space::S);
            let more = format!("and {} more", words::count(quick.cards.len() - most, "card"));
            paragraph(ui, &more, Type::Small, t.quiet);
            ui.add_space(space::S);
        }
    });
    if quick.skipped.is_empty() {
        return;
    }
    ui.add_space(space::L);
    heading(ui, t, "Not cards");
    for skipped in quick.skipped.iter().take(20) {
        let said = format!("Line {}: {} — {}", skipped.line, skipped.text.trim(), skipped.reason);
        paragraph(ui, &said, Type::Small, t.warning.ink);
    }
}

fn another_deck(
    ctx: &Context,
    state: &mut State,
    decks: Vec<(String, PathBuf)>,
    commands: &mut Vec<Command>,
) -> Option<Dialog> {
    let mut chosen = None;
    let answer = modal(ctx, "Move to another deck", 460.0, |ui| {
        let t = Tokens::of(ui);
        if decks.is_empty() {
            paragraph(ui, "There is no other deck of yours yet.", Type::Body, t.body);
        } else {
            paragraph(ui, "The card takes its progress along.", Type::Small, t.quiet);
        }
        ui.add_space(space::S);
        let height = (ui.ctx().content_rect().height() - 260.0).max(120.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - space::M);
            for (title, file) in &decks {
                let pressed = tile(ui, &format!("Move to {title}"), |ui| {
                    paragraph(ui, title, Type::BodyStrong, t.strong);
                });
                if pressed.clicked() {
                    chosen = Some(file.clone());
                }
                ui.add_space(space::S);
            }
        });
        ui.add_space(space::M);
        buttons_right(ui, |ui| {
            let is_cancelled = ui.add(Button::plain("Cancel").key("Esc")).clicked();
            if decks.is_empty() && ui.add(Button::quiet("New deck")).clicked() {
                commands.push(Command::Do(Action::NewDeck));
                return true;
            }
            is_cancelled
        })
    });
    if let Some(file) = chosen {
        state.move_card(ctx, file);
        return None;
    }
    (!answer.inner && !answer.is_dismissed).then_some(Dialog::Move(decks))
}

/// What was chosen between two versions.
#[derive(Clone, Copy)]
enum Chosen {
    Mine,
    Theirs,
    Both,
    Later,
}

fn conflict(ctx: &Context, state: &mut State, sides: Sides) -> Option<Dialog> {
    let mut chosen = None;
    let answer = modal(ctx, "Two versions of one card", 980.0, |ui| {
        let t = Tokens::of(ui);
        let said = "Another program saved this deck while you wrote in it. Neither is lost until \
                    you choose.";
        paragraph(ui, said, Type::Small, t.quiet);
        ui.add_space(space::M);
        let height = (ui.ctx().content_rect().height() - 300.0).max(140.0);
        let is_narrow = ui.available_width() < 620.0;
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - space::M);
            let both = [("Yours", &sides.mine), ("On disk", &sides.theirs)];
            if is_narrow {
                for (at, (name, text)) in both.into_iter().enumerate() {
                    side(ui, t, at, name, text);
                    ui.add_space(space::M);
                }
                return;
            }
            let width = (ui.available_width() - space::L) / 2.0;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::L;
                for (at, (name, text)) in both.into_iter().enumerate() {
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        side(ui, t, at, name, text);
                    });
                }
            });
        });
        ui.add_space(space::L);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, space::S);
            for (word, about, choice) in [
                ("My card into theirs", "All their other changes stay", Chosen::Both),
                ("Keep mine", "Their change is written over", Chosen::Mine),
                ("Take theirs", "What you wrote is given up", Chosen::Theirs),
            ] {
                if ui.add(Button::quiet(word)).on_hover_text(about).clicked() {
                    chosen = Some(choice);
                }
            }
            if ui.add(Button::plain("Decide later").key("Esc")).clicked() {
                chosen = Some(Chosen::Later);
            }
        });
    });
    if answer.is_dismissed {
        chosen = Some(Chosen::Later);
    }
    let Some(chosen) = chosen else { return Some(Dialog::Conflict(sides)) };
    resolve(ctx, state, chosen);
    None
}

fn resolve(ctx: &Context, state: &mut State, chosen: Chosen) {
    if matches!(chosen, Chosen::Later) {
        state.files.leaving = None;
        return;
    }
    let (Some(desk), Some(theirs)) = (&mut state.desk, state.files.theirs.take()) else { return };
    match chosen {
        Chosen::Mine => desk.keep_mine(theirs),
        Chosen::Theirs => desk.take_theirs(theirs),
        Chosen::Both => {
            if let Err(error) = desk.card_into_theirs(theirs.clone()) {
                state.files.theirs = Some(theirs);
                state.files.said.push((crate::ui::widgets::Level::Error, error.to_string()));
                return;
            }
        }
        Chosen::Later => {}
    }
    state.reveal = true;
    state.save(ctx);
}

fn side(ui: &mut Ui, t: &Tokens, at: usize, name: &str, text: &str) {
    heading(ui, t, name);
    ui.push_id(("side", at), |ui| Code::new("Rust", text).selectable(true).show(ui));
}

fn unsound(ctx: &Context, state: &mut State) -> Option<Dialog> {
    let answer = modal(ctx, "This card isn't whole yet", 480.0, |ui| {
        let t = Tokens::of(ui);
        let said = "Saved as it is, it can't be studied until it is mended. Until then the deck's \
                    last good version is asked.";
        paragraph(ui, said, Type::Body, t.body);
        ui.add_space(space::XL);
        buttons_right(ui, |ui| {
            let on = ui.add(Button::primary("Write on").key("Esc")).clicked();
            let save = ui.add(Button::quiet("Save it")).clicked();
            let drop = ui.add(Button::plain("Throw it away")).clicked();
            (on, save, drop)
        })
    });
    let (on, save, drop) = answer.inner;
    if save {
        state.save(ctx);
        return None;
    }
    if drop {
        if let Some(desk) = &mut state.desk {
            let saved = desk.saved().clone();
            desk.take_theirs(saved);
        }
        return None;
    }
    if on || answer.is_dismissed {
        state.files.leaving = None;
        return None;
    }
    Some(Dialog::Unsound)
}

fn copy_deck(ctx: &Context, state: &mut State, copy: Copy, paths: &Paths) -> Option<Dialog> {
    let file = paths.decks.join(format!("{}.ron", copy.id));
    let answer = modal(ctx, "Make a copy of your own", 480.0, |ui| {
        let t = Tokens::of(ui);
        let said = format!(
            "‘{}’ comes with Hippocache. A copy in your decks' folder stands in for it; your \
             progress goes on. New versions of the built-in deck won't reach the copy.",
            copy.title
        );
        paragraph(ui, &said, Type::Body, t.body);
        ui.add_space(space::S);
        paragraph(ui, &file.display().to_string(), Type::Small, t.quiet);
        ui.add_space(space::XL);
        let is_entered = is_entered(ui);
        buttons_right(ui, |ui| {
            let make = ui.add(Button::primary("Copy and write").key("Enter")).clicked();
            let cancel = ui.add(Button::plain("Cancel").key("Esc")).clicked();
            (make || is_entered, cancel)
        })
    });
    let (is_made, is_cancelled) = answer.inner;
    if is_made {
        let place = copy.card.clone().map_or(Place::Line(1), Place::Card);
        state.create(ctx, file, copy.text, place);
        return None;
    }
    if is_cancelled || answer.is_dismissed {
        state.files.leaving = state.is_detour.then_some(Leaving::Screen);
        return None;
    }
    Some(Dialog::Copy(copy))
}
