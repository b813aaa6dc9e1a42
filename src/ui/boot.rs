//! Opening the collection in the background, so that the window is there at
//! once.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::app::{Handover, Ready};
use crate::clock::{Clock as _, SystemClock};
use crate::collection::{Collection, CollectionError, OpenOptions};
use crate::paths::Paths;
use crate::store::{StoreError, backup};

/// How far the opening has come.
pub enum Boot {
    /// In the background.
    Loading(Receiver<Handover>),
    /// Open.
    Ready(Box<Ready>),
    /// It can't be opened; the reason says what to do.
    Failed(Failure),
}

/// Why the collection can't be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// In a few words.
    pub title: String,
    /// What happened, where, and what to do (Markdown).
    pub message: String,
    /// The clock stands before the last answer: the learner may go on anyway.
    pub is_clock: bool,
    /// Backups that could stand in, newest first: when they were made, and the
    /// command that restores them.
    pub backups: Vec<(String, String)>,
}

/// Backups that are shown.
const BACKUPS: usize = 5;

impl Failure {
    /// Puts an error into words. Reads the folder of backups: not for the frame
    /// loop.
    #[must_use]
    pub fn new(error: &CollectionError, paths: &Paths) -> Self {
        let (title, offers_backups) = match error {
            CollectionError::ClockBehind { .. } => ("The clock was set back", false),
            CollectionError::Store(error) => match error {
                StoreError::Newer { .. } => ("Your progress is from a newer version", false),
                StoreError::Damaged { .. } => ("Your progress file is damaged", true),
                StoreError::Missing { .. } => ("Your progress file is missing", true),
                StoreError::ReadOnly { .. } => ("Your progress can't be saved", false),
                StoreError::Full { .. } => ("The disk is full", false),
                StoreError::InUse { .. } => ("Hippocache is open already", false),
                StoreError::ClockBack { .. } => ("The clock was set back", false),
                StoreError::Foreign { .. } => ("This is another program's file", true),
                _ => ("Your progress can't be opened", true),
            },
            _ => ("Your progress can't be opened", true),
        };
        let message = match error {
            CollectionError::ClockBehind { now, last } => format!(
                "It says {now}, but your last answer was on {last}. If the clock is wrong, set it \
                 and try again. If it is right now, study anyway: days go on from your last answer"
            ),
            other => other.to_string(),
        };
        let backups = if offers_backups { restorable(paths, good(error)) } else { Vec::new() };
        // The list says it better.
        let message = match message.split_once(" The newest good backup is ") {
            Some((what, _)) if !backups.is_empty() => what.to_owned(),
            _ => message,
        };
        Self {
            title: title.to_owned(),
            message: format!("{}.", message.trim_end_matches('.')),
            is_clock: matches!(error, CollectionError::ClockBehind { .. }),
            backups,
        }
    }

    fn broken_off() -> Self {
        Self {
            title: "Opening ended early".to_owned(),
            message: "This is a fault of Hippocache; your progress is untouched. Try again, and \
                      if that doesn't help, run `hippocache verify` in a terminal."
                .to_owned(),
            is_clock: false,
            backups: Vec::new(),
        }
    }
}

/// The newest backup that passed its check.
fn good(error: &CollectionError) -> Option<&str> {
    match error {
        CollectionError::Store(
            StoreError::Damaged { newest_good, .. } | StoreError::Missing { newest_good, .. },
        ) => newest_good.as_deref(),
        _ => None,
    }
}

fn restorable(paths: &Paths, good: Option<&str>) -> Vec<(String, String)> {
    // A folder that can't be read has nothing to offer.
    let backups = backup::list(&paths.data).unwrap_or_default();
    let zone = TimeZone::system();
    let said = backups.into_iter().take(BACKUPS).map(|backup| {
        let when = Timestamp::from_millisecond(backup.at_ms).map_or_else(
            |_| backup.name.clone(),
            |at| at.to_zoned(zone.clone()).strftime("%-d %B %Y, %H:%M").to_string(),
        );
        let is_good = good == Some(backup.name.as_str());
        let when = if is_good { format!("{when} · checked, good") } else { when };
        (when, format!("hippocache backups restore {}", backup.name))
    });
    said.collect()
}

/// What the background thread hands over when all went well.
pub struct Booted {
    /// Decks and progress.
    pub ready: Box<Ready>,
}

impl Boot {
    /// Starts opening in the background.
    #[must_use]
    pub fn start(paths: &Paths, trust_clock: bool, ctx: &egui::Context) -> Self {
        let (sender, receiver) = channel();
        let (paths, ctx) = (paths.clone(), ctx.clone());
        std::thread::spawn(move || {
            let options = OpenOptions { trust_clock, ..OpenOptions::new(Arc::new(SystemClock)) };
            let (report, backup) = channel();
            let opened = Collection::open(&paths, options);
            let handover = opened.map_err(|error| Failure::new(&error, &paths)).map(|opened| {
                let ready = Ready { backup: Some(backup), ..Ready::new(opened) };
                Booted { ready: Box::new(ready) }
            });
            let is_open = handover.is_ok();
            // Nobody waits any more when the window is gone.
            let is_wanted = sender.send(handover).is_ok();
            ctx.request_repaint();
            if is_open && is_wanted {
                back_up(&paths, &report);
                ctx.request_repaint();
            }
        });
        Self::Loading(receiver)
    }

    /// Takes what the background thread has handed over.
    pub fn poll(&mut self, _ctx: &egui::Context) {
        let Self::Loading(receiver) = self else { return };
        *self = match receiver.try_recv() {
            Ok(Ok(booted)) => Self::Ready(booted.ready),
            Ok(Err(failure)) => Self::Failed(failure),
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Self::Failed(Failure::broken_off()),
        };
    }
}

/// Makes the backup of the day, beside the learner's first card: only a failure
/// is told.
fn back_up(paths: &Paths, report: &Sender<String>) {
    let mut go_on = |_, _| ControlFlow::Continue(());
    let made = backup::daily(&paths.data, SystemClock.now_ms(), &mut go_on);
    if let Err(error) = made {
        let _ = report.send(error.to_string());
    }
}

impl Ready {
    /// Computes what the home screen needs.
    #[must_use]
    pub fn new(opened: crate::collection::Opened) -> Self {
        let mut collection = opened.collection;
        Self {
            overview: collection.overview(),
            collection,
            session: None,
            backup: None,
            memories: super::app::Memories::default(),
            fitting: super::app::Fitting::default(),
            notices: opened.notices.iter().map(ToString::to_string).collect(),
        }
    }
}
