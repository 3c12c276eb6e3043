//! What no run may lose: contacts, turns, messages, time, money. On random scenarios over everything a desk can do.

mod audit;
mod bytes;
mod draws;
mod generator;
mod money;

use chatfare::desk::simulate;
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::assemble;
use chatfare::experiment::replicate::replicate;
use rayon::prelude::*;

use crate::desk::judge::scenario;
use crate::desk::stage::Record;

/// Random scenarios.
const SCENARIOS: u64 = 80;

fn check(number: u64) -> Result<[i64; 3], String> {
    let text = generator::scenario(number);
    let scenario = scenario(&format!("random-{number}.toml"), &text);
    let mut seen = [0; 3];
    for variant in &scenario.variants {
        let whole = assemble(&variant.model, &scenario.run).map_err(|e| format!("{number}: {e:?}\n{text}"))?;
        for replication in 0..2 {
            let seed = scenario.run.seed;
            // `replicate` asserts conservation, Little and non-negative waits by itself.
            let chunk = replicate(&whole, &scenario.run, seed, replication)
                .map_err(|e| format!("{number}, variant {}: {e}\n{text}", variant.name))?;
            let mut record = Record::default();
            simulate(&whole.desk, Draws::new(seed, replication, 0), &mut record)?;
            let audited = std::panic::catch_unwind(|| audit::audit(&whole, &scenario.run, &record.0, &chunk));
            audited.map_err(|_| format!("{number}, variant {}: see above\n{text}", variant.name))?;
            seen[0] += chunk.tally.opened;
            seen[1] += chunk.tally.messages.offered + chunk.tally.phone.offered;
            seen[2] += record.0.len() as i64;
        }
    }
    Ok(seen)
}

#[test]
fn nothing_is_lost_in_random_scenarios() {
    let all: Vec<Result<[i64; 3], String>> = (0..SCENARIOS).into_par_iter().map(check).collect();
    let failed: Vec<&String> = all.iter().filter_map(|result| result.as_ref().err()).collect();
    let sum = |i: usize| all.iter().flatten().map(|seen| seen[i]).sum::<i64>();
    println!("{SCENARIOS} scenarios: {} contacts, {} turns and calls, {} facts", sum(0), sum(1), sum(2));
    assert!(failed.is_empty(), "{} of {SCENARIOS} failed; the first: {}", failed.len(), failed[0]);
    assert!(sum(0) > 50_000, "too little happened to show anything");
}
