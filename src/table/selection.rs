//! Tables of `select`: rows, columns, frames.

use super::columns::{LEVEL, METRIC, N, TableColumns, UNIT, VARIANT, c};
use super::frame::{Frame, Values, basis, count, ends, real, text};
use super::rows::Estimate;

/// Everything that `select` found.
#[derive(Clone, Debug, Default)]
pub struct SelectionTables {
    /// `selection`.
    pub selection: Vec<SelectionRow>,
    /// `stages`.
    pub stages: Vec<StageRow>,
}

/// `selection`: one row a system.
#[derive(Clone, Debug)]
pub struct SelectionRow {
    /// Variant: one of the systems.
    pub variant: String,
    /// Metric that decides.
    pub metric: String,
    /// Its unit.
    pub unit: String,
    /// Its value over all replications of the system.
    pub value: Estimate,
    /// Stage at which it was dropped; 0: never.
    pub dropped_at_stage: u32,
    /// Replications of the system in all.
    pub replications: u32,
    /// `selected`, `dropped` or `kept`.
    pub standing: &'static str,
}

/// `stages`: one row a stage and system that was sampled in it.
#[derive(Clone, Debug)]
pub struct StageRow {
    /// Stage, from 1.
    pub stage: u32,
    /// Variant: one of the systems.
    pub variant: String,
    /// Replications of the system up to the end of the stage.
    pub replications: u32,
    /// Its mean up to there.
    pub mean: f64,
    /// Is it still in?
    pub standing: &'static str,
}

/// Every table of `select`.
pub const SELECTION_TABLES: &[TableColumns] = &[
    TableColumns {
        name: "selection",
        meaning: "one row a system: what it came to and when it was dropped",
        columns: &[
            VARIANT,
            METRIC,
            UNIT,
            c("mean", "as unit", "ratio of means over the system's replications"),
            c("lower", "as unit", "lower end of the interval of this system alone"),
            c("upper", "as unit", "upper end of the interval of this system alone"),
            LEVEL,
            N,
            c("dropped_at_stage", "1", "stage at which it was dropped; 0: never"),
            c("replications", "1", "replications of the system"),
            c("standing", "text", "`selected`, `dropped` or `kept`: not dropped, but not selected"),
        ],
    },
    TableColumns {
        name: "stages",
        meaning: "one row a stage and system that was sampled in it",
        columns: &[
            c("stage", "1", "stage, from 1"),
            VARIANT,
            c("replications", "1", "replications of the system up to the end of the stage"),
            c("mean", "as unit of selection", "its mean up to there"),
            c("standing", "text", "`in`, or `dropped` at this stage"),
        ],
    },
];

/// Every table of `select` as columns.
pub fn selection_frames(tables: &SelectionTables) -> Vec<Frame> {
    let values = [selection(tables), stages(tables)];
    SELECTION_TABLES.iter().zip(values).map(|(table, values)| Frame::new(table, values)).collect()
}

fn selection(t: &SelectionTables) -> Vec<Values> {
    let r = &t.selection;
    let mut v = vec![text(r, |r| &r.variant), text(r, |r| &r.metric), text(r, |r| &r.unit)];
    v.extend(ends(r, |r| r.value));
    v.extend(basis(r, |r| r.value));
    v.extend([count(r, |r| r.dropped_at_stage), count(r, |r| r.replications), text(r, |r| r.standing)]);
    v
}

fn stages(t: &SelectionTables) -> Vec<Values> {
    let r = &t.stages;
    vec![
        count(r, |r| r.stage),
        text(r, |r| &r.variant),
        count(r, |r| r.replications),
        real(r, |r| r.mean),
        text(r, |r| r.standing),
    ]
}
