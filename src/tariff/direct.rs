//! Messages whose line follows from their class, their country and the time since the customer wrote: one look-up each.
//!
//! Under a plan of one part, while no clock runs but those that follow from the customer's last message, most messages of a
//! desk move nothing but the counter of their line. What they come to is worked out before the first fact, by the same rules
//! as any other message; those that start a clock that is kept, take from a quota that is not used up, a tier or a price by
//! delay, reach groups or meet a tie of time go the long way.

use std::sync::Arc;

use super::clocks::{ClockStore, Entries, Owners};
use super::counts::AGE_BINS;
use super::decision::Decision;
use super::fold::Biller;
use super::in_force::BilledPart;
use super::plan::{Action, BY_AD, BY_MESSAGE, FoldPlan, NONE};
use super::settle::{Outbound, accepts};
use super::vocabulary::{APP, CALL, CLASSES, Clocks};
use crate::facts::{Class, Fact, Head, Instant, NEVER, Part, Quantity, Status};
use crate::units::HOUR;

/// Clocks of more than 100,000 years run for ever; and what is "since" a customer's message that never was is more.
const FOR_EVER: u64 = 1 << 62;

/// What messages of a class and country come to in a span of time.
#[derive(Clone, Copy, Debug)]
pub(super) struct DirectLine {
    pub(super) cell: u16,
    /// It asks for money.
    pub(super) pays: bool,
    /// The month's free units come before it; [`NONE`]: there are none.
    quota: u8,
    /// The clocks that run.
    pub(super) open: Clocks,
}

/// Answers of a number to a country in its month, sent before the first edge has passed: all on one line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Near {
    from: Instant,
    to: Instant,
    edge: u64,
    pays: bool,
    cell: usize,
    count: u64,
}

/// Lines by country, class and time since the customer wrote.
#[derive(Clone, Debug)]
pub(super) struct Direct {
    /// Times since the customer's last message at which a clock or the acceptance ends, in order, then [`FOR_EVER`].
    /// Microseconds.
    edges: Vec<u64>,
    /// By country, class and span: before the first edge and after each; the last one is without any message of the customer.
    lines: Vec<Option<DirectLine>>,
    /// By class: every message that the platform takes has a line that no quota comes before.
    whole: [bool; CLASSES],
    /// By class: no message starts a clock that is kept, whatever else it moves.
    apart: [bool; CLASSES],
}

impl Direct {
    /// The lines of a plan with one part; `None` if something besides class, country and time decides or moves.
    pub(super) fn new(parts: &[BilledPart], clocks: &ClockStore, countries: usize) -> Option<Direct> {
        let [part] = parts else { return None };
        let plan = &*part.fold;
        let beside = !plan.extra_table.is_empty() || !plan.fees.is_empty() || plan.counts_delivered;
        if beside || plan.by_hours {
            return None;
        }
        let window = plan.window.map(|lasts| lasts.saturating_add(i64::from(plan.edge_inside)));
        let ends = clocks.derived_ends().chain(window).map(|end| end as u64);
        let mut edges: Vec<u64> = ends.filter(|end| *end < FOR_EVER).chain([FOR_EVER]).collect();
        edges.sort_unstable();
        edges.dedup();
        // One moment of each span: `now` and the customer's last message.
        let within = std::iter::once(edges[0] as i64 - 1).chain(edges.iter().map(|edge| *edge as i64));
        let mut spans: Vec<(Instant, Instant)> = within.map(|since| (since, 0)).collect();
        spans[edges.len()] = (0, NEVER);
        let mut lines = Vec::with_capacity(countries * CLASSES * spans.len());
        let (mut whole, mut apart) = ([true; CLASSES], [true; CLASSES]);
        for (country, class) in (0..countries).flat_map(|country| (0..CLASSES).map(move |class| (country, class))) {
            for (now, last_in) in &spans {
                let out = free_form(class, *now, *last_in);
                let line = line(part, clocks, country, &out);
                let taken = accepts(plan, &out);
                whole[class] &= line.map_or(!taken, |line| line.quota == NONE);
                apart[class] &= !taken || !clocks.keeps(action(part, clocks, country, &out).0.opens);
                lines.push(line);
            }
        }
        Some(Direct { lines, edges, whole, apart })
    }

