//! Conversations beyond turns: silent leaving, inactivity, limits.

use super::{Kind, Presence, Section, optional, required};

const LAW: Kind = Kind::Law { never: false };

/// `silent = {…}`.
pub const SILENT: Section = Section {
    at: &["reason.{name}.silent"],
    presence: Presence::Given,
    doc: "Customers who give up waiting in the queue of messages and do not say so: the turn keeps its place, and an agent who takes it up holds one of his until he notices. Who is being answered stays: nobody leaves while an agent writes to him.",
    settings: &[
        required("chance", Kind::Share(0.0, 1.0), "Share of those who give up in the queue.", "\"70 %\""),
        optional(
            "detection",
            LAW,
            "How long the agent holds the place; he does no work for it.",
            "\"exponential, mean 3 min\"",
        )
        .or("\"exponential, mean 3 min\"")
        .assumed("that it takes minutes is published, no law of it was found"),
        optional(
            "messages",
            Kind::Count(0, 20),
            "Messages that he writes meanwhile, if the window is open; they are billed as any.",
            "1",
        )
        .or("1")
        .assumed("he asks once"),
    ],
};

/// `[desk.inactivity]`.
pub const INACTIVITY: Section = Section {
    at: &["desk.inactivity"],
    presence: Presence::Given,
    doc: "A conversation in which the customer is silent for too long is closed and its place freed; who writes later opens it anew, with whoever is free.",
    settings: &[
        required("after", Kind::Span { zero: false, forever: false }, "Silence after an answer.", "\"10 min\""),
        optional(
            "unsaid",
            Kind::Share(0.0, 1.0),
            "Share of conversations whose end nobody says: a held place waits for `after`.",
            "\"60 %\"",
        )
        .or("\"0 %\"")
        .assumed("every end is said"),
        optional(
            "handling",
            Kind::Number(1.0, 10.0),
            "Factor on the work of a turn that opens a closed conversation anew.",
            "1.3",
        )
        .or("1")
        .assumed("nothing has to be read again"),
    ],
};

const THEN: Kind = Kind::Choice(&[
    ("pay", "answers go on and are paid; nothing changes but the count"),
    ("stop", "nobody answers by message until the next month (or day): turns are dropped"),
    ("stop the bot", "the bot stops, people go on"),
    ("call", "the customer is called; needs a group that answers the phone"),
]);

/// `[desk.budget]`.
pub const BUDGET: Section = Section {
    at: &["desk.budget"],
    presence: Presence::Given,
    doc: "A month's budget of messages of each number. Exactly one of `messages`, `amount`, `free_quota` is given.",
    settings: &[
        optional("messages", Kind::Count(0, 1_000_000_000_000), "Messages of the business.", "1000"),
        optional(
            "amount",
            Kind::Money,
            "List price of its messages, in the currency of the tariff in force; the free quota goes first. Tiers are known to the bill only: notifications and late answers count at the first one, so that the budget ends before as much is billed (by at most 30 % of their price, the lowest tier of any card here; answers in the window have no tiers). So do answers after an ad, which count though they are free, and prices by conversation, of which each message counts. The other way only marketing differs: it counts at the price of utility.",
            "\"50 USD\"",
        ),
        optional("free_quota", Kind::Flag, "The free messages of the tariff in force.", "true"),
        optional("then", THEN, "What happens when it is used up; what is being written still goes out, notifications do not unless `pay`. Answers in the phone app are free and go on.", "\"stop\"")
            .or("\"stop\""),
    ],
};

/// `[desk.customer_cap]`.
pub const CUSTOMER_CAP: Section = Section {
    at: &["desk.customer_cap"],
    presence: Presence::Given,
    doc: "Messages of the business, notifications among them, that one customer gets at most.",
    settings: &[
        required("messages", Kind::Count(1, 1_000_000), "So many; what is being written still goes out.", "10"),
        optional(
            "per",
            Kind::Choice(&[("day", "a day of the number's account"), ("month", "a month of it")]),
            "In what time.",
            "\"day\"",
        )
        .or("\"month\""),
        optional("then", THEN, "What happens to further turns; notifications are not sent unless `pay`. Answers in the phone app do not count and go on.", "\"call\"").or("\"stop\""),
    ],
};
