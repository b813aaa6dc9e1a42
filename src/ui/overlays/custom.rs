//! A session of one's own: what, of which decks and tags, how many cards.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Context, Key, Modifiers, ScrollArea, Ui, vec2};

use crate::session::{Scope, ScopeMode};
use crate::ui::app::{Command, Ready};
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{Button, TextField, buttons_right, filter_chip, modal, segmented};
use crate::ui::words;

/// Tags shown before a search for one.
const TAGS: usize = 16;

/// The dialogue.
#[derive(Debug)]
pub struct Custom {
    mode: ScopeMode,
    decks: BTreeSet<String>,
    tags: BTreeSet<String>,
    limit: Option<usize>,
    tag_query: String,
    /// The tags of the chosen decks, most used first; made anew when the choice
    /// changes.
    offered: Option<Vec<(String, u32)>>,
}

impl Custom {
    /// With these decks chosen; none means all.
    #[must_use]
    pub fn new(decks: Vec<String>) -> Self {
        // A deck that was pressed and has nothing due is asked for its weak cards.
        let mode = if decks.is_empty() { ScopeMode::Due } else { ScopeMode::Weak };
        Self {
            mode,
            decks: decks.into_iter().collect(),
            tags: BTreeSet::new(),
            limit: None,
            tag_query: String::new(),
            offered: None,
        }
    }

    fn scope(&self) -> Scope {
        Scope {
            mode: self.mode,
            decks: self.decks.iter().cloned().collect(),
            tags: self.tags.iter().cloned().collect(),
            limit: self.limit,
            ..Scope::default()
        }
    }

    /// Draws it; `false` when it was closed.
    pub fn show(&mut self, ctx: &Context, ready: &Ready, commands: &mut Vec<Command>) -> bool {
        let answer = modal(ctx, "Custom session", 520.0, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            self.content(ui, ready);
            ui.add_space(space::XL);
            let is_free = ui.memory(|memory| memory.focused().is_none());
            let is_entered =
                is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
            buttons_right(ui, |ui| {
                let start = ui.add(Button::primary("Start").key("Enter").min_width(120.0));
                let cancel = ui.add(Button::plain("Cancel").key("Esc"));
                (start.clicked() || is_entered, cancel.clicked())
            })
        });
        let (is_started, is_cancelled) = answer.inner;
        if is_started {
            commands.push(Command::Study(self.scope()));
        }
        !(is_started || is_cancelled || answer.is_dismissed)
    }

    fn content(&mut self, ui: &mut Ui, ready: &Ready) {
        let t = Tokens::of(ui);
        let modes = [
            (ScopeMode::Due, "What is due"),
            (ScopeMode::Weak, "Only the weak"),
            (ScopeMode::Cram, "Cram"),
        ];
        segmented(ui, "What to study", &modes, &mut self.mode);
        ui.add_space(space::S);
        ui.label(Type::Small.text(about(self.mode), t.quiet));
        let height = (ui.ctx().content_rect().height() - 420.0).max(120.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            // Room for the scroll bar.
            ui.set_max_width(ui.available_width() - space::M);
            self.choose_decks(ui, t, ready);
            self.choose_tags(ui, t, ready);
        });
        heading(ui, t, "How many");
        ui.horizontal(|ui| {
            let limits = [
                (None, "All"),
                (Some(10), "10"),
                (Some(20), "20"),
                (Some(50), "50"),
                (Some(100), "100"),
            ];
            segmented(ui, "How many cards", &limits, &mut self.limit);
        });
    }

    fn choose_decks(&mut self, ui: &mut Ui, t: &Tokens, ready: &Ready) {
        heading(ui, t, "Decks");
        chips(ui, |ui| {
            if filter_chip(ui, "All decks", self.decks.is_empty()).clicked() {
                self.decks.clear();
                self.offered = None;
            }
            for deck in ready.collection.library().decks() {
                let is_on = self.decks.contains(&deck.head.id);
                if filter_chip(ui, &deck.head.title, is_on).clicked() {
                    toggle(&mut self.decks, &deck.head.id, is_on);
                    self.offered = None;
                }
            }
        });
    }

    fn choose_tags(&mut self, ui: &mut Ui, t: &Tokens, ready: &Ready) {
        let decks = &self.decks;
        let offered = self.offered.get_or_insert_with(|| offered(ready, decks));
        if offered.is_empty() {
            return;
        }
        let all = offered.len();
        heading(ui, t, "Tags");
        if all > TAGS {
            let hint = format!("Search {}", words::count(all, "tag"));
            TextField::new("Search tags", &mut self.tag_query).hint(&hint).hide_label().show(ui);
            ui.add_space(space::S);
        }
        let query = self.tag_query.trim().to_lowercase();
        let chosen = &mut self.tags;
        let shown: Vec<&str> = offered
            .iter()
            .map(|(tag, _)| tag.as_str())
            .filter(|tag| chosen.contains(*tag) || tag.to_lowercase().contains(&query))
            .take(TAGS)
            .collect();
        chips(ui, |ui| {
            if filter_chip(ui, "All tags", chosen.is_empty()).clicked() {
                chosen.clear();
            }
            for tag in shown {
                let is_on = chosen.contains(tag);
                if filter_chip(ui, tag, is_on).clicked() {
                    toggle(chosen, tag, is_on);
                }
            }
        });
    }
}

fn about(mode: ScopeMode) -> &'static str {
    match mode {
        ScopeMode::Due => "What is due, then new cards within today's limit.",
        ScopeMode::Weak => "What you know least, due or not. Your answers count.",
        ScopeMode::Cram => "Everything, as often as you like. Nothing is recorded.",
    }
}

fn heading(ui: &mut Ui, t: &Tokens, words: &str) {
    ui.add_space(space::L);
    ui.label(Type::SmallStrong.text(words, t.body));
    ui.add_space(space::S);
}

fn chips(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    // The height of a row is that of its first chip.
    ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        add(ui);
    });
}

fn toggle(set: &mut BTreeSet<String>, what: &str, is_on: bool) {
    if is_on {
        set.remove(what);
    } else {
        set.insert(what.to_owned());
    }
}

/// The tags of these decks (none: all), most used first.
fn offered(ready: &Ready, decks: &BTreeSet<String>) -> Vec<(String, u32)> {
    let library = ready.collection.library();
    let wanted =
        library.decks().iter().filter(|deck| decks.is_empty() || decks.contains(&deck.head.id));
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for (tag, items) in wanted.flat_map(|deck| &deck.tags) {
        *counts.entry(*tag).or_default() += items;
    }
    let mut tags: Vec<(String, u32)> =
        counts.into_iter().map(|(tag, items)| (library.tag_name(tag).to_owned(), items)).collect();
    tags.sort_by(|(a, many), (b, few)| few.cmp(many).then_with(|| a.cmp(b)));
    tags
}
