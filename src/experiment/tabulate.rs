//! From chunks to tables: every number with its interval.

use std::collections::BTreeMap;

use crate::desk::ledger::{HOURS, HourSums};
use crate::facts::Channel;
use crate::scenario::{Run, Scenario};
use crate::statistics::{
    self, Interval, Pair, PairedDifference, Reading, paired_controlled, ratio_controlled, wait_quantile_s,
};
use crate::table::*;
use crate::tariff;
use crate::units::{Currency, Money};

use super::assemble::{Assembly, rules_in};
use super::breakeven::{BreakEven, scale};
use super::cost::Exchange;
use super::fleet::Spread;
use super::metrics::{self, Joined, Value};
use super::replicate::Chunk;
use super::runner::Results;
use super::store::reads_price;

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
    /// By variant: the spread between the desks of its fleet; empty if intervals are those of replications.
    pub spreads: Vec<Spread>,
}

impl<'a> Source<'a> {
    /// The source of a study, without controls.
    pub fn new(scenario: &'a Scenario, assemblies: &'a [Assembly], results: &'a Results, months: u32) -> Source<'a> {
        let averaged = assemblies.iter().any(|assembly| assembly.model.measures.mean_of_ratios);
        let plain = scenario.run.strata == 1 && !scenario.run.controls && !averaged;
        let sides = assemblies.iter().zip(&results.chunks).filter(|_| plain);
        let spreads: Option<Vec<Spread>> = sides.map(|(assembly, chunks)| Spread::of(assembly, chunks)).collect();
        let spreads = spreads.unwrap_or_default();
        // Observations are paired: all variants have as many.
        let alike = spreads.windows(2).all(|pair| pair[0].pairs() == pair[1].pairs());
        let spreads = if alike { spreads } else { Vec::new() };
        Source { scenario, assemblies, results, months, controls: Vec::new(), spreads }
    }

    /// What intervals of a variant are made of: groups of desks, or replications.
    pub(super) fn observed(&self, variant: usize) -> Vec<&'a Chunk> {
        let chunks = &self.results.chunks[variant];
        self.spreads.get(variant).map_or_else(|| chunks.iter().collect(), |spread| spread.groups(chunks))
    }

    /// Observations of the values of [`Source::observed`].
    fn rows(&self, variant: usize, joined: Joined, pairs: Vec<Pair>) -> Vec<Pair> {
        match self.spreads.get(variant) {
            None => pairs,
            Some(spread) => spread.rows(joined, &pairs),
        }
    }

    /// Ratio of means of the values of [`Source::observed`].
    pub(super) fn ratio(&self, variant: usize, joined: Joined, pairs: Vec<Pair>) -> Option<Interval> {
        statistics::ratio(&self.rows(variant, joined, pairs), self.level())
    }

    /// The same of a share of trials.
    pub(super) fn share(&self, variant: usize, pairs: Vec<Pair>) -> Option<Interval> {
        statistics::share(&self.rows(variant, Joined::Ratio, pairs), self.level())
    }

    pub(super) fn level(&self) -> f64 {
        self.scenario.run.level
    }

    /// The control of a variant, if it has one.
    pub fn control(&self, variant: usize) -> Option<&[f64]> {
        self.controls.get(variant)?.as_deref()
    }

    fn currency(&self) -> Currency {
        self.scenario.currencies.report
    }

    /// (variant name, its assembly, its chunks)
    pub(super) fn variants(&self) -> impl Iterator<Item = (&str, &Assembly, &[Chunk])> {
        let names = self.scenario.variants.iter().map(|variant| variant.name.as_str());
        names.zip(self.assemblies).zip(&self.results.chunks).map(|((n, a), c)| (n, a, c.as_slice()))
    }
}

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

