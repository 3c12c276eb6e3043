//! Little's law as an identity in integer time: ∫ N dt of the engine = Σ time inside of the facts.

/// Accumulates ∫ N dt over [from, to) while N changes by one at events in ascending order. Unit: µs.
///
/// The engine calls [`change`](Little::change) at each arrival and departure; the facts give the same number as the sum of
/// [`time_inside`] over all customers. Equal to the microsecond, or a customer was lost or counted twice.
///
/// ```
/// use chatfare::statistics::{Little, time_inside};
/// let mut little = Little::new(100, 200);
/// little.change(90, 1)?;
/// little.change(150, -1)?;
/// assert_eq!(little.integral_us(), time_inside(90, 150, 100, 200));
/// # Ok::<(), chatfare::statistics::LittleError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Little {
    from: i64,
    to: i64,
    last: i64,
    present: i64,
    integral: i128,
}

/// Events that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LittleError {
    /// An event before the one that came before it.
    #[error("an event at {at} µs comes after one at {last} µs: events must ascend")]
    BackInTime {
        /// The event.
        at: i64,
        /// The one before.
        last: i64,
    },
    /// More departures than arrivals, or more than 2⁶³ customers.
    #[error("{present} customers are present at {at} µs, a change of {by} is impossible")]
    Count {
        /// The event.
        at: i64,
        /// Customers before it.
        present: i64,
        /// The change.
        by: i64,
    },
}

impl Little {
    /// An empty system, observed over [`from_us`, `to_us`).
    pub fn new(from_us: i64, to_us: i64) -> Little {
        Little { from: from_us, to: to_us, last: i64::MIN, present: 0, integral: 0 }
    }

    /// N changes by `by` (+1 arrival, −1 departure) at `at_us`.
    ///
    /// # Errors
    /// Time that runs backwards, or a count below zero; the accumulator is then unchanged.
    pub fn change(&mut self, at_us: i64, by: i64) -> Result<(), LittleError> {
        if at_us < self.last {
            return Err(LittleError::BackInTime { at: at_us, last: self.last });
        }
        let present = self.present.checked_add(by).filter(|n| *n >= 0);
        let Some(present) = present else {
            return Err(LittleError::Count { at: at_us, present: self.present, by });
        };
        self.integral = self.area_to(at_us);
        self.last = at_us;
        self.present = present;
        Ok(())
    }

    /// Customers present after the last event.
    pub fn present(&self) -> i64 {
        self.present
    }

    /// ∫ N dt over [from, to), those still present counted up to `to`. Unit: customer-µs.
    pub fn integral_us(&self) -> i128 {
        self.area_to(self.to)
    }

    /// The integral if nothing changes before `at`.
    fn area_to(&self, at: i64) -> i128 {
        let held = time_inside(self.last, at.max(self.last), self.from, self.to);
        self.integral.saturating_add(held.saturating_mul(i128::from(self.present)))
    }
}

/// Time that a customer present over [`enter_us`, `leave_us`) spends inside [`from_us`, `to_us`), µs; 0 if none.
pub fn time_inside(enter_us: i64, leave_us: i64, from_us: i64, to_us: i64) -> i128 {
    let (start, end) = (enter_us.max(from_us), leave_us.min(to_us));
    (i128::from(end) - i128::from(start)).max(0)
}
