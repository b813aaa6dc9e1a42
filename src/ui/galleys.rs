//! Keeps laid-out text from frame to frame. egui keeps it too, but to ask for it
//! one must build the whole job again and have it hashed: for a long program that
//! is most of a frame.
//!
//! A galley points into egui's glyph atlas and is void once egui starts a new
//! one. Egui then drops what it keeps itself, so a canary tells: as long as egui
//! hands out the very same galley for it, ours are good.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash};
use std::sync::{Arc, Mutex, PoisonError};

use egui::text::LayoutJob;
use egui::{Color32, Galley, Id, Ui};
use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::tokens::Type;

#[derive(Default)]
struct Shelf {
    pass: u64,
    canary: Option<Arc<Galley>>,
    /// With the pass in which it was last used.
    kept: HashMap<u64, (Arc<Galley>, u64)>,
}

impl Shelf {
    /// Once per pass: forgets what is void or was not shown in the pass before.
    fn begin_pass(&mut self, ui: &Ui, pass: u64) {
        let canary = ui.fonts_mut(|fonts| {
            fonts.layout_no_wrap("–".to_owned(), Type::Caption.font(), Color32::PLACEHOLDER)
        });
        let is_same = self.canary.as_ref().is_some_and(|before| Arc::ptr_eq(before, &canary));
        if is_same {
            let last = self.pass;
            self.kept.retain(|_, (_, used)| *used == last);
        } else {
            self.kept.clear();
        }
        self.canary = Some(canary);
        self.pass = pass;
    }
}

/// The galley of the job that `make` builds. `key` must name all that the job
/// depends on.
pub fn galley(ui: &Ui, key: impl Hash, make: impl FnOnce() -> LayoutJob) -> Arc<Galley> {
    let id = Id::unique("hippocache::galleys");
    let shelf =
        ui.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Arc<Mutex<Shelf>>>(id)));
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    let pass = ui.cumulative_pass_nr();
    if shelf.pass != pass || shelf.canary.is_none() {
        shelf.begin_pass(ui, pass);
    }
    let key = Xxh3DefaultBuilder::new().hash_one((key, ui.pixels_per_point().to_bits()));
    if let Some((galley, used)) = shelf.kept.get_mut(&key) {
        *used = pass;
        return Arc::clone(galley);
    }
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(make()));
    shelf.kept.insert(key, (Arc::clone(&galley), pass));
    galley
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// One frame that asks for `key`; gives the galley and whether it was built.
    fn frame(ctx: &egui::Context, key: u8) -> (Option<Arc<Galley>>, bool) {
        let built = Cell::new(false);
        let mut found = None;
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            found = Some(galley(ui, key, || {
                built.set(true);
                let format = Type::Body.format(Color32::WHITE);
                LayoutJob::single_section(format!("text {key}"), format)
            }));
        });
        output.drop_without_applying_deltas();
        (found, built.get())
    }

    fn context() -> egui::Context {
        let ctx = egui::Context::default();
        crate::ui::install(&ctx);
        ctx
    }

    #[test]
    fn a_text_is_laid_out_once_while_it_is_shown() {
        let ctx = context();
        assert!(frame(&ctx, 1).1);
        let again = frame(&ctx, 1);
        assert!(!again.1);
        assert_eq!(again.0.map(|galley| galley.text().to_owned()).as_deref(), Some("text 1"));
        assert!(frame(&ctx, 2).1);
        assert!(frame(&ctx, 1).1, "what was not shown for a frame is forgotten");
    }

    #[test]
    fn a_new_glyph_atlas_voids_what_was_kept() {
        let ctx = context();
        frame(&ctx, 1);
        assert!(!frame(&ctx, 1).1);
        // Other text options make egui start a new atlas.
        ctx.all_styles_mut(|style| {
            style.visuals.text_options.font_hinting = !style.visuals.text_options.font_hinting;
        });
        assert!(frame(&ctx, 1).1 || frame(&ctx, 1).1);
    }
}
