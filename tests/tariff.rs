//! Tariffs: a naive second implementation, hand-made bills, cards, laws of the fold, wrong files.

mod agreement;
mod bills;
mod broken_more;
mod broken_words;
mod cards;
mod conversations;
mod decisions;
mod direct;
mod errors;
mod follows;
mod late_minutes;
mod laws;
mod more_words;
mod naive;
mod naive_others;
mod naive_regimes;
mod own_rates;
mod phones;
mod portfolio;
mod rate_cards;
mod regimes;
mod regimes_since_2025;
mod story;
mod words;
pub(crate) mod world;
