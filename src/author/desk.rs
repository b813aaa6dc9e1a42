//! A deck that is open for writing: its text, the card at hand, what is on disk.

mod as_text;

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::save::Saved;
use crate::deck::{
    Card, Choice, Draft, DraftBody, Edit, EditError, HeadEdit, Kind, Manuscript, NearCards, Remark,
    Severity, free_slug, plain,
};

/// A deck that is open for writing.
#[derive(Debug, Clone)]
pub struct Desk {
    manuscript: Manuscript,
    /// What the file held when it was last read or written.
    saved: Saved,
    /// Errors that were there before anything was written here.
    errors: usize,
    at: Option<usize>,
    /// The card at hand as it is being written.
    draft: Option<Draft>,
    /// The text of a card that RON can't read.
    raw: Option<String>,
    /// That text was asked for: it could be read when it was taken into hand.
    is_as_text: bool,
    /// The card at hand was made just now: it is not scolded yet.
    is_fresh: bool,
    remarks: Vec<Remark>,
    rows: Vec<Row>,
    near: NearCards,
}

/// One card in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its question, plain text in one line.
    pub title: String,
    /// `None` when RON can't read it.
    pub kind: Option<Kind>,
    /// Something keeps it from being studied.
    pub is_broken: bool,
    /// What it was made of.
    card: Option<Arc<Card>>,
}

/// What the file and the desk say of the same card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// The text here.
    pub mine: String,
    /// The text on disk.
    pub theirs: String,
}

impl Desk {
    /// A deck as it was read.
    #[must_use]
    pub fn new(file: &Path, saved: Saved) -> Self {
        let manuscript = Manuscript::new(file, saved.text.clone());
        let mut desk = Self {
            errors: errors(&manuscript),
            manuscript,
            saved,
            at: None,
            draft: None,
            raw: None,
            is_as_text: false,
            is_fresh: false,
            remarks: Vec::new(),
            rows: Vec::new(),
            near: NearCards::default(),
        };
        desk.look_again();
        desk
    }

    /// The deck's text and cards, without what is being written in the card at
    /// hand.
    #[must_use]
    pub fn manuscript(&self) -> &Manuscript {
        &self.manuscript
    }

    /// Its file.
    #[must_use]
    pub fn file(&self) -> &Path {
        self.manuscript.file()
    }

    /// The list of cards.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The position of the card at hand.
    #[must_use]
    pub fn at(&self) -> Option<usize> {
        self.at
    }

