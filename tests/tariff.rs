//! Tariffs: a naive second implementation, hand-made bills, cards, laws of the fold, wrong files.

mod agreement;
mod bills;
mod cards;
mod conversations;
mod decisions;
mod errors;
mod late_minutes;
mod laws;
mod naive;
mod phones;
mod words;
mod world;
