//! What is said beneath an answer: why it is so, where it stands, what became of
//! the card.

use egui::{CornerRadius, Margin, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::top::words;
use crate::deck::Proven;
use crate::session::{Answered, Hint, Solution};
use crate::store::Verdict;
use crate::ui::action::Action;
use crate::ui::app::Command;
use crate::ui::icons;
use crate::ui::markdown::{self, ImageSource, Look};
use crate::ui::tokens::{Tokens, Type, radius, size, space};
use crate::ui::widgets::{Button, Level, Notice, paint, rule};

/// A small title over a part of the feedback.
pub fn small_heading(ui: &mut Ui, t: &Tokens, text: &str) {
    let width = ui.available_width();
    words(ui, text, Type::SmallStrong, t.quiet, width);
    ui.add_space(space::XS);
}

/// Hints that were taken.
pub fn show_hints(ui: &mut Ui, t: &Tokens, hints: &[Hint]) {
    for hint in hints {
        // A struck option is shown where it stands.
        let Hint::Words(text) = hint else { continue };
        ui.add_space(space::M);
        let inner = egui::Frame::new()
            .fill(t.raised)
            .corner_radius(CornerRadius::same(radius::CONTROL))
            .inner_margin(Margin { left: 44, right: 14, top: 10, bottom: 10 })
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                markdown::show(ui, text, Look::body(t));
            });
        let centre = inner.response.rect.left_top() + vec2(23.0, 22.0);
        paint::icon(ui, centre, icons::LIGHTBULB, 16.0, t.accent.ink);
    }
}

/// Why it is so, and where that stands written.
pub fn show_solution(
    ui: &mut Ui,
    t: &Tokens,
    solution: &Solution,
    images: &dyn Fn(&str) -> Option<ImageSource>,
    commands: &mut Vec<Command>,
) {
    if solution.why.is_none() && solution.source.is_none() && solution.proven.is_none() {
        return;
    }
    ui.add_space(space::XL);
    rule(ui);
    ui.add_space(space::L);
    if let Some(why) = &solution.why {
        markdown::show_with_images(ui, why, Look::body(t), images);
    }
    if solution.source.is_none() && solution.proven.is_none() {
        return;
    }
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::L, space::XS);
        if let Some(source) = &solution.source
            && source_link(ui, t, source)
        {
            commands.push(Command::Open(source.clone()));
        }
        if let Some(proven) = &solution.proven {
            checked(ui, t, proven);
        }
    });
}

/// `Checked on CPython 3.11`: this answer was not only written, it came out.
fn checked(ui: &mut Ui, t: &Tokens, proven: &Proven) {
    let said = format!("Checked on {}", short_version(&proven.version));
    let room = (ui.available_width() - 24.0).max(40.0);
    let text = paint::line(ui, &said, Type::Small, t.quiet, room);
    let size = vec2(22.0 + text.size().x, size::CONTROL_SMALL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    paint::icon(ui, rect.left_center() + vec2(8.0, 0.0), icons::CIRCLE_CHECK, 15.0, t.success.ink);
    paint::galley_left(ui, rect.left() + 22.0, rect.center().y, text);
    response.on_hover_text(format!(
        "The card's code was run on {} on {}, and this answer came out.",
        proven.version, proven.date
    ));
}

/// Versions down to what changes behaviour: `CPython 3.11.2` is `CPython 3.11`.
fn short_version(version: &str) -> String {
    let short = |word: &str| {
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let mut parts = word.splitn(3, '.');
        match (is_number, parts.next(), parts.next(), parts.next()) {
            (true, Some(major), Some(minor), Some(_)) => format!("{major}.{minor}"),
            _ => word.to_owned(),
        }
    };
    version.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

/// The right answer is another than the last time: what does that mean?
pub fn show_reworded(ui: &mut Ui, t: &Tokens, answered: &Answered, commands: &mut Vec<Command>) {
    let Some(reworded) = &answered.reworded else { return };
    ui.add_space(space::L);
    egui::Frame::new()
        .fill(t.raised)
        .corner_radius(CornerRadius::same(radius::CONTROL))
        .inner_margin(Margin { left: 44, right: 14, top: 12, bottom: 12 })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let corner = ui.max_rect().left_top() + vec2(-21.0, 10.0);
            paint::icon(ui, corner, icons::PENCIL, 16.0, t.accent.ink);
            let title = match answered.verdict {
                None => "This answer has changed since you learned it. Is it the same fact?",
                Some(Verdict::Keep) => "The same fact: all that you know stays.",
                Some(Verdict::Ease) => "It is asked again today.",
                Some(Verdict::StartOver) => "A new fact: it is learned from the start.",
            };
            paragraph(ui, title, Type::SmallStrong, t.strong);
            let was = format!("It was: {}", reworded.was.answered.replace('\n', ", "));
            paragraph(ui, &was, Type::Small, t.body);
            if answered.verdict.is_some() {
                return;
            }
            ui.add_space(space::S);
            ui.spacing_mut().interact_size.y = crate::ui::tokens::size::CONTROL;
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(space::S, space::S);
                for (action, word) in [
                    (Action::SameFact, "Same fact"),
                    (Action::EaseFact, "Ask sooner"),
                    (Action::NewFact, "New fact"),
                ] {
                    if ui.add(Button::quiet(word).key(&action.key_text())).clicked() {
                        commands.push(Command::Do(action));
                    }
                }
            });
        });
}

