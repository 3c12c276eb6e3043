//! A business whose desks were billed one by one: what a tariff sums over the business is counted over all of them.
//!
//! Each fold begins its ladders at 0, so the units that a ladder of the business priced are in too low a tier. How many of
//! all units have which tier follows from their number alone: unit n of the month has the tier of n, whoever sent it. Which
//! desk, market or rule has them is asked of the order only where rates of one ladder differ; there each tier is shared out
//! in proportion to the units, as if the messages of all were evenly mixed. Fees of the business are due once.

use std::collections::BTreeMap;

use super::counts::{Counts, Key};
use super::in_force::BilledPart;
use super::plan::{Action, FoldExtra, NO_LADDER, NONE, Plan};
use super::vocabulary::{CLASSES, Scope};
use crate::facts::Book;

impl Plan {
    /// What of this plan can be told for a business only from all its messages in order of time, if anything; everything else
    /// can be [`rate_together`].
    pub fn in_order(&self) -> Option<String> {
        let stores = &self.parts.first()?.fold.stores;
        if let Some(at) = stores.quotas.iter().position(|scope| *scope == Scope::Business) {
            return Some(format!("the quota `{}` is of the business", self.quota_names[at]));
        }
        if let Some(at) = stores.clocks.iter().position(|clock| clock.scope == Scope::Business) {
            return Some(format!("the clock `{}` is of the business", self.clock_names[at]));
        }
        for part in &self.parts {
            let fold = &part.fold;
            let of_business = |tiers: &super::plan::FoldTiers| stores.tiers[tiers.store as usize].0 == Scope::Business;
            if fold.tiers.iter().any(|tiers| of_business(tiers) && tiers.delivered) {
                return Some("volume tiers of the business count free messages too".into());
            }
            if self.parts.len() > 1 && priced(&fold.actions).iter().any(|action| action.rerate != 0) {
                return Some("volume tiers re-rate earlier messages, perhaps of the tariff before".into());
            }
            if fold.tiers.iter().any(of_business) && fold.extras.iter().any(|e| matches!(e, FoldExtra::Share(_))) {
                return Some("an extra takes a share of lines with volume tiers of the business".into());
            }
        }
        None
    }
}

/// Units that stand on one ladder: month, business, ladder, market and class if they are counted apart.
type Rung = (i32, u16, u16, usize, usize);

/// The units of a desk that one rule priced by a ladder.
struct Line {
    /// Which desk.
    desk: usize,
    /// Month, number and country; the cell is that of no tier.
    key: Key,
    tiers: usize,
    /// Cell before that in which the second tier re-rates earlier units; 0 = none does.
    rerate: u16,
    /// Cell of its units, if messages are not the units.
    units_cell: Option<u16>,
    /// Upper bounds of the tiers, with the last units of all.
    bounds: Vec<u64>,
    units: u64,
    messages: u64,
}

/// Changes the counts of the desks of one business, each billed alone under `plan`, into those of desks billed together.
///
/// Nothing is changed of what [`Plan::in_order`] names; counts of another plan are left as they are.
pub fn rate_together(plan: &Plan, book: &Book, desks: &mut [&mut Counts]) {
    let of_desks: Vec<&Counts> = desks.iter().map(|counts| &**counts).collect();
    if of_desks.iter().any(|counts| counts.fingerprint != plan.fingerprint) {
        return;
    }
    let parts: Vec<BilledPart> = (0..plan.parts.len()).map(|at| BilledPart::new(plan, at, book)).collect();
    let mut cells: Vec<BTreeMap<Key, u64>> =
        of_desks.iter().map(|counts| counts.cells.iter().copied().collect()).collect();
    // Parts follow each other in time: what one has counted, the next one begins with.
    let mut counted: BTreeMap<Rung, u64> = BTreeMap::new();
    for part in &parts {
        for (rung, lines) in lines(part, book, &cells) {
            let before = counted.entry(rung).or_default();
            let shared = share_out(&lines, *before);
            *before += lines.iter().map(|line| line.units).sum::<u64>();
            let top = shared.iter().flat_map(|units| units.iter().rposition(|units| *units > 0)).max().unwrap_or(0);
            lines.iter().zip(shared).for_each(|(line, units)| write(&mut cells[line.desk], line, &units, top));
        }
        once(part, book, &mut cells);
    }
    for (counts, own) in desks.iter_mut().zip(cells) {
        counts.cells = own.into_iter().filter(|(_, units)| *units > 0).collect();
    }
}

