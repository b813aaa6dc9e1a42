//! Following the decks on disk: what changed is read by another thread, and put
//! into the collection, the session and the screens between two frames.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::{App, Overlay, Route};
use crate::collection::{Collection, Lookalike, sources};
use crate::deck::{Fault, Library};
use crate::session::Change;
use crate::store::{self, Store};
use crate::ui::boot::Boot;
use crate::ui::overlays::edits::Edits;
use crate::ui::screens::study;
use crate::ui::widgets::Level;
use crate::ui::words;
use crate::watch::Watcher;

/// What follows the decks on disk, and what was found in doing so.
#[derive(Debug, Default)]
pub(super) struct Following {
    /// Whether folders are watched at all.
    pub is_wanted: bool,
    watcher: Option<Watcher>,
    has_begun: bool,
    /// Set by the watcher's thread.
    changed: Arc<AtomicBool>,
    /// Decks that are being read.
    reading: Option<Receiver<Option<Fresh>>>,
    /// Cards that are being compared.
    searching: Option<Receiver<Found>>,
    /// Tells the threads that nobody waits any more.
    cancel: Arc<AtomicBool>,
    /// Decks whose file is broken, as the bar tells them.
    pub held: Vec<Fault>,
    /// Faults that the learner has sent away.
    dismissed: Vec<Fault>,
    /// Edited cards that nobody has decided on.
    pub findings: Findings,
}

/// Edited cards that wait for a decision.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Cards that look like one that was there before.
    pub lookalikes: Vec<Lookalike>,
    /// Items whose right answer is another than when they were answered.
    pub reworded: Vec<usize>,
    /// The learner will look later.
    pub is_dismissed: bool,
}

impl Findings {
    /// Whether no decision waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lookalikes.is_empty() && self.reworded.is_empty()
    }
}

/// Decks that were read anew, and the library that they were compared with.
#[derive(Debug)]
struct Fresh {
    base: Arc<Library>,
    library: Arc<Library>,
    moved: Vec<Option<u32>>,
}

/// What comparing found, and in which library.
#[derive(Debug)]
struct Found {
    library: Arc<Library>,
    lookalikes: Vec<Lookalike>,
    reworded: Vec<usize>,
}

impl Drop for Following {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

impl Following {
    /// Nothing followed yet.
    pub fn new(is_wanted: bool) -> Self {
        let mut following = Self::default();
        following.is_wanted = is_wanted;
        following
    }

    /// Asks for the decks to be read anew.
    pub fn look(&self) {
        self.changed.store(true, Ordering::Relaxed);
    }

    /// Sends the bar about a broken deck away.
    pub fn dismiss(&mut self, fault: &Fault) {
        self.held.retain(|held| held != fault);
        self.dismissed.push(fault.clone());
    }

    fn note_held(&mut self, library: &Library) {
        let held = library.decks().iter().filter_map(|deck| deck.held.as_ref());
        self.held = held.map(|held| held.fault.clone()).collect();
        // What is mended and breaks again is told again.
        self.dismissed.retain(|fault| self.held.contains(fault));
        self.held.retain(|fault| !self.dismissed.contains(fault));
    }
}

/// Takes what a thread has handed over; a thread that is gone has nothing.
fn taken<T>(receiver: &mut Option<Receiver<T>>) -> Option<T> {
    match receiver.as_ref()?.try_recv() {
        Ok(value) => {
            *receiver = None;
            Some(value)
        }
        Err(TryRecvError::Empty) => None,
        Err(TryRecvError::Disconnected) => {
            *receiver = None;
            None
        }
    }
}

impl App {
    /// Looks for changes of the decks now. Saving in the app does so by itself.
    pub fn look_for_changes(&self) {
        self.following.look();
    }

    /// Begins to follow, reads what changed, and takes what was read.
    pub(super) fn poll_decks(&mut self, ctx: &egui::Context) {
        if !matches!(self.boot, Boot::Ready(_)) {
            return;
        }
        self.begin_following(ctx);
        if let Some(fresh) = taken(&mut self.following.reading).flatten() {
            self.take_decks(ctx, fresh);
        }
        if let Some(found) = taken(&mut self.following.searching) {
            self.take_found(found);
        }
        self.adopt_sure();
        let is_idle = self.following.reading.is_none();
        if is_idle && self.following.changed.swap(false, Ordering::Relaxed) {
            self.read_decks(ctx);
        }
    }

    fn begin_following(&mut self, ctx: &egui::Context) {
        if self.following.has_begun {
            return;
        }
        let Boot::Ready(ready) = &self.boot else { return };
        self.following.has_begun = true;
        self.following.note_held(ready.collection.library());
        if !self.following.is_wanted {
            return;
        }
        let mut folders = vec![self.paths.decks.clone()];
        folders.extend(self.settings.deck_folders.iter().cloned());
        let (changed, ctx_of_watcher) = (Arc::clone(&self.following.changed), ctx.clone());
        let watcher = Watcher::start(folders, move || {
            changed.store(true, Ordering::Relaxed);
            ctx_of_watcher.request_repaint();
        });
        match watcher {
            Ok(watcher) => self.following.watcher = Some(watcher),
            Err(error) => self.toasts.say(Level::Warning, sentence(&error.to_string())),
        }
        self.search(ctx);
    }

