//! What the app does for the planner: works plans out in another thread, puts
//! them in force, keeps their file.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{App, Route};
use crate::plan::{self, NewCards, Plan, Plans, Rules, Watch};
use crate::settings::Settings;
use crate::ui::boot::Boot;
use crate::ui::screens::plan::{Command, Outlook, Work};
use crate::ui::widgets::Level;

/// Days of the forecast without a plan.
const FORECAST_DAYS: u32 = 60;

/// Inputs rest for so long before they are worked out, seconds.
const REST_SECS: f64 = 0.3;

/// What an outlook was worked out from: when it changes, so does the outlook.
#[derive(Debug, Clone, PartialEq)]
struct Asked {
    plan: Option<Plan>,
    last: Option<uuid::Uuid>,
    library: usize,
    settings: Settings,
    day: i32,
}

/// The planner's threads.
#[derive(Default)]
pub(super) struct Planning {
    /// What is wanted, and since when.
    wanted: Option<(Asked, f64)>,
    /// What the screen shows, or is being worked out.
    asked: Option<Asked>,
    running: Option<Receiver<Option<Outlook>>>,
    file: Option<Keeper>,
}

impl App {
    /// Takes what other threads have found out, and sets them to work.
    pub(super) fn poll_plan(&mut self, ctx: &egui::Context) {
        self.take_outlook();
        if let Some(trouble) = self.planning.file.as_ref().and_then(Keeper::trouble) {
            self.toasts.say(Level::Error, trouble);
        }
        self.end_catch_up();
        if self.route != Route::Plan {
            return;
        }
        let Boot::Ready(ready) = &self.boot else { return };
        let asked = Asked {
            plan: self.plan.wanted(&ready.collection).cloned(),
            last: ready.collection.last_event().unwrap_or_default(),
            library: Arc::as_ptr(ready.collection.library()) as usize,
            settings: self.settings.clone(),
            day: ready.collection.day(),
        };
        if self.planning.asked.as_ref() == Some(&asked) {
            self.planning.wanted = None;
            return;
        }
        let now = ctx.input(|input| input.time);
        let since = match &self.planning.wanted {
            Some((wanted, since)) if *wanted == asked => *since,
            _ => now,
        };
        let is_first = self.planning.asked.is_none();
        if !is_first && now - since < REST_SECS {
            self.planning.wanted = Some((asked, since));
            ctx.request_repaint_after(Duration::from_secs_f64(REST_SECS));
            return;
        }
        self.planning.wanted = None;
        self.work_out(ctx, asked);
    }

    /// A pile that is gone ends what was done about it.
    fn end_catch_up(&mut self) {
        let Boot::Ready(ready) = &self.boot else { return };
        let collection = &ready.collection;
        if self.route == Route::Study
            || collection.plans().catch_up.is_none()
            || collection.backlog().overdue > 0
        {
            return;
        }
        let plans = Plans { catch_up: None, ..collection.plans().clone() };
        self.put_plans(plans);
        self.toasts.say(Level::Success, "Nothing is overdue any more: your days are as ever");
    }

    fn work_out(&mut self, ctx: &egui::Context, asked: Asked) {
        let Boot::Ready(ready) = &self.boot else { return };
        let collection = &ready.collection;
        if let Some(work) = self.plan.work.take() {
            work.watch.cancel();
        }
        let plan = asked.plan.clone();
        let worlds = plan.as_ref().map(|plan| collection.plan_worlds(&plan.subjects));
        let world = collection.world();
        let rules = plan.as_ref().map_or_else(|| collection.rules(), |p| collection.rules_for(p));
        let is_pile = collection.backlog().is_pile() || collection.plans().catch_up.is_some();
        let settings = collection.settings();
        let (new, goal) = (settings.new_per_day, settings.goal_minutes);
        let a_day = match (goal, &plan) {
            (0, Some(plan)) => f64::from(plan.minutes),
            (0, None) => 20.0,
            (minutes, _) => f64::from(minutes),
        };
        let watch = Watch::default();
        let (sender, receiver) = channel();
        let (mine, ctx) = (watch.clone(), ctx.clone());
        std::thread::spawn(move || {
            let outlook = (|| {
                let forecast =
                    plan::simulate(&world, &Rules { days: FORECAST_DAYS, ..rules.clone() }, &mine)?;
                let projection = match (&plan, &worlds) {
                    (Some(plan), Some(worlds)) => {
                        let wish = plan.wish();
                        let done = plan::project(worlds, &wish, &rules, plan.steers, new, &mine)?;
                        Some(done)
                    }
                    _ => None,
                };
                let triage = if is_pile {
                    let new = NewCards::Daily(new);
                    let rules = Rules { new, ..rules.clone() };
                    let plan = worlds.as_ref().map(|worlds| &worlds.plan);
                    Some(plan::triage(&world, plan, &rules, a_day, &mine)?)
                } else {
                    None
                };
                Some(Outlook {
                    plan,
                    today: world.today,
                    forecast: forecast.days,
                    projection,
                    triage,
                })
            })();
            // Nobody waits any more when the window is gone.
            let _ = sender.send(outlook);
            ctx.request_repaint();
        });
        self.planning.asked = Some(asked);
        self.planning.running = Some(receiver);
        self.plan.work = Some(Work { watch });
        self.plan.is_stopped = false;
    }

