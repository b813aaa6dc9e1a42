//! Queries.
#![no_main]

#[path = "../../tests/fuzz/promises.rs"]
#[allow(dead_code)]
mod promises;

libfuzzer_sys::fuzz_target!(|text: &str| {
    promises::a_query_is_read_or_refused(text, text.len() / 2);
});
