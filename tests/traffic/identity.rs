//! Common random numbers: what a change elsewhere in the file leaves alone.

use chatfare::engine::draws::Draws;
use chatfare::scenario::{Model, Run, Volume};
use chatfare::traffic::{Arrivals, Customer, TrafficPlan};
use chatfare::units::HourlyRate;

use super::model::{Shape, busy, model, notification, plan, run, source};

fn week() -> Run {
    run("2018-08-06", "2018-08-13", "Europe/Paris")
}

fn two_countries() -> Model {
    let countries = [("FR", "Europe/Paris", 0.7), ("GB", "Europe/London", 0.3)];
    let volume = || Shape::uneven(300.0).volume();
    busy(model(&countries, vec![source("site", volume()), source("shop", volume())]), 0.3)
}

type Life = (String, String, Vec<(i64, Customer, bool)>);

/// Every stream's arrivals and customers, under the names of source and country, in the order of names.
/// Ids of customers start with the population's place in the file; what is compared is their number inside it.
fn lives(model: &Model, plan: &TrafficPlan, seed: u64, replication: u32, desk: u32) -> Vec<Life> {
    let draws = Draws::new(seed, replication, desk);
    let mut lives: Vec<Life> = plan
        .streams
        .iter()
        .map(|stream| {
            let mut walk = Arrivals::new(stream, draws);
            let mut events = Vec::new();
            while let Some((at, ordinal)) = walk.next(stream) {
                let contact = stream.contact(draws, ordinal, 0);
                let customer = stream.people.customer(contact, ordinal);
                events.push((at, customer, stream.people.is_known(draws, contact, customer.id)));
            }
            let source = model.sources[usize::from(stream.source)].name.clone();
            (source, model.book.countries[usize::from(stream.country)].clone(), events)
        })
        .collect();
    lives.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    lives
}

fn base() -> Vec<Life> {
    let model = two_countries();
    lives(&model, &plan(&model, &week()), 1, 0, 0)
}

#[test]
fn every_stream_has_its_own_life() {
    let base = base();
    assert_eq!(base.len(), 4);
    for (i, a) in base.iter().enumerate() {
        assert!(a.2.len() > 300, "{}", a.2.len());
        assert!(base[..i].iter().all(|b| b.2[..10] != a.2[..10]), "{} {}", a.0, a.1);
    }
}

#[test]
fn policy_and_prices_change_no_arrival() {
    let mut model = two_countries();
    model.desk.consolidate = true;
    model.desk.answer = chatfare::scenario::AnswerPolicy::WaitAndMerge { quiet: chatfare::units::Span(45_000_000) };
    model.desk.late = chatfare::scenario::LatePolicy::Drop;
    model.channel = chatfare::facts::Channel::Phone;
    model.reasons[0].thinking = chatfare::scenario::Law::Exponential { mean: 1.0 };
    model.cost.platform_month.nanos = 7;
    assert_eq!(lives(&model, &plan(&model, &week()), 1, 0, 0), base());
}

#[test]
fn another_source_changes_no_other() {
    let mut model = two_countries();
    model.sources.insert(0, source("fair", Shape::uneven(300.0).volume()));
    model.sources.push(notification("shipped", Volume::Constant(HourlyRate(9.0))));
    let mut lives = lives(&model, &plan(&model, &week()), 1, 0, 0);
    lives.retain(|life| ["site", "shop"].contains(&life.0.as_str()));
    assert_eq!(lives, base());
}

#[test]
fn order_in_the_file_does_not_matter() {
    let mut model = two_countries();
    model.sources.reverse();
    assert_eq!(lives(&model, &plan(&model, &week()), 1, 0, 0), base());
    model.book.countries.reverse();
    model.country_zone.reverse();
    // The index of each country in the book changes, the population's own list does not.
    model.populations[0].countries = vec![(1, 0.7), (0, 0.3)];
    assert_eq!(lives(&model, &plan(&model, &week()), 1, 0, 0), base());
}

/// Another population before it moves the ids, not the arrivals, and not who is known.
#[test]
fn another_population_changes_only_ids() {
    let mut model = two_countries();
    let mut other = model.populations[0].clone();
    other.name = "partners".into();
    model.populations.insert(0, other);
    model.sources.iter_mut().for_each(|source| source.population = 1);
    let mut moved = lives(&model, &plan(&model, &week()), 1, 0, 0);
    moved.iter_mut().flat_map(|life| &mut life.2).for_each(|(_, customer, _)| customer.id -= 1 << 48);
    assert_eq!(moved, base());
}

/// More volume moves arrivals together: the 17th customer stays the same person and comes no later.
#[test]
fn volume_moves_times_not_persons() {
    let mut model = two_countries();
    model.sources[0].volume = Shape::uneven(600.0).volume();
    let more = lives(&model, &plan(&model, &week()), 1, 0, 0);
    for (more, base) in more.iter().zip(&base()).filter(|(life, _)| life.0 == "site") {
        assert!(more.2.len() > base.2.len());
        assert!(more.2.iter().zip(&base.2).all(|(more, base)| more.0 <= base.0 && more.1 == base.1));
    }
}

#[test]
fn seed_replication_desk_and_names_do_matter() {
    let model = two_countries();
    let week = plan(&model, &week());
    for (seed, replication, desk) in [(2, 0, 0), (1, 1, 0), (1, 0, 1)] {
        let other = lives(&model, &week, seed, replication, desk);
        assert!(other.iter().zip(&base()).all(|(other, base)| other.2[..10] != base.2[..10]));
    }
    let mut renamed = two_countries();
    renamed.reasons[0].name = "return".into();
    let other = lives(&renamed, &plan(&renamed, &super::identity::week()), 1, 0, 0);
    assert!(other.iter().zip(&base()).all(|(other, base)| other.2[..10] != base.2[..10]));
}

/// A busy day is busy in all countries of a source at once: counts of two countries go together by
/// Corr = 1 / √((1 + 1/(cv²λ₁))(1 + 1/(cv²λ₂))), here 0.947 for λ = 200 a day each and cv 0.3; other sources do not.
#[test]
fn busyness_is_common_to_countries() {
    let countries = [("FR", "Europe/Paris", 0.5), ("DE", "Europe/Berlin", 0.5)];
    let volume = || Shape::flat(400.0).volume();
    let model = busy(model(&countries, vec![source("site", volume()), source("shop", volume())]), 0.3);
    let plan = plan(&model, &run("2018-04-01", "2018-10-01", "Europe/Paris")); // 183 days of 24 hours
    let days: Vec<Vec<f64>> = lives(&model, &plan, 5, 0, 0)
        .iter()
        .map(|life| {
            let mut days = vec![0.0; 183];
            life.2.iter().for_each(|(at, ..)| days[(at / chatfare::units::DAY) as usize] += 1.0);
            days
        })
        .collect();
    // Order of names: shop DE, shop FR, site DE, site FR.
    assert!(correlation(&days[0], &days[1]) > 0.9 && correlation(&days[2], &days[3]) > 0.9);
    assert!(correlation(&days[0], &days[2]).abs() < 0.4 && correlation(&days[1], &days[3]).abs() < 0.4);
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let mean = |x: &[f64]| x.iter().sum::<f64>() / n;
    let (ma, mb) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(&a, &b)| f(a - ma, b - mb)).sum::<f64>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}
