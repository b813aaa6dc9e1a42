//! What lies ahead, on the home screen: the goal, the plans, a pile, the week.

use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, vec2};

use super::State;
use crate::plan::{Ahead, CatchUpWay, PlanNow, Plans, WeekSummary};
use crate::scheduler::day::date_of;
use crate::ui::action::Action;
use crate::ui::app::{Command, Ready};
use crate::ui::icons;
use crate::ui::screens::plan;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{Button, Level, Notice, NoticeAnswer, progress_bar};
use crate::ui::words;

/// What lies ahead, in words.
#[derive(Debug, Default)]
pub struct AheadView {
    /// Minutes of today against the goal, and how far that is, 0 to 1.
    goal: Option<(String, f32)>,
    /// A line for each plan to come.
    plans: Vec<String>,
    /// What the plans and limits do to today.
    today: Vec<String>,
    /// A plan whose day has come.
    over: Option<String>,
    /// A pile: title, text.
    pile: Option<(String, String)>,
    /// The week before: its Monday, title, text.
    pub week: Option<(i32, String, String)>,
}

impl AheadView {
    /// Works it out.
    pub fn new(ahead: &Ahead, goal_minutes: u32) -> Self {
        let way = ahead.catch_up.map(|way| match way {
            CatchUpWay::PauseNew => "New cards are paused until nothing waits",
            CatchUpWay::InDays(_) => "Catching up: no new cards, a share each day",
            CatchUpWay::OnlyPlan => "Only your plan’s cards come for now",
        });
        let mut today: Vec<String> = way.map(str::to_owned).into_iter().collect();
        if ahead.held_back > 0 {
            let cards = words::count(ahead.held_back as usize, "new card");
            today.push(format!("{cards} held back: the coming week is full"));
        }
        if ahead.looks > 0 {
            let cards = words::count(ahead.looks as usize, "card");
            today.push(format!("{cards} for a last look before the day"));
        }
        Self {
            goal: goal(ahead.minutes_today, goal_minutes),
            plans: ahead
                .plans
                .iter()
                .filter(|plan| plan.days_left > 0)
                .map(|plan| line(plan, ahead))
                .collect(),
            today,
            over: ahead.plans.iter().find(|plan| plan.days_left <= 0).map(|plan| {
                let name = &plan.name;
                match plan.days_left {
                    0 => format!("Today is the day: {name}"),
                    _ => format!("{name} is over: how did it go?"),
                }
            }),
            pile: pile(ahead),
            week: ahead.week.as_ref().map(week),
        }
    }
}

fn goal(minutes: f64, goal: u32) -> Option<(String, f32)> {
    if goal == 0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes")]
    let whole = minutes.floor() as u32;
    let words = if whole >= goal {
        format!("{whole} of {goal}\u{a0}min today: your goal for the day")
    } else {
        format!("{whole} of {goal}\u{a0}min today")
    };
    #[expect(clippy::cast_possible_truncation, reason = "a share")]
    let share = (minutes / f64::from(goal)).clamp(0.0, 1.0) as f32;
    Some((words, share))
}

