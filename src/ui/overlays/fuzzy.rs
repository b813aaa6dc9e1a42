//! Finding by a few letters.

/// How badly `text` fits `query`: 0 is best, `None` not at all. The letters of
/// the query have to come in order; those at the start of words, and those in a
/// row, cost nothing. Case and spaces in the query don't matter.
#[must_use]
pub fn fuzzy(query: &str, text: &str) -> Option<u32> {
    let mut wanted = query
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .peekable();
    let letters: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let whole: String = letters.iter().collect();
    let typed = query.trim().to_lowercase();
    if !typed.is_empty()
        && let Some(at) = whole.find(&typed)
    {
        let at_word = whole.get(..at).is_none_or(|before| !before.ends_with(char::is_alphanumeric));
        let bytes = u32::try_from(at).unwrap_or(u32::MAX).min(40);
        return Some(if at_word { bytes } else { 50 + bytes });
    }
    let mut cost = 100;
    let mut after_hit = true;
    let mut before = ' ';
    for letter in letters {
        let Some(next) = wanted.peek() else { break };
        if *next == letter {
            wanted.next();
            let at_word = !before.is_alphanumeric();
            cost += if after_hit || at_word { 0 } else { 12 };
            after_hit = true;
        } else {
            cost += 1;
            after_hit = false;
        }
        before = letter;
    }
    match (wanted.peek(), typed.is_empty()) {
        (Some(_), _) => None,
        (None, true) => Some(0),
        (None, false) => Some(cost),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best<'a>(query: &str, among: &[&'a str]) -> Option<&'a str> {
        let mut found: Vec<(u32, &str)> =
            among.iter().filter_map(|text| Some((fuzzy(query, text)?, *text))).collect();
        found.sort_unstable();
        found.first().map(|(_, text)| *text)
    }

    #[test]
    fn the_likeliest_comes_first() {
        let all = ["Study what is due", "Study Redis", "Redo", "Smaller text", "Settings"];
        assert_eq!(best("redis", &all), Some("Study Redis"));
        assert_eq!(best("red", &all), Some("Redo"), "what starts with it");
        assert_eq!(best("st", &all), Some("Study Redis"), "or is shorter");
        assert_eq!(best("swd", &all), Some("Study what is due"), "first letters");
        assert_eq!(best("smtx", &all), Some("Smaller text"));
        assert_eq!(best("Study  redis", &all), Some("Study Redis"));
        assert_eq!(best("xyz", &all), None);
        assert_eq!(best("ss", &["ab"]), None);
    }

    #[test]
    fn no_query_finds_all_alike() {
        assert_eq!(fuzzy("", "anything"), Some(0));
        assert_eq!(fuzzy("  ", "anything"), Some(0));
    }
}
