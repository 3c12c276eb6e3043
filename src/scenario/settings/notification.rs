//! Messages that the business sends first.

use super::{Kind, Presence, Section, Words, optional, required};

/// Classes of templates.
pub const CLASSES: Words = &[
    ("marketing", "promotion; refused by the rules of 2018"),
    ("utility", "delivery notice, appointment, late answer"),
    ("authentication", "one-time code"),
    ("authentication_international", "one-time code of a foreign business, in some markets"),
];

/// `[notification.NAME]`.
pub const NOTIFICATION: Section = Section {
    at: &["notification.{name}"],
    presence: Presence::Given,
    doc: "A stream of messages that the business sends first.",
    settings: &[
        required("class", Kind::Choice(CLASSES), "Class of the template.", "\"utility\""),
        optional("delivered", Kind::Share(0.0, 1.0), "Share that arrives.", "\"97 %\"")
            .or("\"100 %\"")
            .assumed("every notification arrives"),
        optional("reply", Kind::Share(0.0, 1.0), "Share of the delivered ones that lead to a contact.", "\"4 %\"")
            .or("\"0 %\"")
            .assumed("nobody answers a notification"),
        optional("reason", Kind::NameOf("reason"), "What those ask; needed if `reply` is above 0.", "\"delivery\""),
        optional(
            "delay",
            Kind::Law { never: false },
            "Time from the notification to the reply.",
            "\"lognormal, mean 1 h, CV 2\"",
        )
        .or("\"lognormal, mean 1 h, CV 2\"")
        .assumed("no measurement was found"),
        optional(
            "by",
            Kind::Choice(&[("message", "a template"), ("phone", "its `baseline`, as in a variant by phone")]),
            "How customers are told where the business may write. Not given: message.",
            "\"phone\"",
        ),
        optional(
            "baseline",
            Kind::Choice(&[("sms", "an SMS each"), ("call", "an outbound call each"), ("nothing", "it is not sent")]),
            "What a variant by phone does instead.",
            "\"sms\"",
        )
        .derived("`sms`; `nothing` for marketing"),
        optional(
            "price",
            Kind::Money,
            "Price of one SMS, in place of the price list by country (data/rates/sms_telesign_*.csv).",
            "\"0.06 EUR\"",
        ),
        optional(
            "call",
            Kind::Law { never: false },
            "Handling time of the outbound call; needed with `baseline = \"call\"`.",
            "\"lognormal, mean 2 min, CV 1\"",
        ),
    ],
};

/// `retry = {…}`.
pub const RETRY: Section = Section {
    at: &["notification.{name}.retry"],
    presence: Presence::Given,
    doc: "A notification that failed, or that a daily limit refused, is sent again.",
    settings: &[
        required("after", Kind::Law { never: false }, "When.", "\"fixed 1 h\""),
        optional("at_most", Kind::Count(1, 100), "So many times at most.", "3").or("1"),
    ],
};

/// `[limits]`.
pub const LIMITS: Section = Section {
    at: &["limits"],
    presence: Presence::Given,
    doc: "What the platform lets each number, or each business, send: notifications beyond it are refused or wait.",
    settings: &[
        optional(
            "customers_a_day",
            Kind::Count(1, 1_000_000_000),
            "Customers in any 24 h to whom a number sends first, those left out who wrote inside the window (levels: 250, 2,000, 10,000, 100,000).",
            "2000",
        ),
        optional(
            "counted_by",
            Kind::Choice(&[
                ("number", "each number has its own"),
                ("portfolio", "all numbers of a business share them, as on the real platform since October 2025"),
            ]),
            "Whose `customers_a_day` they are. Not given: number.",
            "\"portfolio\"",
        ),
        optional(
            "messages_a_second",
            Kind::Number(0.001, 100_000.0),
            "Notifications a second of a number; more wait (80 by default on the real platform, 1,000 for large senders).",
            "80",
        ),
    ],
};
