//! Facts: what happened, in order of time. *The* interface between simulation and money.
//!
//! A desk emits facts, each at its own instant; a real log is imported into the same facts. Tariffs and
//! tallies are folds over blocks of facts and know nothing of agents or queues. A desk's stream is ordered by
//! (`at`, inbound first, [`FactId`]); any cut into blocks gives the same result.

mod fold;
pub mod kinds;
mod place;
mod rules;
mod words;

pub use fold::Fold;
pub use kinds::Kinds;
pub use place::Place;
pub use rules::{Rules, Terms};
pub use words::{Author, Channel, Class, Entry, Network, Origin, Outcome, Part, Reason, Status};

/// A place in time: microseconds since 1970-01-01T00:00:00Z.
pub type Instant = i64;

/// "No such instant" in fields of type [`Instant`].
pub const NEVER: Instant = i64::MIN;

/// Identity of a fact inside its desk; its order breaks ties of time.
///
/// A contact is (stream, ordinal, generation): stream = one (population, reason, origin, country) of the
/// plan, ordinal = its exogenous arrivals in order of time, generation = repeats and retries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId {
    /// Index of the stream in the traffic plan.
    pub stream: u16,
    /// Repeat number, 0 for the first contact.
    pub generation: u16,
    /// Arrival number in the stream, from 0.
    pub ordinal: u32,
    /// Turn, from 0.
    pub turn: u16,
    /// Running number inside the turn.
    pub k: u16,
}

/// What all facts carry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    /// When: delivery for messages (sending if never delivered), arrival for inbound ones.
    pub at: Instant,
    /// Who the customer is: stable over contacts, unique inside the desk.
    pub customer: u64,
    /// Identity and place in the order.
    pub id: FactId,
    /// Index of the business number in [`Book::numbers`].
    pub number: u16,
    /// Index of the country in [`Book::countries`].
    pub country: u16,
    /// Part of the run.
    pub part: Part,
}

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// Common fields.
    pub head: Head,
    /// What it was.
    pub body: Body,
}

/// What a message is charged by beside its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// Persons reached: 1, more in groups.
    pub recipients: u16,
    /// SMS segments it would take.
    pub segments: u16,
    /// Tokens of the platform's own agent.
    pub tokens: u32,
}

impl Quantity {
    /// One recipient, one segment, no token.
    pub const ONE: Quantity = Quantity { recipients: 1, segments: 1, tokens: 0 };
}

/// The kinds of fact and their own fields.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Body {
    /// A customer's message arrived.
    MessageIn {
        /// Ad or not.
        entry: Entry,
        /// Where the contact began.
        origin: Origin,
        /// Sent while the customer was still waiting for an answer.
        reminder: bool,
        /// Moves the platform's clocks: always on the real platform, not so reminders in what-if runs that say so.
        moves_clocks: bool,
    },
    /// A message of the business.
    MessageOut {
        /// When it was sent; acceptance is judged here.
        sent_at: Instant,
        /// Billing class.
        class: Class,
        /// What became of it.
        status: Status,
        /// Why, if not delivered.
        reason: Reason,
        /// Who wrote it.
        author: Author,
        /// Position inside its answer, from 0.
        nth: u16,
        /// The customer's last message at that number up to `sent_at`; [`NEVER`] if none.
        window_from: Instant,
        /// Only on the first message of an answer to a turn: microseconds since the turn's first message; else -1.
        wait: i64,
        /// Beside `wait`: microseconds until an agent (or the bot) took the turn up; else -1.
        queued: i64,
        /// How much of what other tariffs charge by: recipients, SMS segments, tokens.
        quantity: Quantity,
    },
    /// A call was answered (or placed).
    CallStarted {
        /// Microseconds from the end of the menu (from dialling, if there is none) to the answer.
        wait: i64,
        /// What carries it.
        network: Network,
        /// Placed by the business.
        outbound: bool,
    },
    /// A call ended, answered or not.
    CallEnded {
        /// Microseconds waited since the end of the menu; -1 for who did not wait for an agent.
        wait: i64,
        /// Microseconds talked (0 if not answered).
        talk: i64,
        /// Answered by an agent or by the menu.
        answered: bool,
        /// Placed by the business.
        outbound: bool,
        /// Microseconds a line was in use: menu, wait and talk.
        line: i64,
        /// What carried it.
        network: Network,
    },
    /// A message turn went unanswered, but the contact goes on by phone.
    TurnLost {
        /// Microseconds waited in vain.
        wait: i64,
    },
    /// A need arose.
    ContactOpened {
        /// Index of the reason in the plan.
        reason: u16,
        /// First channel; rows by channel go by it.
        channel: Channel,
        /// Where it began.
        origin: Origin,
    },
    /// The need's story ended.
    ContactClosed {
        /// Index of the reason in the plan.
        reason: u16,
        /// First channel.
        channel: Channel,
        /// How it ended.
        outcome: Outcome,
        /// Microseconds the last turn by message had waited when it ended unanswered; else -1.
        wait: i64,
        /// When the contact was opened.
        opened_at: Instant,
        /// All that the customer waited for answers, in vain too, over the answers he had, microseconds: with one answer the
        /// wait for it, with several turns their mean. −1 if he had none, or nobody asked (see `[satisfaction]`).
        waited: i64,
    },
}

/// Names behind the indices of facts: one account zone a number, one market a country.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Businesses (portfolios).
    pub businesses: Vec<String>,
    /// Accounts.
    pub accounts: Vec<AccountEntry>,
    /// Numbers.
    pub numbers: Vec<NumberEntry>,
    /// ISO 3166 alpha-2 codes.
    pub countries: Vec<String>,
}

/// One account of a business.
#[derive(Clone, Debug)]
pub struct AccountEntry {
    /// Name in tables.
    pub name: String,
    /// Index in [`Book::businesses`].
    pub business: u16,
    /// IANA time zone: months and changes of tariff are read in it.
    pub zone: String,
}

/// One business number.
#[derive(Clone, Debug)]
pub struct NumberEntry {
    /// Name in tables.
    pub name: String,
    /// Index in [`Book::accounts`].
    pub account: u16,
}
