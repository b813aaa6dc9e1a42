//! The window's frame loop: which screen is shown, what the learner asked for,
//! and the one place where it is done.

mod act;
mod bar;
mod bringing;
mod browse;
mod fitting;
mod history;
mod map;
mod plan;
mod progress;
mod reload;
mod writing;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use super::action::{ACTIONS, Action, Place};
use super::boot::{Boot, Booted, Failure};
use super::overlays::edits::{Decision, Edits};
use super::overlays::install::Install;
use super::overlays::{custom::Custom, keys::KeySheet, palette::Palette};
use super::screens::{
    author, browse as browse_screen, home, loading, map as map_screen, plan as plan_screen,
    progress as progress_screen, settings, study, summary, trouble, welcome,
};
use super::tokens::Tokens;
use super::widgets::Toasts;
use crate::collection::Collection;
use crate::insight::Overview;
use crate::paths::Paths;
use crate::scheduler::{Confidence, Rating};
use crate::session::{Answer, Scope, Session, Summary};
use crate::settings::Settings;
use crate::store::Verdict;
use reload::Following;

pub use fitting::{FitCommand, Fitting, Report};
pub use history::Memories;
pub use reload::Findings;

/// What a screen asks the app to do. Screens draw state and send these; they
/// change nothing themselves.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// An action from the table.
    Do(Action),
    /// Start a session.
    Study(Scope),
    /// Ask what a session shall cover; decks that are chosen already.
    Customise(Vec<String>),
    /// Commit an answer.
    Answer(Answer, Option<Confidence>),
    /// Turn a flip card.
    Turn,
    /// Grade a turned card, or overrule a grade.
    Grade(Rating),
    /// On to the next card.
    Proceed,
    /// Back from the summary to a session that is not done.
    Resume,
    /// Take a hint.
    Hint,
    /// Open an address in the browser.
    Open(String),
    /// Put settings in force and save them.
    Settings(Box<Settings>),
    /// Try to open the collection again.
    Retry,
    /// Study although the clock stands before the last answer.
    TrustClock,
    /// Show a folder in the system's file manager.
    ShowFolder(PathBuf),
    /// Put a text into the clipboard.
    Copy(String),
    /// Choose a folder of decks and add it to the settings.
    AddFolder,
    /// What the changed answer of the card on screen means.
    Verdict(Verdict),
    /// Show the edited cards that wait for a decision.
    ShowEdits,
    /// Decide on a row of that list.
    Decide(usize, Decision),
    /// Take the last of those decisions back.
    UndoDecision,
    /// Write in a deck: its file, and the line to begin at (from 1).
    EditFile(PathBuf, u32),
    /// Open a file in the author's own editor: line and column from 1.
    OpenFile(PathBuf, u32, u32),
    /// A deck was written: look for changes.
    DecksChanged,
    /// Take in what is shown; over decks of the learner's when they said so.
    TakeIn(bool),
    /// Show the cards that a query finds in the table of cards.
    Find(String),
    /// Fit the memory model, or what else is asked of it.
    Fit(FitCommand),
    /// Of the progress screen.
    Progress(progress_screen::Command),
    /// Of the map.
    Map(map_screen::Command),
    /// Of the table of cards.
    Browse(browse_screen::Command),
    /// Of the planner.
    Plan(plan_screen::Command),
}

/// The screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// What to do now.
    Home,
    /// A card.
    Study,
    /// What the session came to.
    Summary,
    /// The settings.
    Settings,
    /// Writing decks.
    Author,
    /// What you know and how you came to it.
    Progress,
    /// The subjects, coloured by what is remembered.
    Map,
    /// All cards.
    Browse,
    /// Towards a day.
    Plan,
}

/// What lies over the screen.
#[derive(Debug)]
enum Overlay {
    Palette(Palette),
    Keys(KeySheet),
    Custom(Custom),
    Edits(Box<Edits>),
    Install(Box<Install>),
}

/// The collection with what the screens keep of it.
pub struct Ready {
    /// Decks and progress.
    pub collection: Collection,
    /// The home screen's figures, remade after a session.
    pub overview: Overview,
    /// The running session.
    pub session: Option<Session>,
    /// What was left out at start, and why.
    pub notices: Vec<String>,
    /// Where the backup of the day reports a failure.
    pub backup: Option<Receiver<String>>,
    /// The history, for the screens about progress.
    pub memories: Memories,
    /// Fits of the memory model.
    pub fitting: Fitting,
}

/// Asks the learner for a folder; `None` when they thought better of it.
pub type FolderDialogue = Arc<dyn Fn() -> Option<PathBuf> + Send + Sync>;

/// Asks the learner where to save a file of this name; `None` when they thought
/// better of it.
pub type SaveDialogue = Arc<dyn Fn(&str) -> Option<PathBuf> + Send + Sync>;

