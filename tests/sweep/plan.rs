//! The plan: every design, values with units, points from a table.

use super::bench::{folder, rows, sweep};
use crate::store::bench::done;

#[test]
fn a_grid_has_every_combination_and_its_values_reach_the_model() {
    let more = "[sweep.axis]\n\"group.team.agents\" = \"1 to 3 by 1\"\n\"reason.*.handling\" = \
                \"lognormal, mean 2 min, CV 1 to lognormal, mean 8 min, CV 1 in 3 log steps\"\n";
    let folder = folder(more);
    let (base, points, _, reader) = sweep(folder.path());
    assert_eq!(points.rows.len(), 9);
    assert_eq!(points.axes[1].paths, ["reason.question.handling"]);
    assert_eq!(
        points.words(4),
        "team agents = 2, question handling = lognormal, mean 4 min, CV 1".replace("question ", "reason ")
    );
    for point in 0..9 {
        let at = reader.at(&points, point).expect("a scenario");
        let agents = at.effective.iter().find(|v| v.path == "group.team.agents").expect("a value");
        assert_eq!(agents.value, (1 + point / 3).to_string());
        let handling = at.effective.iter().find(|v| v.path == "reason.question.handling").expect("a value");
        assert!(handling.value.contains(["mean 2 min", "mean 4 min", "mean 8 min"][point % 3]), "{}", handling.value);
        assert_eq!(at.hash == base.hash, point == 9, "a point means something else than the file");
    }
}

#[test]
fn the_plan_is_written_first_and_can_be_swept_as_a_table() {
    let more = "[sweep]\ndesign = \"latin hypercube\"\npoints = 8\n[sweep.axis]\n\"reason.question.volume\" = \
                \"6/day to 24/day\"\n\"group.team.wage\" = \"10 EUR to 30 EUR\"\n";
    let folder = folder(more);
    let at = folder.path();
    done(at, &["sweep", "kiosk.toml", "--out", "one"]);
    let plan = rows(&at.join("one/points.csv"));
    assert_eq!(plan.len(), 8);
    // Every axis has one value in each of eight slices.
    for (path, low, width) in [("reason.question.volume", 6.0, 18.0), ("group.team.wage", 10.0, 20.0)] {
        let mut slices: Vec<u32> = plan
            .iter()
            .map(|row| row[path].split(['/', ' ']).next().expect("a number").parse::<f64>().expect("a number"))
            .map(|value| ((value - low) / width * 8.0) as u32)
            .collect();
        slices.sort_unstable();
        assert_eq!(slices, (0..8).collect::<Vec<_>>(), "{path}");
    }
    // The same points from a file give the same numbers.
    let table: String = std::fs::read_to_string(at.join("one/points.csv")).expect("a plan");
    let without: Vec<&str> = table.lines().map(|line| line.split_once(',').expect("a column").1).collect();
    std::fs::write(at.join("points.csv"), without.join("\n")).expect("written");
    let args = ["--set", "sweep.design=table", "--set", "sweep.file=points.csv"];
    std::fs::copy(at.join("kiosk.toml"), at.join("again.toml")).expect("copied");
    done(at, &[&["sweep", "again.toml", "--out", "two"], &args[..]].concat());
    let numbers = |out: &str| std::fs::read_to_string(at.join(out).join("sweep.csv")).expect("a table");
    assert_eq!(numbers("one"), numbers("two"));
}

#[test]
fn a_sobol_design_and_an_axis_on_the_command_line() {
    let folder = folder("[sweep]\ndesign = \"sobol\"\npoints = 4\nmetrics = \"cost_per_contact\"\n");
    let at = folder.path();
    done(at, &["sweep", "kiosk.toml", "--axis", "group.team.wage=10 EUR to 30 EUR", "--out", "out"]);
    let found = rows(&at.join("out/sweep.csv"));
    assert_eq!(found.len(), 4 * 2, "4 points, 2 variants, 1 metric");
    assert!(found.iter().all(|row| row["metric"] == "cost_per_contact" && !row["team_wage"].is_empty()), "{found:?}");
}
