//! A changed card written over its old text: what did not change stays as it was
//! typed, comments and all.

use std::ops::Range;

use super::draft::Draft;
use super::sequence::{Sequence, Splice, Style};
use super::write::{Item, Layout, Written};
use crate::deck::tree::{self, Member, Value};

impl Draft {
    /// The card's text in the place of `old`, laid out as cards are where it
    /// stands. Fields that say the same stay byte for byte. `None` when what
    /// would be written does not read back as this card.
    pub(super) fn write_over(&self, old: &str, layout: &Layout) -> Option<String> {
        let fits = |text: &String| Self::read(text).is_some_and(|read| read.same(self));
        let before = Self::read(old).filter(|before| before.kind() == self.kind());
        let patched = before.and_then(|before| self.patched(&before, old, layout));
        patched.filter(fits).or_else(|| Some(self.write_in(layout)).filter(fits))
    }

    /// Field by field.
    fn patched(&self, before: &Self, old: &str, layout: &Layout) -> Option<String> {
        let (was, is) = (before.fields(), self.fields());
        let value = |fields: &[(&str, Written)], name: &str| {
            fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.clone())
        };
        let mut text = old.to_owned();
        for (name, _) in &was {
            if value(&is, name).is_none() {
                text = Card::read(&text)?.remove(name)?;
            }
        }
        for (at, (name, now)) in is.iter().enumerate() {
            let then = value(&was, name);
            if then.as_ref() == Some(now) {
                continue;
            }
            let card = Card::read(&text)?;
            text = if let Some(member) = card.member(name) {
                replace(&text, member, then.as_ref(), now, layout)?
            } else {
                // Behind the nearest field that stands before it in order.
                let earlier = is.get(..at)?.iter().rev();
                let place = earlier.map(|(name, _)| *name).find(|name| card.has(name));
                card.insert(place, name, now, layout)?
            };
        }
        Some(text)
    }

    /// Whether both say the same in all that a file keeps.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.fields() == other.fields()
    }
}

/// Another value in a field; within a list only the items that are others.
fn replace(
    text: &str,
    member: &Member,
    then: Option<&Written>,
    now: &Written,
    layout: &Layout,
) -> Option<String> {
    let items = (then.and_then(Written::items), now.items(), &member.node.value);
    // Brackets that stand empty have no layout to keep.
    if let (Some(then), Some(now), Value::List(nodes)) = items
        && then.len() == nodes.len()
        && !then.is_empty()
        && !now.is_empty()
    {
        return replace_items(text, &member.name, (then, now), layout);
    }
    Splice::new(member.node.span.clone(), now.lay_out(layout)).apply(text)
}

fn replace_items(
    text: &str,
    name: &str,
    (then, now): (&[Item], &[Item]),
    layout: &Layout,
) -> Option<String> {
    let same_head = then.iter().zip(now).take_while(|(a, b)| a == b).count();
    let rest = then.len().min(now.len()) - same_head;
    let tails = then.iter().rev().zip(now.iter().rev());
    let same_tail = tails.take(rest).take_while(|(a, b)| a == b).count();
    let old = same_head..then.len() - same_tail;
    let new = now.get(same_head..now.len() - same_tail)?;
    let both = old.len().min(new.len());
    let mut text = text.to_owned();
    for (n, item) in new.iter().take(both).enumerate() {
        let list = List::read(&text, name)?;
        let span = list.items.get(old.start + n)?.clone();
        text = Splice::new(span, item.lay_out(layout)).apply(&text)?;
    }
    for _ in both..old.len() {
        let list = List::read(&text, name)?;
        text = list.sequence(&text).remove(old.start + both)?.apply(&text)?;
    }
    for (n, item) in new.iter().enumerate().skip(both) {
        let list = List::read(&text, name)?;
        let at = old.start + n;
        let sequence = list.sequence(&text);
        let indent = sequence.indent_of(at.min(list.items.len().saturating_sub(1)));
        let style = Style {
            indent: indent.unwrap_or_else(|| layout.indent.clone()),
            newline: layout.newline,
        };
        text = sequence.insert(at, &style, &item.lay_out(layout), ("", "")).apply(&text)?;
    }
    Some(text)
}

/// A list of a card, with the places of its items.
struct List {
    open: usize,
    items: Vec<Range<usize>>,
    close: usize,
}

impl List {
    fn read(text: &str, field: &str) -> Option<Self> {
        let card = Card::read(text)?;
        let node = &card.member(field)?.node;
        let Value::List(items) = &node.value else { return None };
        Some(Self {
            open: node.span.start + 1,
            items: items.iter().map(|item| item.span.clone()).collect(),
            close: node.span.end - 1,
        })
    }

    fn sequence<'a>(&self, text: &'a str) -> Sequence<'a> {
        Sequence::new(text, self.open, self.items.clone(), self.close)
    }
}

/// A card's text with the places of its fields.
struct Card<'a> {
    text: &'a str,
    open: usize,
    close: usize,
    members: Vec<Member>,
}

impl<'a> Card<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let node = tree::build(text, 0..text.len()).ok()?;
        let Value::Struct(_, members) = node.value else { return None };
        let open = members.first().map_or(0, |first| first.name_span.start);
        let open = text.get(..open)?.find('(')? + 1;
        let close = node.span.end.checked_sub(1)?;
        Some(Self { text, open, close, members })
    }

    fn member(&self, name: &str) -> Option<&Member> {
        let is_named = |member: &&Member| member.name.trim_start_matches("r#") == name;
        self.members.iter().find(is_named)
    }

    fn has(&self, name: &str) -> bool {
        self.member(name).is_some()
    }

    fn sequence(&self) -> Sequence<'a> {
        let spans = self.members.iter().map(|member| member.name_span.start..member.node.span.end);
        Sequence::new(self.text, self.open, spans.collect(), self.close)
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| member.name.trim_start_matches("r#") == name)
    }

    fn remove(&self, name: &str) -> Option<String> {
        // What the text says by leaving it out is already left out.
        let Some(at) = self.position(name) else { return Some(self.text.to_owned()) };
        self.sequence().remove(at)?.apply(self.text)
    }

    fn insert(
        &self,
        behind: Option<&str>,
        name: &str,
        value: &Written,
        layout: &Layout,
    ) -> Option<String> {
        let at = behind.and_then(|name| self.position(name)).map_or(0, |at| at + 1);
        let sequence = self.sequence();
        let indent = sequence.indent_of(at.min(self.members.len().saturating_sub(1)));
        let indent = indent.unwrap_or_else(|| format!("{}{}", layout.indent, layout.step));
        let style = Style { indent, newline: layout.newline };
        let new = format!("{name}: {}", value.lay_out(layout));
        sequence.insert(at, &style, &new, ("", "")).apply(self.text)
    }
}
