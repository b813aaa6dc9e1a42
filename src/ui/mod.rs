//! The window: the only room that names egui.
//!
//! The frame loop is a one-way street. A screen is a struct with what it has to
//! remember between frames and
//!
//! ```ignore
//! fn show(&mut self, ui: &mut egui::Ui, model: &Model, out: &mut Vec<Action>)
//! ```
//!
//! It reads the model, draws itself with [`widgets`] in the colours of
//! [`tokens::Tokens::of`], and puts what the learner wants into `out`. It changes
//! nothing but itself. The app drains `out` in one place after drawing, does what
//! it says, and the next frame shows what came of it. What blocks (files, the
//! store) happens there or in a thread, never while drawing.

pub mod code;
pub mod fonts;
mod galleys;
pub mod icons;
pub mod markdown;
pub mod tokens;
pub mod widgets;

/// Gives a fresh context the app's fonts. Call once, before the first frame;
/// [`tokens::apply`] does the rest and can be called whenever settings change.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts::definitions());
    egui_extras::install_image_loaders(ctx);
}
