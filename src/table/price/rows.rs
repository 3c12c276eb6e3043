//! Rows of the tables that `price` writes.

use super::super::rows::Estimate;

/// `platform`: one number of all firms together under one rule.
#[derive(Clone, Debug)]
pub struct PlatformRow {
    /// Reactions allowed: `short`, `medium`, `long`.
    pub horizon: &'static str,
    /// `grid`, or the name of a rule of the file.
    pub rule: String,
    /// Tariff in force.
    pub tariff: String,
    /// Window, s; `None`: the tariff's own.
    pub window_s: Option<f64>,
    /// Multiple of the tariff's rates by market: `1`, or `europe 2, others 1`.
    pub prices: String,
    /// The multiple of the first market.
    pub price: f64,
    /// Name of the number.
    pub metric: &'static str,
    /// Its unit.
    pub unit: String,
    /// Its value.
    pub value: Estimate,
}

/// `responses`: one number of one kind of firm under one rule, with what it chooses.
#[derive(Clone, Debug)]
pub struct FirmRow {
    /// Reactions allowed.
    pub horizon: &'static str,
    /// `grid`, or the name of a rule.
    pub rule: String,
    /// Window, s; `None`: the tariff's own.
    pub window_s: Option<f64>,
    /// Multiples of the rates.
    pub prices: String,
    /// Multiple of the first market.
    pub price: f64,
    /// Segment.
    pub segment: String,
    /// What it holds before.
    pub today: String,
    /// What it chooses.
    pub choice: String,
    /// Share of bootstrap draws in which it chooses the same.
    pub probability: f64,
    /// Gain over staying as it is, share of its cost; `None` without cost.
    pub gain: Option<f64>,
    /// Name of the number.
    pub metric: &'static str,
    /// Its unit.
    pub unit: String,
    /// Its value, of one firm.
    pub value: Estimate,
}

/// `winners`: how a firm fares under one rule against another.
#[derive(Clone, Debug)]
pub struct WinnerRow {
    /// Reactions allowed.
    pub horizon: &'static str,
    /// `best`, or the name of a rule.
    pub rule: String,
    /// The rule compared with.
    pub against: String,
    /// Segment, `customers of …`, or `platform`.
    pub who: String,
    /// Number of firms.
    pub firms: f64,
    /// Unit of the difference.
    pub unit: String,
    /// Payoff of one firm, rule minus the other; of the platform: revenue.
    pub difference: Estimate,
    /// `wins`, `loses` or `not distinguishable`.
    pub reading: &'static str,
}

/// `elasticities`: arc elasticity between neighbouring prices of the grid.
#[derive(Clone, Debug)]
pub struct ElasticityRow {
    /// Reactions allowed.
    pub horizon: &'static str,
    /// Window, s.
    pub window_s: f64,
    /// Market whose price moves, the others at 1 or the nearest.
    pub market: String,
    /// From this multiple.
    pub from: f64,
    /// To this one.
    pub to: f64,
    /// What answers.
    pub quantity: &'static str,
    /// (ln Q1 − ln Q0)/(ln p1 − ln p0).
    pub value: Estimate,
}

/// `claims`: one claim of the article with its number.
#[derive(Clone, Debug)]
pub struct ClaimRow {
    /// The claim.
    pub claim: &'static str,
    /// Reactions allowed.
    pub horizon: &'static str,
    /// `yes`, `no`, `not distinguishable`.
    pub answer: String,
    /// Name of the number.
    pub metric: &'static str,
    /// Its unit.
    pub unit: String,
    /// The number.
    pub value: Estimate,
    /// Assumptions whose low or high end turns the answer, by name.
    pub hangs_on: String,
}

/// `assumptions`: what becomes of each conclusion at the ends of each assumption.
#[derive(Clone, Debug)]
pub struct FlipRow {
    /// Assumption.
    pub assumption: String,
    /// `low` or `high`.
    pub end: &'static str,
    /// Its value there.
    pub at: String,
    /// The conclusion.
    pub conclusion: String,
    /// With the file's own values.
    pub before: String,
    /// At this end.
    pub after: String,
    /// `yes` or `no`.
    pub flips: &'static str,
}

/// All tables of a price game.
#[derive(Clone, Debug, Default)]
pub struct PriceTables {
    /// All firms together.
    pub platform: Vec<PlatformRow>,
    /// By segment.
    pub responses: Vec<FirmRow>,
    /// Who wins, who loses.
    pub winners: Vec<WinnerRow>,
    /// Elasticities.
    pub elasticities: Vec<ElasticityRow>,
    /// Claims.
    pub claims: Vec<ClaimRow>,
    /// Assumptions.
    pub assumptions: Vec<FlipRow>,
}
