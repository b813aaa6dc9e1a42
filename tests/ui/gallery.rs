//! Every widget, Markdown and code in pictures.

use egui::{Ui, vec2};
use hippocache::ui::code::Code;
use hippocache::ui::icons;
use hippocache::ui::markdown::{self, ImageSource, Look};
use hippocache::ui::tokens::{Tokens, Type, size, space};
use hippocache::ui::widgets::{
    AnswerRow, AnswerState, Button, FieldState, HeatDay, Level, Notice, TextField, card, chip,
    chip_toned, choice_row, column, empty_state, figure, filter_chip, grid, heatmap, icon_button,
    key_cap, progress_bar, recall_bar, recall_ring, row_card, rule, skeleton, slider_row,
    stepper_row, tile, toggle_row,
};

use crate::samples::{MARKDOWN, PROGRAMS};
use crate::support::{THEMES, assert_snapshot, harness};

/// Draws `show` on a page in both themes and both widths.
fn picture(name: &str, height: f32, show: impl Fn(&mut Ui) + Copy) {
    picture_at(&[700.0, 1400.0], name, height, show);
}

fn picture_at(widths: &[f32], name: &str, height: f32, show: impl Fn(&mut Ui) + Copy) {
    for (theme, theme_name) in THEMES {
        for &width in widths {
            let (harness, painter) = harness(theme, vec2(width, height), move |ui| {
                paint_ground(ui);
                column(ui, size::READING, show);
            });
            let picture = painter.draw(&harness);
            assert_snapshot(&format!("gallery_{name}_{theme_name}_{width}"), &picture);
        }
    }
}

pub fn paint_ground(ui: &Ui) {
    let whole = ui.content_rect();
    ui.painter().with_clip_rect(whole).rect_filled(whole, 0.0, Tokens::of(ui).ground);
}

#[test]
fn question() {
    picture("question", 900.0, |ui| {
        let t = Tokens::of(ui);
        ui.add_space(space::XL);
        ui.horizontal(|ui| {
            let _ = icon_button(ui, icons::X, "End the session", Some("Esc"));
            ui.label(Type::SmallStrong.text("Python", t.body));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let _ = icon_button(ui, icons::UNDO, "Undo", Some("Ctrl Z"));
                let _ = icon_button(ui, icons::FLAG, "Flag", Some("F"));
                ui.label(Type::Small.text("7 of 20 · about 4 min left", t.quiet));
            });
        });
        ui.add_space(space::S);
        progress_bar(ui, "Session progress", 0.35);
        ui.add_space(space::XL);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            ui.horizontal(|ui| {
                chip(ui, "Level 2");
                chip(ui, "closures");
            });
            ui.add_space(space::S);
            markdown::show(
                ui,
                "What does this print, and why does `append` **not** raise an error here?",
                Look::question(t),
            );
            ui.add_space(space::M);
            Code::new(
                "Python",
                "def add(item, to=[]):\n    to.append(item)  # one list for all calls\n    return to\n\nadd(1)\nprint(add(2), f\"{len(add(3))} items\")",
            )
            .show(ui);
            ui.add_space(space::M);
            ui.add(
                AnswerRow::new(
                    "1",
                    "`[1, 2]` then `3 items`: the default is made **once**, when `def` runs",
                )
                .state(AnswerState::Selected),
            );
            ui.add(AnswerRow::new("2", "`[2]` then `1 items`"));
            ui.add(AnswerRow::new("3", "A `TypeError`, since a list is no valid default value for a parameter that is used as a mutable accumulator across several calls"));
            ui.add(AnswerRow::new("4", "`[1]` then `2 items`").state(AnswerState::Struck));
        });
        ui.add_space(space::L);
        ui.horizontal(|ui| {
            ui.add(Button::quiet("Hint").icon(icons::LIGHTBULB).key("H"));
            ui.add(Button::plain("I don't know"));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add(Button::primary("Check").key("Enter"));
                ui.add(Button::quiet("Unsure").key("U"));
            });
        });
    });
}

