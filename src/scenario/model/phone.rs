//! The telephone.

use super::Law;
use crate::units::{Money, Share, Span};

/// The telephone side.
#[derive(Clone, Debug)]
pub struct Phone {
    /// Lines (calls waiting, in the menu and talking); `None` = enough.
    pub lines: Option<u32>,
    /// Patience of a caller.
    pub patience: Law,
    /// Chance of leaving at once when one must wait.
    pub balking: Share,
    /// Calling again after a call that reached nobody.
    pub retrial: Option<Retrial>,
    /// Menu before the queue.
    pub menu: Span,
    /// Share of calls that the menu settles alone, by reason index.
    pub menu_containment: Vec<f64>,
    /// Price of an inbound minute, menu and waiting included.
    pub minute: Money,
    /// Price of an outbound minute.
    pub outbound_minute: Money,
    /// Rent of a line and month; with `lines = None` the busiest moment counts.
    pub line_month: Money,
}

/// Callers who reached nobody call again.
#[derive(Clone, Debug)]
pub struct Retrial {
    /// Chance.
    pub chance: Share,
    /// Delay after a blocked, balked or abandoned call.
    pub after: Law,
    /// Delay after the next opening for those who called outside opening hours.
    pub after_opening: Law,
}
