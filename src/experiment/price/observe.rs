//! What one replication of one choice under one tariff and window counted: everything that prices and values multiply.

use super::choices::Player;
use super::game::{Game, Worth};
use crate::experiment::assemble::Assembly;
use crate::experiment::cost::{self, Exchange};
use crate::experiment::metrics;
use crate::experiment::replicate::Chunk;
use crate::facts::{Channel, Outcome};
use crate::statistics::Histogram;
use crate::tariff;
use crate::units::{HOUR, Money};

/// Sums of one replication of one firm. Money in units of the reporting currency.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Paid hours × wage.
    pub wages: f64,
    /// Lines, bot, ads, SMS, seats, platform fee.
    pub rest: f64,
    /// Bill at the tariff's own rates, by market of the game.
    pub fees: Vec<f64>,
    /// Charged messages.
    pub charged: f64,
    /// Messages of both sides, delivered.
    pub messages: f64,
    /// Messages without a rate: in no amount.
    pub unrated: f64,
    /// Contacts opened, and those of them that were resolved, however late.
    pub contacts: (f64, f64),
    /// Of those opened, first made by phone.
    pub by_phone: f64,
    /// Turns answered on the first channel, of those offered.
    pub answered: (f64, f64),
    /// Answers inside the window.
    pub inside: f64,
    /// Sum of their waits, hours.
    pub wait: f64,
    /// Sum of waits of all answers, those on the other channel too, hours.
    pub waited: f64,
    /// Agents' hours paid.
    pub hours: f64,
    /// Satisfied customers under the low, base and high curve, and those asked.
    pub satisfied: [f64; 4],
    /// Waits on the first channel.
    pub waits: Histogram,
    /// Waits on the other one.
    pub other: Histogram,
}

/// Reads a chunk.
pub fn observe(game: &Game, player: &Player, assembly: &Assembly, chunk: &Chunk, months: u32) -> Observed {
    let exchange = Exchange(&player.scenario.currencies);
    let parts = cost::parts(assembly, chunk, &exchange, months);
    let units = |nanos: i128| nanos as f64 / 1e9;
    let tally = &chunk.tally;
    let book = &assembly.model.book;
    let mut fees = vec![0.0; game.markets()];
    let (mut charged, mut unrated) = (0, 0);
    if let (Some(plan), Some(counts)) = (assembly.tariffs.first(), chunk.bills.first()) {
        for fee in tariff::price_by_country(plan, book, counts) {
            let country = book.countries.get(fee.country as usize);
            let market = country.map_or(0, |country| game.market_of(country));
            fees[market] += units(exchange.nanos(Money { nanos: fee.amount, currency: plan.currency() }));
            charged += fee.charged;
            unrated += fee.unrated;
        }
    }
    let all = metrics::Turns::of_all(assembly, chunk).waits;
    let phone = assembly.model.channel == Channel::Phone;
    let (waits, other) = if phone { (&tally.phone, &tally.messages) } else { (&tally.messages, &tally.phone) };
    Observed {
        wages: units(parts.wages),
        rest: units(parts.total() - parts.wages - parts.fees),
        fees,
        charged: charged as f64,
        messages: (tally.messages_in.0 + tally.messages_out[0]) as f64,
        unrated: unrated as f64,
        contacts: (tally.opened as f64, tally.outcomes[Outcome::Resolved as usize] as f64),
        by_phone: if phone { tally.opened as f64 } else { 0.0 },
        answered: (all.answered as f64, all.offered as f64),
        inside: if phone { 0.0 } else { tally.inside_window as f64 },
        wait: waits.answered_sum as f64 / HOUR as f64,
        waited: (waits.answered_sum + other.answered_sum) as f64 / HOUR as f64,
        hours: cost::paid_micros(&assembly.model, chunk).iter().sum::<f64>() / HOUR as f64,
        satisfied: satisfied(assembly, chunk, &exchange, months),
        waits: waits.histogram.clone(),
        other: other.histogram.clone(),
    }
}

fn satisfied(assembly: &Assembly, chunk: &Chunk, exchange: &Exchange, months: u32) -> [f64; 4] {
    let mut sums = [0.0; 4];
    if assembly.model.satisfaction.is_none() {
        return sums;
    }
    for value in metrics::of_replication(assembly, chunk, exchange, months) {
        for (at, curve) in ["satisfaction_low", "satisfaction_base", "satisfaction_high"].iter().enumerate() {
            if value.metric == *curve {
                sums[at] = value.numerator as f64;
                sums[3] = value.denominator as f64;
            }
        }
    }
    sums
}

impl Observed {
    /// What the answers of this replication are worth. `worth` in the reporting currency: (value, half-life in µs, delay cost
    /// of an hour).
    pub fn worth(&self, (value, half_life, delay): (f64, Option<f64>, f64)) -> f64 {
        let kept = half_life.map_or(1.0, |half_life| self.kept(half_life));
        value * self.contacts.1 * kept - delay * self.waited
    }

    /// Mean of 2^(−wait / half-life) over all answers.
    fn kept(&self, half_life_us: f64) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for bin in self.waits.bins().chain(self.other.bins()).filter(|bin| bin.count > 0) {
            let wait = 0.5 * (bin.lower_us + bin.upper_us - 1) as f64;
            sum += bin.count as f64 * libm::exp2(-wait / half_life_us);
            count += bin.count as f64;
        }
        if count > 0.0 { sum / count } else { 1.0 }
    }
}

/// A worth in the reporting currency, as [`Observed::worth`] takes it.
pub fn in_report(worth: &Worth, exchange: &Exchange) -> (f64, Option<f64>, f64) {
    let units = |money: Money| exchange.scale(money, 1.0) as f64 / 1e9;
    (units(worth.value), worth.half_life.map(|span| span.0 as f64), units(worth.delay_cost))
}
