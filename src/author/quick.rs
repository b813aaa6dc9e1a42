//! Cards from pasted text: `question :: answer`, Markdown lists and tables, CSV.

use crate::deck::{Choice, Draft, DraftBody, Kind};

/// What a pasted text holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quick {
    /// How it was read.
    pub form: QuickForm,
    /// The cards, in order.
    pub cards: Vec<Draft>,
    /// What is no card.
    pub skipped: Vec<Skipped>,
}

/// How a pasted text was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuickForm {
    /// `question :: answer`, text with `{{gaps}}`, Markdown lists.
    Lines,
    /// A Markdown table.
    Table,
    /// Values between commas, semicolons or tabs.
    Csv,
}

/// A line that is no card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// From 1.
    pub line: usize,
    /// What it says.
    pub text: String,
    /// Why it is none.
    pub reason: &'static str,
}

const ALONE: &str = "there is no answer: write `question :: answer`, or a list under it";

/// Reads pasted text. Every line that says something is in a card or among the
/// skipped.
#[must_use]
pub fn quick(text: &str) -> Quick {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().map(|(n, line)| (n + 1, line)).collect();
    let said: Vec<&(usize, &str)> = lines.iter().filter(|(_, line)| is_said(line)).collect();
    let is_table = |line: &str| line.trim().starts_with('|') && line.trim().len() > 1;
    if !said.is_empty() && said.iter().all(|(_, line)| is_table(line)) {
        return table(&lines);
    }
    if let Some(separator) = separator(&text, &said) {
        return csv(&text, separator);
    }
    Lines::default().read(&lines)
}

fn is_said(line: &str) -> bool {
    !line.trim().is_empty()
}

fn flip(front: &str, back: &str, reversed: bool) -> Draft {
    let (front, back) = (front.trim().to_owned(), back.trim().to_owned());
    Draft { body: DraftBody::Flip { front, back, reversed }, ..Draft::new(Kind::Flip) }
}

fn with_tags(mut draft: Draft, tags: &str) -> Draft {
    let tags = tags.split([' ', ';', ',']).map(|tag| tag.trim().trim_start_matches('#'));
    draft.notes.tags = tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    draft
}

/// Which columns are what.
struct Columns {
    front: usize,
    back: usize,
    tags: Option<usize>,
}

impl Columns {
    /// By the names of a heading; `None` when it is none.
    fn named(names: &[String]) -> Option<Self> {
        let find = |wanted: &[&str]| {
            names.iter().position(|name| wanted.contains(&name.trim().to_lowercase().as_str()))
        };
        let front = find(&["front", "question", "ask", "q", "term"])?;
        let back = find(&["back", "answer", "a", "definition"])?;
        Some(Self { front, back, tags: find(&["tags", "tag"]) })
    }

    const PLAIN: Self = Self { front: 0, back: 1, tags: None };

    fn card(&self, row: &[String]) -> Result<Draft, &'static str> {
        let cell = |at: usize| row.get(at).map(|cell| cell.trim()).unwrap_or_default();
        match (cell(self.front), cell(self.back)) {
            ("", _) => Err("the first column is empty"),
            (_, "") => Err("the second column is empty"),
            (front, back) => {
                let card = flip(front, back, false);
                Ok(self.tags.map_or(card.clone(), |tags| with_tags(card, cell(tags))))
            }
        }
    }
}

fn table(lines: &[(usize, &str)]) -> Quick {
    let mut quick = Quick { form: QuickForm::Table, cards: Vec::new(), skipped: Vec::new() };
    let rows: Vec<(usize, &str, Vec<String>)> = lines
        .iter()
        .filter(|(_, line)| is_said(line))
        .map(|(number, line)| (*number, *line, cells(line)))
        .collect();
    let is_rule = |row: &[String]| {
        row.iter().all(|cell| {
            let cell = cell.trim();
            !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'))
        })
    };
    let has_heading = rows.get(1).is_some_and(|(_, _, row)| is_rule(row));
    let heading = rows.first().filter(|_| has_heading).map(|(_, _, row)| row);
    let columns = heading.and_then(|row| Columns::named(row)).unwrap_or(Columns::PLAIN);
    for (at, (line, text, row)) in rows.iter().enumerate() {
        let reason = match (at, has_heading) {
            (0, true) => "the table's heading",
            (1, true) => "the line under the heading",
            _ => match columns.card(row) {
                Ok(card) => {
                    quick.cards.push(card);
                    continue;
                }
                Err(reason) => reason,
            },
        };
        quick.skipped.push(Skipped { line: *line, text: (*text).to_owned(), reason });
    }
    quick
}