    fn take_outlook(&mut self) {
        let Some(running) = &self.planning.running else { return };
        let outlook = match running.try_recv() {
            Ok(outlook) => outlook,
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => None,
        };
        self.planning.running = None;
        self.plan.work = None;
        match outlook {
            Some(outlook) => {
                self.note_prediction(&outlook);
                self.plan.outlook = Some(outlook);
            }
            None => self.plan.is_stopped = true,
        }
    }

    /// What was predicted last is told after the day.
    fn note_prediction(&mut self, outlook: &Outlook) {
        let Boot::Ready(ready) = &self.boot else { return };
        let (Some(of), Some(projection)) = (&outlook.plan, &outlook.projection) else { return };
        let score = (projection.score * 100.0).round() / 100.0;
        let mut plans = ready.collection.plans().clone();
        let Some(plan) = plans.plans.iter_mut().find(|plan| *plan == of) else { return };
        if plan.predicted == Some(score) {
            return;
        }
        plan.predicted = Some(score);
        let plan = plan.clone();
        if let Some((asked, outlook)) = self.planning.asked.as_mut().zip(Some(&mut self.plan)) {
            // The same plan: nothing to be worked out anew.
            if asked.plan.as_ref() == Some(of) {
                asked.plan = Some(plan.clone());
            }
            outlook.rename(of, &plan);
        }
        self.put_plans(plans);
    }

    /// Does what the screen asks for.
    pub(super) fn run_plan(&mut self, _ctx: &egui::Context, command: Command) {
        match command {
            Command::Put(plans) => self.put_plans(*plans),
            Command::Stop => {
                if let Some(work) = &self.plan.work {
                    work.watch.cancel();
                }
            }
            Command::Again => self.planning.asked = None,
        }
    }

    /// Puts plans in force and keeps them.
    fn put_plans(&mut self, plans: Plans) {
        let Boot::Ready(ready) = &mut self.boot else { return };
        ready.collection.set_plans(plans.clone());
        if self.route != Route::Study {
            ready.overview = ready.collection.overview();
        }
        self.home.forget();
        let path = Plans::file(&self.paths.settings);
        self.planning.file.get_or_insert_with(|| Keeper::new(path)).keep(plans);
    }
}

/// Writes the plans' file in another thread, one version after the other, the
/// last one also when the window is closed at once.
struct Keeper {
    sender: Option<Sender<Plans>>,
    troubles: Receiver<String>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    fn new(path: std::path::PathBuf) -> Self {
        let (sender, plans) = channel::<Plans>();
        let (trouble, troubles) = channel();
        let thread = std::thread::spawn(move || {
            while let Ok(first) = plans.recv() {
                // Only the latest matters.
                let latest = plans.try_iter().last().unwrap_or(first);
                if let Err(error) = latest.save(&path) {
                    let _ = trouble.send(error.to_string());
                }
            }
        });
        Self { sender: Some(sender), troubles, thread: Some(thread) }
    }

    fn keep(&self, plans: Plans) {
        if let Some(sender) = &self.sender {
            // The thread ends only with this.
            let _ = sender.send(plans);
        }
    }

    fn trouble(&self) -> Option<String> {
        self.troubles.try_recv().ok()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
