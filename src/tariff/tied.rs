//! Ties of time: of facts at one instant the customer's message comes first.
//!
//! A desk writes `window_from` when it sends. Should the same customer write to the same number at that very microsecond,
//! but be served later in it, the message stands before the answer in the order of facts and is not in its `window_from`.

use crate::facts::{Body, Fact, Head, Instant};

/// Customers' messages at the last instant of the blocks so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Tied {
    at: Instant,
    /// (customer, number)
    wrote: Vec<(u64, u16)>,
}

impl Tied {
    /// The customer's last message before a message of the business, in the order of facts: `before` are the facts of the
    /// block that stand before it.
    #[inline]
    pub(super) fn last_in(&self, before: &[Fact], head: &Head, window_from: Instant) -> Instant {
        match before.last() {
            Some(last) if last.head.at != head.at => window_from,
            None if self.at != head.at || self.wrote.is_empty() => window_from,
            _ if self.wrote_now(before, head) => head.at,
            _ => window_from,
        }
    }

    #[cold]
    fn wrote_now(&self, before: &[Fact], head: &Head) -> bool {
        let mut now = before.iter().rev().take_while(|f| f.head.at == head.at);
        let mine = |f: &Fact| moves_clocks(f) && (f.head.customer, f.head.number) == (head.customer, head.number);
        now.any(mine) || (self.at == head.at && self.wrote.contains(&(head.customer, head.number)))
    }

    /// Remembers the last instant of a block: the next one may begin in it.
    pub(super) fn keep(&mut self, facts: &[Fact]) {
        let Some(last) = facts.last() else { return };
        if self.at != last.head.at {
            self.at = last.head.at;
            self.wrote.clear();
        }
        let now = facts.iter().rev().take_while(|f| f.head.at == self.at);
        self.wrote.extend(now.filter(|f| moves_clocks(f)).map(|f| (f.head.customer, f.head.number)));
    }
}

fn moves_clocks(fact: &Fact) -> bool {
    matches!(fact.body, Body::MessageIn { moves_clocks: true, .. })
}
