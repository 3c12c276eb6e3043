//! The verdict: about ten lines in plain words, each with its interval and what it rests on.

use std::path::Path;

use crate::scenario::{Group, Model, Promise, Scenario, Staff};
use crate::statistics::{self, Pair};
use crate::table::{Estimate, ServiceLevelRow, Tables};

use super::breakeven::scale;
use super::cost::Exchange;
use super::study::typed_heads;
use super::tabulate::{Matrix, Source};

mod words;

use words::{count, duration, how_sure, kept_of, within};
pub(super) use words::{grouped, money, share};

/// Most variants that get a line of their own; the tables hold them all.
const MOST_LINES: usize = 6;

/// The lines of the verdict.
pub fn verdict(source: &Source, tables: &Tables, matrices: &[Matrix]) -> Vec<String> {
    if source.results.replications.is_empty() {
        return vec!["No replication finished, so there is no verdict.".into()];
    }
    let scenario = source.scenario;
    let mut lines = Vec::new();
    let shown = by_cost(scenario, tables);
    lines.push(baseline_line(scenario, tables));
    lines.extend(shown.iter().take(MOST_LINES).map(|name| cost_line(scenario, tables, name)));
    if shown.len() > MOST_LINES {
        lines.push(format!("… and {} more variants in comparison.csv.", shown.len() - MOST_LINES));
    }
    let best = shown.first().map_or(scenario.variants[scenario.baseline].name.as_str(), |name| name.as_str());
    lines.extend(service_line(scenario, tables, best));
    lines.push(staff_line(scenario, tables, best));
    lines.extend(templates_line(scenario, tables, best));
    lines.extend(break_even_line(scenario, tables, best));
    if scenario.variants.iter().any(|variant| variant.name == best && variant.model.can_write()) {
        lines.extend(fee_line(scenario, tables, best));
        lines.extend(platform_line(source, matrices, best));
    }
    lines.extend(satisfaction_line(scenario, tables, best));
    lines.push(assumption_line(scenario));
    lines
}

/// Variants other than the baseline, cheapest first.
fn by_cost(scenario: &Scenario, tables: &Tables) -> Vec<String> {
    let mut names: Vec<String> = scenario.variants.iter().map(|v| v.name.clone()).collect();
    names.remove(scenario.baseline);
    let cost = |name: &str| tables.value(name, "all", "cost_per_resolved").map_or(f64::INFINITY, |e| e.mean);
    names.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
    names
}

fn baseline_line(scenario: &Scenario, tables: &Tables) -> String {
    let name = &scenario.variants[scenario.baseline].name;
    let code = scenario.currencies.report;
    let cost = tables.value(name, "all", "cost_per_resolved");
    let contacts = count(tables.value(name, "all", "contacts").map_or(0.0, |e| e.mean));
    let (from, to) = (&scenario.run.dates.0, &scenario.run.dates.1);
    match cost {
        Some(e) => format!(
            "{name} costs {} per resolved contact ({contacts} contacts from {from} to {to}; {}).",
            money(&e, code),
            how_sure(scenario, &e)
        ),
        None => format!(
            "{name} has no cost per resolved contact: nothing was resolved ({contacts} contacts from {from} to {to})."
        ),
    }
}

fn cost_line(scenario: &Scenario, tables: &Tables, name: &str) -> String {
    let code = scenario.currencies.report;
    let row = tables.comparison.iter().find(|r| r.variant == name && r.metric == "cost_per_resolved");
    let Some(row) = row else { return format!("{name}: no comparison, nothing was resolved.") };
    let difference = match row.reading {
        "lower" => format!("cheaper than {} by {}", row.baseline, money(&negated(&row.difference), code)),
        "higher" => format!("dearer than {} by {}", row.baseline, money(&row.difference, code)),
        "no interval" if row.difference.mean < 0.0 => {
            format!("{} less than {}, without an interval", money(&negated(&row.difference), code), row.baseline)
        }
        "no interval" => format!("{} more than {}, without an interval", money(&row.difference, code), row.baseline),
        _ => format!("not distinguishable from {} (difference {})", row.baseline, money(&row.difference, code)),
    };
    format!("{name} costs {}: {difference}.", money(&row.value, code))
}

fn negated(e: &Estimate) -> Estimate {
    Estimate { mean: -e.mean, lower: e.upper.map(|x| -x), upper: e.lower.map(|x| -x), ..*e }
}