    /// The card at hand.
    #[must_use]
    pub fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref()
    }

    /// The card at hand, to be written in; call [`Desk::touched`] afterwards.
    pub fn draft_mut(&mut self) -> Option<&mut Draft> {
        self.draft.as_mut()
    }

    /// The text of the card at hand when it has no form: RON can't read it, or it
    /// is written in as text.
    pub fn raw_mut(&mut self) -> Option<&mut String> {
        self.raw.as_mut()
    }

    /// Whether the card at hand was made just now.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    /// What is to be said of the card at hand.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// The card of this deck that says nearly the same as the one at hand.
    #[must_use]
    pub fn near(&self) -> Option<usize> {
        let card = self.draft.as_ref()?.card()?;
        self.near.find(&card, self.at)
    }

    /// The card at hand was written in.
    pub fn touched(&mut self) {
        let read = self.raw.as_deref().filter(|_| self.is_as_text).and_then(Draft::read);
        self.remarks = match self.draft.as_ref().or(read.as_ref()) {
            Some(draft) => draft.remarks(self.manuscript.head()),
            None => Vec::new(),
        };
    }

    /// Goes to a card, or to none; what was written in the one before is kept.
    ///
    /// # Errors
    /// When that can't be put into the deck's text: then it stays at hand.
    pub fn go_to(&mut self, at: Option<usize>) -> Result<(), EditError> {
        let before = self.rows.len();
        let from = self.at;
        self.commit()?;
        // A card that was left empty is gone, and those after it moved up.
        let at = match (at, from) {
            (Some(at), Some(from)) if self.rows.len() < before && at > from => Some(at - 1),
            (at, _) => at,
        };
        self.hold(at);
        Ok(())
    }

    /// Takes a card into hand as it stands in the text.
    fn hold(&mut self, at: Option<usize>) {
        self.at = at.filter(|at| *at < self.rows.len());
        let slot = self.at.and_then(|at| self.manuscript.slots().get(at));
        self.draft = slot.and_then(|slot| slot.draft.clone());
        self.raw = match (&self.draft, self.at) {
            (None, Some(at)) => self.manuscript.card_text(at).map(str::to_owned),
            _ => None,
        };
        (self.is_fresh, self.is_as_text) = (false, false);
        self.touched();
    }

    /// Puts what is being written into the deck's text. A new card gets an id of
    /// its question; one that was left empty goes again. A card that had no id
    /// gets one, and says which name its progress is kept under.
    ///
    /// # Errors
    /// When the text can't be changed: all is as before.
    pub fn commit(&mut self) -> Result<(), EditError> {
        let Some(at) = self.at else { return Ok(()) };
        if let Some(raw) = self.raw.clone() {
            return self.commit_raw(at, &raw);
        }
        let Some(mut draft) = self.draft.clone() else { return Ok(()) };
        let before = self.manuscript.slots().get(at).and_then(|slot| slot.draft.clone());
        if self.is_fresh && draft == Draft::new(draft.kind()) {
            self.manuscript.apply(&Edit::Remove(at))?;
            self.look_again();
            self.hold(None);
            return Ok(());
        }
        if before.as_ref() == Some(&draft) {
            return Ok(());
        }
        if draft.id.is_none() && !plain(&draft.question()).trim().is_empty() {
            let former = before.as_ref().and_then(Draft::card).map(|card| card.id);
            draft.id = Some(free_slug(&draft.question(), &mut self.taken()));
            if let (Some(former), Some(head), false) =
                (former, self.manuscript.head(), self.is_fresh)
            {
                draft.notes.was.push(format!("{}/{former}", head.id));
            }
        }
        self.manuscript.apply(&Edit::Replace(at, Box::new(draft.clone())))?;
        self.draft = Some(draft);
        self.is_fresh = false;
        self.look_again();
        self.touched();
        Ok(())
    }

    fn commit_raw(&mut self, at: usize, raw: &str) -> Result<(), EditError> {
        let Some(span) = self.manuscript.slots().get(at).map(|slot| slot.span.clone()) else {
            return Ok(());
        };
        if self.manuscript.card_text(at) == Some(raw) {
            return Ok(());
        }
        if self.is_no_card() {
            return Err(EditError::NoCard);
        }
        let is_as_text = self.is_as_text;
        // As an edit like any other it can be undone.
        let edit = Edit::ReplaceText(at, raw.to_owned());
        if self.manuscript.apply(&edit).is_ok() {
            self.look_again();
            self.hold(Some(at));
            if is_as_text {
                self.show_text();
            }
            return Ok(());
        }
        if is_as_text {
            return Err(EditError::NoCard);
        }
        // A card that can't be read before or after has no bounds to rely on.
        let old = self.manuscript.text();
        let (Some(head), Some(tail)) = (old.get(..span.start), old.get(span.end..)) else {
            return Err(EditError::NoSuchCard(at));
        };
        let text = format!("{head}{raw}{tail}");
        self.manuscript.replace_text(text);
        self.look_again();
        self.hold(Some(at));
        Ok(())
    }

    fn taken(&self) -> BTreeSet<String> {
        let drafts = self.manuscript.slots().iter().filter_map(|slot| slot.draft.as_ref());
        drafts.filter_map(|draft| draft.id.clone()).collect()
    }

    /// The deck's text is another: lists its cards anew.
    fn look_again(&mut self) {
        let slots = self.manuscript.slots();
        let known = self.rows.iter().filter_map(|row| Some((Arc::as_ptr(row.card.as_ref()?), row)));
        let known: HashMap<*const Card, &Row> = known.collect();
        let rows = slots.iter().map(|slot| {
            let card = slot.card.clone();
            if let Some(row) = card.as_ref().and_then(|card| known.get(&Arc::as_ptr(card))) {
                return Row::clone(row);
            }
            let title = match &slot.draft {
                Some(draft) => plain(&without_gaps(&draft.question())),
                None => {
                    self.manuscript.text().get(slot.span.clone()).unwrap_or_default().to_owned()
                }
            };
            let title = title.split_whitespace().take(40).collect::<Vec<_>>().join(" ");
            let kind = slot.draft.as_ref().map(Draft::kind);
            Row { title, kind, is_broken: card.is_none(), card }
        });
        self.rows = rows.collect();
        self.near = self.near.again(slots.iter().map(|slot| slot.card.as_ref()));
    }

    /// A new card after the one at hand, and goes to it.
    ///
    /// # Errors
    /// When there is no place for it.
    pub fn new_card(&mut self, kind: Kind) -> Result<(), EditError> {
        self.commit()?;
        let at = self.at.map_or(self.rows.len(), |at| at + 1);
        self.manuscript.apply(&Edit::Insert(at, Box::new(Draft::new(kind))))?;
        self.look_again();
        self.hold(Some(at));
        self.is_fresh = true;
        Ok(())
    }

    /// A copy of the card at hand after it, and goes to it.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn duplicate(&mut self) -> Result<(), EditError> {
        self.as_form()?;
        let (Some(at), Some(mut copy)) = (self.at, self.draft.clone()) else { return Ok(()) };
        // Two cards of one name, or of one past, there can't be.
        copy.id = Some(free_slug(&copy.question(), &mut self.taken()));
        copy.notes.was.clear();
        self.manuscript.apply(&Edit::Insert(at + 1, Box::new(copy)))?;
        self.look_again();
        self.hold(Some(at + 1));
        Ok(())
    }

    /// Takes the card at hand out.
    ///
    /// # Errors
    /// When the text can't be changed.
    pub fn delete(&mut self) -> Result<(), EditError> {
        let Some(at) = self.at else { return Ok(()) };
        self.manuscript.apply(&Edit::Remove(at))?;
        self.look_again();
        let next = at.min(self.rows.len().saturating_sub(1));
        self.hold((!self.rows.is_empty()).then_some(next));
        Ok(())
    }

    /// Moves a card; what is at hand stays at hand.
    ///
    /// # Errors
    /// When the text can't be changed.
    pub fn reorder(&mut self, from: usize, to: usize) -> Result<(), EditError> {
        self.commit()?;
        let to = to.min(self.rows.len().saturating_sub(1));
        if from == to || from >= self.rows.len() {
            return Ok(());
        }
        self.manuscript.apply(&Edit::Move(from, to))?;
        self.look_again();
        let at = self.at.map(|at| match at {
            at if at == from => to,
            at if from < at && at <= to => at - 1,
            at if to <= at && at < from => at + 1,
            at => at,
        });
        self.hold(at);
        Ok(())
    }

    /// Cards after the one at hand; goes to the first of them.
    ///
    /// # Errors
    /// When they can't be written; none is added then.
    pub fn add(&mut self, cards: Vec<Draft>) -> Result<(), EditError> {
        self.commit()?;
        let first = self.at.map_or(self.rows.len(), |at| at + 1);
        let mut taken = self.taken();
        let before = self.manuscript.clone();
        for (n, mut card) in cards.into_iter().enumerate() {
            if card.id.is_none() {
                card.id = Some(free_slug(&card.question(), &mut taken));
            }
            if let Err(error) = self.manuscript.apply(&Edit::Insert(first + n, Box::new(card))) {
                self.manuscript = before;
                return Err(error);
            }
        }
        self.look_again();
        self.hold(Some(first));
        Ok(())
    }

    /// The card at hand with its comments, for another deck: there it goes on
    /// with its progress.
    #[must_use]
    pub fn for_another_deck(&self) -> Option<Draft> {
        let mut card = self.draft.clone()?;
        let name = card.card()?.id;
        card.notes.was.push(format!("{}/{name}", self.manuscript.head()?.id));
        Some(card)
    }

    /// Another value of the deck's head.
    ///
    /// # Errors
    /// When the text can't be changed.
    pub fn set_head(&mut self, edit: HeadEdit) -> Result<(), EditError> {
        self.commit()?;
        self.manuscript.apply(&Edit::Head(edit))
    }

    /// Makes the card at hand one of another kind: what both kinds have is kept.
    pub fn change_kind(&mut self, kind: Kind) {
        if let Some(draft) = &mut self.draft
            && draft.kind() != kind
        {
            *draft = as_kind(draft, kind);
            self.touched();
        }
    }

    /// Takes the last edit back; what is being written counts as one. Gives what
    /// it was.
    pub fn undo(&mut self) -> Option<&'static str> {
        // What can't be put into the text is thrown away by undoing it.
        if self.commit().is_err() {
            self.hold(self.at);
            return Some("Edit card");
        }
        let name = self.manuscript.undo()?;
        self.after_replay();
        Some(name)
    }

    /// Makes the edit again that was taken back last; gives what it was.
    pub fn redo(&mut self) -> Option<&'static str> {
        let name = self.manuscript.redo()?;
        self.after_replay();
        Some(name)
    }

    fn after_replay(&mut self) {
        self.look_again();
        let last = self.rows.len().checked_sub(1);
        self.hold(self.at.zip(last).map(|(at, last)| at.min(last)));
    }

    /// Whether there is an edit to take back, and one to make again.
    #[must_use]
    pub fn can_undo_redo(&self) -> (bool, bool) {
        let (undo, redo) = self.manuscript.can_undo_redo();
        (undo || self.is_being_written(), redo)
    }

    /// Whether something is written that is not in the deck's text yet.
    fn is_being_written(&self) -> bool {
        let Some(at) = self.at else { return false };
        match (&self.raw, &self.draft) {
            (Some(raw), _) => self.manuscript.card_text(at) != Some(raw),
            (None, draft) => {
                let slot = self.manuscript.slots().get(at);
                slot.and_then(|slot| slot.draft.as_ref()) != draft.as_ref()
            }
        }
    }

    /// Whether something is not on disk.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        let is_empty = self.is_fresh
            && self.draft.as_ref().is_some_and(|draft| *draft == Draft::new(draft.kind()));
        // An empty new card is not worth saving.
        if is_empty {
            return self.manuscript.can_undo_redo().0
                && self.without_fresh().is_some_and(|text| text != self.saved.text);
        }
        self.is_being_written() || self.manuscript.text() != self.saved.text
    }

    fn without_fresh(&self) -> Option<String> {
        let mut copy = self.manuscript.clone();
        copy.apply(&Edit::Remove(self.at?)).ok()?;
        Some(copy.text().to_owned())
    }

    /// Whether saving would leave no card out that is studied now.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let is_error = |remark: &Remark| remark.severity == Severity::Error;
        errors(&self.manuscript) <= self.errors
            && !self.is_no_card()
            && !self.remarks.iter().any(is_error)
    }

    /// What has to be written, and what the file should hold before.
    #[must_use]
    pub fn to_save(&self) -> (Saved, String) {
        (self.saved.clone(), self.manuscript.text().to_owned())
    }

    /// The file holds this now.
    pub fn was_saved(&mut self, saved: Saved) {
        self.errors = errors(&self.manuscript);
        self.saved = saved;
    }

    /// What the file held when it was last read or written.
    #[must_use]
    pub fn saved(&self) -> &Saved {
        &self.saved
    }

    /// The file was changed by somebody else. Takes that over when nothing here
    /// is unsaved, or when what is unsaved is one card that they left as it was.
    /// Gives whether it could.
    pub fn take_over(&mut self, theirs: &Saved) -> bool {
        if theirs.text == self.saved.text {
            return true;
        }
        if theirs.text == self.manuscript.text() {
            self.saved = theirs.clone();
            return true;
        }
        if !self.is_dirty() {
            self.take_theirs(theirs.clone());
            return true;
        }
        // What can't be put into the text can't be merged either.
        if self.commit().is_err() {
            return false;
        }
        let Some(mine) = self.written() else { return false };
        let mut merged = Manuscript::new(self.file(), theirs.text.clone());
        let mut at = None;
        for (base, card, is_at_hand) in mine {
            let slots = 0..merged.slots().len();
            let Some(there) = slots.clone().find(|at| merged.card_text(*at) == Some(&base)) else {
                return false;
            };
            if merged.apply(&Edit::Replace(there, Box::new(card))).is_err() {
                return false;
            }
            at = is_at_hand.then_some(there).or(at);
        }
        // A card at hand that is as it was is found by its name.
        let name = self.at.and_then(|at| self.name(at));
        let at = at.or_else(|| name.and_then(|name| merged.find(&name)));
        self.saved = theirs.clone();
        self.errors = errors(&merged);
        self.manuscript = merged;
        self.look_again();
        self.hold(at);
        true
    }

    /// The cards that were written in since the file was read, each with its text
    /// before and whether it is at hand; `None` when more than that has changed.
    fn written(&self) -> Option<Vec<(String, Draft, bool)>> {
        let base = Manuscript::new(self.file(), self.saved.text.clone());
        let around = |manuscript: &Manuscript| {
            let mut rest = String::new();
            let mut from = 0;
            for slot in manuscript.slots() {
                rest.push_str(manuscript.text().get(from..slot.span.start).unwrap_or_default());
                rest.push('\0');
                from = slot.span.end;
            }
            rest.push_str(manuscript.text().get(from..).unwrap_or_default());
            rest
        };
        if around(&base) != around(&self.manuscript) {
            return None;
        }
        let mut written = Vec::new();
        for (at, slot) in self.manuscript.slots().iter().enumerate() {
            let before = base.card_text(at)?;
            if self.manuscript.card_text(at) != Some(before) {
                written.push((before.to_owned(), slot.draft.clone()?, self.at == Some(at)));
            }
        }
        Some(written)
    }

    /// Gives up what is unsaved for what the file holds.
    pub fn take_theirs(&mut self, theirs: Saved) {
        let name = self.at.and_then(|at| self.name(at));
        let at = self.at;
        self.manuscript.replace_text(theirs.text.clone());
        self.errors = errors(&self.manuscript);
        self.saved = theirs;
        self.look_again();
        let at = match name {
            Some(name) => self.manuscript.find(&name),
            None => at.filter(|at| *at < self.rows.len()),
        };
        self.hold(at);
    }

    /// What is here shall replace what the file holds: the next save writes over
    /// it.
    pub fn keep_mine(&mut self, theirs: Saved) {
        self.saved = theirs;
    }

    /// The card at hand goes into what the file holds: over the card of its
    /// name, or after the last one.
    ///
    /// # Errors
    /// When their text has no place for it.
    pub fn card_into_theirs(&mut self, theirs: Saved) -> Result<(), EditError> {
        let Some(draft) = self.draft.clone() else {
            self.take_theirs(theirs);
            return Ok(());
        };
        let mut merged = Manuscript::new(self.file(), theirs.text.clone());
        let name = draft.card().map(|card| card.id).or_else(|| draft.id.clone());
        let at = name.and_then(|name| merged.find(&name));
        let end = merged.slots().len();
        let card = Box::new(draft);
        merged.apply(&at.map_or(Edit::Insert(end, card.clone()), |at| Edit::Replace(at, card)))?;
        let at = at.unwrap_or(end);
        self.saved = theirs;
        self.manuscript = merged;
        self.look_again();
        self.hold(Some(at));
        Ok(())
    }

    /// What the desk and the file say: of the card at hand when only it differs,
    /// else of the whole.
    #[must_use]
    pub fn sides(&self, theirs: &str) -> Sides {
        let mut mine = self.clone();
        // What can't be put into the text is shown without it.
        let _ = mine.commit();
        let whole = |theirs: &str| Sides {
            mine: mine.manuscript.text().to_owned(),
            theirs: theirs.to_owned(),
        };
        let Some(at) = mine.at else { return whole(theirs) };
        let other = Manuscript::new(self.file(), theirs.to_owned());
        let there = mine.name(at).and_then(|name| other.find(&name));
        match (mine.manuscript.card_text(at), there.and_then(|at| other.card_text(at))) {
            (Some(mine), Some(theirs)) if mine != theirs => {
                Sides { mine: mine.to_owned(), theirs: theirs.to_owned() }
            }
            _ => whole(theirs),
        }
    }

    /// The name of a card within its deck.
    fn name(&self, at: usize) -> Option<String> {
        let draft = self.manuscript.slots().get(at)?.draft.as_ref()?;
        draft.id.clone().or_else(|| draft.card().map(|card| card.id))
    }
}

