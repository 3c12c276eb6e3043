//! Head of the file, run control, who the business is.

use super::{Kind, Presence, Section, optional, required};

/// Top of the file.
pub const ROOT: Section = Section {
    at: &[""],
    presence: Presence::Always,
    doc: "The top of the file.",
    settings: &[
        optional("format", Kind::Count(1, 1), "Edition of the language.", "1").or("1"),
        optional(
            "question",
            Kind::Prose,
            "The question the file answers; stands on top of the report.",
            "\"Is messaging cheaper than the call centre?\"",
        )
        .or("\"\""),
        optional(
            "preset",
            Kind::Text,
            "A compiled-in scenario part to start from; `chatfare presets` lists them.",
            "\"retail-eu\"",
        ),
        optional(
            "include",
            Kind::Files,
            "Files laid under this one, later over earlier; tables merge, everything else is replaced.",
            "[\"base.toml\"]",
        ),
    ],
};

/// `[run]`.
pub const RUN: Section = Section {
    at: &["run"],
    presence: Presence::Always,
    doc: "Which time is simulated, how often, with which seed.",
    settings: &[
        required("from", Kind::When, "First moment that counts, in the zone of the first account.", "\"2018-08-01\""),
        optional("to", Kind::When, "First moment after it.", "\"2018-09-01\"")
            .derived("one calendar month after `run.from`"),
        optional(
            "lead",
            Kind::Span { zero: true, forever: false },
            "Time simulated before `from`, never billed or counted: fills queues and windows.",
            "\"7 d\"",
        )
        .or("\"7 d\""),
        optional(
            "drain",
            Kind::Span { zero: true, forever: true },
            "Time after `to` in which open work is finished; \"for ever\" until nothing is open.",
            "\"7 d\"",
        )
        .or("\"7 d\""),
        optional("replications", Kind::Count(1, 1_000_000), "How often the run is repeated with other draws.", "30")
            .or("30"),
        optional(
            "precision",
            Kind::Precisions,
            "Go on until metrics are known so well: half-width relative to the value, absolute, or either; looked at after every `replications`.",
            "[\"2 % of cost_per_resolved\", \"1 point of answered_share\", \"0.02 EUR of cost_per_resolved against the baseline\"]",
        ),
        optional("at_most", Kind::Count(2, 1_000_000), "Replications at most, if a precision is asked for.", "1000")
            .derived("1000"),
        optional(
            "events",
            Kind::Count(1, 1_000_000_000_000_000),
            "Events at most, of all variants and replications together, if a precision is asked for.",
            "2000000000",
        ),
        optional(
            "warm_up",
            Kind::Choice(&[(
                "MSER-5",
                "as long as the waits of pilot runs that begin empty take to settle; a run too short to tell has no answer",
            )]),
            "Finds the lead of a run that speaks of the steady state (constant rates); `lead` is then that of the search for staff alone.",
            "\"MSER-5\"",
        ),
        optional(
            "control",
            Kind::Choice(&[("arrivals", "contacts that came beside those expected")]),
            "Control variate: takes what it explains out of means and differences.",
            "\"arrivals\"",
        ),
        optional(
            "strata",
            Kind::Count(2, 1000),
            "Replications that share each day's busyness among them, from the quietest to the busiest; they are one observation.",
            "5",
        ),
        optional("seed", Kind::Count(0, i64::MAX as u64), "Seed of every draw.", "2018").or("1"),
        optional("level", Kind::Share(0.5, 0.9999), "Confidence level of intervals.", "\"95 %\"").or("\"95 %\""),
        optional("baseline", Kind::Text, "Variant that the others are compared with.", "\"phone\"")
            .derived("`phone` if there is a [call_center], else the first variant"),
        optional(
            "contacts",
            Kind::Count(1, 10_000_000_000),
            "Stop each stream after so many first contacts (exact tests).",
            "1000000",
        ),
        optional("allow_unstable", Kind::Flag, "Run even if the load exceeds the staff for ever.", "false").or("false"),
    ],
};

/// `[business]`.
pub const BUSINESS: Section = Section {
    at: &["business"],
    presence: Presence::Always,
    doc: "Who answers the customers.",
    settings: &[
        optional("name", Kind::Text, "Name of the business (portfolio) in tables.", "\"retailer\"").or("\"main\""),
        optional(
            "zone",
            Kind::Zone,
            "Time zone of the account: months and changes of tariff are read in it.",
            "\"Europe/Paris\"",
        ),
        optional(
            "same_number",
            Kind::Flag,
            "A customer of a population of stated size always writes to the same of several numbers; else each contact finds its own.",
            "true",
        ),
    ],
};

/// `[account.NAME]`.
pub const ACCOUNT: Section = Section {
    at: &["account.{name}"],
    presence: Presence::Given,
    doc: "An account of the business; the order of the file is kept. Without any there is one, `main`.",
    settings: &[
        optional("business", Kind::Text, "Business (portfolio) it belongs to.", "\"retailer\"")
            .derived("`business.name`"),
        optional("zone", Kind::Zone, "Its time zone.", "\"Europe/Paris\"").derived("`business.zone`"),
        optional(
            "count",
            Kind::Count(1, 60_000),
            "So many like it, `NAME-01` …, each with a business and number of its own (tenants of an agency).",
            "50",
        ),
    ],
};

/// `[number.NAME]`.
pub const NUMBER: Section = Section {
    at: &["number.{name}"],
    presence: Presence::Given,
    doc: "A business number. Without any there is one an account, of the same name.",
    settings: &[
        optional("account", Kind::NameOf("account"), "Account it belongs to.", "\"fr\"").derived("the only account"),
        optional(
            "share",
            Kind::Share(0.0, 1.0),
            "Share of contacts that reach it; all numbers together 100 %.",
            "\"60 %\"",
        )
        .derived("equal shares"),
        optional(
            "share_in.{country}",
            Kind::Share(0.0, 1.0),
            "Its share of contacts from one country in place of `share`; numbers that do not name the country get none of them.",
            "\"100 %\"",
        ),
        optional(
            "share_about.{reason}",
            Kind::Share(0.0, 1.0),
            "Its share of contacts about one reason, in place of both; numbers that do not name the reason get none of them.",
            "\"100 %\"",
        ),
    ],
};
