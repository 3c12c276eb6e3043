//! Every shift that may be worked, as columns.

use super::grid::{Column, Grid};
use crate::scenario::{Group, ShiftKind};

/// What a shift of a group costs.
pub struct Price {
    /// Cost of an hour on duty: wage / (1 − shrinkage), units of the reporting currency.
    pub duty_hour: f64,
    /// Cost of an hour of paid break.
    pub pause_hour: f64,
}

/// The shifts of one group on every day: each kind, start and place of the break. `open`: slots with staff; a kind
/// without `starts` works in them alone. `width`: slots between starts; it may start at every
/// opening too.
pub fn shifts(
    place: usize,
    group: &Group,
    kinds: &[ShiftKind],
    open: &[bool],
    width: usize,
    price: &dyn Fn(&ShiftKind) -> Price,
) -> Vec<Column> {
    let grid = Grid::of_week(open.len());
    let mut columns = Vec::new();
    for (number, kind) in kinds.iter().enumerate() {
        if !kind.groups.is_empty() && !kind.groups.contains(&group.name) {
            continue;
        }
        let price = price(kind);
        let opens = |slot: usize| open[slot] && !open[(slot + grid.week() - 1) % grid.week()];
        for start in (0..grid.week()).filter(|slot| slot % width == 0 || opens(*slot)) {
            if kind.starts.as_ref().is_some_and(|starts| !starts[start]) {
                continue;
            }
            for pause in pauses(kind) {
                let column = one((place, number, grid), kind, start, pause, &price);
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

/// Slots of work before the break; one entry without break.
fn pauses(kind: &ShiftKind) -> Vec<usize> {
    match kind.pause {
        0 => vec![0],
        pause => (kind.before.0.max(1)..=kind.before.1).filter(|before| before + pause < kind.length).collect(),
    }
}

fn one(
    (group, number, grid): (usize, usize, Grid),
    kind: &ShiftKind,
    start: usize,
    before: usize,
    price: &Price,
) -> Column {
    let pause = start + before..start + before + kind.pause;
    let slots: Vec<usize> =
        (start..start + kind.length).filter(|s| !pause.contains(s)).map(|slot| slot % grid.week()).collect();
    let paid = if kind.pause_paid { kind.pause as f64 / grid.hour() as f64 * price.pause_hour } else { 0.0 };
    Column {
        group,
        kind: Some(number),
        grid,
        start,
        end: start + kind.length,
        cost: slots.len() as f64 / grid.hour() as f64 * price.duty_hour + paid,
        slots,
        pause: (kind.pause > 0).then_some(pause.start),
        most: kind.most,
    }
}

/// `Mon 09:30` of a slot of the week; beyond its end the week begins anew.
pub fn clock(slot: usize, grid: Grid) -> String {
    format!("{} {}", DAYS[slot / grid.day() % 7], time(slot, grid))
}

/// `09:30` of a slot.
pub fn time(slot: usize, grid: Grid) -> String {
    format!("{:02}:{:02}", slot % grid.day() / grid.hour(), grid.minute(slot) % 60)
}

/// Names of days.
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
