//! The game solved: firms answer each rule as best they can, the platform takes the rule that serves it best.
//!
//! Firms share no customers, so they are independent followers: the equilibrium of each rule is one best response a segment, and
//! the platform's best rule is found by going through its grid (Stackelberg). Noise is carried by weights: the estimate
//! weighs all replications alike, each of [`DRAWS`] further draws weighs them by a Bayesian bootstrap (Rubin 1981,
//! doi 10.1214/aos/1176345338) and solves the whole game again, so that every interval holds the doubt about who chooses what.

use super::choices::Player;
use super::game::{Horizon, Objective, Rule};
use super::market::{SUMS, Side, Sum, Sums};
use crate::engine::draws::Draws;
use crate::engine::purpose::Purpose;
use crate::statistics::t_quantile;
use crate::table::Estimate;

/// Bootstrap draws.
pub const DRAWS: usize = 200;

/// Weights of replications: the estimate's first, then those of the draws.
#[derive(Clone, Debug)]
pub struct Weights {
    rows: Vec<Vec<f64>>,
    level: f64,
}

impl Weights {
    /// For so many replications; named draws, so the same for the same seed.
    pub fn new(replications: usize, seed: u64, level: f64) -> Weights {
        let mut rows = vec![vec![1.0 / replications.max(1) as f64; replications]];
        for draw in 0..DRAWS {
            let entity = Draws::new(seed, 0, 0).entity(WEIGHTS, draw as u64, 0);
            let raw: Vec<f64> =
                (0..replications).map(|r| -libm::log(entity.draw(Purpose::Spare, r as u32, 0).open01())).collect();
            let sum: f64 = raw.iter().sum();
            rows.push(raw.iter().map(|x| x / sum).collect());
        }
        Weights { rows, level }
    }

    fn replications(&self) -> usize {
        self.rows[0].len()
    }

    /// Weighted means of one value a replication: the estimate's first, then those of the draws.
    pub fn means(&self, values: &[f64]) -> Vec<f64> {
        self.rows.iter().map(|row| row.iter().zip(values).map(|(weight, x)| weight * x).sum()).collect()
    }

    /// An estimate with the interval that its draws give: t × their standard deviation × √((n + 1)/(n − 1)), which for a mean is
    /// Student's s/√n.
    pub fn estimate(&self, values: &[f64]) -> Estimate {
        let n = self.replications();
        let mean = values[0];
        let draws: Vec<f64> = values[1..].iter().copied().filter(|x| x.is_finite()).collect();
        let half = t_quantile(self.level, n.saturating_sub(1) as u32).filter(|_| draws.len() > DRAWS / 2).map(|t| {
            let middle = draws.iter().sum::<f64>() / draws.len() as f64;
            let squares: f64 = draws.iter().map(|x| (x - middle) * (x - middle)).sum();
            t * (squares / draws.len() as f64 * (n + 1) as f64 / (n - 1) as f64).sqrt()
        });
        let half = half.filter(|_| mean.is_finite());
        Estimate { mean, lower: half.map(|h| mean - h), upper: half.map(|h| mean + h), level: self.level, n: n as u32 }
    }
}

/// Name of the stream of weights: "price".
const WEIGHTS: u64 = 0x70_72_69_63_65;

/// What all firms do under one rule, at one horizon.
#[derive(Clone, Debug)]
pub struct Point {
    /// The rule.
    pub rule: Rule,
    /// Reactions allowed.
    pub horizon: Horizon,
    /// `choices[w][segment]`: 0 is the estimate, then the draws.
    pub choices: Vec<Vec<usize>>,
    /// Gain of the estimate's choices over staying as before, share of its cost, by segment; empty if nobody reacts.
    pub gains: Vec<f64>,
    /// `sums[w][segment]`, over all firms of the segment, a year.
    pub sums: Vec<Vec<Sums>>,
}

impl Point {
    /// A number of all firms together, by weights.
    pub fn values(&self, of: impl Fn(&Sums) -> f64) -> Vec<f64> {
        self.sums.iter().map(|segments| of(&total(segments))).collect()
    }

    /// A number of one segment, by weights.
    pub fn segment_values(&self, segment: usize, of: impl Fn(&Sums) -> f64) -> Vec<f64> {
        self.sums.iter().map(|segments| of(&segments[segment])).collect()
    }

    /// Share of draws in which a segment chooses as in the estimate.
    pub fn probability(&self, segment: usize) -> f64 {
        let same = self.choices[1..].iter().filter(|w| w[segment] == self.choices[0][segment]).count();
        same as f64 / (self.choices.len() - 1).max(1) as f64
    }
}

/// Sums over segments.
pub fn total(segments: &[Sums]) -> Sums {
    let mut all = [0.0; SUMS];
    segments.iter().for_each(|sums| all.iter_mut().zip(sums).for_each(|(sum, x)| *sum += x));
    all
}

/// A sum by name.
pub fn get(sums: &Sums, sum: Sum) -> f64 {
    sums[sum as usize]
}

/// The platform's objective of some sums.
pub fn objective(weights: Objective, sums: &Sums) -> f64 {
    weights.revenue * (get(sums, Sum::Revenue) - get(sums, Sum::PlatformCost))
        + weights.firms * get(sums, Sum::Payoff)
        + weights.customers * get(sums, Sum::Surplus)
}

