//! From a card as written to a card as studied: what each kind asks of its
//! values.

use std::collections::HashSet;

use super::cloze;
use super::fault::{FaultCode, Loss, Severity};
use super::identity;
use super::media;
use super::model::{Body, Card, Choice, Code, Form, Notes, Proof};
use super::raw::{RawCard, RawForm, RawNotes, RawOption, RawProof};

/// The stem of an `Output` card whose author gave none.
const DEFAULT_OUTPUT_ASK: &str = "What does this print?";
const MAX_ID: usize = 64;

/// One step on the way from a card to the value at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Field(&'static str),
    Index(usize),
    /// A byte of the text reached so far.
    Byte(usize),
}

/// A fault of a value, not yet placed in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    pub code: FaultCode,
    pub severity: Severity,
    pub loss: Loss,
    pub message: String,
    pub help: Option<String>,
    pub at: Vec<Step>,
}

impl Problem {
    fn new(code: FaultCode, at: &[Step], message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            loss: Loss::Card,
            message: message.into(),
            help: None,
            at: at.to_vec(),
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The value is ignored, the card stays.
    fn harmless(mut self) -> Self {
        self.loss = Loss::Nothing;
        self
    }
}

/// A card and whatever is wrong with it; `None` when it can't be studied.
pub(super) type Outcome = (Option<Card>, Vec<Problem>);

/// Makes a card of what was written.
pub(super) fn card(mut raw: RawCard) -> Outcome {
    let mut rules = Rules::default();
    let RawNotes { id, why, source, tags, level, hints, group, point, proof, was } =
        raw.take_notes();
    if let Some(id) = &id {
        rules.id(id, "id");
    }
    let body = rules.body(raw);
    let point = rules.optional(point, "point").map(|point| point.trim().to_owned());
    let notes = Notes {
        why: rules.optional(why, "why"),
        source: rules.optional(source, "source"),
        tags: with_point(point.as_ref(), rules.words(tags, "tags")),
        point,
        level: rules.level(level),
        hints: rules.words(hints, "hints"),
        group: rules.optional(group, "group"),
        proof: proof.map(proof_of),
        was: rules.names(was),
    };
    rules.media(&body, &notes);
    let usable = rules.problems.iter().all(|problem| problem.loss == Loss::Nothing);
    let card = usable.then(|| {
        let id = id.unwrap_or_else(|| identity::derived_id(&body));
        Card { id, body, notes }
    });
    (card, rules.problems)
}

/// Whether this may be a deck's or card's id.
pub(super) fn is_id(id: &str) -> bool {
    let valid = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"-_.".contains(&c);
    id.len() <= MAX_ID
        && id.bytes().all(valid)
        && id.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
}

/// Whether this may be what a card was called: `deck/card`, the card's id
/// written or derived.
fn is_former_name(name: &str) -> bool {
    name.split_once('/')
        .is_some_and(|(deck, card)| is_id(deck) && is_id(card.strip_prefix('~').unwrap_or(card)))
}

/// What an id may look like, in words.
pub(super) const ID_HELP: &str =
    "an id has 1 to 64 of `a-z 0-9 - _ .` and starts with a letter or digit";

#[derive(Default)]
struct Rules {
    problems: Vec<Problem>,
}

impl Rules {
    fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn id(&mut self, id: &str, field: &'static str) {
        if !is_id(id) {
            let message = match id {
                "" => "an id can't be empty".to_owned(),
                id => format!("`{}` can't be an id", shortened(id)),
            };
            self.report(
                Problem::new(FaultCode::BadId, &[Step::Field(field)], message).help(ID_HELP),
            );
        }
    }

