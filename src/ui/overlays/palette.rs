//! The command palette: every action and every deck, found by a few letters.

use egui::{
    Align2, Context, CornerRadius, Id, Key, Margin, Modifiers, Rect, Role, ScrollArea, Sense,
    TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::fuzzy::fuzzy;
use crate::session::{Scope, Stage};
use crate::ui::action::{ACTIONS, Action, Place, key_text};
use crate::ui::app::{Command, Ready, Route};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::{card_frame, key_cap, paint, rule};

const WIDTH: f32 = 560.0;
const ROW: f32 = 40.0;
const PAD: f32 = 12.0;

/// One thing to choose.
#[derive(Debug, Clone)]
struct Item {
    name: String,
    key: String,
    icon: &'static str,
    command: Command,
}

/// The command palette.
#[derive(Debug, Default)]
pub struct Palette {
    query: String,
    /// All there is to choose, collected when it opens.
    items: Option<Vec<Item>>,
    /// Positions in `items` that fit `for_query`, best first.
    found: Vec<usize>,
    for_query: Option<String>,
    selected: usize,
}

impl Palette {
    /// Draws it; `false` when it was closed.
    pub fn show(
        &mut self,
        ctx: &Context,
        route: Route,
        ready: Option<&Ready>,
        commands: &mut Vec<Command>,
    ) -> bool {
        self.search(route, ready);
        let chosen = self.keys(ctx);
        let t = Tokens::theme(ctx.global_style().visuals.dark_mode);
        let window = ctx.content_rect();
        let id = Id::unique("palette");
        let top = (window.height() * 0.14).clamp(space::XL, 140.0);
        let area = egui::Modal::default_area(id)
            .accessible_name("All commands")
            .anchor(Align2::CENTER_TOP, vec2(0.0, top));
        let frame = card_frame(t).shadow(t.shadow_high).inner_margin(Margin::ZERO);
        let shown =
            egui::Modal::new(id).area(area).frame(frame).backdrop_color(t.scrim).show(ctx, |ui| {
                ui.set_width(WIDTH.min(window.width() - 2.0 * space::XL));
                ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
                self.field(ui);
                rule(ui);
                let height = (window.height() - 2.0 * top - 110.0).clamp(120.0, 9.0 * ROW);
                let pressed = self.list(ui, t, height, chosen.moved);
                rule(ui);
                foot(ui, t);
                pressed
            });
        let is_dismissed = shown.should_close();
        if let Some(item) = chosen.entered.or(shown.inner) {
            let item = self.found.get(item).and_then(|at| self.items.as_ref()?.get(*at));
            if let Some(item) = item {
                commands.push(item.command.clone());
                return false;
            }
        }
        !is_dismissed
    }

    fn search(&mut self, route: Route, ready: Option<&Ready>) {
        let items = self.items.get_or_insert_with(|| items(route, ready));
        if self.for_query.as_ref() == Some(&self.query) {
            return;
        }
        let mut found: Vec<(u32, usize)> = items
            .iter()
            .enumerate()
            .filter_map(|(at, item)| Some((fuzzy(&self.query, &item.name)?, at)))
            .collect();
        found.sort_by_key(|(cost, at)| (*cost, *at));
        self.found = found.into_iter().map(|(_, at)| at).collect();
        self.selected = 0;
        self.for_query = Some(self.query.clone());
    }

    /// The arrows move the choice, before the field can take them.
    fn keys(&mut self, ctx: &Context) -> Keys {
        let last = self.found.len().saturating_sub(1);
        let (steps, is_entered) = ctx.input_mut(|input| {
            let mut pressed = |key| input.count_and_consume_key(Modifiers::NONE, key);
            let up = pressed(Key::ArrowUp);
            let down = pressed(Key::ArrowDown);
            let (page_up, page_down) = (pressed(Key::PageUp), pressed(Key::PageDown));
            ((down + 8 * page_down, up + 8 * page_up), pressed(Key::Enter) > 0)
        });
        let before = self.selected;
        self.selected = match (steps, before) {
            // Round and round by single steps.
            ((1, 0), at) if at == last => 0,
            ((0, 1), 0) => last,
            ((down, up), at) => (at + down).saturating_sub(up).min(last),
        };
        Keys { moved: self.selected != before, entered: is_entered.then_some(self.selected) }
    }

    fn field(&mut self, ui: &mut Ui) {
        let t = Tokens::of(ui);
        let name = "Search commands and decks";
        let font = Type::Lead.font();
        let edit = TextEdit::singleline(&mut self.query)
            .id(Id::unique("palette::query"))
            .font(font.clone())
            .text_color(t.strong)
            .hint_text(egui::RichText::new(name).font(font).color(t.quiet))
            .frame(egui::Frame::new().inner_margin(Margin {
                left: 48,
                right: 20,
                top: 16,
                bottom: 16,
            }))
            .desired_width(f32::INFINITY);
        let response = ui.add(edit).accessible_name(name);
        let icon = pos2(response.rect.left() + 26.0, response.rect.center().y);
        paint::icon(ui, icon, icons::SEARCH, 18.0, t.quiet);
        // The focus stays here: arrows choose.
        if !response.has_focus() {
            response.request_focus();
        }
    }

    /// Gives the row that was pressed.
    fn list(&mut self, ui: &mut Ui, t: &Tokens, height: f32, has_moved: bool) -> Option<usize> {
        let items = self.items.as_deref().unwrap_or_default();
        if self.found.is_empty() {
            let (rect, response) =
                ui.allocate_exact_size(vec2(ui.available_width(), 120.0), Sense::hover());
            let words = format!("Nothing called ‘{}’", self.query.trim());
            response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &words));
            let text = paint::line(ui, &words, Type::Body, t.quiet, rect.width() - 48.0);
            paint::galley_centred(ui, rect, text);
            return None;
        }
        let mut pressed = None;
        let pointer_moved = ui.input(|input| input.pointer.is_moving());
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.add_space(PAD / 2.0);
            for (row, item) in self.found.iter().enumerate() {
                let Some(item) = items.get(*item) else { continue };
                let size = vec2(ui.available_width(), ROW);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                let rect = rect.shrink2(vec2(PAD / 2.0, 0.0));
                let response = ui.interact(rect, Id::unique(("palette::row", row)), Sense::CLICK);
                let is_selected = row == self.selected;
                response.widget_info(|| {
                    WidgetInfo::selected(Role::Button, true, is_selected, &item.name)
                });
                if is_selected && has_moved {
                    response.scroll_to_me(None);
                }
                if response.hovered() && pointer_moved {
                    self.selected = row;
                }
                if response.clicked() {
                    pressed = Some(row);
                }
                paint::hand(ui, &response);
                if ui.is_rect_visible(rect) {
                    draw(ui, t, item, rect, is_selected);
                }
            }
            ui.add_space(PAD / 2.0);
        });
        pressed
    }
}

