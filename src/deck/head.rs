//! The head of a deck, field by field: a fault in one costs no other.

use std::ops::Range;

use super::damage::Damage;
use super::diagnose::{listed, suggestion};
use super::fault::{FaultCode, Loss};
use super::model::{Area, DeckHead, Point};
use super::proof::Runner;
use super::rules::{ID_HELP, is_id, shortened};
use super::split::{FieldSpan, Plan};
use super::tree::{self, Node, Value};

/// The version of the format that this program reads.
pub(super) const FORMAT: u64 = 1;

pub(super) const FIELDS: [&str; 12] = [
    "format", "id", "title", "area", "about", "version", "authors", "license", "syllabus",
    "runner", "was", "cards",
];

/// What the head says about the format, before anything else is looked at: a
/// deck for a later version is not judged by this one's rules.
pub(super) fn format_fault(source: &str, plan: &Plan) -> Option<Damage> {
    let mut head = Head { source, found: Vec::new() };
    let (_, node) = head.field(plan, "format")?;
    let span = node.span.clone();
    let number = match &node.value {
        Value::Word(word) => word.replace('_', "").parse::<u64>().ok(),
        _ => None,
    };
    match number {
        Some(FORMAT) => None,
        Some(newer) if newer > FORMAT => {
            let message = format!(
                "this deck is written in format {newer}; this version reads up to {FORMAT}"
            );
            let damage = Damage::new(FaultCode::NewerFormat, span, message);
            Some(damage.help("a newer version of Hippocache reads it").losing(Loss::File))
        }
        _ => {
            let damage = Damage::new(FaultCode::BadFormat, span, "there is no such format");
            Some(damage.help(format!("write `format: {FORMAT}`")).losing(Loss::File))
        }
    }
}

/// Reads the head; `None` when the deck has no usable id.
pub(super) fn read(source: &str, plan: &Plan) -> (Option<DeckHead>, Vec<Damage>) {
    let mut head = Head { source, found: Vec::new() };
    head.known(plan);
    let name = deck_name(source, plan);
    if plan.fields.iter().all(|field| head.name(field) != "format") {
        let message = "the deck does not say in which format it is written";
        let damage = Damage::new(FaultCode::MissingField, name.clone(), message);
        head.found.push(damage.help(format!("add `format: {FORMAT},` as its first line")));
    }
    if plan.list.is_none() {
        let damage = Damage::new(FaultCode::MissingField, name.clone(), "the deck has no `cards`");
        head.found.push(damage.help("add `cards: [ … ]`"));
    }
    let id = head.id(plan, &name);
    let title = match head.text(plan, "title") {
        Ok(Some(title)) if !title.trim().is_empty() => title,
        given => {
            if !matches!(given, Err(())) {
                let (code, message) = match given {
                    Ok(None) => (FaultCode::MissingField, "the deck has no `title`"),
                    _ => (FaultCode::EmptyText, "`title` is empty"),
                };
                let span = head.field(plan, "title").map_or(name, |(_, node)| node.span);
                let damage = Damage::new(code, span, message);
                head.found.push(damage.help("its id stands in for it until one is given"));
            }
            id.clone().unwrap_or_default()
        }
    };
    let area = head.area(plan);
    let about = head.text(plan, "about").ok().flatten().unwrap_or_default();
    let version = head.text(plan, "version").ok().flatten().unwrap_or_default();
    let license = head.text(plan, "license").ok().flatten().unwrap_or_default();
    let authors = head.authors(plan);
    let syllabus = head.syllabus(plan);
    let runner = head.runner(plan);
    let was = head.was(plan);
    let deck = id.map(|id| DeckHead {
        id,
        title,
        area,
        about,
        version,
        authors,
        license,
        syllabus,
        runner,
        was,
    });
    (deck, head.found)
}

/// The word `Deck`, or the first byte after the attributes.
fn deck_name(source: &str, plan: &Plan) -> Range<usize> {
    let from = plan.attributes.last().map_or(0, |last| last.end);
    let from = if from == 0 && source.starts_with('\u{FEFF}') { 3 } else { from };
    super::scan::Lexer::at(source, from).next().range()
}

