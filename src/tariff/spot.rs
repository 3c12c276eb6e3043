//! Where a message of the run is counted: the month of its account, and the row of its number and country under the part
//! of the plan in force. The last spot of each number and country is remembered: months and parts change seldom.

use super::fold::Biller;
use super::in_force::BilledPart;
use crate::facts::{Head, Instant};

/// The month and part in which a number last had a message of a country, and the row they are counted in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recent {
    from: Instant,
    to: Instant,
    month: u32,
    row: usize,
}

impl Recent {
    /// From when to when messages are counted there.
    pub(super) fn span(self) -> (Instant, Instant) {
        (self.from, self.to)
    }
}

/// Where a message of the run is counted: its month, the row of its number and country, the clocks that ran.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) month: usize,
    /// First cell of the row.
    pub(super) row: usize,
    pub(super) open: u32,
}

impl Biller {
    /// Where a message is counted, with the clocks that ran.
    #[inline(always)]
    pub(super) fn spot(&mut self, part: &BilledPart, head: &Head, open: u32) -> Spot {
        let recent = self.recent[head.number as usize * self.countries + head.country as usize];
        if recent.from <= head.at && head.at < recent.to {
            return Spot { month: recent.month as usize, row: recent.row, open };
        }
        self.new_spot(part, head, open)
    }

    #[inline(never)]
    fn new_spot(&mut self, part: &BilledPart, head: &Head, open: u32) -> Spot {
        let account = self.numbers[head.number as usize].account as usize;
        let (from, to, month) = self.calendar.month(account, head.at);
        let (part_from, part_to, in_force) = self.schedule.span(account, head.at);
        let row = self.row(part, month, head.number, head.country);
        let recent = Recent { from: from.max(part_from), to: to.min(part_to), month: month as u32, row };
        // A message that is still free by the part before leaves no trace: the next one is counted where its time says.
        let kept = if part.at == in_force { recent } else { Recent::default() };
        self.recent[head.number as usize * self.countries + head.country as usize] = kept;
        Spot { month, row, open }
    }

    /// The row of counters of a month, number and country under a part.
    pub(super) fn row(&mut self, part: &BilledPart, month: usize, number: u16, country: u16) -> usize {
        let cells = &mut self.cells;
        *self.rows.entry((month as u32, number, country, part.at)).or_insert_with(|| {
            cells.resize(cells.len() + part.fold.cells as usize, 0);
            cells.len() - part.fold.cells as usize
        })
    }
}
