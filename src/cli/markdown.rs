//! Markdown on a terminal: bold, code and lists, wrapped to the width.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Effects, Style};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Inline code and code blocks.
const CODE: Style = AnsiColor::Cyan.on_default();
/// Strong words.
const STRONG: Style = Style::new().effects(Effects::BOLD);
/// Emphasised words.
const EMPHASIS: Style = Style::new().effects(Effects::ITALIC);

/// Renders Markdown for a terminal `width` columns wide. Without `styled` the
/// result holds no escape sequences.
#[must_use]
pub fn render(markdown: &str, width: usize, styled: bool) -> String {
    let mut writer = Writer { out: String::new(), line: String::new(), width, styled, indent: 0 };
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut code_block = false;
    let mut cells = 0_usize;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) if code_block => {
                for line in text.lines() {
                    writer.verbatim(line);
                }
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                writer.line.push_str(&text);
            }
            Event::Code(code) => {
                let code = if styled { code.to_string() } else { format!("`{code}`") };
                writer.styled(CODE, &code);
            }
            Event::SoftBreak => writer.line.push(' '),
            Event::Start(Tag::Strong) => writer.open(STRONG),
            Event::End(TagEnd::Strong) => writer.close(STRONG),
            Event::Start(Tag::Emphasis) => writer.open(EMPHASIS),
            Event::End(TagEnd::Emphasis) => writer.close(EMPHASIS),
            Event::Start(Tag::CodeBlock(_)) => {
                writer.flush();
                code_block = true;
            }
            Event::End(TagEnd::CodeBlock) => code_block = false,
            Event::Start(Tag::List(start)) => {
                writer.flush();
                lists.push(start);
            }
            Event::End(TagEnd::List(_)) => {
                lists.pop();
            }
            Event::Start(Tag::Item) => {
                writer.indent = lists.len().saturating_sub(1) * 2;
                let marker = match lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                };
                writer.line.push_str(&marker);
            }
            Event::End(TagEnd::Item) => {
                writer.flush();
                writer.indent = 0;
            }
            Event::Start(Tag::TableCell) => {
                if cells > 0 {
                    writer.line.push_str(" | ");
                }
                cells += 1;
            }
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                cells = 0;
                writer.flush();
            }
            Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => {
                writer.flush();
            }
            Event::Rule => writer.verbatim("—"),
            _ => {}
        }
    }
    writer.flush();
    writer.out.truncate(writer.out.trim_end().len());
    writer.out
}

struct Writer {
    out: String,
    line: String,
    width: usize,
    styled: bool,
    indent: usize,
}

impl Writer {
    fn open(&mut self, style: Style) {
        if self.styled {
            self.line.push_str(&style.render().to_string());
        }
    }

    fn close(&mut self, style: Style) {
        if self.styled {
            self.line.push_str(&style.render_reset().to_string());
        }
    }

    fn styled(&mut self, style: Style, text: &str) {
        self.open(style);
        self.line.push_str(text);
        self.close(style);
    }

    fn verbatim(&mut self, line: &str) {
        self.flush();
        self.out.push_str("    ");
        if self.styled {
            let _ = write!(self.out, "{CODE}{line}{CODE:#}");
        } else {
            self.out.push_str(line);
        }
        self.out.push('\n');
    }

    fn flush(&mut self) {
        if self.line.trim().is_empty() {
            self.line.clear();
            return;
        }
        let indent = " ".repeat(self.indent);
        let further = format!("{indent}  ");
        let listed = self.line.starts_with("• ")
            || self.line.split_once(". ").is_some_and(|(number, _)| number.parse::<u64>().is_ok());
        let options = textwrap::Options::new(self.width.max(20))
            .initial_indent(&indent)
            .subsequent_indent(if listed { &further } else { &indent });
        self.out.push_str(&textwrap::fill(&self.line, options));
        self.out.push('\n');
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_code_as_it_is_written() {
        let text = render("Run `SET a 1` **now**:\n\n```python\nif x:\n    y()\n```", 60, false);
        assert_eq!(text, "Run `SET a 1` now:\n    if x:\n        y()");
    }

    #[test]
    fn lists_hang_under_their_marker() {
        let text = render("1. one two three four five six\n2. two", 20, false);
        assert_eq!(text, "1. one two three\n  four five six\n2. two");
    }
}
