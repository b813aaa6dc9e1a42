//! The card at the cursor: as its learner sees it, and its past with the
//! arithmetic of its schedule.

use egui::{
    Align, CornerRadius, Layout, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::detail::{Loaded, Past, Tab};
use super::{State, within};
use crate::scheduler::Rating;
use crate::ui::app::{Command as AppCommand, Ready};
use crate::ui::icons;
use crate::ui::markdown::ImageSource;
use crate::ui::tokens::{Tokens, Type, radius, size, space};
use crate::ui::widgets::{empty_state, paint, rule, segmented, skeleton};

const PAD: f32 = 20.0;

/// A grade in a word.
pub fn grade(rating: Rating) -> &'static str {
    match rating {
        Rating::Again => "Again",
        Rating::Hard => "Hard",
        Rating::Good => "Good",
        Rating::Easy => "Easy",
    }
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    _commands: &mut Vec<AppCommand>,
) {
    let whole = ui.available_rect_before_wrap();
    let rounding = CornerRadius::same(radius::CARD);
    ui.painter().add(t.shadow.as_shape(whole, rounding));
    let border = Stroke::new(1.0, t.line);
    ui.painter().rect(whole, rounding, t.card, border, egui::StrokeKind::Inside);
    let column = Layout::top_down(Align::Min);
    let inner = whole.shrink2(vec2(PAD, 12.0));
    let Some(item) = state.cursor_item().map(|item| item as usize) else {
        within(ui, "none", inner, column, |ui| {
            ui.add_space(space::XXL);
            let text = "Choose a row to see the card, and why it comes back when it does.";
            empty_state(ui, icons::EYE, "No card chosen", text, None);
        });
        return;
    };
    within(ui, "inner", inner, column, |ui| {
        let tabs = [(Tab::Card, "Card"), (Tab::History, "History")];
        ui.horizontal(|ui| {
            segmented(ui, "What is shown of the card", &tabs, &mut state.details.tab);
            if state.details.tab == Tab::Card {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let stages = [(false, "Question"), (true, "Answer")];
                    segmented(ui, "Preview", &stages, &mut state.details.is_answered);
                });
            }
        });
        ui.add_space(space::S);
        if state.details.of(item).is_none() {
            ui.add_space(space::M);
            return skeleton(ui, &[0.9, 0.7, 0.8]);
        }
        let rest = ui.available_rect_before_wrap();
        within_tightly(ui, rest, |ui| match state.details.tab {
            Tab::Card => card(ui, t, state, ready, item),
            Tab::History => {
                ScrollArea::vertical().id_salt(("browse history", item)).auto_shrink(false).show(
                    ui,
                    |ui| {
                        ui.set_max_width((ui.available_width() - space::S).min(size::READING));
                        if let Some(loaded) = state.details.of(item) {
                            history(ui, t, loaded);
                        }
                    },
                );
            }
        });
    });
}

fn within_tightly(ui: &mut Ui, rect: Rect, add: impl FnOnce(&mut Ui)) {
    let builder = egui::UiBuilder::new().id_salt("rest").max_rect(rect);
    let mut child = ui.new_child(builder.layout(Layout::top_down(Align::Min)));
    child.set_clip_rect(rect.expand2(vec2(6.0, 0.0)).intersect(ui.clip_rect()));
    add(&mut child);
}

fn card(ui: &mut Ui, t: &Tokens, state: &mut State, ready: &Ready, item: usize) {
    let details = &mut state.details;
    let Some(loaded) = details.loaded.as_ref().filter(|loaded| loaded.item == item) else { return };
    match &loaded.card {
        Ok(card) => details.preview.set(&card.0, Some(card.1.clone())),
        Err(error) => {
            ui.add_space(space::XL);
            empty_state(ui, icons::FILE_WARNING, "The card can't be read", error, None);
            return;
        }
    }
    let deck = ready.collection.library().items().get(item).map(|item| item.deck as usize);
    let pictures = &details.pictures;
    let images = |name: &str| {
        let mut known = pictures.borrow_mut();
        known.entry(name.to_owned()).or_insert_with(|| picture(ready, deck?, name)).clone()
    };
    let is_answered = details.is_answered;
    let preview = &mut details.preview;
    ScrollArea::vertical().id_salt(("browse card", item, is_answered)).auto_shrink(false).show(
        ui,
        |ui| {
            ui.set_max_width((ui.available_width() - space::S).min(size::READING));
            ui.add_space(space::S);
            preview.show(ui, t, is_answered, &images);
            ui.add_space(space::XL);
        },
    );
}

