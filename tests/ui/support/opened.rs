//! The whole app with a real collection in a folder of its own, a clock that
//! stands still, and the same seed every time.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use hippocache::clock::FixedClock;
use hippocache::collection::{Collection, OpenOptions};
use hippocache::paths::Paths;
use hippocache::scheduler::{Confidence, Evidence};
use hippocache::session::{Candidate, CandidateKind, Scope};
use hippocache::settings::{Settings, Theme};
use hippocache::ui::app::{App, Ready};
use hippocache::ui::boot::{Boot, Failure};
use jiff::tz::TimeZone;

use super::{Painter, harness};

/// Noon UTC on Thursday, 5 March 2026.
pub const NOW_MS: i64 = 1_772_712_000_000;
/// One day.
pub const DAY_MS: i64 = 86_400_000;

/// An app in a folder of its own.
pub struct Opened {
    pub folder: tempfile::TempDir,
    pub clock: FixedClock,
    pub app: Rc<RefCell<App>>,
    pub harness: Harness<'static>,
    painter: Painter,
}

/// A folder in the making.
pub struct Desk {
    pub folder: tempfile::TempDir,
    pub clock: FixedClock,
    pub settings: Settings,
    pub is_builtin: bool,
    shown: Option<Paths>,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
            clock: FixedClock::new(NOW_MS),
            settings: Settings {
                theme: Theme::Dark,
                reduced_motion: true,
                // What a fit finds must not depend on how soon it ends.
                auto_fit: false,
                ..Settings::default()
            },
            is_builtin: true,
            shown: None,
        }
    }

    pub fn paths(&self) -> Paths {
        Paths::under(self.folder.path())
    }

    /// One more deck.
    pub fn add(&mut self, name: &str, text: &str) {
        let folder = self.paths().decks;
        std::fs::create_dir_all(&folder).expect("a folder for decks");
        std::fs::write(folder.join(name), text).expect("a deck");
    }

    pub fn settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    pub fn options(&self) -> OpenOptions {
        OpenOptions {
            zone: TimeZone::UTC,
            entropy: 7,
            builtin: self.is_builtin,
            ..OpenOptions::new(Arc::new(self.clock.clone()))
        }
    }

    /// The collection, opened anew.
    pub fn collection(&self) -> Collection {
        let mut collection =
            Collection::open(&self.paths(), self.options()).expect("it opens").collection;
        collection.set_settings(self.settings.clone());
        collection
    }

    /// Studies on most of the `days` before today, up to `per_day` answers each,
    /// three of four right.
    pub fn studied(self, days: i64, per_day: usize) -> Self {
        self.clock.set_ms(NOW_MS - days * DAY_MS);
        let mut collection = self.collection();
        for ago in (1..=days).rev() {
            if ago % 7 == 3 || ago % 11 == 5 {
                continue;
            }
            self.clock.set_ms(NOW_MS - ago * DAY_MS);
            let wanted = per_day / 3 + (ago as usize * 7) % per_day;
            self.answer(&mut collection, wanted, |item| item % 5 != 0 || ago % 3 == 0);
        }
        self.clock.set_ms(NOW_MS);
        drop(collection);
        self
    }

    /// Answers up to `wanted` of what is due today.
    pub fn answer(
        &self,
        collection: &mut Collection,
        wanted: usize,
        is_right: impl Fn(usize) -> bool,
    ) {
        // Somebody who has started five decks, or those of their own.
        let decks = ["javascript", "postgresql", "python", "redis", "sql"].map(str::to_owned);
        let decks = if self.is_builtin { decks.to_vec() } else { Vec::new() };
        let scope = Scope { decks, ..Scope::default() };
        let candidates = collection.candidates(&scope).expect("candidates");
        let (_, limits) = collection.today_limits();
        let is_new = |candidate: &&Candidate| candidate.kind == CandidateKind::New;
        let old = candidates.iter().filter(|candidate| !is_new(candidate));
        // New cards of all decks by turns.
        let mut new: Vec<&Candidate> = candidates.iter().filter(is_new).collect();
        new.sort_by_key(|candidate| (candidate.item * 37) % 101);
        let chosen: Vec<usize> = old
            .chain(new.into_iter().take(limits.new.min(6)))
            .map(|it| it.item)
            .take(wanted)
            .collect();
        for item in chosen {
            let kind = collection.library().items()[item].kind;
            let evidence = Evidence {
                kind,
                correct: is_right(item),
                chance: 0.0,
                latency_ms: 8_000,
                confidence: Some(Confidence::Sure),
                hints: 0,
                stated: None,
            };
            self.clock.advance_ms(9_000);
            collection.record(item, &evidence).expect("recorded");
        }
    }

    /// A copy of what `make` has made once, since answering takes its time.
    pub fn copied(cell: &OnceLock<tempfile::TempDir>, make: impl FnOnce() -> Self) -> Self {
        let kept = cell.get_or_init(|| make().folder);
        let copy = Self::new();
        copy_all(kept.path(), copy.folder.path());
        copy
    }

    /// The app shows and uses these folders instead of its own, for pictures.
    pub fn pictured(mut self) -> Self {
        self.shown = Some(Paths {
            data: "/home/ada/.local/share/hippocache".into(),
            decks: "/home/ada/.local/share/hippocache/decks".into(),
            settings: "/home/ada/.config/hippocache/settings.ron".into(),
            cache: "/home/ada/.cache/hippocache".into(),
        });
        self
    }

    pub fn open(self, size: Vec2) -> Opened {
        self.settings.save(&self.paths().settings).expect("settings are saved");
        let opened = Collection::open(&self.paths(), self.options()).expect("it opens");
        let boot = Boot::Ready(Box::new(Ready::new(opened)));
        self.with(boot, size)
    }

    pub fn fail(self, failure: Failure, size: Vec2) -> Opened {
        self.with(Boot::Failed(failure), size)
    }

    pub fn with(self, boot: Boot, size: Vec2) -> Opened {
        let app =
            App::new(self.shown.clone().unwrap_or(self.paths()), boot, self.settings.clone(), None)
                .with_seed(5);
        let app = Rc::new(RefCell::new(app));
        let shown = Rc::clone(&app);
        let (mut harness, painter) =
            harness(self.settings.theme, size, move |ui| shown.borrow_mut().ui(ui));
        if self.shown.is_none() {
            // Cards may hold what only the system's fonts have; the screens' own
            // words are held to the embedded ones where pictures are taken.
            harness.ctx.set_missing_glyph_policy(egui::epaint::text::MissingGlyphPolicy::Tofu);
        }
        harness.run_steps(3);
        Opened { folder: self.folder, clock: self.clock, app, harness, painter }
    }
}

