//! `by_template`: the desks of a fleet by what they were drawn from.

use crate::statistics::{self, Pair};
use crate::table::{Estimate, TemplateRow, Unit};

use super::breakeven::scale;
use super::cost::Exchange;
use super::fleet::Spread;
use super::metrics::{self, Joined, Value};
use super::replicate::Chunk;
use super::tabulate::Source;

/// Every metric of every template, and the number of its desks; empty without templates.
pub fn by_template(source: &Source) -> Vec<TemplateRow> {
    let mut rows = Vec::new();
    for (variant, (name, assembly, chunks)) in source.variants().enumerate() {
        let fleet = source.scenario.variants[variant].model.fleet.as_ref();
        let named = fleet.map_or(&[][..], |fleet| fleet.templates.as_slice());
        for (at, template) in named.iter().enumerate() {
            let mut add = |metric: &str, unit: String, value: Estimate| {
                let (variant, template) = (name.to_string(), template.name.clone());
                rows.push(TemplateRow { variant, template, metric: metric.to_string(), unit, value });
            };
            let desks: Vec<f64> = chunks.iter().map(|chunk| f64::from(chunk.templates[at].of.desks)).collect();
            // How many there are was drawn once for all replications: it is known.
            if let Some(count) = desks.first() {
                let level = source.level();
                let value =
                    Estimate { mean: *count, lower: Some(*count), upper: Some(*count), level, n: desks.len() as u32 };
                add("desks", "desks".into(), value);
            }
            let spread = Spread::of_template(at, chunks).filter(|_| source.over_desks);
            let parts: Vec<&Chunk> = match &spread {
                Some(spread) => spread.groups(chunks),
                None => chunks.iter().collect(),
            };
            let exchange = Exchange(&source.scenario.currencies);
            let of = |chunk: &&Chunk| {
                metrics::of_replication(&assembly.templates[at], &chunk.templates[at], &exchange, source.months)
            };
            let values: Vec<Vec<Value>> = parts.iter().map(of).collect();
            let Some(first) = values.first() else { continue };
            for (column, value) in first.iter().enumerate() {
                let pairs: Vec<Pair> =
                    values.iter().map(|row| (row[column].numerator, row[column].denominator)).collect();
                let rows = match &spread {
                    Some(spread) => spread.rows(value.joined, &pairs),
                    None => pairs,
                };
                let Some(metric) = crate::table::metric(&value.metric) else { continue };
                let share = metric.unit == Unit::Share && value.joined == Joined::Ratio;
                let counts = share && rows.iter().all(|(n, d)| 0 <= *n && n <= d);
                let level = source.level();
                let found = if counts { statistics::share(&rows, level) } else { statistics::ratio(&rows, level) };
                if let Some(interval) = found {
                    let unit = metric.unit.text(source.scenario.currencies.report);
                    add(metric.name, unit, scale(interval.of_amounts(&rows), metric.scale));
                }
            }
        }
    }
    rows
}
