//! Columns of the tables of sweeps and sensitivity analyses. Where a table has `point`, a column for each axis follows it.

use super::super::columns::{Column, TableColumns};

const fn c(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, unit, meaning }
}

const POINT: Column = c("point", "1", "number of the point, from 0; a column for each axis follows");
const VARIANT: Column = c("variant", "text", "variant of the scenario; in sensitivity also `VARIANT - BASELINE`");
const BASELINE: Column = c("baseline", "text", "what it is compared with");
const METRIC: Column = c("metric", "text", "name of the metric, see the list of metrics");
const UNIT: Column = c("unit", "text", "unit of the row's numbers");
const MEAN: Column = c("mean", "as unit", "ratio of means over replications");
const LOWER: Column = c("lower", "as unit", "lower end of the interval");
const UPPER: Column = c("upper", "as unit", "upper end of the interval");
const LEVEL: Column = c("level", "share", "confidence level of the interval");
const N: Column = c(
    "n",
    "replications",
    "replications with a non-empty denominator; of a fleet whose interval is over desks, contrasts of groups of desks and one",
);
const DIFFERENCE: Column = c("difference", "as unit", "variant minus baseline");
const DIFFERENCE_LOWER: Column = c("difference_lower", "as unit", "lower end of the paired interval");
const DIFFERENCE_UPPER: Column = c("difference_upper", "as unit", "upper end of the paired interval");
const READING: Column = c("reading", "text", "`lower`, `higher`, `not distinguishable` or `no interval`");
const INPUT: Column = c("input", "text", "name of the input");

/// Every table of a sweep, then those of a sensitivity analysis.
pub const SWEEP_TABLES: &[TableColumns] = &[
    TableColumns {
        name: "points",
        meaning: "the plan, written before anything runs: one row a point, a column an axis, headed by its path",
        columns: &[c("point", "1", "number of the point, from 0; a column for each axis follows, headed by its path")],
    },
    TableColumns {
        name: "sweep",
        meaning: "one row a point, variant and metric",
        columns: &[POINT, VARIANT, METRIC, UNIT, MEAN, LOWER, UPPER, LEVEL, N],
    },
    TableColumns {
        name: "sweep_differences",
        meaning: "one row a point, variant and metric: paired difference against the baseline, same customers",
        columns: &[
            POINT,
            VARIANT,
            BASELINE,
            METRIC,
            UNIT,
            DIFFERENCE,
            DIFFERENCE_LOWER,
            DIFFERENCE_UPPER,
            LEVEL,
            N,
            READING,
        ],
    },
    TableColumns {
        name: "effects",
        meaning: "one row an axis, variant and metric: from the axis' first value to its last, averaged over all others, paired",
        columns: &[
            c("axis", "text", "name of the axis"),
            c("from", "text", "first value"),
            c("to", "text", "last value"),
            VARIANT,
            METRIC,
            UNIT,
            c("change", "as unit", "mean at the last value minus mean at the first"),
            c("change_lower", "as unit", "lower end of the paired interval"),
            c("change_upper", "as unit", "upper end of the paired interval"),
            LEVEL,
            N,
            READING,
        ],
    },
    TableColumns {
        name: "pareto",
        meaning: "one row a point and variant: cost against response time, and whether another one beats it in both",
        columns: &[
            POINT,
            VARIANT,
            c("cost_metric", "text", "metric of cost"),
            c("cost", "as metric", "its value"),
            c("cost_lower", "as metric", "lower end of its interval"),
            c("cost_upper", "as metric", "upper end of its interval"),
            c("response_metric", "text", "metric of response"),
            c("response", "as metric", "its value"),
            c("response_lower", "as metric", "lower end of its interval"),
            c("response_upper", "as metric", "upper end of its interval"),
            LEVEL,
            N,
            c(
                "standing",
                "text",
                "`front`; `not distinguishable from the front`; `dominated`: one of the front is lower in both, both intervals apart from zero",
            ),
        ],
    },
    TableColumns {
        name: "break_even",
        meaning: "one row a combination of the other axes' values, variant and metric: where the difference from the baseline is zero along an axis, linear between points",
        columns: &[
            c("axis", "text", "axis on which the break-even lies; a column for each axis follows, empty for this one"),
            VARIANT,
            BASELINE,
            METRIC,
            c(
                "at",
                "unit of the axis",
                "value of the axis where both are equal; empty: the sign is the same everywhere",
            ),
            c(
                "at_lower",
                "unit of the axis",
                "lower end of Fieller's interval from the paired differences; empty: open",
            ),
            c("at_upper", "unit of the axis", "upper end of it; empty: open"),
            LEVEL,
            N,
            c("axis_unit", "text", "unit of the axis"),
            c("reading", "text", "which of the two is lower on which side"),
        ],
    },
    TableColumns {
        name: "inputs",
        meaning: "one row an input of a sensitivity analysis",
        columns: &[
            INPUT,
            c("path", "text", "path of the setting"),
            c("low", "text", "low value"),
            c("base", "text", "base value"),
            c("high", "text", "high value"),
        ],
    },
    TableColumns {
        name: "tornado",
        meaning: "one row an input, variant and metric: the answer at the input's low and high value, all others at base",
        columns: &[
            INPUT,
            c("low", "text", "low value"),
            c("high", "text", "high value"),
            VARIANT,
            METRIC,
            UNIT,
            c("base", "as unit", "the answer at the base"),
            c("base_lower", "as unit", "lower end of its interval"),
            c("base_upper", "as unit", "upper end of its interval"),
            c("at_low", "as unit", "the answer at the low value"),
            c("at_low_lower", "as unit", "lower end of its interval"),
            c("at_low_upper", "as unit", "upper end of its interval"),
            c("at_high", "as unit", "the answer at the high value"),
            c("at_high_lower", "as unit", "lower end of its interval"),
            c("at_high_upper", "as unit", "upper end of its interval"),
            c("change", "as unit", "at high minus at low, same customers"),
            c("change_lower", "as unit", "lower end of the paired interval"),
            c("change_upper", "as unit", "upper end of the paired interval"),
            LEVEL,
            N,
            READING,
        ],
    },
    TableColumns {
        name: "morris",
        meaning: "one row an input, variant and metric: elementary effects over the input's whole range",
        columns: &[
            INPUT,
            VARIANT,
            METRIC,
            UNIT,
            c("mu", "as unit", "mean effect; effects of opposite sign cancel"),
            c("mu_star", "as unit", "mean size of the effect"),
            c("mu_star_lower", "as unit", "lower end of its Student interval over trajectories"),
            c("mu_star_upper", "as unit", "upper end of it"),
            LEVEL,
            c("trajectories", "1", "trajectories"),
            c("sigma", "as unit", "standard deviation of the effects: large where the input bends or interacts"),
        ],
    },
    TableColumns {
        name: "sobol_indices",
        meaning: "one row an input, variant and metric: shares of the variance over all inputs' ranges",
        columns: &[
            INPUT,
            VARIANT,
            METRIC,
            c("first", "share", "share of the variance that the input explains alone"),
            c("first_lower", "share", "lower end of its bootstrap interval"),
            c("first_upper", "share", "upper end of it"),
            c("total", "share", "share with all its interactions"),
            c("total_lower", "share", "lower end of its bootstrap interval"),
            c("total_upper", "share", "upper end of it"),
            LEVEL,
            c("samples", "1", "base samples"),
            c("noise", "share", "variance of the answers' means over replications / variance over the points"),
        ],
    },
];
