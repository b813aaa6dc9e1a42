//! The screens: each draws what it is given and pushes commands.

pub mod author;
pub mod browse;
pub mod home;
pub mod loading;
pub mod map;
mod nav;
pub mod plan;
pub mod progress;
pub mod settings;
pub mod study;
pub mod summary;
pub mod trouble;
pub mod welcome;
