//! A deck's file while its author edits it: its exact text, and where its cards
//! stand.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::draft::Draft;
use super::sequence::{Sequence, Splice, Style};
use super::write::{Layout, quoted};
use crate::deck::balance::Balance;
use crate::deck::fault::Fault;
use crate::deck::model::{Area, Card, DeckHead};
use crate::deck::parse::parse_again;
use crate::deck::scan::{Kind as Token, Lexer};
use crate::deck::split::{self, Plan};

/// A deck's file as its author edits it.
#[derive(Debug, Clone)]
pub struct Manuscript {
    file: PathBuf,
    text: String,
    head: Option<DeckHead>,
    slots: Vec<Slot>,
    faults: Vec<Fault>,
    /// What was done, for taking it back, and what was taken back.
    done: Vec<Deed>,
    undone: Vec<Deed>,
}

/// One card of a manuscript, whole or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The bytes of the card's text.
    pub span: Range<usize>,
    /// The card; `None` when RON can't read it.
    pub draft: Option<Draft>,
    /// The card as it would be studied; `None` while it isn't whole.
    pub card: Option<Arc<Card>>,
    /// Nothing is said against its text, whatever stands around it.
    is_sound: bool,
}

/// A change of a deck's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Another card in the place of this one.
    Replace(usize, Box<Draft>),
    /// Other cards in the places of these, all at once.
    ReplaceAll(Vec<(usize, Draft)>),
    /// The same for one, as its author has written it.
    ReplaceText(usize, String),
    /// A card before this position (the number of cards puts it last).
    Insert(usize, Box<Draft>),
    /// A card's text, with its comments, as [`Manuscript::block`] gives it,
    /// before this position.
    InsertText(usize, String),
    /// The card at the first position to stand at the second, as it is counted
    /// afterwards.
    Move(usize, usize),
    /// Takes a card out, and the comments that belong to it.
    Remove(usize),
    /// Another value of the deck's head.
    Head(HeadEdit),
}

/// A field of the deck's head and its new value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeadEdit {
    /// What learners see.
    Title(String),
    /// One or two sentences.
    About(String),
    /// What the answers hold for.
    Version(String),
    /// An SPDX licence.
    License(String),
    /// Where the home screen shows it.
    Area(Area),
}

/// One step that can be taken back: these bytes were those.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Deed {
    name: &'static str,
    at: usize,
    old: String,
    new: String,
}

/// Why an edit can't be made; the text is untouched then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no such card.
    #[error("there is no card number {0} in this deck any more")]
    NoSuchCard(usize),
    /// A card that is written in as text is none.
    #[error("this text is no card yet: check its quotes and brackets")]
    NoCard,
    /// The file has no list of cards to add to.
    #[error("this file has no `cards: [ … ]` to add a card to: mend it as text first")]
    NoList,
    /// What would be written can't be read back.
    #[error("the change would break the file, so it was not made: mend the text first")]
    Unreadable,
}

impl Edit {
    /// What it does, in a word or two.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Replace(..) | Self::ReplaceText(..) => "Edit card",
            Self::ReplaceAll(_) => "Edit cards",
            Self::Insert(..) | Self::InsertText(..) => "Add card",
            Self::Move(..) => "Move card",
            Self::Remove(_) => "Delete card",
            Self::Head(_) => "Edit deck",
        }
    }
}

impl Manuscript {
    /// Reads a deck's text. Never fails: what is broken is in the faults.
    #[must_use]
    pub fn new(file: &Path, text: String) -> Self {
        let nothing = Self {
            file: file.to_owned(),
            text: String::new(),
            head: None,
            slots: Vec::new(),
            faults: Vec::new(),
            done: Vec::new(),
            undone: Vec::new(),
        };
        nothing.again(text)
    }

