//! Models that others published, as they stand in `scenarios/published/`: what was printed lies where ours does.

use std::path::Path;

use chatfare::cli::options;
use chatfare::desk;
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::assemble;
use chatfare::experiment::verify::seen::{Seen, Watch, Witness};
use chatfare::scenario::load;
use chatfare::statistics::student;
use rayon::prelude::*;

/// A printed value with the half width of its printed interval; 0 where it was rounded from an exact one.
struct Printed {
    what: &'static str,
    value: f64,
    half: f64,
    /// Half a unit of its last digit.
    rounding: f64,
    of: fn(&Seen) -> f64,
}

/// Runs a file and compares each printed value with ours: they may differ by both intervals and the rounding.
fn compare(file: &str, printed: &[Printed]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/published").join(file);
    let scenario = load(&path, &options(&[])).unwrap_or_else(|report| panic!("{file}\n{report}"));
    let (run, model) = (&scenario.run, &scenario.variants[0].model);
    let assembly = assemble(model, run).expect("an assembly");
    let threshold = model.measures.call_threshold.0;
    let one = |replication| {
        let mut witness =
            Witness { from: run.from, to: run.to, threshold, watch: Watch::Nothing, seen: Seen::default() };
        let sums = desk::simulate(&assembly.desk, Draws::new(run.seed, replication, 0), &mut witness).expect("a run");
        Seen { staff: sums.staff, ..witness.finish() }
    };
    let seen: Vec<Seen> = (0..run.replications).into_par_iter().map(one).collect();
    for Printed { what, value, half, rounding, of } in printed {
        let values: Vec<f64> = seen.iter().map(of).collect();
        let ours = student(&values, 0.9999).expect("an interval");
        let allowed = (half * half + ours.half_width().expect("bounds").powi(2)).sqrt() + rounding;
        println!("{file} {what}: printed {value} ± {half}, here {:.5} ± {:.5}", ours.mean, allowed - rounding);
        assert!((ours.mean - value).abs() <= allowed, "{file} {what}: printed {value}, here {}", ours.mean);
    }
}

fn waits(seen: &Seen) -> f64 {
    (seen.waits.wait_answered + seen.waits.wait_lost) as f64 * 1e-6
}

#[test]
fn ssj_call_center() {
    // Who hangs up at once holds no line: the witness counts him as blocked.
    // Printed half widths are of 90 %: 1.645 standard errors; compared at 2.4 times that.
    const EXPECTED: f64 = 1660.0;
    compare(
        "ssj-call-center.toml",
        &[
            Printed {
                what: "calls",
                value: 1661.266,
                half: 8.7 * 2.4,
                rounding: 0.0,
                of: |s| (s.waits.offered + s.waits.blocked) as f64,
            },
            Printed {
                what: "wait / expected, s",
                value: 12.736,
                half: 0.493 * 2.4,
                rounding: 0.0,
                of: |s| waits(s) / EXPECTED,
            },
            Printed {
                what: "waits below 20 s / expected",
                value: 0.854,
                half: 0.0025 * 2.4,
                rounding: 0.0005,
                of: |s| (s.waits.answered_within + s.waits.lost_within + s.waits.blocked) as f64 / EXPECTED,
            },
            Printed {
                what: "lost / expected",
                value: 0.037,
                half: 0.001 * 2.4,
                rounding: 0.0005,
                of: |s| (s.waits.lost + s.waits.blocked) as f64 / EXPECTED,
            },
        ],
    );
}

/// Agents' busy time over the eight hours and twelve heads.
fn occupancy(seen: &Seen) -> f64 {
    seen.staff.groups.iter().map(|g| g.busy).sum::<i64>() as f64 / seen.span as f64 / 12.0
}

#[test]
fn contactcenters_mmc() {
    // Printed half widths are of 95 %: compared at twice that. Ratios of sums over all days; a day's own ratio is close.
    compare(
        "contactcenters-mmc.toml",
        &[
            Printed {
                what: "in target",
                value: 1816.158,
                half: 3.54 * 2.0,
                rounding: 0.0,
                of: |s| s.waits.answered_within as f64,
            },
            Printed {
                what: "sum of waits, min",
                // Speed of answer × calls expected.
                value: 0.0995 * 2016.0,
                half: 0.0025 * 2016.0 * 2.0,
                rounding: 0.0005 * 2016.0,
                of: |s| waits(s) / 60.0,
            },
            Printed { what: "occupancy", value: 0.6955, half: 0.0015 * 2.0, rounding: 0.0005, of: occupancy },
        ],
    );
}

#[test]
fn contactcenters_mmc_with_abandonment() {
    compare(
        "contactcenters-mmc-abandon.toml",
        &[
            Printed { what: "lost", value: 58.609, half: 0.949 * 2.0, rounding: 0.0, of: |s| s.waits.lost as f64 },
            Printed {
                what: "in target",
                value: 1906.008,
                half: 2.223 * 2.0,
                rounding: 0.0,
                of: |s| s.waits.answered_within as f64,
            },
            Printed { what: "occupancy", value: 0.6755, half: 0.0015 * 2.0, rounding: 0.0005, of: occupancy },
        ],
    );
}

#[test]
fn mandelbaum_and_zeltyn() {
    compare(
        "mandelbaum-zeltyn.toml",
        &[
            Printed {
                what: "P(abandon)",
                value: 0.031,
                half: 0.0,
                rounding: 0.0005,
                of: |s| s.waits.lost as f64 / s.waits.offered as f64,
            },
            Printed {
                what: "mean wait, s",
                value: 3.7,
                half: 0.0,
                rounding: 0.05,
                of: |s| waits(s) / s.waits.offered as f64,
            },
        ],
    );
}
