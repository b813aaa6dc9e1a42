//! Code as it was written: every space and bracket in place, in colours, never
//! wrapped.

mod highlight;
mod language;

use std::ops::Range;
use std::sync::Arc;

use egui::text::LayoutJob;
use egui::text_selection::LabelSelectionState;
use egui::{
    Align, Color32, CornerRadius, Galley, Margin, Response, Role, ScrollArea, Sense, Stroke, Ui,
    WidgetInfo, pos2, vec2,
};

use super::galleys;
use super::markdown::{self, GapMark, Stretch};
use super::tokens::{Tokens, Type, radius};

pub use highlight::{CodeRole, highlight_at_once};
pub use language::label as language_label;

/// From this many lines on they are numbered.
const NUMBERED_FROM: usize = 8;
/// Code higher than this scrolls in its own frame, points.
const HIGHEST: f32 = 460.0;

/// What stands for a gap when colours are looked up.
const GAP_NAME: &str = "gap";

/// Where gaps are, in characters.
type Gaps = Vec<(Range<usize>, GapMark)>;

/// A program.
#[derive(Debug, Clone)]
#[must_use = "draw it with `show`"]
pub struct Code<'a> {
    language: &'a str,
    text: &'a str,
    is_selectable: bool,
    is_framed: bool,
    ink: Option<Color32>,
}

impl<'a> Code<'a> {
    /// `language` as authors write it; an unknown or empty one stays plain.
    pub fn new(language: &'a str, text: &'a str) -> Self {
        Self { language, text, is_selectable: true, is_framed: true, ink: None }
    }

    /// Plain text in the code font, such as what a program prints.
    pub fn verbatim(text: &'a str) -> Self {
        Self::new("", text)
    }

    /// Whether it can be selected (and so copied). Not within buttons.
    pub fn selectable(mut self, is_selectable: bool) -> Self {
        self.is_selectable = is_selectable;
        self
    }

    /// Without a ground, for use within rows.
    pub fn bare(mut self) -> Self {
        self.is_framed = false;
        self
    }

    /// All in one colour.
    pub fn ink(mut self, ink: Color32) -> Self {
        self.ink = Some(ink);
        self
    }

    /// Draws it as wide as there is room.
    pub fn show(self, ui: &mut Ui) -> Response {
        if !self.is_framed {
            return self.show_text(ui, Margin::ZERO);
        }
        let t = Tokens::of(ui);
        egui::Frame::new()
            .fill(t.sunken)
            .stroke(Stroke::new(1.0, t.line))
            .corner_radius(CornerRadius::same(radius::CONTROL))
            .inner_margin(Margin::symmetric(4, 1))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                self.show_text(ui, Margin::symmetric(12, 11))
            })
            .inner
    }

    fn show_text(self, ui: &mut Ui, margin: Margin) -> Response {
        ScrollArea::new([true, true])
            .max_height(HIGHEST)
            .content_margin(margin)
            .auto_shrink([false, true])
            .id_salt(("code", self.language, self.text.len()))
            .show(ui, |ui| {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    self.show_numbers(ui);
                    self.show_lines(ui)
                })
                .inner
            })
            .inner
    }

    fn show_numbers(&self, ui: &mut Ui) {
        let count = self.text.lines().count();
        if count < NUMBERED_FROM || !self.is_framed {
            return;
        }
        let t = Tokens::of(ui);
        let galley = galleys::galley(ui, ("numbers", count, t.dark), || {
            let numbers: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
            let format = Type::Code.format(t.faint);
            let mut job = LayoutJob::single_section(numbers.join("\n"), format);
            job.halign = Align::RIGHT;
            job
        });
        let size = vec2(galley.size().x + 18.0, galley.size().y);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let at = pos2(rect.right() - 18.0, rect.top());
        ui.painter().galley(at, galley, t.faint);
    }

    fn show_lines(&self, ui: &mut Ui) -> Response {
        let t = Tokens::of(ui);
        let (galley, gaps) = self.lay_out(ui, t);
        let sense = if self.is_selectable {
            Sense::click_and_drag() - Sense::FOCUSABLE
        } else {
            Sense::hover()
        };
        let (rect, response) = ui.allocate_exact_size(galley.size(), sense);
        markdown::paint_gaps(ui, rect.min, &galley, &gaps, t);
        if self.is_selectable {
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, galley.text()));
            LabelSelectionState::label_text_selection(
                ui,
                &response,
                rect.min,
                galley,
                t.syntax.plain,
                Stroke::NONE,
            );
        } else {
            ui.painter().galley(rect.min, galley, t.syntax.plain);
        }
        response
    }

    /// The text laid out, and where its gaps are.
    fn lay_out(&self, ui: &Ui, t: &Tokens) -> (Arc<Galley>, Gaps) {
        let plain = self.ink.unwrap_or(t.syntax.plain);
        let stretches = markdown::stretches(self.text);
        // Colours must not flicker while a gap is typed in: the grammar sees a
        // name in its place.
        let (whole, gaps) = without_gaps(&stretches);
        let roles = match self.ink {
            Some(_) => None,
            None => highlight::roles(ui.ctx(), self.language, &whole),
        };
        let key = ("code", self.text, self.language, roles.is_some(), plain, t.dark);
        let galley = galleys::galley(ui, key, || {
            let roles = roles.as_ref().map(|roles| roles.as_slice());
            write(&stretches, &whole, roles, plain, t)
        });
        (galley, gaps)
    }
}