/// The cells of a table's row; `\|` is no border, nor is one in code.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut is_code = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let cell = cells.last_mut();
        match (letter, cell) {
            ('\\', Some(cell)) if letters.peek() == Some(&'|') => cell.extend(letters.next()),
            ('|', _) if !is_code => cells.push(String::new()),
            (letter, Some(cell)) => {
                is_code ^= letter == '`';
                cell.push(letter);
            }
            (_, None) => {}
        }
    }
    if cells.last().is_some_and(|last| last.trim().is_empty()) && cells.len() > 1 {
        cells.pop();
    }
    cells
}

/// The sign between values, when every line has it and nothing looks like cards
/// written line by line.
fn separator(text: &str, said: &[&(usize, &str)]) -> Option<char> {
    let looks_written = |line: &str| {
        line.contains(" :: ")
            || line.contains(" ::: ")
            || line.contains("{{")
            || item(line).is_some()
            || line.starts_with("Q:")
    };
    if said.len() < 2 && !text.contains('\t') {
        return None;
    }
    if said.iter().any(|(_, line)| looks_written(line)) {
        return None;
    }
    ['\t', ';', ','].into_iter().find(|sign| {
        let rows = records(text, *sign);
        let columns = rows.first().map_or(0, |(_, row)| row.len());
        columns >= 2 && rows.iter().all(|(_, row)| row.len() == columns)
    })
}

fn csv(text: &str, separator: char) -> Quick {
    let mut quick = Quick { form: QuickForm::Csv, cards: Vec::new(), skipped: Vec::new() };
    let rows = records(text, separator);
    let columns = rows.first().and_then(|(_, row)| Columns::named(row));
    let has_heading = columns.is_some();
    let columns = columns.unwrap_or(Columns::PLAIN);
    for (at, (line, row)) in rows.iter().enumerate() {
        let card = columns.card(row);
        let reason = match card {
            _ if at == 0 && has_heading => "the heading",
            Ok(card) => {
                quick.cards.push(card);
                continue;
            }
            Err(reason) => reason,
        };
        let text = row.join(&separator.to_string());
        quick.skipped.push(Skipped { line: *line, text, reason });
    }
    quick
}

/// The rows of a CSV text (RFC 4180), each with the line that it begins on;
/// empty lines are no rows.
fn records(text: &str, separator: char) -> Vec<(usize, Vec<String>)> {
    let mut rows = Vec::new();
    let (mut row, mut cell) = (Vec::new(), String::new());
    let (mut line, mut start) = (1, 1);
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    let end = |row: &mut Vec<String>, cell: &mut String| row.push(std::mem::take(cell));
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' if is_quoted => is_quoted = false,
            '"' if cell.is_empty() => is_quoted = true,
            '\n' if !is_quoted => {
                end(&mut row, &mut cell);
                rows.push((start, std::mem::take(&mut row)));
                line += 1;
                start = line;
            }
            c if c == separator && !is_quoted => end(&mut row, &mut cell),
            c => {
                line += usize::from(c == '\n');
                cell.push(c);
            }
        }
    }
    end(&mut row, &mut cell);
    rows.push((start, row));
    rows.retain(|(_, row)| row.iter().any(|cell| is_said(cell)));
    rows
}

/// An item of a Markdown list: how far in, whether it has a box and a tick, what
/// it says.
struct ListItem<'a> {
    indent: usize,
    tick: Option<bool>,
    text: &'a str,
}

