//! Packs.
#![no_main]

#[path = "../../tests/fuzz/promises.rs"]
#[allow(dead_code)]
mod promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::a_pack_stays_inside(bytes));
