//! Numbers of one firm under every choice, replication by replication, ready to be priced: what the solver reads.

use super::choices::Player;
use super::game::{Game, Rule};
use super::observe::{Observed, in_report};
use super::simulate::{Scene, Simulated, scene_of};
use crate::experiment::cost::Exchange;

/// What is added up over firms; places in [`Sums`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Fees paid.
    Revenue,
    /// Firms' value of answers less all their cost.
    Payoff,
    /// Customers' value of answers.
    Surplus,
    /// Firms' cost, fees included.
    Cost,
    /// Messages that the tariff charges, whatever the price.
    Charged,
    /// Messages of both sides.
    Messages,
    /// Contacts opened with firms that answer at all.
    Contacts,
    /// Contacts resolved.
    Resolved,
    /// Contacts first made by phone.
    ByPhone,
    /// Turns answered on the first channel.
    Answered,
    /// Turns offered there.
    Offered,
    /// Answers inside the window.
    Inside,
    /// Waits of these answers, hours.
    Wait,
    /// Agents' hours paid.
    Hours,
    /// Satisfied under the low curve.
    SatisfiedLow,
    /// Satisfied under the base curve.
    SatisfiedBase,
    /// Satisfied under the high curve.
    SatisfiedHigh,
    /// Turns asked whether they are satisfied.
    Asked,
    /// Cost of the platform.
    PlatformCost,
    /// Firms that use messages.
    Users,
    /// Firms that answer at all.
    Open,
    /// Answers by message.
    MessageAnswers,
}

/// Number of sums.
pub const SUMS: usize = 22;
/// Sums of one replication, point or segment.
pub type Sums = [f64; SUMS];

/// One choice of one segment in one scene.
#[derive(Clone, Debug)]
pub struct Offer {
    /// By replication: all sums at prices of zero, for one firm.
    pub sums: Vec<Sums>,
    /// By replication and market: fees at the tariff's own rates.
    pub fees: Vec<Vec<f64>>,
}

/// One segment ready to be solved.
#[derive(Debug)]
pub struct Side {
    /// Number of firms.
    pub firms: f64,
    /// `offers[scene][choice]`.
    pub offers: Vec<(Scene, Vec<Offer>)>,
}

/// Factors on what is assumed; all 1 for the file's own values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    /// On the firm's value of an answer.
    pub value: f64,
    /// On its half-life.
    pub half_life: f64,
    /// On wages.
    pub wage: f64,
    /// On the number of firms.
    pub firms: f64,
    /// On the customers' value.
    pub customers: f64,
}

impl Factors {
    /// The file's own values.
    pub const NONE: Factors = Factors { value: 1.0, half_life: 1.0, wage: 1.0, firms: 1.0, customers: 1.0 };
}

/// Puts values on what was simulated of a segment.
pub fn side(game: &Game, player: &Player, simulated: &Simulated, factors: Factors) -> Side {
    let exchange = Exchange(&player.scenario.currencies);
    let own = in_report(&player.segment.worth, &exchange);
    let scaled = |(value, half, delay): (f64, Option<f64>, f64), times: f64| {
        (value * times, half.map(|h| h * factors.half_life), delay)
    };
    let worth = scaled(own, factors.value);
    let customers = player.segment.customers.as_ref().map(|w| {
        let (value, half, delay) = in_report(w, &exchange);
        (value * factors.customers, half, delay)
    });
    let message_cost = exchange.scale(game.platform.message_cost, 1.0) as f64 / 1e9;
    let year = YEAR_DAYS / days(player);
    let offer = |rows: &Vec<Observed>, phone: bool, open: bool| Offer {
        sums: rows
            .iter()
            .map(|seen| {
                let mut sums = [0.0; SUMS];
                let cost = seen.wages * factors.wage + seen.rest;
                let value = if open { seen.worth(worth) } else { 0.0 };
                let mut put = |sum: Sum, value: f64| sums[sum as usize] = value * year;
                put(Sum::Payoff, value - cost);
                put(Sum::Cost, cost);
                put(Sum::Surplus, customers.map_or(0.0, |worth| if open { seen.worth(worth) } else { 0.0 }));
                put(Sum::Charged, seen.charged);
                put(Sum::Messages, seen.messages);
                put(Sum::Contacts, seen.contacts.0);
                put(Sum::Resolved, seen.contacts.1);
                put(Sum::ByPhone, seen.by_phone);
                put(Sum::Answered, seen.answered.0);
                put(Sum::Offered, seen.answered.1);
                put(Sum::Inside, seen.inside);
                put(Sum::Wait, seen.wait);
                put(Sum::Hours, seen.hours);
                put(Sum::SatisfiedLow, seen.satisfied[0]);
                put(Sum::SatisfiedBase, seen.satisfied[1]);
                put(Sum::SatisfiedHigh, seen.satisfied[2]);
                put(Sum::Asked, seen.satisfied[3]);
                put(Sum::PlatformCost, seen.messages * message_cost);
                put(Sum::MessageAnswers, if phone { 0.0 } else { seen.answered.0 });
                sums[Sum::Users as usize] = f64::from(u8::from(open && !phone));
                sums[Sum::Open as usize] = f64::from(u8::from(open));
                sums
            })
            .collect(),
        fees: rows.iter().map(|seen| seen.fees.iter().map(|fee| fee * year).collect()).collect(),
    };
    let offers = simulated.scenes.iter().map(|(scene, results)| {
        let of = |(choice, rows): (&super::choices::Choice, &Vec<Observed>)| {
            let phone = choice.model.as_ref().is_some_and(|m| m.channel == crate::facts::Channel::Phone);
            offer(rows, phone, choice.model.is_some())
        };
        (scene.clone(), player.choices.iter().zip(results).map(of).collect())
    });
    Side { firms: player.segment.firms * factors.firms, offers: offers.collect() }
}

/// Days of a year: all money and counts are scaled to one.
pub const YEAR_DAYS: f64 = 365.0;

/// Days of the run.
pub fn days(player: &Player) -> f64 {
    let run = player.run();
    (run.to - run.from) as f64 / crate::units::DAY as f64
}

impl Side {
    /// The offers under a rule.
    pub fn at(&self, player: &Player, rule: &Rule) -> Option<usize> {
        let scene = scene_of(player, rule);
        self.offers.iter().position(|(known, _)| *known == scene)
    }
}

impl Offer {
    /// Weighted mean of the sums and of the fees by market.
    pub fn mean(&self, weights: &[f64]) -> (Sums, Vec<f64>) {
        let mut sums = [0.0; SUMS];
        let mut fees = vec![0.0; self.fees.first().map_or(0, Vec::len)];
        for ((row, paid), weight) in self.sums.iter().zip(&self.fees).zip(weights) {
            sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += weight * x);
            fees.iter_mut().zip(paid).for_each(|(sum, x)| *sum += weight * x);
        }
        (sums, fees)
    }
}
