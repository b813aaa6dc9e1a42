//! Cards whose answer has changed, and cards that look like one that is gone:
//! what does that mean to what is known of them?

use egui::{Context, ScrollArea, Ui, vec2};
use uuid::Uuid;

use crate::collection::{Collection, CollectionError, Lookalike, Reworded};
use crate::store::Verdict;
use crate::ui::app::{Command, Findings};
use crate::ui::icons;
use crate::ui::tokens::{Tokens, Type, size, space};
use crate::ui::widgets::{Button, buttons_right, card_frame, empty_state, modal, paint};
use crate::ui::words;

/// What the learner decided about one card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The answer has changed: the same fact or a new one.
    Reworded(Verdict),
    /// The card is the one that was there before, or another.
    Same(bool),
}

/// One question.
#[derive(Debug, Clone)]
enum Case {
    Reworded(Reworded),
    Lookalike(Lookalike),
}

#[derive(Debug, Clone)]
struct Row {
    case: Case,
    /// The deck's title.
    deck: String,
    decided: Option<Decision>,
}

/// The dialogue.
#[derive(Debug)]
pub struct Edits {
    rows: Vec<Row>,
    /// Rows in the order in which they were decided.
    order: Vec<usize>,
    /// The newest event when it was opened: what came before is not undone here.
    since: Option<Uuid>,
}

/// What came of a frame.
enum Pressed {
    Decision(usize, Decision),
    Undo,
}

impl Edits {
    /// Everything that waits for a decision.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn new(collection: &Collection, findings: &Findings) -> Result<Self, CollectionError> {
        let reworded = collection.still_reworded(&findings.reworded)?;
        let cases = findings.lookalikes.iter().cloned().map(Case::Lookalike);
        let cases = cases.chain(reworded.into_iter().map(Case::Reworded));
        let library = collection.library();
        let title = |item: usize| {
            let deck = library.items().get(item).map(|item| item.deck as usize);
            let deck = deck.and_then(|deck| library.decks().get(deck));
            deck.map_or_else(String::new, |deck| deck.head.title.clone())
        };
        let rows = cases.map(|case| {
            let deck = title(case.item());
            Row { case, deck, decided: None }
        });
        let since = collection.last_event()?;
        Ok(Self { rows: rows.collect(), order: Vec::new(), since })
    }

    /// The newest event when the dialogue was opened.
    #[must_use]
    pub fn since(&self) -> Option<Uuid> {
        self.since
    }

    /// The pair that a row is about.
    #[must_use]
    pub fn lookalike(&self, row: usize) -> Option<&Lookalike> {
        match &self.rows.get(row)?.case {
            Case::Lookalike(pair) => Some(pair),
            Case::Reworded(_) => None,
        }
    }

    /// The item that a row is about.
    #[must_use]
    pub fn item(&self, row: usize) -> Option<usize> {
        self.rows.get(row).map(|row| row.case.item())
    }

    /// A decision is in the log.
    pub fn decided(&mut self, row: usize, decision: Decision) {
        if let Some(open) = self.rows.get_mut(row) {
            open.decided = Some(decision);
            self.order.push(row);
        }
    }

    /// The last decision was taken back.
    pub fn undone(&mut self) {
        if let Some(row) = self.order.pop().and_then(|row| self.rows.get_mut(row)) {
            row.decided = None;
        }
    }

    /// What is still open, for the bar.
    #[must_use]
    pub fn open(&self) -> Findings {
        let mut open = Findings::default();
        for row in self.rows.iter().filter(|row| row.decided.is_none()) {
            match &row.case {
                Case::Reworded(reworded) => open.reworded.push(reworded.item),
                Case::Lookalike(pair) => open.lookalikes.push(pair.clone()),
            }
        }
        open
    }

    /// Draws it; `false` when it was closed.
    pub fn show(&mut self, ctx: &Context, commands: &mut Vec<Command>) -> bool {
        let mut pressed = None;
        let answer = modal(ctx, "Edited cards", 680.0, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let t = Tokens::of(ui);
            let open = self.rows.iter().filter(|row| row.decided.is_none()).count();
            if self.rows.is_empty() {
                let text = "What was edited meanwhile changed nothing that you have learned.";
                empty_state(ui, icons::CHECK, "Nothing to decide", text, None);
            } else {
                let text = "Say what each edit means to what you know. Everything can be undone.";
                ui.label(Type::Small.text(text, t.quiet));
                ui.add_space(space::M);
                pressed = self.list(ui, t);
            }
            ui.add_space(space::L);
            let left = match open {
                0 if self.rows.is_empty() => String::new(),
                0 => "All decided".to_owned(),
                open => format!("{} to go", words::count(open, "card")),
            };
            buttons_right(ui, |ui| {
                let is_closed = ui.add(Button::quiet("Close").key("Esc")).clicked();
                let undo = Button::plain("Undo").icon(icons::UNDO);
                ui.add_enabled_ui(!self.order.is_empty(), |ui| {
                    if ui.add(undo).clicked() {
                        pressed = Some(Pressed::Undo);
                    }
                });
                ui.add_space(space::M);
                ui.label(Type::Small.text(left, t.quiet));
                is_closed
            })
        });
        match pressed {
            Some(Pressed::Decision(row, decision)) => commands.push(Command::Decide(row, decision)),
            Some(Pressed::Undo) => commands.push(Command::UndoDecision),
            None => {}
        }
        !(answer.inner || answer.is_dismissed)
    }

    fn list(&self, ui: &mut Ui, t: &Tokens) -> Option<Pressed> {
        let height = (ui.ctx().content_rect().height() - 260.0).max(160.0);
        let mut pressed = None;
        // Rows differ in height, and there may be hundreds: those above and
        // below are told by what they took when they were last drawn.
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - space::M);
            for (number, row) in self.rows.iter().enumerate() {
                ui.push_id(number, |ui| {
                    if let Some(decision) = show_row(ui, t, row) {
                        pressed = Some(Pressed::Decision(number, decision));
                    }
                });
                ui.add_space(space::M);
            }
        });
        pressed
    }
}

