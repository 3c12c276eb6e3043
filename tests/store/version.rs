//! Nothing changes a number unnoticed: stored replications are found by the version of the model, so a number that changes
//! without it would mix old ones with new ones.

use super::bench::{TEXT, folder};
use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::{MODEL_VERSION, study};
use chatfare::scenario::{LoadOptions, load};

/// The version of the model, and the digest of the numbers that it gives: of every ratio of every replication, of the bill,
/// and of staff found for promises.
const KNOWN: (&str, &str) = ("6", "ebbf8401e37fc7cd");

/// Metrics that came later without moving any other: they are not in the digest.
const ADDED: &[&str] = &[
    "response_within_threshold_excl_blocked",
    "response_within_excl_short_abandons_with_blocked",
    "response_within_threshold_of_expected",
    "excess_wait_mean",
    "response_max",
    "answered_or_abandoned_within_threshold_excl_blocked",
    "time_to_abandon_mean",
    "occupancy_in_shift",
    "utilisation",
    "concurrency_logged_in",
    "answered_per_agent_hour",
    "contacts_per_agent_hour",
    "handling_time_mean",
    "blocked_calls_share",
    "contained_share",
    "contained_wrongly_share",
    "handed_over_per_contact",
];

#[test]
fn numbers_change_with_the_version_of_the_model() {
    let folder = folder();
    assert!(TEXT.contains("meet"), "promises are part of it");
    let options = LoadOptions {
        sets: vec!["run.replications=2".into(), "run.to=2018-08-10".into()],
        ..chatfare::cli::options(&[])
    };
    let scenario = load(&folder.path().join("shop.toml"), &options).expect("a scenario");
    let found = study(&scenario, &Unwatched).expect("a study");
    let mut hasher = blake3::Hasher::new();
    let old = |row: &&chatfare::table::ReplicationRow| !ADDED.contains(&row.metric.as_str());
    for row in found.tables.replications.iter().filter(old) {
        hasher.update(
            format!("{} {} {} {}/{}\n", row.variant, row.replication, row.metric, row.numerator, row.denominator)
                .as_bytes(),
        );
    }
    for row in &found.tables.bill {
        hasher.update(
            format!(
                "{} {} {} {} {:.3} {:.6}\n",
                row.variant, row.tariff, row.market, row.rule, row.messages.mean, row.amount.mean
            )
            .as_bytes(),
        );
    }
    let digest = hasher.finalize().to_hex()[..16].to_string();
    assert!(
        (MODEL_VERSION, digest.as_str()) == KNOWN,
        "The numbers of a fixed small run are {digest}, model version {MODEL_VERSION}; known are {KNOWN:?}.\n\
         If they changed on purpose: raise MODEL_VERSION in src/experiment/study.rs, list what changed in CHANGELOG.md under \
         \"Numbers change\", and write the new version and digest here.\n\
         If not: a change meant to keep the numbers did not."
    );
}
