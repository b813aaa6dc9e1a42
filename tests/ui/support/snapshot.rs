//! Compares pictures with those in `tests/snapshots`.
//!
//! `UPDATE_SNAPSHOTS=1` writes them anew. On a mismatch `NAME.new.png` and
//! `NAME.diff.png` lie beside the old one (git ignores both).

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, Rgba, RgbaImage};

/// How much a channel may differ (rounding differs between processors).
const CHANNEL: u8 = 3;
/// How many pixels may differ by more than that.
const PIXELS: usize = 8;

/// Fails unless `picture` looks like the snapshot `name`.
pub fn assert_snapshot(name: &str, picture: &RgbaImage) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let path = folder.join(format!("{name}.png"));
    let new_path = folder.join(format!("{name}.new.png"));
    let diff_path = folder.join(format!("{name}.diff.png"));
    std::fs::create_dir_all(&folder).expect("the snapshots' folder can be made");
    let _ = std::fs::remove_file(&new_path);
    let _ = std::fs::remove_file(&diff_path);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some_and(|value| value == "1") {
        save(picture, &path).expect("the snapshot can be written");
        return;
    }
    let Ok(expected) = image::open(&path) else {
        save(picture, &new_path).expect("the new picture can be written");
        panic!(
            "no snapshot {}: look at {} and run with UPDATE_SNAPSHOTS=1",
            path.display(),
            new_path.display()
        );
    };
    if let Err(difference) = compare(&expected.to_rgba8(), picture) {
        save(picture, &new_path).expect("the new picture can be written");
        let said = match difference {
            Difference::Size(old, new) => format!("was {old:?}, is {new:?} pixels large"),
            Difference::Pixels(count, diff) => {
                save(&diff, &diff_path).expect("the difference can be written");
                format!("differs in {count} pixels, see {}", diff_path.display())
            }
        };
        panic!("{name} {said}. If that is meant, run with UPDATE_SNAPSHOTS=1");
    }
}

/// Small files before fast ones: they lie in the repository.
fn save(picture: &RgbaImage, path: &Path) -> image::ImageResult<()> {
    let file = BufWriter::new(File::create(path)?);
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::NoFilter);
    // Windows are opaque.
    DynamicImage::from(picture.clone()).to_rgb8().write_with_encoder(encoder)
}

#[derive(Debug)]
enum Difference {
    Size((u32, u32), (u32, u32)),
    Pixels(usize, RgbaImage),
}

fn compare(old: &RgbaImage, new: &RgbaImage) -> Result<(), Difference> {
    if old.dimensions() != new.dimensions() {
        return Err(Difference::Size(old.dimensions(), new.dimensions()));
    }
    let mut diff = RgbaImage::new(new.width(), new.height());
    let mut count = 0;
    for ((old, new), mark) in old.pixels().zip(new.pixels()).zip(diff.pixels_mut()) {
        let is_same = old.0.iter().zip(new.0).all(|(a, b)| a.abs_diff(b) <= CHANNEL);
        if !is_same {
            count += 1;
        }
        let grey = new.0[1] / 4;
        *mark = if is_same { Rgba([grey, grey, grey, 255]) } else { Rgba([255, 0, 90, 255]) };
    }
    if count > PIXELS { Err(Difference::Pixels(count, diff)) } else { Ok(()) }
}

#[test]
fn a_shifted_line_is_a_difference_and_a_rounding_is_none() {
    let old = RgbaImage::from_fn(20, 20, |x, _| if x == 5 { Rgba([9; 4]) } else { Rgba([90; 4]) });
    let shifted =
        RgbaImage::from_fn(20, 20, |x, _| if x == 6 { Rgba([9; 4]) } else { Rgba([90; 4]) });
    let rounded = RgbaImage::from_fn(20, 20, |x, y| Rgba(old.get_pixel(x, y).0.map(|v| v + 1)));
    assert!(matches!(compare(&old, &shifted), Err(Difference::Pixels(40, _))));
    assert!(compare(&old, &rounded).is_ok());
    assert!(matches!(compare(&old, &RgbaImage::new(20, 21)), Err(Difference::Size(..))));
}
