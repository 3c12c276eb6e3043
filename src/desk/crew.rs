//! Agents: who is on duty, how many chats each holds, who is free.
//!
//! Agents of a group stand in one ring per level (number of open chats), in the order in which they reached it, so
//! that "least loaded, longest idle" is the first of the lowest ring: constant time whatever the team's size.

/// Most chats an agent may hold.
const MOST_PLACES: u8 = 30;

/// An agent, or the knot that closes the ring of a level.
#[derive(Clone, Copy, Debug)]
struct Agent {
    previous: u32,
    next: u32,
    /// Bit k: place k is free.
    free: u32,
    level: u8,
    on_duty: bool,
    /// His shift is over, but he stays on duty for callers who wait.
    stays: bool,
}

/// The agents of one group.
#[derive(Debug)]
pub struct Crew {
    /// The agents on duty at each level form a ring that is closed by the level's knot, so that neither end is a special
    /// case: first the agents, then the knots.
    agents: Vec<Agent>,
    /// Number of agents: the knot of level 0.
    most: u32,
    /// Bit k: somebody is at level k.
    levels: u32,
    /// Bit k: an agent at level k may take another chat.
    takes_more: u32,
    /// Contacts held, `concurrency` places an agent; what stands in free places means nothing.
    held: Vec<u32>,
    concurrency: u8,
    on_duty: u16,
    /// Of these, who stay after their shift.
    staying: u16,
}

impl Crew {
    /// `most` agents, none on duty, each holding up to `concurrency` chats (1..=30).
    pub fn new(most: u16, concurrency: u8) -> Crew {
        let places = (1 << concurrency.min(MOST_PLACES)) - 1;
        let alone = |link| Agent { previous: link, next: link, free: places, level: 0, on_duty: false, stays: false };
        let most = u32::from(most);
        Crew {
            agents: (0..most + u32::from(concurrency) + 1).map(alone).collect(),
            most,
            levels: 0,
            takes_more: places,
            held: vec![0; most as usize * concurrency as usize],
            concurrency,
            on_duty: 0,
            staying: 0,
        }
    }

    /// Agents on duty, those who stay after their shift among them.
    pub fn on_duty(&self) -> u16 {
        self.on_duty
    }

    /// Agents who stay on duty after their shift.
    pub fn staying(&self) -> u16 {
        self.staying
    }

    /// Does this agent stay on duty after his shift?
    pub fn stays(&self, agent: u16) -> bool {
        self.agents[usize::from(agent)].stays
    }

