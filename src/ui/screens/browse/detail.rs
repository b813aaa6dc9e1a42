//! The card at the cursor with its past: read by another thread.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::Context;

use crate::deck::{Card, DeckHead, ItemKey, Library};
use crate::insight::{Reason, WhyInput, why};
use crate::scheduler::{Model, Rating};
use crate::store::{self, Event, EventBody, Setting, Store};
use crate::ui::app::Ready;
use crate::ui::markdown::ImageSource;
use crate::ui::screens::study::preview::Preview;
use crate::ui::words;

/// What is shown of the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// As the learner sees it.
    #[default]
    Card,
    /// When it comes back, and why.
    History,
}

/// The card at the cursor.
#[derive(Default)]
pub struct Details {
    /// The item, the log's last event, the library and the day that it is of.
    of: Option<Of>,
    loading: Option<Receiver<Loaded>>,
    /// What is shown.
    pub loaded: Option<Loaded>,
    /// The card, laid out.
    pub preview: Preview,
    /// The preview shows what follows the answer.
    pub is_answered: bool,
    /// What is shown of it.
    pub tab: Tab,
    /// The card's pictures: the disk is not asked with each frame.
    pub pictures: RefCell<HashMap<String, Option<ImageSource>>>,
}

type Of = (usize, Option<uuid::Uuid>, usize, i32);

impl std::fmt::Debug for Details {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Details").field("of", &self.of).finish_non_exhaustive()
    }
}

/// A card with its past.
#[derive(Debug)]
pub struct Loaded {
    /// Its position in the library.
    pub item: usize,
    /// The card, or why it can't be read.
    pub card: Result<Box<(DeckHead, Card)>, String>,
    /// What it is called.
    pub name: String,
    /// The question above the arithmetic.
    pub title: String,
    /// Where it stands.
    pub verdict: String,
    /// The arithmetic.
    pub reasons: Vec<Reason>,
    /// What happened to it, the latest first.
    pub past: Vec<Past>,
    /// The past can't be read.
    pub trouble: Option<String>,
}

/// One line of the past.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// `5 March 2026`.
    pub date: String,
    /// What happened: a grade, or what was set.
    pub what: String,
    /// The grade of an answer.
    pub rating: Option<Rating>,
    /// The interval that it led to.
    pub interval: String,
    /// The recall that was predicted.
    pub recall: String,
}

impl Details {
    /// Reads what belongs to the item, when it is another or something happened
    /// to it.
    pub fn poll(&mut self, ctx: &Context, ready: &Ready, item: Option<usize>) {
        if let Some(loading) = &self.loading {
            match loading.try_recv() {
                Ok(loaded) => {
                    self.loading = None;
                    self.loaded = Some(loaded);
                    self.pictures.borrow_mut().clear();
                }
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => self.loading = None,
            }
        }
        let collection = &ready.collection;
        let Some(item) = item else { return };
        let library = Arc::clone(collection.library());
        let last = collection.last_event().unwrap_or_default();
        let of = (item, last, Arc::as_ptr(&library) as usize, collection.day());
        if self.of == Some(of) {
            return;
        }
        self.of = Some(of);
        let asked = Asked {
            item,
            key: collection.log_key(item),
            state: collection.state(item),
            model: collection.model().clone(),
            aim: collection.settings().desired_retention,
            today: collection.day(),
            now_ms: collection.now_ms(),
            dir: collection.store().dir().to_owned(),
            library,
        };
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            // Nobody waits any more when the window is gone.
            let _ = sender.send(asked.load());
            ctx.request_repaint();
        });
        self.loading = Some(receiver);
    }

    /// What is known of this item, if it is read already.
    pub fn of(&self, item: usize) -> Option<&Loaded> {
        self.loaded.as_ref().filter(|loaded| loaded.item == item)
    }
}

/// All that reading takes.
struct Asked {
    item: usize,
    key: Option<ItemKey>,
    state: crate::scheduler::CardState,
    model: Model,
    aim: f64,
    today: i32,
    now_ms: i64,
    dir: std::path::PathBuf,
    library: Arc<Library>,
}

