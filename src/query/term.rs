//! One word of a query: a condition, or text.

use super::ast::{Atom, FLAGS, FlagTest, Is, Op, Prop, Span, Term};
use super::error::{QueryError, listed, nearest};
use super::lex::{Letter, Sign, Word};
use super::pattern::Pattern;
use crate::deck::Kind;
use crate::scheduler::Rating;

/// What may stand before a colon, with what it asks.
pub(super) const KEYS: [(&str, &str); 13] = [
    ("deck", "a deck, by id or title"),
    ("tag", "a tag"),
    ("is", "where the card stands"),
    ("prop", "a figure, such as prop:s>30"),
    ("rated", "answered within days, such as rated:7:1"),
    ("flag", "your flag"),
    ("kind", "the kind of card"),
    ("area", "the part of backend work"),
    ("point", "a point of the syllabus"),
    ("level", "1 to 3"),
    ("introduced", "first met within days"),
    ("id", "a card by its name"),
    ("added", ""),
];

/// The kinds of cards.
pub(super) const KINDS: [Kind; 7] =
    [Kind::Choice, Kind::Flip, Kind::Cloze, Kind::Typed, Kind::Output, Kind::Order, Kind::Match];

/// Reads one word.
pub(super) fn term(query: &str, word: &Word, span: Span) -> Result<Term, QueryError> {
    let colon = word.letters.iter().position(|letter| letter.sign == Sign::Colon);
    let atom = match colon.filter(|_| !word.is_quoted) {
        None => {
            if word.letters.is_empty() {
                return Err(QueryError::new(span, "there is nothing between the quotation marks"));
            }
            Atom::Text(Pattern::new(&Word::pieces(&word.letters)))
        }
        Some(at) => {
            let (key, rest) = word.letters.split_at(at);
            let value = rest.get(1..).unwrap_or_default();
            let colon = rest.first().map_or(span.end, |letter| letter.at);
            condition(query, &key.iter().map(shown).collect::<String>(), value, colon, &span)?
        }
    };
    Ok(Term { atom, span })
}

fn shown(letter: &Letter) -> char {
    match letter.sign {
        Sign::Text(c) => c,
        Sign::Any => '*',
        Sign::Colon => ':',
    }
}

/// The value of a condition and where it stands.
struct Value<'a> {
    key: &'static str,
    text: String,
    letters: &'a [Letter],
    /// Of the value; of the whole condition when it is empty.
    span: Span,
    /// As the whole was written.
    written: &'a str,
}

fn condition(
    query: &str,
    key: &str,
    letters: &[Letter],
    colon: usize,
    span: &Span,
) -> Result<Atom, QueryError> {
    let lower = key.to_lowercase();
    let Some((key, _)) = KEYS.into_iter().find(|(known, _)| *known == lower) else {
        return Err(unknown_key(key, query, colon, span));
    };
    let text: String = letters.iter().map(shown).collect();
    let value_span = if letters.is_empty() { span.clone() } else { colon + 1..span.end };
    let written = query.get(span.clone()).unwrap_or_default();
    let value = Value { key, text, letters, span: value_span, written };
    if value.text.is_empty() && key != "added" {
        return Err(
            value.error(&format!("`{key}:` needs something behind it: {}", value.example()))
        );
    }
    match key {
        "deck" => Ok(Atom::Deck(value.pattern())),
        "tag" => Ok(Atom::Tag(value.pattern())),
        "area" => Ok(Atom::Area(value.pattern())),
        "id" => Ok(Atom::Id(value.pattern())),
        "point" => Ok(Atom::Point(value.pattern())),
        "kind" => {
            value.one_of(KINDS.map(|kind| (kind.name(), kind)), "kind of card").map(Atom::Kind)
        }
        "is" => value.is().map(Atom::Is),
        "level" => value.level().map(Atom::Level),
        "flag" => value.flag().map(Atom::Flag),
        "prop" => value.prop(),
        "rated" => value.rated(),
        "introduced" => value.days(&value.text).map(Atom::Introduced),
        _ => Err(QueryError::new(
            span.clone(),
            "`added:` can't be answered: decks don't keep the day a card was written. \
             `introduced:7` finds cards that you met within 7 days",
        )),
    }
}

fn unknown_key(key: &str, query: &str, colon: usize, span: &Span) -> QueryError {
    let at = span.start..colon.max(span.start);
    let quoted = query.get(span.clone()).unwrap_or_default().replace('"', "");
    let to_search = format!("to search for the text, write \"{quoted}\" in quotation marks");
    let keys = KEYS.iter().map(|(key, _)| *key).filter(|key| *key != "added");
    let message = match nearest(key, keys.clone()) {
        _ if key.is_empty() => {
            return QueryError::new(
                span.clone(),
                format!("there is no key before the colon; {to_search}"),
            );
        }
        Some(near) => format!("`{key}:` is no key; did you mean `{near}:`? Otherwise, {to_search}"),
        None => format!("`{key}:` is no key; there are {}; {to_search}", listed(keys, "and")),
    };
    QueryError::new(at, message)
}

