//! Who came when, and whether the promise was kept: counts by half-hour or quarter of arrival, from facts.

use crate::desk::calendar;
use crate::desk::plan::{DeskPlan, SourcePlan};
use crate::facts::{Author, Body, Channel, Class, Fact, Fold, Instant, Rules, Status};

use super::grid::{Grid, Promised, Service};

/// (kept, offered) by slot of the week.
pub type Week = Vec<(i64, i64)>;

/// The slot of the week at every instant of a run.
#[derive(Clone, Debug)]
pub struct Clock(Vec<(Instant, u16)>);

impl Clock {
    /// The clock of a zone from `base` on for `length` µs.
    ///
    /// # Errors
    /// An unknown zone.
    pub fn new(zone: &str, grid: Grid, base: Instant, length: i64) -> Result<Clock, String> {
        let slots: Vec<u16> = (0..grid.week() as u16).collect();
        let steps = calendar::steps(&slots, zone, base, length)?;
        Ok(Clock(steps.into_iter().map(|(at, slot)| (base + at, slot)).collect()))
    }

    fn slot(&self, at: Instant) -> usize {
        let next = self.0.partition_point(|(start, _)| *start <= at);
        usize::from(self.0[next.max(1) - 1].1)
    }
}

/// The fold.
pub struct Cohorts<'a> {
    services: &'a [Service],
    clocks: &'a [Clock],
    rules: &'a Rules,
    from: Instant,
    to: Instant,
    /// Reason of the contacts of a stream.
    reason: Vec<Option<u16>>,
    weeks: Vec<Week>,
}

/// What became of a turn.
#[derive(Clone, Copy)]
struct Fate {
    /// Wait of an answered one, µs.
    wait: Option<i64>,
    /// Answered before the window closed.
    inside: bool,
}

impl<'a> Cohorts<'a> {
    /// Counts for services, each with the clock of its zone.
    pub fn new(services: &'a [Service], clocks: &'a [Clock], desk: &'a DeskPlan) -> Cohorts<'a> {
        let reason = |source: &SourcePlan| match source {
            SourcePlan::Contacts { reason, .. } => Some(*reason),
            SourcePlan::Notification(notice) => notice.reason,
        };
        Cohorts {
            services,
            clocks,
            rules: &desk.rules,
            from: desk.base + desk.from,
            to: desk.base + desk.to,
            reason: desk.streams.iter().map(|stream| reason(&desk.sources[usize::from(stream.source)])).collect(),
            weeks: services.iter().map(|service| vec![(0, 0); service.open.len()]).collect(),
        }
    }

    /// By service: (kept, offered) by slot.
    pub fn finish(self) -> Vec<Week> {
        self.weeks
    }

    /// A turn or call that came at `at` and belongs to the run, if it does.
    fn count(&mut self, fact: &Fact, channel: Channel, at: Instant, fate: Fate) {
        if !(self.from..self.to).contains(&at) {
            return;
        }
        let Some(reason) = self.reason[usize::from(fact.head.id.stream)] else { return };
        for ((service, clock), week) in self.services.iter().zip(self.clocks).zip(&mut self.weeks) {
            if service.channel != channel || !service.reasons[usize::from(reason)] {
                continue;
            }
            let kept = match service.promised {
                Promised::Within(span) => fate.wait.is_some_and(|wait| wait <= span.0),
                Promised::Window => fate.inside,
            };
            let (sum, offered) = &mut week[clock.slot(at)];
            *sum += i64::from(kept);
            *offered += 1;
        }
    }

    fn fact(&mut self, fact: &Fact) {
        let at = fact.head.at;
        let lost = Fate { wait: None, inside: false };
        match fact.body {
            // What the bot settles is no turn of those who promise.
            Body::MessageOut { author: Author::Bot, .. } => {}
            Body::MessageOut { sent_at, status: Status::Delivered, window_from, wait, .. } if wait >= 0 => {
                let terms = self.rules.at(fact.head.number, sent_at);
                let inside = terms.accepts(Class::Service, window_from, sent_at);
                self.count(fact, Channel::Messages, sent_at - wait, Fate { wait: Some(wait), inside });
            }
            Body::ContactClosed { wait, .. } | Body::TurnLost { wait } if wait >= 0 => {
                self.count(fact, Channel::Messages, at - wait, lost);
            }
            Body::CallEnded { wait, talk, answered, .. } if wait >= 0 => {
                let fate = if answered { Fate { wait: Some(wait), inside: true } } else { lost };
                self.count(fact, Channel::Phone, at - talk - wait, fate);
            }
            _ => {}
        }
    }
}

impl Fold for Cohorts<'_> {
    fn block(&mut self, facts: &[Fact]) {
        facts.iter().for_each(|fact| self.fact(fact));
    }
}
