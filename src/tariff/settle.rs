//! One message of the business: which line it is counted on, and what it moves.

use super::clocks::{Entries, Owners};
use super::counts::AGE_BINS;
use super::decision::{Decision, QuotaUse};
use super::fold::{Biller, Outbound, after};
use super::plan::{Action, FoldPlan, Late, NONE, NOT_ACCEPTED, NOT_DELIVERED, PHONE_APP, REFUSED};
use super::vocabulary::CLASSES;
use crate::facts::{Class, Head, Instant, NEVER, Part, Status};
use crate::units::HOUR;

/// The month in which a number last had a message of a country, and the row they are counted in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Recent {
    from: Instant,
    to: Instant,
    month: u32,
    row: usize,
}

/// Where a message of the run is counted: its month, the row of its number and country, the clocks that ran.
#[derive(Clone, Copy)]
struct Spot {
    month: usize,
    /// First cell of the row.
    row: usize,
    open: u32,
}

impl Biller {
    /// A message of the business: refused ones have no effect; else clocks move, and in the run it is counted.
    #[inline]
    pub(super) fn outbound(&mut self, plan: &FoldPlan, head: &Head, out: &Outbound, sink: &mut impl FnMut(Decision)) {
        let billed = head.part == Part::Run;
        let cell = match out.status {
            _ if out.class == Class::App as usize => {
                if billed && out.status == Status::Delivered {
                    self.ages[0][age(out)] += out.answers as u64;
                    let spot = self.spot(head, 0);
                    self.count(head, spot, PHONE_APP, out.recipients, None, sink);
                }
                return;
            }
            Status::Failed => NOT_DELIVERED,
            Status::Refused => REFUSED,
            Status::Delivered if !accepts(plan, out) => NOT_ACCEPTED,
            Status::Delivered => return self.delivered(plan, head, out, billed, sink),
        };
        if billed {
            let spot = self.spot(head, 0);
            self.count(head, spot, cell + out.class as u16, out.recipients, None, sink);
        }
    }

    #[inline]
    fn delivered(
        &mut self,
        plan: &FoldPlan,
        head: &Head,
        out: &Outbound,
        billed: bool,
        sink: &mut impl FnMut(Decision),
    ) {
        let owners = self.numbers[head.number as usize];
        let class = self.classes[head.country as usize * CLASSES + out.class] as usize;
        let (running, mut entries) = self.clocks.state(&owners, head.customer, head.at, out.last_in);
        let action = &plan.actions[plan.table[class << plan.bits | running.index as usize] as usize];
        if billed {
            let spot = self.spot(head, running.open);
            self.settle(plan, head, out, action, &entries, spot, sink);
        }
        each(action.closes, |clock| self.clocks.set_end(&entries, clock, NEVER));
        each(action.opens, |clock| {
            let end = after(head.at, plan.clocks[clock].lasts, plan.edge_inside);
            self.clocks.start_clock(&mut entries, &owners, head.customer, clock, head.at, end);
        });
        each(plan.answer_ends, |clock| self.clocks.set_end(&entries, clock, NEVER));
    }

    /// Takes quota and tier of one delivered message, and counts it.
    #[inline]
    #[allow(clippy::too_many_arguments)]
    fn settle(
        &mut self,
        plan: &FoldPlan,
        head: &Head,
        out: &Outbound,
        action: &Action,
        entries: &Entries,
        spot: Spot,
        sink: &mut impl FnMut(Decision),
    ) {
        let owners = self.numbers[head.number as usize];
        let mut left = out.recipients;
        let mut taken = None;
        if action.uses != NONE {
            let units = self.quotas.take(action.uses, spot.month, &owners, left);
            taken = (units > 0).then_some(QuotaUse { quota: action.uses, units, free: false });
        }
        if action.quota != NONE {
            let units = self.quotas.take(action.quota, spot.month, &owners, left);
            left -= units;
            if units > 0 {
                let quota = Some(QuotaUse { quota: action.quota, units, free: true });
                self.count(head, spot, action.quota_cell, units, quota, sink);
            }
        }
        self.ages[(action.pays && left > 0) as usize][age(out)] += out.answers as u64;
        if left == 0 {
            return;
        }
        if action.tiers != NONE {
            self.count_by_tier(plan, head, out, action, spot, left, taken, sink);
        } else if action.late != NONE {
            self.count_late(&plan.lates[action.late as usize], head, action, entries, spot, left, taken, sink);
        } else {
            self.count(head, spot, action.cell, left, taken, sink);
        }
    }

