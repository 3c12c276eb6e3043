//! A game that was read, with everything its firms may choose: played whole, or a share of its replications computed.

use super::choices::{self, Player};
use super::flips::{self, Ends};
use super::game::{Game, Rule};
use super::read::joined;
use super::simulate::{Simulated, simulate};
use super::tables::Solved;
use super::{Frame, Outcome, grid, words};
use crate::experiment::host::Host;
use crate::experiment::store::reads_price;
use crate::scenario::{Gathered, Laid, LoadOptions, Model, Report};

/// Ready to be played.
#[derive(Debug)]
pub struct Ready {
    /// The game.
    pub game: Game,
    /// Its segments with everything they can choose; never empty.
    pub players: Vec<Player>,
    /// Names that scenarios are checked with.
    known: LoadOptions,
}

impl Ready {
    /// Reads the scenarios of all choices.
    ///
    /// # Errors
    /// Scenarios that are refused, segments that cannot be added up.
    pub fn new(game: Game, known: LoadOptions) -> Result<Ready, Report> {
        let players = players(&game, &[], &known)?;
        let texts = players.iter().map(|player| (player.segment.scenario.as_path(), player.texts.as_ref()));
        let source = game.source.as_ref().and_then(|own| joined(own, &game.folder, texts));
        Ok(Ready { game: Game { source, ..game }, players, known })
    }

    /// What ties a result to its meaning.
    pub fn frame(&self) -> Frame {
        let run = self.players[0].run();
        Frame {
            currency: self.players[0].scenario.currencies.report,
            level: run.level,
            seed: run.seed,
            dates: run.dates.clone(),
            hash: self.hash(),
        }
    }

    /// Replications of each choice.
    pub fn replications(&self) -> u32 {
        self.players[0].run().replications
    }

    /// Plays the game: simulates what is not stored, solves, tells.
    ///
    /// # Errors
    /// Choices or rules that cannot be simulated.
    pub fn play(&self, host: &Host) -> Result<Outcome, Vec<String>> {
        let (game, players) = (&self.game, &self.players);
        let simulated = self.simulated(host)?;
        let mut outcome = Outcome {
            missing: simulated.iter().flat_map(|s| s.missing.clone()).collect(),
            events: simulated.iter().map(|s| s.events).sum(),
            replications: self.replications(),
            warnings: warnings(players, &simulated),
            frame: self.frame(),
            ..Outcome::default()
        };
        if !outcome.missing.is_empty() || host.stop() {
            return Ok(outcome);
        }
        let solved = Solved::new(game, players, &simulated);
        outcome.tables = solved.tables();
        let ends = flips::flips(game, &solved, &self.known, host)?;
        outcome.missing = ends.missing;
        if !outcome.missing.is_empty() || host.stop() {
            return Ok(outcome);
        }
        flips::note(&mut outcome.tables.claims, &ends.rows);
        outcome.tables.assumptions = ends.rows;
        outcome.verdict = words::verdict(game, &solved, &outcome.tables);
        Ok(outcome)
    }

    /// Computes the host's share of everything that the game is solved from; tables are for `merge` to make.
    ///
    /// # Errors
    /// As [`Ready::play`].
    pub fn shard(&self, host: &Host) -> Result<(), Vec<String>> {
        self.simulated(host)?;
        for assumption in &self.game.assumptions {
            for laid in assumption.laid() {
                if host.stop() {
                    return Ok(());
                }
                if let Some(ends) = Ends::of(&self.game, assumption, laid, &self.known)? {
                    ends.simulated(host)?;
                }
            }
        }
        Ok(())
    }

    fn simulated(&self, host: &Host) -> Result<Vec<Simulated>, Vec<String>> {
        let rules = all_rules(&self.game);
        self.players.iter().map(|player| simulate(&self.game, player, &rules, host)).collect()
    }

