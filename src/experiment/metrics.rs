//! Metrics of a replication as integer ratios: numerator, denominator. Names and scales stand in `table/metrics.rs`.

use std::borrow::Cow;

use crate::desk::Kept;
use crate::facts::{Channel, Outcome};
use crate::statistics::tally::Waits;
use crate::table::Metric;
use crate::units::{Currency, Money};

use super::assemble::Assembly;
use super::cost::{self, Exchange};
use super::replicate::Chunk;

mod extras;
pub mod levels;
mod satisfaction;
mod value;

/// One metric of one replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Name.
    pub metric: String,
    /// Numerator in the metric's integer unit.
    pub numerator: i128,
    /// Denominator; the value is numerator / denominator × scale.
    pub denominator: i128,
    /// How the values of parts of a fleet are joined.
    pub joined: Joined,
}

/// How the values of desks become that of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// Numerators and denominators add up.
    Ratio,
    /// A sum over a replication: its denominator is 1, for all desks together.
    Total,
    /// The largest.
    Largest,
}

/// All ratio metrics of a replication, in the order of the tables.
pub fn of_replication(assembly: &Assembly, chunk: &Chunk, exchange: &Exchange, months: u32) -> Vec<Value> {
    values(assembly, chunk, exchange, months, None)
}

/// These of them alone: points of a sweep ask for a few, thousands of times.
pub fn named(
    assembly: &Assembly,
    chunk: &Chunk,
    exchange: &Exchange,
    months: u32,
    names: &[&'static Metric],
) -> Vec<Value> {
    values(assembly, chunk, exchange, months, Some(names))
}

fn values(
    assembly: &Assembly,
    chunk: &Chunk,
    exchange: &Exchange,
    months: u32,
    only: Option<&[&'static Metric]>,
) -> Vec<Value> {
    if !assembly.templates.is_empty() {
        let parts = assembly.templates.iter().zip(&chunk.templates);
        return joined(parts.map(|(template, part)| values(template, part, exchange, months, only)));
    }
    let mut values = Values { list: Vec::new(), only };
    let turns = Turns::of(chunk, &assembly.model.channels());
    money(&mut values, assembly, chunk, exchange, months);
    speed(&mut values, assembly, chunk, &turns);
    promise(&mut values, chunk, &turns.channels);
    outcomes(&mut values, chunk);
    messages(&mut values, chunk);
    staff(&mut values, assembly, chunk);
    extras::add(&mut values, assembly, chunk);
    value::add(&mut values, assembly, chunk, exchange);
    if only.is_none_or(|only| only.iter().any(|metric| metric.name.starts_with("satisfaction"))) {
        satisfaction::add(&mut values, assembly, chunk);
    }
    features(&mut values, assembly, chunk);
    values.list
}

/// The values of all templates of a fleet together; what only some of them have is theirs.
fn joined(templates: impl Iterator<Item = Vec<Value>>) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    for value in templates.flatten() {
        match all.iter_mut().find(|known| known.metric == value.metric) {
            None => all.push(value),
            Some(sum) => match value.joined {
                Joined::Ratio => {
                    sum.numerator += value.numerator;
                    sum.denominator += value.denominator;
                }
                Joined::Total => sum.numerator += value.numerator,
                Joined::Largest => sum.numerator = sum.numerator.max(value.numerator),
            },
        }
    }
    all
}

/// What one channel of a variant that serves on two has: how fast it answers, and how many.
pub fn of_channel(assembly: &Assembly, chunk: &Chunk, channel: Channel) -> Vec<Value> {
    if !assembly.templates.is_empty() {
        let parts = assembly.templates.iter().zip(&chunk.templates);
        return joined(parts.map(|(template, part)| of_channel(template, part, channel)));
    }
    let mut values = Values { list: Vec::new(), only: None };
    speed(&mut values, assembly, chunk, &Turns::of(chunk, &[channel]));
    promise(&mut values, chunk, &[channel]);
    values.list
}

/// Turns that measures of speed are about: those of one channel, or of all.
pub struct Turns<'a> {
    /// Their waits.
    pub waits: Cow<'a, Waits>,
    /// Calls among them that found no line.
    pub blocked: i64,
    /// The channels.
    pub channels: Vec<Channel>,
}

impl<'a> Turns<'a> {
    /// Those of these channels in a replication (or a part of a fleet), as one.
    pub fn of(chunk: &'a Chunk, channels: &[Channel]) -> Turns<'a> {
        let of = |channel: &Channel| match channel {
            Channel::Messages => &chunk.tally.messages,
            Channel::Phone => &chunk.tally.phone,
        };
        let mut waits = Cow::Borrowed(channels.first().map_or(&chunk.tally.messages, of));
        channels.iter().skip(1).for_each(|channel| waits.to_mut().merge(of(channel)));
        let blocked = if channels.contains(&Channel::Phone) { chunk.desk.extras.blocked } else { 0 };
        Turns { waits, blocked, channels: channels.to_vec() }
    }

    /// Those of a variant on all of its channels.
    pub fn of_all(assembly: &Assembly, chunk: &'a Chunk) -> Turns<'a> {
        Turns::of(chunk, &assembly.model.channels())
    }
}

/// How fast turns are answered, and how many.
fn speed(values: &mut Values, assembly: &Assembly, chunk: &Chunk, turns: &Turns) {
    waits(values, &turns.waits);
    levels::add(values, assembly, chunk, turns);
    values.add("answered_share", turns.waits.answered, turns.waits.offered);
    further_waits(values, turns);
}

/// Values as they are found; those that nobody asked for are dropped.
struct Values<'a> {
    list: Vec<Value>,
    only: Option<&'a [&'static Metric]>,
}

