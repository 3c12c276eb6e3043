//! Every list beside a sorted one of the standard library: the same events in the same order.

use std::collections::BTreeSet;

use crate::event::EventList;
use crate::law::{Exponential, FewTimers, Increments, ManyTimers, Ties};

/// A list beside its reference.
struct Pair<L> {
    list: L,
    sorted: BTreeSet<(i64, u32)>,
    now: i64,
    taken: u64,
}

impl<L: EventList> Pair<L> {
    fn push(&mut self, at: i64, entity: u32) {
        self.list.push(at, entity);
        self.sorted.insert((at, entity));
    }

    fn same(&mut self, found: Option<(i64, u32)>) -> Result<Option<u32>, String> {
        let expected = self.sorted.pop_first();
        if found != expected {
            return Err(format!("event {} is {found:?} and should be {expected:?}", self.taken));
        }
        self.taken += 1;
        self.now = expected.map_or(self.now, |(at, _)| at);
        Ok(expected.map(|(_, entity)| entity))
    }

    fn pop(&mut self) -> Result<Option<u32>, String> {
        let found = self.list.pop();
        self.same(found)
    }

    fn hold(&mut self, law: &impl Increments, step: u32) -> Result<(), String> {
        let found = self.list.hold(|at, entity| at + law.next(entity, step));
        if let Some(entity) = self.same(found)? {
            self.sorted.insert((self.now + law.next(entity, step), entity));
        }
        Ok(())
    }
}

/// Filled, held, emptied to a tenth, filled again from there, held, emptied: sizes change by powers of ten, rungs and calendars with them.
fn beside_sorted<L: EventList, I: Increments>(entities: u32, holds: u32) -> Result<u64, String> {
    let law = I::new();
    let mut pair = Pair { list: L::new(entities), sorted: BTreeSet::new(), now: 0, taken: 0 };
    (0..entities).for_each(|entity| pair.push(law.first(entity), entity));
    for step in 0..holds {
        pair.hold(&law, step)?;
    }
    let mut idle = Vec::new();
    for _ in entities / 10..entities {
        idle.extend(pair.pop()?);
    }
    for (step, entity) in (holds..).zip(idle) {
        // A hold between any two, so that time goes on while the list grows.
        pair.push(pair.now + law.next(entity, step), entity);
        pair.hold(&law, step.wrapping_add(holds))?;
    }
    for step in 0..holds {
        pair.hold(&law, step ^ 1 << 31)?;
    }
    while pair.pop()?.is_some() {}
    Ok(pair.taken)
}

/// How many events were compared; an error names the first that differs.
pub fn check<L: EventList>() -> Result<u64, String> {
    let mut compared = 0;
    for (entities, holds) in [(1, 100), (2, 1_000), (16, 20_000), (300, 20_000), (20_000, 60_000)] {
        let told = |law: &str, error: String| format!("{entities} entities, {law}: {error}");
        compared += beside_sorted::<L, Exponential>(entities, holds).map_err(|error| told("exponential", error))?;
        compared += beside_sorted::<L, FewTimers>(entities, holds).map_err(|error| told("few timers", error))?;
        compared += beside_sorted::<L, ManyTimers>(entities, holds).map_err(|error| told("many timers", error))?;
        compared += beside_sorted::<L, Ties>(entities, holds).map_err(|error| told("ties", error))?;
    }
    Ok(compared)
}