fn errors(manuscript: &Manuscript) -> usize {
    manuscript.faults().iter().filter(|fault| fault.severity == Severity::Error).count()
}

/// A cloze text as one reads it: answers without their signs and hints.
fn without_gaps(text: &str) -> String {
    let mut read = String::new();
    for (n, part) in text.split("{{").enumerate() {
        let (gap, rest) =
            if n == 0 { ("", part) } else { part.split_once("}}").unwrap_or((part, "")) };
        read.push_str(gap.split_once("::").map_or(gap, |(answer, _)| answer));
        read.push_str(rest);
    }
    read
}

/// A card of another kind that asks the same, as far as it can.
fn as_kind(draft: &Draft, kind: Kind) -> Draft {
    let question = draft.question();
    let first = |list: &[String]| list.first().cloned().unwrap_or_default();
    let option = |text: String| Choice { text, why: None };
    let answer = match &draft.body {
        DraftBody::Choice { right, .. } => {
            first(&right.iter().map(|choice| choice.text.clone()).collect::<Vec<_>>())
        }
        DraftBody::Flip { back, .. } => back.clone(),
        DraftBody::Typed { accept, .. } => first(accept),
        DraftBody::Output { prints, .. } => prints.clone(),
        DraftBody::Cloze { .. } | DraftBody::Order { .. } | DraftBody::Match { .. } => {
            String::new()
        }
    };
    let others = match &draft.body {
        DraftBody::Choice { wrong, .. } | DraftBody::Output { wrong, .. } => wrong.clone(),
        _ => Vec::new(),
    };
    let mut other = Draft::new(kind);
    match &mut other.body {
        DraftBody::Choice { ask, right, wrong } => {
            *ask = question;
            *right = vec![option(answer)];
            if !others.is_empty() {
                *wrong = others;
            }
        }
        DraftBody::Flip { front, back, .. } => (*front, *back) = (question, answer),
        DraftBody::Cloze { text } => {
            *text =
                if answer.is_empty() { question } else { format!("{question} {{{{{answer}}}}}") };
        }
        DraftBody::Typed { ask, accept, .. } => (*ask, *accept) = (question, vec![answer]),
        DraftBody::Output { ask, prints, wrong, code } => {
            if let DraftBody::Output { code: old, .. } = &draft.body {
                code.clone_from(old);
            }
            (*ask, *prints, *wrong) = (question, answer, others);
        }
        DraftBody::Order { ask, .. } | DraftBody::Match { ask, .. } => *ask = question,
    }
    other.id.clone_from(&draft.id);
    other.notes = draft.notes.clone();
    other
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a failing setup should fail the test"
    )]

    use super::*;

    const TEXT: &str = "// Mine.\n#![enable(implicit_some)]\nDeck(\n    format: 1,\n    id: \"d\",\n    title: \"D\",\n    cards: [\n        // One.\n        Flip(id: \"one\", front: \"What is one?\", back: \"1\"), // fine\n        Flip( front: \"What is two?\",   back: \"2\" ),\n    ],\n)\n";

    fn desk_of(text: &str) -> Desk {
        Desk::new(Path::new("d.ron"), Saved::new(text.to_owned()))
    }

    fn front(desk: &mut Desk, text: &str) {
        if let Some(Draft { body: DraftBody::Flip { front, .. }, .. }) = desk.draft_mut() {
            text.clone_into(front);
        }
        desk.touched();
    }

    #[test]
    fn what_is_written_in_one_card_leaves_all_else_as_it_was() {
        let mut desk = desk_of(TEXT);
        desk.go_to(Some(0)).unwrap();
        assert!(!desk.is_dirty());
        front(&mut desk, "What is *one*?");
        assert!(desk.is_dirty() && desk.is_sound());
        desk.commit().unwrap();
        assert_eq!(desk.manuscript().text(), TEXT.replace("What is one?", "What is *one*?"));
        assert_eq!(desk.undo(), Some("Edit card"));
        assert_eq!(desk.manuscript().text(), TEXT);
        assert_eq!(desk.redo(), Some("Edit card"));
        assert!(desk.manuscript().text().contains("*one*"));
    }

    #[test]
    fn a_card_without_an_id_gets_one_and_says_where_its_progress_is() {
        let mut desk = desk_of(TEXT);
        desk.go_to(Some(1)).unwrap();
        let before = desk.draft().unwrap().card().unwrap().id;
        front(&mut desk, "What are two?");
        desk.commit().unwrap();
        let draft = desk.draft().unwrap();
        assert_eq!(draft.id.as_deref(), Some("two"));
        assert_eq!(draft.notes.was, [format!("d/{before}")]);
    }

    #[test]
    fn an_empty_new_card_is_as_if_it_had_never_been() {
        let mut desk = desk_of(TEXT);
        desk.go_to(Some(0)).unwrap();
        desk.new_card(Kind::Choice).unwrap();
        assert_eq!((desk.at(), desk.is_dirty()), (Some(1), false));
        desk.go_to(Some(2)).unwrap();
        assert_eq!((desk.at(), desk.manuscript().text()), (Some(1), TEXT));
    }

    #[test]
    fn cards_are_doubled_moved_and_deleted_and_all_of_it_is_undone() {
        let mut desk = desk_of(TEXT);
        desk.go_to(Some(0)).unwrap();
        desk.duplicate().unwrap();
        assert_eq!(desk.draft().unwrap().id.as_deref(), Some("what-is-one"));
        desk.reorder(1, 2).unwrap();
        assert_eq!(desk.at(), Some(2));
        desk.delete().unwrap();
        assert_eq!((desk.rows().len(), desk.at()), (2, Some(1)));
        for name in ["Delete card", "Move card", "Add card"] {
            assert_eq!(desk.undo(), Some(name));
        }
        assert_eq!(desk.undo(), None);
        assert_eq!(desk.manuscript().text(), TEXT);
    }

    #[test]
    fn a_card_that_cant_be_studied_is_not_sound() {
        let mut desk = desk_of(TEXT);
        desk.go_to(Some(0)).unwrap();
        front(&mut desk, "");
        assert!(!desk.is_sound());
        desk.commit().unwrap();
        assert!(!desk.is_sound() && desk.rows()[0].is_broken);
    }

    #[test]
    fn a_change_on_disk_is_merged_when_it_is_of_other_cards() {
        let mut desk = desk_of(TEXT);
        desk.go_to(Some(0)).unwrap();
        front(&mut desk, "Mine?");
        let theirs = Saved::new(TEXT.replace("What is two?", "Theirs?"));
        assert!(desk.take_over(&theirs));
        let both = theirs.text.replace("What is one?", "Mine?");
        assert_eq!(desk.manuscript().text(), both);
        assert_eq!(desk.to_save(), (theirs, both));
        // Of the same card: that is for the author to decide.
        let mut desk = desk_of(TEXT);
        desk.go_to(Some(0)).unwrap();
        front(&mut desk, "Mine?");
        let theirs = Saved::new(TEXT.replace("What is one?", "Theirs?"));
        assert!(!desk.take_over(&theirs));
        let sides = desk.sides(&theirs.text);
        assert!(sides.mine.contains("Mine?") && sides.theirs.contains("Theirs?"), "{sides:?}");
        assert!(!sides.mine.contains("two"), "{sides:?}");
        let mut mine = desk.clone();
        mine.card_into_theirs(theirs.clone()).unwrap();
        assert_eq!(mine.manuscript().text(), TEXT.replace("What is one?", "Mine?"));
        desk.take_theirs(theirs.clone());
        assert_eq!((desk.manuscript().text(), desk.is_dirty()), (theirs.text.as_str(), false));
    }

    #[test]
    fn a_kind_changes_and_the_question_stays() {
        let mut desk = desk_of(TEXT);
        desk.go_to(Some(0)).unwrap();
        let was = desk.draft().unwrap().clone();
        for kind in [Kind::Choice, Kind::Typed, Kind::Order, Kind::Match, Kind::Cloze] {
            desk.change_kind(kind);
            let draft = desk.draft().unwrap();
            assert!(draft.question().starts_with("What is one?"), "{draft:?}");
            assert_eq!((draft.kind(), &draft.id), (kind, &was.id));
        }
    }

    #[test]
    fn a_broken_card_is_mended_as_text() {
        let text = TEXT.replace("back: \"1\"", "back: \"1");
        let mut desk = desk_of(&TEXT.replace("back: \"1\")", "bakc: 1)"));
        assert!(desk_of(&text).rows().iter().any(|row| row.is_broken));
        desk.go_to(Some(0)).unwrap();
        let raw = desk.raw_mut().unwrap();
        *raw = raw.replace("bakc: 1", "back: \"1\"");
        assert!(desk.is_dirty());
        desk.commit().unwrap();
        assert_eq!(desk.manuscript().text(), TEXT);
    }

    #[test]
    fn any_card_is_written_in_as_text() {
        let mut desk = desk_of(TEXT);
        desk.go_to(Some(0)).unwrap();
        desk.as_text().unwrap();
        assert!(desk.is_as_text() && desk.draft().is_none() && !desk.is_dirty());
        let raw = desk.raw_mut().unwrap();
        let was = raw.clone();
        // What swallows the cards after it does not get into the deck.
        raw.push_str(" \"");
        desk.touched();
        assert!(!desk.is_sound());
        assert!(desk.go_to(Some(1)).is_err() && desk.as_form().is_err());
        assert_eq!(desk.manuscript().text(), TEXT);
        assert_eq!(desk.undo(), Some("Edit card"));
        assert_eq!((desk.at(), desk.manuscript().text()), (Some(0), TEXT));
        desk.as_text().unwrap();
        *desk.raw_mut().unwrap() = was.replace("What is one?", "What is *one*?");
        desk.touched();
        assert!(desk.is_sound() && desk.seen().is_some());
        // A pause keeps the text at hand, and its author in it.
        desk.commit().unwrap();
        assert!(desk.is_as_text());
        assert_eq!(desk.manuscript().text(), TEXT.replace("What is one?", "What is *one*?"));
        desk.as_form().unwrap();
        assert_eq!(desk.draft().unwrap().question(), "What is *one*?");
    }

    #[test]
    fn what_says_nearly_the_same_is_found_while_it_is_written() {
        let long = "Which isolation level forbids a non-repeatable read in PostgreSQL?";
        let text = TEXT.replace("What is one?", long);
        let mut desk = desk_of(&text);
        desk.new_card(Kind::Flip).unwrap();
        if let Some(Draft { body: DraftBody::Flip { front, back, .. }, .. }) = desk.draft_mut() {
            *front = long.replace("forbids", "prevents").replace("prevents", "forbids");
            "1".clone_into(back);
        }
        assert_eq!(desk.near(), Some(0));
        front(&mut desk, "Something that is quite different from all the other cards?");
        assert_eq!(desk.near(), None);
    }
}
