//! What was planned, as tables.

use super::Staffed;
use super::confirm::Standing;
use super::grid::{Goal, Heads, Promised, Service};
use super::shifts::{DAYS, clock, time};
use super::trial::{Counts, pairs};
use super::words::{counted, hours};
use crate::experiment::breakeven::scale;
use crate::statistics::Interval;
use crate::table::{CoverageRow, Estimate, PlanRow, RequirementRow, ServiceRow, ShiftRow, StaffTables};

/// The tables of all planned variants.
pub fn tables(all: &[Staffed]) -> StaffTables {
    let mut tables = StaffTables::default();
    for staffed in all {
        let width = staffed.width;
        requirement(staffed, width, &mut tables.requirement);
        shift_rows(staffed, &mut tables.shifts);
        coverage(staffed, &mut tables.coverage);
        service(staffed, width, &mut tables.service);
        plans(staffed, &mut tables.plans);
    }
    tables
}

/// (place, slot) with staff, of every planned group.
fn open_slots(staffed: &Staffed) -> impl Iterator<Item = (usize, usize)> + '_ {
    let weeks = staffed.problem.open.iter().enumerate();
    weeks.flat_map(|(group, open)| (0..open.len()).filter(|slot| open[*slot]).map(move |slot| (group, slot)))
}

fn requirement(staffed: &Staffed, width: usize, rows: &mut Vec<RequirementRow>) {
    let target = |group: usize| {
        let services = staffed.problem.services.iter().filter(|service| service.groups.contains(&group));
        services.map(promise).collect::<Vec<_>>().join("; ")
    };
    let open = &staffed.problem.open;
    for (group, slot) in open_slots(staffed) {
        let first = (slot / width * width..slot).all(|earlier| !open[group][earlier]);
        if first {
            rows.push(RequirementRow {
                variant: staffed.variant.clone(),
                group: staffed.groups[group].clone(),
                minute: staffed.grid.minute(slot),
                starts: clock(slot, staffed.grid),
                target: target(group),
                erlang: staffed.problem.erlang[group][slot].into(),
                simulated: staffed.requirement.heads[group][slot].into(),
            });
        }
    }
}

/// `80 % in 20 s`.
pub fn promise(service: &Service) -> String {
    match service.promised {
        Promised::Within(span) => format!("{} in {span}", service.target),
        Promised::Window => format!("{} before the window closes", service.target),
    }
}

fn shift_rows(staffed: &Staffed, rows: &mut Vec<ShiftRow>) {
    for (column, heads) in staffed.columns.iter().zip(&staffed.plan.counts).filter(|(_, heads)| **heads > 0) {
        let kind = &staffed.kinds[column.kind.unwrap_or(0)];
        let pause = |more: usize| column.pause.map_or(String::new(), |at| time(at + more, column.grid));
        rows.push(ShiftRow {
            variant: staffed.variant.clone(),
            group: staffed.groups[column.group].clone(),
            shift: kind.name.clone(),
            day: DAYS[column.start / column.grid.day()],
            start: time(column.start, column.grid),
            end: time(column.end, column.grid),
            break_start: pause(0),
            break_end: pause(kind.pause),
            hours: column.slots.len() as f64 / column.grid.hour() as f64,
            heads: *heads,
            cost: column.cost * f64::from(*heads),
        });
    }
}

fn coverage(staffed: &Staffed, rows: &mut Vec<CoverageRow>) {
    for group in 0..staffed.groups.len() {
        for slot in 0..staffed.grid.week() {
            let (required, covered) = (staffed.requirement.heads[group][slot], staffed.plan.heads[group][slot]);
            if required > 0 || covered > 0 || staffed.problem.open[group][slot] {
                rows.push(CoverageRow {
                    variant: staffed.variant.clone(),
                    group: staffed.groups[group].clone(),
                    minute: staffed.grid.minute(slot),
                    starts: clock(slot, staffed.grid),
                    required: required.into(),
                    covered: covered.into(),
                });
            }
        }
    }
}

/// Every period, day and the run of each service, whatever the goals are.
fn service(staffed: &Staffed, width: usize, rows: &mut Vec<ServiceRow>) {
    for (index, service) in staffed.problem.services.iter().enumerate() {
        for (part, length) in [("period", width), ("day", staffed.grid.day()), ("run", staffed.grid.week())] {
            for start in (0..staffed.grid.week()).step_by(length) {
                let slots: Vec<usize> = (start..start + length).filter(|slot| service.open[*slot]).collect();
                if !slots.is_empty() {
                    rows.extend(service_row(staffed, index, part, &slots));
                }
            }
        }
    }
}

/// Nothing where nobody came.
fn service_row(staffed: &Staffed, index: usize, part: &'static str, slots: &[usize]) -> Option<ServiceRow> {
    let (tried, service) = (&staffed.tried, &staffed.problem.services[index]);
    let own = pairs(&tried.plan, index, slots);
    let offered: i128 = own.iter().map(|(_, offered)| offered).sum();
    let difference = tried.difference(&tried.plan, &tried.erlang, index, slots).map(|paired| paired.difference);
    let goal = |goal: &Goal| goal.service == index && goal.slots == slots;
    Some(ServiceRow {
        variant: staffed.variant.clone(),
        service: service.name.clone(),
        part,
        minute: staffed.grid.minute(slots[0]),
        starts: if part == "run" { String::new() } else { clock(slots[0], staffed.grid) },
        goal: if staffed.goals.iter().any(goal) { "yes" } else { "no" },
        offered: offered as f64 / f64::from(tried.replications.max(1)),
        target: service.target.0,
        kept: estimate(tried.share(&tried.plan, index, slots))?,
        erlang: estimate(tried.share(&tried.erlang, index, slots))?,
        difference: estimate(difference)?,
        standing: Standing::of(&own, service.target.0, tried.level).as_str(),
    })
}

fn estimate(interval: Option<Interval>) -> Option<Estimate> {
    interval.map(|interval| scale(interval, 1.0))
}

fn plans(staffed: &Staffed, rows: &mut Vec<PlanRow>) {
    let tried = &staffed.tried;
    let mut plans: Vec<(&'static str, &Heads, Option<f64>, &Counts)> = vec![
        ("shifts", &staffed.plan.heads, Some(staffed.plan.cost), &tried.plan),
        ("requirement", &staffed.requirement.heads, None, &tried.requirement),
        ("erlang", &staffed.problem.erlang, None, &tried.erlang),
    ];
    if let (Some((heads, cost)), Some(counts)) = (&staffed.erlang, &tried.erlang_shifts) {
        plans.push(("erlang in shifts", heads, Some(*cost), counts));
    }
    for (plan, heads, cost, counts) in plans {
        for (index, service) in staffed.problem.services.iter().enumerate() {
            let Some(kept) = estimate(tried.share(counts, index, &counted(service))) else { continue };
            let goals = staffed.goals.iter().filter(|goal| goal.service == index);
            let standings: Vec<Standing> =
                goals.map(|goal| Standing::of(&pairs(counts, index, &goal.slots), goal.target, tried.level)).collect();
            let of = |wanted: Standing| standings.iter().filter(|standing| **standing == wanted).count() as u32;
            rows.push(PlanRow {
                variant: staffed.variant.clone(),
                plan,
                service: service.name.clone(),
                hours: hours(heads),
                cost,
                kept,
                goals_kept: of(Standing::Kept),
                goals_near: of(Standing::Near),
                goals_missed: of(Standing::Missed),
            });
        }
    }
}
