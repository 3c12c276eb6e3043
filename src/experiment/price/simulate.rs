//! Every choice under every tariff and window that the game asks about, simulated once by the one runner.

use rayon::prelude::*;

use super::choices::{Choice, Player};
use super::game::{Game, Rule};
use super::observe::{Observed, observe};
use crate::desk::plan::DeskPlan;
use crate::experiment::assemble::{Assembly, assemble};
use crate::experiment::host::{Host, Part};
use crate::experiment::runner::{announce, run_all};
use crate::experiment::staffing::{Effort, staff_kept};
use crate::experiment::store::{chunks_of, reads_price};
use crate::facts::Channel;
use crate::traffic;
use crate::units::{Currency, Span};

/// What of a rule reaches the desk: the tariff, its window, and prices if the order of answering reads them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Tariff in force.
    pub tariff: String,
    /// Window; `None`: the tariff's own.
    pub window: Option<Span>,
    /// Multiples of the rates by market; empty if nobody reads them.
    pub prices: Vec<f64>,
}

/// `observed[choice][replication]` of one segment in one scene.
pub type SceneResults = Vec<Vec<Observed>>;

/// All that was simulated of one segment.
#[derive(Debug, Default)]
pub struct Simulated {
    /// Scenes and their results.
    pub scenes: Vec<(Scene, SceneResults)>,
    /// What is missing, in words.
    pub missing: Vec<String>,
    /// Events simulated.
    pub events: i64,
}

/// The scene of a rule for a segment.
pub fn scene_of(player: &Player, rule: &Rule) -> Scene {
    let reads = player.choices.iter().filter_map(|choice| choice.model.as_ref()).any(reads_price);
    Scene {
        tariff: rule.tariff.clone(),
        window: rule.window,
        prices: if reads { rule.prices.clone() } else { Vec::new() },
    }
}

/// Simulates a segment in all its scenes; the host's store keeps each replication once.
///
/// Errors: a choice that cannot be staffed or compiled.
pub fn simulate(game: &Game, player: &Player, rules: &[Rule], host: &Host) -> Result<Simulated, Vec<String>> {
    let mut scenes: Vec<Scene> = Vec::new();
    for scene in rules.iter().map(|rule| scene_of(player, rule)) {
        if !scenes.contains(&scene) {
            scenes.push(scene);
        }
    }
    let mut simulated = Simulated::default();
    let mut of_phone: Vec<(usize, Vec<Observed>)> = Vec::new();
    for scene in scenes {
        let results = one(game, player, &scene, &mut of_phone, &mut simulated, host)?;
        simulated.scenes.push((scene, results));
        // A shard never has everything.
        let short = !simulated.missing.is_empty() && !matches!(host.part, Part::Shard { .. });
        if host.stop() || short {
            break;
        }
    }
    Ok(simulated)
}

