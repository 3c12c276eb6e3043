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

/// `81.7 % (78.4 to 85.1)`.
pub(in crate::experiment) fn share(e: &Estimate) -> String {
    let show = |x: f64| format!("{:.1}", x * 100.0);
    match (e.lower, e.upper) {
        (Some(low), Some(high)) if show(low) != show(high) => {
            format!("{} % ({} to {})", show(e.mean), show(low), show(high))
        }
        _ => format!("{} %", show(e.mean)),
    }
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
