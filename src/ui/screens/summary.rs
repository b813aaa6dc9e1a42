//! What the session came to: a quiet look back, and what comes next.

use egui::{Align, Key, Layout, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::collection::Collection;
use crate::scheduler::Due;
use crate::session::{Entry, NextDue, Scope, ScopeMode, Session, Stage, Summary};
use crate::ui::action::Action;
use crate::ui::app::Command;
use crate::ui::icons;
use crate::ui::markdown;
use crate::ui::tokens::{Tokens, Tone, Type, size, space};
use crate::ui::widgets::{Button, card, chip_toned, column, figure, paint, rule};

/// Rows of a list beyond which only their number is told.
const ROWS: usize = 50;

/// What the rows are told by.
#[derive(Clone, Copy)]
struct Now<'a> {
    collection: &'a Collection,
    at_ms: i64,
    day: i32,
    /// Whether anything was recorded.
    records: bool,
}

/// What else can be studied from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum More {
    /// The session is not done.
    Rest,
    /// The session was cut to a number of cards.
    Another,
    /// Nothing.
    Nothing,
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    summary: &Summary,
    session: &Session,
    collection: &Collection,
    commands: &mut Vec<Command>,
) {
    let scope = session.scope();
    let now = Now {
        collection,
        at_ms: collection.now_ms(),
        day: collection.day(),
        records: scope.records(),
    };
    let more = match (session.stage(), scope.limit) {
        (Stage::Done, None) => More::Nothing,
        (Stage::Done, Some(_)) => More::Another,
        _ => More::Rest,
    };
    if ui.memory(|memory| memory.allows_interaction(ui.layer_id())) {
        handle_keys(ui, commands);
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        column(ui, size::READING, |ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
            if summary.answered == 0 {
                show_empty(ui, t, summary, scope, commands);
            } else {
                show_full(ui, t, summary, scope, now, commands, more);
            }
            ui.add_space(space::XXXL);
        });
    });
}

/// Enter is done, unless a button was reached with Tab.
fn handle_keys(ui: &Ui, commands: &mut Vec<Command>) {
    if ui.memory(egui::Memory::focused).is_some() {
        return;
    }
    let is_done = ui.input_mut(|input| {
        let repeats = |event: &egui::Event| {
            matches!(event, egui::Event::Key { key: Key::Enter, repeat: true, .. })
        };
        input.events.retain(|event| !repeats(event));
        input.consume_key(Modifiers::NONE, Key::Enter)
    });
    if is_done {
        commands.push(Command::Do(Action::Home));
    }
}

/// A line in the middle of the page.
fn centred(ui: &mut Ui, text: &str, role: Type, ink: egui::Color32) {
    let width = ui.available_width();
    let galley = paint::paragraph(ui, text, role, ink, width);
    let height = galley.size().y;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    paint::galley_centred(ui, rect, galley);
}

fn medal(ui: &mut Ui, icon: &str, tone: Tone) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 56.0), Sense::hover());
    ui.painter().circle_filled(rect.center(), 28.0, tone.soft);
    paint::icon(ui, rect.center(), icon, 26.0, tone.ink);
}

fn show_full(
    ui: &mut Ui,
    t: &Tokens,
    summary: &Summary,
    scope: &Scope,
    now: Now<'_>,
    commands: &mut Vec<Command>,
    more: More,
) {
    let is_all_right = summary.correct == summary.answered;
    ui.add_space(space::XXXL);
    let icon = if is_all_right { icons::CHECK } else { icons::TRENDING_UP };
    medal(ui, icon, if is_all_right { t.success } else { t.accent });
    ui.add_space(space::L);
    let headline = match (summary.answered, is_all_right) {
        (1, true) => "One answer, and right".to_owned(),
        (answered, true) => format!("All {answered} right"),
        (answered, false) => format!("{} of {answered} right", summary.correct),
    };
    centred(ui, &headline, Type::Display, t.strong);
    ui.add_space(space::XS);
    let below = if scope.records() {
        next_due(summary.next_due)
    } else {
        "Cramming: nothing was recorded".to_owned()
    };
    centred(ui, &below, Type::Body, t.quiet);
    ui.add_space(space::XL);
    show_figures(ui, summary);
    ui.add_space(space::L);
    show_buttons(ui, scope, more, commands);
    if !summary.missed.is_empty() {
        show_list(ui, t, "Worth another look", &summary.missed, now);
    }
    if !summary.leeches.is_empty() {
        show_list(ui, t, "Set aside", &summary.leeches, now);
        ui.add_space(space::S);
        let text = "Forgotten again and again: they stay away until you bring them back.";
        let width = ui.available_width();
        let galley = paint::paragraph(ui, text, Type::Small, t.quiet, width);
        let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
        paint::galley(ui, rect.min, galley);
    }
}

