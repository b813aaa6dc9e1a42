//! Presets: goals and limits that some decks share.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{Settings, ron_text};

/// Goals and limits for some decks, with memory parameters of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preset {
    /// Its name, by which the store knows its parameters; never empty.
    pub name: String,
    /// The ids of its decks. A deck in several goes by the first.
    pub decks: Vec<String>,
    /// The share of due reviews that should be recalled, 0.70 to 0.99.
    pub desired_retention: f64,
    /// New cards a day, these decks together.
    pub new_per_day: u32,
    /// Reviews a day, these decks together.
    pub reviews_per_day: u32,
}

impl Default for Preset {
    fn default() -> Self {
        let usual = Settings::default();
        Self {
            name: String::new(),
            decks: Vec::new(),
            desired_retention: usual.desired_retention,
            new_per_day: usual.new_per_day,
            reviews_per_day: usual.reviews_per_day,
        }
    }
}

impl Settings {
    /// The preset that a deck goes by: its position in [`Settings::presets`];
    /// `None` for the settings' own fields.
    #[must_use]
    pub fn preset_of(&self, deck: &str) -> Option<usize> {
        self.presets.iter().position(|preset| preset.decks.iter().any(|id| id == deck))
    }

    /// A name for another preset, like `wanted` but not taken.
    #[must_use]
    pub fn free_preset_name(&self, wanted: &str) -> String {
        let wanted = wanted.trim();
        let is_taken = |name: &str| self.presets.iter().any(|preset| preset.name == name);
        let mut name = wanted.to_owned();
        let mut number = 2;
        while is_taken(&name) || name.is_empty() {
            format!("{wanted} {number}").trim_start().clone_into(&mut name);
            number += 1;
        }
        name
    }

    /// Lets a deck go by a preset (a position), or by none.
    pub fn assign(&mut self, deck: &str, preset: Option<usize>) {
        for other in &mut self.presets {
            other.decks.retain(|id| id != deck);
        }
        if let Some(preset) = preset.and_then(|at| self.presets.get_mut(at)) {
            preset.decks.push(deck.to_owned());
        }
    }
}

fn is_sound(preset: &Preset, names: &mut HashSet<String>) -> bool {
    !preset.name.trim().is_empty()
        && (0.70..=0.99).contains(&preset.desired_retention)
        && names.insert(preset.name.clone())
}

/// Whether all of them can be used.
pub(super) fn are_sound(presets: &[Preset]) -> bool {
    let mut names = HashSet::new();
    presets.iter().all(|preset| is_sound(preset, &mut names))
}

/// Those that can be used.
pub(super) fn mended(presets: Vec<Preset>) -> Vec<Preset> {
    let mut names = HashSet::new();
    presets.into_iter().filter(|preset| is_sound(preset, &mut names)).collect()
}

/// All of them on one line of RON.
pub(super) fn ron(presets: &[Preset]) -> String {
    let mut text = String::from("[");
    for (at, preset) in presets.iter().enumerate() {
        let decks: Vec<String> = preset.decks.iter().map(|deck| ron_text(deck)).collect();
        let _ = write!(
            text,
            "{}(name: {}, decks: [{}], desired_retention: {:.2}, new_per_day: {}, \
             reviews_per_day: {})",
            if at == 0 { "" } else { ", " },
            ron_text(&preset.name),
            decks.join(", "),
            preset.desired_retention,
            preset.new_per_day,
            preset.reviews_per_day,
        );
    }
    text.push(']');
    text
}

/// Where the list that begins a text ends, with lists within it and strings;
/// `None` when it doesn't end here.
pub(super) fn list_end(text: &str) -> Option<usize> {
    let (mut depth, mut is_string, mut is_escaped) = (0_u32, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_string => is_escaped = true,
            '"' => is_string = !is_string,
            '[' if !is_string => depth += 1,
            ']' if !is_string => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]
    use super::*;

    fn preset(name: &str, decks: &[&str]) -> Preset {
        let decks = decks.iter().map(|deck| (*deck).to_owned()).collect();
        Preset { name: name.to_owned(), decks, ..Preset::default() }
    }

    fn settings() -> Settings {
        let presets = vec![preset("a \"b\" [c]\\", &["sql", "x]\"y"]), preset("two", &["sql"])];
        Settings { presets, ..Settings::default() }
    }

    #[test]
    fn presets_are_written_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        let settings = settings();
        settings.save(&path).unwrap();
        let (read, errors) = Settings::load(&path);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(read, settings);
        assert_eq!(read.preset_of("sql"), Some(0), "the first one counts");
        assert_eq!(read.preset_of("redis"), None);
    }

    #[test]
    fn a_changed_preset_leaves_the_learners_comments() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        let text = "(\n  // dear to me\n  presets: [(name: \"a]\", decks: [\"x\"])], // mine\n  fuzz: true,\n)\n";
        std::fs::write(&path, text).unwrap();
        let (mut settings, errors) = Settings::load(&path);
        assert!(errors.is_empty(), "{errors:?}");
        settings.assign("y", Some(0));
        settings.save(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("// dear to me") && text.contains("// mine"), "{text}");
        assert_eq!(Settings::load(&path).0, settings);
    }

    #[test]
    fn presets_over_several_lines_are_kept_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        std::fs::write(
            &path,
            "(\n  presets: [\n    (\n name: \"a\",\n new_per_day: 3,\n )\n  ],\n)\n",
        )
        .unwrap();
        let (mut settings, _) = Settings::load(&path);
        settings.new_per_day = 7;
        settings.save(&path).unwrap();
        let (read, errors) = Settings::load(&path);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(read, settings, "only the outer field has changed");
    }

    #[test]
    fn presets_that_make_no_sense_are_left_out_and_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.ron");
        let text = "(presets: [(name: \"a\"), (name: \"a\"), (name: \"\"), \
                    (name: \"b\", desired_retention: 2.0)], fuzz: false)";
        std::fs::write(&path, text).unwrap();
        let (settings, errors) = Settings::load(&path);
        assert_eq!(settings.presets, [preset("a", &[])]);
        assert!(!settings.fuzz);
        assert!(errors.first().unwrap().to_string().contains("presets"));
    }

    #[test]
    fn a_deck_goes_by_one_preset_and_names_stay_apart() {
        let mut settings = settings();
        settings.assign("sql", Some(1));
        assert_eq!(settings.preset_of("sql"), Some(1));
        settings.assign("sql", None);
        assert_eq!(settings.preset_of("sql"), None);
        assert_eq!(settings.free_preset_name("two"), "two 2");
        assert_eq!(settings.free_preset_name(" new "), "new");
        assert!(!settings.free_preset_name(" ").is_empty());
    }
}
