//! Which conclusions turn when an assumption moves to its low or high end.

use super::choices::Player;
use super::game::{Assumption, Game, Horizon, Moved, Rule};
use super::market::Factors;
use super::players;
use super::simulate::{Simulated, simulate};
use super::tables::{Solved, prices_words};
use crate::experiment::host::Host;
use crate::scenario::{Laid, LoadOptions};
use crate::table::{ClaimRow, FlipRow};

/// Conclusions at the ends of assumptions.
#[derive(Debug, Default)]
pub struct Flips {
    /// A row for each conclusion and end.
    pub rows: Vec<FlipRow>,
    /// What is neither in the store nor was computed, in words.
    pub missing: Vec<String>,
}

/// Every conclusion at both ends of every assumption.
///
/// # Errors
/// A setting that the scenarios refuse.
pub fn flips(game: &Game, solved: &Solved, known: &LoadOptions, host: &Host) -> Result<Flips, Vec<String>> {
    let before = conclusions(solved, true);
    let mut flips = Flips::default();
    for assumption in &game.assumptions {
        for ((end, text), laid) in ["low", "high"].into_iter().zip(&assumption.ends).zip(assumption.laid()) {
            let after = match Ends::of(game, assumption, laid, known)? {
                None => conclusions(&valued(game, solved, assumption, text), true),
                Some(ends) => {
                    let simulated = ends.simulated(host)?;
                    flips.missing.extend(simulated.iter().flat_map(|s| s.missing.clone()));
                    if host.stop() {
                        return Ok(flips);
                    }
                    if !flips.missing.is_empty() {
                        continue;
                    }
                    let factors = vec![Factors::NONE; ends.players.len()];
                    conclusions(&Solved::with(&ends.game, &ends.players, &simulated, &factors), false)
                }
            };
            for (conclusion, was) in &before {
                let Some((_, now)) = after.iter().find(|(name, _)| name == conclusion) else { continue };
                flips.rows.push(FlipRow {
                    assumption: assumption.name.clone(),
                    end,
                    at: text.clone(),
                    conclusion: conclusion.clone(),
                    before: was.clone(),
                    after: now.clone(),
                    flips: if was == now { "no" } else { "yes" },
                });
            }
        }
    }
    Ok(flips)
}

/// The game solved with another value of what firms or customers hold dear: nothing is simulated again.
fn valued<'a>(game: &'a Game, solved: &Solved<'a>, assumption: &Assumption, text: &str) -> Solved<'a> {
    let factor = text.parse::<f64>().unwrap_or(1.0);
    let mut factors = vec![Factors::NONE; solved.players.len()];
    for (at, own) in factors.iter_mut().enumerate() {
        if assumption.segment.is_none_or(|segment| segment == at) {
            match assumption.of {
                Moved::Value => own.value = factor,
                Moved::HalfLife => own.half_life = factor,
                Moved::Wage => own.wage = factor,
                Moved::Firms => own.firms = factor,
                Moved::CustomerValue => own.customers = factor,
                Moved::Setting(_) => {}
            }
        }
    }
    Solved::with(game, solved.players, solved.simulated, &factors)
}

/// A game whose firms or customers behave otherwise: simulated again, under the two rules of the claims alone, since the
/// grid would multiply the work.
pub(super) struct Ends {
    game: Game,
    players: Vec<Player>,
    rules: Vec<Rule>,
}

impl Ends {
    /// The game at one end of an assumption; `None` if it moves no setting.
    ///
    /// # Errors
    /// A setting that the scenarios refuse.
    pub(super) fn of(
        game: &Game,
        assumption: &Assumption,
        laid: Option<Laid>,
        known: &LoadOptions,
    ) -> Result<Option<Ends>, Vec<String>> {
        let Some(laid) = laid else { return Ok(None) };
        let mut small = game.clone();
        small.platform.windows.clear();
        small.rules = vec![game.rules[game.claims.rule].clone(), game.rules[game.claims.against].clone()];
        small.claims = super::Claims { rule: 0, against: 1 };
        let rules = small.rules.iter().map(|named| named.rule.clone()).collect();
        let players =
            players(&small, &[(assumption.segment, laid)], known).map_err(|report| vec![report.render(false)])?;
        Ok(Some(Ends { game: small, players, rules }))
    }

    /// Simulates it.
    ///
    /// # Errors
    /// A choice that cannot be simulated.
    pub(super) fn simulated(&self, host: &Host) -> Result<Vec<Simulated>, Vec<String>> {
        self.players.iter().map(|player| simulate(&self.game, player, &self.rules, host)).collect()
    }
}

/// Every conclusion with its text; `optimum`: those on the best rule too.
fn conclusions(solved: &Solved, optimum: bool) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for row in super::claims::claims(solved).into_iter().filter(|row| !row.answer.is_empty()) {
        all.push((name(&row), row.answer));
    }
    if optimum {
        for (h, horizon) in Horizon::ALL.iter().enumerate() {
            let rule = &solved.grid[h][solved.best[h]].rule;
            let window = rule.window.map_or(String::new(), |window| window.to_string());
            all.push((format!("best window, {} run", horizon.word()), window));
            all.push((format!("best price, {} run", horizon.word()), prices_words(solved.game, &rule.prices)));
        }
    }
    all
}

/// A claim's name among the conclusions.
fn name(row: &ClaimRow) -> String {
    format!("{} ({}), {} run", row.claim, row.metric, row.horizon)
}

/// Puts into the claims what they hang on.
pub fn note(claims: &mut [ClaimRow], flips: &[FlipRow]) {
    for row in claims {
        let name = name(row);
        let mut hangs: Vec<String> = flips
            .iter()
            .filter(|flip| flip.conclusion == name && flip.flips == "yes")
            .map(|flip| format!("{} ({})", flip.assumption, flip.end))
            .collect();
        hangs.dedup();
        row.hangs_on = hangs.join(", ");
    }
}
