//! A variant made ready to run: traffic, desk and tariffs compiled together.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::desk::plan::DeskPlan;
use crate::facts::{Rules, Terms};
use crate::scenario::{BudgetOf, CountLaw, Fleet, Model, Run};
use crate::tariff::{self, Options, Plan};
use crate::traffic;

use super::fleet::FleetPlan;
use super::store::Identity;

/// A variant compiled: whatever a replication needs, shared by all of them.
#[derive(Debug)]
pub struct Assembly {
    /// The model, its promises replaced by schedules.
    pub model: Model,
    /// The desk; shared by all that differ only in prices.
    pub desk: Arc<DeskPlan>,
    /// Tariffs billed; the one in force first.
    pub tariffs: Vec<Arc<Plan>>,
    /// What the desk knows of the one in force.
    pub rules: Rules,
    /// Many desks, each the above at its own size; none: it is one desk.
    pub fleet: Option<FleetPlan>,
    /// What the desks of a fleet are drawn from, each as if all were of it; empty: all are as the file says.
    pub templates: Vec<Assembly>,
    /// Advice that does not stop the run.
    pub warnings: Vec<String>,
    /// What its stored replications are found by; none: they are not kept.
    pub identity: Option<Identity>,
}

/// What is compiled from a model whatever its prices: the desk, a fleet of such, advice that does not stop the run.
pub type Compiled = (Arc<DeskPlan>, Option<FleetPlan>, Vec<String>);

/// Compile a variant whose staff is known.
pub fn assemble(model: &Model, run: &Run) -> Result<Assembly, Vec<String>> {
    let tariffs = tariffs(model)?;
    let rules = rules_from(model, &tariffs, run);
    assemble_under(model.clone(), tariffs, rules, run, None)
}

/// The same under tariffs that are loaded already; a desk that is known to do the same, with its advice, is taken as it is.
pub fn assemble_under(
    model: Model,
    tariffs: Vec<Arc<Plan>>,
    rules: Rules,
    run: &Run,
    desk: Option<Compiled>,
) -> Result<Assembly, Vec<String>> {
    if let (Some(BudgetOf::Amount(amount)), Some(plan)) =
        (model.desk.budget.as_ref().map(|budget| budget.of), tariffs.first())
        && amount.currency != plan.currency()
    {
        let (own, card) = (amount.currency.code().to_string(), plan.currency().code().to_string());
        return Err(vec![format!(
            "`desk.budget.amount` is in {own}, the tariff in force in {card}: write the budget in {card}"
        )]);
    }
    let (desk, fleet, warnings) = match desk {
        Some(known) => known,
        None => compiled(&model, &rules, run)?,
    };
    let mut templates = Vec::new();
    if let (Some(described), Some(plan)) = (&model.fleet, &fleet) {
        in_any_order(described, &tariffs)?;
        templates.extend(described.templates.iter().enumerate().map(|(at, template)| Assembly {
            model: template.model.clone(),
            desk: plan.whole(at).clone(),
            tariffs: tariffs.clone(),
            rules: rules.clone(),
            fleet: None,
            templates: Vec::new(),
            warnings: Vec::new(),
            identity: None,
        }));
    }
    Ok(Assembly { model, desk, tariffs, rules, fleet, templates, warnings, identity: None })
}

fn compiled(model: &Model, rules: &Rules, run: &Run) -> Result<Compiled, Vec<String>> {
    let traffic = traffic::compile(model, run)?;
    let warnings = traffic.warnings.clone();
    let Some(fleet) = &model.fleet else {
        return Ok((Arc::new(DeskPlan::new(model, run, traffic, rules.clone())?), None, warnings));
    };
    let desk = Arc::new(DeskPlan::new(model, run, traffic.clone(), rules.clone())?);
    let plan = FleetPlan::new(fleet, model, run, rules, (&traffic, &desk))?;
    Ok((desk, Some(plan), warnings))
}

