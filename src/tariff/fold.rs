//! The fold: facts in order of time → [`Counts`]. One table look-up decides each message.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::calendar::Calendar;
use super::clocks::{ClockStore, Entries, Owners};
use super::counts::{AGE_BINS, Counts, Key};
use super::decision::Decision;
use super::direct::{Direct, Near};
use super::in_force::{BilledPart, Schedule};
use super::local::Zones;
use super::plan::{BY_AD, BY_CALL, BY_MESSAGE, NOT_ACCEPTED, Plan};
use super::quota::Quotas;
use super::settle::Outbound;
use super::spot::Recent;
use super::tied::Tied;
use super::tiers::Ladders;
use super::vocabulary::{CALL, CLASSES, Clocks, Scope};
use crate::facts::kinds::{CUT, KINDS, Places};
use crate::facts::{
    Author, Body, Entry, Fact, Fold, Head, Instant, Kinds, NEVER, Network, Part, Place, Quantity, Status,
};

/// Where units are counted: month, number, country, part of the plan.
pub(super) type RowKey = (u32, u16, u16, u16);

/// Kinds of fact that concern a bill, in the order of [`Body::kind`].
const BILLED: [u8; KINDS] = [1, 1, 1, 1, 0, 0, 0];

/// Bills one desk's facts of one replication under one plan.
///
/// Facts must come in the order of `facts/`; blocks may be cut anywhere. Those of the lead and the drain move clocks, and are
/// never billed, take no quota and no tier. Whether a customer had contact before is not in the facts: that rule is the desk's.
#[derive(Clone, Debug)]
pub struct Biller {
    pub(super) plan: Arc<Plan>,
    pub(super) parts: Arc<[BilledPart]>,
    pub(super) schedule: Schedule,
    pub(super) clocks: ClockStore,
    /// Clocks that are read off each message instead of kept.
    pub(super) derived: Clocks,
    /// By part: what starts or prolongs clocks that are kept.
    pub(super) moved_by: Vec<u8>,
    pub(super) tied: Tied,
    /// Messages that move nothing but the counter of their line.
    pub(super) direct: Option<Direct>,
    /// All messages are of that kind, and billed when they are told.
    pub(super) at_once: bool,
    /// Some of them are billed in order of time.
    pub(super) in_time: bool,
    /// Those told at the present instant.
    pub(super) held: Vec<(Head, Outbound)>,
    /// Answers of such a desk, by (number, country).
    pub(super) near: Vec<Near>,
    pub(super) zones: Zones,
    pub(super) from: Instant,
    pub(super) calendar: Calendar,
    pub(super) quotas: Quotas,
    pub(super) ladders: Ladders,
    pub(super) numbers: Vec<Owners>,
    pub(super) countries: usize,
    pub(super) rows: BTreeMap<RowKey, usize>,
    /// By (number, country).
    pub(super) recent: Vec<Recent>,
    pub(super) cells: Vec<u64>,
    /// Free and billed answers by age.
    pub(super) ages: [[u64; AGE_BINS]; 2],
    /// Units of the lines of one message, if shares are taken of them.
    pub(super) noted: Vec<(u16, u64)>,
    /// By fee: owners, and by month and owner whether it was counted.
    pub(super) fees: Vec<(usize, Vec<bool>)>,
    /// Clocks that the next part does not know run on.
    pub(super) runs_on: bool,
    pub(super) closed: bool,
}

impl Biller {
    /// Takes the next block and tells each decision: the fact's place in the block, and what it came to. A message has one
    /// decision a line: its own one first (several if its recipients fall into different tiers or run out of a quota), then
    /// those that stand beside it, which count no messages. Messages outside the run and facts that are not billed have none.
    ///
    /// The same code as [`Fold::block`], which gives a sink that does nothing.
    #[inline]
    pub fn block_with(&mut self, facts: &[Fact], sink: &mut impl FnMut(usize, Decision)) {
        self.take::<false>(facts, &[], sink);
    }

    /// [`Biller::block_with`]; if `PLACED`, with the places of all facts.
    #[inline]
    pub(super) fn take<const PLACED: bool>(
        &mut self,
        facts: &[Fact],
        places_of: &[Place],
        sink: &mut impl FnMut(usize, Decision),
    ) {
        let parts = Arc::clone(&self.parts);
        // Customers' messages are passed over where none of them moves a clock that is kept, nor tells that rules change.
        let deaf = parts.len() == 1 && self.moved_by.iter().all(|by| by & (BY_MESSAGE | BY_AD) == 0);
        let mut places = Places::<2>::new();
        for (cut, part) in facts.chunks(CUT).enumerate() {
            // A desk hands over little but messages of the business if customers' messages are not asked for: all are looked at.
            let count = if deaf { part.len() } else { places.sort(part, &BILLED) };
            for number in 0..count {
                let index = cut * CUT + if deaf { number } else { places.at(1, number) };
                if PLACED {
                    self.clocks.stand_at(places_of[index]);
                }
                self.fact(&parts, (facts, index), sink);
            }
        }
        if self.derived != 0 {
            self.tied.keep(facts);
        }
    }

