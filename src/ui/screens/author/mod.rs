//! Writing decks: a deck of one's own, its cards, one card's form, and beside it
//! the card as its learner will see it.
//!
//! What is written stays in a [`Desk`]; threads read and write its file. It is
//! saved when the author pauses, goes on to another card, or leaves.

mod cards;
mod decks;
mod dialogs;
mod fields;
mod files;
mod form;
mod head;
mod parts;
mod view;

use std::collections::HashMap;
use std::path::PathBuf;

use egui::{Context, Ui};

use crate::author::{Desk, Quick};
use crate::deck::{DraftBody, EditError, Kind, Library, Origin};
use crate::paths::Paths;
use crate::ui::action::Action;
use crate::ui::app::{Command, Ready};
use crate::ui::markdown::ImageSource;
use crate::ui::screens::study::preview::Preview;
use crate::ui::tokens::Tokens;
use crate::ui::widgets::Level;

use dialogs::Dialog;
use files::{Files, Leaving};

/// Where writing begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A card of a file, by its id.
    Card(PathBuf, String),
    /// The card at a line of a file, from 1.
    Line(PathBuf, u32),
    /// A card of a built-in deck: a copy of the deck is written in.
    BuiltIn(String, String),
}

impl Target {
    /// Where an item's card is written: in its file, or in a copy of a built-in
    /// deck.
    #[must_use]
    pub fn of(library: &Library, item: usize) -> Option<Self> {
        let found = library.items().get(item)?;
        let deck = library.decks().get(found.deck as usize)?;
        let card = library.card_id(item).to_owned();
        Some(match &deck.origin {
            Origin::File(file) => Self::Card(file.clone(), card),
            Origin::BuiltIn => Self::BuiltIn(deck.head.id.clone(), card),
        })
    }
}

/// What is shown of a deck where there is no room for all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    Cards,
    #[default]
    Write,
    Preview,
}

/// What the screen remembers between frames.
#[expect(clippy::struct_excessive_bools, reason = "each is its own thing to remember")]
#[derive(Default)]
pub struct State {
    desk: Option<Desk>,
    files: Files,
    dialog: Option<Dialog>,
    /// The deck's head is shown in place of a card.
    head: Option<head::Head>,
    preview: Preview,
    /// The preview shows what follows the answer.
    is_answered: bool,
    /// The preview's theme, when it is another than the window's.
    is_preview_dark: Option<bool>,
    tab: Tab,
    /// Pictures of cards, and egui's time, seconds, when each was looked for.
    pictures: HashMap<String, (f64, Option<ImageSource>)>,
    /// What decks are searched for.
    query: String,
    /// egui's clock when something was last written, seconds.
    written_at: f64,
    /// Waits for a pause before it is saved or compared.
    is_waiting: bool,
    /// The card that says nearly the same.
    near: Option<usize>,
    /// The card to be scrolled to in the list.
    reveal: bool,
    /// The first field waits for the focus.
    wants_focus: bool,
    /// A field had the focus in the last frame.
    had_focus: bool,
    /// A card of the list that is being dragged.
    dragged: Option<usize>,
    /// A tag that is being typed.
    tag: String,
    /// It was entered from a card that is being studied.
    is_detour: bool,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State")
            .field("desk", &self.desk)
            .field("dialog", &self.dialog)
            .finish_non_exhaustive()
    }
}

/// How long the author has to pause before something is saved, seconds.
const PAUSE_SECS: f32 = 1.5;

impl State {
    /// Begins to write: in a card, or before the list of decks.
    pub fn enter(&mut self, ctx: &Context, ready: &Ready, target: Option<Target>) {
        self.is_detour = ready.session.is_some();
        self.dialog = None;
        self.head = None;
        let Some(target) = target else { return };
        match target {
            Target::BuiltIn(deck, card) => self.dialog = dialogs::copy_of(ready, &deck, Some(card)),
            Target::Card(file, card) => self.open(ctx, file, Some(files::Place::Card(card))),
            Target::Line(file, line) => self.open(ctx, file, Some(files::Place::Line(line))),
        }
    }

    /// Leaving leads back to where it was entered from, not to the decks.
    pub fn detour(&mut self) {
        self.is_detour = true;
    }

    /// The decks were read anew: perhaps another program wrote in this one.
    pub fn decks_changed(&mut self) {
        self.files.should_look = true;
    }

    /// Whether an action means something now.
    #[must_use]
    pub fn takes(&self, action: Action) -> bool {
        if self.dialog.is_some() {
            return false;
        }
        match action {
            Action::NewDeck => true,
            Action::Duplicate
            | Action::MoveUp
            | Action::MoveDown
            | Action::MoveToDeck
            | Action::AsText
            | Action::Delete => self.desk.as_ref().is_some_and(|desk| desk.at().is_some()),
            _ => self.desk.is_some(),
        }
    }