/// What the keys of a frame came to.
struct Keys {
    moved: bool,
    entered: Option<usize>,
}

fn draw(ui: &Ui, t: &Tokens, item: &Item, rect: Rect, is_selected: bool) {
    if is_selected {
        let rounding = CornerRadius::same(radius::CONTROL);
        ui.painter().rect_filled(rect, rounding, t.raised_hover);
    }
    let y = rect.center().y;
    let ink = if is_selected { t.accent.ink } else { t.quiet };
    paint::icon(ui, pos2(rect.left() + 20.0, y), item.icon, 16.0, ink);
    let mut right = rect.right() - PAD;
    if !item.key.is_empty() {
        let cap = paint::KeyCap::new(ui, &item.key, t.quiet, t.card, t.line);
        right -= cap.size().x;
        cap.paint(ui, right, y);
    }
    let left = rect.left() + 42.0;
    let ink = if is_selected { t.strong } else { t.body };
    let name = paint::line(ui, &item.name, Type::Label, ink, right - left - space::M);
    paint::galley_left(ui, left, y, name);
}

fn foot(ui: &mut Ui, t: &Tokens) {
    egui::Frame::new().inner_margin(Margin::symmetric(18, 10)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for (key, words) in [("↑↓", "choose"), ("Enter", "do it"), ("Esc", "close")] {
                key_cap(ui, key);
                ui.label(Type::Caption.text(words, t.quiet));
                ui.add_space(space::S);
            }
        });
    });
}

