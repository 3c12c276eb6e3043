//! Countries by code, by name and by telephone number.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::tariff::{country_of_phone, decides};

const MARKETS: &str = include_str!("../../data/markets.csv");

/// What is known of countries.
pub(super) struct Countries {
    /// ISO 3166 codes, in order.
    codes: Vec<[u8; 2]>,
    /// Two letters → 1 + index; 0 = no such country.
    by_code: Vec<u16>,
    /// Lower-case name → index.
    names: BTreeMap<String, u16>,
}

/// The table, read once.
pub(super) fn countries() -> &'static Countries {
    static TABLE: OnceLock<Countries> = OnceLock::new();
    TABLE.get_or_init(Countries::new)
}

impl Countries {
    fn new() -> Countries {
        let mut table = Countries { codes: Vec::new(), by_code: vec![0; 26 * 26], names: BTreeMap::new() };
        for line in MARKETS.lines().skip(1) {
            let cells = cells(line);
            let (Some(code), Some(name)) = (cells.first(), cells.get(1)) else { continue };
            let Ok(code) = <[u8; 2]>::try_from(code.as_bytes()) else { continue };
            let index = table.codes.len() as u16;
            table.codes.push(code);
            table.names.insert(name.to_lowercase(), index);
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

/// Countries of telephone numbers, remembered by their first digits.
#[derive(Debug)]
pub(super) struct Phones {
    /// By the first four digits: 1 + index where they decide, 0 = not asked yet, [`DEEPER`] = they do not decide.
    short: Vec<u16>,
    /// By the first eight digits: those and the index.
    long: Vec<(u32, u16)>,
}

const DEEPER: u16 = u16::MAX;
/// Places of the memory of eight digits.
const MEMORY: usize = 1 << 14;

impl Phones {
    pub(super) fn new() -> Phones {
        Phones { short: vec![0; 10_000], long: vec![(0, 0); MEMORY] }
    }

    /// Index of the country; `None`: the number tells none.
    #[inline]
    pub(super) fn country(&mut self, phone: &str) -> Option<u16> {
        let bytes = phone.strip_prefix('+').unwrap_or(phone).as_bytes();
        if !(8..=15).contains(&bytes.len()) || bytes[0] == b'0' || !bytes.iter().all(u8::is_ascii_digit) {
            return named(phone);
        }
        let number = |n: usize| bytes[..n].iter().fold(0u32, |k, b| k * 10 + (b - b'0') as u32);
        let short = number(4);
        match self.short[short as usize] {
            0 => self.short[short as usize] = self.ask(short, phone),
            DEEPER => return self.deeper(number(8), phone),
            index => return Some(index - 1),
        }
        named(phone)
    }

    #[cold]
    fn ask(&self, short: u32, phone: &str) -> u16 {
        match named(phone) {
            Some(index) if decides(&short.to_string()) => index + 1,
            _ => DEEPER,
        }
    }

    fn deeper(&mut self, key: u32, phone: &str) -> Option<u16> {
        let place = (key.wrapping_mul(0x9e37_79b1) >> 18) as usize % MEMORY;
        if self.long[place].0 != key {
            self.long[place] = (key, named(phone)?);
        }
        Some(self.long[place].1)
    }
}

fn named(phone: &str) -> Option<u16> {
    countries().named(country_of_phone(phone).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is remembered by the first digits is what the table says of the whole number.
    #[test]
    fn memory_changes_no_country() {
        let mut phones = Phones::new();
        for i in 0..40_000u64 {
            let number = (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) % 9_000_000_000_000 + 1_000_000_000;
            let text = number.to_string();
            assert_eq!(phones.country(&text), named(&text), "{text}");
            assert_eq!(phones.country(&text), named(&text), "{text} again");
        }
    }
}
