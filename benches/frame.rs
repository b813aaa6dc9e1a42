//! What a frame costs: the study screen with its question, and with feedback,
//! drawn and cut into triangles as for a window of 1400 by 900 points.
#![expect(clippy::unwrap_used, reason = "a benchmark that can't go on has failed")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use hippocache::clock::FixedClock;
use hippocache::collection::{Collection, OpenOptions};
use hippocache::paths::Paths;
use hippocache::session::Scope;
use hippocache::settings::Settings;
use hippocache::ui::app::{App, Ready};
use hippocache::ui::boot::Boot;
use jiff::tz::TimeZone;

fn frame(ctx: &egui::Context, app: &mut App, events: Vec<egui::Event>) -> usize {
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1400.0, 900.0))),
        focused: true,
        events,
        ..egui::RawInput::default()
    };
    let mut output = ctx.run_ui(input, |ui| app.ui(ui));
    output.textures_delta.clear();
    ctx.tessellate(output.shapes, output.pixels_per_point).len()
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

criterion_group!(frames, benches);
criterion_main!(frames);
