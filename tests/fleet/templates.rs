//! Templates mixed in one fleet: each desk is of the template drawn for it, and nothing else changes.

use chatfare::experiment::assemble::{Assembly, assemble};
use chatfare::experiment::replicate::{Chunk, replicate};
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::study;
use chatfare::scenario::{LoadOptions, Run, Scenario, load_text};

use super::alone::{TEXT, numbered};

fn loaded(text: &str) -> Scenario {
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    let scenario = load_text("fleet.toml", text, &LoadOptions { tariffs, ..LoadOptions::default() });
    scenario.unwrap_or_else(|report| panic!("{report}"))
}

fn assembled(text: &str) -> (Assembly, Run) {
    let scenario = loaded(text);
    (assemble(&scenario.variants[0].model, &scenario.run).expect("it compiles"), scenario.run)
}

/// Two templates that change nothing.
const ALIKE: &str = "[fleet.template.a]\nshare = \"40 %\"\n[fleet.template.b]\nshare = \"60 %\"\n";

/// Clinics are in Austria, take longer, have a dearer owner, answer in batches, and are half as busy.
const MIXED: &str = r#"[fleet.template.shop]
share = "60 %"
[fleet.template.clinic]
share = "40 %"
title = "clinics"
set = { "population.customers.countries" = { AT = "100 %" }, "reason.question.handling" = "exponential, mean 6 min", "reason.question.volume" = "450/day", "group.team.wage" = "50 USD", "group.team.hours" = "Mon-Fri 08:00-18:00", "desk.answer.policy" = "batches", "desk.answer.every" = "2 h" }
"#;

fn sum_of(parts: &[Chunk]) -> Chunk {
    let mut sum = parts[0].clone();
    parts[1..].iter().for_each(|part| sum.merge(part).expect("they add up"));
    sum
}

#[test]
fn templates_that_change_nothing_change_nothing() {
    let (plain, run) = assembled(&format!("{TEXT}[fleet]\ndesks = 40\nsizes = \"zipf\"\n"));
    let (mixed, _) = assembled(&format!("{TEXT}[fleet]\ndesks = 40\nsizes = \"zipf\"\n{ALIKE}"));
    for replication in 0..2 {
        let [plain, mixed] = [&plain, &mixed].map(|one| replicate(one, &run, 5, replication).expect("it runs"));
        let whole = sum_of(&mixed.templates);
        assert_eq!((&whole.tally, &whole.desk, &whole.bills), (&plain.tally, &plain.desk, &plain.bills));
        assert_eq!(mixed.tally.messages, plain.tally.messages);
        assert!(mixed.templates.iter().all(|part| part.of.desks > 5));
        assert_eq!(mixed.of, plain.of);
    }
}