fn line(plan: &PlanNow, ahead: &Ahead) -> String {
    let days = match plan.days_left {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let mut line =
        format!("{days} to {} · {}", plan.name, crate::ui::screens::plan::track(&plan.track));
    if let Some(score) = plan.predicted {
        line = format!("{line} · {} predicted", words::percent(score));
    }
    if let (true, Some(new)) = (plan.steers, ahead.plan_new)
        && ahead.plans.len() == 1
    {
        let new = words::count(new as usize, "new card");
        line = format!("{line} · {new} left today");
    }
    line
}

fn pile(ahead: &Ahead) -> Option<(String, String)> {
    let backlog = &ahead.backlog;
    if !backlog.is_pile() || ahead.catch_up.is_some() {
        return None;
    }
    let title = format!("{} have waited for you", words::count(backlog.waiting as usize, "card"));
    let text = format!(
        "That is {}. You need not do it all at once: see what to do first and how long it takes.",
        plan::minutes(backlog.minutes)
    );
    Some((title, text))
}

fn week(week: &WeekSummary) -> (i32, String, String) {
    let title = format!(
        "Last week: {} in {}",
        words::count(week.reviews as usize, "answer"),
        words::count(week.days as usize, "day")
    );
    let mut parts = Vec::new();
    if week.met > 0 {
        parts.push(format!("You met {}.", words::count(week.met as usize, "new card")));
    }
    let asked = week.recalled + week.slipped;
    if asked > 0 {
        parts.push(format!(
            "Of {} that came due you recalled {}; {} slipped and came back.",
            words::count(asked as usize, "card"),
            words::grouped(week.recalled as usize),
            words::grouped(week.slipped as usize)
        ));
    }
    parts.push(match week.next_due {
        0 => "Nothing is due in the coming seven days.".to_owned(),
        due => format!(
            "The coming seven days bring {}, {} in all.",
            words::count(due as usize, "review"),
            plan::minutes(week.next_minutes)
        ),
    });
    (week.monday, title, parts.join(" "))
}

/// Under what is to be done now: the plans and what they do today.
pub fn lines(ui: &mut Ui, t: &Tokens, view: &AheadView, commands: &mut Vec<Command>) {
    if view.plans.is_empty() && view.today.is_empty() {
        return;
    }
    ui.add_space(space::L);
    for line in &view.plans {
        let row = vec2(ui.available_width(), size::CONTROL_SMALL);
        let (row, _) = ui.allocate_exact_size(row, Sense::hover());
        // The icon's ink begins where the page does; the ground beyond it takes
        // no room, or the whole page would be wider.
        let place = Rect::from_min_max(row.min - vec2(10.0, 0.0), row.max);
        let layout = Layout::left_to_right(Align::Center);
        let mut row = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
        let name = format!("Plan: {line}");
        let button = Button::plain(line).icon(icons::TARGET).small().accessible_name(&name);
        if row.add(button).clicked() {
            commands.push(Command::Do(Action::Plan));
        }
        ui.add_space(space::XS);
    }
    for line in &view.today {
        ui.add_space(2.0);
        ui.label(Type::Small.text(line, t.quiet));
    }
}

/// Beside the heatmap: the goal.
pub fn goal_line(ui: &mut Ui, t: &Tokens, view: &AheadView) {
    if let Some((words, share)) = &view.goal {
        ui.add_space(space::XS);
        ui.label(Type::Small.text(words, t.body));
        progress_bar(ui, "Goal of the day", *share);
    }
}

/// Under the hero: what deserves a word.
pub fn notices(
    ui: &mut Ui,
    state: &mut State,
    view: &AheadView,
    ready: &Ready,
    commands: &mut Vec<Command>,
) {
    if let Some(over) = &view.over {
        ui.add_space(space::L);
        if Notice::new(Level::Info, over).action("Look").show(ui) == NoticeAnswer::Action {
            commands.push(Command::Do(Action::Plan));
        }
    }
    if let Some((title, text)) = view.pile.as_ref().filter(|_| !state.is_pile_closed) {
        ui.add_space(space::L);
        let notice = Notice::new(Level::Info, title).text(text).action("See how").closable();
        match notice.show(ui) {
            NoticeAnswer::Action => commands.push(Command::Do(Action::Plan)),
            NoticeAnswer::Closed => state.is_pile_closed = true,
            NoticeAnswer::None => {}
        }
    }
    // Told once: from the first look on it counts as seen, and stays until it is
    // closed or the window is.
    if let Some((monday, title, text)) = &view.week {
        state.week = Some((title.clone(), text.clone()));
        let week_told = Some(date_of(*monday));
        let plans = Plans { week_told, ..ready.collection.plans().clone() };
        commands.push(Command::Plan(plan::Command::Put(Box::new(plans))));
    }
    if let Some((title, text)) = &state.week {
        ui.add_space(space::L);
        let notice = Notice::new(Level::Info, title).text(text).closable();
        if notice.show(ui) == NoticeAnswer::Closed {
            state.week = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Backlog, Track};

    #[test]
    fn a_plan_is_told_in_a_line() {
        let plan = PlanNow {
            plan: 0,
            name: "Interview".to_owned(),
            days_left: 12,
            track: Track::default(),
            total: 10,
            unmet: 4,
            steers: true,
            predicted: Some(0.824),
        };
        let ahead = Ahead { plans: vec![plan], plan_new: Some(3), ..Ahead::default() };
        let view = AheadView::new(&ahead, 20);
        assert_eq!(
            view.plans,
            ["12 days to Interview · on track · 82\u{a0}% predicted · 3 new cards left today"]
        );
        assert_eq!(view.goal, Some(("0 of 20\u{a0}min today".to_owned(), 0.0)));
        assert!(AheadView::new(&ahead, 0).goal.is_none());
    }

    #[test]
    fn a_pile_is_told_until_something_is_done_about_it() {
        let backlog = Backlog { waiting: 300, overdue: 280, a_day: 20.0, minutes: 50.0 };
        let ahead = Ahead { backlog, ..Ahead::default() };
        assert!(AheadView::new(&ahead, 0).pile.is_some());
        let ahead = Ahead { catch_up: Some(CatchUpWay::PauseNew), ..ahead };
        let view = AheadView::new(&ahead, 0);
        assert!(view.pile.is_none());
        assert_eq!(view.today, ["New cards are paused until nothing waits"]);
        let small = Backlog { waiting: 35, overdue: 30, a_day: 20.0, minutes: 5.0 };
        assert!(!small.is_pile(), "two days' worth is no pile");
    }
}
