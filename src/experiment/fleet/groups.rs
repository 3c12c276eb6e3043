//! The sum of a fleet, and the groups of desks that its interval is made of.

use super::super::replicate::Chunk;
use super::FleetPlan;

/// Groups at most; always an even number.
const MOST: u32 = 64;
/// Groups at least; a fleet that has fewer desks than two for each of them has no groups.
pub(super) const LEAST: u32 = 10;

/// Blocks on their way to a whole.
pub(super) struct Groups {
    groups: Vec<Option<Chunk>>,
    /// Are they kept?
    kept: bool,
}

/// How many groups a fleet has; 0: none.
fn count(fleet: &FleetPlan) -> u32 {
    let groups = (fleet.desks / 2).min(MOST) & !1;
    if groups < LEAST { 0 } else { groups }
}

/// Why a fleet has no interval over its desks.
pub fn without_interval(fleet: &FleetPlan, whole: &Chunk) -> String {
    if count(fleet) == 0 {
        return format!("{} desks are too few for it, {} are enough", fleet.desks, 2 * LEAST);
    }
    match whole.of.top_heavy() {
        true => {
            let share = whole.of.largest as f64 / whole.of.share.max(1) as f64;
            format!("its largest desk has {:.1} % of the work, more than 5 %", share * 100.0)
        }
        false => "its businesses are too few for it".to_string(),
    }
}

impl Groups {
    pub(super) fn new(fleet: &FleetPlan) -> Groups {
        let count = count(fleet);
        Groups { groups: vec![None; count.max(1) as usize], kept: count > 0 }
    }

    /// Blocks are shared out in turn.
    pub(super) fn add(&mut self, block: usize, chunk: Chunk) -> Result<(), String> {
        let place = block % self.groups.len();
        match &mut self.groups[place] {
            Some(group) => group.merge(&chunk),
            empty => {
                *empty = Some(chunk);
                Ok(())
            }
        }
    }

    /// The whole fleet.
    pub(super) fn whole(self) -> Result<Chunk, String> {
        let groups: Vec<Chunk> = self.groups.into_iter().flatten().collect();
        let mut sum = groups.first().cloned().ok_or("a fleet without desks")?;
        groups[1..].iter().try_for_each(|group| sum.merge(group))?;
        // What a desk does by chance that has much of the work could not be told from what it is.
        let kept = self.kept && !sum.of.top_heavy();
        Ok(Chunk { groups: if kept { groups } else { Vec::new() }, ..sum })
    }
}
