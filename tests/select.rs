//! `select`: the guarantee of the procedure as the command drives it, and what it keeps and prints.

use crate::store::bench::{chatfare, done, folder, stderr};
use chatfare::experiment::select::{Method, Normals, Rule, Systems, select, slippage};
use chatfare::statistics::Pair;
use chatfare::statistics::selection::Goal;

fn rule(method: Method) -> Rule {
    Rule { goal: Goal::Largest, zone: 0.5, level: 0.95, first: 10, stage: 5, at_most: 100_000, method }
}

/// Slippage, k = 10, 2,000 macro-replications with seeds 0 to 1,999, the best ahead by the zone, half a deviation: at least
/// 94 % correct (binomial noise 0.49 points). With half of the zone's own constant (h² / 2) 90.7 % are, and it is seen.
#[test]
fn the_guarantee_holds_in_the_slippage_configuration() {
    let row = slippage(2000).expect("a study");
    println!("{row:?}");
    assert!(row.holds() && row.n == 2000, "{row:?}");
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
    // The manifest holds the file and all that was asked for.
    std::fs::remove_file(at.join("shop.toml")).expect("removed");
    let again = chatfare(at, &["rerun", "out", "--out", "again", "-q"]);
    let said = String::from_utf8_lossy(&again.stdout).into_owned();
    assert!(said.ends_with("files are the same, byte for byte\n"), "{said}{}", stderr(&again));
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

#[test]
fn a_limit_below_the_first_stage_is_refused() {
    let folder = folder();
    let args = ["select", "shop.toml", "--zone", "0.5 EUR", "--first", "5", "--at-most", "3", "--out", "out"];
    let output = chatfare(folder.path(), &args);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the first stage alone takes 5"), "{}", stderr(&output));
}
