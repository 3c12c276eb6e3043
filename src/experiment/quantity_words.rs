//! Values of metrics in words, with their intervals.

use crate::table::{Estimate, Unit};
use crate::units::Currency;

/// `2.79 EUR (2.78 to 2.80)`, `81.7 % (78.4 to 85.1)`, `26.1 min (25.0 to 27.2)`.
pub fn with_interval(unit: Unit, value: &Estimate, code: Currency) -> String {
    let (size, word) = measure(unit, value.mean, code);
    shown(value, size, &word)
}

/// The same of the size of a change.
pub fn size_with_interval(unit: Unit, change: &Estimate, code: Currency) -> String {
    let swap = change.mean < 0.0;
    let flip = |x: Option<f64>| x.map(|x| if swap { -x } else { x });
    let (lower, upper) = if swap { (flip(change.upper), flip(change.lower)) } else { (change.lower, change.upper) };
    let size = Estimate { mean: change.mean.abs(), lower, upper, ..*change };
    let (scale, word) = measure(unit, size.mean, code);
    shown(&size, scale, if unit == Unit::Share { "points" } else { &word })
}

/// Without interval.
pub fn plain(unit: Unit, value: f64, code: Currency) -> String {
    let (size, word) = measure(unit, value, code);
    format!("{} {word}", digits(value / size, None)).trim_end().to_string()
}

/// A value on an axis in the axis' unit (`s`, `share`, a currency's code, a text with `…`).
pub fn axis_with_interval(unit: &str, value: &Estimate) -> String {
    match unit {
        "s" => {
            let (size, word) = span(value.mean);
            shown(value, size, word)
        }
        "share" => shown(value, 0.01, "%"),
        unit if unit.contains('…') => {
            let text = shown(value, 1.0, "");
            unit.replace('…', &text)
        }
        unit => shown(value, 1.0, unit),
    }
}

/// Length of the unit people say it in, and its word.
fn measure(unit: Unit, value: f64, code: Currency) -> (f64, String) {
    match unit {
        Unit::Share => (0.01, "%".into()),
        Unit::Second => {
            let (size, word) = span(value);
            (size, word.into())
        }
        Unit::Money | Unit::MoneyPer(_) => (1.0, code.code().into()),
        Unit::Plain(word) => (1.0, word.into()),
    }
}

fn span(seconds: f64) -> (f64, &'static str) {
    match seconds.abs() {
        s if s < 100.0 => (1.0, "s"),
        s if s < 6000.0 => (60.0, "min"),
        s if s < 172_800.0 => (3600.0, "h"),
        _ => (86_400.0, "days"),
    }
}

fn shown(value: &Estimate, size: f64, word: &str) -> String {
    let half = value.upper.zip(value.lower).map(|(high, low)| (high - low) / 2.0 / size);
    let show = |x: f64| digits(x / size, half);
    let text = format!("{} {word}", show(value.mean)).trim_end().to_string();
    match (value.lower, value.upper) {
        (Some(low), Some(high)) if show(low) != show(high) => format!("{text} ({} to {})", show(low), show(high)),
        (None, Some(high)) => format!("{text} (up to {})", show(high)),
        (Some(low), None) => format!("{text} (from {} on)", show(low)),
        _ => text,
    }
}

/// As many decimals as half the interval is worth (two digits of it); three significant digits without one.
fn digits(value: f64, half: Option<f64>) -> String {
    let scale = half.filter(|half| *half > 0.0).unwrap_or(value.abs() / 50.0);
    let decimals = if scale > 0.0 { (-libm::floor(libm::log10(scale))).clamp(0.0, 6.0) as usize } else { 0 };
    let text = format!("{value:.decimals$}");
    let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, ""), |(w, f)| (w, f));
    let mut out = String::from(if rest.chars().any(|c| c.is_ascii_digit() && c != '0') { sign } else { "" });
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_well() {
        let e = |mean, lower, upper| Estimate { mean, lower: Some(lower), upper: Some(upper), level: 0.95, n: 9 };
        let eur = Currency::EUR;
        assert_eq!(with_interval(Unit::Money, &e(2.791, 2.782, 2.800), eur), "2.791 EUR (2.782 to 2.800)");
        assert_eq!(with_interval(Unit::Share, &e(0.817, 0.784, 0.851), eur), "82 % (78 to 85)");
        assert_eq!(with_interval(Unit::Second, &e(1566.0, 1500.0, 1632.0), eur), "26 min (25 to 27)");
        assert_eq!(size_with_interval(Unit::Money, &e(-0.5, -0.6, -0.4), eur), "0.5 EUR (0.4 to 0.6)");
        assert_eq!(axis_with_interval("geometric, mean …", &e(1.5, 1.4, 1.6)), "geometric, mean 1.5 (1.4 to 1.6)");
        assert_eq!(plain(Unit::Money, 12_345.6, eur), "12,346 EUR");
    }
}
