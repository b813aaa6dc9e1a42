//! Which deck to write in: one's own first, then those that can be copied.

use egui::{Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::State;
use super::dialogs::{Dialog, copy_of};
use crate::deck::{DeckInfo, Origin};
use crate::paths::Paths;
use crate::ui::action::Action;
use crate::ui::app::{Command, Ready};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, size, space};
use crate::ui::widgets::{
    Button, TextField, column, empty_state, icon_button, paint, row_card, rule,
};
use crate::ui::words;

/// Draws it.
pub(super) fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    paths: &Paths,
    commands: &mut Vec<Command>,
) {
    ui.add_space(space::L);
    column(ui, size::READING, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            ui.add_space(-9.0);
            let key = Action::Leave.key_text();
            if icon_button(ui, icons::ARROW_LEFT, "Back", Some(&key)).clicked() {
                commands.push(Command::Do(Action::Leave));
            }
            ui.label(Type::Title.text("Write", t.strong));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let key = Action::NewDeck.key_text();
                let is_narrow = ui.available_width() < 420.0;
                let button = Button::primary("New deck").icon(icons::PLUS);
                let button = if is_narrow { button } else { button.key(&key) };
                if ui.add(button).clicked() {
                    state.dialog = Some(Dialog::new_deck(ready, paths));
                }
            });
        });
    });
    ui.add_space(space::M);
    let decks = ready.collection.library().decks();
    let query = state.query.trim().to_lowercase();
    let fits = |deck: &&DeckInfo| {
        deck.head.title.to_lowercase().contains(&query) || deck.head.id.contains(&query)
    };
    let (own, builtin): (Vec<&DeckInfo>, Vec<&DeckInfo>) =
        decks.iter().filter(fits).partition(|deck| matches!(deck.origin, Origin::File(_)));
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        column(ui, size::READING, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if decks.len() > 8 {
                TextField::new("Search decks", &mut state.query)
                    .hint("Search decks")
                    .hide_label()
                    .icon(icons::SEARCH)
                    .show(ui);
            }
            section(ui, t, "Your decks");
            if own.is_empty() && query.is_empty() {
                let text = "A deck is a text file. Make one here, or put a file into your decks' \
                            folder and write in your own editor.";
                row_card(ui, |ui| {
                    if empty_state(
                        ui,
                        icons::PENCIL,
                        "No deck of yours yet",
                        text,
                        Some("New deck"),
                    ) {
                        state.dialog = Some(Dialog::new_deck(ready, paths));
                    }
                });
            } else {
                rows(ui, t, &own, |deck| {
                    let about = match (&deck.held, deck.replaces_builtin) {
                        (Some(_), _) => "broken now: its last good version is studied".to_owned(),
                        (_, true) => "stands in for the built-in deck".to_owned(),
                        _ => file_name(deck),
                    };
                    (about, "Write in")
                })
                .map(|at| {
                    own.get(at).map(|deck| state.open(&ui.ctx().clone(), deck.file.clone(), None))
                });
            }
            if !builtin.is_empty() {
                section(ui, t, "Built in, to be copied");
                let chosen = rows(ui, t, &builtin, |_| (String::new(), "Copy"));
                if let Some(deck) = chosen.and_then(|at| builtin.get(at)) {
                    state.dialog = copy_of(ready, &deck.head.id, None);
                }
            }
            ui.add_space(space::XXXL);
        });
    });
}

fn file_name(deck: &DeckInfo) -> String {
    deck.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn section(ui: &mut Ui, t: &Tokens, text: &str) {
    ui.add_space(space::XL);
    ui.label(Type::SmallStrong.text(text, t.quiet));
    ui.add_space(space::M);
}

/// Decks as rows of a card; gives the one that was pressed.
fn rows(
    ui: &mut Ui,
    t: &Tokens,
    decks: &[&DeckInfo],
    about: impl Fn(&DeckInfo) -> (String, &'static str),
) -> Option<usize> {
    if decks.is_empty() {
        ui.label(Type::Small.text("None of that name", t.quiet));
        return None;
    }
    let mut pressed = None;
    row_card(ui, |ui| {
        for (at, deck) in decks.iter().enumerate() {
            if at > 0 {
                rule(ui);
            }
            let (about, verb) = about(deck);
            if row(ui, t, deck, &about, verb) {
                pressed = Some(at);
            }
        }
    });
    pressed
}

fn row(ui: &mut Ui, t: &Tokens, deck: &DeckInfo, about: &str, verb: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 64.0), Sense::click());
    let name = format!("{verb} {}", deck.head.title);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let over = rect.expand2(vec2(14.0, -4.0));
    let fill = Tokens::mix(t.card, t.raised, paint::hover(ui, &response));
    ui.painter().rect_filled(over, egui::CornerRadius::same(radius::CONTROL), fill);
    let width = rect.width() - 40.0;
    let title = paint::line(ui, &deck.head.title, Type::BodyStrong, t.strong, width);
    let cards = words::count(deck.cards as usize, "card");
    let below = if about.is_empty() { cards } else { format!("{cards} · {about}") };
    let ink = if deck.held.is_some() { t.warning.ink } else { t.quiet };
    let below = paint::line(ui, &below, Type::Small, ink, width);
    let top = rect.center().y - f32::midpoint(title.size().y, below.size().y);
    let beneath = egui::pos2(rect.left(), top + title.size().y);
    paint::galley(ui, egui::pos2(rect.left(), top), title);
    paint::galley(ui, beneath, below);
    let icon = if verb == "Copy" { icons::COPY } else { icons::CHEVRON_RIGHT };
    paint::icon(ui, egui::pos2(rect.right() - 12.0, rect.center().y), icon, 16.0, t.quiet);
    paint::focus_ring(ui, &response, over, radius::CONTROL);
    paint::hand(ui, &response);
    response.clicked()
}