fn service_line(scenario: &Scenario, tables: &Tables, best: &str) -> Vec<String> {
    let baseline = scenario.variants[scenario.baseline].name.as_str();
    let on = |name: &str, channel: &str| {
        let median = tables.value(name, channel, "response_median")?;
        let p90 = tables.value(name, channel, "response_p90")?;
        let answered = tables.value(name, channel, "answered_share")?;
        Some((format!("half {}, nine in ten {}", within(median.mean), within(p90.mean)), share(&answered)))
    };
    let answers = |name: &str| {
        let (speed, answered) = on(name, "all")?;
        let each = match (on(name, "messages"), on(name, "phone")) {
            (Some(messages), Some(calls)) => {
                format!(" (messages: {}, {}; calls: {}, {})", messages.0, messages.1, calls.0, calls.1)
            }
            _ => String::new(),
        };
        Some(format!("answers {speed}, and {answered} of turns at all{each}"))
    };
    let of = |name: &str| {
        let (answers, instead) = (answers(name), instead_of_answers(tables, name).join("; "));
        match (answers, instead.is_empty()) {
            (Some(answers), true) => Some(format!("{name} {answers}")),
            (Some(answers), false) => Some(format!("{name} {answers}; {instead}")),
            (None, true) => None,
            (None, false) => Some(format!("{name} answers no turn when it comes; {instead}")),
        }
    };
    let mut parts: Vec<String> = [best, baseline].into_iter().filter_map(of).collect();
    parts.dedup();
    if parts.is_empty() { Vec::new() } else { vec![format!("Speed: {}.", parts.join("; "))] }
}

/// What became of calls that were not answered when they came: called back, engaged.
fn instead_of_answers(tables: &Tables, name: &str) -> Vec<String> {
    let of = |metric: &str| tables.value(name, "all", metric).map_or(0.0, |e| e.mean);
    let later = of("callback_offers") * of("callback_accepted_share") + of("voice_messages");
    let mut parts = Vec::new();
    if let Some(reached) = tables.value(name, "all", "recalled_share").filter(|reached| reached.mean > 0.0) {
        let back =
            Estimate { mean: later * reached.mean / of("contacts").max(1.0), lower: None, upper: None, ..reached };
        let wait = duration(of("recall_wait_mean"));
        parts.push(format!("{} of contacts were called back, after {wait} on average", share(&back)));
    }
    if let Some(engaged) = tables.value(name, "all", "blocked_calls_share").filter(|engaged| engaged.mean > 0.0) {
        parts.push(format!("{} of calls were engaged", share(&engaged)));
    }
    parts
}

fn staff_line(scenario: &Scenario, tables: &Tables, best: &str) -> String {
    let baseline = scenario.variants[scenario.baseline].name.as_str();
    let mut names = vec![best, baseline];
    names.dedup();
    let of = |name: &&str| -> Option<String> {
        let index = scenario.variants.iter().position(|variant| variant.name == **name)?;
        let variant = &scenario.variants[index];
        let promise = variant.model.desk.groups.iter().find_map(|group| Some((group, promise_of(group)?)));
        let peak = tables.value(name, "all", "agents_peak").map_or(0.0, |e| e.mean);
        let hours = tables.value(name, "all", "paid_hours").map_or(0.0, |e| e.mean);
        // On two channels the promise of one group is that of its own.
        let own = promise.map_or("all", |(group, _)| if group.messages { "messages" } else { "phone" });
        let kept = tables.value(name, own, "promise_kept").or_else(|| tables.value(name, "all", "promise_kept"));
        let promise = match (promise, kept) {
            (Some(_), _) if !apart(tables, name).is_empty() => {
                format!("promises while open: {}", each(&variant.model, tables, name))
            }
            (Some((_, p)), Some(kept)) => {
                format!("promises {} while open (simulated: {})", in_words(p), kept_of(p.share.0, &kept))
            }
            _ => match &variant.model.fleet {
                Some(fleet) => format!("is {} desks staffed by the square-root rule", count(f64::from(fleet.desks))),
                None => "has heads that were typed".to_string(),
            },
        };
        Some(format!(
            "{name} {promise}: up to {} {}, {} paid hours",
            count(peak),
            if peak < 1.5 { "head" } else { "heads" },
            count(hours)
        ))
    };
    let text = names.iter().filter_map(of).collect::<Vec<_>>().join("; ");
    let caution = match typed_heads(scenario) {
        true => " Where heads were typed, the comparison is of those teams, not of the channels.",
        false => "",
    };
    format!("Staff: {text}.{caution}")
}

fn promise_of(group: &Group) -> Option<Promise> {
    match &group.staff {
        Staff::Meet { promise, .. } => Some(*promise),
        Staff::Schedule(_) => None,
    }
}

