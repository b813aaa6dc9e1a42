//! The study screen and its summary, by keyboard and by mouse.

mod cards;
mod desk;
mod pictures;
