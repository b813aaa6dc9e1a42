//! 'You pick X for Y', with something to do about it.

use egui::{Align, Layout, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::Command;
use crate::insight::chart::Chart;
use crate::insight::progress::Mistake;
use crate::session::Scope;
use crate::ui::app::Command as AppCommand;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{Button, Format, card, paint, rule, save_menu};

/// So many are shown.
const SHOWN: usize = 8;

/// Draws the card.
pub(super) fn show(
    ui: &mut Ui,
    t: &Tokens,
    (chart, mistakes, caption): (&Chart, &[Mistake], &str),
    commands: &mut Vec<AppCommand>,
) {
    let shown = mistakes.get(..SHOWN.min(mistakes.len())).unwrap_or_default();
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        let row = vec2(ui.available_width(), size::CONTROL);
        let saved = ui
            .allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
                ui.label(Type::BodyStrong.text(&chart.title, t.strong));
                let layout = Layout::right_to_left(Align::Center);
                let menu = |ui: &mut Ui| {
                    // The icon's ink, not its ground, ends where the card does.
                    ui.add_space(-9.0);
                    save_menu(ui, chart)
                };
                ui.with_layout(layout, menu).inner
            })
            .inner;
        ui.label(Type::Small.text(&chart.sentence, t.quiet));
        ui.add_space(space::M);
        for mistake in shown {
            rule(ui);
            draw(ui, t, mistake);
        }
        rule(ui);
        ui.add_space(space::L);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::S, space::S);
            if ui.add(Button::quiet("Study these").icon(icons::PLAY)).clicked() {
                let keys = shown.iter().map(|mistake| mistake.key.clone()).collect();
                commands.push(AppCommand::Study(Scope::cards(keys)));
            }
            if ui.add(Button::plain("Show in Browse").icon(icons::LIST)).clicked() {
                commands.push(AppCommand::Find(query(shown)));
            }
        });
        commands.extend(saved.map(|format: Format| {
            let (chart, caption) = (Box::new(chart.clone()), caption.to_owned());
            AppCommand::Progress(Command::Save { chart, format, caption })
        }));
    });
}

/// The cards by their names.
fn query(mistakes: &[Mistake]) -> String {
    let names = mistakes.iter().map(|mistake| {
        let name = format!("{}/{}", mistake.key.deck, mistake.key.card);
        format!("id:\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    });
    let mut names: Vec<String> = names.collect();
    names.dedup();
    names.join(" or ")
}

fn draw(ui: &mut Ui, t: &Tokens, mistake: &Mistake) {
    let width = ui.available_width();
    let times = match mistake.times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        many => format!("{many} times"),
    };
    let count = paint::line(ui, &times, Type::SmallStrong, t.strong, 120.0);
    let of = format!("of {}", mistake.asked);
    let of = paint::line(ui, &of, Type::Caption, t.quiet, 120.0);
    let side = count.size().x.max(of.size().x) + space::L;
    let room = width - side;
    let ask = paint::line(ui, &mistake.ask, Type::Small, t.body, room);
    let pick = paint::line(ui, "You pick", Type::Caption, t.quiet, room);
    let is = paint::line(ui, "It is", Type::Caption, t.quiet, room);
    let indent = pick.size().x.max(is.size().x) + space::M;
    let picked = paint::line(ui, &mistake.picked, Type::SmallStrong, t.danger.ink, room - indent);
    let answer = paint::line(ui, &mistake.answer, Type::SmallStrong, t.success.ink, room - indent);
    let about = if mistake.is_overcome {
        format!("{} · right the last time", mistake.deck)
    } else {
        mistake.deck.clone()
    };
    let about = paint::line(ui, &about, Type::Caption, t.quiet, room);
    let rows = [ask.size().y, picked.size().y, answer.size().y, about.size().y];
    let height = rows.iter().sum::<f32>() + 2.0 * space::M + 6.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| {
        let Mistake { ask, picked, answer, .. } = mistake;
        let said = format!("{ask} You pick {picked}, {times}. It is {answer}.");
        WidgetInfo::labeled(Role::Label, true, said)
    });
    let mut y = rect.top() + space::M;
    paint::galley(ui, pos2(rect.left(), y), ask);
    y += rows[0] + 2.0;
    for (name, text, high) in [(pick, picked, rows[1]), (is, answer, rows[2])] {
        paint::galley_left(ui, rect.left(), y + high / 2.0, name);
        paint::galley(ui, pos2(rect.left() + indent, y), text);
        y += high;
    }
    paint::galley(ui, pos2(rect.left(), y + 2.0), about);
    let x = rect.right();
    let lower = rect.top() + space::M + count.size().y;
    paint::galley(ui, pos2(x - count.size().x, rect.top() + space::M), count);
    paint::galley(ui, pos2(x - of.size().x, lower), of);
}
