//! Hashes of everything that replications leave: a change that only makes the engine faster moves none of them.

use std::path::Path;

use chatfare::experiment::replicate::{Chunk, replicate};
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::staffed;
use chatfare::scenario::{LoadOptions, load};

use super::product::prepare;

/// Variants of the good example that walk through what the workloads leave out.
const CORNERS: [&[&str]; 5] = [
    &[],
    &["desk.slots=held", "desk.routing=most loaded"],
    &["desk.discipline=window expiry", "desk.routing=longest idle", "group.team.agents=7"],
    &["desk.discipline=price-weighted expiry", "tariff.window=1 h", "group.team.agents=6"],
    &["desk.answer.late=hold", "tariff.window=1 h", "desk.slots=held", "group.team.agents=8", "run.drain=for ever"],
];

/// One line for each scenario and variant.
pub fn print() -> Result<(), String> {
    for workload in ["a", "b", "c", "d"] {
        let (assembly, run) = prepare(workload, 50_000, &[])?;
        println!("{} {workload}", hash(&replicate(&assembly, &run, 1, 0)?)?);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/good/launch.toml");
    for sets in CORNERS {
        let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
        let tariffs = chatfare::tariff::names().into_iter().map(str::to_string).collect();
        let options = LoadOptions { sets: sets.clone(), tariffs, ..LoadOptions::default() };
        let scenario = load(&path, &options).map_err(|report| report.to_string())?;
        let assemblies = staffed(&scenario, &Unwatched, &mut Vec::new()).map_err(|problems| problems.join("\n"))?;
        for (variant, assembly) in scenario.variants.iter().zip(&assemblies) {
            let chunk = replicate(assembly, &scenario.run, scenario.run.seed, 0);
            println!("{} launch {} {}", hash(&chunk?)?, variant.name, sets.join(" "));
        }
    }
    Ok(())
}

fn hash(chunk: &Chunk) -> Result<String, String> {
    let text = serde_json::to_vec(&(&chunk.tally, &chunk.desk, &chunk.bills)).map_err(|e| e.to_string())?;
    Ok(blake3::hash(&text).to_hex()[..16].to_string())
}
