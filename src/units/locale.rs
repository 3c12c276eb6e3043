//! Numbers as people of a country write them: for terminal and report only, never in files that programs read.

use super::Currency;

/// Marks of a country's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    name: &'static str,
    point: &'static str,
    group: &'static str,
    /// Groups of two after the first three, as in India.
    lakh: bool,
}

/// Known locales: name, decimal mark, mark of groups, lakh.
const KNOWN: [Locale; 14] = [
    l("en", ".", ",", false),
    l("de", ",", ".", false),
    l("de-CH", ".", "’", false),
    l("de-AT", ",", "\u{a0}", false),
    l("fr", ",", "\u{202f}", false),
    l("es", ",", ".", false),
    l("es-MX", ".", ",", false),
    l("it", ",", ".", false),
    l("nl", ",", ".", false),
    l("pt", ",", "\u{a0}", false),
    l("pt-BR", ",", ".", false),
    l("id", ",", ".", false),
    l("en-IN", ".", ",", true),
    l("hi", ".", ",", true),
];

const fn l(name: &'static str, point: &'static str, group: &'static str, lakh: bool) -> Locale {
    Locale { name, point, group, lakh }
}

/// Nano-units of one unit.
const NANO: u128 = 1_000_000_000;

impl Default for Locale {
    fn default() -> Locale {
        KNOWN[0]
    }
}

impl Locale {
    /// Reads `de`, `pt-BR`, `en_IN.UTF-8`; an unknown country falls back on its language.
    ///
    /// # Errors
    /// An unknown language, with those that are known.
    pub fn parse(text: &str) -> Result<Locale, String> {
        let plain = text.split(['.', '@']).next().unwrap_or("").replace('_', "-");
        let language = plain.split('-').next().unwrap_or("");
        let find = |name: &str| KNOWN.iter().find(|l| l.name.eq_ignore_ascii_case(name)).copied();
        find(&plain).or_else(|| find(language)).ok_or_else(|| {
            let names: Vec<&str> = KNOWN.iter().map(|l| l.name).collect();
            format!("`{text}` is not a locale that is known; known: {}", names.join(", "))
        })
    }

    /// Its name: `pt-BR`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// A whole number.
    pub fn count(&self, value: u64) -> String {
        self.grouped(&value.to_string())
    }

    /// An amount to the cent, below one unit to three significant digits; half is rounded away from zero.
    pub fn money(&self, nanos: i128, currency: Currency) -> String {
        format!("{} {}", self.amount(nanos), currency.code())
    }

    /// The same without the currency.
    pub fn amount(&self, nanos: i128) -> String {
        let size = nanos.unsigned_abs();
        let decimals = match size {
            1..NANO => (12 - size.to_string().len()).min(9),
            _ => 2,
        };
        let unit = 10u128.pow(9 - decimals as u32);
        let rounded = (size + unit / 2) / unit;
        let scale = 10u128.pow(decimals as u32);
        let sign = if nanos < 0 && rounded > 0 { "−" } else { "" };
        let mut part = format!("{:0decimals$}", rounded % scale);
        while part.len() > 2 && part.ends_with('0') {
            part.pop();
        }
        format!("{sign}{}{}{part}", self.grouped(&(rounded / scale).to_string()), self.point)
    }

    /// A ratio with one decimal.
    pub fn tenths(&self, value: f64) -> String {
        let text = format!("{value:.1}");
        let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
        format!("{}{}{part}", self.grouped(whole), self.point)
    }

    /// Digits in groups.
    fn grouped(&self, digits: &str) -> String {
        let mut out = String::new();
        let length = digits.len();
        for (i, digit) in digits.chars().enumerate() {
            let left = length - i;
            let edge = if self.lakh {
                left == 3 || (left > 3 && (left - 3).is_multiple_of(2))
            } else {
                left.is_multiple_of(3)
            };
            if i > 0 && edge && digit.is_ascii_digit() {
                out.push_str(self.group);
            }
            out.push(digit);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_country_does() {
        let of = |name: &str| Locale::parse(name).unwrap();
        assert_eq!(of("en").count(1_234_567), "1,234,567");
        assert_eq!(of("de_DE.UTF-8").count(1_234_567), "1.234.567");
        assert_eq!(of("en-IN").count(12_345_678), "1,23,45,678");
        assert_eq!(of("de").money(1_234_565_000_000, Currency::EUR), "1.234,57 EUR");
        assert_eq!(of("en").amount(800_000), "0.0008");
        assert_eq!(of("en").amount(55_000_000), "0.055");
        assert_eq!(of("en").amount(110_000_000), "0.11");
        assert_eq!(of("en").amount(174_930_000), "0.175");
        assert_eq!(of("en").amount(999_999_999), "1.00");
        assert_eq!(of("en").amount(9_500_000), "0.0095");
        assert_eq!(of("en").amount(-5_000_000_000), "−5.00");
        assert_eq!(of("en").amount(0), "0.00");
        assert_eq!(of("en").amount(1), "0.000000001");
        assert_eq!(of("de").tenths(2.53), "2,5");
        assert!(Locale::parse("xx").unwrap_err().contains("en-IN"));
    }
}
