//! The week as a plan sees it: half-hours or quarters, periods, services with their goals, columns that put heads on duty.

use crate::desk::calendar::HALF_HOURS;
use crate::facts::Channel;
use crate::scenario::{Every, Model, Planning, ShiftKind, by_quarter};
use crate::units::{HOUR, Share, Span};

/// How fine a plan's week is. A *slot* is one of its half-hours or quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grid {
    /// 336 half-hours.
    Halves,
    /// 672 quarters of an hour.
    Quarters,
}

impl Grid {
    /// The coarsest grid on which everything that a plan has to do with lies: periods, shifts, opening hours, heads.
    pub fn of(planning: &Planning, model: &Model) -> Grid {
        let odd = |kind: &ShiftKind| {
            let ShiftKind { length, pause, before, starts, .. } = kind;
            let lengths = if *pause > 0 { vec![*length, *pause, before.0, before.1] } else { vec![*length] };
            lengths.iter().any(|length| length % 2 == 1) || starts.as_ref().is_some_and(|week| week.len() > HALF_HOURS)
        };
        let groups = model.desk.groups.iter();
        let fine = planning.period == 1
            || planning.shifts.iter().any(odd)
            || model.kept.iter().any(|kept| kept.open.len() > HALF_HOURS)
            || groups.into_iter().any(|group| group.quarters.is_some() || group.open_quarters.is_some());
        if fine { Grid::Quarters } else { Grid::Halves }
    }

    /// The grid of a week of so many slots.
    pub fn of_week(slots: usize) -> Grid {
        if slots > HALF_HOURS { Grid::Quarters } else { Grid::Halves }
    }

    /// Slots of an hour.
    pub fn hour(self) -> usize {
        match self {
            Grid::Halves => 2,
            Grid::Quarters => 4,
        }
    }

    /// Slots of a day.
    pub fn day(self) -> usize {
        24 * self.hour()
    }

    /// Slots of a week.
    pub fn week(self) -> usize {
        7 * self.day()
    }

    /// Length of a slot, µs.
    pub fn slot(self) -> i64 {
        HOUR / self.hour() as i64
    }

    /// Minutes from the start of the week to a slot.
    pub fn minute(self, slot: usize) -> u32 {
        (slot * 60 / self.hour()) as u32
    }

    /// A weekly pattern of half-hours or quarters on this grid; of two quarters the first counts.
    pub fn lay<T: Copy>(self, week: &[T]) -> Vec<T> {
        by_quarter(week).into_iter().step_by(4 / self.hour()).collect()
    }

    /// Lengths of quarters of an hour in slots.
    fn slots(self, quarters: usize) -> usize {
        quarters * self.hour() / 4
    }

    /// What is planned, in slots in place of quarters of an hour.
    pub fn planning(self, planning: &Planning) -> Planning {
        let kind = |kind: &ShiftKind| ShiftKind {
            length: self.slots(kind.length),
            pause: self.slots(kind.pause),
            before: (self.slots(kind.before.0), self.slots(kind.before.1)),
            starts: kind.starts.as_ref().map(|starts| self.lay(starts)),
            ..kind.clone()
        };
        Planning {
            period: self.slots(planning.period),
            shifts: planning.shifts.iter().map(kind).collect(),
            ..planning.clone()
        }
    }
}

/// Heads by planned group and slot of the week.
pub type Heads = Vec<Vec<u16>>;

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Promised {
    /// Answered within this time.
    Within(Span),
    /// Answered before the platform's window closes.
    Window,
}

/// One promise to those who come through one channel for some reasons.
#[derive(Clone, Debug)]
pub struct Service {
    /// Name in tables.
    pub name: String,
    /// Turns by message or calls.
    pub channel: Channel,
    /// Reasons, by index: is it one of them?
    pub reasons: Vec<bool>,
    /// What is promised.
    pub promised: Promised,
    /// To what share.
    pub target: Share,
    /// Slots in which those come who are counted.
    pub open: Vec<bool>,
    /// Zone of the week.
    pub zone: String,
    /// Planned groups that serve it, by place in the plan.
    pub groups: Vec<usize>,
}

impl Service {
    /// The grid of its week.
    pub fn grid(&self) -> Grid {
        Grid::of_week(self.open.len())
    }
}

