//! What is right about a card, apart from how it is put: two cards with the same
//! key ask for the same answer.

use xxhash_rust::xxh3::Xxh3;

use super::model::{Body, Card, Choice, ClozePart, Form, Side};
use super::words::plain;

impl Card {
    /// A number that stands for the right answer of this side. It stays the same
    /// when only marks, blanks, or an order that means nothing change, and when
    /// the question, wrong options or reasons do.
    #[must_use]
    pub fn answer_key(&self, side: Side) -> u64 {
        let mut hash = Xxh3::new();
        for part in self.answers(side) {
            for word in part.split_whitespace() {
                hash.update(word.as_bytes());
                hash.update(b" ");
            }
            hash.update(&[0]);
        }
        hash.digest()
    }

    /// The right answer of this side in plain words.
    #[must_use]
    pub fn answer_text(&self, side: Side) -> String {
        let parts = match (&self.body, side) {
            // As they stand, not as they compare.
            (Body::Choice { right, .. }, _) => right.iter().map(|one| plain(&one.text)).collect(),
            (Body::Match { pairs, .. }, _) => pairs.iter().map(joined).collect(),
            (Body::Typed { accept, .. }, _) => accept.clone(),
            _ => self.answers(side),
        };
        parts.join("\n")
    }

    /// What must be given, part by part, in an order that depends on nothing but
    /// the answer.
    fn answers(&self, side: Side) -> Vec<String> {
        match &self.body {
            Body::Choice { right, .. } => sorted(right.iter().map(text)),
            Body::Flip { front, back, .. } => {
                vec![plain(if side == Side::Forward { back } else { front })]
            }
            Body::Cloze { parts } => parts
                .iter()
                .filter_map(|part| match part {
                    ClozePart::Gap { answer, .. } => Some(answer.clone()),
                    ClozePart::Text(_) => None,
                })
                .collect(),
            // The first form is the one shown; which others count as well is
            // another answer only if forms go or come.
            Body::Typed { accept, form, .. } => {
                let mut parts = vec![match form {
                    Form::Text => "text".to_owned(),
                    Form::Command => "command".to_owned(),
                    Form::Code(language) => format!("code {language}"),
                    Form::Number => "number".to_owned(),
                }];
                parts.extend(sorted(accept.iter().cloned()));
                parts
            }
            // Lines of what is printed are part of it.
            Body::Output { prints, .. } => {
                prints.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()
            }
            Body::Order { steps, also, .. } => {
                let mut parts: Vec<String> = steps.iter().map(|step| plain(step)).collect();
                let orders = also.iter().map(|order| format!("{order:?}"));
                parts.extend(sorted(orders));
                parts
            }
            Body::Match { pairs, .. } => sorted(pairs.iter().map(joined)),
        }
    }
}

fn text(choice: &Choice) -> String {
    plain(&choice.text)
}

fn joined((left, right): &(String, String)) -> String {
    format!("{} → {}", plain(left), plain(right))
}

fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort_unstable();
    texts
}

#[cfg(test)]
mod tests {
    use super::Side::{Forward, Reversed};
    use crate::deck::parse::parse_card;

    fn key(card: &str) -> u64 {
        parse_card(card).map_or(0, |card| card.answer_key(Forward))
    }

    #[test]
    fn what_is_put_otherwise_is_the_same_answer() {
        for (a, b) in [
            (
                r#"Choice(ask: "A?", right: ["`SET`", "GET"], wrong: ["x"])"#,
                r#"Choice(ask: "B?", right: [("GET", "why"), "SET"], wrong: ["y", "z"], why: "w")"#,
            ),
            (r#"Flip(front: "A", back: "the *end*")"#, r#"Flip(front: "B", back: "the  end")"#),
            (r#"Cloze(text: "A {{b::hint}} c")"#, r#"Cloze(text: "The {{b}}.")"#),
            (
                r#"Typed(ask: "A", accept: ["x", "y"])"#,
                r#"Typed(ask: "B", accept: ["y", "x"], hints: ["h"])"#,
            ),
            (
                r#"Output(code: (Python, "print(1)"), prints: "1\n")"#,
                r#"Output(code: (Ruby, "puts 1"), prints: "1", wrong: ["2"])"#,
            ),
            (
                r#"Match(ask: "A", pairs: [("a", "1"), ("b", "2")])"#,
                r#"Match(ask: "B", pairs: [("b", "`2`"), ("a", "1")])"#,
            ),
            (
                r#"Order(ask: "A", steps: ["a", "b"])"#,
                r#"Order(ask: "B", steps: ["a", "*b*"], decoys: ["c"])"#,
            ),
        ] {
            assert_eq!(key(a), key(b), "{a}\n{b}");
            assert_ne!(key(a), 0);
        }
    }

    #[test]
    fn another_answer_has_another_key() {
        for (a, b) in [
            (
                r#"Choice(ask: "A?", right: ["SET"], wrong: ["GET"])"#,
                r#"Choice(ask: "A?", right: ["GET"], wrong: ["SET"])"#,
            ),
            (r#"Flip(front: "A", back: "x")"#, r#"Flip(front: "A", back: "y")"#),
            (r#"Cloze(text: "{{a}} b")"#, r#"Cloze(text: "a {{b}}")"#),
            (r#"Typed(ask: "A", accept: ["1"])"#, r#"Typed(ask: "A", accept: ["1"], as: Number)"#),
            (
                r#"Output(code: (Python, "f()"), prints: "1\n2")"#,
                r#"Output(code: (Python, "f()"), prints: "1 2")"#,
            ),
            (
                r#"Order(ask: "A", steps: ["a", "b"])"#,
                r#"Order(ask: "A", steps: ["a", "b"], also: [[2, 1]])"#,
            ),
            (
                r#"Match(ask: "A", pairs: [("a", "1"), ("b", "2")])"#,
                r#"Match(ask: "A", pairs: [("a", "2"), ("b", "1")])"#,
            ),
        ] {
            assert_ne!(key(a), key(b), "{a}\n{b}");
        }
    }

    #[test]
    fn each_side_of_a_card_has_its_own_answer() {
        let card = parse_card(r#"Flip(front: "A", back: "B", reversed: true)"#);
        let keys = card.map(|card| (card.answer_key(Forward), card.answer_key(Reversed)));
        let turned = parse_card(r#"Flip(front: "B", back: "A", reversed: true)"#);
        let turned = turned.map(|card| (card.answer_key(Reversed), card.answer_key(Forward)));
        assert_eq!(keys, turned);
        assert!(keys.is_some_and(|(forward, reversed)| forward != reversed));
    }
}
