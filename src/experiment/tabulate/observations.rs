//! Integers of replications, and the observations that intervals are made of.

use std::collections::BTreeMap;

use crate::facts::Channel;
use crate::statistics::Pair;

use super::super::assemble::Assembly;
use super::super::cost::Exchange;
use super::super::fleet::Spread;
use super::super::metrics::{self, Value};
use super::super::replicate::Chunk;
use super::Source;

/// Values of all replications of a variant: `values[replication][metric]`.
pub type Matrix = Vec<Vec<Value>>;

/// Metrics of every variant and replication.
pub fn matrices(source: &Source) -> Vec<Matrix> {
    let exchange = Exchange(&source.scenario.currencies);
    let of = |assembly: &Assembly, chunks: &[Chunk]| -> Matrix {
        chunks.iter().map(|chunk| metrics::of_replication(assembly, chunk, &exchange, source.months)).collect()
    };
    source.variants().map(|(_, assembly, chunks)| of(assembly, chunks)).collect()
}

/// Observations of all variants: contrasts of groups of desks, or replications.
#[derive(Debug, Default)]
pub struct Observations {
    /// By variant: what its own intervals are made of.
    pub own: Vec<Matrix>,
    /// By variant: over as many groups of desks as in each other; none if it has no interval over desks.
    common: Vec<Option<Matrix>>,
    /// By variant: replications.
    replications: Vec<Matrix>,
}

impl Observations {
    /// Observations of these variants that can be paired: over desks if all of them have such, else replications.
    pub fn paired(&self, variants: &[usize]) -> Vec<&Matrix> {
        let over_desks: Option<Vec<&Matrix>> = variants.iter().map(|variant| self.common[*variant].as_ref()).collect();
        over_desks.unwrap_or_else(|| variants.iter().map(|variant| &self.replications[*variant]).collect())
    }
}

/// The matrices of replications as observations.
pub fn observations(source: &Source, matrices: Vec<Matrix>) -> Observations {
    let replications: Vec<Matrix> = matrices.into_iter().map(|matrix| pooled(source, matrix)).collect();
    let (mut own, mut common) = (Vec::new(), Vec::new());
    for (variant, assembly) in source.assemblies.iter().enumerate() {
        let (Some(spread), Some(joined)) = (source.spread(variant), &source.common[variant]) else {
            own.push(replications[variant].clone());
            common.push(None);
            continue;
        };
        let groups = of_groups(source, variant, assembly);
        let rows = rows(spread, &groups);
        common.push(Some(if joined == spread { rows.clone() } else { self::rows(joined, &groups) }));
        own.push(rows);
    }
    Observations { own, common, replications }
}

/// Values of all groups of desks of a variant.
fn of_groups(source: &Source, variant: usize, assembly: &Assembly) -> Matrix {
    let exchange = Exchange(&source.scenario.currencies);
    let groups = source.observed(variant);
    groups.iter().map(|chunk| metrics::of_replication(assembly, chunk, &exchange, source.months)).collect()
}

/// Values of groups as observations.
fn rows(spread: &Spread, groups: &Matrix) -> Matrix {
    let Some(first) = groups.first() else { return Matrix::new() };
    let columns = first.iter().enumerate().map(|(column, value)| spread.rows(value.joined, &pairs(groups, column)));
    let columns: Vec<Vec<Pair>> = columns.collect();
    let row = |row: usize| {
        let cells = first.iter().zip(&columns);
        cells.map(|(value, rows)| Value { numerator: rows[row].0, denominator: rows[row].1, ..value.clone() }).collect()
    };
    (0..spread.contrasts() + 1).map(row).collect()
}

/// Observations of what one channel of a variant has.
pub(super) fn of_channel(source: &Source, variant: usize, channel: Channel) -> Matrix {
    let assembly = &source.assemblies[variant];
    let of = |chunk: &&Chunk| metrics::of_channel(assembly, chunk, channel);
    let values: Matrix = source.observed(variant).iter().map(of).collect();
    match source.spread(variant) {
        Some(spread) => rows(spread, &values),
        None => pooled(source, values),
    }
}

/// The rows of a matrix as observations: replications that share strata are one, its sums over them. A block that is not whole
/// is left out, so that each has all strata.
fn pooled(source: &Source, matrix: Matrix) -> Matrix {
    if source.scenario.run.strata == 1 {
        return matrix;
    }
    let join = |mut sum: Vec<Value>, next: &Vec<Value>| {
        for (sum, next) in sum.iter_mut().zip(next) {
            sum.numerator += next.numerator;
            sum.denominator += next.denominator;
        }
        sum
    };
    let block = |rows: Vec<usize>| rows[1..].iter().fold(matrix[rows[0]].clone(), |sum, row| join(sum, &matrix[*row]));
    blocks(source).into_iter().map(block).collect()
}

/// Places of the replications of each whole block of strata.
pub(super) fn blocks(source: &Source) -> Vec<Vec<usize>> {
    let size = source.scenario.run.strata;
    let mut blocks: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, replication) in source.results.replications.iter().enumerate() {
        blocks.entry(replication / size).or_default().push(place);
    }
    blocks.into_values().filter(|rows| rows.len() == size as usize).collect()
}

/// Sums over the blocks of strata of something that replications have.
pub fn pooled_sums(source: &Source, values: &[f64]) -> Vec<f64> {
    blocks(source).iter().map(|rows| rows.iter().map(|row| values[*row]).sum()).collect()
}

/// One column of a matrix.
pub(super) fn pairs(matrix: &Matrix, column: usize) -> Vec<Pair> {
    matrix.iter().map(|row| (row[column].numerator, row[column].denominator)).collect()
}
