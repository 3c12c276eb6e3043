//! Numbers told of a point of the game: name, unit, formula over sums, and the waits.

use super::Side;
use super::game::{Game, Objective};
use super::market::{Sum, Sums, YEAR_DAYS};
use super::simulate::{SceneResults, Simulated};
use super::solve::{Point, get, objective};
use crate::statistics::{Histogram, student, t_quantile};
use crate::table::Estimate;

/// A number of the sums of all firms.
pub struct Number {
    /// Name in tables.
    pub name: &'static str,
    /// `money` (reporting currency a year), `s`, `share`, `h`, `count`.
    pub unit: &'static str,
    /// Formula.
    pub of: fn(&Sums) -> f64,
}

fn ratio(sums: &Sums, over: Sum, under: Sum) -> f64 {
    if get(sums, under) > 0.0 { get(sums, over) / get(sums, under) } else { f64::NAN }
}

/// What firms, customers and platform have together.
pub fn welfare(sums: &Sums) -> f64 {
    objective(Objective { revenue: 1.0, firms: 1.0, customers: 1.0 }, sums)
}

/// All numbers, in the order of the tables.
pub const NUMBERS: &[Number] = &[
    Number { name: "revenue", unit: "money a year", of: |s| get(s, Sum::Revenue) },
    Number { name: "firms_payoff", unit: "money a year", of: |s| get(s, Sum::Payoff) },
    Number { name: "customers_surplus", unit: "money a year", of: |s| get(s, Sum::Surplus) },
    Number { name: "welfare", unit: "money a year", of: welfare },
    Number { name: "firms_cost", unit: "money a year", of: |s| get(s, Sum::Cost) },
    Number { name: "inside_window", unit: "share", of: |s| ratio(s, Sum::Inside, Sum::MessageAnswers) },
    Number { name: "response_mean", unit: "s", of: |s| 3600.0 * ratio(s, Sum::Wait, Sum::Answered) },
    Number { name: "answered_share", unit: "share", of: |s| ratio(s, Sum::Answered, Sum::Offered) },
    Number { name: "resolved_share", unit: "share", of: |s| ratio(s, Sum::Resolved, Sum::Contacts) },
    Number { name: "phone_share", unit: "share", of: |s| ratio(s, Sum::ByPhone, Sum::Contacts) },
    Number { name: "agent_hours", unit: "h a year", of: |s| get(s, Sum::Hours) },
    Number { name: "messages", unit: "messages a year", of: |s| get(s, Sum::Messages) },
    Number { name: "charged_messages", unit: "messages a year", of: |s| get(s, Sum::Charged) },
    Number { name: "firms_messaging", unit: "firms", of: |s| get(s, Sum::Users) },
    Number { name: "firms_answering", unit: "firms", of: |s| get(s, Sum::Open) },
    Number { name: "satisfied_low", unit: "share", of: |s| ratio(s, Sum::SatisfiedLow, Sum::Asked) },
    Number { name: "satisfied_base", unit: "share", of: |s| ratio(s, Sum::SatisfiedBase, Sum::Asked) },
    Number { name: "satisfied_high", unit: "share", of: |s| ratio(s, Sum::SatisfiedHigh, Sum::Asked) },
];

/// A number by its name.
pub fn number(name: &str) -> Option<&'static Number> {
    NUMBERS.iter().find(|number| number.name == name)
}

/// What a message between firms and customers earns the platform.
pub fn per_message(sums: &Sums) -> f64 {
    let messages = get(sums, Sum::Messages);
    if messages > 0.0 { (get(sums, Sum::Revenue) - get(sums, Sum::PlatformCost)) / messages } else { f64::NAN }
}

/// Share of all messages of the platform that must go between firms and customers for it to earn its target in time; infinite
/// without revenue. `target`: in the reporting currency.
pub fn share_needed(game: &Game, target: f64, sums: &Sums) -> f64 {
    let a_year = YEAR_DAYS * game.platform.messages_a_day * per_message(sums);
    if a_year > 0.0 { target / game.platform.years / a_year } else { f64::INFINITY }
}

/// Quantiles of the response time of all firms (or of one segment) under the estimate's choices, a value each replication: what
/// sectioning needs. Nothing where nobody answers.
pub fn waits_by_replication(
    point: &Point,
    sides: &[Side],
    simulated: &[Simulated],
    scenes: &[Option<usize>],
    segment: Option<usize>,
    p: f64,
) -> (Option<f64>, Vec<f64>) {
    let wanted = (0..sides.len()).filter(|s| segment.is_none_or(|one| one == *s));
    let parts: Vec<(f64, &Vec<super::observe::Observed>)> = wanted
        .filter_map(|s| {
            let results: &SceneResults = &simulated[s].scenes.get(scenes[s]?)?.1;
            Some((sides[s].firms, results.get(point.choices[0][s])?))
        })
        .collect();
    let replications = parts.iter().map(|(_, rows)| rows.len()).min().unwrap_or(0);
    let of = |r: usize| parts.iter().map(|(firms, rows)| (*firms, &rows[r].waits)).collect::<Vec<_>>();
    let all: Vec<(f64, &Histogram)> = (0..replications).flat_map(of).collect();
    let sections = (0..replications).filter_map(|r| quantile(&of(r), p)).collect();
    (quantile(&all, p), sections)
}

/// The pooled value with Student's interval of the sections around it (methods of sectioning: Asmussen & Glynn 2007, III.5a).
pub fn sectioned((pooled, sections): &(Option<f64>, Vec<f64>), level: f64) -> Option<Estimate> {
    let pooled = (*pooled)?;
    let n = sections.len();
    let squares: f64 = sections.iter().map(|x| (x - pooled) * (x - pooled)).sum();
    let half = t_quantile(level, n.saturating_sub(1) as u32)
        .filter(|_| n > 1)
        .map(|t| t * (squares / (n - 1) as f64 / n as f64).sqrt());
    Some(Estimate {
        mean: pooled,
        lower: half.map(|h| pooled - h),
        upper: half.map(|h| pooled + h),
        level,
        n: n as u32,
    })
}

/// Difference of two pooled quantiles, paired by replication.
pub fn difference(a: &(Option<f64>, Vec<f64>), b: &(Option<f64>, Vec<f64>), level: f64) -> Option<Estimate> {
    let mean = a.0? - b.0?;
    if a.1.len() != b.1.len() {
        return None;
    }
    let pairs: Vec<f64> = a.1.iter().zip(&b.1).map(|(x, y)| x - y).collect();
    let half = student(&pairs, level)?.half_width();
    Some(Estimate { mean, lower: half.map(|h| mean - h), upper: half.map(|h| mean + h), level, n: pairs.len() as u32 })
}

/// Quantile of a weighted mixture of histograms, s, interpolated inside its bin.
fn quantile(parts: &[(f64, &Histogram)], p: f64) -> Option<f64> {
    let total: f64 = parts.iter().map(|(weight, waits)| weight * waits.count() as f64).sum();
    if total <= 0.0 {
        return None;
    }
    let mut bins: Vec<(u64, u64, f64)> = Vec::new();
    for (weight, waits) in parts {
        for (at, bin) in waits.bins().enumerate() {
            if bins.len() <= at {
                bins.push((bin.lower_us, bin.upper_us, 0.0));
            }
            bins[at].2 += weight * bin.count as f64;
        }
    }
    let mut below = 0.0;
    for (lower, upper, count) in bins {
        if count > 0.0 && below + count >= p * total {
            let inside = (p * total - below) / count;
            return Some((lower as f64 + inside * (upper - lower) as f64) / 1e6);
        }
        below += count;
    }
    None
}