    /// The fact at `index`.
    #[inline(always)]
    fn fact(&mut self, parts: &[BilledPart], (facts, index): (&[Fact], usize), sink: &mut impl FnMut(usize, Decision)) {
        let fact = &facts[index];
        let head = &fact.head;
        match fact.body {
            Body::MessageOut { .. } => {
                let Some(out) = outbound_of(&fact.body) else { return };
                self.message(parts, (facts, index), out, &mut |decision| sink(index, decision));
            }
            Body::MessageIn { entry, moves_clocks: true, .. } => {
                let by_ad = if entry == Entry::Ad { BY_AD } else { 0 };
                self.inbound(parts, head, BY_MESSAGE | by_ad);
            }
            Body::CallStarted { network: Network::Platform, outbound: false, .. }
            | Body::CallEnded { network: Network::Platform, outbound: false, answered: false, .. } => {
                self.inbound(parts, head, BY_CALL);
            }
            Body::CallEnded { network: Network::Platform, outbound: true, answered: true, talk, .. } => {
                self.call(parts, head, talk, &mut |decision| sink(index, decision));
            }
            _ => {}
        }
    }

    /// A message of the business: the fact at `index`.
    #[inline(always)]
    fn message(
        &mut self,
        parts: &[BilledPart],
        (facts, index): (&[Fact], usize),
        mut out: Outbound,
        sink: &mut impl FnMut(Decision),
    ) {
        let (before, fact) = (&facts[..index], &facts[index]);
        let line = match &self.direct {
            Some(direct) if self.clocks.entries() == 0 => direct.line(fact, &out, before.last()),
            _ => None,
        };
        let counted = line.is_some_and(|line| self.direct(&parts[0], &fact.head, &out, line, sink));
        if !counted {
            out.last_in = self.tied.last_in(before, &fact.head, out.window_from);
            self.outbound(parts, &fact.head, &out, sink);
        }
    }

    /// The same for one fact.
    pub fn bill_one(&mut self, fact: &Fact) -> Vec<Decision> {
        let mut decisions = Vec::new();
        self.block_with(std::slice::from_ref(fact), &mut |_, decision| decisions.push(decision));
        decisions
    }

    /// Counts what is due without any message, and tells it: fees that are due `always`. To be called once, after the last
    /// block; [`Biller::finish`] does it otherwise.
    pub fn close_with(&mut self, sink: &mut impl FnMut(Decision)) {
        if !std::mem::replace(&mut self.closed, true) {
            let parts = Arc::clone(&self.parts);
            self.standing_fees(&parts, sink);
        }
    }

    /// The counts.
    pub fn finish(mut self) -> Counts {
        self.bill_held();
        self.close_with(&mut |_| {});
        std::mem::take(&mut self.near).into_iter().for_each(|near| self.count_near(near));
        let mut cells = Vec::new();
        let mut not_accepted = 0;
        for ((month, number, country, part), start) in &self.rows {
            let part = &self.parts[*part as usize];
            let month = self.calendar.first + *month as i32;
            let own = &self.cells[*start..start + part.fold.cells as usize];
            for (cell, units) in own.iter().enumerate().filter(|(_, u)| **u > 0) {
                let key = Key { month, number: *number, country: *country, cell: part.first_cell + cell as u16 };
                cells.push((key, *units));
            }
            not_accepted += own[NOT_ACCEPTED as usize..NOT_ACCEPTED as usize + CLASSES].iter().sum::<u64>();
        }
        Counts::new(self.plan.fingerprint.clone(), cells, not_accepted, self.ages.map(|ages| ages.to_vec()))
    }

    /// Pairs of customer and number whose clocks are held in memory now.
    pub fn pairs_held(&self) -> usize {
        self.clocks.entries()
    }

    /// A customer's message or call: clocks are prolonged, then started.
    #[inline(always)]
    fn inbound(&mut self, parts: &[BilledPart], head: &Head, by: u8) {
        let part = self.part(parts, head);
        if self.moved_by[part] & by != 0 {
            self.move_clocks(&parts[part], head, by);
        }
    }