fn paragraph(ui: &mut Ui, said: &str, role: Type, ink: egui::Color32) {
    let text = paint::paragraph(ui, said, role, ink, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(text.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    paint::galley(ui, rect.min, text);
}

/// The card was set aside.
pub fn show_leech(ui: &mut Ui) {
    ui.add_space(space::L);
    Notice::new(Level::Warning, "Set aside: forgotten again and again")
        .text("It stays away until you bring it back. Splitting or rewriting it often helps.")
        .show(ui);
}

/// The host of an address: what a reader wants to know before going there.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    host.strip_prefix("www.").unwrap_or(host)
}

fn source_link(ui: &mut Ui, t: &Tokens, source: &str) -> bool {
    let host = host(source);
    let text = paint::line(ui, host, Type::Small, t.accent.ink, 360.0);
    let cap = paint::KeyCap::new(ui, "O", t.quiet, t.card, t.line);
    let width = 24.0 + text.size().x + space::S + cap.size().x + space::S;
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::CONTROL_SMALL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Read more at {host}")));
    paint::icon(ui, rect.left_center() + vec2(8.0, 0.0), icons::EXTERNAL_LINK, 14.0, t.accent.ink);
    let left = rect.left() + 24.0;
    let line = if response.hovered() { 1.0 } else { 0.35 };
    let y = rect.center().y + text.size().y / 2.0 - 2.0;
    let stroke = Stroke::new(1.0, Tokens::fade(t.accent.ink, line));
    ui.painter().hline(left..=left + text.size().x, y, stroke);
    let cap_x = left + text.size().x + space::S;
    paint::galley_left(ui, left, rect.center().y, text);
    cap.paint(ui, cap_x, rect.center().y);
    paint::focus_ring(ui, &response, rect, radius::SMALL);
    paint::hand(ui, &response);
    let is_clicked = response.clicked();
    response.on_hover_text(source);
    is_clicked
}

#[cfg(test)]
mod tests {
    use super::{host, short_version};

    #[test]
    fn versions_are_told_down_to_what_changes_behaviour() {
        assert_eq!(short_version("CPython 3.11.2"), "CPython 3.11");
        assert_eq!(short_version("Node.js 20.20.2"), "Node.js 20.20");
        assert_eq!(short_version("PostgreSQL 15.18"), "PostgreSQL 15.18");
        assert_eq!(short_version("mingo 7.1.0 (emulated)"), "mingo 7.1 (emulated)");
    }

    #[test]
    fn the_host_is_where_one_really_goes() {
        assert_eq!(host("https://www.postgresql.org/docs/x.html#y"), "postgresql.org");
        assert_eq!(host("https://docs.python.org@evil.example/3"), "evil.example");
        assert_eq!(host("http://localhost:8080?x"), "localhost:8080");
    }
}
