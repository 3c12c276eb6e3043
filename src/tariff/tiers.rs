//! Volume tiers: the running number of units by month and scope, and by market and class if they are counted apart, in
//! order of time.

use super::clocks::Owners;
use super::plan::{FoldPlan, NO_LADDER, Stores};
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
    over_market: bool,
    over_category: bool,
    /// Positions of a row: market × class.
    width: usize,
    /// By month and owner: 1 + index of its row in `positions`, 0 = none yet.
    rows: Vec<u32>,
    positions: Vec<Position>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Position {
    count: u64,
    /// Units that were priced by the ladder.
    priced: u64,
    /// Tier of the last of them.
    tier: u16,
}

/// Where a message is counted: its ladder's month, owners, market and class as billed.
#[derive(Clone, Copy)]
pub(super) struct Rung<'a> {
    pub(super) tiers: u8,
    pub(super) month: usize,
    pub(super) owners: &'a Owners,
    pub(super) market: usize,
    pub(super) class: usize,
}

/// Units that have one tier.
pub(super) struct Step {
    /// From 0.
    pub(super) tier: u16,
    pub(super) units: u64,
    /// Units priced by the ladder before these.
    pub(super) before: u64,
    /// The tiers that were crossed just before these units.
    pub(super) crossed: std::ops::Range<u16>,
}

impl Ladders {
    pub(super) fn new(stores: &Stores, markets: usize, book: &Book, months: usize) -> Ladders {
        let ladders = stores.tiers.iter().map(|(scope, over_market, over_category)| {
            let owners = owners(*scope, book);
            let width = if *over_market { markets + 1 } else { 1 } * if *over_category { CLASSES } else { 1 };
            Ladder {
                scope: *scope,
                owners,
                over_market: *over_market,
                over_category: *over_category,
                width,
                rows: vec![0; months * owners],
                positions: Vec::new(),
            }
        });
        Ladders(ladders.collect())
    }

    /// Counts up to `wanted` units, as many as have the same tier. `None` if their market and class have no ladder.
    ///
    /// Unit n of the month has the first tier whose upper bound is at least n.
    #[inline]
    pub(super) fn step(&mut self, plan: &FoldPlan, rung: Rung<'_>, wanted: u64) -> Option<Step> {
        let (position, start) = self.position(plan, rung)?;
        let bounds = &plan.bounds[start as usize..];
        let tier = bounds.iter().position(|upper| position.count < *upper)?;
        let units = wanted.min(bounds[tier] - position.count);
        let (before, tier) = (position.priced, tier as u16);
        let crossed = if before > 0 { position.tier..tier } else { tier..tier };
        position.count += units;
        position.priced += units;
        position.tier = tier;
        Some(Step { tier, units, before, crossed })
    }

    /// Counts units that another rule or a quota made free.
    pub(super) fn pass(&mut self, plan: &FoldPlan, rung: Rung<'_>, units: u64) {
        if let Some((position, _)) = self.position(plan, rung) {
            position.count = position.count.saturating_add(units);
        }
    }

    #[inline]
    fn position(&mut self, plan: &FoldPlan, rung: Rung<'_>) -> Option<(&mut Position, u32)> {
        let tiers = &plan.tiers[rung.tiers as usize];
        let start = tiers.start[rung.market * CLASSES + rung.class];
        if start == NO_LADDER {
            return None;
        }
        let ladder = &mut self.0[tiers.store as usize];
        let row = &mut ladder.rows[rung.month * ladder.owners + rung.owners.of(ladder.scope) as usize];
        if *row == 0 {
            ladder.positions.resize(ladder.positions.len() + ladder.width, Position::default());
            *row = (ladder.positions.len() / ladder.width) as u32;
        }
        let market = if ladder.over_market { rung.market } else { 0 };
        let place = if ladder.over_category { market * CLASSES + rung.class } else { market };
        Some((&mut ladder.positions[(*row as usize - 1) * ladder.width + place], start))
    }
}