/// The matrices as observations: pairs of groups of desks, or replications.
pub fn observations(source: &Source, matrices: Vec<Matrix>) -> Vec<Matrix> {
    if source.spreads.is_empty() {
        return matrices.into_iter().map(|matrix| pooled(source, matrix)).collect();
    }
    let exchange = Exchange(&source.scenario.currencies);
    let of = |(variant, assembly): (usize, &Assembly)| -> Matrix {
        let groups = source.observed(variant);
        let groups: Matrix =
            groups.iter().map(|chunk| metrics::of_replication(assembly, chunk, &exchange, source.months)).collect();
        let Some(first) = groups.first() else { return Matrix::new() };
        let columns =
            first.iter().enumerate().map(|(column, value)| source.rows(variant, value.joined, pairs(&groups, column)));
        let columns: Vec<Vec<Pair>> = columns.collect();
        let row = |row: usize| {
            let cells = first.iter().zip(&columns);
            cells
                .map(|(value, rows)| Value { numerator: rows[row].0, denominator: rows[row].1, ..value.clone() })
                .collect()
        };
        (0..source.spreads[variant].pairs() + 1).map(row).collect()
    };
    source.assemblies.iter().enumerate().map(of).collect()
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
fn blocks(source: &Source) -> Vec<Vec<usize>> {
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

/// Channel word of a variant's first channel.
pub fn channel_word(assembly: &Assembly) -> &'static str {
    match assembly.model.channel {
        Channel::Messages => "messages",
        Channel::Phone => "phone",
    }
}

/// `summary`.
pub fn summary(source: &Source, matrices: &[Matrix], break_even: &[Option<BreakEven>]) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    for (index, (name, assembly, chunks)) in source.variants().enumerate() {
        let average = if assembly.model.measures.mean_of_ratios { mean_of_ratios } else { of_shares };
        // A mean of each one's share has no control of its own.
        let control = source.control(index).filter(|_| !assembly.model.measures.mean_of_ratios);
        let mut values = ratios(&matrices[index], source.level(), average, control);
        values.extend(quantiles(source, index, assembly, chunks));
        if let Some(points) = &break_even[index] {
            let handling = mean_handling(assembly);
            values.extend(points.wage.map(|i| ("break_even_wage".to_string(), scale(i, 1.0))));
            values.extend(points.handling_factor.map(|i| ("break_even_handling".to_string(), scale(i, handling))));
        }
        for channel in ["all", channel_word(assembly)] {
            for (metric, value) in &values {
                let unit = unit(metric, source.currency());
                rows.push(SummaryRow { variant: name.into(), channel, metric: metric.clone(), unit, value: *value });
            }
        }
    }
    rows
}

fn unit(metric: &str, currency: Currency) -> String {
    crate::table::metric(metric).map_or(String::new(), |metric| metric.unit.text(currency))
}

fn scale_of(metric: &str) -> f64 {
    crate::table::metric(metric).map_or(1.0, |metric| metric.scale)
}

/// Mean work of a turn over reasons, weighted equally, s: what the break-even factor multiplies.
fn mean_handling(assembly: &Assembly) -> f64 {
    let reasons = &assembly.desk.reasons;
    reasons.iter().map(|reason| reason.handling.mean_us()).sum::<f64>() / 1e6 / reasons.len().max(1) as f64
}

/// Ratio of means of each metric with its interval; metrics that are shares of trials by the rule for shares.
fn ratios(
    matrix: &Matrix,
    level: f64,
    average: fn(&[Pair], f64) -> Option<statistics::Interval>,
    control: Option<&[f64]>,
) -> Vec<(String, Estimate)> {
    let Some(first) = matrix.first() else { return Vec::new() };
    let mut values = Vec::new();
    for (column, value) in first.iter().enumerate() {
        let pairs = pairs(matrix, column);
        let is_share = crate::table::metric(&value.metric).is_some_and(|m| m.unit == Unit::Share);
        let counts = is_share && pairs.iter().all(|(n, d)| 0 <= *n && n <= d);
        let plain = if counts { average(&pairs, level) } else { statistics::ratio(&pairs, level) };
        let controlled = control.filter(|_| varies(&pairs)).and_then(|c| ratio_controlled(&pairs, &[c], level));
        let interval = controlled.map(|controlled| within(controlled.interval, counts)).or(plain);
        if let Some(interval) = interval {
            values.push((value.metric.clone(), scale(interval, scale_of(&value.metric))));
        }
    }
    values
}

