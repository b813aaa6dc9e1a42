//! What the app does for the table of cards: changes of many cards, each taken
//! back as one step.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::{App, Command as AppCommand, Route};
use crate::author::{self, Rewritten};
use crate::collection::Bulk;
use crate::deck::Origin;
use crate::session::Scope;
use crate::store::Setting;
use crate::ui::boot::Boot;
use crate::ui::screens::author::Target;
use crate::ui::screens::browse::Command;
use crate::ui::widgets::Level;
use crate::ui::words;

/// A change that can be taken back.
#[derive(Debug, Clone)]
struct Step {
    /// What was done, as in 'Suspended 3 cards'.
    said: String,
    deed: Deed,
}

#[derive(Debug, Clone)]
enum Deed {
    /// In the log, with the cards.
    Log(Bulk, Vec<usize>),
    /// In deck files.
    Files(Vec<Rewritten>),
}

/// What a thread that writes files hands over.
struct Written {
    files: Result<Vec<Rewritten>, String>,
    then: Then,
}

enum Then {
    /// It was done: what to say, and what was left out.
    Done(&'static str, usize),
    /// It was taken back, or made again.
    Replayed(Step, bool),
}

/// What was changed from the table of cards.
#[derive(Default)]
pub(super) struct Changes {
    done: Vec<Step>,
    undone: Vec<Step>,
    writing: Option<Receiver<Written>>,
}

impl App {
    /// Takes what other threads have found out.
    pub(super) fn poll_browse(&mut self, ctx: &egui::Context) {
        if self.toasts.take_pressed() {
            self.replay(ctx, true);
        }
        self.poll_written();
        if self.route != Route::Browse {
            return;
        }
        let can = (!self.changes.done.is_empty(), !self.changes.undone.is_empty());
        self.browse.note(can, self.changes.writing.is_some());
        if let Boot::Ready(ready) = &self.boot {
            self.browse.poll(ctx, ready, &self.paths);
        }
    }

    /// Does what the screen asks for.
    pub(super) fn run_browse(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::Set(items, setting) => self.set_all(&items, setting),
            Command::Retag(items, edit) => {
                let word = match edit {
                    author::TagEdit::Add(_) => "Tagged",
                    author::TagEdit::Remove(_) => "Took the tag off",
                };
                self.write_decks(ctx, &items, word, move |file, cards| {
                    Ok(author::retag(file, cards, &edit)?.into_iter().collect())
                });
            }
            Command::Move(items, to) => {
                self.write_decks(ctx, &items, "Moved", move |file, cards| {
                    // Those that are there already are where they shall be.
                    if *file == *to { Ok(Vec::new()) } else { author::move_cards(file, cards, &to) }
                });
            }
            Command::Study(items) => self.study_these(ctx, &items),
            Command::Edit(item) => self.edit_from_browse(ctx, item),
            Command::Undo => self.replay(ctx, true),
            Command::Redo => self.replay(ctx, false),
        }
    }

    fn study_these(&mut self, ctx: &egui::Context, items: &[usize]) {
        let Boot::Ready(ready) = &self.boot else { return };
        let library = ready.collection.library();
        let items = items.iter().filter_map(|item| library.key(*item)).collect();
        self.run(ctx, AppCommand::Study(Scope { items, ..Scope::default() }));
    }

    fn edit_from_browse(&mut self, ctx: &egui::Context, item: usize) {
        let Boot::Ready(ready) = &self.boot else { return };
        let library = ready.collection.library();
        let Some(target) = Target::of(library, item) else { return };
        self.author.enter(ctx, ready, Some(target));
        self.author.detour();
        self.browse.go_away();
        self.route = Route::Author;
    }

    /// Sets something about many cards, in one step.
    fn set_all(&mut self, items: &[usize], setting: Setting) {
        let Boot::Ready(ready) = &mut self.boot else { return };
        let collection = &mut ready.collection;
        let today = collection.day();
        match collection.set_all(items, setting) {
            Ok(None) => {
                let said = match setting {
                    Setting::Due(_) => "New cards have no day to come back on: nothing changed",
                    _ => "They are so already: nothing changed",
                };
                self.toasts.say(Level::Info, said);
            }
            Ok(Some(bulk)) => {
                let left = items.len() - bulk.cards;
                let said = said(setting, bulk.cards, left, today);
                let result = self.beside_the_session(items);
                self.keep(Step { said, deed: Deed::Log(bulk, items.to_vec()) });
                self.after(result);
            }
            Err(error) => self.toasts.say(Level::Error, error.to_string()),
        }
    }

    /// A session that waits must not ask what was set aside, nor undo past this.
    fn beside_the_session(
        &mut self,
        items: &[usize],
    ) -> Result<(), crate::collection::CollectionError> {
        let Boot::Ready(ready) = &mut self.boot else { return Ok(()) };
        match &mut ready.session {
            Some(session) => session.set_beside(&ready.collection, items),
            None => Ok(()),
        }
    }

    /// Keeps a change for undoing, and says it.
    fn keep(&mut self, step: Step) {
        self.toasts.say_with(Level::Success, step.said.clone(), "Undo");
        self.changes.done.push(step);
        self.changes.undone.clear();
    }

