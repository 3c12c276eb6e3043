//! The verdict of a comparison: which is best, how sure that is, and what common customers gave.

use crate::scenario::Scenario;
use crate::table::{BestRow, Estimate, Tables};
use crate::units::Currency;

use super::verdict::{money, share};

/// Most variants named one by one.
const MOST_LINES: usize = 12;

/// The lines of the verdict.
pub fn comparison_words(scenario: &Scenario, tables: &Tables, replications: u32) -> Vec<String> {
    let rows: Vec<&BestRow> = tables.best.iter().filter(|row| row.metric == "cost_per_resolved").collect();
    let Some(first) = rows.first() else {
        return vec![
            "Nothing can be compared: a variant has no interval. It takes two variants with two replications each."
                .into(),
        ];
    };
    let code = scenario.currencies.report;
    let mut lines = vec![format!(
        "{} variants on {replications} common replications; what is said of the best holds with {} % for all of them together.",
        rows.len(),
        first.behind.level * 100.0
    )];
    lines.push(headline(&rows, code));
    lines.extend(rows.iter().take(MOST_LINES).map(|row| one_line(row, tables, code)));
    if rows.len() > MOST_LINES {
        lines.push(format!("… and {} more variants in best.csv.", rows.len() - MOST_LINES));
    }
    lines.extend(other_metrics(tables));
    lines.extend(pairing(scenario, tables));
    lines
}

fn standing<'a>(rows: &[&'a BestRow], word: &str) -> Vec<&'a str> {
    rows.iter().filter(|row| row.standing == word).map(|row| row.variant.as_str()).collect()
}

/// Which is the cheapest, or that it cannot be said.
fn headline(rows: &[&BestRow], code: Currency) -> String {
    let (best, open) = (standing(rows, "best"), standing(rows, "not distinguishable"));
    let near = standing(rows, "within the indifference zone");
    let zone = rows.first().map_or(0.0, |row| row.zone);
    match (best.as_slice(), near.as_slice(), open.as_slice()) {
        ([one], _, _) => format!("{one} is the cheapest per resolved contact."),
        ([_, ..], ..) => format!("{} cost the same; no other is cheaper.", list(&best, "and")),
        ([], [_, ..], []) => format!(
            "{} cannot be told apart, nor need they be: each is at most {zone} {} behind the cheapest.",
            list(&near, "and"),
            code.code()
        ),
        ([], [_, ..], [_, ..]) => format!(
            "Not distinguishable which is the cheapest: {} at most {zone} {} behind it; {} may be it too. More replications decide.",
            list_is(&near),
            code.code(),
            list(&open, "and")
        ),
        ([], [], [_, ..]) => format!(
            "Not distinguishable: {} may each be the cheapest. More replications decide, or an indifference zone.",
            list(&open, "and")
        ),
        ([], [], []) => "Which is the cheapest cannot be said.".into(),
    }
}

fn one_line(row: &BestRow, tables: &Tables, code: Currency) -> String {
    let own = tables.value(&row.variant, "all", "cost_per_resolved").map_or(String::new(), |own| money(&own, code));
    let (low, high) = (row.behind.lower.unwrap_or(f64::NAN), row.behind.upper.unwrap_or(f64::NAN));
    let digits = if high > low { (-((high - low) / 2.0).log10()).ceil().clamp(1.0, 3.0) as usize + 1 } else { 2 };
    let amount = |x: f64| format!("{:.digits$}", x.abs());
    let (by, code) = (amount(row.behind.mean), code.code());
    let place = match row.standing {
        "best" if low == 0.0 => "as cheap as the best of the others".into(),
        "best" => format!("cheaper than the best of the others, by {by} {code}, at most {}", amount(low)),
        "worse" => format!("dearer than the best of the others, by {by} {code}, at most {}", amount(high)),
        "within the indifference zone" => format!("at most {} {code} dearer than the best of the others", amount(high)),
        _ => {
            let (low, high) = (amount(low), amount(high));
            format!("not distinguishable from the best of the others: up to {low} {code} cheaper, up to {high} dearer")
        }
    };
    format!("{} costs {own}: {place}.", row.variant)
}

/// Which is best by what customers feel.
fn other_metrics(tables: &Tables) -> Vec<String> {
    let of = |metric: &'static str, words: &str| {
        let rows: Vec<&BestRow> = tables.best.iter().filter(|row| row.metric == metric).collect();
        let top = rows.iter().find(|row| row.standing == "best");
        let text = match top {
            Some(row) => format!("{words}: {} is best ({}).", row.variant, shown(tables, row)),
            None if rows.is_empty() => return None,
            None => {
                let open: Vec<&str> = standing(&rows, "not distinguishable");
                format!("{words}: not distinguishable which is best; it may be {}.", list(&open, "or"))
            }
        };
        Some(text)
    };
    [
        of("response_mean", "Mean response"),
        of("answered_share", "Share answered"),
        of("resolved_share", "Share resolved"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn shown(tables: &Tables, row: &BestRow) -> String {
    match tables.value(&row.variant, "all", &row.metric) {
        Some(value) if row.unit == "share" => share(&value),
        Some(Estimate { mean, lower: Some(low), upper: Some(high), .. }) => {
            format!("{mean:.0} {} ({low:.0} to {high:.0})", row.unit)
        }
        Some(value) => format!("{:.0} {}", value.mean, row.unit),
        None => String::new(),
    }
}

/// What common random numbers gave, or took.
fn pairing(scenario: &Scenario, tables: &Tables) -> Vec<String> {
    let rows = tables.comparison.iter().filter(|row| row.metric == "cost_per_resolved");
    type Ratios<'a> = Vec<(&'a str, f64)>;
    let ratios: Ratios = rows.filter_map(|row| Some((row.variant.as_str(), row.variance_ratio?))).collect();
    let (good, bad): (Ratios, Ratios) = ratios.into_iter().partition(|(_, ratio)| *ratio >= 1.0);
    let baseline = &scenario.variants[scenario.baseline].name;
    let mut lines = Vec::new();
    if let Some((_, least)) = good.iter().min_by(|a, b| a.1.total_cmp(&b.1)) {
        lines.push(format!(
            "Meeting the same customers makes the differences from {baseline} worth at least {least:.1} times the replications."
        ));
    }
    for (variant, ratio) in bad {
        lines.push(format!(
            "Warning: {variant} and {baseline} meet the same customers, but answer them so differently that pairing widens the \
             interval (variance ratio {ratio:.2})."
        ));
    }
    lines
}

/// `a`, `a and b`, `a, b and c`; `word` is `and` or `or`.
fn list(names: &[&str], word: &str) -> String {
    match names {
        [] => "none".into(),
        [one] => (*one).into(),
        [front @ .., last] => format!("{} {word} {last}", front.join(", ")),
    }
}

/// With the verb: `a is`, `a and b are`.
fn list_is(names: &[&str]) -> String {
    format!("{} {}", list(names, "and"), if names.len() == 1 { "is" } else { "are" })
}
