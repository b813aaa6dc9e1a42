//! The app over a real collection in a folder of its own, driven without a window.

use std::sync::Arc;

use egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, Node};
use hippocache::clock::{Clock as _, FixedClock};
use hippocache::collection::{Collection, OpenOptions};
use hippocache::deck::{Kind, PROOFS_FILE, Proofs, Proven, parse};
use hippocache::paths::Paths;
use hippocache::session::{Scope, Session, Stage};
use hippocache::settings::{Settings, Theme};
use hippocache::store::{Event, EventBody, Review};
use hippocache::ui;
use hippocache::ui::app::{App, Ready, Route};
use hippocache::ui::boot::Boot;
use jiff::tz::TimeZone;

use crate::support::{Painter, assert_snapshot};

/// Monday, 2026-01-05, 12:00 UTC.
pub const NOON_MS: i64 = 1_767_614_400_000;

/// A learner before the app.
pub struct Desk {
    pub harness: Harness<'static, App>,
    pub clock: FixedClock,
    painter: Painter,
    home: tempfile::TempDir,
}

/// How the app is set up.
pub struct Setup {
    pub theme: Theme,
    pub size: Vec2,
    pub scope: Scope,
    pub settings: Settings,
    /// Letters that no font has may be drawn as boxes.
    pub allow_missing: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            theme: Theme::Dark,
            size: vec2(700.0, 800.0),
            scope: Scope::default(),
            settings: Settings::default(),
            allow_missing: false,
        }
    }
}

impl Desk {
    /// Studies a deck of these cards.
    pub fn new(cards: &str) -> Self {
        Self::with(cards, Setup::default())
    }

    pub fn with(cards: &str, setup: Setup) -> Self {
        Self::at(tempfile::tempdir().expect("a folder"), NOON_MS, cards, setup)
    }

    /// Comes back to the same cards after some days.
    pub fn days_later(self, days: i64, cards: &str, setup: Setup) -> Self {
        let now_ms = self.clock.now_ms() + days * 86_400_000;
        let Self { harness, home, .. } = self;
        // The store is open once only.
        drop(harness);
        Self::at(home, now_ms, cards, setup)
    }

    fn at(home: tempfile::TempDir, now_ms: i64, cards: &str, setup: Setup) -> Self {
        let paths = Paths::under(home.path());
        std::fs::create_dir_all(&paths.decks).expect("a folder");
        let deck = deck(cards);
        let results = paths.decks.join(PROOFS_FILE);
        if !results.exists() {
            std::fs::write(results, proofs(&deck)).expect("results of proofs");
        }
        std::fs::write(paths.decks.join("desk.ron"), deck).expect("a deck");
        let clock = FixedClock::new(now_ms);
        let options = OpenOptions {
            zone: TimeZone::UTC,
            entropy: 7,
            builtin: false,
            ..OpenOptions::new(Arc::new(clock.clone()))
        };
        let opened = Collection::open(&paths, options).expect("the collection opens");
        let is_fine = opened.notices.is_empty() || setup.allow_missing;
        assert!(is_fine, "{:?}", opened.notices);
        let settings = Settings { theme: setup.theme, reduced_motion: true, ..setup.settings };
        let mut ready = Ready::new(opened);
        ready.collection.set_settings(settings.clone());
        let app = App::new(paths, Boot::Ready(Box::new(ready)), settings, Some(setup.scope));
        let app = app.with_seed(11);
        ui::code::highlight_at_once(true);
        let painter = Painter::default();
        let builder = Harness::builder();
        let builder = if setup.allow_missing { builder.allow_missing_glyphs() } else { builder };
        let harness = builder
            .with_size(setup.size)
            .renderer(painter.clone())
            .with_context_setup(ui::install)
            .build_ui_state(|ui, app: &mut App| app.ui(ui), app);
        let mut desk = Self { harness, clock, painter, home };
        desk.run();
        desk
    }

