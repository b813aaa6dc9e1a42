//! A form's fields: a text, what is to be said of it, and the list of parts that
//! can be added to, put in order and thinned out.

use egui::{CursorIcon, Id, Key, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use crate::deck::{FaultCode, Fix, Remark, Severity};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, space};
use crate::ui::widgets::{Button, TextField, icon_button, paint};

/// How a field looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct As<'a> {
    /// Lines that are shown at least.
    pub rows: usize,
    /// What may stand there.
    pub hint: &'a str,
    /// A program of this language.
    pub language: Option<&'a str>,
    /// Line breaks mean something.
    pub is_multiline: bool,
    /// The label is told to those who can't see the surroundings only.
    pub is_label_hidden: bool,
    /// Tells two fields of one name and number apart.
    pub part: u8,
}

/// The fields of a form while they are drawn.
pub(super) struct Fields<'a> {
    pub t: &'a Tokens,
    pub remarks: &'a [Remark],
    /// A card that was begun just now is not scolded.
    pub is_quiet: bool,
    /// The fix that was asked for.
    pub fix: Option<Fix>,
    pub is_changed: bool,
}

/// The name of a field: of all cards the same, so that the focus stays.
pub(super) fn id(field: &str, index: Option<usize>, part: u8) -> Id {
    Id::unique(("author::field", field, index, part))
}

impl Fields<'_> {
    /// A text with a label, and the remarks on it.
    pub fn text(
        &mut self,
        ui: &mut Ui,
        label: &str,
        (field, index): (&'static str, Option<usize>),
        text: &mut String,
        look: As<'_>,
    ) -> egui::Response {
        let mut edit = TextField::new(label, text)
            .id(id(field, index, look.part))
            .hint(look.hint)
            .rows(look.rows.max(1));
        if look.is_label_hidden {
            edit = edit.hide_label();
        }
        if look.is_multiline {
            edit = edit.multiline();
        }
        if let Some(language) = look.language {
            edit = edit.language(language);
        }
        let response = edit.show(ui);
        self.is_changed |= response.changed();
        if look.part == 0 {
            self.notes(ui, field, index);
        }
        response
    }

    /// What is to be said of a field, each with its reason and its remedy.
    pub fn notes(&mut self, ui: &mut Ui, field: &str, index: Option<usize>) {
        if self.is_quiet {
            return;
        }
        let said = self.remarks.iter().enumerate();
        let said = said.filter(|(_, remark)| remark.field == field && remark.index == index);
        for (number, remark) in said {
            ui.add_space(space::XS);
            let is_pressed =
                ui.push_id((field, index, number), |ui| note(ui, self.t, remark)).inner;
            if is_pressed {
                self.fix.clone_from(&remark.fix);
            }
            ui.add_space(space::XS);
        }
    }

    /// A list of parts: each drawn by `each`, with a grip to put it in order and a
    /// cross to take it out; `name` is what one of them is called.
    pub fn list<T>(
        &mut self,
        ui: &mut Ui,
        (name, field): (&str, &'static str),
        items: &mut Vec<T>,
        least: usize,
        new: impl FnOnce() -> T,
        mut each: impl FnMut(&mut Self, &mut Ui, usize, &mut T),
    ) {
        let mut removed = None;
        let mut moved = None;
        let mut rows: Vec<Rect> = Vec::new();
        let mut grips = Vec::new();
        let count = items.len();
        for (at, item) in items.iter_mut().enumerate() {
            let row = ui.push_id((field, at), |ui| {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = space::XS;
                    let grip = (count > 1).then(|| grip(ui, self.t, name, at, field));
                    let side = if count > least { 40.0 } else { 0.0 };
                    let width = (ui.available_width() - side).max(60.0);
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        ui.spacing_mut().item_spacing.y = space::XS;
                        each(self, ui, at, item);
                    });
                    if count > least
                        && icon_button(ui, icons::X, &format!("Remove {name} {}", at + 1), None)
                            .clicked()
                    {
                        removed = Some(at);
                    }
                    grip
                })
            });
            rows.push(row.inner.response.rect);
            grips.extend(row.inner.inner);
            ui.add_space(space::S);
        }
        for (at, grip) in grips.iter().enumerate() {
            if grip.has_focus() {
                hold_arrows(ui, grip.id);
                let (up, down) = ui.input_mut(|input| {
                    let up = input.consume_key(egui::Modifiers::NONE, Key::ArrowUp);
                    (up, input.consume_key(egui::Modifiers::NONE, Key::ArrowDown))
                });
                let to = if up { at.checked_sub(1) } else { down.then_some(at + 1) };
                if let Some(to) = to.filter(|to| *to < count) {
                    moved = Some((at, to));
                    ui.memory_mut(|memory| memory.request_focus(grip_id(field, to)));
                }
            }
            let Some(pointer) = grip.interact_pointer_pos() else { continue };
            let to = place(&rows, pointer.y);
            if grip.dragged() {
                paint_place(ui, self.t, &rows, to);
            }
            if grip.drag_stopped() {
                let to = if to > at { to - 1 } else { to };
                moved = (to != at).then_some((at, to)).or(moved);
            }
        }
        if let Some((from, to)) = moved {
            let item = items.remove(from);
            items.insert(to.min(items.len()), item);
            self.is_changed = true;
        } else if let Some(at) = removed {
            items.remove(at);
            self.is_changed = true;
        }
        let add = format!("Add {name}");
        if ui.add(Button::plain(&add).icon(icons::PLUS).small()).clicked() {
            let at = items.len();
            items.push(new());
            self.is_changed = true;
            ui.memory_mut(|memory| memory.request_focus(id(field, Some(at), 0)));
        }
    }
}

