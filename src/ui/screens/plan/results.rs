//! What a plan comes to: the score, its subjects, the load, what doesn't fit, and
//! what other minutes would give.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use super::charts::{self, Bar, Curve};
use super::{Outlook, say};
use crate::plan::{Plan, Projection, SubjectForecast, Track};
use crate::ui::app::Ready;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{Button, Level, Notice, card, chip_toned, paint};
use crate::ui::words;

/// Draws all of it. Moving a curve's point changes the plan.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    (plan, outlook, projection): (&mut Plan, &Outlook, &Projection),
    at: Option<usize>,
    ready: &Ready,
) {
    score(ui, t, plan, projection, at, ready);
    if let Some(text) = unfit(plan, projection, ready) {
        ui.add_space(space::L);
        let _ = Notice::new(Level::Info, &text.0).text(&text.1).show(ui);
    }
    ui.add_space(space::L);
    by_subject(ui, t, plan, projection, ready);
    ui.add_space(space::L);
    load(ui, t, plan, outlook, projection);
    ui.add_space(space::L);
    trade(ui, t, plan, projection, ready);
}

fn score(
    ui: &mut Ui,
    t: &Tokens,
    plan: &Plan,
    projection: &Projection,
    at: Option<usize>,
    ready: &Ready,
) {
    let total = projection.total();
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        let left = plan.study_day().saturating_sub(ready.collection.day());
        let when = format!("{} · {}", say::date(plan.day), say::days_left(left));
        ui.label(Type::Small.text(when, t.quiet));
        ui.add_space(space::XS);
        let (low, high) = projection.range;
        let line = format!(
            "You will know about {} of {}",
            words::grouped(say::whole(total.known)),
            words::count(total.total as usize, "card")
        );
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            ui.label(
                egui::RichText::new(words::percent(projection.score))
                    .font(egui::FontId::new(52.0, crate::ui::fonts::Face::Semibold.family()))
                    .color(t.strong)
                    .extra_letter_spacing(-1.5),
            );
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.add_space(12.0);
                ui.label(Type::BodyStrong.text(line, t.strong));
                let range =
                    format!("{:.0} to {} nine times of ten", low * 100.0, words::percent(high));
                ui.label(Type::Small.text(range, t.quiet));
            });
        });
        ui.add_space(space::S);
        if at.is_some() {
            on_track(ui, t, plan, projection, ready);
            ui.add_space(space::S);
        }
        ui.label(Type::Body.text(compared(plan, projection), t.body));
    });
}

/// What the plan gives, against doing as ever and doing nothing.
fn compared(plan: &Plan, projection: &Projection) -> String {
    let percent = words::percent;
    let idle =
        format!("Without another answer until then it would be {}.", percent(projection.untouched));
    let gain = ((projection.score - projection.unsteered) * 100.0).round();
    if !plan.steers {
        return format!("{idle} The plan does not steer.");
    }
    if gain >= 1.0 {
        let points = if gain < 1.5 { "point" } else { "points" };
        format!(
            "{idle} With the same minutes but without the plan’s steering, {}: {gain:.0} {points} \
             less.",
            percent(projection.unsteered)
        )
    } else {
        format!("{idle} With as many minutes, the plan’s steering changes little here.")
    }
}

fn on_track(ui: &mut Ui, t: &Tokens, plan: &Plan, projection: &Projection, ready: &Ready) {
    let total = projection.total();
    let unmet = total.total - total.met_now;
    let today = ready.collection.day();
    let from = crate::plan::study_day(plan.from);
    let track = Track::new(&plan.wish(), from, plan.unmet, unmet, today);
    let words = say::track(&track);
    let tone = if track.days <= -1.5 { t.warning } else { t.success };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        let mut letters = words.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        chip_toned(ui, &format!("{first}{}", letters.as_str()), tone);
        let text = if plan.unmet == 0 {
            "Every card was met when the plan began".to_owned()
        } else {
            format!(
                "{} of {} met since {}, {} planned by now",
                track.met,
                words::count(plan.unmet as usize, "new card"),
                plan.from.strftime("%-d %B"),
                say::whole(track.planned)
            )
        };
        ui.label(Type::Small.text(text, t.quiet));
    });
    let pace = projection.load.iter().map(|day| day.new).find(|new| *new >= 0.5);
    if let (true, Some(pace)) = (plan.steers, pace) {
        let cards = words::count(say::whole(pace), "new card");
        let text = format!("From here on about {cards} a day; the pace is set anew each day.");
        ui.label(Type::Small.text(text, t.quiet));
    }
}

