//! Cards as they are written: what `ron` reads, before anything is asked of
//! the values.

use std::sync::LazyLock;

use ron::extensions::Extensions;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::model::Kind;

/// How values are read: `Some(…)` may be left out, nesting is limited.
pub(super) static RON: LazyLock<ron::Options> = LazyLock::new(|| {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_recursion_limit(MAX_DEPTH * 2)
});

/// How deep brackets may nest in a deck.
pub(super) const MAX_DEPTH: usize = 64;

/// One field of a card, for those who explain what is missing.
#[derive(Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub required: bool,
    pub shape: Shape,
}

/// What a field holds, in the words of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Texts,
    Options,
    Pairs,
    Orders,
    Level,
    Flag,
    Form,
    Code,
    Proof,
    Runner,
}

/// What every card may carry.
#[derive(Debug, Default)]
pub(super) struct RawNotes {
    pub id: Option<String>,
    pub why: Option<String>,
    pub source: Option<String>,
    pub tags: Vec<String>,
    pub level: Option<i64>,
    pub hints: Vec<String>,
    pub group: Option<String>,
    pub point: Option<String>,
    pub proof: Option<RawProof>,
    pub was: Vec<String>,
}

const COMMON: [Field; 10] = [
    Field { name: "id", required: false, shape: Shape::Text },
    Field { name: "why", required: false, shape: Shape::Text },
    Field { name: "source", required: false, shape: Shape::Text },
    Field { name: "tags", required: false, shape: Shape::Texts },
    Field { name: "level", required: false, shape: Shape::Level },
    Field { name: "hints", required: false, shape: Shape::Texts },
    Field { name: "group", required: false, shape: Shape::Text },
    Field { name: "point", required: false, shape: Shape::Text },
    Field { name: "proof", required: false, shape: Shape::Proof },
    Field { name: "was", required: false, shape: Shape::Texts },
];

/// What a proof may say.
pub(super) const PROOF: [Field; 5] = [
    Field { name: "on", required: true, shape: Shape::Runner },
    Field { name: "setup", required: false, shape: Shape::Text },
    Field { name: "code", required: false, shape: Shape::Text },
    Field { name: "prints", required: false, shape: Shape::Text },
    Field { name: "fails", required: false, shape: Shape::Text },
];

// serde can't flatten and refuse unknown fields at once, so the shared fields
// are spelled into every kind here.
macro_rules! kinds {
    ($($kind:ident {
        $($need:ident: $need_type:ty = $need_shape:ident,)*
        ; $($may:ident $(as $name:literal)?: $may_type:ty = $may_shape:ident,)*
    })+) => {
        /// A card as written.
        #[derive(Debug, Deserialize)]
        #[serde(rename = "card", deny_unknown_fields)]
        pub(super) enum RawCard {
            $($kind {
                $($need: $need_type,)*
                $(#[serde(default $(, rename = $name)?)] $may: $may_type,)*
                #[serde(default)] id: Option<String>,
                #[serde(default)] why: Option<String>,
                #[serde(default)] source: Option<String>,
                #[serde(default)] tags: Vec<String>,
                #[serde(default)] level: Option<i64>,
                #[serde(default)] hints: Vec<String>,
                #[serde(default)] group: Option<String>,
                #[serde(default)] point: Option<String>,
                #[serde(default)] proof: Option<RawProof>,
                #[serde(default)] was: Vec<String>,
            },)+
        }

        impl RawCard {
            /// Takes out what is common to all kinds.
            pub fn take_notes(&mut self) -> RawNotes {
                match self {
                    $(Self::$kind { id, why, source, tags, level, hints, group, point, proof, was, .. } => RawNotes {
                        id: id.take(),
                        why: why.take(),
                        source: source.take(),
                        tags: std::mem::take(tags),
                        level: level.take(),
                        hints: std::mem::take(hints),
                        group: group.take(),
                        point: point.take(),
                        proof: proof.take(),
                        was: std::mem::take(was),
                    },)+
                }
            }
        }

        /// The kinds' names as they are written.
        pub(super) const KIND_NAMES: &[&str] = &[$(stringify!($kind),)+];

        /// The kind of this name.
        pub(super) fn kind_named(name: &str) -> Option<Kind> {
            match name {
                $(stringify!($kind) => Some(Kind::$kind),)+
                _ => None,
            }
        }

        /// A kind's own fields, then those that all kinds share.
        pub(super) fn fields_of(kind: Kind) -> impl Iterator<Item = &'static Field> {
            let own: &'static [Field] = match kind {
                $(Kind::$kind => &[
                    $(Field { name: stringify!($need), required: true, shape: Shape::$need_shape },)*
                    $(Field {
                        name: kinds!(@name $may $($name)?),
                        required: false,
                        shape: Shape::$may_shape,
                    },)*
                ],)+
            };
            own.iter().chain(&COMMON)
        }
    };
    (@name $field:ident $name:literal) => { $name };
    (@name $field:ident) => { stringify!($field) };
}

