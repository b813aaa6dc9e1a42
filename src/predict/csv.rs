//! Review logs as comma-separated values.

use std::collections::HashMap;
use std::path::Path;

use super::PredictError;
use super::log::{Answer, Log};
use crate::scheduler::Rating;

/// The columns of a log, in the order they are written in; a file may have
/// them in any order, and others besides.
pub const COLUMNS: [&str; 7] =
    ["ts_ms", "card", "rating", "delta_days", "delta_secs", "taken_ms", "day"];

/// Reads a log from a file.
///
/// # Errors
/// When it can't be read, or with the line of the first thing in it that is not
/// as it should be.
pub fn read(path: &Path) -> Result<Log, PredictError> {
    let bytes = std::fs::read(path)
        .map_err(|source| PredictError::Unreadable { path: path.to_owned(), source })?;
    let malformed = |line, reason| PredictError::Malformed { path: path.to_owned(), line, reason };
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        malformed(line, "this is not UTF-8 text".to_owned())
    })?;
    parse(text).map_err(|(line, reason)| malformed(line, reason))
}

/// Reads a log from text.
///
/// # Errors
/// The line (one-based) and what is wrong with it.
pub fn parse(text: &str) -> Result<Log, (usize, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines =
        text.lines().enumerate().map(|(at, line)| (at + 1, line.trim_end_matches('\r')));
    let wanted = COLUMNS.join(",");
    let Some((number, header)) = lines.by_ref().find(|(_, line)| !line.trim().is_empty()) else {
        return Err((1, format!("the file is empty; its first line should be `{wanted}`")));
    };
    let columns = Columns::of(header).map_err(|reason| (number, reason))?;
    let mut answers: Vec<Answer> = Vec::new();
    let mut cards: HashMap<&str, i64> = HashMap::new();
    for (number, line) in lines {
        if line.trim().is_empty() {
            continue;
        }
        answers.push(columns.answer(line, &mut cards).map_err(|reason| (number, reason))?);
    }
    if answers.is_empty() {
        return Err((number, "there are no reviews below the header".to_owned()));
    }
    Ok(Log::new(&answers))
}

/// Where each column is.
struct Columns {
    places: [usize; COLUMNS.len()],
    count: usize,
}

impl Columns {
    fn of(header: &str) -> Result<Self, String> {
        let names: Vec<&str> = header.split(',').map(bare).collect();
        let mut places = [0; COLUMNS.len()];
        for (place, column) in places.iter_mut().zip(COLUMNS) {
            let mut found = names.iter().enumerate().filter(|(_, name)| **name == column);
            *place = match (found.next(), found.next()) {
                (Some((at, _)), None) => at,
                (None, _) => {
                    let wanted = COLUMNS.join(",");
                    return Err(format!(
                        "the header has no column `{column}`; it should be `{wanted}`"
                    ));
                }
                (Some(_), Some(_)) => {
                    return Err(format!("the header has the column `{column}` twice"));
                }
            };
        }
        Ok(Self { places, count: names.len() })
    }

    /// Reads a line. `cards` numbers the cards, whatever they are called.
    fn answer<'a>(
        &self,
        line: &'a str,
        cards: &mut HashMap<&'a str, i64>,
    ) -> Result<Answer, String> {
        let fields: Vec<&'a str> = line.split(',').map(bare).collect();
        if fields.len() != self.count {
            return Err(format!(
                "{} values, but the header names {} columns",
                fields.len(),
                self.count
            ));
        }
        let [ts_ms, card, rating, delta_days, delta_secs, taken_ms, day] =
            self.places.map(|place| fields.get(place).copied().unwrap_or_default());
        let rating = whole(rating, "rating", 1, 4)?;
        let days = whole(delta_days, "delta_days", -1, 100_000)?;
        let secs = real(delta_secs, "delta_secs", -1.0, 100_000.0 * 86_400.0)?;
        if card.is_empty() {
            return Err("`card` is empty, but must name a card".to_owned());
        }
        // Not used, so they may be missing; but a log in which they make no sense
        // is not to be trusted.
        for (value, column) in [(taken_ms, "taken_ms"), (day, "day")] {
            if !value.is_empty() {
                real(value, column, f64::NEG_INFINITY, f64::INFINITY)?;
            }
        }
        let next = i64::try_from(cards.len()).unwrap_or(i64::MAX);
        Ok(Answer {
            at_ms: whole(ts_ms, "ts_ms", i64::MIN, i64::MAX)?,
            card: *cards.entry(card).or_insert(next),
            rating: u8::try_from(rating)
                .ok()
                .and_then(Rating::from_number)
                .ok_or_else(|| "`rating` must be 1 to 4".to_owned())?,
            // −1 is how public logs write 'there was none before'.
            days: u32::try_from(days).unwrap_or(0),
            secs: secs.max(0.0),
        })
    }
}

/// A value without blanks and quotes around it.
fn bare(value: &str) -> &str {
    let value = value.trim();
    value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)
}

fn whole(text: &str, column: &str, least: i64, most: i64) -> Result<i64, String> {
    let value: i64 = text.parse().map_err(|_| not_a(text, column, "whole number"))?;
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(format!("`{column}` is {value}, but must be {least} to {most}"))
    }
}

fn real(text: &str, column: &str, least: f64, most: f64) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| not_a(text, column, "number"))?;
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(format!("`{column}` is {value}, but must be {least} to {most}"))
    }
}

fn not_a(text: &str, column: &str, what: &str) -> String {
    if text.is_empty() {
        format!("`{column}` is empty, but must be a {what}")
    } else {
        let short: String = text.chars().take(40).collect();
        format!("`{column}` is `{short}`, which is no {what}")
    }
}
