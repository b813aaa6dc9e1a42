//! Every action of the window, in one table: the palette, the key sheet, the
//! buttons' key caps and the key handling all read it.

use egui::{Key, KeyboardShortcut, Modifiers};

/// Something that the learner can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Study what is due.
    Study,
    /// Study what is known least.
    StudyWeak,
    /// Go through everything without recording.
    Cram,
    /// Choose what to study.
    Custom,
    /// Go on with the newcomers' path.
    Track,
    /// Write decks.
    Write,
    /// What you know and how you came to it.
    Progress,
    /// The subjects as areas, coloured by what is remembered.
    Map,
    /// All cards, by query.
    Browse,
    /// Towards a day.
    Plan,
    /// The home screen.
    Home,
    /// The settings screen.
    Settings,
    /// The command palette.
    Palette,
    /// The key sheet.
    Keys,
    /// Light to dark and back.
    ToggleTheme,
    /// Larger text.
    ZoomIn,
    /// Smaller text.
    ZoomOut,
    /// Close the window.
    Quit,
    /// Search decks on the home screen.
    Search,
    /// Commit the answer, or go on to the next card.
    Go,
    /// Show the answer: 'I don't know'.
    ShowAnswer,
    /// Take a hint.
    Hint,
    /// 'I am sure'.
    Sure,
    /// 'I am unsure'.
    Unsure,
    /// 'I guess'.
    Guess,
    /// Take the last step back.
    Undo,
    /// Do it again.
    Redo,
    /// Mark the card for a later edit.
    Flag,
    /// Rest until tomorrow.
    Bury,
    /// Set aside until brought back.
    Suspend,
    /// Open the source in the browser.
    OpenSource,
    /// Open the card on screen in the editor.
    EditCard,
    /// The changed answer is still the same fact.
    SameFact,
    /// The changed answer is known in the main: ask it sooner.
    EaseFact,
    /// The changed answer is another fact.
    NewFact,
    /// A new card.
    NewCard,
    /// A copy of the card.
    Duplicate,
    /// The card before this one.
    CardBefore,
    /// The card after this one.
    CardAfter,
    /// The card one place up.
    MoveUp,
    /// The card one place down.
    MoveDown,
    /// The card into another deck.
    MoveToDeck,
    /// Take the card out.
    Delete,
    /// Write the deck to disk.
    Save,
    /// Take the last edit back.
    EditUndo,
    /// Make it again.
    EditRedo,
    /// Many cards from pasted text.
    QuickAdd,
    /// A new deck.
    NewDeck,
    /// Question, then feedback in the preview.
    Preview,
    /// What is selected becomes a gap.
    MakeGap,
    /// A card as it stands in the file, or its form again.
    AsText,
    /// The file in the author's own editor.
    OpenEditor,
    /// Leave the screen.
    Leave,
}

/// Where an action can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Everywhere.
    Anywhere,
    /// On the home screen.
    Home,
    /// While a card is on screen.
    Study,
    /// While cards are written.
    Author,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Which action.
    pub action: Action,
    /// In words, sentence case.
    pub name: &'static str,
    /// Where it can be taken.
    pub place: Place,
    /// Its key.
    pub key: KeyboardShortcut,
}

const fn entry(
    action: Action,
    name: &'static str,
    place: Place,
    mods: Modifiers,
    key: Key,
) -> Entry {
    Entry { action, name, place, key: KeyboardShortcut::new(mods, key) }
}

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const ALT: Modifiers = Modifiers::ALT;

