//! The mark: a seahorse, from `assets`.

use egui::{ColorImage, Image, ImageSource, Ui, Vec2};

/// The seahorse alone, for 48 points and more.
const MARK: ImageSource<'static> = egui::include_image!("../../assets/mark.svg");
/// The seahorse on its ground, for less.
const SMALL: ImageSource<'static> = egui::include_image!("../../assets/mark-small.svg");
const SMALL_BYTES: &[u8] = include_bytes!("../../assets/mark-small.svg");

/// Draws the mark in a square of `side` points.
pub fn mark(ui: &mut Ui, side: f32) {
    let source = if side < 48.0 { SMALL } else { MARK };
    // Decoration: the name stands beside it.
    ui.add(Image::new(source).fit_to_exact_size(Vec2::splat(side)));
}

/// The mark as pixels for the window's icon; empty when it can't be drawn.
#[must_use]
#[expect(
    clippy::default_trait_access,
    reason = "the options are of a crate that isn't ours to name"
)]
pub fn icon(side: u32) -> egui::IconData {
    let hint = egui::SizeHint::Size { width: side, height: side, maintain_aspect_ratio: true };
    let drawn =
        egui_extras::image::load_svg_bytes_with_size(SMALL_BYTES, hint, &Default::default());
    drawn.map_or_else(|_| egui::IconData::default(), |image| pixels(&image))
}

fn pixels(image: &ColorImage) -> egui::IconData {
    let [width, height] = image.size.map(|side| u32::try_from(side).unwrap_or(0));
    let rgba = image.pixels.iter().flat_map(egui::Color32::to_srgba_unmultiplied).collect();
    egui::IconData { rgba, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_is_drawn_from_the_mark() {
        let icon = icon(64);
        assert_eq!((icon.width, icon.height, icon.rgba.len()), (64, 64, 64 * 64 * 4));
        let opaque = icon.rgba.iter().skip(3).step_by(4).filter(|alpha| **alpha == 255).count();
        assert!(opaque > 64 * 64 / 2, "the ground fills most of it");
        assert_eq!(icon.rgba.get(3), Some(&0), "its corners are round");
    }
}
