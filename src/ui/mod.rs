//! The window: the only room that names egui.
//!
//! The frame loop is a one-way street. A screen is a function, with a struct for what it
//! has to remember between frames:
//!
//! ```ignore
//! fn show(ui: &mut egui::Ui, t: &Tokens, state: &mut State, model: &Model, commands: &mut Vec<Command>)
//! ```
//!
//! It reads the model, draws itself with [`widgets`] in the colours of
//! [`tokens::Tokens::of`], and puts what the learner wants into `commands`. It changes
//! nothing but itself. The app drains them in one place after drawing, does what
//! it says, and the next frame shows what came of it. What blocks (files, the
//! store) happens there or in a thread, never while drawing.

pub mod action;
pub mod app;
pub mod boot;
pub mod code;
pub mod fonts;
mod galleys;
pub mod icons;
pub mod mark;
pub mod markdown;
pub mod overlays;
pub mod picture;
mod run;
pub mod screens;
pub mod tokens;
pub mod widgets;
pub mod words;

pub use run::run;

/// Gives a fresh context the app's fonts. Call once, before the first frame;
/// [`tokens::apply`] does the rest and can be called whenever settings change.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts::definitions());
    egui_extras::install_image_loaders(ctx);
}
