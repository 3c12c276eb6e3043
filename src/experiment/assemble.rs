//! A variant made ready to run: traffic, desk and tariffs compiled together.

use std::sync::Arc;

use crate::desk::plan::DeskPlan;
use crate::facts::{Rules, Terms};
use crate::scenario::{Model, Run};
use crate::tariff::{self, Options, Plan};
use crate::traffic;

use super::store::Identity;

/// A variant compiled: whatever a replication needs, shared by all of them.
#[derive(Debug)]
pub struct Assembly {
    /// The model, its promises replaced by schedules.
    pub model: Model,
    /// The desk.
    pub desk: DeskPlan,
    /// Tariffs billed; the one in force first.
    pub tariffs: Vec<Arc<Plan>>,
    /// What the desk knows of the one in force.
    pub rules: Rules,
    /// Advice that does not stop the run.
    pub warnings: Vec<String>,
    /// What its stored replications are found by; none: they are not kept.
    pub identity: Option<Identity>,
}

/// Compile a variant whose staff is known.
pub fn assemble(model: &Model, run: &Run) -> Result<Assembly, Vec<String>> {
    let tariffs = tariffs(model)?;
    let rules = tariffs.first().map_or_else(|| no_rules(model), |plan| rules_in(model, plan, run));
    let traffic = traffic::compile(model, run)?;
    let warnings = traffic.warnings.clone();
    let desk = DeskPlan::new(model, run, traffic, rules.clone())?;
    Ok(Assembly { model: model.clone(), desk, tariffs, rules, warnings, identity: None })
}

/// What the desk may know of the tariff in force.
pub fn rules(model: &Model, run: &Run) -> Result<Rules, Vec<String>> {
    Ok(tariffs(model)?.first().map_or_else(|| no_rules(model), |plan| rules_in(model, plan, run)))
}

/// A plan's rules from the start of the lead to the end of the drain.
pub fn rules_in(model: &Model, plan: &Plan, run: &Run) -> Rules {
    plan.rules(&model.book, run.from.saturating_sub(run.lead.0), run.to.saturating_add(run.drain.0))
}

/// Without a tariff nothing is written, so nothing is accepted.
fn no_rules(model: &Model) -> Rules {
    Rules::always(Terms {
        window: 0,
        edge_inside: false,
        promotion: false,
        contact_before: false,
        late_price: vec![-1; model.book.countries.len()],
    })
}

/// The tariffs of a model, the one in force first.
pub fn tariffs(model: &Model) -> Result<Vec<Arc<Plan>>, Vec<String>> {
    let cost = &model.cost;
    // A call centre alone has no tariff.
    let mut names: Vec<&String> = Some(&cost.in_force).into_iter().filter(|name| !name.is_empty()).collect();
    names.extend(cost.billed.iter().filter(|name| **name != cost.in_force));
    let mut plans = Vec::new();
    let mut problems = Vec::new();
    for name in names {
        match tariff::load(name, &options(model, name)) {
            Ok(plan) => plans.push(Arc::new(plan)),
            Err(errors) => problems.extend(errors.iter().map(|error| format!("tariff `{name}`: {error}"))),
        }
    }
    if problems.is_empty() { Ok(plans) } else { Err(problems) }
}

fn options(model: &Model, name: &str) -> Options {
    let cost = &model.cost;
    let choices = cost.settings.iter().filter(|(tariff, ..)| tariff == name);
    Options {
        rates: cost.given_rates.clone(),
        settings: choices.map(|(_, setting, choice)| (setting.clone(), choice.clone())).collect(),
        window: cost.window,
        currency: cost.currency,
        ..Options::default()
    }
}
