//! Who is on duty when: so many heads, or agents one by one.

use crate::facts::Instant;
use crate::scenario::{Group, Person, Staff};
use crate::traffic::Holidays;

use super::calendar;
use super::plan::{DeskPlan, GroupPlan};

/// Agents one by one, compiled.
#[derive(Clone, Debug)]
pub struct PeoplePlan {
    /// Steps (engine time, number of a set), one for each step of the group's duty.
    steps: Vec<(i64, u16)>,
    /// Who is on duty together: by set, by agent.
    sets: Vec<Vec<bool>>,
    /// Agents.
    agents: usize,
}

/// Steps of heads on duty, and of sets of agents where they are given one by one.
pub type Duties = (Vec<(i64, u16)>, Option<Box<PeoplePlan>>);

/// The steps of a group over `[0, end]`, holidays left out.
///
/// # Errors
/// An unknown zone or country, heads that are still to be found.
pub fn duties(group: &Group, base: Instant, end: i64) -> Result<Duties, String> {
    let Staff::Schedule(heads) = &group.staff else {
        return Err(format!("group `{}` has a promise but no schedule yet: staff it first", group.name));
    };
    if group.people.is_empty() {
        return Ok((steps(group, group.quarters.as_deref().unwrap_or(heads), 0, base, end)?, None));
    }
    let mut sets: Vec<Vec<bool>> = vec![vec![false; group.people.len()]];
    let mut number = |quarter: usize| {
        let set: Vec<bool> = group.people.iter().map(|person: &Person| person.open[quarter]).collect();
        let known = sets.iter().position(|other| *other == set);
        known.unwrap_or_else(|| {
            sets.push(set);
            sets.len() - 1
        }) as u16
    };
    let week: Vec<u16> = (0..7 * 96).map(&mut number).collect();
    let steps = steps(group, &week, 0, base, end)?;
    let heads = |set: u16| sets[usize::from(set)].iter().filter(|on| **on).count() as u16;
    let duty = steps.iter().map(|(at, set)| (*at, heads(*set))).collect();
    Ok((duty, Some(Box::new(PeoplePlan { steps, sets, agents: group.people.len() }))))
}

/// A week laid out, with `closed` on holidays.
fn steps(group: &Group, week: &[u16], closed: u16, base: Instant, end: i64) -> Result<Vec<(i64, u16)>, String> {
    let steps = calendar::steps(week, &group.zone, base, end)?;
    let Some(country) = &group.holidays else { return Ok(steps) };
    let holidays = Holidays::shipped();
    if !holidays.countries().any(|known| known == country) {
        return Err(format!("group `{}`: no public holidays of `{country}` are known", group.name));
    }
    calendar::on_days(&steps, closed, &group.zone, base, end, |day| holidays.is_holiday(country, day))
}

/// Zeros by group and agent; nothing where no agent is given by himself.
pub(super) fn counts(plan: &DeskPlan) -> Vec<Vec<i64>> {
    let agents = |group: &GroupPlan| group.people.as_ref().map_or(0, |people| people.agents());
    match plan.groups.iter().any(|group| group.people.is_some()) {
        true => plan.groups.iter().map(|group| vec![0; agents(group)]).collect(),
        false => Vec::new(),
    }
}

impl PeoplePlan {
    /// Who is on duty from a step on; nobody before the first and after the last.
    pub(super) fn on_duty(&self, step: usize) -> &[bool] {
        let set = self.steps.get(step).map_or(0, |(_, set)| usize::from(*set));
        &self.sets[set]
    }

    /// Steps of how many of these are on duty.
    pub(super) fn heads_of(&self, who: &[bool]) -> Vec<(i64, u16)> {
        let heads = |set: &[bool]| set.iter().zip(who).filter(|(on, one)| **on && **one).count() as u16;
        self.steps.iter().map(|(at, set)| (*at, heads(&self.sets[usize::from(*set)]))).collect()
    }

    /// Agents.
    pub fn agents(&self) -> usize {
        self.agents
    }

    /// Time on duty of each agent in `[from, to)`, µs.
    pub fn time_on_duty(&self, from: i64, to: i64) -> Vec<i64> {
        let mut sums = vec![0; self.agents()];
        for (place, (at, set)) in self.steps.iter().enumerate() {
            let end = self.steps.get(place + 1).map_or(to, |(next, _)| *next).min(to);
            let length = (end - (*at).max(from)).max(0);
            let on = self.sets[usize::from(*set)].iter();
            sums.iter_mut().zip(on).filter(|(_, on)| **on).for_each(|(sum, _)| *sum += length);
        }
        sums
    }
}