impl Values<'_> {
    /// A ratio.
    fn add(&mut self, metric: &str, numerator: impl Into<i128>, denominator: impl Into<i128>) {
        self.put(metric, numerator.into(), denominator.into(), Joined::Ratio);
    }

    /// What a replication comes to.
    fn total(&mut self, metric: &str, sum: impl Into<i128>) {
        self.put(metric, sum.into(), 1, Joined::Total);
    }

    fn put(&mut self, metric: &str, numerator: i128, denominator: i128, joined: Joined) {
        if self.only.is_some_and(|only| only.iter().all(|asked| asked.name != metric)) {
            return;
        }
        self.list.push(Value { metric: metric.into(), numerator, denominator, joined });
    }
}

fn money(values: &mut Values, assembly: &Assembly, chunk: &Chunk, exchange: &Exchange, months: u32) {
    let parts = cost::parts(assembly, chunk, exchange, months);
    let (resolved, opened) = (chunk.tally.resolved_in_run, chunk.tally.opened);
    values.add("cost_per_resolved", parts.total(), resolved);
    for (name, part) in parts.named() {
        values.add(&format!("cost_per_resolved.{name}"), part, resolved);
    }
    values.add("cost_per_contact", parts.total(), opened);
    values.total("cost_total", parts.total());
    values.total("fee", parts.fees);
    values.add("fee_per_contact", parts.fees, opened);
    values.add("fee_per_1000_contacts", parts.fees, opened);
    values.total("calculator_fee", calculator_fee(assembly, chunk, exchange));
    let reasons = assembly.model.reasons.iter().zip(&chunk.tally.lost_by_reason);
    values.total("value_lost", reasons.map(|(r, lost)| exchange.scale(r.value, *lost as f64)).sum::<i128>());
}

/// What vendors' calculators say: delivered messages × the country's list rate of a late answer, knowing no window.
fn calculator_fee(assembly: &Assembly, chunk: &Chunk, exchange: &Exchange) -> i128 {
    let currency = assembly.tariffs.first().map_or(Currency::USD, |plan| plan.currency());
    let countries = chunk.tally.countries.iter().zip(&assembly.rules.first.late_price);
    let rated = countries.filter(|(_, rate)| **rate >= 0);
    let total: i128 = rated.map(|(count, rate)| i128::from(count.messages_out) * i128::from(*rate)).sum();
    exchange.nanos(Money { nanos: total, currency })
}

fn waits(values: &mut Values, waits: &Waits) {
    values.add("first_response_mean", waits.first.1, waits.first.0);
    values.add("response_mean", waits.answered_sum, waits.answered);
    values.add("queue_wait_mean", waits.queued_sum, waits.answered);
    values.add("queue_wait_over_threshold", waits.queued_over, waits.answered);
    values.add("wait_all_mean", waits.queued_sum + waits.lost_sum, waits.offered);
}

/// What is beyond the threshold, and who left.
fn further_waits(values: &mut Values, turns: &Turns) {
    let (waits, blocked) = (&turns.waits, turns.blocked);
    values.add("excess_wait_mean", waits.excess_sum, waits.answered);
    values.put("response_max", waits.longest.into(), 1, Joined::Largest);
    values.add("time_to_abandon_mean", waits.lost_sum, waits.offered - waits.answered - blocked);
}

/// The promise, over turns (calls) that arrive while somebody who serves them is on duty.
fn promise(values: &mut Values, chunk: &Chunk, channels: &[Channel]) {
    let sum = |part: fn(&Kept) -> i64| {
        channels.iter().map(|channel| part(&chunk.desk.promise[*channel as usize])).sum::<i64>()
    };
    values.add("promise_kept", sum(|kept| kept.within), sum(|kept| kept.offered));
}

fn outcomes(values: &mut Values, chunk: &Chunk) {
    let tally = &chunk.tally;
    let closed: i64 = tally.outcomes.iter().sum();
    let of = |outcome: Outcome| tally.outcomes[outcome as usize];
    values.total("contacts", tally.opened);
    values.add("resolved_share", of(Outcome::Resolved), closed);
    values.add("unresolved_share", of(Outcome::Unresolved), closed);
    values.add("abandoned_share", of(Outcome::Abandoned), closed);
    values.add("dropped_share", of(Outcome::Dropped), closed);
    values.add("blocked_share", of(Outcome::Blocked), closed);
    values.add("closed_share", of(Outcome::Closed), closed);
    values.add("balked_share", of(Outcome::Balked), closed);
    values.add("open_at_end_share", of(Outcome::OpenAtEnd), closed);
    values.add("repeat_share", tally.repeats, tally.opened);
    values.add("turns_per_contact", tally.messages.offered + tally.phone.offered, tally.opened);
}

