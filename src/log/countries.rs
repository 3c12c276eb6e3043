//! Countries by code, by name and by telephone number.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::tariff::country_of_phone;

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
pub(super) struct Phones(Vec<(u32, u16)>);

/// Places of the memory.
const MEMORY: usize = 1 << 14;
/// So many digits decide: no prefix is longer.
const DECIDE: usize = 8;

impl Phones {
    pub(super) fn new() -> Phones {
        Phones(vec![(0, 0); MEMORY])
    }

    /// Index of the country; `None`: the number tells none.
    #[inline]
    pub(super) fn country(&mut self, phone: &str) -> Option<u16> {
        let bytes = phone.strip_prefix('+').unwrap_or(phone).as_bytes();
        let plain = (DECIDE..=15).contains(&bytes.len()) && bytes[0] != b'0' && bytes.iter().all(u8::is_ascii_digit);
        if !plain {
            return named(phone);
        }
        let key = bytes[..DECIDE].iter().fold(0u32, |k, b| k * 10 + (b - b'0') as u32);
        let place = (key.wrapping_mul(0x9e37_79b1) >> 18) as usize % MEMORY;
        let (known, index) = self.0[place];
        if known == key {
            return Some(index);
        }
        let index = named(phone)?;
        self.0[place] = (key, index);
        Some(index)
    }
}

fn named(phone: &str) -> Option<u16> {
    countries().named(country_of_phone(phone).ok()?)
}