/// The text as the grammar sees it, and where its gaps are.
fn without_gaps(stretches: &[Stretch<'_>]) -> (String, Gaps) {
    let (mut whole, mut gaps, mut chars) = (String::new(), Gaps::new(), 0);
    for stretch in stretches {
        let count = stretch.text.chars().count();
        match stretch.mark {
            Some(mark) => {
                gaps.push((chars..chars + count, mark));
                whole.push_str(GAP_NAME);
            }
            None => whole.push_str(&stretch.text),
        }
        chars += count;
    }
    (whole, gaps)
}

fn write(
    stretches: &[Stretch<'_>],
    whole: &str,
    roles: Option<&[(Range<usize>, CodeRole)]>,
    plain: Color32,
    t: &Tokens,
) -> LayoutJob {
    let mut job = LayoutJob::default();
    let (mut start, mut distance) = (0, 0.0);
    for stretch in stretches {
        if let Some(mark) = stretch.mark {
            let pad = markdown::gap_pad(mark);
            let format = markdown::gap_format(t, mark, Type::Code.format(plain));
            job.append(&stretch.text, distance + pad, format);
            distance = pad;
            start += GAP_NAME.len();
            continue;
        }
        let end = start + stretch.text.len();
        let uncoloured = [(start..end, CodeRole::Plain)];
        for (range, role) in roles.unwrap_or(&uncoloured) {
            let range = range.start.max(start)..range.end.min(end);
            let Some(part) = whole.get(range).filter(|part| !part.is_empty()) else { continue };
            let ink = if roles.is_some() { colour(*role, t) } else { plain };
            job.append(part, std::mem::take(&mut distance), Type::Code.format(ink));
        }
        start = end;
    }
    job.wrap.max_width = f32::INFINITY;
    job.keep_trailing_whitespace = true;
    job
}

/// A program as it is being typed, in colours once they are known.
#[must_use]
pub fn edited(ui: &Ui, language: &str, text: &str, font: &egui::FontId) -> LayoutJob {
    let t = Tokens::of(ui);
    let roles = highlight::roles(ui.ctx(), language, text);
    let all = [(0..text.len(), CodeRole::Plain)];
    let mut job = LayoutJob::default();
    for (range, role) in roles.as_ref().map_or(&all[..], |roles| roles.as_slice()) {
        let Some(part) = text.get(range.clone()) else { continue };
        let format = egui::TextFormat::simple(font.clone(), colour(*role, t));
        job.append(part, 0.0, format);
    }
    job
}

fn colour(role: CodeRole, t: &Tokens) -> Color32 {
    let s = &t.syntax;
    match role {
        CodeRole::Plain => s.plain,
        CodeRole::Keyword => s.keyword,
        CodeRole::String => s.string,
        CodeRole::Number => s.number,
        CodeRole::Comment => s.comment,
        CodeRole::Function => s.function,
        CodeRole::TypeName => s.type_name,
        CodeRole::Property => s.property,
        CodeRole::Punctuation => s.punctuation,
    }
}

/// A well of the code's colour for other content of the same kind.
pub fn well<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let t = Tokens::of(ui);
    egui::Frame::new()
        .fill(t.sunken)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(radius::CONTROL))
        .inner_margin(Margin::symmetric(12, 11))
        .show(ui, add)
        .inner
}
