//! Messages whose line follows from their class, their country and the time since the customer wrote: one look-up each.
//!
//! Under a plan of one part whose clocks all follow from the customer's last message, most messages of a desk move nothing
//! but the counter of their line. What they come to is worked out before the first fact, by the same rules as any other
//! message; those that take a quota, a tier or a price by delay, reach groups or meet a tie of time go the long way.

use super::clocks::{ClockStore, Entries, Owners};
use super::counts::AGE_BINS;
use super::decision::Decision;
use super::fold::Biller;
use super::in_force::BilledPart;
use super::plan::{FoldPlan, NONE};
use super::settle::{Outbound, accepts};
use super::vocabulary::{APP, CALL, CLASSES, Clocks};
use crate::facts::{Fact, Head, Instant, NEVER, Part, Quantity, Status};
use crate::units::HOUR;

/// Clocks of more than 100,000 years run for ever; and what is "since" a customer's message that never was is more.
const FOR_EVER: u64 = 1 << 62;

/// What messages of a class and country come to in a span of time.
#[derive(Clone, Copy, Debug)]
pub(super) struct DirectLine {
    pub(super) cell: u16,
    /// It asks for money.
    pub(super) pays: bool,
    /// The clocks that run.
    pub(super) open: Clocks,
}

/// Lines by country, class and time since the customer wrote.
#[derive(Clone, Debug)]
pub(super) struct Direct {
    /// Times since the customer's last message at which a clock or the acceptance ends, in order, then [`FOR_EVER`].
    /// Microseconds.
    edges: Vec<u64>,
    /// By country, class and span: before the first edge and after each; the last one is without any message of the customer.
    lines: Vec<Option<DirectLine>>,
}

impl Direct {
    /// The lines of a plan with one part; `None` if something besides class, country and time decides or moves.
    pub(super) fn new(parts: &[BilledPart], clocks: &ClockStore, countries: usize) -> Option<Direct> {
        let [part] = parts else { return None };
        let plan = &*part.fold;
        let beside = !plan.extra_table.is_empty() || !plan.fees.is_empty() || plan.counts_delivered;
        if beside || plan.by_hours || clocks.keeps_any() {
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
        let kinds = (0..countries).flat_map(|country| (0..CLASSES).map(move |class| (country, class)));
        let lines = kinds.flat_map(|(country, class)| {
            spans.iter().map(move |(now, last_in)| line(part, clocks, (country, class), *now, *last_in))
        });
        Some(Direct { lines: lines.collect(), edges })
    }

    /// The line of a message of the business that has `before` it in its block.
    #[inline(always)]
    pub(super) fn line(&self, fact: &Fact, out: &Outbound, before: Option<&Fact>) -> Option<DirectLine> {
        let head = &fact.head;
        let tied = before.is_none_or(|last| last.head.at == head.at);
        let plain = out.status == Status::Delivered && out.sent_at == head.at && out.quantity.recipients <= 1;
        if head.part != Part::Run || tied || !plain {
            return None;
        }
        let since = since(head.at, out.window_from);
        let span = self.edges.iter().filter(|edge| since >= **edge).count();
        self.lines[(head.country as usize * CLASSES + out.class) * (self.edges.len() + 1) + span]
    }
}

impl Biller {
    /// A message whose line was known before: one unit there, and nothing else moves.
    #[inline(always)]
    pub(super) fn direct(
        &mut self,
        part: &BilledPart,
        head: &Head,
        out: &Outbound,
        line: DirectLine,
        sink: &mut impl FnMut(Decision),
    ) {
        let spot = self.spot(part, head, line.open);
        self.cells[spot.row + line.cell as usize] += 1;
        let hours = since(head.at, out.window_from) / HOUR as u64;
        self.ages[line.pays as usize][(hours as usize).min(AGE_BINS - 1)] += out.answers as u64;
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
    }
}

/// Time since the customer's last message, which never lies ahead; more than [`FOR_EVER`] if there was none.
#[inline(always)]
fn since(now: Instant, last_in: Instant) -> u64 {
    now.wrapping_sub(last_in) as u64
}

/// What a message of this country and class, sent and delivered `now`, comes to.
fn line(
    part: &BilledPart,
    clocks: &ClockStore,
    (country, class): (usize, usize),
    now: Instant,
    last_in: Instant,
) -> Option<DirectLine> {
    let plan: &FoldPlan = &part.fold;
    let out = Outbound {
        class,
        status: Status::Delivered,
        sent_at: now,
        window_from: last_in,
        last_in,
        answers: true,
        quantity: Quantity::ONE,
        talk: 0,
    };
    if class == APP || class == CALL || !accepts(plan, &out) {
        return None;
    }
    let running = clocks.state(&Owners::default(), 0, now, &mut Entries::none(last_in));
    let billed = part.classes[country * CLASSES + class] as usize;
    let state = billed << plan.bits | plan.state(running.open, running.ran_out);
    let action = &plan.actions[plan.table[state] as usize];
    let direct = action.simple && action.quota == NONE && action.uses == NONE;
    direct.then_some(DirectLine { cell: action.cell, pays: action.pays, open: running.open })
}
