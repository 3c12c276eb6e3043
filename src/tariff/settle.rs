//! One message of the business: which line it is counted on, and what it moves.

use super::clocks::{Entries, Owners, Running};
use super::counts::AGE_BINS;
use super::decision::{Decision, QuotaUse};
use super::fold::{Biller, after};
use super::in_force::BilledPart;
use super::plan::{Action, FoldPer, FoldPlan, Late, NONE, NOT_ACCEPTED, NOT_DELIVERED, PHONE_APP, REFUSED};
use super::spot::Spot;
use super::tiers::Rung;
use super::vocabulary::{APP, CALL, CLASSES};
use crate::facts::{Class, Head, Instant, NEVER, Part, Quantity, Status};
use crate::units::HOUR;

/// Fields of an outbound message that billing reads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outbound {
    pub(super) class: usize,
    pub(super) status: Status,
    pub(super) sent_at: Instant,
    pub(super) window_from: Instant,
    /// The customer's last message up to delivery, if the facts are those of a desk.
    pub(super) last_in: Instant,
    pub(super) answers: bool,
    pub(super) quantity: Quantity,
    /// Of a call. Microseconds.
    pub(super) talk: i64,
}

/// One message on its way to its lines.
pub(super) struct Billed<'a> {
    pub(super) part: &'a BilledPart,
    pub(super) head: &'a Head,
    pub(super) out: &'a Outbound,
    pub(super) owners: &'a Owners,
    pub(super) spot: Spot,
    /// As billed.
    pub(super) class: usize,
}

impl Outbound {
    #[inline]
    pub(super) fn recipients(&self) -> u64 {
        u64::from(self.quantity.recipients.max(1))
    }

    /// What so many of the recipients come to.
    #[inline]
    pub(super) fn units(&self, per: FoldPer, recipients: u64) -> u64 {
        match per {
            FoldPer::Message => recipients,
            FoldPer::Segment => recipients.saturating_mul(u64::from(self.quantity.segments.max(1))),
            FoldPer::Token => u64::from(self.quantity.tokens),
            FoldPer::Talk(pulse) => (self.talk.max(0) as u64).div_ceil(pulse.max(1) as u64),
        }
    }
}

impl Biller {
    /// A message of the business: refused ones have no effect; else clocks move, and in the run it is counted.
    #[inline(always)]
    pub(super) fn outbound(
        &mut self,
        parts: &[BilledPart],
        head: &Head,
        out: &Outbound,
        sink: &mut impl FnMut(Decision),
    ) {
        let part = self.part(parts, head);
        let part = if self.runs_on { self.still_free(parts, head, out, part) } else { part };
        let part = &parts[part];
        let plan = &*part.fold;
        let billed = head.part == Part::Run;
        let cell = match out.status {
            _ if out.class == APP => return self.phone_app(part, head, out, billed, sink),
            Status::Failed => NOT_DELIVERED,
            Status::Refused => REFUSED,
            Status::Delivered if !accepts(plan, out) => NOT_ACCEPTED,
            Status::Delivered => return self.delivered(part, head, out, billed, sink),
        };
        if billed {
            self.aside(part, head, out, cell + out.class as u16, sink);
        }
    }

    /// Messages of the phone app: free, unless a rule takes them.
    #[inline(never)]
    fn phone_app(
        &mut self,
        part: &BilledPart,
        head: &Head,
        out: &Outbound,
        billed: bool,
        sink: &mut impl FnMut(Decision),
    ) {
        if out.status != Status::Delivered {
            return;
        }
        if part.fold.takes_app {
            return self.delivered(part, head, out, billed, sink);
        }
        if billed {
            self.ages[0][age(out)] += out.answers as u64;
            self.aside(part, head, out, PHONE_APP, sink);
        }
    }

    /// A line that no rule decides.
    #[inline(never)]
    fn aside(&mut self, part: &BilledPart, head: &Head, out: &Outbound, cell: u16, sink: &mut impl FnMut(Decision)) {
        let owners = self.numbers[head.number as usize];
        let spot = self.spot(part, head, 0);
        let billed = Billed { part, head, out, owners: &owners, spot, class: out.class };
        self.count(&billed, cell, out.recipients(), None, sink);
        self.noted.clear();
    }

