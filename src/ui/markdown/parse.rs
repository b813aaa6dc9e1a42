//! From Markdown to blocks that are ready to be laid out.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Look;
use super::inline::{Inline, Pen};

/// A block of text, in order from top to bottom.
#[derive(Debug, Clone)]
pub(super) enum Block {
    Paragraph(Inline),
    Heading { level: u8, text: Inline },
    Code { language: String, text: String },
    List { start: Option<u64>, items: Vec<Vec<Block>>, is_tight: bool },
    Quote(Vec<Block>),
    Table(Table),
    Image { name: String, alt: String },
    Rule,
}

#[derive(Debug, Clone)]
pub(super) struct Table {
    pub aligns: Vec<Alignment>,
    pub head: Vec<Inline>,
    pub rows: Vec<Vec<Inline>>,
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// Parses a whole text.
pub(super) fn parse(text: &str, look: Look) -> Vec<Block> {
    let mut reader = Reader { stack: vec![Open::new(Kind::Root)], pen: Pen::new(look) };
    for event in Parser::new_ext(text, options()) {
        reader.take(event);
    }
    reader.finish()
}

#[derive(Debug)]
enum Kind {
    Root,
    Quote,
    List(Option<u64>),
    Item,
    Code(String),
    Image(String),
    Table(Table),
    Cell,
}

/// A container whose end has not come yet.
#[derive(Debug)]
struct Open {
    kind: Kind,
    blocks: Vec<Block>,
    /// List items while in a list.
    items: Vec<Vec<Block>>,
    /// Cells while in a table.
    cells: Vec<Inline>,
    /// Text of code and images.
    text: String,
    /// A paragraph stood in an item: the list is loose.
    has_paragraphs: bool,
}

impl Open {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            blocks: Vec::new(),
            items: Vec::new(),
            cells: Vec::new(),
            text: String::new(),
            has_paragraphs: false,
        }
    }
}

