//! A fleet compiled: every template at every size.

use std::sync::Arc;

use crate::desk::plan::{DeskPlan, GroupPlan};
use crate::engine::draws::Draws;
use crate::engine::purpose::Purpose;
use crate::facts::{Channel, Rules};
use crate::scenario::{Fleet, Group, Model, Run, Staff};
use crate::traffic::{self, TrafficPlan};

use super::super::staffing::load::WeekLoad;
use super::pairs::paired;
use super::{Businesses, Owners, Shares};

/// Key of the draws that are a desk's own.
const DESK: u64 = 0xde51_0f1e_e700_0001;

/// What turns templates into desks.
#[derive(Clone, Debug)]
pub struct FleetPlan {
    /// Number of desks.
    pub desks: u32,
    shares: Shares,
    spare: f64,
    owners: Owners,
    /// What desks are drawn from, in the order of the file; the file itself if it has no templates.
    kinds: Vec<Kind>,
}

/// A template, as if all desks were of it.
#[derive(Clone, Debug)]
struct Kind {
    /// Chance that a desk is of this one or of one before it.
    up_to: f64,
    desk: Arc<DeskPlan>,
    /// By group.
    groups: Vec<Work>,
    /// Expected arrivals and notifications of the run.
    events: f64,
}

/// A template on its way to a [`Kind`].
struct Draft<'a> {
    share: f64,
    model: &'a Model,
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
    /// Agents beside the work whom the dialler keeps idle for callers.
    kept: f64,
}

impl FleetPlan {
    /// The plan of a fleet whose file is `model`, and whose desk at full size without templates is `desk`.
    ///
    /// Errors: a log that is replayed, work that several groups share, a desk that needs more heads than a group can have.
    pub fn new(
        fleet: &Fleet,
        model: &Model,
        run: &Run,
        rules: &Rules,
        (traffic, desk): (&TrafficPlan, &Arc<DeskPlan>),
    ) -> Result<FleetPlan, Vec<String>> {
        let mut plan = FleetPlan {
            desks: fleet.desks,
            shares: Shares::new(fleet),
            spare: fleet.spare,
            owners: Owners::new(&fleet.per_business),
            kinds: Vec::new(),
        };
        if fleet.templates.is_empty() {
            let draft = Draft { share: 1.0, model };
            plan.add(&draft, run, traffic, desk.clone())?;
            return Ok(plan);
        }
        let mut problems = Vec::new();
        for template in &fleet.templates {
            let draft = Draft { share: template.share, model: &template.model };
            let compiled = traffic::compile(draft.model, run).and_then(|traffic| {
                let desk = Arc::new(DeskPlan::new(draft.model, run, traffic.clone(), rules.clone())?);
                plan.add(&draft, run, &traffic, desk)
            });
            if let Err(why) = compiled {
                problems.extend(why.into_iter().map(|why| format!("template `{}`: {why}", template.name)));
            }
        }
        if problems.is_empty() { Ok(plan) } else { Err(problems) }
    }