    /// Edges that have passed.
    #[inline(never)]
    fn span(&self, since: u64) -> usize {
        self.edges.iter().filter(|edge| since >= **edge).count()
    }

    /// Does every message of these classes have its line, whatever went before?
    fn covers(&self, classes: [Class; 2]) -> bool {
        classes.iter().all(|class| self.whole[*class as usize])
    }

    /// The line of a message of the business that has `before` it in its block.
    #[inline(always)]
    pub(super) fn line(&self, fact: &Fact, out: &Outbound, before: Option<&Fact>) -> Option<DirectLine> {
        let head = &fact.head;
        let tied = before.is_none_or(|last| last.head.at == head.at);
        let plain = out.status == Status::Delivered && out.sent_at == head.at && out.quantity.recipients <= 1;
        if head.part != Part::Run || tied || !plain { None } else { self.line_of(head, out) }
    }

    /// The line of a message that is delivered when it is sent.
    #[inline(always)]
    fn line_of(&self, head: &Head, out: &Outbound) -> Option<DirectLine> {
        let since = since(head.at, out.window_from);
        let span = if since < self.edges[0] { 0 } else { self.span(since) };
        self.lines[(head.country as usize * CLASSES + out.class) * (self.edges.len() + 1) + span]
    }
}

impl Biller {
    /// The same, for a desk whose customers never write while an answer goes out, and that sends free-form answers and others of
    /// the class `late`: if none of them starts a clock, messages are billed when they are told. `ads`: some customers come
    /// through them.
    pub fn at_once(mut self, late: Class, ads: bool) -> Biller {
        let heard = if ads { BY_MESSAGE | BY_AD } else { BY_MESSAGE };
        let deaf = self.parts.len() == 1 && self.moved_by.iter().all(|by| by & heard == 0);
        let classes = [Class::Service, late];
        let apart = |direct: &Direct| classes.iter().all(|class| direct.apart[*class as usize]);
        self.at_once = deaf && self.direct.as_ref().is_some_and(apart);
        self.in_time = self.at_once && !self.direct.as_ref().is_some_and(|direct| direct.covers(classes));
        self
    }

    /// A message of such a desk. Most are answers inside the first span of time, counted where the one before was.
    #[inline(always)]
    pub(super) fn bill_at_once(&mut self, head: &Head, out: &Outbound) {
        if head.part != Part::Run {
            return;
        }
        let since = since(head.at, out.window_from);
        let near = &mut self.near[head.number as usize * self.countries + head.country as usize];
        let same = (near.from <= head.at) & (head.at < near.to) & (since < near.edge);
        if same && out.class == Class::Service as usize && out.answers {
            near.count = near.count.wrapping_add(1);
            let ages = &mut self.ages[near.pays as usize][((since / HOUR as u64) as usize).min(AGE_BINS - 1)];
            *ages = ages.wrapping_add(1);
        } else {
            self.bill_far(*head, *out);
        }
    }

    /// The same for any message; those that follow are counted with it if they are like it.
    #[cold]
    fn bill_far(&mut self, head: Head, out: Outbound) {
        let parts = Arc::clone(&self.parts);
        let line = self.direct.as_ref().and_then(|direct| direct.line_of(&head, &out));
        let Some(line) = line else { return self.hold(head, out) };
        let spot = self.spot(&parts[0], &head, line.open);
        if line.quota != NONE {
            let quota = parts[0].fold.quotas[line.quota as usize];
            if !self.quotas.used_up(quota, spot.month, &self.numbers[head.number as usize]) {
                return self.hold(head, out);
            }
        }
        self.count_direct(&head, &out, line, spot.row);
        let edge = self.direct.as_ref().map_or(0, |direct| direct.edges[0]);
        let place = head.number as usize * self.countries + head.country as usize;
        if out.class == Class::Service as usize && since(head.at, out.window_from) < edge {
            let (from, to) = self.recent[place].span();
            let near = Near { from, to, edge, pays: line.pays, cell: spot.row + line.cell as usize, count: 0 };
            let before = std::mem::replace(&mut self.near[place], near);
            self.count_near(before);
        }
    }

