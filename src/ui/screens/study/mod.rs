//! One calm card: question, commit, feedback.
//!
//! The card is as high as the window allows from the first frame on, its content
//! scrolls, its foot stays: nothing jumps when the feedback comes, and the button
//! that goes on lies where the button that committed lay.

mod body;
mod draft;
mod feedback;
mod foot;
mod keys;
mod lines;
mod pairs;
pub(in crate::ui) mod preview;
mod row;
mod top;
mod typed;

use std::cell::RefCell;
use std::collections::HashMap;

use egui::{Align, Id, Layout, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use crate::collection::Collection;
use crate::deck::Media;
use crate::scheduler::Confidence;
use crate::session::{Hint, Question, QuestionForm, Session, Stage};
use crate::ui::app::Command;
use crate::ui::markdown::ImageSource;
use crate::ui::tokens::{Tokens, radius, size, space};
use crate::ui::widgets::column;

use draft::Draft;

/// What the learner has put together for the card on screen.
#[derive(Debug)]
pub struct State {
    /// Hints taken.
    pub hints: Vec<Hint>,
    /// Said before the answer.
    confidence: Option<Confidence>,
    draft: Draft,
    /// Options that hints have struck out.
    struck: Vec<usize>,
    /// The rows of the answer, as they were drawn last.
    rows: Vec<Id>,
    /// A row to be scrolled into sight.
    reveal: Option<usize>,
    /// Points that keys have scrolled.
    scroll_by: f32,
    /// The card has not been drawn yet.
    is_fresh: bool,
    /// The field waits for the focus.
    wants_focus: bool,
    /// The gap that is being filled.
    field: usize,
    /// The answer was in when the card was last drawn.
    was_answered: bool,
    /// The card's pictures, by the names that it gives them.
    images: HashMap<String, Option<ImageSource>>,
    /// Tells this card on screen from the one before.
    number: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            hints: Vec::new(),
            confidence: None,
            draft: Draft::default(),
            struck: Vec::new(),
            rows: Vec::new(),
            reveal: None,
            scroll_by: 0.0,
            is_fresh: true,
            wants_focus: true,
            field: 0,
            was_answered: false,
            images: HashMap::new(),
            number: 0,
        }
    }
}

impl State {
    /// The learner says how sure they are; saying it again takes it back.
    pub fn confidence(&mut self, confidence: Confidence) {
        self.confidence = (self.confidence != Some(confidence)).then_some(confidence);
    }

    /// How sure the learner said to be.
    #[must_use]
    pub fn stated(&self) -> Option<Confidence> {
        self.confidence
    }

    /// Whether something is typed that undoing letters applies to.
    #[must_use]
    pub fn has_text(&self) -> bool {
        !self.draft.text.is_empty() || self.draft.gaps.iter().any(|gap| !gap.is_empty())
    }

    fn pick(&mut self, option: usize, is_several: bool) {
        if !self.struck.contains(&option) {
            self.draft.pick(option, is_several);
        }
    }

    /// Commits what there is, or turns a card that is recalled.
    fn commit(&self, question: &Question, commands: &mut Vec<Command>) {
        if matches!(question.form, QuestionForm::Recall) {
            commands.push(Command::Turn);
        } else if let Some(answer) = self.draft.answer(question) {
            commands.push(Command::Answer(answer, self.confidence));
        }
    }
}

impl State {
    /// From a gap's field to the next one; `false` on the last.
    fn next_field(question: &Question, ui: &Ui) -> bool {
        let QuestionForm::Gaps(parts) = &question.form else { return false };
        let count = draft::gap_count(parts);
        let focused = ui.memory(egui::Memory::focused);
        let at = (0..count).find(|&number| focused == Some(typed::field_id(number)));
        match at {
            Some(at) if at + 1 < count => {
                ui.memory_mut(|memory| memory.request_focus(typed::field_id(at + 1)));
                true
            }
            _ => false,
        }
    }

