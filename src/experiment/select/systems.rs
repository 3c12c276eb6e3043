//! The variants of a scenario as systems.

use std::ops::Range;

use super::procedure::Systems;
use crate::experiment::assemble::Assembly;
use crate::experiment::best::GOALS;
use crate::experiment::cost::Exchange;
use crate::experiment::host::Host;
use crate::experiment::metrics::of_replication;
use crate::experiment::runner::{announce, run_all};
use crate::experiment::study::months;
use crate::scenario::Scenario;
use crate::statistics::Pair;
use crate::statistics::selection::Goal;

/// Variants, staffed and compiled, and the metric that decides.
pub struct Variants<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its variants.
    pub assemblies: &'a [Assembly],
    /// Name of the metric.
    pub metric: &'a str,
    /// Where they run.
    pub host: &'a Host<'a>,
}

/// Which end of a metric is good, if one is.
pub fn goal_of(metric: &str) -> Option<Goal> {
    GOALS.iter().find(|(name, _)| *name == metric).map(|(_, goal)| *goal)
}

impl Systems for Variants<'_> {
    fn count(&self) -> usize {
        self.assemblies.len()
    }

    fn sample(&mut self, systems: &[usize], replications: Range<u32>) -> Result<Vec<Vec<Pair>>, Vec<String>> {
        let run = &self.scenario.run;
        let wanted: Vec<&Assembly> = systems.iter().map(|system| &self.assemblies[*system]).collect();
        announce(&wanted, replications.clone(), self.host);
        let results = run_all(&wanted, run, run.seed, replications.clone(), self.host);
        let name = |variant: usize| &self.scenario.variants[systems[variant]].name;
        if !results.failures.is_empty() {
            let said = |f: &crate::experiment::runner::Failure| {
                format!("{}, replication {} (seed {}): {}", name(f.variant), f.replication, run.seed, f.message)
            };
            return Err(results.failures.iter().map(said).collect());
        }
        if !results.complete() {
            return Err(vec!["interrupted".into()]);
        }
        let (exchange, months) = (Exchange(&self.scenario.currencies), months(self.scenario));
        let mut all = Vec::new();
        for (variant, (assembly, chunks)) in wanted.iter().zip(&results.chunks).enumerate() {
            let of = |chunk| {
                let values = of_replication(assembly, chunk, &exchange, months);
                values.into_iter().find(|value| value.metric == self.metric).map(|v| (v.numerator, v.denominator))
            };
            let pairs: Option<Vec<Pair>> = chunks.iter().map(of).collect();
            all.push(pairs.ok_or_else(|| vec![format!("{} has no `{}`", name(variant), self.metric)])?);
        }
        Ok(all)
    }
}