struct Head<'a> {
    source: &'a str,
    found: Vec<Damage>,
}

impl Head<'_> {
    fn name(&self, field: &FieldSpan) -> &str {
        let name = self.source.get(field.name.clone()).unwrap_or_default();
        name.strip_prefix("r#").unwrap_or(name)
    }

    /// Reports fields that no deck has, and those given twice.
    fn known(&mut self, plan: &Plan) {
        for (n, field) in plan.fields.iter().enumerate() {
            let name = self.name(field).to_owned();
            if !FIELDS.contains(&name.as_str()) {
                let message = format!("a deck has no field `{}`", shortened(&name));
                let help = suggestion(&name, FIELDS.into_iter())
                    .unwrap_or_else(|| format!("its fields are {}", listed(&FIELDS)));
                let damage = Damage::new(FaultCode::UnknownField, field.name.clone(), message);
                self.found.push(damage.help(help));
            } else if plan.fields.iter().take(n).any(|earlier| self.name(earlier) == name) {
                let message = format!("`{name}` is given twice");
                self.found.push(Damage::new(
                    FaultCode::DuplicateField,
                    field.name.clone(),
                    message,
                ));
            }
        }
    }

    /// The first field of this name.
    fn field(&mut self, plan: &Plan, name: &str) -> Option<(Range<usize>, Node)> {
        let field = plan.fields.iter().find(|field| self.name(field) == name)?;
        if field.value.len() > super::parse::MAX_CARD {
            let message = format!("`{name}` is larger than 1 MiB");
            let damage = Damage::new(FaultCode::TooLarge, field.name.clone(), message);
            if !self.found.contains(&damage) {
                self.found.push(damage);
            }
            return None;
        }
        match tree::build(self.source, field.value.clone()) {
            Ok(node) => Some((field.name.clone(), node)),
            Err((code, span, message)) => {
                self.found.push(Damage::new(code, span, message));
                None
            }
        }
    }

    fn wrong_type(&mut self, node: &Node, message: impl Into<String>) {
        self.found.push(Damage::new(FaultCode::WrongType, node.span.clone(), message));
    }

    /// A text; `Err` when something else was found there, which is reported.
    fn text(&mut self, plan: &Plan, name: &str) -> Result<Option<String>, ()> {
        let Some((_, node)) = self.field(plan, name) else { return Ok(None) };
        let Value::Text(Some(text)) = node.value else {
            self.wrong_type(&node, format!("`{name}` is a text between `\"` quotes"));
            return Err(());
        };
        Ok(Some(text.replace("\r\n", "\n")))
    }

    fn id(&mut self, plan: &Plan, deck: &Range<usize>) -> Option<String> {
        let given = self.text(plan, "id");
        let before = self.found.len();
        let id = match given {
            Ok(Some(id)) if is_id(&id) => return Some(id),
            Ok(id) => id,
            Err(()) => None,
        };
        let field = self.field(plan, "id");
        match (id, field) {
            (Some(id), Some((_, node))) => {
                let message = format!("`{}` can't be the id of a deck", shortened(&id));
                let damage = Damage::new(FaultCode::BadId, node.span, message);
                self.found.push(damage.help(ID_HELP).losing(Loss::File));
            }
            (None, None) if before == self.found.len() => {
                let damage =
                    Damage::new(FaultCode::MissingField, deck.clone(), "the deck has no `id`");
                let help = "add `id: \"…\"`; it never changes, since progress is kept under it";
                self.found.push(damage.help(help).losing(Loss::File));
            }
            // The wrong type is reported already; it costs the deck.
            _ => {
                if let Some(last) = self.found.last_mut() {
                    last.loss = Loss::File;
                }
            }
        }
        None
    }

    fn area(&mut self, plan: &Plan) -> Area {
        let other = || Area::Other("Other".to_owned());
        let Some((_, node)) = self.field(plan, "area") else { return other() };
        let name = match &node.value {
            Value::Text(Some(name)) => name.trim(),
            Value::Word(name) => name.strip_prefix("r#").unwrap_or(name),
            _ => "",
        };
        match name {
            "Foundations" => Area::Foundations,
            "Language" => Area::Language,
            "Framework" => Area::Framework,
            "Database" => Area::Database,
            "" => {
                let message =
                    "`area` is Foundations, Language, Framework, Database or a name of your own";
                self.wrong_type(&node, message);
                other()
            }
            name => Area::Other(name.to_owned()),
        }
    }

    fn authors(&mut self, plan: &Plan) -> Vec<String> {
        let authors = self.texts(plan, "authors");
        authors.into_iter().map(|(author, _)| author).collect()
    }

    /// Former ids of the deck.
    fn was(&mut self, plan: &Plan) -> Vec<String> {
        let mut ids = Vec::new();
        for (id, span) in self.texts(plan, "was") {
            if is_id(&id) {
                ids.push(id);
            } else {
                let message = format!("`{}` was no deck's id", shortened(&id));
                self.found.push(Damage::new(FaultCode::BadId, span, message).help(ID_HELP));
            }
        }
        ids
    }

    /// A list of texts, and where each stands.
    fn texts(&mut self, plan: &Plan, name: &str) -> Vec<(String, Range<usize>)> {
        let Some((_, node)) = self.field(plan, name) else { return Vec::new() };
        let message = format!("`{name}` is a list of texts");
        let Value::List(items) = &node.value else {
            self.wrong_type(&node, message);
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::Text(Some(text)) => texts.push((text.clone(), item.span.clone())),
                _ => self.wrong_type(item, message.clone()),
            }
        }
        texts
    }

    fn runner(&mut self, plan: &Plan) -> Option<String> {
        let (_, node) = self.field(plan, "runner")?;
        let name = match &node.value {
            Value::Text(Some(name)) | Value::Word(name) => name.as_str(),
            _ => "",
        };
        if Runner::named(name).is_none() {
            let names: Vec<&str> = Runner::ALL.iter().map(|runner| runner.name()).collect();
            let message = "`runner` names who executes the deck's SQL";
            let damage = Damage::new(FaultCode::UnknownRunner, node.span.clone(), message);
            self.found.push(damage.help(format!("it is one of {}", listed(&names))));
            return None;
        }
        Some(name.to_owned())
    }

    fn syllabus(&mut self, plan: &Plan) -> Vec<Point> {
        const SHAPE: &str =
            "`syllabus` is a list of points: `[(\"locks\", \"Locks and waits\"), …]`";
        let Some((_, node)) = self.field(plan, "syllabus") else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong_type(&node, SHAPE);
            return Vec::new();
        };
        let mut points: Vec<Point> = Vec::with_capacity(items.len());
        for item in items {
            let parts: Vec<&str> = match &item.value {
                Value::Tuple(None, parts) => parts.iter().filter_map(text_of).collect(),
                _ => Vec::new(),
            };
            let [id, title] = parts.as_slice() else {
                self.wrong_type(item, SHAPE);
                continue;
            };
            let (code, message, help) = if !is_id(id) {
                (
                    FaultCode::BadId,
                    format!("`{}` can't be the id of a point", shortened(id)),
                    ID_HELP,
                )
            } else if title.trim().is_empty() {
                let help = "say in a line what there is to know";
                (FaultCode::EmptyText, format!("the point `{id}` has no title"), help)
            } else if points.iter().any(|point| point.id == *id) {
                let help = "cards name their point by it";
                (FaultCode::DuplicateId, format!("another point has the id `{id}`"), help)
            } else {
                points.push(Point { id: (*id).to_owned(), title: title.trim().to_owned() });
                continue;
            };
            self.found.push(Damage::new(code, item.span.clone(), message).help(help));
        }
        points
    }
}

fn text_of(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Text(text) => text.as_deref(),
        _ => None,
    }
}