    /// What follows from the stage before anything is drawn.
    fn meet(&mut self, ui: &Ui, session: &Session) {
        let stage = session.stage();
        let is_answered = !matches!(stage, Stage::Asking(_));
        if let Stage::Asking(question) = stage {
            self.draft.fit(question);
        }
        self.struck = session.struck().to_vec();
        self.draft.picked.retain(|option| !self.struck.contains(option));
        let focused = ui.memory(egui::Memory::focused);
        let is_ours =
            focused.is_some_and(|id| self.rows.contains(&id)) || ui.ctx().text_edit_focused();
        // The focus of the card before, or of a field that is closed now.
        if (self.is_fresh || (is_answered && !self.was_answered && is_ours))
            && let Some(focused) = focused
        {
            ui.memory_mut(|memory| memory.surrender_focus(focused));
        }
        if self.is_fresh {
            // Another card, or this one anew: nothing of the one before is kept.
            self.number = ui.cumulative_pass_nr();
        }
        self.is_fresh = false;
        self.was_answered = is_answered;
    }
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    session: &Session,
    collection: &Collection,
    commands: &mut Vec<Command>,
) {
    state.meet(ui, session);
    let stage = session.stage();
    keys::handle(ui, state, stage, session.scope().records(), commands);
    let title = match stage {
        Stage::Asking(question) | Stage::Turned(question, _) | Stage::Answered(question, _) => {
            question.deck_title.as_str()
        }
        Stage::Done => "",
    };
    let deck = session.item().and_then(|item| collection.library().items().get(item));
    let deck = deck.map(|item| item.deck as usize);
    // Finding a picture asks the disk: once for each card.
    let found = RefCell::new(std::mem::take(&mut state.images));
    let images = |name: &str| {
        let mut found = found.borrow_mut();
        let find = || image(collection, deck?, name);
        found.entry(name.to_owned()).or_insert_with(find).clone()
    };
    column(ui, size::READING, |ui| {
        // A low window gives its room to the card.
        let is_low = ui.ctx().content_rect().height() < 560.0;
        let margin = if is_low { space::S } else { space::L };
        ui.add_space(margin);
        top::show(ui, t, title, session, collection, commands);
        ui.add_space(margin);
        let mut rect = ui.available_rect_before_wrap();
        rect.max.y =
            (rect.max.y.min(ui.clip_rect().max.y) - margin - space::S).max(rect.min.y + 280.0);
        let card = (session.item(), state.number);
        ui.push_id(card, |ui| {
            show_card(ui, t, state, rect, session, &images, commands);
        });
    });
    state.images = found.into_inner();
}

/// How high the foot is that messages must not hide, points.
#[must_use]
pub fn foot_height(ctx: &egui::Context) -> f32 {
    let width = (ctx.content_rect().width() - 2.0 * space::XL).min(size::READING);
    foot::height(width - 2.0 * PAD) + 2.0 * space::L
}

/// Inside the card, points.
const PAD: f32 = 28.0;

fn show_card(
    ui: &mut Ui,
    t: &Tokens,
    state: &mut State,
    rect: Rect,
    session: &Session,
    images: &dyn Fn(&str) -> Option<ImageSource>,
    commands: &mut Vec<Command>,
) {
    let stage = session.stage();
    ui.allocate_rect(rect, Sense::hover());
    let rounding = egui::CornerRadius::same(radius::CARD);
    ui.painter().add(t.shadow.as_shape(rect, rounding));
    ui.painter().rect_filled(rect, rounding, t.card);
    let foot_height = foot::height(rect.width() - 2.0 * PAD) + 2.0 * space::L;
    let split = rect.bottom() - foot_height;
    let above = Rect::from_min_max(rect.min + vec2(PAD, 1.0), pos2(rect.right() - 8.0, split));
    let below = Rect::from_min_max(pos2(rect.left(), split), rect.max);
    foot::paint_ground(ui, t, below, foot::ground(t, stage));
    let line = egui::Stroke::new(1.0, t.line);
    ui.painter().rect_stroke(rect, rounding, line, egui::StrokeKind::Inside);
    let layout = Layout::top_down(Align::Min);
    ui.scope_builder(UiBuilder::new().id_salt("content").max_rect(above).layout(layout), |ui| {
        ui.set_clip_rect(above.expand2(vec2(8.0, 0.0)).intersect(ui.clip_rect()));
        let scroll_by = std::mem::take(&mut state.scroll_by);
        ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            ui.set_width(above.width() - (PAD - 8.0));
            if scroll_by != 0.0 {
                ui.scroll_with_delta(vec2(0.0, -scroll_by));
            }
            ui.add_space(PAD);
            body::show(ui, t, state, stage, images, commands);
        });
    });
    let inner = below.shrink2(vec2(PAD, space::L));
    ui.scope_builder(UiBuilder::new().id_salt("foot").max_rect(inner).layout(layout), |ui| {
        foot::show(ui, t, state, stage, session.scope().records(), commands);
    });
}

/// A picture of the deck. What lies on the network is not fetched.
fn image(collection: &Collection, deck: usize, name: &str) -> Option<ImageSource> {
    match collection.library().resolve_media(deck, name).ok()? {
        Media::File(path) => Some(ImageSource::Uri(format!("file://{}", path.display()))),
        Media::Embedded(bytes) => {
            let uri = format!("bytes://deck/{deck}/{name}");
            Some(ImageSource::Bytes { uri, bytes: bytes.into() })
        }
    }
}