fn messages(values: &mut Values, chunk: &Chunk) {
    let tally = &chunk.tally;
    values.total("messages_in", tally.messages_in.0);
    values.total("messages_out", tally.messages_out[0]);
    values.total("messages_failed", tally.messages_out[1]);
    values.total("messages_refused", tally.messages_out[2]);
    values.total("refused_contact_before", tally.refused[0]);
    values.total("refused_promotion", tally.refused[1]);
    values.add("answered_inside_window", tally.inside_window, tally.messages.answered);
    values.add("late_answers_share", tally.late_answers, tally.messages.answered);
    values.add("reminder_free_share", tally.owed_to_reminder, tally.inside_window);
}

fn staff(values: &mut Values, assembly: &Assembly, chunk: &Chunk) {
    let groups = &chunk.desk.staff.groups;
    let sum = |part: fn(&crate::desk::ledger::GroupSums) -> i64| groups.iter().map(part).sum::<i64>();
    let paid: f64 = cost::paid_micros(&assembly.model, chunk).iter().sum();
    values.total("paid_hours", libm::round(paid) as i128);
    values.total("agents_peak", sum(|g| g.peak));
    values.add("occupancy", sum(|g| g.busy), sum(|g| g.staffed));
    values.add("occupancy_in_shift", sum(|g| g.busy - g.overtime), sum(|g| g.staffed - g.overtime));
    values.add("utilisation", sum(|g| g.busy), libm::round(paid) as i128);
    values.add("concurrency_logged_in", sum(|g| g.serving + g.resting), sum(|g| g.staffed));
    let (tally, extras) = (&chunk.tally, &chunk.desk.extras);
    let answered = tally.messages.answered + tally.phone.answered - extras.bot_answers;
    values.add("answered_per_agent_hour", answered, sum(|g| g.staffed));
    let finished = tally.outcomes[Outcome::Resolved as usize] + tally.outcomes[Outcome::Unresolved as usize];
    values.add("contacts_per_agent_hour", finished - extras.unaided, sum(|g| g.staffed));
    // Who is called back is no turn, but work.
    values.add("handling_time_mean", sum(|g| g.serving), answered + chunk.desk.recalls.reached);
    values.add("concurrency", sum(|g| g.serving + g.resting), sum(|g| g.busy));
}

/// Measures of what not every desk does: second groups, calls back, overtime at another price.
fn features(values: &mut Values, assembly: &Assembly, chunk: &Chunk) {
    let (model, second, recalls) = (&assembly.model, &chunk.desk.second, &chunk.desk.recalls);
    if model.reasons.iter().any(|reason| reason.transfer.is_some()) {
        values.add("passed_on_share", second.passed_on, chunk.tally.opened);
        values.add("second_wait_mean", second.wait, second.taken);
        values.add("second_lost_share", second.lost, second.passed_on);
    }
    if model.phone.is_some() {
        let on_a_line = chunk.desk.extras.menu_settled + recalls.accepted;
        values.add("blocked_calls_share", chunk.desk.extras.blocked, chunk.tally.phone.offered + on_a_line);
    }
    if model.phone.as_ref().is_some_and(|phone| phone.callback.is_some()) {
        values.total("callback_offers", recalls.offered);
        values.add("callback_accepted_share", recalls.accepted, recalls.offered);
    }
    if model.phone.as_ref().is_some_and(|phone| phone.voicemail.is_some()) {
        values.total("voice_messages", recalls.messages);
    }
    if model.phone.as_ref().is_some_and(|phone| phone.callback.is_some() || phone.voicemail.is_some()) {
        values.add("recalled_share", recalls.reached, recalls.accepted + recalls.messages);
        values.add("recall_wait_mean", recalls.wait, recalls.reached);
    }
    if model.phone.as_ref().is_some_and(|phone| phone.dialer.is_some()) {
        let dialled = &chunk.desk.dialled;
        values.total("dialled_calls", dialled.calls);
        values.add("dialled_answered_share", dialled.answered, dialled.calls);
        values.add("dialled_mismatch_share", dialled.mismatched, dialled.answered);
        values.total("dialled_given_up", dialled.missed);
        values.total("dialled_left", dialled.left);
    }
    if model.desk.limits.customers_a_day.is_some() {
        values.total("refused_daily_limit", chunk.tally.refused[2]);
    }
    if model.desk.groups.iter().any(|group| group.overtime != 1.0) {
        values.total("overtime_hours", chunk.desk.staff.groups.iter().map(|group| group.overtime).sum::<i64>());
    }
}
