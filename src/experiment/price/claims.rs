//! The claims of August 2018, each with its number: the rule asked about minus the one it is compared with.

use super::game::Horizon;
use super::market::Sum;
use super::numbers::{difference, number, per_message, share_needed};
use super::solve::{Point, get};
use super::tables::{Solved, minus, reading, unit_words};
use crate::experiment::cost::Exchange;
use crate::table::{ClaimRow, Estimate};

/// Firms answer faster.
pub const FASTER: &str = "firms answer faster";
/// Firms are more careful.
pub const CAREFUL: &str = "firms let fewer answers come late";
/// Customers are happier.
pub const HAPPIER: &str = "customers are happier";
/// Call centres are smaller.
pub const SMALLER: &str = "call centres are smaller";
/// It pays back.
pub const PAYBACK: &str = "it pays back its price";

/// All claims at all horizons.
pub fn claims(solved: &Solved) -> Vec<ClaimRow> {
    let mut rows = Vec::new();
    for h in 0..Horizon::ALL.len() {
        let (rule, against) = (solved.game.claims.rule, solved.game.claims.against);
        let pair = [&solved.rules[h][rule], &solved.rules[h][against]];
        rows.extend(of_horizon(solved, h, pair));
    }
    rows
}

fn of_horizon(solved: &Solved, h: usize, [rule, against]: [&Point; 2]) -> Vec<ClaimRow> {
    let horizon = Horizon::ALL[h].word();
    let mut rows = Vec::new();
    let mut add = |claim: &'static str, metric: &'static str, unit: &str, value: Estimate, answer: String| {
        let unit = unit_words(unit, solved.currency());
        rows.push(ClaimRow { claim, horizon, answer, metric, unit, value, hangs_on: String::new() });
    };
    for (metric, p) in [("response_median", 0.5), ("response_p90", 0.9)] {
        let waits = |point: &Point| solved.waits(point, None, p);
        if let Some(value) = difference(&waits(rule), &waits(against), solved.level()) {
            add(FASTER, metric, "s", value, yes_if_below(&value));
        }
    }
    let change = |name: &str| {
        let found = number(name)?;
        let value = solved.weights.estimate(&minus(&rule.values(found.of), &against.values(found.of)));
        value.mean.is_finite().then_some(value)
    };
    if let Some(value) = change("inside_window") {
        add(CAREFUL, "inside_window", "share", value, yes_if_above(&value));
    }
    for name in ["satisfied_low", "satisfied_base", "satisfied_high", "customers_surplus"] {
        let known = number(name).filter(|n| n.name != "customers_surplus" || any_customers(solved));
        if let (Some(found), Some(value)) = (known, change(name)) {
            add(HAPPIER, found.name, found.unit, value, yes_if_above(&value));
        }
    }
    let hours = |point: &Point| -> Vec<f64> { point.values(|s| get(s, Sum::Hours)) };
    let relative = |other: &[f64]| hours(rule).iter().zip(other).map(|(a, b)| a / b - 1.0).collect::<Vec<_>>();
    let value = solved.weights.estimate(&relative(&hours(against)));
    if value.mean.is_finite() {
        add(SMALLER, "agent_hours", "share", value, yes_if_below(&value));
    }
    if let Some(calls) = solved.calls.as_ref().map(hours) {
        let value = solved.weights.estimate(&relative(&calls));
        add(SMALLER, "agent_hours_against_calls", "share", value, yes_if_below(&value));
    }
    let exchange = Exchange(&solved.players[0].scenario.currencies);
    let target = exchange.scale(solved.game.platform.target, 1.0) as f64 / 1e9;
    let earned = solved.weights.estimate(&rule.values(per_message));
    if earned.mean.is_finite() {
        add(PAYBACK, "revenue_per_message", "money", earned, String::new());
    }
    let share = solved.weights.estimate(&rule.values(|s| share_needed(solved.game, target, s)));
    add(PAYBACK, "share_of_messages_needed", "share", share, needed_words(share.mean));
    if let Some((value, answer)) = price_that_hurries(solved, h, against) {
        add(FASTER, "price_from_which", "times the rates", value, answer);
    }
    rows
}

/// The lowest price of the grid, at the window asked about, at which the slowest tenth begins earlier than under the rule
/// compared with.
fn price_that_hurries(solved: &Solved, h: usize, against: &Point) -> Option<(Estimate, String)> {
    let asked = &solved.game.rules[solved.game.claims.rule].rule;
    if asked.tariff != solved.game.platform.tariff {
        return None;
    }
    let even = |point: &&Point| point.rule.window == asked.window && point.rule.prices.windows(2).all(|p| p[0] == p[1]);
    let line: Vec<&Point> = solved.grid.get(h)?.iter().filter(even).collect();
    let before = solved.waits(against, None, 0.9);
    let faster = |point: &&&Point| {
        let found = difference(&solved.waits(point, None, 0.9), &before, solved.level());
        found.is_some_and(|d| d.upper.is_some_and(|upper| upper < 0.0))
    };
    let top = line.last()?.rule.prices[0];
    let n = solved.players[0].run().replications;
    let tell = |price: f64| Estimate { mean: price, level: solved.level(), n, ..Estimate::default() };
    Some(match line.iter().find(faster) {
        Some(point) => {
            let price = point.rule.prices[0];
            // Answers that are not written leave the statistics of waits: that is not speed.
            let share = |p: &Point| p.values(|s| get(s, Sum::Answered) / get(s, Sum::Offered));
            let fewer = solved.weights.estimate(&minus(&share(point), &share(against)));
            let how =
                if fewer.upper.is_some_and(|upper| upper < 0.0) { ", by leaving late answers unwritten" } else { "" };
            (tell(price), format!("from {} times the rates on{how}", crate::table::plain(price)))
        }
        None => (tell(f64::INFINITY), format!("not up to {} times the rates", crate::table::plain(top))),
    })
}

fn any_customers(solved: &Solved) -> bool {
    solved.players.iter().any(|player| player.segment.customers.is_some())
}

fn yes_if_below(value: &Estimate) -> String {
    reading(value, "no", "yes").into()
}

fn yes_if_above(value: &Estimate) -> String {
    reading(value, "yes", "no").into()
}

/// The share of all messages that must go between firms and customers, by its order of size.
fn needed_words(share: f64) -> String {
    match share {
        s if !s.is_finite() => "never".into(),
        s if s > 1.0 => "not even with all messages".into(),
        s if s > 0.1 => "at 10 to 100 % of messages".into(),
        s if s > 0.01 => "at 1 to 10 % of messages".into(),
        _ => "at less than 1 % of messages".into(),
    }
}
