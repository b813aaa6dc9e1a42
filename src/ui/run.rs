//! Opening the window.

use std::path::PathBuf;
use std::sync::Arc;

use super::app::App;
use super::boot::Boot;
use super::mark;
use crate::paths::Paths;
use crate::session::Scope;
use crate::settings::Settings;

/// The side of the window's icon, pixels: what docks ask for at most.
const ICON_SIDE: u32 = 256;

/// Opens the window and returns when it is closed. `file` is a deck or a pack to
/// be shown before it is taken in.
///
/// # Errors
/// When no window can be opened, with the reason in words and what to do.
pub fn run(paths: Paths, scope: Option<Scope>, file: Option<PathBuf>) -> Result<(), String> {
    if lacks_display() {
        return Err(NO_DISPLAY.to_owned());
    }
    let (settings, _) = Settings::load(&paths.settings);
    let viewport = egui::ViewportBuilder::default()
        .with_title("Hippocache")
        .with_app_id("hippocache")
        .with_inner_size([1080.0, 800.0])
        .with_min_inner_size([480.0, 420.0])
        .with_icon(Arc::new(mark::icon(ICON_SIDE)));
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    eframe::run_native(
        "hippocache",
        options,
        Box::new(move |context| {
            super::install(&context.egui_ctx);
            let boot = Boot::start(&paths, false, &context.egui_ctx);
            Ok(Box::new(App::new(paths, boot, settings, scope).watching().bringing(file)))
        }),
    )
    .map_err(|error| sentence(&error))
}

const NO_DISPLAY: &str = "there is no display: start Hippocache from a desktop";

const NO_ANSWER: &str = "the display doesn't answer: check what `DISPLAY` or `WAYLAND_DISPLAY` \
                         names, and that you may use it";

const NO_GL: &str = "a window needs OpenGL 2.1 or newer, which is missing: install the graphics \
                     card's driver, or software drawing (on Debian and Ubuntu: \
                     `apt install libgl1-mesa-dri`)";

/// Whether no display server is announced. Elsewhere than on Unix with X or
/// Wayland there always is one.
fn lacks_display() -> bool {
    if !cfg!(all(unix, not(target_os = "macos"))) {
        return false;
    }
    let names = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    !names("WAYLAND_DISPLAY") && !names("WAYLAND_SOCKET") && !names("DISPLAY")
}

/// What to tell a human about it.
fn sentence(error: &eframe::Error) -> String {
    match error {
        eframe::Error::Glutin(_)
        | eframe::Error::NoGlutinConfigs(..)
        | eframe::Error::OpenGL(_) => NO_GL.to_owned(),
        // What it says itself names its own source files.
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => NO_ANSWER.to_owned(),
        eframe::Error::AppCreation(error) => error.to_string(),
    }
}
