//! What the home screen shows, worked out once whenever the figures change, so
//! that a frame only draws.

use std::path::Path;

use super::ahead::AheadView;
use super::track::{StepView, TrackView};
use crate::deck::{DeckInfo, Fault, Library, Loss, Origin, Severity};
use crate::insight::{DeckOverview, Overview};
use crate::session::{self, NextDue, Track};
use crate::ui::app::Ready;
use crate::ui::widgets::HeatDay;
use crate::ui::words;

/// The home screen in words.
#[derive(Debug)]
pub struct View {
    /// Made of these figures: when they change it is made anew.
    pub of: Overview,
    /// The date of the study day.
    pub date: String,
    /// What to do now.
    pub hero: Hero,
    /// Days of the heatmap.
    pub heat: Vec<HeatDay>,
    /// What those hear who can't see it.
    pub heat_summary: String,
    /// Streak and today's tally.
    pub habit: Vec<String>,
    /// The goal, plans, a pile, the week.
    pub ahead: AheadView,
    /// The goal that it was made for.
    goal: u32,
    /// The way for newcomers; gone when it was walked to its end.
    pub track: Option<TrackView>,
    /// Decks by area.
    pub areas: Vec<(String, Vec<Tile>)>,
    /// What was left out.
    pub left_out: LeftOut,
}

/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub enum Hero {
    /// Cards wait: due, new, about how long.
    Waiting {
        /// Words and whether they are what matters.
        parts: Vec<(String, bool)>,
    },
    /// Nothing does; what comes next.
    Done {
        /// In a sentence.
        next: String,
    },
    /// There is no deck at all.
    NoDecks,
}

/// One deck.
#[derive(Debug)]
pub struct Tile {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub version: String,
    /// Due cards that a session would ask.
    pub due: usize,
    /// New cards that it would ask.
    pub new: usize,
    /// `12 of 25 met`.
    pub met: String,
    /// Mean predicted recall, 0 to 1.
    pub recall: Option<f32>,
    /// `91 % remembered` or `Not started`.
    pub remembered: String,
    /// Whose it is, when not built in.
    pub own: Option<&'static str>,
    /// How many faults its file has, in words.
    pub faults: Option<String>,
    /// For those who can't see it.
    pub name: String,
    /// What a search looks into, in small letters.
    haystack: String,
}

/// What was left out at start.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// `Two cards were left out`.
    pub title: String,
    /// Each with its place and a sentence.
    pub list: Vec<(String, String)>,
}

impl View {
    /// Works everything out.
    pub fn new(ready: &Ready) -> Self {
        let overview = &ready.overview;
        let library = ready.collection.library();
        let today = overview.heat.last().map_or(0, |day| day.day);
        Self {
            of: overview.clone(),
            date: words::long_day(today),
            hero: hero(overview, library.decks().is_empty(), today, || ready.collection.next_due()),
            heat: heat(overview),
            heat_summary: heat_summary(overview),
            habit: habit(overview),
            ahead: AheadView::new(&overview.ahead, ready.collection.settings().goal_minutes),
            goal: ready.collection.settings().goal_minutes,
            track: track(library, overview, ready.collection.settings().track),
            areas: areas(library, overview),
            left_out: left_out(library.faults(), &ready.notices),
        }
    }

    /// Whether settings have changed that the figures don't hold.
    pub fn is_stale(&self, ready: &Ready) -> bool {
        self.goal != ready.collection.settings().goal_minutes
    }

    /// The decks that a search finds, best first.
    pub fn found(&self, query: &str) -> Vec<&Tile> {
        let query = query.trim().to_lowercase();
        let tiles = self.areas.iter().flat_map(|(_, tiles)| tiles);
        let mut found: Vec<(u8, &Tile)> =
            tiles.filter_map(|tile| Some((tile.rank(&query)?, tile))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, tile)| tile).collect()
    }
}

