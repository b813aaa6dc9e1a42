//! Hover, focus, tooltips and what lies over the page.

use egui::vec2;
use egui_kittest::kittest::Queryable as _;
use hippocache::ui::icons;
use hippocache::ui::markdown::{self, Look};
use hippocache::ui::tokens::{Tokens, size, space};
use hippocache::ui::widgets::{
    AnswerRow, Button, Level, TextField, Toasts, buttons_right, card, column, icon_button, modal,
};

use crate::gallery::paint_ground;
use crate::support::{THEMES, assert_snapshot, harness};

#[test]
fn states() {
    for (theme, theme_name) in THEMES {
        let (mut harness, painter) = harness(theme, vec2(700.0, 620.0), |ui| {
            paint_ground(ui);
            column(ui, size::READING, |ui| {
                ui.add_space(space::XL);
                card(ui, |ui| {
                    ui.add(AnswerRow::new("1", "Has the keyboard's focus"));
                    ui.add(AnswerRow::new("2", "Under the pointer"));
                    ui.add_space(space::M);
                    ui.horizontal(|ui| {
                        ui.add(Button::primary("Check").key("Enter"));
                        ui.add(Button::quiet("Hint").icon(icons::LIGHTBULB));
                        let _ = icon_button(ui, icons::UNDO, "Undo", Some("Ctrl Z"));
                    });
                    ui.add_space(space::M);
                    let mut text = "postgres".to_owned();
                    TextField::new("Name", &mut text).hint("Type here").show(ui);
                });
            });
        });
        harness.key_press(egui::Key::Tab);
        harness.run();
        let row = harness.get_by_label_contains("Under the pointer").rect();
        harness.hover_at(row.center());
        harness.run();
        assert_snapshot(&format!("states_row_{theme_name}"), &painter.draw(&harness));
        for _ in 0..5 {
            harness.key_press(egui::Key::Tab);
        }
        let button = harness.get_by_label("Undo").rect();
        harness.hover_at(button.center());
        harness.run();
        harness.run_steps(4);
        assert_snapshot(&format!("states_field_{theme_name}"), &painter.draw(&harness));
    }
}

#[test]
fn overlays() {
    for (theme, theme_name) in THEMES {
        let mut toasts = Toasts::default();
        toasts.say(Level::Success, "Card flagged. You find it under Flagged on the home screen.");
        toasts.say(Level::Info, "Undone");
        let (harness, painter) = harness(theme, vec2(700.0, 520.0), move |ui| {
            let t = Tokens::of(ui);
            paint_ground(ui);
            column(ui, size::READING, |ui| {
                ui.add_space(space::XL);
                card(ui, |ui| markdown::show(ui, "What lies **beneath**", Look::question(t)));
            });
            modal(ui.ctx(), "End the session?", 400.0, |ui| {
                let text = "Your 7 answers are saved. The other 13 cards stay due.";
                markdown::show(ui, text, Look::body(t));
                ui.add_space(space::L);
                buttons_right(ui, |ui| {
                    ui.add(Button::primary("End session").key("Enter"));
                    ui.add(Button::quiet("Keep going").key("Esc"));
                });
            });
            toasts.show(ui.ctx());
        });
        assert_snapshot(&format!("overlays_{theme_name}"), &painter.draw(&harness));
    }
}
