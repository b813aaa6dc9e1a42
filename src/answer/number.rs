//! Numbers: compared by exact value, however they are written.
//!
//! `1000`, `+1000`, `1,000`, `1 000`, `1_000`, `1'000`, `1e3`, `1000.0` and
//! `0x3E8` are the same; so are `0.5`, `.5` and `0,5`. A comma (or a space)
//! before groups of exactly three digits groups; any other comma is a decimal
//! one. A unit may be left out on either side; where both have one it must be
//! the same: to the letter up to three letters (`MB` is not `Mb`), else without
//! regard to case and a plural `s`. `50%` is 50 with the unit `%`. What is no
//! number is compared as words.

use super::text;

/// Whether two texts are the same number.
pub(super) fn same(given: &str, expected: &str) -> bool {
    match (Number::read(given), Number::read(expected)) {
        (Some(given), Some(expected)) => given.is(&expected),
        _ => text::same(given, expected),
    }
}

/// `± 0.digits · 10^exponent`, in one way only: no zeros at either end of the
/// digits, and 0 is no digits, exponent 0, not negative.
#[derive(Debug, PartialEq, Eq)]
struct Value {
    negative: bool,
    digits: String,
    exponent: i64,
}

#[derive(Debug)]
struct Number {
    value: Value,
    unit: String,
}

impl Number {
    fn read(text: &str) -> Option<Self> {
        let text = plain(text);
        let text = text.trim().trim_matches('`').trim();
        // `5.` may be a decimal point or a full stop; it's 5 both ways.
        let text = text.strip_suffix('.').unwrap_or(text);
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let rest = rest.trim_start();
        if let Some(value) = radix(rest, negative) {
            return Some(Self { value, unit: String::new() });
        }
        let (number, unit) = split_unit(rest);
        let unit = unit.trim();
        // `1-2` or `1/2` is no number with a unit.
        if unit.contains(|c: char| c.is_ascii_digit())
            || !(unit.is_empty()
                || unit.starts_with(|c: char| c.is_alphabetic() || "%°‰€$£".contains(c)))
        {
            return None;
        }
        Some(Self { value: decimal(number, negative)?, unit: unit.to_owned() })
    }

    fn is(&self, other: &Self) -> bool {
        self.value == other.value && same_unit(&self.unit, &other.unit)
    }
}

/// Typographic signs and white space as plain ones.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match text::plain(c) {
            Some(plain) => out.push_str(plain),
            None if c.is_whitespace() => out.push(' '),
            None => out.push(c),
        }
    }
    out
}

fn same_unit(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() || a == b {
        return true;
    }
    if a.chars().count() <= 3 || b.chars().count() <= 3 {
        return false;
    }
    let word = |unit: &str| {
        let unit = text::fold(unit);
        unit.strip_suffix('s').map_or(unit.clone(), str::to_owned)
    };
    word(a) == word(b)
}

/// `0x…`, `0b…`, `0o…`.
fn radix(text: &str, negative: bool) -> Option<Value> {
    let lower = text.get(..2)?.to_ascii_lowercase();
    let radix = match lower.as_str() {
        "0x" => 16,
        "0b" => 2,
        "0o" => 8,
        _ => return None,
    };
    let digits: String = text.get(2..)?.chars().filter(|c| *c != '_').collect();
    let value = u128::from_str_radix(&digits, radix).ok()?;
    decimal(&value.to_string(), negative)
}

/// The number at the start, and what follows it.
fn split_unit(text: &str) -> (&str, &str) {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    let mut exponent = false;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        let digit_next = next.is_some_and(|c| c.is_ascii_digit());
        let goes_on = match c {
            '0'..='9' => true,
            '.' | ',' | '_' | '\'' | ' ' => digit_next,
            'e' | 'E' if !exponent && at > 0 => {
                // An exponent only when digits follow, signed or not.
                let after = text.get(at + 1..).unwrap_or_default();
                let unsigned = after.strip_prefix(['+', '-']).unwrap_or(after);
                exponent = unsigned.starts_with(|c: char| c.is_ascii_digit());
                exponent
            }
            '+' | '-' => exponent && text.get(..at).is_some_and(|head| head.ends_with(['e', 'E'])),
            _ => false,
        };
        if !goes_on {
            break;
        }
        end = at + c.len_utf8();
    }
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn decimal(text: &str, negative: bool) -> Option<Value> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        // Beyond i64 no number is meant.
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = split_fraction(mantissa);
    let whole = ungrouped(whole)?;
    let fraction = fraction.unwrap_or_default().replace('_', "");
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(&whole) || !is_digits(&fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    let point = i64::try_from(whole.len()).ok()?;
    let all = whole + &fraction;
    let significant = all.trim_start_matches('0');
    let leading = i64::try_from(all.len() - significant.len()).ok()?;
    let digits = significant.trim_end_matches('0').to_owned();
    if digits.is_empty() {
        return Some(Value { negative: false, digits, exponent: 0 });
    }
    let exponent = exponent.checked_add(point)?.checked_sub(leading)?;
    Some(Value { negative, digits, exponent })
}

/// At the decimal point; at a decimal comma when it can't be a grouping one.
fn split_fraction(mantissa: &str) -> (&str, Option<&str>) {
    if let Some((whole, fraction)) = mantissa.split_once('.') {
        return (whole, Some(fraction));
    }
    match mantissa.split_once(',') {
        Some((whole, fraction)) if !fraction.contains(',') && !is_grouped(mantissa, ',') => {
            (whole, Some(fraction))
        }
        _ => (mantissa, None),
    }
}

/// Groups of three after a first one of one to three that doesn't start with 0.
fn is_grouped(whole: &str, sign: char) -> bool {
    let mut groups = whole.split(sign);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|g| g.len() == 3)
}

/// Without the signs that group its digits; `None` when they don't.
fn ungrouped(whole: &str) -> Option<String> {
    let whole = whole.replace('_', "");
    for sign in [',', ' ', '\''] {
        if whole.contains(sign) {
            return is_grouped(&whole, sign).then(|| whole.replace(sign, ""));
        }
    }
    Some(whole)
}
