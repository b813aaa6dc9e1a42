//! Putting answers into programs, and taking Markdown off answers.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// Puts values in the place of `{{name}}`. One pass: what was put in is not
/// looked at again, and every other `{{…}}` stays as it is, since templates
/// are written with the same braces.
pub(super) fn fill(text: &str, values: &[(String, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let value = values.iter().find_map(|(name, value)| {
            let after = from.strip_prefix("{{")?.strip_prefix(name.as_str())?;
            Some((value, after.strip_prefix("}}")?))
        });
        if let Some((value, after)) = value {
            out.push_str(value);
            rest = after;
        } else {
            // One brace only: `{{{answer}}}` holds a placeholder, too.
            out.push('{');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// Whether `{{name}}` stands in the text.
pub(super) fn has(text: &str, name: &str) -> bool {
    text.contains(&format!("{{{{{name}}}}}"))
}

/// The numbers of all `{{1}}`, `{{2}}` … in the text.
pub(super) fn numbers(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for piece in text.split("{{").skip(1) {
        let digits = piece.split("}}").next().filter(|_| piece.contains("}}"));
        let digits = digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        found.extend(digits.and_then(|digits| digits.parse::<usize>().ok()));
    }
    found
}

/// A Markdown text as its reader sees it, without emphasis and code marks.
/// Unlike in [`crate::deck::plain`], lists, headings and quotes are kept as they
/// are written: a program may be all about `# a comment` or `- 1`.
pub(super) fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Paragraph | Tag::CodeBlock(_))
                if !out.is_empty() && !out.ends_with('\n') =>
            {
                out.push('\n');
            }
            Event::Start(
                Tag::Heading { .. }
                | Tag::List(_)
                | Tag::BlockQuote(_)
                | Tag::HtmlBlock
                | Tag::MetadataBlock(_),
            )
            | Event::Rule => return markdown.trim().replace('`', ""),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            _ => {}
        }
    }
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// The texts of all fenced code blocks.
pub(super) fn fenced(markdown: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut inside = false;
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                inside = true;
                blocks.push(String::new());
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => {
                if let Some(block) = blocks.last_mut() {
                    block.push_str(&text);
                }
            }
            _ => {}
        }
    }
    blocks
}
