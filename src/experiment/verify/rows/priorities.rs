//! M/M/c with priorities: classes by reason, first come first served inside each, nobody is interrupted.

use std::collections::BTreeMap;

use super::super::case::{Case, check, pair};
use super::super::reference::{Row, table};
use super::super::seen::Watch;
use super::text::{MICRO, call_center, occupancy, p_wait, relaxation_h};

/// One scenario for each set of classes; each class of the table is one of its statistics.
pub fn priorities() -> Result<Vec<Case>, String> {
    let rows = table("mmc_priority")?;
    let mut systems: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        let id = row.id()?;
        systems.entry(id.split('-').next().unwrap_or(id).to_string()).or_default().push(row);
    }
    systems.iter().map(|(name, rows)| system(name, rows)).collect()
}

fn system(name: &str, rows: &[&Row]) -> Result<Case, String> {
    let first = rows.first().ok_or("a system without rows")?;
    let rates = first.text("lambda_per_h_by_class_high_to_low")?.split('+').map(str::parse);
    let rates: Vec<f64> = rates.collect::<Result<_, _>>().map_err(|_| "a rate is no number")?;
    let (aht, servers) = (first.number("aht_s")?, first.count("servers")?);
    let per_h = rates.iter().sum();
    let mut case = Case::new("M/M/c with priorities (Cobham)", format!("mmc_priority {name}"), 12e6, per_h);
    case.lead_h = 10.0 * relaxation_h(per_h, aht, servers) + 10.0 * aht / 3600.0;
    case.watch = Watch::Streams;
    case.service_s = Some(aht);
    for (class, rate) in (1..).zip(&rates) {
        case.text.push_str(&format!(
            "[reason.class{class}]\nvolume = \"{rate}/h\"\npriority = {class}\nhandling = \"exponential, mean {aht} s\"\n\
             same_difficulty = 0\n"
        ));
    }
    case.text.push_str(&format!("[desk]\ndiscipline = \"priority\"\n{}", call_center(servers, 20.0, "")));
    case.checks = vec![p_wait(first.number("p_wait")?), occupancy(first.number("occupancy")?)];
    for row in rows {
        let class = row.count("class")? as usize;
        case.checks.push(check(
            format!("mean wait, class {class}, s"),
            row.number("class_mean_wait_s")?,
            MICRO,
            move |s| {
                // Streams stand in the order of the reasons' names.
                s.cohorts.get(class - 1).map_or((0, 0), |waits| pair(waits.wait_answered, waits.offered))
            },
        ));
    }
    Ok(case)
}
