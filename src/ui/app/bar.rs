//! The quiet bar at the window's top: a deck whose file is broken, or edited
//! cards that wait for a decision.

use std::path::Path;

use egui::{CornerRadius, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{App, Command, Route};
use crate::deck::Fault;
use crate::ui::boot::Boot;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Tone, Type, space};
use crate::ui::widgets::{Button, icon_button, paint};
use crate::ui::words;

/// Its height, points.
const HEIGHT: f32 = 44.0;

/// What was pressed on it.
enum Pressed {
    InEditor,
    Here,
    Look,
    Close,
}

impl App {
    /// Draws the bar if there is something to say, and leaves the rest of the
    /// window to the screen.
    pub(super) fn bar(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        if !matches!(self.boot, Boot::Ready(_)) {
            return;
        }
        let findings = &self.following.findings;
        if let Some(fault) = self.following.held.first().cloned() {
            let more = self.following.held.len() - 1;
            match show_fault(ui, &fault, more, self.route != Route::Author) {
                Some(Pressed::InEditor) => {
                    let (file, line, col) = (fault.file.clone(), fault.line, fault.col);
                    commands.push(Command::OpenFile(file, line.max(1), col.max(1)));
                }
                Some(Pressed::Here) => {
                    commands.push(Command::EditFile(fault.file.clone(), fault.line.max(1)));
                }
                Some(Pressed::Close) => self.following.dismiss(&fault),
                Some(Pressed::Look) | None => {}
            }
        } else if !findings.is_empty()
            && !findings.is_dismissed
            && matches!(self.route, Route::Home | Route::Summary)
        {
            let said = told(findings.reworded.len(), findings.lookalikes.len());
            match show_findings(ui, &said) {
                Some(Pressed::Look) => commands.push(Command::ShowEdits),
                Some(Pressed::Close) => self.following.findings.is_dismissed = true,
                _ => {}
            }
        }
    }
}

/// `3 answers have changed, and 1 card looks like one that is gone`.
fn told(reworded: usize, alike: usize) -> String {
    let answers = match reworded {
        0 => String::new(),
        1 => "The answer of a card that you know has changed".to_owned(),
        n => format!("{} that you know have changed", words::count_in_words(n, "answer")),
    };
    let cards = match alike {
        0 => String::new(),
        1 => "a card looks like one that is gone".to_owned(),
        n => format!("{} look like ones that are gone", words::count(n, "card")),
    };
    match (reworded, alike) {
        (_, 0) => answers,
        (0, 1) => "A card looks like one that is gone".to_owned(),
        (0, n) => format!("{} look like ones that are gone", words::count_in_words(n, "card")),
        _ => format!("{answers}, and {cards}"),
    }
}

/// A bar across the window's top; what is drawn after it begins below.
fn strip<R>(ui: &mut Ui, tone: Tone, icon: &str, said: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let t = Tokens::of(ui);
    let whole = ui.available_rect_before_wrap();
    let rect = Rect::from_min_size(whole.min, vec2(whole.width(), HEIGHT));
    ui.painter().rect_filled(rect, CornerRadius::ZERO, tone.soft);
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, tone.line));
    let response = ui.allocate_rect(rect, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, said));
    paint::icon(ui, pos2(rect.left() + 24.0, rect.center().y), icon, 17.0, tone.ink);
    let place = Rect::from_min_max(rect.min + vec2(44.0, 0.0), rect.max - vec2(space::S, 0.0));
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let mut right = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    right.spacing_mut().item_spacing.x = space::XS;
    let inner = add(&mut right);
    let room = right.min_rect().left() - place.left() - space::M;
    let text = paint::line(ui, said, Type::Small, t.body, room.max(60.0));
    paint::galley_left(ui, place.left(), rect.center().y, text);
    inner
}

fn show_fault(ui: &mut Ui, fault: &Fault, more: usize, can_edit: bool) -> Option<Pressed> {
    let t = Tokens::of(ui);
    let file = fault.file.file_name().map_or(fault.file.as_path(), Path::new).display();
    let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
    let said = format!(
        "{file}:{}:{} · {} · its last good version stays{more}",
        fault.line,
        fault.col,
        quoted(&fault.message)
    );
    let is_narrow = ui.available_width() < 620.0;
    strip(ui, t.warning, icons::FILE_WARNING, &said, |ui| {
        let mut pressed = None;
        if icon_button(ui, icons::X, "Dismiss", None).clicked() {
            pressed = Some(Pressed::Close);
        }
        if can_edit && ui.add(Button::quiet("Edit here").small()).clicked() {
            pressed = Some(Pressed::Here);
        }
        let word = if is_narrow { "Open" } else { "Open in your editor" };
        let open = Button::quiet(word).small().accessible_name("Open in your editor");
        if ui.add(open).clicked() {
            pressed = Some(Pressed::InEditor);
        }
        pressed
    })
}

/// Code in quotation marks instead of Markdown's: the bar has no code style.
fn quoted(message: &str) -> String {
    let parts = message.split('`').enumerate();
    parts.fold(String::with_capacity(message.len()), |text, (at, part)| {
        let mark = match at {
            0 => "",
            at if at % 2 == 1 => "‘",
            _ => "’",
        };
        text + mark + part
    })
}

fn show_findings(ui: &mut Ui, said: &str) -> Option<Pressed> {
    let t = Tokens::of(ui);
    let tone = Tone { ink: t.accent.ink, soft: t.raised, line: t.line };
    strip(ui, tone, icons::PENCIL, said, |ui| {
        let mut pressed = None;
        if icon_button(ui, icons::X, "Dismiss", None).clicked() {
            pressed = Some(Pressed::Close);
        }
        if ui.add(Button::quiet("Look").small()).clicked() {
            pressed = Some(Pressed::Look);
        }
        pressed
    })
}

#[cfg(test)]
mod tests {
    use super::{quoted, told};

    #[test]
    fn code_in_a_message_stands_in_quotation_marks() {
        assert_eq!(quoted("`]` does not close `(`"), "‘]’ does not close ‘(’");
        assert_eq!(quoted("plain"), "plain");
    }

    #[test]
    fn what_waits_is_told_in_a_sentence() {
        assert_eq!(told(1, 0), "The answer of a card that you know has changed");
        assert_eq!(told(2, 0), "Two answers that you know have changed");
        assert_eq!(told(0, 1), "A card looks like one that is gone");
        assert_eq!(told(0, 3), "Three cards look like ones that are gone");
        let both = "Two answers that you know have changed, and a card looks like one that is gone";
        assert_eq!(told(2, 1), both);
    }
}
