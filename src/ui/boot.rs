//! Opening the collection in the background, so that the window is there at
//! once.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use super::app::{Handover, Ready};
use crate::clock::{Clock as _, SystemClock};
use crate::collection::{Collection, CollectionError, OpenOptions};
use crate::paths::Paths;
use crate::store::backup;

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
    /// In words.
    pub message: String,
    /// The clock stands before the last answer: the learner may go on anyway.
    pub clock: bool,
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
            let handover = Collection::open(&paths, options).map(|opened| {
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
            Ok(Err(error)) => Self::Failed(Failure {
                clock: matches!(error, CollectionError::ClockBehind { .. }),
                message: error.to_string(),
            }),
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Self::Failed(Failure {
                clock: false,
                message: "opening the decks ended early; start Hippocache again, and if that \
                          doesn't help run `hippocache verify`"
                    .to_owned(),
            }),
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
            notices: opened.notices.iter().map(ToString::to_string).collect(),
        }
    }
}
