//! Who takes what, where the order of groups and of arrivals does not say it all: groups that a type of contact reaches
//! after a wait, agents kept in reserve, preferences of groups, weights of waits, the same agent again, choice by chance.
//!
//! A type of contact is a reason on a channel; here each has a queue of its own. At the end of an instant every queue
//! offers its first contact for which somebody is free; of two that want the same group the one goes first that the group
//! prefers, then that with the higher rank of the discipline. Desks that need none of this never come here.

use crate::engine::purpose::Purpose;
use crate::facts::{Channel, Fold};
use crate::scenario::{Discipline, Group, Model, Person, Routing};

use super::contact::{Contact, NEVER, NO_GROUP, State, mark};
use super::crew::Crew;
use super::discipline::{self, Entry, Queue};
use super::dispatch::Groups;
use super::plan::LinePlan;
use super::{Desk, Floor};

/// The rules, compiled; by queue.
#[derive(Clone, Debug)]
pub struct Router {
    choices: Vec<Vec<Choice>>,
    /// How long a contact waits for the agent who served it last, µs.
    same_agent: Option<i64>,
    routing: Routing,
    discipline: Discipline,
    weights: Vec<f64>,
}

/// One group that serves a queue.
#[derive(Clone, Debug)]
struct Choice {
    group: u8,
    /// It does so after this wait, µs.
    after: i64,
    /// So many of its agents without contact are not for it.
    reserve: u16,
    /// Place among what the group serves: lower first.
    rank: u16,
    /// Which of its agents serve it; `None`: all.
    agents: Option<Vec<bool>>,
}

impl Choice {
    fn serves(&self, agent: u16) -> bool {
        self.agents.as_ref().is_none_or(|agents| agents.get(usize::from(agent)).copied().unwrap_or(false))
    }
}

impl Router {
    /// Does this model need one?
    pub fn is_needed(model: &Model) -> bool {
        let desk = &model.desk;
        desk.same_agent.is_some()
            || matches!(desk.routing, Routing::Random | Routing::FillTo(_))
            || desk.discipline == Discipline::WeightedWait
            || desk.groups.iter().any(|group| !group.order.is_empty() || !group.reserve.is_empty())
            || desk.groups.iter().any(|group| group.people.iter().any(|person| !person.reasons.is_empty()))
            || model.reasons.iter().any(|reason| !reason.overflow.is_empty())
    }

    /// For the queues of a desk, each with the reason that it belongs to.
    pub fn new(model: &Model, lines: &[LinePlan], reasons: &[u16]) -> Router {
        let who = |group: &Group, reason: u16| {
            let serves = |person: &Person| person.reasons.is_empty() || person.reasons.contains(&reason);
            let who: Vec<bool> = group.people.iter().map(serves).collect();
            who.contains(&false).then_some(who)
        };
        let choice = |group: u8, reason: u16| {
            let plan = &model.desk.groups[usize::from(group)];
            let overflow = &model.reasons[usize::from(reason)].overflow;
            Choice {
                group,
                after: overflow.iter().find(|(to, _)| *to == group).map_or(0, |(_, wait)| wait.0),
                reserve: plan.reserve.iter().find(|(of, _)| *of == reason).map_or(0, |(_, agents)| *agents),
                rank: plan.order.iter().position(|of| *of == reason).unwrap_or(plan.order.len()) as u16,
                agents: who(plan, reason),
            }
        };
        let of_line = |(line, reason): (&LinePlan, &u16)| line.groups.iter().map(|g| choice(*g, *reason)).collect();
        Router {
            choices: lines.iter().zip(reasons).map(of_line).collect(),
            same_agent: model.desk.same_agent.map(|span| span.0),
            routing: model.desk.routing,
            discipline: model.desk.discipline,
            weights: model.reasons.iter().map(|reason| reason.weight).collect(),
        }
    }

    /// Which agents of a group serve a queue; `None`: all of them.
    pub(super) fn agents_of(&self, line: usize, group: u8) -> Option<&[bool]> {
        let choice = self.choices.get(line)?.iter().find(|choice| choice.group == group)?;
        choice.agents.as_deref()
    }