/// Is it neither the same in all replications nor a share of none or of all?
fn varies(pairs: &[Pair]) -> bool {
    pairs.iter().any(|(n, d)| *n != 0 && n != d) && pairs.iter().any(|pair| *pair != pairs[0])
}

/// A share stays between 0 and 1.
fn within(interval: Interval, share: bool) -> Interval {
    let inside = |bound: f64| if share { bound.clamp(0.0, 1.0) } else { bound };
    Interval { lower: interval.lower.map(inside), upper: interval.upper.map(inside), ..interval }
}

/// The share of all: replications with more turns weigh more.
fn of_shares(pairs: &[Pair], level: f64) -> Option<statistics::Interval> {
    statistics::share(pairs, level)
}

/// The mean of each replication's share; replications without any turn have none.
pub(super) fn mean_of_ratios(pairs: &[Pair], level: f64) -> Option<statistics::Interval> {
    let shares: Vec<f64> = pairs.iter().filter(|(_, d)| *d != 0).map(|(n, d)| *n as f64 / *d as f64).collect();
    statistics::student(&shares, level)
}

fn pairs(matrix: &Matrix, column: usize) -> Vec<Pair> {
    matrix.iter().map(|row| (row[column].numerator, row[column].denominator)).collect()
}

fn quantiles(source: &Source, variant: usize, assembly: &Assembly, chunks: &[Chunk]) -> Vec<(String, Estimate)> {
    let wanted = [("response_median", 0.5), ("response_p90", 0.9), ("response_p95", 0.95)];
    if let Some(spread) = source.spreads.get(variant) {
        let groups = source.observed(variant);
        let histograms: Vec<_> = groups.iter().map(|c| metrics::first_channel(assembly, c).histogram.clone()).collect();
        let variance = |values: &[f64]| spread.variance(values);
        let of = |p| statistics::wait_quantile_by(&histograms, p, source.level(), spread.pairs(), &variance);
        return wanted.into_iter().filter_map(|(name, p)| Some((name.to_string(), scale(of(p)?, 1.0)))).collect();
    }
    let level = source.level();
    let of = |place: usize| metrics::first_channel(assembly, &chunks[place]).histogram.clone();
    let joined = |rows: &Vec<usize>| {
        rows[1..].iter().fold(of(rows[0]), |mut sum, row| {
            sum.merge(&of(*row));
            sum
        })
    };
    let histograms: Vec<_> = blocks(source).iter().map(joined).collect();
    let found = wanted.into_iter().filter_map(|(name, p)| {
        wait_quantile_s(&histograms, p, level).map(|interval| (name.to_string(), scale(interval, 1.0)))
    });
    found.collect()
}

/// `replications`.
pub fn replications(source: &Source, matrices: &[Matrix]) -> Vec<ReplicationRow> {
    let mut rows = Vec::new();
    for ((name, assembly, _), matrix) in source.variants().zip(matrices) {
        for channel in ["all", channel_word(assembly)] {
            for (replication, values) in source.results.replications.iter().zip(matrix) {
                rows.extend(values.iter().map(|value| ReplicationRow {
                    variant: name.into(),
                    replication: *replication,
                    channel,
                    metric: value.metric.clone(),
                    unit: unit(&value.metric, source.currency()),
                    numerator: value.numerator,
                    denominator: value.denominator,
                }));
            }
        }
    }
    rows
}

