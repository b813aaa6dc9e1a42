//! Deck texts.
#![no_main]

#[path = "../../tests/fuzz/promises.rs"]
#[allow(dead_code)]
mod promises;

libfuzzer_sys::fuzz_target!(|text: &str| {
    promises::a_deck_is_read_and_edited(text, text.len());
});
