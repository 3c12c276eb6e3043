//! Named random draws: a pure function of (seed, replication, desk, stream, ordinal, generation, purpose, turn, k).
//!
//! A simulation that pulls numbers from a stream gives the next customer another fate as soon as a policy asks
//! for one number more. Here a draw is *named*, never counted: customer 17's third thinking time is the same
//! number under every policy, number of threads and order of the file. That is what makes common random numbers
//! work (Law, *Simulation Modeling and Analysis*, ch. 11; counter-based generators: Salmon et al. 2011,
//! doi 10.1145/2063384.2063405).
//!
//! ```
//! use chatfare::engine::draws::Draws;
//! use chatfare::engine::purpose::Purpose;
//!
//! let desk = Draws::new(2018, 0, 0); // seed, replication, desk
//! let contact = desk.entity(0xfeed, 17, 0); // stream, ordinal, generation
//! let mut thinking = contact.draw(Purpose::Thinking, 2, 0); // turn 2
//! let u = thinking.open01();
//! assert_eq!(u, contact.draw(Purpose::Thinking, 2, 0).open01(), "the same name, the same number");
//! ```
//!
//! The mixer multiplies two 64-bit words into 128 bits, adds a constant word to each half and folds the product of
//! the halves (the construction of wyhash, Wang Yi 2019). Of four candidates it was the fastest at equal
//! quality (0.8 ns a draw in a loop of independent draws, 2.7 ns as a dependent chain; splitmix64's finaliser
//! 1.0 and 3.3 ns). `tests/draws.rs` puts it beside ChaCha12 and beside a mixer weakened on purpose.
//!
//! Names are 64-bit words in the end. Two of n draws share their 64-bit state with probability n²/2⁶⁵: for 10¹⁰
//! draws about two pairs, which no statistic of a simulation can see.

use core::convert::Infallible;

use rand::TryRng;
use rand::rand_core::utils::fill_bytes_via_next_word;

use super::purpose::Purpose;

/// Step of the sub-counter: 2⁶⁴ divided by the golden ratio, odd.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
/// Added to the low half between the two multiplications.
const LOW: u64 = 0xa076_1d64_78bd_642f;
/// Added to the high half between the two multiplications.
const HIGH: u64 = 0xe703_7ed1_a0b4_28db;
/// Second factor of the first multiplication, before the name goes in.
const FACTOR: u64 = 0x8ebc_6af0_9c88_c6e3;

/// Two rounds of multiply and fold: 128 bits of name in, 64 bits out.
#[inline(always)]
const fn mix(a: u64, b: u64) -> u64 {
    let first = (a as u128) * (b as u128);
    let second = ((first as u64 ^ LOW) as u128) * (((first >> 64) as u64 ^ HIGH) as u128);
    (second as u64) ^ ((second >> 64) as u64)
}

/// The word of a purpose: far apart in all bits, so that no purpose is another one's sub-counter.
#[inline(always)]
const fn word(purpose: Purpose) -> u64 {
    mix(FACTOR ^ (purpose as u64), STEP)
}

/// The source of all draws of one desk in one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    key: u64,
    replication: u32,
}

impl Draws {
    /// Mixes the key once from the scenario's seed, the replication (from 0) and the desk's number.
    pub fn new(seed: u64, replication: u32, desk: u32) -> Draws {
        let place = (replication as u64) << 32 | desk as u64;
        Draws { key: mix(mix(seed ^ LOW, FACTOR) ^ place, STEP), replication }
    }

    /// The replication (from 0): of what replications share among them.
    pub fn replication(self) -> u32 {
        self.replication
    }

    /// The entity that draws: a contact is (stream key, ordinal, generation); days and persons use keys of their own.
    #[inline]
    pub fn entity(self, stream_key: u64, ordinal: u64, generation: u32) -> Entity {
        self.stream(stream_key).entity(ordinal, generation)
    }

