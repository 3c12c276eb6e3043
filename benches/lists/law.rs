//! How far ahead events are set: three laws, drawn by the engine's own named draws and samplers.

use chatfare::engine::draws::{Draws, Entity, Threshold};
use chatfare::engine::law::Sampler;
use chatfare::engine::purpose::Purpose;
use chatfare::scenario::Law;

/// Mean of service, and of the exponential law, in seconds.
const SERVICE: f64 = 180.0;
/// Mean and coefficient of variation of thinking.
const THINKING: f64 = 300.0;
const THINKING_CV: f64 = 2.0;
/// A timer in seconds.
const TIMER: f64 = 86_400.0;

/// A law of increments, in microseconds.
pub trait Increments {
    fn new() -> Self;

    /// The increment of an entity at a step: as in the engine it cannot be known before the entity is.
    fn next(&self, entity: u32, step: u32) -> i64;

    /// When an entity's first event happens if the list has run for ever: what is left of an increment that runs at time 0 (its law
    /// seen by length, times a uniform number), so that lists are measured in the state that they will keep.
    fn first(&self, entity: u32) -> i64;
}

fn entity() -> Entity {
    Draws::new(2018, 0, 0).entity(0x11575, 0, 0)
}

/// Exponential, mean 180 s.
pub struct Exponential {
    key: Entity,
    service: Sampler,
}

impl Increments for Exponential {
    fn new() -> Self {
        Exponential { key: entity(), service: Sampler::new(&Law::Exponential { mean: SERVICE }) }
    }

    #[inline]
    fn next(&self, entity: u32, step: u32) -> i64 {
        self.service.sample(&mut self.key.draw(Purpose::Handling, entity, step))
    }

    fn first(&self, entity: u32) -> i64 {
        // An exponential time has no memory.
        self.service.sample(&mut self.key.draw(Purpose::Thinking, entity, 0))
    }
}

/// The engine's mix with a few timers: as they take long, they are a quarter of what is pending.
pub type FewTimers = Mix<1>;

/// A timer for every message and answer, as if windows were events: of what is pending, all but one in 180.
pub type ManyTimers = Mix<333>;

/// Service and thinking in equal parts, and so many in a thousand a timer of 24 hours.
pub struct Mix<const TIMERS: u32> {
    key: Entity,
    service: Sampler,
    thinking: Sampler,
    /// Thinking times seen by their length: again lognormal, (1 + CV²) times as long.
    thinking_seen: Sampler,
    timer: i64,
    timers: Threshold,
}

impl<const TIMERS: u32> Mix<TIMERS> {
    /// How many increments are timers.
    const SHARE: f64 = TIMERS as f64 / 1_000.0;

    /// Shares of time that timers and services take of an entity.
    fn shares() -> (f64, f64) {
        let (timer, service) = (Self::SHARE * TIMER, (1.0 - Self::SHARE) * SERVICE / 2.0);
        let all = timer + service + (1.0 - Self::SHARE) * THINKING / 2.0;
        (timer / all, service / all)
    }
}

impl<const TIMERS: u32> Increments for Mix<TIMERS> {
    fn new() -> Self {
        let thinking = |times: f64| Law::Lognormal { mean: THINKING * times, cv: THINKING_CV };
        Mix {
            key: entity(),
            service: Sampler::new(&Law::Exponential { mean: SERVICE }),
            thinking: Sampler::new(&thinking(1.0)),
            thinking_seen: Sampler::new(&thinking(1.0 + THINKING_CV * THINKING_CV)),
            timer: (TIMER * 1e6) as i64,
            timers: Threshold::new(Self::SHARE),
        }
    }

    #[inline]
    fn next(&self, entity: u32, step: u32) -> i64 {
        let mut draw = self.key.draw(Purpose::Handling, entity, step);
        let kind = draw.next_u64();
        match (self.timers.holds(kind), kind & 1) {
            (true, _) => self.timer,
            (false, 0) => self.service.sample(&mut draw),
            (false, _) => self.thinking.sample(&mut draw),
        }
    }

    fn first(&self, entity: u32) -> i64 {
        let (timers, services) = Self::shares();
        let mut draw = self.key.draw(Purpose::Thinking, entity, 0);
        let (kind, left) = (draw.open01(), draw.open01());
        let rest = |whole: i64| (whole as f64 * left) as i64;
        match kind {
            kind if kind < timers => rest(self.timer),
            kind if kind < timers + services => self.service.sample(&mut draw),
            _ => rest(self.thinking_seen.sample(&mut draw)),
        }
    }
}

/// For the check: whole seconds from 0 to 3 and now and then a day, so that many events share an instant and others lie far away.
pub struct Ties(Entity);

impl Increments for Ties {
    fn new() -> Self {
        Ties(entity())
    }

    fn next(&self, entity: u32, step: u32) -> i64 {
        let mut draw = self.0.draw(Purpose::Handling, entity, step);
        match draw.below(200) {
            0 => 86_400_000_000,
            n => (n % 4) as i64 * 1_000_000,
        }
    }

    fn first(&self, entity: u32) -> i64 {
        self.next(entity, u32::MAX)
    }
}