/// A business with several desks is billed when they have all been simulated, one after another: what a tariff sums over the
/// business must not depend on the order of their messages.
fn in_any_order(fleet: &Fleet, tariffs: &[Arc<Plan>]) -> Result<(), Vec<String>> {
    if fleet.per_business == CountLaw::Fixed(1) {
        return Ok(());
    }
    let ordered = tariffs.iter().filter_map(|plan| Some((plan.name(), plan.in_order()?)));
    let problems: Vec<String> = ordered
        .map(|(name, why)| {
            format!(
                "tariff `{name}`: {why}, which depends on the order of all its messages; `fleet.desks_per_business` cannot tell it: \
                 describe one such business, with a number for each desk, without [fleet]"
            )
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What the desk knows of the first of these tariffs, that in force.
pub fn rules_from(model: &Model, tariffs: &[Arc<Plan>], run: &Run) -> Rules {
    tariffs.first().map_or_else(|| no_rules(model), |plan| rules_in(model, plan, run))
}

/// What the desk may know of the tariff in force.
pub fn rules(model: &Model, run: &Run) -> Result<Rules, Vec<String>> {
    Ok(rules_from(model, &tariffs(model)?, run))
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
        answer_price: vec![-1; model.book.countries.len()],
        free_answers: 0,
    })
}

/// Tariffs that were loaded: many points of a sweep ask for the same ones, or for the same ones with other factors.
#[derive(Debug, Default)]
pub struct Shelf {
    plans: Mutex<BTreeMap<String, Arc<Plan>>>,
}

impl Shelf {
    /// A tariff, loaded once for all what-if factors.
    fn load(&self, name: &str, options: &Options) -> Result<Arc<Plan>, Vec<tariff::Problem>> {
        let plain = Options { rate_times: None, rate_times_in: Vec::new(), ..options.clone() };
        let key = format!("{name} {plain:?}");
        let known = self.guard().get(&key).cloned();
        let plan = match known {
            Some(plan) => plan,
            None => {
                let plan = Arc::new(tariff::load(name, &plain)?);
                self.guard().entry(key).or_insert(plan).clone()
            }
        };
        if options.rate_times.is_none() && options.rate_times_in.is_empty() {
            return Ok(plan);
        }
        Ok(Arc::new(plan.with_rate_times(options.rate_times, &options.rate_times_in)))
    }

    fn guard(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Plan>>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tariffs of a model, the one in force first.
pub fn tariffs(model: &Model) -> Result<Vec<Arc<Plan>>, Vec<String>> {
    tariffs_from(&Shelf::default(), model)
}

/// The same from a shelf.
pub fn tariffs_from(shelf: &Shelf, model: &Model) -> Result<Vec<Arc<Plan>>, Vec<String>> {
    let cost = &model.cost;
    // A call centre alone has no tariff.
    let mut names: Vec<&String> = Some(&cost.in_force).into_iter().filter(|name| !name.is_empty()).collect();
    names.extend(cost.billed.iter().filter(|name| **name != cost.in_force));
    let mut plans = Vec::new();
    let mut problems = Vec::new();
    for name in names {
        match shelf.load(name, &options(model, name)) {
            Ok(plan) => plans.push(plan),
            Err(errors) => problems.extend(errors.iter().map(|error| format!("tariff `{name}`: {}", told(error)))),
        }
    }
    if problems.is_empty() { Ok(plans) } else { Err(problems) }
}

/// A problem of a tariff on one line, unless it lies in a file of the user's own.
fn told(problem: &tariff::Problem) -> String {
    match (problem.line, problem.help.as_str()) {
        (1.., _) => problem.to_string(),
        (_, "") => format!("{}: {}", problem.file, problem.message),
        (_, help) => format!("{}: {}: {help}", problem.file, problem.message),
    }
}

fn options(model: &Model, name: &str) -> Options {
    let cost = &model.cost;
    // What-ifs ask about the tariff that the firm lives under; the others beside it stay as they are.
    let own = name == cost.in_force;
    let choices = cost.settings.iter().filter(|(tariff, ..)| tariff == name);
    Options {
        rates: cost.given_rates.clone(),
        settings: choices.map(|(_, setting, choice)| (setting.clone(), choice.clone())).collect(),
        window: cost.window,
        currency: cost.currency,
        rate_times: cost.rate_times.filter(|_| own),
        rate_times_in: if own { cost.rate_times_in.clone() } else { Vec::new() },
        free_messages: cost.free_messages.filter(|_| own),
        ..Options::default()
    }
}
