//! Rows of `service_levels` on what each group of agents did, whoever answered in the end.

use crate::desk::ledger::GroupSums;
use crate::statistics::Pair;
use crate::table::ServiceLevelRow;

use super::assemble::Assembly;
use super::breakeven::scale;
use super::cost::paid_micros;
use super::metrics::Joined;
use super::replicate::Chunk;
use super::tabulate::{Source, channel_word};

/// What is known of a group in a replication.
struct Team {
    sums: GroupSums,
    /// Turns and calls answered or passed on, customers reached by calling back.
    handled: i64,
    /// Paid time, µs.
    paid: i128,
}

/// Name, unit, factor, how fleets join it, numerator and denominator.
type Measure = (&'static str, &'static str, f64, Joined, fn(&Team) -> (i128, i128));

const MEASURES: [Measure; 5] = [
    ("on duty", "h", 1.0 / 3.6e9, Joined::Total, |team| (team.sums.staffed.into(), 1)),
    ("handled", "turns", 1.0, Joined::Total, |team| (team.handled.into(), 1)),
    ("mean handling time", "s", 1e-6, Joined::Ratio, |team| (team.sums.serving.into(), team.handled.into())),
    ("occupancy", "share", 1.0, Joined::Ratio, |team| (team.sums.busy.into(), team.sums.staffed.into())),
    ("utilisation", "share", 1.0, Joined::Ratio, |team| (team.sums.busy.into(), team.paid)),
];

/// Work, occupancy and utilisation of each group of a variant. A first tier has handled what it passed on.
pub fn group_rows(
    source: &Source,
    index: usize,
    variant: &str,
    assembly: &Assembly,
    threshold_s: f64,
) -> Vec<ServiceLevelRow> {
    let chunks = source.observed(index);
    let mut rows = Vec::new();
    for (place, group) in assembly.model.desk.groups.iter().enumerate() {
        let teams: Vec<Team> = chunks.iter().filter_map(|chunk| team(assembly, chunk, place)).collect();
        for (metric, unit, factor, joined, of) in MEASURES {
            let pairs: Vec<Pair> = teams.iter().map(of).collect();
            let Some(value) = source.ratio(index, joined, pairs) else { continue };
            rows.push(ServiceLevelRow {
                variant: variant.into(),
                channel: channel_word(assembly),
                kind: "group",
                name: group.name.clone(),
                threshold_s,
                metric: metric.into(),
                unit: unit.into(),
                value: scale(value, factor),
            });
        }
    }
    rows
}

fn team(assembly: &Assembly, chunk: &Chunk, place: usize) -> Option<Team> {
    let sums = *chunk.desk.staff.groups.get(place)?;
    let paid = libm::round(*paid_micros(&assembly.model, chunk).get(place)?) as i128;
    Some(Team { sums, handled: *chunk.desk.details.handled.get(place)?, paid })
}
