//! Tables of `staff`: rows, columns, frames.

use super::columns::{Column, LEVEL, N, TableColumns, VARIANT, c};
use super::frame::{Frame, Values, basis, count, ends, real, text};
use super::rows::Estimate;

/// Everything that `staff` found.
#[derive(Clone, Debug, Default)]
pub struct StaffTables {
    /// `requirement`.
    pub requirement: Vec<RequirementRow>,
    /// `shifts`.
    pub shifts: Vec<ShiftRow>,
    /// `coverage`.
    pub coverage: Vec<CoverageRow>,
    /// `service`.
    pub service: Vec<ServiceRow>,
    /// `plans`.
    pub plans: Vec<PlanRow>,
}

/// `requirement`: heads by period.
#[derive(Clone, Debug)]
pub struct RequirementRow {
    /// Variant.
    pub variant: String,
    /// Group of agents.
    pub group: String,
    /// Start of the period, minutes from Monday 00:00.
    pub minute: u32,
    /// The same as a clock shows it.
    pub starts: String,
    /// What is promised.
    pub target: String,
    /// Erlang's heads.
    pub erlang: u32,
    /// Heads that are needed.
    pub simulated: u32,
}

/// `shifts`: one shift on one day.
#[derive(Clone, Debug)]
pub struct ShiftRow {
    /// Variant.
    pub variant: String,
    /// Group of agents.
    pub group: String,
    /// Kind of shift.
    pub shift: String,
    /// Day it begins on.
    pub day: &'static str,
    /// Begin.
    pub start: String,
    /// End.
    pub end: String,
    /// Begin of the break; empty if none.
    pub break_start: String,
    /// End of the break; empty if none.
    pub break_end: String,
    /// Hours on duty of one head.
    pub hours: f64,
    /// Heads.
    pub heads: u32,
    /// Cost of all of them, reporting currency.
    pub cost: f64,
}

/// `coverage`: what the shifts put on duty.
#[derive(Clone, Debug)]
pub struct CoverageRow {
    /// Variant.
    pub variant: String,
    /// Group of agents.
    pub group: String,
    /// Start of the half-hour or quarter, minutes from Monday 00:00.
    pub minute: u32,
    /// The same as a clock shows it.
    pub starts: String,
    /// Heads that would be needed if they could change every period.
    pub required: u32,
    /// Heads on duty.
    pub covered: u32,
}

/// `service`: how a promise is kept.
#[derive(Clone, Debug)]
pub struct ServiceRow {
    /// Variant.
    pub variant: String,
    /// Who is served.
    pub service: String,
    /// `period`, `day` or `run`.
    pub part: &'static str,
    /// Start, minutes from Monday 00:00.
    pub minute: u32,
    /// The same as a clock shows it; empty for the whole run.
    pub starts: String,
    /// `yes` if the plan had to keep it here.
    pub goal: &'static str,
    /// Turns or calls of a replication.
    pub offered: f64,
    /// Share promised.
    pub target: f64,
    /// Share kept by the shifts.
    pub kept: Estimate,
    /// Share kept on Erlang's heads.
    pub erlang: Estimate,
    /// Shifts minus Erlang, paired.
    pub difference: Estimate,
    /// How the shifts stand against the target.
    pub standing: &'static str,
}

/// `plans`: whole plans beside each other.
#[derive(Clone, Debug)]
pub struct PlanRow {
    /// Variant.
    pub variant: String,
    /// `shifts`, `requirement`, `erlang`, `erlang in shifts`.
    pub plan: &'static str,
    /// Who is served.
    pub service: String,
    /// Hours on duty a week, all planned groups.
    pub hours: f64,
    /// Cost a week; none where heads are in no shifts.
    pub cost: Option<f64>,
    /// Share kept over the run.
    pub kept: Estimate,
    /// Goals kept for sure.
    pub goals_kept: u32,
    /// Goals that cannot be told from the target.
    pub goals_near: u32,
    /// Goals missed for sure.
    pub goals_missed: u32,
}

const GROUP: Column = c("group", "text", "group of agents");
const MINUTE: Column = c("minute", "min", "start of the period in the group's zone, 0 = Monday 00:00");
const STARTS: Column = c("starts", "text", "the same as day and time");
const SERVICE: Column = c("service", "text", "who is served: group and channel, `window` for the platform's window");