/// A fleet of three desks of two templates is each of them from a file that says it in full, at a third of the volume. The work
/// by hand: shops as in `alone.rs` (2.5 erlangs, 3 heads); clinics 150 contacts of 2 turns of 6 min in a week of 7 days over 50
/// open hours: 1,050 × 12 min / 3,000 min = 4.2 erlangs, ceil(4.2 + √4.2) = 7 places, 4 heads.
#[test]
fn desks_of_each_template_are_as_they_would_be_alone() {
    let (fleet, run) = assembled(&format!("{TEXT}[fleet]\ndesks = 3\n{MIXED}"));
    let third = |text: &str, volume: &str, heads: &str| {
        let text = text.replace("900/day", volume).replace("size = 9000", "size = 3000");
        assembled(&text.replace("agents = 1", &format!("agents = {heads}")))
    };
    let shop = third(TEXT, "300/day", "3").0;
    let clinic = TEXT
        .replace("FR = \"60 %\", DE = \"40 %\"", "AT = \"100 %\"")
        .replace("mean 3 min", "mean 6 min")
        .replace("\"20 USD\"", "\"50 USD\"")
        .replace("Mon-Sun 08:00-20:00", "Mon-Fri 08:00-18:00");
    let clinic = format!("{clinic}[desk.answer]\npolicy = \"batches\"\nevery = \"2 h\"\n");
    let clinic = third(&clinic, "150/day", "4").0;
    let plan = fleet.fleet.as_ref().expect("a fleet");
    let seed = (0..).find(|seed| (0..3).map(|desk| plan.template(*seed, desk)).sum::<usize>() == 2).expect("a mix");
    let whole = replicate(&fleet, &run, seed, 0).expect("it runs");
    let mut seen = [0; 2];
    for (at, alone) in [&shop, &clinic].into_iter().enumerate() {
        let desks = (0..3).filter(|desk| plan.template(seed, *desk) == at);
        let left: Vec<_> = desks.map(|desk| numbered(alone, &run, seed, desk)).collect();
        let part = &whole.templates[at];
        seen[at] = left.len();
        assert_eq!(part.of.desks as usize, left.len());
        let sum = |of: &dyn Fn(&super::alone::Left) -> i64| left.iter().map(of).sum::<i64>();
        assert_eq!(part.tally.opened, sum(&|l| l.0.opened));
        assert_eq!(part.tally.messages.answered_sum, sum(&|l| l.0.messages.answered_sum));
        assert_eq!(part.desk.done.messages_out, sum(&|l| l.1.done.messages_out));
        assert_eq!(part.desk.staff.groups[0].staffed, sum(&|l| l.1.staff.groups[0].staffed));
        let price = |one: &Assembly, counts| chatfare::tariff::price(&one.tariffs[0], &one.model.book, counts).total;
        let apart: i128 = left.iter().map(|l| price(alone, &l.2[0])).sum();
        assert_eq!(price(&fleet, &part.bills[0]), apart);
        assert!(apart > 0);
    }
    assert_eq!(seen, [1, 2]);
    // Countries are those of all templates, each where its customers are.
    let countries = &fleet.model.book.countries;
    assert_eq!(countries, &["AT", "DE", "FR"]);
    assert!(whole.templates[0].tally.countries[0].contacts == 0 && whole.templates[1].tally.countries[1].contacts == 0);
    assert_eq!(whole.tally.countries[0].contacts, whole.templates[1].tally.opened);
}

/// 10,000 desks at 30 %: 5 standard deviations are 229. The template of a desk is that of every replication and any fleet size.
#[test]
fn shares_are_chances() {
    let shares = MIXED.replace("60 %", "70 %").replace("share = \"40 %\"", "share = \"30 %\"");
    let plan = |desks: u32| assembled(&format!("{TEXT}[fleet]\ndesks = {desks}\nsizes = \"zipf\"\n{shares}")).0;
    let (large, small) = (plan(10_000), plan(100));
    let [large, small] = [&large, &small].map(|one| one.fleet.as_ref().expect("a fleet"));
    let clinics = (0..10_000).filter(|desk| large.template(5, *desk) == 1).count();
    assert!(clinics.abs_diff(3000) < 229, "{clinics}");
    assert!((0..100).all(|desk| large.template(5, desk) == small.template(5, desk)));
    assert!((0..100).any(|desk| large.template(6, desk) != large.template(5, desk)));
}

