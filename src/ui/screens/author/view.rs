//! A deck that is open for writing: its cards, the form, the preview. A wide
//! window shows them side by side, a narrow one in turn.

use std::cell::RefCell;

use egui::{Align, CornerRadius, Layout, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, vec2};

use super::dialogs::Dialog;
use super::{State, Tab, cards, form, head};
use crate::deck::DeckHead;
use crate::ui::action::Action;
use crate::ui::app::{Command, Ready};
use crate::ui::icons;
use crate::ui::markdown::ImageSource;
use crate::ui::tokens::{Tokens, Type, radius, size, space};
use crate::ui::widgets::{
    Level, Notice, NoticeAnswer, empty_state, icon_button, paint, segmented, skeleton,
};

/// From this width on all three stand side by side, points.
const WIDE: f32 = 1080.0;
const LIST: f32 = 300.0;
const PAD: f32 = 24.0;
/// How long the disk is believed about a picture.
const PICTURE_SECS: f64 = 1.0;

/// While the file is being read.
pub(super) fn loading(ui: &mut Ui) {
    ui.add_space(space::XXXL);
    crate::ui::widgets::column(ui, size::READING, |ui| skeleton(ui, &[0.4, 0.9, 0.7, 0.8]));
}

/// Draws it.
pub(super) fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    commands: &mut Vec<Command>,
) {
    let whole = ui.available_rect_before_wrap().intersect(ui.clip_rect());
    let is_wide = whole.width() >= WIDE;
    let inner = whole.shrink2(vec2(PAD, 0.0));
    let bar = Rect::from_min_size(inner.min, vec2(inner.width(), 60.0));
    within(ui, "bar", bar, Layout::left_to_right(Align::Center), |ui| {
        top_bar(ui, t, state, commands);
    });
    let mut rest = Rect::from_min_max(inner.min + vec2(0.0, 60.0), inner.max);
    let top = |ui: &mut Ui, rest: &mut Rect, add: &mut dyn FnMut(&mut Ui)| {
        let used = within(ui, "notice", *rest, Layout::top_down(Align::Min), |ui| {
            add(ui);
            ui.min_rect().height()
        });
        rest.min.y += used + space::M;
    };
    if state.files.theirs.is_some() && state.dialog.is_none() {
        top(ui, &mut rest, &mut |ui| conflict(ui, state));
    }
    let column = Layout::top_down(Align::Min);
    if is_wide {
        let list = Rect::from_min_size(rest.min, vec2(LIST, rest.height() - space::L));
        let room = rest.width() - LIST - 2.0 * PAD;
        let write = Rect::from_min_size(
            list.right_top() + vec2(PAD, 0.0),
            vec2((room * 0.54).floor(), rest.height()),
        );
        let preview =
            Rect::from_min_max(write.right_top() + vec2(PAD, 0.0), rest.max - vec2(0.0, space::L));
        within(ui, "list", list, column, |ui| cards_column(ui, t, state, commands));
        within(ui, "write", write, column, |ui| write_column(ui, t, state, ready));
        within(ui, "preview", preview, column, |ui| preview_column(ui, t, state, ready));
        return;
    }
    top(ui, &mut rest, &mut |ui| {
        let tabs = [(Tab::Cards, "Cards"), (Tab::Write, "Write"), (Tab::Preview, "Preview")];
        segmented(ui, "What is shown", &tabs, &mut state.tab);
    });
    let page = Rect::from_min_max(rest.min, rest.max - vec2(0.0, space::L));
    match state.tab {
        Tab::Cards => within(ui, "list", page, column, |ui| cards_column(ui, t, state, commands)),
        Tab::Write => within(ui, "write", rest, column, |ui| write_column(ui, t, state, ready)),
        Tab::Preview => {
            within(ui, "preview", page, column, |ui| preview_column(ui, t, state, ready));
        }
    }
}

fn within<R>(
    ui: &mut Ui,
    name: &str,
    rect: Rect,
    layout: Layout,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect).layout(layout));
    child.set_clip_rect(rect.expand2(vec2(6.0, 0.0)).intersect(ui.clip_rect()));
    add(&mut child)
}

