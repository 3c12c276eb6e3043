//! Countries by code, by name and by the number's calling code.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const MARKETS: &str = include_str!("../../data/markets.csv");

/// What is known of countries.
pub(super) struct Countries {
    /// ISO 3166 codes, in order.
    codes: Vec<[u8; 2]>,
    /// Two letters → 1 + index; 0 = no such country.
    by_code: Vec<u16>,
    /// Lower-case name → index.
    names: BTreeMap<String, u16>,
    /// Prefix of digits → index; the longest wins.
    prefixes: BTreeMap<String, u16>,
}

/// More recipients of one code than one: who has the shared calling code where nothing longer decides.
const OWNERS: &[&str] = &["US", "RU", "GB", "IT", "NO", "FI", "MA", "AU", "GP", "RE", "CW", "NZ", "SH"];

/// The table, read once.
pub(super) fn countries() -> &'static Countries {
    static TABLE: OnceLock<Countries> = OnceLock::new();
    TABLE.get_or_init(Countries::new)
}

impl Countries {
    fn new() -> Countries {
        let mut table = Countries {
            codes: Vec::new(),
            by_code: vec![0; 26 * 26],
            names: BTreeMap::new(),
            prefixes: BTreeMap::new(),
        };
        for line in MARKETS.lines().skip(1) {
            let cells = cells(line);
            let (Some(code), Some(name), Some(calling)) = (cells.first(), cells.get(1), cells.get(3)) else { continue };
            let Ok(code) = <[u8; 2]>::try_from(code.as_bytes()) else { continue };
            let index = table.codes.len() as u16;
            table.codes.push(code);
            table.names.insert(name.to_lowercase(), index);
            let owner = std::str::from_utf8(&code).is_ok_and(|c| OWNERS.contains(&c));
            if owner || !table.prefixes.contains_key(calling) {
                table.prefixes.insert(calling.clone(), index);
            }
            for area in cells.get(4).into_iter().flat_map(|areas| areas.split_whitespace()) {
                table.prefixes.insert(format!("{calling}{area}"), index);
            }
        }
        for (i, code) in table.codes.iter().enumerate() {
            if let Some(at) = letters(code) {
                table.by_code[at] = i as u16 + 1;
            }
        }
        table.codes.push(*b"ZZ");
        table
    }

    /// The country of customers whose country nobody knows (`ZZ`): good enough for incoming messages, which have no price.
    pub(super) fn unknown(&self) -> u16 {
        self.codes.len() as u16 - 1
    }

    /// By ISO code (any case) or English name.
    pub(super) fn named(&self, text: &str) -> Option<u16> {
        if let [a, b] = text.as_bytes() {
            let at = letters(&[a.to_ascii_uppercase(), b.to_ascii_uppercase()])?;
            return self.by_code[at].checked_sub(1);
        }
        self.names.get(&text.to_lowercase()).copied()
    }

    /// By the longest prefix of a number's digits.
    pub(super) fn of_phone(&self, digits: &str) -> Option<u16> {
        (1..=7.min(digits.len())).rev().find_map(|n| self.prefixes.get(digits.get(..n)?)).copied()
    }

    /// How many countries there are.
    pub(super) fn count(&self) -> usize {
        self.codes.len()
    }

    /// Code of a country by its index.
    pub(super) fn code(&self, index: u16) -> &str {
        self.codes.get(index as usize).and_then(|c| std::str::from_utf8(c).ok()).unwrap_or("")
    }
}

/// Place of a code in the table of two letters.
fn letters(code: &[u8; 2]) -> Option<usize> {
    let of = |b: u8| b.is_ascii_uppercase().then(|| (b - b'A') as usize);
    Some(of(code[0])? * 26 + of(code[1])?)
}

/// Cells of one line with quotes.
fn cells(line: &str) -> Vec<String> {
    let (mut all, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match (c, all.last_mut()) {
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => all.push(String::new()),
            (c, Some(cell)) => cell.push(c),
            (_, None) => {}
        }
    }
    all
}

/// Digits of a telephone number as logs write it (`+57 300…`, `whatsapp:+57300…`, `57300…@c.us`); `None` if it is none.
pub(super) fn digits<'a>(text: &str, out: &'a mut String) -> Option<&'a str> {
    out.clear();
    let text = text.trim();
    let text = text.strip_prefix("whatsapp:").unwrap_or(text);
    let text = text.strip_prefix("tel:").unwrap_or(text);
    let text = text.split('@').next().unwrap_or(text).trim_start_matches("00");
    for c in text.chars() {
        match c {
            '0'..='9' => out.push(c),
            '+' | ' ' | '-' | '(' | ')' | '.' | '\u{a0}' | '\'' | '/' => {}
            _ => return None,
        }
    }
    (7..=15).contains(&out.len()).then_some(out.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_tells_the_country() {
        let of = |digits: &str| countries().of_phone(digits).map(|i| countries().code(i).to_string());
        for (number, country) in [
            ("573005550101", "CO"),
            ("12125550100", "US"),
            ("18095550100", "DO"),
            ("18765550100", "JM"),
            ("79165550100", "RU"),
            ("447700900100", "GB"),
            ("390655501000", "IT"),
            ("919555501000", "IN"),
        ] {
            assert_eq!(of(number).as_deref(), Some(country), "{number}");
        }
        assert_eq!(of("0000000"), None);
        assert_eq!(countries().named("co"), countries().named("Colombia"));
        assert_eq!(countries().named("ZZ"), None);
    }
}