    /// Who is on duty.
    pub fn agents(&self) -> impl Iterator<Item = u16> + '_ {
        (0..self.most as u16).filter(|agent| self.agents[usize::from(*agent)].on_duty)
    }

    /// Chats of an agent.
    #[inline]
    pub fn level(&self, agent: u16) -> u8 {
        self.agents[agent as usize].level
    }

    /// Is this agent on duty?
    #[inline]
    pub fn is_on_duty(&self, agent: u16) -> bool {
        self.agents[agent as usize].on_duty
    }

    /// The agent with the fewest chats who may take another, idle for longest.
    #[inline]
    pub fn least_loaded(&self) -> Option<u16> {
        let free = self.levels & self.takes_more;
        (free != 0).then(|| self.longest_at(free.trailing_zeros()))
    }

    /// The agent with the most chats who may take another.
    #[inline]
    pub fn most_loaded(&self) -> Option<u16> {
        let free = self.levels & self.takes_more;
        (free != 0).then(|| self.longest_at(31 - free.leading_zeros()))
    }

    /// Places of an agent.
    pub fn concurrency(&self) -> u8 {
        self.concurrency
    }

    /// The agent with the most chats below `level`; if there is none, the one with the fewest from there on.
    pub fn filling_to(&self, level: u8) -> Option<u16> {
        let free = self.levels & self.takes_more;
        let below = free & (bit(level) - 1);
        match (below, free) {
            (0, 0) => None,
            (0, above) => Some(self.longest_at(above.trailing_zeros())),
            (below, _) => Some(self.longest_at(31 - below.leading_zeros())),
        }
    }

    /// An agent without any chat, idle for longest: calls need the whole agent.
    #[inline]
    pub fn idle(&self) -> Option<u16> {
        (self.levels & 1 != 0).then(|| self.longest_at(0))
    }

    /// Give the agent a contact that takes `weight` of his places; returns the place and the new level.
    #[inline]
    pub fn open(&mut self, agent: u16, contact: u32, weight: u8) -> (u8, u8) {
        let one = &mut self.agents[agent as usize];
        let slot = one.free.trailing_zeros();
        // Clears the lowest bit.
        one.free &= one.free.wrapping_sub(1);
        let level = one.level + weight;
        self.held[agent as usize * self.concurrency as usize + slot as usize] = contact;
        self.set_level(agent, level);
        (slot as u8, level)
    }

    /// Take a contact from the agent; returns the new level.
    #[inline]
    pub fn close(&mut self, agent: u16, slot: u8, weight: u8) -> u8 {
        let one = &mut self.agents[agent as usize];
        one.free |= bit(slot);
        let level = one.level - weight;
        self.set_level(agent, level);
        level
    }

    /// The contacts an agent holds.
    pub fn contacts(&self, agent: u16) -> impl Iterator<Item = u32> + '_ {
        let taken = self.taken(agent);
        (0..self.concurrency).filter(move |slot| taken >> slot & 1 == 1).map(move |slot| self.held(agent, slot))
    }

    /// The places of an agent that are taken, a bit each.
    #[inline]
    pub fn taken(&self, agent: u16) -> u32 {
        !self.agents[agent as usize].free & self.takes_more
    }

    /// The contact in a place of an agent; in a free place it means nothing.
    #[inline]
    pub fn held(&self, agent: u16, slot: u8) -> u32 {
        self.held[agent as usize * self.concurrency as usize + slot as usize]
    }

    /// A shift begins or ends: who is wanted is on duty, who is not stays until he [leaves](Crew::leave). Returns whose shift has
    /// ended.
    pub fn change(&mut self, wanted: impl Fn(u16) -> bool) -> Vec<u16> {
        let mut ended = Vec::new();
        for agent in 0..self.most as u16 {
            let one = &mut self.agents[usize::from(agent)];
            match (one.on_duty, wanted(agent)) {
                (false, true) => {
                    one.on_duty = true;
                    self.link(agent);
                    self.on_duty += 1;
                }
                (true, true) if one.stays => {
                    one.stays = false;
                    self.staying -= 1;
                }
                (true, false) if !one.stays => {
                    one.stays = true;
                    self.staying += 1;
                    ended.push(agent);
                }
                _ => {}
            }
        }
        ended
    }

    /// Who stayed goes: he finishes what he holds and takes nothing new.
    pub fn leave(&mut self, agent: u16) {
        if self.stays(agent) {
            self.unlink(agent);
            let one = &mut self.agents[usize::from(agent)];
            (one.on_duty, one.stays) = (false, false);
            self.on_duty -= 1;
            self.staying -= 1;
        }
    }

    /// The first so many are on duty, nobody else.
    pub fn set_on_duty(&mut self, heads: u16) {
        for agent in self.change(|agent| agent < heads) {
            self.leave(agent);
        }
    }

    /// Agents on duty with so many chats, who reached that first first.
    pub fn at_level(&self, level: u8) -> impl Iterator<Item = u16> + '_ {
        let knot = self.most + u32::from(level);
        let next = move |agent: &u32| Some(self.agents[*agent as usize].next);
        std::iter::successors(next(&knot), next).take_while(move |agent| *agent != knot).map(|agent| agent as u16)
    }

    /// Agents who stay, or hold contacts, although their shift is over.
    pub fn overtime(&self) -> u16 {
        let late = |agent: &&Agent| agent.level > 0 && !agent.on_duty;
        self.agents[..self.most as usize].iter().filter(late).count() as u16 + self.staying
    }

    /// Agents who hold at least one contact.
    pub fn busy(&self) -> u16 {
        self.agents[..self.most as usize].iter().filter(|agent| agent.level > 0).count() as u16
    }

    /// Who has been at this level for longest, if anybody is.
    #[inline]
    fn longest_at(&self, level: u32) -> u16 {
        self.agents[(self.most + level) as usize].next as u16
    }

    #[inline(always)]
    fn set_level(&mut self, agent: u16, level: u8) {
        if self.agents[agent as usize].on_duty {
            self.unlink(agent);
            self.agents[agent as usize].level = level;
            self.link(agent);
        } else {
            self.agents[agent as usize].level = level;
        }
    }

    /// Last in the ring of his level.
    #[inline(always)]
    fn link(&mut self, agent: u16) {
        let level = self.agents[agent as usize].level;
        let knot = self.most + u32::from(level);
        let last = std::mem::replace(&mut self.agents[knot as usize].previous, u32::from(agent));
        self.agents[last as usize].next = u32::from(agent);
        let this = &mut self.agents[agent as usize];
        (this.previous, this.next) = (last, knot);
        self.levels |= bit(level);
    }

    #[inline(always)]
    fn unlink(&mut self, agent: u16) {
        let Agent { previous, next, level, .. } = self.agents[agent as usize];
        self.agents[previous as usize].next = next;
        self.agents[next as usize].previous = previous;
        // He was alone if both his neighbours are the knot.
        if previous == next {
            self.levels &= !bit(level);
        }
    }
}

/// Bit k.
#[inline]
fn bit(k: u8) -> u32 {
    1u32.wrapping_shl(u32::from(k))
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
