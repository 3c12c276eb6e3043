//! Every shift that may be worked, as columns.

use super::grid::{Column, DAY};
use crate::desk::calendar::HALF_HOURS;
use crate::scenario::{Group, ShiftKind};

/// What a shift of a group costs.
pub struct Price {
    /// Cost of an hour on duty: wage / (1 − shrinkage), units of the reporting currency.
    pub duty_hour: f64,
    /// Cost of an hour of paid break.
    pub pause_hour: f64,
}

/// The shifts of one group on every day: each kind, start and place of the break. `open`: half-hours with staff; a kind
/// without `starts` works in them alone. `width`: half-hours between starts.
pub fn shifts(
    place: usize,
    group: &Group,
    kinds: &[ShiftKind],
    open: &[bool],
    width: usize,
    price: &dyn Fn(&ShiftKind) -> Price,
) -> Vec<Column> {
    let mut columns = Vec::new();
    for (number, kind) in kinds.iter().enumerate() {
        if !kind.groups.is_empty() && !kind.groups.contains(&group.name) {
            continue;
        }
        let price = price(kind);
        for start in (0..HALF_HOURS).step_by(width) {
            if kind.starts.as_ref().is_some_and(|starts| !starts[start]) {
                continue;
            }
            for pause in pauses(kind) {
                let column = one(place, number, kind, start, pause, &price);
                let inside = |slots: &[usize]| slots.iter().all(|slot| open[*slot]);
                let useful = |slots: &[usize]| slots.iter().any(|slot| open[*slot]);
                let fits = if kind.starts.is_some() { useful(&column.slots) } else { inside(&column.slots) };
                if fits {
                    columns.push(column);
                }
            }
        }
    }
    columns
}

/// Half-hours of work before the break; one entry without break.
fn pauses(kind: &ShiftKind) -> Vec<usize> {
    match kind.pause {
        0 => vec![0],
        pause => (kind.before.0.max(1)..=kind.before.1).filter(|before| before + pause < kind.length).collect(),
    }
}

fn one(group: usize, number: usize, kind: &ShiftKind, start: usize, before: usize, price: &Price) -> Column {
    let pause = start + before..start + before + kind.pause;
    let slots: Vec<usize> =
        (start..start + kind.length).filter(|s| !pause.contains(s)).map(|slot| slot % HALF_HOURS).collect();
    let paid = if kind.pause_paid { kind.pause as f64 / 2.0 * price.pause_hour } else { 0.0 };
    Column {
        group,
        kind: Some(number),
        start,
        end: start + kind.length,
        cost: slots.len() as f64 / 2.0 * price.duty_hour + paid,
        slots,
        pause: (kind.pause > 0).then_some(pause.start),
        most: kind.most,
    }
}

/// `Mon 09:30` of a half-hour of the week; beyond its end the week begins anew.
pub fn clock(slot: usize) -> String {
    format!("{} {}", DAYS[slot / DAY % 7], time(slot))
}

/// `09:30` of a half-hour.
pub fn time(slot: usize) -> String {
    format!("{:02}:{:02}", slot % DAY / 2, slot % 2 * 30)
}

/// Names of days.
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
