//! What no run may lose: contacts, turns, messages, time, money. On random scenarios over everything a desk can do.

mod audit;
mod bytes;
mod draws;
mod generator;
mod money;

use chatfare::desk::simulate;
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::assemble;
use chatfare::experiment::replicate::{Chunk, replicate};
use chatfare::facts::{Body, Fact};
use rayon::prelude::*;

use crate::desk::stage::Record;
use crate::desk::stage::scenario;

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

/// The audit sees what it should: a life with one fact lost, doubled, moved or changed does not pass.
#[test]
fn the_audit_sees_faults() {
    let found = scenario("random-1.toml", &generator::scenario(1));
    let whole = assemble(&found.variants[1].model, &found.run).expect("an assembly");
    let chunk = replicate(&whole, &found.run, found.run.seed, 0).expect("a chunk");
    let mut record = Record::default();
    simulate(&whole.desk, Draws::new(found.run.seed, 0, 0), &mut record).expect("a run");
    let facts = record.0;
    let passes = |facts: &[Fact], chunk: &Chunk| {
        std::panic::catch_unwind(|| audit::audit(&whole, &found.run, facts, chunk)).is_ok()
    };
    assert!(passes(&facts, &chunk));
    let middle = facts.len() / 2;
    let kinds: [fn(&Body) -> bool; 4] = [
        |body| matches!(body, Body::ContactClosed { .. }),
        |body| matches!(body, Body::ContactOpened { .. }),
        |body| matches!(body, Body::MessageIn { .. }),
        |body| matches!(body, Body::MessageOut { wait, .. } if *wait >= 0),
    ];
    for kind in kinds {
        let at = middle + facts[middle..].iter().position(|fact| kind(&fact.body)).expect("one of each kind");
        let mut lost = facts.clone();
        lost.remove(at);
        assert!(!passes(&lost, &chunk), "lost: {:?}", facts[at]);
        let mut doubled = facts.clone();
        doubled.insert(at, facts[at]);
        assert!(!passes(&doubled, &chunk), "doubled: {:?}", facts[at]);
        let mut early = facts.clone();
        early[at].head.at -= 1;
        assert!(!passes(&early, &chunk), "one microsecond early: {:?}", facts[at]);
    }
    let mut swapped = facts.clone();
    swapped.swap(middle, middle + 1);
    assert!(!passes(&swapped, &chunk));
    let mut other = chunk.clone();
    other.desk.staff.open_contacts += 1;
    assert!(!passes(&facts, &other));
    let mut other = chunk.clone();
    other.tally.outcomes[0] -= 1;
    assert!(!passes(&facts, &other));
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
