//! Heads for messages: the offered load averaged over the promise's length, times k, shared by the chats an agent holds.

use crate::desk::calendar::HALF_HOURS;
use crate::scenario::Group;
use crate::units::HOUR;

use super::load::WeekLoad;

/// Half an hour, µs.
const HALF_HOUR: i64 = HOUR / 2;
/// Most agents in one group.
const MOST_HEADS: f64 = 60_000.0;

/// Heads by half-hour for a scale `k` of the smoothed load; every open half-hour has at least one. The dialler's list is worked off beside.
pub(super) fn heads(k: f64, smooth: &[f64], open: &[bool], chats: f64, of: &WeekLoad) -> Vec<u16> {
    let dialled = of.dialled_heads(open);
    let heads = smooth.iter().zip(open).map(|(load, open)| match open {
        true => of.with_list((k * load / chats).ceil(), load / chats, dialled).clamp(1.0, MOST_HEADS) as u16,
        false => 0,
    });
    heads.collect()
}

/// The load averaged over the promise's length; what arrives while closed is work of the opening hours that follow.
pub(super) fn smooth(load: &[f64], open: &[bool], within: i64) -> Vec<f64> {
    let mut moved = vec![0.0; HALF_HOURS];
    let mut waiting = 0.0;
    let length = ((within + HALF_HOUR - 1) / HALF_HOUR).clamp(1, HALF_HOURS as i64) as usize;
    // Two rounds, so that what waits at the end of the week is met at its beginning.
    for _ in 0..2 {
        for slot in 0..HALF_HOURS {
            if !open[slot] {
                waiting += load[slot];
                continue;
            }
            // Spread the backlog over the promise's length, at least over one half-hour.
            let share = waiting / length as f64;
            waiting -= share;
            moved[slot] = load[slot] + share;
        }
    }
    let average = |slot: usize| {
        let past = (0..length).map(|back| (slot + HALF_HOURS - back) % HALF_HOURS).filter(|slot| open[*slot]);
        let (sum, count) = past.fold((0.0, 0), |(sum, count), slot| (sum + moved[slot], count + 1));
        if count > 0 { sum / f64::from(count) } else { 0.0 }
    };
    (0..HALF_HOURS).map(average).collect()
}

/// Chats an agent gets done in the time of one: all he may hold, at the speed of that load.
pub(super) fn chats_done_at_once(group: &Group) -> f64 {
    let speed = group.speed.get(usize::from(group.concurrency.max(1)) - 1).or(group.speed.last());
    f64::from(group.concurrency.max(1)) * speed.copied().unwrap_or(1.0)
}
