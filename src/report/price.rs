//! Everything that `price` writes: tables, charts, the report, and last of all the manifest.

use std::io;
use std::path::Path;

use serde::Serialize;

use super::figures::{Figure, Widths, drawn, variables};
use super::pictures::write_pictures;
use super::{LIMIT, fill};
use crate::chart::format::{money, number, percent, seconds};
use crate::chart::{self, PRICE_CHARTS, PriceContext, Theme};
use crate::experiment::price::{Game, Outcome};
use crate::experiment::study::MODEL_VERSION;
use crate::table::{
    Estimate, Manifest, Meta, RunFacts, Written, clear_manifest, write_file, write_manifest, write_price_tables,
};

/// Tables, charts and report below `dir`; the manifest is removed first and written last, so that a folder with a
/// manifest is whole. Returns the names written.
///
/// # Errors
/// Input/output, naming step and file; a chart or the report that cannot be made.
pub fn publish_price(dir: &Path, game: &Game, outcome: &Outcome, run: &RunFacts) -> io::Result<Vec<Written>> {
    clear_manifest(dir)?;
    let frame = &outcome.frame;
    let meta = Meta { hash: frame.hash.clone(), model_version: MODEL_VERSION.into(), seed: frame.seed };
    let mut files = write_price_tables(dir, &outcome.tables, &meta)?;
    let context = price_context(game, outcome);
    let pictures = chart::draw_price(&outcome.tables, &context, &Theme::light()).map_err(io::Error::other)?;
    files.extend(write_pictures(dir, &pictures)?);
    let page = render(game, outcome, &context).map_err(io::Error::other)?;
    files.push(write_file(dir, "report.html", page.as_bytes())?);
    let manifest = Manifest {
        experiment: crate::table::Experiment::of("price"),
        version: env!("CARGO_PKG_VERSION").into(),
        model_version: MODEL_VERSION.into(),
        name: game.name.clone(),
        hash: frame.hash.clone(),
        seed: frame.seed,
        replications: outcome.replications,
        finished: game.segments.iter().map(|segment| (segment.name.clone(), outcome.replications)).collect(),
        complete: true,
        failures: Vec::new(),
        scenario: game.marked.iter().map(|(path, value, _)| (path.clone(), value.clone())).collect(),
        files: files.clone(),
    };
    files.push(write_manifest(dir, &manifest, &serde_json::to_value(&game.source)?, run)?);
    Ok(files)
}

/// The frame around the charts of a game.
pub fn price_context(game: &Game, outcome: &Outcome) -> PriceContext {
    let frame = &outcome.frame;
    PriceContext {
        title: game.name.clone(),
        currency: frame.currency.code().to_string(),
        rule: game.rules[game.claims.rule].name.clone(),
        rules: game.rules.iter().map(|rule| rule.name.clone()).collect(),
        level: frame.level,
        replications: outcome.replications,
        hash: frame.hash.clone(),
        seed: frame.seed,
        model_version: MODEL_VERSION.into(),
    }
}

/// A table of the page: the first `text` columns are words.
#[derive(Debug, Serialize)]
struct Grid {
    caption: String,
    head: Vec<&'static str>,
    text: usize,
    rows: Vec<Vec<String>>,
}

#[derive(Debug, Serialize)]
struct View<'a> {
    /// What the page is, for its title.
    kind: &'static str,
    title: &'a str,
    period: String,
    question: &'a str,
    verdict: &'a [String],
    light: String,
    dark: String,
    revenue: Vec<Figure>,
    speed: Vec<Figure>,
    payers: Vec<Figure>,
    best: Grid,
    elasticities: Grid,
    responses: Grid,
    winners: Grid,
    claims: Grid,
    flips: Grid,
    marked: Grid,
    warnings: &'a [String],
    replications: u32,
    indifference: String,
    command: String,
    hash: &'a str,
    seed: u64,
    model_version: &'a str,
}