/// The table by template adds up to the whole, desk counts too; costs are in the wages of each template.
#[test]
fn the_table_by_template_adds_up() {
    let text = format!("{TEXT}[fleet]\ndesks = 60\n{MIXED}").replace("replications = 2", "replications = 1");
    let text = text.replace("in_force = \"whatsapp-2026-10\"", "in_force = \"whatsapp-2026-10\"\nfree_messages = 5");
    let scenario = loaded(&text);
    let found = study(&scenario, &Unwatched).expect("it runs");
    let of = |template: &str, metric: &str| {
        let row = found.tables.by_template.iter().find(|row| row.template == template && row.metric == metric);
        row.unwrap_or_else(|| panic!("{template} {metric}")).value
    };
    let whole = |metric: &str| found.tables.value("messages", "all", metric).expect("a value");
    assert_eq!(of("shop", "desks").mean + of("clinic", "desks").mean, 60.0);
    for metric in ["contacts", "messages_out", "fee", "cost_total", "paid_hours"] {
        let sum = of("shop", metric).mean + of("clinic", metric).mean;
        assert!((sum / whole(metric).mean - 1.0).abs() < 1e-6, "{metric}: {sum} {:?}", whole(metric));
        assert!(whole(metric).lower.is_some_and(|lower| lower < whole(metric).mean), "{metric}: no interval");
        assert!(of("shop", metric).lower.is_some_and(|lower| lower < of("shop", metric).mean), "{metric}: no interval");
    }
    // Wages by hand: paid hours × 20 and × 50 USD; nothing else is paid by the hour.
    for (template, wage) in [("shop", 20.0), ("clinic", 50.0)] {
        let wages = of(template, "cost_per_resolved.wages").mean / of(template, "cost_per_resolved").mean
            * of(template, "cost_total").mean;
        assert!((wages / (of(template, "paid_hours").mean * wage) - 1.0).abs() < 1e-6, "{template}: {wages}");
    }
    // 30 USD a month for each of 60 businesses.
    let platform =
        whole("cost_per_resolved.platform").mean / whole("cost_per_resolved").mean * whole("cost_total").mean;
    assert!((platform / (60.0 * 30.0) - 1.0).abs() < 1e-6, "{platform}");
    // Clinics answer in batches: half of an interval of two hours and more.
    assert!(
        of("clinic", "response_mean").mean > 3600.0
            && of("shop", "response_mean").mean < of("clinic", "response_mean").mean
    );
}

/// `--set` is laid over templates too, and what a template says is part of what a variant does: stored replications of another
/// one are not taken for it.
#[test]
fn what_a_template_says_is_read_and_told_apart() {
    let text = format!("{TEXT}[fleet]\ndesks = 9\n{MIXED}");
    let tariffs: Vec<String> = chatfare::tariff::names().into_iter().map(String::from).collect();
    let set = |sets: &[&str]| {
        let sets = sets.iter().map(|set| set.to_string()).collect();
        let options = LoadOptions { tariffs: tariffs.clone(), sets, ..LoadOptions::default() };
        load_text("fleet.toml", &text, &options).unwrap_or_else(|report| panic!("{report}")).variants.remove(0)
    };
    let wages = |variant: &chatfare::scenario::Variant| -> Vec<f64> {
        let fleet = variant.model.fleet.as_ref().expect("a fleet");
        fleet.templates.iter().map(|template| template.model.desk.groups[0].wage.units()).collect()
    };
    let plain = set(&[]);
    assert_eq!(wages(&plain), [20.0, 50.0]);
    assert_eq!(wages(&set(&["group.team.wage=70 USD"])), [70.0, 70.0]);
    let other = set(&["fleet.template.clinic.set.\"reason.question.turns\"=\"geometric, mean 3\""]);
    assert_ne!(plain.behaviour, other.behaviour);
    assert_eq!(plain.behaviour, set(&[]).behaviour);
    let whole = loaded(&text);
    let shown = whole.effective.iter().find(|value| value.path == "fleet.template.clinic.set.group.team.wage");
    assert!(shown.is_some_and(|value| value.origin.starts_with("fleet.template.clinic")), "{shown:?}");
}

/// Each desk of a call centre has the lines that are written: 20 desks with 3 lines at 10 USD a month.
#[test]
fn lines_are_those_of_all_desks() {
    let center = "[call_center]\nhours = \"Mon-Sun 08:00-20:00\"\nagents = 1\nwage = \"20 USD\"\npatience = \"exponential, mean 3 min\"\nlines = 3\n\
                  line_month = \"10 USD\"\nminute = \"0 USD\"\n";
    let (fleet, run) = assembled(&format!("{TEXT}{center}[fleet]\ndesks = 20\n"));
    let chunk = replicate(&fleet, &run, 5, 0).expect("it runs");
    let currencies = chatfare::scenario::Currencies { report: chatfare::units::Currency::USD, rates: Vec::new() };
    let parts =
        chatfare::experiment::cost::parts(&fleet, &chunk, &chatfare::experiment::cost::Exchange(&currencies), 1);
    assert_eq!(parts.lines, 20 * 3 * 10_000_000_000);
}

