//! What a file from outside would bring, before it is taken in.

use std::sync::mpsc::{Receiver, TryRecvError};

use egui::{Context, ScrollArea, Ui, vec2};

use crate::deck::plain;
use crate::exchange::{Package, Preview};
use crate::ui::app::Command;
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{
    Button, Level, Notice, buttons_right, chip, empty_state, modal, paint, row_card, rule,
    skeleton, toggle_row,
};
use crate::ui::words;

type Looked = Result<Vec<(Preview, Package)>, String>;

/// The dialogue.
#[derive(Debug)]
pub struct Install {
    stage: Stage,
    replace: bool,
}

#[derive(Debug)]
enum Stage {
    Looking(Receiver<Looked>),
    Shown(Vec<(Preview, Package)>),
    Failed(String),
    Taking(Vec<(Preview, Package)>, Receiver<Vec<Result<String, String>>>),
    /// Some were not taken, each with why.
    Refused(Vec<String>),
}

/// What came of taking decks in.
#[derive(Debug)]
pub enum Outcome {
    /// All are there: their titles.
    Done(Vec<String>),
    /// Some are.
    Partly,
}

/// Problems that are listed.
const MOST: usize = 8;

impl Install {
    /// Waits for what a thread finds.
    #[must_use]
    pub fn new(receiver: Receiver<Looked>) -> Self {
        Self { stage: Stage::Looking(receiver), replace: false }
    }

    /// Takes what threads have handed over.
    pub fn poll(&mut self) -> Option<Outcome> {
        match &mut self.stage {
            Stage::Looking(receiver) => {
                self.stage = match receiver.try_recv() {
                    Ok(Ok(found)) => Stage::Shown(found),
                    Ok(Err(error)) => Stage::Failed(error),
                    Err(TryRecvError::Empty) => return None,
                    Err(TryRecvError::Disconnected) => {
                        Stage::Failed("Looking at it ended early. Nothing was written.".to_owned())
                    }
                };
                None
            }
            Stage::Taking(_, receiver) => {
                let taken = receiver.try_recv().ok()?;
                let refused: Vec<String> =
                    taken.iter().filter_map(|taken| taken.as_ref().err().cloned()).collect();
                let titles: Vec<String> = taken.into_iter().filter_map(Result::ok).collect();
                if refused.is_empty() {
                    return Some(Outcome::Done(titles));
                }
                self.stage = Stage::Refused(refused);
                Some(Outcome::Partly)
            }
            _ => None,
        }
    }

    /// The decks that can be taken in, with their titles.
    #[must_use]
    pub fn packages(&self) -> Vec<(String, Package)> {
        let Stage::Shown(found) = &self.stage else { return Vec::new() };
        let usable = found.iter().filter(|(preview, _)| preview.id.is_some());
        usable.map(|(preview, package)| (preview.title.clone(), package.clone())).collect()
    }

    /// They are being taken in.
    pub fn is_taking(&mut self, receiver: Receiver<Vec<Result<String, String>>>) {
        if let Stage::Shown(found) = &mut self.stage {
            self.stage = Stage::Taking(std::mem::take(found), receiver);
        }
    }

