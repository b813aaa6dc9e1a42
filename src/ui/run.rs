//! Opening the window.

use std::sync::Arc;

use super::app::App;
use super::boot::Boot;
use crate::paths::Paths;
use crate::session::Scope;
use crate::settings::Settings;

/// The window's icon.
const ICON: &[u8] = include_bytes!("../../assets/mark-small.svg");

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When no window can be opened, with the reason in words.
pub fn run(paths: Paths, scope: Option<Scope>) -> Result<(), String> {
    let (settings, _) = Settings::load(&paths.settings);
    let viewport = egui::ViewportBuilder::default()
        .with_title("Hippocache")
        .with_app_id("hippocache")
        .with_inner_size([1080.0, 800.0])
        .with_min_inner_size([480.0, 420.0])
        .with_icon(Arc::new(icon()));
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    eframe::run_native(
        "hippocache",
        options,
        Box::new(move |context| {
            super::install(&context.egui_ctx);
            let boot = Boot::start(&paths, false, &context.egui_ctx);
            Ok(Box::new(App::new(paths, boot, settings, scope)))
        }),
    )
    .map_err(|error| error.to_string())
}

/// The mark as pixels; an empty icon when it can't be drawn.
fn icon() -> egui::IconData {
    let _ = ICON;
    egui::IconData::default()
}
