//! The embedded fonts and the families made of them. One variable file gives
//! every weight; each family is a chain that ends in the mathematical signs, and
//! after it the window asks the system's fonts (tests don't, so that a missing
//! glyph is found there).

use std::sync::Arc;

use egui::epaint::text::VariationCoords;
use egui::{FontData, FontDefinitions, FontFamily, FontTweak};

const INTER: &[u8] = include_bytes!("../../assets/fonts/Inter.ttf");
const INTER_ITALIC: &[u8] = include_bytes!("../../assets/fonts/InterItalic.ttf");
const MONO: &[u8] = include_bytes!("../../assets/fonts/JetBrainsMono.ttf");
const MATH: &[u8] = include_bytes!("../../assets/fonts/Math.ttf");
const SYMBOLS: &[u8] = include_bytes!("../../assets/fonts/Symbols.ttf");
const TABULAR: &[u8] = include_bytes!("../../assets/fonts/InterTabular.ttf");
const ICONS: &[u8] = include_bytes!("../../assets/fonts/Icons.ttf");

/// The faces of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// Running text.
    Regular,
    /// Labels on controls.
    Medium,
    /// Headings and what is strong.
    Semibold,
    /// The largest figures.
    Bold,
    /// Emphasis.
    Italic,
    /// Strong emphasis.
    SemiboldItalic,
    /// Code and keys.
    Mono,
    /// Running text whose figures all have one width: for what counts or stands
    /// in columns.
    Tabular,
    /// The pictograms of [`super::icons`].
    Icons,
}

impl Face {
    /// The family to name in a `FontId`.
    #[must_use]
    pub fn family(self) -> FontFamily {
        match self {
            Self::Regular => FontFamily::Proportional,
            Self::Mono => FontFamily::Monospace,
            other => FontFamily::Name(other.name().into()),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Regular => "inter",
            Self::Medium => "inter-medium",
            Self::Semibold => "inter-semibold",
            Self::Bold => "inter-bold",
            Self::Italic => "inter-italic",
            Self::SemiboldItalic => "inter-semibold-italic",
            Self::Mono => "mono",
            Self::Tabular => "inter-tabular",
            Self::Icons => "icons",
        }
    }

    fn file(self) -> &'static [u8] {
        match self {
            Self::Regular | Self::Medium | Self::Semibold | Self::Bold => INTER,
            Self::Italic | Self::SemiboldItalic => INTER_ITALIC,
            Self::Mono => MONO,
            Self::Tabular => TABULAR,
            Self::Icons => ICONS,
        }
    }

    /// Its file and those that stand in for what it lacks, in order.
    pub(super) fn files(self) -> impl Iterator<Item = &'static [u8]> {
        let others = [Self::Regular.file(), MATH, MONO, SYMBOLS];
        std::iter::once(self.file()).chain(others)
    }

    /// The weight axis, 100 to 900.
    pub(super) fn weight(self) -> f32 {
        match self {
            Self::Regular | Self::Italic | Self::Mono | Self::Tabular | Self::Icons => 400.0,
            Self::Medium => 500.0,
            Self::Semibold | Self::SemiboldItalic => 600.0,
            Self::Bold => 700.0,
        }
    }

    /// What stands in for glyphs that the face lacks, in order.
    fn fallbacks(self) -> &'static [&'static str] {
        match self {
            Self::Icons => &[],
            Self::Mono => &["math", "inter", "symbols"],
            Self::Tabular => &["inter", "math", "symbols"],
            Self::Regular => &["math", "mono", "symbols"],
            // The italics lack Greek and Cyrillic.
            _ => &["inter", "math", "mono", "symbols"],
        }
    }

    const ALL: [Self; 9] = [
        Self::Regular,
        Self::Medium,
        Self::Semibold,
        Self::Bold,
        Self::Italic,
        Self::SemiboldItalic,
        Self::Mono,
        Self::Tabular,
        Self::Icons,
    ];
}

/// All families with their fallback chains.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, file) in [("math", MATH), ("symbols", SYMBOLS)] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(file)));
    }
    for face in Face::ALL {
        let tweak = FontTweak {
            coords: VariationCoords::new([(b"wght", face.weight())]),
            ..FontTweak::default()
        };
        let data = FontData::from_static(face.file()).tweak(tweak);
        fonts.font_data.insert(face.name().to_owned(), Arc::new(data));
        let chain = std::iter::once(face.name()).chain(face.fallbacks().iter().copied());
        fonts.families.insert(face.family(), chain.map(str::to_owned).collect());
    }
    fonts
}
