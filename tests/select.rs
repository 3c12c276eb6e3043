//! `select`: the guarantee of the procedure as the command drives it, and what it keeps and prints.

use crate::store::bench::{chatfare, done, folder, stderr};
use chatfare::experiment::select::{Method, Rule, Systems, select};
use chatfare::statistics::Pair;
use chatfare::statistics::selection::Goal;
use std::ops::Range;

/// Ten normal systems with deviation 1 of which the last one leads by `lead`; half of the variance is common to all.
struct Normals {
    seed: u64,
    lead: f64,
}

/// A standard normal number of its name, by Box and Muller.
fn normal(name: u64) -> f64 {
    let uniform = |n: u64| {
        let mut z = n.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678_9abc_def1);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    (-2.0 * uniform(2 * name).ln()).sqrt() * (std::f64::consts::TAU * uniform(2 * name + 1)).cos()
}

impl Systems for Normals {
    fn count(&self) -> usize {
        10
    }

    fn sample(&mut self, systems: &[usize], replications: Range<u32>) -> Result<Vec<Vec<Pair>>, Vec<String>> {
        let one = |system: usize, replication: u32| -> Pair {
            let name = (self.seed * 1_000_000 + u64::from(replication)) * 16;
            let (common, own) = (normal(name), normal(name + 1 + system as u64));
            let lead = if system == 9 { self.lead } else { 0.0 };
            // A ratio of 50 and some units; the denominator is the same for all.
            let value = 50.0 + lead + (common + own) / 2.0_f64.sqrt();
            ((value * 1e9) as i128, 1_000_000_000)
        };
        Ok(systems.iter().map(|system| replications.clone().map(|r| one(*system, r)).collect()).collect())
    }
}

fn rule(method: Method) -> Rule {
    Rule { goal: Goal::Largest, zone: 0.5, level: 0.95, first: 10, stage: 5, at_most: 100_000, method }
}

/// Slippage, k = 10, 2,000 macro-replications with seeds 0 to 1,999, the best ahead by the zone, half a deviation: at least
/// 94 % correct (binomial noise 0.49 points). With half of the zone's own constant (h² / 2) 90.7 % are, and it is seen.
#[test]
fn slippage() {
    let (mut correct, mut sampled) = (0, 0);
    for seed in 0..2000 {
        let found = select(&mut Normals { seed, lead: 0.5 }, &rule(Method::KimNelson)).expect("a selection");
        correct += u32::from(found.selected == Some(9));
        sampled += found.samples.iter().map(Vec::len).sum::<usize>();
    }
    println!("{correct} of 2000, {} replications a selection", sampled / 2000);
    assert!(correct >= 1880, "{correct}");
}

/// The same with a budget of 200 replications, seeds 10,000 to 10,299. With all rivals tied an even split is about as good (276 of
/// 300), so what is tested is that the whole budget is spent, that the best is found in at least 85 % (binomial noise 2
/// points), and that the probability it prints is a lower bound: on average not above the share that is correct.
#[test]
fn a_budget_goes_where_it_tells() {
    let (mut correct, mut even, mut likely) = (0, 0, 0.0);
    for seed in 0..300 {
        let mut systems = Normals { seed: 10_000 + seed, lead: 0.5 };
        let found = select(&mut systems, &rule(Method::Ocba { budget: 200 })).expect("a selection");
        assert_eq!(found.samples.iter().map(Vec::len).sum::<usize>(), 200);
        correct += u32::from(found.selected == Some(9));
        likely += found.likely.expect("an estimate") / 300.0;
        let split = systems.sample(&(0..10).collect::<Vec<_>>(), 0..20).expect("samples");
        let mean = |pairs: &Vec<Pair>| pairs.iter().map(|p| p.0).sum::<i128>();
        even += u32::from((0..9).all(|system| mean(&split[system]) < mean(&split[9])));
    }
    println!("{correct} and {even} of 300, estimated {likely}");
    let share = f64::from(correct) / 300.0;
    assert!(correct >= 255 && correct + 15 >= even, "{correct} {even}");
    assert!(likely > 0.3 && likely <= share + 0.03, "{share} {likely}");
}

/// Too few replications allowed: nothing is selected, and it is said who is left.
#[test]
fn not_decided() {
    let rule = Rule { at_most: 12, ..rule(Method::KimNelson) };
    let found = select(&mut Normals { seed: 1, lead: 0.0 }, &rule).expect("an answer");
    assert!(found.selected.is_none() && found.left.len() > 1);
    assert!(found.samples.iter().all(|pairs| pairs.len() <= 12));
}

/// The command keeps its replications: the second time nothing is simulated, and the tables are the same.
#[test]
fn stages_are_kept() {
    let folder = folder();
    let at = folder.path();
    let args = ["select", "shop.toml", "--zone", "0.5 EUR", "--first", "4", "--stage", "4", "--out", "out"];
    let first = done(at, &args);
    let table = std::fs::read(at.join("out/selection.csv")).expect("a table");
    let second = chatfare(at, &args);
    assert!(stderr(&second).contains("replications were there"), "{}", stderr(&second));
    assert_eq!(table, std::fs::read(at.join("out/selection.csv")).expect("a table"));
    let _ = first;
    for name in ["stages.parquet", "charts/selection.svg", "report.html", "manifest.json"] {
        assert!(at.join("out").join(name).is_file(), "{name}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let folder = folder();
    let at = folder.path();
    for (args, word) in [
        (vec!["select", "shop.toml", "--zone", "0 EUR"], "above 0"),
        (vec!["select", "shop.toml", "--zone", "30 s"], "--zone"),
        (vec!["select", "shop.toml", "--zone", "1 %", "--metric", "promise_kpt"], "did you mean `promise_kept`"),
        (vec!["select", "shop.toml", "--zone", "1", "--metric", "contacts"], "--want"),
        (vec!["select", "shop.toml", "--zone", "1 EUR", "--by", "ocba", "--budget", "3"], "--budget"),
    ] {
        let output = chatfare(at, &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(word), "{args:?}: {}", stderr(&output));
    }
}
