//! What the app does for the author: decisions about edited cards, the way into
//! a deck's file and out of it again.

use std::path::PathBuf;

use super::{App, Overlay, Route};
use crate::author::Editor;
use crate::ui::action::Action;
use crate::ui::boot::Boot;
use crate::ui::overlays::edits::Decision;
use crate::ui::screens::author::Target;
use crate::ui::widgets::Level;

impl App {
    /// Decides on a row of the list of edited cards.
    pub(super) fn decided(&mut self, row: usize, decision: Decision) {
        let Some(Overlay::Edits(edits)) = &self.overlay else { return };
        let (item, pair) = (edits.item(row), edits.lookalike(row).cloned());
        let is_kept = self.decide(|collection| match (decision, item, pair) {
            (Decision::Reworded(verdict), Some(item), _) => collection.settle(item, verdict),
            (Decision::Same(is), _, Some(pair)) => collection.follow(&[(pair, is)]).map(|_| ()),
            _ => Ok(()),
        });
        if let (true, Some(Overlay::Edits(edits))) = (is_kept, &mut self.overlay) {
            edits.decided(row, decision);
            self.following.findings = edits.open();
        }
    }

    /// Takes the last of those decisions back.
    pub(super) fn undo_decision(&mut self) {
        let Some(Overlay::Edits(edits)) = &self.overlay else { return };
        let since = edits.since();
        let is_kept = self.decide(|collection| collection.undo_decision(since).map(|_| ()));
        if let (true, Some(Overlay::Edits(edits))) = (is_kept, &mut self.overlay) {
            edits.undone();
            self.following.findings = edits.open();
        }
    }

    /// To the author's screen.
    pub(super) fn write(&mut self, ctx: &egui::Context) {
        if let Boot::Ready(ready) = &self.boot {
            self.author.enter(ctx, ready, None);
            self.route = Route::Author;
        }
    }

    /// The card on screen, to be edited.
    pub(super) fn edit_card(&mut self, ctx: &egui::Context) {
        let Boot::Ready(ready) = &self.boot else { return };
        let library = ready.collection.library();
        let session = ready.session.as_ref();
        let Some(item) = session.and_then(crate::session::Session::item) else { return };
        let Some(target) = Target::of(library, item) else { return };
        self.author.enter(ctx, ready, Some(target));
        self.route = Route::Author;
    }

    /// A line of a deck's file, to be edited.
    pub(super) fn edit_file(&mut self, ctx: &egui::Context, file: PathBuf, line: u32) {
        let Boot::Ready(ready) = &self.boot else { return };
        self.author.enter(ctx, ready, Some(Target::Line(file, line)));
        self.route = Route::Author;
    }

    /// Starts the author's own editor: finding and starting it asks the disk.
    pub(super) fn open_file(&mut self, ctx: &egui::Context, file: PathBuf, line: u32, col: u32) {
        let (sender, receiver) = std::sync::mpsc::channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            if let Err(error) = Editor::open(&file, line, col) {
                let _ = sender.send(error.to_string());
                ctx.request_repaint();
            }
        });
        self.opening = Some(receiver);
    }

    /// An action of the author's screen.
    pub(super) fn author(&mut self, ctx: &egui::Context, action: Action) {
        if action == Action::NewDeck && self.route != Route::Author {
            self.write(ctx);
        }
        let Boot::Ready(ready) = &self.boot else { return };
        let mut commands = Vec::new();
        self.author.act(ctx, ready, &self.paths, action, &mut commands);
        for command in commands {
            self.run(ctx, command);
        }
    }

    /// Home, once what is being written is safe.
    pub(super) fn leave_for_home(&mut self, ctx: &egui::Context) {
        if self.route == Route::Author && !self.author.leave(ctx, true) {
            return;
        }
        self.go_home();
    }

    /// Takes what the editor's thread and the author's screen report.
    pub(super) fn poll_author(&mut self, ctx: &egui::Context) {
        if let Some(Ok(error)) = self.opening.as_ref().map(std::sync::mpsc::Receiver::try_recv) {
            self.opening = None;
            self.toasts.say(Level::Error, error);
        }
        let Boot::Ready(ready) = &self.boot else { return };
        let mut commands = Vec::new();
        for (level, text) in self.author.poll(ctx, ready, &mut commands) {
            self.toasts.say(level, text);
        }
        for command in commands {
            self.run(ctx, command);
        }
        // The window waits until what was written is on disk.
        if ctx.input(|input| input.viewport().close_requested()) && !self.author.can_close(ctx) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
    }
}