    /// Hash of the price file and of what its choices mean.
    fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.game.hash.as_bytes());
        for player in &self.players {
            hasher.update(player.scenario.hash.as_bytes());
            for choice in &player.choices {
                hasher.update(choice.behaviour.as_bytes());
            }
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// The segments of a game with everything they can choose; `extra`: settings of one segment, or of all.
///
/// # Errors
/// Scenarios that are refused, segments that cannot be added up.
pub fn players(game: &Game, extra: &[(Option<usize>, Laid)], known: &LoadOptions) -> Result<Vec<Player>, Report> {
    let mut players = Vec::new();
    let mut problems = Gathered::default();
    for (at, segment) in game.segments.iter().enumerate() {
        let own = extra.iter().filter(|(only, _)| only.is_none_or(|only| only == at)).map(|(_, set)| set.clone());
        match choices::player(game, segment, &own.collect::<Vec<_>>(), known) {
            Ok(player) => players.push(player),
            Err(report) => problems.refused("", &report),
        }
    }
    if !problems.is_good() {
        return Err(problems.report("segments"));
    }
    let unlike = unlike(&players);
    if unlike.is_empty() { Ok(players) } else { Err(Report::cannot_run(unlike)) }
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
    problems.extend(players.iter().filter_map(unfit_fleet));
    for player in players.iter().filter(|player| player.run().settles) {
        problems.push(format!(
            "segment `{}`: its scenario finds its warm-up by pilot runs; a game compares all choices on the same time, so give `run.lead`",
            player.segment.name
        ));
    }
    for player in players.iter().filter(|player| player.run().stopping.is_some()) {
        problems.push(format!(
            "segment `{}`: its scenario stops by precision; a game compares all choices on the same replications, so give `run.replications` alone",
            player.segment.name
        ));
    }
    problems
}

/// Why the fleet of a segment cannot play: what a rule changes must reach each of its desks.
fn unfit_fleet(player: &Player) -> Option<String> {
    let models: Vec<&Model> = player.choices.iter().filter_map(|choice| choice.model.as_ref()).collect();
    let name = &player.segment.name;
    if models.iter().any(|model| model.fleet.as_ref().is_some_and(|fleet| !fleet.templates.is_empty())) {
        return Some(format!(
            "segment `{name}`: its scenario is a fleet of several templates, which may answer a rule in different ways: make each template \
             a segment with a scenario of its own"
        ));
    }
    models.iter().any(|model| model.fleet.is_some() && reads_price(model)).then(|| {
        format!(
            "segment `{name}`: its scenario is a fleet whose order of answering reads prices, which a game moves: describe one firm (leave \
             out [fleet]) and give `firms`, a segment for each size"
        )
    })
}

/// Rules of the grid's windows at the tariff's own rates, and the named ones: what must be simulated.
fn all_rules(game: &Game) -> Vec<Rule> {
    let mut rules: Vec<Rule> = game.rules.iter().map(|named| named.rule.clone()).collect();
    rules.extend(grid(game));
    rules
}

fn warnings(players: &[Player], simulated: &[Simulated]) -> Vec<String> {
    let mut all = Vec::new();
    for (player, simulated) in players.iter().zip(simulated) {
        let name = &player.segment.name;
        let unrated: f64 = simulated.scenes.iter().flat_map(|(_, r)| r.iter().flatten()).map(|seen| seen.unrated).sum();
        if unrated > 0.0 {
            all.push(format!("{name}: some messages have no rate and are in no amount"));
        }
        if player.choices.iter().filter_map(|choice| choice.model.as_ref()).any(|model| model.fleet.is_some()) {
            all.push(format!(
                "{name} is a fleet: all its desks choose alike, `firms` counts fleets, and intervals are made of its {} replications, not of \
                 desks: worth by time is no sum over them (`replications = 10` in [run] of the price file, or more)",
                player.run().replications
            ));
        }
        all.extend(
            player.scenario.warnings.iter().map(|line| format!("{name}: {}", player.scenario.without_folder(line))),
        );
    }
    all
}
