//! Which cards the figures are about: all, or those of an area, a deck, a tag,
//! found by a few letters.

use egui::{
    Context, CornerRadius, Id, Key, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2,
};

use crate::insight::figures::Filter;
use crate::ui::app::Ready;
use crate::ui::icons;
use crate::ui::overlays::fuzzy;
use crate::ui::screens::home::area_name;
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::{TextField, modal, paint};
use crate::ui::words;

const ROW: f32 = 36.0;
/// More than this nobody reads: a letter more finds the rest.
const SHOWN: usize = 60;

/// Something to choose.
#[derive(Debug)]
struct Choice {
    icon: &'static str,
    name: String,
    about: String,
    filter: Filter,
}

/// The dialogue.
#[derive(Debug, Default)]
pub(super) struct Picker {
    query: String,
    /// Made when it opens.
    choices: Option<Vec<Choice>>,
    /// Positions of what was found, best first, for a query.
    found: Option<(String, Vec<usize>)>,
    selected: usize,
}

impl Picker {
    /// Draws it; gives what was chosen, and whether it stays open.
    pub(super) fn show(
        &mut self,
        ctx: &Context,
        ready: &Ready,
    ) -> (Option<(String, Filter)>, bool) {
        self.choices.get_or_insert_with(|| choices(ready));
        self.search();
        let entered = self.keys(ctx);
        let answer = modal(ctx, "Show progress of", 460.0, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            let field = TextField::new("Search decks, areas and tags", &mut self.query)
                .hint("Search decks, areas and tags")
                .hide_label()
                .icon(icons::SEARCH)
                .id(Id::unique("progress::picker"))
                .show(ui);
            // The focus stays here: arrows choose.
            if !field.has_focus() {
                field.request_focus();
            }
            self.list(ui)
        });
        let pressed = answer.inner.or(entered);
        let found = self.found.as_ref().map(|(_, found)| found.as_slice()).unwrap_or_default();
        let chosen =
            pressed.and_then(|row| self.choices.as_ref()?.get(*found.get(row)?)).map(|choice| {
                let name = if choice.filter.is_all() { String::new() } else { choice.name.clone() };
                (name, choice.filter.clone())
            });
        let is_open = chosen.is_none() && !answer.is_dismissed;
        (chosen, is_open)
    }

    fn search(&mut self) {
        if self.found.as_ref().is_some_and(|(of, _)| *of == self.query) {
            return;
        }
        let choices = self.choices.as_deref().unwrap_or_default();
        let mut found: Vec<(u32, usize)> = choices
            .iter()
            .enumerate()
            .filter_map(|(at, choice)| Some((fuzzy(&self.query, &choice.name)?, at)))
            .collect();
        found.sort_unstable();
        let found = found.into_iter().map(|(_, at)| at).take(SHOWN).collect();
        self.found = Some((self.query.clone(), found));
        self.selected = 0;
    }

    /// Arrows move the choice; Enter takes it.
    fn keys(&mut self, ctx: &Context) -> Option<usize> {
        let count = self.found.as_ref().map_or(0, |(_, found)| found.len());
        let last = count.saturating_sub(1);
        let (up, down, is_entered) = ctx.input_mut(|input| {
            let mut pressed = |key| input.count_and_consume_key(Modifiers::NONE, key);
            (pressed(Key::ArrowUp), pressed(Key::ArrowDown), pressed(Key::Enter) > 0)
        });
        self.selected = (self.selected + down).saturating_sub(up).min(last);
        (is_entered && count > 0).then_some(self.selected)
    }

    fn list(&mut self, ui: &mut Ui) -> Option<usize> {
        let t = Tokens::of(ui);
        let found = self.found.as_ref().map(|(_, found)| found.as_slice()).unwrap_or_default();
        let choices = self.choices.as_deref().unwrap_or_default();
        if found.is_empty() {
            let words = format!("Nothing called ‘{}’", self.query.trim());
            ui.add_space(space::L);
            ui.label(Type::Small.text(words, t.quiet));
            ui.add_space(space::L);
            return None;
        }
        let mut pressed = None;
        let selected = self.selected;
        let height = (ui.ctx().content_rect().height() - 280.0).clamp(3.0 * ROW, 9.0 * ROW);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (row, choice) in found.iter().filter_map(|at| choices.get(*at)).enumerate() {
                let is_selected = row == selected;
                let size = vec2(ui.available_width(), ROW);
                let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                let said = format!("{}, {}", choice.name, choice.about);
                response.widget_info(|| {
                    WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &said)
                });
                if is_selected && !ui.clip_rect().contains_rect(rect) {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    pressed = Some(row);
                }
                if !ui.is_rect_visible(rect) {
                    continue;
                }
                let hover = Tokens::fade(t.raised_hover, paint::hover(ui, &response));
                let ground = if is_selected { t.accent.soft } else { hover };
                ui.painter().rect_filled(rect, CornerRadius::same(radius::CONTROL), ground);
                let icon = rect.left_center() + vec2(20.0, 0.0);
                paint::icon(ui, icon, choice.icon, 16.0, t.quiet);
                let about = paint::line(ui, &choice.about, Type::Small, t.quiet, 160.0);
                let room = rect.width() - 40.0 - about.size().x - 24.0;
                let name = paint::line(ui, &choice.name, Type::Label, t.body, room);
                paint::galley_left(ui, rect.left() + 40.0, rect.center().y, name);
                let x = rect.right() - 12.0 - about.size().x;
                paint::galley_left(ui, x, rect.center().y, about);
                paint::hand(ui, &response);
            }
        });
        pressed
    }
}

