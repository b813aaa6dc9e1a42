//! The study screen and its summary, by keyboard and by mouse.

mod answers;
mod cards;
mod desk;
mod edits;
mod pictures;
mod session;
