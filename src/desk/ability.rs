//! How fast agents are: a pace of their group, chance (each agent has a speed of his own), and learning.
//!
//! Work takes `work / (pace × own × learned)`: `own` is lognormal with mean 1, drawn once for each agent of a run (Gans, Liu,
//! Mandelbaum, Shen, Ye, "Service times in call centers: agent heterogeneity and learning", 2010), `learned` =
//! 1 − (1 − start) · exp(−n / contacts) after n contacts of the run, an assumption of form.

use crate::engine::draws::Draws;
use crate::engine::law::Sampler;
use crate::engine::purpose::Purpose;
use crate::facts::{Fold, Part};
use crate::scenario::{Ability, Law, Person};

use super::Floor;
use super::contact::Contact;

/// Entities of agents: far from those of streams, whose keys are hashes of names.
const AGENTS: u64 = 0x61_67_65_6e_74_73;

/// What the agents of a group can do, compiled.
#[derive(Clone, Debug)]
pub struct AbilityPlan {
    pace: f64,
    own: Option<Sampler>,
    learning: Option<(f64, f64)>,
    /// Speed of each, where they are given one by one: what they begin with is counted too.
    people: Vec<f64>,
}

impl AbilityPlan {
    /// `None` if all of them always work at the same speed.
    pub fn new(ability: &Ability, people: &[Person]) -> Option<Box<AbilityPlan>> {
        let law = |cv: f64| Sampler::new(&Law::Lognormal { mean: 1.0, cv });
        let plan = AbilityPlan {
            pace: ability.pace,
            own: (ability.cv > 0.0).then(|| law(ability.cv)),
            learning: ability.learning.map(|(start, contacts)| (start.0, contacts)),
            people: people.iter().map(|person| person.pace).collect(),
        };
        let unlike = plan.pace != 1.0 || plan.own.is_some() || plan.learning.is_some() || !plan.people.is_empty();
        unlike.then(|| Box::new(plan))
    }

    /// Speeds of so many agents of the group of this number, and the contacts they have begun with.
    pub(super) fn agents(&self, draws: Draws, group: usize, agents: u16) -> Vec<Agent> {
        let speed = |agent: u16| {
            let mut draw =
                draws.entity(AGENTS, (group as u64) << 16 | u64::from(agent), 0).draw(Purpose::AgentSpeed, 0, 0);
            self.own.as_ref().map_or(1.0, |law| law.sample(&mut draw) as f64 / 1e6)
        };
        let given = |agent: u16| self.people.get(usize::from(agent)).copied().unwrap_or(1.0);
        (0..agents).map(|agent| Agent { speed: self.pace * given(agent) * speed(agent), contacts: 0 }).collect()
    }
}

/// One agent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Agent {
    /// Pace × own.
    speed: f64,
    /// Contacts that he has begun with.
    contacts: u32,
}

impl<F: Fold> Floor<'_, F> {
    /// How long an agent needs for this work, which he begins.
    #[cold]
    pub(super) fn able(&mut self, group: u8, agent: u16, work: i64) -> i64 {
        let time = self.paced(group, agent, work);
        if let Some(one) = self.agents[group as usize].get_mut(agent as usize) {
            one.contacts += 1;
        }
        self.ledger.begun(group);
        let run = self.emit.part() == Part::Run;
        if let Some(begun) = self.sums.agents.get_mut(group as usize).and_then(|all| all.get_mut(agent as usize)) {
            *begun += i64::from(run);
        }
        time
    }

    /// How long he needs for work of a contact that he has begun with.
    pub(super) fn paced(&self, group: u8, agent: u16, work: i64) -> i64 {
        match self.speed_of(group, agent) {
            1.0 => work,
            speed => (work as f64 / speed + 0.5) as i64,
        }
    }

    /// Work that a time of the contact's agent is worth.
    pub(super) fn nominal(&self, contact: &Contact, time: i64) -> i64 {
        match self.speed_of(contact.group, contact.agent) {
            1.0 => time,
            speed => (time as f64 * speed + 0.5) as i64,
        }
    }

    fn speed_of(&self, group: u8, agent: u16) -> f64 {
        let plan = self.plan.groups[group as usize].ability.as_deref();
        let Some((plan, one)) = plan.zip(self.agents[group as usize].get(agent as usize)) else { return 1.0 };
        let learned = plan
            .learning
            .map_or(1.0, |(start, contacts)| 1.0 - (1.0 - start) * libm::exp(-f64::from(one.contacts) / contacts));
        one.speed * learned
    }
}
