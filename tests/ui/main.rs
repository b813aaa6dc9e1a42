//! The window, driven without one.

#![cfg(feature = "gui")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::float_cmp,
    clippy::indexing_slicing,
    clippy::many_single_char_names,
    clippy::panic,
    reason = "tests: what goes wrong shall fail, and pixels are counted"
)]

mod author;
mod behaviour;
mod bringing;
mod browse;
mod gallery;
mod home;
mod keys;
mod map;
mod memory;
mod palette;
mod plan;
mod progress;
mod samples;
mod settings;
mod start;
mod states;
mod study;
mod support;
mod trouble;
mod welcome;
