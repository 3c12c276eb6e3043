//! The verdict: about ten sentences, each with its number and how sure it is.

use super::claims::{CAREFUL, FASTER, HAPPIER, PAYBACK, SMALLER};
use super::game::{Game, Horizon};
use super::market::Sum;
use super::solve::{Point, get, objective};
use super::tables::{Solved, prices_words};
use crate::table::{ClaimRow, Estimate, PriceTables};

/// The sentences.
pub fn verdict(game: &Game, solved: &Solved, tables: &PriceTables) -> Vec<String> {
    let (rule, against) = (&game.rules[game.claims.rule].name, &game.rules[game.claims.against].name);
    let mut lines = vec![best(game, solved, 2), horizons(solved)];
    lines.push(format!("Asked about: {rule} against {against}; firms hold what is best for them under {against}."));
    for claim in [FASTER, CAREFUL, HAPPIER, SMALLER] {
        lines.extend(claim_line(tables, claim));
    }
    lines.push(who_pays(game, solved));
    lines.extend(winners(tables));
    lines.extend(payback(game, tables));
    lines.push(hangs(tables));
    lines
}

fn best(game: &Game, solved: &Solved, h: usize) -> String {
    let best = solved.best[h];
    let point = &solved.grid[h][best];
    let goal = solved.weights.estimate(&point.values(|s| objective(game.platform.objective, s)));
    let revenue = solved.weights.estimate(&point.values(|s| get(s, Sum::Revenue)));
    let windows = solved.grid[h].iter().zip(&solved.chance[h]).filter(|(p, _)| p.rule.window == point.rule.window);
    let sure: f64 = windows.map(|(_, chance)| chance).sum();
    let likely: Vec<f64> = solved.grid[h]
        .iter()
        .zip(&solved.chance[h])
        .filter(|(_, chance)| **chance >= 0.025)
        .map(|(p, _)| p.rule.prices[0])
        .collect();
    let ends = (likely.iter().copied().fold(f64::INFINITY, f64::min), likely.iter().copied().fold(0.0, f64::max));
    let spread = if ends.0 < ends.1 {
        format!(" (prices from {} to {} cannot be ruled out)", short(ends.0), short(ends.1))
    } else {
        String::new()
    };
    let edge = edge(game, &point.rule);
    let earned =
        if goal.mean == revenue.mean { String::new() } else { format!(", and earns {}", money(&revenue, solved)) };
    format!(
        "In the long run the platform does best with a window of {} and {} times the rates{spread}{edge}: {} a year{earned}; this window is best in {:.0} % of bootstrap draws, this point in {:.0} %.",
        point.rule.window.map_or("the tariff's own length".into(), |w| w.to_string()),
        prices_words(game, &point.rule.prices),
        money(&goal, solved),
        100.0 * sure,
        100.0 * solved.chance[h][best]
    )
}

/// A best point at the edge of what was tried says so.
fn edge(game: &Game, rule: &super::Rule) -> String {
    let (windows, prices) = (&game.platform.windows, &game.platform.prices);
    let mut at = Vec::new();
    if windows.len() > 1 && rule.window.is_some() {
        at.extend((rule.window == windows.iter().min().copied()).then_some("the shortest window"));
        at.extend((rule.window == windows.iter().max().copied()).then_some("the longest window"));
    }
    if prices.len() > 1 && rule.prices.iter().any(|p| Some(p) == prices.last()) {
        at.push("the highest price");
    }
    if at.is_empty() { String::new() } else { format!(" ({} tried: look beyond)", at.join(" and ")) }
}

fn horizons(solved: &Solved) -> String {
    let of = |h: usize| {
        let point = &solved.grid[h][solved.best[h]];
        let window = point.rule.window.map_or("its own".into(), |w| w.to_string());
        format!("{} run: {window} at {}", Horizon::ALL[h].word(), prices_words(solved.game, &point.rule.prices))
    };
    format!("The best rule by how much firms may react: {}.", (0..3).map(of).collect::<Vec<_>>().join("; "))
}

/// One claim over the horizons: `firms answer faster: short no, medium yes, long yes`.
fn claim_line(tables: &PriceTables, claim: &str) -> Option<String> {
    let rows: Vec<&ClaimRow> =
        tables.claims.iter().filter(|row| row.claim == claim && !row.answer.is_empty()).collect();
    let mut metrics: Vec<&str> = Vec::new();
    rows.iter().for_each(|row| {
        if !metrics.contains(&row.metric) {
            metrics.push(row.metric);
        }
    });
    let of = |metric: &&str| {
        let own: Vec<&&ClaimRow> = rows.iter().filter(|row| row.metric == *metric).collect();
        let same = own.windows(2).all(|pair| pair[0].answer == pair[1].answer);
        let last = own.last()?;
        let answers = match same {
            true => last.answer.clone(),
            false => own
                .iter()
                .map(|row| format!("{} in the {} run", row.answer, row.horizon))
                .collect::<Vec<_>>()
                .join(", "),
        };
        if *metric == "price_from_which" {
            return Some(format!("the slowest tenth gets faster {answers}"));
        }
        Some(format!("{}: {answers} (long run {})", metric.replace('_', " "), change(&last.value, &last.unit)))
    };
    let parts: Vec<String> = metrics.iter().filter_map(of).collect();
    (!parts.is_empty()).then(|| format!("Claim “{claim}”: {}.", parts.join("; ")))
}

