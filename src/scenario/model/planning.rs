//! What `chatfare staff` looks for.

use super::Promise;
use crate::facts::Channel;
use crate::units::{Money, Share};

/// How shifts are planned: `[staff]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Planning {
    /// Quarters of an hour in a period: 1, 2 or 4.
    pub period: usize,
    /// In what a promise is to hold.
    pub every: Every,
    /// What is promised to callers, beside the promises of groups.
    pub calls: Option<Promise>,
    /// What is promised to those who write.
    pub messages: Option<Promise>,
    /// Share of turns by message to be answered before the window closes.
    pub window: Option<Share>,
    /// Promises to some who come, beside these.
    pub targets: Vec<Target>,
    /// One-sided confidence that each promise is kept; 0.5 = the estimate itself.
    pub sure: f64,
    /// Replications of the search.
    pub replications: u32,
    /// Replications of the confirmation.
    pub confirm: u32,
    /// Weeks of each.
    pub weeks: u32,
    /// Heads in an open period at least.
    pub least: u16,
    /// Heads of a group at once at most.
    pub most: Option<u16>,
    /// Kinds of shift.
    pub shifts: Vec<ShiftKind>,
}

/// A promise to those who come through one channel for some reasons: `[staff.promise.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Name.
    pub name: String,
    /// How they come.
    pub channel: Channel,
    /// Reasons, by index; empty: all.
    pub reasons: Vec<u16>,
    /// Answered within a time, if that is promised.
    pub meet: Option<Promise>,
    /// Share answered before the window closes, if that is promised.
    pub window: Option<Share>,
}

/// A promise of a group whose shifts are given: it is measured, and planned for anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Name of the group.
    pub group: String,
    /// What is promised.
    pub promise: Promise,
    /// Opening hours, 336 half-hours or 672 quarters.
    pub open: Vec<bool>,
}

/// In what a promise is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// In each period of the week.
    Period,
    /// On each day of the week.
    Day,
    /// Over the whole run.
    Run,
}

/// A kind of shift. Lengths are in quarters of an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct ShiftKind {
    /// Name.
    pub name: String,
    /// From start to end, break included.
    pub length: usize,
    /// Periods of the week (336 half-hours or 672 quarters) in which it may start; none: wherever its work falls into opening hours.
    pub starts: Option<Vec<bool>>,
    /// The break; 0 = none.
    pub pause: usize,
    /// Work before the break: at least, at most.
    pub before: (usize, usize),
    /// Is the break paid?
    pub pause_paid: bool,
    /// Groups that work it, by name; none: all.
    pub groups: Vec<String>,
    /// Cost of a paid hour, if not the group's.
    pub wage: Option<Money>,
    /// Heads on each day at most.
    pub most: Option<u16>,
}

impl ShiftKind {
    /// What is planned with if no kind is given: 8 h of work with a break of 30 min, and 4 h without.
    pub fn usual() -> Vec<ShiftKind> {
        let short = ShiftKind {
            name: "short".into(),
            length: 16,
            starts: None,
            pause: 0,
            before: (12, 20),
            pause_paid: false,
            groups: Vec::new(),
            wage: None,
            most: None,
        };
        vec![ShiftKind { name: "full".into(), length: 34, pause: 2, ..short.clone() }, short]
    }
}
