//! How often: the same words for reasons, campaigns and notifications.

use super::{Kind, Presence, Section, optional, required};

/// Volume and its shape over time.
pub const VOLUME: Section = Section {
    at: &["reason.{name}", "campaign.{name}", "notification.{name}"],
    presence: Presence::Given,
    doc: "How many events, when, and from whom.",
    settings: &[
        optional("volume", Kind::Rate, "Events, on average over a normal week.", "\"1200/day\""),
        optional(
            "volume.csv",
            Kind::File,
            "Expected events by half-hour: columns date, time, country, events and perhaps reason, in the country's local time. A half-hour that the clock skips may stand there with 0 (other events move to the next one); the row of one that comes twice is spread evenly over both. Busyness, counts, a wave and excitation act on it; profile, dates, growth, season and holiday belong into its numbers.",
            "\"volumes.csv\"",
        ),
        optional(
            "volume.replay",
            Kind::File,
            "Arrivals of a log, each at its own instant: columns at and, where the population has several countries, country, in the country's local time. Nothing is left to chance.",
            "\"arrivals.csv\"",
        ),
        optional("population", Kind::NameOf("population"), "Who they come from.", "\"customers\"")
            .derived("the only population"),
        optional(
            "profile",
            Kind::NameOf("profile"),
            "Profile of the week: a [profile.NAME] or a built-in one.",
            "\"shop\"",
        )
        .or("\"constant\"")
        .assumed("spread evenly over all hours"),
        optional(
            "between",
            Kind::Between,
            "Events come only from the first date to before the second.",
            "[\"2018-08-10\", \"2018-08-13\"]",
        ),
        optional("growth", Kind::Share(-0.99, 10.0), "Change of volume a year, counted from `run.from`.", "\"5 %\"")
            .or("\"0 %\""),
        optional(
            "season",
            Kind::Numbers(12, 0.0, 1000.0),
            "Factor of each month, January first.",
            "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.3, 1.6]",
        )
        .or("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        optional(
            "holiday",
            Kind::Share(0.0, 10.0),
            "Volume on public holidays of the customer's country, of a normal day.",
            "\"30 %\"",
        )
        .or("\"100 %\""),
        optional(
            "busyness_cv",
            Kind::Number(0.0, 5.0),
            "Coefficient of variation of a day's own factor (gamma, mean 1).",
            "0.1",
        )
        .or("0"),
        optional(
            "busyness_hour_cv",
            Kind::Number(0.0, 5.0),
            "Coefficient of variation of each local hour's own factor (gamma, mean 1), beside that of the day.",
            "0.3",
        ),
        optional(
            "busyness_correlation",
            Kind::Number(0.0, 0.999),
            "Correlation of the normal scores behind the factors of neighbouring hours of a day (normal copula); not given: 0.",
            "0.8",
        ),
        optional(
            "counts",
            Kind::Choice(&[
                ("Poisson", "all of it is chance"),
                ("by hour", "each local hour brings its expectation, rounded by chance"),
                ("by day", "the day brings its expectation, split over the hours by the profile"),
                ("Dirichlet", "as `by day`, the hours' shares drawn from a Dirichlet law around the profile"),
            ]),
            "What is random in the number of events; not given: \"Poisson\".",
            "\"by day\"",
        ),
        optional(
            "concentration",
            Kind::Number(0.1, 1_000_000.0),
            "Of `Dirichlet`: a share w varies by w (1 − w) / (concentration + 1); not given: 100.",
            "40",
        ),
    ],
};

/// `wave = {…}`.
pub const WAVE: Section = Section {
    at: &["reason.{name}.wave", "campaign.{name}.wave", "notification.{name}.wave"],
    presence: Presence::Given,
    doc: "A sine over the volume: 1 + amplitude · cos(2π (t − peak) / period).",
    settings: &[
        required("amplitude", Kind::Share(0.0, 1.0), "Highest rate above the mean.", "\"60 %\""),
        required("period", Kind::Span { zero: false, forever: false }, "Length of a period.", "\"24 h\""),
        required(
            "peak",
            Kind::When,
            "A moment of highest rate, in the zone of the first account.",
            "\"2018-08-01T14:00\"",
        ),
    ],
};

/// `excitation = {…}`.
pub const EXCITATION: Section = Section {
    at: &["reason.{name}.excitation", "campaign.{name}.excitation", "notification.{name}.excitation"],
    presence: Presence::Given,
    doc: "Events that bring further ones (a Hawkes process): bursts around an outage, a rumour, a conversation of many. The volume counts all of them.",
    settings: &[
        required(
            "share",
            Kind::Share(0.0, 0.99),
            "Share of all events that earlier ones brought: what one brings on average.",
            "\"40 %\"",
        ),
        required(
            "after",
            Kind::Law { never: false },
            "Time from an event to one that it brings.",
            "\"exponential, mean 10 min\"",
        ),
    ],
};