fn top_bar(ui: &mut Ui, t: &Tokens, state: &mut State, commands: &mut Vec<Command>) {
    let Some(desk) = &state.desk else { return };
    ui.spacing_mut().item_spacing.x = space::XS;
    let mut action = |ui: &mut Ui, icon: &str, action: Action, is_on: bool| {
        let name = action.entry().name;
        ui.add_enabled_ui(is_on, |ui| {
            if icon_button(ui, icon, name, Some(&action.key_text())).clicked() {
                commands.push(Command::Do(action));
            }
        });
    };
    ui.add_space(-9.0);
    action(ui, icons::ARROW_LEFT, Action::Leave, true);
    let title = desk.manuscript().head().map_or_else(
        || desk.file().file_name().unwrap_or_default().to_string_lossy().into_owned(),
        |head| head.title.clone(),
    );
    let is_dirty = desk.is_dirty();
    let has_card = desk.at().is_some();
    let (undo, redo) = desk.can_undo_redo();
    let is_sound = desk.is_sound();
    let is_writing = state.files.is_writing();
    let is_narrow = ui.available_width() < 760.0;
    let room = (ui.available_width() - if is_narrow { 460.0 } else { 560.0 }).max(60.0);
    let line = paint::line(ui, &title, Type::Heading, t.strong, room);
    let (rect, said) = ui.allocate_exact_size(line.size(), Sense::hover());
    said.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &title));
    paint::galley(ui, rect.min, line);
    ui.add_space(space::S);
    let (word, ink) = match (is_writing, is_dirty, is_sound) {
        (true, ..) => ("Saving…", t.quiet),
        (_, false, _) => ("Saved", t.quiet),
        (_, true, true) => ("Not saved yet", t.quiet),
        (_, true, false) => ("Not whole yet", t.warning.ink),
    };
    ui.label(Type::Small.text(word, ink));
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(-9.0);
        action(ui, icons::EXTERNAL_LINK, Action::OpenEditor, true);
        action(ui, icons::TRASH, Action::Delete, has_card);
        action(ui, icons::FOLDER, Action::MoveToDeck, has_card);
        action(ui, icons::COPY, Action::Duplicate, has_card);
        action(ui, icons::CODE, Action::AsText, has_card);
        action(ui, icons::REDO, Action::EditRedo, redo);
        action(ui, icons::UNDO, Action::EditUndo, undo);
        action(ui, icons::SAVE, Action::Save, is_dirty);
    });
}

/// Somebody else wrote in the file, and so did the author.
fn conflict(ui: &mut Ui, state: &mut State) {
    let notice = Notice::new(Level::Warning, "Another program changed this card too")
        .text("Nothing is overwritten. Compare both and choose.")
        .action("Compare");
    if notice.show(ui) == NoticeAnswer::Action
        && let (Some(desk), Some(theirs)) = (&state.desk, &state.files.theirs)
    {
        state.dialog = Some(Dialog::conflict(desk, theirs));
    }
}

fn cards_column(ui: &mut Ui, t: &Tokens, state: &mut State, commands: &mut Vec<Command>) {
    let whole = ui.available_rect_before_wrap();
    let foot =
        Rect::from_min_max(egui::pos2(whole.left(), whole.bottom() - size::CONTROL), whole.max);
    let list = Rect::from_min_max(whole.min, foot.min + vec2(whole.width(), -space::M));
    let column = Layout::top_down(Align::Min);
    within(ui, "rows", list, column, |ui| cards::show(ui, t, state, commands));
    within(ui, "foot", foot, column, |ui| cards::foot(ui, commands));
}

