//! Starting with something to study in mind: `hippocache study --deck redis`.

use std::sync::Arc;
use std::sync::mpsc::channel;

use hippocache::collection::{Collection, OpenOptions};
use hippocache::session::{Scope, Stage};
use hippocache::settings::Settings;
use hippocache::ui::app::{App, Ready, Route};
use hippocache::ui::boot::{Boot, Booted};

use super::support::opened::Desk;

#[test]
fn what_to_study_waits_for_the_collection_to_open() {
    let desk = Desk::new();
    let (sender, receiver) = channel();
    let scope = Scope::deck("redis");
    let mut app =
        App::new(desk.paths(), Boot::Loading(receiver), Settings::default(), Some(scope.clone()));
    let ctx = egui::Context::default();
    hippocache::ui::install(&ctx);
    let frame = |app: &mut App| {
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| app.ui(ui));
        output.textures_delta.clear();
    };
    for _ in 0..3 {
        frame(&mut app);
    }
    let options = OpenOptions::new(Arc::new(desk.clock.clone()));
    let opened = Collection::open(&desk.paths(), options).expect("a collection");
    let ready = Box::new(Ready::new(opened));
    assert!(sender.send(Ok(Booted { ready })).is_ok());
    frame(&mut app);
    assert_eq!(app.route(), Route::Study);
    let session = app.ready().and_then(|ready| ready.session.as_ref()).expect("a session");
    assert_eq!(session.scope(), &scope);
    assert!(matches!(session.stage(), Stage::Asking(question) if question.key.deck == "redis"));
}
