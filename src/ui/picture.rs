//! Graphs as files: figures, drawings and pictures, in the window's colours and
//! letters, written so that a failure leaves what was there.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use image::ImageEncoder as _;
use resvg::{tiny_skia, usvg};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};
use thiserror::Error;

use super::fonts::Face;
use super::tokens::Tokens;
use super::widgets::{Format, chart_colour};
use crate::insight::chart::{Chart, Ink, Plot, csv, svg};

/// Pictures have twice as many pixels as points.
const SCALE: f32 = 2.0;

/// Why a graph could not be saved.
#[derive(Debug, Error)]
pub enum PictureError {
    /// The picture could not be made.
    #[error("the picture can't be drawn ({0}); save it as a drawing (SVG) instead")]
    Drawing(String),
    /// The file can't be written.
    #[error("{path} can't be written ({source}); choose another folder")]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// A graph's bytes in a format. `caption` stands small beneath it.
///
/// # Errors
/// When the picture can't be drawn.
pub fn bytes(
    chart: &Chart,
    format: Format,
    is_dark: bool,
    caption: &str,
) -> Result<Vec<u8>, PictureError> {
    match format {
        Format::Csv => Ok(csv::write(chart).into_bytes()),
        Format::Svg => Ok(drawing(chart, is_dark, caption, &svg::as_text).into_bytes()),
        Format::Png => png(&drawing(chart, is_dark, caption, &outline)),
    }
}

fn drawing(chart: &Chart, is_dark: bool, caption: &str, outline: svg::Outline<'_>) -> String {
    let t = Tokens::theme(is_dark);
    let colour = |ink: Ink| {
        let [red, green, blue, _] = chart_colour(t, ink).to_array();
        u32::from_be_bytes([0, red, green, blue])
    };
    let width = match &chart.plot {
        Plot::Year(_) => 1_120.0,
        Plot::Calibration(_) => 480.0,
        Plot::Table(table) if table.is_wordy => 960.0,
        Plot::Columns(_) | Plot::Table(_) => 720.0,
    };
    svg::write(chart, svg::Options { width, colour: &colour, caption, outline })
}

/// The pixels of a drawing whose text is outlines.
fn png(drawing: &str) -> Result<Vec<u8>, PictureError> {
    let failed = |error: &dyn std::fmt::Display| PictureError::Drawing(error.to_string());
    let tree =
        usvg::Tree::from_str(drawing, &usvg::Options::default()).map_err(|error| failed(&error))?;
    let size = tree.size().to_int_size().scale_by(SCALE);
    let size = size.ok_or_else(|| failed(&"it is too large"))?;
    let (width, height) = (size.width(), size.height());
    let mut pixels = tiny_skia::Pixmap::new(width, height)
        .ok_or_else(|| failed(&"there is not enough memory"))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    let colours = pixels.pixels().iter().flat_map(|pixel| {
        let colour = pixel.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    });
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(&colours.collect::<Vec<u8>>(), width, height, image::ExtendedColorType::Rgba8)
        .map_err(|error| failed(&error))?;
    Ok(bytes)
}

/// Text as outlines in the app's own letters. What they lack is left blank.
#[expect(clippy::unnecessary_wraps, reason = "drawings may leave text as it is")]
fn outline(text: &str, size: f32, is_strong: bool) -> Option<(String, f32)> {
    let face = if is_strong { Face::Semibold } else { Face::Tabular };
    let fonts: Vec<FontRef<'_>> = face.files().filter_map(|file| FontRef::new(file).ok()).collect();
    let (mut path, mut x) = (String::new(), 0.0);
    for letter in text.chars() {
        let found = fonts.iter().find_map(|font| Some((font, font.charmap().map(letter)?)));
        let Some((font, glyph)) = found else {
            x += size * 0.5;
            continue;
        };
        let location = font.axes().location([("wght", face.weight())]);
        let location = LocationRef::from(&location);
        let mut pen = Pen { path: &mut path, x };
        if let Some(outline) = font.outline_glyphs().get(glyph) {
            let settings = DrawSettings::unhinted(Size::new(size), location);
            // A glyph that can't be drawn is a blank.
            let _ = outline.draw(settings, &mut pen);
        }
        let metrics = font.glyph_metrics(Size::new(size), location);
        x += metrics.advance_width(glyph).unwrap_or(size * 0.5);
    }
    Some((path, x))
}

/// Writes outlines as the path of a drawing, where down is down.
struct Pen<'a> {
    path: &'a mut String,
    x: f32,
}