/// All cards, then areas, decks and tags, each by name.
fn choices(ready: &Ready) -> Vec<Choice> {
    let library = ready.collection.library();
    let mut areas: Vec<(&crate::deck::Area, usize)> = Vec::new();
    let mut tags: std::collections::HashMap<u32, usize> = std::collections::HashMap::new();
    for deck in library.decks() {
        match areas.iter_mut().find(|(area, _)| *area == &deck.head.area) {
            Some((_, count)) => *count += deck.items.len(),
            None => areas.push((&deck.head.area, deck.items.len())),
        }
        for (tag, count) in &deck.tags {
            *tags.entry(*tag).or_default() += *count as usize;
        }
    }
    let choice = |icon, name: &str, about: String, filter| Choice {
        icon,
        name: name.to_owned(),
        about,
        filter,
    };
    let cards = |count| words::count(count, "card");
    let all = cards(library.items().len());
    let mut choices = vec![choice(icons::LAYERS, "All cards", all, Filter::default())];
    choices.extend(areas.into_iter().map(|(area, count)| {
        let filter = Filter { areas: vec![area.clone()], ..Filter::default() };
        choice(icons::LIBRARY, area_name(area), format!("area, {}", cards(count)), filter)
    }));
    let mut decks: Vec<Choice> = library
        .decks()
        .iter()
        .map(|deck| {
            let filter = Filter { decks: vec![deck.head.id.clone()], ..Filter::default() };
            let about = format!("deck, {}", cards(deck.items.len()));
            choice(icons::BOOK_OPEN, &deck.head.title, about, filter)
        })
        .collect();
    decks.sort_by_cached_key(|choice| choice.name.to_lowercase());
    choices.append(&mut decks);
    let mut tags: Vec<(&str, usize)> =
        tags.into_iter().map(|(tag, count)| (library.tag_name(tag), count)).collect();
    tags.sort_unstable();
    choices.extend(tags.into_iter().map(|(tag, count)| {
        let filter = Filter { tags: vec![tag.to_owned()], ..Filter::default() };
        choice(icons::TAG, tag, format!("tag, {}", cards(count)), filter)
    }));
    choices
}