/// Every table of `staff`.
pub const STAFF_TABLES: &[TableColumns] = &[
    TableColumns {
        name: "requirement",
        meaning: "one row a group and period: heads on duty if they could change every period",
        columns: &[
            VARIANT,
            GROUP,
            MINUTE,
            STARTS,
            c("target", "text", "what is promised"),
            c("erlang", "heads", "Erlang's formulas, period by period, lagged by the handling time"),
            c("simulated", "heads", "the smallest heads, all periods together, that keep the promise in simulation"),
        ],
    },
    TableColumns {
        name: "shifts",
        meaning: "one row a shift and day that is worked",
        columns: &[
            VARIANT,
            GROUP,
            c("shift", "text", "kind of shift"),
            c("day", "text", "day it begins on"),
            c("start", "text", "begin"),
            c("end", "text", "end; before its begin: on the next day"),
            c("break_start", "text", "begin of the break, empty if none"),
            c("break_end", "text", "end of the break, empty if none"),
            c("hours", "h", "hours on duty of one head"),
            c("heads", "heads", "heads that work it"),
            c("cost", "currency/week", "their wages with shrinkage, reporting currency"),
        ],
    },
    TableColumns {
        name: "coverage",
        meaning: "one row a group and half-hour (quarter of an hour, if the plan is so fine): what is needed and what the shifts put on duty",
        columns: &[
            VARIANT,
            GROUP,
            MINUTE,
            STARTS,
            c("required", "heads", "smallest heads if they could change every period"),
            c("covered", "heads", "heads on duty by the shifts; fewer than required where neighbours make up for it"),
        ],
    },
    TableColumns {
        name: "service",
        meaning: "one row a service and period, day or run: the promise on replications that no plan was made for",
        columns: &[
            VARIANT,
            SERVICE,
            c("part", "text", "`period`, `day` or `run`"),
            MINUTE,
            STARTS,
            c("goal", "text", "`yes` where the plan had to keep the promise"),
            c("offered", "turns/replication", "turns or calls that came"),
            c("target", "share", "share promised"),
            c("kept", "share", "share kept by the shifts"),
            c("kept_lower", "share", "lower end of its interval"),
            c("kept_upper", "share", "upper end of its interval"),
            c("erlang", "share", "share kept on Erlang's heads"),
            c("erlang_lower", "share", "lower end of its interval"),
            c("erlang_upper", "share", "upper end of its interval"),
            c("difference", "share", "shifts minus Erlang, same customers"),
            c("difference_lower", "share", "lower end of the paired interval"),
            c("difference_upper", "share", "upper end of the paired interval"),
            LEVEL,
            N,
            c("standing", "text", "`kept`, `not distinguishable` or `missed` against the target"),
        ],
    },
    TableColumns {
        name: "plans",
        meaning: "one row a plan and service: the shifts, the heads they rest on, and Erlang's",
        columns: &[
            VARIANT,
            c("plan", "text", "`shifts`, `requirement` (free heads), `erlang` (its free heads), `erlang in shifts`"),
            SERVICE,
            c("hours", "h/week", "hours on duty of all planned groups"),
            c("cost", "currency/week", "wages with shrinkage, reporting currency; empty without shifts"),
            c("kept", "share", "share kept over the run"),
            c("kept_lower", "share", "lower end of its interval"),
            c("kept_upper", "share", "upper end of its interval"),
            LEVEL,
            N,
            c("goals_kept", "1", "goals kept for sure"),
            c("goals_near", "1", "goals that cannot be told from the target"),
            c("goals_missed", "1", "goals missed for sure"),
        ],
    },
];

/// Every table of `staff` as columns.
pub fn staff_frames(tables: &StaffTables) -> Vec<Frame> {
    let values = [requirement(tables), shifts(tables), coverage(tables), service(tables), plans(tables)];
    STAFF_TABLES.iter().zip(values).map(|(table, values)| Frame::new(table, values)).collect()
}

fn requirement(t: &StaffTables) -> Vec<Values> {
    let r = &t.requirement;
    vec![
        text(r, |r| &r.variant),
        text(r, |r| &r.group),
        count(r, |r| r.minute),
        text(r, |r| &r.starts),
        text(r, |r| &r.target),
        count(r, |r| r.erlang),
        count(r, |r| r.simulated),
    ]
}

fn shifts(t: &StaffTables) -> Vec<Values> {
    let r = &t.shifts;
    vec![
        text(r, |r| &r.variant),
        text(r, |r| &r.group),
        text(r, |r| &r.shift),
        text(r, |r| r.day),
        text(r, |r| &r.start),
        text(r, |r| &r.end),
        text(r, |r| &r.break_start),
        text(r, |r| &r.break_end),
        real(r, |r| r.hours),
        count(r, |r| r.heads),
        real(r, |r| r.cost),
    ]
}

fn coverage(t: &StaffTables) -> Vec<Values> {
    let r = &t.coverage;
    vec![
        text(r, |r| &r.variant),
        text(r, |r| &r.group),
        count(r, |r| r.minute),
        text(r, |r| &r.starts),
        count(r, |r| r.required),
        count(r, |r| r.covered),
    ]
}

fn service(t: &StaffTables) -> Vec<Values> {
    let r = &t.service;
    let mut v = vec![
        text(r, |r| &r.variant),
        text(r, |r| &r.service),
        text(r, |r| r.part),
        count(r, |r| r.minute),
        text(r, |r| &r.starts),
        text(r, |r| r.goal),
        real(r, |r| r.offered),
        real(r, |r| r.target),
    ];
    v.extend(ends(r, |r| r.kept));
    v.extend(ends(r, |r| r.erlang));
    v.extend(ends(r, |r| r.difference));
    v.extend(basis(r, |r| r.kept));
    v.push(text(r, |r| r.standing));
    v
}

fn plans(t: &StaffTables) -> Vec<Values> {
    let r = &t.plans;
    let mut v = vec![text(r, |r| &r.variant), text(r, |r| r.plan), text(r, |r| &r.service), real(r, |r| r.hours)];
    v.push(Values::Real(r.iter().map(|r| r.cost).collect()));
    v.extend(ends(r, |r| r.kept));
    v.extend(basis(r, |r| r.kept));
    v.extend([count(r, |r| r.goals_kept), count(r, |r| r.goals_near), count(r, |r| r.goals_missed)]);
    v
}
