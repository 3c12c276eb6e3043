//! A calendar queue (Brown 1988, doi 10.1145/63039.63045): a year of days, events of all years in the list of their day.
//!
//! The rules are the paper's: twice as many days when there are more than two events a day, half as many when there are fewer than one
//! in two days, and days three times as long as the mean distance of the first events, found by taking up to 25 of them out.

use crate::chain::{Chains, END};
use crate::event::Keys;

/// Fewest days of a year.
const FEWEST: usize = 2;
/// Events looked at for the length of a day.
const MOST_SAMPLES: usize = 25;

pub struct Calendar {
    chains: Chains,
    /// First event of each day, in rising order from there: a power of two.
    days: Vec<u32>,
    length: u64,
    events: usize,
    /// Day of the last event taken, counted through all years.
    today: u64,
}

impl Calendar {
    #[inline]
    fn place(&self, day: u64) -> usize {
        day as usize & (self.days.len() - 1)
    }

    #[inline]
    fn enter(&mut self, node: u32, day: u64) {
        let place = self.place(day);
        self.chains.insert(&mut self.days[place], node);
    }

    /// Go from today through one year for the first event; if there is none, look at all days.
    #[inline]
    fn find(&mut self) -> usize {
        let mut midnight = (self.today + 1) * self.length;
        for day in self.today..self.today + self.days.len() as u64 {
            let place = self.place(day);
            let first = self.days[place];
            if first != END && self.chains.at(first).key < midnight {
                self.today = day;
                return place;
            }
            midnight += self.length;
        }
        self.search()
    }

    /// The day whose first event is the earliest of all.
    #[cold]
    fn search(&mut self) -> usize {
        let firsts = self.days.iter().filter(|first| **first != END).map(|first| self.chains.at(*first).key);
        self.today = firsts.min().unwrap_or(0) / self.length;
        self.place(self.today)
    }

    /// The earliest event, without a look at the number of days.
    #[inline]
    fn take(&mut self) -> Option<u64> {
        if self.events == 0 {
            return None;
        }
        self.events -= 1;
        let place = self.find();
        Some(self.chains.take(&mut self.days[place]))
    }

    #[cold]
    fn resize(&mut self, days: usize) {
        let length = self.suitable_length();
        let before = std::mem::replace(&mut self.days, vec![END; days]);
        self.today = self.today * self.length / length;
        self.length = length;
        for mut first in before {
            while first != END {
                let event = self.chains.at(first);
                self.enter(first, event.key / length);
                first = event.next;
            }
        }
    }

    /// Three times the mean distance of the next events, those left out that are more than twice the mean apart.
    fn suitable_length(&mut self) -> u64 {
        let wanted = if self.events <= 5 { self.events } else { (5 + self.events / 10).min(MOST_SAMPLES) };
        let (events, today) = (self.events, self.today);
        let sample: Vec<u64> = (0..wanted).map_while(|_| self.take()).collect();
        (self.events, self.today) = (events, today);
        for key in &sample {
            let node = self.chains.node(*key);
            self.enter(node, key / self.length);
        }
        let gaps: Vec<u64> = sample.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let mean = |gaps: &[u64]| gaps.iter().sum::<u64>() / (gaps.len() as u64).max(1);
        let usual = mean(&gaps).saturating_mul(2);
        let near: Vec<u64> = gaps.into_iter().filter(|gap| *gap <= usual).collect();
        match mean(&near) {
            0 => self.length,
            mean => 3 * mean,
        }
    }
}

impl Keys for Calendar {
    fn new(microsecond: u64) -> Self {
        Calendar { chains: Chains::default(), days: vec![END; FEWEST], length: microsecond, events: 0, today: 0 }
    }

    #[inline]
    fn push(&mut self, key: u64) {
        let (node, day) = (self.chains.node(key), key / self.length);
        self.enter(node, day);
        self.events += 1;
        // At the very time of the event taken last, a lower number may make an earlier day.
        self.today = self.today.min(day);
        if self.events > 2 * self.days.len() {
            self.resize(2 * self.days.len());
        }
    }

    #[inline]
    fn pop(&mut self) -> Option<u64> {
        let key = self.take()?;
        if self.events + 2 < self.days.len() / 2 && self.days.len() > FEWEST {
            self.resize(self.days.len() / 2);
        }
        Some(key)
    }
}
