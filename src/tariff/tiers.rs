//! Marginal volume tiers: the running number of charged messages by month, scope, market and class, in order of time.

use super::clocks::Owners;
use super::plan::{FoldPlan, NO_LADDER};
use super::quota::owners;
use super::vocabulary::{CLASSES, Scope};
use crate::facts::Book;

/// Where every ladder stands.
#[derive(Clone, Debug)]
pub(super) struct Ladders(Vec<Ladder>);

#[derive(Clone, Debug)]
struct Ladder {
    scope: Scope,
    owners: usize,
    /// By month and owner: 1 + index of its row in `positions`, 0 = none yet.
    rows: Vec<u32>,
    /// Rows of market × class.
    positions: Vec<Position>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Position {
    count: u64,
    tier: u32,
}

impl Ladders {
    pub(super) fn new(plan: &FoldPlan, book: &Book, months: usize) -> Ladders {
        let ladders = plan.tiers.iter().map(|scope| {
            let owners = owners(*scope, book);
            Ladder { scope: *scope, owners, rows: vec![0; months * owners], positions: Vec::new() }
        });
        Ladders(ladders.collect())
    }

    /// Counts up to `wanted` charged messages, as many as have the same tier: that tier from 0, and how many they are.
    /// `None` if their market and class have no ladder.
    ///
    /// Message n of the month has the first tier whose upper bound is at least n.
    #[inline]
    #[allow(clippy::too_many_arguments)]
    pub(super) fn step(
        &mut self,
        plan: &FoldPlan,
        tiers: u8,
        month: usize,
        owners: &Owners,
        market: usize,
        class: usize,
        wanted: u64,
    ) -> Option<(u16, u64)> {
        if market >= plan.market_count {
            return None;
        }
        let start = plan.ladder_start[(tiers as usize * plan.market_count + market) * CLASSES + class];
        if start == NO_LADDER {
            return None;
        }
        let ladder = &mut self.0[tiers as usize];
        let row = &mut ladder.rows[month * ladder.owners + owners.of(ladder.scope) as usize];
        let width = plan.market_count * CLASSES;
        if *row == 0 {
            ladder.positions.resize(ladder.positions.len() + width, Position::default());
            *row = (ladder.positions.len() / width) as u32;
        }
        let position = &mut ladder.positions[(*row as usize - 1) * width + market * CLASSES + class];
        while position.count >= plan.bounds[(start + position.tier) as usize] {
            position.tier += 1;
        }
        let units = wanted.min(plan.bounds[(start + position.tier) as usize] - position.count);
        position.count += units;
        Some((position.tier as u16, units))
    }
}
