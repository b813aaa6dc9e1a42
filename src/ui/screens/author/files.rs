//! What the author's screen does with files, each in a thread of its own.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::Context;

use super::dialogs::Dialog;
use super::{State, Tab};
use crate::author::{self, Desk, SaveError, Saved};
use crate::deck::{Draft, Edit, Manuscript};
use crate::ui::action::Action;
use crate::ui::app::{Command, Ready};
use crate::ui::widgets::Level;

/// Where in a deck writing begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    Card(String),
    Line(u32),
    /// A new card.
    New,
}

/// What follows once all is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    Deck,
    Screen,
    Home,
    Window,
}

/// A deck that is being read or made, and where writing shall begin.
#[derive(Debug)]
struct Opening {
    file: PathBuf,
    place: Option<Place>,
    receiver: Receiver<Result<Saved, SaveError>>,
}

/// What threads do, and what they have to say.
#[derive(Debug, Default)]
pub(super) struct Files {
    opening: Option<Opening>,
    writing: Option<Receiver<Result<Saved, SaveError>>>,
    /// Saving was asked for while the file was being written: what came after
    /// that writing began is written next.
    save_again: bool,
    /// The file at hand is read again; what it was known to hold before.
    looking: Option<Receiver<(Saved, Result<Saved, SaveError>)>>,
    /// A card that is put into another deck.
    moving: Option<Receiver<Result<(), String>>>,
    /// The file should be read again.
    pub should_look: bool,
    /// The file as somebody else wrote it, against what is written here.
    pub theirs: Option<Saved>,
    pub leaving: Option<Leaving>,
    /// Said at the next frame.
    pub said: Vec<(Level, String)>,
}

impl Files {
    pub fn is_reading(&self) -> bool {
        self.opening.is_some()
    }

    pub fn is_writing(&self) -> bool {
        self.writing.is_some() || self.moving.is_some()
    }
}

/// Does something in a thread and wakes the window when it is done.
fn beside<T: Send + 'static>(
    ctx: &Context,
    work: impl FnOnce() -> T + Send + 'static,
) -> Receiver<T> {
    let (sender, receiver) = channel();
    let ctx = ctx.clone();
    std::thread::spawn(move || {
        // Nobody waits any more when the window is gone.
        let _ = sender.send(work());
        ctx.request_repaint();
    });
    receiver
}

/// What a thread has handed over; `None` while it works.
fn taken<T>(receiver: &mut Option<Receiver<T>>) -> Option<T> {
    match receiver.as_ref()?.try_recv() {
        Err(TryRecvError::Empty) => None,
        done => {
            *receiver = None;
            done.ok()
        }
    }
}

impl State {
    /// Opens a deck's file.
    pub(super) fn open(&mut self, ctx: &Context, file: PathBuf, place: Option<Place>) {
        let path = file.clone();
        let receiver = beside(ctx, move || author::read(&path));
        self.desk = None;
        self.files.theirs = None;
        self.files.opening = Some(Opening { file, place, receiver });
    }

    /// Makes a deck's file and opens it.
    pub(super) fn create(&mut self, ctx: &Context, file: PathBuf, text: String, place: Place) {
        let path = file.clone();
        let receiver = beside(ctx, move || author::create(&path, &text));
        self.files.opening = Some(Opening { file, place: Some(place), receiver });
        self.desk = None;
        self.files.theirs = None;
    }

    /// Writes the deck's file.
    pub(super) fn save(&mut self, ctx: &Context) {
        let Some(desk) = &mut self.desk else { return };
        if self.files.writing.is_some() {
            self.files.save_again = true;
            return;
        }
        self.files.save_again = false;
        if let Err(error) = desk.commit() {
            self.files.leaving = None;
            return self.files.said.push((Level::Error, error.to_string()));
        }
        if !desk.is_dirty() {
            return self.settled(ctx);
        }
        let (before, text) = desk.to_save();
        let file = desk.file().to_owned();
        self.files.writing = Some(beside(ctx, move || author::write(&file, &before, &text)));
    }

    /// Puts the card at hand into another deck's file, then takes it out here.
    pub(super) fn move_card(&mut self, ctx: &Context, to: PathBuf) {
        let Some(card) = self.desk.as_ref().and_then(Desk::for_another_deck) else {
            let said = "A card is moved once it can be studied".to_owned();
            return self.files.said.push((Level::Warning, said));
        };
        self.files.moving = Some(beside(ctx, move || append(&to, card)));
    }

    /// Takes what threads have handed over.
    pub fn poll(
        &mut self,
        ctx: &Context,
        ready: &Ready,
        commands: &mut Vec<Command>,
    ) -> Vec<(Level, String)> {
        self.poll_opening(ctx, ready, commands);
        self.poll_writing(ctx, commands);
        self.poll_looking(ctx);
        if let Some(done) = taken(&mut self.files.moving) {
            match done {
                Ok(()) => {
                    if let Some(desk) = &mut self.desk
                        && desk.delete().is_ok()
                    {
                        self.files
                            .said
                            .push((Level::Success, "Moved with its progress".to_owned()));
                    }
                    self.save(ctx);
                }
                Err(error) => self.files.said.push((Level::Error, error)),
            }
        }
        self.follow_leaving(ctx, commands);
        std::mem::take(&mut self.files.said)
    }

