//! Would a scenario start? What only compilation can tell, without a trial.

use rayon::prelude::*;

use crate::scenario::{Effective, Model, Report, Scenario, Staff, Variant, Written};

use super::assemble::{Assembly, assemble};
use super::cost::Exchange;

/// Why variants that are right as files cannot be simulated; `None` if all can. Staff that a promise asks for is taken as one head
/// in its open hours: how many it needs only trials can tell. What several variants have in common is told once, and with the place of
/// its setting where that is known.
pub fn refusals(scenario: &Scenario) -> Option<Report> {
    let of = |variant: &Variant| compiles(scenario, &variant.model).err().unwrap_or_default();
    let all: Vec<Vec<String>> = scenario.variants.par_iter().map(of).collect();
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for (variant, problems) in scenario.variants.iter().zip(all) {
        for why in problems {
            match told.iter_mut().find(|(known, _)| *known == why) {
                Some((_, variants)) => variants.push(&variant.name),
                None => told.push((why, vec![&variant.name])),
            }
        }
    }
    let named = |(why, variants): (String, Vec<&str>)| {
        let written = place_of(&why, scenario, variants[0]);
        let whose = match variants.len() == scenario.variants.len() {
            true => String::new(),
            false if variants.len() == 1 => format!("variant `{}`: ", variants[0]),
            false => format!("variants `{}`: ", variants.join("`, `")),
        };
        (format!("{whose}{why}"), written)
    };
    (!told.is_empty()).then(|| Report::cannot_run_at(told.into_iter().map(named).collect()))
}

/// Where the setting was given that a problem names: that of a tariff, or the first path in backticks.
fn place_of(why: &str, scenario: &Scenario, variant: &str) -> Option<Written> {
    let given = |path: &str, value: Option<&str>| {
        let own = format!("variant.{variant}.set.{path}");
        let fits =
            |known: &&Effective| value.is_none_or(|value| known.value.contains(value)) && known.written.is_some();
        let find = |path: &str| scenario.effective.iter().filter(fits).find(|known| known.path == path);
        find(&own).or_else(|| find(path)).and_then(|known| known.written.clone())
    };
    let mut quoted = why.split('`').skip(1).step_by(2);
    match why.strip_prefix("tariff `").and_then(|rest| rest.split('`').next()) {
        Some(name) => given("tariff.in_force", Some(name)).or_else(|| given("tariff.bill", Some(name))),
        None => quoted.find_map(|path| given(path, None)),
    }
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
