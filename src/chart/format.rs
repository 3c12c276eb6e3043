//! Numbers for people: three significant digits, thousands apart, times in the unit one would say.

/// At least three significant digits, thousands separated by a comma as in the verdict; `–` for what is no number.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_string();
    }
    let size = value.abs();
    let decimals = match size {
        0.0 => 0,
        s if s >= 99.95 => 0,
        s if s >= 9.995 => 1,
        s if s >= 0.995 => 2,
        s => (2 - s.log10().floor() as i32).clamp(0, 9) as usize,
    };
    let text = format!("{size:.decimals$}");
    let sign = if value < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') { "−" } else { "" };
    format!("{sign}{}", thousands(&text))
}

/// An amount: two decimals from ten cents to a thousand, three significant digits elsewhere.
pub fn money(value: f64) -> String {
    if value.is_finite() && value.abs() >= 0.0995 && value.abs() < 999.995 {
        let sign = if value < 0.0 { "−" } else { "" };
        return format!("{sign}{:.2}", value.abs());
    }
    number(value)
}

/// A count that is only known roughly: whole from ten on.
pub fn about(value: f64) -> String {
    if value.is_finite() && value >= 9.95 { thousands(&format!("{:.0}", value)) } else { short(value) }
}

/// A share as per cent.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return "–".to_string();
    }
    let p = share * 100.0;
    let decimals = if p == 0.0 || p == 100.0 || (9.95..=90.05).contains(&p) { 0 } else { 1 };
    format!("{p:.decimals$} %").replace('-', "−")
}

/// A time in the unit one would say.
pub fn seconds(value: f64) -> String {
    let (size, unit) = time_unit(value);
    format!("{} {unit}", short(value / size))
}

/// Two ends of an interval with the decimals of the first digit of half its width, at least `least`: `1.27 to 1.33`.
pub fn ends(low: f64, high: f64, signed: bool, least: usize) -> String {
    if !(low.is_finite() && high.is_finite()) {
        return "–".to_string();
    }
    let decimals = decimals(low, high, least);
    let one = |v: f64| {
        let text = format!("{:.decimals$}", v.abs());
        let zero = !text.chars().any(|c| c.is_ascii_digit() && c != '0');
        let sign = match (v < 0.0, signed) {
            _ if zero => "",
            (true, _) => "−",
            (false, true) => "+",
            _ => "",
        };
        format!("{sign}{}", thousands(&text))
    };
    format!("{} to {}", one(low), one(high))
}

/// Decimals of an interval: those of the first digit of half its width, at least `least`.
fn decimals(low: f64, high: f64, least: usize) -> usize {
    let width = (high - low).abs();
    let size = if width > 0.0 { width } else { low.abs() };
    let own = if size > 0.0 { (-libm::floor(libm::log10(size / 2.0)) as i32).clamp(0, 9) as usize } else { 0 };
    own.max(least)
}

/// A share as per cent with as many decimals as its interval has, so that the two agree: one if it has none.
pub fn share(mean: f64, interval: Option<(f64, f64)>) -> String {
    if !mean.is_finite() {
        return "–".to_string();
    }
    let finite = interval.filter(|(low, high)| low.is_finite() && high.is_finite());
    let decimals = finite.map_or(1, |(low, high)| decimals(low * 100.0, high * 100.0, 1));
    format!("{:.decimals$} %", mean * 100.0).replace('-', "−")
}

/// A time's unit as one would say it, and its length in seconds.
pub fn time_unit(seconds: f64) -> (f64, &'static str) {
    match seconds.abs() {
        s if s < 90.0 => (1.0, "s"),
        s if s < 5_400.0 => (60.0, "min"),
        s if s < 172_800.0 => (3_600.0, "h"),
        _ => (86_400.0, "days"),
    }
}

/// A tick's number: no needless zeros.
pub fn short(value: f64) -> String {
    let text = number(value);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

fn thousands(text: &str) -> String {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(f) = fraction {
        out.push('.');
        out.push_str(f);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        for (value, text) in [
            (0.0, "0"),
            (0.00512, "0.00512"),
            (0.5, "0.500"),
            (2.314, "2.31"),
            (23.14, "23.1"),
            (231.4, "231"),
            (2314.0, "2,314"),
            (23140.0, "23,140"),
            (-1234567.0, "−1,234,567"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!(money(12.3), "12.30");
        assert_eq!(money(0.46), "0.46");
        assert_eq!(about(88.8), "89");
        assert_eq!(money(0.021), "0.0210");
        assert_eq!(percent(0.9634), "96.3 %");
        assert_eq!(percent(0.5), "50 %");
        assert_eq!(seconds(86_400.0), "24 h");
        assert_eq!(seconds(95.0), "1.58 min");
        assert_eq!(short(0.5), "0.5");
        assert_eq!(ends(0.01274, 0.01326, false, 0), "0.0127 to 0.0133");
        assert_eq!(ends(-4.0912, 0.0623, true, 2), "−4.09 to +0.06");
        assert_eq!(share(0.99972, Some((0.99963, 0.99978))), "99.972 %");
        assert_eq!(share(0.961, Some((0.95, 0.97))), "96.1 %");
        assert_eq!(share(0.961, None), "96.1 %");
        assert_eq!(ends(2.0, 2.0, false, 1), "2.0 to 2.0");
        assert_eq!(ends(1234567.0, 1239999.0, false, 0), "1,234,567 to 1,239,999");
    }
}
