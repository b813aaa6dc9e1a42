//! The page beneath the choice of cards: essentials, then section by section;
//! and what stands there when there is nothing to show.

use egui::{Align, Layout, Ui, vec2};

use super::{Command, State, essentials, mistakes};
use crate::insight::chart::Chart;
use crate::insight::figures::{Filter, Period, Unit};
use crate::insight::progress::{Graph, Progress, Section};
use crate::session::Scope;
use crate::ui::app::{Command as AppCommand, Ready};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{
    Button, Charts, Level, Notice, NoticeAnswer, card, empty_state, paint, segmented, skeleton,
};

/// From this width on, graphs stand side by side.
const WIDE: f32 = 760.0;

/// Nothing was ever answered.
pub(super) fn is_newcomer(ready: &Ready) -> bool {
    !ready.overview.started
        && ready.memories.history.as_ref().is_none_or(|history| history.answers().is_empty())
}

/// What will be here.
pub(super) fn newcomer(ui: &mut Ui, ready: &Ready, commands: &mut Vec<AppCommand>) {
    let t = Tokens::of(ui);
    card(ui, |ui| {
        let has_cards = !ready.collection.library().items().is_empty();
        let text = "After your first answers you’ll see here what you know now, how well you \
                    remember, and what comes.";
        let action = has_cards.then_some("Study the first cards");
        if empty_state(ui, icons::TRENDING_UP, "Your progress starts with a card", text, action) {
            commands.push(AppCommand::Study(Scope::default()));
        }
    });
    ui.add_space(space::L);
    let promises = [
        (icons::CALENDAR_DAYS, "Activity", "Every day of the year, with reviews and time."),
        (
            icons::BRAIN,
            "Memory",
            "Which cards are young, which are mature, and how firmly they sit.",
        ),
        (icons::TARGET, "Honesty", "Whether your ‘sure’ is sure, and what you mix up."),
        (icons::CLOCK, "What comes", "How many cards wait on each of the coming days."),
    ];
    crate::ui::widgets::grid(ui, promises.len(), 300.0, |ui, at| {
        let Some((icon, title, about)) = promises.get(at) else { return };
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(20.0, 24.0), egui::Sense::hover());
                paint::icon(ui, rect.center(), icon, 18.0, t.accent.ink);
                ui.label(Type::BodyStrong.text(*title, t.strong));
            });
            ui.label(Type::Small.text(*about, t.quiet));
        });
    });
}

/// The page, or what stands in for it.
pub(super) fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    ready: &Ready,
    commands: &mut Vec<AppCommand>,
) {
    if let (None, Some(trouble)) = (&ready.memories.history, &ready.memories.trouble) {
        card(ui, |ui| {
            let title = "Your history can’t be read";
            if empty_state(ui, icons::TRIANGLE_ALERT, title, trouble, Some("Try again")) {
                commands.push(AppCommand::Progress(Command::Again));
            }
        });
        return;
    }
    let Some((asked, progress)) = state.shown.take() else { return loading(ui) };
    if progress.figures.is_empty() {
        nothing(ui, state, &progress, commands);
    } else {
        if progress.essentials.reviews == 0 && asked.wanted.period != Period::All {
            let text = "Memory and what comes are shown as they stand today.";
            let notice = Notice::new(Level::Info, "No reviews in this period")
                .text(text)
                .action("Look at all time");
            if notice.show(ui) == NoticeAnswer::Action {
                state.wanted.period = Period::All;
            }
            ui.add_space(space::L);
        }
        essentials::show(ui, t, &progress.essentials, ready.overview.streak);
        let caption = caption(&asked.wanted.name, &progress);
        for section in Section::ALL {
            show_section(ui, t, state, (&progress, section, &caption), commands);
        }
    }
    state.shown = Some((asked, progress));
}

/// The choice has cards without any answer, or none at all.
fn nothing(ui: &mut Ui, state: &mut State, progress: &Progress, commands: &mut Vec<AppCommand>) {
    card(ui, |ui| {
        let name = &state.wanted.name;
        let title = match name.as_str() {
            "" => "Nothing answered yet".to_owned(),
            name => format!("Nothing answered yet of ‘{name}’"),
        };
        let (text, action) = match (progress.essentials.cards, state.wanted.filter.decks.as_slice())
        {
            (0, _) => ("There are no cards of it at hand now.", None),
            (_, [_]) => {
                ("As soon as you answer its first card, its progress is here.", Some("Study it"))
            }
            _ => ("As soon as you answer its first card, its progress is here.", None),
        };
        if empty_state(ui, icons::LIST_FILTER, &title, text, action)
            && let [deck] = state.wanted.filter.decks.as_slice()
        {
            commands.push(AppCommand::Study(Scope::deck(deck)));
        }
        ui.vertical_centered(|ui| {
            if ui.add(Button::plain("Show all cards")).clicked() {
                state.wanted.filter = Filter::default();
                state.wanted.name.clear();
            }
            ui.add_space(space::L);
        });
    });
}

