//! What could be written at the cursor: keys, then values, with how many cards
//! they find.

use super::ast::{FLAGS, Is, Op, Prop, Span};
use super::eval::{area_name, bits_of, of_kind};
use super::facts::Facts;
use super::pattern::fold;
use super::term::{KEYS, KINDS};

/// Something that could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What takes the place of [`Completion::replaces`].
    pub text: String,
    /// What it means, when its name does not say it.
    pub about: String,
    /// How many cards it finds.
    pub count: Option<usize>,
    /// Whether more belongs behind it, as behind a key.
    pub is_open: bool,
}

/// What could be written at the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// The bytes of the query that a suggestion takes the place of.
    pub replaces: Span,
    /// The likeliest first.
    pub suggestions: Vec<Suggestion>,
}

/// A name with what it means and how many cards it has.
type Name = (String, String, usize);

/// The words that a collection knows.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    decks: Vec<Name>,
    tags: Vec<Name>,
    points: Vec<Name>,
    areas: Vec<Name>,
    kinds: Vec<Name>,
    levels: Vec<Name>,
    standings: Vec<Name>,
    flags: Vec<Name>,
}

/// At most so many at once.
const MOST: usize = 12;

impl Vocabulary {
    /// One pass over the cards.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let library = &facts.library;
        let mut words = Self::default();
        let mut tags = vec![0; library.tag_names().len()];
        for deck in library.decks() {
            let cards = deck.items.len();
            words.decks.push((deck.head.id.clone(), deck.head.title.clone(), cards));
            let area = area_name(&deck.head.area).to_lowercase();
            match words.areas.iter_mut().find(|(name, ..)| *name == area) {
                Some((.., count)) => *count += cards,
                None => words.areas.push((area, String::new(), cards)),
            }
            for (tag, count) in &deck.tags {
                if let Some(sum) = tags.get_mut(*tag as usize) {
                    *sum += *count as usize;
                }
            }
            for point in &deck.head.syllabus {
                let is_it = |(tag, _): &&(u32, u32)| library.tag_name(*tag) == point.id;
                let count = deck.tags.iter().find(is_it).map_or(0, |(_, count)| *count as usize);
                words.points.push((point.id.clone(), point.title.clone(), count));
            }
        }
        let names = library.tag_names().iter().zip(tags);
        words.tags = names.map(|(name, count)| (name.clone(), String::new(), count)).collect();
        for names in [&mut words.decks, &mut words.tags, &mut words.points, &mut words.areas] {
            names.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        }
        words.kinds =
            KINDS.map(|kind| (kind.name().to_owned(), String::new(), of_kind(facts, kind))).into();
        let leveled = |level: u8| library.items().iter().filter(|item| item.level == level).count();
        words.levels =
            [("1", "first steps", 1), ("2", "daily work", 2), ("3", "traps", 3), ("none", "", 0)]
                .map(|(name, about, level)| (name.to_owned(), about.to_owned(), leveled(level)))
                .into();
        let standing = |is: Is| {
            let (with, without) = bits_of(is);
            let fits = |standing: &&u16| **standing & with != 0 && **standing & without == 0;
            facts.standing.iter().filter(fits).count()
        };
        words.standings =
            Is::ALL.map(|is| (is.name().to_owned(), about(is).to_owned(), standing(is))).into();
        let flagged =
            |flag: usize| facts.flag.iter().filter(|other| usize::from(**other) == flag).count();
        let any = facts.len() - flagged(0);
        words.flags = vec![("any".to_owned(), String::new(), any)];
        let named = FLAGS.iter().enumerate();
        words.flags.extend(
            named.map(|(at, name)| {
                ((*name).to_owned(), format!("flag {}", at + 1), flagged(at + 1))
            }),
        );
        words.flags.push(("none".to_owned(), String::new(), flagged(0)));
        words
    }

    fn values(&self, key: &str) -> Option<&[Name]> {
        Some(match key {
            "deck" => &self.decks,
            "tag" => &self.tags,
            "point" => &self.points,
            "area" => &self.areas,
            "kind" => &self.kinds,
            "level" => &self.levels,
            "is" => &self.standings,
            "flag" => &self.flags,
            _ => return None,
        })
    }
}

fn about(is: Is) -> &'static str {
    match is {
        Is::Due => "to be asked now",
        Is::New => "never answered",
        Is::Learning => "met, not known yet",
        Is::Review => "known",
        Is::Young => "interval under 21 days",
        Is::Mature => "interval of 21 days or more",
        Is::Suspended => "set aside",
        Is::Buried => "rests until another day",
        Is::Leech => "set aside because of its lapses",
    }
}