fn one(
    game: &Game,
    player: &Player,
    scene: &Scene,
    of_phone: &mut Vec<(usize, Vec<Observed>)>,
    simulated: &mut Simulated,
    host: &Host,
) -> Result<SceneResults, Vec<String>> {
    let run = player.run();
    let months = crate::experiment::study::months(&player.scenario);
    let known = |at: usize, of_phone: &[(usize, Vec<Observed>)]| of_phone.iter().any(|(known, _)| *known == at);
    // A call centre does not see the window: it is simulated in the first scene alone.
    let open: Vec<usize> =
        (0..player.choices.len()).filter(|at| player.choices[*at].model.is_some() && !known(*at, of_phone)).collect();
    host.watch.phase("staffing", 0);
    let assemblies: Vec<Result<Assembly, Vec<String>>> =
        open.par_iter().map(|at| ready(game, player, &player.choices[*at], scene, host)).collect();
    let mut ready = Vec::new();
    let mut problems = Vec::new();
    for (at, assembly) in open.iter().zip(assemblies) {
        let name = &player.choices[*at].name;
        match assembly {
            Ok(assembly) => ready.push(assembly),
            Err(why) => {
                problems.extend(why.into_iter().map(|why| format!("segment `{}`, {name}: {why}", player.segment.name)))
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    announce(&ready, 0..run.replications, host);
    let results = run_all(&ready, run, run.seed, 0..run.replications, host);
    // All choices and scenes are compared on the same replications: one that fails leaves nothing to compare.
    let failed = results.failures.iter().map(|failure| {
        let (segment, name) = (&player.segment.name, &player.choices[open[failure.variant]].name);
        format!("segment `{segment}`, {name}, replication {}: {}", failure.replication, failure.message)
    });
    let failed: Vec<String> = failed.collect();
    if !failed.is_empty() {
        return Err(failed);
    }
    if !results.missing.is_empty() {
        simulated.missing.push(format!("{}: {} replications", player.segment.name, results.missing.len()));
    }
    simulated.events += results.chunks.iter().flatten().map(|chunk| chunk.desk.staff.events).sum::<i64>();
    let nobody = Observed { fees: vec![0.0; game.markets()], ..Observed::default() };
    let mut all = vec![vec![nobody; results.replications.len()]; player.choices.len()];
    for ((at, assembly), chunks) in open.iter().zip(&ready).zip(&results.chunks) {
        all[*at] = chunks.iter().map(|chunk| observe(game, player, assembly, chunk, months)).collect();
        if assembly.model.channel == Channel::Phone {
            of_phone.push((*at, all[*at].clone()));
        }
    }
    for (at, observed) in of_phone.iter() {
        all[*at].clone_from(observed);
    }
    Ok(all)
}

/// A choice under a scene, staffed and compiled.
fn ready(game: &Game, player: &Player, choice: &Choice, scene: &Scene, host: &Host) -> Result<Assembly, Vec<String>> {
    let Some(model) = &choice.model else { return Err(vec!["nothing to simulate".into()]) };
    let run = player.run();
    let mut model = model.clone();
    if model.channel == Channel::Messages {
        model.cost.in_force.clone_from(&scene.tariff);
        model.cost.window = scene.window;
    }
    let (model, _) = staff_kept(&model, run, Effort::QUICK, &choice.behaviour, host)?;
    let mut assembly = match reads_price(&model) && !scene.prices.is_empty() {
        true => priced(game, &model, run, &scene.prices)?,
        false => assemble(&model, run)?,
    };
    let currency = assembly.tariffs.first().map(|plan| plan.currency());
    convertible(player, currency)?;
    assembly.identity = Some(chunks_of(&choice.behaviour, &assembly, run.seed, Effort::QUICK));
    Ok(assembly)
}

/// An assembly whose desk sees the rates times the multiples of the scene.
fn priced(
    game: &Game,
    model: &crate::scenario::Model,
    run: &crate::scenario::Run,
    prices: &[f64],
) -> Result<Assembly, Vec<String>> {
    let mut assembly = assemble(model, run)?;
    let rules = &mut assembly.rules;
    for terms in std::iter::once(&mut rules.first).chain(&mut rules.later) {
        for (country, rate) in model.book.countries.iter().zip(&mut terms.late_price) {
            if *rate >= 0 {
                *rate = libm::round(*rate as f64 * prices[game.market_of(country)]) as i64;
            }
        }
    }
    assembly.desk = DeskPlan::new(model, run, traffic::compile(model, run)?, assembly.rules.clone())?.into();
    Ok(assembly)
}

fn convertible(player: &Player, currency: Option<Currency>) -> Result<(), Vec<String>> {
    let exchange = crate::experiment::cost::Exchange(&player.scenario.currencies);
    match currency {
        Some(from) if exchange.rate(from).is_nan() => {
            let to = player.scenario.currencies.report.code();
            Err(vec![format!(
                "the tariff is in {}, the tables in {to}: give the rate in [currency.rates] of the scenario",
                from.code()
            )])
        }
        _ => Ok(()),
    }
}
