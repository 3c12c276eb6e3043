//! Charts of a price game. A chart is a file of this folder and one word in [`PRICE_CHARTS`].

mod curves;
mod revenue;
mod speed;
mod who_pays;

pub use revenue::window_words;

use super::figure::Figure;
use super::theme::Theme;
use super::{Error, Picture};
use crate::table::PriceTables;

/// Every chart of a game, in the order of the report.
pub const PRICE_CHARTS: &[PriceChart] = &[revenue::CHART, speed::CHART, who_pays::CHART];

/// One kind of chart.
#[derive(Clone, Copy, Debug)]
pub struct PriceChart {
    /// File stem.
    pub name: &'static str,
    /// Are the rows it draws there?
    pub needs: fn(&PriceTables) -> bool,
    /// Draws it.
    pub draw: fn(&PriceTables, &PriceContext, &Theme) -> Result<Picture, Error>,
}

/// What charts need to know beyond the tables.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceContext {
    /// Name of the game.
    pub title: String,
    /// Currency of all money.
    pub currency: String,
    /// Name of the rule asked about.
    pub rule: String,
    /// Names of all rules, in the order of the file.
    pub rules: Vec<String>,
    /// Confidence level.
    pub level: f64,
    /// Replications.
    pub replications: u32,
    /// blake3 of the meaning, hexadecimal.
    pub hash: String,
    /// Seed.
    pub seed: u64,
    /// Changes only when numbers change.
    pub model_version: String,
}

impl PriceContext {
    fn close(&self, name: &'static str, figure: Figure) -> Result<Picture, Error> {
        let short: String = self.hash.chars().take(12).collect();
        let foot = format!("chatfare · game {short} · seed {} · model {}", self.seed, self.model_version);
        let origin =
            format!("Hash of the game {}, seed {}, model version {}.", self.hash, self.seed, self.model_version);
        figure.close(name, &foot, &origin)
    }

    /// What a band shows.
    fn interval(&self) -> String {
        let level = crate::table::plain((self.level * 1000.0).round() / 10.0);
        format!("band: {level} % interval, n = {} replications", self.replications)
    }
}

/// Draws every chart whose rows are there.
///
/// # Errors
/// The first chart that fails.
pub fn draw_price(tables: &PriceTables, context: &PriceContext, theme: &Theme) -> Result<Vec<Picture>, Error> {
    PRICE_CHARTS.iter().filter(|c| (c.needs)(tables)).map(|c| (c.draw)(tables, context, theme)).collect()
}