    fn body(&mut self, raw: RawCard) -> Body {
        match raw {
            RawCard::Choice { ask, right, wrong, .. } => {
                let ask = self.text(ask, "ask");
                let right = self.options(right, "right", 1);
                let wrong = self.options(wrong, "wrong", 1);
                self.distinct(&right, "right");
                self.distinct(&wrong, "wrong");
                let rights = right.iter().map(|option| option.text.as_str());
                self.apart(rights, &wrong);
                Body::Choice { ask, right, wrong }
            }
            RawCard::Flip { front, back, reversed, .. } => Body::Flip {
                front: self.text(front, "front"),
                back: self.text(back, "back"),
                reversed,
            },
            RawCard::Cloze { text, .. } => self.cloze(&unix(text)),
            RawCard::Typed { ask, accept, form, .. } => {
                let ask = self.text(ask, "ask");
                let accept = self.texts(accept, "accept", 1);
                let form = form_of(form);
                if form == Form::Number {
                    self.numbers(&accept);
                }
                Body::Typed { ask, accept, form }
            }
            RawCard::Output { code: (language, text), prints, wrong, ask, .. } => {
                let code = Code { language: language.0, text: unix(text) };
                if code.text.trim().is_empty() {
                    self.empty(&[Step::Field("code")], "`code`", None);
                }
                let prints = unix(prints);
                if prints.trim().is_empty() {
                    let help = "say what is seen; a program that prints nothing is better asked \
                                about with a `Choice`";
                    self.empty(&[Step::Field("prints")], "`prints`", Some(help));
                }
                let wrong = self.options(wrong, "wrong", 0);
                self.distinct(&wrong, "wrong");
                self.apart(std::iter::once(prints.as_str()), &wrong);
                let ask = self.optional(ask, "ask");
                let ask = ask.unwrap_or_else(|| DEFAULT_OUTPUT_ASK.to_owned());
                Body::Output { ask, code, prints, wrong }
            }
            RawCard::Order { ask, steps, decoys, also, .. } => {
                let ask = self.text(ask, "ask");
                let steps = self.texts(steps, "steps", 2);
                let decoys = self.texts(decoys, "decoys", 0);
                self.decoys(&steps, &decoys);
                let also = self.orders(also, steps.len());
                Body::Order { ask, steps, decoys, also }
            }
            RawCard::Match { ask, pairs, .. } => {
                let ask = self.text(ask, "ask");
                Body::Match { ask, pairs: self.pairs(pairs) }
            }
        }
    }

    fn empty(&mut self, at: &[Step], what: &str, help: Option<&str>) {
        let mut problem = Problem::new(FaultCode::EmptyText, at, format!("{what} is empty"));
        problem.help = help.map(str::to_owned);
        self.report(problem);
    }

    fn text(&mut self, text: String, field: &'static str) -> String {
        if text.trim().is_empty() {
            self.empty(&[Step::Field(field)], &format!("`{field}`"), None);
        }
        unix(text)
    }

    fn texts(&mut self, texts: Vec<String>, field: &'static str, least: usize) -> Vec<String> {
        self.at_least(texts.len(), field, least);
        for (n, text) in texts.iter().enumerate() {
            if text.trim().is_empty() {
                let what = format!("number {} of `{field}`", n + 1);
                self.empty(&[Step::Field(field), Step::Index(n)], &what, None);
            }
        }
        texts.into_iter().map(unix).collect()
    }

    fn at_least(&mut self, found: usize, field: &'static str, least: usize) {
        if found < least {
            let wanted = if least == 1 { "one".to_owned() } else { least.to_string() };
            let message = format!("`{field}` needs at least {wanted}, and has {found}");
            self.report(Problem::new(FaultCode::TooFew, &[Step::Field(field)], message));
        }
    }

    /// An empty text here means that there is none: said, but no card is lost.
    fn optional(&mut self, text: Option<String>, field: &'static str) -> Option<String> {
        let text = unix(text?);
        if text.trim().is_empty() {
            let message = format!("`{field}` is empty");
            let help = "write something or leave the field out";
            self.report(
                Problem::new(FaultCode::EmptyText, &[Step::Field(field)], message)
                    .help(help)
                    .harmless(),
            );
            return None;
        }
        Some(text)
    }

    fn words(&mut self, words: Vec<String>, field: &'static str) -> Vec<String> {
        let mut kept = Vec::with_capacity(words.len());
        for (n, word) in words.into_iter().enumerate() {
            if word.trim().is_empty() {
                let message = format!("number {} of `{field}` is empty", n + 1);
                let at = [Step::Field(field), Step::Index(n)];
                self.report(Problem::new(FaultCode::EmptyText, &at, message).harmless());
            } else if field == "tags" {
                let tag = word.trim();
                if !kept.iter().any(|known| known == tag) {
                    kept.push(tag.to_owned());
                }
            } else {
                kept.push(unix(word));
            }
        }
        kept
    }

    /// Former names. One that is none is said, and left out.
    fn names(&mut self, names: Vec<String>) -> Vec<String> {
        let (good, bad): (Vec<_>, Vec<_>) =
            names.into_iter().enumerate().partition(|(_, name)| is_former_name(name));
        for (n, name) in bad {
            let message = format!("`{}` was no card's name", shortened(&name));
            let at = [Step::Field("was"), Step::Index(n)];
            let help = "write `deck/card`; an id that was derived from the text begins with `~`";
            self.report(Problem::new(FaultCode::BadName, &at, message).help(help).harmless());
        }
        good.into_iter().map(|(_, name)| name).collect()
    }