    /// Reads what changed, in the background.
    fn read_decks(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &self.boot else { return };
        let base = Arc::clone(ready.collection.library());
        let sources = sources(&self.paths, &self.settings, true);
        let (cancel, ctx) = (Arc::clone(&self.following.cancel), ctx.clone());
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            let fresh = base.reload(&sources, &cancel).map(|reloaded| {
                let library = Arc::new(reloaded.library);
                Fresh { base, library, moved: reloaded.moved }
            });
            let library = fresh.as_ref().map(|fresh| Arc::clone(&fresh.library));
            // Nobody waits any more when the window is gone.
            let _ = sender.send(fresh);
            ctx.request_repaint();
            if let Some(library) = library {
                library.keep_good(&sources, &cancel);
            }
        });
        self.following.reading = Some(receiver);
    }

    fn take_decks(&mut self, ctx: &egui::Context, fresh: Fresh) {
        let Boot::Ready(ready) = &mut self.boot else { return };
        if !Arc::ptr_eq(ready.collection.library(), &fresh.base) {
            return self.following.look();
        }
        if let Err(error) = ready.collection.reload(fresh.library, &fresh.moved) {
            return self.toasts.say(Level::Error, error.to_string());
        }
        self.following.note_held(ready.collection.library());
        let change = match &mut ready.session {
            Some(session) => session.follow(&ready.collection, &fresh.moved),
            None => Change::None,
        };
        if ready.session.is_none() {
            // Not within a session: undoing goes back one event at a time.
            if let Err(error) = ready.collection.say_names() {
                self.toasts.say(Level::Error, error.to_string());
            }
        }
        if self.route != Route::Study {
            ready.overview = ready.collection.overview();
        }
        self.home.forget();
        self.summary = None;
        match change {
            Change::None => {}
            Change::Edited | Change::Gone => {
                self.study = study::State::default();
                let text = if change == Change::Edited {
                    "This card was edited just now"
                } else {
                    "The card was taken out of its deck"
                };
                self.toasts.say(Level::Info, text);
            }
        }
        self.author.decks_changed();
        self.after(Ok(()));
        self.search(ctx);
    }

    /// Looks for edited cards that nobody has decided on, in the background.
    fn search(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &self.boot else { return };
        let lookalikes = match ready.collection.lookalikes() {
            Ok(search) => search,
            Err(error) => return self.toasts.say(Level::Error, error.to_string()),
        };
        let rewordings = ready.collection.rewordings();
        let library = Arc::clone(ready.collection.library());
        let sources = sources(&self.paths, &self.settings, true);
        let (data, now_ms) = (self.paths.data.clone(), ready.collection.now_ms());
        let (cancel, ctx) = (Arc::clone(&self.following.cancel), ctx.clone());
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            let lookalikes = lookalikes.map_or_else(Vec::new, |search| search.run(&cancel));
            let options = store::Options::new(now_ms, 0);
            // Without a second look at the store, each card asks when it is
            // answered next.
            let reworded = Store::open_to_read(&data, &options)
                .ok()
                .and_then(|store| rewordings.run(&store).ok())
                .unwrap_or_default();
            let _ = sender.send(Found { library: Arc::clone(&library), lookalikes, reworded });
            ctx.request_repaint();
            library.keep_good(&sources, &cancel);
        });
        self.following.searching = Some(receiver);
    }

    fn take_found(&mut self, found: Found) {
        let Boot::Ready(ready) = &self.boot else { return };
        // Positions of another library mean nothing; that one is searched too.
        if !Arc::ptr_eq(ready.collection.library(), &found.library) {
            return;
        }
        let before = &self.following.findings;
        let is_news = found.lookalikes != before.lookalikes || found.reworded != before.reworded;
        let is_dismissed = before.is_dismissed && !is_news;
        self.following.findings =
            Findings { lookalikes: found.lookalikes, reworded: found.reworded, is_dismissed };
    }

    /// Cards that are surely the same go on with their progress.
    fn adopt_sure(&mut self) {
        let Boot::Ready(ready) = &mut self.boot else { return };
        let findings = &mut self.following.findings;
        // Not within a session: undoing goes back one event at a time.
        if ready.session.is_some() || !findings.lookalikes.iter().any(Lookalike::is_sure) {
            return;
        }
        let (sure, open): (Vec<_>, Vec<_>) =
            std::mem::take(&mut findings.lookalikes).into_iter().partition(Lookalike::is_sure);
        findings.lookalikes = open;
        let sure: Vec<(Lookalike, bool)> = sure.into_iter().map(|pair| (pair, true)).collect();
        match ready.collection.follow(&sure) {
            Ok(adopted) if adopted.is_empty() => {}
            Ok(adopted) => {
                ready.overview = ready.collection.overview();
                self.home.forget();
                let text =
                    format!("{} kept their progress", words::count(adopted.len(), "edited card"));
                let text = if adopted.len() == 1 {
                    "An edited card kept its progress".to_owned()
                } else {
                    text
                };
                self.toasts.say(Level::Success, text);
            }
            Err(error) => self.toasts.say(Level::Error, error.to_string()),
        }
    }

    /// Shows what waits for a decision.
    pub(super) fn show_edits(&mut self) {
        let Boot::Ready(ready) = &self.boot else { return };
        match Edits::new(&ready.collection, &self.following.findings) {
            Ok(edits) => self.overlay = Some(Overlay::Edits(Box::new(edits))),
            Err(error) => self.toasts.say(Level::Error, error.to_string()),
        }
    }

    /// Does something with the collection outside of a session, then shows its
    /// new figures.
    pub(super) fn decide(
        &mut self,
        what: impl FnOnce(&mut Collection) -> Result<(), crate::collection::CollectionError>,
    ) -> bool {
        let Boot::Ready(ready) = &mut self.boot else { return false };
        match what(&mut ready.collection) {
            Ok(()) => {
                if self.route != Route::Study {
                    ready.overview = ready.collection.overview();
                    self.home.forget();
                }
                true
            }
            Err(error) => {
                self.toasts.say(Level::Error, error.to_string());
                false
            }
        }
    }
}

/// As a sentence: with a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}
