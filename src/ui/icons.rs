//! The pictograms of `assets/fonts/Icons.ttf`, as listed in `ICONS.md` beside it.
//! Each is one em square: draw it at the size of the text beside it or a little
//! larger, in [`super::fonts::Face::Icons`].

/// Home.
pub const HOUSE: &str = "\u{E0F5}";
/// Decks.
pub const LAYERS: &str = "\u{E529}";
/// Library.
pub const LIBRARY: &str = "\u{E100}";
/// Start a review.
pub const PLAY: &str = "\u{E13C}";
/// Settings.
pub const SETTINGS: &str = "\u{E154}";
/// Search.
pub const SEARCH: &str = "\u{E151}";
/// Command palette.
pub const COMMAND: &str = "\u{E09A}";
/// Keyboard shortcuts.
pub const KEYBOARD: &str = "\u{E284}";
/// Undo.
pub const UNDO: &str = "\u{E2A1}";
/// Redo.
pub const REDO: &str = "\u{E2A0}";
/// Flag a card.
pub const FLAG: &str = "\u{E0D1}";
/// Edit.
pub const PENCIL: &str = "\u{E1F9}";
/// Show the answer.
pub const EYE: &str = "\u{E0BA}";
/// Suspend a card.
pub const EYE_OFF: &str = "\u{E0BB}";
/// Suspended.
pub const BAN: &str = "\u{E051}";
/// Due time.
pub const CLOCK: &str = "\u{E087}";
/// Bury until tomorrow.
pub const CALENDAR_CLOCK: &str = "\u{E304}";
/// Calendar, forecast.
pub const CALENDAR_DAYS: &str = "\u{E2B9}";
/// Streak.
pub const FLAME: &str = "\u{E0D2}";
/// Done, chosen.
pub const CHECK: &str = "\u{E06C}";
/// Close, wrong.
pub const X: &str = "\u{E1B2}";
/// Right answer.
pub const CIRCLE_CHECK: &str = "\u{E226}";
/// Wrong answer.
pub const CIRCLE_X: &str = "\u{E084}";
/// Help, don't know.
pub const CIRCLE_HELP: &str = "\u{E082}";
/// Radio choice, off.
pub const CIRCLE: &str = "\u{E076}";
/// Radio choice, on.
pub const CIRCLE_DOT: &str = "\u{E345}";
/// Check box, off.
pub const SQUARE: &str = "\u{E167}";
/// Check box, on.
pub const SQUARE_CHECK: &str = "\u{E559}";
/// Warning.
pub const TRIANGLE_ALERT: &str = "\u{E193}";
/// Information.
pub const INFO: &str = "\u{E0F9}";
/// Hint, explanation.
pub const LIGHTBULB: &str = "\u{E1C2}";
/// Back.
pub const CHEVRON_LEFT: &str = "\u{E06E}";
/// Forward, open.
pub const CHEVRON_RIGHT: &str = "\u{E06F}";
/// Expand.
pub const CHEVRON_DOWN: &str = "\u{E06D}";
/// Collapse.
pub const CHEVRON_UP: &str = "\u{E070}";
/// Drop-down list.
pub const CHEVRONS_UP_DOWN: &str = "\u{E211}";
/// Next.
pub const ARROW_RIGHT: &str = "\u{E049}";
/// Previous.
pub const ARROW_LEFT: &str = "\u{E048}";
/// Move up.
pub const ARROW_UP: &str = "\u{E04A}";
/// Move down.
pub const ARROW_DOWN: &str = "\u{E042}";
/// Enter key.
pub const CORNER_DOWN_LEFT: &str = "\u{E0A1}";
/// Drag handle.
pub const GRIP_VERTICAL: &str = "\u{E0EB}";
/// Opens in the browser.
pub const EXTERNAL_LINK: &str = "\u{E0B9}";
/// Source link.
pub const LINK: &str = "\u{E102}";
/// Light theme.
pub const SUN: &str = "\u{E178}";
/// Dark theme.
pub const MOON: &str = "\u{E11E}";
/// System theme.
pub const MONITOR: &str = "\u{E11D}";
/// Text size.
pub const TEXT_SIZE: &str = "\u{E587}";
/// Free-text answer.
pub const TYPE: &str = "\u{E198}";
/// Folder.
pub const FOLDER: &str = "\u{E0D7}";
/// Open a folder.
pub const FOLDER_OPEN: &str = "\u{E247}";
/// Add a folder of decks.
pub const FOLDER_PLUS: &str = "\u{E0D9}";
/// Delete.
pub const TRASH: &str = "\u{E18E}";
/// Reset, try again.
pub const ROTATE_CCW: &str = "\u{E148}";
/// Copy.
pub const COPY: &str = "\u{E09E}";
/// New cards.
pub const SPARKLES: &str = "\u{E412}";
/// Goal, retention.
pub const TARGET: &str = "\u{E180}";
/// Statistics.
pub const CHART: &str = "\u{E2A3}";
/// Progress.
pub const TRENDING_UP: &str = "\u{E191}";
/// Deck, reading.
pub const BOOK_OPEN: &str = "\u{E05F}";
/// Deck file.
pub const FILE_TEXT: &str = "\u{E0CC}";
/// Deck file with an error.
pub const FILE_WARNING: &str = "\u{E319}";
/// Learned.
pub const GRADUATION_CAP: &str = "\u{E234}";
/// Memory.
pub const BRAIN: &str = "\u{E3C6}";
/// List.
pub const LIST: &str = "\u{E106}";
/// Put in order.
pub const LIST_ORDERED: &str = "\u{E1D1}";
/// Filter.
pub const LIST_FILTER: &str = "\u{E460}";
/// Options.
pub const SLIDERS: &str = "\u{E29A}";
/// Tag.
pub const TAG: &str = "\u{E17F}";
/// More actions.
pub const MORE: &str = "\u{E0B6}";
/// Time spent.
pub const TIMER: &str = "\u{E1E0}";
/// History.
pub const HISTORY: &str = "\u{E1F5}";
/// Add.
pub const PLUS: &str = "\u{E13D}";
/// Remove.
pub const MINUS: &str = "\u{E11C}";
/// Save.
pub const SAVE: &str = "\u{E14D}";
/// Leave a review.
pub const LOG_OUT: &str = "\u{E10E}";
/// Quick review.
pub const ZAP: &str = "\u{E1B4}";
/// Code question.
pub const CODE: &str = "\u{E093}";
/// Command-line question.
pub const TERMINAL: &str = "\u{E181}";
/// Database topic.
pub const DATABASE: &str = "\u{E0AD}";
/// Pause.
pub const PAUSE: &str = "\u{E12E}";
/// Session finished.
pub const PARTY_POPPER: &str = "\u{E343}";

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use egui::{FontDefinitions, FontFamily};

    /// Every constant above, read from this very file.
    fn constants() -> Vec<char> {
        let lines = include_str!("icons.rs").lines();
        let codes = lines.filter_map(|line| line.split_once("= \"\\u{")?.1.split_once('}'));
        codes.filter_map(|(code, _)| char::from_u32(u32::from_str_radix(code, 16).ok()?)).collect()
    }

    #[test]
    fn every_icon_is_in_the_font() {
        let ctx = egui::Context::default();
        let mut fonts = FontDefinitions::empty();
        let all = crate::ui::fonts::definitions();
        fonts.font_data.insert("icons".to_owned(), all.font_data.get("icons").unwrap().clone());
        fonts.families.insert(FontFamily::Proportional, vec!["icons".to_owned()]);
        fonts.families.insert(FontFamily::Monospace, vec!["icons".to_owned()]);
        ctx.set_fonts(fonts);
        let mut missing = Vec::new();
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let font = egui::FontId::proportional(16.0);
            missing = constants();
            missing.retain(|icon| !ui.fonts_mut(|fonts| fonts.has_glyph(&font, *icon)));
        });
        output.drop_without_applying_deltas();
        assert!(constants().len() > 50);
        assert_eq!(missing, Vec::<char>::new());
    }
}