/// What doesn't fit, and what would do.
fn unfit(plan: &Plan, projection: &Projection, ready: &Ready) -> Option<(String, String)> {
    let needed = projection.needed?;
    let missing = |forecast: &SubjectForecast| say::whole(f64::from(forecast.total) - forecast.met);
    let worst = plan.subjects.iter().zip(&projection.subjects).filter(|(_, it)| missing(it) > 0);
    let worst = worst.max_by_key(|(_, it)| missing(it));
    let all: usize = projection.subjects.iter().map(missing).sum();
    let (subject, forecast) = worst?;
    let name = say::subject(subject, &ready.collection);
    let title = if missing(forecast) == all {
        format!("{} of {name} will not be met", say::unmet(all))
    } else {
        format!("{} will not be met, most of them of {name}", say::unmet(all))
    };
    let text = match needed {
        Some(minutes) => {
            let more = minutes - f64::from(plan.minutes);
            format!("{} more a day would do, or fewer subjects.", say::minutes(more))
        }
        None => "No amount of time that fits a day would do: choose fewer subjects, or a later \
                 day."
            .to_owned(),
    };
    Some((title, text))
}

const BAR: f32 = 8.0;

fn by_subject(ui: &mut Ui, t: &Tokens, plan: &Plan, projection: &Projection, ready: &Ready) {
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        ui.label(Type::Heading.text("By subject", t.strong));
        ui.add_space(space::XS);
        ui.label(Type::Small.text("Known on the day, met but not recalled, and not met.", t.quiet));
        for (subject, forecast) in plan.subjects.iter().zip(&projection.subjects) {
            ui.add_space(space::M);
            let name = say::subject(subject, &ready.collection);
            row(ui, t, &name, forecast);
        }
    });
}

fn row(ui: &mut Ui, t: &Tokens, name: &str, forecast: &SubjectForecast) {
    let total = f64::from(forecast.total.max(1));
    let unmet = say::whole(f64::from(forecast.total) - forecast.met);
    let mut figures = format!("{} of {}", say::whole(forecast.known), forecast.total);
    if unmet > 0 {
        figures = format!("{figures} · {unmet} not met");
    }
    let share = words::percent(forecast.known / total);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), 22.0 + BAR + 2.0), Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, format!("{name}: {share} known, {figures}"))
    });
    let share = paint::line(ui, &share, Type::SmallStrong, t.strong, 60.0);
    let figures = paint::line(ui, &figures, Type::Small, t.quiet, rect.width() * 0.5);
    let y = rect.top() + 10.0;
    let right = rect.right() - 46.0;
    let share_x = rect.right() - share.size().x;
    let figures_x = right - figures.size().x;
    let room = figures_x - rect.left() - space::M;
    let name = paint::line(ui, name, Type::Label, t.body, room.max(40.0));
    paint::galley_left(ui, rect.left(), y, name);
    paint::galley_left(ui, figures_x, y, figures);
    paint::galley_left(ui, share_x, y, share);
    let bar = egui::Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - BAR), rect.max);
    charts::shares(ui, t, bar, forecast.known / total, forecast.met / total);
}

fn load(ui: &mut Ui, t: &Tokens, plan: &Plan, outlook: &Outlook, projection: &Projection) {
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        ui.label(Type::Heading.text("What the days will bring", t.strong));
        ui.add_space(space::XS);
        let (days, others) = (&projection.load, projection.load.iter().map(|day| day.others));
        #[expect(clippy::cast_precision_loss, reason = "days")]
        let count = days.len().max(1) as f64;
        let study = f64::from(plan.wish().study_days(outlook.today, projection.day).max(1));
        let mean = days.iter().map(|day| day.minutes).sum::<f64>() / study;
        let beside = others.sum::<f64>() / count;
        let mut text = format!("About {} on a study day for the plan", say::minutes(mean));
        if beside >= 0.5 {
            text =
                format!("{text}, and {} for everything else that comes due", say::minutes(beside));
        }
        text.push('.');
        ui.label(Type::Small.text(&text, t.quiet));
        ui.add_space(space::M);
        let bars: Vec<Bar> = days
            .iter()
            .map(|day| Bar { day: day.day, main: day.minutes, rest: day.others })
            .collect();
        charts::bars(ui, t, &bars, Some(f64::from(plan.minutes)), |bar| {
            let day = days.iter().find(|day| day.day == bar.day);
            let cards = day.map_or_else(String::new, |day| {
                let reviews = words::count(say::whole(day.reviews), "review");
                format!(" · {reviews}, {} new", say::whole(day.new))
            });
            format!(
                "{} for the plan, {} beside{cards}",
                say::minutes(bar.main),
                say::minutes(bar.rest)
            )
        });
    });
}

fn trade(ui: &mut Ui, t: &Tokens, plan: &mut Plan, projection: &Projection, ready: &Ready) {
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        ui.label(Type::Heading.text("What more time would give", t.strong));
        ui.add_space(space::XS);
        let mut minutes = f64::from(plan.minutes);
        let curve = Curve {
            name: "Minutes a day, on the curve",
            points: &projection.by_minutes,
            steps: (5.0, reach(projection, minutes), 5.0),
            ticks: &[5.0, 30.0, 60.0, 90.0, 120.0],
            show: &say::minutes,
        };
        let more = curve.at(minutes + 10.0) - curve.at(minutes);
        let text = if more >= 0.005 {
            let gain = (more * 100.0).round().max(1.0);
            let points = if gain < 1.5 { "point" } else { "points" };
            format!("Ten minutes more a day: about {gain:.0} {points} more on the day.")
        } else {
            "More minutes would give little: the time you have is enough.".to_owned()
        };
        ui.label(Type::Small.text(text, t.quiet));
        ui.add_space(space::S);
        if curve.draw(ui, t, &mut minutes).changed() {
            plan.minutes = u32::try_from(say::whole(minutes)).unwrap_or(plan.minutes);
        }
        ui.add_space(space::XL);
        retention(ui, t, plan, projection, ready);
    });
}