/// One service in one set of slots: what a plan has to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Service.
    pub service: usize,
    /// Slots of the week; they are a period, a day or the whole week.
    pub slots: Vec<usize>,
    /// Share to be kept.
    pub target: f64,
    /// Slots whose heads matter to it, in ascending order of distance from its start.
    pub near: Vec<usize>,
    /// Planned groups whose heads matter to it.
    pub groups: Vec<usize>,
}

/// The goals of services: one for each period, day or run in which anybody is counted.
pub fn goals(services: &[Service], every: Every, width: usize) -> Vec<Goal> {
    let mut goals = Vec::new();
    for (index, service) in services.iter().enumerate() {
        let every = if service.promised == Promised::Window { Every::Run } else { every };
        let length = match every {
            Every::Period => width,
            Every::Day => service.grid().day(),
            Every::Run => service.grid().week(),
        };
        for start in (0..service.grid().week()).step_by(length) {
            let slots: Vec<usize> = (start..start + length).filter(|slot| service.open[*slot]).collect();
            if slots.is_empty() {
                continue;
            }
            let (target, groups) = (service.target.0, service.groups.clone());
            goals.push(Goal { service: index, near: near(service, start, length), slots, target, groups });
        }
    }
    goals
}

/// Slots whose staff decides how those are served who come in `[start, start + length)`: these, as many after them as
/// the promise is long, and some before, whose backlog is met. The nearest first.
fn near(service: &Service, start: usize, length: usize) -> Vec<usize> {
    let grid = service.grid();
    let (week, day, slot) = (grid.week(), grid.day(), grid.slot());
    let after = match service.promised {
        Promised::Within(span) => ((span.0 + slot - 1) / slot).clamp(1, day as i64) as usize,
        Promised::Window => day,
    };
    let before = after.clamp(grid.hour(), 4 * grid.hour());
    let mut slots: Vec<usize> = (start..start + length).collect();
    slots.extend((0..after).map(|k| start + length + k));
    slots.extend((1..=before).map(|k| start + week - k));
    let mut seen = vec![false; week];
    slots.into_iter().map(|slot| slot % week).filter(|slot| !std::mem::replace(&mut seen[*slot], true)).collect()
}

/// Something that puts one head on duty: a shift on one day, or one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Place of the group in the plan.
    pub group: usize,
    /// Kind of shift; none: a period alone.
    pub kind: Option<usize>,
    /// The week it lies in.
    pub grid: Grid,
    /// First slot of the week.
    pub start: usize,
    /// First slot after it (may lie in the next week).
    pub end: usize,
    /// Slots on duty.
    pub slots: Vec<usize>,
    /// First slot of the break, if there is one.
    pub pause: Option<usize>,
    /// Cost of one head.
    pub cost: f64,
    /// Kinds with a limit: heads a day at most.
    pub most: Option<u16>,
}

impl Column {
    /// Columns that are alike but for the day.
    pub fn class(&self) -> (usize, Option<usize>, usize, Option<usize>) {
        let day = self.start / self.grid.day() * self.grid.day();
        (self.group, self.kind, self.start - day, self.pause.map(|pause| pause - day))
    }
}

/// Heads that so many of each column put on duty.
pub fn cover(columns: &[Column], counts: &[u32], groups: usize) -> Heads {
    let week = columns.first().map_or(HALF_HOURS, |column| column.grid.week());
    let mut sum = vec![vec![0u32; week]; groups];
    for (column, count) in columns.iter().zip(counts) {
        for slot in &column.slots {
            sum[column.group][*slot] += count;
        }
    }
    sum.into_iter().map(|week| week.into_iter().map(|n| n.min(u32::from(u16::MAX)) as u16).collect()).collect()
}

/// A column for each open period of each group: heads that change freely. Cost: slots.
pub fn periods(open: &[Vec<bool>], width: usize) -> Vec<Column> {
    let mut columns = Vec::new();
    for (group, open) in open.iter().enumerate() {
        let grid = Grid::of_week(open.len());
        for start in (0..grid.week()).step_by(width) {
            let slots: Vec<usize> = (start..start + width).filter(|slot| open[*slot]).collect();
            if !slots.is_empty() {
                let cost = slots.len() as f64;
                let (end, kind, pause, most) = (start + width, None, None, None);
                columns.push(Column { group, kind, grid, start, end, slots, pause, cost, most });
            }
        }
    }
    columns
}