/// The app.
pub struct App {
    paths: Paths,
    boot: Boot,
    route: Route,
    overlay: Option<Overlay>,
    toasts: Toasts,
    welcome: welcome::State,
    home: home::State,
    loading: loading::State,
    study: study::State,
    /// Added up once, until something is done.
    summary: Option<Summary>,
    settings_screen: settings::State,
    author: author::State,
    progress: progress_screen::State,
    map: map_screen::State,
    browse: browse_screen::State,
    changes: browse::Changes,
    plan: plan_screen::State,
    planning: plan::Planning,
    following: Following,
    settings: Settings,
    /// Start with this as soon as the collection is open.
    pending: Option<Scope>,
    /// The study day that the home screen's figures are of.
    day: Option<i32>,
    ask_folder: FolderDialogue,
    /// A folder that is being chosen.
    asked_folder: Option<Receiver<Option<PathBuf>>>,
    ask_save: SaveDialogue,
    saving: Option<progress::Saving>,
    /// Files to be looked at before they are taken in.
    brought: Vec<PathBuf>,
    /// An editor that is being started.
    opening: Option<Receiver<String>>,
    /// Where sessions get their seed.
    next_seed: Box<dyn FnMut() -> u64>,
}

impl App {
    /// An app that opens its collection in the background.
    #[must_use]
    pub fn new(paths: Paths, boot: Boot, settings: Settings, pending: Option<Scope>) -> Self {
        Self {
            paths,
            boot,
            route: Route::Home,
            overlay: None,
            toasts: Toasts::default(),
            welcome: welcome::State::default(),
            home: home::State::default(),
            loading: loading::State::default(),
            study: study::State::default(),
            summary: None,
            settings_screen: settings::State::default(),
            author: author::State::default(),
            progress: progress_screen::State::default(),
            map: map_screen::State::default(),
            browse: browse_screen::State::default(),
            changes: browse::Changes::default(),
            plan: plan_screen::State::default(),
            planning: plan::Planning::default(),
            following: Following::default(),
            settings,
            pending,
            day: None,
            ask_folder: Arc::new(|| {
                rfd::FileDialog::new().set_title("Choose a folder of decks").pick_folder()
            }),
            asked_folder: None,
            ask_save: progress::ask_save(),
            saving: None,
            brought: Vec::new(),
            opening: None,
            next_seed: Box::new(rand::random),
        }
    }