fn item(line: &str) -> Option<ListItem<'_>> {
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let digits = trimmed.len() - trimmed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = if digits == 0 {
        ["- ", "* ", "+ "].iter().find_map(|mark| trimmed.strip_prefix(mark))?
    } else {
        let rest = trimmed.get(digits..)?;
        rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?
    };
    let boxes = [("[ ] ", false), ("[x] ", true), ("[X] ", true)];
    let ticked = boxes.iter().find_map(|(mark, on)| Some((rest.strip_prefix(mark)?, *on)));
    let (text, tick) = ticked.map_or((rest, None), |(rest, on)| (rest, Some(on)));
    Some(ListItem { indent, tick, text })
}

/// Reads line by line; a question waits for the answers under it.
#[derive(Default)]
struct Lines {
    cards: Vec<Draft>,
    skipped: Vec<Skipped>,
    /// A line that may be a question, with how far in it stands.
    asked: Option<(usize, String, usize)>,
    /// Answers under it: tick and text.
    under: Vec<(Option<bool>, String)>,
}

impl Lines {
    fn read(mut self, lines: &[(usize, &str)]) -> Quick {
        for (number, line) in lines {
            self.line(*number, line);
        }
        self.close();
        Quick { form: QuickForm::Lines, cards: self.cards, skipped: self.skipped }
    }

    fn line(&mut self, number: usize, line: &str) {
        if !is_said(line) {
            // A blank line ends what stands above, unless it waits for its list.
            if !self.under.is_empty() {
                self.close();
            }
            return;
        }
        if let Some(item) = item(line) {
            let is_under = match &self.asked {
                Some((_, _, indent)) => item.indent > *indent || item.tick.is_some(),
                None => false,
            };
            if is_under {
                return self.under.push((item.tick, item.text.trim().to_owned()));
            }
            self.close();
            if self.whole(item.text) {
                return;
            }
            self.asked = Some((number, item.text.trim().to_owned(), item.indent));
            return;
        }
        let text = line.trim();
        if let Some(answer) = text.strip_prefix("A:")
            && self.asked.is_some()
            && self.under.is_empty()
        {
            return self.under.push((None, answer.trim().to_owned()));
        }
        self.close();
        if self.whole(text) {
            return;
        }
        let text = text.strip_prefix("Q:").unwrap_or(text);
        let text = text.trim_start_matches('#').trim();
        // Its list may stand at the margin, too.
        self.asked = Some((number, text.to_owned(), 0));
    }

    /// A line that is a card by itself.
    fn whole(&mut self, text: &str) -> bool {
        let parts = |sign| text.split_once(sign).filter(|(a, b)| is_said(a) && is_said(b));
        let card = match (parts(" ::: "), parts(" :: ")) {
            (Some((front, back)), _) => flip(front, back, true),
            (_, Some((front, back))) if !text.contains("{{") => flip(front, back, false),
            _ if text.contains("{{") && text.contains("}}") => {
                let body = DraftBody::Cloze { text: text.trim().to_owned() };
                let card = Draft { body, ..Draft::new(Kind::Cloze) };
                if card.card().is_none() {
                    return false;
                }
                card
            }
            _ => return false,
        };
        self.cards.push(card);
        true
    }

