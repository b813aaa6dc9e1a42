//! Draws the blocks.

use std::sync::Arc;

use egui::text_selection::LabelSelectionState;
use egui::{
    CornerRadius, CursorIcon, Galley, OpenUrl, Pos2, Rect, Response, Role, Sense, Stroke,
    TextFormat, Ui, WidgetInfo, pos2, vec2,
};

use super::gaps::GapMark;
use super::inline::{CODE_PAD, Inline, Link};
use super::parse::Block;
use super::{Look, blocks, table};
use crate::ui::code;
use crate::ui::tokens::{Tokens, Type, radius, space};
use crate::ui::widgets::paint;

/// What an image's name stands for.
#[derive(Debug, Clone)]
pub enum ImageSource {
    /// The picture's bytes, with a name that is unique in the app.
    Bytes {
        /// `bytes://deck/name.png`
        uri: String,
        /// PNG, JPEG, GIF, WebP or SVG.
        bytes: Arc<[u8]>,
    },
    /// A file, `file:///…`.
    Uri(String),
}

/// Finds images by the name that the deck gives them.
type Resolver<'a> = &'a dyn Fn(&str) -> Option<ImageSource>;

/// Shows Markdown as wide as there is room. Images appear as their alternative
/// text.
pub fn show(ui: &mut Ui, text: &str, look: Look) -> Response {
    show_with_images(ui, text, look, &|_| None)
}

/// Shows Markdown as wide as there is room; `images` finds its pictures.
pub fn show_with_images(
    ui: &mut Ui,
    text: &str,
    look: Look,
    images: &dyn Fn(&str) -> Option<ImageSource>,
) -> Response {
    let blocks = blocks(ui, text, look);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        ui.set_width(ui.available_width());
        show_blocks(ui, &blocks, look, images, gap(look));
    })
    .response
}

/// The distance between paragraphs.
fn gap(look: Look) -> f32 {
    (look.role.line_height() * 0.5).round()
}

fn show_blocks(ui: &mut Ui, blocks: &[Block], look: Look, images: Resolver<'_>, gap: f32) {
    for (position, block) in blocks.iter().enumerate() {
        if position > 0 {
            let extra = if matches!(block, Block::Heading { .. }) { space::S } else { 0.0 };
            ui.add_space(gap + extra);
        }
        ui.push_id(position, |ui| show_block(ui, block, look, images));
    }
}

fn show_block(ui: &mut Ui, block: &Block, look: Look, images: Resolver<'_>) {
    let t = look.tokens();
    match block {
        Block::Paragraph(text) => {
            show_inline(ui, text, look, Role::Label);
        }
        Block::Heading { level, text } => {
            let response = show_inline(ui, text, look, Role::Heading);
            let level = usize::from(*level);
            ui.accesskit_node_builder(response.id, |node| node.set_level(level));
        }
        Block::Code { language, text } => {
            code::Code::new(language, text).selectable(look.is_live).show(ui);
        }
        Block::List { start, items, is_tight } => {
            show_list(ui, *start, items, look, images, *is_tight);
        }
        Block::Quote(inner) => show_quote(ui, inner, look, images),
        Block::Table(table) => table::show(ui, table, look),
        Block::Image { name, alt } => show_image(ui, name, alt, look, images),
        Block::Rule => {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
            ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, t.line));
        }
    }
}

fn show_list(
    ui: &mut Ui,
    start: Option<u64>,
    items: &[Vec<Block>],
    look: Look,
    images: Resolver<'_>,
    is_tight: bool,
) {
    let t = look.tokens();
    let line = look.role.line_height();
    let last = start.map(|first| first.saturating_add(items.len() as u64));
    // Room for the widest number, so that all texts stand in one line.
    let indent = last.map_or(18.0, |last| {
        let widest = format!("{last}.");
        let width = paint::line(ui, &widest, look.role, look.ink, f32::INFINITY).size().x;
        (width + space::S).max(22.0)
    });
    let gap = if is_tight { space::XS } else { gap(look) };
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            ui.add_space(gap);
        }
        let mut rect = ui.available_rect_before_wrap();
        let left = rect.min.x;
        let top = rect.min.y;
        rect.min.x += indent;
        ui.push_id(position, |ui| {
            ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
                ui.set_width(rect.width());
                show_blocks(ui, item, look, images, gap);
            });
        });
        if let Some(first) = start {
            let number = format!("{}.", first.saturating_add(position as u64));
            let text = paint::line(ui, &number, look.role, t.quiet, f32::INFINITY);
            let x = left + indent - space::S - text.size().x;
            paint::galley(ui, pos2(x, top), text);
        } else {
            let centre = pos2(left + 6.0, top + line / 2.0 + 0.5);
            ui.painter().circle_filled(centre, 2.25, t.quiet);
        }
    }
}