    /// Draws it; `false` when it was closed.
    pub fn show(&mut self, ctx: &Context, commands: &mut Vec<Command>) -> bool {
        let title = match &self.stage {
            Stage::Shown(found) | Stage::Taking(found, _) if found.len() > 1 => {
                "Take these decks in?"
            }
            Stage::Failed(_) | Stage::Refused(_) => "Not taken in",
            _ => "Take this deck in?",
        };
        let answer = modal(ctx, title, 560.0, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let t = Tokens::of(ui);
            let height = (ui.ctx().content_rect().height() - 240.0).max(140.0);
            ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                ui.set_max_width(ui.available_width() - space::M);
                self.content(ui, t);
            });
            ui.add_space(space::XL);
            self.buttons(ui, commands)
        });
        !(answer.inner || answer.is_dismissed)
    }

    fn content(&mut self, ui: &mut Ui, t: &Tokens) {
        match &self.stage {
            Stage::Looking(_) => skeleton(ui, &[0.5, 0.9, 0.7]),
            Stage::Failed(error) => {
                Notice::new(Level::Error, "Nothing was written").text(error).show(ui);
            }
            Stage::Refused(errors) => {
                for error in errors {
                    Notice::new(Level::Warning, "One deck was left out").text(error).show(ui);
                    ui.add_space(space::S);
                }
            }
            Stage::Shown(found) | Stage::Taking(found, _) => {
                if found.is_empty() {
                    let text = "There is no deck in what you brought.";
                    empty_state(ui, icons::FILE_WARNING, "Nothing to take in", text, None);
                }
                for (preview, _) in found {
                    deck(ui, t, preview);
                    ui.add_space(space::XL);
                }
                if found.iter().any(|(preview, _)| preview.replaces.is_some()) {
                    let about = "The old file is kept aside; your progress goes on.";
                    row_card(ui, |ui| {
                        toggle_row(ui, "Replace your own deck", about, &mut self.replace);
                    });
                }
            }
        }
    }

    fn buttons(&self, ui: &mut Ui, commands: &mut Vec<Command>) -> bool {
        let Stage::Shown(found) = &self.stage else {
            return buttons_right(ui, |ui| ui.add(Button::quiet("Close").key("Esc")).clicked());
        };
        let mut usable = found.iter().filter(|(preview, _)| preview.id.is_some());
        let is_any = usable.any(|(preview, _)| preview.replaces.is_none() || self.replace);
        let is_entered = is_any
            && ui.memory(|memory| memory.focused().is_none())
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
        buttons_right(ui, |ui| {
            let take = ui
                .add_enabled_ui(is_any, |ui| {
                    ui.add(Button::primary("Take in").key("Enter").min_width(120.0)).clicked()
                })
                .inner;
            if take || is_entered {
                commands.push(Command::TakeIn(self.replace));
            }
            ui.add(Button::plain("Cancel").key("Esc")).clicked()
        })
    }
}

fn text(ui: &mut Ui, said: &str, role: Type, ink: egui::Color32) {
    let galley = paint::paragraph(ui, said, role, ink, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, said));
    paint::galley(ui, rect.min, galley);
}

fn deck(ui: &mut Ui, t: &Tokens, preview: &Preview) {
    text(ui, &preview.title, Type::BodyStrong, t.strong);
    if !preview.about.is_empty() {
        text(ui, &plain(&preview.about), Type::Body, t.body);
    }
    ui.add_space(space::S);
    ui.spacing_mut().interact_size.y = crate::ui::tokens::size::CONTROL_SMALL;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        chip(ui, &words::count(preview.cards, "card"));
        for (kind, count) in &preview.kinds {
            chip(ui, &format!("{count} {}", kind.name()));
        }
        if preview.pictures > 0 {
            chip(ui, &words::count(preview.pictures, "picture"));
        }
        chip(ui, &preview.size_text());
        chip(ui, if preview.license.is_empty() { "No licence" } else { &preview.license });
    });
    if !preview.authors.is_empty() {
        ui.add_space(space::S);
        text(ui, &format!("By {}", preview.authors.join(", ")), Type::Small, t.quiet);
    }
    let said = match (&preview.replaces, preview.stands_in) {
        (Some(file), _) => {
            let file = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
            Some(format!("You have a deck of this id, in {file}."))
        }
        (None, true) => Some("It stands in for the built-in deck of this id.".to_owned()),
        _ => None,
    };
    if let Some(said) = said {
        ui.add_space(space::S);
        text(ui, &said, Type::Small, t.body);
    }
    if preview.problems.is_empty() {
        return;
    }
    ui.add_space(space::M);
    rule(ui);
    ui.add_space(space::S);
    text(ui, &words::count(preview.problems.len(), "problem"), Type::SmallStrong, t.warning.ink);
    for problem in preview.problems.iter().take(MOST) {
        text(ui, problem, Type::Small, t.body);
    }
    if let Some(more) = preview.problems.len().checked_sub(MOST).filter(|more| *more > 0) {
        text(ui, &format!("and {more} more"), Type::Small, t.quiet);
    }
}
