//! Finding beside the window: the facts, the texts, the answers, and the rows
//! that a query gives of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::Context;

use crate::insight::History;
use crate::paths::Paths;
use crate::query::{
    self, Building, Column, Expr, Facts, Missing, QueryError, Recent, TextIndex, Vocabulary, World,
};
use crate::ui::app::Ready;

/// Up to so many cards a query takes less than a frame, whatever it asks.
const AT_ONCE: usize = 10_000;

/// What was found, and what it was found in.
#[derive(Debug, Clone)]
pub struct Rows {
    /// All cards at that moment.
    pub facts: Arc<Facts>,
    /// Their texts, once they are read.
    pub text: Option<Arc<TextIndex>>,
    /// Positions in the library, in the order of the table.
    pub items: Vec<u32>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
struct Question {
    expr: Arc<Expr>,
    sort: Option<(Column, bool)>,
    /// The very objects that it is asked of, told by where they are.
    of: [usize; 3],
}

struct Job {
    expr: Arc<Expr>,
    sort: Option<(Column, bool)>,
    facts: Arc<Facts>,
    text: Option<Arc<TextIndex>>,
    history: Option<Arc<History>>,
    recent: Option<Arc<Recent>>,
    needs_words: bool,
}

struct Done {
    rows: Result<Rows, Missing>,
    recent: Option<Arc<Recent>>,
    words: Option<Vocabulary>,
}

/// The texts that are being read.
struct Reading {
    receiver: Receiver<Option<TextIndex>>,
    done: Arc<AtomicUsize>,
    total: usize,
    cancel: Arc<AtomicBool>,
}

/// Finds cards for the screen.
#[derive(Default)]
pub struct Search {
    /// The query as it stands in the field.
    parsed: Option<(String, Result<Arc<Expr>, QueryError>)>,
    facts: Option<Arc<Facts>>,
    /// The log's last event, the library, the day and the minute that the facts
    /// are of: what is being learned falls due within minutes.
    of: Option<(Option<uuid::Uuid>, usize, i32, i64)>,
    words: Option<Arc<Vocabulary>>,
    text: Option<Arc<TextIndex>>,
    /// The library that the texts are of, or are being read of.
    text_of: usize,
    reading: Option<Reading>,
    recent: Option<Arc<Recent>>,
    /// The history and the library that they are of.
    recent_of: (usize, usize),
    asked: Option<Question>,
    finding: Option<Receiver<Done>>,
    missing: Option<Missing>,
    rows: Option<Rows>,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search").field("parsed", &self.parsed).finish_non_exhaustive()
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        if let Some(reading) = &self.reading {
            reading.cancel.store(true, Ordering::Relaxed);
        }
    }
}

fn place<T>(object: Option<&Arc<T>>) -> usize {
    object.map_or(0, |object| Arc::as_ptr(object) as usize)
}

impl Search {
    /// What is shown: the last rows that were found.
    pub fn rows(&self) -> Option<&Rows> {
        self.rows.as_ref()
    }

    /// What is wrong with the query.
    pub fn error(&self) -> Option<&QueryError> {
        self.parsed.as_ref().and_then(|(_, parsed)| parsed.as_ref().err())
    }

    /// The words that the collection knows, for completion.
    pub fn words(&self) -> Option<&Arc<Vocabulary>> {
        self.words.as_ref()
    }

    /// What the query waits for.
    pub fn missing(&self) -> Option<Missing> {
        self.missing
    }

    /// How much of the texts is read, 0 to 1; `None` when all of them are.
    pub fn reading(&self) -> Option<f32> {
        let reading = self.reading.as_ref()?;
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let share = reading.done.load(Ordering::Relaxed) as f32 / reading.total.max(1) as f32;
        Some(share.min(1.0))
    }

    /// Whether the rows are of this collection as it is.
    pub fn is_of(&self, ready: &Ready) -> bool {
        self.rows
            .as_ref()
            .is_some_and(|rows| Arc::ptr_eq(&rows.facts.library, ready.collection.library()))
    }

