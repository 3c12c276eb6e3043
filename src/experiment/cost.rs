//! What a replication cost, part by part, in nano-units of the reporting currency.

use crate::desk::ledger::GroupSums;
use crate::scenario::{Currencies, Group, Model, NotificationBaseline, SourceKind};
use crate::tariff;
use crate::units::{Currency, HOUR, MINUTE, Money};

use super::assemble::Assembly;
use super::replicate::Chunk;

/// Cost of one replication over `[from, to)`, by part. Unit: nano-units of the reporting currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Paid hours × wage.
    pub wages: i128,
    /// Bill of the tariff in force.
    pub fees: i128,
    /// Rents and minutes.
    pub lines: i128,
    /// Bot turns.
    pub bot: i128,
    /// Ad clicks.
    pub ads: i128,
    /// SMS in place of notifications.
    pub sms: i128,
    /// Licences.
    pub seats: i128,
    /// Fixed monthly fee.
    pub platform: i128,
}

impl Parts {
    /// Parts by name, in the order of tables and charts.
    pub fn named(&self) -> [(&'static str, i128); 8] {
        [
            ("wages", self.wages),
            ("fees", self.fees),
            ("lines", self.lines),
            ("bot", self.bot),
            ("ads", self.ads),
            ("sms", self.sms),
            ("seats", self.seats),
            ("platform", self.platform),
        ]
    }

    fn with(self, other: Parts) -> Parts {
        let Parts { wages, fees, lines, bot, ads, sms, seats, platform } = other;
        Parts {
            wages: self.wages + wages,
            fees: self.fees + fees,
            lines: self.lines + lines,
            bot: self.bot + bot,
            ads: self.ads + ads,
            sms: self.sms + sms,
            seats: self.seats + seats,
            platform: self.platform + platform,
        }
    }

    /// All cost.
    pub fn total(&self) -> i128 {
        self.named().iter().map(|(_, part)| part).sum()
    }
}

/// Converts money into the reporting currency.
pub struct Exchange<'a>(pub &'a Currencies);

impl Exchange<'_> {
    /// Units of the reporting currency for one unit of `currency`; the scenario is checked to give a rate for each it uses.
    pub fn rate(&self, currency: Currency) -> f64 {
        if currency == self.0.report {
            return 1.0;
        }
        self.0.rates.iter().find(|(from, ..)| *from == currency).map_or(f64::NAN, |(_, rate, _)| *rate)
    }

    /// Nano-units of the reporting currency, rounded to the nearest.
    pub fn nanos(&self, money: Money) -> i128 {
        if money.currency == self.0.report { money.nanos } else { self.scale(money, 1.0) }
    }

    /// `money × factor` in nano-units of the reporting currency.
    pub fn scale(&self, money: Money, factor: f64) -> i128 {
        libm::round(money.nanos as f64 * self.rate(money.currency) * factor) as i128
    }
}

/// Paid agent-time of all groups, and of all templates of a fleet, µs.
pub fn all_paid_micros(assembly: &Assembly, chunk: &Chunk) -> f64 {
    if assembly.templates.is_empty() {
        return paid_micros(&assembly.model, chunk).iter().sum();
    }
    assembly.templates.iter().zip(&chunk.templates).map(|(one, chunk)| all_paid_micros(one, chunk)).sum()
}

/// Paid agent-time of each group, µs: staffed time / (1 − shrinkage).
pub fn paid_micros(model: &Model, chunk: &Chunk) -> Vec<f64> {
    let groups = model.desk.groups.iter().zip(&chunk.desk.staff.groups);
    groups.map(|(group, sums)| sums.staffed as f64 / (1.0 - group.shrinkage.0)).collect()
}

