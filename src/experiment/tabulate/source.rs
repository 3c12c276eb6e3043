//! What tables are made from, and what their intervals are taken over.

use crate::scenario::Scenario;
use crate::statistics::{self, Interval, Pair};
use crate::units::Currency;

use super::super::assemble::Assembly;
use super::super::fleet::Spread;
use super::super::metrics::Joined;
use super::super::replicate::Chunk;
use super::super::runner::Results;

/// Everything tables are made from.
pub struct Source<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its variants, compiled.
    pub assemblies: &'a [Assembly],
    /// Finished replications.
    pub results: &'a Results,
    /// Calendar months that the run touches.
    pub months: u32,
    /// By variant: contacts beside those expected, one a row of its pooled matrix; none where they are no control.
    pub controls: Vec<Option<Vec<f64>>>,
    /// May intervals be those over desks? Not where the scenario asks for another estimate.
    pub over_desks: bool,
    /// By variant: the spread between the desks of its fleet; none if its intervals are those of replications.
    pub spreads: Vec<Option<Spread>>,
    /// The same with as many groups of desks in each, so that variants can be paired.
    pub common: Vec<Option<Spread>>,
}

impl<'a> Source<'a> {
    /// The source of a study, without controls.
    pub fn new(scenario: &'a Scenario, assemblies: &'a [Assembly], results: &'a Results, months: u32) -> Source<'a> {
        let averaged = assemblies.iter().any(|assembly| assembly.model.measures.mean_of_ratios);
        let over_desks = scenario.run.strata == 1 && !scenario.run.controls && !averaged;
        let of = |(assembly, chunks): (&Assembly, &Vec<Chunk>)| Spread::of(assembly, chunks).filter(|_| over_desks);
        let spreads: Vec<Option<Spread>> = assemblies.iter().zip(&results.chunks).map(of).collect();
        let known: Vec<&Spread> = spreads.iter().flatten().collect();
        let mut paired = Spread::in_common(&known).into_iter();
        let common = spreads.iter().map(|own| own.as_ref().and_then(|_| paired.next())).collect();
        Source { scenario, assemblies, results, months, controls: Vec::new(), over_desks, spreads, common }
    }

    /// The spread of a variant, if its intervals are over desks.
    pub(in crate::experiment) fn spread(&self, variant: usize) -> Option<&Spread> {
        self.spreads.get(variant)?.as_ref()
    }

    /// What two variants are compared by: groups of desks if both have as many, else replications.
    pub(in crate::experiment) fn side_by_side(&self, sides: [usize; 2]) -> [Vec<&'a Chunk>; 2] {
        let groups =
            sides.map(|side| self.spread(side).and_then(|_| Some(self.results.chunks[side].first()?.groups.len())));
        let over_desks = groups[0] == groups[1] && groups[0].is_some();
        sides.map(|side| if over_desks { self.observed(side) } else { self.results.chunks[side].iter().collect() })
    }

    /// What intervals of a variant are made of: groups of desks, or replications.
    pub(in crate::experiment) fn observed(&self, variant: usize) -> Vec<&'a Chunk> {
        let chunks = &self.results.chunks[variant];
        self.spread(variant).map_or_else(|| chunks.iter().collect(), |spread| spread.groups(chunks))
    }

    /// Observations of the values of [`Source::observed`].
    pub(super) fn rows(&self, variant: usize, joined: Joined, pairs: Vec<Pair>) -> Vec<Pair> {
        match self.spread(variant) {
            None => pairs,
            Some(spread) => spread.rows(joined, &pairs),
        }
    }

    /// Ratio of means of the values of [`Source::observed`].
    pub(in crate::experiment) fn ratio(&self, variant: usize, joined: Joined, pairs: Vec<Pair>) -> Option<Interval> {
        let none_negative = pairs.iter().all(|(n, d)| *n >= 0 && *d >= 0);
        let interval = statistics::ratio(&self.rows(variant, joined, pairs), self.level())?;
        Some(if none_negative { interval.at_least_zero() } else { interval })
    }

    /// The same of a share of trials.
    pub(in crate::experiment) fn share(&self, variant: usize, pairs: Vec<Pair>) -> Option<Interval> {
        statistics::share(&self.rows(variant, Joined::Ratio, pairs), self.level())
    }

    pub(in crate::experiment) fn level(&self) -> f64 {
        self.scenario.run.level
    }

    /// The control of a variant, if it has one.
    pub fn control(&self, variant: usize) -> Option<&[f64]> {
        self.controls.get(variant)?.as_deref()
    }

    pub(super) fn currency(&self) -> Currency {
        self.scenario.currencies.report
    }

    /// (variant name, its assembly, its chunks)
    pub(in crate::experiment) fn variants(&self) -> impl Iterator<Item = (&str, &Assembly, &[Chunk])> {
        let names = self.scenario.variants.iter().map(|variant| variant.name.as_str());
        names.zip(self.assemblies).zip(&self.results.chunks).map(|((n, a), c)| (n, a, c.as_slice()))
    }
}

/// Channel word of a variant's first channel.
pub fn channel_word(assembly: &Assembly) -> &'static str {
    assembly.model.channel.word()
}
