//! The telephone.

use super::Law;
use crate::units::{Money, Share, Span};

/// The telephone side.
#[derive(Clone, Debug)]
pub struct Phone {
    /// Lines (calls waiting, in the menu and talking); `None` = enough.
    pub lines: Option<u32>,
    /// Callers who may wait at once; `None` = any number.
    pub queue: Option<u32>,
    /// Offers to be called back.
    pub callback: Option<Callback>,
    /// Messages left.
    pub voicemail: Option<Voicemail>,
    /// What callers hear while they wait.
    pub announcement: Option<Announcement>,
    /// The dialler of outbound calls.
    pub dialer: Option<Dialer>,
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
    /// Price of a line and hour of the run; the same.
    pub line_hour: Money,
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
    /// The patience of the first call holds for all.
    pub same_patience: bool,
    /// Reason of further contacts; `None` = the same.
    pub reason: Option<u16>,
    /// They write instead.
    pub by_message: bool,
}

/// How the firm calls back.
#[derive(Clone, Debug)]
pub struct Recall {
    /// Chance that a try reaches the customer.
    pub reached: Share,
    /// Tries.
    pub tries: u32,
    /// Time between two.
    pub between: Law,
    /// Time of an agent that a try in vain takes.
    pub ring: Span,
}

/// Callers are offered to be called back.
#[derive(Clone, Debug)]
pub struct Callback {
    /// If the announced wait is longer.
    pub above: Span,
    /// Chance that it is accepted.
    pub chance: Share,
    /// How.
    pub recall: Recall,
}

/// Callers who got nobody leave a message.
#[derive(Clone, Debug)]
pub struct Voicemail {
    /// Chance.
    pub chance: Share,
    /// After a call that was abandoned, balked, blocked, or made outside opening hours.
    pub after: [bool; 4],
    /// How they are answered.
    pub recall: Recall,
}

/// A machine that dials for the agents.
#[derive(Clone, Debug)]
pub struct Dialer {
    /// How many ring at once.
    pub pacing: Pacing,
    /// Calls that ring at once.
    pub calls: f64,
    /// Idle agents kept for callers.
    pub keep: u32,
    /// Chance of an answer.
    pub reached: Share,
    /// Time until the answer, or until it is given up.
    pub ring: Law,
    /// How long who answers waits for an agent.
    pub hold: Law,
    /// Tries.
    pub tries: u32,
    /// Time between two.
    pub between: Law,
}

/// How many calls a dialler lets ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pacing {
    /// `calls` for each idle agent above `keep`.
    ForEach,
    /// `calls` as long as more agents are idle than `keep`.
    Constant,
    /// As many as leave at most this share of those who answer without an agent, as it is learnt from earlier answers.
    Predictive(Share),
}

/// An announcement to those who wait.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// When.
    pub after: Span,
    /// Chance of hanging up.
    pub leave: Share,
    /// Patience from there on.
    pub patience: Option<Law>,
}