    /// Reads another text of the same deck, without a past. Cards whose text is
    /// the same are taken over: with each pause in writing all others are.
    fn again(&self, text: String) -> Self {
        let mut known: HashMap<&str, &Slot> = HashMap::with_capacity(self.slots.len());
        for slot in &self.slots {
            known.extend(self.text.get(slot.span.clone()).map(|text| (text, slot)));
        }
        let spans = spans(&text);
        let of = |span: &Range<usize>| text.get(span.clone());
        let sound = spans.iter().filter_map(|span| {
            let slot = known.get(of(span)?).filter(|slot| slot.is_sound)?;
            Some((of(span)?, Arc::clone(slot.card.as_ref()?)))
        });
        let parsed = parse_again(&text, &self.file, self.file.parent(), sound.collect());
        let is_blamed = |span: &Range<usize>| {
            let within =
                |fault: &Fault| fault.span.start >= span.start && fault.span.end <= span.end;
            parsed.faults.iter().any(within)
        };
        let slots = spans.iter().map(|span| {
            if let Some(slot) = of(span).and_then(|text| known.get(text)) {
                return Slot { span: span.clone(), ..Slot::clone(slot) };
            }
            let draft = of(span).and_then(Draft::read);
            let card = draft.as_ref().and_then(Draft::card).map(Arc::new);
            // A picture may come or go without the text.
            let has_picture = of(span).is_some_and(|text| text.contains("!["));
            let is_sound = card.is_some() && !has_picture && !is_blamed(span);
            Slot { span: span.clone(), draft, card, is_sound }
        });
        Self {
            file: self.file.clone(),
            slots: slots.collect(),
            head: parsed.head,
            faults: parsed.faults,
            text,
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    /// Reads another text of the same deck; its past stays.
    fn read(&mut self, text: String) {
        let after = self.again(text);
        let (done, undone) = (std::mem::take(&mut self.done), std::mem::take(&mut self.undone));
        *self = Self { done, undone, ..after };
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The deck's head; `None` when it can't be used.
    #[must_use]
    pub fn head(&self) -> Option<&DeckHead> {
        self.head.as_ref()
    }

    /// Every card that the file holds, broken ones too.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// What is broken in the file.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// A card's text as it stands in the file.
    #[must_use]
    pub fn card_text(&self, at: usize) -> Option<&str> {
        self.text.get(self.slots.get(at)?.span.clone())
    }

    /// A card's text with the comments that belong to it.
    #[must_use]
    pub fn block(&self, at: usize) -> Option<String> {
        let (lead, card, tail) = self.cards().ok()?.block_text(at)?;
        let tail = if tail.trim().is_empty() { String::new() } else { format!(",{tail}") };
        Some(format!("{lead}{card}{tail}"))
    }

    /// The position of the card with this id, or that stands at this byte.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        let has_id = |slot: &Slot| {
            let draft = slot.draft.as_ref();
            draft.is_some_and(|draft| match &draft.id {
                Some(own) => own == id,
                None => slot.card.as_ref().is_some_and(|card| card.id == id),
            })
        };
        self.slots.iter().position(has_id)
    }

    /// The position of the card that this line of the file (from 1) belongs to.
    #[must_use]
    pub fn at_line(&self, line: u32) -> Option<usize> {
        let lines = self.text.split_inclusive('\n').take(line.saturating_sub(1) as usize);
        let byte: usize = lines.map(str::len).sum();
        self.slots.iter().position(|slot| slot.span.end > byte)
    }

    /// Makes a change: the text is another then, and the cards are found anew.
    ///
    /// # Errors
    /// When the change can't be made; all is as before then.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), EditError> {
        let (text, wanted) = self.edited(edit)?;
        if text == self.text {
            return Ok(());
        }
        let deed = Deed::between(&self.text, &text, edit.name());
        let mut after = self.again(text);
        if !after.is_as_wanted(self, &wanted) {
            return Err(EditError::Unreadable);
        }
        after.done = std::mem::take(&mut self.done);
        after.done.push(deed);
        *self = after;
        Ok(())
    }

