//! The end of the last shift: what becomes of callers who wait, of calls that go on, and of callers who come to the queue
//! when it is shut: from the menu, or passed on by an agent.
//!
//! All shifts of an instant begin and end together. A queue is shut when those who go are the last who serve it; what they do
//! about its callers is decided once for each, by the rules of all who have shut it: if any of them drain, these stay.

use crate::facts::{Channel, Fold, Outcome};
use crate::scenario::{Closing, Leaving};

use super::contact::{Contact, State, mark};
use super::extras::detail::Lost;
use super::plan::DeskPlan;
use super::{Desk, Floor};

/// An agent: group, number.
type Agent = (u8, u16);

/// What becomes of the callers of a queue that these groups have shut: who drains leaves nothing to the others, and callers
/// wait for the next opening only if all say so.
pub(super) fn rule_of(plan: &DeskPlan, groups: impl Iterator<Item = u8>) -> Closing {
    const FIRST: [Closing; 3] = [Closing::Drain, Closing::PreEmpt, Closing::Clear];
    let rules: Vec<Closing> = groups.map(|group| plan.groups[usize::from(group)].closing).collect();
    FIRST.into_iter().find(|rule| rules.contains(rule)).unwrap_or(Closing::Keep)
}

impl<F: Fold> Desk<'_, F> {
    /// Shifts begin and end: of this group, and all others of this instant.
    pub(super) fn shifts_change(&mut self, group: u8) {
        let (gone, shut) = self.floor.change_shifts(group);
        for agent in gone {
            self.let_go(agent);
        }
        if !shut.is_empty() {
            self.clear(&shut);
        }
        self.end_drains();
    }

    /// Who has gone finishes what he works on, or does as his group's rule says; chats that he only holds are handed back.
    fn let_go(&mut self, agent: Agent) {
        let plan = &self.floor.plan.groups[usize::from(agent.0)];
        for place in self.held_by(agent) {
            let shut = self.floor.rule_if_shut(&self.contacts[place]);
            match self.contacts[place].state {
                State::Thinking | State::Lingering | State::Withheld => self.hand_back(place),
                State::Talking | State::Briefing
                    if shut == Some(Closing::PreEmpt) && plan.closing == Closing::PreEmpt =>
                {
                    self.end_call(place);
                }
                // Nobody is there to whom he could hand it over: he finishes it.
                State::Talking | State::Briefing if shut.is_some() => {}
                _ if plan.leaving != Leaving::Finish => self.interrupt(place, plan.leaving),
                _ => {}
            }
        }
    }

    /// The contacts of an agent, without those that he has passed on and stays with.
    fn held_by(&self, agent: Agent) -> Vec<u32> {
        let held = self.floor.crews[usize::from(agent.0)].contacts(agent.1);
        held.filter(|place| (self.contacts[*place].group, self.contacts[*place].agent) == agent).collect()
    }

    /// A chat that an agent only holds is his no longer.
    fn hand_back(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        if contact.state == State::Lingering {
            self.floor.lingering_ends(contact);
            let ended = self.floor.conclude(contact);
            return self.settle(place, ended);
        }
        self.floor.free_agent(contact);
        self.repace();
    }

    /// Callers in queues that have just been shut hear the opening hours, if that is their rule.
    fn clear(&mut self, shut: &[usize]) {
        for place in 0..self.contacts.places() as u32 {
            let contact = &self.contacts[place];
            let on_line = self.floor.is_on_line(contact) || contact.marks & mark::BEGUN != 0;
            if contact.state == State::OnHold && on_line && self.floor.is_cleared(contact, shut) {
                self.end_call(place);
            }
        }
    }

    /// A call ends because the day does.
    fn end_call(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        self.floor.cut(contact);
        let ended = self.floor.conclude(contact);
        self.settle(place, ended);
    }

    /// Who stayed for callers goes when none waits any more.
    #[cold]
    pub(super) fn end_drains(&mut self) {
        for agent in self.floor.go_home() {
            for place in self.held_by(agent) {
                if matches!(self.contacts[place].state, State::Thinking | State::Lingering | State::Withheld) {
                    self.hand_back(place);
                }
            }
        }
    }
}

