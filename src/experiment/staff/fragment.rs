//! The plan as a piece of scenario: `[group.NAME.shift.…]`.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Staffed;
use super::grid::Grid;
use super::shifts::{DAYS, time};
use crate::scenario::path_is_bare;

/// What shifts of several days share: start, kind, pause, length and heads.
type Like = (usize, Option<usize>, Option<usize>, usize, u32);

/// The shifts as TOML, to be pasted into the scenario: what the group had of `agents` or `schedule.csv` must go, `meet`
/// and `hours` may stay. `phone`: the variant is the call centre.
pub fn fragment(staffed: &Staffed, phone: bool) -> String {
    let mut text = format!(
        "# Shifts of variant {}, by chatfare staff. They go beside `meet` and `hours`; `agents` goes.\n",
        staffed.variant
    );
    for (place, group) in staffed.groups.iter().enumerate() {
        // Shift and heads → the days on which so many work it.
        let mut like: BTreeMap<Like, Vec<usize>> = BTreeMap::new();
        for (column, count) in staffed.columns.iter().zip(&staffed.plan.counts) {
            if column.group == place && *count > 0 {
                let (_, kind, start, pause) = column.class();
                like.entry((start, kind, pause, column.end - column.start, *count))
                    .or_default()
                    .push(column.start / column.grid.day());
            }
        }
        let (grid, day) = (staffed.grid, staffed.grid.day());
        let mut taken: Vec<String> = Vec::new();
        for ((start, kind, pause, length, heads), days) in like {
            let shift = &staffed.kinds[kind.unwrap_or(0)];
            let stem = format!("{}-{}", shift.name, time(start, grid).replace(':', ""));
            let name = (1..).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") });
            let Some(name) = name.into_iter().find(|name| !taken.contains(name)) else { continue };
            let table = if phone { "call_center".to_string() } else { format!("group.{}", key(group)) };
            let hours: Vec<String> = pieces(start, pause, shift.pause, length, day)
                .into_iter()
                .map(|(from, to)| {
                    format!("{} {}-{}", day_words(&days, from / day), time(from, grid), end_time(to, grid))
                })
                .collect();
            let _ =
                writeln!(text, "\n[{table}.shift.{}]\nhours = \"{}\"\nheads = {heads}", key(&name), hours.join("; "));
            taken.push(name);
        }
    }
    text
}

/// Slots on duty, cut at the break and at midnight.
fn pieces(
    start: usize,
    pause: Option<usize>,
    length_of_pause: usize,
    length: usize,
    day: usize,
) -> Vec<(usize, usize)> {
    let end = start + length;
    let parts = match pause {
        Some(pause) => vec![(start, pause), (pause + length_of_pause, end)],
        None => vec![(start, end)],
    };
    let cut = |(from, to): (usize, usize)| -> Vec<(usize, usize)> {
        match from / day == (to - 1) / day {
            true => vec![(from, to)],
            false => vec![(from, (from / day + 1) * day), ((from / day + 1) * day, to)],
        }
    };
    parts.into_iter().flat_map(cut).collect()
}

/// `24:00` where a piece ends at midnight.
fn end_time(slot: usize, grid: Grid) -> String {
    if slot.is_multiple_of(grid.day()) { "24:00".into() } else { time(slot, grid) }
}

/// `Mon-Wed, Fri`, so many days later.
fn day_words(days: &[usize], later: usize) -> String {
    let mut days: Vec<usize> = days.iter().map(|day| (day + later) % 7).collect();
    days.sort_unstable();
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for day in days {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => parts.push((day, day)),
        }
    }
    let word = |(from, to): &(usize, usize)| match from == to {
        true => DAYS[*from].to_string(),
        false => format!("{}-{}", DAYS[*from], DAYS[*to]),
    };
    parts.iter().map(word).collect::<Vec<_>>().join(",")
}

fn key(name: &str) -> String {
    if path_is_bare(name) { name.to_string() } else { format!("{name:?}") }
}