    /// The new text, and for each card that shall be there which one of the old
    /// ones it is, byte for byte; `None` for the one that was written.
    fn edited(&self, edit: &Edit) -> Result<(String, Vec<Option<usize>>), EditError> {
        let count = self.slots.len();
        let all = || (0..count).map(Some).collect::<Vec<_>>();
        let known = |at: usize| {
            if at < count { Ok(()) } else { Err(EditError::NoSuchCard(at)) }
        };
        let done = |splice: Option<Splice>, wanted| {
            let text = splice.and_then(|splice| splice.apply(&self.text));
            Ok((text.ok_or(EditError::Unreadable)?, wanted))
        };
        match edit {
            Edit::Replace(at, draft) => {
                known(*at)?;
                let mut wanted = all();
                if let Some(place) = wanted.get_mut(*at) {
                    *place = None;
                }
                done(self.replaced(*at, draft), wanted)
            }
            Edit::ReplaceAll(cards) => {
                let mut wanted = all();
                let mut cards: Vec<&(usize, Draft)> = cards.iter().collect();
                // From the end, so that the places before stay where they are.
                cards.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
                cards.dedup_by_key(|(at, _)| *at);
                let mut text = self.text.clone();
                for (at, draft) in cards {
                    known(*at)?;
                    if let Some(place) = wanted.get_mut(*at) {
                        *place = None;
                    }
                    let spliced = self.replaced(*at, draft).and_then(|splice| splice.apply(&text));
                    text = spliced.ok_or(EditError::Unreadable)?;
                }
                Ok((text, wanted))
            }
            Edit::ReplaceText(at, text) => {
                known(*at)?;
                let mut wanted = all();
                if let Some(place) = wanted.get_mut(*at) {
                    *place = None;
                }
                let slot = self.slots.get(*at);
                done(slot.map(|slot| Splice::new(slot.span.clone(), text.clone())), wanted)
            }
            Edit::Insert(at, draft) => {
                let layout = self.layout(*at)?;
                let text = draft.write_over("", &layout).ok_or(EditError::Unreadable)?;
                let (splice, wanted) = self.inserted(*at, ("", &text, ""))?;
                done(Some(splice), wanted)
            }
            Edit::InsertText(at, block) => {
                let (lead, card, tail) = parts(block).ok_or(EditError::Unreadable)?;
                let (splice, wanted) = self.inserted(*at, (lead, card, tail))?;
                done(Some(splice), wanted)
            }
            Edit::Remove(at) => {
                known(*at)?;
                let mut wanted = all();
                wanted.remove(*at);
                done(self.cards()?.remove(*at), wanted)
            }
            Edit::Move(from, to) => {
                known(*from)?;
                let mut wanted = all();
                let card = wanted.remove(*from);
                wanted.insert((*to).min(count - 1), card);
                Ok((self.moved(*from, *to)?, wanted))
            }
            Edit::Head(edit) => done(self.head_splice(edit), all()),
        }
    }

    fn is_as_wanted(&self, before: &Self, wanted: &[Option<usize>]) -> bool {
        let same = |(slot, old): (&Slot, &Option<usize>)| {
            let old = match old {
                Some(old) => before.card_text(*old),
                None => return slot.draft.is_some(),
            };
            old.is_some() && self.text.get(slot.span.clone()) == old
        };
        self.slots.len() == wanted.len() && self.slots.iter().zip(wanted).all(same)
    }

    fn replaced(&self, at: usize, draft: &Draft) -> Option<Splice> {
        let slot = self.slots.get(at)?;
        let old = self.text.get(slot.span.clone())?;
        let layout = self.layout(at).ok()?;
        Some(Splice::new(slot.span.clone(), draft.write_over(old, &layout)?))
    }

    fn inserted(
        &self,
        at: usize,
        (lead, card, tail): (&str, &str, &str),
    ) -> Result<(Splice, Vec<Option<usize>>), EditError> {
        let at = at.min(self.slots.len());
        let mut wanted: Vec<Option<usize>> = (0..self.slots.len()).map(Some).collect();
        wanted.insert(at, None);
        let layout = self.layout(at)?;
        let style = Style { indent: layout.indent, newline: layout.newline };
        Ok((self.cards()?.insert(at, &style, card, (lead, tail)), wanted))
    }

