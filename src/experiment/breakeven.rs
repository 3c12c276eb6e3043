//! Where two variants cost the same: by wage, by handling time.
//!
//! Both follow from the cost's structure (hours × wage + the rest), so no further simulation is needed; their intervals
//! are jackknife intervals over the paired replications (Tukey 1958; Efron 1982, ch. 3).

use crate::statistics::{Interval, student};
use crate::table::Estimate;
use crate::units::HOUR;

use super::assemble::Assembly;
use super::cost::{self, Exchange};
use super::replicate::Chunk;

/// Sums of one replication that break-even points need.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// Paid hours.
    hours: f64,
    /// Wages, nano-units.
    wages: f64,
    /// All other cost, nano-units.
    rest: f64,
    /// Contacts resolved.
    resolved: f64,
}

/// Break-even points of a variant against the baseline.
#[derive(Clone, Copy, Debug)]
pub struct BreakEven {
    /// Wage an hour at which both cost the same, units of the reporting currency.
    pub wage: Option<Interval>,
    /// Factor on the variant's handling time at which both cost the same.
    pub handling_factor: Option<Interval>,
}

fn part(assembly: &Assembly, chunk: &Chunk, exchange: &Exchange, months: u32) -> Part {
    let parts = cost::parts(assembly, chunk, exchange, months);
    let hours = cost::all_paid_micros(assembly, chunk) / HOUR as f64;
    Part {
        hours,
        wages: parts.wages as f64,
        rest: (parts.total() - parts.wages) as f64,
        resolved: chunk.tally.resolved_in_run as f64,
    }
}

/// Compute both break-even points from paired replications.
pub fn break_even(sides: [(&Assembly, &[&Chunk]); 2], exchange: &Exchange, months: u32, level: f64) -> BreakEven {
    let parts = sides.map(|(assembly, chunks)| -> Vec<Part> {
        chunks.iter().map(|chunk| part(assembly, chunk, exchange, months)).collect()
    });
    let n = parts[0].len().min(parts[1].len());
    BreakEven {
        wage: jackknife(n, level, |skip| equal_wage(sum(&parts[0], skip), sum(&parts[1], skip))),
        handling_factor: jackknife(n, level, |skip| equal_handling(sum(&parts[0], skip), sum(&parts[1], skip))),
    }
}

fn sum(parts: &[Part], skip: Option<usize>) -> Part {
    let kept = parts.iter().enumerate().filter(|(index, _)| Some(*index) != skip);
    let zero = Part { hours: 0.0, wages: 0.0, rest: 0.0, resolved: 0.0 };
    kept.fold(zero, |a, (_, b)| Part {
        hours: a.hours + b.hours,
        wages: a.wages + b.wages,
        rest: a.rest + b.rest,
        resolved: a.resolved + b.resolved,
    })
}

/// The wage w with (w·hours + rest)/resolved equal on both sides; none if the sides need the same hours or w would be negative.
fn equal_wage(variant: Part, baseline: Part) -> Option<f64> {
    let hours = variant.hours / variant.resolved - baseline.hours / baseline.resolved;
    let rest = baseline.rest / baseline.resolved - variant.rest / variant.resolved;
    let wage = rest / hours / 1e9;
    (wage.is_finite() && wage > 0.0).then_some(wage)
}

/// The factor f with (f·wages + rest)/resolved of the variant equal to the baseline's cost: staff scales with work.
fn equal_handling(variant: Part, baseline: Part) -> Option<f64> {
    let target = (baseline.wages + baseline.rest) / baseline.resolved * variant.resolved;
    let factor = (target - variant.rest) / variant.wages;
    (factor.is_finite() && factor > 0.0).then_some(factor)
}

/// Jackknife mean and Student interval of a function of sums; `None` if it has no value somewhere.
fn jackknife(n: usize, level: f64, value: impl Fn(Option<usize>) -> Option<f64>) -> Option<Interval> {
    let all = value(None)?;
    let pseudo: Option<Vec<f64>> =
        (0..n).map(|skip| value(Some(skip)).map(|without| n as f64 * all - (n - 1) as f64 * without)).collect();
    match pseudo {
        Some(pseudo) if n > 1 => student(&pseudo, level),
        _ => student(&[all], level),
    }
}

/// An interval as a table's estimate, in units of `unit`.
pub fn scale(interval: Interval, unit: f64) -> Estimate {
    Estimate {
        mean: interval.mean * unit,
        lower: interval.lower.map(|x| x * unit),
        upper: interval.upper.map(|x| x * unit),
        level: interval.level,
        n: interval.n,
    }
}
