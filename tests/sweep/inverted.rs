//! The inverted U of throughput against chats at once (Daw and Yom-Tov), through the scenario that ships.

use chatfare::experiment::host::Host;
use chatfare::experiment::points::Points;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::store::Store;
use chatfare::experiment::sweep::{Reader, sweep_on};
use std::path::Path;

/// Agents always hold k chats, so an agent finishes k / E[duration at k] an hour, whatever the laws.
fn exact(k: f64) -> f64 {
    3600.0 * k / (4.0 * 40.0 * k.powf(1.6) + 3.0 * 300.0)
}

#[test]
fn throughput_has_its_optimum_inside() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/concurrency.toml");
    let reader = Reader::new(&path, crate::sweep::bench::options());
    let base = reader.base().unwrap_or_else(|report| panic!("{}", report.render(false)));
    let points = Points::of(base.sweep.as_ref().expect("[sweep]"), base.run.seed).expect("points");
    let found = sweep_on(&reader, &base, &points, &Host::new(&Unwatched, &Store::none())).expect("a study");
    assert!(found.complete && found.failures.is_empty(), "{:?}", found.failures);
    let rows: Vec<_> = found.tables.sweep.iter().filter(|row| row.metric == "contacts_per_agent_hour").collect();
    assert_eq!(rows.len(), points.rows.len());
    for row in rows {
        let k = points.rows[row.point as usize][0].number.expect("a number");
        let (mean, low, high) = (row.value.mean, row.value.lower.expect("lower"), row.value.upper.expect("upper"));
        // Intervals of 95 %, here twice as wide: seven points are looked at. Sees a fault of 2 %.
        assert!(high - low < 0.02 * mean, "k {k}: {low} to {high}");
        assert!((mean - exact(k)).abs() < high - low, "k {k}: {mean} ({low} to {high}), exact {}", exact(k));
    }
    // They hold k from the end of the lead to that of the run: chats open at once, those whose customer writes among them.
    for row in found.tables.sweep.iter().filter(|row| row.metric == "concurrency_logged_in") {
        let k = points.rows[row.point as usize][0].number.expect("a number");
        assert!(row.value.mean <= k && row.value.mean > 0.995 * k, "{k} places, {} chats", row.value.mean);
    }
    let line = found.verdict.iter().find(|line| line.contains("optimum inside")).expect("the verdict says so");
    assert!(line.contains("chats at once 4") || line.contains("chats at once 5"), "{line}");
    assert!(line.contains("than at 1") && line.contains("than at 8"), "{line}");
}
