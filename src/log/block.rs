//! What streams out of a log: facts, and beside each fact what only the log knows.

use crate::facts::{Fact, Place};

/// Facts in order of (`at`, inbound first, id), and one [`Side`] for each of them.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Ordered facts; cuts between blocks mean nothing.
    pub facts: Vec<Fact>,
    /// As long as `facts`.
    pub sides: Vec<Side>,
    /// As long as `facts`, or empty: the place of each fact's customer at its number.
    pub places: Vec<Place>,
    /// Texts of the rows' ids, end to end; see [`Side::id`].
    pub ids: String,
}

/// `window_from` of a free-form message outside the window that carries the platform's verdict is `sent_at` plus this: the platform
/// took it, so the customer's message is missing in the log. No real message of a customer lies after the sending it precedes.
pub const NOT_IN_LOG: i64 = 1;

/// What the log says of one row beyond its fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Row in its file, from 1 (the first row after a header is 1).
    pub row: u64,
    /// Index of the file in the order given.
    pub file: u16,
    /// The row's `origin` (bot, human, campaign …): index in the log's list of origins; 0 = none given.
    pub origin: u16,
    /// Start and end of the row's id in [`Block::ids`].
    pub id: (u32, u32),
    /// The answer this message belongs to, if the log says (a number unique in the log, from 1); 0 = not said.
    pub answer: u64,
    /// What the platform itself said of this message.
    pub verdict: Option<Verdict>,
}

/// The platform's own word on the charge of one message (`pricing` object of a webhook, columns of an export).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Charged or why free.
    pub kind: VerdictType,
    /// Category it was put into; `None`: not said or unknown word (kept in the import's report).
    pub category: Option<crate::facts::Class>,
    /// Amount in nano-units of the account's currency, if the source gives the platform's own amount.
    pub amount: Option<i64>,
}

/// Why the platform charged a message or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VerdictType {
    /// Charged.
    Regular,
    /// Free: customer service (inside the window, or inside the quota since October 2026).
    FreeCustomerService,
    /// Free: inside the free entry point.
    FreeEntryPoint,
    /// Not charged, and the source does not say why (`billable: false`).
    NotBillable,
    /// A word that this version does not know: kept, reported, read as neither free nor charged.
    Unknown,
}

impl Block {
    /// Empties it; its buffers stay.
    pub fn clear(&mut self) {
        self.facts.clear();
        self.sides.clear();
        self.places.clear();
        self.ids.clear();
    }

    /// Text of the id of row `i` of the block.
    pub fn id(&self, i: usize) -> &str {
        let (start, end) = self.sides.get(i).map_or((0, 0), |s| s.id);
        self.ids.get(start as usize..end as usize).unwrap_or("")
    }
}
