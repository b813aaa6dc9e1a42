//! Design tokens: every colour, distance and letter size of the app in one
//! place, for both themes. `clippy.toml` forbids making colours anywhere else.

mod apply;
#[cfg(test)]
mod contrast;
mod palette;
mod scale;

use egui::{Color32, Shadow, Ui};

pub use apply::{apply, is_motion_reduced};
pub use scale::{Type, motion, radius, size, space};

/// An accent with a soft ground on which it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tone {
    /// Text, icons, bars: at least 4.5:1 on the card, the ground and `soft`.
    pub ink: Color32,
    /// The ground of a notice or a row.
    pub soft: Color32,
    /// The border around `soft`.
    pub line: Color32,
}

/// Colours of code, each at least 4.5:1 on [`Tokens::sunken`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// Names and all that has no role.
    pub plain: Color32,
    /// `if`, `let`, `SELECT`.
    pub keyword: Color32,
    /// Strings and characters.
    pub string: Color32,
    /// Numbers, `true`, `null`.
    pub number: Color32,
    /// Comments.
    pub comment: Color32,
    /// Functions where they are defined or called.
    pub function: Color32,
    /// Types, classes, modules, tags.
    pub type_name: Color32,
    /// Attributes, keys, decorators, variables of a template.
    pub property: Color32,
    /// Brackets, operators, separators.
    pub punctuation: Color32,
}

/// The colours of one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Tokens {
    /// Light text on dark.
    pub dark: bool,
    /// The window.
    pub ground: Color32,
    /// What lies on the ground.
    pub card: Color32,
    /// What can be pressed: rows, quiet buttons, fields.
    pub raised: Color32,
    /// `raised` under the pointer.
    pub raised_hover: Color32,
    /// `raised` while pressed.
    pub raised_press: Color32,
    /// Buttons and fields: raised in the dark, white by day.
    pub control: Color32,
    /// `control` under the pointer.
    pub control_hover: Color32,
    /// `control` while pressed.
    pub control_press: Color32,
    /// The border of `control`.
    pub control_line: Color32,
    /// Code, tracks, wells.
    pub sunken: Color32,
    /// Hairlines between and around surfaces.
    pub line: Color32,
    /// Borders of what can be filled in or ticked (3:1 on the card).
    pub line_strong: Color32,
    /// Headings, questions.
    pub strong: Color32,
    /// Running text (7:1 on every surface).
    pub body: Color32,
    /// Captions, hints (4.5:1 on every surface).
    pub quiet: Color32,
    /// Decoration and what is switched off; never the only bearer of meaning.
    pub faint: Color32,
    /// The sea: main button, progress, links, what is chosen.
    pub accent: Tone,
    /// The main button, progress, switches: livelier than `accent.ink`, with
    /// `on_accent` on it.
    pub accent_fill: Color32,
    /// The main button, under the pointer.
    pub accent_hover: Color32,
    /// The main button, pressed.
    pub accent_press: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Right, saved, remembered.
    pub success: Tone,
    /// Wrong, irreversible.
    pub danger: Tone,
    /// Text on `danger.ink`.
    pub on_danger: Color32,
    /// Look here.
    pub warning: Tone,
    /// Days without and with more and more reviews.
    pub heat: [Color32; 5],
    /// Code.
    pub syntax: Syntax,
    /// Behind selected text.
    pub selection: Color32,
    /// Over the window, beneath a modal.
    pub scrim: Color32,
    /// Under cards.
    pub shadow: Shadow,
    /// Under tooltips and menus.
    pub shadow_mid: Shadow,
    /// Under modals and toasts.
    pub shadow_high: Shadow,
}

impl Tokens {
    /// The tokens of the theme this `ui` is drawn in.
    #[must_use]
    pub fn of(ui: &Ui) -> &'static Self {
        Self::theme(ui.visuals().dark_mode)
    }

    /// The tokens of a theme.
    #[must_use]
    pub fn theme(dark: bool) -> &'static Self {
        if dark { &palette::DARK } else { &palette::LIGHT }
    }

    /// `colour` with its opacity multiplied by `alpha`, 0 to 1.
    #[must_use]
    pub fn fade(colour: Color32, alpha: f32) -> Color32 {
        colour.gamma_multiply(alpha)
    }

    /// The way from `from` to `to`, at `t` between 0 and 1.
    #[must_use]
    pub fn mix(from: Color32, to: Color32, t: f32) -> Color32 {
        if t <= 0.0 {
            from
        } else if t >= 1.0 {
            to
        } else {
            from.lerp_to_gamma(to, t)
        }
    }
}