fn in_words(promise: Promise) -> String {
    format!("{} % in {}", (promise.share.0 * 100.0).round(), promise.within)
}

/// How groups of a variant keep what they promise each for itself.
fn apart<'a>(tables: &'a Tables, name: &str) -> Vec<&'a ServiceLevelRow> {
    tables.service_levels.iter().filter(|row| row.kind == "promise" && row.variant == name).collect()
}

/// The promise of each group and how far it is kept.
fn each(model: &Model, tables: &Tables, name: &str) -> String {
    let rows = apart(tables, name);
    let of = |group: &Group| {
        let kept = rows.iter().find(|row| row.name == group.name)?;
        let promise = promise_of(group)?;
        Some(format!("{} {} (simulated: {})", group.name, in_words(promise), kept_of(promise.share.0, &kept.value)))
    };
    model.desk.groups.iter().filter_map(of).collect::<Vec<_>>().join(", ")
}

/// What the desks of each template of a fleet cost.
fn templates_line(scenario: &Scenario, tables: &Tables, best: &str) -> Option<String> {
    let code = scenario.currencies.report;
    let of = |template: &str, metric: &str| {
        let mut rows = tables.by_template.iter().filter(|row| row.variant == best && row.template == template);
        rows.find(|row| row.metric == metric).map(|row| row.value)
    };
    let variant = scenario.variants.iter().find(|variant| variant.name == best)?;
    let templates = variant.model.fleet.as_ref()?.templates.iter().take(MOST_LINES).filter_map(|template| {
        let (desks, cost) = (of(&template.name, "desks")?, of(&template.name, "cost_per_resolved")?);
        let name = if template.title.is_empty() { &template.name } else { &template.title };
        Some(format!("{} {name}: {}", count(desks.mean), money(&cost, code)))
    });
    let parts: Vec<String> = templates.collect();
    (!parts.is_empty()).then(|| format!("Desks of {best} and their cost per resolved contact: {}.", parts.join("; ")))
}

fn break_even_line(scenario: &Scenario, tables: &Tables, best: &str) -> Option<String> {
    let baseline = &scenario.variants[scenario.baseline].name;
    if best == baseline {
        return None;
    }
    // Without a contact resolved on both sides there is nothing that could be equal.
    let known = |variant: &str| tables.value(variant, "all", "cost_per_resolved");
    known(best).and(known(baseline))?;
    let code = scenario.currencies.report;
    let wage = tables.value(best, "all", "break_even_wage");
    let handling = tables.value(best, "all", "break_even_handling");
    let row = tables.comparison.iter().find(|r| r.variant == best && r.metric == "cost_per_resolved");
    let (cheaper, dearer) = if row.is_some_and(|r| r.difference.mean < 0.0) {
        (best, baseline.as_str())
    } else {
        (baseline.as_str(), best)
    };
    // Who pays less in wages gains as they rise, so who is cheaper now is so on this side of the point.
    let wages = |variant: &str| tables.value(variant, "all", "cost_per_resolved.wages").map_or(f64::NAN, |e| e.mean);
    let side = if wages(cheaper) < wages(dearer) { "above" } else { "below" };
    let wage = wage.map_or(format!("{cheaper} is cheaper at every wage"), |e| {
        format!("{cheaper} is cheaper at every wage {side} {} an hour", money(&e, code))
    });
    let handling = handling.map_or(format!("no handling time of {best} makes them equal"), |e| {
        let range = match (e.lower, e.upper) {
            (Some(low), Some(high)) => format!(" ({low:.0} to {high:.0} s)"),
            _ => String::new(),
        };
        format!("the cost would be equal if a turn took {best} {:.0} s of work{range}", e.mean)
    });
    Some(format!("Break-even of {best} and {baseline}: {wage}; {handling}."))
}

fn fee_line(scenario: &Scenario, tables: &Tables, best: &str) -> Option<String> {
    let code = scenario.currencies.report;
    let fee = tables.value(best, "all", "fee")?;
    let calculator = tables.value(best, "all", "calculator_fee")?;
    let inside = tables.value(best, "all", "answered_inside_window");
    let index = scenario.variants.iter().position(|variant| variant.name == best)?;
    let in_force = &scenario.variants[index].model.cost.in_force;
    // A tariff of one's own by its name: the folder is of this machine.
    let own = Path::new(in_force).file_stem().and_then(|stem| stem.to_str()).filter(|_| in_force.ends_with(".toml"));
    let tariff = own.unwrap_or(in_force);
    let inside = inside.map_or(String::new(), |e| format!("; {} of answers go out inside the window", share(&e)));
    Some(format!(
        "Fees of {best} under {tariff}: {} in the run (volume × rate, as calculators have it: {}){inside}.",
        money(&fee, code),
        money(&calculator, code)
    ))
}