/// All lines of a part by the rung of the business that they stand on, in order of desk and key.
fn lines(part: &BilledPart, book: &Book, cells: &[BTreeMap<Key, u64>]) -> BTreeMap<Rung, Vec<Line>> {
    let fold = &part.fold;
    let mut found: BTreeMap<Rung, Vec<Line>> = BTreeMap::new();
    for action in priced(&fold.actions) {
        let tiers = &fold.tiers[action.tiers as usize];
        let (scope, over_market, over_category) = fold.stores.tiers[tiers.store as usize];
        if scope != Scope::Business {
            continue;
        }
        for (desk, own) in cells.iter().enumerate() {
            for (month, number, country) in places(own, part.first_cell, fold.cells) {
                let Some(market) = part.markets.get(country as usize).copied() else { continue };
                let Some((class, start)) = class_of(fold, action, market) else { continue };
                let bounds = &fold.bounds[start as usize..];
                let count = bounds.iter().position(|upper| *upper == u64::MAX).map_or(bounds.len(), |last| last + 1);
                let key = Key { month, number, country, cell: part.first_cell + action.cell };
                let units_cell = (action.units != action.cell).then_some(part.first_cell + action.units);
                let sum = |first: u16| -> u64 {
                    let tiers = 1..=count as u16;
                    tiers.map(|tier| own.get(&Key { cell: first + tier, ..key }).copied().unwrap_or(0)).sum()
                };
                let (messages, units) = (sum(key.cell), sum(units_cell.unwrap_or(key.cell)));
                if units == 0 {
                    continue;
                }
                let rung = (
                    month,
                    business(book, number),
                    tiers.store,
                    if over_market { market } else { 0 },
                    if over_category { class } else { 0 },
                );
                let rerate = if action.rerate == 0 { 0 } else { part.first_cell + action.rerate };
                let bounds = bounds[..count].to_vec();
                found.entry(rung).or_default().push(Line {
                    desk,
                    key,
                    tiers: count,
                    rerate,
                    units_cell,
                    bounds,
                    units,
                    messages,
                });
            }
        }
    }
    found
}

/// The actions that price by a ladder, each cell once.
fn priced(actions: &[Action]) -> Vec<&Action> {
    let mut found: Vec<&Action> = Vec::new();
    for action in actions.iter().filter(|action| action.tiers != NONE) {
        if found.iter().all(|known| known.cell != action.cell) {
            found.push(action);
        }
    }
    found
}

/// The class whose messages an action's cells hold, and where its ladder's bounds begin in a market.
fn class_of(fold: &super::plan::FoldPlan, action: &Action, market: usize) -> Option<(usize, u32)> {
    let mut classes = (0..CLASSES).filter(|class| {
        let states = class << fold.bits..(class + 1) << fold.bits;
        fold.table[states].iter().any(|at| fold.actions[*at as usize].cell == action.cell)
    });
    let class = classes.next()?;
    let start = fold.tiers[action.tiers as usize].start[market * CLASSES + class];
    (start != NO_LADDER).then_some((class, start))
}

/// Month, number and country of all rows of a part, in order.
fn places(cells: &BTreeMap<Key, u64>, first: u16, count: u16) -> Vec<(i32, u16, u16)> {
    let own = cells.keys().filter(|key| (first..first + count).contains(&key.cell));
    let mut places: Vec<_> = own.map(|key| (key.month, key.number, key.country)).collect();
    places.dedup();
    places
}

fn business(book: &Book, number: u16) -> u16 {
    let account = book.numbers.get(number as usize).and_then(|number| book.accounts.get(number.account as usize));
    account.map_or(0, |account| account.business)
}

