//! What matters most, above all graphs.

use egui::{Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::insight::chart::{Unit, grouped};
use crate::insight::progress::Essentials;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{card, paint};

/// A figure with its words.
struct Figure {
    what: &'static str,
    value: String,
    beside: String,
    about: String,
    is_low: bool,
}

/// Draws them: four side by side, or two and two.
pub(super) fn show(ui: &mut Ui, t: &Tokens, essentials: &Essentials, streak: u32) {
    let figures = figures(essentials, streak);
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        let room = ui.available_width();
        let columns = if room >= 720.0 { 4 } else { 2 };
        #[expect(clippy::cast_precision_loss, reason = "two or four")]
        let width = (room - space::XL * (columns - 1) as f32) / columns as f32;
        for (row, figures) in figures.chunks(columns).enumerate() {
            if row > 0 {
                ui.add_space(space::XL);
            }
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::XL;
                for figure in figures {
                    draw(ui, t, figure, width.floor());
                }
            });
        }
    });
}

fn figures(essentials: &Essentials, streak: u32) -> [Figure; 4] {
    let percent = |share| Unit::Percent.text(share);
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a life")]
    let minutes = essentials.time_ms as f64 / 60_000.0;
    let aim = percent(essentials.aim);
    let retention = match essentials.retention {
        Some(share) => Figure {
            what: "True retention",
            value: percent(share),
            beside: format!("aim {aim}"),
            about: format!("over {}", counted(essentials.recalls, "recall")),
            // Within two points of the aim is as good as there.
            is_low: share < essentials.aim - 0.02,
        },
        None => Figure {
            what: "True retention",
            value: "–".to_owned(),
            beside: format!("aim {aim}"),
            about: "nothing was due yet".to_owned(),
            is_low: false,
        },
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let known = essentials.known.round().max(0.0) as u64;
    [
        retention,
        Figure {
            what: "Reviews",
            value: grouped(essentials.reviews),
            beside: String::new(),
            about: match essentials.days {
                0 => "none in this period".to_owned(),
                days => format!("{} on {}", Unit::Minutes.text(minutes), counted(days, "day")),
            },
            is_low: false,
        },
        Figure {
            what: "You know now",
            value: grouped(known),
            beside: format!("of {}", counted(essentials.cards, "card")),
            about: format!("{} met", grouped(essentials.met)),
            is_low: false,
        },
        Figure {
            what: "Streak",
            value: streak.to_string(),
            beside: if streak == 1 { "day" } else { "days" }.to_owned(),
            about: "in a row, all cards".to_owned(),
            is_low: false,
        },
    ]
}

/// `1 card`, `12 cards`.
fn counted(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(number)) }
}

fn draw(ui: &mut Ui, t: &Tokens, figure: &Figure, width: f32) {
    let ink = if figure.is_low { t.warning.ink } else { t.strong };
    let what = paint::line(ui, figure.what, Type::Small, t.quiet, width);
    let value = paint::line(ui, &figure.value, Type::Display, ink, width);
    let room = (width - value.size().x - space::S).max(0.0);
    let beside = paint::line(ui, &figure.beside, Type::Body, t.quiet, room);
    let about = paint::line(ui, &figure.about, Type::Small, t.quiet, width);
    let height = what.size().y + value.size().y + about.size().y + 4.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| {
        let Figure { what, value, beside, about, .. } = figure;
        let said = format!("{what}: {value} {beside}, {about}");
        WidgetInfo::labeled(Role::Label, true, said)
    });
    let mut y = rect.top();
    paint::galley(ui, rect.min, std::sync::Arc::clone(&what));
    y += what.size().y + 2.0;
    let (wide, high) = (value.size().x, value.size().y);
    paint::galley(ui, pos2(rect.left(), y), value);
    // On one line with the figure's feet.
    let lower = y + high - beside.size().y - 4.0;
    paint::galley(ui, pos2(rect.left() + wide + space::S, lower), beside);
    y += high + 2.0;
    paint::galley(ui, pos2(rect.left(), y), about);
}
