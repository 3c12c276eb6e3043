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
            "baseline",
            Kind::Choice(&[("sms", "an SMS each"), ("call", "an outbound call each"), ("nothing", "it is not sent")]),
            "What the variant `phone` does instead.",
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
