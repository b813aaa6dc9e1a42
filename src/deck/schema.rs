//! The format described for editors: as JSON Schema, and as Rust types for the
//! RON language servers that read those. Both are made from the tables that the
//! reader itself works by, so they can't drift apart.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::head::FIELDS;
use super::model::Kind;
use super::proof::Runner;
use super::raw::{Field, KIND_NAMES, PROOF, Shape, fields_of, kind_named};

/// What a kind of card is for.
fn kind_doc(kind: Kind) -> &'static str {
    match kind {
        Kind::Choice => "Tick the right option, or all the right ones.",
        Kind::Flip => "Recall, turn over, grade yourself.",
        Kind::Cloze => "Fill the gaps of a text.",
        Kind::Typed => "Type the answer.",
        Kind::Output => "Predict what a program prints.",
        Kind::Order => "Put lines into order.",
        Kind::Match => "Join the pairs.",
    }
}

/// What a card's field is for.
fn field_doc(name: &str) -> &'static str {
    match name {
        "ask" => "The question (Markdown).",
        "right" => "What is right: a text, or a text with its reason.",
        "wrong" => "What is wrong: a text, or a text with its reason.",
        "front" => "What is asked (Markdown).",
        "back" => "What is recalled (Markdown).",
        "reversed" => "Asks from back to front as well.",
        "text" => "The text with its gaps: `{{answer}}` or `{{answer::hint}}` (Markdown).",
        "accept" => "Every accepted answer, the one that is shown first (plain text).",
        "as" => "How what is typed is compared.",
        "code" => "The program: its language and its text.",
        "prints" => "Exactly what comes out (plain text).",
        "steps" => "In their right order (Markdown).",
        "decoys" => "Lines that do not belong (Markdown).",
        "also" => "Further right orders: the steps' numbers, from 1.",
        "pairs" => "What belongs together (Markdown).",
        "id" => "The card's name, which its progress is kept under: a-z, 0-9, `-`, `_`, `.`.",
        "why" => "What makes the right answer right (Markdown).",
        "source" => "The documentation's address for this very fact.",
        "tags" => "Words to study by.",
        "level" => "1 first steps, 2 practice, 3 traps.",
        "hints" => "Taken one after another (Markdown).",
        "group" => "Cards that give each other away share it.",
        "point" => "The point of the deck's syllabus.",
        "proof" => "How the card's claim is executed.",
        "was" => "Names that it had before, `deck/card`: progress goes on.",
        "on" => "What executes it.",
        "setup" => "Run first.",
        "fails" => "What the error says.",
        _ => "",
    }
}

/// What a field of the deck's head is for, and what it holds.
fn head_field(name: &str) -> (&'static str, Value, &'static str) {
    let text = || json!({ "type": "string" });
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    match name {
        "format" => ("The version of the format.", json!({ "const": 1 }), "u8"),
        "id" => ("Progress is kept under it: it never changes.", text(), "String"),
        "title" => ("What learners see.", text(), "String"),
        "area" => (
            "Where the home screen shows it.",
            json!({ "anyOf": [
                { "enum": ["Foundations", "Language", "Framework", "Database"] },
                { "type": "string" },
            ] }),
            "Option<Area>",
        ),
        "about" => ("What the deck teaches, in a sentence or two.", text(), "Option<String>"),
        "version" => ("What the answers hold for.", text(), "Option<String>"),
        "authors" => ("Who wrote it.", texts(), "Vec<String>"),
        "license" => ("An SPDX licence expression.", text(), "Option<String>"),
        "syllabus" => (
            "What there is to know: id and title of each point.",
            json!({ "type": "array", "items": pair() }),
            "Vec<Pair>",
        ),
        "runner" => (
            "Who executes this deck's `Output` cards in SQL.",
            json!({ "$ref": "#/$defs/Runner" }),
            "Option<Runner>",
        ),
        "was" => ("Ids that the deck had before.", texts(), "Vec<String>"),
        "cards" => (
            "The cards.",
            json!({ "type": "array", "items": { "$ref": "#/$defs/Card" } }),
            "Vec<Card>",
        ),
        _ => ("", Value::Null, ""),
    }
}

