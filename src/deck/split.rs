//! Where the parts of a deck's file stand: the fields of its head and each of
//! its cards. Damage to one card ends where the next card begins.

use std::ops::Range;

use memchr::memchr;

use super::fault::{FaultCode, Lines, Loss, Severity};
use super::raw::{KIND_NAMES, MAX_DEPTH, RON, RawCard};
use super::scan::{Kind, Lexer, MAX_TEXT, Token, closing};

/// The most cards that a deck may have.
pub(super) const MAX_CARDS: usize = 200_000;
/// After this many faults a file is not looked at any further.
pub(super) const MAX_FAULTS: usize = 1_000;

/// So often the end of a text is looked for in vain.
const MAX_FAR: usize = 50;

/// A fault in the build of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Damage {
    pub code: FaultCode,
    pub span: Range<usize>,
    pub message: String,
    pub help: Option<String>,
    pub severity: Severity,
    pub loss: Loss,
    /// Where the card stands that is lost.
    pub card: Option<Range<usize>>,
}

impl Damage {
    pub fn new(code: FaultCode, span: Range<usize>, message: impl Into<String>) -> Self {
        let message = message.into();
        let severity = Severity::Error;
        Self { code, span, message, help: None, severity, loss: Loss::Nothing, card: None }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn losing(mut self, loss: Loss) -> Self {
        self.loss = loss;
        self
    }
}

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
        lines: Lines::new(source),
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
    lines: Lines<'a>,
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

