//! The words that facts are told in.

/// Which part of the run an instant lies in: money and waits count in [`Part::Run`] only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Part {
    /// Before `from`: moves clocks, is never billed.
    Lead,
    /// Inside `[from, to)`.
    Run,
    /// From `to` on: no new contacts, open work is finished, never billed.
    Drain,
}

/// How a customer reaches the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Channel {
    /// Paid messaging.
    Messages,
    /// Telephone.
    Phone,
}

impl Channel {
    /// Its name in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Channel::Messages => "messages",
            Channel::Phone => "phone",
        }
    }
}

/// Billing class of an outbound message. `App` are people answering in the phone app: never billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// Free-form answer.
    Service,
    /// Template: promotion.
    Marketing,
    /// Template: delivery notice, appointment, late answer.
    Utility,
    /// Template: one-time code.
    Authentication,
    /// Template: one-time code of a foreign business in some markets.
    AuthenticationInternational,
    /// Written in the phone app beside the platform.
    App,
}

impl Class {
    /// Every class, in the order of its number.
    pub const ALL: [Class; 6] = [
        Class::Service,
        Class::Marketing,
        Class::Utility,
        Class::Authentication,
        Class::AuthenticationInternational,
        Class::App,
    ];

    /// The class's word in files and tables.
    pub fn word(self) -> &'static str {
        match self {
            Class::Service => "service",
            Class::Marketing => "marketing",
            Class::Utility => "utility",
            Class::Authentication => "authentication",
            Class::AuthenticationInternational => "authentication_international",
            Class::App => "app",
        }
    }
}

/// What became of an outbound message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Status {
    /// Reached the customer: billed, counted.
    Delivered,
    /// Left but never arrived: no effect.
    Failed,
    /// Not accepted by the platform's rules: no effect.
    Refused,
}

/// Why a message was refused or failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Reason {
    /// Nothing to say: it was delivered.
    None,
    /// The customer never had contact with the business and did not opt in.
    ContactBefore,
    /// The rules in force allow no promotion.
    Promotion,
    /// A free-form message with the window closed.
    WindowClosed,
    /// The day's limit of unique customers.
    DailyLimit,
    /// Lost on the way.
    Undeliverable,
}

/// Who wrote a message of the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Author {
    /// A person of the team.
    Agent,
    /// The bot.
    Bot,
    /// An automatic text: acknowledgement, notification, code.
    System,
}

/// Through what a customer's message came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Entry {
    /// Nothing special.
    None,
    /// A click-to-chat ad or a page button: may open a free entry point.
    Ad,
}

/// What carries a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Network {
    /// The telephone network.
    Phone,
    /// The messaging platform: inbound calls start clocks, outbound ones are billed by some tariffs.
    Platform,
}

/// Where a contact began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Origin {
    /// The customer wrote or called by himself, from site or shop.
    Enquiry,
    /// Click-to-chat campaign.
    Ad,
    /// The reply to a notification.
    Notification,
}

/// How a contact ended. Every contact ends in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Outcome {
    /// The need was met.
    Resolved,
    /// Every turn was answered, the need was not met.
    Unresolved,
    /// The customer gave up waiting.
    Abandoned,
    /// By phone: left at once when he heard that he must wait.
    Balked,
    /// By phone: no line free.
    Blocked,
    /// By phone: called outside opening hours and did not call again.
    Closed,
    /// The business chose not to answer.
    Dropped,
    /// Still open when the drain ended.
    OpenAtEnd,
}

impl Outcome {
    /// Every outcome, in the order of its number.
    pub const ALL: [Outcome; 8] = [
        Outcome::Resolved,
        Outcome::Unresolved,
        Outcome::Abandoned,
        Outcome::Balked,
        Outcome::Blocked,
        Outcome::Closed,
        Outcome::Dropped,
        Outcome::OpenAtEnd,
    ];

    /// The outcome's word in files and tables.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Resolved => "resolved",
            Outcome::Unresolved => "unresolved",
            Outcome::Abandoned => "abandoned",
            Outcome::Balked => "balked",
            Outcome::Blocked => "blocked",
            Outcome::Closed => "closed",
            Outcome::Dropped => "dropped",
            Outcome::OpenAtEnd => "open at end",
        }
    }
}
