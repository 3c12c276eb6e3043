//! Numbers as text: plain decimals with a point, never an exponent, the same on every machine.

/// Significant digits of floats in text tables (DESIGN 4: floats are printed to 9 digits).
const DIGITS: usize = 9;

/// A float with nine significant digits, trailing zeros removed; empty for what is not a finite number.
///
/// Rust's own `{:e}` rounds correctly (ties to even on the exact binary value), so digits do not depend on the platform.
pub fn plain(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    if value == 0.0 {
        return "0".to_string();
    }
    let scientific = format!("{:.*e}", DIGITS - 1, value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let text = place_point(&digits, exponent);
    if value < 0.0 { format!("-{text}") } else { text }
}

/// Digits `d₁d₂d₃…` standing for d₁.d₂d₃… × 10^exponent, written without exponent.
fn place_point(digits: &str, exponent: i32) -> String {
    let trimmed = digits.trim_end_matches('0');
    if exponent < 0 {
        return format!("0.{}{trimmed}", "0".repeat((-exponent - 1) as usize));
    }
    let whole = exponent as usize + 1;
    if trimmed.len() <= whole {
        return format!("{trimmed}{}", "0".repeat(whole - trimmed.len()));
    }
    format!("{}.{}", &trimmed[..whole], &trimmed[whole..])
}

/// Nano-units as an exact decimal: `12340000000` is `12.34`.
pub fn plain_nanos(nanos: i128) -> String {
    const ONE: u128 = 1_000_000_000;
    let sign = if nanos < 0 { "-" } else { "" };
    let magnitude = nanos.unsigned_abs();
    let fraction = format!("{:09}", magnitude % ONE);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", magnitude / ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_plain_and_have_nine_digits() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (1.0 / 3.0, "0.333333333"),
            (1e-12, "0.000000000001"),
            (123456789012.0, "123456789000"),
            (0.1 + 0.2, "0.3"),
            (999_999_999.96, "1000000000"),
            (1e21, "1000000000000000000000"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ] {
            assert_eq!(plain(value), text, "{value}");
        }
    }

    #[test]
    fn nanos_are_exact() {
        for (nanos, text) in
            [(0, "0"), (5_000_000, "0.005"), (-1, "-0.000000001"), (12_340_000_000, "12.34"), (3_000_000_000, "3")]
        {
            assert_eq!(plain_nanos(nanos), text);
        }
        assert_eq!(plain_nanos(i128::MIN), "-170141183460469231731687303715.884105728");
    }

    proptest::proptest! {
        #[test]
        fn reading_back_gives_the_value_to_nine_digits(v in -1e15f64..1e15) {
            let text = plain(v);
            proptest::prop_assert!(!text.contains(['e', 'E']));
            let back: f64 = text.parse().unwrap();
            proptest::prop_assert!((back - v).abs() <= v.abs() * 5.0000001e-9 + 1e-300);
        }
    }
}
