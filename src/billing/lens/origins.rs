//! The bill by who wrote: bot, human, campaign, in the log's own words.

use super::{Seen, Sum};
use std::collections::BTreeMap;

/// Sums by origin and category; empty if the log names no origin.
#[derive(Debug, Default)]
pub struct Origins {
    lines: Vec<Vec<Sum>>,
    named: bool,
}

impl Origins {
    /// For a log with so many origins, the empty one included.
    pub fn new(origins: usize) -> Origins {
        Origins { lines: vec![Vec::new(); origins.max(1)], named: origins > 1 }
    }

    /// Adds a decision.
    #[inline]
    pub fn see(&mut self, seen: &Seen<'_>) {
        if !self.named {
            return;
        }
        let Some(lines) = self.lines.get_mut(usize::from(seen.side().origin)) else { return };
        if lines.len() <= seen.line {
            lines.resize(seen.line + 1, Sum::default());
        }
        lines[seen.line].add(seen);
    }

    /// Sums by (origin, category).
    pub fn sums<'a>(&self, category: impl Fn(usize) -> &'a str) -> BTreeMap<(u16, &'a str), Sum> {
        let mut sums: BTreeMap<(u16, &str), Sum> = BTreeMap::new();
        for (origin, lines) in self.lines.iter().enumerate() {
            for (line, sum) in lines.iter().enumerate().filter(|(_, s)| s.messages > 0 || s.amount != 0) {
                let to = sums.entry((origin as u16, category(line))).or_default();
                to.messages += sum.messages;
                to.charged += sum.charged;
                to.unrated += sum.unrated;
                to.amount += sum.amount;
            }
        }
        sums
    }
}
