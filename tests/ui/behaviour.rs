//! What the widgets do: by keyboard, by pointer, for those who can't see them.

use std::cell::{Cell, RefCell};

use egui::accesskit::{Role, Toggled};
use egui::{Key, OutputCommand, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hippocache::settings::Theme;
use hippocache::ui::code::Code;
use hippocache::ui::markdown::{self, Look};
use hippocache::ui::tokens::Tokens;
use hippocache::ui::widgets::{
    AnswerRow, AnswerState, Button, TextField, modal, segmented, slider_row, stepper_row,
    toggle_row,
};

use crate::support::harness;

#[test]
fn a_row_is_picked_by_pointer_and_by_keyboard() {
    let clicks = Cell::new(0);
    let (mut harness, _) = harness(Theme::Dark, vec2(600.0, 300.0), |ui| {
        for (key, text) in [("1", "`one`"), ("2", "two")] {
            if ui.add(AnswerRow::new(key, text)).clicked() {
                clicks.set(clicks.get() + if key == "1" { 1 } else { 10 });
            }
        }
    });
    harness.get_by_label("2, two").click();
    harness.run();
    assert_eq!(clicks.get(), 10);
    harness.key_press(Key::Tab);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(clicks.get(), 11);
}

#[test]
fn an_answered_row_says_its_verdict_and_can_no_longer_be_pressed() {
    let clicks = Cell::new(0);
    let (mut harness, _) = harness(Theme::Dark, vec2(600.0, 300.0), |ui| {
        let row = AnswerRow::new("1", "one").state(AnswerState::Wrong).reason(Some("No."));
        if ui.add(row).clicked() {
            clicks.set(1);
        }
        ui.add(AnswerRow::new("2", "two").several(true).state(AnswerState::Selected));
    });
    let row = harness.get_by_label("1, one, your answer, wrong");
    assert_eq!(row.accesskit_node().role(), Role::RadioButton);
    row.click();
    harness.run();
    assert_eq!(clicks.get(), 0);
    let ticked = harness.get_by_label("2, two").accesskit_node();
    assert_eq!((ticked.role(), ticked.toggled()), (Role::CheckBox, Some(Toggled::True)));
}

#[test]
fn tab_visits_the_controls_in_reading_order() {
    let text = RefCell::new(String::new());
    let (mut harness, _) = harness(Theme::Light, vec2(600.0, 400.0), |ui| {
        ui.add(AnswerRow::new("1", "one"));
        markdown::show(ui, "[a link](https://example.com)", Look::body(Tokens::of(ui)));
        TextField::new("Name", &mut text.borrow_mut()).show(ui);
        ui.add(Button::primary("Check").key("Enter"));
    });
    let names = (0..4).map(|_| {
        harness.key_press(Key::Tab);
        harness.run();
        let focused =
            harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    });
    assert_eq!(names.collect::<Vec<_>>(), ["1, one", "a link", "Name", "Check"]);
}

#[test]
fn a_link_opens_its_address() {
    let (mut harness, _) = harness(Theme::Dark, vec2(600.0, 200.0), |ui| {
        markdown::show(ui, "See [the manual](https://example.com/x).", Look::body(Tokens::of(ui)));
    });
    harness.get_by_role_and_label(Role::Link, "the manual").click();
    harness.step();
    let opened =
        harness.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::OpenUrl(open) => Some(open.url.clone()),
            _ => None,
        });
    assert_eq!(opened.as_deref(), Some("https://example.com/x"));
}

#[test]
fn code_can_be_selected_and_copied_with_its_indentation() {
    let (mut harness, _) = harness(Theme::Dark, vec2(600.0, 200.0), |ui| {
        Code::new("Python", "def f():\n    return 1").show(ui);
    });
    let rect = harness.get_by_value("def f():\n    return 1").rect();
    harness.hover_at(rect.left_top() + vec2(0.5, 3.0));
    harness.drag_at(rect.left_top() + vec2(0.5, 3.0));
    harness.step();
    harness.hover_at(rect.right_bottom() - vec2(0.5, 3.0));
    harness.step();
    harness.event(egui::Event::Copy);
    harness.step();
    let copied =
        harness.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
    assert_eq!(copied.as_deref(), Some("def f():\n    return 1"));
}

#[test]
fn settings_rows_change_what_they_show() {
    let state = RefCell::new((false, 20_u32, 0.9_f64, 0_u8));
    let (mut harness, _) = harness(Theme::Dark, vec2(700.0, 500.0), |ui| {
        let (is_on, count, share, theme) = &mut *state.borrow_mut();
        toggle_row(ui, "Fuzz", "", is_on);
        stepper_row(ui, "New cards", "", count, (0, 22, 5), |value| value.to_string());
        slider_row(ui, "Retention", "", share, (0.7, 0.99, 0.01), |value| format!("{value:.2}"));
        segmented(ui, "Theme", &[(0, "System"), (1, "Light")], theme);
    });
    harness.get_by_role_and_label(Role::Switch, "Fuzz").click();
    harness.get_by_label("More New cards").click();
    harness.get_by_label("Theme, Light").click();
    harness.run();
    {
        let slider = harness.get_by_role(Role::Slider);
        slider.focus();
    }
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    let (is_on, count, share, theme) = *state.borrow();
    assert_eq!((is_on, count, theme), (true, 22, 1));
    assert!((share - 0.91).abs() < 1e-9, "{share}");
}

#[test]
fn escape_dismisses_a_modal() {
    let dismissed = Cell::new(false);
    let (mut harness, _) = harness(Theme::Dark, vec2(600.0, 400.0), |ui| {
        let answer = modal(ui.ctx(), "End the session?", 300.0, |ui| {
            ui.add(Button::primary("End"));
        });
        dismissed.set(dismissed.get() || answer.is_dismissed);
    });
    harness.run();
    assert!(!dismissed.get());
    harness.key_press(Key::Escape);
    harness.run();
    assert!(dismissed.get());
}

#[test]
#[should_panic(expected = "glyph")]
fn a_glyph_that_no_font_has_fails_a_test() {
    let _ = harness(Theme::Dark, vec2(200.0, 100.0), |ui| {
        ui.label("한");
    });
}
