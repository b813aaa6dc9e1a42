//! Parameters that change in the middle of a log, and the fits they came from.

use super::*;
use crate::scheduler::Params;

/// Weights that no other call gives.
fn weights(at: u8) -> [f32; 21] {
    let mut weights = fsrs::DEFAULT_PARAMETERS;
    weights[8] += f32::from(at) / 100.0;
    weights
}

#[test]
fn the_log_stays_provable_when_parameters_change_in_its_middle() {
    let dir = folder();
    let mut store = open(dir.path());
    for n in 0..20 {
        answer(&mut store, u32::try_from(n % 5).unwrap(), moment(DAY + n, 0));
    }
    let before = store.current_params().unwrap();
    store.add_params(1, &weights(1)).unwrap();
    assert_ne!(store.current_params().unwrap(), before);
    for n in 20..40 {
        answer(&mut store, u32::try_from(n % 5).unwrap(), moment(DAY + n, 0));
    }
    assert!(verify(&store).is_good(), "{:?}", verify(&store).differences);
    // Back across the change, and on with yet others.
    for _ in 0..25 {
        assert!(store.undo(moment(DAY + 40, 0), None).unwrap().is_some());
    }
    assert!(verify(&store).is_good(), "{:?}", verify(&store).differences);
    store.add_params(2, before.weights()).unwrap();
    for n in 41..50 {
        answer(&mut store, u32::try_from(n % 5).unwrap(), moment(DAY + n, 0));
    }
    let seen = sight(&store);
    assert!(verify(&store).is_good(), "{:?}", verify(&store).differences);
    store.rebuild(&mut on).unwrap();
    assert_eq!(sight(&store), seen);
    let versions: Vec<u32> = store.all_params().unwrap().iter().map(Params::version).collect();
    assert_eq!(versions, [0, 1, 2], "going back appends");
}

#[test]
fn each_preset_has_parameters_of_its_own() {
    let dir = folder();
    let mut store = open(dir.path());
    assert_eq!(store.params_of("exam").unwrap(), []);
    let exam = store.add_params_of("exam", 1, &weights(1)).unwrap();
    assert_eq!(exam.version(), 1);
    assert_eq!(store.current_params().unwrap(), Params::default(), "everybody's stay");
    let all = store.add_params(2, &weights(2)).unwrap();
    assert_eq!(all.version(), 2);
    assert_eq!(store.add_params_of("exam", 3, &weights(1)).unwrap(), exam, "nothing new");
    // The same weights as everybody's are still a preset's own.
    assert_eq!(store.add_params_of("exam", 4, &weights(2)).unwrap().version(), 3);
    assert_eq!(store.params_of("exam").unwrap().len(), 2);
    assert_eq!(store.current_params().unwrap(), all);
}

#[test]
fn fits_are_kept_by_preset() {
    let dir = folder();
    let mut store = open(dir.path());
    assert_eq!(store.last_fit("").unwrap(), None);
    let fit = |reviews| Fit { at_ms: 5, reviews, outcome: format!("{{\"n\":{reviews}}}") };
    store.add_fit("", &fit(10)).unwrap();
    store.add_fit("", &fit(20)).unwrap();
    store.add_fit("exam", &fit(3)).unwrap();
    assert_eq!(store.last_fit("").unwrap(), Some(fit(20)));
    assert_eq!(store.last_fit("exam").unwrap(), Some(fit(3)));
    let deleted = store.conn.execute("DELETE FROM fit", []);
    assert!(deleted.is_err(), "fits are only ever added");
}
