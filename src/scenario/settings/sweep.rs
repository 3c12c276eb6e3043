//! Sweeps and sensitivity.

use super::{Kind, Presence, Section, optional};

/// `[sweep]`.
pub const SWEEP: Section = Section {
    at: &["sweep"],
    presence: Presence::Given,
    doc: "What `chatfare sweep` moves; `run` and `compare` do not read it.",
    settings: &[
        optional(
            "axis.{path}",
            Kind::Axis,
            "A setting by its path in quotes (`*` = every name) and its values: a list, or a range.",
            "\"5 s to 60 s in 4 steps\"",
        ),
        optional("label.{path}", Kind::Prose, "Name of an axis in tables and charts.", "\"merge window\""),
        optional(
            "design",
            Kind::Choice(&[
                ("grid", "every combination of values"),
                ("latin hypercube", "`points` points, each axis evenly covered"),
                ("sobol", "`points` points (a power of two) of a scrambled Sobol sequence"),
                ("table", "the points of `file`"),
            ]),
            "How points are chosen.",
            "\"grid\"",
        )
        .or("\"grid\""),
        optional("points", Kind::Count(2, 1_000_000), "Points of a Latin hypercube or Sobol design.", "64"),
        optional("file", Kind::File, "CSV of points: a column an axis, headed by its path.", "\"points.csv\""),
        optional(
            "metrics",
            Kind::Metrics,
            "Metrics of the tables; the first one decides.",
            "[\"cost_per_resolved\", \"response_p90\"]",
        ),
        optional("most", Kind::Count(1, 1_000_000), "Points at most: a safeguard.", "10000").or("10000"),
    ],
};

/// `[sensitivity]`.
pub const SENSITIVITY: Section = Section {
    at: &["sensitivity"],
    presence: Presence::Given,
    doc: "What `chatfare sensitivity` moves; `run` and `compare` do not read it.",
    settings: &[
        optional(
            "input.{path}",
            Kind::Axis,
            "An input by its path in quotes (`*` = every name): a range, or low, base and high.",
            "\"2 min to 4 min\"",
        ),
        optional("label.{path}", Kind::Prose, "Name of an input in tables and charts.", "\"wage\""),
        optional("metric", Kind::Metrics, "The metric that is explained.", "\"cost_per_resolved\""),
        optional("trajectories", Kind::Count(2, 10_000), "Trajectories of Morris screening.", "10").or("10"),
        optional("levels", Kind::Count(2, 1000), "Levels of Morris screening, an even number.", "4").or("4"),
        optional("points", Kind::Count(2, 1_048_576), "Base samples of Sobol indices, a power of two.", "64").or("64"),
    ],
};
