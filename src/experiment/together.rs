//! Several scenarios as one, so that all their variants are compared on the same customers.

use crate::scenario::{Bundle, Effective, Member, Run, Scenario};

/// Joins scenarios; variants are called `FILE/VARIANT`, or `FILE` where a file has but one.
///
/// Errors: every pair that cannot be paired, with the reason; nothing to join.
pub fn together(scenarios: Vec<Scenario>) -> Result<Scenario, Vec<String>> {
    let mut rest = scenarios.into_iter();
    let Some(mut whole) = rest.next() else { return Err(vec!["there is nothing to compare".into()]) };
    let rest: Vec<Scenario> = rest.collect();
    if rest.is_empty() {
        return Ok(whole);
    }
    let problems: Vec<String> = rest.iter().filter_map(|other| unlike(&whole, other)).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let sources: Option<Vec<Member>> = std::iter::once(&whole)
        .chain(&rest)
        .map(|one| Some(Member { name: one.name.clone(), bundle: one.source.clone()? }))
        .collect();
    let mut taken = vec![whole.name.clone()];
    let baseline = whole.variants[whole.baseline].name.clone();
    let mut hasher = blake3::Hasher::new();
    hasher.update(whole.hash.as_bytes());
    let label = whole.name.clone();
    let first = name_variants(&mut whole, &label);
    whole.baseline = first.iter().position(|(old, _)| *old == baseline).unwrap_or(0);
    for mut other in rest {
        hasher.update(other.hash.as_bytes());
        let label = free_name(&other.name, &taken);
        taken.push(label.clone());
        name_variants(&mut other, &label);
        whole.run.replications = whole.run.replications.min(other.run.replications);
        whole.variants.append(&mut other.variants);
        let warnings = other.warnings.iter().map(|line| other.without_folder(line)).collect::<Vec<_>>();
        whole.warnings.extend(warnings.into_iter().filter(|line| !whole.warnings.contains(line)).collect::<Vec<_>>());
        whole.effective.extend(other.effective);
        if whole.question != other.question {
            whole.question = format!("{} {}", whole.question, other.question).trim().to_string();
        }
    }
    whole.name = taken.join("-");
    whole.hash = hasher.finalize().to_hex().to_string();
    whole.source = sources.map(|together| Bundle { together, ..Bundle::default() });
    Ok(whole)
}

/// Why two scenarios cannot be paired.
fn unlike(one: &Scenario, other: &Scenario) -> Option<String> {
    let Run { from, to, zone, lead, drain, seed, contacts, .. } = &one.run;
    let its = &other.run;
    let dates = |run: &Run| format!("{} to {}", run.dates.0, run.dates.1);
    let mut why = Vec::new();
    let (here, there) = (dates(&one.run), dates(its));
    if zone != &its.zone {
        why.push(format!("other zone: {zone} and {}", its.zone));
    }
    if here != there || (zone == &its.zone && (from, to) != (&its.from, &its.to)) {
        why.push(format!("other period: {here} and {there}"));
    }
    if (one.run.settles, one.run.strata) != (its.settles, its.strata) {
        why.push("other warm-up or strata".into());
    }
    if (lead, drain) != (&its.lead, &its.drain) {
        why.push("other lead or drain".into());
    }
    if seed != &its.seed {
        why.push(format!("other seed: {seed} and {}, so they do not meet the same customers", its.seed));
    }
    if contacts != &its.contacts {
        why.push("another limit of contacts".into());
    }
    let (a, b) = (one.currencies.report, other.currencies.report);
    if a != b {
        why.push(format!("other currency of tables: {} and {}", a.code(), b.code()));
    } else if one
        .currencies
        .rates
        .iter()
        .any(|(code, rate, _)| other.currencies.rates.iter().any(|(theirs, other, _)| theirs == code && other != rate))
    {
        why.push("other exchange rates".into());
    }
    (!why.is_empty()).then(|| format!("{} and {} cannot be paired: {}", one.name, other.name, why.join("; ")))
}

/// Names of variants with their file in front; (old, new).
fn name_variants(scenario: &mut Scenario, label: &str) -> Vec<(String, String)> {
    let alone = scenario.variants.len() == 1;
    let mut names = Vec::new();
    for variant in &mut scenario.variants {
        let old = variant.name.clone();
        variant.name = if alone { label.to_string() } else { format!("{label}/{old}") };
        names.push((old, variant.name.clone()));
    }
    for Effective { path, origin, .. } in &mut scenario.effective {
        *path = format!("{label}: {path}");
        if !scenario.folder.is_empty() {
            *origin = origin.replace(&scenario.folder, "");
        }
    }
    names
}

/// A name that is not taken: `shop`, `shop-2`, …
fn free_name(name: &str, taken: &[String]) -> String {
    let mut number = 1;
    let mut free = name.to_string();
    while taken.contains(&free) {
        number += 1;
        free = format!("{name}-{number}");
    }
    free
}