    pub fn run(&mut self) {
        self.clock.advance_ms(900);
        // Toasts ask for frames until they are gone: a few are enough.
        self.harness.run_steps(4);
    }

    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.run();
    }

    pub fn keys(&mut self, keys: &[Key]) {
        for key in keys {
            self.key(*key);
        }
    }

    pub fn chord(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.run();
    }

    /// Types into the field that has the focus.
    pub fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.run();
    }

    /// Clicks what has this name.
    pub fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.run();
    }

    /// Clicks what has this in its name.
    pub fn click_containing(&mut self, name: &str) {
        self.harness.get_by_label_contains(name).click();
        self.run();
    }

    /// Gives the keyboard to what has this name.
    pub fn focus(&mut self, name: &str) {
        self.harness.get_by_label(name).focus();
        self.run();
    }

    pub fn rect(&self, name: &str) -> egui::Rect {
        self.harness.get_by_label(name).rect()
    }

    pub fn has(&self, name: &str) -> bool {
        self.harness.query_all_by_label_contains(name).next().is_some()
    }

    pub fn session(&self) -> &Session {
        let ready = self.harness.state().ready().expect("the collection is open");
        ready.session.as_ref().expect("a session runs")
    }

    pub fn stage(&self) -> Stage<'_> {
        self.session().stage()
    }

    pub fn route(&self) -> Route {
        self.harness.state().route()
    }

    pub fn collection(&self) -> &Collection {
        &self.harness.state().ready().expect("the collection is open").collection
    }

    /// The reviews in the store, the newest first, undone ones left out.
    pub fn reviews(&self) -> Vec<Review> {
        let events = self.collection().store().recent_reviews(1000).expect("a readable store");
        let review = |event: Event| match event.body {
            EventBody::Review(_, review) => Some(*review),
            _ => None,
        };
        events.into_iter().filter_map(review).collect()
    }

    /// Everything that a reader of the accessibility tree can come to know.
    pub fn all_words(&self) -> String {
        let mut words = String::new();
        collect(&self.harness.root(), &mut words);
        words
    }

    /// The last frame as a picture.
    pub fn picture(&self) -> image::RgbaImage {
        self.painter.draw(&self.harness)
    }

    /// A file beside the deck.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.home.path().join("decks").join(name), bytes).expect("a file");
    }

    /// The deck's file is written by another program, with these cards.
    pub fn edit(&self, cards: &str) {
        std::fs::write(self.home.path().join("decks/desk.ron"), deck(cards)).expect("a deck");
        self.harness.state().look_for_changes();
    }

    /// Waits until the decks' good versions are kept.
    pub fn wait_for_good(&self) {
        let folder = Paths::under(self.home.path()).good_decks();
        for _ in 0..600 {
            if std::fs::read_dir(&folder).is_ok_and(|mut files| files.next().is_some()) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("no good version was kept");
    }

    /// Draws frames until this is shown: for what other threads do.
    pub fn until(&mut self, name: &str) {
        for _ in 0..600 {
            self.run();
            if self.has(name) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("never shown: {name}; what is: {}", self.all_words());
    }

    pub fn snapshot(&self, name: &str) {
        assert_snapshot(name, &self.painter.draw(&self.harness));
    }
}

fn deck(cards: &str) -> String {
    format!(
        "Deck(format: 1, id: \"desk\", title: \"PostgreSQL\", area: Database, cards: [{cards}])"
    )
}

/// As if all programs had been run the day before.
fn proofs(deck: &str) -> String {
    let mut proofs = Proofs::default();
    let parsed = parse(deck, std::path::Path::new("desk.ron"));
    for card in parsed.cards.iter().filter(|card| card.body.kind() == Kind::Output) {
        let proven = Proven {
            card: card.fingerprint(),
            on: "Python".to_owned(),
            version: "CPython 3.11.2".to_owned(),
            date: "2026-01-04".to_owned(),
        };
        proofs.record("desk", &card.id, proven);
    }
    proofs.write()
}

fn collect(node: &Node<'_>, words: &mut String) {
    use egui_kittest::kittest::NodeT as _;
    let access = node.accesskit_node();
    for text in [
        access.label(),
        access.value(),
        access.description(),
        access.placeholder().map(str::to_owned),
    ]
    .into_iter()
    .flatten()
    {
        words.push_str(&text);
        words.push('\n');
    }
    for child in node.children() {
        collect(&child, words);
    }
}
