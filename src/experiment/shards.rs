//! Shards joined: one experiment computed in several folders, seen as one store.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::fleet;
use super::host::Part;
use super::plan::{Plan, Trouble};
use super::replicate::Of;
use super::store::{Kind, Name, Store};

/// What several folders hold together.
pub struct Shards {
    /// Their common plan.
    pub plan: Plan,
    /// All their records, for reading.
    pub view: Store,
    /// Names of all records, in order.
    pub records: Vec<Name>,
    /// Shares that no folder holds, `2/4`; empty if all are there or the folders do not say which they are.
    pub absent: Vec<String>,
}

/// Joins folders of one experiment.
///
/// Errors: every folder without a plan, of another experiment, or with replications that another one has too.
pub fn join(dirs: &[PathBuf]) -> Result<Shards, Vec<String>> {
    let mut problems = Vec::new();
    let mut plans = Vec::new();
    for dir in dirs {
        match Plan::begun(dir) {
            Ok(plan) => plans.push((dir, plan)),
            Err(Trouble::File(why) | Trouble::Plan(why)) => problems.push(why),
            Err(Trouble::Scenario(_)) => problems.push(format!("{} holds no scenario", dir.display())),
        }
    }
    let Some((first, plan)) = plans.first() else { return Err(problems) };
    for (dir, other) in &plans[1..] {
        problems.extend(
            differences(plan, other)
                .map(|what| format!("{} and {} do not belong together: {what}", first.display(), dir.display())),
        );
    }
    let view = together(&plans, &mut problems);
    match view {
        Some(view) if problems.is_empty() => {
            let records = view.names();
            let absent = absent(plans.iter().map(|(_, plan)| plan.shard.as_deref()));
            Ok(Shards { plan: Plan { shard: None, ..plan.clone() }, view, records, absent })
        }
        _ => Err(problems),
    }
}

/// The shares that are missing among those of one number of shares.
fn absent<'a>(there: impl Iterator<Item = Option<&'a str>>) -> Vec<String> {
    let parts: Option<Vec<(u32, u32)>> = there
        .map(|text| match text?.parse() {
            Ok(Part::Shard { index, of }) => Some((index, of)),
            _ => None,
        })
        .collect();
    let parts = parts.unwrap_or_default();
    let Some((_, of)) = parts.first().copied().filter(|(_, of)| parts.iter().all(|(_, other)| other == of)) else {
        return Vec::new();
    };
    (0..of).filter(|index| !parts.contains(&(*index, of))).map(|index| format!("{}/{of}", index + 1)).collect()
}

/// What two plans differ in, if they are not of one experiment.
fn differences(one: &Plan, other: &Plan) -> Option<String> {
    let short = |hash: &str| hash.get(..12).unwrap_or(hash).to_string();
    let all = [
        ("model version", one.model_version.clone(), other.model_version.clone()),
        (
            "scenario",
            format!("{} ({})", one.name, short(&one.hash)),
            format!("{} ({})", other.name, short(&other.hash)),
        ),
        ("seed", one.seed.to_string(), other.seed.to_string()),
        ("command", one.experiment.command().to_string(), other.experiment.command().to_string()),
        ("points", points(one), points(other)),
        ("replications", one.replications.to_string(), other.replications.to_string()),
    ];
    let differ = all.iter().filter(|(_, a, b)| a != b).map(|(what, a, b)| format!("{what} {a} and {b}"));
    let text = differ.collect::<Vec<_>>().join(", ");
    (!text.is_empty()).then_some(text)
}

/// The points of a sweep or analysis by their hash.
fn points(plan: &Plan) -> String {
    let hash = plan.experiment.points.as_deref().unwrap_or("none");
    format!("{} {}", hash.get(..12).unwrap_or(hash), plan.experiment.methods.as_deref().unwrap_or(""))
        .trim()
        .to_string()
}

/// What two folders have both.
#[derive(Default)]
struct Overlap {
    /// Replication of each result.
    replications: Vec<u32>,
    /// Are they parts of fleets?
    blocks: bool,
}

/// Is a stored chunk a block of the desks of a fleet? Points of sweeps are stored whole.
fn is_block(plan: &Plan, text: Option<&str>) -> bool {
    #[derive(serde::Deserialize)]
    struct Whose {
        of: Option<Of>,
    }
    let whole = !matches!(plan.experiment.command(), "run" | "compare");
    let whose = text.filter(|_| !whole).and_then(|text| serde_json::from_str::<Whose>(text).ok());
    whose.is_some_and(|whose| whose.of.is_some())
}

/// One view of all folders; replications in two of them, and heads that differ, are problems.
fn together(plans: &[(&PathBuf, Plan)], problems: &mut Vec<String>) -> Option<Store> {
    let mut owners: BTreeMap<Name, &Path> = BTreeMap::new();
    let mut overlaps: BTreeMap<(&Path, &Path), Overlap> = BTreeMap::new();
    let mut view = Store::none();
    for (dir, _) in plans {
        let own = match Store::look(dir) {
            Ok(own) => own,
            Err(error) => {
                problems.push(error.to_string());
                continue;
            }
        };
        let cure = "remove the file, run this shard again, then merge again";
        problems.extend(own.notes().iter().map(|note| format!("{}: {note}: {cure}", dir.display())));
        for name in own.names() {
            match (owners.get(&name), name.kind) {
                (None, _) => drop(owners.insert(name, dir.as_path())),
                (Some(first), Kind::Chunk | Kind::Trial) => {
                    let block = name.kind == Kind::Chunk && is_block(&plans[0].1, own.text(&name).as_deref());
                    let place = if block { fleet::place(name.replication).0 } else { name.replication };
                    let overlap = overlaps.entry((*first, dir.as_path())).or_default();
                    overlap.blocks |= block;
                    overlap.replications.push(place);
                }
                (Some(first), Kind::Staff) => {
                    if own.text(&name) != view.text(&name) {
                        let (a, b) = (first.display(), dir.display());
                        problems.push(format!(
                            "{a} and {b} found other heads for one promise: two versions of the program made them"
                        ));
                    }
                }
            }
        }
        view = match view.also(dir) {
            Ok(view) => view,
            Err(error) => {
                problems.push(error.to_string());
                return None;
            }
        };
    }
    for ((first, second), Overlap { replications: mut numbers, blocks }) in overlaps {
        numbers.sort_unstable();
        let count = numbers.len();
        let what = if blocks { "blocks of desks" } else { "results" };
        numbers.dedup();
        let list: Vec<String> = numbers.iter().take(8).map(u32::to_string).collect();
        let more = if numbers.len() > list.len() { ", …" } else { "" };
        problems.push(format!(
            "{} and {} overlap: {count} {what}, of replications {}{more}, are in both; name each shard once",
            first.display(),
            second.display(),
            list.join(", ")
        ));
    }
    Some(view)
}
