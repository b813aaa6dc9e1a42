//! What the screens are made of. Everything that can be pressed has a name for
//! those who can't see it, a place in the order of the Tab key and a visible
//! focus; keys shown on caps are handled by the screen.

mod answer;
mod button;
mod chart;
mod choice;
mod field;
mod heatmap;
mod notice;
pub(crate) mod paint;
mod progress;
mod rows;
pub(crate) mod surface;

pub use answer::{AnswerRow, AnswerState};
pub use button::{Button, icon_button, icon_button_toned, key_cap, menu_item, tooltip};
pub use chart::{Charts, Format, colour as chart_colour, save_menu};
pub use choice::{chip, chip_toned, filter_chip, segmented};
pub use field::{FieldState, TextField};
pub use heatmap::{HeatDay, heatmap};
pub use notice::{
    Level, ModalAnswer, Notice, NoticeAnswer, Toasts, buttons_right, empty_state, modal, skeleton,
};
pub use progress::{figure, progress_bar, recall_bar, recall_line, recall_ring};
pub use rows::{choice_row, setting_row, slider, slider_row, stepper_row, toggle, toggle_row};
pub use surface::{card, card_frame, column, grid, row_card, rule, tile};