    /// All conditions read the state before the message.
    #[inline(never)]
    fn move_clocks(&mut self, part: &BilledPart, head: &Head, by: u8) {
        let plan = &part.fold;
        let owners = self.numbers[head.number as usize];
        let mut entries = Entries::none(NEVER);
        let running = self.clocks.state(&owners, head.customer, head.at, &mut entries);
        let open = running.open | self.zones.open(plan, owners.account as usize, head.country as usize, head.at);
        for (i, longer) in plan.longer.iter().enumerate().filter(|_| by & BY_MESSAGE != 0) {
            if open & (1 << longer.clock) != 0 && part.prolongs(i, owners.account as usize, head.at) {
                let most = after(self.clocks.start(&entries, longer.clock), longer.at_most, plan.edge_inside);
                let end = self.clocks.end(&entries, longer.clock);
                self.clocks.set_end(&entries, longer.clock, end.saturating_add(longer.by).min(most).max(end));
            }
        }
        for start in plan.starts.iter().filter(|s| self.derived & (1 << s.clock) == 0) {
            let lasts = part.length(start.clock, owners.account as usize, head.at);
            let fits = start.by & by != 0
                && (start.restart || open & (1 << start.clock) == 0)
                && start.while_ & !open == 0
                && start.unless & open == 0;
            if fits && (lasts > 0 || plan.edge_inside) {
                let end = after(head.at, lasts, plan.edge_inside);
                self.clocks.start_clock(&mut entries, &owners, head.customer, start.clock, head.at, end);
            }
        }
    }

    /// A call that the business placed, when it ends.
    #[inline(never)]
    fn call(&mut self, parts: &[BilledPart], head: &Head, talk: i64, sink: &mut impl FnMut(Decision)) {
        let part = self.part(parts, head);
        if parts[part].fold.takes_calls && talk > 0 {
            let out = Outbound {
                class: CALL,
                status: Status::Delivered,
                sent_at: head.at,
                window_from: NEVER,
                last_in: NEVER,
                answers: false,
                quantity: Quantity::ONE,
                talk,
            };
            self.delivered(&parts[part], head, &out, head.part == Part::Run, sink);
        }
    }

    /// The part of the plan that is in force for the number's account. When it changes, clocks that the new one does not
    /// know vanish.
    #[inline(always)]
    pub(super) fn part(&mut self, parts: &[BilledPart], head: &Head) -> usize {
        if parts.len() == 1 { 0 } else { self.part_by_date(parts, head) }
    }

    #[inline(never)]
    fn part_by_date(&mut self, parts: &[BilledPart], head: &Head) -> usize {
        let owners = self.numbers[head.number as usize];
        let (before, now) = self.schedule.at(owners.account as usize, head.at);
        if before.is_some_and(|before| before != now) && !self.runs_on {
            let known = parts[now].fold.own.iter().fold(0, |all: Clocks, c| all | 1 << c);
            let numbers = &self.numbers;
            self.clocks.vanish(!known, |scope, owner| match scope {
                Scope::Number => numbers[owner as usize].account == owners.account,
                Scope::Account => owner == owners.account,
                Scope::Business => owner == owners.business,
            });
        }
        now
    }
}

/// What billing reads of a message of the business.
#[inline(always)]
fn outbound_of(body: &Body) -> Option<Outbound> {
    let Body::MessageOut { sent_at, class, status, author, window_from, quantity, .. } = *body else { return None };
    let (class, answers, last_in) = (class as usize, author != Author::System, window_from);
    Some(Outbound { class, status, sent_at, window_from, last_in, answers, quantity, talk: 0 })
}

impl Fold for Biller {
    /// Messages of a desk that are billed at once.
    #[inline(always)]
    fn told(&mut self, fact: &Fact) {
        if self.at_once
            && let Some(out) = outbound_of(&fact.body)
        {
            self.bill_at_once(&fact.head, &out);
        }
    }

    fn in_time(&self) -> bool {
        self.in_time
    }

    /// Messages of the business and calls on the platform; customers' messages where they move a clock that is kept.
    fn wants(&self) -> Kinds {
        let moved = self.moved_by.iter().fold(0, |all, by| all | by);
        let inbound = match (self.parts.len() > 1 || moved & BY_MESSAGE != 0, moved & BY_AD != 0) {
            (true, _) => Kinds::MESSAGES_IN,
            (false, true) => Kinds::ADS,
            (false, false) => Kinds::NONE,
        };
        if self.at_once { Kinds::NONE } else { Kinds::MESSAGES_OUT.with(Kinds::PLATFORM_CALLS).with(inbound) }
    }

    /// Others of the same desk may ask for blocks: what was billed when it was told is not billed again.
    fn block(&mut self, facts: &[Fact]) {
        if !self.at_once {
            self.block_with(facts, &mut |_, _| {});
        }
    }
}

/// The first instant outside a clock that starts at `from`.
#[inline]
pub(super) fn after(from: Instant, lasts: i64, edge_inside: bool) -> Instant {
    from.saturating_add(lasts).saturating_add(edge_inside as i64)
}