    /// Brings all of it up to date; `true` when other rows are shown than
    /// before.
    pub fn poll(
        &mut self,
        ctx: &Context,
        ready: &Ready,
        paths: &Paths,
        query: &str,
        sort: Option<(Column, bool)>,
    ) -> bool {
        self.take_texts(ctx, ready, paths);
        self.look(ready);
        if self.parsed.as_ref().is_none_or(|(text, _)| text != query) {
            self.parsed = Some((query.to_owned(), query::parse(query).map(Arc::new)));
        }
        let mut is_new = self.take_rows();
        let Some((_, Ok(expr))) = &self.parsed else { return is_new };
        let Some(facts) = &self.facts else { return is_new };
        // One of other decks names other cards.
        let is_ours = ready.memories.library == Some(place(Some(&facts.library)));
        let history = ready.memories.history.as_ref().filter(|_| is_ours);
        let question = Question {
            expr: Arc::clone(expr),
            sort,
            of: [place(Some(facts)), place(self.text.as_ref()), place(history)],
        };
        if self.finding.is_some() || self.asked.as_ref() == Some(&question) {
            return is_new;
        }
        let recent_of = (place(history), place(Some(&facts.library)));
        let recent = self.recent.clone().filter(|_| self.recent_of == recent_of);
        self.recent_of = recent_of;
        let job = Job {
            expr: Arc::clone(expr),
            sort,
            facts: Arc::clone(facts),
            text: self.text.clone(),
            history: history.cloned(),
            recent,
            needs_words: self.words.is_none(),
        };
        self.asked = Some(question);
        if facts.len() <= AT_ONCE {
            let done = run(job);
            is_new |= self.take(done);
            return is_new;
        }
        let (sender, receiver) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            // Nobody waits any more when the window is gone.
            let _ = sender.send(run(job));
            ctx.request_repaint();
        });
        self.finding = Some(receiver);
        is_new
    }

    /// Takes note of what changed in the collection.
    fn look(&mut self, ready: &Ready) {
        let collection = &ready.collection;
        // What can't be asked is told by whoever reads the log.
        let last = collection.last_event().unwrap_or_default();
        let minute = collection.now_ms().div_euclid(60_000);
        let now = (last, place(Some(collection.library())), collection.day(), minute);
        if self.of == Some(now) {
            return;
        }
        self.of = Some(now);
        self.facts = Some(Arc::new(Facts::of(collection)));
        self.words = None;
    }

    fn take_texts(&mut self, ctx: &Context, ready: &Ready, paths: &Paths) {
        if let Some(reading) = &self.reading {
            match reading.receiver.try_recv() {
                Ok(index) => {
                    self.text = index.map(Arc::new).or(self.text.take());
                    self.reading = None;
                }
                Err(TryRecvError::Disconnected) => self.reading = None,
                Err(TryRecvError::Empty) => {
                    // For how far it is.
                    ctx.request_repaint_after(std::time::Duration::from_millis(100));
                }
            }
        }
        let library = ready.collection.library();
        if self.reading.is_some() || self.text_of == place(Some(library)) {
            return;
        }
        self.text_of = place(Some(library));
        let building = Building {
            library: Arc::clone(library),
            cache: Some(paths.texts()),
            old: self.text.clone(),
        };
        let total = library.decks().iter().map(|deck| deck.cards as usize).sum();
        let (done, cancel) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (sender, receiver) = channel();
        let reading =
            Reading { receiver, done: Arc::clone(&done), total, cancel: Arc::clone(&cancel) };
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            let note = |cards, _| done.store(cards, Ordering::Relaxed);
            let _ = sender.send(building.run(&note, &cancel));
            ctx.request_repaint();
        });
        self.reading = Some(reading);
    }

    fn take_rows(&mut self) -> bool {
        let Some(finding) = &self.finding else { return false };
        match finding.try_recv() {
            Ok(done) => {
                self.finding = None;
                self.take(done)
            }
            Err(TryRecvError::Empty) => false,
            Err(TryRecvError::Disconnected) => {
                self.finding = None;
                false
            }
        }
    }

    fn take(&mut self, done: Done) -> bool {
        self.recent = done.recent.or(self.recent.take());
        if let Some(words) = done.words {
            self.words = Some(Arc::new(words));
        }
        match done.rows {
            Ok(rows) => {
                self.missing = None;
                self.rows = Some(rows);
                true
            }
            Err(missing) => {
                self.missing = Some(missing);
                false
            }
        }
    }
}

/// What a query takes: not for the window's thread when there are many cards.
fn run(job: Job) -> Done {
    let asks_history =
        job.expr.has(|atom| matches!(atom, query::Atom::Rated(..) | query::Atom::Introduced(_)));
    let recent = job.recent.or_else(|| {
        let history = job.history.as_ref().filter(|_| asks_history)?;
        Some(Arc::new(Recent::of(history, job.facts.len())))
    });
    // Texts of another library than the facts would be read at wrong places.
    let text = job.text.filter(|text| text.fits(&job.facts.library));
    let world = World { facts: &job.facts, recent: recent.as_deref(), text: text.as_deref() };
    let rows = query::find(&job.expr, &world).map(|bits| {
        let positions = bits.positions().filter_map(|item| u32::try_from(item).ok());
        let mut items: Vec<u32> = positions.collect();
        if let Some((column, is_descending)) = job.sort {
            query::sort(&mut items, column, is_descending, &job.facts, text.as_deref());
        }
        Rows { facts: Arc::clone(&job.facts), text: text.clone(), items }
    });
    let words = job.needs_words.then(|| Vocabulary::of(&job.facts));
    Done { rows, recent, words }
}