/// `comparison`: every variant against the baseline, paired.
pub fn comparison(source: &Source, matrices: &[Matrix], summary: &[SummaryRow]) -> Vec<ComparisonRow> {
    let baseline = source.scenario.baseline;
    let names: Vec<&str> = source.variants().map(|(name, ..)| name).collect();
    let find = |variant: &str, metric: &str| {
        summary.iter().find(|r| r.variant == variant && r.metric == metric && r.channel == "all").map(|r| r.value)
    };
    let mut rows = Vec::new();
    for (index, matrix) in matrices.iter().enumerate().filter(|(index, _)| *index != baseline) {
        let Some(first) = matrix.first() else { continue };
        for (column, value) in first.iter().enumerate() {
            let other = matrices[baseline].first().and_then(|row| row.iter().position(|v| v.metric == value.metric));
            let Some(other) = other else { continue };
            let common: Vec<(Pair, Pair)> =
                pairs(matrix, column).into_iter().zip(pairs(&matrices[baseline], other)).collect();
            let (Some(paired), Some(own), Some(reference)) = (
                paired(source, &common, [index, baseline]),
                find(names[index], &value.metric),
                find(names[baseline], &value.metric),
            ) else {
                continue;
            };
            rows.push(ComparisonRow {
                variant: names[index].into(),
                baseline: names[baseline].into(),
                metric: value.metric.clone(),
                unit: unit(&value.metric, source.currency()),
                value: own,
                reference,
                difference: scale(paired.difference, scale_of(&value.metric)),
                reading: paired.reading.as_str(),
                variance_ratio: paired.variance_ratio,
            });
        }
    }
    rows
}

/// The paired difference of two variants (variant, baseline), with their controls taken into account.
fn paired(source: &Source, common: &[(Pair, Pair)], sides: [usize; 2]) -> Option<PairedDifference> {
    let plain = statistics::paired(common, source.level())?;
    let mut controls: Vec<&[f64]> = Vec::new();
    for control in sides.iter().filter_map(|side| source.control(*side)) {
        if !controls.contains(&control) {
            controls.push(control);
        }
    }
    let controlled = Some(&controls).filter(|c| !c.is_empty() && plain.variance_ratio.is_some());
    let controlled = controlled.and_then(|controls| paired_controlled(common, controls, source.level()));
    Some(controlled.map_or(plain, |controlled| {
        let difference = controlled.interval;
        PairedDifference { difference, reading: Reading::of(&difference), ..plain }
    }))
}

/// `by_country`.
pub fn by_country(source: &Source) -> Vec<CountryRow> {
    let exchange = Exchange(&source.scenario.currencies);
    let code = source.currency().code().to_string();
    let mut rows = Vec::new();
    for (variant, (name, assembly, _)) in source.variants().enumerate() {
        let chunks = source.observed(variant);
        let book = &assembly.model.book;
        let fees: Vec<Vec<(i128, i128)>> = chunks
            .iter()
            .map(|chunk| {
                let (Some(plan), Some(counts)) = (assembly.tariffs.first(), chunk.bills.first()) else {
                    return vec![(0, 0); book.countries.len()];
                };
                let by_country = tariff::price_by_country(plan, book, counts);
                let money = |nanos| exchange.nanos(Money { nanos, currency: plan.currency() });
                by_country.iter().map(|fee| (money(fee.amount), i128::from(fee.charged))).collect()
            })
            .collect();
        for (index, country) in book.countries.iter().enumerate() {
            let count = |part: &dyn Fn(usize) -> (i128, i128)| -> Vec<Pair> { (0..chunks.len()).map(part).collect() };
            let tally = |r: usize| &chunks[r].tally.countries[index];
            let (total, ratio) = (Joined::Total, Joined::Ratio);
            let metrics: [(&str, &str, f64, Joined, Vec<Pair>); 6] = [
                ("contacts", "contacts", 1.0, total, count(&|r| (tally(r).contacts.into(), 1))),
                ("resolved", "contacts", 1.0, total, count(&|r| (tally(r).resolved.into(), 1))),
                ("messages_out", "messages", 1.0, total, count(&|r| (tally(r).messages_out.into(), 1))),
                ("messages_charged", "messages", 1.0, total, count(&|r| (fees[r][index].1, 1))),
                ("fee", &code, 1e-9, total, count(&|r| (fees[r][index].0, 1))),
                ("mean_wait", "s", 1e-6, ratio, count(&|r| (tally(r).wait.into(), tally(r).answered.into()))),
            ];
            for (metric, unit, factor, joined, pairs) in metrics {
                if let Some(interval) = source.ratio(variant, joined, pairs) {
                    rows.push(CountryRow {
                        variant: name.into(),
                        country: country.clone(),
                        metric: metric.into(),
                        unit: unit.into(),
                        value: scale(interval, factor),
                    });
                }
            }
        }
    }
    rows
}

