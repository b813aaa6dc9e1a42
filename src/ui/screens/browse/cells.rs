//! What stands in the table's cells.

use egui::Color32;

use super::search::Rows;
use crate::query::Column;
use crate::ui::tokens::Tokens;
use crate::ui::words;

/// A cell in words, and how it looks.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it says; empty for nothing.
    pub text: String,
    /// The colour of its letters.
    pub ink: Color32,
}

/// Whether a column holds figures, which stand at the right.
pub fn is_figure(column: Column) -> bool {
    matches!(
        column,
        Column::Interval
            | Column::Stability
            | Column::Difficulty
            | Column::Recall
            | Column::Reps
            | Column::Lapses
            | Column::Level
    )
}

/// How wide a column is, points; the question takes what is left.
pub fn width(column: Column) -> f32 {
    match column {
        Column::Question => 220.0,
        Column::Deck => 136.0,
        Column::Kind => 72.0,
        Column::Due => 108.0,
        Column::Interval | Column::Stability | Column::Difficulty => 88.0,
        Column::Recall | Column::Reps | Column::Level => 80.0,
        Column::Lapses => 76.0,
        Column::Flag => 84.0,
        Column::Tags => 150.0,
        Column::LastAnswered => 124.0,
    }
}

/// A cell.
pub fn cell(rows: &Rows, item: usize, column: Column, t: &Tokens) -> Cell {
    let facts = &rows.facts;
    let library = &facts.library;
    let card = facts.card(item);
    let plain = |text: String| Cell { text, ink: t.body };
    let quiet = |text: String| Cell { text, ink: t.quiet };
    match column {
        Column::Question => {
            let ink = if card.is_suspended { t.quiet } else { t.strong };
            Cell { text: question(rows, item), ink }
        }
        Column::Deck => {
            let deck = library.items().get(item).map(|item| item.deck as usize);
            let deck = deck.and_then(|deck| library.decks().get(deck));
            quiet(deck.map(|deck| deck.head.title.clone()).unwrap_or_default())
        }
        Column::Kind => {
            quiet(library.items().get(item).map_or("", |item| item.kind.name()).to_owned())
        }
        Column::Due => match (card.due, card.is_suspended, card.is_buried) {
            (_, true, _) => Cell { text: "Suspended".to_owned(), ink: t.warning.ink },
            (Some(_), _, true) => quiet("Resting".to_owned()),
            (None, ..) => quiet("New".to_owned()),
            (Some(day), ..) => {
                let ink = if day <= facts.today { t.accent.ink } else { t.body };
                Cell { text: due(day, facts.today), ink }
            }
        },
        Column::Interval => plain(card.interval.map(days).unwrap_or_default()),
        Column::Stability => plain(card.stability.map(|s| span(f64::from(s))).unwrap_or_default()),
        Column::Difficulty => plain(card.difficulty.map(|d| format!("{d:.1}")).unwrap_or_default()),
        Column::Recall => {
            let recall = card.recall.map(f64::from);
            let ink = match recall {
                Some(recall) if recall < 0.7 => t.danger.ink,
                Some(recall) if recall < 0.85 => t.warning.ink,
                _ => t.body,
            };
            Cell { text: recall.map(words::percent).unwrap_or_default(), ink }
        }
        Column::Reps => plain(count(card.reps)),
        Column::Lapses => plain(count(card.lapses)),
        Column::Flag => {
            let name = usize::from(card.flag).checked_sub(1);
            let name = name.and_then(|at| crate::query::FLAGS.get(at)).copied().unwrap_or("");
            plain(capital(name))
        }
        Column::Tags => {
            let tags: Vec<&str> =
                library.tags(item).iter().map(|tag| library.tag_name(*tag)).collect();
            quiet(tags.join(", "))
        }
        Column::Level => {
            let level = library.items().get(item).map_or(0, |item| item.level);
            plain(count(u32::from(level)))
        }
        Column::LastAnswered => {
            quiet(card.last_day.map(|day| ago(day, facts.today)).unwrap_or_default())
        }
    }
}

/// What the card asks; its name while its text is not known.
pub fn question(rows: &Rows, item: usize) -> String {
    let library = &rows.facts.library;
    let known = rows.text.as_ref().map(|text| text.question(item, library));
    match known {
        Some(asked) if !asked.is_empty() => {
            let is_reversed = library
                .items()
                .get(item)
                .is_some_and(|item| item.side == crate::deck::Side::Reversed);
            if is_reversed { format!("↔ {asked}") } else { asked.to_owned() }
        }
        _ => library.card_id(item).to_owned(),
    }
}

/// A row for those who can't see it.
pub fn spoken(rows: &Rows, item: usize, t: &Tokens) -> String {
    let [deck, due] = [Column::Deck, Column::Due].map(|column| cell(rows, item, column, t).text);
    format!("{}, {deck}, {}", question(rows, item), due.to_lowercase())
}

fn count(number: u32) -> String {
    if number == 0 { String::new() } else { words::grouped(number as usize) }
}

fn days(days: u32) -> String {
    if days == 0 { "Learning".to_owned() } else { span(f64::from(days)) }
}

/// `9 d`, `3.2 d`, `5 mo`, `1.4 y`.
pub fn span(days: f64) -> String {
    if days < 10.0 && (days - days.round()).abs() > 0.05 {
        format!("{days:.1}\u{a0}d")
    } else if days < 60.0 {
        format!("{days:.0}\u{a0}d")
    } else if days < 365.0 {
        format!("{:.0}\u{a0}mo", days / 30.4)
    } else {
        format!("{:.1}\u{a0}y", days / 365.25)
    }
}

/// `Today`, `2 d ago`, `In 5 d`.
pub fn due(day: i32, today: i32) -> String {
    match day.saturating_sub(today) {
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        -1 => "Yesterday".to_owned(),
        ahead if ahead > 0 => format!("In {}", span(f64::from(ahead))),
        behind => format!("{} ago", span(f64::from(behind.saturating_neg()))),
    }
}

/// `Today`, `3 d ago`.
pub fn ago(day: i32, today: i32) -> String {
    due(day.min(today), today)
}

/// With a capital.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_briefly() {
        assert_eq!(due(10, 10), "Today");
        assert_eq!(due(9, 10), "Yesterday");
        assert_eq!(due(7, 10), "3\u{a0}d ago");
        assert_eq!(due(15, 10), "In 5\u{a0}d");
        assert_eq!(due(400, 10), "In 1.1\u{a0}y");
        assert!(!due(i32::MIN, i32::MAX).is_empty());
        assert_eq!(span(3.24), "3.2\u{a0}d");
        assert_eq!(span(90.0), "3\u{a0}mo");
        assert_eq!(ago(8, 10), "2\u{a0}d ago");
        assert_eq!(capital("red"), "Red");
    }
}
