//! Which conclusions turn when an assumption moves to its low or high end.

use super::game::{Assumption, Game, Horizon, Moved};
use super::market::Factors;
use super::players;
use super::simulate::{Simulated, simulate};
use super::tables::{Solved, prices_words};
use crate::experiment::host::Host;
use crate::scenario::LoadOptions;
use crate::table::{ClaimRow, FlipRow};

/// Every conclusion at both ends of every assumption.
///
/// # Errors
/// A setting that the scenarios refuse.
pub fn flips(game: &Game, solved: &Solved, known: &LoadOptions, host: &Host) -> Result<Vec<FlipRow>, Vec<String>> {
    let before = conclusions(solved, true);
    let mut rows = Vec::new();
    for assumption in &game.assumptions {
        for (end, text) in ["low", "high"].into_iter().zip(&assumption.ends) {
            let Some(after) = at_end(game, solved, assumption, text, (known, host))? else { return Ok(rows) };
            for (conclusion, was) in &before {
                let Some((_, now)) = after.iter().find(|(name, _)| name == conclusion) else { continue };
                rows.push(FlipRow {
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
    Ok(rows)
}

/// Conclusions with an assumption at one end; `None` if somebody asked to stop.
fn at_end(
    game: &Game,
    solved: &Solved,
    assumption: &Assumption,
    text: &str,
    (known, host): (&LoadOptions, &Host),
) -> Result<Option<Vec<(String, String)>>, Vec<String>> {
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
    let Moved::Setting(path) = &assumption.of else {
        return Ok(Some(conclusions(&Solved::with(game, solved.players, solved.simulated, &factors), true)));
    };
    // Another behaviour is simulated again, under the two rules of the claims alone: the grid would multiply the work.
    let mut small = game.clone();
    small.platform.windows.clear();
    small.rules = vec![game.rules[game.claims.rule].clone(), game.rules[game.claims.against].clone()];
    small.claims = super::Claims { rule: 0, against: 1 };
    let rules: Vec<_> = small.rules.iter().map(|named| named.rule.clone()).collect();
    let others = players(&small, &[(assumption.segment, format!("{path}={text}"))], known)?;
    let mut simulated: Vec<Simulated> = Vec::new();
    for player in &others {
        simulated.push(simulate(&small, player, &rules, host)?);
    }
    if host.stop() || simulated.iter().any(|s| !s.missing.is_empty()) {
        return Ok(None);
    }
    Ok(Some(conclusions(&Solved::with(&small, &others, &simulated, &factors), false)))
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
