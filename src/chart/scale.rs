//! From data to pixels, and the ticks people expect.

use super::format;

/// One axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    start: f64,
    end: f64,
    log: bool,
}

impl Scale {
    /// A linear axis: data `low..high` on pixels `start..end` (end may be the smaller one).
    pub fn linear(low: f64, high: f64, start: f64, end: f64) -> Scale {
        let high = if high > low { high } else { low + 1.0 };
        Scale { low, high, start, end, log: false }
    }

    /// A logarithmic axis; `low` must be positive.
    pub fn log(low: f64, high: f64, start: f64, end: f64) -> Scale {
        let low = if low > 0.0 && low.is_finite() { low } else { 1.0 };
        let high = if high > low { high } else { low * 10.0 };
        Scale { low, high, start, end, log: true }
    }

    /// The pixel of a value; values outside are held at the ends.
    pub fn at(&self, value: f64) -> f64 {
        let value = if value.is_nan() { self.low } else { value.clamp(self.low, self.high) };
        let share = if self.log {
            libm::log(value / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        self.start + share * (self.end - self.start)
    }

    /// Does the axis show this value?
    pub fn shows(&self, value: f64) -> bool {
        value >= self.low && value <= self.high
    }

    /// Values for rules and labels: about `count` of 1, 2, 5 × 10ⁿ; on a log axis decades, with 2 and 5 if there are few.
    pub fn ticks(&self, count: usize) -> Vec<f64> {
        if self.log { self.log_ticks(count) } else { self.linear_ticks(count) }
    }

    fn linear_ticks(&self, count: usize) -> Vec<f64> {
        let raw = (self.high - self.low) / count.max(1) as f64;
        let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|f| f * power).find(|s| *s >= raw * 0.999).unwrap_or(power);
        let first = libm::ceil(self.low / step - 1e-9) as i64;
        let last = libm::floor(self.high / step + 1e-9) as i64;
        (first..=last.min(first + 50)).map(|i| i as f64 * step).collect()
    }

    fn log_ticks(&self, count: usize) -> Vec<f64> {
        let first = libm::floor(libm::log10(self.low)) as i32;
        let last = libm::ceil(libm::log10(self.high)) as i32;
        let all = |factors: &[f64]| -> Vec<f64> {
            (first..=last)
                .flat_map(|p| factors.iter().map(move |f| f * libm::pow(10.0, f64::from(p))))
                .filter(|v| *v >= self.low * 0.999 && *v <= self.high * 1.001)
                .collect()
        };
        let fine = all(&[1.0, 2.0, 5.0]);
        if fine.len() <= count {
            return fine;
        }
        let decades = all(&[1.0]);
        let every = decades.len().div_ceil(count.max(1));
        decades.into_iter().step_by(every.max(1)).collect()
    }
}

/// The next round number at or above: 1, 1.5, 2, 3, 4, 5, 6, 8, 10 × 10ⁿ.
pub fn round_up(value: f64) -> f64 {
    if value.is_nan() || value <= 0.0 || value.is_infinite() {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(value)));
    [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|f| f * power)
        .find(|v| *v >= value * (1.0 - 1e-9))
        .unwrap_or(value)
}

/// Ticks of a time axis from one second to a week, those that matter most first.
pub const TIMES: [(f64, &str); 9] = [
    (1.0, "1 s"),
    (604_800.0, "7 days"),
    (60.0, "1 min"),
    (3_600.0, "1 h"),
    (86_400.0, "24 h"),
    (10.0, "10 s"),
    (600.0, "10 min"),
    (21_600.0, "6 h"),
    (20.0, "20 s"),
];

/// Decades first: on an axis where not all fit, the others give way.
pub fn decades_first(mut ticks: Vec<f64>) -> Vec<f64> {
    let minor = |v: &f64| {
        let power = libm::log10(*v);
        (power - libm::round(power)).abs() > 1e-6
    };
    ticks.sort_by(|a, b| minor(a).cmp(&minor(b)).then(a.total_cmp(b)));
    ticks
}

/// Labels of ticks with the same decimals, so that a column of them aligns.
pub fn tick_labels(ticks: &[f64]) -> Vec<String> {
    let plain: Vec<String> = ticks.iter().map(|v| format::short(*v)).collect();
    let decimals = plain.iter().filter_map(|t| t.split_once('.')).map(|(_, f)| f.len()).max().unwrap_or(0);
    if decimals == 0 {
        return plain;
    }
    ticks.iter().map(|v| if *v == 0.0 { "0".to_string() } else { format!("{v:.decimals$}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_meet_the_pixels() {
        let s = Scale::linear(0.0, 10.0, 100.0, 0.0);
        assert_eq!((s.at(0.0), s.at(10.0), s.at(99.0)), (100.0, 0.0, 0.0));
        let l = Scale::log(1.0, 1e4, 0.0, 400.0);
        assert!((l.at(100.0) - 200.0).abs() < 1e-9);
        assert!(Scale::linear(5.0, 5.0, 0.0, 1.0).at(f64::NAN).is_finite());
    }

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(Scale::linear(0.0, 1.0, 0.0, 1.0).ticks(5).len(), 6);
        assert_eq!(Scale::log(1.0, 1000.0, 0.0, 1.0).ticks(4), vec![1.0, 10.0, 100.0, 1000.0]);
        assert_eq!(Scale::log(50.0, 400.0, 0.0, 1.0).ticks(6), vec![50.0, 100.0, 200.0]);
        assert_eq!(round_up(2.31), 3.0);
        assert_eq!(tick_labels(&[0.0, 0.5, 1.0]), ["0", "0.5", "1.0"]);
    }
}