/// The page as HTML; should both widths make it too large, telephones get the wide charts.
fn render(game: &Game, outcome: &Outcome, context: &PriceContext) -> Result<String, super::Error> {
    let page = fill(include_str!("price.html"), view(game, outcome, context, Widths::Both)?)?;
    if page.len() <= LIMIT {
        return Ok(page);
    }
    fill(include_str!("price.html"), view(game, outcome, context, Widths::One)?)
}

fn view<'a>(
    game: &'a Game,
    outcome: &'a Outcome,
    context: &'a PriceContext,
    widths: Widths,
) -> Result<View<'a>, chart::Error> {
    let figures = |name: &str| -> Result<Vec<Figure>, chart::Error> {
        let wanted = PRICE_CHARTS.iter().filter(|c| c.name == name && (c.needs)(&outcome.tables));
        wanted.map(|c| drawn(widths, |theme| (c.draw)(&outcome.tables, context, theme))).collect()
    };
    let (from, to) = &outcome.frame.dates;
    Ok(View {
        kind: "price game",
        title: &game.name,
        period: format!("{from} to {to}, scaled to a year"),
        question: &game.question,
        verdict: &outcome.verdict,
        light: variables(&Theme::light()),
        dark: variables(&Theme::dark()),
        revenue: figures("revenue")?,
        speed: figures("response_times")?,
        payers: figures("who_pays")?,
        best: best(outcome),
        elasticities: elasticities(outcome),
        responses: responses(outcome),
        winners: winners(outcome),
        claims: claims(outcome),
        flips: flips(outcome),
        marked: marked(game),
        warnings: &outcome.warnings,
        replications: outcome.replications,
        indifference: percent(game.platform.indifference),
        command: format!("chatfare price {}.toml", game.name),
        hash: &outcome.frame.hash,
        seed: outcome.frame.seed,
        model_version: MODEL_VERSION,
    })
}

/// An estimate with its interval in the unit of a row.
fn shown(value: &Estimate, unit: &str) -> String {
    let one = |x: f64| match unit {
        "share" => percent(x),
        "s" => seconds(x),
        _ if unit.ends_with("a year") || unit.starts_with("times") => number(x),
        _ => money(x),
    };
    match (value.lower, value.upper) {
        (Some(lower), Some(upper)) => format!("{} ({} to {})", one(value.mean), one(lower), one(upper)),
        _ => one(value.mean),
    }
}

fn window(seconds_: Option<f64>) -> String {
    seconds_.map_or("its own".into(), chart::window_words)
}

/// The most probable points of each horizon.
fn best(outcome: &Outcome) -> Grid {
    let rows = &outcome.tables.platform;
    let mut likely: Vec<_> = rows.iter().filter(|r| r.metric == "best_probability" && r.value.mean >= 0.025).collect();
    likely.sort_by(|a, b| {
        let place = |word: &str| ["short", "medium", "long"].iter().position(|h| *h == word);
        place(a.horizon).cmp(&place(b.horizon)).then(b.value.mean.total_cmp(&a.value.mean))
    });
    let cells = likely.iter().map(|row| {
        let of = |metric: &str| {
            let same = |r: &&crate::table::PlatformRow| {
                r.metric == metric
                    && r.rule == "grid"
                    && r.horizon == row.horizon
                    && r.window_s == row.window_s
                    && r.prices == row.prices
            };
            rows.iter().find(same).map_or(String::new(), |r| shown(&r.value, &r.unit))
        };
        let head = vec![row.horizon.to_string(), window(row.window_s), row.prices.clone(), percent(row.value.mean)];
        head.into_iter().chain([of("objective"), of("revenue"), of("welfare")]).collect()
    });
    Grid {
        caption: "Best rules: share of bootstrap draws in which each is the best of the grid (2.5 % or more)".into(),
        head: vec!["Run", "Window", "Price", "Best in", "Objective", "Revenue", "Welfare"],
        text: 3,
        rows: cells.collect(),
    }
}

