//! Who a contact is.

use std::collections::BTreeMap;

use chatfare::engine::draws::Draws;
use chatfare::scenario::Volume;
use chatfare::units::{HourlyRate, Share};

use super::model::{model, plan, run, source};
use crate::draws::oracle::{RED, chi_square, normal};

const DRAWS: u64 = 77; // seed, fixed once

fn two_countries() -> chatfare::scenario::Model {
    let countries = [("FR", "Europe/Paris", 0.75), ("DE", "Europe/Berlin", 0.25)];
    model(
        &countries,
        vec![source("site", Volume::Constant(HourlyRate(1.0))), source("shop", Volume::Constant(HourlyRate(1.0)))],
    )
}

/// 10⁶ contacts, 1,000 persons: every person of the country as often as another (sees 3 % in half of the persons),
/// nobody of another country; known is the person's own, 70 % of persons (sees 9 points at n = 1,000).
#[test]
fn persons_of_a_population() {
    let mut model = two_countries();
    model.populations[0].size = Some(1000);
    let plan = plan(&model, &run("2018-08-01", "2018-08-02", "UTC"));
    let draws = Draws::new(DRAWS, 0, 0);
    let mut known = BTreeMap::new();
    for stream in &plan.streams {
        let (first, count) = if stream.country == 0 { (0, 750) } else { (750, 250) };
        let mut counts = vec![0u64; count];
        let n = 250_000;
        for ordinal in 0..n {
            let customer = stream.people.customer(stream.contact(draws, ordinal, 0), ordinal);
            counts[customer.id as usize - first] += 1;
            // The same person is known or not at every contact, from every source.
            let is_known = stream.people.is_known(draws, stream.contact(draws, ordinal, 0), customer.id);
            assert_eq!(*known.entry(customer.id).or_insert(is_known), is_known);
        }
        let p = chi_square(&counts, |_| f64::from(n) / count as f64, 1);
        assert!(p > RED, "p = {p:.1e}");
    }
    assert_eq!(known.len(), 1000);
    let share = known.values().filter(|known| **known).count() as f64;
    assert!(normal((share - 700.0) / 210f64.sqrt()) > RED, "{share}");
}

