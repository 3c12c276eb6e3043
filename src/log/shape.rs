//! What most rows have in common: a shape is one combination of all small fields; rows carry its number.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::block::Verdict;
use super::countries::countries;
use super::words::Arrival;
use crate::facts::{AccountEntry, Author, Book, Class, Entry, NumberEntry};

/// Kind of row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    In,
    Out,
    Call { outbound: bool, platform: bool },
}

/// All small fields of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) what: What,
    pub(super) arrival: Arrival,
    pub(super) class: Class,
    /// Nobody said whether it is a template.
    pub(super) unmarked: bool,
    pub(super) author: Author,
    pub(super) entry: Entry,
    pub(super) moves_clocks: bool,
    pub(super) verdict: Option<Verdict>,
    /// Index in [`Names::numbers`], by discovery.
    pub(super) number: u16,
    /// Index in [`countries`].
    pub(super) country: u16,
    /// Index in [`Names::origins`], by discovery; 0 = none.
    pub(super) origin: u16,
}

/// Most numbers (and origins) a log may have.
pub(super) const MOST_NAMES: usize = u16::MAX as usize - 1;

/// Names by order of discovery.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// (business, account, number).
    pub(super) numbers: Vec<[String; 3]>,
    number_index: BTreeMap<[String; 3], u16>,
    /// First is the empty one.
    pub(super) origins: Vec<String>,
    origin_index: BTreeMap<String, u16>,
}

impl Default for Names {
    fn default() -> Names {
        Names {
            numbers: Vec::new(),
            number_index: BTreeMap::new(),
            origins: vec![String::new()],
            origin_index: BTreeMap::from([(String::new(), 0)]),
        }
    }
}

impl Names {
    /// Index of a number; `None`: there are too many.
    pub(super) fn number(&mut self, business: &str, account: &str, number: &str) -> Option<u16> {
        let key = [business, account, number].map(str::to_string);
        if let Some(index) = self.number_index.get(&key) {
            return Some(*index);
        }
        if self.numbers.len() >= MOST_NAMES {
            return None;
        }
        let index = self.numbers.len() as u16;
        self.numbers.push(key.clone());
        self.number_index.insert(key, index);
        Some(index)
    }

    /// Index of an origin; `None`: there are too many.
    pub(super) fn origin(&mut self, origin: &str) -> Option<u16> {
        if let Some(index) = self.origin_index.get(origin) {
            return Some(*index);
        }
        if self.origins.len() >= MOST_NAMES {
            return None;
        }
        let index = self.origins.len() as u16;
        self.origins.push(origin.to_string());
        self.origin_index.insert(origin.to_string(), index);
        Some(index)
    }
}

/// The shapes of a log, by order of discovery.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    pub(super) list: Vec<Shape>,
    index: BTreeMap<Vec<u8>, u32>,
    pub(super) names: Names,
}

impl Shapes {
    /// Number of a shape.
    pub(super) fn intern(&mut self, shape: Shape) -> u32 {
        let key = key(&shape);
        if let Some(index) = self.index.get(&key) {
            return *index;
        }
        let index = self.list.len() as u32;
        self.list.push(shape);
        self.index.insert(key, index);
        index
    }

    /// Order of two shapes by what they say, not by discovery: breaks ties of rows with one id and time.
    pub(super) fn order(&self, a: u32, b: u32) -> Ordering {
        let (Some(x), Some(y)) = (self.list.get(a as usize), self.list.get(b as usize)) else { return a.cmp(&b) };
        let names = |s: &Shape| (self.names.numbers.get(s.number as usize), self.names.origins.get(s.origin as usize));
        x.arrival.cmp(&y.arrival).then_with(|| {
            let (mut kx, mut ky) = (*x, *y);
            (kx.number, kx.origin, ky.number, ky.origin) = (0, 0, 0, 0);
            key(&kx).cmp(&key(&ky)).then_with(|| names(x).cmp(&names(y)))
        })
    }

    /// The book in order of names, and the maps from discovery to it: numbers, countries, origins.
    pub(super) fn book(&self, seen: &[bool], zone: impl Fn(&str) -> String) -> (Book, Vec<String>, Maps) {
        let shapes =
            || self.list.iter().enumerate().filter(|(i, _)| seen.get(*i).copied().unwrap_or(true)).map(|(_, s)| s);
        let mut used: Vec<(&[String; 3], u16)> = Vec::new();
        let numbers: std::collections::BTreeSet<u16> = shapes().map(|s| s.number).collect();
        for index in numbers {
            used.extend(self.names.numbers.get(index as usize).map(|n| (n, index)));
        }
        used.sort();
        let mut book = Book::default();
        let mut maps = Maps { numbers: vec![0; self.names.numbers.len()], ..Maps::default() };
        for ([business, account, number], index) in used {
            if book.businesses.last() != Some(business) {
                book.businesses.push(business.clone());
            }
            let business = book.businesses.len() as u16 - 1;
            if book.accounts.last().is_none_or(|a| a.business != business || a.name != *account) {
                book.accounts.push(AccountEntry { name: account.clone(), business, zone: zone(account) });
            }
            maps.numbers[index as usize] = book.numbers.len() as u16;
            book.numbers.push(NumberEntry { name: number.clone(), account: book.accounts.len() as u16 - 1 });
        }
        let codes: std::collections::BTreeSet<(&str, u16)> =
            shapes().map(|s| (countries().code(s.country), s.country)).collect();
        maps.countries = vec![0; countries().count()];
        for (code, index) in codes {
            maps.countries[index as usize] = book.countries.len() as u16;
            book.countries.push(code.to_string());
        }
        let origins: std::collections::BTreeSet<(&str, u16)> = shapes()
            .map(|s| (self.names.origins.get(s.origin as usize).map_or("", String::as_str), s.origin))
            .collect();
        let mut sorted = vec![String::new()];
        maps.origins = vec![0; self.names.origins.len()];
        for (name, index) in origins.into_iter().filter(|(_, index)| *index > 0) {
            maps.origins[index as usize] = sorted.len() as u16;
            sorted.push(name.to_string());
        }
        (book, sorted, maps)
    }
}

/// From indices by discovery to indices in the book.
#[derive(Clone, Debug, Default)]
pub(super) struct Maps {
    pub(super) numbers: Vec<u16>,
    pub(super) countries: Vec<u16>,
    pub(super) origins: Vec<u16>,
}

/// All fields as bytes.
fn key(s: &Shape) -> Vec<u8> {
    let what = match s.what {
        What::In => 0,
        What::Out => 1,
        What::Call { outbound, platform } => 2 + outbound as u8 + 2 * platform as u8,
    };
    let verdict = match s.verdict {
        None => [0; 2],
        Some(v) => [1 + v.kind as u8, v.category.map_or(0, |c| 1 + c as u8)],
    };
    let mut key = vec![
        what,
        s.arrival as u8,
        s.class as u8,
        s.unmarked as u8,
        s.author as u8,
        s.entry as u8,
        s.moves_clocks as u8,
    ];
    key.extend(verdict);
    key.extend(countries().code(s.country).as_bytes());
    for index in [s.number, s.origin] {
        key.extend(index.to_be_bytes());
    }
    key
}
