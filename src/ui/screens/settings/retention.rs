//! How much shall be remembered, and what that costs.

use egui::{Align2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, epaint, pos2, vec2};

use crate::settings::Settings;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{paint, slider_row};
use crate::ui::words;

const HEIGHT: f32 = 104.0;
/// The curve ends here: beyond it grows without measure, times the usual.
const MOST: f64 = 3.0;

/// Draws the row and the curve under it.
pub fn show(ui: &mut Ui, t: &Tokens, draft: &mut Settings, workload: &[(f64, f64)]) {
    slider_row(
        ui,
        "Desired retention",
        "The share of due cards that you want to recall.",
        &mut draft.desired_retention,
        (0.70, 0.99, 0.01),
        words::percent,
    );
    let retention = (draft.desired_retention * 100.0).round() / 100.0;
    let cost = cost(workload, retention);
    let words = sentence(retention, cost);
    let width = ui.available_width();
    let is_wide = width > 460.0;
    let text_width = if is_wide { width * 0.42 } else { width };
    let text = paint::paragraph(ui, &words, Type::Small, t.body, text_width);
    let text_height = text.size().y;
    let height = if is_wide { HEIGHT } else { text_height + space::M + HEIGHT };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    if is_wide {
        let y = rect.center().y - space::S;
        paint::galley_left(ui, rect.left(), y, text);
        let left = rect.right() - rect.width() * 0.5;
        curve(
            ui,
            t,
            Rect::from_min_max(pos2(left, rect.top()), rect.max),
            workload,
            retention,
            cost,
        );
    } else {
        paint::galley(ui, rect.min, text);
        let place = Rect::from_min_max(pos2(rect.left(), rect.bottom() - HEIGHT), rect.max);
        curve(ui, t, place, workload, retention, cost);
    }
    ui.add_space(space::M);
}

/// Reviews as a multiple of those at 90 %, between the points worked out.
fn cost(workload: &[(f64, f64)], retention: f64) -> f64 {
    workload
        .iter()
        .min_by(|(a, _), (b, _)| (a - retention).abs().total_cmp(&(b - retention).abs()))
        .map_or(1.0, |(_, cost)| *cost)
}

/// What it costs and what it gives, with 'about' where it is an estimate.
fn sentence(retention: f64, cost: f64) -> String {
    let share = 1.0 / (1.0 - retention);
    let forgotten = format!("You will forget about 1 of {share:.0} cards that come due.");
    // Tens of percent: the estimate is no finer.
    let change = ((cost - 1.0) * 10.0).round() * 10.0;
    let work = if (retention - 0.90).abs() < 0.001 {
        "A good balance for most.".to_owned()
    } else if cost >= 1.95 {
        format!("About {cost:.1} times the reviews a day that 90\u{a0}% takes.")
    } else if change > 0.0 {
        format!("About {change:.0}\u{a0}% more reviews a day than at 90\u{a0}%.")
    } else if change < 0.0 {
        format!("About {:.0}\u{a0}% fewer reviews a day than at 90\u{a0}%.", -change)
    } else {
        "About as many reviews a day as at 90\u{a0}%.".to_owned()
    };
    format!("{forgotten} {work}")
}

fn curve(ui: &Ui, t: &Tokens, rect: Rect, workload: &[(f64, f64)], retention: f64, cost: f64) {
    let plot = Rect::from_min_max(rect.min + vec2(0.0, space::XS), rect.max - vec2(0.0, 24.0));
    #[expect(clippy::cast_possible_truncation, reason = "points on the screen")]
    let at = |retention: f64, cost: f64| {
        let x = (retention - 0.70) / 0.29;
        let y = cost / MOST;
        pos2(plot.left() + plot.width() * x as f32, plot.bottom() - plot.height() * y as f32)
    };
    let points: Vec<_> = workload.iter().map(|(retention, cost)| at(*retention, *cost)).collect();
    // The area: one strip a percent, so that it is convex everywhere.
    let mut mesh = epaint::Mesh::default();
    for point in &points {
        mesh.colored_vertex(*point, Tokens::fade(t.accent.ink, 0.22));
        mesh.colored_vertex(pos2(point.x, plot.bottom()), Tokens::fade(t.accent.ink, 0.03));
    }
    let strips = u32::try_from(points.len().saturating_sub(1)).unwrap_or(0);
    for strip in 0..strips {
        let first = strip * 2;
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first + 1, first + 2, first + 3);
    }
    let painter = ui.painter().with_clip_rect(plot.expand2(vec2(8.0, 2.0)));
    painter.add(Shape::mesh(mesh));
    let base = at(0.90, 0.0);
    ui.painter().hline(plot.x_range(), plot.bottom(), Stroke::new(1.0, t.line));
    ui.painter().vline(base.x, plot.top()..=plot.bottom(), Stroke::new(1.0, t.line));
    painter.add(Shape::line(points, Stroke::new(2.0, t.accent.ink)));
    let here = at(retention, cost.min(MOST));
    ui.painter().circle(here, 5.5, t.accent.ink, Stroke::new(2.5, t.card));
    for (share, words, align) in [
        (0.70, "70\u{a0}%", Align2::LEFT_TOP),
        (0.90, "90\u{a0}%", Align2::CENTER_TOP),
        (0.99, "99\u{a0}%", Align2::RIGHT_TOP),
    ] {
        let text = paint::line(ui, words, Type::Caption, t.quiet, 60.0);
        let x = at(share, 0.0).x;
        let place = align.anchor_size(pos2(x, plot.bottom() + 6.0), text.size());
        paint::galley(ui, place.min, text);
    }
    let title = paint::line(ui, "Reviews a day", Type::Caption, t.quiet, 160.0);
    paint::galley(ui, plot.min, title);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheduler::Model;

    #[test]
    fn the_sentence_says_what_it_costs() {
        let workload = crate::insight::workload(&Model::default());
        let say = |retention| sentence(retention, cost(&workload, retention));
        assert!(say(0.90).starts_with("You will forget about 1 of 10 cards"));
        assert!(say(0.90).contains("A good balance"));
        assert!(say(0.75).contains("fewer reviews a day"), "{}", say(0.75));
        assert!(say(0.93).contains("more reviews a day"), "{}", say(0.93));
        assert!(say(0.99).contains("times the reviews"), "{}", say(0.99));
        assert!(say(0.99).starts_with("You will forget about 1 of 100 cards"));
    }
}