    #[inline(always)]
    pub(super) fn delivered(
        &mut self,
        part: &BilledPart,
        head: &Head,
        out: &Outbound,
        billed: bool,
        sink: &mut impl FnMut(Decision),
    ) {
        let plan = &*part.fold;
        let owners = self.numbers[head.number as usize];
        let class = part.classes[head.country as usize * CLASSES + out.class] as usize;
        let mut entries = Entries::none(out.last_in);
        let mut running = self.clocks.state(&owners, head.customer, head.at, &mut entries);
        if plan.by_hours {
            running.open |= self.zones.open(plan, owners.account as usize, head.country as usize, head.at);
        }
        let Running { open, ran_out } = running;
        let state = class << plan.bits | plan.state(open, ran_out);
        let action = &plan.actions[plan.table[state] as usize];
        if billed {
            let spot = self.spot(part, head, open);
            let billed = Billed { part, head, out, owners: &owners, spot, class };
            self.settle(&billed, action, &entries, sink);
            if !plan.extra_table.is_empty() || !plan.fees.is_empty() {
                self.beside(&billed, plan.extra_table.get(state).copied().unwrap_or(0), sink);
            }
        }
        each(action.closes, |clock| self.clocks.set_end(&entries, clock, NEVER));
        each(action.opens, |clock| {
            let lasts = part.length(clock, owners.account as usize, head.at);
            let end = after(head.at, lasts, plan.edge_inside);
            self.clocks.start_clock(&mut entries, &owners, head.customer, clock, head.at, end);
        });
        if out.class != APP && out.class != CALL {
            each(plan.answer_ends, |clock| self.clocks.set_end(&entries, clock, NEVER));
        }
    }

    /// Takes quota and tier of one delivered message, and counts it.
    #[inline(always)]
    fn settle(&mut self, billed: &Billed<'_>, action: &Action, entries: &Entries, sink: &mut impl FnMut(Decision)) {
        let (plan, out, month) = (&*billed.part.fold, billed.out, billed.spot.month);
        let mut left = out.recipients();
        let mut taken = None;
        if action.uses != NONE {
            let units = self.quotas.take(plan.quotas[action.uses as usize], month, billed.owners, left);
            let quota = plan.quotas[action.uses as usize].0 as u8;
            taken = (units > 0).then_some(QuotaUse { quota, units, free: false });
        }
        if action.quota != NONE {
            let units = self.quotas.take(plan.quotas[action.quota as usize], month, billed.owners, left);
            left -= units;
            if units > 0 {
                let quota = plan.quotas[action.quota as usize].0 as u8;
                self.count(billed, action.quota_cell, units, Some(QuotaUse { quota, units, free: true }), sink);
            }
        }
        if out.class != CALL {
            self.ages[(action.pays && left > 0) as usize][age(out)] += out.answers as u64;
        }
        if plan.counts_delivered {
            self.pass_tiers(billed, action, out.recipients() - left);
        }
        if left == 0 {
            return;
        }
        if action.simple {
            return self.count(billed, action.cell, left, taken, sink);
        }
        if action.tiers != NONE && !self.outside_tiers(billed, action) {
            self.count_by_tier(billed, action, left, taken, sink);
        } else if action.late != NONE {
            self.count_late(billed, &plan.lates[action.late as usize], action, entries, left, taken, sink);
        } else {
            let units = out.units(action.per, left);
            self.count_units(billed, (action.cell, action.units), (left, units), taken, sink);
        }
    }

    /// Units that count on a ladder although no tier prices them.
    #[inline(never)]
    fn pass_tiers(&mut self, billed: &Billed<'_>, action: &Action, covered: u64) {
        let plan = &*billed.part.fold;
        for (tiers, _) in plan.tiers.iter().enumerate().filter(|(_, t)| t.delivered && t.of[billed.class]) {
            let rung = rung(billed, tiers as u8);
            let free = if tiers == action.tiers as usize { covered } else { billed.out.recipients() };
            let outside = plan.tiers[tiers].without_groups && billed.out.recipients() > 1;
            if free > 0 && !outside {
                self.ladders.pass(plan, rung, free);
            }
        }
    }

    #[inline]
    fn outside_tiers(&self, billed: &Billed<'_>, action: &Action) -> bool {
        billed.part.fold.tiers[action.tiers as usize].without_groups && billed.out.recipients() > 1
    }