    /// What all entities of a stream have in common.
    #[inline]
    pub fn stream(self, stream_key: u64) -> StreamDraws {
        StreamDraws(mix(self.key ^ stream_key, FACTOR))
    }
}

/// The source of the draws of one stream's entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamDraws(u64);

impl StreamDraws {
    /// The entity of this ordinal and generation, as by [`Draws::entity`].
    #[inline]
    pub fn entity(self, ordinal: u64, generation: u32) -> Entity {
        Entity(mix(self.0 ^ ordinal, FACTOR.wrapping_add((generation as u64).wrapping_mul(STEP))))
    }
}

/// The key of one contact (or day, or person): eight bytes to keep with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity(u64);

impl Entity {
    /// The draw of this name. `turn` counts turns from 0, `k` repetitions inside a turn; 0 where there are none.
    #[inline]
    pub fn draw(self, purpose: Purpose, turn: u32, k: u32) -> Draw {
        Draw { place: self.0 ^ (turn as u64 | (k as u64) << 32), counter: word(purpose) }
    }
}

/// One named draw with its own sub-counter: rejection steps take further words of it and shift nothing else.
///
/// Implements rand's generator traits, infallibly.
#[derive(Clone, Debug)]
pub struct Draw {
    place: u64,
    counter: u64,
}

impl Draw {
    /// The next 64 uniform bits of this draw.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        let bits = mix(self.place, self.counter);
        self.counter = self.counter.wrapping_add(STEP);
        bits
    }

    /// Uniform on the open interval (0, 1): multiples of 2⁻⁵² shifted by half a step, never 0, never 1.
    #[inline]
    pub fn open01(&mut self) -> f64 {
        open01(self.next_u64())
    }

    /// True with probability `p` to 2⁻⁶⁴; `p <= 0` (and NaN) never, `p >= 1` always.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.under(Threshold::new(p))
    }

    /// [`Draw::chance`] with the comparison prepared.
    #[inline]
    pub fn under(&mut self, threshold: Threshold) -> bool {
        // What always holds needs no bits.
        threshold.0 == u64::MAX || threshold.holds(self.next_u64())
    }

    /// Uniform on 0 … n − 1 without bias (Lemire 2019, doi 10.1145/3230636); 0 if `n` is 0.
    #[inline]
    pub fn below(&mut self, n: u64) -> u64 {
        let mut product = (self.next_u64() as u128) * (n as u128);
        if (product as u64) < n {
            let unfair = n.wrapping_neg() % n.max(1);
            while (product as u64) < unfair {
                product = (self.next_u64() as u128) * (n as u128);
            }
        }
        (product >> 64) as u64
    }
}

impl TryRng for Draw {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next_u64() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next_u64())
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        fill_bytes_via_next_word(dst, || self.try_next_u64())
    }
}

/// Uniform bits to a number in the open interval (0, 1): (2k + 1) · 2⁻⁵³ for the upper 52 bits k.
#[inline]
pub fn open01(bits: u64) -> f64 {
    const ONE: u64 = 1023 << 52;
    // A double in [1, 2) has exactly 52 free bits; the subtraction is exact.
    f64::from_bits(ONE | bits >> 12) - (1.0 - f64::EPSILON / 2.0)
}

/// A probability as an integer comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold(u64);

impl Threshold {
    /// Holds with probability `p` to 2⁻⁶⁴; `p <= 0` (and NaN) never, `p >= 1` always.
    #[inline]
    pub fn new(p: f64) -> Threshold {
        const WHOLE: f64 = 18_446_744_073_709_551_616.0;
        // The largest double below 1 gives 2⁶⁴ − 2048: only p >= 1 saturates to the word that means "always".
        Threshold((p * WHOLE) as u64)
    }

    /// Does it hold for these uniform bits?
    #[inline]
    pub fn holds(self, bits: u64) -> bool {
        (bits < self.0) | (self.0 == u64::MAX)
    }
}