fn show_figures(ui: &mut Ui, summary: &Summary) {
    let percent = 100 * summary.correct / summary.answered.max(1);
    let figures = [
        (format!("{percent}%"), "right"),
        (summary.learned.to_string(), "learned"),
        (took(summary.took_ms), "spent"),
    ];
    card(ui, |ui| {
        let width = (ui.available_width() / 3.0).floor();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (value, name) in &figures {
                let layout = Layout::top_down(Align::Center);
                ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
                    ui.set_width(width);
                    figure(ui, value, name);
                });
            }
        });
    });
}

fn show_buttons(ui: &mut Ui, scope: &Scope, more: More, commands: &mut Vec<Command>) {
    let has_more = more != More::Nothing;
    let width = if has_more { 160.0 * 2.0 + space::M } else { 200.0 };
    let row = vec2(ui.available_width(), 44.0);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        ui.add_space(((ui.available_width() - width) / 2.0).max(0.0));
        if has_more && ui.add(Button::quiet("Keep going").large().min_width(160.0)).clicked() {
            commands.push(match more {
                More::Rest => Command::Resume,
                More::Another | More::Nothing => Command::Study(scope.clone()),
            });
        }
        let least = if has_more { 160.0 } else { 200.0 };
        let done = Button::primary("Done").key("Enter").large().min_width(least);
        if ui.add(done).clicked() {
            commands.push(Command::Do(Action::Home));
        }
    });
}

fn show_list(ui: &mut Ui, t: &Tokens, title: &str, entries: &[Entry], now: Now<'_>) {
    ui.add_space(space::XXL);
    let galley = paint::line(ui, title, Type::Heading, t.strong, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    paint::galley(ui, rect.min, galley);
    ui.add_space(space::M);
    card(ui, |ui| {
        for (position, entry) in entries.iter().take(ROWS).enumerate() {
            if position > 0 {
                ui.add_space(space::M);
                rule(ui);
                ui.add_space(space::M);
            }
            show_entry(ui, t, entry, now);
        }
        if let Some(more) = entries.len().checked_sub(ROWS).filter(|more| *more > 0) {
            ui.add_space(space::M);
            centred(ui, &format!("and {more} more"), Type::Small, t.quiet);
        }
    });
}

fn show_entry(ui: &mut Ui, t: &Tokens, entry: &Entry, now: Now<'_>) {
    let deck = now.collection.library().deck(&entry.key.deck);
    let deck = deck.map_or(entry.key.deck.as_str(), |deck| deck.head.title.as_str());
    let title = markdown::plain(&entry.title).replace('\n', " ");
    let when = if entry.leech {
        "set aside".to_owned()
    } else if now.records {
        returns(entry.due, now.at_ms, now.day)
    } else {
        String::new()
    };
    let details = if when.is_empty() { deck.to_owned() } else { format!("{deck}  ·  {when}") };
    ui.horizontal_top(|ui| {
        let chip = if entry.confident_error() { 132.0 } else { 0.0 };
        let width = ui.available_width() - chip;
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            line(ui, &title, Type::Body, t.strong);
            line(ui, &details, Type::Small, t.quiet);
        });
        if entry.confident_error() {
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                chip_toned(ui, "Sure, but wrong", t.danger);
            });
        }
    });
}