impl Value<'_> {
    fn error(&self, message: &str) -> QueryError {
        QueryError::new(self.span.clone(), message)
    }

    fn pattern(&self) -> Pattern {
        Pattern::new(&Word::pieces(self.letters))
    }

    fn example(&self) -> &'static str {
        match self.key {
            "deck" => "the deck's id or title, such as `deck:redis`",
            "tag" => "a tag, such as `tag:locks`",
            "area" => "an area, such as `area:database`",
            "id" => "a card's name, such as `id:redis/expire`",
            "point" => "a point of a syllabus",
            "kind" => "a kind of card, such as `kind:choice`",
            "is" => "where the card stands, such as `is:due`",
            "level" => "1, 2, 3 or none",
            "flag" => "a colour or number, such as `flag:red`",
            "prop" => "a figure and a comparison, such as `prop:s>30`",
            "rated" => "a number of days, such as `rated:7`, and perhaps a grade: `rated:7:1`",
            _ => "a number of days, such as `introduced:7`",
        }
    }

    fn one_of<T: Copy, const N: usize>(
        &self,
        known: [(&'static str, T); N],
        what: &str,
    ) -> Result<T, QueryError> {
        let lower = self.text.to_lowercase();
        if let Some((_, found)) = known.iter().find(|(name, _)| *name == lower) {
            return Ok(*found);
        }
        let names = known.iter().map(|(name, _)| *name);
        let near = nearest(&self.text, names.clone());
        let mean = near.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
        Err(self.error(&format!(
            "`{}`: there is no {what} `{}`; there are {}.{mean}",
            self.written,
            self.text,
            listed(names, "and"),
        )))
    }

    fn is(&self) -> Result<Is, QueryError> {
        // Anki's short word for it.
        if self.text.eq_ignore_ascii_case("learn") {
            return Ok(Is::Learning);
        }
        self.one_of(Is::ALL.map(|is| (is.name(), is)), "state")
    }

    fn level(&self) -> Result<Option<u8>, QueryError> {
        match self.text.to_lowercase().as_str() {
            "none" | "0" => Ok(None),
            "1" => Ok(Some(1)),
            "2" => Ok(Some(2)),
            "3" => Ok(Some(3)),
            _ => Err(self.error(&format!("`{}`: a level is 1, 2, 3 or none", self.written))),
        }
    }

    fn flag(&self) -> Result<FlagTest, QueryError> {
        let lower = self.text.to_lowercase();
        if let Some(at) = FLAGS.iter().position(|name| *name == lower) {
            return Ok(FlagTest::Number(u8::try_from(at + 1).unwrap_or(1)));
        }
        match lower.as_str() {
            "none" | "0" => Ok(FlagTest::None),
            "any" => Ok(FlagTest::Any),
            "1" | "2" | "3" | "4" | "5" | "6" | "7" => {
                Ok(FlagTest::Number(lower.bytes().next().map_or(1, |digit| digit - b'0')))
            }
            _ => {
                let near = nearest(&lower, FLAGS);
                let mean = near.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
                Err(self.error(&format!(
                    "`{}`: there is no flag `{}`; there are {}, or 1 to 7, any and none.{mean}",
                    self.written,
                    self.text,
                    FLAGS.join(", "),
                )))
            }
        }
    }

    fn prop(&self) -> Result<Atom, QueryError> {
        let names = Prop::ALL.map(Prop::name);
        let split = self.text.find(['=', '!', '<', '>']).unwrap_or(self.text.len());
        let (name, rest) = self.text.split_at(split);
        let prop = Prop::ALL.into_iter().find(|prop| prop.name().eq_ignore_ascii_case(name));
        let Some(prop) = prop else {
            // Who writes the long word means the short one.
            const LONG: [(&str, &str); 5] = [
                ("stability", "s"),
                ("difficulty", "d"),
                ("retrievability", "r"),
                ("recall", "r"),
                ("interval", "ivl"),
            ];
            let words = names.into_iter().chain(LONG.map(|(long, _)| long));
            let near = nearest(name, words).map(|near| {
                LONG.into_iter().find(|(long, _)| *long == near).map_or(near, |(_, short)| short)
            });
            let mean = near.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
            return Err(self.error(&format!(
                "`{}`: there is no property `{name}`; there are {}.{mean}",
                self.written,
                listed(names, "and"),
            )));
        };
        let op = Op::ALL.into_iter().find(|op| rest.starts_with(op.sign()));
        let Some(op) = op else {
            return Err(self.error(&format!(
                "`{}`: a comparison is missing, such as `prop:{}>30`; there are = != < > <= and >=",
                self.written,
                prop.name(),
            )));
        };
        let number = rest.get(op.sign().len()..).unwrap_or_default();
        let read = match number.strip_suffix('%') {
            Some(percent) => percent.parse::<f64>().map(|percent| percent / 100.0),
            None => number.parse::<f64>(),
        };
        match read {
            Ok(number) if number.is_finite() => Ok(Atom::Prop(prop, op, number)),
            _ => Err(self.error(&format!(
                "`{}`: `{number}` is no number; write it like `prop:{}{}0.9`",
                self.written,
                prop.name(),
                op.sign(),
            ))),
        }
    }

    fn rated(&self) -> Result<Atom, QueryError> {
        let (days, grade) = match self.text.split_once(':') {
            Some((days, grade)) => (days, Some(grade)),
            None => (self.text.as_str(), None),
        };
        let days = self.days(days)?;
        let Some(grade) = grade else { return Ok(Atom::Rated(days, None)) };
        match grade.parse().ok().and_then(Rating::from_number) {
            Some(rating) => Ok(Atom::Rated(days, Some(rating))),
            None => Err(self.error(&format!(
                "`{}`: a grade is 1 (again), 2 (hard), 3 (good) or 4 (easy)",
                self.written
            ))),
        }
    }

    fn days(&self, text: &str) -> Result<u32, QueryError> {
        match text.parse() {
            Ok(days) if days > 0 => Ok(days),
            _ => Err(self.error(&format!(
                "`{}`: `{text}` is no number of days; 1 is today, 7 the last week",
                self.written
            ))),
        }
    }
}
