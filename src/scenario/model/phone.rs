//! The telephone.

use super::{Law, Model, NotificationBaseline, SourceKind};
use crate::facts::Channel;
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

impl Dialer {
    /// Chance that a customer is reached before he is given up: 1 − (1 − reached)^tries.
    pub fn reached_at_last(&self) -> f64 {
        1.0 - (0..self.tries).fold(1.0, |missed, _| missed * (1.0 - self.reached.0))
    }

    /// Expected calls to a customer until he is reached or given up: Σ (1 − reached)^k, k from 0 to tries − 1.
    pub fn calls_a_customer(&self) -> f64 {
        let again = |(sum, missed): (f64, f64), _| (sum + missed, missed * (1.0 - self.reached.0));
        (0..self.tries).fold((0.0, 1.0), again).0
    }

    /// Agents without contact, above those kept for callers, whom a call needs while it rings: on average at least. A predictive
    /// dialler begins each day with one for each call, and small desks stay at that.
    pub fn idle_a_call(&self) -> f64 {
        match self.pacing {
            Pacing::ForEach | Pacing::Constant => 1.0 / self.calls,
            Pacing::Predictive(_) => 1.0,
        }
    }
}

impl Model {
    /// The calls that the dialler places for such an event: about which reason, how long they take, and by which rules. `None` if it
    /// places none.
    pub fn dialled<'a>(&'a self, kind: &'a SourceKind) -> Option<(u16, &'a Dialer, &'a Law)> {
        let dialer = self.phone.as_ref()?.dialer.as_ref()?;
        match kind {
            SourceKind::Notification {
                reason: Some(reason),
                baseline: NotificationBaseline::Call(talk),
                by_phone,
                ..
            } if *by_phone || self.channel == Channel::Phone => Some((*reason, dialer, talk)),
            _ => None,
        }
    }
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