/// All actions, in the order of the key sheet.
pub const ACTIONS: [Entry; 53] = [
    entry(Action::Study, "Study what is due", Place::Home, NONE, Key::Enter),
    entry(Action::StudyWeak, "Study what you know least", Place::Home, NONE, Key::W),
    entry(Action::Cram, "Cram without scheduling", Place::Home, NONE, Key::C),
    entry(Action::Custom, "Custom session…", Place::Home, NONE, Key::S),
    entry(Action::Track, "Go on with the path", Place::Home, NONE, Key::P),
    entry(Action::Write, "Write cards", Place::Home, NONE, Key::E),
    entry(Action::Search, "Search decks", Place::Home, NONE, Key::Slash),
    entry(Action::Go, "Check the answer, then go on", Place::Study, NONE, Key::Enter),
    entry(Action::ShowAnswer, "Show the answer", Place::Study, CTRL, Key::Enter),
    entry(Action::Hint, "Take a hint", Place::Study, NONE, Key::H),
    entry(Action::Sure, "I am sure", Place::Study, NONE, Key::S),
    entry(Action::Unsure, "I am unsure", Place::Study, NONE, Key::U),
    entry(Action::Guess, "I am guessing", Place::Study, NONE, Key::G),
    entry(Action::Undo, "Undo", Place::Study, CTRL, Key::Z),
    entry(Action::Redo, "Redo", Place::Study, CTRL_SHIFT, Key::Z),
    entry(Action::Flag, "Flag to edit later", Place::Study, NONE, Key::F),
    entry(Action::Bury, "Bury until tomorrow", Place::Study, NONE, Key::B),
    entry(Action::Suspend, "Suspend", Place::Study, NONE, Key::P),
    entry(Action::OpenSource, "Open the source", Place::Study, NONE, Key::O),
    entry(Action::EditCard, "Edit this card", Place::Study, NONE, Key::E),
    entry(Action::SameFact, "Changed answer: the same fact", Place::Study, NONE, Key::K),
    entry(Action::EaseFact, "Changed answer: ask sooner", Place::Study, NONE, Key::L),
    entry(Action::NewFact, "Changed answer: a new fact", Place::Study, NONE, Key::N),
    entry(Action::NewCard, "New card", Place::Author, CTRL, Key::N),
    entry(Action::Duplicate, "Duplicate the card", Place::Author, CTRL, Key::D),
    entry(Action::CardBefore, "Card before", Place::Author, ALT, Key::PageUp),
    entry(Action::CardAfter, "Card after", Place::Author, ALT, Key::PageDown),
    entry(Action::MoveUp, "Move the card up", Place::Author, ALT, Key::ArrowUp),
    entry(Action::MoveDown, "Move the card down", Place::Author, ALT, Key::ArrowDown),
    entry(Action::MoveToDeck, "Move to another deck…", Place::Author, CTRL, Key::M),
    entry(Action::Delete, "Delete the card", Place::Author, NONE, Key::Delete),
    entry(Action::Save, "Save", Place::Author, CTRL, Key::S),
    entry(Action::EditUndo, "Undo the edit", Place::Author, CTRL, Key::Z),
    entry(Action::EditRedo, "Redo the edit", Place::Author, CTRL_SHIFT, Key::Z),
    entry(Action::QuickAdd, "Add many cards…", Place::Author, CTRL_SHIFT, Key::A),
    entry(Action::NewDeck, "New deck…", Place::Author, CTRL_SHIFT, Key::N),
    entry(Action::Preview, "Preview question or feedback", Place::Author, CTRL, Key::P),
    entry(Action::MakeGap, "Make the selection a gap", Place::Author, CTRL, Key::G),
    entry(Action::AsText, "Card as text or form", Place::Author, CTRL_SHIFT, Key::E),
    entry(Action::OpenEditor, "Open in your editor", Place::Author, CTRL, Key::E),
    entry(Action::Leave, "Back", Place::Anywhere, NONE, Key::Escape),
    entry(Action::Home, "Home", Place::Anywhere, CTRL, Key::H),
    entry(Action::Progress, "Progress", Place::Anywhere, CTRL, Key::I),
    entry(Action::Map, "Map", Place::Anywhere, CTRL, Key::J),
    entry(Action::Browse, "Browse cards", Place::Anywhere, CTRL, Key::B),
    entry(Action::Plan, "Plan", Place::Anywhere, CTRL, Key::L),
    entry(Action::Settings, "Settings", Place::Anywhere, CTRL, Key::Comma),
    entry(Action::Palette, "All commands", Place::Anywhere, CTRL, Key::K),
    entry(Action::Keys, "Keys", Place::Anywhere, NONE, Key::Questionmark),
    entry(Action::ToggleTheme, "Switch light and dark", Place::Anywhere, CTRL, Key::T),
    entry(Action::ZoomIn, "Larger text", Place::Anywhere, CTRL, Key::Plus),
    entry(Action::ZoomOut, "Smaller text", Place::Anywhere, CTRL, Key::Minus),
    entry(Action::Quit, "Quit", Place::Anywhere, CTRL, Key::Q),
];

