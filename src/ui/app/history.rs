//! The history for the screens about progress: read in the background once one
//! of them is open, and again when something was answered since.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::{App, Route};
use crate::collection::CollectionError;
use crate::insight::History;
use crate::ui::boot::Boot;

/// The history, and where it comes from.
#[derive(Default)]
pub struct Memories {
    /// The history, once it was read.
    pub history: Option<Arc<History>>,
    /// The library whose positions it names, told by where it is.
    pub library: Option<usize>,
    /// Why it could not be read.
    pub trouble: Option<String>,
    /// The log's last event and the library then.
    of: Option<(Option<uuid::Uuid>, usize)>,
    reading: Option<Receiver<Result<History, CollectionError>>>,
}

impl Memories {
    /// Reads it anew.
    pub(super) fn forget(&mut self) {
        self.of = None;
        self.trouble = None;
    }
}

impl App {
    /// Reads the history when a screen needs it.
    pub(super) fn poll_history(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &mut self.boot else { return };
        if let Some(reading) = &ready.memories.reading {
            match reading.try_recv() {
                Ok(Ok(history)) => {
                    ready.memories.history = Some(Arc::new(history));
                    ready.memories.library = ready.memories.of.map(|(_, library)| library);
                    ready.memories.trouble = None;
                }
                Ok(Err(error)) => ready.memories.trouble = Some(error.to_string()),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    ready.memories.trouble = Some("Reading the log ended early".to_owned());
                }
            }
            ready.memories.reading = None;
        }
        if !matches!(self.route, Route::Progress | Route::Map | Route::Browse | Route::Plan) {
            return;
        }
        // What can't be asked is told by whoever reads the log.
        let last = ready.collection.last_event().unwrap_or_default();
        let now = (last, Arc::as_ptr(ready.collection.library()) as usize);
        if ready.memories.of == Some(now) {
            return;
        }
        ready.memories.of = Some(now);
        let source = ready.collection.history_source();
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let (history, upkeep) = match source.load(&AtomicBool::new(false)) {
                Ok((history, upkeep)) => (Ok(history), Some(upkeep)),
                Err(error) => (Err(error), None),
            };
            // Nobody waits any more when the window is gone.
            let _ = sender.send(history);
            ctx.request_repaint();
            if let Some(upkeep) = upkeep {
                upkeep.run();
            }
        });
        ready.memories.reading = Some(receiver);
    }
}
