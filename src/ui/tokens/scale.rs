//! Distances, radii, times and the type scale, in points and seconds.

use egui::{Color32, FontId, RichText, TextFormat};

use crate::ui::fonts::Face;

/// The distances between things.
pub mod space {
    /// Between an icon and its word.
    pub const XS: f32 = 4.0;
    /// Between parts of one thing.
    pub const S: f32 = 8.0;
    /// Between rows of one group.
    pub const M: f32 = 12.0;
    /// Between paragraphs.
    pub const L: f32 = 16.0;
    /// Inside cards, between groups.
    pub const XL: f32 = 24.0;
    /// Between sections.
    pub const XXL: f32 = 32.0;
    /// Around the page.
    pub const XXXL: f32 = 48.0;
}

/// How round corners are.
pub mod radius {
    /// Chips, key caps, inline code.
    pub const SMALL: u8 = 5;
    /// Controls, rows, code.
    pub const CONTROL: u8 = 8;
    /// Cards and modals.
    pub const CARD: u8 = 14;
}

/// Fixed extents.
pub mod size {
    /// The height of a button or field.
    pub const CONTROL: f32 = 36.0;
    /// The height of a small button.
    pub const CONTROL_SMALL: f32 = 28.0;
    /// The widest column of text that is comfortable to read.
    pub const READING: f32 = 720.0;
    /// The widest page.
    pub const PAGE: f32 = 1080.0;
}

/// How long changes take, seconds. Drawing code asks `ui.style().animation_time`,
/// which is 0 when motion is reduced.
pub mod motion {
    /// Hover, press, tick.
    pub const QUICK_SECS: f32 = 0.12;
}

/// The roles of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// One per screen at most: the figure or word that matters.
    Display,
    /// A screen's title.
    Title,
    /// A section's title.
    Heading,
    /// A question: larger than running text.
    Lead,
    /// Running text.
    Body,
    /// Running text that stands out.
    BodyStrong,
    /// Labels on controls.
    Label,
    /// Details beside running text.
    Small,
    /// Small details that stand out.
    SmallStrong,
    /// The smallest: captions, key caps, axis labels.
    Caption,
    /// Code.
    Code,
}

impl Type {
    /// The letter size, points.
    #[must_use]
    pub const fn size(self) -> f32 {
        match self {
            Self::Display => 32.0,
            Self::Title => 24.0,
            Self::Lead => 19.0,
            Self::Heading => 18.0,
            Self::Body | Self::BodyStrong => 15.0,
            Self::Label | Self::Code => 14.0,
            Self::Small | Self::SmallStrong => 13.0,
            Self::Caption => 12.0,
        }
    }

    /// The distance between lines, points.
    #[must_use]
    pub const fn line_height(self) -> f32 {
        match self {
            Self::Display => 40.0,
            Self::Title => 32.0,
            Self::Heading => 26.0,
            Self::Lead => 30.0,
            Self::Body | Self::BodyStrong => 24.0,
            Self::Code => 21.0,
            Self::Label | Self::Small | Self::SmallStrong => 20.0,
            Self::Caption => 16.0,
        }
    }

    /// The face.
    #[must_use]
    pub const fn face(self) -> Face {
        match self {
            Self::Display | Self::Title | Self::Heading | Self::BodyStrong | Self::SmallStrong => {
                Face::Semibold
            }
            Self::Label => Face::Medium,
            Self::Lead | Self::Body | Self::Small | Self::Caption => Face::Regular,
            Self::Code => Face::Mono,
        }
    }

    /// Tracking: large letters stand closer, as in print.
    #[must_use]
    pub const fn tracking(self) -> f32 {
        match self {
            Self::Display => -0.6,
            Self::Title => -0.35,
            Self::Heading => -0.2,
            _ => 0.0,
        }
    }

    /// The font.
    #[must_use]
    pub fn font(self) -> FontId {
        FontId::new(self.size(), self.face().family())
    }

    /// The format of a stretch of text.
    #[must_use]
    pub fn format(self, colour: Color32) -> TextFormat {
        TextFormat {
            font_id: self.font(),
            color: colour,
            line_height: Some(self.line_height()),
            extra_letter_spacing: self.tracking(),
            ..TextFormat::default()
        }
    }

    /// Text in this role, for `ui.label`.
    #[must_use]
    pub fn text(self, text: impl Into<String>, colour: Color32) -> RichText {
        RichText::new(text)
            .font(self.font())
            .color(colour)
            .line_height(Some(self.line_height()))
            .extra_letter_spacing(self.tracking())
    }
}