    fn level(&mut self, level: Option<i64>) -> Option<u8> {
        let level = level?;
        let known = u8::try_from(level).ok().filter(|level| (1..=3).contains(level));
        if known.is_none() {
            let message = format!("`level` is 1, 2 or 3, not {level}");
            let at = [Step::Field("level")];
            self.report(Problem::new(FaultCode::BadLevel, &at, message).harmless());
        }
        known
    }

    fn options(
        &mut self,
        options: Vec<RawOption>,
        field: &'static str,
        least: usize,
    ) -> Vec<Choice> {
        self.at_least(options.len(), field, least);
        for (n, option) in options.iter().enumerate() {
            if option.text.trim().is_empty() {
                let what = format!("option {} of `{field}`", n + 1);
                self.empty(&[Step::Field(field), Step::Index(n)], &what, None);
            }
        }
        let why = |why: Option<String>| why.map(unix).filter(|why| !why.trim().is_empty());
        options.into_iter().map(|o| Choice { text: unix(o.text), why: why(o.why) }).collect()
    }

    fn distinct(&mut self, options: &[Choice], field: &'static str) {
        for n in repeated(options.iter().map(|option| option.text.as_str())) {
            let message = format!("this option stands twice in `{field}`");
            let at = [Step::Field(field), Step::Index(n)];
            self.report(Problem::new(FaultCode::DuplicateOption, &at, message));
        }
    }

    /// Right answers may not stand among the wrong ones.
    fn apart<'a>(&mut self, rights: impl Iterator<Item = &'a str> + Clone, wrong: &'a [Choice]) {
        for n in shared(rights, wrong.iter().map(|option| option.text.as_str())) {
            let at = [Step::Field("wrong"), Step::Index(n)];
            let message = "this wrong option is also the right answer";
            self.report(Problem::new(FaultCode::RightAmongWrong, &at, message));
        }
    }

    fn cloze(&mut self, text: &str) -> Body {
        let parts = match cloze::parse(text) {
            Ok(parts) => parts,
            Err(fault) => {
                let at = [Step::Field("text"), Step::Byte(fault.at)];
                self.report(Problem::new(fault.code, &at, fault.message).help(fault.help));
                Vec::new()
            }
        };
        Body::Cloze { parts }
    }

    fn numbers(&mut self, accept: &[String]) {
        for (n, text) in accept.iter().enumerate() {
            if !is_number(text) {
                let message = format!("`{}` is no number", shortened(text));
                let at = [Step::Field("accept"), Step::Index(n)];
                let help = "with `as: Number` write numbers such as `1000`, `0.5` or `1e3`; \
                            with units use `as: Text`";
                self.report(Problem::new(FaultCode::NotANumber, &at, message).help(help));
            }
        }
    }

    fn decoys(&mut self, steps: &[String], decoys: &[String]) {
        let steps = steps.iter().map(String::as_str);
        for n in shared(steps, decoys.iter().map(String::as_str)) {
            let at = [Step::Field("decoys"), Step::Index(n)];
            let message = "this decoy is one of the steps";
            self.report(Problem::new(FaultCode::DecoyIsStep, &at, message));
        }
    }

    /// Further right orders, from one-based to zero-based.
    fn orders(&mut self, also: Vec<Vec<i64>>, steps: usize) -> Vec<Vec<usize>> {
        let mut orders = Vec::with_capacity(also.len());
        for (n, order) in also.into_iter().enumerate() {
            let places: Vec<usize> = order
                .iter()
                .filter_map(|&place| usize::try_from(place).ok()?.checked_sub(1))
                .collect();
            let mut sorted = places.clone();
            sorted.sort_unstable();
            if order.len() == steps && sorted.into_iter().eq(0..steps) {
                orders.push(places);
            } else {
                let message = format!("this is no order of the {steps} steps");
                let help = format!("name each of 1 to {steps} exactly once");
                let at = [Step::Field("also"), Step::Index(n)];
                self.report(Problem::new(FaultCode::BadOrder, &at, message).help(help));
            }
        }
        orders
    }