fn elasticities(outcome: &Outcome) -> Grid {
    let rows = outcome.tables.elasticities.iter().filter(|r| {
        r.horizon == "long"
            && r.from <= 1.0
            && 1.0 <= r.to
            && matches!(r.quantity, "charged messages" | "revenue" | "contacts by phone")
    });
    let cells = rows.map(|r| {
        let range = format!("{} to {}", number(r.from), number(r.to));
        vec![window(Some(r.window_s)), r.market.clone(), range, r.quantity.to_string(), shown(&r.value, "1")]
    });
    Grid {
        caption: "Arc elasticities around the tariff's own rates, long run (all are in elasticities.csv)".into(),
        head: vec!["Window", "Market", "Price", "Of", "Elasticity"],
        text: 4,
        rows: cells.collect(),
    }
}

fn responses(outcome: &Outcome) -> Grid {
    let wanted = ["fees", "response_median", "response_p90", "inside_window"];
    let rows = &outcome.tables.responses;
    let heads = rows.iter().filter(|r| r.rule != "grid" && r.metric == "fees");
    let cells = heads.map(|row| {
        let of = |metric: &&str| {
            let same = |r: &&crate::table::FirmRow| {
                r.metric == *metric && r.rule == row.rule && r.horizon == row.horizon && r.segment == row.segment
            };
            rows.iter().find(same).map_or("–".to_string(), |r| shown(&r.value, &r.unit))
        };
        let head = vec![
            row.horizon.into(),
            row.rule.clone(),
            row.segment.clone(),
            row.choice.clone(),
            percent(row.probability),
        ];
        head.into_iter().chain(wanted.iter().map(of)).collect()
    });
    Grid {
        caption: "What one firm of each kind does under each rule, and how often a bootstrap draw agrees".into(),
        head: vec!["Run", "Rule", "Firm", "Choice", "Agrees", "Fees a year", "Median", "90 %", "Inside the window"],
        text: 4,
        rows: cells.collect(),
    }
}

fn winners(outcome: &Outcome) -> Grid {
    let rows = outcome.tables.winners.iter().filter(|r| r.horizon == "long");
    let cells = rows.map(|r| {
        let head = vec![r.rule.clone(), r.against.clone(), r.who.clone(), r.reading.to_string()];
        head.into_iter().chain([number(r.firms), shown(&r.difference, &r.unit)]).collect()
    });
    Grid {
        caption: "Payoff of one firm (surplus of its customers, revenue of the platform) a year, rule minus the other, long run".into(),
        head: vec!["Rule", "Against", "Who", "", "Firms", "Difference"],
        text: 4,
        rows: cells.collect(),
    }
}

fn claims(outcome: &Outcome) -> Grid {
    let cells = outcome.tables.claims.iter().map(|r| {
        let hangs = if r.hangs_on.is_empty() { "–".to_string() } else { r.hangs_on.clone() };
        vec![
            r.claim.into(),
            r.horizon.into(),
            r.answer.clone(),
            r.metric.replace('_', " "),
            hangs,
            shown(&r.value, &r.unit),
        ]
    });
    Grid {
        caption: "Each claim with its number: the rule asked about minus the one compared with".into(),
        head: vec!["Claim", "Run", "Answer", "Measured by", "Turns with", "Number"],
        text: 5,
        rows: cells.collect(),
    }
}

fn flips(outcome: &Outcome) -> Grid {
    let rows = outcome.tables.assumptions.iter().filter(|r| r.flips == "yes");
    let cells = rows.map(|r| {
        vec![
            r.conclusion.replace('_', " "),
            r.assumption.clone(),
            format!("{} ({})", r.at, r.end),
            r.before.clone(),
            r.after.clone(),
        ]
    });
    Grid {
        caption: "Conclusions that turn at one end of an assumption (all are in assumptions.csv)".into(),
        head: vec!["Conclusion", "Assumption", "At", "Before", "There"],
        text: 5,
        rows: cells.collect(),
    }
}

fn marked(game: &Game) -> Grid {
    let cells = game.marked.iter().map(|(path, value, note)| vec![path.clone(), value.clone(), note.clone()]);
    Grid {
        caption: "As the price file marks them; those of the scenarios stand in these".into(),
        head: vec!["Setting", "Value", "Note"],
        text: 3,
        rows: cells.collect(),
    }
}
