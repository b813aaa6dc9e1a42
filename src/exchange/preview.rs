//! What a deck would bring, told before it is taken in.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use super::package::Package;
use crate::deck::{self, Fault, Kind, Library, Origin, Severity};

/// What a deck would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The deck's id; `None` when its head can't be read, and it can't be taken
    /// in.
    pub id: Option<String>,
    /// The title that learners see.
    pub title: String,
    /// What it teaches.
    pub about: String,
    /// What the answers hold for.
    pub version: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its licence; empty when it says none.
    pub license: String,
    /// Cards that can be studied.
    pub cards: usize,
    /// How many of each kind.
    pub kinds: Vec<(Kind, usize)>,
    /// Pictures.
    pub pictures: usize,
    /// Bytes on disk.
    pub size: u64,
    /// What is broken: errors only.
    pub problems: Vec<String>,
    /// The learner's own deck that it would take the place of.
    pub replaces: Option<PathBuf>,
    /// It stands in for a built-in deck.
    pub stands_in: bool,
}

/// An error as somebody reads it who has not written the deck.
fn told(package: &Package, fault: &Fault) -> String {
    let name = &package.name;
    match fault.line {
        0 => format!("{name}: {}", fault.message),
        line => format!("{name}:{line}:{}: {}", fault.col, fault.message),
    }
}

impl Preview {
    /// Looks at a deck beside those that are there.
    #[must_use]
    pub fn of(package: &Package, library: &Library) -> Self {
        let parsed = deck::parse(&package.text, Path::new(&package.name));
        let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
        let known: HashSet<&str> = package.pictures.iter().map(|(name, _)| name.as_str()).collect();
        let is_error = |fault: &&Fault| fault.severity == Severity::Error;
        let mut problems: Vec<String> =
            parsed.faults.iter().filter(is_error).map(|fault| told(package, fault)).collect();
        for card in &parsed.cards {
            *kinds.entry(card.body.kind()).or_default() += 1;
            for picture in deck::pictures_of(card) {
                if !known.contains(picture.as_str()) {
                    problems.push(format!(
                        "{}: card `{}` shows `{picture}`, which is missing",
                        package.name, card.id
                    ));
                }
            }
        }
        let bytes = package.pictures.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        let mut preview = Self {
            id: None,
            title: package.name.clone(),
            about: String::new(),
            version: String::new(),
            authors: Vec::new(),
            license: String::new(),
            cards: parsed.cards.len(),
            kinds: kinds.into_iter().collect(),
            pictures: package.pictures.len(),
            size: (package.text.len() + bytes) as u64,
            problems,
            replaces: None,
            stands_in: false,
        };
        let Some(head) = parsed.head else { return preview };
        if let Some(own) = library.deck(&head.id) {
            match &own.origin {
                Origin::File(file) => preview.replaces = Some(file.clone()),
                Origin::BuiltIn => preview.stands_in = true,
            }
        }
        preview.id = Some(head.id);
        (preview.title, preview.about, preview.version) = (head.title, head.about, head.version);
        (preview.authors, preview.license) = (head.authors, head.license);
        preview
    }

    /// Its size in words: `12 KiB`.
    #[must_use]
    pub fn size_text(&self) -> String {
        match self.size {
            bytes if bytes < 1 << 10 => format!("{bytes} bytes"),
            bytes if bytes < 1 << 20 => format!("{} KiB", bytes.div_ceil(1 << 10)),
            bytes => format!("{} MiB", bytes.div_ceil(1 << 20)),
        }
    }

    /// The kinds in words: `5 choice, 2 flip`.
    #[must_use]
    pub fn kinds_text(&self) -> String {
        let told = self.kinds.iter().map(|(kind, count)| format!("{count} {}", kind.name()));
        told.collect::<Vec<_>>().join(", ")
    }
}