fn grip_id(field: &str, at: usize) -> Id {
    Id::unique(("author::grip", field, at))
}

/// What a row is taken by.
fn grip(ui: &mut Ui, t: &Tokens, name: &str, at: usize, field: &str) -> egui::Response {
    let (rect, _) = ui.allocate_exact_size(vec2(20.0, 38.0), Sense::hover());
    let response = ui.interact(rect, grip_id(field, at), Sense::click_and_drag());
    let said = format!("Move {name} {}", at + 1);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    let ink = Tokens::mix(t.faint, t.body, paint::hover(ui, &response));
    paint::icon(ui, rect.center(), icons::GRIP_VERTICAL, 16.0, ink);
    paint::focus_ring(ui, &response, rect, 5);
    if response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    } else if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Grab);
    }
    response
}

fn hold_arrows(ui: &Ui, id: Id) {
    ui.memory_mut(|memory| {
        let filter = egui::EventFilter { vertical_arrows: true, ..Default::default() };
        memory.set_focus_lock_filter(id, filter);
    });
}

/// Before which row a height is.
pub(super) fn place(rows: &[Rect], y: f32) -> usize {
    rows.iter().position(|row| y < row.center().y).unwrap_or(rows.len())
}

/// A line where the dragged row would go.
pub(super) fn paint_place(ui: &Ui, t: &Tokens, rows: &[Rect], to: usize) {
    let at = rows.get(to).map(|row| (row.x_range(), row.top() - 4.0));
    let at = at.or_else(|| rows.last().map(|row| (row.x_range(), row.bottom() + 4.0)));
    if let Some((across, y)) = at {
        ui.painter().hline(across, y, Stroke::new(2.0, t.accent_fill));
    }
}

/// A remark; `true` when its remedy was asked for.
fn note(ui: &mut Ui, t: &Tokens, remark: &Remark) -> bool {
    let (icon, tone) = match remark.severity {
        Severity::Error => (icons::TRIANGLE_ALERT, t.danger.ink),
        Severity::Warning => (icons::CIRCLE_HELP, t.warning.ink),
        Severity::Note => (icons::LIGHTBULB, t.quiet),
    };
    let said = in_words(remark);
    let mut is_pressed = false;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let (rect, _) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
        paint::icon(ui, rect.center(), icon, 14.0, tone);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let ink = if remark.severity == Severity::Error { tone } else { t.body };
            paragraph(ui, &said, Type::Small, ink);
            if let Some(fix) = &remark.fix {
                is_pressed = ui.add(Button::quiet(&fix.label).small()).clicked();
            }
        });
    });
    is_pressed
}

/// A remark as the form says it: the field is before the author's eyes, so its
/// name in the file is not needed.
fn in_words(remark: &Remark) -> String {
    match remark.code {
        FaultCode::EmptyText => return "Nothing is written here yet.".to_owned(),
        FaultCode::MissingWhy => {
            return "No reason yet: it is what a mistake teaches.".to_owned();
        }
        FaultCode::MissingSource => {
            return "No source yet: where does the documentation say this very thing?".to_owned();
        }
        _ => {}
    }
    let mut said = sentence(&remark.message);
    if let Some(help) = &remark.help {
        said.push(' ');
        said.push_str(&sentence(help));
    }
    said.replace('`', "")
}

/// A text in as many lines as it needs.
pub(super) fn paragraph(ui: &mut Ui, said: &str, role: Type, ink: egui::Color32) {
    let text = paint::paragraph(ui, said, role, ink, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(text.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    paint::galley(ui, rect.min, text);
}

/// With a capital and a full stop.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let end = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// A small title over a group of fields.
pub(super) fn heading(ui: &mut Ui, t: &Tokens, text: &str) {
    paragraph(ui, text, Type::SmallStrong, t.body);
    ui.add_space(space::XS);
}