    /// Unit n of the month has the tier of n: the units of one message may fall into several.
    #[inline(never)]
    fn count_by_tier(
        &mut self,
        billed: &Billed<'_>,
        action: &Action,
        left: u64,
        mut taken: Option<QuotaUse>,
        sink: &mut impl FnMut(Decision),
    ) {
        let plan = &*billed.part.fold;
        let by_message = action.per == FoldPer::Message;
        let (mut units, mut messages) = (billed.out.units(action.per, left), left);
        while units > 0 {
            let Some(step) = self.ladders.step(plan, rung(billed, action.tiers), units) else { break };
            for tier in step.crossed.filter(|_| action.rerate != 0) {
                self.count_beside(billed, action.rerate + tier + 1, step.before, sink);
            }
            let cells = (action.cell + 1 + step.tier, action.units + 1 + step.tier);
            let now = if by_message { step.units } else { messages };
            self.count_units(billed, cells, (now, step.units), taken.take(), sink);
            messages -= now;
            units -= step.units;
        }
        if messages > 0 {
            self.count_units(billed, (action.cell, action.units), (messages, units), taken, sink);
        }
    }

    /// A price by delay: counts the units, and finds the cell of the message.
    #[allow(clippy::too_many_arguments)]
    #[inline(never)]
    fn count_late(
        &mut self,
        billed: &Billed<'_>,
        late: &Late,
        action: &Action,
        entries: &Entries,
        left: u64,
        taken: Option<QuotaUse>,
        sink: &mut impl FnMut(Decision),
    ) {
        let waited = billed.head.at.saturating_sub(self.clocks.end(entries, late.clock)).max(1);
        let units = waited.div_euclid(late.unit) as u64 + (waited.rem_euclid(late.unit) > 0) as u64;
        if units > late.most_units {
            return self.count(billed, late.capped_cell, left, taken, sink);
        }
        let units = units.saturating_mul(left);
        self.count_units(billed, (action.cell, late.units_cell), (left, units), taken, sink);
    }

    /// Messages whose units are the messages.
    #[inline(always)]
    fn count(
        &mut self,
        billed: &Billed<'_>,
        cell: u16,
        messages: u64,
        quota: Option<QuotaUse>,
        sink: &mut impl FnMut(Decision),
    ) {
        self.cells[billed.spot.row + cell as usize] += messages;
        self.tell(billed, (cell, cell), (messages, messages), quota, sink);
    }

    /// Messages and their units, each in its cell.
    #[inline]
    fn count_units(
        &mut self,
        billed: &Billed<'_>,
        (cell, units_cell): (u16, u16),
        (messages, units): (u64, u64),
        quota: Option<QuotaUse>,
        sink: &mut impl FnMut(Decision),
    ) {
        self.cells[billed.spot.row + cell as usize] += messages;
        if units_cell != cell {
            self.cells[billed.spot.row + units_cell as usize] += units;
        }
        self.tell(billed, (cell, units_cell), (messages, units), quota, sink);
    }

    /// Units of a line beside that of the message.
    #[inline(never)]
    pub(super) fn count_beside(&mut self, billed: &Billed<'_>, cell: u16, units: u64, sink: &mut impl FnMut(Decision)) {
        self.cells[billed.spot.row + cell as usize] += units;
        self.tell(billed, (cell, cell), (0, units), None, sink);
    }

    #[inline(always)]
    fn tell(
        &mut self,
        billed: &Billed<'_>,
        (cell, units_cell): (u16, u16),
        (messages, units): (u64, u64),
        quota: Option<QuotaUse>,
        sink: &mut impl FnMut(Decision),
    ) {
        if !billed.part.fold.extra_table.is_empty() {
            self.noted.push((units_cell, units));
        }
        let month = self.calendar.first + billed.spot.month as i32;
        let Head { number, country, .. } = *billed.head;
        let cell = billed.part.first_cell + cell;
        sink(Decision { month, number, country, cell, messages, units, quota, open: billed.spot.open });
    }
}

fn rung<'a>(billed: &Billed<'a>, tiers: u8) -> Rung<'a> {
    let market = billed.part.markets[billed.head.country as usize];
    Rung { tiers, month: billed.spot.month, owners: billed.owners, market, class: billed.class }
}

/// Does this tariff take the message? Judged from its sending and the customer's last message before it.
#[inline]
pub(super) fn accepts(plan: &FoldPlan, out: &Outbound) -> bool {
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