#[test]
fn answered() {
    picture("answered", 1060.0, |ui| {
        let t = Tokens::of(ui);
        ui.add_space(space::XL);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 10.0;
            markdown::show(
                ui,
                "Which of these does `SELECT … FOR UPDATE` lock?",
                Look::question(t),
            );
            ui.add_space(space::S);
            ui.add(
                AnswerRow::new("1", "The rows it returns")
                    .state(AnswerState::Right)
                    .reason(Some("Each returned row is locked until the transaction ends.")),
            );
            ui.add(
                AnswerRow::new("2", "The whole table, against every reader")
                    .state(AnswerState::Wrong)
                    .reason(Some("Readers are *never* blocked by row locks: `MVCC` gives them the version before. Only `ACCESS EXCLUSIVE` blocks them, see [the manual](https://www.postgresql.org/docs/current/explicit-locking.html).")),
            );
            ui.add(
                AnswerRow::new("3", "Rows that a concurrent `UPDATE` wants")
                    .state(AnswerState::Missed)
                    .reason(Some("An `UPDATE` of a locked row waits.")),
            );
            ui.add(
                AnswerRow::new("4", "The index entries")
                    .state(AnswerState::Passed)
                    .reason(Some("Index entries carry no row locks.")),
            );
        });
        ui.add_space(space::L);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 10.0;
            markdown::show(ui, "Tick all that are **idempotent**.", Look::question(t));
            ui.add(AnswerRow::new("1", "`PUT`").several(true).state(AnswerState::Selected));
            ui.add(AnswerRow::new("2", "`POST`").several(true));
            ui.add(AnswerRow::new("3", "[1, 2, 3]\nNone").verbatim(true));
        });
        ui.add_space(space::L);
        let mut right = "SELECT count(*) FROM users;".to_owned();
        let mut wrong = "select coutn(*) from users".to_owned();
        TextField::new("Your answer", &mut right)
            .code(true)
            .large()
            .state(FieldState::Right)
            .show(ui);
        ui.add_space(space::S);
        TextField::new("Your answer", &mut wrong)
            .code(true)
            .large()
            .state(FieldState::Wrong)
            .hide_label()
            .show(ui);
    });
}

#[test]
fn controls() {
    picture("controls", 1240.0, |ui| {
        let t = Tokens::of(ui);
        ui.add_space(space::XL);
        ui.label(Type::Display.text("Good evening", t.strong));
        ui.label(Type::Body.text("42 due · 10 new · about 9 min", t.quiet));
        ui.add_space(space::L);
        ui.horizontal(|ui| {
            ui.add(Button::primary("Study now").large().icon(icons::PLAY).key("Space"));
            ui.add(Button::quiet("Custom session…"));
            ui.add(Button::plain("Later"));
            ui.add(Button::danger("Delete"));
        });
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            ui.add(Button::quiet("Small").small().icon(icons::FOLDER_OPEN));
            ui.add_enabled(false, Button::primary("Off"));
            ui.add_enabled(false, Button::quiet("Off"));
            let _ = icon_button(ui, icons::SETTINGS, "Settings", None);
            let _ = icon_button(ui, icons::SEARCH, "Search", Some("Ctrl K"));
            for key in ["Ctrl", "K", "Space", "?"] {
                key_cap(ui, key);
            }
        });
        ui.add_space(space::L);
        let mut query = String::new();
        TextField::new("Search", &mut query)
            .hint("Search decks and cards")
            .icon(icons::SEARCH)
            .hide_label()
            .show(ui);
        ui.add_space(space::M);
        let mut path = "/home/me/deks".to_owned();
        TextField::new("Deck folder", &mut path)
            .state(FieldState::Invalid)
            .message(Some("There is no such folder. Choose one that exists."))
            .show(ui);
        ui.add_space(space::L);
        ui.horizontal_wrapped(|ui| {
            chip(ui, "closures");
            chip(ui, "PostgreSQL 18");
            chip_toned(ui, "3 due", t.accent);
            chip_toned(ui, "leech", t.warning);
            chip_toned(ui, "2 faults", t.danger);
            chip_toned(ui, "mature", t.success);
            let _ = filter_chip(ui, "Only the weak", true);
            let _ = filter_chip(ui, "Flagged", false);
        });
        ui.add_space(space::L);
        show_notices(ui);
        ui.add_space(space::L);
        row_card(ui, |ui| {
            let mut retention = 0.9;
            let mut new_cards = 20;
            let mut is_fuzzed = true;
            let mut is_still = false;
            let mut theme = 1;
            slider_row(
                ui,
                "Desired retention",
                "How much should be remembered when a card comes back. More costs more reviews.",
                &mut retention,
                (0.7, 0.99, 0.01),
                |v| format!("{:.0} %", v * 100.0),
            );
            rule(ui);
            stepper_row(
                ui,
                "New cards a day",
                "All decks together.",
                &mut new_cards,
                (0, 200, 5),
                |v| format!("{v} cards"),
            );
            rule(ui);
            choice_row(ui, "Theme", "", &[(0, "System"), (1, "Light"), (2, "Dark")], &mut theme);
            rule(ui);
            toggle_row(ui, "Spread due dates", "Cards met together part.", &mut is_fuzzed);
            rule(ui);
            toggle_row(ui, "Reduced motion", "", &mut is_still);
        });
    });
}

fn show_notices(ui: &mut Ui) {
    let notices = [
        (Level::Info, "A newer deck is there", "Python has 12 new cards.", Some("Update")),
        (Level::Success, "Backed up", "", None),
        (
            Level::Warning,
            "Three cards were left out",
            "`broken.ron` has faults in lines 12, 40 and 41; the other 22 cards are fine.",
            Some("Show faults"),
        ),
        (
            Level::Error,
            "Your answers can't be saved",
            "The disk is full. Nothing is lost yet: free some space and try again.",
            Some("Try again"),
        ),
    ];
    for (level, title, text, action) in notices {
        let mut notice = Notice::new(level, title).text(text);
        if let Some(action) = action {
            notice = notice.action(action);
        }
        if level != Level::Error {
            notice = notice.closable();
        }
        notice.show(ui);
    }
}