    /// Does somebody of a group serve a queue in his shift? Those who serve it by their group's skills are not asked here.
    pub(super) fn somebody(&self, line: usize, group: u8, crew: &Crew) -> bool {
        self.agents_of(line, group).is_none_or(|agents| {
            let works = |agent: u16| crew.is_on_duty(agent) && !crew.stays(agent);
            agents.iter().enumerate().any(|(agent, serves)| *serves && works(agent as u16))
        })
    }

    /// Lower goes first.
    fn rank(&self, entry: &Entry, reason: u16, phone: bool, now: i64) -> i64 {
        match self.discipline {
            Discipline::WeightedWait => {
                let waited = now.saturating_sub(entry.since) as f64;
                -((self.weights[usize::from(reason)] * waited) as i64)
            }
            Discipline::Priority => discipline::by_class(entry),
            // Calls have neither window nor due date.
            _ if phone => entry.since,
            Discipline::FirstCome => entry.since,
            Discipline::WindowExpiry => entry.window_end,
            Discipline::DueDate => entry.due,
            Discipline::PriceWeightedExpiry => discipline::urgency(entry, now),
        }
    }
}

/// What may be taken up: queue, its entry, group and agent.
type Found = (usize, Entry, u8, u16);

/// The same behind what decides between queues: rank in its group, rank of the discipline, arrival, stamp.
type Offer = ((bool, u16, i64, i64, u64), Found);

impl<F: Fold> Desk<'_, F> {
    /// Waiting contacts meet free agents until nobody finds one any more.
    #[cold]
    pub(super) fn dispatch_routed(&mut self) {
        while self.floor.in_line > 0 {
            let Some((line, entry, group, agent)) = self.best_offer() else { return };
            let floor = &mut self.floor;
            floor.queues[line].take(&entry);
            let place = entry.contact;
            let contact = &mut self.contacts[place];
            if floor.plan.lines[line].phone {
                floor.pick_up_any(contact, group, agent);
            } else {
                floor.take_up(contact, group, agent);
            }
            let ended = floor.conclude(contact);
            self.settle(place, ended);
        }
    }

    fn best_offer(&mut self) -> Option<Found> {
        let called = self.called().unwrap_or_default();
        let lines = 0..self.floor.plan.lines.len();
        let offers = lines.filter_map(|line| self.offer(line, called));
        offers.min_by_key(|(key, _)| *key).map(|(_, found)| found)
    }

    /// The first contact of a queue for which somebody is free.
    fn offer(&mut self, line: usize, called: Groups) -> Option<Offer> {
        let router = self.floor.plan.router.as_deref()?;
        if self.floor.is_left(line) {
            return None;
        }
        let wait = self.floor.shortest_wait(router, line, called);
        if wait.is_none() && (router.same_agent.is_none() || !self.floor.somebody_is_free(router, line)) {
            return None;
        }
        let mut queue = std::mem::take(&mut self.floor.queues[line]);
        let found = self.first_of(&mut queue, line, called, wait);
        self.floor.queues[line] = queue;
        found
    }

    /// The same of this queue, in which nobody finds an agent who has not waited for so long.
    fn first_of(&self, queue: &mut Queue, line: usize, called: Groups, wait: Option<i64>) -> Option<Offer> {
        let (floor, contacts, now) = (&self.floor, &self.contacts, self.floor.now);
        let router = floor.plan.router.as_deref()?;
        let phone = floor.plan.lines[line].phone;
        let least = if router.same_agent.is_some() { i64::MIN } else { wait.unwrap_or(NEVER) };
        let changes = router.discipline == Discipline::PriceWeightedExpiry && !phone;
        let urgency = |entry: &Entry| discipline::urgency(entry, now);
        queue.find(contacts, changes.then_some(&urgency), |entry| {
            let contact = &contacts[entry.contact];
            if now - floor.joined_at(contact) < least {
                return None;
            }
            let (group, agent, preference) = floor.route(contact, line, called)?;
            let rank = router.rank(entry, contact.reason, phone, now);
            // Whom the firm calls back comes after all callers, whatever the order of the reasons.
            let preference = if contact.is_later() { u16::MAX } else { preference };
            Some(((!phone, preference, rank, entry.since, entry.stamp), (line, *entry, group, agent)))
        })
    }
}

/// What a queue asks of those who take from it.
#[derive(Clone, Copy)]
struct Ask {
    phone: bool,
    /// Nobody serves it in his shift: those who stay for callers do.
    stayers: bool,
}