/// `by_hour`: the mean week.
pub fn by_hour(source: &Source) -> Vec<HourRow> {
    type Part = fn(&HourSums) -> (i64, i64);
    let (total, ratio) = (Joined::Total, Joined::Ratio);
    let metrics: [(&str, &str, f64, Joined, Part); 5] = [
        ("arrivals", "turns/h", 3.6e9, total, |h| (h.arrivals, h.span)),
        ("queue", "turns", 1.0, total, |h| (h.queue, h.span)),
        ("busy", "agents", 1.0, total, |h| (h.busy, h.span)),
        ("on_duty", "agents", 1.0, total, |h| (h.staffed, h.span)),
        ("wait", "s", 1e-6, ratio, |h| (h.wait, h.answered)),
    ];
    let mut rows = Vec::new();
    for (variant, (name, ..)) in source.variants().enumerate() {
        let chunks = source.observed(variant);
        for hour in 0..HOURS {
            for (metric, unit, factor, joined, part) in metrics {
                let pairs: Vec<Pair> = chunks
                    .iter()
                    .map(|chunk| part(&chunk.desk.staff.hours[hour]))
                    .map(|(n, d)| (n.into(), d.into()))
                    .collect();
                if let Some(interval) = source.ratio(variant, joined, pairs) {
                    rows.push(HourRow {
                        variant: name.into(),
                        hour: hour as u16,
                        metric: metric.into(),
                        unit: unit.into(),
                        value: scale(interval, factor),
                    });
                }
            }
        }
    }
    rows
}

/// `response_times`: share of answered turns by wait.
pub fn response_times(source: &Source) -> Vec<ResponseRow> {
    let mut rows = Vec::new();
    for (variant, (name, assembly, _)) in source.variants().enumerate() {
        let chunks = source.observed(variant);
        let histograms: Vec<_> = chunks.iter().map(|c| &metrics::first_channel(assembly, c).histogram).collect();
        let totals: Vec<i128> = histograms.iter().map(|h| i128::from(h.count())).collect();
        let most = histograms.iter().map(|h| h.bins().count()).max().unwrap_or(0);
        let bins: Vec<Vec<_>> = histograms.iter().map(|h| h.bins().collect()).collect();
        let mut below = vec![0i128; chunks.len()];
        for index in 0..most {
            let Some(edges) = bins.iter().find_map(|bins| bins.get(index)) else { continue };
            let counts: Vec<i128> =
                bins.iter().map(|bins| bins.get(index).map_or(0, |bin| i128::from(bin.count))).collect();
            below.iter_mut().zip(&counts).for_each(|(sum, count)| *sum += count);
            if counts.iter().all(|count| *count == 0) {
                continue;
            }
            let of =
                |counts: &[i128]| source.share(variant, counts.iter().copied().zip(totals.iter().copied()).collect());
            if let (Some(share), Some(cumulative)) = (of(&counts), of(&below)) {
                rows.push(ResponseRow {
                    variant: name.into(),
                    channel: channel_word(assembly),
                    from_s: edges.lower_us as f64 / 1e6,
                    to_s: edges.upper_us as f64 / 1e6,
                    share: scale(share, 1.0),
                    cumulative: scale(cumulative, 1.0),
                });
            }
        }
    }
    rows
}

