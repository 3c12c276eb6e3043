//! The end of the last shift: what becomes of callers who wait, of calls that go on, and of callers who come to the queue
//! when it is shut: from the menu, or passed on by an agent.

use crate::facts::{Channel, Fold, Outcome};
use crate::scenario::{Closing, Leaving};

use super::contact::{Contact, State, mark};
use super::extras::detail::Lost;
use super::{Desk, Floor};

impl<F: Fold> Desk<'_, F> {
    /// A shift begins or ends. Who goes finishes what he works on, or does as his group's rule says; chats that he only
    /// holds are handed back.
    pub(super) fn shift_change(&mut self, group: u8) {
        if self.floor.stays(group) {
            return;
        }
        let leaving = self.floor.change_heads(group);
        let plan = &self.floor.plan.groups[group as usize];
        let clears = matches!(plan.closing, Closing::Clear | Closing::PreEmpt) && !leaving.is_empty();
        for agent in leaving {
            let held: Vec<u32> = self.floor.crews[group as usize].contacts(agent).collect();
            for place in held {
                let shut = self.floor.is_abandoned(&self.contacts[place], group);
                match self.contacts[place].state {
                    State::Thinking | State::Lingering | State::Withheld => self.hand_back(place),
                    State::Talking if shut && plan.closing == Closing::PreEmpt => self.end_call(place),
                    // Nobody is there to whom he could hand it over, and who drains leaves no caller waiting.
                    State::Talking if shut && plan.closing == Closing::Drain => {}
                    _ if plan.leaving != Leaving::Finish => self.interrupt(place, plan.leaving),
                    _ => {}
                }
            }
        }
        if clears {
            self.clear(group);
        }
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

    /// Callers in the group's queues that nobody serves any more hear the opening hours.
    fn clear(&mut self, group: u8) {
        for place in 0..self.contacts.places() as u32 {
            let contact = &self.contacts[place];
            let on_line = self.floor.is_on_line(contact) || contact.marks & mark::BEGUN != 0;
            if contact.state == State::OnHold && on_line && self.floor.is_abandoned(contact, group) {
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

    /// Groups that stayed for callers go when none waits any more.
    #[cold]
    pub(super) fn end_drains(&mut self) {
        for group in self.floor.draining.clone() {
            if self.floor.callers_of(group) == 0 {
                for agent in self.floor.go_home(group) {
                    let held: Vec<u32> = self.floor.crews[group as usize].contacts(agent).collect();
                    for place in held {
                        if matches!(self.contacts[place].state, State::Thinking | State::Lingering | State::Withheld) {
                            self.hand_back(place);
                        }
                    }
                }
            }
        }
    }
}

impl<F: Fold> Floor<'_, F> {
    /// The shift ends, but callers wait: the agents stay on for them, in overtime.
    fn stays(&mut self, group: u8) -> bool {
        if self.plan.groups[group as usize].closing != Closing::Drain {
            return false;
        }
        if self.draining.contains(&group) {
            // The next shift begins, or this one is changed while it stays.
            self.draining.retain(|other| *other != group);
            self.further -= 1;
            let heads = i64::from(self.crews[group as usize].on_duty());
            self.ledger.staffed(self.now, group, 0, -heads);
        }
        let heads = self.crews[group as usize].on_duty();
        if self.heads_to_come(group) > 0 || heads == 0 || self.callers_of(group) == 0 {
            return false;
        }
        self.next_heads(group);
        self.draining.push(group);
        self.further += 1;
        self.ledger.staffed(self.now, group, 0, i64::from(heads));
        self.set_open(group);
        true
    }

    /// Who stayed goes; what he works on he finishes.
    fn go_home(&mut self, group: u8) -> Vec<u16> {
        self.draining.retain(|other| *other != group);
        self.further -= 1;
        let crew = &mut self.crews[group as usize];
        let before = i64::from(crew.on_duty()) + i64::from(crew.overtime());
        let gone = crew.put_on_duty(&[]);
        let change = i64::from(crew.overtime()) - before;
        self.ledger.staffed(self.now, group, change, change);
        self.set_open(group);
        gone
    }

    /// Callers who wait (or are in the menu) for this group and for nobody else who is on duty.
    fn callers_of(&self, group: u8) -> u32 {
        let others = |line: &super::plan::LinePlan| {
            let stays = |other: &u8| *other != group && !self.draining.contains(other);
            line.groups.iter().any(|other| stays(other) && self.crews[*other as usize].on_duty() > 0)
        };
        let waiting = self.callers.iter().zip(&self.in_menu).map(|(callers, menu)| callers + menu);
        let lines = self.plan.lines.iter().zip(waiting);
        lines.filter(|(line, _)| line.groups.contains(&group) && !others(line)).map(|(_, callers)| callers).sum()
    }

    /// Is the caller's queue one in which nobody is left since this group went?
    fn is_abandoned(&self, contact: &Contact, group: u8) -> bool {
        self.line_for(contact, Channel::Phone).is_some_and(|line| !self.open[line] && self.shut_by[line] == group)
    }

    /// Would the caller come to a queue that is shut, whose rule is not to wait for the next opening?
    pub(super) fn is_turned_away(&self, contact: &Contact) -> bool {
        let Some(line) = self.line_for(contact, Channel::Phone).filter(|line| !self.open[*line]) else { return false };
        let stays = self.plan.lines[line].groups.iter().any(|group| self.draining.contains(group));
        let rule = self.plan.groups[usize::from(self.shut_by[line])].closing;
        rule != Closing::Keep && !stays
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
        if contact.state == State::Talking {
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
