//! `run.control`: how many contacts more or fewer came than are expected, by replication. Their mean is known, so what they
//! explain of an answer's noise can be taken out of it (Lavenberg & Welch 1981, 10.1287/mnsc.27.3.322).

use rayon::prelude::*;

use crate::desk::plan::{DeskPlan, SourcePlan};
use crate::engine::draws::Draws;
use crate::scenario::Run;
use crate::statistics::Controlled;
use crate::traffic::{Arrivals, StreamPlan};

use super::assemble::Assembly;

/// First contacts that came in the run less those expected, by replication; none if nothing is left to chance whose
/// expectation is known: replayed logs, streams that end after so many contacts, arrivals that bring others.
pub fn arrivals(assembly: &Assembly, run: &Run, replications: &[u32]) -> Option<Vec<f64>> {
    let desk = &assembly.desk;
    let known = |stream: &&StreamPlan| {
        let contacts = matches!(desk.sources[usize::from(stream.source)], SourcePlan::Contacts { .. });
        contacts && stream.replay.is_none() && stream.excitation.is_none()
    };
    let streams: Vec<&StreamPlan> = desk.streams.iter().filter(known).collect();
    if streams.is_empty() || run.contacts.is_some() {
        return None;
    }
    let expected: f64 = streams.iter().map(|stream| stream.expected(desk.from, desk.to)).sum();
    let came = |replication: &u32| -> f64 {
        let draws = Draws::new(run.seed, *replication, 0);
        streams.iter().map(|stream| count(desk, stream, draws)).sum::<u64>() as f64 - expected
    };
    Some(replications.par_iter().map(came).collect())
}

fn count(desk: &DeskPlan, stream: &StreamPlan, draws: Draws) -> u64 {
    let mut walk = Arrivals::new(stream, draws);
    let mut count = 0;
    while let Some((at, _)) = walk.next(stream) {
        if at >= desk.to {
            break;
        }
        count += u64::from(at >= desk.from);
    }
    count
}

/// What the control did for a metric: for the verdict.
pub fn words(variant: &str, metric: &str, plain: Option<f64>, controlled: &Controlled) -> String {
    let share = plain
        .zip(controlled.interval.half_width())
        .map_or(String::new(), |(before, after)| format!(", {:.0} % of what it would be", after / before * 100.0));
    format!("{variant}, {metric}: variance times {:.2}{share}", controlled.variance_ratio)
}