impl Tile {
    fn new(deck: &DeckInfo, figures: DeckOverview, area: &str, library: &Library) -> Self {
        let head = &deck.head;
        let counts = figures.counts;
        let met = counts.total.saturating_sub(counts.new);
        let remembered = figures.remembered.map_or_else(
            || "Not started".to_owned(),
            |r| format!("{} remembered", words::percent(r)),
        );
        let own = match (deck.replaces_builtin, &deck.origin) {
            (true, _) => Some("Replaces the built-in deck"),
            (false, Origin::File(_)) => Some("Your deck"),
            (false, Origin::BuiltIn) => None,
        };
        let faults = (deck.faults > 0).then(|| words::count(deck.faults as usize, "fault"));
        let met = format!("{met} of {} met", counts.total);
        let mut name = format!("{}, {} due, {} new, {met}", head.title, figures.due, figures.new);
        let more = [figures.remembered.map(|_| remembered.as_str()), own, faults.as_deref()];
        for words in more.into_iter().flatten() {
            name.push_str(", ");
            name.push_str(words);
        }
        let mut haystack = format!("{}\n{}\n{area}", head.title, head.id).to_lowercase();
        for (tag, _) in &deck.tags {
            haystack.push('\n');
            haystack.push_str(&library.tag_name(*tag).to_lowercase());
        }
        #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
        let recall = figures.remembered.map(|recall| recall as f32);
        Self {
            id: head.id.clone(),
            title: head.title.clone(),
            version: head.version.clone(),
            due: figures.due,
            new: figures.new,
            met,
            recall,
            remembered,
            own,
            faults,
            name,
            haystack,
        }
    }

    /// How well it fits a search: 0 is best, `None` not at all.
    fn rank(&self, query: &str) -> Option<u8> {
        let at = self.haystack.find(query)?;
        let title_end = self.haystack.find('\n').unwrap_or(usize::MAX);
        Some(match at {
            0 => 0,
            _ if at < title_end => 1,
            _ => 2,
        })
    }

    /// Whether a session over it would ask anything.
    pub fn is_waiting(&self) -> bool {
        self.due + self.new > 0
    }
}

fn hero(
    overview: &Overview,
    no_decks: bool,
    today: i32,
    next: impl FnOnce() -> Option<NextDue>,
) -> Hero {
    if no_decks {
        return Hero::NoDecks;
    }
    if overview.due + overview.new == 0 {
        let next = match next() {
            None => "Nothing is waiting.".to_owned(),
            Some(NextDue { in_days: 0, cards }) => {
                let wait = if cards == 1 { "waits" } else { "wait" };
                format!(
                    "You have reached today's limit; {} {wait}.",
                    words::count(cards, "more card")
                )
            }
            Some(NextDue { in_days, cards }) => {
                format!("Next: {} {}.", words::count(cards, "card"), words::in_days(in_days, today))
            }
        };
        return Hero::Done { next };
    }
    let mut parts = Vec::new();
    if overview.due > 0 {
        parts.push((format!("{} due", words::grouped(overview.due)), true));
    }
    if overview.new > 0 {
        parts.push((format!("{} new", words::grouped(overview.new)), true));
    }
    parts.push((words::about(overview.seconds), false));
    Hero::Waiting { parts }
}

fn heat(overview: &Overview) -> Vec<HeatDay> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let days = overview.heat.iter().map(|day| {
        let date = words::day_date(day.day);
        let month = MONTHS.get(usize::from(date.month().unsigned_abs()).saturating_sub(1));
        HeatDay {
            count: day.reviews,
            label: words::long_day(day.day),
            month: month.filter(|_| date.day() == 1).copied().unwrap_or(""),
        }
    });
    days.collect()
}

fn heat_summary(overview: &Overview) -> String {
    let reviews: u32 = overview.heat.iter().map(|day| day.reviews).sum();
    let days = overview.heat.iter().filter(|day| day.reviews > 0).count();
    format!(
        "{} on {days} of the last {} days",
        words::count(reviews as usize, "review"),
        overview.heat.len()
    )
}

fn habit(overview: &Overview) -> Vec<String> {
    let mut parts = Vec::new();
    if overview.streak > 0 {
        parts.push(format!("{}-day streak", overview.streak));
    }
    let totals = &overview.totals;
    if totals.reviews_today == 0 {
        parts.push("Nothing answered today".to_owned());
    } else {
        parts.push(format!("{} today", words::count(totals.reviews_today, "review")));
        parts.push(format!("{} of them right", words::grouped(totals.correct_today)));
    }
    parts
}