/// Fields of the head that a deck must have.
const NEEDED: [&str; 4] = ["format", "id", "title", "cards"];

fn pair() -> Value {
    json!({
        "type": "array", "prefixItems": [{ "type": "string" }, { "type": "string" }],
        "minItems": 2, "maxItems": 2,
    })
}

/// What a shape holds, as JSON Schema sees RON: structs as objects, tuples as
/// arrays, bare names as texts.
fn shape_schema(shape: Shape) -> Value {
    let text = json!({ "type": "string" });
    match shape {
        Shape::Text => text,
        Shape::Texts => json!({ "type": "array", "items": text }),
        Shape::Options => json!({ "type": "array", "items": { "$ref": "#/$defs/Option" } }),
        Shape::Pairs => json!({ "type": "array", "minItems": 2, "items": pair() }),
        Shape::Orders => {
            let order = json!({ "type": "array", "items": { "type": "integer", "minimum": 1 } });
            json!({ "type": "array", "items": order })
        }
        Shape::Level => json!({ "type": "integer", "minimum": 1, "maximum": 3 }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Form => json!({ "$ref": "#/$defs/Form" }),
        Shape::Code => pair(),
        Shape::Proof => json!({ "$ref": "#/$defs/Proof" }),
        Shape::Runner => json!({ "$ref": "#/$defs/Runner" }),
    }
}

fn shape_rust(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "String",
        Shape::Texts => "Vec<String>",
        Shape::Options => "Vec<Choice>",
        Shape::Pairs => "Vec<Pair>",
        Shape::Orders => "Vec<Vec<u8>>",
        Shape::Level => "u8",
        Shape::Flag => "bool",
        Shape::Form => "Form",
        Shape::Code => "(Language, String)",
        Shape::Proof => "Proof",
        Shape::Runner => "Runner",
    }
}

fn object<'a>(doc: &str, fields: impl Iterator<Item = &'a Field>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        let mut schema = shape_schema(field.shape);
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), field_doc(field.name).into());
        }
        properties.insert(field.name.to_owned(), schema);
        if field.required {
            required.push(Value::from(field.name));
        }
    }
    json!({
        "description": doc, "type": "object", "properties": properties, "required": required,
        "additionalProperties": false,
    })
}

fn kinds() -> impl Iterator<Item = (&'static str, Kind)> {
    KIND_NAMES.iter().filter_map(|name| Some((*name, kind_named(name)?)))
}

fn runners() -> Vec<&'static str> {
    let names = Runner::ALL.iter().map(|runner| runner.name());
    names.chain([super::proof::NO_RUNNER]).collect()
}

/// The format as JSON Schema (2020-12). RON's structs stand as objects, its
/// tuples as arrays, an enum's value as an object with one member named after
/// the variant.
#[must_use]
pub fn json_schema() -> Value {
    let mut defs = Map::new();
    let mut cards = Vec::new();
    for (name, kind) in kinds() {
        defs.insert(name.to_owned(), object(kind_doc(kind), fields_of(kind)));
        let reference = json!({ "$ref": format!("#/$defs/{name}") });
        cards.push(json!({
            "type": "object", "properties": { name: reference }, "required": [name],
            "additionalProperties": false,
        }));
    }
    defs.insert("Card".to_owned(), json!({ "oneOf": cards }));
    defs.insert("Proof".to_owned(), object("How a card's claim is executed.", PROOF.iter()));
    defs.insert("Runner".to_owned(), json!({ "enum": runners() }));
    defs.insert(
        "Form".to_owned(),
        json!({ "anyOf": [
            { "enum": ["Text", "Command", "Number"] },
            { "type": "object", "properties": { "Code": { "type": "string" } },
              "required": ["Code"], "additionalProperties": false },
        ] }),
    );
    defs.insert("Option".to_owned(), json!({ "anyOf": [{ "type": "string" }, pair()] }));
    let mut properties = Map::new();
    for name in FIELDS {
        let (doc, mut schema, _) = head_field(name);
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), doc.into());
        }
        properties.insert(name.to_owned(), schema);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Hippocache deck",
        "type": "object",
        "properties": properties,
        "required": NEEDED,
        "additionalProperties": false,
        "$defs": defs,
    })
}

