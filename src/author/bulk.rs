//! One change for many cards of the learner's own decks: tags, and another deck.
//! Each file is written whole or not at all, and what was written can be taken
//! back while nobody has written in it since.

use std::path::{Path, PathBuf};

use super::save::{self, SaveError, Saved};
use crate::deck::{Draft, Edit, EditError, Manuscript, free_slug};

/// A change of many cards' tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagEdit {
    /// Every card gets it.
    Add(String),
    /// No card keeps it.
    Remove(String),
}

/// A file before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The file.
    pub file: PathBuf,
    /// How many cards were changed in it.
    pub cards: usize,
    before: String,
    after: String,
}

/// Why cards could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// A file can't be read or written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// A change does not fit the text.
    #[error("{}: {reason}", file.display())]
    Edit {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        reason: EditError,
    },
    /// Somebody has written in the file since.
    #[error("{} was changed since, so it was left as it is", file.display())]
    Changed {
        /// The file.
        file: PathBuf,
    },
}

/// Changes the tags of these cards (by their ids) in a deck's file; `None` when
/// that changes nothing.
///
/// # Errors
/// When the file can't be read or written, or can't be edited. Nothing has
/// changed then.
pub fn retag(
    file: &Path,
    cards: &[String],
    edit: &TagEdit,
) -> Result<Option<Rewritten>, BulkError> {
    let saved = save::read(file)?;
    let mut manuscript = Manuscript::new(file, saved.text.clone());
    let mut changed = Vec::new();
    for card in cards {
        let at = manuscript.find(card);
        let draft = at.and_then(|at| manuscript.slots().get(at)?.draft.clone());
        let (Some(at), Some(mut draft)) = (at, draft) else { continue };
        let has = |tag: &String, draft: &Draft| draft.notes.tags.contains(tag);
        match edit {
            TagEdit::Add(tag) if !has(tag, &draft) => draft.notes.tags.push(tag.clone()),
            TagEdit::Remove(tag) if has(tag, &draft) => {
                draft.notes.tags.retain(|other| other != tag);
            }
            _ => continue,
        }
        changed.push((at, draft));
    }
    if changed.is_empty() {
        return Ok(None);
    }
    let cards = changed.len();
    let wrong = |reason| BulkError::Edit { file: file.to_owned(), reason };
    manuscript.apply(&Edit::ReplaceAll(changed)).map_err(wrong)?;
    rewrite(&saved, &manuscript, cards).map(Some)
}

/// Moves cards (by their ids) from one deck's file to the end of another's.
/// They keep their progress: the cards say what they were called, and one whose
/// id is taken there gets another. The other
/// deck is written first, so that a card may be in both for a moment, never in
/// none.
///
/// # Errors
/// When a file can't be read or written; both are as they were then.
pub fn move_cards(from: &Path, cards: &[String], to: &Path) -> Result<Vec<Rewritten>, BulkError> {
    let (old, new) = (save::read(from)?, save::read(to)?);
    let mut source = Manuscript::new(from, old.text.clone());
    let mut target = Manuscript::new(to, new.text.clone());
    let deck = source.head().map(|head| head.id.clone()).unwrap_or_default();
    let wrong = |file: &Path| {
        let file = file.to_owned();
        move |reason| BulkError::Edit { file, reason }
    };
    let mut moved = 0;
    for card in cards {
        let at = source.find(card);
        let draft = at.and_then(|at| source.slots().get(at)?.draft.clone());
        let (Some(at), Some(mut draft)) = (at, draft) else { continue };
        if target.find(card).is_some() {
            let drafts = target.slots().iter().filter_map(|slot| slot.draft.as_ref());
            let mut taken = drafts.filter_map(|draft| draft.id.clone()).collect();
            draft.id = Some(free_slug(&draft.question(), &mut taken));
        }
        draft.notes.was.push(format!("{deck}/{card}"));
        let points = target.head().map(|head| head.syllabus.as_slice()).unwrap_or_default();
        if points.iter().all(|point| point.id != draft.notes.point) {
            // It is a point of the deck that it leaves.
            draft.notes.point.clear();
        }
        let end = target.slots().len();
        target.apply(&Edit::Insert(end, Box::new(draft))).map_err(wrong(to))?;
        source.apply(&Edit::Remove(at)).map_err(wrong(from))?;
        moved += 1;
    }
    if moved == 0 {
        return Ok(Vec::new());
    }
    let into = rewrite(&new, &target, moved)?;
    match rewrite(&old, &source, 0) {
        Ok(out) => Ok(vec![into, out]),
        Err(error) => {
            // Else the cards would be in both decks.
            put_back(std::slice::from_ref(&into))?;
            Err(error)
        }
    }
}

fn rewrite(before: &Saved, manuscript: &Manuscript, cards: usize) -> Result<Rewritten, BulkError> {
    let file = manuscript.file().to_owned();
    save::write(&file, before, manuscript.text())?;
    let (before, after) = (before.text.clone(), manuscript.text().to_owned());
    Ok(Rewritten { file, cards, before, after })
}

