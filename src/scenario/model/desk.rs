//! The team, the queue, the policy.

use super::{AppUse, BotTurns, Budget, CountLaw, CustomerCap, Inactivity, Person};
use crate::facts::Class;
use crate::scenario::words::{HALF_HOURS, by_quarter};
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
    /// How long a contact waits for the agent who served it last.
    pub same_agent: Option<Span>,
    /// What the platform lets each number send.
    pub limits: Limits,
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

/// What the platform lets each number send.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Customers in any 24 h to whom it sends first.
    pub customers_a_day: Option<u32>,
    /// Notifications a second.
    pub messages_a_second: Option<f64>,
    /// The numbers of a business share the customers of a day.
    pub by_portfolio: bool,
}

/// How fast the agents of a group are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ability {
    /// Work at speed 1 takes 1 / pace of its time.
    pub pace: f64,
    /// Standard deviation / mean of the agents' own speeds; 0: they are alike.
    pub cv: f64,
    /// Speed of a beginner as a share of what he will reach, and the contacts in which 63 % of the difference is made up.
    pub learning: Option<(Share, f64)>,
}

/// What an agent whose shift ends does with the contacts he works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// He finishes them in overtime.
    Finish,
    /// They go back to the head of the queue; who takes them up does what is left.
    HandOver,
    /// The same, but the work begins anew.
    PreEmpt,
}

/// What happens to callers when nobody who answers them is on duty any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// They wait for the next opening.
    Keep,
    /// The agents stay until no caller waits.
    Drain,
    /// They hear the opening hours and hang up.
    Clear,
    /// The same, and calls that go on are cut.
    PreEmpt,
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
    /// Longest wait times the weight of the reason.
    WeightedWait,
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
    /// Each with the same chance.
    Random,
    /// Most open chats below this level, else fewest.
    FillTo(u8),
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

/// Opening hours in a time zone: half-hours or quarters of the week from Monday 00:00.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// IANA zone.
    pub zone: String,
    /// 336 half-hours or 672 quarters.
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
    /// The same in the order in which it takes them, if that matters more than their waits.
    pub order: Vec<u16>,
    /// (reason, agents): that reason is taken only while more than so many agents have no contact.
    pub reserve: Vec<(u16, u16)>,
    /// Its agents one by one; empty: they are alike.
    pub people: Vec<Person>,
    /// How fast its agents are.
    pub ability: Ability,
    /// Nobody is on duty on the public holidays of this country.
    pub holidays: Option<String>,
    /// 672 heads by quarter of an hour, where the schedule is so fine; `staff` then has the larger of each two.
    pub quarters: Option<Vec<u16>>,
    /// 672 quarters with staff, where opening hours are so fine and heads are to be found; `staff` has both of each two open.
    pub open_quarters: Option<Vec<bool>>,
    /// What agents do with their work when their shift ends.
    pub leaving: Leaving,
    /// What happens to callers when the last shift ends.
    pub closing: Closing,
    /// Heads on duty.
    pub staff: Staff,
    /// Chats an agent may hold at once (calls always take the whole agent).
    pub concurrency: u8,
    /// Speed of each chat when 1, 2, … chats are open (first is 1.0).
    pub speed: Vec<f64>,
    /// Gross cost of a paid hour.
    pub wage: Money,
    /// Hours after the shift cost so many times the wage.
    pub overtime: f64,
    /// Cost of each turn or call begun.
    pub per_contact: Money,
    /// Cost of each minute in which an agent has a contact.
    pub per_minute: Money,
    /// Share of paid time not on duty.
    pub shrinkage: Share,
    /// Licence a head of the largest shift and month.
    pub seat: Money,
    /// Zone of the schedule.
    pub zone: String,
    /// Answers written in the phone app.
    pub app: Option<AppUse>,
}

impl Group {
    /// Mean speed of its agents beside chance: its pace, times the mean of those who are given one by one.
    pub fn mean_pace(&self) -> f64 {
        let own: f64 = self.people.iter().map(|person| person.pace).sum();
        self.ability.pace * if self.people.is_empty() { 1.0 } else { own / self.people.len() as f64 }
    }

    /// Puts heads on duty: 336 by half-hour, only while it is open, or 672 by quarter of an hour.
    pub fn put_on_duty(&mut self, week: Vec<u16>) {
        let fine = week.len() == 2 * HALF_HOURS;
        let quarters = if fine { week.clone() } else { by_quarter(&week) };
        let open = self.open_quarters.as_ref().filter(|_| !fine);
        let on = |(slot, heads): (usize, u16)| if open.is_none_or(|open| open[slot]) { heads } else { 0 };
        let quarters: Vec<u16> = quarters.into_iter().enumerate().map(on).collect();
        let pairs = || quarters.chunks(2);
        self.staff = Staff::Schedule(pairs().map(|pair| pair.iter().copied().max().unwrap_or(0)).collect());
        self.quarters = pairs().any(|pair| pair.windows(2).any(|two| two[0] != two[1])).then_some(quarters);
    }
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
