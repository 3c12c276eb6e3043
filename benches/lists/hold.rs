//! The hold model (Jones 1986, doi 10.1145/5684.5686): the number of pending events stays, the earliest moves by an increment.

use std::hint::black_box;
use std::thread::yield_now;

use crate::clock;
use crate::event::EventList;
use crate::law::Increments;

/// Something that does so many holds and remembers where it stands.
pub trait Holds {
    fn holds(&mut self, count: u32);
}

/// A list under a law.
struct Running<L, I> {
    list: L,
    law: I,
    step: u32,
}

/// A list with so many pending events in their stationary state.
pub fn running<L: EventList + 'static, I: Increments + 'static>(pending: u32) -> Box<dyn Holds> {
    let (mut list, law) = (L::new(pending), I::new());
    (0..pending).for_each(|entity| list.push(law.first(entity), entity));
    Box::new(Running { list, law, step: 0 })
}

impl<L: EventList, I: Increments> Holds for Running<L, I> {
    // A function of its own, so that no list is optimised together with what surrounds it.
    #[inline(never)]
    fn holds(&mut self, count: u32) {
        for _ in 0..count {
            let (law, step) = (&self.law, self.step);
            black_box(self.list.hold(|at, entity| at + law.next(entity, step)));
            self.step = self.step.wrapping_add(1);
        }
    }
}

/// The increments without any list, one after the other.
struct DrawsAlone<I> {
    law: I,
    pending: u32,
    step: u32,
}

/// What the draws alone cost, if none waits for another.
pub fn draws<I: Increments + 'static>(pending: u32) -> Box<dyn Holds> {
    Box::new(DrawsAlone { law: I::new(), pending, step: 0 })
}

impl<I: Increments> Holds for DrawsAlone<I> {
    #[inline(never)]
    fn holds(&mut self, count: u32) {
        for _ in 0..count {
            black_box(self.law.next(self.step & (self.pending.next_power_of_two() - 1), self.step));
            self.step = self.step.wrapping_add(1);
        }
    }
}

/// CPU ns a hold: median, least and most of the rounds.
pub struct Cost {
    pub median: f64,
    pub least: f64,
    pub most: f64,
}

/// All contenders in turns, a round each, so that what else the machine does meets all of them.
pub fn measure(contenders: &mut [Box<dyn Holds>], rounds: usize, holds: u32) -> Result<Vec<Cost>, String> {
    let mut taken = vec![Vec::new(); contenders.len()];
    for _ in 0..rounds {
        for (contender, taken) in contenders.iter_mut().zip(&mut taken) {
            // Into the caches what the others have driven out.
            contender.holds(holds / 4);
            let begun = now()?;
            contender.holds(holds);
            taken.push((now()? - begun) as f64 / f64::from(holds));
        }
    }
    Ok(taken.into_iter().map(cost).collect())
}

/// CPU time; the scheduler writes it up when a thread lets others go first, else every 4 ms only.
fn now() -> Result<u64, String> {
    yield_now();
    clock::cpu_ns()
}

fn cost(mut taken: Vec<f64>) -> Cost {
    taken.sort_by(f64::total_cmp);
    Cost { median: taken[taken.len() / 2], least: taken[0], most: taken[taken.len() - 1] }
}
