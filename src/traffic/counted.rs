//! Counts that are given: by local hour, or by day with the hours' shares from the profile or from a Dirichlet law.
//!
//! Inside an hour the instants are those of a Poisson process given its count: uniform in expected arrivals, made one
//! after the other (the least of n uniforms exceeds u with probability (1 − u)ⁿ).

use super::plan::{CountPlan, StreamPlan};
use crate::engine::draws::{Draw, Draws, Threshold};
use crate::engine::law::Sampler;
use crate::engine::purpose::Purpose;

/// Turns of the draws of a day's counts: rounding of the day, then of each hour, then its share.
const DAY: u32 = 0;
const HOUR: u32 = 1;
const SHARE: u32 = 2;

/// Where the walk stands.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    at: i64,
    rest: f64,
    end: i64,
    /// The next piece.
    piece: usize,
    /// Arrivals still to come in the present one.
    left: u32,
    /// Of the day in hand: date, arrivals and expected arrivals not yet given to an hour, expected of the whole day.
    day: (i32, u32, f64, f64),
}

impl Counted {
    pub(super) fn new() -> Counted {
        Counted { at: 0, rest: 0.0, end: 0, piece: 0, left: 0, day: (i32::MIN, 0, 0.0, 0.0) }
    }

    pub(super) fn next(&mut self, plan: &StreamPlan, draws: Draws, number: u32) -> Option<i64> {
        while self.left == 0 {
            self.enter(plan, draws)?;
        }
        let u = draws.entity(plan.key, u64::from(number), 0).draw(Purpose::Arrival, 0, 0).open01();
        let share = -libm::expm1(libm::log(u) / f64::from(self.left));
        let length = (self.end - self.at) as f64 - self.rest;
        let ahead = match plan.curve.wave() {
            None => share * length,
            Some(wave) => wave.reach(self.at, self.rest, share * wave.integral(self.at, self.rest, length)),
        };
        let ahead = self.rest + ahead;
        let whole = ahead as i64;
        self.rest = ahead - whole as f64;
        self.at = (self.at + whole).min(self.end - 1);
        self.left -= 1;
        Some(self.at)
    }

    /// Goes to the next piece and decides its count; `None` if the curve has ended.
    fn enter(&mut self, plan: &StreamPlan, draws: Draws) -> Option<()> {
        let (step, counts) = (plan.curve.step(self.piece)?, plan.counts.as_ref()?);
        let expected = plan.own_share() * plan.curve.expected(self.end, step.end);
        let busy = |hour: bool| {
            plan.busyness.as_ref().map_or(1.0, |busyness| {
                let factor = busyness.factor(draws, step.date);
                if hour { factor * busyness.hour_factor(draws, step.date, step.hour) } else { factor }
            })
        };
        let draw = |kind: u32, k: usize| {
            draws.entity(counts.key, i64::from(step.date) as u64, 0).draw(Purpose::Busyness, kind, k as u32)
        };
        self.left = match counts {
            CountPlan { by_day: false, .. } => rounded(expected * busy(true), &mut draw(HOUR, self.piece)),
            CountPlan { concentration, .. } => {
                if step.date != self.day.0 {
                    let day = self.of_the_day(plan, step.date);
                    self.day = (step.date, rounded(day * busy(false), &mut draw(DAY, 0)), day, day);
                }
                let (_, count, open, day) = self.day;
                let share = share(expected, open, day, *concentration, &mut draw(SHARE, self.piece));
                let taken = binomial(count, share, &mut draw(HOUR, self.piece));
                self.day.1 -= taken;
                self.day.2 -= expected;
                taken
            }
        };
        self.at = self.end;
        self.rest = 0.0;
        self.end = step.end;
        self.piece += 1;
        Some(())
    }

    /// Expected arrivals of a date from the present piece on.
    fn of_the_day(&self, plan: &StreamPlan, date: i32) -> f64 {
        let mut end = self.end;
        for index in self.piece.. {
            match plan.curve.step(index) {
                Some(step) if step.date == date => end = step.end,
                _ => break,
            }
        }
        plan.own_share() * plan.curve.expected(self.end, end)
    }
}

/// The whole number below, or with the chance of what is cut off the one above.
fn rounded(expected: f64, draw: &mut Draw) -> u32 {
    let below = expected.floor();
    below as u32 + draw.under(Threshold::new(expected - below)) as u32
}

/// Share of this hour in what is left of the day; of a Dirichlet law by breaking the stick: a beta of two gammas.
fn share(expected: f64, open: f64, day: f64, concentration: Option<f64>, draw: &mut Draw) -> f64 {
    let rest = open - expected;
    // What is left beside the last hour is the rounding of a sum.
    if rest <= 1e-9 * day {
        return if expected > 0.0 { 1.0 } else { 0.0 };
    }
    if expected <= 0.0 {
        return 0.0;
    }
    let Some(concentration) = concentration else { return expected / open };
    let mut gamma = |shape: f64| Sampler::gamma(shape, 1.0 / libm::sqrt(shape)).sample_f64(draw);
    let (own, others) = (gamma(concentration * expected / day), gamma(concentration * rest / day));
    // Two gammas so small that both are 0.
    if own + others > 0.0 { own / (own + others) } else { expected / open }
}

/// How many of `count` coins show heads; as long as there are arrivals to make of them.
fn binomial(count: u32, share: f64, draw: &mut Draw) -> u32 {
    match share {
        share if share >= 1.0 => count,
        share if share <= 0.0 => 0,
        share => {
            let head = Threshold::new(share);
            (0..count).filter(|_| draw.under(head)).count() as u32
        }
    }
}
