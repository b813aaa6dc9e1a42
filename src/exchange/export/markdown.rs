//! A deck as Markdown.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Options, Parser};

use super::{Answer, Sheet};
use crate::deck::{Card, DeckHead};

/// A deck as Markdown: questions as headings, answers beneath them.
#[must_use]
pub fn markdown(head: &DeckHead, cards: &[Card]) -> String {
    let mut out = format!("# {}\n", safe(&head.title));
    if !head.about.is_empty() {
        let _ = write!(out, "\n{}\n", safe(&head.about));
    }
    let mut about = Vec::new();
    if !head.version.is_empty() {
        about.push(format!("Version: {}", head.version));
    }
    if !head.authors.is_empty() {
        about.push(format!("Authors: {}", head.authors.join(", ")));
    }
    if !head.license.is_empty() {
        about.push(format!("Licence: {}", head.license));
    }
    if !about.is_empty() {
        let _ = write!(out, "\n{}\n", safe(&about.join(" · ")));
    }
    for (number, card) in cards.iter().enumerate() {
        let sheet = Sheet::of(card);
        let _ = write!(out, "\n---\n\n## {}\n\n{}\n", number + 1, safe(&sheet.ask));
        if let Some(code) = sheet.code {
            fence(&mut out, &code.language, &code.text);
        }
        answer(&mut out, &sheet.answer);
        if let Some(why) = &card.notes.why {
            let _ = write!(out, "\n{}\n", safe(why));
        }
        if let Some(source) = &card.notes.source {
            let _ = write!(out, "\n<{source}>\n");
        }
    }
    out
}

fn answer(out: &mut String, answer: &Answer<'_>) {
    out.push('\n');
    match answer {
        Answer::Options(options) => {
            for (choice, is_right) in options {
                item(out, if *is_right { "- [x] " } else { "- [ ] " }, &choice.text);
                if let Some(why) = &choice.why {
                    let _ = writeln!(out, "  <br>{}", within(&safe(why), 2));
                }
            }
        }
        Answer::Text(text) => {
            let _ = writeln!(out, "> {}", safe(text).replace('\n', "\n> "));
        }
        Answer::Verbatim(forms) => {
            for (at, form) in forms.iter().enumerate() {
                if at == 1 {
                    out.push_str("\nAlso accepted:\n");
                }
                fence(out, "", form);
            }
        }
        Answer::Steps(steps, decoys) => {
            for (at, step) in steps.iter().enumerate() {
                item(out, &format!("{}. ", at + 1), step);
            }
            if !decoys.is_empty() {
                out.push_str("\nNot among them:\n\n");
                decoys.iter().for_each(|decoy| item(out, "- ", decoy));
            }
        }
        Answer::Pairs(pairs) => {
            out.push_str("| | |\n|---|---|\n");
            for (left, right) in *pairs {
                let cell = |text: &str| safe(text).replace('|', "\\|").replace('\n', " ");
                let _ = writeln!(out, "| {} | {} |", cell(left), cell(right));
            }
        }
        Answer::Gaps(gaps) => {
            for (at, gap) in gaps.iter().enumerate() {
                item(out, &format!("{}. ", at + 1), gap);
            }
        }
    }
}

fn item(out: &mut String, mark: &str, text: &str) {
    let _ = writeln!(out, "{mark}{}", within(&safe(text), mark.len()));
}

/// Further lines belong to the item.
fn within(text: &str, indent: usize) -> String {
    text.trim_end().replace('\n', &format!("\n{}", " ".repeat(indent)))
}

/// A block of code whose fence is longer than any in it.
fn fence(out: &mut String, language: &str, text: &str) {
    let mut longest = 2;
    for run in text.split(|c| c != '`') {
        longest = longest.max(run.len());
    }
    let fence = "`".repeat(longest + 1);
    let language = language.to_lowercase();
    let _ = write!(out, "\n{fence}{language}\n{}\n{fence}\n", text.trim_end_matches('\n'));
}

/// Cards know no HTML: what looks like a tag is a word, and stays one in other
/// readers of Markdown.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        if !matches!(event, Event::Html(_) | Event::InlineHtml(_)) || range.start < from {
            continue;
        }
        out.push_str(text.get(from..range.start).unwrap_or_default());
        let tag = text.get(range.clone()).unwrap_or_default();
        out.push_str(&tag.replace('<', "\\<"));
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
