//! Agents: who is on duty, how many chats each holds, who is free.
//!
//! Agents of a group stand in one list per level (number of open chats), in the order in which they reached it, so
//! that "least loaded, longest idle" is the head of the lowest list: constant time whatever the team's size.

/// No agent, end of a list.
const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Agent {
    level: u8,
    on_duty: bool,
    previous: u32,
    next: u32,
}

/// The agents of one group.
#[derive(Debug)]
pub struct Crew {
    agents: Vec<Agent>,
    /// Head and tail of the list of agents on duty at each level.
    lists: Vec<(u32, u32)>,
    /// Bit k: the list of level k is not empty.
    levels: u32,
    /// Contacts held, `concurrency` places an agent.
    held: Vec<u32>,
    concurrency: u8,
    on_duty: u16,
}

impl Crew {
    /// `most` agents, none on duty, each holding up to `concurrency` chats (1..=30).
    pub fn new(most: u16, concurrency: u8) -> Crew {
        let agent = Agent { level: 0, on_duty: false, previous: NONE, next: NONE };
        Crew {
            agents: vec![agent; most as usize],
            lists: vec![(NONE, NONE); concurrency as usize + 1],
            levels: 0,
            held: vec![NONE; most as usize * concurrency as usize],
            concurrency,
            on_duty: 0,
        }
    }

    /// Agents on duty.
    pub fn on_duty(&self) -> u16 {
        self.on_duty
    }

    /// Chats of an agent.
    #[inline]
    pub fn level(&self, agent: u16) -> u8 {
        self.agents[agent as usize].level
    }

    /// Is this agent on duty?
    pub fn is_on_duty(&self, agent: u16) -> bool {
        self.agents[agent as usize].on_duty
    }

    /// The agent with the fewest chats who may take another, idle for longest.
    #[inline]
    pub fn least_loaded(&self) -> Option<u16> {
        let free = self.levels & ((1u32 << self.concurrency) - 1);
        (free != 0).then(|| self.lists[free.trailing_zeros() as usize].0 as u16)
    }

    /// The agent with the most chats who may take another.
    #[inline]
    pub fn most_loaded(&self) -> Option<u16> {
        let free = self.levels & ((1u32 << self.concurrency) - 1);
        (free != 0).then(|| self.lists[31 - free.leading_zeros() as usize].0 as u16)
    }

    /// An agent without any chat, idle for longest: calls need the whole agent.
    #[inline]
    pub fn idle(&self) -> Option<u16> {
        (self.levels & 1 != 0).then(|| self.lists[0].0 as u16)
    }

    /// Give the agent a contact that takes `weight` of his places; returns the place and the new level.
    #[inline]
    pub fn open(&mut self, agent: u16, contact: u32, weight: u8) -> (u8, u8) {
        let first = agent as usize * self.concurrency as usize;
        let mut slot = 0;
        while self.held[first + slot] != NONE {
            slot += 1;
        }
        self.held[first + slot] = contact;
        let level = self.agents[agent as usize].level + weight;
        self.set_level(agent, level);
        (slot as u8, level)
    }

    /// Take a contact from the agent; returns the new level.
    #[inline]
    pub fn close(&mut self, agent: u16, slot: u8, weight: u8) -> u8 {
        self.held[agent as usize * self.concurrency as usize + slot as usize] = NONE;
        let level = self.agents[agent as usize].level - weight;
        self.set_level(agent, level);
        level
    }

    /// The contacts an agent holds.
    pub fn contacts(&self, agent: u16) -> impl Iterator<Item = u32> + '_ {
        let first = agent as usize * self.concurrency as usize;
        self.held[first..first + self.concurrency as usize].iter().copied().filter(|&contact| contact != NONE)
    }

    /// Change the number on duty. Those who go (highest numbers first) finish what they hold and take nothing new.
    pub fn set_on_duty(&mut self, heads: u16) {
        while self.on_duty < heads && (self.on_duty as usize) < self.agents.len() {
            let agent = self.on_duty;
            self.agents[agent as usize].on_duty = true;
            self.link(agent);
            self.on_duty += 1;
        }
        while self.on_duty > heads {
            self.on_duty -= 1;
            let agent = self.on_duty;
            self.unlink(agent);
            self.agents[agent as usize].on_duty = false;
        }
    }

    /// Agents who hold contacts although their shift is over.
    pub fn overtime(&self) -> u16 {
        self.agents[self.on_duty as usize..].iter().filter(|agent| agent.level > 0).count() as u16
    }

    /// Agents who hold at least one contact.
    pub fn busy(&self) -> u16 {
        self.agents.iter().filter(|agent| agent.level > 0).count() as u16
    }

    #[inline]
    fn set_level(&mut self, agent: u16, level: u8) {
        if self.agents[agent as usize].on_duty {
            self.unlink(agent);
            self.agents[agent as usize].level = level;
            self.link(agent);
        } else {
            self.agents[agent as usize].level = level;
        }
    }

    #[inline]
    fn link(&mut self, agent: u16) {
        let level = self.agents[agent as usize].level as usize;
        let (head, tail) = self.lists[level];
        let this = &mut self.agents[agent as usize];
        this.previous = tail;
        this.next = NONE;
        if tail == NONE {
            self.lists[level] = (u32::from(agent), u32::from(agent));
            self.levels |= 1 << level;
        } else {
            self.agents[tail as usize].next = u32::from(agent);
            self.lists[level] = (head, u32::from(agent));
        }
    }

    #[inline]
    fn unlink(&mut self, agent: u16) {
        let Agent { level, previous, next, .. } = self.agents[agent as usize];
        let list = &mut self.lists[level as usize];
        if previous == NONE {
            list.0 = next;
        }
        if next == NONE {
            list.1 = previous;
        }
        if list.0 == NONE {
            self.levels &= !(1 << level);
        }
        if previous != NONE {
            self.agents[previous as usize].next = next;
        }
        if next != NONE {
            self.agents[next as usize].previous = previous;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_loaded_takes_the_longest_idle_and_most_loaded_fills_up() {
        let mut crew = Crew::new(3, 2);
        assert_eq!(crew.least_loaded(), None);
        crew.set_on_duty(2);
        assert_eq!(crew.least_loaded(), Some(0));
        assert_eq!(crew.open(0, 7, 1), (0, 1));
        assert_eq!(crew.least_loaded(), Some(1));
        assert_eq!(crew.most_loaded(), Some(0));
        crew.open(0, 8, 1);
        assert_eq!(crew.most_loaded(), Some(1));
        assert_eq!(crew.contacts(0).collect::<Vec<_>>(), [7, 8]);
        crew.close(0, 0, 1);
        assert_eq!(crew.open(0, 9, 1).0, 0);
        crew.set_on_duty(1);
        assert_eq!(crew.least_loaded(), None);
        assert_eq!((crew.busy(), crew.overtime()), (1, 0));
        crew.set_on_duty(0);
        assert_eq!((crew.busy(), crew.overtime(), crew.on_duty()), (1, 1, 0));
        crew.close(0, 0, 1);
        crew.close(0, 1, 1);
        crew.set_on_duty(3);
        crew.open(1, 3, 2);
        assert_eq!(crew.idle(), Some(0));
    }
}