    /// Does an action.
    pub fn act(
        &mut self,
        ctx: &Context,
        ready: &Ready,
        paths: &Paths,
        action: Action,
        commands: &mut Vec<Command>,
    ) {
        match action {
            Action::NewDeck => self.dialog = Some(Dialog::new_deck(ready, paths)),
            Action::Save => self.save(ctx),
            Action::Preview => {
                self.is_answered = !self.is_answered;
                self.tab = Tab::Preview;
            }
            Action::MakeGap => self.make_gap(ctx),
            Action::QuickAdd => self.dialog = Some(Dialog::quick()),
            Action::MoveToDeck => {
                if let Some(Err(error)) = self.desk.as_mut().map(Desk::as_form) {
                    return self.files.said.push((Level::Error, error.to_string()));
                }
                self.dialog = dialogs::move_to(self.desk.as_ref(), ready);
            }
            Action::OpenEditor => {
                if let Some(desk) = &self.desk {
                    let line = desk.at().map_or(1, |at| line_of(desk, at));
                    commands.push(Command::OpenFile(desk.file().to_owned(), line, 1));
                }
            }
            Action::EditUndo | Action::EditRedo => self.undo_redo(ctx, action == Action::EditUndo),
            Action::CardBefore | Action::CardAfter => {
                let Some(desk) = &self.desk else { return };
                let last = desk.rows().len().saturating_sub(1);
                let next = match (desk.at(), action) {
                    (Some(at), Action::CardBefore) => at.saturating_sub(1),
                    (Some(at), _) => (at + 1).min(last),
                    (None, _) => 0,
                };
                self.go_to(ctx, Some(next));
            }
            _ => self.edit(ctx, action),
        }
    }

    fn edit(&mut self, ctx: &Context, action: Action) {
        let Some(desk) = &mut self.desk else { return };
        let at = desk.at().unwrap_or(0);
        let kind = desk.draft().map_or(Kind::Choice, crate::deck::Draft::kind);
        let made = match action {
            Action::NewCard => desk.new_card(kind),
            Action::Duplicate => desk.duplicate(),
            Action::MoveUp => desk.reorder(at, at.saturating_sub(1)),
            Action::MoveDown => desk.reorder(at, at + 1),
            Action::Delete => desk.delete(),
            Action::AsText if desk.is_as_text() => desk.as_form(),
            Action::AsText => desk.as_text(),
            _ => return,
        };
        match made {
            Ok(()) => {
                let said = match action {
                    Action::Delete => Some("Deleted. Ctrl+Z brings it back"),
                    Action::Duplicate => Some("This is the copy"),
                    _ => None,
                };
                self.files.said.extend(said.map(|said| (Level::Info, said.to_owned())));
                self.wants_focus = matches!(action, Action::NewCard | Action::Duplicate);
                if matches!(action, Action::NewCard | Action::AsText) {
                    self.tab = Tab::Write;
                }
                self.moved_on(ctx);
            }
            Err(error) => self.files.said.push((Level::Error, error.to_string())),
        }
    }

    fn undo_redo(&mut self, ctx: &Context, is_undo: bool) {
        let Some(desk) = &mut self.desk else { return };
        let (name, done, nothing) = if is_undo {
            (desk.undo(), "Undone", "Nothing to undo")
        } else {
            (desk.redo(), "Done again", "Nothing to redo")
        };
        let said = match name {
            Some(name) => format!("{done}: {}", name.to_lowercase()),
            None => nothing.to_owned(),
        };
        self.files.said.push((Level::Info, said));
        self.head = None;
        self.moved_on(ctx);
    }

    /// Goes to a card; what was written in the one before is kept and saved.
    fn go_to(&mut self, ctx: &Context, at: Option<usize>) {
        let Some(desk) = &mut self.desk else { return };
        if let Err(error) = desk.go_to(at) {
            self.files.said.push((Level::Error, error.to_string()));
            return;
        }
        self.head = None;
        if self.tab == Tab::Cards {
            self.tab = Tab::Write;
        }
        self.moved_on(ctx);
        if self.desk.as_ref().is_some_and(|desk| desk.is_dirty() && desk.is_sound()) {
            self.save(ctx);
        }
    }

    /// Another card is at hand.
    fn moved_on(&mut self, ctx: &Context) {
        self.reveal = true;
        self.tag.clear();
        self.near = None;
        // The fields are the same ones; what they remember is of another card.
        ctx.memory_mut(|memory| {
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
        });
        self.note_writing(ctx);
    }

    /// Something was written: it is saved at the next pause.
    fn note_writing(&mut self, ctx: &Context) {
        self.written_at = ctx.input(|input| input.time);
        self.is_waiting = true;
        ctx.request_repaint_after_secs(PAUSE_SECS + 0.05);
    }