    /// Message n of the month has the tier of n: the recipients of one message may fall into several.
    #[inline]
    #[allow(clippy::too_many_arguments)]
    fn count_by_tier(
        &mut self,
        plan: &FoldPlan,
        head: &Head,
        out: &Outbound,
        action: &Action,
        spot: Spot,
        mut left: u64,
        taken: Option<QuotaUse>,
        sink: &mut impl FnMut(Decision),
    ) {
        let owners: Owners = self.numbers[head.number as usize];
        let market = self.markets[head.country as usize];
        let class = self.classes[head.country as usize * CLASSES + out.class] as usize;
        let mut taken = taken;
        while left > 0 {
            match self.ladders.step(plan, action.tiers, spot.month, &owners, market, class, left) {
                None => return self.count(head, spot, action.cell, left, taken, sink),
                Some((tier, units)) => {
                    self.count(head, spot, action.cell + 1 + tier, units, taken.take(), sink);
                    left -= units;
                }
            }
        }
    }

    /// A price by delay: counts the units, and finds the cell of the message.
    #[allow(clippy::too_many_arguments)]
    fn count_late(
        &mut self,
        late: &Late,
        head: &Head,
        action: &Action,
        entries: &Entries,
        spot: Spot,
        left: u64,
        taken: Option<QuotaUse>,
        sink: &mut impl FnMut(Decision),
    ) {
        let waited = head.at.saturating_sub(self.clocks.end(entries, late.clock)).max(1);
        let units = waited.div_euclid(late.unit) as u64 + (waited.rem_euclid(late.unit) > 0) as u64;
        if units > late.most_units {
            return self.count(head, spot, late.capped_cell, left, taken, sink);
        }
        let units = units.saturating_mul(left);
        self.cells[spot.row + late.units_cell as usize] += units;
        self.cells[spot.row + action.cell as usize] += left;
        sink(self.decision(head, spot, action.cell, left, units, taken));
    }

    #[inline]
    fn spot(&mut self, head: &Head, open: u32) -> Spot {
        let recent = self.recent[head.number as usize * self.markets.len() + head.country as usize];
        if recent.from <= head.at && head.at < recent.to {
            return Spot { month: recent.month as usize, row: recent.row, open };
        }
        self.new_spot(head, open)
    }

    #[inline(never)]
    fn new_spot(&mut self, head: &Head, open: u32) -> Spot {
        let account = self.numbers[head.number as usize].account as usize;
        let (from, to, month) = self.calendar.month(account, head.at);
        let place = (month * self.numbers.len() + head.number as usize) * self.markets.len() + head.country as usize;
        let row = &mut self.rows[place];
        if *row == 0 {
            self.cells.resize(self.cells.len() + self.width, 0);
            *row = (self.cells.len() / self.width) as u32;
        }
        let row = (*row as usize - 1) * self.width;
        let recent = Recent { from, to, month: month as u32, row };
        self.recent[head.number as usize * self.markets.len() + head.country as usize] = recent;
        Spot { month, row, open }
    }

    /// Messages whose units are the messages.
    #[inline]
    fn count(
        &mut self,
        head: &Head,
        spot: Spot,
        cell: u16,
        messages: u64,
        quota: Option<QuotaUse>,
        sink: &mut impl FnMut(Decision),
    ) {
        self.cells[spot.row + cell as usize] += messages;
        sink(self.decision(head, spot, cell, messages, messages, quota));
    }

    #[inline]
    fn decision(
        &self,
        head: &Head,
        spot: Spot,
        cell: u16,
        messages: u64,
        units: u64,
        quota: Option<QuotaUse>,
    ) -> Decision {
        let month = self.calendar.first + spot.month as i32;
        let Head { number, country, .. } = *head;
        Decision { month, number, country, cell, messages, units, quota, open: spot.open }
    }
}

/// Does this tariff take the message? Judged from its sending and the customer's last message before it.
#[inline]
fn accepts(plan: &FoldPlan, out: &Outbound) -> bool {
    match plan.window {
        _ if plan.never[out.class] => false,
        Some(window) if out.class == Class::Service as usize => {
            out.window_from != NEVER && out.sent_at < after(out.window_from, window, plan.edge_inside)
        }
        _ => true,
    }
}

#[inline]
fn age(out: &Outbound) -> usize {
    if out.window_from == NEVER {
        return AGE_BINS - 1;
    }
    let hours = out.sent_at.saturating_sub(out.window_from).max(0) / HOUR;
    (hours as usize).min(AGE_BINS - 1)
}

/// Calls `act` with the index of each bit.
#[inline]
fn each(mut bits: u32, mut act: impl FnMut(usize)) {
    while bits != 0 {
        act(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}
