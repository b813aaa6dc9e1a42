//! 'Start here': the order in which a newcomer to backend work meets the
//! built-in decks, and whose new cards a day brings.

use serde::{Deserialize, Serialize};

/// A way into backend work, named by the language it goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Track {
    /// Python and Django.
    #[default]
    Python,
    /// JavaScript and Express.
    JavaScript,
    /// Java and Spring.
    Java,
    /// Ruby and Rails.
    Ruby,
    /// PHP and Laravel.
    Php,
    /// C# and .NET.
    CSharp,
    /// None: the learner starts decks as they like.
    Off,
}

impl Track {
    /// Every way there is.
    pub const ALL: [Self; 6] =
        [Self::Python, Self::JavaScript, Self::Java, Self::Ruby, Self::Php, Self::CSharp];

    /// The language as people write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
            Self::Java => "Java",
            Self::Ruby => "Ruby",
            Self::Php => "PHP",
            Self::CSharp => "C#",
            Self::Off => "Off",
        }
    }

    /// Ids of decks in the order of learning: foundations, a language, its
    /// framework, SQL, one database.
    #[must_use]
    pub fn decks(self) -> &'static [&'static str] {
        match self {
            Self::Python => &["backend", "python", "django", "sql", "postgresql"],
            Self::JavaScript => &["backend", "javascript", "express", "sql", "postgresql"],
            Self::Java => &["backend", "java", "spring", "sql", "postgresql"],
            Self::Ruby => &["backend", "ruby", "rails", "sql", "postgresql"],
            Self::Php => &["backend", "php", "laravel", "sql", "mysql"],
            Self::CSharp => &["backend", "csharp", "dotnet", "sql", "postgresql"],
            Self::Off => &[],
        }
    }
}

/// A deck of the track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its position in the library.
    pub deck: usize,
    /// Items met.
    pub met: usize,
    /// All items.
    pub total: usize,
}

impl Step {
    /// Whether everything in it was met.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.met >= self.total
    }
}

/// The step to be taken now: the first that is not done.
#[must_use]
pub fn present(steps: &[Step]) -> Option<usize> {
    steps.iter().position(|step| !step.is_done())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Area, Library, Sources};

    #[test]
    fn every_track_goes_from_foundations_by_language_framework_and_sql_to_a_database() {
        let sources = Sources { builtin: true, ..Sources::default() };
        let library = Library::open(&sources, &std::sync::atomic::AtomicBool::new(false));
        let areas =
            [Area::Foundations, Area::Language, Area::Framework, Area::Database, Area::Database];
        for track in Track::ALL {
            let found: Vec<Option<&Area>> =
                track.decks().iter().map(|id| Some(&library.deck(id)?.head.area)).collect();
            assert_eq!(found, areas.each_ref().map(Some), "{track:?}");
            assert_eq!(track.decks().get(3), Some(&"sql"));
        }
    }

    #[test]
    fn the_first_step_that_is_not_done_is_the_present_one() {
        let step = |met| Step { deck: 0, met, total: 2 };
        assert_eq!(present(&[step(2), step(1), step(0)]), Some(1));
        assert_eq!(present(&[step(2), step(2)]), None);
        assert_eq!(present(&[]), None);
    }
}
