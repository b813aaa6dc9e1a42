//! What a frame costs: the study screen with its question, and with feedback,
//! a keystroke in the editor of cards, the progress screen and the map of a long history,
//! drawn and cut into triangles as for a window of 1400 by 900 points.
#![expect(clippy::unwrap_used, reason = "a benchmark that can't go on has failed")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use hippocache::clock::FixedClock;
use hippocache::collection::{Collection, OpenOptions};
use hippocache::paths::Paths;
use hippocache::session::Scope;
use hippocache::settings::Settings;
use hippocache::store::generate::{self, Plan, item_key, moment};
use hippocache::store::{Durability, Options, Store};
use hippocache::ui::app::{App, Ready, Route};
use hippocache::ui::boot::Boot;
use jiff::tz::TimeZone;

fn frame(ctx: &egui::Context, app: &mut App, events: Vec<egui::Event>) -> usize {
    counted(ctx, app, events).0
}

/// Triangle meshes of a frame, and the shapes that they were made of.
fn counted(ctx: &egui::Context, app: &mut App, events: Vec<egui::Event>) -> (usize, usize) {
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1400.0, 900.0))),
        focused: true,
        events,
        ..egui::RawInput::default()
    };
    let mut output = ctx.run_ui(input, |ui| app.ui(ui));
    output.textures_delta.clear();
    let shapes = output.shapes.len();
    (ctx.tessellate(output.shapes, output.pixels_per_point).len(), shapes)
}

fn key(key: egui::Key) -> Vec<egui::Event> {
    let event = |pressed| egui::Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: egui::Modifiers::NONE,
    };
    vec![event(true), event(false)]
}

fn benches(c: &mut Criterion) {
    let home = tempfile::tempdir().unwrap();
    let paths = Paths::under(home.path());
    let clock = Arc::new(FixedClock::new(1_772_355_600_000));
    let options = OpenOptions { zone: TimeZone::UTC, ..OpenOptions::new(clock) };
    let opened = Collection::open(&paths, options).unwrap();
    let boot = Boot::Ready(Box::new(Ready::new(opened)));
    let mut app =
        App::new(paths, boot, Settings::default(), Some(Scope::deck("python"))).with_seed(1);
    let ctx = egui::Context::default();
    hippocache::ui::install(&ctx);
    for _ in 0..30 {
        frame(&ctx, &mut app, Vec::new());
    }
    c.bench_function("study frame, question", |b| {
        b.iter(|| black_box(frame(&ctx, &mut app, Vec::new())));
    });
    frame(&ctx, &mut app, key(egui::Key::Num1));
    frame(&ctx, &mut app, key(egui::Key::Enter));
    for _ in 0..30 {
        frame(&ctx, &mut app, Vec::new());
    }
    c.bench_function("study frame, feedback", |b| {
        b.iter(|| black_box(frame(&ctx, &mut app, Vec::new())));
    });
}

/// A deck of `cards` cards with code, reasons and all.
fn deck(cards: usize) -> String {
    let mut text = "Deck(format: 1, id: \"own\", title: \"Own\", cards: [\n".to_owned();
    for n in 0..cards {
        let _ = write!(
            text,
            "    Choice(\n        id: \"card-{n}\",\n        ask: \"What is printed by {n}?\\n\\n\
             ```python\\nrows = [[{n}]] * 3\\nrows[0].append(1)\\nprint(rows[2])\\n```\",\n        \
             right: [(\"Both numbers, {n} too\", \"All rows are **one** list.\")],\n        wrong: \
             [(\"Only the first\", \"The list is shared.\"), (\"Nothing at all\", \"Nothing is taken \
             away.\")],\n        why: \"`*` copies references, not lists.\",\n        source: \
             \"https://docs.python.org/3/library/stdtypes.html\",\n        tags: [\"lists\", \
             \"python\"],\n    ),\n"
        );
    }
    text + "])\n"
}

/// A letter in a card's question: the form, its notes, the preview.
fn typing(c: &mut Criterion) {
    for cards in [50, 2_000] {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::under(home.path());
        std::fs::create_dir_all(&paths.decks).unwrap();
        let file = paths.decks.join("own.ron");
        std::fs::write(&file, deck(cards)).unwrap();
        let clock = Arc::new(FixedClock::new(1_772_355_600_000));
        let options = OpenOptions { zone: TimeZone::UTC, ..OpenOptions::new(clock) };
        let opened = Collection::open(&paths, options).unwrap();
        let boot = Boot::Ready(Box::new(Ready::new(opened)));
        let mut app =
            App::new(paths, boot, Settings::default(), Some(Scope::deck("own"))).with_seed(1);
        let ctx = egui::Context::default();
        hippocache::ui::install(&ctx);
        frame(&ctx, &mut app, Vec::new());
        frame(&ctx, &mut app, key(egui::Key::E));
        let is_writing = |ctx: &egui::Context| ctx.egui_wants_keyboard_input();
        for _ in 0..200 {
            frame(&ctx, &mut app, Vec::new());
            std::thread::sleep(Duration::from_millis(5));
            if app.route() == Route::Author && !is_writing(&ctx) {
                frame(&ctx, &mut app, key(egui::Key::Tab));
            }
        }
        assert!(is_writing(&ctx), "a field has the focus");
        let mut at = 0;
        c.bench_function(&format!("a keystroke, in a deck of {cards} cards"), |b| {
            b.iter(|| {
                at += 1;
                let events = if at % 2 == 1 {
                    vec![egui::Event::Text("z".to_owned())]
                } else {
                    key(egui::Key::Backspace)
                };
                black_box(frame(&ctx, &mut app, events))
            });
        });
        // It was a card that was written in.
        frame(&ctx, &mut app, vec![egui::Event::Text("zqz".to_owned())]);
        let mut longest = Duration::ZERO;
        let is_saved = (0..400).any(|_| {
            let began = Instant::now();
            frame(&ctx, &mut app, Vec::new());
            longest = longest.max(began.elapsed());
            std::thread::sleep(Duration::from_millis(2));
            let text = std::fs::read_to_string(&file).unwrap();
            text.contains("zqz")
        });
        assert!(is_saved);
        println!("the longest frame while the card goes into its deck: {longest:.1?}");
    }
}