    /// Changes the files of the learner's own decks among these cards, in the
    /// background, a file at a time.
    fn write_decks(
        &mut self,
        ctx: &egui::Context,
        items: &[usize],
        word: &'static str,
        change: impl Fn(&PathBuf, &[String]) -> Result<Vec<Rewritten>, author::BulkError>
        + Send
        + 'static,
    ) {
        let Boot::Ready(ready) = &self.boot else { return };
        let library = ready.collection.library();
        let mut files: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
        let mut left = 0;
        for item in items {
            let deck = library.items().get(*item).map(|found| found.deck as usize);
            let Some(deck) = deck.and_then(|deck| library.decks().get(deck)) else { continue };
            match &deck.origin {
                Origin::File(file) => {
                    let cards = files.entry(file.clone()).or_default();
                    let card = library.card_id(*item).to_owned();
                    // Both sides of a flip card are one card.
                    if !cards.contains(&card) {
                        cards.push(card);
                    }
                }
                Origin::BuiltIn => left += 1,
            }
        }
        if files.is_empty() {
            let said = "Built-in decks are not written in: copy the deck to make it yours";
            return self.toasts.say(Level::Info, said);
        }
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let mut done = Vec::new();
            let mut trouble = None;
            for (file, cards) in &files {
                match change(file, cards) {
                    Ok(rewritten) => done.extend(rewritten),
                    Err(error) => {
                        trouble = Some(error.to_string());
                        break;
                    }
                }
            }
            let files = match trouble {
                None => Ok(done),
                // All of it or none.
                Some(trouble) => match author::put_back(&done) {
                    Ok(_) => Err(trouble),
                    Err(error) => Err(format!("{trouble}; and {error}")),
                },
            };
            // Nobody waits any more when the window is gone.
            let _ = sender.send(Written { files, then: Then::Done(word, left) });
            ctx.request_repaint();
        });
        self.changes.writing = Some(receiver);
    }

    fn poll_written(&mut self) {
        let Some(writing) = &self.changes.writing else { return };
        let written = match writing.try_recv() {
            Ok(written) => written,
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => {
                self.changes.writing = None;
                return;
            }
        };
        self.changes.writing = None;
        self.following.look();
        match (written.files, written.then) {
            (Err(error), _) => self.toasts.say(Level::Error, error),
            (Ok(files), Then::Done(word, left)) => {
                let cards: usize = files.iter().map(|file| file.cards).sum();
                if cards == 0 {
                    return self.toasts.say(Level::Info, "They are so already: nothing changed");
                }
                let mut said = format!("{word} {}", words::count(cards, "card"));
                if left > 0 {
                    let of = words::count(left, "card");
                    said = format!("{said}; {of} of built-in decks stayed as they are");
                }
                self.keep(Step { said, deed: Deed::Files(files) });
            }
            (Ok(files), Then::Replayed(step, is_undo)) => {
                let step = Step { deed: Deed::Files(files), ..step };
                self.replayed(step, is_undo);
            }
        }
    }

    /// Takes the last change back, or makes it again.
    fn replay(&mut self, ctx: &egui::Context, is_undo: bool) {
        if self.changes.writing.is_some() {
            return;
        }
        let step = if is_undo { self.changes.done.pop() } else { self.changes.undone.pop() };
        let Some(step) = step else {
            let said = if is_undo { "Nothing to undo" } else { "Nothing to redo" };
            return self.toasts.say(Level::Info, said);
        };
        match &step.deed {
            Deed::Log(bulk, items) => {
                let Boot::Ready(ready) = &mut self.boot else { return };
                let items = items.clone();
                let done = if is_undo {
                    ready.collection.undo_all(bulk)
                } else {
                    ready.collection.redo_all(bulk)
                };
                match done {
                    Ok(true) => {
                        let result = self.beside_the_session(&items);
                        self.replayed(step, is_undo);
                        self.after(result);
                    }
                    Ok(false) => {
                        let said = "Something was answered or changed since: this can’t be taken \
                                    back as one step any more";
                        self.toasts.withdraw();
                        self.toasts.say(Level::Warning, said);
                    }
                    Err(error) => self.toasts.say(Level::Error, error.to_string()),
                }
            }
            Deed::Files(files) => {
                let (sender, receiver) = channel();
                let (files, ctx) = (files.clone(), ctx.clone());
                std::thread::spawn(move || {
                    let files = author::put_back(&files).map_err(|error| error.to_string());
                    let then = Then::Replayed(step, is_undo);
                    let _ = sender.send(Written { files, then });
                    ctx.request_repaint();
                });
                self.changes.writing = Some(receiver);
            }
        }
    }

    fn replayed(&mut self, step: Step, is_undo: bool) {
        self.toasts.withdraw();
        let word = if is_undo { "Undone" } else { "Done again" };
        self.toasts.say(Level::Info, format!("{word}: {}", lower(&step.said)));
        let steps = if is_undo { &mut self.changes.undone } else { &mut self.changes.done };
        steps.push(step);
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
    format!("{first}{}", letters.as_str())
}

/// What was done, in a sentence.
fn said(setting: Setting, cards: usize, left: usize, today: i32) -> String {
    let cards = words::count(cards, "card");
    let said = match setting {
        Setting::Suspended(true) => format!("Suspended {cards}"),
        Setting::Suspended(false) => format!("Brought {cards} back"),
        Setting::BuriedUntil(_) => format!("Buried {cards} until tomorrow"),
        Setting::Flag(0) => format!("Took the flag off {cards}"),
        Setting::Flag(_) => format!("Flagged {cards}"),
        Setting::Forget => format!("Started {cards} over"),
        Setting::Due(day) => {
            let days = u32::try_from(day.saturating_sub(today)).unwrap_or(0);
            format!("{cards} come back {}", words::in_days(days, today))
        }
        Setting::Reworded(..) => format!("Changed {cards}"),
    };
    if left == 0 {
        return said;
    }
    let why = match setting {
        Setting::Due(_) => "new or planned so already",
        _ => "so already",
    };
    format!("{said}; {} {why}", words::grouped(left))
}
