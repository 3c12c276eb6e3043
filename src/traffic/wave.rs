//! A sine over the curve: its integral, and how long until the integral has grown by a given amount.

use core::f64::consts::TAU;

use crate::scenario::Wave;

/// A factor 1 + amplitude · cos(2π (t − peak) / period) in engine time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sine {
    amplitude: f64,
    /// Microseconds.
    period: i64,
    /// Engine time of a peak.
    peak: i64,
}

impl Sine {
    /// `start` is the UTC instant of engine time 0.
    pub(super) fn new(wave: &Wave, start: i64) -> Sine {
        Sine { amplitude: wave.amplitude, period: wave.period.0, peak: wave.peak - start }
    }

    /// Phase of a whole instant and a rest below one microsecond, radians.
    fn phase(&self, at: i64, rest: f64) -> f64 {
        TAU * ((at - self.peak).rem_euclid(self.period) as f64 + rest) / self.period as f64
    }

    /// ∫ factor dt over `length` µs from `at + rest`.
    pub(super) fn integral(&self, at: i64, rest: f64, length: f64) -> f64 {
        let (begin, turn) = (self.phase(at, rest), TAU * length / self.period as f64);
        // sin(b) − sin(a) as a product: no digits are lost over short stretches.
        let difference = 2.0 * libm::sin(0.5 * turn) * libm::cos(begin + 0.5 * turn);
        length + self.amplitude * self.period as f64 / TAU * difference
    }

    /// How long until the integral from `at + rest` reaches `amount`: bracketed Newton to a millionth of a microsecond.
    pub(super) fn reach(&self, at: i64, rest: f64, amount: f64) -> f64 {
        let swing = self.amplitude * self.period as f64 / TAU;
        let (mut low, mut high) = ((amount - 2.0 * swing).max(0.0), amount + 2.0 * swing);
        let mut length = amount;
        for _ in 0..200 {
            let gap = self.integral(at, rest, length) - amount;
            if gap < 0.0 {
                low = length
            } else {
                high = length
            }
            let slope = 1.0 + self.amplitude * libm::cos(self.phase(at, rest) + TAU * length / self.period as f64);
            let step = gap / slope;
            let next = length - step;
            let inside = next.is_finite() && next > low && next < high;
            let next = if inside { next } else { 0.5 * (low + high) };
            if (next - length).abs() <= 1e-6 + 1e-15 * length {
                return next;
            }
            length = next;
        }
        length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{HOUR, Span};

    /// Witness: the antiderivative written out; and reach is the inverse of the integral, at full amplitude too.
    #[test]
    fn the_integral_and_its_inverse() {
        for amplitude in [0.0, 0.6, 1.0] {
            let sine = Sine::new(&Wave { amplitude, period: Span(24 * HOUR), peak: 6 * HOUR }, 0);
            let period = (24 * HOUR) as f64;
            let whole = |t: f64| t + amplitude * period / TAU * libm::sin(TAU * (t - 0.25 * period) / period);
            for from in [0, HOUR, 17 * HOUR + 3, 400 * 24 * HOUR + 5] {
                for length in [1.0, 1e6, 3.6e9, 8.64e10, 1e12] {
                    let amount = sine.integral(from, 0.25, length);
                    let a = from as f64 + 0.25;
                    assert!((amount - (whole(a + length) - whole(a))).abs() <= 0.02 + 1e-9 * length);
                    // Where the rate is nearly zero many times have the same integral: the amount is what must agree.
                    let back = sine.integral(from, 0.25, sine.reach(from, 0.25, amount));
                    assert!(
                        (back - amount).abs() <= 1e-5 + 1e-12 * amount,
                        "{amplitude} {from} {length}: {back} {amount}"
                    );
                }
            }
        }
    }
}
