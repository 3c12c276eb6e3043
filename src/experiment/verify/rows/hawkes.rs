//! Self-excitation: clusters of arrivals, each conversation or outburst far from the next.

use super::super::case::{Case, check, pair};
use super::super::reference::{Row, table};
use super::super::seen::Watch;
use super::text::{MICRO, name, planned};

/// Seconds that stand for one unit of time of the table, or for one mean delay where that is longer: long against the
/// microsecond, and short enough that a run of millions of arrivals ends within the calendar.
const UNIT_S: f64 = 0.01;
/// A silence of so many delays ends a cluster: e⁻²⁰ of them end too early.
const SILENCE: f64 = 20.0;
/// Clusters are so many silences apart on average. One in 30,000 meets the next and then lasts half a silence longer, which adds
/// 0.1 % to the shortest mean duration of the table; silences three times as long added 1 %, which `--full` saw.
const APART: f64 = 3e4;

/// Every row of the table.
pub fn clusters() -> Result<Vec<Case>, String> {
    // Millions of arrivals.
    let plan = [("HK1", 2.0), ("HK2", 3.0), ("HK3", 10.0), ("HK6", 1.5), ("HK7", 12.0)];
    table("hawkes_cluster")?.iter().map(|row| cluster(row, planned(&plan, row.id()?, 2.0))).collect()
}

fn cluster(row: &Row, arrivals: f64) -> Result<Case, String> {
    let (share, beta) = (row.number("branching_ratio")?, row.number("beta")?);
    let (mean, variance) = (row.number("mean_cluster_size")?, row.number("var_cluster_size")?);
    let unit_s = UNIT_S * beta.min(1.0);
    let delay_s = unit_s / beta;
    let gap_s = SILENCE * delay_s;
    let delay_us = libm::round(delay_s * 1e6);
    let clusters_h = 3600.0 / (APART * gap_s);
    let mut case = Case::new("Hawkes cluster", name("hawkes_cluster", row)?, arrivals, clusters_h * mean);
    let bound = |column: &str| Ok::<i64, String>(libm::round(row.number(column)? * unit_s * 1e6) as i64);
    let bounds = [bound("duration_p50")?, bound("duration_p90")?];
    case.watch = Watch::Clusters { gap: libm::round(gap_s * 1e6) as i64, bounds };
    case.text = format!(
        "[reason.r]\nvolume = \"{}/h\"\nexcitation = {{ share = \"{} %\", after = \"exponential, mean {delay_us} us\" }}\n\
         handling = \"fixed 1 s\"\n[call_center]\nagents = 1\nlines = 1\nwage = \"0 USD\"\n",
        clusters_h * mean,
        share * 100.0,
    );
    case.checks = vec![
        check("mean size", mean, 1.0, |s| pair(s.clusters.size, s.clusters.count)),
        check("E[size²]", variance + mean * mean, 1.0, |s| pair(s.clusters.squares, s.clusters.count)),
        check("P(size 1)", row.number("p_size_1")?, 1.0, |s| pair(s.clusters.small[0], s.clusters.count)),
        check("P(size 2)", row.number("p_size_2")?, 1.0, |s| pair(s.clusters.small[1], s.clusters.count)),
        check("mean duration, units", row.number("mean_duration")?, MICRO / unit_s, |s| {
            pair(s.clusters.duration, s.clusters.count)
        }),
        check("P(duration ≤ its 90 %)", 0.9, 1.0, |s| pair(s.clusters.within[1], s.clusters.count)),
    ];
    if bounds[0] > 0 {
        case.checks
            .push(check("P(duration ≤ its median)", 0.5, 1.0, |s| pair(s.clusters.within[0], s.clusters.count)));
    }
    Ok(case)
}