/// A snippet for each kind of card and for a deck, as Visual Studio Code and
/// others read them: what must be there, with places to fill in.
#[must_use]
pub fn snippets() -> Value {
    let mut all = Map::new();
    let deck = [
        "#![enable(implicit_some)]",
        "Deck(",
        "    format: 1,",
        "    id: \"${1:id}\",",
        "    title: \"${2:Title}\",",
        "    area: ${3|Language,Framework,Database,Foundations|},",
        "    cards: [",
        "        $0",
        "    ],",
        ")",
    ];
    let body: Vec<Value> = deck.into_iter().map(Value::from).collect();
    all.insert(
        "Deck".to_owned(),
        json!({ "prefix": "deck", "body": body, "description": "A deck." }),
    );
    for (name, kind) in kinds() {
        let mut body = vec![format!("{name}(")];
        let mut number = 0;
        let wanted =
            |field: &&Field| field.required || matches!(field.name, "id" | "why" | "source");
        for field in fields_of(kind).filter(wanted) {
            body.push(format!("    {}: {},", field.name, place(field.shape, &mut number)));
        }
        body.push("),$0".to_owned());
        let snippet =
            json!({ "prefix": name.to_lowercase(), "body": body, "description": kind_doc(kind) });
        all.insert(name.to_owned(), snippet);
    }
    Value::Object(all)
}

/// What stands for a value in a snippet: places that the Tab key goes through.
fn place(shape: Shape, number: &mut u32) -> String {
    let mut next = || {
        *number += 1;
        format!("${{{number}}}")
    };
    match shape {
        Shape::Text => format!("\"{}\"", next()),
        Shape::Texts => format!("[\"{}\", \"{}\"]", next(), next()),
        Shape::Options => format!("[(\"{}\", \"{}\")]", next(), next()),
        Shape::Pairs => {
            format!("[(\"{}\", \"{}\"), (\"{}\", \"{}\")]", next(), next(), next(), next())
        }
        Shape::Code => format!(
            "(${{{}:Python}}, r#\"{}\"#)",
            {
                *number += 1;
                *number
            },
            {
                *number += 1;
                format!("${{{number}}}")
            }
        ),
        // No card must have these.
        Shape::Orders | Shape::Level | Shape::Flag | Shape::Form | Shape::Proof | Shape::Runner => {
            String::new()
        }
    }
}

/// The format as Rust types, for language servers that read those.
#[must_use]
pub fn rust_types() -> String {
    let mut out = String::from(
        "//! The format of Hippocache decks, for RON language servers. Made by\n\
         //! `hippocache schema --rust`; not part of any program.\n\n\
         use serde::Deserialize;\n\n\
         /// A deck.\n#[derive(Deserialize)]\npub struct Deck {\n",
    );
    for name in FIELDS {
        let (doc, _, rust) = head_field(name);
        field(&mut out, "    ", doc, name, rust, NEEDED.contains(&name), "pub ");
    }
    out.push_str("}\n\n");
    out.push_str("/// A card.\n#[derive(Deserialize)]\npub enum Card {\n");
    for (name, kind) in kinds() {
        let _ = write!(out, "    /// {}\n    {name} {{\n", kind_doc(kind));
        for Field { name, required, shape } in fields_of(kind) {
            field(&mut out, "        ", field_doc(name), name, shape_rust(*shape), *required, "");
        }
        out.push_str("    },\n");
    }
    out.push_str(
        "}\n\n/// How a card's claim is executed.\n#[derive(Deserialize)]\npub struct Proof {\n",
    );
    for Field { name, required, shape } in &PROOF {
        field(&mut out, "    ", field_doc(name), name, shape_rust(*shape), *required, "pub ");
    }
    out.push_str("}\n\n/// What executes proofs.\n#[derive(Deserialize)]\npub enum Runner {\n");
    for name in runners() {
        let _ = writeln!(out, "    {name},");
    }
    out.push_str(
        "}\n\n/// How what is typed is compared.\n#[derive(Deserialize)]\npub enum Form {\n    \
         Text,\n    Command,\n    Number,\n    Code(Language),\n}\n\n\
         /// `\"text\"` or `(\"text\", \"why\")`.\n#[derive(Deserialize)]\n#[serde(from = \
         \"String\")]\npub struct Choice(pub String);\n\n\
         /// Two texts in brackets.\n#[derive(Deserialize)]\n#[serde(from = \"(String, \
         String)\")]\npub struct Pair(pub String, pub String);\n\n\
         /// `Foundations`, `Language`, `Framework`, `Database`, or a text.\n\
         #[derive(Deserialize)]\n#[serde(from = \"String\")]\npub struct Area(pub String);\n\n\
         /// A bare name such as `Python`, or a text.\n#[derive(Deserialize)]\n#[serde(from = \
         \"String\")]\npub struct Language(pub String);\n",
    );
    out
}

