//! Decks that are brought from outside: dropped onto the window, or named when
//! it was opened.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;

use egui::{Align2, Context, CornerRadius, LayerId, Order, Stroke, StrokeKind};

use super::{App, Overlay};
use crate::exchange::{Package, Preview, install};
use crate::ui::boot::Boot;
use crate::ui::overlays::install::{Install, Outcome};
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::Level;

impl App {
    /// Shows what this file would bring, once the collection is open.
    #[must_use]
    pub fn bringing(mut self, file: Option<PathBuf>) -> Self {
        self.brought.extend(file);
        self
    }

    /// Takes files that were dropped, and what threads say of them.
    pub(super) fn poll_brought(&mut self, ctx: &Context) {
        let dropped = ctx.input(|input| {
            let files = input.raw.dropped_files.iter();
            files.map(|file| file.path().to_owned()).collect::<Vec<_>>()
        });
        self.brought.extend(dropped);
        if let Some(Overlay::Install(install)) = &mut self.overlay {
            match install.poll() {
                Some(Outcome::Done(titles)) => {
                    self.overlay = None;
                    self.following.look();
                    let said = match titles.as_slice() {
                        [title] => format!("‘{title}’ is yours now"),
                        titles => format!("{} decks are yours now", titles.len()),
                    };
                    self.toasts.say(Level::Success, said);
                }
                Some(Outcome::Partly) => self.following.look(),
                None => {}
            }
        }
        let Boot::Ready(ready) = &self.boot else { return };
        if self.brought.is_empty() || self.overlay.is_some() {
            return;
        }
        let files = std::mem::take(&mut self.brought);
        let library = Arc::clone(ready.collection.library());
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let opened = files.iter().map(|file| Package::open(file));
            let opened: Result<Vec<Vec<Package>>, _> = opened.collect();
            let looked = opened.map_err(|error| error.to_string()).map(|packages| {
                let packages = packages.into_iter().flatten();
                let look = |package: Package| (Preview::of(&package, &library), package);
                packages.map(look).collect()
            });
            // Nobody waits any more when the window is gone.
            let _ = sender.send(looked);
            ctx.request_repaint();
        });
        self.overlay = Some(Overlay::Install(Box::new(Install::new(receiver))));
    }

    /// Takes in what is shown, in the background.
    pub(super) fn take_in(&mut self, ctx: &Context, replace: bool) {
        let (Boot::Ready(ready), Some(Overlay::Install(shown))) = (&self.boot, &mut self.overlay)
        else {
            return;
        };
        let library = Arc::clone(ready.collection.library());
        let (paths, now_ms) = (self.paths.clone(), ready.collection.now_ms());
        let packages = shown.packages();
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let taken = packages.iter().map(|(title, package)| {
                install(package, &library, &paths, replace, now_ms)
                    .map(|_| title.clone())
                    .map_err(|error| error.to_string())
            });
            let _ = sender.send(taken.collect());
            ctx.request_repaint();
        });
        shown.is_taking(receiver);
    }
}

/// While files hover over the window: what letting go does.
pub(super) fn show_hovered(ctx: &Context) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let t = Tokens::theme(ctx.global_style().visuals.dark_mode);
    let painter =
        ctx.layer_painter(LayerId::new(Order::Foreground, egui::Id::unique("hovered files")));
    let window = ctx.content_rect();
    painter.rect_filled(window, CornerRadius::ZERO, t.scrim);
    let place = window.shrink(space::XL);
    let stroke = Stroke::new(2.0, t.accent_fill);
    painter.rect(place, CornerRadius::same(radius::CARD), t.card, stroke, StrokeKind::Inside);
    painter.text(
        place.center(),
        Align2::CENTER_CENTER,
        "Let go to see what is in it",
        Type::Title.font(),
        t.strong,
    );
}