/// The cost of a replication.
pub fn parts(assembly: &Assembly, chunk: &Chunk, exchange: &Exchange, months: u32) -> Parts {
    if !assembly.templates.is_empty() {
        let own = assembly.templates.iter().zip(&chunk.templates);
        return own.fold(Parts::default(), |sum, (one, chunk)| sum.with(parts(one, chunk, exchange, months)));
    }
    let model = &assembly.model;
    let per_hour = 1.0 / HOUR as f64;
    let paid = paid_micros(model, chunk);
    let mut wages: i128 =
        model.desk.groups.iter().zip(&paid).map(|(g, micros)| exchange.scale(g.wage, micros * per_hour)).sum();
    wages +=
        model.desk.groups.iter().zip(&chunk.desk.staff.groups).map(|(g, sums)| by_use(g, sums, exchange)).sum::<i128>();
    // Outbound calls in place of notifications are handled by the telephone group, at the cost of their handling time.
    if let Some(group) = model.desk.groups.iter().find(|group| group.phone) {
        let micros = chunk.desk.outbound.0 as f64 / (1.0 - group.shrinkage.0);
        wages += exchange.scale(group.wage, micros * per_hour);
    }
    // Each business of a fleet has a subscription of its own.
    let businesses = f64::from(chunk.of.businesses);
    let seats = model.desk.groups.iter().zip(&chunk.desk.staff.groups);
    Parts {
        wages,
        fees: fees(assembly, chunk, exchange),
        lines: lines(model, chunk, exchange, months),
        bot: model.desk.bot.as_ref().map_or(0, |bot| {
            exchange.scale(bot.price, chunk.tally.bot_turns as f64)
                + exchange.scale(bot.turns.token_price, chunk.desk.extras.tokens as f64)
        }),
        ads: by_stream(assembly, &chunk.tally.clicks, exchange, click_price),
        sms: by_stream(assembly, &chunk.desk.sms, exchange, sms_price),
        seats: seats.map(|(g, sums)| exchange.scale(g.seat, sums.peak as f64 * f64::from(months))).sum(),
        platform: exchange.scale(model.cost.platform_month, f64::from(months) * businesses),
    }
}

/// What a group costs beside its paid hours: the surplus of overtime, and what is paid by contact and minute.
fn by_use(group: &Group, sums: &GroupSums, exchange: &Exchange) -> i128 {
    let (hours, minutes) = (sums.overtime as f64 / HOUR as f64, sums.busy as f64 / MINUTE as f64);
    exchange.scale(group.wage, (group.overtime - 1.0) * hours / (1.0 - group.shrinkage.0))
        + exchange.scale(group.per_contact, sums.begun as f64)
        + exchange.scale(group.per_minute, minutes)
}

/// The bill of the tariff in force.
pub fn fees(assembly: &Assembly, chunk: &Chunk, exchange: &Exchange) -> i128 {
    let (Some(plan), Some(counts)) = (assembly.tariffs.first(), chunk.bills.first()) else { return 0 };
    let total = tariff::price(plan, &assembly.model.book, counts).total;
    exchange.nanos(Money { nanos: total, currency: plan.currency() })
}

fn lines(model: &Model, chunk: &Chunk, exchange: &Exchange, months: u32) -> i128 {
    let hours = chunk.desk.staff.hours.iter().map(|hour| hour.span).sum::<i64>() as f64 / HOUR as f64;
    let Some(phone) = &model.phone else { return 0 };
    let minutes = |micros: i64| micros as f64 / MINUTE as f64;
    // Where lines are given each desk has so many.
    let given = |lines: u32| f64::from(lines) * f64::from(chunk.of.desks);
    let rented = phone.lines.map_or(chunk.desk.staff.lines_peak as f64, given);
    exchange.scale(phone.minute, minutes(chunk.tally.line_time[0]))
        + exchange.scale(phone.outbound_minute, minutes(chunk.tally.line_time[1] + chunk.desk.outbound.0))
        + exchange.scale(phone.line_month, rented * f64::from(months))
        + exchange.scale(phone.line_hour, rented * hours)
}

/// Σ over streams of count × price, the price looked up by source and country.
fn by_stream(
    assembly: &Assembly,
    counts: &[i64],
    exchange: &Exchange,
    price: fn(&SourceKind, u16) -> Option<Money>,
) -> i128 {
    let streams = assembly.desk.streams.iter().zip(counts).filter(|(_, count)| **count > 0);
    let cost = streams.filter_map(|(stream, count)| {
        let kind = &assembly.model.sources[stream.source as usize].kind;
        price(kind, stream.country).map(|price| exchange.scale(price, *count as f64))
    });
    cost.sum()
}

fn click_price(kind: &SourceKind, _country: u16) -> Option<Money> {
    match kind {
        SourceKind::Contacts { price, .. } => Some(*price),
        SourceKind::Notification { .. } => None,
    }
}

fn sms_price(kind: &SourceKind, country: u16) -> Option<Money> {
    match kind {
        SourceKind::Notification { baseline: NotificationBaseline::Sms(prices), .. } => {
            prices.get(country as usize).copied()
        }
        _ => None,
    }
}
