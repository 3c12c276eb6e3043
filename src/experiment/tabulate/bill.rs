//! What the platform bills, line by line.

use std::collections::BTreeMap;

use crate::scenario::Run;
use crate::statistics::Pair;
use crate::table::*;
use crate::tariff;

use super::super::assemble::{Assembly, rules_in};
use super::super::breakeven::scale;
use super::super::metrics::Joined;
use super::super::store::reads_price;
use super::Source;

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