/// Units of each line by tier, after `before` units that were counted earlier. Every tier has what belongs to it, every line
/// keeps its units.
fn share_out(lines: &[Line], before: u64) -> Vec<Vec<u64>> {
    let all: u64 = lines.iter().map(|line| line.units).sum();
    let tiers = lines.iter().map(|line| line.tiers).max().unwrap_or(0);
    let mut given: Vec<Vec<u64>> = lines.iter().map(|_| Vec::with_capacity(tiers)).collect();
    let mut done = vec![0_u64; lines.len()];
    for tier in 0..tiers {
        // Lines of one rung have one ladder each market and class; where it is summed over several, the first one's bounds hold.
        let upper = lines[0].bounds.get(tier).copied().unwrap_or(u64::MAX);
        let reached = upper.saturating_sub(before).min(all);
        let parts = next(lines, &done, reached, all);
        for ((line, done), part) in given.iter_mut().zip(&mut done).zip(parts) {
            line.push(part);
            *done += part;
        }
    }
    given
}

/// What each line gets next so that together they have `reached` of `all` units, in proportion to theirs: the whole part of it,
/// the rest to the largest fractions.
fn next(lines: &[Line], done: &[u64], reached: u64, all: u64) -> Vec<u64> {
    let mut left = reached - done.iter().sum::<u64>();
    let due = |line: &Line| u128::from(line.units) * u128::from(reached);
    let mut parts: Vec<u64> = Vec::with_capacity(lines.len());
    for (line, done) in lines.iter().zip(done) {
        let whole = (due(line) / u128::from(all.max(1))) as u64;
        let part = whole.saturating_sub(*done).min(left);
        left -= part;
        parts.push(part);
    }
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(due(&lines[*at]) % u128::from(all.max(1))));
    while left > 0 {
        for at in &order {
            if left > 0 && done[*at] + parts[*at] < lines[*at].units {
                parts[*at] += 1;
                left -= 1;
            }
        }
    }
    parts
}

/// Puts a line's units where they belong; earlier units are re-rated at each bound that the business crossed, which has units
/// up to the tier `top` (from 0).
fn write(cells: &mut BTreeMap<Key, u64>, line: &Line, units: &[u64], top: usize) {
    let mut set = |cell: u16, count: u64| {
        cells.insert(Key { cell, ..line.key }, count);
    };
    let all = line.units.max(1);
    let (mut counted, mut told) = (0_u64, 0_u64);
    for (tier, own) in units.iter().enumerate() {
        let cell = 1 + tier as u16;
        counted += own;
        match line.units_cell {
            None => set(line.key.cell + cell, *own),
            Some(of_units) => {
                // Messages of several units go with their units.
                let messages =
                    (u128::from(line.messages) * u128::from(counted)).div_ceil(u128::from(all)) as u64 - told;
                told += messages;
                set(line.key.cell + cell, messages);
                set(of_units + cell, *own);
            }
        }
    }
    if line.rerate == 0 {
        return;
    }
    let mut before = 0;
    for tier in 1..line.tiers {
        before += units[tier - 1];
        set(line.rerate + tier as u16, if tier <= top { before } else { 0 });
    }
}

/// Fees of the business are due once a month, at its first desk that owes them.
fn once(part: &BilledPart, book: &Book, cells: &mut [BTreeMap<Key, u64>]) {
    for fee in part.fold.fees.iter().filter(|fee| fee.scope == Scope::Business) {
        for cell in std::iter::once(&fee.cell).chain(&fee.shares).map(|cell| part.first_cell + cell) {
            let mut owed: Vec<(i32, u16)> = Vec::new();
            for own in cells.iter_mut() {
                for (key, count) in own.iter_mut().filter(|(key, _)| key.cell == cell) {
                    let due = (key.month, business(book, key.number));
                    *count = u64::from(!owed.contains(&due));
                    owed.push(due);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(units: u64) -> Line {
        let key = Key { month: 0, number: 0, country: 0, cell: 0 };
        let bounds = vec![10, 20, u64::MAX];
        Line { desk: 0, key, tiers: 3, rerate: 0, units_cell: None, bounds, units, messages: units }
    }

    /// Bounds 10 and 20: of 12 and 6 units after 5 that the tariff before had counted, 5 are in the first tier, 10 in the second, 3
    /// in the third; a line has of each what is in proportion, up to a unit.
    #[test]
    fn a_later_part_begins_where_the_earlier_ended() {
        let lines = [line(12), line(6)];
        assert_eq!(share_out(&lines, 5), [[3, 7, 2], [2, 3, 1]]);
        assert_eq!(share_out(&lines, 0), [[7, 5, 0], [3, 3, 0]]);
        assert_eq!(share_out(&lines, 100), [[0, 0, 12], [0, 0, 6]]);
    }
}
