//! The team, the queue, the policy.

use super::{AppUse, BotTurns, Budget, CountLaw, CustomerCap, Inactivity};
use crate::facts::Class;
use crate::units::{Money, Share, Span};

/// The team that answers messages, and how.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Agent groups in order of preference.
    pub groups: Vec<Group>,
    /// What a slot does while the customer thinks.
    pub slots: SlotUse,
    /// Which turn is taken first.
    pub discipline: Discipline,
    /// Which free agent takes it.
    pub routing: Routing,
    /// Automatic text when nobody is on duty: delay.
    pub acknowledgement: Option<Span>,
    /// The bot in front.
    pub bot: Option<Bot>,
    /// When turns are released to the agents.
    pub answer: AnswerPolicy,
    /// What happens to an answer that would be late.
    pub late: LatePolicy,
    /// Class of a late answer sent as template.
    pub late_as: Class,
    /// Send every answer as one message.
    pub consolidate: bool,
    /// Closure of silent conversations.
    pub inactivity: Option<Inactivity>,
    /// What ends the answers of a month.
    pub budget: Option<Budget>,
    /// What one customer gets at most.
    pub customer_cap: Option<CustomerCap>,
}

/// Slots between turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotUse {
    /// Asynchronous messaging: the slot is free while the customer thinks.
    Released,
    /// Live chat: the slot is kept for the customer.
    Held,
}

/// Order of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// First come, first served.
    FirstCome,
    /// The turn whose window closes next.
    WindowExpiry,
    /// By cost at stake per time left in the window.
    PriceWeightedExpiry,
    /// Earliest due date (policy `by a target`).
    DueDate,
    /// Class of the reason, then order of arrival; nobody is interrupted.
    Priority,
}

/// Choice among free agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routing {
    /// Fewest open chats, ties by longest idle.
    LeastLoaded,
    /// Most open chats below the limit.
    MostLoaded,
    /// Idle for longest.
    LongestIdle,
}

/// When a turn becomes available to agents.
#[derive(Clone, Debug)]
pub enum AnswerPolicy {
    /// At once.
    AsStaffAllows,
    /// At once, with a due date this long after the turn's first message.
    ByTarget(Span),
    /// Only inside these local hours.
    OfficeHours(Week),
    /// Collected and released at multiples of `every` from local midnight.
    Batches {
        /// Length.
        every: Span,
        /// IANA zone of the midnight.
        zone: String,
    },
    /// At once, consolidated; late answers to contacts of value below `skip_below` are not written.
    Careful {
        /// Limit of value.
        skip_below: Money,
    },
    /// When the customer has been silent for `quiet`; answered once.
    WaitAndMerge {
        /// Silence.
        quiet: Span,
    },
}

/// What is done when the window has closed before the answer.
#[derive(Clone, Debug, PartialEq)]
pub enum LatePolicy {
    /// Send it as a template and pay.
    Pay,
    /// Keep it until the customer writes again.
    Hold,
    /// Do not answer.
    Drop,
    /// Call the customer (needs a group that serves the phone).
    Call,
    /// Pay for so many a month and number, then hold.
    Cap(u64),
}

/// Opening hours in a time zone: half-hours of the week from Monday 00:00.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// IANA zone.
    pub zone: String,
    /// 336 half-hours.
    pub open: Vec<bool>,
}

/// A group of like agents.
#[derive(Clone, Debug)]
pub struct Group {
    /// Name.
    pub name: String,
    /// Channels served.
    pub messages: bool,
    /// Channels served.
    pub phone: bool,
    /// Reasons served (indices); empty = all.
    pub reasons: Vec<u16>,
    /// Heads on duty.
    pub staff: Staff,
    /// Chats an agent may hold at once (calls always take the whole agent).
    pub concurrency: u8,
    /// Speed of each chat when 1, 2, … chats are open (first is 1.0).
    pub speed: Vec<f64>,
    /// Gross cost of a paid hour.
    pub wage: Money,
    /// Share of paid time not on duty.
    pub shrinkage: Share,
    /// Licence a head of the largest shift and month.
    pub seat: Money,
    /// Zone of the schedule.
    pub zone: String,
    /// Answers written in the phone app.
    pub app: Option<AppUse>,
}

/// How many agents are on duty when.
#[derive(Clone, Debug)]
pub enum Staff {
    /// Heads by half-hour of the week from Monday 00:00, 336 values.
    Schedule(Vec<u16>),
    /// Found from a promise; `open` are the half-hours with staff (at least one head each).
    Meet {
        /// What is promised.
        promise: Promise,
        /// 336 half-hours.
        open: Vec<bool>,
    },
}

/// A service promise: this share of turns (or calls) answered within this time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promise {
    /// Share.
    pub share: Share,
    /// Time.
    pub within: Span,
}

/// A bot in front of the team.
#[derive(Clone, Debug)]
pub struct Bot {
    /// Share of contacts it settles alone, by reason index.
    pub containment: Vec<f64>,
    /// Time to its answer.
    pub delay: Span,
    /// Messages of one bot answer.
    pub fan_out: CountLaw,
    /// Price of one bot turn.
    pub price: Money,
    /// What it does turn by turn, wrong containment, hand-over, tokens.
    pub turns: BotTurns,
}
