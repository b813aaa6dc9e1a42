//! What will be asked: areas, decks and tags to choose from.

use egui::{Key, Ui};

use super::State;
use super::chips::{self, Chip};
use super::say;
use crate::collection::Collection;
use crate::plan::Subject;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{Button, FieldState, TextField};

/// Draws the chosen ones, and when it is open everything that can be chosen.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    chosen: &mut Vec<Subject>,
    collection: &Collection,
) {
    ui.label(Type::Label.text("What will be asked", t.body));
    ui.add_space(space::XS + 2.0);
    // In the open list they are chips already, but for tags.
    let shown: Vec<usize> = chosen
        .iter()
        .enumerate()
        .filter(|(_, subject)| !state.is_picking || matches!(subject, Subject::Tag(_)))
        .map(|(at, _)| at)
        .collect();
    let chips: Vec<Chip> = shown
        .iter()
        .filter_map(|at| Some(Chip::new(say::subject(chosen.get(*at)?, collection), true)))
        .collect();
    let pressed = chips::rows(ui, &chips).and_then(|at| shown.get(at).copied());
    if let Some(at) = pressed {
        chosen.remove(at);
    }
    if !chips.is_empty() {
        ui.add_space(space::S);
    }
    let (icon, word) = match (state.is_picking, chosen.is_empty()) {
        (true, _) => (icons::CHECK, "Done"),
        (false, true) => (icons::PLUS, "Choose subjects…"),
        (false, false) => (icons::PLUS, "Change…"),
    };
    let name = format!("{word} subjects");
    let button = Button::quiet(word).icon(icon).small();
    let button = if chosen.is_empty() { button } else { button.accessible_name(&name) };
    if ui.add(button).clicked() {
        state.is_picking = !state.is_picking;
    }
    if state.is_picking {
        ui.add_space(space::M);
        list(ui, t, chosen, collection);
        tag(ui, state, chosen, collection);
    }
}

fn list(ui: &mut Ui, t: &Tokens, chosen: &mut Vec<Subject>, collection: &Collection) {
    let mut areas: Vec<&str> = vec!["Foundations", "Languages", "Frameworks", "Databases"];
    for deck in collection.library().decks() {
        if !areas.contains(&deck.head.area.name()) {
            areas.push(deck.head.area.name());
        }
    }
    for area in areas {
        let mut decks: Vec<_> = collection
            .library()
            .decks()
            .iter()
            .filter(|deck| deck.head.area.name() == area)
            .map(|deck| (deck.head.title.as_str(), deck.head.id.as_str()))
            .collect();
        if decks.is_empty() {
            continue;
        }
        decks.sort_by_cached_key(|(title, _)| title.to_lowercase());
        ui.label(Type::Caption.text(area, t.quiet));
        ui.add_space(space::XS);
        let whole = Subject::Area(area.to_owned());
        let is_whole = chosen.contains(&whole);
        let mut of: Vec<(Subject, Chip)> = Vec::new();
        if decks.len() > 1 {
            let words = format!("All {}", area.to_lowercase());
            of.push((whole, Chip::new(words, is_whole)));
        }
        for (title, id) in decks {
            let subject = Subject::Deck(id.to_owned());
            let is_on = is_whole || chosen.contains(&subject);
            of.push((subject, Chip { can: !is_whole, ..Chip::new(title, is_on) }));
        }
        let (subjects, chips): (Vec<Subject>, Vec<Chip>) = of.into_iter().unzip();
        if let Some(at) = chips::rows(ui, &chips) {
            subjects.into_iter().nth(at).into_iter().for_each(|subject| toggle(chosen, subject));
        }
        ui.add_space(space::M);
    }
}

fn toggle(chosen: &mut Vec<Subject>, subject: Subject) {
    match chosen.iter().position(|it| *it == subject) {
        Some(at) => drop(chosen.remove(at)),
        None => chosen.push(subject),
    }
}

fn tag(ui: &mut Ui, state: &mut State, chosen: &mut Vec<Subject>, collection: &Collection) {
    let tag = state.tag.trim().to_owned();
    let is_known = collection.library().tag(&tag).is_some();
    let message = (!tag.is_empty() && !is_known).then_some("No card has this tag");
    let field = TextField::new("Tag", &mut state.tag)
        .hint("transactions")
        .message(message)
        .state(if message.is_some() { FieldState::Invalid } else { FieldState::Open })
        .show(ui);
    let is_sent = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let is_added = is_known && {
        ui.add_space(space::XS);
        ui.add(Button::quiet("Add tag").small()).clicked()
    };
    if is_known && (is_sent || is_added) {
        let subject = Subject::Tag(tag);
        if !chosen.contains(&subject) {
            chosen.push(subject);
        }
        state.tag.clear();
    }
    ui.add_space(space::S);
}
