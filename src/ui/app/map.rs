//! What the app does for the map: what is remembered is added up beside the
//! window.

use std::sync::Arc;
use std::sync::mpsc::{TryRecvError, channel};

use super::{App, Route};
use crate::ui::boot::Boot;
use crate::ui::screens::map::{Command, Known, View, Work};

impl App {
    /// Takes what other threads have found out.
    pub(super) fn poll_map(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &self.boot else { return };
        if let Some(work) = &self.map.work {
            match work.receiver.try_recv() {
                Ok(view) => {
                    let of = work.of;
                    self.map.show(of, view);
                }
                Err(TryRecvError::Empty) => {}
                // A thread that died leaves what was shown.
                Err(TryRecvError::Disconnected) => self.map.work = None,
            }
        }
        if self.route != Route::Map {
            return;
        }
        let of = Known {
            // What can't be asked is told by whoever reads the log.
            last: ready.collection.last_event().unwrap_or_default(),
            library: Arc::as_ptr(ready.collection.library()) as usize,
            day: ready.collection.day(),
        };
        if self.map.is_under_way(&of) {
            return;
        }
        let source = ready.collection.figures_source();
        let library = Arc::clone(ready.collection.library());
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let _ = sender.send(View::new(source.subjects(), &library));
            ctx.request_repaint();
        });
        self.map.work = Some(Work { of, receiver });
    }

    /// Does what the screen asks for.
    #[expect(
        clippy::unused_self,
        clippy::needless_pass_by_value,
        reason = "it asks for nothing of its own"
    )]
    pub(super) fn run_map(&mut self, _ctx: &egui::Context, command: Command) {
        match command {}
    }
}