    fn text(&self, token: Token) -> &str {
        self.source.get(token.range()).unwrap_or_default()
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
            Kind::Word if self.text(first) == "Deck" => self.lexer.next(),
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
        while self.text(self.lexer.peek()) == "#" {
            let start = self.lexer.next().start;
            let sign = self.lexer.peek();
            if self.text(sign) == "!" {
                self.lexer.next();
            }
            let at = self.lexer.peek().start;
            match self.value(at) {
                Ok(end) => {
                    self.lexer.pos = end;
                    self.plan.attributes.push(start..end);
                }
                Err(damage) => {
                    self.report(damage);
                    // The deck itself may still be whole.
                    let line = self.source.get(start..).and_then(|rest| rest.find('\n'));
                    self.lexer.pos = line.map_or(self.source.len(), |n| start + n);
                }
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
            let message = format!("expected `:` after `{}`", self.text(name));
            return Err(Damage::new(FaultCode::Syntax, colon.range(), message));
        }
        self.lexer.next();
        let start = self.lexer.peek().start;
        let end = if self.text(name) == "cards" {
            if self.plan.list.is_some() {
                let message = "`cards` is given twice";
                self.report(Damage::new(FaultCode::DuplicateField, name.range(), message));
            }
            self.plan.list = Some(name.range());
            self.cards();
            self.lexer.pos
        } else {
            let end = self.value(start)?;
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
                return Err(self.side_by_side(text, after));
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
        let card = if self.is_card(first, &next) {
            Some(first.start)
        } else if self.ends_well() {
            None
        } else {
            self.next_card(end)
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
                    match self.value(lexer.peek().start) {
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
        let end = match self.value(start) {
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
        let mut lexer = Lexer::at(self.source, start);
        while lexer.pos < end {
            let token = lexer.next();
            let text = self.source.as_bytes().get(token.range())?;
            if token.kind != Kind::Text || memchr(b'\n', text).is_none() {
                continue;
            }
            let card = self.next_card(start).filter(|card| token.range().contains(card))?;
            let upto = self.value(card).ok()?;
            let readable = |range| RON.from_str::<RawCard>(self.source.get(range)?).ok();
            readable(card..upto)?;
            let line = self.lines.line(card);
            let mark = token.start..token.start + 1;
            // All is well as it stands: the card may be about cards.
            if readable(start..end).is_some() {
                let message = format!("the card on line {line} stands within this text");
                let mut damage = Damage::new(FaultCode::CardInText, mark, message);
                damage.severity = Severity::Warning;
                return Some(damage.help("if it should not, a closing quote is missing before it"));
            }
            let message = "the closing quote of this text is missing";
            let help = format!("as it stands it swallows the card on line {line}");
            return Some(Damage::new(FaultCode::UnclosedText, mark, message).help(help));
        }
        None
    }

    /// Leaves a card out and goes on at the next one.
    fn broken_card(&mut self, start: usize, mut damage: Damage) {
        let next = self.next_card(start);
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
    /// begins, no further in, with a kind and its bracket.
    fn next_card(&self, start: usize) -> Option<usize> {
        let line = self.source.get(..start)?.rsplit('\n').next().unwrap_or_default();
        let alone = line.trim().is_empty();
        // What looks like a card within a broken one may stand further out.
        let indent = self.first_indent.map_or(line.len(), |first| line.len().max(first));
        let mut at = start + 1;
        while let Some(found) = memchr(b'(', self.source.as_bytes().get(at..)?) {
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

    /// The end of the value that begins at `start`, its brackets all closed.
    fn value(&self, start: usize) -> Result<usize, Damage> {
        let mut lexer = Lexer::at(self.source, start);
        let mut open: Vec<Token> = Vec::new();
        // The value before, when no comma or colon stands between.
        let mut before: Option<Token> = None;
        loop {
            let token = lexer.next();
            let closed = open.is_empty();
            match token.kind {
                Kind::Comma | Kind::Colon | Kind::Close(_) | Kind::End if closed => {
                    return before.map(|last| last.end).ok_or_else(|| {
                        Damage::new(FaultCode::Syntax, token.range(), "a value is missing here")
                    });
                }
                Kind::Comma | Kind::Colon => before = None,
                Kind::Endless => return Err(self.endless(token)),
                Kind::End => return Err(self.unclosed(&open, None)),
                Kind::Sign => {
                    let message = format!("`{}` means nothing here", self.sign(token));
                    return Err(Damage::new(FaultCode::Syntax, token.range(), message));
                }
                Kind::Close(bracket) => {
                    let opener = open.pop();
                    if let Some(Token { kind: Kind::Open(was), start, .. }) = opener
                        && closing(was) != bracket
                    {
                        return Err(self.mismatch(token, was, start));
                    }
                    before = Some(token);
                }
                Kind::Open(bracket) => {
                    match before {
                        Some(Token { kind: Kind::Word, .. }) if bracket == b'(' => {}
                        Some(last) if closed => return Ok(last.end),
                        Some(last) => return Err(self.side_by_side(last, token)),
                        None => {}
                    }
                    if open.len() >= MAX_DEPTH {
                        let message = format!("brackets nest more than {MAX_DEPTH} deep");
                        return Err(Damage::new(FaultCode::TooDeep, token.range(), message));
                    }
                    open.push(token);
                    before = None;
                }
                Kind::Text | Kind::Word => {
                    if !closed && self.is_card(token, &lexer) {
                        return Err(self.unclosed(&open, Some(token)));
                    }
                    match before {
                        Some(last) if closed => return Ok(last.end),
                        Some(last) => return Err(self.side_by_side(last, token)),
                        None => before = Some(token),
                    }
                }
            }
        }
    }

    /// Cards don't stand inside of cards.
    fn is_card(&self, token: Token, after: &Lexer) -> bool {
        token.kind == Kind::Word
            && KIND_NAMES.contains(&self.text(token))
            && after.peek().kind == Kind::Open(b'(')
    }

    fn sign(&self, token: Token) -> char {
        self.source.get(token.start..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
    }

    fn endless(&self, token: Token) -> Damage {
        let mark = token.start..(token.start + 1);
        let far = token.end - token.start >= MAX_TEXT;
        if self.text(token).starts_with('/') {
            let help = "a comment `/*` ends with `*/`, and they nest";
            return Damage::new(FaultCode::UnclosedComment, mark, "this comment never ends")
                .help(help);
        }
        if far {
            let message = "this text is longer than 1 MiB, or its closing quote is missing";
            return Damage::new(FaultCode::TextTooLong, mark, message);
        }
        let message = "the closing quote of this text is missing";
        let help = "`\"…\"` ends with `\"`, `r#\"…\"#` with `\"#`";
        Damage::new(FaultCode::UnclosedText, mark, message).help(help)
    }

    fn unclosed(&self, open: &[Token], next: Option<Token>) -> Damage {
        let opener = open.last().map_or(0..0, Token::range);
        let sign = self.source.get(opener.clone()).unwrap_or("(");
        let message = format!("this `{sign}` is never closed");
        let help = match next {
            Some(card) => format!("the next card begins on line {}", self.lines.line(card.start)),
            None => "the file ends before it is closed".to_owned(),
        };
        Damage::new(FaultCode::UnclosedBracket, opener, message).help(help)
    }

    fn mismatch(&self, token: Token, opener: u8, start: usize) -> Damage {
        let (line, col) = self.lines.position(start);
        let found = self.text(token);
        let message = format!("`{found}` does not close the `{}` before it", opener as char);
        let wanted = closing(opener) as char;
        let help = format!("`{}` at {line}:{col} is closed by `{wanted}`", opener as char);
        Damage::new(FaultCode::StrayBracket, token.range(), message).help(help)
    }

    /// Two values with nothing between them.
    fn side_by_side(&self, last: Token, token: Token) -> Damage {
        let text = self.text(last);
        let touching = last.end == token.start;
        if last.kind == Kind::Text && touching && text.contains('\n') {
            let message = "the closing quote of this text is missing";
            let help = format!("as it stands it ends on line {}", self.lines.line(last.end));
            let mark = last.start..last.start + 1;
            return Damage::new(FaultCode::UnclosedText, mark, message).help(help);
        }
        if last.kind == Kind::Text && touching {
            let message = "a comma is missing here, or the text ended too early";
            let help =
                "inside of a text a quote is written `\\\"`; in `r#\"…\"#` it stands for itself";
            return Damage::new(FaultCode::MissingComma, token.range(), message).help(help);
        }
        if last.kind == Kind::Word && token.kind != Kind::Word {
            let message = format!("expected `:` or `,` after `{text}`");
            return Damage::new(FaultCode::Syntax, last.end..last.end, message);
        }
        missing_comma(last.end)
    }
}

fn missing_comma(at: usize) -> Damage {
    Damage::new(FaultCode::MissingComma, at..at, "a comma is missing here")
}
