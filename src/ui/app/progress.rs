//! What the app does for the progress screen: figures are made and graphs are
//! saved beside the window.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::{App, Route, SaveDialogue};
use crate::insight::chart::Chart;
use crate::insight::progress::Progress;
use crate::ui::boot::Boot;
use crate::ui::picture::{self, PictureError};
use crate::ui::screens::progress::{Asked, Command, Work};
use crate::ui::widgets::{Format, Level};

/// What became of saving a graph; `None` when the learner thought better of it.
pub(super) type Saved = Option<Result<PathBuf, PictureError>>;

impl App {
    /// Takes what other threads have found out.
    pub(super) fn poll_progress(&mut self, ctx: &egui::Context) {
        self.poll_saving();
        let Boot::Ready(ready) = &self.boot else { return };
        if let Some(work) = &self.progress.work {
            match work.receiver.try_recv() {
                Ok(progress) => self.progress.show(work.asked.clone(), progress),
                Err(TryRecvError::Empty) => {}
                // A thread that died leaves what was shown.
                Err(TryRecvError::Disconnected) => self.progress.work = None,
            }
        }
        if self.route != Route::Progress {
            return;
        }
        let Some(history) = &ready.memories.history else { return };
        let asked = Asked {
            wanted: self.progress.wanted.clone(),
            history: Arc::clone(history),
            day: ready.collection.day(),
        };
        if self.progress.is_under_way(&asked) {
            return;
        }
        let source = ready.collection.figures_source();
        let library = Arc::clone(ready.collection.library());
        let (sender, receiver) = channel();
        let (ctx, task) = (ctx.clone(), asked.clone());
        std::thread::spawn(move || {
            let figures = source.figures(&task.history, &task.wanted.filter, task.wanted.period);
            // Nobody waits any more when something else was asked meanwhile.
            let _ = sender.send(Progress::new(figures, &library));
            ctx.request_repaint();
        });
        self.progress.work = Some(Work { asked, receiver });
    }

    /// Does what the screen asks for.
    pub(super) fn run_progress(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::Save { chart, format, caption } => {
                self.save_graph(ctx, *chart, format, caption);
            }
            Command::Again => {
                if let Boot::Ready(ready) = &mut self.boot {
                    ready.memories.forget();
                }
            }
        }
    }

    /// Asks where to, then writes, without holding up the window.
    fn save_graph(&mut self, ctx: &egui::Context, chart: Chart, format: Format, caption: String) {
        if self.saving.is_some() {
            return;
        }
        let Boot::Ready(ready) = &self.boot else { return };
        let date = crate::insight::date::iso(ready.collection.day());
        let name = picture::file_name(&chart, format, &date);
        let is_dark = ctx.theme() == egui::Theme::Dark;
        let (sender, receiver) = channel();
        let (ask, ctx) = (Arc::clone(&self.ask_save), ctx.clone());
        std::thread::spawn(move || {
            let saved = ask(&name).map(|path| {
                let path = picture::with_ending(path, format);
                let bytes = picture::bytes(&chart, format, is_dark, &caption)?;
                picture::write(&path, &bytes)?;
                Ok(path)
            });
            let _ = sender.send(saved);
            ctx.request_repaint();
        });
        self.saving = Some(receiver);
    }

    fn poll_saving(&mut self) {
        let Some(saving) = &self.saving else { return };
        let saved = match saving.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => None,
            Ok(saved) => saved,
        };
        self.saving = None;
        match saved {
            None => {}
            Some(Ok(path)) => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
                self.toasts.say(Level::Success, format!("Saved as {name}"));
            }
            Some(Err(error)) => self.toasts.say(Level::Error, error.to_string()),
        }
    }
}

/// The system's dialogue.
pub(super) fn ask_save() -> SaveDialogue {
    Arc::new(|name| {
        rfd::FileDialog::new().set_title("Save the graph").set_file_name(name).save_file()
    })
}

/// A graph that is being saved.
pub(super) type Saving = Receiver<Saved>;