/// Segments with what they were seen to do, under all weights.
pub struct Solver<'a> {
    players: &'a [Player],
    sides: &'a [Side],
    weights: &'a Weights,
    indifference: f64,
    /// `means[w][segment][scene][choice]`.
    means: Vec<Vec<Vec<Vec<(Sums, Vec<f64>)>>>>,
}

impl<'a> Solver<'a> {
    /// Prepares the means under all weights.
    pub fn new(players: &'a [Player], sides: &'a [Side], weights: &'a Weights, indifference: f64) -> Solver<'a> {
        let scene = |offers: &Vec<super::market::Offer>, row: &[f64]| offers.iter().map(|o| o.mean(row)).collect();
        let side = |side: &Side, row: &[f64]| side.offers.iter().map(|(_, offers)| scene(offers, row)).collect();
        let means = weights.rows.iter().map(|row| sides.iter().map(|s| side(s, row)).collect()).collect();
        Solver { players, sides, weights, indifference, means }
    }

    /// What firms hold before the game: what the file says, else what is best in the long run under a rule.
    pub fn today(&self, rule: &Rule) -> Vec<usize> {
        let settled = |segment: usize| {
            let player = &self.players[segment];
            let held = if player.segment.today.is_empty() { None } else { player.find(&player.segment.today) };
            let scene = self.sides[segment].at(player, rule);
            held.unwrap_or_else(|| self.respond((0, segment, scene), rule, Horizon::Long, 0, 0.0))
        };
        (0..self.players.len()).map(settled).collect()
    }

    /// What all firms do under a rule.
    pub fn point(&self, rule: &Rule, horizon: Horizon, today: &[usize]) -> Point {
        let mut point = Point { rule: rule.clone(), horizon, choices: Vec::new(), gains: Vec::new(), sums: Vec::new() };
        let scenes = self.scenes(rule);
        for w in 0..self.weights.rows.len() {
            let respond = |s: usize| self.respond((w, s, scenes[s]), rule, horizon, today[s], self.indifference);
            let choices: Vec<usize> = (0..self.players.len()).map(respond).collect();
            point.sums.push(choices.iter().enumerate().map(|(s, c)| self.sums((w, s, scenes[s]), rule, *c)).collect());
            point.choices.push(choices);
        }
        point.gains = (0..self.players.len())
            .map(|s| self.gain((0, s, scenes[s]), rule, point.choices[0][s], today[s]))
            .collect();
        point
    }

    /// The same with the choices given: nobody reacts.
    pub fn held(&self, rule: &Rule, choices: &[usize]) -> Point {
        let (rows, scenes) = (0..self.weights.rows.len(), self.scenes(rule));
        let of = |w: usize| choices.iter().enumerate().map(|(s, c)| self.sums((w, s, scenes[s]), rule, *c)).collect();
        let sums = rows.clone().map(of).collect();
        let choices = rows.map(|_| choices.to_vec()).collect();
        Point { rule: rule.clone(), horizon: Horizon::Short, choices, gains: Vec::new(), sums }
    }

    /// The scene of a rule for each segment.
    fn scenes(&self, rule: &Rule) -> Vec<Option<usize>> {
        self.sides.iter().zip(self.players).map(|(side, player)| side.at(player, rule)).collect()
    }

    /// The best choice of a segment: the highest payoff among those allowed, but today's if that is not worse by more than the
    /// indifference zone (a share of today's cost).
    fn respond(&self, (w, segment, scene): At, rule: &Rule, horizon: Horizon, today: usize, zone: f64) -> usize {
        let player = &self.players[segment];
        let Some(scene) = scene else { return today };
        let means = &self.means[w][segment][scene];
        let payoff = |choice: usize| {
            let (sums, fees) = &means[choice];
            get(sums, Sum::Payoff) - bill(fees, &rule.prices)
        };
        let allowed = (0..means.len()).filter(|choice| player.allows(*choice, today, horizon));
        let best = allowed.fold(today, |best, choice| if payoff(choice) > payoff(best) { choice } else { best });
        let (sums, fees) = &means[today];
        let cost = get(sums, Sum::Cost) + bill(fees, &rule.prices);
        if payoff(best) - payoff(today) <= zone * cost.abs() { today } else { best }
    }

    /// Sums of all firms of a segment.
    fn sums(&self, (w, segment, scene): At, rule: &Rule, choice: usize) -> Sums {
        let side = &self.sides[segment];
        let Some(scene) = scene else { return [0.0; SUMS] };
        let (sums, fees) = &self.means[w][segment][scene][choice];
        let paid = bill(fees, &rule.prices);
        let mut sums = *sums;
        sums[Sum::Revenue as usize] = paid;
        sums[Sum::Cost as usize] += paid;
        sums[Sum::Payoff as usize] -= paid;
        sums.map(|x| x * side.firms)
    }

    /// Gain of a choice over today's, share of today's cost; not a number without cost.
    fn gain(&self, at: At, rule: &Rule, choice: usize, today: usize) -> f64 {
        let (new, old) = (self.sums(at, rule, choice), self.sums(at, rule, today));
        let cost = get(&old, Sum::Cost).abs();
        let gain = get(&new, Sum::Payoff) - get(&old, Sum::Payoff);
        if cost > 0.0 { gain / cost } else { f64::NAN }
    }
}

/// Row of weights, segment, scene.
type At = (usize, usize, Option<usize>);

/// Fees at a rule's prices.
fn bill(fees: &[f64], prices: &[f64]) -> f64 {
    fees.iter().zip(prices).map(|(fee, price)| fee * price).sum()
}
