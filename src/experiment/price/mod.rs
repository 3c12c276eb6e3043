//! The price game: the platform sets window and prices, firms answer with staff, order, late policy, bot and channel.
//!
//! ```text
//! price file ─► game ─► players (each segment's choices) ─► simulate (choice × window, the one runner) ─► observed
//!                                                                                                            │
//!   tables, verdict ◄─ claims, winners, elasticities, assumptions ◄─ solve (best responses, best rule) ◄─ market (values, prices)
//! ```
//!
//! Prices are multiplied with what was counted, so a grid of prices costs no simulation unless an order of answering reads them.
//! Every money and count is of one year; a run of another length is scaled.

mod choices;
mod claims;
mod flips;
mod game;
mod market;
mod numbers;
mod observe;
mod read;
mod reader;
mod ready;
mod segments;
mod simulate;
mod solve;
mod tables;
mod words;

pub use choices::{Choice, MOST_CHOICES, Player};
pub use game::*;
pub use market::{Factors, Offer, SUMS, Side, Sum, Sums, YEAR_DAYS};
pub use numbers::{NUMBERS, Number};
pub use observe::Observed;
pub use read::{MOST_POINTS, read};
pub use ready::{Ready, players};
pub use simulate::{Scene, SceneResults, Simulated};
pub use solve::{DRAWS, Point, Solver, Weights};

use crate::table::PriceTables;
use crate::units::Currency;

/// What a game found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// All tables.
    pub tables: PriceTables,
    /// The verdict in plain words, a sentence a line.
    pub verdict: Vec<String>,
    /// What must be known before the numbers are trusted.
    pub warnings: Vec<String>,
    /// What is neither in the store nor was computed.
    pub missing: Vec<String>,
    /// Events simulated.
    pub events: i64,
    /// Replications of each choice.
    pub replications: u32,
    /// What ties the result to its meaning.
    pub frame: Frame,
}

/// The frame around the numbers.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Currency of all money.
    pub currency: Currency,
    /// Confidence level.
    pub level: f64,
    /// Seed of every draw.
    pub seed: u64,
    /// First day and first day after the run.
    pub dates: (String, String),
    /// blake3 of the meaning of the price file and its scenarios.
    pub hash: String,
}

impl Default for Frame {
    fn default() -> Frame {
        Frame { currency: Currency::USD, level: 0.95, seed: 0, dates: Default::default(), hash: String::new() }
    }
}

/// Every point of the platform's grid.
pub fn grid(game: &Game) -> Vec<Rule> {
    let platform = &game.platform;
    let mut prices: Vec<Vec<f64>> = vec![Vec::new()];
    for _ in 0..game.markets() {
        prices = prices
            .into_iter()
            .flat_map(|front| platform.prices.iter().map(move |price| [front.clone(), vec![*price]].concat()))
            .collect();
    }
    let rule = |window: &crate::units::Span, prices: &Vec<f64>| Rule {
        tariff: platform.tariff.clone(),
        window: Some(*window),
        prices: prices.clone(),
    };
    platform.windows.iter().flat_map(|window| prices.iter().map(|p| rule(window, p)).collect::<Vec<_>>()).collect()
}