impl<F: Fold> Floor<'_, F> {
    /// Shifts begin and end. Returns who goes, and the queues that nobody serves any more.
    fn change_shifts(&mut self, group: u8) -> (Vec<Agent>, Vec<usize>) {
        let changing = self.changing(group);
        self.sums.staff.events += changing.len() as i64 - 1;
        let before: Vec<(i64, i64)> = changing.iter().map(|group| self.heads(*group)).collect();
        let mut ended: Vec<Agent> = Vec::new();
        for group in &changing {
            ended.extend(self.change_heads(*group).into_iter().map(|agent| (*group, agent)));
        }
        let shut = self.set_open();
        for line in &shut {
            let served = ended.iter().filter(|agent| self.serves(*line, **agent));
            self.shut_rule[*line] = rule_of(self.plan, served.map(|(group, _)| *group));
        }
        ended.retain(|agent| !self.is_to_stay(*agent, &shut));
        for (group, agent) in &ended {
            self.crews[usize::from(*group)].leave(*agent);
        }
        for (group, before) in changing.into_iter().zip(before) {
            self.heads_changed(group, before);
        }
        (ended, shut)
    }

    /// Heads of a group on duty or in overtime, and those in overtime.
    fn heads(&self, group: u8) -> (i64, i64) {
        let crew = &self.crews[usize::from(group)];
        let overtime = i64::from(crew.overtime());
        (i64::from(crew.on_duty() - crew.staying()) + overtime, overtime)
    }

    /// They were different before: it goes into the books.
    fn heads_changed(&mut self, group: u8, before: (i64, i64)) {
        let after = self.heads(group);
        self.ledger.staffed(self.now, group, after.0 - before.0, after.1 - before.1);
        let stays = self.crews[usize::from(group)].staying() > 0;
        if stays != self.draining.contains(&group) {
            self.draining.retain(|other| *other != group);
            if stays {
                self.draining.push(group);
            }
            self.further = if stays { self.further + 1 } else { self.further - 1 };
        }
    }

    /// Does an agent stay after his shift, since he is one of the last who serve a queue in which callers wait?
    fn is_to_stay(&self, agent: Agent, shut: &[usize]) -> bool {
        let waits = |line: &usize| self.callers_of(*line) > 0 && self.serves(*line, agent);
        self.plan.groups[usize::from(agent.0)].closing == Closing::Drain && shut.iter().any(waits)
    }

    /// Who stayed goes unless callers wait for him; what he works on he finishes.
    fn go_home(&mut self) -> Vec<Agent> {
        let mut gone = Vec::new();
        let waits: Vec<usize> =
            (0..self.open.len()).filter(|line| !self.open[*line] && self.callers_of(*line) > 0).collect();
        for group in self.draining.clone() {
            let before = self.heads(group);
            let idle = |agent: &u16| !waits.iter().any(|line| self.serves(*line, (group, *agent)));
            let agents: Vec<u16> = self.staying(group).filter(idle).collect();
            for agent in agents {
                self.crews[usize::from(group)].leave(agent);
                gone.push((group, agent));
            }
            self.heads_changed(group, before);
        }
        gone
    }

    /// Agents of a group who stay after their shift.
    fn staying(&self, group: u8) -> impl Iterator<Item = u16> + '_ {
        let crew = &self.crews[usize::from(group)];
        crew.agents().filter(|agent| crew.stays(*agent))
    }

    /// Does this agent serve a queue?
    fn serves(&self, line: usize, (group, agent): Agent) -> bool {
        let who = self.plan.router.as_deref().and_then(|router| router.agents_of(line, group));
        let able = who.is_none_or(|who| who.get(usize::from(agent)).copied().unwrap_or(false));
        able && self.plan.lines[line].groups.contains(&group)
    }

    /// Callers who wait in a queue, or will when their menu ends.
    fn callers_of(&self, line: usize) -> u32 {
        self.callers[line] + self.in_menu[line]
    }

    /// Is the queue one of calls that nobody serves in his shift? Those who stay take from it, and from no other.
    #[inline]
    pub(super) fn is_for_stayers(&self, line: usize) -> bool {
        self.plan.lines[line].phone && !self.open[line]
    }

    /// Is it one in which no caller waits for those who stay? They call nobody back.
    #[inline]
    pub(super) fn is_left(&self, line: usize) -> bool {
        self.is_for_stayers(line) && self.callers[line] == 0
    }

    /// The rule of a call's queue, if nobody serves it in his shift.
    fn rule_if_shut(&self, contact: &Contact) -> Option<Closing> {
        let line = self.line_for(contact, Channel::Phone).filter(|line| !self.open[*line])?;
        Some(self.shut_rule[line])
    }

    /// Does a caller wait in one of these queues, and is he not to wait on?
    fn is_cleared(&self, contact: &Contact, shut: &[usize]) -> bool {
        let line = self.line_for(contact, Channel::Phone).filter(|line| shut.contains(line));
        line.is_some_and(|line| matches!(self.shut_rule[line], Closing::Clear | Closing::PreEmpt))
    }

    /// Would the caller come to a queue that is shut, whose rule is not to wait for the next opening?
    pub(super) fn is_turned_away(&self, contact: &Contact) -> bool {
        let Some(line) = self.line_for(contact, Channel::Phone).filter(|line| !self.open[*line]) else { return false };
        let serves = |group: &u8| self.staying(*group).any(|agent| self.serves(line, (*group, agent)));
        self.shut_rule[line] != Closing::Keep && !self.draining.iter().any(serves)
    }

    /// A caller from the menu hears the opening hours: his line was in use, but he was no turn of the team.
    #[cold]
    pub(super) fn comes_too_late(&mut self, contact: &mut Contact) {
        self.release_line(contact, -1, 0, true);
        self.find_closed(contact)
    }

    /// An agent has begun with the call, and nobody goes on with it.
    #[cold]
    pub(super) fn break_off(&mut self, contact: &mut Contact) {
        let (wait, talk) = (contact.taken_at - contact.turn_from, self.now - contact.taken_at);
        self.release_line(contact, wait, talk, true);
        self.close(contact, Outcome::Unresolved, -1);
    }

    fn cut(&mut self, contact: &mut Contact) {
        if matches!(contact.state, State::Talking | State::Briefing) {
            self.ledger.serving(self.now, contact.group, -1);
            self.free_agent(contact);
            return self.break_off(contact);
        }
        self.leave_queue(contact);
        if contact.marks & mark::BEGUN != 0 {
            return self.break_off(contact);
        }
        if contact.marks & mark::DIALLED != 0 {
            return self.mismatch(contact);
        }
        let wait = self.now - contact.turn_from;
        self.waited_in_vain(contact, Channel::Phone, wait, Lost::Given);
        self.release_line(contact, wait, 0, false);
        self.find_closed(contact);
    }
}