kinds! {
    Choice {
        ask: String = Text, right: Vec<RawOption> = Options, wrong: Vec<RawOption> = Options,
        ;
    }
    Flip {
        front: String = Text, back: String = Text,
        ; reversed: bool = Flag,
    }
    Cloze {
        text: String = Text,
        ;
    }
    Typed {
        ask: String = Text, accept: Vec<String> = Texts,
        ; form as "as": RawForm = Form,
    }
    Output {
        code: (Name, String) = Code, prints: String = Text,
        ; wrong: Vec<RawOption> = Options, ask: Option<String> = Text,
    }
    Order {
        ask: String = Text, steps: Vec<String> = Texts,
        ; decoys: Vec<String> = Texts, also: Vec<Vec<i64>> = Orders,
    }
    Match {
        ask: String = Text, pairs: Vec<(String, String)> = Pairs,
        ;
    }
}

/// `"text"` or `("text", "why")`.
#[derive(Debug, Default)]
pub(super) struct RawOption {
    pub text: String,
    pub why: Option<String>,
}

impl<'de> Deserialize<'de> for RawOption {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = RawOption;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or `(text, why)`")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<RawOption, E> {
                self.visit_string(text.to_owned())
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<RawOption, E> {
                Ok(RawOption { text, why: None })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawOption, A::Error> {
                let Some(text) = seq.next_element()? else {
                    return Err(de::Error::invalid_length(0, &self));
                };
                let why = seq.next_element()?;
                if seq.next_element::<String>()?.is_some() {
                    return Err(de::Error::invalid_length(3, &self));
                }
                Ok(RawOption { text, why })
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// How a card's claim is executed, as written.
#[derive(Debug, Deserialize)]
#[serde(rename = "Proof", deny_unknown_fields)]
pub(super) struct RawProof {
    pub on: Name,
    #[serde(default)]
    pub setup: Option<String>,
    #[serde(default)]
    pub code: Option<String>,
    #[serde(default)]
    pub prints: Option<String>,
    #[serde(default)]
    pub fails: Option<String>,
}

/// How a typed answer is compared, as written.
#[derive(Debug, Default, Deserialize)]
pub(super) enum RawForm {
    #[default]
    Text,
    Command,
    Code(Name),
    Number,
}

/// A language: a bare name or a text.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Name(pub String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&ron::value::RawValue>::deserialize(deserializer)?.get_ron().trim();
        name(raw).map(Self).ok_or_else(|| {
            de::Error::custom("a language is a bare name such as `Python`, or a text")
        })
    }
}

/// The text of a bare name or of a string.
pub(super) fn name(raw: &str) -> Option<String> {
    let bare = raw.strip_prefix("r#").unwrap_or(raw);
    let is_bare = bare.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && bare.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_bare {
        return Some(bare.to_owned());
    }
    let text: String = RON.from_str(raw).ok()?;
    (!text.trim().is_empty()).then_some(text)
}