impl Opened {
    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// As a keyboard does it: the key, and the letter that it writes.
    pub fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    /// Changes the app from outside.
    pub fn change(&mut self, change: impl FnOnce(App) -> App) {
        let paths = self.paths();
        let (_, receiver) = std::sync::mpsc::channel();
        let stand_in = App::new(paths, Boot::Loading(receiver), Settings::default(), None);
        let app = self.app.replace(stand_in);
        self.app.replace(change(app));
    }

    /// Draws frames until `is_so`: for what other threads do.
    pub fn settle_until(&mut self, is_so: impl Fn(&Self) -> bool) {
        for _ in 0..600 {
            self.settle();
            if is_so(self) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let shown: Vec<String> = self
            .harness
            .query_all(egui_kittest::kittest::By::new())
            .filter_map(|node| node.accesskit_node().label())
            .collect();
        panic!("it never came to that; what is shown: {shown:#?}");
    }

    /// Lets egui's clock run on.
    pub fn wait_secs(&mut self, secs: f64) {
        // A frame of the harness takes a quarter of a second.
        self.harness.run_steps((secs * 4.0).ceil() as usize + 1);
    }

    /// Turns the wheel over the middle of the window.
    pub fn scroll(&mut self, points: f32) {
        let centre = self.harness.ctx.content_rect().center();
        self.harness.hover_at(centre);
        self.harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -points),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        self.harness.run_steps(40);
    }

    pub fn settle(&mut self) {
        self.harness.run_steps(3);
    }

    pub fn paths(&self) -> Paths {
        Paths::under(self.folder.path())
    }

    /// Compares what is seen with a snapshot; the pointer is out of the way.
    pub fn assert_snapshot(&mut self, name: &str) {
        self.harness.remove_cursor();
        self.settle();
        super::assert_snapshot(name, &self.painter.draw(&self.harness));
    }
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the folder is read") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

/// The sizes at which screens are looked at.
pub const WIDTHS: [f32; 2] = [700.0, 1400.0];

/// The size of a window of this width.
pub fn window(width: f32) -> Vec2 {
    vec2(width, 800.0)
}
