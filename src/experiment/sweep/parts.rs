//! Points that are fleets: their intervals are made of groups of desks, as those of `run` are.

use crate::scenario::Scenario;
use crate::statistics::{Histogram, Pair, wait_quantile_by};
use crate::table::Estimate;

use super::super::breakeven::scale;
use super::super::cost::Exchange;
use super::super::fleet::{Spread, without_interval};
use super::super::metrics::{self, Joined, Value};
use super::super::replicate::Chunk;
use super::answers::{Asked, Beside, Cell};
use super::groups::{Groups, Shared};

/// A metric in the groups of one replication.
type Column = Option<(Joined, Vec<Pair>)>;

/// What the groups of desks came to in one replication of one desk.
pub(super) struct Parts {
    spread: Spread,
    /// `columns[seat][metric]`.
    columns: Vec<Vec<Column>>,
    /// By group, if quantiles are asked for.
    waits: Vec<Histogram>,
}

/// May intervals be those over desks? As in a study: not where a scenario asks for another estimate.
pub(super) fn wanted(base: &Scenario) -> bool {
    let averaged = base.variants.iter().any(|variant| variant.model.measures.mean_of_ratios);
    base.run.strata == 1 && !base.run.controls && !averaged
}

impl Parts {
    /// The groups of a replication if its desk is a fleet, or why it has none.
    pub(super) fn of(
        desk: &Shared,
        groups: &Groups,
        asked: &Asked,
        chunks: &[Chunk],
        months: u32,
    ) -> Option<Result<Parts, String>> {
        let first = &desk.seats[0].assembly;
        let Some(spread) = Spread::of(first, &chunks[..1]) else {
            return Some(Err(without_interval(first.fleet.as_ref()?, chunks.first()?)));
        };
        let seats = desk.seats.iter().zip(&desk.chunk_of);
        let columns = seats.map(|(seat, chunk)| {
            let exchange = Exchange(&groups.currencies[seat.point]);
            let of = |group: &Chunk| metrics::named(&seat.assembly, group, &exchange, months, &asked.metrics);
            let values: Vec<Vec<Value>> = chunks[*chunk].groups.iter().map(of).collect();
            asked.metrics.iter().map(|metric| column(&values, metric.name)).collect()
        });
        let columns = columns.collect();
        let histogram = |group: &Chunk| metrics::Turns::of_all(first, group).waits.histogram.clone();
        let waits = if asked.waits() { chunks[0].groups.iter().map(histogram).collect() } else { Vec::new() };
        Some(Ok(Parts { spread, columns, waits }))
    }
}

/// The spread of a fleet for its own intervals, and the one for its differences from others.
pub(super) type Spreads = (Spread, Spread);

/// Both of each desk whose groups are known in all replications.
pub(super) fn spreads<'a>(desks: impl Iterator<Item = Option<Vec<&'a Parts>>>) -> Vec<Option<Spreads>> {
    let own: Vec<Option<Spread>> = desks.map(|parts| alike(&parts?)).collect();
    let mut common = Spread::in_common(&own.iter().flatten().collect::<Vec<_>>()).into_iter();
    let both = |own: Option<Spread>| own.and_then(|own| Some((own, common.next()?)));
    own.into_iter().map(both).collect()
}

/// The spread over replications whose groups are the same.
fn alike(replications: &[&Parts]) -> Option<Spread> {
    let (first, others) = replications.split_first()?;
    let same = others.iter().all(|parts| parts.spread == first.spread);
    same.then(|| first.spread.over(replications.len()))
}

fn column(groups: &[Vec<Value>], name: &str) -> Column {
    let values: Option<Vec<&Value>> = groups.iter().map(|own| own.iter().find(|v| v.metric == name)).collect();
    let values = values?;
    Some((values.first()?.joined, values.iter().map(|value| (value.numerator, value.denominator)).collect()))
}

/// The cells of all seats of a desk from its replications, in order.
pub(super) fn cells(replications: &[&Parts], (spread, common): &Spreads, asked: &Asked) -> Vec<Cell> {
    let Some(first) = replications.first() else { return Vec::new() };
    let histograms: Vec<Histogram> = replications.iter().flat_map(|parts| parts.waits.clone()).collect();
    let quantiles: Vec<Option<Estimate>> =
        asked.metrics.iter().map(|m| quantile(m, spread, &histograms, asked)).collect();
    let rows = |spread: &Spread, seat: usize, metric: usize| -> Vec<Pair> {
        let columns: Option<Vec<_>> = replications.iter().map(|parts| parts.columns[seat][metric].as_ref()).collect();
        let columns = columns.unwrap_or_default();
        let Some((joined, _)) = columns.first() else { return Vec::new() };
        let groups: Vec<Pair> = columns.iter().flat_map(|(_, groups)| groups.iter().copied()).collect();
        spread.rows(*joined, &groups)
    };
    let all =
        |spread: &Spread, seat: usize| (0..asked.metrics.len()).map(|metric| rows(spread, seat, metric)).collect();
    let cell = |seat: usize| {
        let beside = Beside { desks: all(common, seat), replications: Vec::new() };
        Cell { pairs: all(spread, seat), beside: Some(beside), quantiles: quantiles.clone() }
    };
    (0..first.columns.len()).map(cell).collect()
}

fn quantile(metric: &crate::table::Metric, spread: &Spread, groups: &[Histogram], asked: &Asked) -> Option<Estimate> {
    let p = Asked::quantile(metric)?;
    let variance = |values: &[f64]| spread.variance(values);
    wait_quantile_by(groups, p, asked.level, spread.contrasts(), &variance).map(|interval| scale(interval, 1.0))
}