/// What can be chosen from this screen.
fn items(route: Route, ready: Option<&Ready>) -> Vec<Item> {
    let has_session = ready.is_some_and(|ready| ready.session.is_some());
    let session = ready.and_then(|ready| ready.session.as_ref());
    let is_reworded = session.is_some_and(|session| {
        matches!(session.stage(), Stage::Answered(_, answered)
            if answered.reworded.is_some() && answered.verdict.is_none())
    });
    let is_possible = |action, place| match (place, action) {
        // These need what has the focus, or are what is open already.
        (_, Action::Go | Action::Palette) => false,
        (_, Action::Leave | Action::Home) => route != Route::Home,
        (_, Action::Progress) => route != Route::Progress && ready.is_some(),
        (_, Action::Map) => route != Route::Map && ready.is_some(),
        (_, Action::Browse) => route != Route::Browse && ready.is_some(),
        (_, Action::Plan) => route != Route::Plan && ready.is_some(),
        (_, Action::Settings) => route != Route::Settings && ready.is_some(),
        (Place::Anywhere, _) => true,
        (Place::Home, _) | (Place::Author, Action::NewDeck) => ready.is_some(),
        (Place::Study, Action::Undo | Action::Redo) => {
            has_session && matches!(route, Route::Study | Route::Summary)
        }
        (Place::Study, Action::SameFact | Action::EaseFact | Action::NewFact) => {
            is_reworded && route == Route::Study
        }
        (Place::Study, _) => has_session && route == Route::Study,
        (Place::Author, _) => route == Route::Author,
    };
    // What belongs to the screen that is shown comes first.
    let here = match route {
        Route::Study => Place::Study,
        Route::Author => Place::Author,
        _ => Place::Home,
    };
    let mut entries: Vec<_> =
        ACTIONS.iter().filter(|entry| is_possible(entry.action, entry.place)).collect();
    entries.sort_by_key(|entry| match entry.place {
        place if place == here => 0,
        Place::Anywhere => 2,
        _ => 1,
    });
    let mut items: Vec<Item> = entries
        .into_iter()
        .map(|entry| Item {
            name: entry.name.to_owned(),
            key: key_text(entry.key),
            icon: icon(entry.action),
            command: Command::Do(entry.action),
        })
        .collect();
    let decks = ready.map(|ready| ready.collection.library().decks()).unwrap_or_default();
    items.extend(decks.iter().map(|deck| Item {
        name: format!("Study {}", deck.head.title),
        key: String::new(),
        icon: icons::LAYERS,
        command: Command::Study(Scope::deck(&deck.head.id)),
    }));
    items
}

fn icon(action: Action) -> &'static str {
    match action {
        Action::Study => icons::PLAY,
        Action::StudyWeak => icons::TRENDING_UP,
        Action::Cram => icons::ZAP,
        Action::Custom => icons::SLIDERS,
        Action::Search => icons::SEARCH,
        Action::Home => icons::HOUSE,
        Action::Settings => icons::SETTINGS,
        Action::Keys => icons::KEYBOARD,
        Action::ToggleTheme => icons::MOON,
        Action::ZoomIn | Action::ZoomOut => icons::TEXT_SIZE,
        Action::Quit => icons::LOG_OUT,
        Action::Leave => icons::ARROW_LEFT,
        Action::ShowAnswer | Action::Preview => icons::EYE,
        Action::Hint => icons::LIGHTBULB,
        Action::Sure => icons::CIRCLE_CHECK,
        Action::Unsure | Action::Guess => icons::CIRCLE_HELP,
        Action::Undo | Action::EditUndo => icons::UNDO,
        Action::Redo | Action::EditRedo => icons::REDO,
        Action::Write | Action::EditCard => icons::PENCIL,
        Action::NewCard | Action::NewDeck | Action::QuickAdd => icons::PLUS,
        Action::AsText => icons::CODE,
        Action::Duplicate => icons::COPY,
        Action::Delete => icons::TRASH,
        Action::Save => icons::SAVE,
        Action::MoveToDeck => icons::FOLDER,
        Action::MoveUp => icons::ARROW_UP,
        Action::MoveDown => icons::ARROW_DOWN,
        Action::Flag => icons::FLAG,
        Action::Bury => icons::CALENDAR_CLOCK,
        Action::Suspend => icons::PAUSE,
        Action::OpenSource | Action::OpenEditor => icons::EXTERNAL_LINK,
        _ => icons::CHEVRON_RIGHT,
    }
}
