//! The same by country, hour of the week, waiting time, and age of the answered message.

use crate::desk::ledger::{HOURS, HourSums};
use crate::facts::Channel;
use crate::statistics::Pair;
use crate::table::*;
use crate::tariff;
use crate::units::Money;

use super::super::breakeven::scale;
use super::super::cost::Exchange;
use super::super::metrics::{self, Joined};
use super::Source;

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

/// `response_times`: share of answered turns by wait, for each channel on which any are.
pub fn response_times(source: &Source) -> Vec<ResponseRow> {
    let variants = source.variants().enumerate();
    let own = variants.flat_map(|(variant, (_, assembly, _))| {
        let channels = assembly.model.channels();
        channels.into_iter().flat_map(move |channel| times_on(source, variant, channel))
    });
    own.collect()
}

/// The same of one channel of a variant.
fn times_on(source: &Source, variant: usize, channel: Channel) -> Vec<ResponseRow> {
    let mut rows = Vec::new();
    let chunks = source.observed(variant);
    let turns: Vec<_> = chunks.iter().map(|chunk| metrics::Turns::of(chunk, &[channel])).collect();
    let histograms: Vec<_> = turns.iter().map(|turns| &turns.waits.histogram).collect();
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
        let of = |counts: &[i128]| source.share(variant, counts.iter().copied().zip(totals.iter().copied()).collect());
        if let (Some(share), Some(cumulative)) = (of(&counts), of(&below)) {
            rows.push(ResponseRow {
                variant: source.scenario.variants[variant].name.clone(),
                channel: channel.word(),
                from_s: edges.lower_us as f64 / 1e6,
                to_s: edges.upper_us as f64 / 1e6,
                share: scale(share, 1.0),
                cumulative: scale(cumulative, 1.0),
            });
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
