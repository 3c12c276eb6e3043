//! Every table's columns once: name, unit, meaning. CSV headers, Parquet metadata, report and `explain` read this list.

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// Unit; `text` for words, `1` for pure numbers, `as unit` where the row's own `unit` column says it.
    pub unit: &'static str,
    /// What it holds.
    pub meaning: &'static str,
}

/// One table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableColumns {
    /// File stem.
    pub name: &'static str,
    /// What one row is.
    pub meaning: &'static str,
    /// Columns in the order of the file; `variant` first.
    pub columns: &'static [Column],
}

/// The table of this name.
pub fn table(name: &str) -> Option<&'static TableColumns> {
    TABLES.iter().find(|t| t.name == name)
}

pub(super) const fn c(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, unit, meaning }
}

pub(super) const VARIANT: Column = c("variant", "text", "variant of the scenario; `phone` is the call centre");
const CHANNEL: Column = c("channel", "text", "`all`, or the contact's first channel: `messages`, `phone`");
pub(super) const METRIC: Column = c("metric", "text", "name of the metric, see the list of metrics");
pub(super) const UNIT: Column = c("unit", "text", "unit of the row's numbers");
const MEAN: Column = c("mean", "as unit", "ratio of means over replications");
const LOWER: Column = c("lower", "as unit", "lower end of the interval; empty with one replication");
const UPPER: Column = c("upper", "as unit", "upper end of the interval; empty with one replication");
pub(super) const LEVEL: Column = c("level", "share", "confidence level of the interval");
pub(super) const N: Column = c(
    "n",
    "replications",
    "replications with a non-empty denominator; of a fleet whose interval is over desks, contrasts of groups of desks and one",
);

