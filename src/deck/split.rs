//! Where the parts of a deck's file stand: the fields of its head and each of
//! its cards. Damage to one card ends where the next card begins.

use std::ops::Range;

use memchr::memchr;

use super::balance::{Balance, missing_comma};
use super::damage::Damage;
use super::fault::{FaultCode, Loss, Severity};
use super::raw::{KIND_NAMES, RON, RawCard};
use super::scan::{Kind, Lexer, Token};

/// The most cards that a deck may have.
pub(super) const MAX_CARDS: usize = 200_000;
/// After this many faults a file is not looked at any further.
pub(super) const MAX_FAULTS: usize = 1_000;

/// So often the end of a text is looked for in vain.
const MAX_FAR: usize = 50;

/// A field of the head: the bytes of its name and of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldSpan {
    pub name: Range<usize>,
    pub value: Range<usize>,
}

/// The plan of a deck's file.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// `#![…]`, in order.
    pub attributes: Vec<Range<usize>>,
    /// The fields of the head but `cards`.
    pub fields: Vec<FieldSpan>,
    /// The name `cards`, when it is there.
    pub list: Option<Range<usize>>,
    /// Each whole card.
    pub cards: Vec<Range<usize>>,
    /// What is broken.
    pub damage: Vec<Damage>,
}

/// Finds the parts of a deck's file. Never fails: what is broken is listed.
pub(super) fn plan(source: &str) -> Plan {
    let start = if source.starts_with('\u{FEFF}') { 3 } else { 0 };
    let mut splitter = Splitter {
        source,
        balance: Balance::new(source),
        lexer: Lexer::at(source, start),
        plan: Plan::default(),
        ended: false,
        far: 0,
        first_indent: None,
    };
    splitter.file();
    splitter.plan
}

struct Splitter<'a> {
    source: &'a str,
    balance: Balance<'a>,
    lexer: Lexer<'a>,
    plan: Plan,
    /// Nothing more can be read: the end was met too early, or enough was found.
    ended: bool,
    /// How far in the first card stands, when it begins a line.
    first_indent: Option<usize>,
    /// How often an end was looked for in vain, over up to a mebibyte.
    far: usize,
}

