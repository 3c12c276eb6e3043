//! Who the customers are, what they need, how often.

use super::{Chance, Lead, SilentLeaving, Transfer};
use crate::facts::{Class, Entry, Instant};
use crate::units::{HourlyRate, Money, Share, Span};

/// A population of customers.
#[derive(Clone, Debug)]
pub struct Population {
    /// Name (hashed into the identity of its streams).
    pub name: String,
    /// Name of the population of which this is one country, where a file gives the volume of each country by itself.
    pub part_of: Option<String>,
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
    /// Triangular on [low, high] with its peak at `mode`.
    Triangular {
        /// Seconds.
        low: f64,
        /// Seconds.
        mode: f64,
        /// Seconds.
        high: f64,
    },
    /// One of the values observed, each as likely.
    Empirical {
        /// File they come from, as the scenario names it.
        file: Option<String>,
        /// Seconds, sorted.
        values: Vec<f64>,
    },
    /// One of several laws: (share, law), shares sum to 1.
    Mixture(Vec<(f64, Law)>),
    /// A fixed time and then `rest`.
    Shifted {
        /// Seconds.
        by: f64,
        /// Law of what is added.
        rest: Box<Law>,
    },
    /// The law given that it lies in (low, high].
    Truncated {
        /// Seconds.
        low: f64,
        /// Seconds, perhaps infinite.
        high: f64,
        /// The law that is cut.
        of: Box<Law>,
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
    /// Share of its contacts that begin with a call in a variant by message.
    pub by_phone: Share,
    /// What an answer is worth to the business (policies `careful` and `drop` read it).
    pub value: Money,
    /// Class in queues with priorities; 1 goes first.
    pub priority: u8,
    /// Customers who leave without a word.
    pub silent: Option<SilentLeaving>,
    /// Value of an answer that fades.
    pub lead: Option<Lead>,
    /// Groups that serve it, in order of preference; `None`: all that name no other reasons, in the order of the file.
    pub groups: Option<Vec<u8>>,
    /// (group, wait): that group serves it only after this wait.
    pub overflow: Vec<(u8, Span)>,
    /// Weight of its waits.
    pub weight: f64,
    /// Work after the customer has gone, by channel.
    pub after_work: [Option<Law>; 2],
    /// Passing on to a second group.
    pub transfer: Option<Transfer>,
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
    /// Index in [`Model::populations`](super::Model::populations).
    pub population: u16,
    /// What it brings.
    pub kind: SourceKind,
    /// Events by time.
    pub volume: Volume,
    /// How they scatter around it.
    pub chance: Chance,
}

/// What a source brings.
#[derive(Clone, Debug)]
pub enum SourceKind {
    /// Customers write (or call).
    Contacts {
        /// Index in [`Model::reasons`](super::Model::reasons).
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
        /// Sent again if it failed or a daily limit refused it: after, how often.
        retry: Option<(Law, u32)>,
        /// What a variant by phone does instead.
        baseline: NotificationBaseline,
        /// Customers are told so where the business may write, too.
        by_phone: bool,
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
    },
    /// Constant rate at all times, for exact models.
    Constant(HourlyRate),
    /// Expected counts by UTC instant: (start, end, expected events).
    Table(Vec<(Instant, Instant, f64)>),
}