impl Action {
    /// The row of an action.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        // Every action stands in the table: a test holds it to that.
        ACTIONS.iter().find(|entry| entry.action == self).unwrap_or(&ACTIONS[0])
    }

    /// Its key in words, such as `Ctrl+Z`.
    #[must_use]
    pub fn key_text(self) -> String {
        key_text(self.entry().key)
    }
}

/// A key in words, as it is printed on key caps.
#[must_use]
pub fn key_text(key: KeyboardShortcut) -> String {
    let mut text = String::new();
    if key.modifiers.command {
        text.push_str(if cfg!(target_os = "macos") { "⌘" } else { "Ctrl+" });
    }
    if key.modifiers.alt {
        text.push_str("Alt+");
    }
    if key.modifiers.shift {
        text.push_str("Shift+");
    }
    text.push_str(match key.logical_key {
        Key::Escape => "Esc",
        Key::Questionmark => "?",
        Key::Slash => "/",
        Key::Comma => ",",
        Key::Plus => "+",
        Key::Minus => "−",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::PageUp => "PgUp",
        Key::PageDown => "PgDn",
        Key::Delete => "Del",
        other => other.name(),
    });
    text
}

impl Entry {
    /// Whether the key was pressed. Plain letters count with Alt as well, which
    /// is how they are reached while a text is being typed.
    #[must_use]
    pub fn pressed(&self, ctx: &egui::Context) -> bool {
        // A button that has the focus takes no letters.
        let typing = ctx.text_edit_focused();
        let letter = self.key.modifiers.is_none() && self.key.logical_key != Key::Escape;
        ctx.input_mut(|input| {
            if letter {
                let alt = input.consume_key(Modifiers::ALT, self.key.logical_key);
                if alt {
                    // Some systems send the letter as text as well.
                    input.events.retain(|event| !matches!(event, egui::Event::Text(_)));
                }
                let plain = !typing
                    && (input.consume_key(NONE, self.key.logical_key)
                        // The question mark needs shift on most keyboards.
                        || (self.key.logical_key == Key::Questionmark
                            && input.consume_key(Modifiers::SHIFT, Key::Questionmark)));
                return alt || plain;
            }
            // Else Ctrl+Shift+Z would count as Ctrl+Z. Signs need shift on some
            // keyboards, letters never do.
            let name = self.key.logical_key.name();
            let is_letter = name.len() == 1 && name.starts_with(|c: char| c.is_ascii_alphabetic());
            if is_letter && input.modifiers.shift != self.key.modifiers.shift {
                return false;
            }
            input.consume_shortcut(&self.key)
                // Plus needs shift on most keyboards; without it the key says '='.
                || (self.key.logical_key == Key::Plus
                    && input.consume_key(self.key.modifiers, Key::Equals))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_a_key_in_one_place() {
        for (at, a) in ACTIONS.iter().enumerate() {
            for b in ACTIONS.iter().skip(at + 1) {
                let together =
                    a.place == b.place || a.place == Place::Anywhere || b.place == Place::Anywhere;
                assert!(!(together && a.key == b.key), "{} and {}", a.name, b.name);
            }
        }
    }

    #[test]
    fn every_action_has_its_own_row() {
        let mut actions: Vec<Action> = ACTIONS.iter().map(|entry| entry.action).collect();
        actions.sort_unstable();
        actions.dedup();
        assert_eq!(actions.len(), ACTIONS.len());
    }
}