    fn add(
        &mut self,
        draft: &Draft<'_>,
        run: &Run,
        traffic: &TrafficPlan,
        desk: Arc<DeskPlan>,
    ) -> Result<(), Vec<String>> {
        let model = draft.model;
        let mut problems = Vec::new();
        if traffic.streams.iter().any(|stream| stream.replay.is_some()) {
            problems.push("a fleet draws its arrivals: every desk would replay the same log".to_string());
        }
        let listed = model.desk.groups.iter().filter(|group| !group.people.is_empty());
        problems.extend(listed.map(|group| {
            format!("the agents of `{}` are given one by one: the heads of a fleet follow from its work", group.name)
        }));
        let mut work = Vec::new();
        for (index, group) in model.desk.groups.iter().enumerate() {
            let rivals = model.desk.groups[..index].iter().filter(|other| meet(other, group));
            problems.extend(rivals.map(|other| {
                format!(
                    "groups `{}` and `{}` serve the same customers: the heads of a fleet follow from the work of each group",
                    other.name, group.name
                )
            }));
            match WeekLoad::new(model, run, traffic, group) {
                Ok(load) => {
                    let channel = if group.messages { model.channel } else { Channel::Phone };
                    work.push(Work::of(group, &load, channel));
                }
                Err(errors) => problems.extend(errors),
            }
        }
        for (group, work) in model.desk.groups.iter().zip(&work) {
            let most = work.need(self.shares.of(0), self.spare) * f64::from(most(group)) / work.heads;
            if most > f64::from(u16::MAX) {
                problems.push(self.too_large(&group.name, most.ceil()));
            }
        }
        let before = self.kinds.last().map_or(0.0, |kind| kind.up_to);
        let events = traffic.streams.iter().map(|stream| stream.expected(desk.from, desk.to)).sum();
        self.kinds.push(Kind { up_to: before + draft.share, desk, groups: work, events });
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Why the largest desk cannot be staffed, and what to do.
    fn too_large(&self, group: &str, heads: f64) -> String {
        format!(
            "desk 1 of {}, the largest, has {:.2} % of the volume and needs {heads} heads in group `{group}`; a group has at most {}: \
             share the volume out to several fleets (by country, for example), let sizes differ less (`fleet.exponent`, `fleet.cv`), \
             or make more and smaller desks (`fleet.desks`)",
            self.desks,
            self.shares.of(0) * 100.0,
            u16::MAX
        )
    }

    /// Share of a desk in the volume of all.
    pub fn share(&self, desk: u32) -> f64 {
        self.shares.of(desk)
    }

    /// The template that a desk is drawn from: the same in every variant and replication of a seed.
    pub fn template(&self, seed: u64, desk: u32) -> usize {
        if self.kinds.len() == 1 {
            return 0;
        }
        let drawn = Draws::new(seed, 0, desk).entity(DESK, 0, 0).draw(Purpose::Template, 0, 0).open01();
        self.kinds.iter().position(|kind| drawn < kind.up_to).unwrap_or(self.kinds.len() - 1)
    }

    /// Who owns which desks, in the order in which they are dealt out to blocks: from the largest down; where there are several
    /// templates two and two alike.
    pub fn businesses(&self, seed: u64) -> Businesses {
        let businesses = self.owners.of(seed, self.desks);
        if self.kinds.len() == 1 {
            return businesses;
        }
        let order = paired(&businesses, |desk| self.template(seed, desk));
        businesses.in_order(&order)
    }

    /// The desk of a template, as if all desks together were one of it.
    pub fn whole(&self, template: usize) -> &Arc<DeskPlan> {
        &self.kinds[template].desk
    }

    /// Arrivals and notifications that are expected in the run if all desks are of a template.
    pub fn expected(&self, template: usize) -> f64 {
        self.kinds[template].events
    }

    /// Share of each template in the volume, from the desks that are drawn.
    pub fn parts(&self, seed: u64) -> Vec<f64> {
        let mut parts = vec![0.0; self.kinds.len()];
        (0..self.desks).for_each(|desk| parts[self.template(seed, desk)] += self.share(desk));
        parts
    }

    /// Heads of all groups of all desks when most are on duty.
    pub fn heads(&self, seed: u64) -> u64 {
        let of = |desk: u32| -> u64 {
            let Kind { desk: whole, groups, .. } = &self.kinds[self.template(seed, desk)];
            let share = self.shares.of(desk);
            let heads = |(all, work): (&GroupPlan, &Work)| {
                let need = work.need(share, self.spare);
                u64::from(all.duty.iter().map(|(_, of_all)| work.at(need, *of_all)).max().unwrap_or(0))
            };
            whole.groups.iter().zip(groups).map(heads).sum()
        };
        (0..self.desks).map(of).sum()
    }

    /// A template at the size of a desk.
    pub fn desk(&self, template: usize, desk: u32) -> DeskPlan {
        let mut plan = DeskPlan::clone(&self.kinds[template].desk);
        self.resize(&mut plan, template, desk);
        plan
    }

    /// Gives a plan that was made of the same template the size of another desk.
    pub(super) fn resize(&self, plan: &mut DeskPlan, template: usize, desk: u32) {
        let Kind { desk: whole, groups, .. } = &self.kinds[template];
        let share = self.shares.of(desk);
        plan.recurring = whole.recurring * share;
        for (stream, all) in plan.streams.iter_mut().zip(&whole.streams) {
            stream.share = all.share * share;
            stream.people = all.people.part(share);
        }
        for ((group, all), work) in plan.groups.iter_mut().zip(&whole.groups).zip(groups) {
            let need = work.need(share, self.spare);
            for ((_, heads), (_, of_all)) in group.duty.iter_mut().zip(&all.duty) {
                *heads = work.at(need, *of_all);
            }
            group.most = group.duty.iter().map(|(_, heads)| *heads).max().unwrap_or(0);
        }
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
        // A call that comes when nobody is there is lost; a message waits, as does whom the dialler is to call.
        let (erlang_hours, places) = match channel {
            Channel::Phone => (open(&|slot| load.contacts_per_hour[slot] * load.call_seconds / 3600.0), 1),
            Channel::Messages => {
                let all = load.erlangs.iter().zip(&load.hours).map(|(erlangs, hours)| erlangs * hours).sum();
                (all, group.concurrency.max(1))
            }
        };
        let speed = group.speed.get(usize::from(places) - 1).or(group.speed.last()).copied().unwrap_or(1.0);
        Work {
            chats: erlang_hours / open_hours / speed + load.dialled_hours / open_hours * f64::from(places),
            kept: load.kept,
            places: f64::from(places),
            heads: (open(&|slot| slots[slot].0) / open_hours).max(1e-9),
        }
    }

    /// Heads when the template has `of_all`. Where it has the same in all opening hours the product is exact.
    fn at(&self, need: f64, of_all: u16) -> u16 {
        (need * (f64::from(of_all) / self.heads) - 1e-9).ceil() as u16
    }

    /// Heads for a share of the work: places for R + β√R chats (square-root staffing, Halfin & Whitt 1981,
    /// doi 10.1287/opre.29.3.567).
    fn need(&self, share: f64, spare: f64) -> f64 {
        let chats = self.chats * share;
        let places = (chats + spare * libm::sqrt(chats)).ceil();
        let dialling = if self.kept > 0.0 { (chats / self.places).ceil() + self.kept } else { 1.0 };
        (places / self.places).ceil().max(dialling)
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