/// Levels over expected turns by reason and interval of the week: turns are expected from the desks that were drawn, by template, as in
/// the summary. One reason is all of it; turns of all intervals add up to it (expected = within / level).
#[test]
fn expected_turns_are_those_of_the_desks_drawn() {
    let details = "[measures]\ndetails = [\"reason\", \"expected\", \"period\"]\n";
    let text = format!("{TEXT}[fleet]\ndesks = 60\n{MIXED}{details}").replace("replications = 2", "replications = 1");
    // Who gives up writes no further turn.
    let text = text.replace("patience = \"exponential, mean 12 h\"\n", "");
    let found = study(&loaded(&text), &Unwatched).expect("it runs");
    let level = |kind: &str, name: &str, metric: &str| {
        let mut rows = found.tables.service_levels.iter().filter(|row| row.kind == kind && row.name == name);
        rows.find(|row| row.metric == metric).map(|row| row.value.mean)
    };
    let reason = |metric: &str| level("reason", "question", metric).expect("a level");
    let summary = found.tables.value("messages", "all", "response_within_threshold_of_expected").expect("a value").mean;
    assert!((reason("within / expected") / summary - 1.0).abs() < 1e-6, "{} {summary}", reason("within / expected"));
    let expected = |kind: &str, name: &str| {
        let of = |metric: &str| level(kind, name, metric);
        Some(of("offered")? * of("within / offered")? / of("within / expected")?).filter(|turns| turns.is_finite())
    };
    let mut names: Vec<&str> = Vec::new();
    for row in found.tables.service_levels.iter().filter(|row| row.kind == "period") {
        if names.last() != Some(&row.name.as_str()) {
            names.push(&row.name);
        }
    }
    let all = expected("reason", "question").expect("turns");
    let sum: f64 = names.iter().filter_map(|name| expected("period", name)).sum();
    // Intervals in which nobody was answered in time tell no number: nights, less than half of all.
    assert!(sum <= all * 1.0001 && sum > all * 0.5, "{sum} of {all}");
    // By hand: what came is what was expected, within chance: 100 % and not the 154 % of a file without templates.
    let offered = reason("offered");
    assert!((offered / all - 1.0).abs() < 0.1, "{offered} {all}");
}

/// What `validate` forecasts is what comes, within chance: contacts of the desks that were drawn, by template; heads as they are in the
/// run (those on duty are all of a group in opening hours).
#[test]
fn validate_forecasts_the_desks_that_were_drawn() {
    use super::super::store::bench::{chatfare, folder};
    let folder = folder();
    let text = format!("{TEXT}[fleet]\ndesks = 60\n{MIXED}");
    std::fs::write(folder.path().join("fleet.toml"), &text).expect("written");
    let said = String::from_utf8(chatfare(folder.path(), &["validate", "fleet.toml"]).stdout).expect("UTF-8");
    let (fleet, run) = assembled(&text);
    let chunk = replicate(&fleet, &run, 5, 0).expect("it runs");
    let number = |before: &str| -> f64 {
        let word = said.split(before).next().and_then(|text| text.split_whitespace().last()).expect("a number");
        word.replace(',', "").parse().unwrap_or_else(|_| panic!("{word}: {said}"))
    };
    assert!((number(" contacts,") / chunk.tally.opened as f64 - 1.0).abs() < 0.05, "{said} {}", chunk.tally.opened);
    assert_eq!(number(" desks of 2 templates"), 60.0);
    let plan = fleet.fleet.as_ref().expect("a fleet");
    let most = (0..60).map(|desk| u64::from(plan.desk(plan.template(5, desk), desk).groups[0].most));
    assert_eq!(number(" heads") as u64, most.sum::<u64>());
}