fn write_column(ui: &mut Ui, t: &Tokens, state: &mut State, ready: &Ready) {
    ScrollArea::vertical().id_salt("author form").auto_shrink(false).show(ui, |ui| {
        // Room for the scroll bar, and for the ring around a field.
        ui.set_max_width((ui.available_width() - space::M).min(size::READING));
        ui.add_space(2.0);
        let is_changed = if state.head.is_some() {
            head::show(ui, t, state)
        } else if state.desk.as_ref().is_some_and(|desk| desk.at().is_none()) {
            let text = "Choose a card on the list, or write a new one with Ctrl+N.";
            empty_state(ui, icons::PENCIL, "No card at hand", text, None);
            false
        } else {
            form::show(ui, t, state, ready)
        };
        if is_changed {
            state.note_writing(&ui.ctx().clone());
        }
        ui.add_space(space::XXXL);
    });
}

fn preview_column(ui: &mut Ui, _: &Tokens, state: &mut State, ready: &Ready) {
    let Some(desk) = &state.desk else { return };
    let deck_head = desk.manuscript().head().cloned().unwrap_or_else(nameless);
    state.preview.set(&deck_head, desk.seen());
    let file = desk.file().to_owned();
    let is_dark = state.is_preview_dark.unwrap_or(ui.visuals().dark_mode);
    ui.horizontal(|ui| {
        let stages = [(false, "Question"), (true, "Feedback")];
        segmented(ui, "Preview", &stages, &mut state.is_answered);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (icon, name) = if is_dark {
                (icons::SUN, "Preview in light")
            } else {
                (icons::MOON, "Preview in dark")
            };
            if icon_button(ui, icon, name, None).clicked() {
                state.is_preview_dark = Some(!is_dark);
            }
        });
    });
    ui.add_space(space::M);
    let rect = ui.available_rect_before_wrap();
    ui.scope(|ui| {
        let theme = if is_dark { egui::Theme::Dark } else { egui::Theme::Light };
        let style = ui.ctx().style_of(theme);
        ui.set_style(style);
        let t = Tokens::of(ui);
        let rounding = CornerRadius::same(radius::CARD);
        ui.painter().add(t.shadow.as_shape(rect, rounding));
        let border = Stroke::new(1.0, t.line);
        ui.painter().rect(rect, rounding, t.card, border, egui::StrokeKind::Inside);
        let place = rect.shrink2(vec2(PAD, 1.0));
        let layout = Layout::top_down(Align::Min);
        within(ui, "card", place, layout, |ui| {
            if !state.preview.has_card() {
                let text = "The card appears here once it can be studied.";
                ui.add_space(space::XL);
                empty_state(ui, icons::EYE, "Nothing to show yet", text, None);
                return;
            }
            let now = ui.input(|input| input.time);
            let known = RefCell::new(std::mem::take(&mut state.pictures));
            let images = |name: &str| {
                let mut known = known.borrow_mut();
                // Its author may put it beside the deck at any time, yet the
                // disk is not asked with each frame.
                let is_fresh = known.get(name).is_some_and(|(at, _)| now - at < PICTURE_SECS);
                if !is_fresh {
                    known.insert(name.to_owned(), (now, picture(ready, &file, name)));
                }
                known.get(name).and_then(|(_, found)| found.clone())
            };
            ScrollArea::vertical().id_salt("author preview").auto_shrink(false).show(ui, |ui| {
                ui.set_max_width((ui.available_width() - space::S).min(size::READING));
                ui.add_space(PAD);
                state.preview.show(ui, t, state.is_answered, &images);
            });
            state.pictures = known.into_inner();
        });
    });
}

/// A picture beside the deck's file, as the library knows it.
fn picture(ready: &Ready, file: &std::path::Path, name: &str) -> Option<ImageSource> {
    let library = ready.collection.library();
    let deck = library.decks().iter().position(|deck| deck.file == file)?;
    match library.resolve_media(deck, name).ok()? {
        crate::deck::Media::File(path) => {
            Some(ImageSource::Uri(format!("file://{}", path.display())))
        }
        crate::deck::Media::Embedded(_) => None,
    }
}

/// Stands in for a head that can't be read.
fn nameless() -> DeckHead {
    DeckHead {
        id: String::new(),
        title: String::new(),
        area: crate::deck::Area::Foundations,
        about: String::new(),
        version: String::new(),
        authors: Vec::new(),
        license: String::new(),
        syllabus: Vec::new(),
        runner: None,
        was: Vec::new(),
    }
}
