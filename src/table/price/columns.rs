//! Columns of the tables that `price` writes: name, unit, meaning.

use super::super::columns::{Column, TableColumns};

const fn c(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, unit, meaning }
}

const HORIZON: Column =
    c("horizon", "text", "which reactions are allowed: `short`, `medium` (staff, bot), `long` (channel, leaving)");
const RULE: Column = c("rule", "text", "`grid`, or the name of a rule of the file");
const WINDOW: Column = c("window_s", "s", "window of free answers; empty = the tariff's own");
const PRICES: Column = c("prices", "text", "multiple of the tariff's own rates, by market");
const PRICE: Column = c("price", "1", "the multiple of the first market");
const METRIC: Column = c("metric", "text", "name of the number");
const UNIT: Column = c("unit", "text", "unit of the row's numbers");
const MEAN: Column = c("mean", "as unit", "estimate");
const LOWER: Column = c("lower", "as unit", "lower end of the interval");
const UPPER: Column = c("upper", "as unit", "upper end of the interval");
const LEVEL: Column = c("level", "share", "confidence level of the interval");
const N: Column = c("n", "replications", "replications");

/// Every table of `price`, in the order in which they are written.
pub const PRICE_TABLES: &[TableColumns] = &[
    TableColumns {
        name: "platform",
        meaning: "one number of all firms together under one rule; money and counts a year",
        columns: &[
            HORIZON,
            RULE,
            c("tariff", "text", "tariff in force"),
            WINDOW,
            PRICES,
            PRICE,
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
        name: "responses",
        meaning: "one number of one firm of a segment under one rule, with what it chooses",
        columns: &[
            HORIZON,
            RULE,
            WINDOW,
            PRICES,
            PRICE,
            c("segment", "text", "kind of firm"),
            c("today", "text", "what it holds before the rule changes"),
            c("choice", "text", "its best response"),
            c("probability", "share", "bootstrap draws in which the response is the same"),
            c("gain", "share", "gain over staying as it is, share of its cost"),
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
        name: "winners",
        meaning: "how one firm (its customers, the platform) fares under a rule against another",
        columns: &[
            HORIZON,
            c("rule", "text", "`best` of the grid, or a rule of the file"),
            c("against", "text", "the rule compared with"),
            c("who", "text", "segment, `customers of` a segment, or `platform`"),
            c("firms", "firms", "number of firms"),
            UNIT,
            c("difference", "as unit", "payoff, surplus or revenue a year, rule minus the other"),
            LOWER,
            UPPER,
            LEVEL,
            N,
            c("reading", "text", "`wins`, `loses` or `not distinguishable`"),
        ],
    },
    TableColumns {
        name: "elasticities",
        meaning: "arc elasticity between neighbouring prices of the grid",
        columns: &[
            HORIZON,
            WINDOW,
            c("market", "text", "market whose price moves"),
            c("from", "1", "from this multiple of the rates"),
            c("to", "1", "to this one"),
            c("quantity", "text", "what answers"),
            c("elasticity", "1", "(ln Q1 − ln Q0)/(ln p1 − ln p0)"),
            LOWER,
            UPPER,
            LEVEL,
            N,
        ],
    },
    TableColumns {
        name: "claims",
        meaning: "one claim of August 2018 with its number",
        columns: &[
            c("claim", "text", "the claim"),
            HORIZON,
            c("answer", "text", "`yes`, `no` or `not distinguishable`"),
            METRIC,
            UNIT,
            MEAN,
            LOWER,
            UPPER,
            LEVEL,
            N,
            c("hangs_on", "text", "assumptions of which one end turns the answer"),
        ],
    },
    TableColumns {
        name: "assumptions",
        meaning: "what becomes of a conclusion at one end of an assumption",
        columns: &[
            c("assumption", "text", "name in the file"),
            c("end", "text", "`low` or `high`"),
            c("at", "text", "factor or value there"),
            c("conclusion", "text", "the conclusion"),
            c("before", "text", "with the file's own values"),
            c("after", "text", "at this end"),
            c("flips", "text", "`yes` or `no`"),
        ],
    },
];