impl Ask {
    /// May an agent on duty take a call, or another turn by message?
    fn takes(self, crew: &Crew, agent: u16) -> bool {
        let level = crew.level(agent);
        let free = level == 0 || !self.phone && level < crew.concurrency();
        free && (self.stayers || !crew.stays(agent))
    }

    fn has_free(self, crew: &Crew) -> bool {
        if self.phone { crew.idle().is_some() } else { crew.least_loaded().is_some() }
    }

    /// Are the agents of the group who have no contact kept for others? Nobody else needs those who stay.
    fn keeps(self, crew: &Crew, choice: &Choice) -> bool {
        !self.stayers && choice.reserve > 0 && idle(crew) <= usize::from(choice.reserve)
    }

    /// Of the free agents with at least so many contacts who serve it the one whom the rule takes first.
    fn skilled(self, crew: &Crew, choice: &Choice, routing: Routing, least: u8) -> Option<u16> {
        let top = if self.phone { 1 } else { crew.concurrency() };
        let may = |agent: &u16| choice.serves(*agent) && self.takes(crew, *agent);
        let first = |level: u8| crew.at_level(level).find(may);
        match routing {
            Routing::MostLoaded => (least..top).rev().find_map(first),
            Routing::FillTo(level) => {
                let level = level.clamp(least, top.max(least));
                (least..level).rev().chain(level..top).find_map(first)
            }
            _ => (least..top).find_map(first),
        }
    }
}

