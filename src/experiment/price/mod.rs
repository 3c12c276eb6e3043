//! The price game: the platform sets window and prices, firms answer with staff, order, late policy, bot and channel.
//!
//! ```text
//! price file ─► game ─► players (each segment's choices) ─► simulate (choice × window, the one runner) ─► observed
//!                                                                                                            │
//!   tables, verdict ◄─ claims, winners, elasticities, assumptions ◄─ solve (best responses, best rule) ◄─ market (values, prices)
//! ```
//!
//! Prices are multiplied with what was counted, so a grid of prices costs no simulation unless an order of answering reads them.
//! Every money and count is of one year; a run of another length is scaled.

mod choices;
mod claims;
mod flips;
mod game;
mod market;
mod numbers;
mod observe;
mod read;
mod reader;
mod segments;
mod simulate;
mod solve;
mod tables;
mod words;

pub use choices::{Choice, MOST_CHOICES, Player};
pub use game::*;
pub use market::{Factors, Offer, SUMS, Side, Sum, Sums, YEAR_DAYS};
pub use numbers::{NUMBERS, Number};
pub use observe::Observed;
pub use read::{MOST_POINTS, read};
pub use simulate::{Scene, SceneResults, Simulated};
pub use solve::{DRAWS, Point, Solver, Weights};

use super::host::Host;
use crate::scenario::LoadOptions;
use crate::table::PriceTables;
use crate::units::Currency;

/// What a game found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// All tables.
    pub tables: PriceTables,
    /// The verdict in plain words, a sentence a line.
    pub verdict: Vec<String>,
    /// What must be known before the numbers are trusted.
    pub warnings: Vec<String>,
    /// What is neither in the store nor was computed.
    pub missing: Vec<String>,
    /// Events simulated.
    pub events: i64,
    /// Replications of each choice.
    pub replications: u32,
    /// What ties the result to its meaning.
    pub frame: Frame,
}

/// The frame around the numbers.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Currency of all money.
    pub currency: Currency,
    /// Confidence level.
    pub level: f64,
    /// Seed of every draw.
    pub seed: u64,
    /// First day and first day after the run.
    pub dates: (String, String),
    /// blake3 of the meaning of the price file and its scenarios.
    pub hash: String,
}

impl Default for Frame {
    fn default() -> Frame {
        Frame { currency: Currency::USD, level: 0.95, seed: 0, dates: Default::default(), hash: String::new() }
    }
}

/// The segments of a game with everything they can choose.
///
/// # Errors
/// Scenarios that are refused, segments that cannot be added up.
pub fn players(
    game: &Game,
    extra: &[(Option<usize>, String)],
    known: &LoadOptions,
) -> Result<Vec<Player>, Vec<String>> {
    let mut players = Vec::new();
    let mut problems = Vec::new();
    for (at, segment) in game.segments.iter().enumerate() {
        let own = extra.iter().filter(|(only, _)| only.is_none_or(|only| only == at)).map(|(_, set)| set.clone());
        match choices::player(game, segment, &own.collect::<Vec<_>>(), known) {
            Ok(player) => players.push(player),
            Err(errors) => problems.extend(errors),
        }
    }
    if problems.is_empty() {
        problems.extend(unlike(&players));
    }
    if problems.is_empty() { Ok(players) } else { Err(problems) }
}

/// Why the segments cannot be added up.
fn unlike(players: &[Player]) -> Vec<String> {
    let mut problems = Vec::new();
    let Some(first) = players.first() else { return vec!["there are no firms".into()] };
    for other in &players[1..] {
        let (a, b) = (first.run(), other.run());
        let names = (&first.segment.name, &other.segment.name);
        let mut differ = |what: &str, how: &str| {
            problems.push(format!(
                "segments `{}` and `{}` differ in {what}: write `{how}` in [run] of the price file",
                names.0, names.1
            ));
        };
        if a.replications != b.replications {
            differ("replications", "replications = 10");
        }
        if a.seed != b.seed {
            differ("seed", "seed = 2018");
        }
        if a.level != b.level {
            differ("level", "level = \"95 %\"");
        }
        if first.scenario.currencies.report != other.scenario.currencies.report {
            problems.push(format!(
                "segments `{}` and `{}` report in {} and {}: give one of them `set = {{ \"currency.report\" = \"…\" }}`",
                names.0,
                names.1,
                first.scenario.currencies.report.code(),
                other.scenario.currencies.report.code()
            ));
        }
    }
    for player in players.iter().filter(|player| player.run().stopping.is_some()) {
        problems.push(format!(
            "segment `{}`: its scenario stops by precision; a game compares all choices on the same replications, so give `run.replications` alone",
            player.segment.name
        ));
    }
    problems
}

