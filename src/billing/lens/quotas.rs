//! When the free messages of a month were used up, and what came after.

use super::Seen;
use crate::billing::days::Days;
use crate::billing::places::Places;
use crate::facts::{Book, Instant};
use std::collections::BTreeMap;

/// Longest run whose days are counted apart. Unit: (number, day) pairs.
const MOST_DAYS: usize = 1 << 20;

/// One number's month under one quota.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuotaMonth {
    /// Messages covered.
    pub used: u64,
    /// First message charged for want of quota.
    pub used_up: Option<Instant>,
    /// Messages charged for want of quota.
    pub after: u64,
    /// What the first of them costs a unit. Unit: nano-units.
    pub next: Option<i64>,
}

/// Quotas of one tariff.
#[derive(Debug)]
pub struct Quotas {
    accounts: Vec<u16>,
    days: Days,
    /// Rules whose messages a quota covers, with it.
    rules: Vec<(String, u8)>,
    /// By line: the quota that covers it, or that would have.
    lines: Vec<Option<u8>>,
    /// By (month, number, quota).
    month_places: Places<(i32, u16, u8)>,
    months: Vec<QuotaMonth>,
    /// By (number, local day): covered, and charged for want of quota.
    day_places: Places<(u16, i32)>,
    by_day: Vec<(u64, u64)>,
}

impl Quotas {
    /// For a book.
    ///
    /// # Errors
    /// A zone that does not exist.
    pub fn new(book: &Book) -> Result<Quotas, String> {
        Ok(Quotas {
            accounts: book.numbers.iter().map(|n| n.account).collect(),
            days: Days::new(book)?,
            rules: Vec::new(),
            lines: Vec::new(),
            month_places: Places::new(),
            months: Vec::new(),
            day_places: Places::new(),
            by_day: Vec::new(),
        })
    }

    /// Adds a decision.
    #[inline]
    pub fn see(&mut self, seen: &Seen<'_>) {
        let free = seen.decision.quota.filter(|q| q.free);
        let quota = match free {
            Some(taken) => taken.quota,
            None if !seen.ruling.charged => return,
            None => match self.wanting(seen) {
                Some(quota) => quota,
                None => return,
            },
        };
        let key = (seen.decision.month, seen.head.number, quota);
        self.learn(seen, quota, free.is_some());
        let month = self.month(key);
        match free {
            Some(taken) => month.used += taken.units,
            None => {
                month.after += seen.decision.messages;
                if month.used_up.is_none() {
                    (month.used_up, month.next) = (Some(seen.head.at), seen.ruling.rate);
                }
            }
        }
        self.count_day(seen, free.map(|q| q.units));
    }

    /// The quota that would have covered a charged message.
    fn wanting(&self, seen: &Seen<'_>) -> Option<u8> {
        match self.lines.get(seen.line) {
            Some(Some(quota)) => Some(*quota),
            _ => self.rules.iter().find(|(rule, _)| *rule == seen.ruling.rule).map(|(_, quota)| *quota),
        }
    }

    /// Remembers what a line has to do with a quota. A covered line's rule ends in ` (quota NAME)`.
    fn learn(&mut self, seen: &Seen<'_>, quota: u8, covered: bool) {
        if self.lines.get(seen.line).is_some_and(Option::is_some) {
            return;
        }
        if self.lines.len() <= seen.line {
            self.lines.resize(seen.line + 1, None);
        }
        self.lines[seen.line] = Some(quota);
        if covered {
            let rule = seen.ruling.rule.rsplit_once(" (quota ").map_or(seen.ruling.rule.as_str(), |(rule, _)| rule);
            if !self.rules.iter().any(|(r, q)| r == rule && *q == quota) {
                self.rules.push((rule.to_string(), quota));
            }
        }
    }

    fn month(&mut self, key: (i32, u16, u8)) -> &mut QuotaMonth {
        let at = self.month_places.get(key).unwrap_or_else(|| {
            self.months.push(QuotaMonth::default());
            self.month_places.add(key)
        });
        &mut self.months[at]
    }

    fn count_day(&mut self, seen: &Seen<'_>, covered: Option<u64>) {
        let number = seen.head.number;
        let account = self.accounts.get(usize::from(number)).copied().unwrap_or(0);
        let day = self.days.of(account, seen.head.at);
        let at = match self.day_places.get((number, day)) {
            Some(at) => at,
            None if self.day_places.len() >= MOST_DAYS => return,
            None => {
                self.by_day.push((0, 0));
                self.day_places.add((number, day))
            }
        };
        let counted = &mut self.by_day[at];
        match covered {
            Some(units) => counted.0 += units,
            None => counted.1 += seen.decision.messages,
        }
    }

    /// Months by (month, number, quota), and (covered, charged for want of quota) by (number, local day).
    #[allow(clippy::type_complexity)]
    pub fn finish(self) -> (BTreeMap<(i32, u16, u8), QuotaMonth>, BTreeMap<(u16, i32), (u64, u64)>) {
        let months = self.month_places.iter().map(|(key, at)| (key, self.months[at])).collect();
        (months, self.day_places.iter().map(|(key, at)| (key, self.by_day[at])).collect())
    }
}