fn show_quote(ui: &mut Ui, inner: &[Block], look: Look, images: Resolver<'_>) {
    let t = look.tokens();
    let mut rect = ui.available_rect_before_wrap();
    let left = rect.min.x;
    rect.min.x += space::L;
    let drawn = ui
        .scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
            ui.set_width(rect.width());
            show_blocks(ui, inner, look, images, gap(look));
        })
        .response
        .rect;
    let bar = Rect::from_min_max(pos2(left, drawn.top()), pos2(left + 3.0, drawn.bottom()));
    ui.painter().rect_filled(bar, CornerRadius::same(2), t.line_strong);
}

fn show_image(ui: &mut Ui, name: &str, alt: &str, look: Look, images: Resolver<'_>) {
    let t = look.tokens();
    let image = match images(name) {
        Some(ImageSource::Bytes { uri, bytes }) => egui::Image::from_bytes(uri, bytes),
        Some(ImageSource::Uri(uri)) => egui::Image::from_uri(uri),
        None => {
            let words = if alt.is_empty() { name } else { alt };
            let text = format!("[{words}]");
            let galley = paint::paragraph(ui, &text, Type::Small, t.quiet, ui.available_width());
            let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
            paint::galley(ui, rect.min, galley);
            return;
        }
    };
    ui.add(
        image
            .alt_text(alt)
            .max_width(ui.available_width())
            .max_height(360.0)
            .corner_radius(CornerRadius::same(radius::CONTROL))
            .show_loading_spinner(false),
    );
}

/// One paragraph: lays it out, draws the grounds of code behind it, makes it
/// selectable and its links pressable.
pub(super) fn show_inline(ui: &mut Ui, text: &Inline, look: Look, role: Role) -> Response {
    let galley = text.lay_out(ui, ui.available_width());
    let sense =
        if look.is_live { Sense::click_and_drag() - Sense::FOCUSABLE } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(galley.size(), sense);
    paint_inline(ui, rect.min, &galley, &response, text, look, role);
    response
}

/// The part of [`show_inline`] after the place is known.
pub(super) fn paint_inline(
    ui: &mut Ui,
    at: Pos2,
    galley: &Arc<Galley>,
    response: &Response,
    text: &Inline,
    look: Look,
    role: Role,
) {
    if look.is_live {
        // Else what is pressed as a whole says it.
        response.widget_info(|| WidgetInfo::labeled(role, true, galley.text()));
    }
    if !ui.is_rect_visible(response.rect) {
        return;
    }
    let t = look.tokens();
    paint_code_grounds(ui, at, galley, text, t);
    paint_gaps(ui, at, galley, &text.gaps, t);
    if look.is_live {
        LabelSelectionState::label_text_selection(
            ui,
            response,
            at,
            Arc::clone(galley),
            look.ink,
            Stroke::NONE,
        );
        for (number, link) in text.links.iter().enumerate() {
            show_link(ui, at, galley, response.id.with(number), link, t);
        }
    } else {
        paint::galley(ui, at, Arc::clone(galley));
    }
}

fn paint_code_grounds(ui: &Ui, at: Pos2, galley: &Galley, text: &Inline, t: &Tokens) {
    let fill = Tokens::fade(t.line_strong, if t.dark { 0.26 } else { 0.16 });
    for range in &text.code {
        for rect in rows_of(galley, range) {
            let rect = rect.translate(at.to_vec2()).expand2(vec2(CODE_PAD - 0.5, 0.0));
            ui.painter().rect_filled(rect, CornerRadius::same(radius::SMALL), fill);
        }
    }
}

/// Room on both sides of a gap's content, points.
pub(crate) fn gap_pad(mark: GapMark) -> f32 {
    if mark == GapMark::Open { 14.0 } else { 6.0 }
}