/// How far the curve is drawn: to where more minutes give nothing any more.
fn reach(projection: &Projection, minutes: f64) -> f64 {
    let points = &projection.by_minutes;
    let best = points.iter().map(|(_, score)| *score).fold(0.0, f64::max);
    let enough = points.iter().find(|(_, score)| best - score < 0.01).map_or(120.0, |it| it.0);
    let wanted = (enough * 1.5).max(minutes * 1.5);
    [30.0, 60.0].into_iter().find(|reach| *reach >= wanted).unwrap_or(120.0)
}

const SHARES: [f64; 4] = [0.80, 0.85, 0.90, 0.95];

fn retention(ui: &mut Ui, t: &Tokens, plan: &mut Plan, projection: &Projection, ready: &Ready) {
    let usual = ready.collection.settings().desired_retention;
    ui.horizontal_wrapped(|ui| {
        ui.label(Type::Heading.text("Desired retention until the day", t.strong));
        if plan.retention.is_some() && ui.add(Button::plain("As in the settings").small()).clicked()
        {
            plan.retention = None;
        }
    });
    ui.add_space(space::XS);
    let points: Vec<(f64, f64)> =
        projection.by_retention.iter().map(|(share, score, _)| (*share, *score)).collect();
    let minutes: Vec<(f64, f64)> =
        projection.by_retention.iter().map(|(share, _, minutes)| (*share, *minutes)).collect();
    let mut value = plan.retention.unwrap_or(usual).clamp(0.80, 0.95);
    let curve = Curve {
        name: "Desired retention until the day",
        points: &points,
        steps: (0.80, 0.95, 0.01),
        ticks: &SHARES,
        show: &words::percent,
    };
    let cost = Curve { name: "", points: &minutes, ..curve }.at(value);
    let best = points.iter().max_by(|a, b| a.1.total_cmp(&b.1)).copied().unwrap_or((usual, 0.0));
    let gain = ((best.1 - curve.at(value)) * 100.0).round();
    let text = if gain >= 1.0 {
        format!(
            "At {} about {} a study day. {} would score about {gain:.0} {} more.",
            words::percent(value),
            say::minutes(cost),
            words::percent(best.0),
            if gain < 1.5 { "point" } else { "points" }
        )
    } else {
        format!(
            "At {} about {} a study day; no other would score more than a point above it.",
            words::percent(value),
            say::minutes(cost)
        )
    };
    ui.label(Type::Small.text(text, t.quiet));
    ui.add_space(space::S);
    let curve = Curve {
        name: "Desired retention until the day",
        points: &points,
        steps: (0.80, 0.95, 0.01),
        ticks: &SHARES,
        show: &words::percent,
    };
    if curve.draw(ui, t, &mut value).changed() {
        plan.retention = Some((value * 100.0).round() / 100.0);
    }
}

/// The load as it comes without a plan.
pub fn forecast(ui: &mut Ui, t: &Tokens, outlook: &Outlook, ready: &Ready) {
    ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
    ui.label(Type::Heading.text("The days ahead", t.strong));
    ui.add_space(space::XS);
    let days = &outlook.forecast;
    let mean = |days: &[crate::plan::SimDay]| {
        #[expect(clippy::cast_precision_loss, reason = "days")]
        let count = days.len().max(1) as f64;
        days.iter().map(|day| day.secs / 60.0).sum::<f64>() / count
    };
    let (now, later) = (mean(days.get(..14).unwrap_or(days)), mean(days.get(46..).unwrap_or(days)));
    let new = ready.collection.settings().new_per_day;
    let text = if days.iter().all(|day| day.reviews + day.new == 0) {
        "Nothing comes due: start a deck, and its load shows here.".to_owned()
    } else {
        format!(
            "With {} a day, about {} a day in the next two weeks and {} two months from now.",
            words::count(new as usize, "new card"),
            say::minutes(now),
            say::minutes(later)
        )
    };
    ui.label(Type::Small.text(&text, t.quiet));
    ui.add_space(space::M);
    let bars: Vec<Bar> = (outlook.today..)
        .zip(days)
        .map(|(day, it)| Bar { day, main: it.secs / 60.0, rest: 0.0 })
        .collect();
    let goal = ready.collection.settings().goal_minutes;
    let limit = (goal > 0).then(|| f64::from(goal));
    charts::bars(ui, t, &bars, limit, |bar| {
        let at = usize::try_from(bar.day - outlook.today).ok();
        let cards = at.and_then(|at| days.get(at)).map_or_else(String::new, |day| {
            format!(" · {}, {} new", words::count(day.reviews as usize, "review"), day.new)
        });
        format!("{}{cards}", say::minutes(bar.main))
    });
}
