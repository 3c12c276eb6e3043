//! A Poisson process by inversion: unit exponential steps mapped through the integral of the rate.

use super::plan::StreamPlan;
use crate::engine::draws::{Draws, Entity};
use crate::engine::law::UnitExponential;
use crate::engine::purpose::Purpose;

/// Where the walk stands.
#[derive(Clone, Debug)]
pub(super) struct Poisson {
    unit: UnitExponential,
    /// Whole microseconds and the rest of the last arrival (or start of the piece).
    at: i64,
    rest: f64,
    /// The current piece: index, end, events a microsecond with the busyness of its day and hour.
    piece: usize,
    end: i64,
    rate: f64,
    /// Busyness of the day in hand.
    date: i32,
    factor: f64,
}

impl Poisson {
    pub(super) fn new(plan: &StreamPlan, draws: Draws) -> Poisson {
        let unit = UnitExponential::new();
        let mut walk = Poisson { unit, at: 0, rest: 0.0, piece: 0, end: 0, rate: 0.0, date: i32::MIN, factor: 1.0 };
        walk.enter(plan, draws, 0);
        walk
    }

    /// The next arrival, of this contact.
    #[inline(always)]
    pub(super) fn next(&mut self, plan: &StreamPlan, draws: Draws, contact: Entity) -> Option<i64> {
        let mut draw = contact.draw(Purpose::Arrival, 0, 0);
        let mut step = self.unit.sample(&mut draw);
        let wave = plan.curve.wave();
        loop {
            let length = (self.end - self.at) as f64 - self.rest;
            let left = self.rate * wave.map_or(length, |wave| wave.integral(self.at, self.rest, length));
            if step < left {
                break;
            }
            step -= left;
            if !self.enter(plan, draws, self.piece + 1) {
                return None;
            }
        }
        let length = step / self.rate;
        let ahead = self.rest + wave.map_or(length, |wave| wave.reach(self.at, self.rest, length));
        let whole = ahead as i64;
        self.rest = ahead - whole as f64;
        // Rounding at the very end of a piece must not carry an arrival past it.
        self.at = (self.at + whole).min(self.end - 1);
        Some(self.at)
    }

    /// Goes to a piece; false if the curve has ended.
    #[cold]
    fn enter(&mut self, plan: &StreamPlan, draws: Draws, index: usize) -> bool {
        let Some(step) = plan.curve.step(index) else { return false };
        let mut hour = 1.0;
        if let Some(busyness) = &plan.busyness
            && step.rate > 0.0
        {
            if step.date != self.date {
                (self.date, self.factor) = (step.date, busyness.factor(draws, step.date));
            }
            hour = busyness.hour_factor(draws, step.date, step.hour);
        }
        self.at = self.end;
        self.rest = 0.0;
        self.piece = index;
        self.end = step.end;
        self.rate = step.rate * plan.own_share() * self.factor * hour;
        true
    }
}
