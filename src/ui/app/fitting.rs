//! Fitting the memory model beside the window: by itself when the log has grown,
//! or when the learner asks for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::{App, Ready, Route};
use crate::collection::{Collection, CollectionError, Foreseen, When, in_words};
use crate::predict::Watch;
use crate::ui::boot::Boot;
use crate::ui::widgets::Level;

/// What the learner asks for in the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FitCommand {
    /// Fit all presets now.
    Now,
    /// Break the running fit off.
    Cancel,
    /// Go back to the parameters before; of a preset (empty: decks without).
    Back(String),
    /// Give a preset (its position in the settings) another name.
    Rename(usize, String),
}

/// Fits in the background, and what is told of them.
#[derive(Default)]
pub struct Fitting {
    running: Option<Running>,
    /// Whether the log was looked at since the start (or since it has to be).
    has_looked: bool,
    /// From as many reviews on the next fit is due.
    due_at: Option<u64>,
    /// Why the last fit came to nothing.
    pub trouble: Option<String>,
    /// What the settings show, by preset; read again after each change.
    pub reports: Option<Vec<Report>>,
}

/// What is shown of a preset's memory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// The preset's name; empty for decks without one.
    pub preset: String,
    /// How long memory lasts beside the average learner's (1 = as long).
    pub reach: f64,
    /// The last fit.
    pub last: Option<crate::collection::FitReport>,
    /// Whether there are parameters to go back to.
    pub can_go_back: bool,
}

struct Running {
    receiver: Receiver<Result<Foreseen, CollectionError>>,
    cancel: Arc<AtomicBool>,
    /// Thousandths that are done.
    done: Arc<AtomicU32>,
    /// The learner waits for it.
    is_asked: bool,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

impl Fitting {
    /// The share that is done, 0 to 1, of a fit that the learner asked for.
    #[must_use]
    pub fn progress(&self) -> Option<f32> {
        let running = self.running.as_ref().filter(|running| running.is_asked)?;
        #[expect(clippy::cast_precision_loss, reason = "0 to 1000")]
        let share = running.done.load(Ordering::Relaxed) as f32 / 1000.0;
        Some(share)
    }

    /// Whether something is going on, asked for or not.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    fn start(&mut self, collection: &mut Collection, when: When, ctx: &egui::Context) {
        let source = collection.fit_source(when);
        let (sender, receiver) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let done = Arc::new(AtomicU32::new(0));
        let running = Running {
            receiver,
            cancel: Arc::clone(&cancel),
            done: Arc::clone(&done),
            is_asked: when == When::Now,
        };
        let ctx = ctx.clone();
        let is_asked = when == When::Now;
        std::thread::spawn(move || {
            let tell = |share: f64| {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "0 to 1000"
                )]
                let thousandths = (share * 1000.0).round() as u32;
                if done.swap(thousandths, Ordering::Relaxed) != thousandths && is_asked {
                    ctx.request_repaint();
                }
            };
            // Nobody waits any more when the window is gone.
            let _ = sender.send(source.run(&Watch::new(&cancel, &tell)));
            ctx.request_repaint();
        });
        self.running = Some(running);
    }
}

/// What the settings show of each preset.
fn reports(collection: &Collection) -> Vec<Report> {
    let names = collection.preset_names().to_vec();
    let report = |preset: String| Report {
        reach: collection.reach_of(&preset).unwrap_or(1.0),
        last: collection.last_fit(&preset).unwrap_or_default(),
        can_go_back: collection.has_previous_params(&preset).unwrap_or_default(),
        preset,
    };
    names.into_iter().map(report).collect()
}