    /// Makes a card of the question and what stands under it.
    fn close(&mut self) {
        let Some((line, asked, _)) = self.asked.take() else { return };
        let under = std::mem::take(&mut self.under);
        let has_boxes = under.iter().any(|(tick, _)| tick.is_some());
        let option = |text: &String| Choice { text: text.clone(), why: None };
        let chosen = |is_right: bool| -> Vec<Choice> {
            let wanted = under.iter().filter(|(tick, _)| tick.unwrap_or(false) == is_right);
            wanted.map(|(_, text)| option(text)).collect()
        };
        if under.is_empty() {
            self.skipped.push(Skipped { line, text: asked, reason: ALONE });
        } else if has_boxes {
            let (right, wrong) = (chosen(true), chosen(false));
            let body = DraftBody::Choice { ask: asked, right, wrong };
            self.cards.push(Draft { body, ..Draft::new(Kind::Choice) });
        } else if let [(_, only)] = under.as_slice() {
            self.cards.push(flip(&asked, only, false));
        } else {
            let list: Vec<String> = under.iter().map(|(_, text)| format!("- {text}")).collect();
            self.cards.push(flip(&asked, &list.join("\n"), false));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Kind and question of each card, and the lines that are none.
    fn read(text: &str) -> (QuickForm, Vec<String>, Vec<usize>) {
        let quick = quick(text);
        let told = |card: &Draft| match &card.body {
            DraftBody::Flip { front, back, reversed } => {
                format!("{front}{}{back}", if *reversed { " <> " } else { " > " })
            }
            DraftBody::Choice { ask, right, wrong } => {
                format!("{ask} +{} -{}", right.len(), wrong.len())
            }
            DraftBody::Cloze { text } => format!("gap {text}"),
            other => format!("{other:?}"),
        };
        let skipped = quick.skipped.iter().map(|skipped| skipped.line).collect();
        (quick.form, quick.cards.iter().map(told).collect(), skipped)
    }

    #[test]
    fn lines_lists_tables_and_csv_become_cards() {
        use QuickForm::{Csv, Lines, Table};
        for (text, form, cards, skipped) in [
            ("TTL :: seconds\n\na ::: b", Lines, vec!["TTL > seconds", "a <> b"], vec![]),
            (
                "`EXPIRE` sets {{seconds::unit}}.",
                Lines,
                vec!["gap `EXPIRE` sets {{seconds::unit}}."],
                vec![],
            ),
            ("Q: What?\nA: That.\n", Lines, vec!["What? > That."], vec![]),
            (
                "What counts?\n- [x] this\n- [ ] that\n- [ ] those",
                Lines,
                vec!["What counts? +1 -2"],
                vec![],
            ),
            (
                "- SET\n  - writes\n  - keeps\n- GET\n  - reads",
                Lines,
                vec!["SET > - writes\n- keeps", "GET > reads"],
                vec![],
            ),
            ("# Redis\na :: b\nlonely", Lines, vec!["a > b"], vec![1, 3]),
            (
                "| front | back |\n|---|:-:|\n| a \\| b | `x|y` |\n| c | |",
                Table,
                vec!["a | b > `x|y`"],
                vec![1, 2, 4],
            ),
            ("|a|b|", Table, vec!["a > b"], vec![]),
            (
                "question,answer,tags\n\"a, \"\"b\"\"\",\"c\nd\",\"x y\"\ne,f,\n",
                Csv,
                vec!["a, \"b\" > c\nd", "e > f"],
                vec![1],
            ),
            ("a\tb\nc\td", Csv, vec!["a > b", "c > d"], vec![]),
            ("a;b\n;d", Csv, vec!["a > b"], vec![2]),
            ("", Lines, vec![], vec![]),
        ] {
            let cards: Vec<String> = cards.into_iter().map(str::to_owned).collect();
            assert_eq!(read(text), (form, cards, skipped), "{text}");
        }
        let tags = quick("q,answer,tags\na,b,#x y\nc,d,").cards;
        let tags: Vec<_> = tags.iter().map(|card| card.notes.tags.clone()).collect();
        assert_eq!(tags, [vec!["x".to_owned(), "y".to_owned()], vec![]]);
    }

    proptest! {
        /// Nothing that was said is silently dropped, and every card can be read.
        #[test]
        fn every_line_is_in_a_card_or_skipped(
            lines in prop::collection::vec("[a-c ]{0,4}( :: |: |, |\\||- |- \\[x\\] |\\{\\{|\\}\\}|\t|\")?[a-c]{0,3}", 0..8)
        ) {
            let text = lines.join("\n");
            let quick = quick(&text);
            let mut kept = String::new();
            for card in &quick.cards {
                let mut card = card.clone();
                prop_assert!(Draft::read(&card.write()).is_some());
                card.each_text(&mut |text| kept.push_str(text));
                kept.push_str(&card.notes.tags.concat());
            }
            for skipped in &quick.skipped {
                prop_assert!(skipped.line >= 1 && skipped.line <= lines.len());
                kept.push_str(&skipped.text);
            }
            let letters = |text: &str| {
                let mut all: Vec<char> = text.chars().filter(|c| matches!(c, 'a'..='c')).collect();
                all.sort_unstable();
                all
            };
            prop_assert_eq!(letters(&kept), letters(&text), "{:?}", quick);
        }

        #[test]
        fn any_text_is_taken(text in any::<String>()) {
            let _ = quick(&text);
        }
    }
}
