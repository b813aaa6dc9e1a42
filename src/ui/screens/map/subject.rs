//! One subject: its syllabus point by point, and the cards known least.

use egui::{
    Align, CornerRadius, Layout, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use super::tiles::percent;
use super::view::SubjectView;
use crate::insight::subjects::{Held, SubjectPoint, WeakCard};
use crate::session::{Scope, ScopeMode};
use crate::ui::app::Command as AppCommand;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, radius, size, space};
use crate::ui::widgets::{Button, card, column, paint, recall_line, rule};
use crate::ui::words;

/// From this width on both stand side by side.
const WIDE: f32 = 820.0;
const ROW: f32 = 52.0;

/// Draws it; `true` when the way back was taken.
pub(super) fn show(
    ui: &mut Ui,
    t: &Tokens,
    view: &SubjectView,
    commands: &mut Vec<AppCommand>,
) -> bool {
    let mut is_left = false;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        column(ui, size::PAGE, |ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
            is_left = head(ui, t, view, commands);
            ui.add_space(space::L);
            let room = ui.available_width();
            if room < WIDE {
                weakest(ui, t, view, commands);
                ui.add_space(space::L);
                syllabus(ui, t, view, commands);
            } else {
                let half = ((room - space::L) / 2.0).floor();
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = space::L;
                    for side in [true, false] {
                        let layout = Layout::top_down(Align::Min);
                        ui.allocate_ui_with_layout(vec2(half, 0.0), layout, |ui| {
                            ui.set_width(half);
                            if side {
                                syllabus(ui, t, view, commands);
                            } else {
                                weakest(ui, t, view, commands);
                            }
                        });
                    }
                });
            }
            ui.add_space(space::XXXL);
        });
    });
    is_left
}

fn head(ui: &mut Ui, t: &Tokens, view: &SubjectView, commands: &mut Vec<AppCommand>) -> bool {
    let subject = &view.subject;
    let back = Button::plain("All subjects").icon(icons::CHEVRON_LEFT).key("Esc");
    // The icon's ink, not its ground, begins where the page does.
    let (row, _) = ui.allocate_exact_size(vec2(180.0, size::CONTROL), Sense::hover());
    let layout = Layout::left_to_right(Align::Center);
    let place = UiBuilder::new().max_rect(row.translate(vec2(-14.0, 0.0))).layout(layout);
    let is_left = ui.new_child(place).add(back).clicked();
    ui.add_space(space::S);
    let width = ui.available_width();
    let title = paint::line(ui, &subject.title, Type::Title, t.strong, width);
    let (rect, response) = ui.allocate_exact_size(title.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &subject.title));
    paint::galley(ui, rect.min, title);
    ui.label(Type::Body.text(sentence(subject.held), t.quiet));
    ui.add_space(space::M);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        if ui.add(Button::primary("Study this subject").icon(icons::PLAY)).clicked() {
            commands.push(AppCommand::Study(Scope::deck(&subject.id)));
        }
        if ui.add(Button::quiet("Show in Browse").icon(icons::LIST)).clicked() {
            commands.push(AppCommand::Find(format!("deck:{}", quoted(&subject.id))));
        }
    });
    is_left
}

/// What is remembered, in one sentence.
fn sentence(held: Held) -> String {
    let cards = words::count(held.cards as usize, "card");
    match held.recall() {
        None => format!("{cards}, none of them met yet."),
        Some(recall) => format!(
            "You remember {} of it now: {} of {cards} met, and you’d recall {} of those.",
            percent(held.remembered()),
            words::grouped(held.met as usize),
            percent(recall),
        ),
    }
}

/// A value of a query that may hold anything.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn heading(ui: &mut Ui, t: &Tokens, title: &str, about: &str) {
    ui.label(Type::BodyStrong.text(title, t.strong));
    ui.label(Type::Small.text(about, t.quiet));
    ui.add_space(space::M);
}

fn syllabus(ui: &mut Ui, t: &Tokens, view: &SubjectView, commands: &mut Vec<AppCommand>) {
    let subject = &view.subject;
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if subject.points.is_empty() {
            heading(
                ui,
                t,
                "Syllabus",
                "This deck has no syllabus: its cards are not sorted by point.",
            );
            return;
        }
        heading(ui, t, "Syllabus", "Point by point. Press one to study it.");
        for point in &subject.points {
            rule(ui);
            if draw_point(ui, t, point) {
                // What is known through and through is asked by its weak cards.
                let is_met = point.held.met == point.held.cards;
                let mode = if is_met { ScopeMode::Weak } else { ScopeMode::Due };
                commands.push(AppCommand::Study(Scope {
                    mode,
                    decks: vec![subject.id.clone()],
                    tags: vec![point.id.clone()],
                    ..Scope::default()
                }));
            }
        }
    });
}