impl App {
    /// Begins what is due, and takes what has come of it.
    pub(super) fn poll_fitting(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &mut self.boot else { return };
        if let Some(running) = &ready.fitting.running {
            let is_asked = running.is_asked;
            let found = match running.receiver.try_recv() {
                Ok(found) => Some(found),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => None,
            };
            ready.fitting.running = None;
            let said = taken_over(ready, found, is_asked);
            if let Some((level, text)) = said {
                self.toasts.say(level, text);
            }
        }
        let Boot::Ready(ready) = &mut self.boot else { return };
        // Once after the start, and whenever the presets are others.
        if !ready.fitting.has_looked {
            ready.fitting.has_looked = true;
            let when = if self.settings.auto_fit { When::Due } else { When::Never };
            ready.fitting.start(&mut ready.collection, when, ctx);
        }
        if self.route == Route::Settings && ready.fitting.reports.is_none() {
            ready.fitting.reports = Some(reports(&ready.collection));
        }
    }

    /// After a session the log may have grown enough.
    pub(super) fn look_for_fits(&mut self) {
        let is_wanted = self.settings.auto_fit;
        if let Boot::Ready(ready) = &mut self.boot
            && is_wanted
            && ready.fitting.due_at.is_some_and(|due_at| ready.overview.totals.reviews >= due_at)
        {
            ready.fitting.look_again();
        }
    }

    /// Does what the settings ask for.
    pub(super) fn run_fitting(&mut self, ctx: &egui::Context, command: FitCommand) {
        let Boot::Ready(ready) = &mut self.boot else { return };
        match command {
            FitCommand::Now => ready.fitting.start(&mut ready.collection, When::Now, ctx),
            FitCommand::Cancel => {
                ready.fitting.running = None;
                ready.fitting.look_again();
            }
            FitCommand::Rename(at, wanted) => {
                let mut settings = self.settings.clone();
                let Some(from) = settings.presets.get(at).map(|preset| preset.name.clone()) else {
                    return;
                };
                if wanted.trim().is_empty() || wanted.trim() == from {
                    return;
                }
                let to = settings.free_preset_name(&wanted);
                if let Err(error) = ready.collection.rename_preset(&from, &to) {
                    return self.toasts.say(Level::Error, error.to_string());
                }
                if let Some(preset) = settings.presets.get_mut(at) {
                    preset.name = to;
                }
                self.put_settings(ctx, settings);
            }
            FitCommand::Back(preset) => {
                let said = match ready.collection.go_back_to_previous_params(&preset) {
                    Ok(true) => (Level::Success, "The parameters before are in force".to_owned()),
                    Ok(false) => (Level::Info, "There are none before these".to_owned()),
                    Err(error) => (Level::Error, error.to_string()),
                };
                ready.fitting.reports = None;
                ready.overview = ready.collection.overview();
                self.toasts.say(said.0, said.1);
            }
        }
    }
}

impl Fitting {
    /// Looks at the log again with the next frame.
    pub(super) fn look_again(&mut self) {
        self.has_looked = false;
        self.due_at = None;
        self.reports = None;
    }
}

/// Takes over what a fit came to; gives what is to be said of it.
fn taken_over(
    ready: &mut Ready,
    found: Option<Result<Foreseen, CollectionError>>,
    is_asked: bool,
) -> Option<(Level, String)> {
    ready.fitting.trouble = None;
    let foreseen = match found {
        Some(Ok(foreseen)) => foreseen,
        Some(Err(CollectionError::Predict(error))) if error.is_stopped() => return None,
        other => {
            let why = match other {
                Some(Err(error)) => error.to_string(),
                _ => "Fitting ended early; your progress and parameters are as before".to_owned(),
            };
            ready.fitting.trouble = Some(why);
            return None;
        }
    };
    let mut said = None;
    for fitted in &foreseen.fitted {
        match ready.collection.adopt(fitted) {
            Ok(true) => said = Some((Level::Success, in_words(&fitted.outcome))),
            Ok(false) if is_asked && said.is_none() => {
                said = Some((Level::Info, in_words(&fitted.outcome)));
            }
            Ok(false) => {}
            Err(error) => {
                ready.fitting.trouble = Some(error.to_string());
                return None;
            }
        }
    }
    ready.fitting.due_at = Some(foreseen.due_at);
    if let Err(error) = ready.collection.set_foresight(foreseen.foresight) {
        ready.fitting.trouble = Some(error.to_string());
    }
    ready.fitting.reports = None;
    ready.overview = ready.collection.overview();
    said
}