/// `answers_by_age`.
pub fn answers_by_age(source: &Source) -> Vec<AgeRow> {
    let mut rows = Vec::new();
    for (variant, (name, assembly, _)) in source.variants().enumerate() {
        let chunks = source.observed(variant);
        for (place, plan) in assembly.tariffs.iter().enumerate() {
            for hours in 0..tariff::AGE_BINS {
                for kind in ["free", "billed"] {
                    let pairs: Vec<Pair> = chunks
                        .iter()
                        .map(|chunk| {
                            let counts = &chunk.bills[place];
                            let bins = if kind == "free" { counts.free_by_age() } else { counts.billed_by_age() };
                            (i128::from(bins[hours]), 1)
                        })
                        .collect();
                    if pairs.iter().all(|(count, _)| *count == 0) {
                        continue;
                    }
                    if let Some(interval) = source.ratio(variant, Joined::Total, pairs) {
                        rows.push(AgeRow {
                            variant: name.into(),
                            tariff: plan.name().into(),
                            hours: hours as u16,
                            kind,
                            messages: scale(interval, 1.0),
                        });
                    }
                }
            }
        }
    }
    rows
}

/// Would the desk have behaved the same with this tariff in force? Only if what it reads of the two is the same.
fn behaviour(assembly: &Assembly, run: &Run, place: usize) -> &'static str {
    let rules = rules_in(&assembly.model, &assembly.tariffs[place], run);
    let reads_price = reads_price(&assembly.model);
    let same = rules.alike(&assembly.rules, |own, theirs| {
        own.promotion == theirs.promotion
            && own.contact_before == theirs.contact_before
            && own.window == theirs.window
            && (!reads_price
                || (own.late_price == theirs.late_price
                    && own.answer_price == theirs.answer_price
                    && own.free_answers == theirs.free_answers))
    });
    if place == 0 || same { "own" } else { "behaviour held fixed" }
}

/// `bill`: the lines of all replications, joined by what identifies a line.
pub fn bill(source: &Source) -> Vec<BillRow> {
    let mut rows = Vec::new();
    for (variant, (name, assembly, _)) in source.variants().enumerate() {
        let chunks = source.observed(variant);
        let in_force = assembly.tariffs.first().map_or("", |plan| plan.name());
        for (place, plan) in assembly.tariffs.iter().enumerate() {
            let bills: Vec<tariff::Bill> =
                chunks.iter().map(|c| tariff::price(plan, &assembly.model.book, &c.bills[place])).collect();
            let mut lines: BTreeMap<Vec<String>, (tariff::Line, Vec<[i128; 3]>)> = BTreeMap::new();
            for (replication, bill) in bills.into_iter().enumerate() {
                for line in bill.lines {
                    let key = [&line.month, &line.business, &line.account, &line.number, &line.market]
                        .into_iter()
                        .chain([&line.category, &line.rule, &line.tier, &line.basis])
                        .cloned()
                        .chain([format!("{:?}", line.rate)])
                        .collect();
                    let sums = [i128::from(line.messages), i128::from(line.charged), line.amount];
                    let entry = lines.entry(key).or_insert_with(|| (line, vec![[0; 3]; chunks.len()]));
                    entry.1[replication] = sums;
                }
            }
            rows.extend(lines.into_values().map(|(line, sums)| {
                let estimate = |part: usize, unit: f64| -> Estimate {
                    let pairs: Vec<Pair> = sums.iter().map(|sums| (sums[part], 1)).collect();
                    source.ratio(variant, Joined::Total, pairs).map_or(Estimate::default(), |i| scale(i, unit))
                };
                BillRow {
                    variant: name.into(),
                    tariff: plan.name().into(),
                    in_force: in_force.into(),
                    behaviour: behaviour(assembly, &source.scenario.run, place),
                    messages: estimate(0, 1.0),
                    charged: estimate(1, 1.0),
                    amount: estimate(2, 1e-9),
                    month: line.month,
                    business: line.business,
                    account: line.account,
                    number: line.number,
                    market: line.market,
                    category: line.category,
                    rule: line.rule,
                    tier: line.tier,
                    rate: line.rate,
                    basis: line.basis,
                    currency: plan.currency(),
                }
            }));
        }
    }
    rows
}