fn track(library: &Library, overview: &Overview, track: Track) -> Option<TrackView> {
    let steps = &overview.track;
    let present = session::present(steps)?;
    let count = steps.len();
    let steps = steps.iter().enumerate().filter_map(|(number, step)| {
        let head = &library.decks().get(step.deck)?.head;
        let met = match step.met {
            0 => words::count(step.total, "card"),
            _ if step.is_done() => "All met".to_owned(),
            met => format!("{met} of {} met", step.total),
        };
        let mut name = format!("Step {} of {count}, {}: {met}", number + 1, head.title);
        if number == present {
            name.push_str(", go on here");
        }
        Some(StepView {
            id: head.id.clone(),
            title: head.title.clone(),
            met,
            is_done: step.is_done(),
            is_present: number == present,
            name,
        })
    });
    Some(TrackView { track, steps: steps.collect() })
}

fn areas(library: &Library, overview: &Overview) -> Vec<(String, Vec<Tile>)> {
    let mut areas: Vec<(String, Vec<Tile>)> =
        ["Foundations", "Languages", "Frameworks", "Databases"]
            .map(|name| (name.to_owned(), Vec::new()))
            .into();
    for (deck, figures) in library.decks().iter().zip(&overview.decks) {
        let name = deck.head.area.name();
        let tile = Tile::new(deck, *figures, name, library);
        match areas.iter_mut().find(|(area, _)| area == name) {
            Some((_, tiles)) => tiles.push(tile),
            None => areas.push((name.to_owned(), vec![tile])),
        }
    }
    areas.retain(|(_, tiles)| !tiles.is_empty());
    for (_, tiles) in &mut areas {
        tiles.sort_by_cached_key(|tile| tile.title.to_lowercase());
    }
    areas
}

fn left_out(faults: &[Fault], notices: &[String]) -> LeftOut {
    let errors: Vec<&Fault> =
        faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
    // The notices tell the decks' errors too: those are listed from the faults,
    // which know their places.
    let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let others = notices.iter().filter(|notice| !said.contains(notice));
    let mut list: Vec<(String, String)> =
        others.map(|notice| (String::new(), notice.clone())).collect();
    let settings = list.len();
    list.extend(errors.iter().map(|fault| (place(fault), sentence(fault))));

    let count = |loss| errors.iter().filter(|fault| fault.loss == loss).count();
    let cards = {
        let mut cards: Vec<_> = errors
            .iter()
            .filter(|fault| fault.loss == Loss::Card)
            .map(|fault| {
                (&fault.file, fault.card.as_deref(), fault.card.is_none().then_some(fault.line))
            })
            .collect();
        cards.sort_unstable();
        cards.dedup();
        cards.len()
    };
    let files = count(Loss::File);
    let missing = match (files, cards) {
        (0, 0) => None,
        (0, cards) => Some((words::count_in_words(cards, "card"), cards)),
        (files, 0) => Some((words::count_in_words(files, "deck file"), files)),
        (files, cards) => {
            let cards = words::count_in_words(cards, "card").to_lowercase();
            Some((format!("{} and {cards}", words::count_in_words(files, "deck file")), 2))
        }
    };
    let title = match (missing, settings) {
        (Some((what, 1)), _) => format!("{what} was left out"),
        (Some((what, _)), _) => format!("{what} were left out"),
        (None, 0) if list.is_empty() => String::new(),
        (None, 0) => "A deck has faults".to_owned(),
        (None, _) => "Some settings could not be read".to_owned(),
    };
    LeftOut { title, list }
}

/// `redis.ron:12:8`.
fn place(fault: &Fault) -> String {
    let file = fault.file.file_name().map_or(fault.file.as_path(), Path::new).display();
    if fault.line > 0 { format!("{file}:{}:{}", fault.line, fault.col) } else { file.to_string() }
}

fn sentence(fault: &Fault) -> String {
    let mut text = fault.message.clone();
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    text.push('.');
    if let Some(help) = &fault.help {
        text.push(' ');
        let mut letters = help.chars();
        text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        text.push_str(letters.as_str());
        if !text.ends_with(['.', '?', '!']) {
            text.push('.');
        }
    }
    text
}