    fn poll_opening(&mut self, ctx: &Context, ready: &Ready, commands: &mut Vec<Command>) {
        let Some(opening) = &self.files.opening else { return };
        let result = match opening.receiver.try_recv() {
            Err(TryRecvError::Empty) => return,
            Ok(result) => result,
            Err(TryRecvError::Disconnected) => {
                self.files.opening = None;
                return;
            }
        };
        let Some(Opening { file, place, .. }) = self.files.opening.take() else { return };
        let saved = match result {
            Ok(saved) => saved,
            Err(error) => {
                self.files.said.push((Level::Error, error.to_string()));
                return;
            }
        };
        // A new file is a new deck for all.
        if ready.collection.library().decks().iter().all(|deck| deck.file != file) {
            commands.push(Command::DecksChanged);
        }
        let mut desk = Desk::new(&file, saved);
        let at = match &place {
            Some(Place::Card(id)) => desk.manuscript().find(id),
            Some(Place::Line(line)) => desk.manuscript().at_line(*line),
            _ => (!desk.rows().is_empty()).then_some(0),
        };
        let made = match &place {
            Some(Place::New) => {
                let last = desk.rows().len().checked_sub(1);
                desk.go_to(last).and_then(|()| desk.new_card(crate::deck::Kind::Choice))
            }
            _ => desk.go_to(at),
        };
        if let Err(error) = made {
            self.files.said.push((Level::Error, error.to_string()));
        }
        self.tab = if place.is_some() { Tab::Write } else { Tab::Cards };
        self.wants_focus = place.is_some();
        self.desk = Some(desk);
        self.head = None;
        self.moved_on(ctx);
        self.is_waiting = false;
    }

    fn poll_writing(&mut self, ctx: &Context, commands: &mut Vec<Command>) {
        let Some(result) = taken(&mut self.files.writing) else { return };
        let Some(desk) = &mut self.desk else { return };
        match result {
            Ok(saved) => {
                desk.was_saved(saved);
                commands.push(Command::DecksChanged);
                let should_go_on = self.files.leaving.is_some() || self.files.save_again;
                if desk.is_dirty() && should_go_on {
                    self.save(ctx);
                } else {
                    self.settled(ctx);
                }
            }
            Err(SaveError::Conflict { theirs: Some(theirs), .. }) => {
                let theirs = Saved::new(theirs);
                if desk.take_over(&theirs) {
                    self.save(ctx);
                } else {
                    self.dialog = Some(Dialog::conflict(desk, &theirs));
                    self.files.theirs = Some(theirs);
                }
            }
            // The file is gone: what is written here is all there is.
            Err(SaveError::Conflict { theirs: None, .. }) => {
                let (_, text) = desk.to_save();
                let file = desk.file().to_owned();
                self.files.writing = Some(beside(ctx, move || author::create(&file, &text)));
            }
            Err(error) => {
                self.files.leaving = None;
                self.files.said.push((Level::Error, error.to_string()));
            }
        }
    }

    fn poll_looking(&mut self, ctx: &Context) {
        if let Some(done) = taken(&mut self.files.looking)
            && let ((before, Ok(theirs)), Some(desk)) = (done, &mut self.desk)
        {
            let is_other = theirs.text != desk.saved().text;
            if before != *desk.saved() {
                // It was saved meanwhile: what was read is of the past.
                self.files.should_look = true;
            } else if self.files.writing.is_some() {
                // Our own save is on its way, and will see it.
            } else if desk.take_over(&theirs) {
                self.files.theirs = None;
                if is_other {
                    let said = "Another program changed this deck: its change is taken over";
                    self.files.said.push((Level::Info, said.to_owned()));
                    self.reveal = true;
                }
            } else {
                self.files.theirs = Some(theirs);
            }
        }
        if self.files.should_look && self.files.looking.is_none() {
            self.files.should_look = false;
            if let Some(desk) = &self.desk {
                let (file, before) = (desk.file().to_owned(), desk.saved().clone());
                self.files.looking = Some(beside(ctx, move || (before, author::read(&file))));
            }
        }
    }

    /// All is saved: goes where the author wanted to.
    fn settled(&mut self, ctx: &Context) {
        if self.files.leaving.is_some() {
            ctx.request_repaint();
        }
    }

    fn follow_leaving(&mut self, ctx: &Context, commands: &mut Vec<Command>) {
        let is_busy = self.files.is_writing()
            || self.dialog.is_some()
            || self.desk.as_ref().is_some_and(Desk::is_dirty);
        let Some(leaving) = self.files.leaving.filter(|_| !is_busy) else { return };
        self.files.leaving = None;
        self.desk = None;
        match leaving {
            Leaving::Deck => {}
            Leaving::Screen => commands.push(Command::Do(Action::Leave)),
            Leaving::Home => commands.push(Command::Do(Action::Home)),
            Leaving::Window => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        }
    }
}

/// Puts a card at the end of another deck's file.
fn append(file: &std::path::Path, mut card: Draft) -> Result<(), String> {
    let saved = author::read(file).map_err(|error| error.to_string())?;
    let mut other = Manuscript::new(file, saved.text.clone());
    let drafts = other.slots().iter().filter_map(|slot| slot.draft.as_ref());
    let mut taken = drafts.filter_map(|draft| draft.id.clone()).collect();
    let id = card.id.take().filter(|id| !std::collections::BTreeSet::contains(&taken, id));
    card.id = Some(id.unwrap_or_else(|| crate::deck::free_slug(&card.question(), &mut taken)));
    let end = other.slots().len();
    other.apply(&Edit::Insert(end, Box::new(card))).map_err(|error| error.to_string())?;
    author::write(file, &saved, other.text()).map(|_| ()).map_err(|error| error.to_string())
}
