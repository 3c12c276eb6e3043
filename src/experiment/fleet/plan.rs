//! A fleet compiled: the template at every size.

use crate::desk::plan::DeskPlan;
use crate::facts::Channel;
use crate::scenario::{Fleet, Group, Model, Run, Staff};
use crate::traffic::TrafficPlan;

use super::super::staffing::load::WeekLoad;
use super::Shares;

/// What turns the template into a desk.
#[derive(Clone, Debug)]
pub struct FleetPlan {
    /// Number of desks.
    pub desks: u32,
    shares: Shares,
    spare: f64,
    /// By group.
    groups: Vec<Work>,
}

/// What the groups of all desks together have to do.
#[derive(Clone, Copy, Debug)]
struct Work {
    /// Offered load averaged over opening hours, in chats (or calls) at the speed of a full agent.
    chats: f64,
    /// Chats an agent may hold.
    places: f64,
    /// Mean heads of the template in opening hours.
    heads: f64,
}

impl FleetPlan {
    /// The plan of a fleet whose template is `model`.
    ///
    /// Errors: a log that is replayed, work that several groups share, a desk that needs more heads than a group can have.
    pub fn new(fleet: &Fleet, model: &Model, run: &Run, traffic: &TrafficPlan) -> Result<FleetPlan, Vec<String>> {
        let mut problems = Vec::new();
        if traffic.streams.iter().any(|stream| stream.replay.is_some()) {
            problems.push("a fleet draws its arrivals: every desk would replay the same log".to_string());
        }
        let groups = &model.desk.groups;
        for (index, group) in groups.iter().enumerate() {
            let rivals = groups[..index].iter().filter(|other| meet(other, group));
            problems.extend(rivals.map(|other| {
                format!(
                    "groups `{}` and `{}` serve the same customers: the heads of a fleet follow from the work of each group",
                    other.name, group.name
                )
            }));
        }
        let mut work = Vec::new();
        for group in groups {
            match WeekLoad::new(model, run, traffic, group) {
                Ok(load) => work.push(Work::of(group, &load, model.channel)),
                Err(errors) => problems.extend(errors),
            }
        }
        let plan = FleetPlan { desks: fleet.desks, shares: Shares::new(fleet), spare: fleet.spare, groups: work };
        for (group, work) in groups.iter().zip(&plan.groups) {
            let most = work.need(plan.shares.of(0), plan.spare) * f64::from(most(group)) / work.heads;
            if most > f64::from(u16::MAX) {
                problems.push(format!(
                    "the largest desk needs {most:.0} heads in group `{}`; at most {}",
                    group.name,
                    u16::MAX
                ));
            }
        }
        if problems.is_empty() { Ok(plan) } else { Err(problems) }
    }

    /// Share of a desk in the volume of all.
    pub fn share(&self, desk: u32) -> f64 {
        self.shares.of(desk)
    }

    /// The template at the size of a desk.
    pub fn desk(&self, template: &DeskPlan, desk: u32) -> DeskPlan {
        let share = self.shares.of(desk);
        let mut plan = template.clone();
        plan.recurring *= share;
        for stream in &mut plan.streams {
            stream.share *= share;
            stream.people = stream.people.part(share);
        }
        for (group, work) in plan.groups.iter_mut().zip(&self.groups) {
            let need = work.need(share, self.spare);
            for (_, heads) in &mut group.duty {
                // Where the template has the same heads in all opening hours the product is exact.
                *heads = (need * (f64::from(*heads) / work.heads) - 1e-9).ceil() as u16;
            }
            group.most = group.duty.iter().map(|(_, heads)| *heads).max().unwrap_or(0);
        }
        plan
    }
}

impl Work {
    fn of(group: &Group, load: &WeekLoad, channel: Channel) -> Work {
        let heads = schedule(group).iter().map(|heads| f64::from(*heads));
        let slots: Vec<(f64, f64)> = heads.zip(load.hours.iter().copied()).collect();
        let open = |value: &dyn Fn(usize) -> f64| -> f64 {
            let staffed = slots.iter().enumerate().filter(|(_, (heads, _))| *heads > 0.0);
            staffed.map(|(slot, (_, hours))| value(slot) * hours).sum()
        };
        let open_hours = open(&|_| 1.0).max(1e-9);
        // A call that comes when nobody is there is lost; a message waits.
        let (erlang_hours, places) = match channel {
            Channel::Phone => (open(&|slot| load.contacts_per_hour[slot] * load.call_seconds / 3600.0), 1),
            Channel::Messages => {
                let all = load.erlangs.iter().zip(&load.hours).map(|(erlangs, hours)| erlangs * hours).sum();
                (all, group.concurrency.max(1))
            }
        };
        let speed = group.speed.get(usize::from(places) - 1).or(group.speed.last()).copied().unwrap_or(1.0);
        Work {
            chats: erlang_hours / open_hours / speed,
            places: f64::from(places),
            heads: (open(&|slot| slots[slot].0) / open_hours).max(1e-9),
        }
    }

    /// Heads for a share of the work: places for R + β√R chats (square-root staffing, Halfin & Whitt 1981,
    /// doi 10.1287/opre.29.3.567).
    fn need(&self, share: f64, spare: f64) -> f64 {
        let chats = self.chats * share;
        let places = (chats + spare * libm::sqrt(chats)).ceil();
        (places / self.places).ceil().max(1.0)
    }
}

/// Heads of a group by half-hour of the week.
fn schedule(group: &Group) -> &[u16] {
    match &group.staff {
        Staff::Schedule(heads) => heads,
        Staff::Meet { .. } => &[],
    }
}

fn most(group: &Group) -> u16 {
    schedule(group).iter().copied().max().unwrap_or(0)
}

/// Do two groups serve a reason on the same channel?
fn meet(a: &Group, b: &Group) -> bool {
    let channel = a.messages && b.messages || a.phone && b.phone;
    let common = a.reasons.is_empty() || b.reasons.is_empty() || a.reasons.iter().any(|r| b.reasons.contains(r));
    channel && common
}
