//! Models with a known answer, one for each thing the desk does beyond one queue and one service.
//!
//! Each test runs `n` replications of a scenario with the seed of its file name and compares a ratio of sums with the exact
//! value: it must lie inside the 99.9 % interval, and the interval must be narrower than the smallest fault that the test
//! is to see. So a right program fails one such comparison in a thousand names, never by rerunning.

mod agents;
mod ghosts;
mod markov;
mod routing;
mod second_tier;
mod silence;
mod voice;

use chatfare::experiment::assemble::assemble;
use chatfare::experiment::replicate::{Chunk, replicate};
use chatfare::statistics;

use crate::desk::stage::scenario;

/// Replications of one variant.
pub struct Runs(pub Vec<Chunk>);

/// A run of so many days without lead, one country, no price.
pub fn days(days: u32) -> String {
    let to = jiff::civil::date(2018, 8, 6).checked_add(jiff::Span::new().days(i64::from(days))).expect("a date");
    format!(
        "[run]\nfrom = \"2018-08-06\"\nto = \"{to}\"\nlead = \"1 d\"\ndrain = \"7 d\"\nallow_unstable = true\n\
         [business]\nzone = \"UTC\"\n[population.p]\ncountries = {{ FR = \"100 %\" }}\n[zone]\nFR = \"UTC\"\n\
         [tariff]\nin_force = \"whatsapp-2018-08\"\nwindow = \"for ever\"\nrates = {{ FR = \"0.05 USD\" }}\n"
    )
}

/// Plays `n` replications of a variant; the seed comes from the scenario's name.
pub fn runs(name: &str, text: &str, variant: &str, n: u32) -> Runs {
    let scenario = scenario(&format!("{name}.toml"), text);
    let model = &scenario.variants.iter().find(|v| v.name == variant).expect("the variant").model;
    let assembly = assemble(model, &scenario.run).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    let seed = name.bytes().fold(2018, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let run = |replication| replicate(&assembly, &scenario.run, seed, replication).unwrap_or_else(|e| panic!("{e}"));
    Runs((0..n).map(run).collect())
}

impl Runs {
    /// Does the ratio agree with the exact value, and would it show a relative fault of `sees`?
    #[track_caller]
    pub fn agrees(&self, what: &str, exact: f64, sees: f64, scale: f64, part: impl Fn(&Chunk) -> (i64, i64)) {
        let pairs: Vec<(i128, i128)> = self.0.iter().map(part).map(|(a, b)| (i128::from(a), i128::from(b))).collect();
        let interval = statistics::ratio(&pairs, 0.999).expect("an interval");
        let (lower, upper) = interval.lower.zip(interval.upper).expect("a bounded interval");
        let (lower, upper, mean) = (lower * scale, upper * scale, interval.mean * scale);
        println!("{what}: exact {exact:.6}, simulated {mean:.6} ({lower:.6} to {upper:.6})");
        assert!(
            lower <= exact && exact <= upper,
            "{what}: exact {exact}, simulated {mean} ({lower} to {upper}) in {} replications",
            self.0.len()
        );
        assert!((upper - lower) / 2.0 <= sees * exact, "{what}: {lower} to {upper} cannot show a fault of {sees}");
    }
}
