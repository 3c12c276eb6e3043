//! Is what the model says about traffic possible?

use super::busyness::Busyness;
use super::customer::PERSON_BITS;
use super::profile::Axis;
use crate::scenario::{Chance, Counts, Model, Population, Run, Volume};
use crate::units::DAY;

/// A profile's curve holds one piece an hour: longer runs are refused instead of filling the memory.
const LONGEST: i64 = 50 * 366 * DAY;

/// The time axis, or why there is none.
pub(super) fn axis(run: &Run) -> Result<Axis, String> {
    if run.to <= run.from {
        return Err(format!(
            "the run ends at {} but begins at {}; `to` must be later than `from`",
            run.dates.1, run.dates.0
        ));
    }
    let lead = run.lead.0;
    let start = run.from.checked_sub(lead).filter(|_| lead >= 0);
    match start.and_then(|start| Some((start, run.to.checked_sub(start)?))) {
        Some((start, _)) => Ok(Axis { start, from: run.from, to: run.to }),
        None => Err(format!("the lead of {lead} µs cannot be taken from `from`; write a span such as `7 d`")),
    }
}

/// Problems of the business numbers' shares.
pub(super) fn numbers(model: &Model) -> Option<String> {
    shares(model.number_share.iter().copied())
        .filter(|_| !model.number_share.is_empty())
        .map(|problem| format!("shares of the business numbers: {problem}"))
}

/// Problems of a population.
pub(super) fn population(population: &Population, model: &Model) -> Vec<String> {
    let mut problems = Vec::new();
    problems.extend(shares(population.countries.iter().map(|(_, share)| *share)).map(|p| format!("countries: {p}")));
    if population.size.is_some_and(|size| size == 0 || size >= 1 << PERSON_BITS) {
        problems.push("its size must lie between 1 and 2^48 − 1; leave it out for an unlimited one".into());
    }
    let known = model.book.countries.len().min(model.country_zone.len());
    if population.countries.iter().any(|(country, _)| usize::from(*country) >= known) {
        problems.push("it names a country without an entry in the book or without a zone".into());
    }
    problems.into_iter().map(|problem| format!("population `{}`: {problem}", population.name)).collect()
}

/// Shares must be non-negative and sum to 1.
fn shares(shares: impl Iterator<Item = f64> + Clone) -> Option<String> {
    let sum: f64 = shares.clone().sum();
    let sound = shares.clone().all(|share| share >= 0.0) && (sum - 1.0).abs() < 1e-6;
    (!sound).then(|| format!("they sum to {sum}; they must be positive and sum to 1"))
}

/// Is the volume a finite, non-negative rate at all times?
pub(super) fn volume(volume: &Volume, axis: Axis) -> Result<(), String> {
    let amount = |x: f64| x.is_finite() && x >= 0.0;
    match volume {
        Volume::Constant(rate) if !amount(rate.0) => Err(format!("its rate of {}/h must be zero or more", rate.0)),
        Volume::Constant(_) => Ok(()),
        Volume::Table(rows) => table(rows),
        Volume::Profile { .. } if axis.to - axis.start > LONGEST => {
            Err("a run of more than 50 years needs a constant volume; shorten the run".into())
        }
        Volume::Profile { per_day, week, growth, season, holiday, between } => {
            if ![*per_day, *holiday].iter().chain(week.iter()).chain(season).all(|x| amount(*x)) {
                Err("volume, weights of the week, season and holiday must be finite and zero or more".into())
            } else if !(growth.is_finite() && *growth > -1.0) {
                Err(format!("growth of {growth} a year must be more than −100 %"))
            } else if between.is_some_and(|(open, close)| open >= close) {
                Err("`between` ends before it begins; write the earlier date first".into())
            } else {
                Ok(())
            }
        }
    }
}

/// Does what is said of chance fit together?
pub(super) fn chance(chance: &Chance, busyness: Option<&Busyness>) -> Result<(), String> {
    let share = |x: f64| (0.0..1.0).contains(&x);
    if matches!(chance.counts, Counts::ByDay { .. }) && busyness.is_some_and(Busyness::by_hour) {
        return Err("counts given by day leave no room for busyness by hour; take `counts = \"Dirichlet\"`".into());
    }
    if chance.excitation.as_ref().is_some_and(|excitation| !share(excitation.share)) {
        return Err("the share of `excitation` must be 0 or more and below 100 %".into());
    }
    let variation = |x: f64| x.is_finite() && x >= 0.0;
    if !(share(chance.hour_correlation) && variation(chance.day_cv) && variation(chance.hour_cv)) {
        return Err("busyness needs variations of 0 or more and a correlation from 0 to below 1".into());
    }
    if chance.wave.is_some_and(|wave| wave.period.0 <= 0 || !(0.0..=1.0).contains(&wave.amplitude)) {
        return Err("a wave needs a period above 0 and an amplitude from 0 to 100 %".into());
    }
    Ok(())
}

fn table(rows: &[(i64, i64, f64)]) -> Result<(), String> {
    let mut sorted: Vec<_> = rows.iter().map(|&(from, to, _)| (from, to)).collect();
    sorted.sort_unstable();
    if rows.iter().any(|&(from, to, expected)| from >= to || !expected.is_finite() || expected < 0.0) {
        Err("each row of the volume table needs an end after its start and an expected count of zero or more".into())
    } else if sorted.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        Err("rows of the volume table overlap; give each stretch of time once".into())
    } else {
        Ok(())
    }
}