/// Plays a game: simulates what is not stored, solves, tells.
///
/// # Errors
/// Scenarios, choices or rules that cannot be simulated.
pub fn play(game: &Game, known: &LoadOptions, host: &Host) -> Result<Outcome, Vec<String>> {
    let players = players(game, &[], known)?;
    let rules = all_rules(game);
    let mut simulated = Vec::new();
    for player in &players {
        simulated.push(simulate::simulate(game, player, &rules, host)?);
    }
    let missing: Vec<String> = simulated.iter().flat_map(|s| s.missing.clone()).collect();
    let run = players[0].run();
    let frame = Frame {
        currency: players[0].scenario.currencies.report,
        level: run.level,
        seed: run.seed,
        dates: run.dates.clone(),
        hash: whole_hash(game, &players),
    };
    let mut outcome = Outcome {
        missing,
        events: simulated.iter().map(|s| s.events).sum(),
        replications: run.replications,
        warnings: warnings(&players, &simulated),
        frame,
        ..Outcome::default()
    };
    if !outcome.missing.is_empty() || host.stop() {
        return Ok(outcome);
    }
    let solved = tables::Solved::new(game, &players, &simulated);
    outcome.tables = solved.tables();
    let flips = flips::flips(game, &solved, known, host)?;
    if host.stop() {
        return Ok(outcome);
    }
    flips::note(&mut outcome.tables.claims, &flips);
    outcome.tables.assumptions = flips;
    outcome.verdict = words::verdict(game, &solved, &outcome.tables);
    Ok(outcome)
}

/// Rules of the grid's windows at the tariff's own rates, and the named ones: what must be simulated.
fn all_rules(game: &Game) -> Vec<Rule> {
    let mut rules: Vec<Rule> = game.rules.iter().map(|named| named.rule.clone()).collect();
    rules.extend(grid(game));
    rules
}

/// Every point of the platform's grid.
pub fn grid(game: &Game) -> Vec<Rule> {
    let platform = &game.platform;
    let mut prices: Vec<Vec<f64>> = vec![Vec::new()];
    for _ in 0..game.markets() {
        prices = prices
            .into_iter()
            .flat_map(|front| platform.prices.iter().map(move |price| [front.clone(), vec![*price]].concat()))
            .collect();
    }
    let rule = |window: &crate::units::Span, prices: &Vec<f64>| Rule {
        tariff: platform.tariff.clone(),
        window: Some(*window),
        prices: prices.clone(),
    };
    platform.windows.iter().flat_map(|window| prices.iter().map(|p| rule(window, p)).collect::<Vec<_>>()).collect()
}

/// Hash of the price file and of what its choices mean.
fn whole_hash(game: &Game, players: &[Player]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(game.hash.as_bytes());
    for player in players {
        hasher.update(player.scenario.hash.as_bytes());
        for choice in &player.choices {
            hasher.update(choice.behaviour.as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

fn warnings(players: &[Player], simulated: &[Simulated]) -> Vec<String> {
    let mut all = Vec::new();
    for (player, simulated) in players.iter().zip(simulated) {
        let name = &player.segment.name;
        let unrated: f64 = simulated.scenes.iter().flat_map(|(_, r)| r.iter().flatten()).map(|seen| seen.unrated).sum();
        if unrated > 0.0 {
            all.push(format!("{name}: some messages have no rate and are in no amount"));
        }
        all.extend(
            player.scenario.warnings.iter().map(|line| format!("{name}: {}", player.scenario.without_folder(line))),
        );
    }
    all
}
