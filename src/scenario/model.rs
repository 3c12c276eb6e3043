//! The checked scenario: every value typed, every name resolved to an index, every default filled in.
//!
//! `scenario/` produces it, all rooms to the right read it and nobody changes it. One [`Model`] describes one
//! variant completely; variants of one scenario share seed, populations and arrivals, so that all of them
//! serve the same customers.

use crate::facts::{Book, Channel, Class, Entry, Instant};
use crate::units::{Currency, HourlyRate, Money, Share, Span};

/// A whole scenario file after includes, presets, variants and `--set`.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// File stem: names the output folder.
    pub name: String,
    /// The question the file asks, for the report's head.
    pub question: String,
    /// Run control, common to all variants.
    pub run: Run,
    /// Money in tables.
    pub currencies: Currencies,
    /// Variants in the order of the file; `phone` (made from `[call_center]`) comes first when present.
    pub variants: Vec<Variant>,
    /// Index of the variant others are compared with.
    pub baseline: usize,
    /// Effective values with their origin, for `explain`, the manifest and the report.
    pub effective: Vec<Effective>,
    /// blake3 of the meaning in hexadecimal: order, comments and unit spelling do not matter.
    pub hash: String,
    /// Advice that does not stop the run.
    pub warnings: Vec<String>,
    /// Print the platform's earnings per 1,000 contacts and the share of 60 billion messages a day that earns 19 billion USD in ten years.
    pub platform: Option<Platform>,
}

impl Scenario {
    /// Effective values that are guesses, for the report.
    pub fn assumptions(&self) -> impl Iterator<Item = &Effective> {
        self.effective.iter().filter(|e| e.assumption.is_some())
    }
}

/// One effective value and where it came from.
#[derive(Clone, Debug)]
pub struct Effective {
    /// Dotted path, e.g. `reason.delivery.handling`.
    pub path: String,
    /// Canonical text (`"24h"` whatever the spelling was).
    pub value: String,
    /// `default`, `preset NAME`, `file:line`, `--set #n`, `variant NAME`.
    pub origin: String,
    /// Marked `# assumption` in the file, or a default that is a guess; with its note.
    pub assumption: Option<String>,
    /// Text of a `# source: …` comment.
    pub source: Option<String>,
    /// What it replaced, oldest first: `text (origin)`.
    pub replaced: Vec<String>,
}

/// Run control.
#[derive(Clone, Debug)]
pub struct Run {
    /// First instant of the run (local midnight of the first account's zone).
    pub from: Instant,
    /// First instant after it.
    pub to: Instant,
    /// Zone in which `from` and `to` were read.
    pub zone: String,
    /// `from` and `to` as written, for titles.
    pub dates: (String, String),
    /// Simulated before `from`, unbilled.
    pub lead: Span,
    /// Work after `to`; `Span::FOREVER` drains to empty.
    pub drain: Span,
    /// Replications.
    pub replications: u32,
    /// Seed of every draw.
    pub seed: u64,
    /// Confidence level of intervals (0.95).
    pub level: f64,
    /// Stop after this many generation-0 contacts a stream; exact tests and the bench use it instead of a date.
    pub contacts: Option<u64>,
}

/// Reporting currency and exchange rates.
#[derive(Clone, Debug)]
pub struct Currencies {
    /// Currency of all tables but the bill.
    pub report: Currency,
    /// (from, units of `report` for one unit of it, source).
    pub rates: Vec<(Currency, f64, String)>,
}

/// Inputs of the platform's view.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Messages a day on the whole platform.
    pub messages_a_day: f64,
    /// What it should earn back.
    pub target: Money,
    /// In how many years.
    pub years: f64,
}

/// One alternative.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name in every table.
    pub name: String,
    /// One line for the report.
    pub title: String,
    /// Everything it consists of.
    pub model: Model,
}

/// One complete description of traffic, desk and prices.
#[derive(Clone, Debug)]
pub struct Model {
    /// First channel of enquiries: `Phone` for the call-centre variant.
    pub channel: Channel,
    /// Businesses, accounts, numbers, countries.
    pub book: Book,
    /// Share of contacts by number (same order as `book.numbers`, sums to 1).
    pub number_share: Vec<f64>,
    /// IANA zone of each country of `book.countries`.
    pub country_zone: Vec<String>,
    /// Who the customers are.
    pub populations: Vec<Population>,
    /// What they need.
    pub reasons: Vec<ContactReason>,
    /// Streams of generation-0 arrivals and of notifications.
    pub sources: Vec<Source>,
    /// The team, the queue, the policy.
    pub desk: Desk,
    /// The telephone side; also serves messaging customers who switch.
    pub phone: Option<Phone>,
    /// Prices and tariffs.
    pub cost: Cost,
    /// Thresholds of the measures.
    pub measures: Measures,
    /// Satisfaction curves, all assumptions.
    pub satisfaction: Option<Satisfaction>,
}