fn field(
    out: &mut String,
    indent: &str,
    doc: &str,
    name: &str,
    rust: &str,
    is_needed: bool,
    public: &str,
) {
    let _ = writeln!(out, "{indent}/// {doc}");
    let is_open = is_needed || rust.starts_with("Option<");
    if !is_needed {
        let _ = writeln!(out, "{indent}#[serde(default)]");
    }
    let rust = if is_open || rust.starts_with("Vec<") || rust == "bool" {
        rust.to_owned()
    } else {
        format!("Option<{rust}>")
    };
    // The one name that Rust keeps for itself.
    let name = if name == "as" { "r#as" } else { name };
    let _ = writeln!(out, "{indent}{public}{name}: {rust},");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_described_and_nothing_else() {
        let schema = json_schema();
        for name in FIELDS {
            let (doc, schema, rust) = head_field(name);
            assert!(!doc.is_empty() && !schema.is_null() && !rust.is_empty(), "{name}");
        }
        for (name, kind) in kinds() {
            let def = &schema["$defs"][name];
            let told: Vec<&String> =
                def["properties"].as_object().into_iter().flat_map(Map::keys).collect();
            for field in fields_of(kind) {
                assert!(told.iter().any(|told| *told == field.name), "{name}.{}", field.name);
                assert!(!field_doc(field.name).is_empty(), "{name}.{}", field.name);
                let needed = def["required"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|needed| needed == field.name));
                assert_eq!(needed, field.required, "{name}.{}", field.name);
            }
            assert_eq!(told.len(), fields_of(kind).count(), "{name}");
        }
        for field in &PROOF {
            assert!(!field_doc(field.name).is_empty(), "{}", field.name);
        }
    }

    #[test]
    fn a_snippet_that_is_filled_in_is_a_card() {
        use crate::deck::raw::{RON, RawCard};
        for (name, _) in kinds() {
            let snippet = &snippets()[name];
            let lines: Vec<&str> = snippet["body"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let mut text = lines.join("\n");
            for number in 1..20 {
                text = text.replace(&format!("${{{number}}}"), "x");
                text = text.replace(&format!("${{{number}:Python}}"), "Python");
            }
            let text = text.trim_end_matches(",$0");
            let read = RON.from_str::<RawCard>(text);
            assert!(read.is_ok() && !text.contains('$'), "{text}: {:?}", read.err());
        }
    }

    /// What the reader takes, the description allows: each field that the reader
    /// knows is one that it does not complain of.
    #[test]
    fn the_reader_knows_what_is_described() {
        use crate::deck::raw::{RON, RawCard};
        let value = |shape: Shape| match shape {
            Shape::Text => "\"x\"",
            Shape::Texts | Shape::Options => "[\"x\", \"y\"]",
            Shape::Pairs => "[(\"a\", \"b\"), (\"c\", \"d\")]",
            Shape::Orders => "[[2, 1]]",
            Shape::Level => "2",
            Shape::Flag => "true",
            Shape::Form => "Number",
            Shape::Code => "(Python, \"x\")",
            Shape::Proof => "(on: Python, setup: \"x\", code: \"x\", prints: \"x\", fails: \"x\")",
            Shape::Runner => "Python",
        };
        for (name, kind) in kinds() {
            let fields: Vec<String> = fields_of(kind)
                .map(|field| format!("{}: {}", field.name, value(field.shape)))
                .collect();
            let text = format!("{name}({})", fields.join(", "));
            let read = RON.from_str::<RawCard>(&text);
            assert!(read.is_ok(), "{text}: {:?}", read.err());
        }
    }
}