impl Splitter<'_> {
    fn report(&mut self, damage: Damage) {
        self.plan.damage.push(damage);
    }

    fn file(&mut self) {
        self.attributes();
        let first = self.lexer.next();
        let open = match first.kind {
            Kind::End => {
                let damage =
                    Damage::new(FaultCode::EmptyFile, first.range(), "there is no deck here");
                return self.report(damage.losing(Loss::File));
            }
            Kind::Word if self.balance.text(first) == "Deck" => self.lexer.next(),
            _ => first,
        };
        if open.kind != Kind::Open(b'(') {
            let help = "a deck is written `Deck(format: 1, id: \"…\", title: \"…\", cards: [ … ])`";
            let damage = Damage::new(FaultCode::NotADeck, first.range(), "this is no deck");
            return self.report(damage.help(help).losing(Loss::File));
        }
        self.head(open);
        if !self.ended {
            let rest = self.lexer.next();
            if rest.kind != Kind::End {
                let message = "something stands after the end of the deck";
                let help = "the deck ends with the `)` before it; one file holds one deck";
                self.report(Damage::new(FaultCode::TrailingText, rest.range(), message).help(help));
            }
        }
    }

    fn attributes(&mut self) {
        while self.balance.text(self.lexer.peek()) == "#" {
            let start = self.lexer.next().start;
            let sign = self.lexer.peek();
            if self.balance.text(sign) == "!" {
                self.lexer.next();
            }
            if self.skip_attribute() {
                self.plan.attributes.push(start..self.lexer.pos);
            } else {
                let message = "this attribute is not closed by `]`";
                self.report(Damage::new(FaultCode::BadAttribute, start..start + 1, message));
                // The deck itself may still be whole.
                let line = self.source.get(start..).and_then(|rest| rest.find('\n'));
                self.lexer.pos = line.map_or(self.source.len(), |n| start + n);
            }
        }
    }

    /// Skips `[…]`, whatever stands in it. Whether it ends.
    fn skip_attribute(&mut self) -> bool {
        let mut depth = 0;
        loop {
            match self.lexer.next().kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth -= 1,
                Kind::End | Kind::Endless => return false,
                _ => {}
            }
            if depth <= 0 {
                return depth == 0;
            }
        }
    }

    fn head(&mut self, open: Token) {
        loop {
            let name = self.lexer.next();
            match name.kind {
                Kind::Close(b')') => return,
                Kind::End => {
                    let message = "the deck is never closed";
                    let help = "its last line is `)`";
                    let damage = Damage::new(FaultCode::UnclosedBracket, open.range(), message);
                    self.ended = true;
                    return self.report(damage.help(help));
                }
                Kind::Comma => {
                    let message = "a comma too many";
                    self.report(Damage::new(FaultCode::ExtraComma, name.range(), message));
                    continue;
                }
                Kind::Word => {}
                _ => {
                    let message = "a field of the deck should begin here";
                    let damage = Damage::new(FaultCode::Syntax, name.range(), message);
                    if self.lost_in_head(damage, name.start) {
                        return;
                    }
                    continue;
                }
            }
            if let Err(damage) = self.field(name)
                && self.lost_in_head(damage, name.end)
            {
                return;
            }
            if self.ended {
                return;
            }
        }
    }

    /// A field of the head and the comma after it.
    fn field(&mut self, name: Token) -> Result<(), Damage> {
        let colon = self.lexer.peek();
        if colon.kind != Kind::Colon {
            let message = format!("expected `:` after `{}`", self.balance.text(name));
            return Err(Damage::new(FaultCode::Syntax, colon.range(), message));
        }
        self.lexer.next();
        let start = self.lexer.peek().start;
        let end = if self.balance.text(name) == "cards" {
            if self.plan.list.is_some() {
                let message = "`cards` is given twice";
                self.report(Damage::new(FaultCode::DuplicateField, name.range(), message));
            }
            self.plan.list = Some(name.range());
            self.cards();
            self.lexer.pos
        } else {
            let end = self.balance.value(start)?;
            self.lexer.pos = end;
            self.plan.fields.push(FieldSpan { name: name.range(), value: start..end });
            end
        };
        if self.ended {
            return Ok(());
        }
        let after = self.lexer.peek();
        match after.kind {
            Kind::Comma => {
                self.lexer.next();
            }
            Kind::Close(b')') | Kind::End => {}
            // The text before this swallowed its neighbour's quote.
            _ if after.start == end => {
                let text = Token { kind: Kind::Text, start, end };
                return Err(self.balance.side_by_side(text, after));
            }
            _ => self.report(missing_comma(end)),
        }
        Ok(())
    }

    /// Reports damage in the head and goes on at the list of cards. Whether
    /// there is none.
    fn lost_in_head(&mut self, damage: Damage, from: usize) -> bool {
        let list = if self.plan.list.is_none() { self.find_list(from) } else { None };
        self.report(damage);
        self.lexer.pos = list.unwrap_or(self.source.len());
        self.ended = list.is_none();
        list.is_none()
    }

    /// A line that begins with `cards: [`.
    fn find_list(&self, from: usize) -> Option<usize> {
        let rest = self.source.get(from..)?;
        rest.match_indices("cards").map(|(n, _)| from + n).find(|&at| {
            let line = self.source.get(..at).and_then(|before| before.rsplit('\n').next());
            let mut ahead = Lexer::at(self.source, at + "cards".len());
            line.is_some_and(|blank| blank.trim().is_empty())
                && ahead.next().kind == Kind::Colon
                && ahead.next().kind == Kind::Open(b'[')
        })
    }

    /// The list of cards, up to behind its bracket.
    fn cards(&mut self) {
        let open = self.lexer.peek();
        if open.kind == Kind::Open(b'[') {
            self.lexer.next();
        } else {
            let message = "the list of cards begins with `[`";
            self.report(Damage::new(FaultCode::Syntax, open.range(), message));
        }
        while !self.ended {
            let found = self.plan.cards.len();
            let token = self.lexer.peek();
            if found > MAX_CARDS {
                let message = format!("more than {MAX_CARDS} cards: the rest is left out");
                let damage = Damage::new(FaultCode::TooManyCards, token.range(), message);
                let help = "split the deck in two";
                self.plan.cards.truncate(MAX_CARDS);
                self.ended = true;
                return self.report(damage.help(help).losing(Loss::Card));
            }
            if self.plan.damage.len() >= MAX_FAULTS {
                self.ended = true;
                return;
            }
            match token.kind {
                Kind::Close(b']') => {
                    self.lexer.next();
                    if !self.goes_on() {
                        return;
                    }
                    let message = "this `]` ends the list, but more cards follow";
                    self.report(Damage::new(FaultCode::StrayBracket, token.range(), message));
                }
                Kind::End => return self.list_without_end(open),
                Kind::Close(bracket) => {
                    self.lexer.next();
                    if bracket == b')' && self.lexer.peek().kind == Kind::End {
                        return self.list_without_end(open);
                    }
                    let message =
                        format!("nothing is open that this `{}` could close", bracket as char);
                    self.report(Damage::new(FaultCode::StrayBracket, token.range(), message));
                    self.skip_comma();
                }
                Kind::Comma => {
                    self.lexer.next();
                    let message = "a comma too many";
                    self.report(Damage::new(FaultCode::ExtraComma, token.range(), message));
                }
                _ => self.card(token.start),
            }
        }
    }

    fn skip_comma(&mut self) {
        if self.lexer.peek().kind == Kind::Comma {
            self.lexer.next();
        }
    }

    /// Whether more cards stand behind the bracket that seems to end the list.
    /// Then it goes on there.
    fn goes_on(&mut self) -> bool {
        let end = self.lexer.pos;
        let mut next = self.lexer.clone();
        let mut first = next.next();
        if first.kind == Kind::Comma {
            first = next.next();
        }
        let card = if self.balance.is_card(first, &next) {
            Some(first.start)
        } else if self.ends_well() {
            None
        } else {
            self.next_card(end, self.source.len())
        };
        if let Some(card) = card {
            self.lexer.pos = card;
        }
        card.is_some()
    }

    /// Whether nothing but fields of the head and the closing bracket follow.
    fn ends_well(&self) -> bool {
        let mut lexer = self.lexer.clone();
        loop {
            match lexer.next().kind {
                Kind::Comma => {}
                Kind::Close(b')') => return lexer.next().kind == Kind::End,
                Kind::Word if lexer.next().kind == Kind::Colon => {
                    match self.balance.value(lexer.peek().start) {
                        Ok(end) => lexer.pos = end,
                        Err(_) => return false,
                    }
                }
                _ => return false,
            }
        }
    }

    fn list_without_end(&mut self, open: Token) {
        let message = "the list of cards is never closed";
        let help = "it ends with `],` and the deck with `)`";
        self.ended = true;
        self.report(Damage::new(FaultCode::UnclosedBracket, open.range(), message).help(help));
    }

    /// One card and the comma after it.
    fn card(&mut self, start: usize) {
        if self.first_indent.is_none() {
            let line = self.source.get(..start).and_then(|before| before.rsplit('\n').next());
            let indent = line.filter(|line| line.trim().is_empty()).map(str::len);
            self.first_indent = Some(indent.unwrap_or(0));
        }
        let end = match self.balance.value(start) {
            Ok(end) => end,
            Err(damage) => return self.broken_card(start, damage),
        };
        match self.swallowed(start, end) {
            Some(damage) if damage.severity == Severity::Error => {
                return self.broken_card(start, damage);
            }
            hint => self.plan.damage.extend(hint),
        }
        self.lexer.pos = end;
        let after = self.lexer.peek();
        let closed = self.source.get(start..end).is_some_and(|card| card.ends_with(')'));
        match after.kind {
            Kind::Comma => {
                self.lexer.next();
            }
            Kind::Close(_) | Kind::End => {}
            Kind::Word if closed => self.report(missing_comma(end)),
            _ => {
                let message = "this is no card";
                let help = "a card is written `Choice(id: \"…\", …)`";
                let damage = Damage::new(FaultCode::Syntax, after.range(), message).help(help);
                return self.broken_card(start, damage);
            }
        }
        self.plan.cards.push(start..end);
    }

    /// A text whose end was lost may run on over whole cards up to where
    /// another text ends, and all looks well. A card that stands in a text of
    /// another gives it away.
    fn swallowed(&self, start: usize, end: usize) -> Option<Damage> {
        let card = self.next_card(start, end)?;
        let mut lexer = Lexer::at(self.source, start);
        let text = std::iter::from_fn(|| Some(lexer.next())).find(|token| token.end > card)?;
        let upto = self.balance.value(card).ok()?;
        let readable = |range| RON.from_str::<RawCard>(self.source.get(range)?).ok();
        readable(card..upto)?;
        let line = self.balance.lines.line(card);
        let mark = text.start..text.start + 1;
        // All is well as it stands: the card may be about cards.
        if readable(start..end).is_some() {
            let message = format!("the card on line {line} stands within this text");
            let mut damage = Damage::new(FaultCode::CardInText, mark, message);
            damage.severity = Severity::Warning;
            return Some(damage.help("if it should not, a closing quote is missing before it"));
        }
        let message = "the closing quote of this text is missing";
        let help = format!("as it stands it swallows the card on line {line}");
        Some(Damage::new(FaultCode::UnclosedText, mark, message).help(help))
    }

    /// Leaves a card out and goes on at the next one.
    fn broken_card(&mut self, start: usize, mut damage: Damage) {
        let next = self.next_card(start, self.source.len());
        let upto = next.unwrap_or(self.source.len());
        let text = self.source.get(start..upto).unwrap_or_default();
        let text = text.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        damage.card = Some(start..start + text.len());
        damage.loss = Loss::Card;
        // Damage is noticed late at times: where the next card stands is not
        // where this one is broken.
        if damage.span.start >= upto {
            let first = text.find(|c: char| c == '(' || c.is_whitespace()).unwrap_or(text.len());
            damage.span = start..start + first.max(1).min(text.len());
        }
        let far = matches!(damage.code, FaultCode::TextTooLong | FaultCode::UnclosedComment);
        self.far += usize::from(far);
        self.report(damage);
        self.lexer.pos = upto;
        self.ended = next.is_none();
        if self.far > MAX_FAR && !self.ended {
            let message = "too much is broken here: the rest of the file is left out";
            let damage = Damage::new(FaultCode::TooManyFaults, upto..upto, message);
            self.report(damage.losing(Loss::Card));
            self.ended = true;
        }
    }

    /// Where the card after the broken one at `start` begins: a line that
    /// begins, no further in, with a kind and its bracket. Looked for up to
    /// `end`.
    fn next_card(&self, start: usize, end: usize) -> Option<usize> {
        let line = self.source.get(..start)?.rsplit('\n').next().unwrap_or_default();
        let alone = line.trim().is_empty();
        // What looks like a card within a broken one may stand further out.
        let indent = self.first_indent.map_or(line.len(), |first| line.len().max(first));
        let mut at = start + 1;
        while let Some(found) = memchr(b'(', self.source.as_bytes().get(at..end)?) {
            let bracket = at + found;
            at = bracket + 1;
            let before = self.source.get(..bracket)?.trim_end_matches([' ', '\t']);
            let Some(name) = KIND_NAMES.iter().find(|name| before.ends_with(**name)) else {
                continue;
            };
            let place = before.len() - name.len();
            if place <= start {
                continue;
            }
            let lead = before.get(..place)?;
            let blank = lead.len() - lead.trim_end_matches([' ', '\t']).len();
            let stands = match lead.trim_end_matches([' ', '\t']).chars().next_back() {
                Some('\n') => !alone || blank <= indent,
                Some(',') => !alone,
                _ => false,
            };
            if stands {
                return Some(place);
            }
        }
        None
    }
}
