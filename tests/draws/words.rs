//! Ways to walk through names: each gives a sequence of words whose neighbours differ in one part of the name.

use chatfare::engine::draws::{Draw, Draws};
use chatfare::engine::purpose::Purpose;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// The seed of every test here. Fixed once, never tuned.
pub const SEED: u64 = 20_180_801;

/// A sequence of words by index.
pub type Words = Box<dyn FnMut(u64) -> u64>;

fn first(mut draw: Draw) -> u64 {
    draw.next_u64()
}

/// All walks over our own names.
pub fn ours() -> Vec<(&'static str, Words)> {
    let desk = Draws::new(SEED, 0, 0);
    let one = desk.entity(0x1234_5678_9abc_def0, 17, 0);
    let mut long = one.draw(Purpose::Spare, 0, 0);
    let purposes = Purpose::ALL.len() as u64;
    vec![
        ("adjacent ordinals", Box::new(move |i| first(desk.entity(1, i, 0).draw(Purpose::Handling, 0, 0)))),
        ("adjacent generations", Box::new(move |i| first(desk.entity(1, 17, i as u32).draw(Purpose::Handling, 0, 0)))),
        ("adjacent stream keys", Box::new(move |i| first(desk.entity(i, 0, 0).draw(Purpose::Handling, 0, 0)))),
        (
            "stream keys in high bits",
            Box::new(move |i| first(desk.entity(i << 40, 0, 0).draw(Purpose::Handling, 0, 0))),
        ),
        ("adjacent turns", Box::new(move |i| first(one.draw(Purpose::Thinking, i as u32, 0)))),
        ("adjacent k", Box::new(move |i| first(one.draw(Purpose::Thinking, 0, i as u32)))),
        (
            "adjacent purposes",
            Box::new(move |i| {
                let purpose = Purpose::ALL[(i % purposes) as usize];
                first(desk.entity(1, i / purposes, 0).draw(purpose, 0, 0))
            }),
        ),
        (
            "entities × turns × k",
            Box::new(move |i| {
                let entity = desk.entity(1, i >> 6, 0);
                first(entity.draw(Purpose::Handling, (i >> 3 & 7) as u32, (i & 7) as u32))
            }),
        ),
        (
            "the same entity of adjacent desks",
            Box::new(|i| first(Draws::new(SEED, 0, i as u32).entity(1, 0, 0).draw(Purpose::Arrival, 0, 0))),
        ),
        (
            "the same entity of adjacent replications",
            Box::new(|i| first(Draws::new(SEED, i as u32, 0).entity(1, 0, 0).draw(Purpose::Arrival, 0, 0))),
        ),
        (
            "the same entity of adjacent seeds",
            Box::new(|i| first(Draws::new(i, 0, 0).entity(1, 0, 0).draw(Purpose::Arrival, 0, 0))),
        ),
        ("sub-counter of one draw", Box::new(move |_| long.next_u64())),
    ]
}

/// ChaCha12: the battery must not blame it.
pub fn chacha() -> Words {
    let mut rng = StdRng::seed_from_u64(SEED);
    Box::new(move |_| rng.next_u64())
}

/// Mixers weakened on purpose: the battery must blame each.
pub fn weak() -> Vec<(&'static str, Words)> {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let fold = |a: u64, b: u64| {
        let product = u128::from(a) * u128::from(b);
        product as u64 ^ (product >> 64) as u64
    };
    vec![
        ("one multiplication", Box::new(|i| (i ^ SEED).wrapping_mul(ODD))),
        ("one multiply and fold", Box::new(move |i| fold(i ^ 0x1234_5678_9abc_def0, ODD))),
        (
            "one multiply and xorshift",
            Box::new(|i| {
                let x = (i ^ SEED).wrapping_mul(ODD);
                x ^ x >> 32
            }),
        ),
        ("a good mixer whose lowest bit leans by 1 %", {
            let mut good = chacha();
            let mut coin = StdRng::seed_from_u64(SEED + 1);
            Box::new(move |i| good(i) | u64::from(coin.next_u64() % 100 < 2))
        }),
        ("a good mixer that repeats every 64th word", {
            let mut good = chacha();
            let mut last = 0;
            Box::new(move |i| {
                last = if i % 64 == 63 { last } else { good(i) };
                last
            })
        }),
    ]
}