/// What the platform earns: fees per 1,000 contacts, and the share of all messages that would earn back its target.
fn platform_line(source: &Source, matrices: &[Matrix], best: &str) -> Vec<String> {
    let scenario = source.scenario;
    let Some(platform) = &scenario.platform else { return Vec::new() };
    let Some(index) = scenario.variants.iter().position(|variant| variant.name == best) else { return Vec::new() };
    let column = |name: &str| matrices[index].first().and_then(|row| row.iter().position(|v| v.metric == name));
    let (Some(fee), Some(incoming), Some(outgoing), Some(contacts)) =
        (column("fee"), column("messages_in"), column("messages_out"), column("contacts"))
    else {
        return Vec::new();
    };
    let per = |denominators: &[usize]| {
        let pairs: Vec<Pair> = matrices[index]
            .iter()
            .map(|row| (row[fee].numerator, denominators.iter().map(|c| row[*c].numerator).sum()))
            .collect();
        statistics::ratio(&pairs, scenario.run.level)
    };
    let exchange = Exchange(&scenario.currencies);
    let to_target = 1e-9 / exchange.rate(platform.target.currency);
    let code = platform.target.currency;
    let mut lines = Vec::new();
    if let Some(interval) = per(&[contacts]) {
        let per_thousand = scale(interval.at_least_zero(), 1000.0 * to_target);
        lines.push(format!("The platform earns {} in fees per 1,000 contacts.", money(&per_thousand, code)));
    }
    if let Some(interval) = per(&[incoming, outgoing]) {
        let per_message = scale(interval, to_target);
        let needed = platform.target.nanos as f64 / 1e9 / (platform.years * 365.25) / platform.messages_a_day;
        let of = |fee: f64| needed / fee * 100.0;
        let range = match (per_message.upper, per_message.lower) {
            (Some(high), Some(low)) if low > 0.0 => format!(" ({:.2} to {:.2} %)", of(high), of(low)),
            _ => String::new(),
        };
        let total = count(platform.messages_a_day);
        lines.push(if per_message.mean > 0.0 && of(per_message.mean) > 100.0 {
            format!(
                "Not even if all of {total} messages a day were like these would fees alone earn {} {} in {} years.",
                count(platform.target.nanos as f64 / 1e9),
                code.code(),
                platform.years
            )
        } else if per_message.mean > 0.0 {
            format!(
                "If {:.2} %{range} of {total} messages a day were like these, fees alone would earn {} {} in {} years.",
                of(per_message.mean),
                count(platform.target.nanos as f64 / 1e9),
                code.code(),
                platform.years
            )
        } else {
            "No share of its messages would earn the platform anything: no message was charged.".to_string()
        });
    }
    lines
}

fn satisfaction_line(scenario: &Scenario, tables: &Tables, best: &str) -> Option<String> {
    let curves: Vec<_> =
        tables.comparison.iter().filter(|r| r.variant == best && r.metric.starts_with("satisfaction_")).collect();
    let first = curves.first()?;
    let agree = curves.iter().all(|row| row.reading == first.reading);
    let source = scenario.variants.iter().find_map(|v| v.model.satisfaction.as_ref().map(|s| s.source.clone()));
    let reading = match (agree, first.reading) {
        (true, "lower") => "lower under every assumed curve",
        (true, "higher") => "higher under every assumed curve",
        (true, _) => "not distinguishable under any assumed curve",
        _ => "higher or lower depending on the assumed curve: the sign hangs on the assumption",
    };
    Some(format!("Satisfaction of {best} is {reading} ({}).", source.unwrap_or_else(|| "assumption".into())))
}

fn assumption_line(scenario: &Scenario) -> String {
    let assumed = scenario.effective.iter().filter(|value| value.assumption.is_some());
    let names: Vec<&str> = assumed.map(|value| value.path.as_str()).collect();
    if names.is_empty() {
        return "No value of this scenario is marked as an assumption.".into();
    }
    let first: Vec<&str> = names.iter().take(4).copied().collect();
    let more = if names.len() > first.len() { ", …" } else { "" };
    format!(
        "Assumed, not measured: {} of {} settings ({}{more}); `chatfare explain FILE` lists them.",
        names.len(),
        scenario.effective.len(),
        first.join(", ")
    )
}
