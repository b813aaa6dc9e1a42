//! The one place where what was asked for is done.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::{App, Command, Overlay, Route};
use crate::collection::{Collection, CollectionError};
use crate::scheduler::Confidence;
use crate::session::{Answer, Scope, ScopeMode, Session, Stage, present};
use crate::settings::{Settings, Theme};
use crate::store::{Setting, Verdict};
use crate::ui::action::Action;
use crate::ui::boot::Boot;
use crate::ui::overlays::{custom::Custom, keys::KeySheet, palette::Palette};
use crate::ui::screens::{home, loading, study};
use crate::ui::widgets::Level;

impl App {
    /// The one place where what was asked for is done.
    pub(super) fn run(&mut self, ctx: &egui::Context, command: Command) {
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
            Command::Copy(text) => {
                ctx.copy_text(text);
                return self.toasts.say(Level::Success, "Copied");
            }
            Command::AddFolder => return self.ask_folder(ctx),
            Command::Open(address) => return ctx.open_url(egui::OpenUrl::new_tab(address)),
            Command::ShowFolder(folder) => return self.show_folder(ctx, &folder),
            Command::ShowEdits => return self.show_edits(),
            Command::Decide(row, decision) => return self.decided(row, decision),
            Command::UndoDecision => return self.undo_decision(),
            Command::EditFile(file, line) => return self.edit_file(ctx, file, line),
            Command::OpenFile(file, line, col) => return self.open_file(ctx, file, line, col),
            Command::DecksChanged => return self.following.look(),
            Command::TakeIn(replace) => return self.take_in(ctx, replace),
            Command::Find(query) => {
                self.browse.ask(&query);
                return self.to(ctx, Route::Browse);
            }
            Command::Fit(command) => return self.run_fitting(ctx, command),
            Command::Progress(command) => return self.run_progress(ctx, command),
            Command::Map(command) => return self.run_map(ctx, command),
            Command::Browse(command) => return self.run_browse(ctx, command),
            Command::Plan(command) => return self.run_plan(ctx, command),
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
    pub(super) fn after(&mut self, result: Result<(), CollectionError>) {
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

    /// To one of the screens about progress. A session that is under way waits.
    pub(super) fn to(&mut self, ctx: &egui::Context, route: Route) {
        if self.route == Route::Author && !self.author.leave(ctx, true) {
            return;
        }
        if matches!(self.boot, Boot::Ready(_)) {
            self.route = route;
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
            Action::Home => self.leave_for_home(ctx),
            Action::Write => self.write(ctx),
            Action::Progress => self.to(ctx, Route::Progress),
            Action::Map => self.to(ctx, Route::Map),
            Action::Browse => {
                self.browse.enter();
                self.to(ctx, Route::Browse);
            }
            Action::Plan => self.to(ctx, Route::Plan),
            Action::EditCard => self.edit_card(ctx),
            Action::SameFact => self.run(ctx, Command::Verdict(Verdict::Keep)),
            Action::EaseFact => self.run(ctx, Command::Verdict(Verdict::Ease)),
            Action::NewFact => self.run(ctx, Command::Verdict(Verdict::StartOver)),
            Action::Settings => self.route = Route::Settings,
            Action::Leave => self.leave(ctx),
            Action::Custom => self.run(ctx, Command::Customise(Vec::new())),
            Action::Study => self.run(ctx, Command::Study(Scope::default())),
            Action::StudyWeak | Action::Cram => {
                let mode = if action == Action::Cram { ScopeMode::Cram } else { ScopeMode::Weak };
                self.run(ctx, Command::Study(Scope { mode, ..Scope::default() }));
            }
            Action::Track => self.go_on(ctx),
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
            Action::NewCard
            | Action::Duplicate
            | Action::CardBefore
            | Action::CardAfter
            | Action::MoveUp
            | Action::MoveDown
            | Action::MoveToDeck
            | Action::Delete
            | Action::Save
            | Action::EditUndo
            | Action::EditRedo
            | Action::QuickAdd
            | Action::NewDeck
            | Action::Preview
            | Action::MakeGap
            | Action::AsText
            | Action::OpenEditor => self.author(ctx, action),
        }
    }

    /// Studies the present step of the track.
    fn go_on(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &self.boot else { return };
        let steps = &ready.overview.track;
        let step = present(steps).and_then(|at| steps.get(at));
        let deck = step.and_then(|step| ready.collection.library().decks().get(step.deck));
        match deck.map(|deck| Scope::deck(&deck.head.id)) {
            Some(scope) => self.run(ctx, Command::Study(scope)),
            None => self.toasts.say(Level::Info, "The path is done"),
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

    fn leave(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &self.boot else { return };
        let answered = ready
            .session
            .as_ref()
            .is_some_and(|session| session.progress(&ready.collection).done > 0);
        match self.route {
            Route::Study if answered => self.route = Route::Summary,
            // Back to the card that was edited, or home.
            Route::Author if !self.author.leave(ctx, false) => {}
            Route::Author if ready.session.as_ref().is_some_and(|s| s.stage() != Stage::Done) => {
                self.route = Route::Study;
            }
            // Back to the table that it was opened from.
            Route::Author if self.browse.comes_back() => self.route = Route::Browse,
            // These were a detour from the card.
            Route::Settings | Route::Progress | Route::Map | Route::Browse | Route::Plan
                if ready.session.as_ref().is_some_and(|s| s.stage() != Stage::Done) =>
            {
                self.route = Route::Study;
            }
            _ => self.go_home(),
        }
    }

    pub(super) fn go_home(&mut self) {
        if let Boot::Ready(ready) = &mut self.boot {
            ready.session = None;
            if let Err(error) = ready.collection.say_names() {
                self.toasts.say(Level::Error, error.to_string());
            }
            ready.overview = ready.collection.overview();
        }
        self.look_for_fits();
        self.route = Route::Home;
    }

    pub(super) fn put_settings(&mut self, ctx: &egui::Context, settings: Settings) {
        let has_other_folders = settings.deck_folders != self.settings.deck_folders;
        let has_other_fits = settings.presets != self.settings.presets
            || settings.auto_fit != self.settings.auto_fit;
        if let Boot::Ready(ready) = &mut self.boot {
            ready.collection.set_settings(settings.clone());
            if has_other_fits {
                ready.fitting.look_again();
            }
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
        self.following = super::Following::new(self.following.is_wanted);
        self.boot = Boot::start(&self.paths, trust_clock, ctx);
    }

    fn show_folder(&mut self, ctx: &egui::Context, folder: &Path) {
        // A folder for decks is made when somebody first wants to look into it.
        if let Err(error) = std::fs::create_dir_all(folder) {
            let text = format!("{} can't be opened: {error}", folder.display());
            return self.toasts.say(Level::Error, text);
        }
        ctx.open_url(egui::OpenUrl::new_tab(file_address(folder)));
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
    pub(super) fn poll(&mut self, ctx: &egui::Context) {
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

/// The address of a file or folder: what means something else in addresses is
/// written as its bytes.
fn file_address(path: &Path) -> String {
    use std::fmt::Write as _;
    let text = path.to_string_lossy().replace('\\', "/");
    let mut address = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
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
        Command::Verdict(verdict) => session.settle(collection, verdict)?,
        Command::Hint => state.hints.extend(session.hint()),
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_addresses_whatever_they_are_called() {
        assert_eq!(file_address(Path::new("/home/ada/a b#1")), "file:///home/ada/a%20b%231");
        assert_eq!(file_address(Path::new("/é")), "file:///%C3%A9");
        assert_eq!(file_address(Path::new("C:\\decks")), "file:///C:/decks");
    }
}