impl Asked {
    fn load(self) -> Loaded {
        let (events, trouble) = match self.events() {
            Ok(events) => (events, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        let name = self.library.key(self.item).map(|key| key.to_string()).unwrap_or_default();
        let head = self
            .library
            .items()
            .get(self.item)
            .and_then(|item| Some(self.library.decks().get(item.deck as usize)?.head.clone()));
        let card = match (self.library.card(self.item), head) {
            (Ok(card), Some(head)) => Ok(Box::new((head, card))),
            (Err(error), _) => Err(error.to_string()),
            (_, None) => Err("its deck is gone".to_owned()),
        };
        let answer = why(&WhyInput {
            state: &self.state,
            events: &events,
            model: &self.model,
            aim: self.aim,
            today: self.today,
            now_ms: self.now_ms,
        });
        let title = match (answer.standing, answer.due) {
            (crate::insight::Standing::Due(0), _) => "Why is this due today?".to_owned(),
            (crate::insight::Standing::Due(_), _) => "Why is this overdue?".to_owned(),
            (crate::insight::Standing::Later(_), Some(day)) => {
                format!("Why is this due on {}?", words::day_date(day).strftime("%-d %B"))
            }
            _ => "When does it come back?".to_owned(),
        };
        Loaded {
            item: self.item,
            card,
            name,
            title,
            verdict: answer.verdict(),
            reasons: answer.reasons(),
            past: events.iter().rev().filter_map(|event| past(event, &self.model)).collect(),
            trouble,
        }
    }

    /// What counts of what happened, oldest first.
    fn events(&self) -> Result<Vec<Event>, store::StoreError> {
        let Some(key) = &self.key else { return Ok(Vec::new()) };
        let store = Store::open_to_read(&self.dir, &store::Options::new(self.now_ms, 0))?;
        let events = store.history(key)?;
        if events.is_empty() {
            return Ok(events);
        }
        let undone: HashSet<uuid::Uuid> = store.undone()?.into_iter().collect();
        Ok(events.into_iter().filter(|event| !undone.contains(&event.id)).collect())
    }
}

fn past(event: &Event, model: &Model) -> Option<Past> {
    let date = words::day_date(event.moment.day).strftime("%-d %b %Y").to_string();
    let said = |what: String| {
        Some(Past {
            date: date.clone(),
            what,
            rating: None,
            interval: String::new(),
            recall: String::new(),
        })
    };
    let day = |day: i32| words::day_date(day).strftime("%-d %B %Y").to_string();
    match &event.body {
        EventBody::Review(_, review) => {
            let recall = review
                .before
                .map(|before| words::percent(model.retrievability(before, review.elapsed_days)));
            Some(Past {
                date,
                what: super::pane::grade(review.grade.rating).to_owned(),
                rating: Some(review.grade.rating),
                interval: match review.interval_days {
                    0 => "again soon".to_owned(),
                    days => super::cells::span(f64::from(days)),
                },
                recall: recall.unwrap_or_else(|| "first".to_owned()),
            })
        }
        EventBody::Set(_, setting) => match setting {
            Setting::Suspended(true) => said("Suspended".to_owned()),
            Setting::Suspended(false) => said("Brought back".to_owned()),
            Setting::BuriedUntil(Some(until)) => said(format!("Buried until {}", day(*until))),
            Setting::BuriedUntil(None) => said("No longer buried".to_owned()),
            Setting::Flag(0) => said("Flag removed".to_owned()),
            Setting::Flag(flag) => {
                let name = crate::query::FLAGS.get(usize::from(flag - 1)).copied();
                said(format!("Flagged {}", name.unwrap_or("")))
            }
            Setting::Forget => said("Started over".to_owned()),
            Setting::Due(until) => said(format!("Set to come back on {}", day(*until))),
            Setting::Reworded(..) => said("The answer was changed".to_owned()),
        },
        EventBody::Follow(..) | EventBody::Undo(_) | EventBody::Redo(_) => None,
    }
}