#[test]
fn overview() {
    picture("overview", 1100.0, |ui| {
        let t = Tokens::of(ui);
        ui.add_space(space::XL);
        let decks = [
            ("Python", 12, 5, Some(0.91)),
            ("PostgreSQL", 30, 0, Some(0.72)),
            ("Redis", 0, 10, None),
            ("Spring Boot and its way of wiring beans", 3, 2, Some(0.55)),
        ];
        grid(ui, decks.len(), 280.0, |ui, cell| {
            let (title, due, new, recall) = decks[cell];
            let _ = tile(ui, title, |ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                ui.add(egui::Label::new(Type::Heading.text(title, t.strong)).truncate());
                ui.label(Type::Small.text(format!("{due} due · {new} new"), t.quiet));
                ui.add_space(space::M);
                let width = ui.available_width();
                recall_bar(ui, recall, width);
            });
        });
        ui.add_space(space::L);
        card(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::XL;
                recall_ring(ui, Some(0.87), 72.0);
                recall_ring(ui, None, 40.0);
                recall_ring(ui, Some(0.04), 40.0);
                figure(ui, "128", "reviews this week");
                figure(ui, "91 %", "remembered");
                figure(ui, "14", "days in a row");
            });
        });
        ui.add_space(space::L);
        card(ui, |ui| {
            ui.label(Type::Heading.text("The last weeks", t.strong));
            ui.add_space(space::S);
            let days: Vec<HeatDay> = (0..180_u32)
                .map(|day| HeatDay {
                    count: if day % 5 == 0 { 0 } else { (day * 37 + day * day) % 60 },
                    label: format!("Day {day}"),
                    month: match day % 30 {
                        0 => "Mar",
                        _ => "",
                    },
                })
                .collect();
            heatmap(ui, &days, "2,340 reviews on 144 of 180 days", 14.0);
        });
        ui.add_space(space::L);
        card(ui, |ui| {
            skeleton(ui, &[0.4, 0.9, 0.75]);
        });
        empty_state(
            ui,
            icons::LIBRARY,
            "No decks here yet",
            "Put deck files into your decks folder, or start with one of the built-in decks.",
            Some("Open the decks folder"),
        );
    });
}

#[test]
fn text() {
    picture("text", 1240.0, |ui| {
        let t = Tokens::of(ui);
        ui.add_space(space::XL);
        card(ui, |ui| {
            markdown::show(ui, MARKDOWN, Look::body(t));
        });
    });
}

#[test]
fn programs() {
    picture_at(&[700.0], "programs", 1500.0, |ui| {
        ui.add_space(space::XL);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            for (language, text) in PROGRAMS {
                Code::new(language, text).show(ui);
            }
        });
    });
}

fn question_of_2000_letters() -> String {
    let sentence = "A worker reads jobs from `queue:mail`, and *sometimes* one is handled **twice** although `BRPOPLPUSH` is atomic. ";
    let mut text = sentence.repeat(17);
    text.push_str("\n\n`averylongnamewithoutanyspaceswhichhastobreaksomewhere_because_it_is_wider_than_the_card_itself_and_more`");
    text
}

#[test]
fn extremes() {
    let question = question_of_2000_letters();
    assert!(question.chars().count() >= 2000);
    let program: String = (1..=200)
        .flat_map(|n| [format!("    total_{n} = compute(total, {n})"), format!("  # line {n}\n")])
        .collect();
    let wide = format!(
        "|{}\n|{}\n|{}",
        " column |".repeat(14),
        "---|".repeat(14),
        " a value |".repeat(14)
    );
    let (question, program, wide) = (question.as_str(), program.as_str(), wide.as_str());
    picture_at(&[700.0], "extremes", 2200.0, |ui| {
        let t = Tokens::of(ui);
        ui.add_space(space::XL);
        card(ui, |ui| {
            markdown::show(ui, question, Look::question(t));
            ui.add_space(space::M);
            Code::new("Python", program).show(ui);
            ui.add_space(space::M);
            markdown::show(ui, wide, Look::body(t));
            ui.add_space(space::M);
            markdown::show_with_images(ui, "![A seahorse](mark.svg)", Look::body(t), &|name| {
                Some(ImageSource::Bytes {
                    uri: format!("bytes://test/{name}"),
                    bytes: include_bytes!("../../assets/mark.svg").as_slice().into(),
                })
            });
            ui.add_space(space::M);
            for number in 1..=12 {
                let key = number.to_string();
                ui.add(AnswerRow::new(&key, "One option of twelve"));
            }
        });
    });
}