impl Case {
    fn item(&self) -> usize {
        match self {
            Self::Reworded(reworded) => reworded.item,
            Self::Lookalike(pair) => pair.item,
        }
    }
}

fn show_row(ui: &mut Ui, t: &Tokens, row: &Row) -> Option<Decision> {
    let frame = card_frame(t).shadow(egui::Shadow::NONE).inner_margin(egui::Margin::same(16));
    frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(Type::Caption.text(&row.deck, t.quiet));
            ui.add_space(space::XS);
            match &row.case {
                Case::Reworded(reworded) => {
                    text(ui, &reworded.is.asked, Type::BodyStrong, t.strong);
                    ui.add_space(space::S);
                    pair(ui, t, "Was", &reworded.was.answered);
                    pair(ui, t, "Is", &reworded.is.answered);
                }
                Case::Lookalike(lookalike) => {
                    pair(ui, t, "Was", &asked_and_answered(&lookalike.was));
                    pair(ui, t, "Is", &asked_and_answered(&lookalike.is));
                }
            }
            ui.add_space(space::M);
            decide(ui, t, row)
        })
        .inner
}

fn asked_and_answered(wording: &crate::deck::Wording) -> String {
    format!("{}\n{}", wording.asked, wording.answered)
}

fn text(ui: &mut Ui, said: &str, role: Type, ink: egui::Color32) {
    let galley = paint::paragraph(ui, said, role, ink, ui.available_width());
    let (rect, response) = ui.allocate_exact_size(galley.size(), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, said));
    paint::galley(ui, rect.min, galley);
}

fn pair(ui: &mut Ui, t: &Tokens, what: &str, said: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
        let width = 36.0;
        let label = paint::line(ui, what, Type::Small, t.quiet, width);
        let (rect, _) = ui.allocate_exact_size(vec2(width, 20.0), egui::Sense::hover());
        paint::galley(ui, rect.min, label);
        ui.vertical(|ui| text(ui, said, Type::Small, t.body));
    });
    ui.add_space(space::XS);
}

fn decide(ui: &mut Ui, t: &Tokens, row: &Row) -> Option<Decision> {
    if let Some(decision) = row.decided {
        ui.label(Type::SmallStrong.text(told(decision), t.success.ink));
        return None;
    }
    let choices: &[(&str, &str, Decision)] = match row.case {
        Case::Reworded(_) => &[
            ("Same fact", "All that you know stays", Decision::Reworded(Verdict::Keep)),
            (
                "Ask sooner",
                "You know most of it: it comes today",
                Decision::Reworded(Verdict::Ease),
            ),
            ("New fact", "It is learned from the start", Decision::Reworded(Verdict::StartOver)),
        ],
        Case::Lookalike(_) => &[
            ("Same card", "Its progress goes on", Decision::Same(true)),
            ("Another card", "It is learned from the start", Decision::Same(false)),
        ],
    };
    let mut decided = None;
    ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        for (word, about, decision) in choices {
            if ui.add(Button::quiet(word).small()).on_hover_text(*about).clicked() {
                decided = Some(*decision);
            }
        }
    });
    decided
}

/// What was decided, in words.
#[must_use]
pub fn told(decision: Decision) -> &'static str {
    match decision {
        Decision::Reworded(Verdict::Keep) => "Same fact: nothing changes",
        Decision::Reworded(Verdict::Ease) => "Asked again today",
        Decision::Reworded(Verdict::StartOver) => "Learned from the start",
        Decision::Same(true) => "Same card: its progress goes on",
        Decision::Same(false) => "Another card",
    }
}
