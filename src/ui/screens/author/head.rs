//! What a deck says of itself: title, area, what it teaches, licence.

use egui::Ui;

use super::State;
use super::fields::{heading, paragraph};
use crate::deck::{Area, DeckHead, HeadEdit};
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{TextField, segmented};

/// The fields as they are being written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    title: String,
    about: String,
    version: String,
    license: String,
    area: AreaChoice,
    other: String,
}

/// An area, or a name of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AreaChoice {
    Foundations,
    Language,
    Framework,
    Database,
    Other,
}

const AREAS: [(AreaChoice, &str); 5] = [
    (AreaChoice::Foundations, "Foundations"),
    (AreaChoice::Language, "Language"),
    (AreaChoice::Framework, "Framework"),
    (AreaChoice::Database, "Database"),
    (AreaChoice::Other, "Other"),
];

impl AreaChoice {
    fn of(area: &Area) -> (Self, String) {
        match area {
            Area::Foundations => (Self::Foundations, String::new()),
            Area::Language => (Self::Language, String::new()),
            Area::Framework => (Self::Framework, String::new()),
            Area::Database => (Self::Database, String::new()),
            Area::Other(name) => (Self::Other, name.clone()),
        }
    }

    /// The area; a name of one's own that is empty is none yet.
    pub fn area(self, other: &str) -> Option<Area> {
        Some(match self {
            Self::Foundations => Area::Foundations,
            Self::Language => Area::Language,
            Self::Framework => Area::Framework,
            Self::Database => Area::Database,
            Self::Other if other.trim().is_empty() => return None,
            Self::Other => Area::Other(other.trim().to_owned()),
        })
    }
}

impl Head {
    /// As the deck has it.
    pub fn of(head: &DeckHead) -> Self {
        let (area, other) = AreaChoice::of(&head.area);
        Self {
            title: head.title.clone(),
            about: head.about.clone(),
            version: head.version.clone(),
            license: head.license.clone(),
            area,
            other,
        }
    }

    /// What is to be changed to come from `before` to this.
    fn edits(&self, before: &Self) -> Vec<HeadEdit> {
        let mut edits = Vec::new();
        // A deck without a title is none.
        if self.title != before.title && !self.title.trim().is_empty() {
            edits.push(HeadEdit::Title(self.title.clone()));
        }
        if self.about != before.about {
            edits.push(HeadEdit::About(self.about.clone()));
        }
        if self.version != before.version {
            edits.push(HeadEdit::Version(self.version.clone()));
        }
        if self.license != before.license {
            edits.push(HeadEdit::License(self.license.clone()));
        }
        if (self.area, &self.other) != (before.area, &before.other)
            && let Some(area) = self.area.area(&self.other)
        {
            edits.push(HeadEdit::Area(area));
        }
        edits
    }
}

/// Chooses an area.
pub(super) fn areas(ui: &mut Ui, t: &Tokens, area: &mut AreaChoice, other: &mut String) {
    heading(ui, t, "Area");
    segmented(ui, "Area", &AREAS, area);
    if *area == AreaChoice::Other {
        ui.add_space(space::S);
        TextField::new("Name of the area", other).hint("Networking").show(ui);
    }
}

/// Draws it; `true` when something was written.
pub(super) fn show(ui: &mut Ui, t: &Tokens, state: &mut State) -> bool {
    let State { head, desk, files, .. } = state;
    let (Some(fields), Some(desk)) = (head, desk) else { return false };
    let Some(deck) = desk.manuscript().head().cloned() else {
        let said = "The deck's head can't be read: mend it in your editor (Ctrl+E).";
        paragraph(ui, said, Type::Body, t.body);
        return false;
    };
    let before = Head::of(&deck);
    let mut is_left = false;
    ui.spacing_mut().item_spacing.y = 0.0;
    paragraph(ui, "The deck", Type::Heading, t.strong);
    ui.add_space(space::L);
    for (label, text, rows, hint) in [
        ("Title", &mut fields.title, 1, ""),
        ("What it teaches", &mut fields.about, 3, "In a sentence or two"),
        ("Version that the answers hold for", &mut fields.version, 1, "16, 3.12, 7.2 …"),
        ("Licence", &mut fields.license, 1, "CC-BY-4.0"),
    ] {
        let response = TextField::new(label, text).rows(rows).hint(hint).show(ui);
        is_left |= response.lost_focus();
        ui.add_space(space::L);
    }
    let area = (fields.area, fields.other.clone());
    areas(ui, t, &mut fields.area, &mut fields.other);
    is_left |= area.0 != fields.area || (area.1 == fields.other && is_left);
    ui.add_space(space::L);
    let id = format!("Its id is `{}`. Progress is kept under it, so it stays.", deck.id);
    paragraph(ui, &id.replace('`', ""), Type::Small, t.quiet);
    if !is_left && area.1 == fields.other {
        return false;
    }
    let edits = fields.edits(&before);
    let is_changed = !edits.is_empty();
    for edit in edits {
        if let Err(error) = desk.set_head(edit) {
            files.said.push((crate::ui::widgets::Level::Error, error.to_string()));
        }
    }
    is_changed
}
