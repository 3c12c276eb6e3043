//! Money in tables.

use super::{Kind, Presence, Section, optional, required};

/// `[currency]`.
pub const CURRENCY: Section = Section {
    at: &["currency"],
    presence: Presence::Always,
    doc: "One currency for all tables but the bill.",
    settings: &[
        optional("report", Kind::Currency, "Currency of the tables.", "\"EUR\"")
            .derived("the only currency that the file uses, else USD"),
        optional(
            "rates.{currency}",
            Kind::Money,
            "One unit of this currency in the reporting currency.",
            "\"0.8550 EUR\"",
        ),
    ],
};

/// `[currency.rates.USD]`.
pub const RATE: Section = Section {
    at: &["currency.rates.{currency}"],
    presence: Presence::Given,
    doc: "An exchange rate with its source.",
    settings: &[
        required("rate", Kind::Money, "One unit of this currency in the reporting currency.", "\"0.8550 EUR\""),
        optional(
            "source",
            Kind::Prose,
            "Where the rate comes from, with its date.",
            "\"ECB 2018-08-01: 1.1696 USD per EUR\"",
        )
        .or("\"\""),
    ],
};