impl Pen<'_> {
    fn put(&mut self, letter: char, places: &[(f32, f32)]) {
        use std::fmt::Write as _;
        self.path.push(letter);
        for (x, y) in places {
            let _ = write!(self.path, "{:.2} {:.2} ", self.x + x, -y);
        }
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.put('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.put('L', &[(x, y)]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.put('Q', &[(cx, cy), (x, y)]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.put('C', &[(ax, ay), (bx, by), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}

/// The name that is offered: `hippocache-retention-2026-03-05.png`.
#[must_use]
pub fn file_name(chart: &Chart, format: Format, date: &str) -> String {
    format!("hippocache-{}-{date}.{}", chart.id, format.extension())
}

/// The place that was chosen, with the ending that it needs.
#[must_use]
pub fn with_ending(path: PathBuf, format: Format) -> PathBuf {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if ending.eq_ignore_ascii_case(format.extension()) {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(format.extension());
    PathBuf::from(name)
}

/// Puts bytes into a file: all of them or none.
///
/// # Errors
/// When the folder can't be written in.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), PictureError> {
    let unwritable = |source| PictureError::Unwritable { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or_else(|| Path::new(".")))
        .map_err(unwritable)?;
    file.write_all(bytes).map_err(unwritable)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // A temporary file is its owner's alone; a picture is like any other file.
        let open = std::fs::Permissions::from_mode(0o644);
        file.as_file().set_permissions(open).map_err(unwritable)?;
    }
    file.as_file().sync_all().map_err(unwritable)?;
    file.persist(path).map_err(|error| unwritable(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::insight::chart::{Columns, Scale, Series, Unit};

    fn chart() -> Chart {
        Chart {
            id: "reviews",
            title: "Reviews <b>&\"'".to_owned(),
            sentence: "You answered 12 cards.".to_owned(),
            plot: Plot::Columns(Columns {
                by: "Day".to_owned(),
                labels: vec!["Monday".to_owned(), "Tuesday".to_owned()],
                bars: vec![Series {
                    name: "Reviews".to_owned(),
                    ink: Ink::Accent,
                    values: vec![Some(4.0), Some(8.0)],
                }],
                bar_scale: Scale::from_zero(Unit::Count, 8.0),
                ..Columns::default()
            }),
        }
    }

    #[test]
    fn pictures_show_the_theme_and_letters_and_bars() {
        for is_dark in [true, false] {
            let png = bytes(&chart(), Format::Png, is_dark, "Hippocache").unwrap();
            let image = image::load_from_memory(&png).unwrap().to_rgba8();
            assert_eq!(image.width(), 1_440, "twice as many pixels as points");
            let t = Tokens::theme(is_dark);
            let count = |colour: egui::Color32| {
                let wanted = colour.to_array();
                image.pixels().filter(|pixel| pixel.0 == wanted).count()
            };
            assert!(count(t.card) > 100_000, "the ground");
            assert!(count(t.accent_fill) > 10_000, "bars");
            assert!(count(t.strong) > 300, "the title's letters");
            assert!(count(t.quiet) > 300, "the sentence's letters");
        }
    }

    #[test]
    fn a_stronger_text_is_wider_and_signs_of_other_fonts_are_drawn() {
        let (_, plain) = outline("Retention", 20.0, false).unwrap();
        let (_, strong) = outline("Retention", 20.0, true).unwrap();
        assert!(strong > plain, "{strong} and {plain}");
        let (path, _) = outline("∀", 20.0, false).unwrap();
        assert!(path.len() > 20, "from the font of mathematical signs");
        let (path, width) = outline("\u{10FFFD}", 20.0, false).unwrap();
        assert!(path.is_empty() && width > 0.0);
    }

    #[test]
    fn files_get_their_ending() {
        assert_eq!(
            file_name(&chart(), Format::Png, "2026-03-05"),
            "hippocache-reviews-2026-03-05.png"
        );
        let ended = |path: &str| with_ending(PathBuf::from(path), Format::Svg);
        assert_eq!(ended("a/b.svg"), Path::new("a/b.svg"));
        assert_eq!(ended("a/b.SVG"), Path::new("a/b.SVG"));
        assert_eq!(ended("a/b"), Path::new("a/b.svg"));
        assert_eq!(ended("a/b.2026"), Path::new("a/b.2026.svg"));
    }

    #[test]
    fn what_can_not_be_written_says_where() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing/graph.csv");
        let error = write(&path, b"a").unwrap_err().to_string();
        assert!(error.contains("graph.csv") && error.contains("choose another folder"), "{error}");
        let path = folder.path().join("graph.csv");
        std::fs::write(&path, "before").unwrap();
        write(&path, b"after").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }
}