/// The progress screen and the map of 100,000 cards with 1,000,000 reviews,
/// scrolled and hovered. `HIPPOCACHE_BENCH_HOME` keeps what is made up.
fn huge(c: &mut Criterion) {
    const DAY: i32 = 20_600;
    let made = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("HIPPOCACHE_BENCH_HOME");
    let home = kept.map_or_else(|| made.path().to_owned(), std::path::PathBuf::from);
    let paths = Paths::under(&home);
    if !paths.data.exists() {
        let plan = Plan { picks: true, ..Plan::bench(DAY - 1) };
        std::fs::create_dir_all(&paths.decks).unwrap();
        for deck in 0..plan.decks {
            let id = item_key(deck, plan.decks).deck;
            let mut text =
                format!("Deck(format: 1, id: \"{id}\", title: \"Deck {deck}\", cards: [\n");
            for index in (deck..plan.items).step_by(plan.decks as usize) {
                let card = item_key(index, plan.decks).card;
                let _ = writeln!(
                    text,
                    "Typed(id: \"{card}\", ask: \"What is {index}?\", accept: [\"{index}\"]),"
                );
            }
            std::fs::write(paths.decks.join(format!("{id}.ron")), text + "])\n").unwrap();
        }
        let options =
            Options { durability: Durability::None, ..Options::new(moment(DAY, 0).at_ms, 3) };
        let mut store = Store::open(&paths.data, &options).unwrap();
        generate::fill(&mut store, &plan).unwrap();
    }
    let clock = Arc::new(FixedClock::new(moment(DAY, 12 * 3_600_000).at_ms));
    let options = OpenOptions { zone: TimeZone::UTC, builtin: false, ..OpenOptions::new(clock) };
    let opened = Collection::open(&paths, options).unwrap();
    let boot = Boot::Ready(Box::new(Ready::new(opened)));
    let mut app = App::new(paths, boot, Settings::default(), None).with_seed(1);
    let ctx = egui::Context::default();
    hippocache::ui::install(&ctx);
    // While everything is read and added up beside it, too.
    for (letter, name) in [(egui::Key::I, "progress"), (egui::Key::J, "map")] {
        frame(&ctx, &mut app, command(letter));
        let mut longest = Duration::ZERO;
        let began = Instant::now();
        let mut shapes = 0;
        // What stands in until the figures have come is a few dozen shapes.
        while shapes < 150 {
            assert!(began.elapsed() < Duration::from_mins(2), "{name} was never drawn");
            std::thread::sleep(Duration::from_millis(4));
            let start = Instant::now();
            (_, shapes) = counted(&ctx, &mut app, Vec::new());
            longest = longest.max(start.elapsed());
        }
        println!(
            "{name}: {shapes} shapes drawn after {:.0?}, the longest frame until then {longest:.1?}",
            began.elapsed()
        );
        for _ in 0..30 {
            frame(&ctx, &mut app, Vec::new());
            std::thread::sleep(Duration::from_millis(4));
        }
        let mut turn = 0;
        c.bench_function(&format!("{name} frame of 1,000,000 reviews, scrolled"), |b| {
            b.iter(|| {
                turn += 1;
                let down = if turn % 40 < 20 { -120.0 } else { 120.0 };
                black_box(frame(&ctx, &mut app, wheel(down)))
            });
        });
    }
}

fn command(letter: egui::Key) -> Vec<egui::Event> {
    let event = |pressed| egui::Event::Key {
        key: letter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: egui::Modifiers::COMMAND,
    };
    vec![event(true), event(false)]
}

/// The wheel, over the middle of the window.
fn wheel(points: f32) -> Vec<egui::Event> {
    vec![
        egui::Event::PointerMoved(egui::pos2(700.0, 450.0)),
        egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, points),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: egui::Modifiers::NONE,
        },
    ]
}

criterion_group!(frames, benches, typing, huge);
criterion_main!(frames);