fn who_pays(game: &Game, solved: &Solved) -> String {
    let point: &Point = &solved.rules[2][game.claims.rule];
    let revenue: f64 = point.sums[0].iter().map(|sums| get(sums, Sum::Revenue)).sum();
    let mut parts: Vec<(f64, String)> = solved
        .players
        .iter()
        .enumerate()
        .map(|(s, player)| {
            let paid = get(&point.sums[0][s], Sum::Revenue);
            let share = if revenue > 0.0 { 100.0 * paid / revenue } else { 0.0 };
            (paid, format!("{} {share:.0} %", player.segment.name))
        })
        .collect();
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    let parts: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
    let total = solved.weights.estimate(&point.values(|s| get(s, Sum::Revenue)));
    format!(
        "Under {} firms pay {} a year in the long run; of it {}.",
        game.rules[game.claims.rule].name,
        money(&total, solved),
        parts.join(", ")
    )
}

/// Who gains and who loses under the best rule of the long run, against the rule compared with.
fn winners(tables: &PriceTables) -> Option<String> {
    let first = tables.winners.iter().find(|row| row.horizon == "long" && row.rule == "best")?;
    let rows =
        tables.winners.iter().filter(|row| row.horizon == "long" && row.rule == "best" && row.against == first.against);
    let rows: Vec<_> = rows.collect();
    let of = |reading: &str| {
        let names: Vec<&str> = rows.iter().filter(|row| row.reading == reading).map(|row| row.who.as_str()).collect();
        if names.is_empty() { "nobody".to_string() } else { names.join(", ") }
    };
    Some(format!(
        "The platform's best rule against {}: better off {}; worse off {}; not distinguishable {}.",
        first.against,
        of("wins"),
        of("loses"),
        of("not distinguishable")
    ))
}

fn payback(game: &Game, tables: &PriceTables) -> Option<String> {
    let row = tables.claims.iter().rfind(|row| row.claim == PAYBACK && row.metric == "share_of_messages_needed")?;
    let earned = tables.claims.iter().rfind(|row| row.claim == PAYBACK && row.metric == "revenue_per_message");
    let each = earned.map_or(String::new(), |row| format!(" (a message earns {:.5} {})", row.value.mean, row.unit));
    let what = format!("{:.0} billion {}", game.platform.target.units() / 1e9, game.platform.target.currency.code());
    let years = short(game.platform.years);
    Some(match row.value.mean.is_finite() {
        true => format!(
            "{what} are earned back in {years} years if {} of the {:.0} billion messages a day go between firms and customers{each}; that share is not published.",
            percent(&row.value),
            game.platform.messages_a_day / 1e9
        ),
        false => format!("{what} are never earned back under {}: it earns nothing.", game.rules[game.claims.rule].name),
    })
}

fn hangs(tables: &PriceTables) -> String {
    if tables.assumptions.is_empty() {
        return "No assumption was moved: add [assumption.NAME] to see which answers hang on one.".into();
    }
    let mut turned: Vec<&str> = Vec::new();
    for row in tables.assumptions.iter().filter(|row| row.flips == "yes" && row.conclusion.ends_with("long run")) {
        if !turned.contains(&row.conclusion.as_str()) {
            turned.push(&row.conclusion);
        }
    }
    let mut all: Vec<&str> =
        tables.assumptions.iter().map(|row| row.conclusion.as_str()).filter(|c| c.ends_with("long run")).collect();
    all.sort_unstable();
    all.dedup();
    let list = turned.iter().map(|c| c.trim_end_matches(", long run")).collect::<Vec<_>>().join("; ");
    match turned.is_empty() {
        true => {
            format!("None of the {} conclusions of the long run turns at the ends of the assumptions moved.", all.len())
        }
        false => {
            format!("Of {} conclusions of the long run {} hang on an assumption: {list}.", all.len(), turned.len())
        }
    }
}

/// A difference as text with its interval.
fn change(value: &Estimate, unit: &str) -> String {
    let (scale, unit, digits) = match unit {
        "share" => (100.0, " points", 1),
        "s" if value.mean.abs() >= 7200.0 => (1.0 / 3600.0, " h", 1),
        "s" if value.mean.abs() >= 120.0 => (1.0 / 60.0, " min", 1),
        "s" => (1.0, " s", 1),
        other => return format!("{} {other}", grouped(value.mean)),
    };
    let one = |x: f64| format!("{:+.digits$}", x * scale);
    match (value.lower, value.upper) {
        (Some(lower), Some(upper)) => format!("{} [{}, {}]{unit}", one(value.mean), one(lower), one(upper)),
        _ => format!("{}{unit}", one(value.mean)),
    }
}

fn money(value: &Estimate, solved: &Solved) -> String {
    let code = solved.currency();
    match value.upper.zip(value.lower) {
        Some((upper, _)) if upper > value.mean => {
            format!("{} ± {} {code}", grouped(value.mean), grouped(upper - value.mean))
        }
        _ => format!("{} {code}", grouped(value.mean)),
    }
}

fn percent(value: &Estimate) -> String {
    let one = |x: f64| if x < 0.01 { format!("{:.3}", 100.0 * x) } else { format!("{:.1}", 100.0 * x) };
    match (value.lower, value.upper) {
        (Some(lower), Some(upper)) => format!("{} % [{}, {}]", one(value.mean), one(lower.max(0.0)), one(upper)),
        _ => format!("{} %", one(value.mean)),
    }
}

/// Three digits, thousands apart: `12,300`, `4.1 million`.
fn grouped(value: f64) -> String {
    let size = value.abs();
    match size {
        s if s >= 1e9 => format!("{:.2} billion", value / 1e9),
        s if s >= 1e6 => format!("{:.2} million", value / 1e6),
        s if s >= 1e3 => format!("{:.1} thousand", value / 1e3),
        _ => format!("{value:.2}"),
    }
}

fn short(value: f64) -> String {
    crate::table::plain(value)
}