    /// One that takes from a quota or a tier, or that the platform does not take: at one instant they are told in any order, and
    /// billed in that of their ids when it has ended.
    fn hold(&mut self, head: Head, out: Outbound) {
        if self.held.first().is_some_and(|(first, _)| first.at != head.at) {
            self.bill_held();
        }
        self.held.push((head, out));
    }

    /// The messages of the instant that has ended.
    pub(super) fn bill_held(&mut self) {
        let parts = Arc::clone(&self.parts);
        let mut held = std::mem::take(&mut self.held);
        held.sort_by_key(|(head, _)| head.id);
        for (head, out) in held {
            self.outbound(&parts, &head, &out, &mut |_| {});
        }
    }

    /// What was counted together goes to its cell.
    pub(super) fn count_near(&mut self, near: Near) {
        if near.count > 0 {
            self.cells[near.cell] += near.count;
        }
    }

    #[inline(always)]
    fn count_direct(&mut self, head: &Head, out: &Outbound, line: DirectLine, row: usize) {
        self.cells[row + line.cell as usize] += 1;
        let hours = since(head.at, out.window_from) / HOUR as u64;
        self.ages[line.pays as usize][(hours as usize).min(AGE_BINS - 1)] += out.answers as u64;
    }

    /// A message whose line was known before: one unit there, and nothing else moves. False if a quota has something left for
    /// it, and nothing was counted.
    #[inline(always)]
    pub(super) fn direct(
        &mut self,
        part: &BilledPart,
        head: &Head,
        out: &Outbound,
        line: DirectLine,
        sink: &mut impl FnMut(Decision),
    ) -> bool {
        let spot = self.spot(part, head, line.open);
        if line.quota != NONE {
            let quota = part.fold.quotas[line.quota as usize];
            if !self.quotas.used_up(quota, spot.month, &self.numbers[head.number as usize]) {
                return false;
            }
        }
        self.count_direct(head, out, line, spot.row);
        sink(Decision {
            month: self.calendar.first + spot.month as i32,
            number: head.number,
            country: head.country,
            cell: part.first_cell + line.cell,
            messages: 1,
            units: 1,
            quota: None,
            open: line.open,
        });
        true
    }
}

/// Time since the customer's last message, which never lies ahead; more than [`FOR_EVER`] if there was none.
#[inline(always)]
fn since(now: Instant, last_in: Instant) -> u64 {
    now.wrapping_sub(last_in) as u64
}

/// A message of this class to one customer, sent and delivered `now`.
fn free_form(class: usize, now: Instant, last_in: Instant) -> Outbound {
    Outbound {
        class,
        status: Status::Delivered,
        sent_at: now,
        window_from: last_in,
        last_in,
        answers: true,
        quantity: Quantity::ONE,
        talk: 0,
    }
}

/// What is done with a message to this country, and the clocks that run then.
fn action<'a>(part: &'a BilledPart, clocks: &ClockStore, country: usize, out: &Outbound) -> (&'a Action, Clocks) {
    let plan: &FoldPlan = &part.fold;
    let running = clocks.state(&Owners::default(), 0, out.sent_at, &mut Entries::none(out.last_in));
    let billed = part.classes[country * CLASSES + out.class] as usize;
    let state = billed << plan.bits | plan.state(running.open, running.ran_out);
    (&plan.actions[plan.table[state] as usize], running.open)
}

/// What a message to this country comes to.
fn line(part: &BilledPart, clocks: &ClockStore, country: usize, out: &Outbound) -> Option<DirectLine> {
    if out.class == APP || out.class == CALL || !accepts(&part.fold, out) {
        return None;
    }
    let (action, open) = action(part, clocks, country, out);
    let direct = action.simple && action.uses == NONE && !clocks.keeps(action.opens);
    direct.then_some(DirectLine { cell: action.cell, pays: action.pays, quota: action.quota, open })
}