    fn moved(&self, from: usize, to: usize) -> Result<String, EditError> {
        if from == to.min(self.slots.len() - 1) {
            return Ok(self.text.clone());
        }
        let layout = self.layout(from)?;
        let cards = self.cards()?;
        let (lead, card, tail) = cards.block_text(from).ok_or(EditError::NoSuchCard(from))?;
        let splice = cards.remove(from).ok_or(EditError::Unreadable)?;
        let without = splice.apply(&self.text).ok_or(EditError::Unreadable)?;
        let style = Style { indent: layout.indent, newline: layout.newline };
        let splice = sequence(&without)?.insert(to, &style, &card, (&lead, &tail));
        splice.apply(&without).ok_or(EditError::Unreadable)
    }

    fn cards(&self) -> Result<Sequence<'_>, EditError> {
        sequence(&self.text)
    }

    /// How cards are laid out near this position.
    fn layout(&self, at: usize) -> Result<Layout, EditError> {
        let indent = self.cards()?.indent_of(at);
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let step = if indent.as_ref().is_some_and(|indent| indent.starts_with('\t')) {
            "\t"
        } else {
            "    "
        };
        Ok(Layout { indent: indent.unwrap_or_else(|| step.repeat(2)), step, newline })
    }

    fn head_splice(&self, edit: &HeadEdit) -> Option<Splice> {
        let (name, value) = match edit {
            HeadEdit::Title(text) => ("title", quoted(text, "\n")),
            HeadEdit::About(text) => ("about", quoted(text, "\n")),
            HeadEdit::Version(text) => ("version", quoted(text, "\n")),
            HeadEdit::License(text) => ("license", quoted(text, "\n")),
            HeadEdit::Area(area) => ("area", area_text(area)),
        };
        let plan = split::plan(&self.text);
        let is_it = |range: &Range<usize>| self.text.get(range.clone()) == Some(name);
        if let Some(field) = plan.fields.iter().find(|field| is_it(&field.name)) {
            return Some(Splice::new(field.value.clone(), value));
        }
        let list = list(&self.text, &plan).ok()?;
        let mut fields: Vec<Range<usize>> =
            plan.fields.iter().map(|field| field.name.start..field.value.end).collect();
        fields.push(list.name..list.end);
        fields.sort_by_key(|field| field.start);
        let at = fields.iter().position(|field| field.start == list.name)?;
        let open = fields.first()?.start;
        let open = self.text.get(..open)?.rfind('(')? + 1;
        let sequence = Sequence::new(&self.text, open, fields, list.end);
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let style = Style { indent: sequence.indent_of(at).unwrap_or_default(), newline };
        Some(sequence.insert(at, &style, &format!("{name}: {value}"), ("", "")))
    }

    /// Takes the last change back; gives what it was.
    pub fn undo(&mut self) -> Option<&'static str> {
        let deed = self.done.pop()?;
        let name = deed.name;
        self.replay(deed.at, &deed.new, &deed.old);
        self.undone.push(deed);
        Some(name)
    }

    /// Makes the change again that was taken back last; gives what it was.
    pub fn redo(&mut self) -> Option<&'static str> {
        let deed = self.undone.pop()?;
        let name = deed.name;
        self.replay(deed.at, &deed.old, &deed.new);
        self.done.push(deed);
        Some(name)
    }

    /// Whether there is a change to take back, and one to make again.
    #[must_use]
    pub fn can_undo_redo(&self) -> (bool, bool) {
        (!self.done.is_empty(), !self.undone.is_empty())
    }

    fn replay(&mut self, at: usize, from: &str, to: &str) {
        if let Some(text) = Splice::new(at..at + from.len(), to).apply(&self.text) {
            self.read(text);
        }
    }

    /// Takes over what the file holds now. Changes made before can't be taken
    /// back any more: they were of another text.
    pub fn replace_text(&mut self, text: String) {
        if text != self.text {
            self.done.clear();
            self.undone.clear();
            self.read(text);
        }
    }
}