    fn pairs(&mut self, pairs: Vec<(String, String)>) -> Vec<(String, String)> {
        self.at_least(pairs.len(), "pairs", 2);
        let mut left = HashSet::new();
        let mut right = HashSet::new();
        for (n, pair) in pairs.iter().enumerate() {
            let sides = [(&pair.0, &mut left, "left"), (&pair.1, &mut right, "right")];
            for (side, (text, seen, name)) in sides.into_iter().enumerate() {
                let at = [Step::Field("pairs"), Step::Index(n), Step::Index(side)];
                if text.trim().is_empty() {
                    self.empty(&at, &format!("the {name} side of pair {}", n + 1), None);
                } else if !seen.insert(squeezed(text)) {
                    let message = format!("another pair has this {name} side too");
                    let help = "each side may stand once, or a right answer would count as wrong";
                    self.report(Problem::new(FaultCode::DuplicatePair, &at, message).help(help));
                }
            }
        }
        pairs.into_iter().map(|(left, right)| (unix(left), unix(right))).collect()
    }

    fn media(&mut self, body: &Body, notes: &Notes) {
        media::each_text(body, notes, &mut |at, text| {
            for path in media::images(text) {
                match media::place(&path) {
                    media::Place::Inside => {}
                    media::Place::Network => {
                        let message = format!("`{}` is not loaded", shortened(&path));
                        let help = "put the image into the deck's folder; nothing is fetched \
                                    from the network";
                        let problem = Problem::new(FaultCode::MediaRemote, at, message);
                        self.problems.push(problem.help(help).harmless());
                    }
                    media::Place::Outside => {
                        let message =
                            format!("the image `{}` lies outside of the deck", shortened(&path));
                        let help = "name a file in the deck's own folder, such as `images/a.png`";
                        let problem = Problem::new(FaultCode::MediaOutside, at, message);
                        self.problems.push(problem.help(help));
                    }
                }
            }
        });
    }
}

/// A point of the syllabus is a tag too: whatever asks for tags finds it.
fn with_point(point: Option<&String>, mut tags: Vec<String>) -> Vec<String> {
    if let Some(point) = point {
        tags.retain(|tag| tag != point);
        tags.insert(0, point.clone());
    }
    tags
}

pub(super) fn proof_of(raw: RawProof) -> Proof {
    Proof {
        on: raw.on.0,
        setup: raw.setup.map(unix),
        code: raw.code.map(unix),
        prints: raw.prints.map(unix),
        fails: raw.fails.map(unix),
    }
}

pub(super) fn form_of(form: RawForm) -> Form {
    match form {
        RawForm::Text => Form::Text,
        RawForm::Command => Form::Command,
        RawForm::Code(language) => Form::Code(language.0),
        RawForm::Number => Form::Number,
    }
}

/// Whether this reads as a number once digit groups are joined.
fn is_number(text: &str) -> bool {
    let joined: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '_')).collect();
    joined.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Line ends as on Unix, so that a deck says the same wherever it was saved.
fn unix(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text }
}

/// Text with white space made equal, for comparing what learners can't tell apart.
pub(super) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// So few texts are sooner compared one by one than put into a set.
const FEW: usize = 12;

fn is_same(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}

/// The positions of texts that stood before.
fn repeated<'a>(texts: impl ExactSizeIterator<Item = &'a str> + Clone) -> Vec<usize> {
    if texts.len() > FEW {
        let mut seen = HashSet::with_capacity(texts.len());
        return texts
            .enumerate()
            .filter(|(_, text)| !seen.insert(squeezed(text)))
            .map(|(n, _)| n)
            .collect();
    }
    let stood_before = |(n, text): &(usize, &str)| texts.clone().take(*n).any(|t| is_same(t, text));
    texts.clone().enumerate().filter(stood_before).map(|(n, _)| n).collect()
}

/// The positions of those among `others` that stand in `texts` too.
fn shared<'a>(
    texts: impl Iterator<Item = &'a str> + Clone,
    others: impl ExactSizeIterator<Item = &'a str>,
) -> Vec<usize> {
    let numbered = others.enumerate();
    if texts.clone().nth(FEW).is_some() || numbered.len() > FEW {
        let texts: HashSet<String> = texts.map(squeezed).collect();
        return numbered
            .filter(|(_, other)| texts.contains(&squeezed(other)))
            .map(|(n, _)| n)
            .collect();
    }
    numbered
        .filter(|(_, other)| texts.clone().any(|text| is_same(text, other)))
        .map(|(n, _)| n)
        .collect()
}

/// The beginning of a text, for a message of one line.
pub(super) fn shortened(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}