/// A population of customers.
#[derive(Clone, Debug)]
pub struct Population {
    /// Name (hashed into the identity of its streams).
    pub name: String,
    /// Number of people; `None`: every contact is somebody new.
    pub size: Option<u64>,
    /// (index in `book.countries`, share), shares sum to 1.
    pub countries: Vec<(u16, f64)>,
    /// Share that had contact before or opted in.
    pub known: Share,
}

/// A law of a positive random quantity. Unit of `mean`, `low`, `high`: seconds. `cv` = standard deviation / mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Always `mean`.
    Deterministic {
        /// Seconds.
        mean: f64,
    },
    /// Exponential.
    Exponential {
        /// Seconds.
        mean: f64,
    },
    /// Gamma by mean and cv.
    Gamma {
        /// Seconds.
        mean: f64,
        /// Standard deviation / mean.
        cv: f64,
    },
    /// Erlang: sum of `stages` exponentials.
    Erlang {
        /// Seconds.
        mean: f64,
        /// Exponentials summed.
        stages: u32,
    },
    /// Lognormal by mean and cv.
    Lognormal {
        /// Seconds.
        mean: f64,
        /// Standard deviation / mean.
        cv: f64,
    },
    /// Weibull by mean and shape.
    Weibull {
        /// Seconds.
        mean: f64,
        /// Below 1 the hazard falls.
        shape: f64,
    },
    /// Two exponentials with balanced means, by mean and cv (> 1).
    Hyperexponential {
        /// Seconds.
        mean: f64,
        /// Standard deviation / mean, above 1.
        cv: f64,
    },
    /// Uniform on [low, high].
    Uniform {
        /// Seconds.
        low: f64,
        /// Seconds.
        high: f64,
    },
    /// Zero with probability `zero`, else `rest`.
    AtomAtZero {
        /// Probability of zero.
        zero: f64,
        /// Law otherwise.
        rest: Box<Law>,
    },
    /// Never happens (infinite patience).
    Never,
}

/// A law of a count of at least one.
#[derive(Clone, Debug, PartialEq)]
pub enum CountLaw {
    /// Always this many.
    Fixed(u32),
    /// 1, 2, 3 … with the mean given (> 1): continues with probability 1 − 1/mean.
    Geometric {
        /// Mean count.
        mean: f64,
    },
}

/// A reason for contact: how often, how hard, how the customer behaves.
#[derive(Clone, Debug)]
pub struct ContactReason {
    /// Name.
    pub name: String,
    /// Work of one turn by message, at speed 1.
    pub handling: Law,
    /// Work of the whole contact by phone, after-call work included.
    pub call_handling: Law,
    /// Correlation `r` of the same need's difficulty over turns and channels.
    pub same_difficulty: f64,
    /// Turns of a contact by message.
    pub turns: CountLaw,
    /// Customer's time from the answer to his next turn.
    pub thinking: Law,
    /// How long a turn may wait before the customer gives up.
    pub patience: Law,
    /// Further messages the customer sends in one turn (burst), and the gap between them.
    pub burst: Option<(CountLaw, Law)>,
    /// Reminders while waiting.
    pub reminder: Option<Reminder>,
    /// Messages of one answer.
    pub fan_out: CountLaw,
    /// Chance that the contact is resolved once all turns are answered.
    pub resolved: Share,
    /// The same by phone.
    pub resolved_by_phone: Share,
    /// Chance and delay of another contact about the same need when unresolved, dropped or abandoned.
    pub repeat: Option<(Share, Law)>,
    /// Chance that a customer who gives up waiting for a message calls instead.
    pub switch_to_phone: Share,
    /// What an answer is worth to the business (policies `careful` and `drop` read it).
    pub value: Money,
}

