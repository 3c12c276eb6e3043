//! Impossible traffic: every problem at once, with what to do.

use chatfare::scenario::{Model, Run, SourceKind, Volume};
use chatfare::traffic::compile;
use chatfare::units::{HourlyRate, Span};

use super::model::{Shape, french, run, source};

fn refused(model: &Model, run: &Run, expected: &[&str]) {
    let problems = compile(model, run).expect_err("it must be refused");
    assert_eq!(problems.len(), expected.len(), "{problems:#?}");
    for (problem, expected) in problems.iter().zip(expected) {
        assert!(problem.contains(expected), "`{problem}` does not say `{expected}`");
    }
}

fn day() -> Run {
    run("2018-08-01", "2018-08-02", "UTC")
}

#[test]
fn volumes() {
    let profile = |change: &dyn Fn(&mut Shape)| {
        let mut shape = Shape::flat(100.0);
        change(&mut shape);
        french(shape.volume())
    };
    let wrong: [(Model, &str); 9] = [
        (french(Volume::Constant(HourlyRate(-1.0))), "source `site`: its rate of -1/h must be zero or more"),
        (french(Volume::Constant(HourlyRate(f64::NAN))), "must be zero or more"),
        (profile(&|s| s.per_day = f64::INFINITY), "must be finite and zero or more"),
        (profile(&|s| s.week[5] = -1.0), "must be finite and zero or more"),
        (profile(&|s| s.growth = -1.0), "growth of -1 a year must be more than −100 %"),
        (profile(&|s| s.between = Some((5, 5))), "write the earlier date first"),
        (french(Volume::Table(vec![(5, 5, 1.0)])), "an end after its start"),
        (french(Volume::Table(vec![(0, 10, 1.0), (5, 15, 1.0)])), "rows of the volume table overlap"),
        (french(Volume::Constant(HourlyRate(1e9))), "at most 4e9 fit"),
    ];
    for (model, expected) in &wrong {
        refused(model, &day(), &[expected]);
    }
}

#[test]
fn people_and_places() {
    let mut model = french(Shape::flat(1.0).volume());
    model.populations[0].countries[0].1 = 0.9;
    model.populations[0].size = Some(0);
    model.number_share = vec![0.5, 0.4];
    let expected =
        ["business numbers: they sum to 0.9", "`customers`: countries: they sum to 0.9", "its size must lie"];
    refused(&model, &day(), &expected);
    let mut model = french(Shape::flat(1.0).volume());
    model.country_zone[0] = "Europe/Atlantis".into();
    refused(&model, &day(), &["source `site`: unknown time zone `Europe/Atlantis`; write an IANA name"]);
    model.country_zone.clear();
    refused(&model, &day(), &["without a zone"]);
}

/// Two sources of one name would bring the same customers at the same time: refused, not doubled in silence.
#[test]
fn same_names() {
    let mut model = french(Shape::flat(1.0).volume());
    model.sources.push(source("site", Shape::flat(1.0).volume()));
    refused(&model, &day(), &["sources `site` and `site` have the same population, reason, name and country"]);
    model.sources[1].population = 9;
    if let SourceKind::Contacts { reason, .. } = &mut model.sources[0].kind {
        *reason = 9;
    }
    refused(&model, &day(), &["its reason does not exist", "its population does not exist"]);
}

#[test]
fn runs() {
    let model = french(Shape::flat(1.0).volume());
    refused(&model, &run("2018-08-02", "2018-08-01", "UTC"), &["must be later than `from`"]);
    for lead in [-1, i64::MAX] {
        refused(&model, &Run { lead: Span(lead), ..day() }, &["lead"]);
    }
    refused(&model, &run("2018-08-01", "2118-08-01", "UTC"), &["more than 50 years needs a constant volume"]);
    compile(&french(Volume::Constant(HourlyRate(1.0))), &run("2018-08-01", "2118-08-01", "UTC")).unwrap();
}