struct Reader {
    /// Never empty: the root is closed only by `finish`.
    stack: Vec<Open>,
    pen: Pen,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match self.raw_text() {
                Some(raw) => raw.push_str(&text),
                None => self.pen.write(&text),
            },
            Event::Code(text) => match self.raw_text() {
                Some(raw) => raw.push_str(&text),
                None => self.pen.code(&text),
            },
            // HTML is not a feature of decks: the learner sees what was written.
            Event::Html(text) => {
                if !self.pen.is_empty() {
                    self.pen.write("\n");
                }
                self.pen.write(text.strip_suffix('\n').unwrap_or(&text));
            }
            Event::SoftBreak => match self.raw_text() {
                Some(raw) => raw.push(' '),
                None => self.pen.write(" "),
            },
            Event::HardBreak => self.pen.write("\n"),
            Event::Rule => self.push(Block::Rule),
            Event::InlineHtml(text) | Event::FootnoteReference(text) => self.pen.write(&text),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.pen.code(&text),
            Event::TaskListMarker(done) => self.pen.write(if done { "✓ " } else { "– " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                if let Some(open) = self.stack.last_mut() {
                    open.has_paragraphs = true;
                }
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.pen.heading = Some(depth(level));
            }
            Tag::BlockQuote(_) => {
                self.open(Kind::Quote);
                self.pen.quoted += 1;
            }
            Tag::CodeBlock(kind) => self.open(Kind::Code(match kind {
                CodeBlockKind::Fenced(info) => {
                    info.split([' ', ',']).next().unwrap_or_default().to_owned()
                }
                CodeBlockKind::Indented => String::new(),
            })),
            Tag::List(start) => self.open(Kind::List(start)),
            Tag::Item => self.open(Kind::Item),
            Tag::Table(aligns) => {
                self.open(Kind::Table(Table { aligns, head: Vec::new(), rows: Vec::new() }));
            }
            Tag::TableCell => self.open(Kind::Cell),
            Tag::Emphasis => self.pen.italic += 1,
            Tag::Strong | Tag::TableHead => self.pen.strong += 1,
            Tag::Strikethrough => self.pen.struck += 1,
            Tag::Link { dest_url, .. } => self.pen.start_link(&dest_url),
            Tag::Image { dest_url, .. } => self.open(Kind::Image(dest_url.to_string())),
            Tag::HtmlBlock
            | Tag::TableRow
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let text = self.pen.take();
                self.pen.heading = None;
                self.push(Block::Heading { level: depth(level), text });
            }
            TagEnd::Emphasis => self.pen.italic = self.pen.italic.saturating_sub(1),
            TagEnd::Strong => self.pen.strong = self.pen.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.pen.struck = self.pen.struck.saturating_sub(1),
            TagEnd::Link => self.pen.end_link(),
            TagEnd::TableHead => {
                self.pen.strong = self.pen.strong.saturating_sub(1);
                if let Some(Open { kind: Kind::Table(table), cells, .. }) = self.stack.last_mut() {
                    table.head = std::mem::take(cells);
                }
            }
            TagEnd::TableRow => {
                if let Some(Open { kind: Kind::Table(table), cells, .. }) = self.stack.last_mut() {
                    table.rows.push(std::mem::take(cells));
                }
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.close();
                self.pen.quoted = self.pen.quoted.saturating_sub(1);
            }
            TagEnd::CodeBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::TableCell
            | TagEnd::Image => self.close(),
            _ => {}
        }
    }

    /// Within code and images text is not for the pen.
    fn raw_text(&mut self) -> Option<&mut String> {
        match self.stack.last_mut() {
            Some(Open { kind: Kind::Code(_) | Kind::Image(_), text, .. }) => Some(text),
            _ => None,
        }
    }

    fn open(&mut self, kind: Kind) {
        self.flush();
        if matches!(kind, Kind::Cell) {
            self.pen.is_small = true;
        }
        self.stack.push(Open::new(kind));
    }

    fn close(&mut self) {
        if let Some(Open { kind: Kind::Cell, .. }) = self.stack.last() {
            let text = self.pen.take();
            self.pen.is_small = false;
            self.stack.pop();
            if let Some(parent) = self.stack.last_mut() {
                parent.cells.push(text);
            }
            return;
        }
        self.flush();
        if self.stack.len() < 2 {
            return;
        }
        let Some(open) = self.stack.pop() else { return };
        match open.kind {
            Kind::Quote => self.push(Block::Quote(open.blocks)),
            Kind::List(start) => {
                self.push(Block::List { start, items: open.items, is_tight: !open.has_paragraphs });
            }
            Kind::Item => {
                if let Some(list) = self.stack.last_mut() {
                    list.has_paragraphs |= open.has_paragraphs;
                    list.items.push(open.blocks);
                }
            }
            Kind::Code(language) => {
                let text = open.text.strip_suffix('\n').unwrap_or(&open.text).to_owned();
                self.push(Block::Code { language, text });
            }
            Kind::Image(name) => self.push(Block::Image { name, alt: open.text }),
            Kind::Table(table) => self.push(Block::Table(table)),
            Kind::Root | Kind::Cell => {}
        }
    }

    /// What the pen holds becomes a paragraph.
    fn flush(&mut self) {
        if !self.pen.is_empty() {
            let text = self.pen.take();
            self.push(Block::Paragraph(text));
        }
    }

    fn push(&mut self, block: Block) {
        if let Some(open) = self.stack.last_mut() {
            open.blocks.push(block);
        }
    }

    fn finish(mut self) -> Vec<Block> {
        while self.stack.len() > 1 {
            self.close();
        }
        self.flush();
        self.stack.pop().map(|root| root.blocks).unwrap_or_default()
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::panic, reason = "a test that meets the wrong block fails")]

    use super::*;
    use crate::ui::tokens::Tokens;

    fn read(text: &str) -> Vec<Block> {
        parse(text, Look::body(Tokens::theme(true)))
    }

    #[test]
    fn html_stays_the_text_it_is() {
        let blocks = read("a <b>bold</b> word\n\n<script>alert(1)</script>");
        let [Block::Paragraph(first), Block::Paragraph(second)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        assert_eq!(first.job.text, "a <b>bold</b> word");
        assert_eq!(second.job.text, "<script>alert(1)</script>");
    }

    #[test]
    fn fenced_code_keeps_indentation_braces_and_its_language() {
        let blocks = read("Look:\n\n```rust ignore\n    fn f() {\n        1\n\n    }\n\n```");
        let [_, Block::Code { language, text }] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert_eq!(language, "rust");
        assert_eq!(text, "    fn f() {\n        1\n\n    }\n");
    }

    #[test]
    fn lists_nest_and_know_where_they_start() {
        let blocks = read("3. three\n4. four\n   - inner\n");
        let [Block::List { start, items, is_tight }] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        assert_eq!((*start, items.len(), *is_tight), (Some(3), 2, true));
        assert!(matches!(items[1].as_slice(), [Block::Paragraph(_), Block::List { .. }]));
    }

    #[test]
    fn only_web_addresses_become_links() {
        let blocks = read("[a](https://a.example) [b](javascript:alert(1)) [c](file:///etc)");
        let [Block::Paragraph(line)] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert_eq!(line.job.text, "a b c");
        let addresses: Vec<_> = line.links.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(addresses, ["https://a.example"]);
    }

    #[test]
    fn tables_keep_their_cells() {
        let blocks = read("| a | b |\n|---|--:|\n| `1` | **2** |\n| 3 |");
        let [Block::Table(table)] = blocks.as_slice() else { panic!("{blocks:?}") };
        let row: Vec<_> = table.rows[0].iter().map(|cell| cell.job.text.as_str()).collect();
        assert_eq!(row, ["1", "2"]);
        assert_eq!(table.head.len(), 2);
        assert_eq!(table.rows.len(), 2);
    }

    #[test]
    fn an_image_keeps_its_name_and_alternative() {
        let blocks = read("![a tree](tree.png)");
        let [Block::Image { name, alt }] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert_eq!((name.as_str(), alt.as_str()), ("tree.png", "a tree"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "[-`*_#>|\\[\\]()!<>a-z0-9 \n~\\\\]{0,200}") {
            for block in read(&text) {
                if let Block::Paragraph(line) = block {
                    line.job.debug_sanity_check();
                }
            }
        }
    }
}
