//! The generator: independence over all parts of a name, and the small promises of `Draw`.

use chatfare::engine::draws::{Draw, Draws, Threshold, open01};
use chatfare::engine::purpose::Purpose;
use rand::Rng;

use super::battery::battery;
use super::oracle::{RED, chi_square, normal};
use super::words::{SEED, chacha, ours, weak};

fn faults(name: &str, mut words: super::words::Words) -> Vec<String> {
    let judged = battery(&mut words).into_iter();
    judged.filter(|(_, p)| *p < RED).map(|(test, p)| format!("{name}: {test}, p = {p:.1e}")).collect()
}

/// 12 walks × 13 p-values, n = 2²⁰ words each; the faults each test sees stand in `battery.rs`.
#[test]
fn neighbouring_names_are_independent() {
    let faults: Vec<_> = ours().into_iter().flat_map(|(name, words)| faults(name, words)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The battery itself: it acquits ChaCha12 and convicts each mixer weakened on purpose.
#[test]
fn battery_knows_good_from_bad() {
    let blamed = faults("ChaCha12", chacha());
    assert!(blamed.is_empty(), "{blamed:#?}");
    for (name, words) in weak() {
        assert!(!faults(name, words).is_empty(), "{name} was not found out");
    }
}

/// Words of one name are pinned: another mixer is another model version, all stored results change.
#[test]
fn words_are_pinned() {
    let contact = Draws::new(2018, 1, 2).entity(0x0123_4567_89ab_cdef, 17, 1);
    let mut draw = contact.draw(Purpose::Handling, 3, 4);
    assert_eq!([draw.next_u64(), draw.next_u64()], PINNED);
}

/// Computed by the same formula in Python with integers of any length.
const PINNED: [u64; 2] = [0x12a8_4c41_1441_13a0, 0xf9c2_dfc5_18d1_bacb];

#[test]
fn purposes_are_numbered_in_order() {
    for (number, purpose) in Purpose::ALL.into_iter().enumerate() {
        assert_eq!(purpose as usize, number);
    }
}

#[test]
fn a_name_is_a_number() {
    let desk = Draws::new(1, 2, 3);
    let draw = || desk.entity(4, 5, 6).draw(Purpose::Patience, 7, 8);
    let (mut once, mut again) = (draw(), draw());
    assert!((0..100).all(|_| once.next_u64() == again.next_u64()));
    let mut bytes = [0; 20];
    draw().fill_bytes(&mut bytes);
    assert_eq!(bytes[..8], draw().next_u64().to_le_bytes());
    assert_eq!(u64::from(draw().next_u32()), draw().next_u64() >> 32);
}

#[test]
fn uniforms_stay_inside() {
    assert_eq!(open01(0), 2f64.powi(-53));
    assert_eq!(open01(u64::MAX), 1.0 - 2f64.powi(-53));
    assert_eq!(open01(1 << 63), 0.5 + 2f64.powi(-53));
}

fn many() -> Draw {
    Draws::new(SEED, 0, 0).entity(7, 0, 0).draw(Purpose::Spare, 0, 0)
}

/// n = 10⁶ each; sees 0.25 percentage points at p = ½ and 0.05 at p = 0.01.
#[test]
fn chances_hold_as_often_as_they_say() {
    let n = 1_000_000;
    let mut draw = many();
    for p in [0.5, 0.01, 1e-4, 0.999] {
        let hits = (0..n).filter(|_| draw.chance(p)).count() as f64;
        let z = (hits - n as f64 * p) / (n as f64 * p * (1.0 - p)).sqrt();
        assert!(normal(z) > RED, "p = {p}: {hits}");
    }
    for (p, always) in [(0.0, false), (-1.0, false), (f64::NAN, false), (1.0, true), (2.0, true)] {
        assert_eq!([0, u64::MAX].map(|bits| Threshold::new(p).holds(bits)), [always; 2], "p = {p}");
    }
}

/// n = 10⁶; the modulo of a word would put 2/3 instead of 1/2 of the values into the lower half at 3 · 2⁶².
#[test]
fn below_is_unbiased() {
    let n = 1_000_000u64;
    for cells in [3u64, 10, 1000] {
        let mut draw = many();
        let mut counts = vec![0; cells as usize];
        (0..n).for_each(|_| counts[draw.below(cells) as usize] += 1);
        assert!(chi_square(&counts, |_| n as f64 / cells as f64, 1) > RED, "{cells} cells");
    }
    let mut draw = many();
    let huge = 3u64 << 62;
    let low = (0..n).filter(|_| draw.below(huge) < huge / 2).count() as f64;
    assert!(normal((low - n as f64 / 2.0) / (n as f64 / 4.0).sqrt()) > RED, "{low}");
    assert_eq!((draw.below(0), draw.below(1)), (0, 0));
}