    /// At a pause: saves what is sound, and looks for a card that says the same.
    fn at_a_pause(&mut self, ctx: &Context) {
        let since = ctx.input(|input| input.time) - self.written_at;
        if !self.is_waiting || since < f64::from(PAUSE_SECS) {
            return;
        }
        self.is_waiting = false;
        let Some(desk) = &mut self.desk else { return };
        self.near = desk.near();
        let is_whole = desk.raw_mut().is_some() || desk.seen().is_some();
        if desk.is_dirty() && desk.is_sound() && is_whole && self.dialog.is_none() {
            self.save(ctx);
        }
    }

    /// Surrounds what is selected in a cloze's text with gap signs.
    fn make_gap(&mut self, ctx: &Context) {
        let Some(desk) = &mut self.desk else { return };
        let id = fields::id("text", None, 0);
        let range = egui::TextEdit::load_state(ctx, id)
            .and_then(|state| state.cursor.char_range())
            .map(|range| range.as_sorted_char_range());
        let Some(draft) = desk.draft_mut() else { return };
        let DraftBody::Cloze { text } = &mut draft.body else {
            let said = "Gaps are for cards of the kind Gaps".to_owned();
            return self.files.said.push((Level::Info, said));
        };
        let Some(range) = range.filter(|range| !range.is_empty()) else {
            let said = "Select the words that shall be a gap first".to_owned();
            return self.files.said.push((Level::Info, said));
        };
        let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
        let (start, end) = (byte(range.start.into()), byte(range.end.into()));
        text.insert_str(end, "}}");
        text.insert_str(start, "{{");
        desk.touched();
        self.note_writing(ctx);
    }

    /// Leaves a deck for the list, or the screen; `true` when the screen may go.
    pub fn leave(&mut self, ctx: &Context, is_home: bool) -> bool {
        if self.dialog.take().is_some() {
            return false;
        }
        let Some(desk) = &mut self.desk else { return true };
        match desk.commit() {
            // Text that is no card is asked about below.
            Ok(()) | Err(EditError::NoCard) => {}
            Err(error) => {
                self.files.said.push((Level::Error, error.to_string()));
                return false;
            }
        }
        let to_screen = is_home || self.is_detour;
        if !desk.is_dirty() && !self.files.is_writing() {
            self.desk = None;
            return to_screen;
        }
        self.files.leaving = Some(if is_home {
            Leaving::Home
        } else if self.is_detour {
            Leaving::Screen
        } else {
            Leaving::Deck
        });
        self.save_or_ask(ctx);
        false
    }

    /// Whether the window may close; else what is written is saved first.
    pub fn can_close(&mut self, ctx: &Context) -> bool {
        let Some(desk) = &mut self.desk else { return true };
        let is_kept = desk.commit().is_ok();
        if is_kept && !desk.is_dirty() && !self.files.is_writing() {
            return true;
        }
        self.files.leaving = Some(Leaving::Window);
        self.save_or_ask(ctx);
        false
    }

    /// Saves; a card that would be left out is for the author to decide on.
    fn save_or_ask(&mut self, ctx: &Context) {
        if self.desk.as_ref().is_some_and(|desk| !desk.is_sound()) {
            self.dialog = Some(Dialog::Unsound);
        } else {
            self.save(ctx);
        }
    }

    /// Adds pasted cards.
    fn add(&mut self, ctx: &Context, quick: Quick) {
        let Some(desk) = &mut self.desk else { return };
        let count = quick.cards.len();
        match desk.add(quick.cards) {
            Ok(()) => {
                let said = format!("{} added", crate::ui::words::count(count, "card"));
                self.files.said.push((Level::Success, said));
                self.moved_on(ctx);
                self.save(ctx);
            }
            Err(error) => self.files.said.push((Level::Error, error.to_string())),
        }
    }
}

/// The line of a card in its file, from 1.
fn line_of(desk: &Desk, at: usize) -> u32 {
    let start = desk.manuscript().slots().get(at).map_or(0, |slot| slot.span.start);
    let before = desk.manuscript().text().get(..start).unwrap_or_default();
    u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    paths: &Paths,
    commands: &mut Vec<Command>,
) {
    let ctx = ui.ctx().clone();
    // The first Escape leaves the field.
    let is_pressed =
        ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
    if is_pressed && !state.had_focus {
        commands.push(Command::Do(Action::Leave));
    }
    if state.desk.is_some() {
        view::show(ui, t, state, ready, commands);
    } else if state.files.is_reading() {
        view::loading(ui);
    } else {
        decks::show(ui, t, state, ready, paths, commands);
    }
    if let Some(dialog) = state.dialog.take() {
        state.dialog = dialogs::show(&ctx, state, dialog, ready, paths, commands);
    }
    state.at_a_pause(&ctx);
    state.had_focus = ctx.text_edit_focused();
}
