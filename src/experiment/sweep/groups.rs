//! Which points share a desk, and each point made ready to be billed.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::facts::Rules;
use crate::scenario::{Currencies, Run, Scenario, Staff, Variant};
use crate::tariff::Plan;

use super::super::assemble::{Assembly, Shelf, assemble_under, rules_from, tariffs_from};
use super::super::host::Host;
use super::super::staffing::{self, Effort};
use super::super::store::{Identity, chunks_of, desk_of};
use super::reader::PointScenario;

/// One point and variant.
#[derive(Debug)]
pub struct Seat {
    /// Point.
    pub point: usize,
    /// Variant.
    pub variant: usize,
    /// Ready to run and to be billed.
    pub assembly: Assembly,
}

/// Seats whose desk does the same: simulated once, billed for each.
#[derive(Debug)]
pub struct Shared {
    /// The seats in order of point and variant; never empty.
    pub seats: Vec<Seat>,
    /// Different identities of chunks, with the first seat that has each.
    pub chunks: Vec<(Identity, usize)>,
    /// Place in `chunks` of each seat.
    pub chunk_of: Vec<usize>,
}

/// All points and variants by what their desk does.
#[derive(Debug)]
pub struct Groups {
    /// Desks in the order of the points.
    pub desks: Vec<Shared>,
    /// Money of each point.
    pub currencies: Vec<Currencies>,
    /// Variants of each point.
    pub variants: usize,
    /// How promises were staffed; advice.
    pub notes: Vec<String>,
}

/// A desk, and how its promises were staffed.
type Staffed = (Shared, Vec<String>);

/// A point and variant before its desk is known.
struct Draft {
    point: usize,
    variant: usize,
    model: Variant,
    tariffs: Vec<Arc<Plan>>,
    rules: Rules,
}

impl Groups {
    /// Staffs and compiles each desk once.
    ///
    /// Errors: tariffs that cannot be loaded, desks that cannot be staffed or compiled, with their point.
    pub fn of(base: &Scenario, scenarios: Vec<PointScenario>, host: &Host) -> Result<Groups, Vec<String>> {
        let run = &base.run;
        let mut currencies = Vec::new();
        let mut open: Vec<(usize, usize, Variant)> = Vec::new();
        for (point, scenario) in scenarios.into_iter().enumerate() {
            currencies.push(scenario.currencies);
            open.extend(scenario.variants.into_iter().enumerate().map(|(variant, model)| (point, variant, model)));
        }
        let variants = base.variants.len();
        let shelf = Shelf::default();
        let drafts: Vec<Result<(String, Draft), Vec<String>>> =
            open.into_par_iter().map(|(point, variant, model)| draft(point, variant, model, run, &shelf)).collect();
        let mut problems = Vec::new();
        let mut by_desk: BTreeMap<String, usize> = BTreeMap::new();
        let mut grouped: Vec<Vec<Draft>> = Vec::new();
        for one in drafts {
            match one {
                Ok((key, draft)) => {
                    let place = *by_desk.entry(key).or_insert(grouped.len());
                    if place == grouped.len() {
                        grouped.push(Vec::new());
                    }
                    grouped[place].push(draft);
                }
                Err(errors) => problems.extend(errors),
            }
        }
        if !problems.is_empty() {
            problems.dedup();
            return Err(problems);
        }
        host.watch.phase("staffing", 0);
        let shared: Vec<Result<Staffed, Vec<String>>> =
            grouped.into_par_iter().with_max_len(1).map(|drafts| share(drafts, run, host)).collect();
        let mut groups = Groups { desks: Vec::new(), currencies, variants, notes: Vec::new() };
        for one in shared {
            match one {
                Ok((shared, notes)) => {
                    groups.desks.push(shared);
                    groups
                        .notes
                        .extend(notes.into_iter().filter(|note| !groups.notes.contains(note)).collect::<Vec<_>>());
                }
                Err(errors) => problems.extend(errors),
            }
        }
        if problems.is_empty() { Ok(groups) } else { Err(problems) }
    }
}

fn at(point: usize, variant: &Variant, why: String) -> String {
    format!("point {point}, variant `{}`: {why}", variant.name)
}

fn draft(
    point: usize,
    variant: usize,
    model: Variant,
    run: &Run,
    shelf: &Shelf,
) -> Result<(String, Draft), Vec<String>> {
    let said = |errors: Vec<String>| errors.into_iter().map(|why| at(point, &model, why)).collect::<Vec<_>>();
    let tariffs = tariffs_from(shelf, &model.model).map_err(said)?;
    let rules = rules_from(&model.model, &tariffs, run);
    let key = desk_of(&model.behaviour, &model.model, &rules, run.seed, Effort::FULL).hash().to_string();
    Ok((key, Draft { point, variant, model, tariffs, rules }))
}

/// One desk for all seats: staffed as the first one is, compiled once.
fn share(drafts: Vec<Draft>, run: &Run, host: &Host) -> Result<Staffed, Vec<String>> {
    let first = &drafts[0];
    let said =
        |errors: Vec<String>| errors.into_iter().map(|why| at(first.point, &first.model, why)).collect::<Vec<_>>();
    let promised = first.model.model.desk.groups.iter().any(|group| matches!(group.staff, Staff::Meet { .. }));
    let (staffed, found) = match promised {
        true => {
            staffing::staff_kept(&first.model.model, run, Effort::FULL, &first.model.behaviour, host).map_err(said)?
        }
        false => (first.model.model.clone(), Vec::new()),
    };
    let notes: Vec<String> = found.into_iter().map(|line| format!("{}: {line}", first.model.name)).collect();
    let mut desk = None;
    let mut shared = Shared { seats: Vec::new(), chunks: Vec::new(), chunk_of: Vec::new() };
    for draft in drafts {
        let Draft { point, variant, model: Variant { mut model, behaviour, name, .. }, tariffs, rules } = draft;
        for (group, known) in model.desk.groups.iter_mut().zip(&staffed.desk.groups) {
            group.staff = known.staff.clone();
        }
        model.measures.promises = staffed.measures.promises.clone();
        let mut assembly = assemble_under(model, tariffs, rules, run, desk.take()).map_err(|errors| {
            errors.into_iter().map(|why| format!("point {point}, variant `{name}`: {why}")).collect::<Vec<_>>()
        })?;
        desk = Some((assembly.desk.clone(), assembly.fleet.clone(), assembly.warnings.clone()));
        let identity = chunks_of(&behaviour, &assembly, run.seed, Effort::FULL);
        assembly.identity = Some(identity.clone());
        let place = shared.chunks.iter().position(|(known, _)| *known == identity).unwrap_or(shared.chunks.len());
        if place == shared.chunks.len() {
            shared.chunks.push((identity, shared.seats.len()));
        }
        shared.chunk_of.push(place);
        shared.seats.push(Seat { point, variant, assembly });
    }
    Ok((shared, notes))
}
