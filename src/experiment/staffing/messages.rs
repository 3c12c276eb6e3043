//! Heads for messages: the offered load averaged over the promise's length, times k, shared by the chats an agent holds.

use crate::desk::calendar::HALF_HOURS;
use crate::engine::law::Sampler;
use crate::scenario::{ContactReason, Group, Model};
use crate::units::HOUR;

use super::load::{WeekLoad, mean_seconds, work_seconds};

/// Half an hour, µs.
const HALF_HOUR: i64 = HOUR / 2;
/// Most agents in one group.
const MOST_HEADS: f64 = 60_000.0;
/// Work that waits and is not worth counting, erlangs for half an hour.
const LEAST_WORK: f64 = 1e-6;

/// Heads by half-hour for a scale `k` of the smoothed load; every open half-hour has at least one. The dialler's list is worked off beside.
pub(super) fn heads(k: f64, smooth: &[f64], open: &[bool], chats: f64, of: &WeekLoad) -> Vec<u16> {
    let dialled = of.dialled_heads(open);
    let heads = smooth.iter().zip(open).map(|(load, open)| match open {
        true => of.with_list((k * load / chats).ceil(), load / chats, dialled).clamp(1.0, MOST_HEADS) as u16,
        false => 0,
    });
    heads.collect()
}

/// The load averaged over the promise's length; what arrives while closed is work of the opening hours that follow, as far as it is
/// still there then.
pub(super) fn smooth(model: &Model, group: &Group, of: &WeekLoad, open: &[bool], within: i64) -> Vec<f64> {
    let length = ((within + HALF_HOUR - 1) / HALF_HOUR).clamp(1, HALF_HOURS as i64) as usize;
    let mut moved: Vec<f64> = of.erlangs.iter().zip(open).map(|(load, open)| if *open { *load } else { 0.0 }).collect();
    for (reason, load) in of.by_reason.iter().enumerate().filter(|(_, load)| load.iter().any(|load| *load > 0.0)) {
        let left = left_by_age(&model.reasons[reason], work_seconds(model, reason as u16) / group.mean_pace());
        for (moved, late) in moved.iter_mut().zip(backlog(load, open, &left, length)) {
            *moved += late;
        }
    }
    let average = |slot: usize| {
        let past = (0..length).map(|back| (slot + HALF_HOURS - back) % HALF_HOURS).filter(|slot| open[*slot]);
        let (sum, count) = past.fold((0.0, 0), |(sum, count), slot| (sum + moved[slot], count + 1));
        if count > 0 { sum / f64::from(count) } else { 0.0 }
    };
    (0..HALF_HOURS).map(average).collect()
}

/// Work of a reason that arrived while closed, by the open half-hour in which it is done. `left`: see [`left_by_age`].
fn backlog(load: &[f64], open: &[bool], left: &[f64], length: usize) -> Vec<f64> {
    let mut done = vec![0.0; HALF_HOURS];
    // Half-hour of arrival, and what of it nobody has taken yet.
    let mut waiting: Vec<(usize, f64)> = Vec::new();
    // Two rounds, so that what waits at the end of the week is met at its beginning.
    for place in 0..2 * HALF_HOURS {
        let slot = place % HALF_HOURS;
        if !open[slot] {
            waiting.push((place, load[slot]));
            continue;
        }
        // Spread over the promise's length, at least over one half-hour.
        let present: f64 = waiting.iter().map(|(from, work)| work * left[place - from]).sum();
        done[slot] = present / length as f64;
        waiting.iter_mut().for_each(|(_, work)| *work *= 1.0 - 1.0 / length as f64);
        waiting.retain(|(from, work)| work * left[place - from] > LEAST_WORK);
    }
    done
}

/// Share of the work of what arrives in a half-hour that is left so many half-hours later: of customers who are still patient, and
/// of those who have left without a word, whom an agent takes for one who waits until he notices. `work`: of a contact, s.
fn left_by_age(need: &ContactReason, work: f64) -> Vec<f64> {
    let patience = Sampler::new(&need.patience);
    let silent = need.silent.as_ref().filter(|_| work > 0.0);
    let unnoticed = silent.map_or(0.0, |silent| silent.chance.0 * mean_seconds(&silent.detection) / work);
    let of_age = |age: usize| {
        // Who came in the middle of it.
        let patient = patience.survival((age as f64 - 0.5) * HALF_HOUR as f64);
        patient + (1.0 - patient) * unnoticed
    };
    (0..2 * HALF_HOURS).map(of_age).collect()
}

/// Chats an agent gets done in the time of one: all he may hold, at the speed of that load.
pub(super) fn chats_done_at_once(group: &Group) -> f64 {
    let speed = group.speed.get(usize::from(group.concurrency.max(1)) - 1).or(group.speed.last());
    f64::from(group.concurrency.max(1)) * speed.copied().unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::{HALF_HOURS, backlog};

    /// Open from 08:00 to 18:00; one erlang at all times.
    fn days() -> (Vec<f64>, Vec<bool>) {
        (vec![1.0; HALF_HOURS], (0..HALF_HOURS).map(|slot| (16..36).contains(&(slot % 48))).collect())
    }

    /// By hand: 28 half-hours a night.
    #[test]
    fn what_came_in_the_night_is_done_in_the_morning() {
        let (load, open) = days();
        let all = vec![1.0; 2 * HALF_HOURS];
        let done = backlog(&load, &open, &all, 1);
        assert_eq!((done[48 + 16], done[48 + 17], done[48 + 15]), (28.0, 0.0, 0.0));
        // Half of what is left in each half-hour.
        let done = backlog(&load, &open, &all, 2);
        assert!((done[48 + 16] - 14.0).abs() < 1e-4 && (done[48 + 17] - 7.0).abs() < 1e-4, "{done:?}");
    }

    /// Of each half-hour half of those are left who were there: 1/2 + 1/4 + … of one erlang.
    #[test]
    fn who_left_in_the_night_is_no_work_of_the_morning() {
        let (load, open) = days();
        let half: Vec<f64> = (0..2 * HALF_HOURS as i32).map(|age| 0.5f64.powi(age)).collect();
        let done = backlog(&load, &open, &half, 1);
        assert!((done[48 + 16] - (1.0 - 0.5f64.powi(28))).abs() < 1e-9, "{}", done[48 + 16]);
        assert_eq!(done[48 + 17], 0.0);
    }
}
