//! Would a scenario start? What only compilation can tell, without a trial.

use rayon::prelude::*;

use crate::scenario::{Model, Scenario, Staff, Variant};

use super::assemble::{Assembly, assemble};
use super::cost::Exchange;

/// Why variants that are right as files cannot be simulated; empty if all can. Staff that a promise asks for is taken as one head
/// in its open hours: how many it needs only trials can tell.
pub fn refusals(scenario: &Scenario) -> Vec<String> {
    let of = |variant: &Variant| match compiles(scenario, &variant.model) {
        Ok(()) => Vec::new(),
        Err(problems) => problems.into_iter().map(|why| format!("variant `{}`: {why}", variant.name)).collect(),
    };
    scenario.variants.par_iter().flat_map_iter(of).collect()
}

fn compiles(scenario: &Scenario, model: &Model) -> Result<(), Vec<String>> {
    let mut staffed = model.clone();
    for group in &mut staffed.desk.groups {
        if let Staff::Meet { open, .. } = &group.staff {
            group.put_on_duty(open.iter().map(|open| u16::from(*open)).collect());
        }
    }
    convertible(scenario, &assemble(&staffed, &scenario.run)?)
}

/// The bill of the tariff in force must be convertible into the reporting currency.
pub(super) fn convertible(scenario: &Scenario, assembly: &Assembly) -> Result<(), Vec<String>> {
    let currencies = &scenario.currencies;
    let missing = assembly.tariffs.first().filter(|plan| Exchange(currencies).rate(plan.currency()).is_nan());
    missing.map_or(Ok(()), |plan| {
        let (from, to) = (plan.currency(), currencies.report);
        Err(vec![format!(
            "tariff `{}` is in {from}, the tables are in {to}: write `{from} = {{ rate = \"… {to}\", source = \"…\" }}` in [currency.rates]",
            plan.name(),
            from = from.code(),
            to = to.code()
        )])
    })
}
