//! Numbers of the verdict as text: with their intervals, as many digits as these are worth.

use crate::scenario::Scenario;
use crate::table::Estimate;
use crate::units::Currency;

pub(in crate::experiment) fn how_sure(scenario: &Scenario, e: &Estimate) -> String {
    match e.lower {
        Some(_) => format!("{} % intervals, {} {}", e.level * 100.0, e.n, scenario.observations()),
        None if e.n == 1 => "1 replication, no interval".to_string(),
        None => format!("{} {}, no interval", e.n, scenario.observations()),
    }
}

/// `1.23 EUR (1.20 to 1.26)`: as many decimals as the interval's half-width is worth.
pub(in crate::experiment) fn money(e: &Estimate, code: Currency) -> String {
    let digits = match (e.lower, e.upper) {
        (Some(low), Some(high)) if high > low => (-((high - low) / 2.0).log10()).ceil().clamp(0.0, 4.0) as usize,
        _ if e.mean.abs() >= 1000.0 => 0,
        _ => 2,
    };
    let show = |x: f64| grouped(&format!("{x:.digits$}"));
    match (e.lower, e.upper) {
        (Some(low), Some(high)) => format!("{} {} ({} to {})", show(e.mean), code.code(), show(low), show(high)),
        _ => format!("{} {}", show(e.mean), code.code()),
    }
}

/// `81.7 % (78.4 to 85.1)`; one decimal, or so many that not quite all does not read `100.0 %`, nor hardly any `0.0 %`.
pub(in crate::experiment) fn share(e: &Estimate) -> String {
    let extreme = |digits: &usize| {
        let text = format!("{:.digits$}", e.mean * 100.0);
        text.starts_with("100") || !text.contains(|c: char| c.is_ascii_digit() && c != '0')
    };
    let between = e.mean > 0.0 && e.mean < 1.0;
    let digits = (1..4).find(|digits| !(between && extreme(digits))).unwrap_or(4);
    let show = |x: f64| format!("{:.digits$}", x * 100.0);
    match (e.lower, e.upper) {
        (Some(low), Some(high)) if show(low) != show(high) => {
            format!("{} % ({} to {})", show(e.mean), show(low), show(high))
        }
        _ => format!("{} %", show(e.mean)),
    }
}

/// The share kept of what was promised, and whether that is clearly less: its interval, or five points where it has none, ends below it,
/// and the share is further from it than a search on other replications may err.
pub(super) fn kept_of(promised: f64, kept: &Estimate) -> String {
    let upper = kept.upper.unwrap_or(kept.mean + 0.05);
    let broken = upper < promised && kept.mean < promised - 0.01;
    share(kept) + if broken { ": the promise is broken" } else { "" }
}

pub(in crate::experiment) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 0.5 => "at once".to_string(),
        s if s < 100.0 => format!("{s:.0} s"),
        s if s < 1200.0 => format!("{:.1} min", s / 60.0),
        s if s < 6000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

/// `within 5 min`, or `at once`.
pub(in crate::experiment) fn within(seconds: f64) -> String {
    if seconds < 0.5 { "at once".into() } else { format!("within {}", duration(seconds)) }
}

pub(in crate::experiment) fn count(number: f64) -> String {
    if number >= 1e9 {
        return format!("{} billion", number / 1e9);
    }
    grouped(&format!("{number:.0}"))
}

/// Thousands apart.
pub(in crate::experiment) fn grouped(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let is_zero = !rest.contains(|c: char| c.is_ascii_digit() && c != '0');
    let sign = if is_zero { "" } else { sign };
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(w, f)| (w, Some(f)));
    let mut result = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            result.push(',');
        }
        result.push(digit);
    }
    let fraction = fraction.map_or(String::new(), |f| format!(".{f}"));
    format!("{sign}{result}{fraction}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_quite_all_is_not_all() {
        let of = |mean: f64, half: f64| {
            share(&Estimate { mean, lower: Some(mean - half), upper: Some(mean + half), level: 0.95, n: 10 })
        };
        assert_eq!(of(0.8173, 0.0334), "81.7 % (78.4 to 85.1)");
        assert_eq!(of(0.99971, 0.00008), "99.97 % (99.96 to 99.98)");
        assert_eq!(of(0.0002, 0.0001), "0.02 % (0.01 to 0.03)");
        assert_eq!(of(0.01, 0.001), "1.0 % (0.9 to 1.1)");
        assert_eq!(of(1.0, 0.0), "100.0 %");
        assert_eq!(of(0.0, 0.0), "0.0 %");
    }

    #[test]
    fn a_promise_is_broken_where_its_interval_ends_below_it() {
        let of = |mean: f64, upper: Option<f64>| {
            kept_of(0.8, &Estimate { mean, lower: upper.map(|_| 0.1), upper, level: 0.95, n: 10 })
        };
        assert_eq!(of(0.326, Some(0.4)), "32.6 % (10.0 to 40.0): the promise is broken");
        assert_eq!(of(0.326, None), "32.6 %: the promise is broken");
        for (mean, upper) in [(0.7, Some(0.81)), (0.77, None), (0.795, Some(0.799)), (0.9, Some(0.95))] {
            assert!(!of(mean, upper).contains("broken"), "{mean} {upper:?}");
        }
    }
}
