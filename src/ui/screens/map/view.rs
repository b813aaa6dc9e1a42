//! The map as data: subjects by area, the largest first.

use crate::deck::Library;
use crate::insight::subjects::{Held, Subject, WeakCard};

/// A subject with the words of its weakest cards.
#[derive(Debug, Clone, PartialEq)]
pub struct SubjectView {
    /// Its figures.
    pub subject: Subject,
    /// Known least, worst first.
    pub weakest: Vec<WeakCard>,
}

/// The subjects of an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// `Languages`.
    pub name: String,
    /// All its cards.
    pub held: Held,
    /// The largest first.
    pub subjects: Vec<SubjectView>,
}

/// The map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// The largest first.
    pub groups: Vec<Group>,
    /// All cards.
    pub whole: Held,
}

impl View {
    /// Sorts subjects into areas and reads the weakest cards: not for the
    /// window's thread.
    #[must_use]
    pub fn new(subjects: Vec<Subject>, library: &Library) -> Self {
        let mut view = Self::default();
        for subject in subjects.into_iter().filter(|subject| subject.held.cards > 0) {
            view.whole = view.whole.plus(subject.held);
            let name = subject.area.name().to_owned();
            let held = subject.held;
            let weakest = subject.weakest.iter().filter_map(|card| card.told(library)).collect();
            let subject = SubjectView { subject, weakest };
            match view.groups.iter_mut().find(|group| group.name == name) {
                Some(group) => {
                    group.held = group.held.plus(held);
                    group.subjects.push(subject);
                }
                None => view.groups.push(Group { name, held, subjects: vec![subject] }),
            }
        }
        // Ties by name: the map looks the same every time.
        view.groups.sort_by(|a, b| b.held.cards.cmp(&a.held.cards).then(a.name.cmp(&b.name)));
        for group in &mut view.groups {
            group.subjects.sort_by(|a, b| {
                let (a, b) = (&a.subject, &b.subject);
                b.held.cards.cmp(&a.held.cards).then(a.title.cmp(&b.title))
            });
        }
        view
    }

    /// The subject of this deck.
    #[must_use]
    pub fn subject(&self, id: &str) -> Option<&SubjectView> {
        self.groups.iter().flat_map(|group| &group.subjects).find(|it| it.subject.id == id)
    }
}