    /// The same seeds every time, for tests.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.next_seed = Box::new(move || seed);
        self
    }

    /// Another way to ask for a folder than the system's dialogue, for tests.
    #[must_use]
    pub fn with_folder_dialogue(mut self, ask: FolderDialogue) -> Self {
        self.ask_folder = ask;
        self
    }

    /// Another way to ask where to save than the system's dialogue, for tests.
    #[must_use]
    pub fn with_save_dialogue(mut self, ask: SaveDialogue) -> Self {
        self.ask_save = ask;
        self
    }

    /// Follows the decks on disk while the window is open.
    #[must_use]
    pub fn watching(mut self) -> Self {
        self.following = Following::new(true);
        self
    }

    /// The settings in force.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The screen that is shown.
    #[must_use]
    pub fn route(&self) -> Route {
        self.route
    }

    /// The open collection, for tests.
    #[must_use]
    pub fn ready(&self) -> Option<&Ready> {
        match &self.boot {
            Boot::Ready(ready) => Some(ready),
            _ => None,
        }
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let Settings { theme, text_size, reduced_motion, .. } = self.settings;
        super::tokens::apply(&ctx, theme, text_size, reduced_motion);
        // Screens have the whole window, whatever margin the caller leaves.
        let window = ctx.content_rect();
        let ui = &mut ui.new_child(egui::UiBuilder::new().max_rect(window));
        ui.set_clip_rect(window);
        ui.painter().rect_filled(window, 0.0, Tokens::of(ui).ground);
        // Before any key is taken: focus rings depend on it.
        super::widgets::paint::is_keyboard_in_use(ui);
        self.boot.poll(&ctx);
        self.poll(&ctx);
        self.poll_decks(&ctx);
        self.poll_author(&ctx);
        self.poll_brought(&ctx);
        self.poll_history(&ctx);
        self.poll_fitting(&ctx);
        self.poll_progress(&ctx);
        self.poll_map(&ctx);
        self.poll_browse(&ctx);
        self.poll_plan(&ctx);
        // Taken only once it can be done: opening takes some frames.
        if matches!(self.boot, Boot::Ready(_))
            && let Some(scope) = self.pending.take()
        {
            self.run(&ctx, Command::Study(scope));
        }
        let mut commands = Vec::new();
        // Overlays take keys before what lies under them, and leave none.
        if self.overlay.is_some() {
            self.overlay(&ctx, &mut commands);
            ctx.input_mut(|input| {
                use egui::Event::{Copy, Cut, Key, Paste, Text};
                input
                    .events
                    .retain(|event| !matches!(event, Key { .. } | Text(_) | Copy | Cut | Paste(_)));
            });
        } else {
            self.shortcuts(&ctx, &mut commands);
        }
        self.bar(ui, &mut commands);
        self.screen(ui, &mut commands);
        let foot = if self.route == Route::Study { study::foot_height(&ctx) } else { 0.0 };
        self.toasts.show_above(&ctx, foot);
        bringing::show_hovered(&ctx);
        for command in commands {
            self.run(&ctx, command);
        }
    }

    fn shortcuts(&mut self, ctx: &egui::Context, commands: &mut Vec<Command>) {
        for entry in &ACTIONS {
            let here = match entry.place {
                Place::Anywhere => true,
                Place::Home => self.is_home(),
                Place::Author => self.route == Route::Author && self.author.takes(entry.action),
                Place::Study => self.route == Route::Study || self.undo_from_summary(entry.action),
            };
            // A screen that needs an action's key itself has it: Go and the
            // like depend on what has the focus.
            let own = matches!(entry.action, Action::Go | Action::Study)
                || (matches!(
                    self.route,
                    Route::Study
                        | Route::Home
                        | Route::Author
                        | Route::Progress
                        | Route::Map
                        | Route::Browse
                ) && entry.action == Action::Leave)
                // While typing, letters are undone first.
                || (matches!(entry.action, Action::Undo | Action::Redo)
                    && self.study.has_text()
                    && ctx.text_edit_focused())
                || (matches!(entry.action, Action::EditUndo | Action::EditRedo)
                    && ctx.text_edit_focused());
            if here && !own && entry.pressed(ctx) {
                commands.push(Command::Do(entry.action));
            }
        }
    }

    /// Whether the home screen is shown (and not the welcome).
    fn is_home(&self) -> bool {
        self.route == Route::Home && self.ready().is_some_and(|ready| ready.overview.started)
    }

    fn undo_from_summary(&self, action: Action) -> bool {
        self.route == Route::Summary && matches!(action, Action::Undo | Action::Redo)
    }

    fn screen(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let tokens = Tokens::of(ui);
        match &mut self.boot {
            Boot::Loading(_) => loading::show(ui, tokens, &mut self.loading),
            Boot::Failed(failure) => trouble::show(ui, tokens, failure, &self.paths, commands),
            Boot::Ready(ready) => match (self.route, &ready.session) {
                (Route::Study, Some(session)) => {
                    study::show(ui, tokens, &mut self.study, session, &ready.collection, commands);
                }
                (Route::Summary, Some(session)) => {
                    let summary =
                        self.summary.get_or_insert_with(|| session.summary(&ready.collection));
                    summary::show(ui, tokens, summary, session, &ready.collection, commands);
                }
                (Route::Author, _) => {
                    author::show(ui, tokens, &mut self.author, ready, &self.paths, commands);
                }
                (Route::Progress, _) => {
                    progress_screen::show(ui, tokens, &mut self.progress, ready, commands);
                }
                (Route::Map, _) => map_screen::show(ui, tokens, &mut self.map, ready, commands),
                (Route::Browse, _) => {
                    browse_screen::show(ui, tokens, &mut self.browse, ready, commands);
                }
                (Route::Plan, _) => plan_screen::show(ui, tokens, &mut self.plan, ready, commands),
                (Route::Settings, _) => settings::show(
                    ui,
                    tokens,
                    &mut self.settings_screen,
                    &self.settings,
                    ready,
                    &self.paths,
                    commands,
                ),
                _ if !ready.overview.started && ready.session.is_none() => {
                    welcome::show(ui, tokens, &mut self.welcome, ready, &self.paths, commands);
                }
                _ => home::show(ui, tokens, &mut self.home, ready, commands),
            },
        }
    }

    fn overlay(&mut self, ctx: &egui::Context, commands: &mut Vec<Command>) {
        let open = match &mut self.overlay {
            None => return,
            Some(Overlay::Palette(palette)) => {
                let ready = match &self.boot {
                    Boot::Ready(ready) => Some(&**ready),
                    _ => None,
                };
                palette.show(ctx, self.route, ready, commands)
            }
            Some(Overlay::Keys(sheet)) => sheet.show(ctx, self.route),
            Some(Overlay::Custom(custom)) => match &self.boot {
                Boot::Ready(ready) => custom.show(ctx, ready, commands),
                _ => false,
            },
            Some(Overlay::Edits(edits)) => edits.show(ctx, commands),
            Some(Overlay::Install(install)) => install.show(ctx, commands),
        };
        if !open {
            self.overlay = None;
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        Self::ui(self, ui);
        // While loading, look again soon; else nothing moves by itself.
        if matches!(self.boot, Boot::Loading(_)) {
            ui.ctx().request_repaint_after(Duration::from_millis(16));
        }
    }
}

/// What the background thread hands over.
pub type Handover = Result<Booted, Failure>;