/// A customer who writes again while waiting.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// Wait before the first reminder and between further ones.
    pub after: Law,
    /// Chance of each.
    pub chance: Share,
    /// At most so many a turn.
    pub at_most: u32,
    /// Restarts the platform's window (true on the real platform).
    pub restarts_window: bool,
}

/// Where contacts come from: an enquiry stream, a campaign, or a stream of notifications.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name (hashed into the identity of its streams).
    pub name: String,
    /// Index in [`Model::populations`].
    pub population: u16,
    /// What it brings.
    pub kind: SourceKind,
    /// Events by time.
    pub volume: Volume,
}

/// What a source brings.
#[derive(Clone, Debug)]
pub enum SourceKind {
    /// Customers write (or call).
    Contacts {
        /// Index in [`Model::reasons`].
        reason: u16,
        /// Ad or not.
        entry: Entry,
        /// Cost of one arrival (an ad click); zero for enquiries.
        price: Money,
    },
    /// The business writes first.
    Notification {
        /// Class of the template.
        class: Class,
        /// Share that arrives.
        delivered: Share,
        /// Share of delivered ones that lead to a contact.
        reply: Share,
        /// Reason of that contact, if any.
        reason: Option<u16>,
        /// Delay of the reply.
        delay: Law,
        /// What the phone variant does instead.
        baseline: NotificationBaseline,
    },
}

/// What takes a notification's place without messaging.
#[derive(Clone, Debug)]
pub enum NotificationBaseline {
    /// An SMS at this price by country index.
    Sms(Vec<Money>),
    /// An outbound call of this handling time.
    Call(Law),
    /// Nothing.
    Nothing,
}

/// Expected events by time.
#[derive(Clone, Debug)]
pub enum Volume {
    /// `per_day` on average over a year's weeks, spread by a week's profile in each country's local time.
    Profile {
        /// Mean events a day over the profile's week.
        per_day: f64,
        /// 168 non-negative weights from Monday 00:00 local time, mean 1.
        week: Box<[f64; 168]>,
        /// First and last instant; outside nothing comes.
        between: Option<(Instant, Instant)>,
        /// Change of volume a year: 0.1 is + 10 %, counted from `run.from`.
        growth: f64,
        /// 12 factors by local month, January first, or all 1.
        season: [f64; 12],
        /// Volume on a public holiday of the country as a share of a normal day.
        holiday: f64,
        /// Standard deviation of a day's busyness factor (gamma, mean 1), 0 = none.
        busyness_cv: f64,
    },
    /// Constant rate at all times, for exact models.
    Constant(HourlyRate),
    /// Expected counts by UTC instant: (start, end, expected events).
    Table(Vec<(Instant, Instant, f64)>),
}

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
}

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

/// Prices and tariffs.
#[derive(Clone, Debug)]
pub struct Cost {
    /// Name of the tariff that shapes behaviour.
    pub in_force: String,
    /// Tariffs billed (the one in force first).
    pub billed: Vec<String>,
    /// The user's own rates for tariffs with card `given`: (country, rate, basis).
    pub given_rates: Vec<(String, Money, String)>,
    /// Open readings of tariffs: (tariff, setting, choice).
    pub settings: Vec<(String, String, String)>,
    /// Window override for what-if runs (`0` or `FOREVER` in tests); `None` = the tariff's own.
    pub window: Option<Span>,
    /// Fixed platform or provider fee a month.
    pub platform_month: Money,
}

/// Thresholds of the measures.
#[derive(Clone, Debug)]
pub struct Measures {
    /// Answered-within thresholds for messages.
    pub message_threshold: Span,
    /// Answered-within threshold for calls.
    pub call_threshold: Span,
    /// Times promised by `meet` for messages and calls, which staffing fills in; the thresholds where there is none.
    pub promises: [Option<Span>; 2],
}

impl Measures {
    /// Promised time of messages, µs.
    pub fn message_promise(&self) -> i64 {
        self.promises[0].unwrap_or(self.message_threshold).0
    }

    /// Promised time of calls, µs.
    pub fn call_promise(&self) -> i64 {
        self.promises[1].unwrap_or(self.call_threshold).0
    }
}

/// Satisfaction as logistic curves of the log of the wait. All assumptions: no causal curve is published.
#[derive(Clone, Debug)]
pub struct Satisfaction {
    /// (name, intercept, slope per ln(1 + wait/3 min), minus if unresolved).
    pub curves: Vec<(String, f64, f64, f64)>,
    /// Where they come from.
    pub source: String,
}
