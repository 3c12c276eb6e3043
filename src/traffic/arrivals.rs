//! The walk of one stream through its curve.

use super::plan::StreamPlan;
use crate::engine::draws::Draws;
use crate::engine::law::UnitExponential;
use crate::engine::purpose::Purpose;

/// Mutable state of one stream in one replication.
#[derive(Clone, Debug)]
pub struct Arrivals {
    draws: Draws,
    unit: UnitExponential,
    /// Number of the next arrival, and where the numbers end.
    ordinal: u32,
    limit: u32,
    /// Whole microseconds and the rest of the last arrival (or start of the piece).
    at: i64,
    rest: f64,
    /// The current piece: index, end, events a microsecond with the day's busyness.
    piece: usize,
    end: i64,
    rate: f64,
    /// Busyness of the day in hand.
    date: i32,
    factor: f64,
}

impl Arrivals {
    /// At engine time 0, before the first arrival.
    pub fn new(plan: &StreamPlan, draws: Draws) -> Arrivals {
        let mut arrivals = Arrivals {
            draws,
            unit: UnitExponential::new(),
            ordinal: 0,
            limit: plan.limit,
            at: 0,
            rest: 0.0,
            piece: 0,
            end: 0,
            rate: 0.0,
            date: i32::MIN,
            factor: 1.0,
        };
        arrivals.enter(plan, 0);
        arrivals
    }

    /// Time (microseconds since the start of the lead) and number of the next arrival; `None` when the run's
    /// arrivals are over. Times never fall; two arrivals may share a microsecond.
    #[inline]
    pub fn next(&mut self, plan: &StreamPlan) -> Option<(i64, u32)> {
        if self.ordinal >= self.limit {
            return None;
        }
        let ordinal = self.ordinal;
        let mut draw = self.draws.entity(plan.key, u64::from(ordinal), 0).draw(Purpose::Arrival, 0, 0);
        let mut step = self.unit.sample(&mut draw);
        loop {
            let left = self.rate * ((self.end - self.at) as f64 - self.rest);
            if step < left {
                break;
            }
            step -= left;
            if !self.enter(plan, self.piece + 1) {
                self.limit = ordinal;
                return None;
            }
        }
        let ahead = self.rest + step / self.rate;
        let whole = ahead as i64;
        self.rest = ahead - whole as f64;
        // Rounding at the very end of a piece must not carry an arrival past it.
        self.at = (self.at + whole).min(self.end - 1);
        self.ordinal = ordinal + 1;
        Some((self.at, ordinal))
    }

    /// Goes to a piece; false if the curve has ended.
    fn enter(&mut self, plan: &StreamPlan, index: usize) -> bool {
        let Some(step) = plan.curve.step(index) else { return false };
        if let Some(busyness) = &plan.busyness
            && step.date != self.date
            && step.rate > 0.0
        {
            (self.date, self.factor) = (step.date, busyness.factor(self.draws, step.date));
        }
        self.at = self.end;
        self.rest = 0.0;
        self.piece = index;
        self.end = step.end;
        self.rate = step.rate * plan.share * self.factor;
        true
    }
}
