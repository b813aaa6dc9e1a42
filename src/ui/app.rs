//! The window's frame loop: which screen is shown, what the learner asked for,
//! and the one place where it is done.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use super::action::{ACTIONS, Action, Place};
use super::boot::{Boot, Booted};
use super::overlays::{custom::Custom, keys::KeySheet, palette::Palette};
use super::screens::{home, loading, settings, study, summary, trouble, welcome};
use super::tokens::Tokens;
use super::widgets::{Level, Toasts};
use crate::collection::{Collection, CollectionError};
use crate::insight::Overview;
use crate::paths::Paths;
use crate::scheduler::{Confidence, Rating};
use crate::session::{Answer, Scope, ScopeMode, Session, Stage, Summary};
use crate::settings::{Settings, Theme};
use crate::store::Setting;

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
    /// Choose a folder of decks and add it to the settings.
    AddFolder,
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
}

/// What lies over the screen.
#[derive(Debug)]
enum Overlay {
    Palette(Palette),
    Keys(KeySheet),
    Custom(Custom),
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
}

/// Asks the learner for a folder; `None` when they thought better of it.
pub type FolderDialogue = Arc<dyn Fn() -> Option<PathBuf> + Send + Sync>;

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
    settings: Settings,
    /// Start with this as soon as the collection is open.
    pending: Option<Scope>,
    /// The study day that the home screen's figures are of.
    day: Option<i32>,
    ask_folder: FolderDialogue,
    /// A folder that is being chosen.
    asked_folder: Option<Receiver<Option<PathBuf>>>,
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
            settings,
            pending,
            day: None,
            ask_folder: Arc::new(|| {
                rfd::FileDialog::new().set_title("Choose a folder of decks").pick_folder()
            }),
            asked_folder: None,
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
        self.boot.poll(&ctx);
        self.poll(&ctx);
        if let (Boot::Ready(_), Some(scope)) = (&self.boot, self.pending.take()) {
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
        self.screen(ui, &mut commands);
        let foot = if self.route == Route::Study { study::foot_height(&ctx) } else { 0.0 };
        self.toasts.show_above(&ctx, foot);
        for command in commands {
            self.run(&ctx, command);
        }
    }

    fn shortcuts(&mut self, ctx: &egui::Context, commands: &mut Vec<Command>) {
        for entry in &ACTIONS {
            let here = match entry.place {
                Place::Anywhere => true,
                Place::Home => self.is_home(),
                Place::Study => self.route == Route::Study || self.undo_from_summary(entry.action),
            };
            // A screen that needs an action's key itself has it: Go and the
            // like depend on what has the focus.
            let own = matches!(entry.action, Action::Go | Action::Study)
                || (matches!(self.route, Route::Study | Route::Home)
                    && entry.action == Action::Leave)
                // While typing, letters are undone first.
                || (matches!(entry.action, Action::Undo | Action::Redo)
                    && self.study.has_text()
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
                (Route::Settings, _) => settings::show(
                    ui,
                    tokens,
                    &mut self.settings_screen,
                    &self.settings,
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
        };
        if !open {
            self.overlay = None;
        }
    }

    /// The one place where what was asked for is done.
    fn run(&mut self, ctx: &egui::Context, command: Command) {
        self.summary = None;
        match command {
            Command::Do(action) => return self.act(ctx, action),
            Command::Resume => return self.resume(),
            Command::Settings(settings) => return self.put_settings(ctx, *settings),
            Command::Retry => return self.reopen(ctx, false),
            Command::TrustClock => return self.reopen(ctx, true),
            Command::Customise(decks) => {
                return self.overlay = Some(Overlay::Custom(Custom::new(decks)));
            }
            Command::AddFolder => return self.ask_folder(ctx),
            Command::Open(address) => return ctx.open_url(egui::OpenUrl::new_tab(address)),
            Command::ShowFolder(folder) => {
                let address = format!("file://{}", folder.display());
                return ctx.open_url(egui::OpenUrl::new_tab(address));
            }
            _ => {}
        }
        let Boot::Ready(ready) = &mut self.boot else { return };
        let result = match command {
            Command::Study(scope) => {
                match Session::start(&mut ready.collection, scope, (self.next_seed)()) {
                    Ok(session) if session.stage() == Stage::Done => {
                        let text = match session.scope().mode {
                            ScopeMode::Due => "Nothing is due here",
                            ScopeMode::Weak => "You know all of this well: nothing is weak",
                            ScopeMode::Cram => "There are no cards here",
                        };
                        return self.toasts.say(Level::Info, text);
                    }
                    Ok(session) => {
                        ready.session = Some(session);
                        self.study = study::State::default();
                        self.route = Route::Study;
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            }
            command => match &mut ready.session {
                Some(session) => step(session, &mut ready.collection, &mut self.study, command),
                None => Ok(()),
            },
        };
        self.after(result);
    }

    /// What follows every step of a session: errors are told, and a session
    /// that is done shows what it came to.
    fn after(&mut self, result: Result<(), CollectionError>) {
        if let Err(error) = result {
            self.toasts.say(Level::Error, error.to_string());
        }
        let Boot::Ready(ready) = &self.boot else { return };
        let done = ready.session.as_ref().map(|session| session.stage() == Stage::Done);
        match (self.route, done) {
            (Route::Study, Some(true)) => self.route = Route::Summary,
            (Route::Summary, Some(false)) => self.route = Route::Study,
            _ => {}
        }
    }

    fn resume(&mut self) {
        if let Boot::Ready(ready) = &self.boot
            && ready.session.as_ref().is_some_and(|session| session.stage() != Stage::Done)
        {
            self.route = Route::Study;
        }
    }

    fn act(&mut self, ctx: &egui::Context, action: Action) {
        match action {
            Action::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Action::Palette => self.overlay = Some(Overlay::Palette(Palette::default())),
            Action::Keys => self.overlay = Some(Overlay::Keys(KeySheet)),
            Action::ToggleTheme => {
                let dark = ctx.theme() == egui::Theme::Dark;
                let theme = if dark { Theme::Light } else { Theme::Dark };
                self.put_settings(ctx, Settings { theme, ..self.settings.clone() });
            }
            Action::ZoomIn | Action::ZoomOut => {
                let by = if action == Action::ZoomIn { 0.1 } else { -0.1 };
                let text_size = ((self.settings.text_size + by) * 10.0).round() / 10.0;
                let text_size = text_size.clamp(0.8, 1.6);
                self.put_settings(ctx, Settings { text_size, ..self.settings.clone() });
            }
            Action::Home => self.go_home(),
            Action::Settings => self.route = Route::Settings,
            Action::Leave => self.leave(),
            Action::Custom => self.run(ctx, Command::Customise(Vec::new())),
            Action::Study => self.run(ctx, Command::Study(Scope::default())),
            Action::StudyWeak | Action::Cram => {
                let mode = if action == Action::Cram { ScopeMode::Cram } else { ScopeMode::Weak };
                self.run(ctx, Command::Study(Scope { mode, ..Scope::default() }));
            }
            Action::Search => {
                if self.route != Route::Home {
                    self.go_home();
                }
                self.home.focus_search();
            }
            Action::Hint => self.run(ctx, Command::Hint),
            Action::Sure => self.study.confidence(Confidence::Sure),
            Action::Unsure => self.study.confidence(Confidence::Unsure),
            Action::Guess => self.study.confidence(Confidence::Guess),
            Action::Go => {}
            Action::ShowAnswer => self.show_answer(ctx),
            Action::OpenSource => self.open_source(ctx),
            Action::Undo | Action::Redo => self.undo_redo(action == Action::Undo),
            Action::Flag | Action::Bury | Action::Suspend => self.set(action),
        }
    }

    fn show_answer(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &self.boot else { return };
        let Some(Stage::Asking(question)) = ready.session.as_ref().map(Session::stage) else {
            return;
        };
        let recall = matches!(question.form, crate::session::QuestionForm::Recall);
        let confidence = self.study.stated();
        let command =
            if recall { Command::Turn } else { Command::Answer(Answer::DontKnow, confidence) };
        self.run(ctx, command);
    }

    fn open_source(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &self.boot else { return };
        let source = match ready.session.as_ref().map(Session::stage) {
            Some(Stage::Answered(_, answered)) => answered.feedback.solution.source.clone(),
            Some(Stage::Turned(_, turned)) => turned.solution.source.clone(),
            _ => None,
        };
        if let Some(source) = source {
            self.run(ctx, Command::Open(source));
        }
    }

    fn undo_redo(&mut self, undo: bool) {
        let Boot::Ready(ready) = &mut self.boot else { return };
        let Some(session) = &mut ready.session else { return };
        let result = if undo {
            session.undo(&mut ready.collection)
        } else {
            session.redo(&mut ready.collection)
        };
        match &result {
            Ok(true) => {
                self.study = study::State::default();
                let text = if undo { "Undone" } else { "Done again" };
                self.toasts.say(Level::Info, text);
            }
            Ok(false) => {
                let text = if undo { "Nothing to undo" } else { "Nothing to redo" };
                self.toasts.say(Level::Info, text);
            }
            Err(_) => {}
        }
        self.after(result.map(|_| ()));
    }

    fn set(&mut self, action: Action) {
        let Boot::Ready(ready) = &mut self.boot else { return };
        let Some(session) = &mut ready.session else { return };
        let Some(item) = session.item() else { return };
        let collection = &mut ready.collection;
        let (result, text) = match action {
            Action::Flag => {
                let flagged = collection.state(item).flag != 0;
                let text = if flagged { "Flag removed" } else { "Flagged to edit later" };
                (session.flag(collection, u8::from(!flagged)), text)
            }
            Action::Bury => {
                let tomorrow = collection.day() + 1;
                let setting = Setting::BuriedUntil(Some(tomorrow));
                self.study = study::State::default();
                (session.set_aside(collection, setting), "Buried until tomorrow")
            }
            _ => {
                let setting = Setting::Suspended(true);
                self.study = study::State::default();
                (session.set_aside(collection, setting), "Suspended")
            }
        };
        if result.is_ok() {
            self.toasts.say(Level::Info, text);
        }
        self.after(result);
    }

    fn leave(&mut self) {
        let Boot::Ready(ready) = &self.boot else { return };
        let answered = ready
            .session
            .as_ref()
            .is_some_and(|session| session.progress(&ready.collection).done > 0);
        match self.route {
            Route::Study if answered => self.route = Route::Summary,
            // The settings were a detour from the card.
            Route::Settings if ready.session.as_ref().is_some_and(|s| s.stage() != Stage::Done) => {
                self.route = Route::Study;
            }
            _ => self.go_home(),
        }
    }

    fn go_home(&mut self) {
        if let Boot::Ready(ready) = &mut self.boot {
            ready.session = None;
            ready.overview = ready.collection.overview();
        }
        self.route = Route::Home;
    }

    fn put_settings(&mut self, ctx: &egui::Context, settings: Settings) {
        let has_other_folders = settings.deck_folders != self.settings.deck_folders;
        if let Boot::Ready(ready) = &mut self.boot {
            ready.collection.set_settings(settings.clone());
            ready.overview = ready.collection.overview();
        }
        self.settings = settings;
        match self.settings.save(&self.paths.settings) {
            Err(error) => self.toasts.say(Level::Error, error.to_string()),
            // Other decks belong to the library now; progress stays where it is.
            Ok(()) if has_other_folders => self.reopen(ctx, false),
            Ok(()) => {}
        }
    }

    /// Opens decks and progress anew.
    fn reopen(&mut self, ctx: &egui::Context, trust_clock: bool) {
        // What is open has to be let go first: it holds the folder's lock.
        self.boot = Boot::Loading(channel().1);
        self.home = home::State::default();
        self.loading = loading::State::default();
        self.day = None;
        self.boot = Boot::start(&self.paths, trust_clock, ctx);
    }

    /// Asks for a folder without holding up the window.
    fn ask_folder(&mut self, ctx: &egui::Context) {
        if self.asked_folder.is_some() {
            return;
        }
        let (sender, receiver) = channel();
        let (ask, ctx) = (Arc::clone(&self.ask_folder), ctx.clone());
        std::thread::spawn(move || {
            let _ = sender.send(ask());
            ctx.request_repaint();
        });
        self.asked_folder = Some(receiver);
    }

    /// Takes what other threads have handed over, and notes a new day.
    fn poll(&mut self, ctx: &egui::Context) {
        let folder = match self.asked_folder.as_ref().map(Receiver::try_recv) {
            None | Some(Err(TryRecvError::Empty)) => None,
            Some(answer) => {
                self.asked_folder = None;
                answer.ok().flatten()
            }
        };
        if let Some(folder) = folder {
            self.add_folder(ctx, folder);
        }
        let Boot::Ready(ready) = &mut self.boot else { return };
        if let Some(Ok(failure)) = ready.backup.as_ref().map(Receiver::try_recv) {
            ready.backup = None;
            self.toasts.say(Level::Warning, format!("No backup was made today. {failure}"));
        }
        // Over night the figures grow old.
        let day = ready.collection.day();
        if self.day.is_some_and(|seen| seen != day) && ready.session.is_none() {
            ready.overview = ready.collection.overview();
        }
        self.day = Some(day);
    }

    fn add_folder(&mut self, ctx: &egui::Context, folder: PathBuf) {
        if self.settings.deck_folders.contains(&folder) || folder == self.paths.decks {
            return self.toasts.say(Level::Info, "Hippocache reads that folder already");
        }
        let mut settings = self.settings.clone();
        settings.deck_folders.push(folder);
        self.put_settings(ctx, settings);
    }
}

/// One step of a session.
fn step(
    session: &mut Session,
    collection: &mut Collection,
    state: &mut study::State,
    command: Command,
) -> Result<(), CollectionError> {
    match command {
        Command::Answer(answer, confidence) => session.answer(collection, answer, confidence)?,
        Command::Turn => session.turn(collection),
        Command::Grade(rating) if matches!(session.stage(), Stage::Turned(..)) => {
            session.answer(collection, Answer::Recalled(rating), None)?;
            // A card that was graded by its learner has nothing more to say,
            // unless it was set aside.
            let is_leech = matches!(session.stage(), Stage::Answered(_, answered)
                if answered.feedback.leech);
            if !is_leech {
                session.proceed(collection);
                *state = study::State::default();
            }
        }
        Command::Grade(rating) => session.overrule(collection, rating)?,
        Command::Proceed => {
            session.proceed(collection);
            *state = study::State::default();
        }
        Command::Hint => state.hints.extend(session.hint()),
        _ => {}
    }
    Ok(())
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
pub type Handover = Result<Booted, CollectionError>;
