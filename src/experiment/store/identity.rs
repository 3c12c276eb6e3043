//! What a record means: a hash of all that its numbers depend on, and of nothing else.
//!
//! In: the version of the model, the seed, the behaviour of the variant (its settings in canonical spelling, without its
//! name and without prices that are only multiplied with counts), what the desk sees of the tariff in force, and what each
//! tariff counts. So another wage, another exchange rate, another amount on a card that no policy reads, another name
//! or another variant beside it find the same chunks; another handling time does not.

use crate::experiment::assemble::Assembly;
use crate::experiment::staffing::Effort;
use crate::experiment::study::MODEL_VERSION;
use crate::facts::{Rules, Terms};
use crate::scenario::{BudgetOf, Discipline, Model, Run};

use super::record::{Kind, Name};

/// Hash of all that a kind of record depends on, 32 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    kind: Kind,
    hash: String,
}

impl Identity {
    /// The record of one replication.
    pub fn at(&self, replication: u32) -> Name {
        Name { kind: self.kind, of: self.hash.clone(), replication }
    }

    /// A number that follows from the hash, spread evenly below 2²⁴.
    pub fn lot(&self) -> usize {
        usize::from_str_radix(&self.hash[..6], 16).unwrap_or(0)
    }

    /// The hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// Identity of the heads that keep a model's promises.
///
/// `behaviour` is that of the variant; whoever changes the model after it was read says in it how.
pub fn staffing_of(behaviour: &str, model: &Model, rules: &Rules, seed: u64, effort: Effort) -> Identity {
    let lines = [effort_line(effort), seen(model, rules)];
    hash(Kind::Staff, behaviour, seed, &lines)
}

/// Identity of what a desk does: variants with the same one emit the same facts, whatever their tariffs count.
pub fn desk_of(behaviour: &str, model: &Model, rules: &Rules, seed: u64, effort: Effort) -> Identity {
    hash(Kind::Chunk, behaviour, seed, &[effort_line(effort), seen(model, rules)])
}

/// Identity of the replications of a variant. `effort` is how hard its promises were tried, which shapes its schedules.
pub fn chunks_of(behaviour: &str, assembly: &Assembly, seed: u64, effort: Effort) -> Identity {
    let mut lines = vec![effort_line(effort), seen(&assembly.model, &assembly.rules)];
    lines.extend(assembly.tariffs.iter().map(|plan| format!("counts {}", plan.fingerprint())));
    hash(Kind::Chunk, behaviour, seed, &lines)
}

/// Identity of the replications of one plan that a search for staff tries: `seed` is that of the search, `run` its own shorter
/// run, `plan` the heads and what is counted of them, in words.
pub fn trials_of(behaviour: &str, model: &Model, rules: &Rules, seed: u64, run: &Run, plan: &str) -> Identity {
    let (from, to, lead, drain) = (run.from, run.to, run.lead, run.drain);
    let lines = [format!("run {from} {to} {lead:?} {drain:?}"), format!("plan {plan}"), seen(model, rules)];
    hash(Kind::Trial, behaviour, seed, &lines)
}

/// Identity of what the pilot runs of a variant show of its warm-up.
pub fn settling_of(behaviour: &str, assembly: &Assembly, seed: u64, effort: Effort) -> Identity {
    let lines = ["settling".to_string(), effort_line(effort), seen(&assembly.model, &assembly.rules)];
    hash(Kind::Staff, behaviour, seed, &lines)
}

fn effort_line(effort: Effort) -> String {
    format!("effort {} {}", effort.replications, effort.days)
}

/// What the desk sees of the tariff in force; prices only if its queue is ordered by them.
fn seen(model: &Model, rules: &Rules) -> String {
    let words = |terms: &Terms| {
        let prices = if reads_price(model) { terms.late_price.as_slice() } else { &[] };
        let budget = if reads_answer_price(model) {
            format!(" answers {:?} free {}", terms.answer_price, terms.free_answers)
        } else {
            String::new()
        };
        format!(
            "window {} edge {} promotion {} contact before {} prices {prices:?}{budget}",
            terms.window, terms.edge_inside, terms.promotion, terms.contact_before
        )
    };
    if !rules.change() {
        return words(&rules.first);
    }
    let later: Vec<String> = rules.later.iter().map(words).collect();
    format!("{}; then {later:?} at {:?}", words(&rules.first), rules.changes)
}

/// Does a policy of this desk read prices? Else they are only multiplied with counts.
pub fn reads_price(model: &Model) -> bool {
    model.desk.discipline == Discipline::PriceWeightedExpiry || reads_answer_price(model)
}

/// Does it know what its answers cost, or how many are free?
fn reads_answer_price(model: &Model) -> bool {
    model.desk.budget.as_ref().is_some_and(|budget| !matches!(budget.of, BudgetOf::Messages(_)))
}

fn hash(kind: Kind, behaviour: &str, seed: u64, lines: &[String]) -> Identity {
    let mut hasher = blake3::Hasher::new();
    let head = [format!("model {MODEL_VERSION}"), format!("seed {seed}"), format!("behaviour {behaviour}")];
    for line in head.iter().chain(lines) {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    Identity { kind, hash: hasher.finalize().to_hex()[..32].to_string() }
}
