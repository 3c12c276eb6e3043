//! The agents of a plain desk: alike, so that nobody asks which place of theirs a contact has.
//!
//! As in [`Crew`](crate::desk::crew::Crew), agents on duty stand in one ring a level (number of open chats), in the order in
//! which they reached it; here taking a chat is one step, from the head of a ring to the tail of the next.

/// Chats an agent may hold at most, as elsewhere.
const MOST_CHATS: u8 = 30;

/// An agent, or the knot that closes the ring of a level.
#[derive(Clone, Copy, Debug)]
struct Link {
    previous: u32,
    next: u32,
}

/// The agents.
#[derive(Debug)]
pub(super) struct Team {
    /// First the agents, then the knots of the levels.
    links: Vec<Link>,
    levels: Vec<u8>,
    most: u32,
    /// Bit k: somebody on duty is at level k.
    reached: u32,
    /// Bit k: an agent at level k may take another chat.
    takes_more: u32,
    on_duty: u16,
}

impl Team {
    /// `most` agents, none on duty, each holding up to `concurrency` chats (1..=30).
    pub(super) fn new(most: u16, concurrency: u8) -> Team {
        let agents = u32::from(most) + u32::from(concurrency) + 1;
        Team {
            links: (0..agents).map(|link| Link { previous: link, next: link }).collect(),
            levels: vec![0; usize::from(most)],
            most: u32::from(most),
            reached: 0,
            takes_more: (1 << concurrency.min(MOST_CHATS)) - 1,
            on_duty: 0,
        }
    }

    pub(super) fn on_duty(&self) -> u16 {
        self.on_duty
    }

    pub(super) fn is_on_duty(&self, agent: u16) -> bool {
        agent < self.on_duty
    }

    /// May somebody take another chat?
    #[inline(always)]
    pub(super) fn has_room(&self) -> bool {
        self.reached & self.takes_more != 0
    }

    /// The agent with the fewest chats, idle for longest, takes another: his number and how many he has now. Only if the team
    /// [has room](Team::has_room).
    #[inline(always)]
    pub(super) fn take(&mut self) -> (u16, u8) {
        let level = (self.reached & self.takes_more).trailing_zeros() % 32;
        let knot = (self.most + level) as usize;
        let agent = self.links[knot].next;
        let second = self.links[agent as usize].next;
        self.links[knot].next = second;
        self.links[second as usize].previous = knot as u32;
        if second == knot as u32 {
            self.reached &= !(1 << level);
        }
        self.join(agent, level as u8 + 1);
        (agent as u16, level as u8 + 1)
    }

    /// An agent has one chat less; returns how many are left.
    #[inline(always)]
    pub(super) fn give_back(&mut self, agent: u16) -> u8 {
        let level = self.levels[usize::from(agent)] - 1;
        if self.is_on_duty(agent) {
            self.leave(agent);
            self.join(u32::from(agent), level);
        } else {
            self.levels[usize::from(agent)] = level;
        }
        level
    }

    /// Change the number on duty. Those who go (highest numbers first) finish what they hold and take nothing new.
    pub(super) fn set_on_duty(&mut self, heads: u16) {
        while self.on_duty < heads && u32::from(self.on_duty) < self.most {
            let agent = self.on_duty;
            self.join(u32::from(agent), self.levels[usize::from(agent)]);
            self.on_duty += 1;
        }
        while self.on_duty > heads {
            self.on_duty -= 1;
            self.leave(self.on_duty);
        }
    }

    /// Agents who hold contacts although their shift is over.
    pub(super) fn overtime(&self) -> u16 {
        self.levels[usize::from(self.on_duty)..].iter().filter(|level| **level > 0).count() as u16
    }

    /// Last in the ring of a level.
    #[inline(always)]
    fn join(&mut self, agent: u32, level: u8) {
        let knot = self.most + u32::from(level);
        let last = std::mem::replace(&mut self.links[knot as usize].previous, agent);
        self.links[last as usize].next = agent;
        self.links[agent as usize] = Link { previous: last, next: knot };
        self.levels[agent as usize] = level;
        self.reached |= 1u32.wrapping_shl(u32::from(level));
    }

    #[inline(always)]
    fn leave(&mut self, agent: u16) {
        let Link { previous, next } = self.links[usize::from(agent)];
        self.links[previous as usize].next = next;
        self.links[next as usize].previous = previous;
        // He was alone if both his neighbours are the knot.
        if previous == next {
            self.reached &= !1u32.wrapping_shl(u32::from(self.levels[usize::from(agent)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::crew::Crew;

    /// Beside the crew of the general way: the same agents at the same levels, through shifts of random size.
    #[test]
    fn does_what_the_crew_does() {
        let (mut team, mut crew) = (Team::new(9, 3), Crew::new(9, 3));
        let mut held: Vec<(u16, u8)> = Vec::new();
        let mut x: u64 = 11;
        for step in 0..50_000u32 {
            x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            match (x >> 33) % 16 {
                0 => {
                    let heads = ((x >> 40) % 10) as u16;
                    team.set_on_duty(heads);
                    crew.set_on_duty(heads);
                }
                1..=8 => {
                    assert_eq!(team.has_room(), crew.least_loaded().is_some());
                    if let Some(agent) = crew.least_loaded() {
                        let (slot, level) = crew.open(agent, step, 1);
                        assert_eq!(team.take(), (agent, level));
                        held.push((agent, slot));
                    }
                }
                _ if !held.is_empty() => {
                    let (agent, slot) = held.swap_remove((x >> 40) as usize % held.len());
                    assert_eq!(team.give_back(agent), crew.close(agent, slot, 1));
                }
                _ => {}
            }
            assert_eq!((team.on_duty(), team.overtime()), (crew.on_duty(), crew.overtime()));
        }
    }
}