impl Deed {
    fn between(old: &str, new: &str, name: &'static str) -> Self {
        let head = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let head = (0..=head).rev().find(|&at| old.is_char_boundary(at)).unwrap_or(0);
        let (rest_old, rest_new) =
            (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
        let tails = rest_old.bytes().rev().zip(rest_new.bytes().rev());
        let tail = tails.take_while(|(a, b)| a == b).count();
        let fits = |tail: &usize| rest_old.is_char_boundary(rest_old.len() - tail);
        let tail = (0..=tail).rev().find(fits).unwrap_or(0);
        let cut = |text: &str| text.get(..text.len() - tail).unwrap_or_default().to_owned();
        Self { name, at: head, old: cut(rest_old), new: cut(rest_new) }
    }
}

/// Where the list of cards stands.
struct List {
    /// Its name.
    name: usize,
    /// Behind its opening bracket.
    open: usize,
    /// Of its closing bracket.
    close: usize,
    end: usize,
}

fn list(text: &str, plan: &Plan) -> Result<List, EditError> {
    let name = plan.list.clone().ok_or(EditError::NoList)?;
    let mut lexer = Lexer::at(text, name.end);
    if lexer.next().kind != Token::Colon {
        return Err(EditError::NoList);
    }
    let open = lexer.next();
    if open.kind != Token::Open(b'[') {
        return Err(EditError::NoList);
    }
    let end = Balance::new(text).value(open.start).ok();
    let end = end.or_else(|| closed_behind(text, plan, open.end));
    let end = end.ok_or(EditError::Unreadable)?;
    Ok(List { name: name.start, open: open.end, close: end - 1, end })
}

/// Where a card is broken the closing bracket may be out of sight: then what is
/// behind the last whole card is as good.
fn closed_behind(text: &str, plan: &Plan, open: usize) -> Option<usize> {
    let mut lexer = Lexer::at(text, plan.cards.last().map_or(open, |card| card.end));
    loop {
        let token = lexer.next();
        match token.kind {
            Token::Comma => {}
            Token::Close(b']') => return Some(token.end),
            _ => return None,
        }
    }
}

fn sequence(text: &str) -> Result<Sequence<'_>, EditError> {
    let plan = split::plan(text);
    let list = list(text, &plan)?;
    let cards = planned(&plan);
    Ok(Sequence::new(text, list.open, cards, list.close))
}

/// The bytes of each card, those that can't be read too.
fn spans(text: &str) -> Vec<Range<usize>> {
    planned(&split::plan(text))
}

fn planned(plan: &Plan) -> Vec<Range<usize>> {
    let broken = plan.damage.iter().filter_map(|damage| damage.card.clone());
    let mut cards: Vec<Range<usize>> = plan.cards.iter().cloned().chain(broken).collect();
    cards.sort_by_key(|card| (card.start, card.end));
    cards.dedup_by(|later, earlier| later.start < earlier.end);
    cards
}

/// Comments above, the card, a comment behind it.
fn parts(block: &str) -> Option<(&str, &str, &str)> {
    let mut lexer = Lexer::at(block, 0);
    let start = lexer.next().start;
    let end = Balance::new(block).value(start).ok()?;
    let rest = block.get(end..)?;
    let tail = rest.strip_prefix(',').unwrap_or(rest);
    Some((block.get(..start)?, block.get(start..end)?, tail.trim_end()))
}

fn area_text(area: &Area) -> String {
    match area {
        Area::Foundations => "Foundations".to_owned(),
        Area::Language => "Language".to_owned(),
        Area::Framework => "Framework".to_owned(),
        Area::Database => "Database".to_owned(),
        Area::Other(name) => quoted(name, "\n"),
    }
}
