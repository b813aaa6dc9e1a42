//! The key sheet, from the table of actions.

use egui::{Align, Context, Layout, Role, ScrollArea, Ui, WidgetInfo, pos2, vec2};

use crate::ui::action::{ACTIONS, Entry, Place, key_text};
use crate::ui::app::Route;
use crate::ui::screens::browse::DEEDS;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{Button, buttons_right, modal, paint};

/// The key sheet.
#[derive(Debug)]
pub struct KeySheet;

/// Keys that mean something only while a card is shown, and depend on it.
const CARD_KEYS: [(&str, &str); 4] = [
    ("Pick an option, place a line", "1 – 9, 0"),
    ("Turn the card, go on", "Space"),
    ("Grade: again, hard, good, easy", "1 – 4"),
    ("Any letter while typing", "Alt+letter"),
];

/// Keys of the table of cards, beside those of its deeds.
const TABLE_KEYS: [(&str, &str); 6] = [
    ("Write a query", "/"),
    ("From card to card", "↑ ↓"),
    ("Select further", "Shift+↓"),
    ("Select all", "Ctrl+A"),
    ("Undo the change", "Ctrl+Z"),
    ("Redo the change", "Ctrl+Shift+Z"),
];

const WIDTH: f32 = 760.0;
const ROW: f32 = 30.0;

impl KeySheet {
    /// Draws it; `false` when it was closed.
    pub fn show(&mut self, ctx: &Context, route: Route) -> bool {
        // What can be done here comes first.
        let [first, second]: [fn(&mut Ui, &Tokens); 2] = match route {
            Route::Author => [of_writing, beside_writing],
            Route::Browse => [of_browsing, beside_browsing],
            _ => [of_study, beside_study],
        };
        let answer = modal(ctx, "Keys", WIDTH, |ui| {
            let t = Tokens::of(ui);
            ui.spacing_mut().item_spacing.y = 0.0;
            let height = (ctx.content_rect().height() - 220.0).max(160.0);
            ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                let gap = space::XXL + space::S;
                // Beside the scroll bar.
                let room = ui.available_width() - space::L;
                if room < 480.0 {
                    ui.set_max_width(room);
                    first(ui, t);
                    second(ui, t);
                    return;
                }
                let width = ((room - gap) / 2.0).floor();
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    for (number, add) in [first, second].into_iter().enumerate() {
                        if number > 0 {
                            ui.add_space(gap);
                        }
                        let layout = Layout::top_down(Align::Min);
                        ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
                            ui.set_width(width);
                            add(ui, t);
                        });
                    }
                });
            });
            ui.add_space(space::L);
            buttons_right(ui, |ui| ui.add(Button::quiet("Close").key("Esc")).clicked())
        });
        let is_asked_again = ctx.input_mut(|input| {
            input.consume_key(egui::Modifiers::NONE, egui::Key::Questionmark)
                || input.consume_key(egui::Modifiers::SHIFT, egui::Key::Questionmark)
        });
        !(answer.inner || answer.is_dismissed || is_asked_again)
    }
}

fn of_study(ui: &mut Ui, t: &Tokens) {
    group(ui, t, "While a card is shown", Place::Study);
    for (name, key) in CARD_KEYS {
        row(ui, t, name, key);
    }
}

fn beside_study(ui: &mut Ui, t: &Tokens) {
    group(ui, t, "At home", Place::Home);
    group(ui, t, "Everywhere", Place::Anywhere);
    group(ui, t, "While cards are written", Place::Author);
}

fn of_browsing(ui: &mut Ui, t: &Tokens) {
    ui.add_space(space::M);
    ui.label(Type::SmallStrong.text("In the table of cards", t.quiet));
    ui.add_space(space::XS);
    for (name, key) in TABLE_KEYS {
        row(ui, t, name, key);
    }
    for deed in DEEDS {
        row(ui, t, deed.word, deed.cap);
    }
}

fn beside_browsing(ui: &mut Ui, t: &Tokens) {
    group(ui, t, "Everywhere", Place::Anywhere);
    group(ui, t, "At home", Place::Home);
}

fn of_writing(ui: &mut Ui, t: &Tokens) {
    group(ui, t, "While cards are written", Place::Author);
    group(ui, t, "At home", Place::Home);
}

fn beside_writing(ui: &mut Ui, t: &Tokens) {
    group(ui, t, "Everywhere", Place::Anywhere);
    of_study(ui, t);
}

fn group(ui: &mut Ui, t: &Tokens, title: &str, place: Place) {
    ui.add_space(space::M);
    ui.label(Type::SmallStrong.text(title, t.quiet));
    ui.add_space(space::XS);
    let entries = ACTIONS.iter().filter(|entry| entry.place == place);
    for Entry { name, key, .. } in entries {
        row(ui, t, name, &key_text(*key));
    }
}

fn row(ui: &mut Ui, t: &Tokens, name: &str, key: &str) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), ROW), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {key}")));
    let cap = paint::KeyCap::new(ui, key, t.body, t.raised, t.line);
    let x = rect.right() - cap.size().x;
    let text = paint::line(ui, name, Type::Small, t.body, x - rect.left() - space::M);
    paint::galley_left(ui, rect.left(), rect.center().y, text);
    cap.paint(ui, x, rect.center().y);
    let y = rect.bottom() - 0.5;
    ui.painter().line_segment(
        [pos2(rect.left(), y), pos2(rect.right(), y)],
        egui::Stroke::new(1.0, Tokens::fade(t.line, 0.6)),
    );
}