fn draw_point(ui: &mut Ui, t: &Tokens, point: &SubjectPoint) -> bool {
    let held = point.held;
    let width = ui.available_width();
    let sense = if held.cards > 0 { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), sense);
    let met = match held.cards {
        0 => "no cards yet".to_owned(),
        cards => format!("{} of {cards} met", held.met),
    };
    let recall = held.recall().map(percent);
    response.widget_info(|| {
        let recalled = recall.as_ref().map_or_else(String::new, |it| format!(", recall {it}"));
        let role = if held.cards > 0 { Role::Button } else { Role::Label };
        WidgetInfo::labeled(role, true, format!("{}: {met}{recalled}", point.title))
    });
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    let ground = Tokens::fade(t.raised_hover, paint::hover(ui, &response) * 0.6);
    let around = rect.expand2(vec2(10.0, 0.0));
    ui.painter().rect_filled(around, CornerRadius::same(radius::CONTROL), ground);
    let side = 56.0;
    let room = width - side;
    let title = paint::line(ui, &point.title, Type::Label, t.body, room);
    let met = paint::line(ui, &met, Type::Caption, t.quiet, room);
    let top = rect.center().y - f32::midpoint(title.size().y, met.size().y);
    let below = title.size().y;
    paint::galley(ui, pos2(rect.left(), top), title);
    paint::galley(ui, pos2(rect.left(), top + below), met);
    let text = recall.unwrap_or_else(|| "–".to_owned());
    let share = paint::line(ui, &text, Type::SmallStrong, t.strong, side);
    let x = rect.right() - share.size().x;
    paint::galley_left(ui, x, rect.center().y - 6.0, share);
    let bar =
        Rect::from_min_size(pos2(rect.right() - 44.0, rect.center().y + 8.0), vec2(44.0, 4.0));
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    recall_line(ui, bar, held.recall().map(|recall| recall as f32));
    paint::focus_ring(ui, &response, around, radius::CONTROL);
    if held.cards > 0 {
        paint::hand(ui, &response);
    }
    response.clicked()
}

fn weakest(ui: &mut Ui, t: &Tokens, view: &SubjectView, commands: &mut Vec<AppCommand>) {
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if view.weakest.is_empty() {
            heading(ui, t, "The weakest cards", "None of this subject’s cards was answered yet.");
            return;
        }
        heading(
            ui,
            t,
            "The weakest cards",
            "Those you would forget first, by predicted recall now.",
        );
        for weak in &view.weakest {
            rule(ui);
            draw_weak(ui, t, weak);
        }
        rule(ui);
        ui.add_space(space::L);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, space::S);
            if ui.add(Button::quiet("Study these").icon(icons::PLAY)).clicked() {
                let keys = view.weakest.iter().map(|weak| weak.key.clone()).collect();
                commands.push(AppCommand::Study(Scope::cards(keys)));
            }
            let named = Button::plain("Browse these").icon(icons::LIST);
            if ui.add(named.accessible_name("Show the weakest cards in Browse")).clicked() {
                let names = view.weakest.iter().map(|weak| {
                    format!("id:{}", quoted(&format!("{}/{}", weak.key.deck, weak.key.card)))
                });
                let names: Vec<String> = names.collect();
                commands.push(AppCommand::Find(names.join(" or ")));
            }
        });
    });
}

fn draw_weak(ui: &mut Ui, t: &Tokens, weak: &WeakCard) {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
    let share = percent(weak.recall);
    let lapses = match weak.lapses {
        0 => "never forgotten".to_owned(),
        1 => "forgotten once".to_owned(),
        2 => "forgotten twice".to_owned(),
        many => format!("forgotten {many} times"),
    };
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("{}: recall {share}, {lapses}", weak.ask))
    });
    if !ui.is_rect_visible(rect) {
        return;
    }
    let side = 56.0;
    let ask = paint::line(ui, &weak.ask, Type::Small, t.body, width - side);
    let about = paint::line(ui, &lapses, Type::Caption, t.quiet, width - side);
    let top = rect.center().y - f32::midpoint(ask.size().y, about.size().y);
    let below = ask.size().y;
    paint::galley(ui, pos2(rect.left(), top), ask);
    paint::galley(ui, pos2(rect.left(), top + below), about);
    let text = paint::line(ui, &share, Type::SmallStrong, t.strong, side);
    let x = rect.right() - text.size().x;
    paint::galley_left(ui, x, rect.center().y - 6.0, text);
    let bar =
        Rect::from_min_size(pos2(rect.right() - 44.0, rect.center().y + 8.0), vec2(44.0, 4.0));
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    recall_line(ui, bar, Some(weak.recall as f32));
    response.on_hover_ui(|ui| {
        ui.label(Type::Small.text(&weak.ask, t.body));
    });
}