/// Without a size every contact is somebody new, in a range of its own; known by share (n = 10⁵, sees 0.9 points).
#[test]
fn somebody_new_every_time() {
    let mut model = two_countries();
    model.populations[0].size = None;
    let plan = plan(&model, &run("2018-08-01", "2018-08-02", "UTC"));
    let draws = Draws::new(DRAWS, 0, 0);
    let (mut ids, mut known) = (Vec::new(), 0.0);
    for stream in &plan.streams {
        for ordinal in 0..25_000 {
            let customer = stream.people.customer(stream.contact(draws, ordinal, 0), ordinal);
            assert!(customer.id >= 1 << 63);
            ids.push(customer.id);
            known += f64::from(stream.people.is_known(draws, stream.contact(draws, ordinal, 0), customer.id));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 100_000);
    assert!(normal((known - 70_000.0) / 21_000f64.sqrt()) > RED, "{known}");
    for (share, all) in [(0.0, false), (1.0, true)] {
        model.populations[0].known = Share(share);
        let stream = &super::model::plan(&model, &run("2018-08-01", "2018-08-02", "UTC")).streams[0];
        let mut contacts = (0..1000).map(|ordinal| stream.contact(draws, ordinal, 0));
        assert!(contacts.all(|contact| stream.people.is_known(draws, contact, 0) == all));
    }
}

/// Two persons, three countries, one of them tiny: each country has somebody, ids do not overlap.
#[test]
fn tiny_populations() {
    let countries = [("FR", "UTC", 0.5), ("DE", "UTC", 0.499), ("LI", "UTC", 0.001)];
    let mut model = model(&countries, vec![source("site", Volume::Constant(HourlyRate(1.0)))]);
    model.populations[0].size = Some(2);
    let plan = plan(&model, &run("2018-08-01", "2018-08-02", "UTC"));
    let draws = Draws::new(DRAWS, 0, 0);
    for (country, stream) in plan.streams.iter().enumerate() {
        for ordinal in 0..100 {
            let customer = stream.people.customer(stream.contact(draws, ordinal, 0), ordinal);
            assert_eq!(customer.id, country as u64);
        }
    }
}

/// Business numbers by share, n = 10⁵: sees 1.1 points in a half; one number needs no draw.
#[test]
fn numbers_by_share() {
    let mut model = two_countries();
    model.number_share = vec![0.5, 0.3, 0.0, 0.2];
    let plan = plan(&model, &run("2018-08-01", "2018-08-02", "UTC"));
    let draws = Draws::new(DRAWS, 0, 0);
    let mut counts = [0u64; 4];
    for ordinal in 0..100_000 {
        let stream = &plan.streams[0];
        let contact = stream.contact(draws, ordinal, 0);
        let customer = stream.people.customer(contact, ordinal);
        counts[usize::from(stream.numbers.number(draws, contact, customer))] += 1;
    }
    assert_eq!(counts[2], 0);
    let p = chi_square(&[counts[0], counts[1], counts[3]], |i| [5e4, 3e4, 2e4][i], 1);
    assert!(p > RED, "{counts:?}");
}

/// One number for each country, another for a reason: nobody reaches a number that does not name him.
#[test]
fn numbers_by_country_and_reason() {
    let mut model = two_countries();
    model.number_share = vec![0.25; 4];
    model.number_choice.by_country = vec![(0, vec![1.0, 0.0, 0.0, 0.0]), (1, vec![0.0, 0.5, 0.5, 0.0])];
    let numbers = |model: &chatfare::scenario::Model| -> Vec<Vec<u64>> {
        let plan = plan(model, &run("2018-08-01", "2018-08-02", "UTC"));
        let draws = Draws::new(DRAWS, 0, 0);
        let of = |stream: &chatfare::traffic::StreamPlan| {
            let mut counts = vec![0; 4];
            for ordinal in 0..2000 {
                let contact = stream.contact(draws, ordinal, 0);
                let customer = stream.people.customer(contact, ordinal);
                counts[usize::from(stream.numbers.number(draws, contact, customer))] += 1;
            }
            counts
        };
        plan.streams.iter().map(of).collect()
    };
    let by_country = numbers(&model);
    assert_eq!(by_country[0], [2000, 0, 0, 0]);
    assert_eq!((by_country[1][0], by_country[1][3]), (0, 0));
    // 2,000 coins: 4.5 standard deviations are 101.
    assert!(by_country[1][1].abs_diff(1000) < 101, "{by_country:?}");
    model.number_choice.by_reason = vec![(0, vec![0.0, 0.0, 0.0, 1.0])];
    assert!(numbers(&model).iter().all(|counts| *counts == [0, 0, 0, 2000]));
}

/// A customer who comes again writes to the number he has; without the word, each contact finds its own.
#[test]
fn customers_keep_their_number() {
    for sticky in [false, true] {
        let mut model = two_countries();
        model.populations[0].size = Some(50);
        model.number_share = vec![0.5, 0.5];
        model.number_choice.sticky = sticky;
        let plan = plan(&model, &run("2018-08-01", "2018-08-02", "UTC"));
        let (draws, stream) = (Draws::new(DRAWS, 0, 0), &plan.streams[0]);
        let mut seen = std::collections::BTreeMap::<u64, std::collections::BTreeSet<u16>>::new();
        for ordinal in 0..2000 {
            let contact = stream.contact(draws, ordinal, 0);
            let customer = stream.people.customer(contact, ordinal);
            seen.entry(customer.id).or_default().insert(stream.numbers.number(draws, contact, customer));
        }
        let all: std::collections::BTreeSet<u16> = seen.values().flatten().copied().collect();
        assert_eq!(all.len(), 2, "both numbers are used");
        assert_eq!(seen.values().all(|numbers| numbers.len() == 1), sticky);
    }
}