/// What could be written at a cursor (a byte of the query).
#[must_use]
pub fn complete(query: &str, cursor: usize, words: &Vocabulary) -> Completion {
    let cursor = cursor.min(query.len());
    let Some(before) = query.get(..cursor) else { return Completion::default() };
    let start = word_start(before);
    let word = query.get(start..cursor).unwrap_or_default();
    if word.starts_with('"') {
        return Completion::default();
    }
    let end = word_end(query, cursor);
    match word.split_once(':') {
        None => Completion { replaces: start..end, suggestions: keys(word) },
        Some((key, value)) => {
            let at = start + key.len() + 1;
            let value = value.strip_prefix('"').unwrap_or(value);
            let suggestions = values(&key.to_lowercase(), value, words);
            Completion { replaces: at..end, suggestions }
        }
    }
}

/// Where the word that ends here begins: behind blanks, brackets and `-`, but
/// not within quotation marks.
fn word_start(before: &str) -> usize {
    let mut start = 0;
    let mut is_quoted = false;
    let mut is_escaped = false;
    let mut is_fresh = true;
    for (at, c) in before.char_indices() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        match c {
            '\\' => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            _ if c.is_whitespace() || matches!(c, '(' | ')') => {
                start = at + c.len_utf8();
                is_fresh = true;
                continue;
            }
            '-' if is_fresh => {
                start = at + 1;
                continue;
            }
            _ => {}
        }
        is_fresh = false;
    }
    start
}

/// Where the word that the cursor stands in ends.
fn word_end(query: &str, cursor: usize) -> usize {
    let rest = query.get(cursor..).unwrap_or_default();
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    end.map_or(query.len(), |end| cursor + end)
}

fn keys(word: &str) -> Vec<Suggestion> {
    let lower = word.to_lowercase();
    let fits = |(key, about): &&(&str, &str)| !about.is_empty() && key.starts_with(&lower);
    let keys = KEYS.iter().filter(fits).map(|(key, about)| Suggestion {
        text: format!("{key}:"),
        about: (*about).to_owned(),
        count: None,
        is_open: true,
    });
    keys.collect()
}

fn values(key: &str, value: &str, words: &Vocabulary) -> Vec<Suggestion> {
    if key == "prop" {
        return figures(value);
    }
    if key == "rated" || key == "introduced" {
        return days(key, value);
    }
    let Some(names) = words.values(key) else { return Vec::new() };
    let wanted = fold(value);
    // What begins so stands before what only holds it.
    let rank = |name: &Name| {
        let (id, title) = (fold(&name.0), fold(&name.1));
        let has_title = key == "deck" || key == "point";
        if id.starts_with(&wanted) {
            Some(0)
        } else if has_title && title.starts_with(&wanted) {
            Some(1)
        } else if id.contains(&wanted) || has_title && title.contains(&wanted) {
            Some(2)
        } else {
            None
        }
    };
    let mut found: Vec<(u8, &Name)> =
        names.iter().filter_map(|name| Some((rank(name)?, name))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    let found = found.into_iter().take(MOST).map(|(_, (name, about, count))| Suggestion {
        text: written(name),
        about: about.clone(),
        count: Some(*count),
        is_open: false,
    });
    found.collect()
}

/// A name as a value: in quotation marks where it needs them.
fn written(name: &str) -> String {
    let is_plain = |c: char| !c.is_whitespace() && !super::pattern::is_special(c);
    if name.chars().all(is_plain) {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

fn figures(value: &str) -> Vec<Suggestion> {
    let open = |text: String, about: &str| Suggestion {
        text,
        about: about.to_owned(),
        count: None,
        is_open: true,
    };
    let named = Prop::ALL.into_iter().find(|prop| prop.name() == value);
    if let Some(prop) = named {
        let signs = [Op::Less, Op::More, Op::AtMost, Op::AtLeast, Op::Equal, Op::NotEqual];
        return signs.map(|op| open(format!("{value}{}", op.sign()), prop.about())).into();
    }
    let fits = Prop::ALL.into_iter().filter(|prop| prop.name().starts_with(value));
    fits.map(|prop| open(prop.name().to_owned(), prop.about())).collect()
}

fn days(key: &str, value: &str) -> Vec<Suggestion> {
    let done = |text: &str, about: &str| Suggestion {
        text: text.to_owned(),
        about: about.to_owned(),
        count: None,
        is_open: false,
    };
    if let Some((days, grade)) = value.split_once(':') {
        let grades = [("1", "again"), ("2", "hard"), ("3", "good"), ("4", "easy")];
        let fits = grades.iter().filter(|(number, _)| key == "rated" && number.starts_with(grade));
        return fits.map(|(number, about)| done(&format!("{days}:{number}"), about)).collect();
    }
    let usual = [("1", "today"), ("7", "the last week"), ("30", "the last month")];
    let fits = usual.iter().filter(|(number, _)| number.starts_with(value));
    fits.map(|(number, about)| done(number, about)).collect()
}
