//! The week as a plan sees it: half-hours, periods, services with their goals, columns that put heads on duty.

use crate::desk::calendar::HALF_HOURS;
use crate::facts::Channel;
use crate::scenario::Every;
use crate::units::{HOUR, Share, Span};

/// Half an hour, µs.
pub const HALF_HOUR: i64 = HOUR / 2;
/// Half-hours in a day.
pub const DAY: usize = 48;

/// Heads by planned group and half-hour of the week.
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
    /// Half-hours in which those come who are counted.
    pub open: Vec<bool>,
    /// Zone of the week.
    pub zone: String,
    /// Planned groups that serve it, by place in the plan.
    pub groups: Vec<usize>,
}

/// One service in one set of half-hours: what a plan has to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Service.
    pub service: usize,
    /// Half-hours of the week; they are a period, a day or the whole week.
    pub slots: Vec<usize>,
    /// Share to be kept.
    pub target: f64,
    /// Half-hours whose heads matter to it, in ascending order of distance from its start.
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
            Every::Day => DAY,
            Every::Run => HALF_HOURS,
        };
        for start in (0..HALF_HOURS).step_by(length) {
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

/// Half-hours whose staff decides how those are served who come in `[start, start + length)`: these, as many after them as
/// the promise is long, and some before, whose backlog is met. The nearest first.
fn near(service: &Service, start: usize, length: usize) -> Vec<usize> {
    let after = match service.promised {
        Promised::Within(span) => ((span.0 + HALF_HOUR - 1) / HALF_HOUR).clamp(1, DAY as i64) as usize,
        Promised::Window => DAY,
    };
    let before = after.clamp(2, 8);
    let mut slots: Vec<usize> = (start..start + length).collect();
    slots.extend((0..after).map(|k| start + length + k));
    slots.extend((1..=before).map(|k| start + HALF_HOURS - k));
    let mut seen = vec![false; HALF_HOURS];
    slots.into_iter().map(|slot| slot % HALF_HOURS).filter(|slot| !std::mem::replace(&mut seen[*slot], true)).collect()
}

/// Something that puts one head on duty: a shift on one day, or one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Place of the group in the plan.
    pub group: usize,
    /// Kind of shift; none: a period alone.
    pub kind: Option<usize>,
    /// First half-hour of the week.
    pub start: usize,
    /// First half-hour after it (may lie in the next week: above 336).
    pub end: usize,
    /// Half-hours on duty.
    pub slots: Vec<usize>,
    /// First half-hour of the break, if there is one.
    pub pause: Option<usize>,
    /// Cost of one head.
    pub cost: f64,
    /// Kinds with a limit: heads a day at most.
    pub most: Option<u16>,
}

impl Column {
    /// Columns that are alike but for the day.
    pub fn class(&self) -> (usize, Option<usize>, usize, Option<usize>) {
        let day = self.start / DAY * DAY;
        (self.group, self.kind, self.start - day, self.pause.map(|pause| pause - day))
    }
}

/// Heads that so many of each column put on duty.
pub fn cover(columns: &[Column], counts: &[u32], groups: usize) -> Heads {
    let mut sum = vec![vec![0u32; HALF_HOURS]; groups];
    for (column, count) in columns.iter().zip(counts) {
        for slot in &column.slots {
            sum[column.group][*slot] += count;
        }
    }
    sum.into_iter().map(|week| week.into_iter().map(|n| n.min(u32::from(u16::MAX)) as u16).collect()).collect()
}

/// A column for each open period of each group: heads that change freely. Cost: half-hours.
pub fn periods(open: &[Vec<bool>], width: usize) -> Vec<Column> {
    let mut columns = Vec::new();
    for (group, open) in open.iter().enumerate() {
        for start in (0..HALF_HOURS).step_by(width) {
            let slots: Vec<usize> = (start..start + width).filter(|slot| open[*slot]).collect();
            if !slots.is_empty() {
                let cost = slots.len() as f64;
                let (end, kind, pause, most) = (start + width, None, None, None);
                columns.push(Column { group, kind, start, end, slots, pause, cost, most });
            }
        }
    }
    columns
}