/// Puts back what the files held before, the last one first. Gives what makes it
/// again.
///
/// # Errors
/// When somebody has written in one of them since, or it can't be written: that
/// one and those after it stay as they are.
pub fn put_back(files: &[Rewritten]) -> Result<Vec<Rewritten>, BulkError> {
    // Before anything is written, so that it is all of them or none.
    let mut saved = Vec::new();
    for rewritten in files {
        let now = save::read(&rewritten.file)?;
        if now.text != rewritten.after {
            return Err(BulkError::Changed { file: rewritten.file.clone() });
        }
        saved.push(now);
    }
    let mut done = Vec::new();
    for (rewritten, now) in files.iter().zip(&saved).rev() {
        save::write(&rewritten.file, now, &rewritten.before)?;
        done.push(Rewritten {
            file: rewritten.file.clone(),
            cards: rewritten.cards,
            before: rewritten.after.clone(),
            after: rewritten.before.clone(),
        });
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]

    use std::fs;

    use super::*;

    const A: &str = "// Mine.\nDeck(\n    format: 1,\n    id: \"a\",\n    title: \"A\",\n    cards: [\n        // One.\n        Flip(id: \"one\", front: \"One?\", back: \"1\"), // fine\n        Flip(id: \"two\",   front: \"Two?\", back: \"2\", tags: [\"old\"]),\n        Flip(front: \"Three?\", back: \"3\"),\n    ],\n)\n";
    const B: &str = "Deck(\n    format: 1,\n    id: \"b\",\n    title: \"B\",\n    cards: [\n        Flip(id: \"four\", front: \"Four?\", back: \"4\"),\n    ],\n)\n";

    fn place() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a.ron"), folder.path().join("b.ron"));
        fs::write(&a, A).unwrap();
        fs::write(&b, B).unwrap();
        (folder, a, b)
    }

    fn ids(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn text(file: &Path) -> String {
        fs::read_to_string(file).unwrap()
    }

    #[test]
    fn tags_come_and_go_and_all_else_stays() {
        let (_folder, a, _) = place();
        let derived = Manuscript::new(&a, A.to_owned()).slots()[2].card.clone().unwrap().id.clone();
        let cards = ids(&["one", "two", &derived, "nobody"]);
        let added = retag(&a, &cards, &TagEdit::Add("old".into())).unwrap().unwrap();
        assert_eq!(added.cards, 2, "one has it already");
        let now = text(&a);
        assert!(now.contains("// One.\n") && now.contains("// fine"), "{now}");
        assert_eq!(now.matches("\"old\"").count(), 3, "{now}");
        // A card without an id keeps the one that its words give it.
        let again = Manuscript::new(&a, now.clone()).slots()[2].card.clone().unwrap().id.clone();
        assert_eq!(again, derived);
        let removed = retag(&a, &cards, &TagEdit::Remove("old".into())).unwrap().unwrap();
        assert_eq!(removed.cards, 3);
        assert!(!text(&a).contains("old"));
        assert_eq!(retag(&a, &cards, &TagEdit::Remove("old".into())).unwrap(), None);
        let redo = put_back(&[removed]).unwrap();
        assert_eq!(text(&a), now);
        put_back(&redo).unwrap();
        assert!(!text(&a).contains("old"));
        // The one before it was of another text.
        assert!(matches!(put_back(&[added]), Err(BulkError::Changed { .. })));
    }

    #[test]
    fn cards_move_with_their_names_and_back() {
        let (_folder, a, b) = place();
        let moved = move_cards(&a, &ids(&["two", "one"]), &b).unwrap();
        assert_eq!(moved.iter().map(|file| file.cards).sum::<usize>(), 2);
        let (left, right) = (text(&a), text(&b));
        assert!(!left.contains("One?") && !left.contains("Two?") && left.contains("Three?"));
        assert!(
            right.contains("was: [\"a/one\"]") && right.contains("was: [\"a/two\"]"),
            "{right}"
        );
        put_back(&moved).unwrap();
        assert_eq!((text(&a), text(&b)), (A.to_owned(), B.to_owned()));
    }

    #[test]
    fn nothing_is_moved_over_a_card_of_the_name() {
        let (_folder, a, b) = place();
        fs::write(&b, B.replace("four", "two")).unwrap();
        move_cards(&a, &ids(&["one", "two"]), &b).unwrap();
        let right = text(&b);
        assert!(right.contains("Four?") && right.contains("Two?"), "{right}");
        assert_eq!(right.matches("id: \"two\"").count(), 1, "{right}");
        assert!(right.contains("was: [\"a/two\"]"), "{right}");
    }

    #[test]
    fn what_somebody_wrote_since_stays() {
        let (_folder, a, b) = place();
        let moved = move_cards(&a, &ids(&["one"]), &b).unwrap();
        fs::write(&b, format!("{}// by hand\n", text(&b))).unwrap();
        let left = text(&a);
        assert!(matches!(put_back(&moved), Err(BulkError::Changed { .. })));
        assert_eq!(text(&a), left, "neither is put back");
    }
}