/// Every table.
pub const TABLES: &[TableColumns] = &[
    TableColumns {
        name: "summary",
        meaning: "one row a variant, channel and metric",
        columns: &[VARIANT, CHANNEL, METRIC, UNIT, MEAN, LOWER, UPPER, LEVEL, N],
    },
    TableColumns {
        name: "replications",
        meaning: "one row a variant, replication, channel and metric",
        columns: &[
            VARIANT,
            c("replication", "1", "number of the replication, from 0"),
            CHANNEL,
            METRIC,
            UNIT,
            c(
                "numerator",
                "µs, nano-units or count",
                "integer numerator; value = numerator / denominator × scale of the metric",
            ),
            c("denominator", "count or µs", "integer denominator"),
        ],
    },
    TableColumns {
        name: "by_country",
        meaning: "one row a variant, country and metric",
        columns: &[VARIANT, c("country", "text", "ISO 3166 alpha-2"), METRIC, UNIT, MEAN, LOWER, UPPER, LEVEL, N],
    },
    TableColumns {
        name: "by_template",
        meaning: "one row a variant, template and metric of the desks of a fleet; empty without [fleet.template.NAME]",
        columns: &[
            VARIANT,
            c("template", "text", "template of the fleet"),
            c("metric", "text", "name of the metric, see the list of metrics, or `desks`"),
            UNIT,
            MEAN,
            LOWER,
            UPPER,
            LEVEL,
            N,
        ],
    },
    TableColumns {
        name: "by_hour",
        meaning: "one row a variant, hour of the mean week and metric",
        columns: &[
            VARIANT,
            c("hour", "h", "hour of the week in the first account's zone, 0 = Monday 00:00–01:00"),
            METRIC,
            UNIT,
            MEAN,
            LOWER,
            UPPER,
            LEVEL,
            N,
        ],
    },
    TableColumns {
        name: "service_levels",
        meaning: "one row a variant, reason, group or interval of the week, and measure, where `measures.details` asks for it; promises that groups make each for itself; agents who are given one by one",
        columns: &[
            VARIANT,
            CHANNEL,
            c(
                "by",
                "text",
                "`reason`, `group` (who answered), `period` (in which the turn arrived), `promise` (of which group) or `agent`",
            ),
            c("name", "text", "which one; an interval by its start in the first account's zone"),
            c("threshold_s", "s", "threshold of the channel, which is what `within` means; of a promise its own time"),
            c(
                "measure",
                "text",
                "the measure with its denominator; `within` and `lost within` the threshold of the channel",
            ),
            UNIT,
            MEAN,
            LOWER,
            UPPER,
            LEVEL,
            N,
        ],
    },
    TableColumns {
        name: "response_times",
        meaning: "one row a bin of the histogram of waits of answered turns and calls",
        columns: &[
            VARIANT,
            CHANNEL,
            c("from_s", "s", "lower edge of the bin, inclusive"),
            c("to_s", "s", "upper edge of the bin, exclusive"),
            c("share", "share", "answered turns in the bin / answered turns"),
            c("share_lower", "share", "lower end of its interval"),
            c("share_upper", "share", "upper end of its interval"),
            c("cumulative", "share", "turns answered before `to_s` / answered turns"),
            c("cumulative_lower", "share", "lower end of its interval"),
            c("cumulative_upper", "share", "upper end of its interval"),
            LEVEL,
            N,
        ],
    },
    TableColumns {
        name: "answers_by_age",
        meaning: "one row a variant, tariff, hour since the customer's last message and kind",
        columns: &[
            VARIANT,
            c("tariff", "text", "tariff under which the messages are billed"),
            c("hours", "h", "whole hours since the customer's last message; 168 holds everything later"),
            c("kind", "text", "`free` or `billed`"),
            c("messages", "messages", "messages of agents and bot, mean over replications"),
            c("messages_lower", "messages", "lower end of the interval"),
            c("messages_upper", "messages", "upper end of the interval"),
            LEVEL,
            N,
        ],
    },
    TableColumns {
        name: "bill",
        meaning: "one auditable line; the sum of the lines is the bill",
        columns: &[
            VARIANT,
            c("tariff", "text", "billed under this tariff"),
            c("in_force", "text", "tariff that shaped behaviour"),
            c(
                "behaviour",
                "text",
                "own, or `behaviour held fixed`: another tariff was in force whose window, rules or prices the policy read",
            ),
            c("month", "text", "YYYY-MM in the account's zone"),
            c("business", "text", "portfolio"),
            c("account", "text", "account"),
            c("number", "text", "business number"),
            c("market", "text", "market or country of the rate"),
            c("category", "text", "billing class of the message"),
            c("rule", "text", "rule of the tariff that decided"),
            c("tier", "text", "volume tier, empty if none"),
            c("rate", "currency", "price of one message; empty = unrated"),
            c("basis", "text", "where the rate comes from"),
            c("currency", "text", "ISO 4217 code of rate and amount"),
            c("messages", "messages", "messages on the line, mean over replications"),
            c("charged", "messages", "of these charged, mean over replications"),
            c("amount", "currency", "money, mean over replications"),
            c("amount_lower", "currency", "lower end of the amount's interval"),
            c("amount_upper", "currency", "upper end of the amount's interval"),
            LEVEL,
            N,
        ],
    },
    TableColumns {
        name: "comparison",
        meaning: "one row a variant and metric: paired difference against the baseline, same customers",
        columns: &[
            VARIANT,
            c("baseline", "text", "variant it is compared with"),
            METRIC,
            UNIT,
            c("value", "as unit", "the variant's value"),
            c("value_lower", "as unit", "lower end of its interval"),
            c("value_upper", "as unit", "upper end of its interval"),
            c("reference", "as unit", "the baseline's value"),
            c("reference_lower", "as unit", "lower end of its interval"),
            c("reference_upper", "as unit", "upper end of its interval"),
            c("difference", "as unit", "variant minus baseline"),
            c("difference_lower", "as unit", "lower end of the paired interval"),
            c("difference_upper", "as unit", "upper end of the paired interval"),
            LEVEL,
            N,
            c("reading", "text", "`lower`, `higher`, `not distinguishable` or `no interval`"),
            c(
                "variance_ratio",
                "1",
                "(s1² + s2²) / s_D²: so many independent replications are worth a common one; below 1 pairing widens the interval",
            ),
        ],
    },
    TableColumns {
        name: "best",
        meaning: "one row a variant and metric: the variant against the best of the others, all of a metric holding together",
        columns: &[
            VARIANT,
            METRIC,
            UNIT,
            MEAN,
            c("behind", "as unit", "the variant minus the best of the others"),
            c("behind_lower", "as unit", "lower end of Hsu's interval; 0 if the variant cannot be below the best"),
            c("behind_upper", "as unit", "upper end of Hsu's interval; 0 if the variant cannot be above the best"),
            LEVEL,
            N,
            c("zone", "as unit", "indifference zone: a difference too small to matter"),
            c("standing", "text", "`best`, `within the indifference zone`, `worse` or `not distinguishable`"),
        ],
    },
    TableColumns {
        name: "breakeven",
        meaning: "one row a variant and volume: cost with both sides staffed for their promise at that volume",
        columns: &[
            VARIANT,
            c("contacts_a_day", "contacts/day", "contacts a day"),
            c("cost", "currency/resolved contact", "cost per resolved contact, reporting currency"),
            c("cost_lower", "currency/resolved contact", "lower end of the interval"),
            c("cost_upper", "currency/resolved contact", "upper end of the interval"),
            LEVEL,
            N,
        ],
    },
];