fn line(ui: &mut Ui, text: &str, role: Type, ink: egui::Color32) {
    let galley = paint::line(ui, text, role, ink, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    paint::galley(ui, rect.min, galley);
}

/// Nothing was answered: there was nothing to do, or the learner left at once.
fn show_empty(
    ui: &mut Ui,
    t: &Tokens,
    summary: &Summary,
    scope: &Scope,
    commands: &mut Vec<Command>,
) {
    ui.add_space((ui.ctx().content_rect().height() * 0.2).max(space::XXXL));
    medal(ui, icons::CHECK, t.accent);
    ui.add_space(space::L);
    let (headline, below) = match scope.mode {
        ScopeMode::Due => ("Nothing due", next_due(summary.next_due)),
        ScopeMode::Weak => ("Nothing is weak", "What you have learned is still there.".to_owned()),
        ScopeMode::Cram => ("No cards here", "Add a deck, or choose another one.".to_owned()),
    };
    centred(ui, headline, Type::Display, t.strong);
    ui.add_space(space::XS);
    centred(ui, &below, Type::Body, t.quiet);
    ui.add_space(space::XL);
    show_buttons(ui, scope, More::Nothing, commands);
    ui.add_space(space::L);
    let others = [
        (ScopeMode::Weak, "Study what you know least"),
        (ScopeMode::Cram, "Cram without scheduling"),
    ];
    let others: Vec<_> = others.into_iter().filter(|(mode, _)| *mode != scope.mode).collect();
    let each = 216.0;
    let width = if others.len() > 1 { 2.0 * each + space::S } else { each };
    let is_narrow = ui.available_width() < width;
    let layout = if is_narrow {
        Layout::top_down(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    };
    let row = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, layout, |ui| {
        if !is_narrow {
            ui.add_space(((ui.available_width() - width) / 2.0).max(0.0));
        }
        for (mode, name) in others {
            if ui.add(Button::plain(name).min_width(each)).clicked() {
                commands.push(Command::Study(Scope { mode, limit: None, ..scope.clone() }));
            }
        }
    });
}

/// `12 cards tomorrow`.
fn next_due(next: Option<NextDue>) -> String {
    let Some(next) = next else { return "Nothing is scheduled yet".to_owned() };
    let cards = if next.cards == 1 { "1 card".to_owned() } else { format!("{} cards", next.cards) };
    match next.in_days {
        0 => format!("Next: {cards} later today"),
        1 => format!("Next: {cards} tomorrow"),
        days => format!("Next: {cards} in {days} days"),
    }
}

/// When a card returns.
fn returns(due: Due, now_ms: i64, today: i32) -> String {
    match due {
        Due::Never => "not scheduled".to_owned(),
        Due::At(at_ms) => match (at_ms - now_ms).max(0).div_euclid(60_000) {
            0 => "returns now".to_owned(),
            minutes => format!("returns in {minutes} min"),
        },
        Due::Day(day) => match day.saturating_sub(today) {
            ..=0 => "returns today".to_owned(),
            1 => "returns tomorrow".to_owned(),
            days => format!("returns in {days} days"),
        },
    }
}

/// How long it took: `48 s`, `9 min`, `1 h 5 min`.
fn took(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", (seconds + 30) / 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_and_human() {
        assert_eq!(took(48_500), "48 s");
        assert_eq!(took(530_000), "9 min");
        assert_eq!(took(3_900_000), "1 h 5 min");
        assert_eq!(returns(Due::At(600_000), 0, 10), "returns in 10 min");
        assert_eq!(returns(Due::Day(11), 0, 10), "returns tomorrow");
        assert_eq!(next_due(Some(NextDue { in_days: 1, cards: 12 })), "Next: 12 cards tomorrow");
        assert_eq!(next_due(Some(NextDue { in_days: 0, cards: 1 })), "Next: 1 card later today");
    }
}