impl<F: Fold> Floor<'_, F> {
    fn ask(&self, line: usize) -> Ask {
        Ask { phone: self.plan.lines[line].phone, stayers: self.is_for_stayers(line) }
    }

    /// Who takes a contact that waits in this queue, and the place of its type among what the group serves. Groups that
    /// are `called` open no chats.
    fn route(&self, contact: &Contact, line: usize, called: Groups) -> Option<(u8, u16, u16)> {
        let router = self.plan.router.as_deref()?;
        let ask = self.ask(line);
        let waited = self.now - self.joined_at(contact);
        let choices = &router.choices[line];
        let allowed = |choice: &&Choice| ask.phone || !called.contains(choice.group);
        if let Some(patience) = router.same_agent
            && let Some(choice) = choices.iter().find(|choice| choice.group == contact.last_group)
            && self.crews[usize::from(choice.group)].is_on_duty(contact.agent)
        {
            let crew = &self.crews[usize::from(choice.group)];
            if ask.takes(crew, contact.agent) && allowed(&choice) && choice.serves(contact.agent) {
                return Some((choice.group, contact.agent, choice.rank));
            }
            if waited < patience {
                return None;
            }
        }
        choices.iter().filter(allowed).find_map(|choice| {
            let crew = &self.crews[usize::from(choice.group)];
            if waited < choice.after {
                return None;
            }
            let agent = match ask.keeps(crew, choice) {
                true => self.chosen_of_busy(router, crew, contact, choice, ask),
                false => self.chosen(router, crew, contact, choice, ask),
            };
            Some((choice.group, agent?, choice.rank))
        })
    }

    /// How long a contact of this queue must have waited for somebody to take it now, whoever served it before; `None`: nobody
    /// takes any.
    fn shortest_wait(&self, router: &Router, line: usize, called: Groups) -> Option<i64> {
        let ask = self.ask(line);
        let open = |choice: &&Choice| {
            let crew = &self.crews[usize::from(choice.group)];
            let free = match choice.agents {
                None if !ask.keeps(crew, choice) => ask.has_free(crew),
                _ => {
                    let least = u8::from(ask.keeps(crew, choice));
                    let able = |agent: u16| ask.takes(crew, agent) && choice.serves(agent);
                    crew.agents().any(|agent| crew.level(agent) >= least && able(agent))
                }
            };
            free && (ask.phone || !called.contains(choice.group))
        };
        router.choices[line].iter().filter(open).map(|choice| choice.after).min()
    }

    /// Is any agent free in the groups of this queue?
    fn somebody_is_free(&self, router: &Router, line: usize) -> bool {
        let ask = self.ask(line);
        router.choices[line].iter().any(|choice| ask.has_free(&self.crews[usize::from(choice.group)]))
    }

    /// The agent of a group who takes the contact.
    fn chosen(&self, router: &Router, crew: &Crew, contact: &Contact, choice: &Choice, ask: Ask) -> Option<u16> {
        match router.routing {
            Routing::Random => by_chance(crew, contact, |agent| ask.takes(crew, agent) && choice.serves(agent)),
            routing if choice.agents.is_some() || crew.staying() > 0 => ask.skilled(crew, choice, routing, 0),
            Routing::FillTo(level) if !ask.phone => crew.filling_to(level),
            _ => self.free_agent_of(choice.group, ask.phone),
        }
    }

    /// The same while those without contact are kept for others: somebody who has a chat may take another.
    #[cold]
    fn chosen_of_busy(
        &self,
        router: &Router,
        crew: &Crew,
        contact: &Contact,
        choice: &Choice,
        ask: Ask,
    ) -> Option<u16> {
        match router.routing {
            _ if ask.phone => None,
            Routing::Random => by_chance(crew, contact, |agent| {
                crew.level(agent) > 0 && ask.takes(crew, agent) && choice.serves(agent)
            }),
            routing => ask.skilled(crew, choice, routing, 1),
        }
    }

    /// Who takes a turn or call in the instant in which it begins to wait, if nobody else waits.
    #[cold]
    pub(super) fn routed_at_once(&self, contact: &Contact, line: usize) -> Option<(u8, u16)> {
        self.route(contact, line, Groups::default()).map(|(group, agent, _)| (group, agent))
    }

    /// How many agents would take a call of this queue at once, and who of the first group that has one is idle for longest.
    pub(super) fn idle_for(&self, line: usize) -> (usize, Option<(u8, u16)>) {
        let mut found = (0, None);
        if !self.open[line] {
            return found;
        }
        for (place, &group) in self.plan.lines[line].groups.iter().enumerate() {
            let crew = &self.crews[usize::from(group)];
            let choice = self.plan.router.as_deref().map(|router| &router.choices[line][place]);
            let serves = |agent: &u16| !crew.stays(*agent) && choice.is_none_or(|choice| choice.serves(*agent));
            let spare = match choice {
                Some(choice) if choice.after > 0 => 0,
                Some(choice) => idle(crew).saturating_sub(usize::from(choice.reserve)),
                None => usize::MAX,
            };
            let able = crew.at_level(0).filter(serves).count().min(spare);
            found.0 += able;
            if able > 0 && found.1.is_none() {
                found.1 = crew.at_level(0).find(serves).map(|agent| (group, agent));
            }
        }
        found
    }

    /// Since when a contact waits in its present queue.
    pub(super) fn joined_at(&self, contact: &Contact) -> i64 {
        const PASSED: u8 = mark::PASSED_ON | mark::BEGUN;
        if contact.marks & (PASSED | mark::HANDED) == PASSED { contact.updated_at } else { contact.turn_from }
    }

    /// When a waiting contact may be taken by somebody else next.
    #[cold]
    pub(super) fn widens_at(&self, contact: &Contact, line: usize) -> i64 {
        let Some(router) = self.plan.router.as_deref() else { return NEVER };
        let since = self.joined_at(contact);
        let waits = router.choices[line].iter().map(|choice| choice.after);
        let own = router.same_agent.filter(|_| contact.last_group != NO_GROUP);
        let times = waits.chain(own).map(|wait| since.saturating_add(wait));
        times.filter(|at| *at > self.now).min().unwrap_or(NEVER)
    }

    /// It has waited so long that it may be.
    #[cold]
    pub(super) fn widens(&mut self, contact: &mut Contact) {
        let channel = if contact.state == State::OnHold { Channel::Phone } else { Channel::Messages };
        self.stirred = true;
        contact.business_at = match self.line_for(contact, channel) {
            Some(line) => self.widens_at(contact, line),
            None => NEVER,
        };
    }
}

/// One of those who may, each with the same chance.
fn by_chance(crew: &Crew, contact: &Contact, may: impl Fn(u16) -> bool) -> Option<u16> {
    let free: Vec<u16> = crew.agents().filter(|agent| may(*agent)).collect();
    let (turn, attempt) = (u32::from(contact.turn), u32::from(contact.attempts));
    let mut draw = contact.entity.draw(Purpose::Routing, turn, attempt);
    free.get(draw.below(free.len() as u64) as usize).copied()
}

/// Agents in their shift without any contact.
pub(super) fn idle(crew: &Crew) -> usize {
    crew.agents().filter(|agent| crew.level(*agent) == 0 && !crew.stays(*agent)).count()
}
