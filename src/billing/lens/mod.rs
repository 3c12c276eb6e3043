//! What a log tells while it is billed: each lens looks at every decision of one tariff.

mod answers;
mod earlier;
mod origins;
mod quotas;
mod verdicts;

pub use answers::{Answers, LARGEST};
pub use earlier::{BINS, Earlier};
pub use origins::Origins;
pub use quotas::{QuotaMonth, Quotas};
pub use verdicts::{Difference, Verdicts};

use super::ruling::Ruling;
use crate::facts::{Class, Head, Instant};
use crate::log::{Block, Side};
use crate::tariff::Decision;

/// One decision about one message of the business, delivered or not.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The block it is in.
    pub block: &'a Block,
    /// Its place there.
    pub index: usize,
    /// Common fields of the fact.
    pub head: Head,
    /// Billing class.
    pub class: Class,
    /// When it was sent.
    pub sent_at: Instant,
    /// The customer's last message before it.
    pub window_from: Instant,
    /// What the tariff decided.
    pub decision: Decision,
    /// The line it is counted on.
    pub ruling: &'a Ruling,
    /// Index of that line.
    pub line: usize,
    /// What it costs. Unit: nano-units.
    pub amount: i128,
    /// The message's own decision; later ones of the same message are parts of it or stand beside it.
    pub first: bool,
}

impl Seen<'_> {
    /// What the log says of the row beyond its fact.
    pub fn side(&self) -> Side {
        self.block.sides.get(self.index).copied().unwrap_or_default()
    }

    /// Messages charged.
    pub fn charged(&self) -> u64 {
        if self.ruling.charged { self.decision.messages } else { 0 }
    }

    /// Messages unrated.
    pub fn unrated(&self) -> u64 {
        if self.ruling.unrated { self.decision.messages } else { 0 }
    }
}

/// Messages and money added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Messages.
    pub messages: u64,
    /// Of these charged.
    pub charged: u64,
    /// Of these unrated.
    pub unrated: u64,
    /// Nano-units.
    pub amount: i128,
}

impl Sum {
    /// Adds a decision.
    #[inline]
    pub fn add(&mut self, seen: &Seen<'_>) {
        self.messages += seen.decision.messages;
        self.charged += seen.charged();
        self.unrated += seen.unrated();
        self.amount += seen.amount;
    }
}