fn picture(ready: &Ready, deck: usize, name: &str) -> Option<ImageSource> {
    match ready.collection.library().resolve_media(deck, name).ok()? {
        crate::deck::Media::File(path) => {
            Some(ImageSource::Uri(format!("file://{}", path.display())))
        }
        crate::deck::Media::Embedded(_) => None,
    }
}

fn history(ui: &mut Ui, t: &Tokens, loaded: &Loaded) {
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.add_space(space::XS);
    ui.label(Type::Heading.text(&loaded.title, t.strong));
    ui.label(Type::BodyStrong.text(&loaded.verdict, t.accent.ink));
    if let Some(trouble) = &loaded.trouble {
        ui.label(Type::Small.text(trouble, t.danger.ink));
    }
    ui.add_space(space::S);
    for (number, reason) in loaded.reasons.iter().enumerate() {
        step(ui, t, number + 1, &reason.said, &reason.reckoned);
    }
    ui.add_space(space::S);
    rule(ui);
    ui.add_space(space::S);
    ui.label(Type::Heading.text("Its past", t.strong));
    if loaded.past.is_empty() {
        ui.label(Type::Body.text("You have not met this card yet.", t.quiet));
    } else {
        past_line(ui, t, ["Day", "Answer", "Next in", "Recall was"], t.quiet, true);
        for past in &loaded.past {
            past_row(ui, t, past);
        }
    }
    ui.add_space(space::M);
    ui.label(Type::Caption.text(&loaded.name, t.quiet));
    ui.add_space(space::L);
}

/// One step of the arithmetic: its number, words, the formula in the code font.
fn step(ui: &mut Ui, t: &Tokens, number: usize, said: &str, reckoned: &str) {
    const LEFT: f32 = 34.0;
    let width = ui.available_width() - LEFT;
    let words = paint::paragraph(ui, said, Type::Small, t.body, width);
    let formula = (!reckoned.is_empty()).then(|| {
        let mut job = egui::text::LayoutJob::single_section(
            reckoned.to_owned(),
            egui::TextFormat {
                font_id: egui::FontId::new(12.5, crate::ui::fonts::Face::Mono.family()),
                color: t.strong,
                line_height: Some(19.0),
                ..egui::TextFormat::default()
            },
        );
        job.wrap.max_width = width - 24.0;
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    });
    let box_height = formula.as_ref().map_or(0.0, |formula| formula.size().y + 14.0 + space::XS);
    let height = words.size().y + box_height + space::S;
    let (rect, label) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    label.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("{said} {reckoned}").trim())
    });
    let centre = pos2(rect.left() + 11.0, rect.top() + 11.0);
    ui.painter().circle_filled(centre, 10.5, t.raised);
    let digit = paint::line(ui, &number.to_string(), Type::Caption, t.quiet, 20.0);
    paint::galley_centred(ui, Rect::from_center_size(centre, vec2(20.0, 20.0)), digit);
    let below = rect.top() + words.size().y + space::XS;
    paint::galley(ui, pos2(rect.left() + LEFT, rect.top()), words);
    if let Some(formula) = formula {
        let size = vec2(width, formula.size().y + 14.0);
        let well = Rect::from_min_size(pos2(rect.left() + LEFT, below), size);
        ui.painter().rect_filled(well, CornerRadius::same(radius::SMALL), t.sunken);
        paint::galley(ui, well.min + vec2(12.0, 7.0), formula);
    }
}

fn past_row(ui: &mut Ui, t: &Tokens, past: &Past) {
    let ink = match past.rating {
        Some(Rating::Again) => t.danger.ink,
        Some(Rating::Hard) => t.warning.ink,
        Some(_) => t.success.ink,
        None => t.quiet,
    };
    past_line(ui, t, [&past.date, &past.what, &past.interval, &past.recall], ink, false);
}

fn past_line(ui: &mut Ui, t: &Tokens, cells: [&str; 4], ink: egui::Color32, is_head: bool) {
    let width = ui.available_width();
    let (rect, label) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, cells.join(", ")));
    let role = if is_head { Type::Caption } else { Type::Small };
    let shares = [0.0, 0.30, 0.56, 0.78];
    let wide = cells.get(2).is_some_and(|text| text.is_empty());
    for (at, text) in cells.into_iter().enumerate() {
        let from = shares.get(at).copied().unwrap_or(0.0) * width;
        // What was set by hand has no figures: its words may go on.
        let to = match (at, wide) {
            (1, true) => width,
            _ => shares.get(at + 1).copied().unwrap_or(1.0) * width,
        };
        let colour = match (is_head, at) {
            (true, _) => t.quiet,
            (false, 1) => ink,
            (false, _) => t.body,
        };
        let text = paint::line(ui, text, role, colour, to - from - space::S);
        paint::galley_left(ui, rect.left() + from, rect.center().y, text);
    }
}