/// How the content of a gap is written, where `format` stands around it.
pub(crate) fn gap_format(t: &Tokens, mark: GapMark, mut format: TextFormat) -> TextFormat {
    format.color = match mark {
        GapMark::Open => t.quiet,
        GapMark::Filled => t.accent.ink,
        GapMark::Right | GapMark::Missed => t.success.ink,
        GapMark::Wrong => t.danger.ink,
    };
    if mark == GapMark::Wrong {
        format.strikethrough = Stroke::new(1.5, t.danger.ink);
    }
    format
}

/// The grounds of gaps, behind their content.
pub(crate) fn paint_gaps(
    ui: &Ui,
    at: Pos2,
    galley: &Galley,
    gaps: &[(std::ops::Range<usize>, GapMark)],
    t: &Tokens,
) {
    for (range, mark) in gaps {
        let (fill, line) = match mark {
            GapMark::Open => (t.card, Stroke::new(1.0, t.line_strong)),
            GapMark::Filled => (t.accent.soft, Stroke::new(1.0, t.accent.line)),
            GapMark::Right => (t.success.soft, Stroke::new(1.0, t.success.line)),
            GapMark::Missed => (t.success.soft, Stroke::new(1.5, t.success.ink)),
            GapMark::Wrong => (t.danger.soft, Stroke::new(1.0, t.danger.line)),
        };
        for rect in rows_of(galley, range) {
            let rect = rect.translate(at.to_vec2()).expand2(vec2(gap_pad(*mark) - 2.0, 1.0));
            let rounding = CornerRadius::same(radius::SMALL);
            ui.painter().rect(rect, rounding, fill, line, egui::StrokeKind::Inside);
        }
    }
}

fn show_link(ui: &mut Ui, at: Pos2, galley: &Galley, id: egui::Id, link: &Link, t: &Tokens) {
    let rows: Vec<Rect> =
        rows_of(galley, &link.chars).map(|rect| rect.translate(at.to_vec2())).collect();
    let mut whole: Option<Response> = None;
    for (row, rect) in rows.iter().enumerate() {
        // A link over two rows is one stop for the keyboard.
        let sense = if row == 0 { Sense::click() } else { Sense::click() - Sense::FOCUSABLE };
        let response = ui.interact(*rect, id.with(row), sense);
        whole = Some(match whole {
            Some(before) => before | response,
            None => response,
        });
    }
    let Some(response) = whole else { return };
    let words: String =
        galley.text().chars().skip(link.chars.start).take(link.chars.len()).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &words));
    let thickness = if response.hovered() { 1.5 } else { 1.0 };
    let colour = if response.hovered() { t.accent.ink } else { Tokens::fade(t.accent.ink, 0.45) };
    for rect in &rows {
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(thickness, colour));
    }
    if let Some(first) = rows.first() {
        paint::focus_ring(ui, &response, *first, 2);
    }
    if response.hovered() {
        ui.set_cursor_icon(CursorIcon::PointingHand);
    }
    if response.clicked() {
        ui.open_url(OpenUrl::new_tab(&link.url));
    }
    response.on_hover_text(&link.url);
}

/// Where a stretch of characters stands: one rectangle per row, as high as its
/// letters.
fn rows_of(galley: &Galley, chars: &std::ops::Range<usize>) -> impl Iterator<Item = Rect> {
    let chars = chars.clone();
    let mut start = 0;
    galley.rows.iter().filter_map(move |row| {
        let count = row.row.glyphs.len();
        let first = chars.start.saturating_sub(start).min(count);
        let end = chars.end.saturating_sub(start).min(count);
        start += count + usize::from(row.ends_with_newline);
        let glyphs = row.row.glyphs.get(first..end)?;
        // The space where a row was wrapped belongs to no row.
        let last = glyphs.iter().rev().find(|glyph| !glyph.chr.is_whitespace())?;
        let first = glyphs.iter().find(|glyph| !glyph.chr.is_whitespace())?;
        let top = first.pos.y - first.font_ascent * 0.98;
        let bottom = first.pos.y + (first.font_height - first.font_ascent) * 0.95;
        let rect = Rect::from_min_max(pos2(first.pos.x, top), pos2(last.max_x(), bottom));
        Some(rect.translate(row.pos.to_vec2()))
    })
}
