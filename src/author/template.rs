//! The text of a new deck.

use crate::deck::{Area, Draft};

/// A deck of one's own: its head, and the first card when there is one.
#[must_use]
pub fn bare(id: &str, title: &str, area: &Area, first: Option<&Draft>) -> String {
    let cards =
        first.map_or_else(String::new, |card| format!("        {},\n", card.write_at("        ")));
    format!("{}    cards: [\n{cards}    ],\n)\n", head(id, title, area))
}

fn head(id: &str, title: &str, area: &Area) -> String {
    format!(
        "#![enable(implicit_some)]\nDeck(\n    format: 1,\n    id: {},\n    title: {},\n    area: \
         {},\n",
        quoted(id),
        quoted(title),
        area_text(area)
    )
}

fn quoted(text: &str) -> String {
    crate::deck::quoted(text)
}

fn area_text(area: &Area) -> String {
    match area {
        Area::Foundations => "Foundations".to_owned(),
        Area::Language => "Language".to_owned(),
        Area::Framework => "Framework".to_owned(),
        Area::Database => "Database".to_owned(),
        Area::Other(name) => quoted(name),
    }
}

/// A deck with a comment on everything and a card of each kind, to be written
/// over.
#[must_use]
pub fn template(id: &str, title: &str, area: &Area) -> String {
    let head = head(id, title, area)
        .replace("    id: ", "    // Progress is kept under the id: it never changes.\n    id: ")
        .replace(
            "    area: ",
            "    // Foundations, Language, Framework, Database, or a name of your own: \
             \"Networking\".\n    area: ",
        );
    format!("{head}{REST}")
}

/// What follows the head. True cards, so that the deck can be studied at once.
const REST: &str = r##"    about: "What this deck teaches, in a sentence or two.",
    // What the answers hold for, who wrote it, under which licence.
    version: "1.1",
    authors: ["You"],
    license: "CC-BY-4.0",
    // What there is to know; a card names its point.
    syllabus: [
        ("methods", "Methods and what they promise"),
        ("statuses", "What status codes say"),
    ],
    cards: [
        // Tick what is right. An option is a text, or a text with its reason.
        Choice(
            id: "lost-response",
            ask: "A request times out and nobody knows whether it arrived. Which method may simply be sent again?",
            right: [("`PUT`", "Twice leaves the server as once does.")],
            wrong: [
                ("`POST`", "Twice may create two."),
                ("`PATCH`", "A patch may say 'add one'."),
            ],
            why: "`PUT` is idempotent: its effect is the same however often it is sent.",
            source: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2",
            point: "methods",
            level: 1,
        ),
        // Recall, turn over, grade yourself. `reversed: true` asks both ways.
        Flip(
            id: "safe-method",
            front: "What does *safe* mean for an HTTP method?",
            back: "The client asks for no change: it only reads.",
            why: "A crawler may follow any link, since `GET` is safe.",
            source: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1",
            point: "methods",
            level: 1,
        ),
        // A gap is {{answer}} or {{answer::hint}}; all gaps are asked together.
        Cloze(
            id: "conditional-request",
            text: "`If-None-Match` carries an {{ETag::header}}; when nothing has changed, the server answers {{304::status}}.",
            why: "The client keeps what it has, and no body is sent.",
            source: "https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2",
            point: "statuses",
            level: 2,
        ),
        // Type the answer. `as` may be Text, Command, Number or Code(Python).
        Typed(
            id: "too-many-requests",
            ask: "Which status code tells a client that it asks too often?",
            accept: ["429"],
            as: Number,
            why: "With `Retry-After` it also says how long to wait.",
            source: "https://www.rfc-editor.org/rfc/rfc6585#section-4",
            point: "statuses",
            hints: ["It is no part of the first list of codes: it came later."],
            level: 2,
        ),
        // What does this print? Without `wrong` the learner types it.
        Output(
            id: "quoted-path",
            code: (Python, r#"from urllib.parse import quote
print(quote("a b/c"))"#),
            prints: "a%20b/c",
            wrong: [
                ("a+b/c", "A plus stands for a blank in forms, which `quote_plus` writes."),
                ("a%20b%2Fc", "`/` is left alone unless `safe` says otherwise."),
            ],
            why: "`quote` is made for paths: it keeps the slash.",
            source: "https://docs.python.org/3/library/urllib.parse.html#urllib.parse.quote",
            point: "methods",
            level: 3,
        ),
        // Put into order. `decoys` stay out; `also: [[2, 1, 3]]` lists further orders.
        Order(
            id: "tls-before-http",
            ask: "A browser opens `https://example.org` for the first time. What happens in which order?",
            steps: ["The name is resolved", "A TCP connection is opened", "TLS is negotiated", "`GET /` is sent"],
            why: "The path is part of the request, so nobody on the way reads it.",
            source: "https://www.rfc-editor.org/rfc/rfc9110#section-4.3.3",
            point: "methods",
            level: 2,
        ),
        // Join the pairs. Each side may stand only once.
        Match(
            id: "who-is-at-fault",
            ask: "What does each answer say?",
            pairs: [
                ("`401`", "I don't know who you are"),
                ("`403`", "I know you, and no"),
                ("`503`", "Come back later"),
            ],
            why: "401 asks for credentials; 403 says that none would help.",
            source: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2",
            point: "statuses",
            level: 1,
        ),
    ],
)
"##;

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing setup should fail the test")]

    use super::*;
    use crate::deck::{self, CheckScope, Kind};

    fn checked(text: &str) -> (usize, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        std::fs::write(&file, text).unwrap();
        let report = deck::check(&CheckScope { paths: vec![file], ..CheckScope::default() });
        (report.cards, report.faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_template_has_a_good_card_of_each_kind() {
        let text = template("http", "HTTP \"by hand\"", &Area::Other("Net\\working".into()));
        assert_eq!(checked(&text), (7, Vec::new()));
        let parsed = deck::parse(&text, std::path::Path::new("a.ron"));
        let kinds: Vec<Kind> = parsed.cards.iter().map(|card| card.body.kind()).collect();
        let all = [
            Kind::Choice,
            Kind::Flip,
            Kind::Cloze,
            Kind::Typed,
            Kind::Output,
            Kind::Order,
            Kind::Match,
        ];
        assert_eq!(kinds, all);
        assert_eq!(parsed.head.unwrap().title, "HTTP \"by hand\"");
    }

    #[test]
    fn a_bare_deck_is_whole_with_and_without_a_card() {
        let warning = |faults: &[String]| faults.iter().all(|fault| fault.contains("no-cards"));
        let (cards, faults) = checked(&bare("a", "A", &Area::Database, None));
        assert!(cards == 0 && warning(&faults), "{faults:?}");
        let text = "Flip(id: \"x\", front: \"a\\nb\", back: \"c\", why: \"w\", source: \"https://a.org/b\")";
        let draft = Draft::read(text).unwrap();
        let text = bare("a", "A", &Area::Database, Some(&draft));
        assert_eq!(checked(&text), (1, Vec::new()), "{text}");
        let parsed = deck::parse(&text, std::path::Path::new("a.ron"));
        assert_eq!(Some(&parsed.cards[0]), draft.card().as_ref(), "{text}");
    }
}