/// Whose it is and when, beneath exported graphs.
fn caption(name: &str, progress: &Progress) -> String {
    let date = crate::insight::date::span(progress.figures.today, progress.figures.today);
    let name = if name.is_empty() { "All cards" } else { name };
    let period = match progress.figures.period {
        Period::Month => "30 days",
        Period::Quarter => "13 weeks",
        Period::Year => "a year",
        Period::All => "all time",
    };
    format!("{name} · {period} to {date} · Hippocache")
}

fn show_section(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    (progress, section, caption): (&Progress, Section, &str),
    commands: &mut Vec<AppCommand>,
) {
    let unit = state.unit.filter(|unit| progress.units.contains(unit)).unwrap_or(progress.unit);
    ui.add_space(space::XXL);
    let row = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.label(Type::Heading.text(section.title(), t.strong));
        if section == Section::Activity && progress.units.len() > 1 {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let options: Vec<(Unit, &str)> = progress
                    .units
                    .iter()
                    .map(|unit| match unit {
                        Unit::Day => (*unit, "Days"),
                        Unit::Week => (*unit, "Weeks"),
                        Unit::Month => (*unit, "Months"),
                    })
                    .collect();
                let mut chosen = unit;
                if segmented(ui, "Sums by", &options, &mut chosen) {
                    state.unit = Some(chosen);
                }
            });
        }
    });
    ui.add_space(space::M);
    // What is mixed up has a card of its own, with something to do.
    let graphs: Vec<&Graph> = progress
        .section(section, unit)
        .filter(|graph| graph.chart.id != "misconceptions")
        .collect();
    for (chart, format) in cards(ui, &mut state.charts, &graphs) {
        let (chart, caption) = (Box::new(chart.clone()), caption.to_owned());
        commands.push(AppCommand::Progress(Command::Save { chart, format, caption }));
    }
    let mixed = progress.section(section, unit).find(|graph| graph.chart.id == "misconceptions");
    if let Some(graph) = mixed.filter(|_| !progress.mistakes.is_empty()) {
        ui.add_space(space::L);
        mistakes::show(ui, t, (&graph.chart, &progress.mistakes, caption), commands);
    }
}

/// Graphs in one column or two; wide ones take both. Gives what shall be saved.
fn cards<'a>(
    ui: &mut Ui,
    charts: &mut Charts,
    graphs: &[&'a Graph],
) -> Vec<(&'a Chart, crate::ui::widgets::Format)> {
    let gap = space::L;
    let room = ui.available_width();
    let half = ((room - gap) / 2.0).floor();
    let is_double = room >= WIDE;
    let salt = |graph: &Graph| graph.by.map_or(0, |unit| 1 + unit as usize);
    let mut asked = Vec::new();
    let mut rest = graphs;
    while let [first, others @ ..] = rest {
        let pair = others.first().filter(|next| is_double && !first.is_wide && !next.is_wide);
        if let Some(second) = pair {
            let height = [first, second]
                .map(|graph| charts.height(ui, &graph.chart, salt(graph), half))
                .into_iter()
                .fold(0.0, f32::max);
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = gap;
                for graph in [*first, *second] {
                    let chosen = charts.card(ui, &graph.chart, salt(graph), (half, height));
                    asked.extend(chosen.map(|format| (&graph.chart, format)));
                }
            });
            rest = others.get(1..).unwrap_or_default();
        } else {
            let chosen = charts.card(ui, &first.chart, salt(first), (room, 0.0));
            asked.extend(chosen.map(|format| (&first.chart, format)));
            rest = others;
        }
        if !rest.is_empty() {
            ui.add_space(gap);
        }
    }
    asked
}

/// Stands where the page will be.
fn loading(ui: &mut Ui) {
    card(ui, |ui| skeleton(ui, &[0.28, 0.5, 0.36]));
    for _ in 0..2 {
        ui.add_space(space::L);
        card(ui, |ui| skeleton(ui, &[0.2, 0.7, 0.9, 0.9, 0.8, 0.6]));
    }
}
