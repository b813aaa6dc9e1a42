//! Figures of plans in words.

use crate::collection::Collection;
use crate::plan::{Subject, Track};
use crate::ui::words;

/// `12 min`, `1 h 20 min`.
#[must_use]
pub fn minutes(minutes: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes")]
    let whole = minutes.max(0.0).round() as u64;
    match (whole / 60, whole % 60) {
        (0, left) => format!("{left}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, left) => format!("{hours}\u{a0}h {left}\u{a0}min"),
    }
}

/// `tomorrow`, `in 12 days`.
pub fn days_left(days: i32) -> String {
    match days {
        i32::MIN..=-2 => format!("{} days ago", days.unsigned_abs()),
        -1 => "yesterday".to_owned(),
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => format!("in {days} days"),
    }
}

/// `On track`, `2 days ahead`, `About 3 days behind`.
#[must_use]
pub fn track(track: &Track) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "days")]
    let days = track.days.round() as i64;
    match days {
        0 => "on track".to_owned(),
        1 => "a day ahead".to_owned(),
        -1 => "a day behind".to_owned(),
        2.. => format!("{days} days ahead"),
        _ => format!("{} days behind", -days),
    }
}

/// A subject's name: a deck by its title, a tag with a sign.
pub fn subject(subject: &Subject, collection: &Collection) -> String {
    match subject {
        Subject::Deck(id) => {
            collection.library().deck(id).map_or_else(|| id.clone(), |deck| deck.head.title.clone())
        }
        Subject::Tag(tag) => format!("#{tag}"),
        Subject::Area(area) => format!("All {}", area.to_lowercase()),
    }
}

/// `Friday, 15 January 2027`.
pub fn date(date: jiff::civil::Date) -> String {
    date.strftime("%A, %-d %B %Y").to_string()
}

/// Cards of a subject that will not be met, for a sentence.
pub fn unmet(number: usize) -> String {
    words::count(number, "card")
}

/// A number of cards, rounded.
pub fn whole(number: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cards")]
    let whole = number.max(0.0).round() as usize;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_well() {
        assert_eq!(minutes(12.4), "12\u{a0}min");
        assert_eq!(minutes(80.0), "1\u{a0}h 20\u{a0}min");
        assert_eq!(minutes(60.0), "1\u{a0}h");
        assert_eq!(days_left(1), "tomorrow");
        assert_eq!(days_left(-1), "yesterday");
        assert_eq!(days_left(12), "in 12 days");
        let of = |days| track(&Track { days, ..Track::default() });
        assert_eq!(of(0.4), "on track");
        assert_eq!(of(-0.8), "a day behind");
        assert_eq!(of(-3.2), "3 days behind");
        assert_eq!(of(2.2), "2 days ahead");
    }
}
