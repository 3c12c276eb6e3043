//! Prices: points that no policy tells apart are billed from one simulation, to the last bit as if each had its own; points
//! that a policy tells apart are simulated again.

use super::bench::{folder, options, sweep};
use chatfare::experiment::host::Host;
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::store::Store;
use chatfare::experiment::study::study;
use chatfare::experiment::sweep::{Reader, groups_of};

const PRICES: &str = "[sweep]\nmetrics = [\"cost_per_resolved\", \"fee\", \"fee_per_1000_contacts\", \"response_mean\", \
                      \"response_p90\", \"answered_share\"]\n[sweep.axis]\n\"tariff.rate_times\" = [0.5, 3]\n\
                      \"tariff.rate_times_in.DE\" = [1, 10]\n\"tariff.free_messages\" = [0, 15]\n\"group.team.wage\" = \
                      [\"12 EUR\", \"30 EUR\"]\n\"currency.rates.USD.rate\" = [\"0.8 EUR\", \"1 EUR\"]\n";

#[test]
fn billed_from_one_simulation_or_simulated_again_is_the_same() {
    let folder = folder(PRICES);
    let (base, points, found, reader) = sweep(folder.path());
    assert_eq!((points.rows.len(), found.desks), (32, 2), "one desk a variant");
    let mut fees = std::collections::BTreeSet::new();
    for point in 0..points.rows.len() {
        // The scenario of the point alone: `run` knows nothing of shared simulations.
        let alone = study(&reader.at(&points, point).expect("a scenario"), &Unwatched).expect("a study");
        for variant in &base.variants {
            for metric in &base.sweep.as_ref().expect("[sweep]").metrics {
                let own = alone.tables.value(&variant.name, "all", metric);
                let shared = found.tables.value(point as u32, &variant.name, metric);
                assert_eq!(own, shared, "{metric} of {} at {}", variant.name, points.words(point));
            }
        }
        let fee = found.tables.value(point as u32, "messages", "fee").expect("a fee");
        fees.insert(fee.mean.to_bits());
    }
    // Rates 2 × 2, quota 2, exchange rate 2, and no wage in a fee.
    assert_eq!(fees.len(), 16, "each price point has its own fee");
}

/// Points that move rates and quota alone are told from the first one; the loader says the same of each. A value that it would
/// refuse is refused in its words.
#[test]
fn points_of_prices_alone_are_what_the_loader_reads() {
    let folder = folder("[sweep.axis]\n\"tariff.rate_times\" = [0.5, 1, 2.25]\n\"tariff.free_messages\" = [0, 250]\n");
    let reader = Reader::new(&folder.path().join("kiosk.toml"), options());
    let base = reader.base().expect("a scenario");
    let points = chatfare::experiment::points::Points::of(base.sweep.as_ref().expect("[sweep]"), 1).expect("points");
    let told = reader.scenarios(&base, &points).expect("scenarios");
    assert_eq!(told.len(), 6);
    for (point, told) in told.iter().enumerate() {
        let loaded = reader.at(&points, point).expect("a scenario");
        assert_eq!(format!("{:?}", told.variants), format!("{:?}", loaded.variants), "{}", points.words(point));
        assert_eq!(format!("{:?}", told.currencies), format!("{:?}", loaded.currencies));
    }
    let mut wrong = points.clone();
    wrong.rows[4][0].toml = "-1".into();
    let refused = reader.scenarios(&base, &wrong).expect_err("a wrong rate");
    assert!(refused.errors() == 1 && refused.render(false).contains("-1"), "{refused}");
}

#[test]
fn a_policy_that_reads_prices_is_simulated_again() {
    let desks = |discipline: &str, axis: &str| {
        let folder = folder(&format!("[desk]\ndiscipline = \"{discipline}\"\n[sweep.axis]\n{axis}\n"));
        let reader = Reader::new(&folder.path().join("kiosk.toml"), options());
        let base = reader.base().expect("a scenario");
        let points =
            chatfare::experiment::points::Points::of(base.sweep.as_ref().expect("[sweep]"), 1).expect("points");
        let groups = groups_of(&reader, &base, &points, &Host::new(&Unwatched, &Store::none())).expect("groups");
        groups.desks.iter().filter(|desk| desk.seats[0].variant == 1).count()
    };
    let rates = "\"tariff.rate_times_in.DE\" = [1, 2, 3]";
    assert_eq!(desks("first come", rates), 1);
    assert_eq!(desks("window expiry", rates), 1);
    assert_eq!(desks("price-weighted expiry", rates), 3, "its order follows the rates");
    // A quota is counted, never seen by the desk; the window is seen by every desk.
    assert_eq!(desks("price-weighted expiry", "\"tariff.free_messages\" = [0, 5, 10]"), 1);
    assert_eq!(desks("first come", "\"tariff.window\" = [\"1 h\", \"24 h\", \"for ever\"]"), 3);
    assert_eq!(desks("first come", "\"group.team.wage\" = [\"1 EUR\", \"2 EUR\"]"), 1);
    assert_eq!(desks("first come", "\"group.team.agents\" = [1, 2]"), 2);
}

/// By hand: every rate twice as high makes a fee twice as high, and the bill of one country follows its own factor alone.
#[test]
fn factors_multiply_the_bill() {
    let more = "[sweep]\nmetrics = \"fee\"\n[sweep.axis]\n\"tariff.rate_times\" = [0, 1, 2]\n\
                \"tariff.rate_times_in.DE\" = [0, 1, 2]\n\"tariff.free_messages\" = [0]\n";
    let folder = folder(more);
    let (_, _, found, _) = sweep(folder.path());
    let fee = |all: u32, de: u32| found.tables.value(3 * all + de, "messages", "fee").expect("a fee").mean;
    assert_eq!((fee(0, 0), fee(0, 2)), (0.0, 0.0));
    assert!(fee(1, 0) > 0.0 && fee(1, 1) > fee(1, 0));
    // Nano-units of another currency are rounded once a replication.
    let near = |a: f64, b: f64| assert!((a - b).abs() < 3e-9, "{a} and {b}");
    near(fee(2, 1), 2.0 * fee(1, 1));
    near(fee(1, 2) - fee(1, 1), fee(1, 1) - fee(1, 0));
    near(fee(2, 2) - fee(2, 0), 4.0 * (fee(1, 1) - fee(1, 0)));
}
