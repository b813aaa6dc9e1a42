//! A window without a window: the app's fonts and theme in egui's test harness,
//! pictures drawn by the CPU, and snapshots of them.

pub mod learner;
pub mod opened;
mod render;
mod snapshot;

use egui::{Ui, Vec2};
use egui_kittest::Harness;
use hippocache::settings::Theme;
use hippocache::ui;

pub use render::Painter;
pub use snapshot::assert_snapshot;

/// Both themes, with the names they have in file names.
pub const THEMES: [(Theme, &str); 2] = [(Theme::Dark, "dark"), (Theme::Light, "light")];

/// A harness of this size, points, with the app's fonts and theme.
///
/// Only the embedded fonts are there, and a glyph that none of them has fails the
/// test: what is drawn here is drawn the same everywhere.
pub fn harness<'a>(
    theme: Theme,
    size: Vec2,
    show: impl FnMut(&mut Ui) + 'a,
) -> (Harness<'a>, Painter) {
    ui::code::highlight_at_once(true);
    let painter = Painter::default();
    let egui_theme = if theme == Theme::Light { egui::Theme::Light } else { egui::Theme::Dark };
    let harness = Harness::builder()
        .with_size(size)
        .with_theme(egui_theme)
        .renderer(painter.clone())
        .with_context_setup(move |ctx| {
            ui::install(ctx);
            ui::tokens::apply(ctx, theme, 1.0, true);
        })
        .build_ui(show);
    (harness, painter)
}
